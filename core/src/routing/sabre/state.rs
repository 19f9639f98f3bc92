// SPDX-License-Identifier: Apache-2.0
//! How far a run has come: what is done, where the qubits are, and what it has cost.

use std::collections::VecDeque;

use super::super::coupling::Coupling;
use super::super::placement::{Placement, FREE};
use super::super::problem::Problem;
use super::recent::{Recent, NOTHING};
use super::{Routed, Step};

/// Gates a swap takes on its own.
pub(super) const SWAP: i32 = 3;
/// One qubit is |0>: two of its three cx do.
const SWAP_WITH_ZERO: i32 = 2;

/// A run at some point; runs can go on from a copy.
#[derive(Clone)]
pub struct State<'p> {
    pub(super) problem: &'p Problem,
    pub(super) coupling: &'p Coupling,
    pub(super) placement: Placement,
    /// By node: wires that have not reached its stage.
    pub(super) waiting: Vec<u32>,
    /// By wire.
    pub(super) lines: Vec<Line>,
    /// Nodes that wait for nothing, in the order they became so.
    pub(super) ready: VecDeque<u32>,
    /// Ready pairs that are not neighbours.
    pub(super) front: Vec<u32>,
    /// By device qubit.
    recent: Vec<Recent>,
    runs: u32,
    /// By device qubit: native two-qubit gates one after another.
    depth: Vec<i64>,
    /// Nodes done, swaps made and swaps taken back: while it stays, so does what lies ahead.
    pub(super) changes: u64,
    /// Native two-qubit gates added.
    pub cost: i64,
    pub harm: f64,
    swaps: u32,
    /// Nodes done.
    pub done: u32,
    /// Empty unless recorded.
    pub steps: Vec<Step>,
    record: bool,
}

/// The memory of a run.
#[derive(Default)]
pub(super) struct Buffers {
    waiting: Vec<u32>,
    lines: Vec<Line>,
    ready: VecDeque<u32>,
    front: Vec<u32>,
    recent: Vec<Recent>,
    depth: Vec<i64>,
}

/// How far a wire is.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) stage: u32,
    /// Nodes left in the stage.
    pub(super) left: u32,
}

/// What a swap takes the place of.
pub(super) struct Undo {
    pair: (u32, u32),
    recent: [Recent; 2],
    depth: [i64; 2],
    cost: i64,
    harm: f64,
}

impl<'p> State<'p> {
    /// At the beginning.
    pub fn new(
        problem: &'p Problem,
        coupling: &'p Coupling,
        start: &Placement,
        record: bool,
    ) -> State<'p> {
        State::within(Buffers::default(), problem, coupling, start, record)
    }

    /// At the beginning, in the memory of a run that is over.
    pub(super) fn within(
        buffers: Buffers,
        problem: &'p Problem,
        coupling: &'p Coupling,
        start: &Placement,
        record: bool,
    ) -> State<'p> {
        let (n, wires) = (coupling.qubits() as usize, problem.wires());
        let Buffers {
            mut waiting,
            mut lines,
            mut ready,
            mut front,
            mut recent,
            mut depth,
        } = buffers;
        waiting.clear();
        waiting.extend(problem.nodes.iter().map(|n| n.slots.len() as u32));
        lines.clear();
        lines.resize(wires as usize, Line { stage: 0, left: 0 });
        ready.clear();
        front.clear();
        recent.clear();
        recent.resize(n, NOTHING);
        depth.clear();
        depth.resize(n, 0);
        let mut state = State {
            problem,
            coupling,
            placement: start.clone(),
            waiting,
            lines,
            ready,
            front,
            recent,
            runs: 0,
            depth,
            changes: 0,
            cost: 0,
            harm: 0.0,
            swaps: 0,
            done: 0,
            steps: Vec::new(),
            record,
        };
        for wire in 0..wires {
            state.open(wire, 0);
        }
        state
    }

    /// Nothing is left to do.
    pub fn is_done(&self) -> bool {
        self.front.is_empty() && self.ready.is_empty()
    }

    /// How far the pairs of the front are apart, beyond being neighbours.
    pub fn apart(&self) -> f64 {
        let ends = self.front.iter().filter_map(|&node| self.ends(node));
        ends.map(|(p, q)| f64::from(self.coupling.distance(p, q)) - 1.0)
            .sum()
    }

    /// Native two-qubit gates one after another, so far.
    pub fn depth(&self) -> i64 {
        self.depth.iter().copied().max().unwrap_or(0)
    }

    /// What it has come to.
    pub fn routed(self) -> Routed {
        self.ended().0
    }

    /// The same, and memory for another run.
    pub(super) fn ended(self) -> (Routed, Buffers) {
        let routed = Routed {
            cost: self.cost,
            harm: self.harm,
            depth: self.depth(),
            swaps: self.swaps,
            last: self.placement,
            steps: self.steps,
        };
        let buffers = Buffers {
            waiting: self.waiting,
            lines: self.lines,
            ready: self.ready,
            front: self.front,
            recent: self.recent,
            depth: self.depth,
        };
        (routed, buffers)
    }

    /// A wire reaches a stage.
    pub(super) fn open(&mut self, wire: u32, stage: u32) {
        let line = &mut self.lines[wire as usize];
        line.stage = stage;
        if stage >= self.problem.stages(wire) {
            return;
        }
        let nodes = self.problem.stage(wire, stage);
        line.left = nodes.len() as u32;
        for &node in nodes {
            let waiting = &mut self.waiting[node as usize];
            *waiting -= 1;
            if *waiting == 0 {
                self.ready.push_back(node);
            }
        }
    }

    /// Something is left to do for what a device qubit holds.
    pub(super) fn goes_on(&self, p: u32) -> bool {
        let wire = self.placement.holds[p as usize];
        self.lines[wire as usize].stage < self.problem.stages(wire)
    }

    /// The places of a node's pair.
    pub(super) fn ends(&self, node: u32) -> Option<(u32, u32)> {
        let [a, b] = self.problem.nodes[node as usize].pair?;
        let place = &self.placement.place;
        Some((place[a as usize], place[b as usize]))
    }

    pub(super) fn execute(&mut self, index: u32) {
        self.done += 1;
        self.changes += 1;
        let problem = self.problem;
        let node = &problem.nodes[index as usize];
        if self.record {
            self.steps.push(Step::Node(index));
        }
        match node.pair {
            Some([a, b]) => {
                let place = &self.placement.place;
                let (p, q) = (place[a as usize], place[b as usize]);
                let last = self.recent[p as usize];
                let joined = last.partner == q && last.run == self.recent[q as usize].run;
                let mut now = if joined {
                    let joined = last.then(node.uses, node.mirror);
                    let added = i64::from(joined.price()) - i64::from(last.price());
                    self.cost += added - i64::from(node.uses);
                    self.spend(p, q, added);
                    joined
                } else {
                    self.spend(p, q, i64::from(node.uses));
                    self.runs += 1;
                    Recent {
                        uses: node.uses,
                        mirror: node.mirror,
                        run: self.runs,
                        ..NOTHING
                    }
                };
                now.partner = q;
                self.recent[p as usize] = now;
                now.partner = p;
                self.recent[q as usize] = now;
            }
            None => {
                for &(wire, _) in &node.slots {
                    if wire < self.problem.qubits {
                        self.recent[self.placement.place[wire as usize] as usize] = NOTHING;
                    }
                }
            }
        }
        for &(wire, stage) in &node.slots {
            let line = &mut self.lines[wire as usize];
            line.left -= 1;
            if line.left == 0 {
                self.open(wire, stage + 1);
            }
        }
    }

    /// Native gates a swap would add.
    #[inline]
    pub(super) fn price(&self, p: u32, q: u32) -> i32 {
        let (x, y) = (&self.recent[p as usize], &self.recent[q as usize]);
        if x.partner == q && x.run == y.run {
            let (now, then) = match x.swapped {
                false => (x.uses, x.mirror),
                true => (x.mirror, x.uses),
            };
            return i32::from(then) - i32::from(now);
        }
        match self.placement.holds[p as usize] == FREE || self.placement.holds[q as usize] == FREE {
            true => SWAP_WITH_ZERO,
            false => SWAP,
        }
    }

    /// Count native gates on a pair.
    #[inline]
    pub(super) fn spend(&mut self, p: u32, q: u32, gates: i64) {
        self.harm += gates as f64 * f64::from(self.coupling.harm(p, q));
        let (p, q) = (p as usize, q as usize);
        let depth = self.depth[p].max(self.depth[q]) + gates;
        (self.depth[p], self.depth[q]) = (depth, depth);
    }

    /// A swap would take back the one before.
    #[inline]
    pub(super) fn is_undone(&self, p: u32, q: u32) -> bool {
        let (x, y) = (&self.recent[p as usize], &self.recent[q as usize]);
        x.partner == q && x.run == y.run && x.swapped
    }

    pub(super) fn swap(&mut self, p: u32, q: u32) {
        let price = self.price(p, q);
        self.cost += i64::from(price);
        self.swaps += 1;
        self.changes += 1;
        self.spend(p, q, i64::from(price));
        let x = self.recent[p as usize];
        let mut now = if x.partner == q && x.run == self.recent[q as usize].run {
            Recent {
                swapped: !x.swapped,
                ..x
            }
        } else {
            self.runs += 1;
            Recent {
                uses: 0,
                mirror: price as u8,
                swapped: true,
                run: self.runs,
                ..NOTHING
            }
        };
        now.partner = q;
        self.recent[p as usize] = now;
        now.partner = p;
        self.recent[q as usize] = now;
        self.placement.swap(p, q);
        if self.record {
            self.steps.push(Step::Swap(p, q));
        }
    }

    /// What [`State::take_back`] needs once the pair is swapped.
    pub(super) fn before(&self, p: u32, q: u32) -> Undo {
        let both = [p as usize, q as usize];
        Undo {
            pair: (p, q),
            recent: both.map(|p| self.recent[p]),
            depth: both.map(|p| self.depth[p]),
            cost: self.cost,
            harm: self.harm,
        }
    }

    /// Forget the last swap.
    pub(super) fn take_back(&mut self, undo: Undo) {
        let (p, q) = undo.pair;
        for (i, p) in [p, q].into_iter().enumerate() {
            self.recent[p as usize] = undo.recent[i];
            self.depth[p as usize] = undo.depth[i];
        }
        (self.cost, self.harm) = (undo.cost, undo.harm);
        self.swaps -= 1;
        self.changes += 1;
        self.placement.swap(p, q);
        self.steps.pop();
    }

    /// After a swap: nodes of the front that fit now are ready; whether there were any.
    pub(super) fn release(&mut self, p: u32, q: u32) -> bool {
        let moved = [
            self.placement.holds[p as usize],
            self.placement.holds[q as usize],
        ];
        let before = self.front.len();
        let (coupling, ready) = (self.coupling, &mut self.ready);
        self.front.retain(|&node| {
            let [a, b] = self.problem.nodes[node as usize]
                .pair
                .expect("in the front");
            if !moved.contains(&a) && !moved.contains(&b) {
                return true;
            }
            let place = &self.placement.place;
            let fits = coupling.coupled(place[a as usize], place[b as usize]);
            if fits {
                ready.push_back(node);
            }
            !fits
        });
        self.front.len() < before
    }

    /// Whether what is in the front fits by now is to be found out anew.
    pub(super) fn wait_again(&mut self) {
        self.ready.extend(self.front.drain(..));
    }
}
