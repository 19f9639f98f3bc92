// SPDX-License-Identifier: Apache-2.0
//! Many starts, the first success counts.

use rayon::prelude::*;

use super::fit::{Fit, Point};
use super::goal::Goal;
use super::least_squares::minimise;
use super::template::Template;
use super::LIMIT;
use crate::synth::freedom::Partial;
use crate::synth::gauss::Gauss;

/// How much may be tried: counted, so that results are the same on every machine's clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Effort {
    /// Random starts.
    pub starts: usize,
    /// Steps from each.
    pub iterations: usize,
}

impl Effort {
    pub const USUAL: Effort = Effort {
        starts: 64,
        iterations: 400,
    };
}

/// Gates for the gaps of a template that make it the goal, or `None` if no start led there.
pub fn solve(template: &Template, goal: &Goal, seed: u64, effort: Effort) -> Option<Partial> {
    (0..effort.starts).into_par_iter().find_map_first(|start| {
        let mut fit = Fit::new(template, goal);
        let point = fit.start(&mut stream(seed, start));
        let (point, residual) = minimise(&mut fit, point, effort.iterations);
        finish(template, goal, &point, residual)
    })
}

/// The numbers of one start.
pub fn stream(seed: u64, start: usize) -> Gauss {
    let mut random = Gauss::new(seed);
    let base = random.bits();
    Gauss::new(base.wrapping_add((start as u64).wrapping_mul(0xd134_2543_de82_ef95)))
}

/// A point as a circuit, measured; `None` if it is not the goal.
pub fn finish(template: &Template, goal: &Goal, point: &Point, residual: f64) -> Option<Partial> {
    if residual > LIMIT {
        return None;
    }
    let mut draft = template.filled(&point.gates);
    draft.tidy();
    let (partial, off) = goal.settle(draft);
    (off < LIMIT).then_some(partial)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{distance, haar};

    const CYCLE: [[usize; 2]; 14] = {
        let mut pairs = [[0, 1]; 14];
        let mut i = 0;
        while i < 14 {
            pairs[i] = [[0, 1], [1, 2], [0, 2]][i % 3];
            i += 1;
        }
        pairs
    };

    #[test]
    fn a_unitary_on_two_wires_takes_three() {
        for seed in 0..5 {
            let u = haar(4, seed);
            let goal = Goal::unitary(&u);
            let at = |count: usize| {
                let template = Template::of_pairs(2, &vec![[0, 1]; count]);
                solve(&template, &goal, 1, Effort::USUAL)
            };
            let found = at(3).expect("three are enough");
            assert!(distance(&found.unitary(), &u) < 1e-13);
            assert!(at(2).is_none());
        }
    }

    #[test]
    fn a_unitary_on_three_wires_takes_fourteen() {
        let u = haar(8, 5);
        let template = Template::of_pairs(3, &CYCLE);
        let found = solve(&template, &Goal::unitary(&u), 1, Effort::USUAL).expect("enough");
        assert_eq!(14, found.draft.two_qubit_count());
        let off = distance(&found.unitary(), &u);
        assert!(off < 1e-13, "{off:e}");
    }
}
