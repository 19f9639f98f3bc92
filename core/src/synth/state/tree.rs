// SPDX-License-Identifier: Apache-2.0
//! A state taken apart wire by wire: 2^n - n - 1 two-qubit gates, whatever it is.
//!
//! Gates on a wire, chosen by the wires above it, bring it to |0>. Each is made up to a diagonal, which leaves |0> there.
//!
//! V. Bergholm, J. Vartiainen, M. Mottonen, M. Salomaa, "Quantum circuits with uniformly controlled one-qubit gates",
//! Phys. Rev. A 71, 052330, 2005, doi:10.1103/PhysRevA.71.052330.

use crate::synth::draft::Draft;
use crate::synth::freedom::Freedom;
use crate::synth::matrix::{C64, M2};
use crate::synth::numeric::up_to_diagonal;

pub fn synthesize(goal: &[C64]) -> Draft {
    let qubits = goal.len().trailing_zeros() as usize;
    let mut state = goal.to_vec();
    let mut undo = Draft::new(qubits);
    for wire in 0..qubits {
        let blocks: Vec<M2> = state
            .chunks_exact(2)
            .map(|pair| to_zero(pair[0], pair[1]))
            .collect();
        let made = up_to_diagonal(&blocks, Freedom::AFTER).draft;
        made.items().iter().for_each(|item| item.apply(&mut state));
        let phase = C64::from_polar(1.0, made.phase);
        state = state.iter().step_by(2).map(|x| x * phase).collect();
        let above: Vec<usize> = (wire..qubits).collect();
        undo.append_on(&made, &above);
    }
    undo.phase -= state[0].arg();
    undo.inverse()
}

/// A unitary that takes (a, b) to (r, 0).
fn to_zero(a: C64, b: C64) -> M2 {
    let norm = a.norm().hypot(b.norm());
    if norm == 0.0 {
        return M2::IDENTITY;
    }
    let (a, b) = (a / norm, b / norm);
    M2([[a.conj(), b.conj()], [-b, a]])
}
