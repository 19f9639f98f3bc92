// SPDX-License-Identifier: Apache-2.0
//! An order of the wires in which neighbours belong together: the entanglement of every beginning with the rest is small.

use super::as_matrix;
use crate::synth::matrix::C64;

/// Most wires for which beginnings are weighed by singular values.
const MOST: usize = 10;
/// Most wires for which every one is tried as the first; above, so many.
const ALL_STARTS: usize = 8;
const FEW_STARTS: usize = 3;
/// Squared singular values below this are rounding.
const NEGLIGIBLE: f64 = 1e-14;

/// Orders to try: as it is, and the best of those found greedily from one wire on.
pub fn orders(goal: &[C64]) -> Vec<Vec<usize>> {
    let n = goal.len().trailing_zeros() as usize;
    let natural: Vec<usize> = (0..n).collect();
    let mut orders = vec![natural.clone()];
    if n <= MOST {
        let starts = if n <= ALL_STARTS { n } else { FEW_STARTS };
        let mut firsts: Vec<(i64, usize)> = (0..n).map(|q| (weight(goal, &[q], n), q)).collect();
        firsts.sort_unstable();
        let found = firsts[..starts].iter().map(|&(_, q)| greedy(goal, n, q));
        let found = found.min().expect("a start").1;
        let reversed: Vec<usize> = found.iter().rev().copied().collect();
        if found != natural && reversed != natural {
            orders.push(found);
        }
    }
    orders
}

/// The order from one wire on, behind its weight.
fn greedy(goal: &[C64], n: usize, first: usize) -> (i64, Vec<usize>) {
    let mut order = vec![first];
    let mut sum = 0;
    while order.len() < n {
        let left = (0..n).filter(|q| !order.contains(q));
        let weigh = |q: usize| {
            let own: Vec<usize> = order.iter().copied().chain([q]).collect();
            (weight(goal, &own, n), q)
        };
        let (weight, next) = left.map(weigh).min().expect("wires are left");
        sum += weight;
        order.push(next);
    }
    (sum, order)
}

/// Of a beginning: how many wires hold its rank, then how entangled it is with the rest.
fn weight(goal: &[C64], own: &[usize], n: usize) -> i64 {
    let other: Vec<usize> = (0..n).filter(|q| !own.contains(q)).collect();
    let m = match own.len() <= other.len() {
        true => as_matrix(goal, own, &other),
        false => as_matrix(goal, &other, own),
    };
    let squares = (&m * m.adjoint()).symmetric_eigenvalues();
    let rank = squares.iter().filter(|&&p| p > NEGLIGIBLE).count().max(1);
    let entropy: f64 = squares
        .iter()
        .filter(|&&p| p > NEGLIGIBLE)
        .map(|p| -p * p.ln())
        .sum();
    let wires = rank.next_power_of_two().trailing_zeros() as i64;
    // Rounded, so that noise decides nothing.
    1000 * wires + (100.0 * entropy).round() as i64
}
