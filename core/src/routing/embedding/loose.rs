// SPDX-License-Identifier: Apache-2.0
//! Qubits without two-qubit gates lie anywhere: on the places that cost least together.

use super::bits;
use super::problem::Problem;

/// Up to this much work the assignment is optimal; beyond it each qubit in turn takes the best place left.
const OPTIMAL: usize = 20_000_000;

/// Places of the loose qubits among the free ones, with their cost; `None` if some qubit fits nowhere.
pub fn place(problem: &Problem<'_>, free: &[u64]) -> Option<(Vec<u32>, f64)> {
    let places: Vec<u32> = bits::both(free, problem.usable).collect();
    let count = problem.loose.len();
    let Some(score) = problem.score else {
        return Some((places.get(..count)?.to_vec(), 0.0));
    };
    if places.len() < count {
        return None;
    }
    let cost = |q: u32, at: u32| score.place(q, at);
    let found = if count * count * places.len() <= OPTIMAL {
        assign(count, &places, |i, h| cost(problem.loose[i], h))
    } else {
        in_turn(&problem.loose, places, cost)
    };
    let total: f64 = found
        .iter()
        .zip(&problem.loose)
        .map(|(&h, &q)| cost(q, h))
        .sum();
    total.is_finite().then_some((found, total))
}

/// Least cost each loose qubit can have, added up.
pub fn least(problem: &Problem<'_>) -> f64 {
    let Some(score) = problem.score else {
        return 0.0;
    };
    let best = |q: u32| {
        bits::both(problem.usable, problem.usable)
            .map(|h| score.place(q, h))
            .fold(f64::INFINITY, f64::min)
    };
    problem.loose.iter().map(|&q| best(q)).sum()
}

fn in_turn(loose: &[u32], mut places: Vec<u32>, cost: impl Fn(u32, u32) -> f64) -> Vec<u32> {
    let mut out = Vec::with_capacity(loose.len());
    for &q in loose {
        let best = (0..places.len()).min_by(|&i, &j| {
            cost(q, places[i])
                .total_cmp(&cost(q, places[j]))
                .then(i.cmp(&j))
        });
        out.extend(best.map(|i| places.remove(i)));
    }
    out
}

/// Assignment of least total cost by shortest augmenting paths (Kuhn, "The Hungarian method for the assignment
/// problem", 1955, doi:10.1002/nav.3800020109). What is not allowed costs more than everything else together.
fn assign(rows: usize, places: &[u32], cost: impl Fn(usize, u32) -> f64) -> Vec<u32> {
    let forbidden = 1e9;
    let at = |i: usize, j: usize| {
        Some(cost(i, places[j]))
            .filter(|c| c.is_finite())
            .unwrap_or(forbidden)
    };
    let columns = places.len();
    let mut row_price = vec![0.0; rows];
    let mut column_price = vec![0.0; columns + 1];
    // Row of each column; the last column stands for the row being added.
    let mut taken: Vec<Option<usize>> = vec![None; columns + 1];
    for row in 0..rows {
        let mut least = vec![f64::INFINITY; columns];
        let mut before = vec![columns; columns];
        let mut done = vec![false; columns + 1];
        taken[columns] = Some(row);
        let mut j = columns;
        while let Some(i) = taken[j] {
            done[j] = true;
            let (mut step, mut next) = (f64::INFINITY, columns);
            for k in (0..columns).filter(|&k| !done[k]) {
                let reduced = at(i, k) - row_price[i] - column_price[k];
                if reduced < least[k] {
                    (least[k], before[k]) = (reduced, j);
                }
                if least[k] < step {
                    (step, next) = (least[k], k);
                }
            }
            for k in 0..=columns {
                match (done[k], taken[k]) {
                    (true, Some(i)) => {
                        row_price[i] += step;
                        column_price[k] -= step;
                    }
                    _ if k < columns => least[k] -= step,
                    _ => {}
                }
            }
            j = next;
        }
        while j != columns {
            taken[j] = taken[before[j]];
            j = before[j];
        }
    }
    let mut out = vec![0; rows];
    for (j, row) in taken.iter().enumerate().take(columns) {
        if let Some(i) = row {
            out[*i] = places[j];
        }
    }
    out
}
