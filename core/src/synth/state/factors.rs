// SPDX-License-Identifier: Apache-2.0
//! A state as a product of states that are none.

use super::{normalised, scattered, ROUNDING};
use crate::synth::matrix::C64;

/// Most wires for which every group of wires is tried; above, groups that are neighbours.
const ALL_GROUPS: usize = 12;

pub struct Factor {
    /// Where its wires are.
    pub wires: Vec<usize>,
    pub state: Vec<C64>,
}

/// Factors whose product is the state, phase included.
pub fn factors(goal: &[C64]) -> Vec<Factor> {
    let qubits = goal.len().trailing_zeros() as usize;
    let mut rest = Factor {
        wires: (0..qubits).collect(),
        state: goal.to_vec(),
    };
    let mut found = Vec::new();
    'next: while rest.wires.len() > 1 {
        let n = rest.wires.len();
        for group in groups(n) {
            if let Some((inner, outer)) = split(&rest.state, group) {
                let (own, other): (Vec<usize>, Vec<usize>) =
                    (0..n).partition(|q| group >> q & 1 == 1);
                let named = |list: &[usize]| -> Vec<usize> {
                    list.iter().map(|&q| rest.wires[q]).collect()
                };
                let (own, other) = (named(&own), named(&other));
                found.push(Factor {
                    wires: own,
                    state: inner,
                });
                rest = Factor {
                    wires: other,
                    state: outer,
                };
                continue 'next;
            }
        }
        break;
    }
    found.push(rest);
    found
}

/// Sets of wires, small ones first, up to half of them.
fn groups(n: usize) -> Vec<usize> {
    let mut groups: Vec<usize> = if n <= ALL_GROUPS {
        let is_half = |g: &usize| {
            let size = g.count_ones() as usize;
            2 * size < n || 2 * size == n && g & 1 == 1
        };
        (1..1 << n).filter(is_half).collect()
    } else {
        let runs = (1..=n / 2).flat_map(|k| (0..=n - k).map(move |at| ((1 << k) - 1) << at));
        runs.collect()
    };
    groups.sort_by_key(|g| g.count_ones());
    groups
}

/// The states of a group and of the other wires, if the state is their product.
fn split(goal: &[C64], group: usize) -> Option<(Vec<C64>, Vec<C64>)> {
    let n = goal.len().trailing_zeros() as usize;
    let (own, other): (Vec<usize>, Vec<usize>) = (0..n).partition(|q| group >> q & 1 == 1);
    let top = (0..goal.len()).max_by(|&a, &b| {
        let near = goal[a].norm() - goal[b].norm();
        // Equal moduli with noise: the first.
        if near.abs() < 1e-9 {
            b.cmp(&a)
        } else {
            near.total_cmp(&0.0)
        }
    })?;
    let mask: usize = group;
    let inner: Vec<C64> = (0..1 << own.len())
        .map(|i| goal[top & !mask | scattered(i, &own)])
        .collect();
    let outer: Vec<C64> = (0..1 << other.len())
        .map(|j| goal[top & mask | scattered(j, &other)])
        .collect();
    let pivot = goal[top];
    // Few entries tell most groups apart.
    let off = |i: usize, j: usize| {
        let at = scattered(i, &own) | scattered(j, &other);
        (goal[at] * pivot - inner[i] * outer[j]).norm_sqr()
    };
    let limit = (ROUNDING * pivot.norm()).powi(2);
    let mut sum = 0.0;
    for j in 0..outer.len() {
        for i in 0..inner.len() {
            sum += off(i, j);
            if sum > limit {
                return None;
            }
        }
    }
    let turned: Vec<C64> = outer.iter().map(|x| x / pivot * pivot.norm()).collect();
    Some((normalised(&inner), normalised(&turned)))
}
