// SPDX-License-Identifier: Apache-2.0
//! Small matrices by numbers, where that takes fewer gates than any structure that was found.

use super::choice::Choice;
use super::{labelled, sums};
use crate::synth::dense::Matrix;
use crate::synth::freedom::{Freedom, Partial};
use crate::synth::numeric::{self, every_pair, shortest, solve, Effort, Goal, Limits, Template};

/// Starts for a matrix of three wires without structure: nearly each leads to a solution.
const USUAL: Effort = Effort {
    starts: 8,
    iterations: 400,
};
/// For counts at which a solution is not certain.
const TRIES: Limits = Limits {
    least: None,
    most: 0,
    placements: 12,
    effort: Effort {
        starts: 2,
        iterations: 300,
    },
};

/// Any three wires: 14, up to a diagonal 13.
pub(super) fn three_wires(u: &Matrix, freedom: Freedom, choice: &mut Choice) {
    let count = match (freedom.before, freedom.after) {
        (false, false) => 14,
        _ => 13,
    };
    if u.nrows() != 8 || choice.count() <= count {
        return;
    }
    let cycle = every_pair(3);
    let pairs: Vec<[usize; 2]> = (0..count).map(|i| cycle[i % 3]).collect();
    let goal = Goal::unitary(u).up_to(freedom);
    if let Some(found) = solve(&Template::of_pairs(3, &pairs), &goal, 1, USUAL) {
        choice.offer(found);
    }
}

/// Counts from what the parameters of the finest direct sum ask for to one less than the best so far, on three wires; on four,
/// that of a matrix without structure.
pub(super) fn fewer(u: &Matrix, freedom: Freedom, choice: &mut Choice) {
    let qubits = super::framed::wires(u);
    if !(3..=4).contains(&qubits) || choice.count() < 2 {
        return;
    }
    let goal = Goal::unitary(u).up_to(freedom);
    let limits = match qubits {
        3 => Limits {
            least: Some(least(u, freedom)),
            most: choice.count() - 1,
            ..TRIES
        },
        _ => Limits {
            most: choice.count() - 1,
            ..Limits::default()
        },
    };
    if let Some(found) = shortest(&goal, &every_pair(qubits), &limits) {
        choice.offer(found);
    }
}

/// Blocks of two wires under three labels, 42 gates: a second's work.
pub(super) fn three_labels(u: &Matrix, freedom: Freedom, choice: &mut Choice) {
    if u.nrows() != 32 || choice.count() <= 42 {
        return;
    }
    for found in super::find(u).iter().filter(|f| f.labels.len() == 3) {
        let inner = numeric::multiplexed(&found.blocks, found.freedom(freedom), labelled::EFFORT);
        if let Some(inner) = inner {
            choice.offer(labelled::place(found, inner));
        }
    }
}

/// The count below which there are fewer parameters than the matrix has.
fn least(u: &Matrix, freedom: Freedom) -> usize {
    let size = u.nrows();
    let sides = usize::from(freedom.before) + usize::from(freedom.after);
    let dimension = sums::dimension(&sums::classes(u)).saturating_sub(sides * (size - 1));
    dimension
        .saturating_sub(3 * super::framed::wires(u))
        .div_ceil(4)
}

/// An operator on levels by numbers, with fewer gates than `below`.
pub(super) fn on_levels(
    u: &Matrix,
    levels: &[usize],
    qubits: usize,
    below: usize,
) -> Option<Partial> {
    if qubits > 4 || below == 0 {
        return None;
    }
    let goal = Goal::on_levels(u, levels, qubits);
    let classes = sums::classes(u);
    let limits = match classes.len() {
        1 => Limits {
            most: below - 1,
            ..Limits::default()
        },
        _ => Limits {
            least: Some(
                sums::dimension(&classes)
                    .saturating_sub(3 * qubits)
                    .div_ceil(4),
            ),
            most: below - 1,
            ..TRIES
        },
    };
    shortest(&goal, &every_pair(qubits), &limits)
}
