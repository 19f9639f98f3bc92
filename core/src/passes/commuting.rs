// SPDX-License-Identifier: Apache-2.0
//! The sweep that cancels and merges through commuting gates, shared by `cancel_inverses` and `merge_rotations`.
//!
//! Operations are read once, in order, while [`Groups`] keeps the operations that are last on each wire and commute
//! there. An operation may be moved back to an earlier one P on the same wires if on every wire P is in the open
//! group: everything read since then shares an axis with it on each wire they share.
//!
//! One sweep reaches the fixed point. Whatever is removed leaves an open group; if that empties the group, the one
//! below opens again, and later operations join it. No two operations that were read before become partners:
//! groups are never joined, only uncovered.
//!
//! Partners are looked for along the wire whose open group is smallest. Where all groups have more than [`SMALL`]
//! members, an index by gate and wires is asked instead; an operation is entered when one of its groups grows beyond
//! that, so in most circuits there is no index.
//!
//! Cost: O(g) time for g gates, 4 bytes a gate, 12 to 40 for gates in large groups. Uncovering a group that was
//! forgotten (more than four groups deep) takes time in its size, at most [`UNCOVERED`].

use smallvec::SmallVec;

use super::merging::{self, Merge};
use super::merging_wide;
use crate::analysis::axes::{axes, may_leave};
use crate::analysis::groups::{Group, Groups};
use crate::analysis::partners::{are_partners, Index};
use crate::analysis::spelling::Spelling;
use crate::circuit::Kind;
use crate::gate::Axis;
use crate::{Circuit, Op};

/// Members up to which a group is searched member by member.
const SMALL: u32 = 12;
/// Identities on a wire that the search looks past.
const IDENTITIES: u32 = 16;
/// Members found again of a group that was forgotten.
const UNCOVERED: u32 = 4096;

/// What the sweep does with partners.
#[derive(Clone, Copy)]
pub enum Rule<'a> {
    /// Remove pairs whose product is the identity up to global phase.
    Cancel,
    /// And write products within a family as fewer gates.
    Merge(&'a Spelling),
}

/// Earlier operations to combine with, newest first. More than two are rare: a named power that takes two gates, or
/// angles that could not be added.
type Partners = SmallVec<[Op; 8]>;

struct Sweep<'a> {
    rule: Rule<'a>,
    groups: Groups,
    index: Index,
    /// When each operation was read, counted from 1.
    time: Vec<u32>,
    now: u32,
    /// Time of the last fence on all wires.
    fence: u32,
    changed: bool,
}

/// Run the sweep over the operations of a circuit, blocks excepted. Returns whether it changed anything.
pub fn sweep(circuit: &mut Circuit, rule: Rule<'_>) -> bool {
    let mut sweep = Sweep {
        rule,
        groups: Groups::new(circuit.num_qubits()),
        index: Index::default(),
        time: vec![0; circuit.capacity()],
        now: 0,
        fence: 0,
        changed: false,
    };
    let mut next = circuit.first();
    while let Some(op) = next.some() {
        next = circuit.after(op);
        sweep.now += 1;
        sweep.time[op.index()] = sweep.now;
        sweep.visit(circuit, op);
    }
    sweep.changed
}

impl Sweep<'_> {
    #[inline]
    fn visit(&mut self, circuit: &mut Circuit, op: Op) {
        if let Kind::Gate(gate) = circuit.kind(op) {
            return self.visit_unitary(circuit, op, gate.record().axes);
        }
        match axes(circuit, op) {
            Some(axes) => self.visit_unitary(circuit, op, &axes),
            None if may_leave(circuit, op) => {
                self.groups.fence_all();
                self.fence = self.now;
            }
            None => {
                for wire in circuit.qubits(op) {
                    self.groups.fence(wire.index());
                }
            }
        }
    }

    #[inline]
    fn visit_unitary(&mut self, circuit: &mut Circuit, op: Op, axes: &[Axis]) {
        if let Some((slot, members, opened)) = self.open(circuit, op, axes) {
            let partners = match members <= SMALL {
                true => self.nearby(circuit, op, slot, members, opened),
                false => {
                    let mut found = Partners::new();
                    self.index
                        .partners(circuit, op, opened, &self.time, &mut found);
                    found
                }
            };
            if !partners.is_empty() && self.combine(circuit, op, axes, &partners) {
                return;
            }
        }
        let mut large = false;
        for (slot, &axis) in axes.iter().enumerate() {
            if axis != Axis::Any {
                let wire = circuit.qubits(op)[slot].index();
                let members = self.groups.join(wire, axis, self.now);
                large |= members > SMALL;
                if members == SMALL + 1 {
                    self.enter_members(circuit, op, slot);
                }
            }
        }
        if large {
            self.index.insert(circuit, op, &self.time);
        }
    }

    /// If all open groups of the operation's wires have its axes: the operand with the smallest group, the size of
    /// that, and when the youngest group was opened.
    #[inline]
    fn open(&self, circuit: &Circuit, op: Op, axes: &[Axis]) -> Option<(usize, u32, u32)> {
        let mut smallest: Option<(usize, u32)> = None;
        let mut opened = 0;
        for (slot, (&axis, wire)) in axes.iter().zip(circuit.qubits(op)).enumerate() {
            if axis == Axis::Any {
                continue;
            }
            let group = self.groups.open(wire.index(), axis)?;
            opened = opened.max(group.opened);
            if smallest.is_none_or(|(_, members)| group.members < members) {
                smallest = Some((slot, group.members));
            }
        }
        smallest.map(|(slot, members)| (slot, members, opened))
    }

    /// Partners among the last operations of one wire.
    #[inline]
    fn nearby(
        &self,
        circuit: &Circuit,
        op: Op,
        slot: usize,
        members: u32,
        opened: u32,
    ) -> Partners {
        let wire = circuit.qubits(op)[slot];
        let mut partners = Partners::new();
        let mut at = circuit.prev_on(op, slot);
        // Gates without effect on the wire may stand between the members; some are looked past.
        for _ in 0..members + IDENTITIES {
            let Some(p) = at.some() else {
                break;
            };
            if self.time[p.index()] < opened {
                break;
            }
            if are_partners(circuit, p, op) && partners.len() < partners.inline_size() {
                partners.push(p);
            }
            let slot = circuit.slot(p, wire).expect("it is on the wire");
            at = circuit.prev_on(p, slot);
        }
        partners
    }

    /// Enter in the index the members of a group that has just become too large to be searched: those before `op`.
    #[cold]
    fn enter_members(&mut self, circuit: &Circuit, op: Op, slot: usize) {
        let wire = circuit.qubits(op)[slot];
        let opened = self.groups.top(wire.index()).opened;
        let mut at = circuit.prev_on(op, slot);
        while let Some(p) = at.some().filter(|p| self.time[p.index()] >= opened) {
            self.index.insert(circuit, p, &self.time);
            let slot = circuit.slot(p, wire).expect("it is on the wire");
            at = circuit.prev_on(p, slot);
        }
    }

    /// Combine the operation with its partners, if that removes something.
    fn combine(&mut self, circuit: &mut Circuit, op: Op, axes: &[Axis], partners: &[Op]) -> bool {
        let removed = match self.rule {
            Rule::Cancel => cancel(circuit, op, partners),
            Rule::Merge(spelling) => merge(circuit, op, partners, spelling),
        };
        let Some(removed) = removed else {
            return false;
        };
        self.changed = true;
        if removed > 0 {
            for (slot, &axis) in axes.iter().enumerate() {
                let wire = circuit.qubits(op)[slot].index();
                if axis != Axis::Any && self.groups.leave(wire, removed) {
                    self.uncover(circuit, op, slot);
                }
            }
        }
        circuit.remove(op);
        true
    }

    /// Find the group again that ends a wire before `op`.
    #[cold]
    fn uncover(&mut self, circuit: &Circuit, op: Op, slot: usize) {
        let wire = circuit.qubits(op)[slot];
        let mut found: Option<Group> = None;
        let mut at = circuit.prev_on(op, slot);
        while let Some(p) = at.some().filter(|p| self.time[p.index()] > self.fence) {
            let slot = circuit.slot(p, wire).expect("it is on the wire");
            let axis = match circuit.gate(p) {
                Some(gate) => Some(gate.axis(slot)),
                None => axes(circuit, p).map(|axes| axes[slot]),
            };
            let Some(axis) = axis else {
                break;
            };
            let time = self.time[p.index()];
            match &mut found {
                _ if axis == Axis::Any => {}
                None => {
                    found = Some(Group {
                        axis,
                        opened: time,
                        members: 1,
                    });
                    if axis == Axis::None {
                        break;
                    }
                }
                Some(group) if group.axis == axis && group.members < UNCOVERED => {
                    group.members += 1;
                    group.opened = time;
                }
                Some(_) => break,
            }
            at = circuit.prev_on(p, slot);
        }
        if let Some(group) = found {
            self.groups.push(wire.index(), group);
        }
    }
}

/// Remove the newest partner that is the inverse. Returns how many operations left their groups.
fn cancel(circuit: &mut Circuit, op: Op, partners: &[Op]) -> Option<u32> {
    let inverse = |&p: &Op| Some((p, merging::inverse(circuit, p, op)?));
    let (partner, phase) = partners.iter().find_map(inverse)?;
    circuit.add_phase(&phase);
    circuit.remove(partner);
    Some(1)
}

/// Write the operation and its newest partners as fewer gates on the oldest of them; else as [`cancel`].
fn merge(circuit: &mut Circuit, op: Op, partners: &[Op], spelling: &Spelling) -> Option<u32> {
    if circuit.gate(op).is_none() {
        let mut each = partners.iter();
        let merged = each.find_map(|&p| merging_wide::merge(circuit, p, op));
        return merged
            .map(|kept| 1 - kept)
            .or_else(|| cancel(circuit, op, partners));
    }
    for count in (1..=partners.len().min(2)).rev() {
        let mut oldest_first: SmallVec<[Op; 2]> = partners[..count].into();
        oldest_first.reverse();
        let merge = Merge {
            partners: &oldest_first,
            op,
            spelling,
        };
        if let Some(kept) = merge.apply(circuit) {
            return Some((count - kept) as u32);
        }
    }
    cancel(circuit, op, partners)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::Operation;
    use crate::passes::testing::{distance, Random};
    use crate::{Angle, Gate};

    fn cancelled(mut c: Circuit) -> usize {
        sweep(&mut c, Rule::Cancel);
        c.len()
    }

    /// All pairs, so that every group is too large to be searched.
    fn fourier(n: u32) -> Circuit {
        let mut c = Circuit::new(n, 0);
        for i in (0..n).rev() {
            c.push(Operation::gate(Gate::H, [], &[i]));
            for j in 0..i {
                let angle = Angle::pi(1, 1 << (i - j).min(30));
                c.push(Operation::gate(Gate::Cp, [angle], &[j, i]));
            }
        }
        c
    }

    #[test]
    fn large_groups_cancel() {
        let star = |c: &mut Circuit| {
            for i in 1..40 {
                c.push(Operation::gate(Gate::Cx, [], &[0, i]));
            }
        };
        let mut c = Circuit::new(40, 0);
        star(&mut c);
        star(&mut c);
        assert_eq!(0, cancelled(c));
        // The group is left, and found again under five others.
        let mut c = Circuit::new(40, 0);
        let nest = [Gate::H, Gate::X, Gate::H, Gate::Y, Gate::H, Gate::X];
        let there = nest.iter().chain(nest.iter().rev());
        star(&mut c);
        for &gate in there {
            c.push(Operation::gate(gate, [], &[0]));
        }
        star(&mut c);
        assert_eq!(0, cancelled(c));
    }

    #[test]
    fn a_fourier_transform_and_its_inverse_cancel() {
        let mut c = fourier(40);
        let inverse = c.inverse().expect("unitary");
        let all: Vec<u32> = (0..40).collect();
        c.compose(&inverse, &all, &[]).expect("same wires");
        assert_eq!(0, cancelled(c));
    }

    #[test]
    fn large_groups_keep_the_matrix() {
        let mut random = Random::new(17);
        let gates = [
            Gate::T,
            Gate::Rz,
            Gate::Cp,
            Gate::Cz,
            Gate::Rzz,
            Gate::Ccz,
            Gate::Crz,
        ];
        for _ in 0..40 {
            let mut old = random.circuit(&gates, 4, 80);
            let more = random.circuit(&[Gate::Cx, Gate::H, Gate::Cz, Gate::Cp], 4, 20);
            old.compose(&more, &[0, 1, 2, 3], &[]).expect("same wires");
            let inverse = old.inverse().expect("unitary");
            let mut new = old.clone();
            let spelling = Spelling::of(&new, None);
            sweep(&mut new, Rule::Merge(&spelling));
            assert!(distance(&old, &new) < 1e-9);
            assert!(!sweep(&mut new, Rule::Merge(&spelling)));
            old.compose(&inverse, &[0, 1, 2, 3], &[])
                .expect("same wires");
            assert_eq!(0, cancelled(old));
        }
    }
}
