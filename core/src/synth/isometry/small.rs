// SPDX-License-Identifier: Apache-2.0
//! Isometries on few wires, numerically: the fewest two-qubit gates that counting allows, then more.

use crate::synth::dense::Matrix;
use crate::synth::freedom::{Freedom, Partial};
use crate::synth::numeric::{shortest as shortest_of, solve, Effort, Goal, Limits, Slot, Template};

/// Starts of a search at a count that should not be enough, and at one that should.
const FEW: usize = 3;
const MANY: usize = 24;
/// Steps of one start.
const ITERATIONS: usize = 200;
const CYCLE: [[usize; 2]; 3] = [[0, 1], [1, 2], [0, 2]];
/// About the two-qubit gates of an isometry of so many columns on so many wires, up to a diagonal before.
pub fn price(columns: usize, qubits: usize) -> usize {
    let inputs = columns.next_power_of_two().trailing_zeros() as usize;
    match (qubits, columns) {
        (0 | 1, _) => 0,
        (2, 1) => 1,
        (2, _) => 2,
        (3, _) => [0, 3, 5, 8, 10, 18, 18, 18, 18][columns.min(8)],
        (4, 1) => 6,
        (_, 1) => (1 << qubits) - qubits - 1,
        _ => {
            let unitary = |n: usize| (22 << (2 * n)) / 48;
            let cuts = (inputs..qubits).map(|j| {
                let labels = 1 << (j - inputs);
                labels * unitary(inputs).max(1) + 2 * (1 << j)
            });
            let last = (1usize << (qubits - inputs)) * unitary(inputs).max(2) + (1 << qubits);
            unitary(qubits).min(cuts.sum::<usize>() + last)
        }
    }
}

/// `None` for more wires than are searched.
pub fn shortest(columns: &Matrix, freedom: Freedom) -> Option<Partial> {
    let (rows, count) = columns.shape();
    let qubits = rows.trailing_zeros() as usize;
    let is_state = count == 1;
    if qubits == 0 || qubits > 4 || qubits == 4 && !is_state {
        return None;
    }
    if is_state {
        return state(&Goal::isometry(columns));
    }
    let inputs = count.next_power_of_two().trailing_zeros() as usize;
    let goal = Goal::isometry(columns).up_to(freedom);
    let free: usize = (0..qubits)
        .map(|q| if q < inputs && !freedom.before { 3 } else { 2 })
        .sum();
    // A wire's rotation about Z at the start does nothing to |0>, or is part of the diagonal.
    let enough = goal.equations().saturating_sub(free).div_ceil(4);
    let most = if qubits == 2 { 3 } else { enough + 2 };
    (0..=most).find_map(|pairs| {
        let starts = if pairs < enough { FEW } else { MANY };
        let places = placements(qubits, pairs, enough);
        places.into_iter().find_map(|place| {
            let mut template = Template::new(qubits);
            for q in 0..qubits {
                let is_whole = q < inputs && !freedom.before;
                template.push(if is_whole {
                    Slot::Free(q)
                } else {
                    Slot::Tilt(q)
                });
            }
            template.pairs(&place);
            let effort = Effort {
                starts,
                iterations: ITERATIONS,
            };
            solve(&template, &goal, 1, effort)
        })
    })
}

fn state(goal: &Goal) -> Option<Partial> {
    let couplings: Vec<[usize; 2]> = (0..goal.qubits)
        .flat_map(|b| (0..b).map(move |a| [a, b]))
        .collect();
    let limits = Limits {
        least: Some(0),
        most: [0, 0, 1, 3, 7][goal.qubits],
        placements: 12,
        effort: Effort {
            starts: 2,
            iterations: ITERATIONS,
        },
    };
    shortest_of(goal, &couplings, &limits)
}

/// Where the gates may be: every way for a few, chains and cycles for more.
fn placements(qubits: usize, pairs: usize, enough: usize) -> Vec<Vec<[usize; 2]>> {
    match qubits {
        1 => vec![Vec::new()],
        2 => vec![vec![[0, 1]; pairs]],
        3 if pairs <= 3 => {
            let all = 3usize.pow(pairs as u32);
            let one = |i: usize| -> Vec<[usize; 2]> {
                (0..pairs)
                    .map(|k| CYCLE[i / 3usize.pow(k as u32) % 3])
                    .collect()
            };
            let is_reduced = |p: &Vec<[usize; 2]>| {
                pairs < 2 || p.windows(3).all(|w| w[0] != w[1] || w[1] != w[2])
            };
            (0..all).map(one).filter(is_reduced).collect()
        }
        3 => {
            let from = |start: usize| (0..pairs).map(|i| CYCLE[(i + start) % 3]).collect();
            let back = |start: usize| {
                (0..pairs)
                    .map(|i| CYCLE[(3 * pairs + start - i) % 3])
                    .collect()
            };
            match pairs < enough {
                true => vec![from(0), from(1)],
                false => vec![from(0), back(0), from(1), from(2)],
            }
        }
        _ => Vec::new(),
    }
}
