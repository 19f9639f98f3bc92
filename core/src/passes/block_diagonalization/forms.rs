// SPDX-License-Identifier: Apache-2.0
//! What an operator with labels is made of: the circuit with the fewest two-qubit gates.

use crate::synth::dense::{block2, Matrix};
use crate::synth::draft::Draft;
use crate::synth::freedom::Freedom;
use crate::synth::matrix::M2;
use crate::synth::numeric::ladder;
use crate::synth::structure::{find, Framed};

/// The shortest circuit of a matrix in one of the frames in which it has labels.
pub fn shortest(matrix: &Matrix) -> Option<Draft> {
    let drafts = find(matrix)
        .into_iter()
        .filter_map(|framed| in_frame(&framed));
    drafts.min_by_key(|d| (d.two_qubit_count(), d.depth()))
}

fn in_frame(framed: &Framed) -> Option<Draft> {
    if framed.data.len() != 1 {
        return None;
    }
    let blocks: Vec<M2> = framed.blocks.iter().map(|b| block2(b, 0, 0)).collect();
    let inner = ladder(&blocks, Freedom::NONE)?;
    let mut draft = framed.before.clone();
    draft.append_on(&inner.draft, &framed.order());
    draft.append(&framed.after);
    draft.tidy();
    Some(draft)
}
