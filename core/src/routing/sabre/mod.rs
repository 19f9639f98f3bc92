// SPDX-License-Identifier: Apache-2.0
//! One run of the router: from a placement, swap until every pair has met.
//!
//! SABRE's loop (Li, Ding, Xie, "Tackling the qubit mapping problem for NISQ-era quantum devices", ASPLOS 2019,
//! doi:10.1145/3297858.3304023) with the relative scores and the release valve of LightSABRE (Zou et al., 2024,
//! arXiv:2409.08368). What is ours:
//!
//! - nodes that commute wait in one stage instead of in line ([`super::problem`]);
//! - a swap costs what it adds in native gates: behind a block on the same pair it is the block's mirror (one gate more for
//!   a cx, none for a generic block: the idea of MIRAGE, McKinney et al., HPCA 2024, doi:10.1109/HPCA57654.2024.00061),
//!   and beside a free qubit, which is in |0>, it takes one gate less;
//! - what lies ahead is seen in layers, each weighing less than the one before.
//!
//! ```text
//! state <--- how far a run is      ahead: what comes next      choice: the swap that helps it most
//!                                  standstill: when none does
//! ```
//!
//! A run is deterministic for its random stream. Work per swap: candidates times the meetings of two qubits in sight.

mod ahead;
mod choose;
mod recent;
mod standstill;
mod state;

pub use state::State;

use ahead::Ahead;
use choose::Choice;
use standstill::force;
use state::Buffers;

use super::coupling::Coupling;
use super::placement::Placement;
use super::problem::Problem;
use super::random::Random;

/// Layers in sight; what is further off weighs next to nothing.
const LAYERS: usize = 12;
/// Swaps without progress after which the nearest pair is brought together by force, beyond the diameter.
const PATIENCE: u32 = 10;
/// Swaps after which recent ones are forgotten.
const MEMORY: u32 = 5;
/// Mirrors that add no more are taken eagerly.
const MIRROR: i32 = 1;

/// What one step of a routed circuit is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    Node(u32),
    /// Exchange two coupled device qubits.
    Swap(u32, u32),
}

impl Step {
    pub fn is_swap(&self) -> bool {
        matches!(self, Step::Swap(..))
    }
}

/// The weights of a run.
#[derive(Clone, Copy, Debug)]
pub struct Heuristic {
    /// Weight of the first layer behind the front; the front weighs 1.
    pub ahead: f32,
    /// Each further layer weighs so much less.
    pub fade: f32,
    /// Nodes seen ahead at most.
    pub sight: u32,
    /// Added per recent swap of a qubit.
    pub decay: f32,
    /// Weight of a swap's price in native gates against distances.
    pub price: f32,
    /// Right behind a block, its mirror is taken where its score is below this; `-inf`: never.
    pub eager: f32,
}

impl Heuristic {
    /// By layer.
    fn weights(&self) -> [f32; LAYERS] {
        let mut weights = [1.0; LAYERS];
        let mut weight = self.ahead;
        for w in &mut weights[1..] {
            *w = weight;
            weight *= self.fade;
        }
        weights
    }
}

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Routed {
    /// Native two-qubit gates added.
    pub cost: i64,
    /// All two-qubit gates weighed by how bad their pairs are.
    pub harm: f64,
    /// Native two-qubit gates one after another.
    pub depth: i64,
    pub swaps: u32,
    pub last: Placement,
    /// Empty unless recorded.
    pub steps: Vec<Step>,
}

/// What runs, with buffers kept from one run to the next.
pub struct Router<'a> {
    coupling: &'a Coupling,
    ahead: Ahead,
    choice: Choice,
    buffers: Buffers,
}

impl<'a> Router<'a> {
    pub fn new(coupling: &'a Coupling) -> Router<'a> {
        Router {
            coupling,
            ahead: Ahead::default(),
            choice: Choice::new(coupling.qubits()),
            buffers: Buffers::default(),
        }
    }

    /// Route `problem` from `start`.
    pub fn run(
        &mut self,
        problem: &Problem,
        start: &Placement,
        heuristic: &Heuristic,
        random: &mut Random,
        record: bool,
    ) -> Routed {
        let buffers = std::mem::take(&mut self.buffers);
        let mut state = State::within(buffers, problem, self.coupling, start, record);
        self.go_on(&mut state, heuristic, random, u32::MAX);
        let (routed, buffers) = state.ended();
        self.buffers = buffers;
        routed
    }

    /// Go on from a state until so many nodes are done, or all.
    pub fn go_on(
        &mut self,
        state: &mut State,
        heuristic: &Heuristic,
        random: &mut Random,
        goal: u32,
    ) {
        self.ahead.begin(state.problem);
        self.choice.decay.fill(0.0);
        self.advance(state, heuristic);
        let patience = PATIENCE + 3 * u32::from(self.coupling.diameter);
        let mut idle = 0;
        let mut undo = Vec::new();
        while !state.front.is_empty() && (idle > 0 || state.done < goal) {
            if idle == 0 {
                self.ahead.look(state, heuristic);
            }
            self.choice.choose(state, &self.ahead, heuristic, random);
            let mut moved = false;
            for &(p, q) in &self.choice.chosen {
                undo.push(state.before(p, q));
                state.swap(p, q);
                for at in [p, q] {
                    self.choice.decay[at as usize] += heuristic.decay;
                }
                moved |= state.release(p, q);
            }
            idle += 1;
            if idle % MEMORY == 0 {
                self.choice.decay.fill(0.0);
            }
            if !moved && idle > patience {
                force(state, &mut undo);
                moved = true;
            }
            if moved {
                self.advance(state, heuristic);
                undo.clear();
                idle = 0;
                self.choice.decay.fill(0.0);
            }
        }
    }

    /// What steps cost that were found elsewhere.
    pub fn cost(&mut self, problem: &Problem, start: &Placement, steps: &[Step]) -> i64 {
        let mut state = State::new(problem, self.coupling, start, false);
        for step in steps {
            match *step {
                Step::Node(node) => state.execute(node),
                Step::Swap(p, q) => state.swap(p, q),
            }
        }
        state.cost
    }

    /// Do everything that can be done without swaps; what cannot joins the front.
    fn advance(&mut self, state: &mut State, heuristic: &Heuristic) {
        while let Some(node) = state.ready.pop_front() {
            let ends = state.ends(node);
            if !ends.is_none_or(|(p, q)| self.coupling.coupled(p, q)) {
                state.front.push(node);
                continue;
            }
            state.execute(node);
            if heuristic.eager > f32::NEG_INFINITY {
                self.mirror(state, node, heuristic);
            }
        }
    }

    /// Right behind a node: exchange its qubits where that helps what comes.
    fn mirror(&mut self, state: &mut State, node: u32, heuristic: &Heuristic) {
        let Some((p, q)) = state.ends(node) else {
            return;
        };
        if state.is_undone(p, q) || state.price(p, q) > MIRROR {
            return;
        }
        if !(state.goes_on(p) || state.goes_on(q)) {
            return;
        }
        self.ahead.look(state, heuristic);
        let sees = |p: u32| !self.ahead.of(state.placement.holds[p as usize]).is_empty();
        let score = || self.choice.score(state, &self.ahead, heuristic, p, q);
        if !(sees(p) || sees(q)) || score() >= heuristic.eager {
            return;
        }
        state.swap(p, q);
        // What waited for others may fit now, and what fitted may not.
        state.wait_again();
    }
}
