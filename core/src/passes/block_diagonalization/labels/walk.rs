// SPDX-License-Identifier: Apache-2.0
//! Regions of a circuit in which all wires but a few hold labels, collected in one sweep.
//!
//! In a region a wire holds a label, an affine function of the labels the region starts with, or data. Diagonal gates,
//! X, Y and cx from labels keep labels; any other gate on a label makes it data from the start of the region on, if there
//! is room for that and no other label has taken its value in; if one has and all wires are labels, the region starts
//! again here. A label to which data is added is one again once that is added a second time; in between only diagonals
//! and cx from labels may act on it, and only what is diagonal on the data. Where that is not possible, or a region would get too many wires, wires leave it.
//!
//! A region is convex: no path leaves it and comes back. That could only be through a wire that comes in behind an
//! operation on a wire that has left, and such an operation lies deeper in the circuit than that one; where the depths do not
//! exclude it, the wire is refused.

use smallvec::SmallVec;

use super::steps::{Role, Step, Steps};
use crate::circuit::Circuit;
use crate::{Op, Wire};

/// Most labels of a region.
pub const LABELS: usize = 10;
/// No region.
const NONE: u32 = u32::MAX;

/// What a region consists of.
#[derive(Clone, Debug, Default)]
pub struct Region {
    /// In the circuit's order.
    pub ops: Vec<Op>,
    /// Wires that hold data.
    pub data: SmallVec<[Wire; 3]>,
}

/// A wire of the circuit during the sweep.
#[derive(Clone, Copy)]
struct State {
    region: u32,
    is_data: bool,
    /// A label that other labels have taken in.
    is_spread: bool,
    /// The data that is added to a label, or `NONE`; the number of labels that data is added to.
    held: u32,
    holders: u8,
    /// The first one-qubit gate since the last one on two wires, once one of them mixes.
    waiting: Op,
    /// Of the last operation that closes wires, by the longest path.
    depth: u32,
}

/// A region during the sweep.
struct Open {
    /// The region that it went into, or itself.
    parent: u32,
    wires: SmallVec<[u32; 8]>,
    /// Wires it has had, those that left among them.
    labels: u8,
    data: u8,
    /// Gates on two wires.
    pairs: u32,
    /// Least depth of an operation that took a wire out.
    closed: u32,
    /// Largest depth of its own.
    deepest: u32,
}

/// Where a gate on two wires could go.
struct Plan {
    /// The wire stays in its region.
    stays: [bool; 2],
    becomes_data: [bool; 2],
    /// The wire's region starts again.
    restarts: [bool; 2],
}

struct Sweep<'a> {
    circuit: &'a Circuit,
    wires: Vec<State>,
    open: Vec<Open>,
    /// By operation.
    region: Vec<u32>,
    /// By region, the wires that became data.
    data: Vec<(u32, Wire)>,
    most_data: u8,
}

/// The regions with at most so many wires of data, at least one, and as many gates on two wires as `pays` says for numbers
/// of data wires and labels. O(1) a gate.
pub fn regions(
    circuit: &Circuit,
    steps: &Steps,
    most_data: usize,
    pays: impl Fn(usize, usize) -> usize,
) -> Vec<Region> {
    let mut sweep = Sweep {
        circuit,
        wires: vec![
            State {
                region: NONE,
                is_data: false,
                is_spread: false,
                held: NONE,
                holders: 0,
                waiting: Op::NONE,
                depth: 0,
            };
            circuit.num_qubits()
        ],
        open: Vec::new(),
        region: vec![NONE; circuit.capacity()],
        data: Vec::new(),
        most_data: most_data as u8,
    };
    for step in &steps.0 {
        match *step {
            Step::One(op, wire, role) => sweep.one(op, wire as usize, role),
            Step::Two(op, on, roles) => sweep.two(op, on.map(|w| w as usize), roles),
            Step::Fence(op) => sweep.fence(op),
        }
    }
    sweep.collect(pays)
}

impl Sweep<'_> {
    fn one(&mut self, op: Op, wire: usize, role: Role) {
        let state = &mut self.wires[wire];
        if state.region == NONE || state.waiting.some().is_some() {
            return;
        }
        if state.is_data || role != Role::Mixes {
            self.region[op.index()] = state.region;
            if state.holders > 0 && role != Role::Chooses {
                self.settle(wire);
            }
        } else {
            state.waiting = op;
        }
    }

    fn fence(&mut self, op: Op) {
        let qubits = self.circuit.qubits(op);
        let deepest = qubits.iter().map(|w| self.wires[w.index()].depth).max();
        let depth = deepest.unwrap_or(0) + 1;
        for wire in qubits {
            self.leave(wire.index(), depth);
            self.wires[wire.index()].depth = depth;
        }
    }

    /// Before data is mixed: labels that it is added to become data, or leave.
    fn settle(&mut self, wire: usize) {
        let region = self.wires[wire].region;
        let around = self.open[region as usize].wires.clone();
        for other in around.into_iter().map(|w| w as usize) {
            if self.wires[other].held as usize != wire {
                continue;
            }
            let room = self.open[region as usize].data < self.most_data;
            if room && !self.wires[other].is_spread {
                self.make_data(other, region);
            } else {
                self.leave_early(other);
            }
        }
    }

    /// A wire leaves before its next operation.
    fn leave_early(&mut self, wire: usize) {
        let depth = self.wires[wire].depth + 1;
        self.leave(wire, depth);
        self.wires[wire].depth = depth;
    }

    fn make_data(&mut self, wire: usize, region: u32) {
        self.release(wire);
        self.wires[wire].is_data = true;
        self.data.push((region, Wire::qubit(wire as u32)));
        let open = &mut self.open[region as usize];
        open.labels -= 1;
        open.data += 1;
    }

    /// Forget what is added to a label.
    fn release(&mut self, wire: usize) {
        let held = std::mem::replace(&mut self.wires[wire].held, NONE);
        if held != NONE {
            self.wires[held as usize].holders -= 1;
        }
    }

    /// A wire's region goes on without it, and without labels that it is added to.
    fn leave(&mut self, wire: usize, depth: u32) {
        self.release(wire);
        if self.wires[wire].holders > 0 {
            let region = self.wires[wire].region;
            let around = self.open[region as usize].wires.clone();
            for other in around.into_iter().map(|w| w as usize) {
                if self.wires[other].held as usize == wire {
                    self.leave_early(other);
                }
            }
        }
        let state = &mut self.wires[wire];
        if state.region != NONE {
            let region = &mut self.open[state.region as usize];
            region.closed = region.closed.min(depth);
            region.wires.retain(|w| *w as usize != wire);
        }
        state.region = NONE;
        state.is_data = false;
        state.is_spread = false;
        state.waiting = Op::NONE;
    }

    fn two(&mut self, op: Op, on: [usize; 2], roles: [Role; 2]) {
        let depth = on
            .map(|w| self.wires[w].depth)
            .into_iter()
            .max()
            .unwrap_or(0)
            + 1;
        for (i, &wire) in on.iter().enumerate() {
            if self.wires[wire].holders > 0 && roles[i] != Role::Chooses {
                self.settle(wire);
            }
        }
        let plan = self.plan(on, roles, [true, true]).or_else(|| {
            let size = |w: usize| match self.wires[w].region {
                NONE => 0,
                r => self.open[r as usize].pairs,
            };
            // The larger region goes on if only one can.
            let first = size(on[0]) >= size(on[1]);
            let tries = [[first, !first], [!first, first], [false, false]];
            tries
                .into_iter()
                .find_map(|stays| self.plan(on, roles, stays))
        });
        let Some(plan) = plan else {
            // More data than a region may have.
            on.into_iter().for_each(|w| self.leave(w, depth));
            on.into_iter().for_each(|w| self.wires[w].depth = depth);
            return;
        };
        for (i, &wire) in on.iter().enumerate() {
            if !plan.stays[i] {
                self.leave(wire, depth);
            } else if plan.restarts[i] {
                self.restart(wire);
            }
        }
        let region = self.joined(on);
        for (i, &wire) in on.iter().enumerate() {
            let state = &mut self.wires[wire];
            state.depth = depth;
            let mut waiting = std::mem::replace(&mut state.waiting, Op::NONE);
            while waiting.some().is_some_and(|w| w != op) {
                self.region[waiting.index()] = region;
                waiting = self.circuit.next_on(waiting, 0);
            }
            if plan.becomes_data[i] {
                self.make_data(wire, region);
            }
        }
        for (i, j) in [(0, 1), (1, 0)] {
            if roles[j] != Role::Takes || self.wires[on[j]].is_data {
                continue;
            }
            if !self.wires[on[i]].is_data {
                self.wires[on[i]].is_spread = true;
            } else if self.wires[on[j]].held == NONE {
                self.wires[on[j]].held = on[i] as u32;
                self.wires[on[i]].holders += 1;
            } else {
                self.release(on[j]);
            }
        }
        self.region[op.index()] = region;
        let open = &mut self.open[region as usize];
        open.pairs += 1;
        open.deepest = open.deepest.max(depth);
    }

    /// Whether a gate can go into the regions of the wires that stay there, and what that makes of the wires.
    fn plan(&self, on: [usize; 2], roles: [Role; 2], stays: [bool; 2]) -> Option<Plan> {
        // A wire without a region has nothing to leave; one that shares its region leaves it with the other one.
        let shares = self.wires[on[0]].region == self.wires[on[1]].region;
        if (0..2).any(|i| !stays[i] && stays[1 - i] && (shares || self.wires[on[i]].region == NONE))
        {
            return None;
        }
        let home = |i: usize| match (stays[i], self.wires[on[i]].region) {
            (true, r) if r != NONE => Some((r, &self.open[r as usize])),
            _ => None,
        };
        let homes = [home(0), home(1)];
        let was_data: [bool; 2] =
            std::array::from_fn(|i| homes[i].is_some() && self.wires[on[i]].is_data);
        let mut is_data: [bool; 2] = std::array::from_fn(|i| {
            let mixed = homes[i].is_some() && self.wires[on[i]].waiting.some().is_some();
            was_data[i] || mixed || roles[i] == Role::Mixes
        });
        for (i, j) in [(0, 1), (1, 0)] {
            let held = match homes[i].is_some() {
                true => self.wires[on[i]].held,
                false => NONE,
            };
            // Data may be added to a label once and then once more; a label that holds data chooses nothing but phases of
            // labels.
            let is_other = held != NONE && (roles[j] != Role::Chooses || is_data[j]);
            is_data[i] |= is_other && roles[i] == Role::Chooses;
            let holds = match homes[j].is_some() {
                true => self.wires[on[j]].held,
                false => NONE,
            };
            is_data[j] |=
                roles[j] == Role::Takes && is_data[i] && holds != NONE && holds as usize != on[i];
        }
        let mut plan = Plan {
            stays,
            becomes_data: [false; 2],
            restarts: [false; 2],
        };
        for i in 0..2 {
            plan.becomes_data[i] = is_data[i] && !was_data[i];
            let (true, Some((_, open))) = (plan.becomes_data[i], homes[i]) else {
                continue;
            };
            if self.wires[on[i]].is_spread {
                if open.data > 0 {
                    return None;
                }
                plan.restarts[i] = true;
            }
        }
        let (labels, data) = match (homes[0], homes[1]) {
            (Some((r, a)), Some((s, _))) if r == s => (a.labels, a.data),
            (Some((_, a)), Some((_, b))) => {
                if a.deepest >= b.closed || b.deepest >= a.closed {
                    return None;
                }
                (a.labels + b.labels, a.data + b.data)
            }
            (Some((_, a)), None) => (self.entered(a, on[1])?, a.data),
            (None, Some((_, b))) => (self.entered(b, on[0])?, b.data),
            (None, None) => (2, 0),
        };
        let more = plan.becomes_data.into_iter().filter(|&d| d).count() as u8;
        let fits = data + more <= self.most_data && (labels - more) as usize <= LABELS;
        fits.then_some(plan)
    }

    /// Labels of a region once a wire comes in, if no path from the region leads to it.
    fn entered(&self, open: &Open, wire: usize) -> Option<u8> {
        (self.wires[wire].depth < open.closed).then_some(open.labels + 1)
    }

    /// All wires of a region of labels as a new one.
    fn restart(&mut self, wire: usize) {
        let old = self.wires[wire].region;
        let wires = std::mem::take(&mut self.open[old as usize].wires);
        let new = self.open.len() as u32;
        for &w in &wires {
            let state = &mut self.wires[w as usize];
            state.region = new;
            state.is_spread = false;
        }
        self.open.push(Open {
            parent: new,
            labels: wires.len() as u8,
            wires,
            data: 0,
            pairs: 0,
            closed: u32::MAX,
            deepest: 0,
        });
    }

    /// The one region of two wires; those they have become one.
    fn joined(&mut self, on: [usize; 2]) -> u32 {
        let (r, s) = (self.wires[on[0]].region, self.wires[on[1]].region);
        match (r, s) {
            (NONE, NONE) => {
                let new = self.open.len() as u32;
                self.open.push(Open {
                    parent: new,
                    wires: on.iter().map(|&w| w as u32).collect(),
                    labels: 2,
                    data: 0,
                    pairs: 0,
                    closed: u32::MAX,
                    deepest: 0,
                });
                on.into_iter().for_each(|w| self.wires[w].region = new);
                new
            }
            (NONE, s) => self.brought_in(on[0], s),
            (r, NONE) => self.brought_in(on[1], r),
            (r, s) if r == s => r,
            (r, s) => {
                let wires = std::mem::take(&mut self.open[s as usize].wires);
                for &w in &wires {
                    self.wires[w as usize].region = r;
                }
                self.open[s as usize].parent = r;
                let &Open {
                    labels,
                    data,
                    pairs,
                    closed,
                    deepest,
                    ..
                } = &self.open[s as usize];
                let open = &mut self.open[r as usize];
                open.wires.extend(wires);
                open.labels += labels;
                open.data += data;
                open.pairs += pairs;
                open.closed = open.closed.min(closed);
                open.deepest = open.deepest.max(deepest);
                r
            }
        }
    }

    fn brought_in(&mut self, wire: usize, region: u32) -> u32 {
        self.wires[wire].region = region;
        let open = &mut self.open[region as usize];
        open.wires.push(wire as u32);
        open.labels += 1;
        region
    }

    fn collect(mut self, pays: impl Fn(usize, usize) -> usize) -> Vec<Region> {
        let mut index = vec![NONE; self.open.len()];
        let mut found: Vec<Region> = Vec::new();
        for (i, open) in self.open.iter().enumerate() {
            let is_root = open.parent == i as u32;
            let (labels, data) = (open.labels as usize, open.data as usize);
            if is_root && data > 0 && open.pairs as usize >= pays(data, labels) {
                index[i] = found.len() as u32;
                found.push(Region::default());
            }
        }
        if found.is_empty() {
            return found;
        }
        for i in 0..self.open.len() as u32 {
            let root = self.root(i);
            index[i as usize] = index[root as usize];
        }
        for &(region, wire) in &self.data {
            if let Some(region) = found.get_mut(index[region as usize] as usize) {
                region.data.push(wire);
            }
        }
        for op in self.circuit.iter() {
            let region = self.region[op.index()];
            if region != NONE && index[region as usize] != NONE {
                found[index[region as usize] as usize].ops.push(op);
            }
        }
        found
    }

    fn root(&mut self, mut region: u32) -> u32 {
        while self.open[region as usize].parent != region {
            let above = self.open[region as usize].parent;
            self.open[region as usize].parent = self.open[above as usize].parent;
            region = above;
        }
        region
    }
}
