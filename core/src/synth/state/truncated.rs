// SPDX-License-Identifier: Apache-2.0
//! Matrix-product states near to a state: each cut keeps its largest singular values.
//!
//! F. Verstraete, J. Cirac, "Matrix product states represent ground states faithfully", Phys. Rev. B 73, 094423, 2006,
//! doi:10.1103/PhysRevB.73.094423.

use super::chain;
use super::svd::Parts;
use super::{as_matrix, distance, factors, normalised, order, scattered};
use crate::synth::dense::Matrix;
use crate::synth::matrix::{C64, ZERO};

/// Ranks that are tried at every cut.
const RANKS: [usize; 8] = [1, 2, 3, 4, 6, 8, 12, 16];

/// Of an even share of the error, what every cut may lose.
const SHARES: [f64; 6] = [6.0, 4.0, 2.0, 1.0, 0.3, 0.1];

/// States and their distances, the simplest first.
pub fn candidates(goal: &[C64], error: f64) -> Vec<(Vec<C64>, f64)> {
    let mut found = Vec::new();
    for order in order::orders(goal) {
        // What a cut may lose, where all lose the same.
        let share = error * error / order.len().max(1) as f64;
        let shares = SHARES.iter().map(|s| (usize::MAX, s * share));
        for (rank, least) in RANKS.iter().map(|&r| (r, 0.0)).chain(shares) {
            let near = normalised(&truncated(goal, &order, rank, least));
            let lost = distance(&near, goal);
            if lost <= error {
                found.push((near, lost));
            }
        }
    }
    found.sort_by_cached_key(|(near, _)| price(near));
    found.truncate(2);
    found
}

/// Two-qubit gates of a state cut by cut, about.
pub fn price(state: &[C64]) -> usize {
    let parts = factors::factors(state);
    let own = |f: &factors::Factor| match f.wires.len() {
        0 | 1 => 0,
        _ => chain::estimate(&f.state).unwrap_or(0),
    };
    parts.iter().map(own).sum()
}

/// With at most `rank` singular values at every cut of the order, and without those whose squares sum to less than `least`.
fn truncated(goal: &[C64], order: &[usize], rank: usize, least: f64) -> Vec<C64> {
    let n = order.len();
    let mut basis: Option<Matrix> = None;
    let mut rest = Matrix::from_row_slice(1, goal.len(), as_matrix(goal, order, &[]).as_slice());
    for at in 1..n {
        // Rows: the wire before this cut (fast) and the rank so far; columns: all wires after it.
        let (old, columns) = rest.shape();
        let split = Matrix::from_fn(2 * old, columns / 2, |i, j| rest[(i / 2, 2 * j + i % 2)]);
        let parts = Parts::of(&split);
        let mut keep = parts.values.len().min(rank);
        let mut lost: f64 = parts.values[keep..].iter().map(|s| s * s).sum();
        while keep > 1 && lost + parts.values[keep - 1].powi(2) < least {
            keep -= 1;
            lost += parts.values[keep].powi(2);
        }
        let left = parts.left.columns(0, keep).into_owned();
        rest = Matrix::from_fn(keep, columns / 2, |k, j| {
            parts.right[(k, j)] * parts.values[k]
        });
        // Values of the wires before the cut, the first one least significant, by rank.
        basis = Some(match basis {
            None => left,
            Some(b) => Matrix::from_fn(1 << at, keep, |row, k| {
                let (bit, before) = (row >> (at - 1), row & ((1 << (at - 1)) - 1));
                (0..b.ncols())
                    .map(|m| b[(before, m)] * left[(2 * m + bit, k)])
                    .sum()
            }),
        });
    }
    let Some(basis) = basis else {
        return goal.to_vec();
    };
    let whole = basis * rest;
    let mut out = vec![ZERO; goal.len()];
    for (at, x) in whole.as_slice().iter().enumerate() {
        out[scattered(at, order)] = *x;
    }
    out
}
