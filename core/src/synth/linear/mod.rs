// SPDX-License-Identifier: Apache-2.0
//! Circuits of cx on up to 64 wires with few gates: linear reversible maps, as invertible matrices of bits.
//!
//! Row i of the [`Matrix`] of a circuit is the parity of inputs on wire i in the end; a cx adds the row of its control
//! to that of its target. So a list of cx that makes the identity of a matrix is, read backwards, a circuit of it.
//! [`elimination`] finds such a list column by column, [`greedy`] by steps that make the matrix and its inverse
//! sparser. Each is also tried on the transpose and the inverse; the shortest circuit is kept.

pub mod elimination;
pub mod greedy;
pub mod matrix;
#[cfg(test)]
mod tests;

pub use matrix::{Cx, Matrix};

/// Wires of a map: a row is the bits of a word.
pub const MAX_WIRES: usize = 64;

/// The shortest circuit found of a map, if it has fewer than `below` gates. `None` for a singular matrix.
pub fn synthesize(map: &Matrix, below: usize) -> Option<Vec<Cx>> {
    let inverse = map.inverse()?;
    let mut best: Option<Vec<Cx>> = None;
    for view in View::ALL {
        let (matrix, inverse) = view.of(map, &inverse);
        for section in elimination::SECTIONS {
            keep(
                &mut best,
                below,
                view,
                elimination::reduce(matrix.clone(), section),
            );
        }
        // Exchanging the matrix with its inverse exchanges controls and targets of the same steps.
        if !view.inverted {
            for price in greedy::PRICES {
                let limit = best.as_ref().map_or(below, Vec::len);
                if let Some(steps) = greedy::reduce(&matrix, &inverse, price, limit) {
                    keep(&mut best, below, view, steps);
                }
            }
        }
    }
    best
}

/// Pairs of rows [`synthesize`] looks at, at most, for circuits of fewer than `below` gates. Elimination takes no more
/// steps than the matrix has bits, and comes first.
pub fn work(wires: usize, below: usize) -> u64 {
    let searches = 2 * greedy::PRICES.len() as u64;
    searches * (wires * wires * below.min(wires * wires)) as u64
}

fn keep(best: &mut Option<Vec<Cx>>, below: usize, view: View, steps: Vec<Cx>) {
    if steps.len() < best.as_ref().map_or(below, Vec::len) {
        *best = Some(view.circuit(steps));
    }
}

/// The matrix, its transpose, its inverse, or the transpose of its inverse.
#[derive(Clone, Copy, Debug)]
struct View {
    transposed: bool,
    inverted: bool,
}

impl View {
    const ALL: [View; 4] = [
        View::new(false, false),
        View::new(true, false),
        View::new(false, true),
        View::new(true, true),
    ];

    const fn new(transposed: bool, inverted: bool) -> View {
        View {
            transposed,
            inverted,
        }
    }

    /// What is seen, and its inverse.
    fn of(self, map: &Matrix, inverse: &Matrix) -> (Matrix, Matrix) {
        let turned = |m: &Matrix| match self.transposed {
            true => m.transpose(),
            false => m.clone(),
        };
        match self.inverted {
            true => (turned(inverse), turned(map)),
            false => (turned(map), turned(inverse)),
        }
    }

    /// The circuit of the map itself, from steps that reduce what is seen to the identity: these are a circuit of
    /// its inverse, and a circuit backwards and with controls and targets exchanged is that of the transpose.
    fn circuit(self, mut steps: Vec<Cx>) -> Vec<Cx> {
        if self.inverted == self.transposed {
            steps.reverse();
        }
        if self.transposed {
            steps.iter_mut().for_each(|s| *s = s.exchanged());
        }
        steps
    }
}
