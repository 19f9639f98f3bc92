// SPDX-License-Identifier: Apache-2.0
//! Matrices with one entry in every column: basis states are permuted and get phases.

use super::{labelled, BAND};
use crate::synth::dense::Matrix;
use crate::synth::freedom::{Freedom, Partial};
use crate::synth::permutation;

/// The diagonal, which may be left to either side, and then the permutation. `None` for other matrices.
pub(super) fn circuit(u: &Matrix, freedom: Freedom) -> Option<Partial> {
    let image: Vec<usize> = (0..u.ncols())
        .map(|j| (0..u.nrows()).find(|&i| (u[(i, j)].norm() - 1.0).abs() < BAND))
        .collect::<Option<_>>()?;
    let moved = permutation::synthesize(&image)?;
    let phases: Vec<f64> = image
        .iter()
        .enumerate()
        .map(|(j, &i)| u[(i, j)].arg())
        .collect();
    let mut out = Partial::whole(moved);
    if freedom.before {
        out.before = phases;
    } else if freedom.after {
        out.after = vec![0.0; phases.len()];
        for (&to, phase) in image.iter().zip(phases) {
            out.after[to] = phase;
        }
    } else {
        let mut draft = labelled::phases(&phases)?.draft;
        draft.append(&out.draft);
        out.draft = draft;
    }
    Some(out)
}
