// SPDX-License-Identifier: Apache-2.0
//! Swaps chosen by how far they let the circuit run: for circuits in which swaps are rare.
//!
//! ```text
//! start --run--> blocked --every swap beside what is blocked--> run --> ... the WIDTH furthest --> ...
//! ```
//!
//! Level k has placements k swaps from the start, each with all done that can be done; what comes first at the end of the
//! circuit has the fewest swaps of all that were kept. A beam search (Lowerre, "The Harpy speech recognition system",
//! 1976). SABRE's heuristic sees some layers; where one swap is followed by hundreds of gates, the right one shows by
//! running them. Works on circuits whose stages have one node each. Deterministic; given up as soon as swaps are not rare
//! or the steps have run out.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use smallvec::SmallVec;

use super::coupling::Coupling;
use super::placement::{Placement, FREE};
use super::problem::Problem;
use super::sabre::Step;

/// Placements kept of a level.
const WIDTH: usize = 12;
/// Nodes of each wire whose distance decides among placements that are equally far.
const SIGHT: u32 = 4;
/// Swaps allowed at first, and nodes each further one has to bring in the mean.
const CREDIT: u32 = 6;
const YIELD: u32 = 6;
/// Steps (nodes done or looked at) allowed for each node of the circuit, and in any case.
const STEPS_PER_NODE: u64 = 60;
const STEPS: u64 = 100_000;

/// A circuit routed.
#[derive(Clone, Debug)]
pub struct Beamed {
    pub start: Placement,
    pub steps: Vec<Step>,
    pub swaps: u32,
    pub last: Placement,
}

/// A point on the way.
#[derive(Clone)]
struct State {
    placement: Placement,
    /// By wire.
    stage: Vec<u32>,
    done: u32,
    /// The last swap, in `Beam::swaps`.
    trail: usize,
}

/// Worth of a state, the least best: nodes left, and how far apart the next pairs are; then which it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    missing: u32,
    far: u64,
    parent: usize,
    swap: (u32, u32),
    print: u64,
}

/// Pairs in sight of all qubits.
type Sight = SmallVec<[([u32; 2], u32); 64]>;

struct Beam<'a> {
    problem: &'a Problem,
    coupling: &'a Coupling,
    /// Every swap kept, with the one before it.
    swaps: Vec<(usize, (u32, u32))>,
    steps: u64,
    queue: Vec<u32>,
}

const ROOT: usize = usize::MAX;

/// Route `problem`, all of whose stages have one node, from `start`; `None` where swaps are not rare.
pub fn route(problem: &Problem, coupling: &Coupling, start: &Placement) -> Option<Beamed> {
    let mut beam = Beam {
        problem,
        coupling,
        swaps: Vec::new(),
        steps: 0,
        queue: Vec::new(),
    };
    let trail = beam.search(start)?;
    Some(beam.written(start, trail))
}

impl Beam<'_> {
    /// The trail of swaps that first comes to the end.
    fn search(&mut self, start: &Placement) -> Option<usize> {
        let nodes = self.problem.nodes.len() as u32;
        let limit = STEPS + STEPS_PER_NODE * u64::from(nodes);
        let mut first = self.begin(start);
        self.advance_all(&mut first, None);
        let credit = first.done / YIELD / 4 + CREDIT;
        let mut level = vec![first];
        let mut child = level[0].clone();
        for depth in 1.. {
            if let Some(end) = level.iter().find(|s| s.done == nodes) {
                return Some(end.trail);
            }
            if self.steps > limit || depth > credit + level[0].done / YIELD {
                return None;
            }
            let mut ranks = Vec::new();
            for (parent, state) in level.iter().enumerate() {
                let sight = self.sight(state);
                for swap in self.candidates(state) {
                    self.follow(&mut child, state, swap);
                    // Four distances are about the work of one node.
                    self.steps += u64::from(self.problem.qubits * SIGHT / 4);
                    ranks.push(Reverse(Rank {
                        missing: nodes - child.done,
                        far: match child.done == state.done {
                            true => self.far(&sight, &child),
                            false => self.far(&self.sight(&child), &child),
                        },
                        parent,
                        swap,
                        print: child.print(),
                    }));
                }
            }
            // Few of many are wanted.
            let mut ranks = BinaryHeap::from(ranks);
            let mut next: Vec<State> = Vec::new();
            let mut seen: Vec<u64> = Vec::new();
            while let Some(Reverse(rank)) = ranks.pop() {
                if seen.contains(&rank.print) {
                    continue;
                }
                seen.push(rank.print);
                let parent = &level[rank.parent];
                let mut state = parent.clone();
                self.follow(&mut state, parent, rank.swap);
                self.swaps.push((parent.trail, rank.swap));
                state.trail = self.swaps.len() - 1;
                next.push(state);
                if next.len() == WIDTH {
                    break;
                }
            }
            if next.is_empty() {
                return None;
            }
            level = next;
        }
        None
    }

    fn begin(&self, start: &Placement) -> State {
        State {
            placement: start.clone(),
            stage: vec![0; self.problem.wires() as usize],
            done: 0,
            trail: ROOT,
        }
    }

    /// `child` becomes `state` with a swap and what it lets be done.
    fn follow(&mut self, child: &mut State, state: &State, (p, q): (u32, u32)) {
        child.placement.place.clone_from(&state.placement.place);
        child.placement.holds.clone_from(&state.placement.holds);
        child.stage.clone_from(&state.stage);
        child.done = state.done;
        child.placement.swap(p, q);
        let moved = [p, q].map(|r| child.placement.holds[r as usize]);
        self.queue.clear();
        self.queue
            .extend(moved.into_iter().filter(|&wire| wire != FREE));
        self.advance(child, None);
    }

    fn advance_all(&mut self, state: &mut State, steps: Option<&mut Vec<Step>>) {
        self.queue.clear();
        self.queue.extend((0..self.problem.wires()).rev());
        self.advance(state, steps);
    }

    /// The node a wire waits for, if all its wires do.
    fn ready(&self, state: &State, wire: u32) -> Option<u32> {
        let stage = state.stage[wire as usize];
        if stage >= self.problem.stages(wire) {
            return None;
        }
        let node = self.problem.stage(wire, stage)[0];
        let slots = &self.problem.nodes[node as usize].slots;
        let all = slots.iter().all(|&(w, s)| state.stage[w as usize] == s);
        all.then_some(node)
    }

    fn fits(&self, state: &State, node: u32) -> bool {
        self.problem.nodes[node as usize].pair.is_none_or(|[a, b]| {
            let place = &state.placement.place;
            self.coupling.coupled(place[a as usize], place[b as usize])
        })
    }

    /// Do what can be done on the wires of the queue and on those behind them.
    fn advance(&mut self, state: &mut State, mut steps: Option<&mut Vec<Step>>) {
        while let Some(wire) = self.queue.pop() {
            self.steps += 1;
            let Some(node) = self.ready(state, wire).filter(|&n| self.fits(state, n)) else {
                continue;
            };
            state.done += 1;
            if let Some(steps) = steps.as_deref_mut() {
                steps.push(Step::Node(node));
            }
            for &(wire, _) in &self.problem.nodes[node as usize].slots {
                state.stage[wire as usize] += 1;
                self.queue.push(wire);
            }
        }
    }

    /// Couplings beside the places of pairs that wait for nothing but each other, each once, ascending.
    fn candidates(&mut self, state: &State) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        for wire in 0..self.problem.qubits {
            if self.ready(state, wire).is_some() {
                let p = state.placement.place[wire as usize];
                let couplings = self.coupling.neighbours(p).iter();
                found.extend(couplings.map(|&q| (p.min(q), p.max(q))));
            }
        }
        self.steps += u64::from(self.problem.qubits) + found.len() as u64;
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The pairs each qubit meets next, the nearer ones in time weighing more: qubits, and the power of two.
    fn sight(&self, state: &State) -> Sight {
        let mut pairs = SmallVec::new();
        for wire in 0..self.problem.qubits {
            let stage = state.stage[wire as usize];
            let end = (stage + SIGHT).min(self.problem.stages(wire));
            for s in stage..end {
                let node = self.problem.stage(wire, s)[0];
                if let Some(pair) = self.problem.nodes[node as usize].pair {
                    pairs.push((pair, SIGHT - 1 - (s - stage)));
                }
            }
        }
        pairs
    }

    /// Distances of the pairs in sight.
    fn far(&self, sight: &Sight, state: &State) -> u64 {
        let place = &state.placement.place;
        let apart = |[a, b]: [u32; 2]| self.coupling.distance(place[a as usize], place[b as usize]);
        sight
            .iter()
            .map(|&(pair, power)| u64::from(apart(pair) - 1) << power)
            .sum()
    }

    /// Everything that happens along a trail.
    fn written(&mut self, start: &Placement, trail: usize) -> Beamed {
        let mut swaps = Vec::new();
        let mut at = trail;
        while at != ROOT {
            swaps.push(self.swaps[at].1);
            at = self.swaps[at].0;
        }
        let mut state = self.begin(start);
        let mut steps = Vec::with_capacity(self.problem.nodes.len() + swaps.len());
        self.advance_all(&mut state, Some(&mut steps));
        for &(p, q) in swaps.iter().rev() {
            state.placement.swap(p, q);
            steps.push(Step::Swap(p, q));
            self.advance_all(&mut state, Some(&mut steps));
        }
        Beamed {
            start: start.clone(),
            steps,
            swaps: swaps.len() as u32,
            last: state.placement,
        }
    }
}

impl Beamed {
    /// The routing of the circuit read from behind.
    pub fn reversed(mut self) -> Beamed {
        self.steps.reverse();
        std::mem::swap(&mut self.start, &mut self.last);
        self
    }
}

impl State {
    /// The same for the same placement with the same nodes done, whatever the order of the swaps was.
    fn print(&self) -> u64 {
        let all = self.placement.place.iter().chain(&self.stage);
        all.fold(0xcbf2_9ce4_8422_2325, |hash, &x| {
            (hash ^ u64::from(x))
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(29)
        })
    }
}
