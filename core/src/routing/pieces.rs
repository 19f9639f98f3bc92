// SPDX-License-Identifier: Apache-2.0
//! Long circuits piece by piece.
//!
//! ```text
//! state --+-- run of a piece --> state'
//!         +-- run of a piece --> state'    the best goes on
//!         +-- run of a piece --> state'
//! ```
//!
//! What a run costs is a sum over its pieces, some lucky and some not; whole runs differ little, and the best of many is
//! hardly better than most. Choosing after every piece takes the lucky ones together for the same work. An attempt is
//! judged by what it cost, less what its nodes cost in the mean, and by how far the next pairs are apart.

use rayon::prelude::*;

use super::coupling::Coupling;
use super::placement::Placement;
use super::problem::Problem;
use super::random::Random;
use super::sabre::{Heuristic, Routed, Router, State};
use super::search::Aim;

/// How a circuit is cut up.
pub struct Pieces<'a> {
    pub coupling: &'a Coupling,
    pub heuristics: &'a [Heuristic],
    pub aim: Aim,
    pub seed: u64,
}

/// Attempts at each piece.
pub const ATTEMPTS: u32 = 8;
/// Nodes of a piece, and pieces of a circuit at most: an attempt begins with a copy of the state.
const LENGTH: u32 = 200;
const MOST: u32 = 80;
/// Weight of how far the pairs of the front are apart.
const APART: f64 = 0.5;
/// Worths are compared in such parts, so that the last bit of a sum decides nothing.
const PARTS: f64 = 1024.0;

impl Pieces<'_> {
    /// Route `problem` from `start`; `mean`: what a node costs in other routings, as the aim counts. `pass` numbers the
    /// random streams.
    pub fn route(&self, problem: &Problem, start: &Placement, mean: f64, pass: u32) -> Routed {
        let length = LENGTH.max(problem.nodes.len() as u32 / MOST);
        let worth = |state: &State| {
            let beyond = self.aim.so_far(state) - mean * f64::from(state.done);
            ((beyond + APART * state.apart()) * PARTS) as i64
        };
        let mut state = State::new(problem, self.coupling, start, true);
        let mut steps = Vec::new();
        for piece in 0u64.. {
            if state.is_done() {
                break;
            }
            let goal = state.done + length;
            let stream = u64::from(pass) << 48 | 1 << 40 | piece << 8;
            let attempt = |router: &mut Router, number: u32| {
                let mut random = Random::new(self.seed, stream | u64::from(number));
                let heuristic = &self.heuristics[number as usize % self.heuristics.len()];
                let mut state = state.clone();
                router.go_on(&mut state, heuristic, &mut random, goal);
                state
            };
            let tries: Vec<State> = (0..ATTEMPTS)
                .into_par_iter()
                .map_init(|| Router::new(self.coupling), attempt)
                .collect();
            // The first among equals.
            let best = tries.into_iter().min_by_key(worth);
            state = best.expect("at least one attempt");
            steps.append(&mut state.steps);
        }
        let mut routed = state.routed();
        routed.steps = steps;
        routed
    }
}

#[cfg(test)]
mod tests {
    use super::super::problem::Node;
    use super::super::sabre::Step;
    use super::*;

    /// Everybody meets everybody, in order.
    fn everybody(qubits: u32) -> Problem {
        let mut next = vec![0; qubits as usize];
        let mut nodes = Vec::new();
        for (a, b) in (0..qubits).flat_map(|a| (0..a).map(move |b| (a, b))) {
            let slots = [a, b].map(|v| {
                next[v as usize] += 1;
                (v, next[v as usize] - 1)
            });
            nodes.push(Node {
                pair: Some([a, b]),
                uses: 2,
                mirror: 3,
                slots: slots.into(),
            });
        }
        Problem::new(qubits, qubits, nodes)
    }

    #[test]
    fn pieces_make_a_whole_in_any_number_of_threads() {
        let edges: Vec<(u32, u32)> = (1..40).map(|q| (q - 1, q)).collect();
        let coupling = Coupling::new(40, &edges, &[]);
        let problem = everybody(40);
        assert!(problem.nodes.len() as u32 > 3 * LENGTH);
        let start = Placement::new((0..40).collect(), 40);
        let pieces = Pieces {
            coupling: &coupling,
            heuristics: &super::super::search::PORTFOLIO,
            aim: Aim::Gates,
            seed: 3,
        };
        let in_threads = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.expect("a pool")
                .install(|| pieces.route(&problem, &start, 1.0, 0))
        };
        let (one, three) = (in_threads(1), in_threads(3));
        assert_eq!(one.steps, three.steps);
        let mut placement = start.clone();
        let mut done = vec![false; problem.nodes.len()];
        for step in &one.steps {
            match *step {
                Step::Swap(p, q) => placement.swap(p, q),
                Step::Node(node) => {
                    let [a, b] = problem.nodes[node as usize].pair.expect("a pair");
                    let place = &placement.place;
                    assert!(coupling.coupled(place[a as usize], place[b as usize]));
                    assert!(!std::mem::replace(&mut done[node as usize], true));
                }
            }
        }
        assert_eq!((true, one.last), (done.iter().all(|d| *d), placement));
        let swaps = one.steps.iter().filter(|s| s.is_swap()).count();
        assert_eq!(one.swaps as usize, swaps);
        let cost = Router::new(&coupling).cost(&problem, &start, &one.steps);
        assert_eq!(one.cost, cost);
    }
}
