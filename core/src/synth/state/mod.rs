// SPDX-License-Identifier: Apache-2.0
//! Circuits that make a state of |0...0>, with few two-qubit gates.
//!
//! ```text
//!  amplitudes --factors--> states that are no products --the least of--> up to 4 wires, numerically
//!                                                                        powers of i on a space: graph states
//!                                                                        few nonzero: parities, addresses
//!                                                                        moduli of a simpler state, then a diagonal
//!                                                                        cut by cut: Schmidt, matrix products, dense
//!                                                                        a tree of chosen rotations
//! ```
//!
//! Each is measured against the amplitudes before it counts. With an error to spend, the state is first replaced by one
//! with smaller ranks.

mod chain;
mod factors;
mod graph;
mod order;
mod phased;
mod signs;
mod sparse;
mod stabiliser;
mod svd;
#[cfg(test)]
mod tests;
mod tree;
mod truncated;

use super::dense::Matrix;
use super::draft::Draft;
use super::freedom::Freedom;
use super::isometry;
use super::matrix::{C64, M2, ZERO};

/// A candidate further than this from the state is none.
const CLOSE: f64 = 1e-9;
/// Amplitudes and singular values below this are rounding.
const ROUNDING: f64 = 1e-11;
/// Most wires of a state that is cut.
const CUT_WIRES: usize = 13;

/// A circuit for 2^n amplitudes, wire q being bit q of the index, and the 2-norm distance of the state it makes from them
/// (brought to length one), phase included: rounding where `error` is 0, at most `error` otherwise.
///
/// Amplitudes that are all zero make |0...0>.
pub fn synthesize(amplitudes: &[C64], error: f64) -> (Draft, f64) {
    assert!(amplitudes.len().is_power_of_two(), "2^n amplitudes");
    let goal = normalised(amplitudes);
    let mut best = exact(&goal);
    let mut off = distance(&best.state(), &goal);
    if error > ROUNDING {
        for (near, lost) in truncated::candidates(&goal, error) {
            if lost <= error && truncated::price(&near) < best.two_qubit_count() {
                let draft = exact(&normalised(&near));
                let now = distance(&draft.state(), &goal);
                if now <= error && draft.two_qubit_count() < best.two_qubit_count() {
                    (best, off) = (draft, now);
                }
            }
        }
    }
    (best, off)
}

/// The least of all ways.
fn exact(goal: &[C64]) -> Draft {
    let qubits = goal.len().trailing_zeros() as usize;
    let mut out = Draft::new(qubits);
    for factor in factors::factors(goal) {
        out.append_on(&entangled(&factor.state), &factor.wires);
    }
    out
}

/// The same for a state that is no product.
fn entangled(goal: &[C64]) -> Draft {
    let qubits = goal.len().trailing_zeros() as usize;
    if qubits <= 1 {
        return single(goal);
    }
    if let Some(found) = numeric(goal) {
        return found;
    }
    let mut best: Option<Draft> = None;
    let mut keep = |found: Option<Draft>| {
        let Some(mut found) = found else { return };
        found.tidy();
        let key = |d: &Draft| (d.two_qubit_count(), d.depth());
        let is_less = best.as_ref().is_none_or(|b| key(&found) < key(b));
        if is_less && distance(&found.state(), goal) < CLOSE {
            best = Some(found);
        }
    };
    keep(stabiliser::synthesize(goal));
    keep(sparse::on_hull(goal));
    keep(sparse::by_address(goal));
    keep(phased::synthesize(goal));
    if qubits <= CUT_WIRES {
        keep(chain::synthesize(goal));
    }
    if best.is_none() {
        return tree::synthesize(goal);
    }
    best.expect("not none")
}

fn single(goal: &[C64]) -> Draft {
    let mut out = Draft::new(goal.len().trailing_zeros() as usize);
    match *goal {
        [a, b] => out.one(0, M2([[a, -b.conj()], [b, a.conj()]])),
        [a] => out.phase = a.arg(),
        _ => unreachable!("one wire at most"),
    }
    out
}

/// Up to 4 wires.
fn numeric(goal: &[C64]) -> Option<Draft> {
    if goal.len() > 16 {
        return None;
    }
    let columns = Matrix::from_column_slice(goal.len(), 1, goal);
    let found = isometry::numeric(&columns, Freedom::NONE)?;
    (distance(&found.draft.state(), goal) < CLOSE).then_some(found.draft)
}

fn normalised(amplitudes: &[C64]) -> Vec<C64> {
    let largest = amplitudes.iter().fold(0.0_f64, |m, x| m.max(x.norm()));
    if largest == 0.0 {
        let mut zero = vec![ZERO; amplitudes.len()];
        zero[0] = C64::from(1.0);
        return zero;
    }
    let scaled: Vec<C64> = amplitudes.iter().map(|x| x / largest).collect();
    let norm = scaled.iter().map(C64::norm_sqr).sum::<f64>().sqrt();
    scaled.iter().map(|x| x / norm).collect()
}

fn distance(a: &[C64], b: &[C64]) -> f64 {
    let parts = a.iter().zip(b).map(|(x, y)| (x - y).norm_sqr());
    parts.sum::<f64>().sqrt()
}

/// Bits of `index` at these positions, the first one least significant.
fn gathered(index: usize, wires: &[usize]) -> usize {
    let bits = wires.iter().enumerate();
    bits.map(|(i, &q)| (index >> q & 1) << i).sum()
}

/// The inverse of [`gathered`].
fn scattered(value: usize, wires: &[usize]) -> usize {
    let bits = wires.iter().enumerate();
    bits.map(|(i, &q)| (value >> i & 1) << q).sum()
}

/// Amplitudes as a matrix: a row for each value of `rows`, a column for each of `columns`.
fn as_matrix(goal: &[C64], rows: &[usize], columns: &[usize]) -> Matrix {
    let right: Vec<usize> = (0..1 << columns.len())
        .map(|j| scattered(j, columns))
        .collect();
    let left: Vec<usize> = (0..1 << rows.len()).map(|i| scattered(i, rows)).collect();
    Matrix::from_fn(left.len(), right.len(), |i, j| goal[left[i] | right[j]])
}
