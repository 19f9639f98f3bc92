// SPDX-License-Identifier: Apache-2.0
//! Multiplexers: unitaries chosen by the values of labels, in closed form.
//!
//! The data is on wires 0..m, the labels on wires m..m+k, and block x acts where they spell x: the matrix is the direct
//! sum of the blocks. What the blocks have in common is looked for first (`simplify`); generic ones are taken apart
//! label by label (`demultiplex`), those on one wire also up to a diagonal (`ladder`).
//!
//! | blocks | cx and cz |
//! |---|---|
//! | U(2) | 3 2^k - k - 3: 2, 7, 18, 41, 88; up to a diagonal 2^k - 1 |
//! | SU(2) | 2, then 2^(k+1) - 1: 7, 15, 31, 63 |
//! | with a common axis | 2^k |
//! | U(4) | 9, 25, 65 |
//! | phases | 2^k - 2 |

mod basis;
mod demultiplex;
mod frame;
mod ladder;
mod measure;
mod phases;
mod real;
mod rotations;
mod simplify;
#[cfg(test)]
mod tests;

pub use rotations::{open_rotations, open_terms, reverse, rotations, terms_cost};

pub(super) use demultiplex::Cut;
pub(super) use measure::distance;
pub(super) use simplify::best;

use super::dense::Matrix;
use super::draft::Draft;
use super::freedom::{Freedom, Partial};
use super::matrix::C64;

/// The circuit of the direct sum of `blocks`, 2^k unitaries of one size 2^m.
///
/// O(2^k 8^m) time. The result is within about 1e-11 of the blocks: structure is looked for with this tolerance.
pub fn synthesize(blocks: &[Matrix], freedom: Freedom) -> Partial {
    debug_assert!(blocks.len().is_power_of_two());
    let after = |blocks: &[Matrix], leaves: bool| {
        let (draft, left) = simplify::best(blocks, leaves);
        (draft, phases::principal(&left))
    };
    let mut best: Option<Partial> = None;
    if freedom.after || !freedom.before {
        let (draft, after) = after(blocks, freedom.after);
        best = Some(Partial {
            draft,
            before: Vec::new(),
            after,
        });
    }
    if freedom.before {
        let adjoints: Vec<Matrix> = blocks.iter().map(Matrix::adjoint).collect();
        let (draft, left) = after(&adjoints, true);
        let other = Partial {
            draft: draft.inverse(),
            before: left.iter().map(|x| -x).collect(),
            after: Vec::new(),
        };
        let is_better = |b: &Partial| cost(&other.draft) < cost(&b.draft);
        if best.as_ref().is_none_or(is_better) {
            best = Some(other);
        }
    }
    let best = best.expect("one of both sides was tried");
    if measure::distance(&best, blocks) < FAR {
        return best;
    }
    // Structure that is not there after all, in matrices near it: without looking for any.
    let mut draft = Draft::new((blocks.len() * blocks[0].nrows()).trailing_zeros() as usize);
    demultiplex::write(&mut draft, blocks, false);
    let plain = Partial::whole(draft);
    if measure::distance(&plain, blocks) < measure::distance(&best, blocks) {
        plain
    } else {
        best
    }
}

/// A result farther than this from what it is for is made again.
const FAR: f64 = 1e-10;

/// Fewest two-qubit gates first, then least depth.
pub(super) fn cost(draft: &Draft) -> (usize, usize) {
    (draft.two_qubit_count(), draft.depth())
}

/// A diagonal's entries over basis states of `wires` of a register, over all its states.
pub(super) fn spread(diagonal: &[C64], wires: &[usize], qubits: usize) -> Vec<C64> {
    if diagonal.is_empty() {
        return Vec::new();
    }
    let at = |v: usize| -> usize {
        wires
            .iter()
            .enumerate()
            .map(|(i, &w)| (v >> w & 1) << i)
            .sum()
    };
    (0..1 << qubits).map(|v| diagonal[at(v)]).collect()
}
