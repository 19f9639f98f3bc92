// SPDX-License-Identifier: Apache-2.0
//! The fewest cz with which a goal is reached: counts upward, and for each the orders of pairs worth a try.
//!
//! For a goal without structure the first count is that at which the derivative at a random point has full rank: below it
//! the goals that are reached have measure zero, and there nearly every start succeeds (3, 14, 61 for unitaries of 2, 3, 4
//! wires, 3, 6, 14, 29 for states of 3 to 6).

use nalgebra::DMatrix;
use rayon::prelude::*;

use super::fit::Fit;
use super::goal::Goal;
use super::least_squares::{minimise, Problem};
use super::placements::{all_placements, placement};
use super::solve::{finish, stream, Effort};
use super::template::Template;
use crate::synth::freedom::Partial;

/// How far to search.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// The first count to try, for goals that may have structure; if it is not given, that of a goal without.
    pub least: Option<usize>,
    /// The last count.
    pub most: usize,
    /// Orders of pairs for each count: all, if there are no more than this.
    pub placements: usize,
    /// Starts for each order, and steps for each start.
    pub effort: Effort,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            least: None,
            most: 64,
            placements: 12,
            effort: Effort {
                starts: 4,
                iterations: 400,
            },
        }
    }
}

/// A circuit with the fewest cz that the limits let be found, each on one of the couplings. `None` if there is none.
pub fn shortest(goal: &Goal, couplings: &[[usize; 2]], limits: &Limits) -> Option<Partial> {
    let free = finish_alone(goal, limits);
    if free.is_some() || couplings.is_empty() {
        return free;
    }
    (limits.least.unwrap_or(1).max(1)..=limits.most).find_map(|count| {
        let templates = templates(goal, couplings, count, limits);
        let tries = templates.len() * limits.effort.starts;
        (0..tries).into_par_iter().find_map_first(|number| {
            // All orders once before any of them again.
            let (start, template) = (
                number / templates.len(),
                &templates[number % templates.len()],
            );
            let mut fit = Fit::new(template, goal);
            let point = fit.start(&mut stream(count as u64, start));
            let (point, residual) = minimise(&mut fit, point, limits.effort.iterations);
            finish(template, goal, &point, residual)
        })
    })
}

/// Without any cz, if that is asked for.
fn finish_alone(goal: &Goal, limits: &Limits) -> Option<Partial> {
    let template = template(goal, &[]);
    let is_tried = limits.least == Some(0) || limits.least.is_none() && spans(&template, goal);
    match is_tried {
        true => super::solve(&template, goal, 0, limits.effort),
        false => None,
    }
}

fn template(goal: &Goal, pairs: &[[usize; 2]]) -> Template {
    match goal.is_state() {
        true => Template::of_pairs_on_zero(goal.qubits, pairs),
        false => Template::of_pairs(goal.qubits, pairs),
    }
}

/// Those to try for a count.
fn templates(
    goal: &Goal,
    couplings: &[[usize; 2]],
    count: usize,
    limits: &Limits,
) -> Vec<Template> {
    let numbered = || -> Vec<Vec<[usize; 2]>> {
        let place = |number| placement(couplings, count, goal.is_state(), number);
        (0..limits.placements).map(place).collect()
    };
    if limits.least.is_some() {
        let all = all_placements(couplings, count, limits.placements).unwrap_or_else(numbered);
        return all.iter().map(|pairs| template(goal, pairs)).collect();
    }
    let made = numbered().into_iter().map(|pairs| template(goal, &pairs));
    // Too few parameters whatever the order: nothing to look at more closely.
    made.filter(|t| t.parameters() >= goal.equations() && spans(t, goal))
        .collect()
}

/// Whether a small change of a goal without structure can be followed by a change of the gates: the derivative at a random
/// point has the rank of all changes that keep columns orthonormal.
pub fn spans(template: &Template, goal: &Goal) -> bool {
    let mut fit = Fit::new(template, goal);
    let point = fit.start(&mut stream(0, 0));
    let mut jacobian = DMatrix::zeros(fit.residuals(), fit.parameters());
    fit.derivative(&point, &mut jacobian);
    rank(&jacobian) >= goal.changes()
}

/// By elimination with the largest pivot of what is left of the Gram matrix (a pivoted Cholesky decomposition).
fn rank(jacobian: &DMatrix<f64>) -> usize {
    let n = jacobian.ncols();
    let mut gram = DMatrix::zeros(n, n);
    gram.gemm(1.0, &jacobian.transpose(), jacobian, 0.0);
    let mut left: Vec<usize> = (0..n).collect();
    let mut rank = 0;
    while let Some(at) = (0..left.len())
        .max_by(|&a, &b| gram[(left[a], left[a])].total_cmp(&gram[(left[b], left[b])]))
    {
        let p = left.swap_remove(at);
        let pivot = gram[(p, p)];
        if pivot < 1e-10 {
            break;
        }
        rank += 1;
        for &j in &left {
            let factor = gram[(p, j)] / pivot;
            for &i in &left {
                let x = gram[(i, p)];
                gram[(i, j)] -= x * factor;
            }
        }
    }
    rank
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{distance, haar, Matrix};
    use crate::synth::freedom::Freedom;
    use crate::synth::gauss::Gauss;
    use crate::synth::matrix::C64;
    use crate::synth::numeric::placements::every_pair;

    fn count(goal: &Goal, limits: &Limits) -> usize {
        let found = shortest(goal, &every_pair(goal.qubits), limits).expect("a circuit");
        let (_, off) = goal.settle(found.draft.clone());
        assert!(off < 1e-12, "{off:e}");
        found.draft.two_qubit_count()
    }

    fn state(qubits: usize, seed: u64) -> Vec<C64> {
        let columns = haar(1 << qubits, seed);
        columns.column(0).iter().copied().collect()
    }

    #[test]
    fn unitaries_at_the_counting_bound() {
        for seed in 0..10 {
            assert_eq!(0, count(&Goal::unitary(&haar(2, seed)), &Limits::default()));
            assert_eq!(3, count(&Goal::unitary(&haar(4, seed)), &Limits::default()));
            assert_eq!(
                14,
                count(&Goal::unitary(&haar(8, seed)), &Limits::default())
            );
        }
    }

    #[test]
    fn unitaries_up_to_a_diagonal() {
        let up = |n: usize| Goal::unitary(&haar(n, 3)).up_to(Freedom::AFTER);
        assert_eq!(2, count(&up(4), &Limits::default()));
        assert_eq!(13, count(&up(8), &Limits::default()));
    }

    #[test]
    fn states_at_the_counting_bound() {
        for (qubits, pairs) in [(2, 1), (3, 3), (4, 6), (5, 14)] {
            for seed in 0..5 {
                let goal = Goal::state(&state(qubits, seed));
                assert_eq!(pairs, count(&goal, &Limits::default()), "{qubits}");
            }
        }
    }

    #[test]
    fn operators_on_levels() {
        for (d, pairs) in [(3, 2), (5, 12), (6, 13), (7, 14)] {
            let levels: Vec<usize> = (0..d).collect();
            let qubits = if d == 3 { 2 } else { 3 };
            let goal = Goal::on_levels(&haar(d, d as u64), &levels, qubits);
            assert_eq!(pairs, count(&goal, &Limits::default()), "{d}");
        }
    }

    #[test]
    fn structure_is_found_from_below() {
        let limits = Limits {
            least: Some(0),
            placements: 100,
            ..Limits::default()
        };
        // Real with determinant 1.
        let mut random = Gauss::new(1);
        let q = Matrix::from_fn(4, 4, |_, _| random.normal().into())
            .qr()
            .q();
        let sign = q.determinant().re.signum();
        let rotation = Matrix::from_fn(4, 4, |i, j| q[(i, j)] * if j == 0 { sign } else { 1.0 });
        assert_eq!(2, count(&Goal::unitary(&rotation), &limits));
        let ghz = |x: usize| C64::from(if x % 7 == 0 { 0.5f64.sqrt() } else { 0.0 });
        let goal = Goal::state(&(0..8).map(ghz).collect::<Vec<_>>());
        assert_eq!(2, count(&goal, &limits));
        let product = Goal::unitary(&haar(2, 1).kronecker(&haar(2, 2)));
        assert_eq!(0, count(&product, &limits));
    }

    #[test]
    fn couplings_are_kept() {
        let u = haar(8, 1);
        let line = [[0, 1], [1, 2]];
        let found = shortest(&Goal::unitary(&u), &line, &Limits::default()).expect("a circuit");
        assert!(distance(&found.unitary(), &u) < 1e-12);
        for item in found.draft.items() {
            if let crate::synth::draft::Item::Cz(a, b) = *item {
                assert_eq!(1, a.abs_diff(b));
            }
        }
        assert_eq!(14, found.draft.two_qubit_count());
    }
}
