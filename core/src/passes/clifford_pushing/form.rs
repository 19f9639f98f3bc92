// SPDX-License-Identifier: Apache-2.0
//! The circuit between two layers of one-qubit Cliffords, and the rules that make it shorter while it is read.
//!
//! Items act on wires along Pauli axes. C(P, Q) applies Q where P is -1: `cx` is C(Z, X), `cz` C(Z, Z); C(P, Q) is
//! C(Q, P) with the wires exchanged. R(P, a) is exp(-i a P / 2). Items with the same axis on every wire they share commute, so per
//! wire they form groups of one axis, and an item may be moved to any place inside its groups. Rules, tried when a C is
//! read (the new one stands last; all are exact, phase included):
//!
//! ```text
//! C(P,Q) C(P,Q)             = 1
//! C(P,Q) C(P,Q')            = e^(i e pi/4) R(P, e pi/2) C(P,Q'')        Q Q' = i e Q''
//! C(P,Q) C'(R,S) C(P,Q)     = C"(P,S) C'(R,S)          C on wires a b, C' on b c, C" on a c, R not Q
//! ```
//!
//! Rotations whose angles are exact multiples of pi add up within a group; what is a quarter turn then goes to the frame.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::synth::euler::Pauli;
use crate::synth::one_qubit::Clifford;
use crate::{Angle, Op};

/// No item.
pub const NONE: u32 = u32::MAX;
/// Items of one key that are looked at.
const CHAIN: usize = 8;

/// What an item does.
#[derive(Clone, Debug)]
pub enum What {
    /// C(axes) on two wires.
    Pair,
    /// R(axis, angle) on the first wire.
    Turn(Angle),
    /// This Clifford on the first wire, to be written out here.
    Flush(Clifford),
    /// The operation itself.
    Fence,
}

#[derive(Clone, Debug)]
pub struct Item {
    pub what: What,
    /// Where it came from.
    pub op: Op,
    pub wires: [u32; 2],
    pub axes: [Pauli; 2],
    /// The frames it was read under.
    pub frames: [Clifford; 2],
    groups: [u32; 2],
    /// The one read before with the same wires and axes.
    older: u32,
    pub before: u32,
    pub after: u32,
    live: bool,
}

impl Item {
    /// The frame it was read under and its axis on one of its wires.
    pub fn under(&self, slot: usize) -> (Clifford, Pauli) {
        (self.frames[slot], self.axes[slot])
    }
}

/// Neighbours on a wire that share an axis.
#[derive(Clone, Copy, Debug)]
struct Group {
    axis: Pauli,
    serial: u32,
    members: u32,
    /// Exclusive or of the members: the member, where there is one.
    sum: u32,
    /// The rotation whose angle is exact, and the last of the others.
    exact: u32,
    loose: u32,
}

/// A quarter turn that goes to the frame: wire, axis, how many.
pub type Turned = SmallVec<[(u32, Pauli, i64); 2]>;

#[derive(Debug)]
pub struct Form {
    pub items: Vec<Item>,
    pub first: u32,
    pub last: u32,
    groups: Vec<Vec<Group>>,
    serials: u32,
    newest: FxHashMap<u64, u32>,
    /// The frames that the item now read stands under.
    pub frames: [Clifford; 2],
    /// Global phase in units of pi/4.
    pub eighths: i64,
}

impl Form {
    /// For so many wires and operations.
    pub fn new(wires: usize, operations: usize) -> Form {
        Form {
            first: NONE,
            last: NONE,
            groups: vec![Vec::new(); wires],
            items: Vec::with_capacity(operations + wires),
            serials: 0,
            newest: FxHashMap::default(),
            frames: [Clifford::ONE; 2],
            eighths: 0,
        }
    }

    /// An operation that nothing passes on its wires.
    pub fn fence(&mut self, op: Op, wires: impl Iterator<Item = usize>) {
        wires.for_each(|w| self.groups[w].clear());
        self.append(What::Fence, op, [NONE; 2], [Pauli::Z; 2]);
    }

    /// The frame of a wire, before a fence or at the end.
    pub fn flush(&mut self, wire: u32, frame: Clifford) {
        self.append(What::Flush(frame), Op::NONE, [wire, NONE], [Pauli::Z; 2]);
    }

    /// R(axis, angle). Returns the quarter turns about the axis that are to follow it in the frame.
    pub fn turn(&mut self, op: Op, wire: u32, axis: Pauli, angle: Angle) -> i64 {
        let top = self.groups[wire as usize].last().copied();
        let open = top.filter(|group| group.axis == axis);
        if !matches!(angle, Angle::Pi(_)) {
            if let Some(group) = open.filter(|group| group.loose != NONE) {
                if matches!(&self.items[group.loose as usize].what, What::Turn(a) if *a == angle.neg())
                {
                    self.top(wire).loose = NONE;
                    self.remove(group.loose);
                    return 0;
                }
            }
            let item = self.join(What::Turn(angle), op, [wire, NONE], [axis; 2]);
            self.top(wire).loose = item;
            return 0;
        }
        let (angle, quarters) = whole_quarters(&angle);
        let Some(old) = open.map(|group| group.exact).filter(|&old| old != NONE) else {
            if !angle.is_zero() {
                let item = self.join(What::Turn(angle), op, [wire, NONE], [axis; 2]);
                self.top(wire).exact = item;
            }
            return quarters;
        };
        let What::Turn(before) = &self.items[old as usize].what else {
            unreachable!("it is a rotation");
        };
        let (sum, more) = whole_quarters(&before.add(&angle));
        if sum.is_zero() {
            self.top(wire).exact = NONE;
            self.remove(old);
        } else {
            self.items[old as usize].what = What::Turn(sum);
        }
        quarters + more
    }

    /// C(axes) on two wires. Returns the quarter turns that are to follow it in the frames.
    pub fn pair(&mut self, op: Op, wires: [u32; 2], mut axes: [Pauli; 2]) -> Turned {
        let mut turned = Turned::new();
        loop {
            let tops = wires.map(|w| self.groups[w as usize].last().copied());
            let [Some(a), Some(b)] = tops else {
                break;
            };
            let same = [a.axis == axes[0], b.axis == axes[1]];
            if same == [true; 2] {
                match self.find(wires, axes, [a.serial, b.serial]) {
                    Some(old) => {
                        self.remove(old);
                        return turned;
                    }
                    None => break,
                }
            }
            // One axis in common: side `k` has it.
            let Some(k) = same.iter().position(|&s| s) else {
                break;
            };
            let other = [a.axis, b.axis];
            if let Some(old) = self.find(wires, other, [a.serial, b.serial]) {
                self.remove(old);
                let (third, e) = product(axes[1 - k], other[1 - k]);
                self.eighths += e;
                turned.push((wires[k], axes[k], e));
                axes[1 - k] = third;
                continue;
            }
            if self.slide(op, [wires[k], wires[1 - k]], [axes[k], axes[1 - k]]) {
                return turned;
            }
            break;
        }
        self.join(What::Pair, op, wires, axes);
        turned
    }

    /// The third rule, its C on wires `a`, where its axis is the open one, and `b`, where one C' stands before it.
    fn slide(&mut self, op: Op, [a, b]: [u32; 2], axes: [Pauli; 2]) -> bool {
        let [.., below, top] = self.groups[b as usize].as_slice() else {
            return false;
        };
        let (below, top) = (*below, *top);
        if top.members != 1 || below.axis != axes[1] {
            return false;
        }
        let middle = self.items[top.sum as usize].clone();
        let open = self.groups[a as usize]
            .last()
            .expect("the caller found it")
            .serial;
        if !matches!(middle.what, What::Pair) || middle.wires.contains(&a) {
            return false;
        }
        let Some(old) = self.find([a, b], axes, [open, below.serial]) else {
            return false;
        };
        let at_b = usize::from(middle.wires[1] == b);
        let (c, on_c, group_c) = (
            middle.wires[1 - at_b],
            middle.axes[1 - at_b],
            middle.groups[1 - at_b],
        );
        match self.find([a, c], [axes[0], on_c], [open, group_c]) {
            Some(partner) => self.remove(partner),
            None => {
                let item = self.insert_after(top.sum, What::Pair, op, [a, c], [axes[0], on_c]);
                self.enter(item, 0, open);
                self.enter(item, 1, group_c);
                self.index(item);
            }
        }
        self.remove(old);
        self.close_gap(b, top.sum, at_b);
        true
    }

    /// Two groups of one axis on a wire, of which the upper has a single member, become one.
    fn close_gap(&mut self, wire: u32, member: u32, slot: usize) {
        if let [.., below, top] = self.groups[wire as usize].as_mut_slice() {
            if below.axis == top.axis {
                below.members += 1;
                below.sum ^= member;
                self.items[member as usize].groups[slot] = below.serial;
                self.groups[wire as usize].pop();
            }
        }
    }

    fn top(&mut self, wire: u32) -> &mut Group {
        let stack = &mut self.groups[wire as usize];
        stack.last_mut().expect("an item has joined it")
    }

    /// Append to the groups of its axes.
    fn join(&mut self, what: What, op: Op, wires: [u32; 2], axes: [Pauli; 2]) -> u32 {
        let item = self.append(what, op, wires, axes);
        for slot in 0..2 {
            if wires[slot] == NONE {
                continue;
            }
            let stack = &mut self.groups[wires[slot] as usize];
            if stack.last().is_none_or(|group| group.axis != axes[slot]) {
                self.serials += 1;
                stack.push(Group {
                    axis: axes[slot],
                    serial: self.serials,
                    members: 0,
                    sum: 0,
                    exact: NONE,
                    loose: NONE,
                });
            }
            let serial = self.top(wires[slot]).serial;
            self.enter(item, slot, serial);
        }
        if wires[1] != NONE {
            self.index(item);
        }
        item
    }

    /// Make an item a member of a group on the wire of its `slot`.
    fn enter(&mut self, item: u32, slot: usize, serial: u32) {
        let entry = &mut self.items[item as usize];
        entry.groups[slot] = serial;
        let stack = &mut self.groups[entry.wires[slot] as usize];
        // A group behind a fence is no longer kept.
        if let Some(at) = place(stack, serial) {
            stack[at].members += 1;
            stack[at].sum ^= item;
        }
    }

    fn index(&mut self, item: u32) {
        let entry = &mut self.items[item as usize];
        let newest = self.newest.insert(key(entry.wires, entry.axes), item);
        entry.older = newest.unwrap_or(NONE);
    }

    /// The C of these wires and axes in these groups.
    fn find(&self, wires: [u32; 2], axes: [Pauli; 2], groups: [u32; 2]) -> Option<u32> {
        let mut at = *self.newest.get(&key(wires, axes))?;
        for _ in 0..CHAIN {
            let item = self.items.get(at as usize)?;
            let there = match item.wires == wires {
                true => item.groups == groups,
                false => item.groups == [groups[1], groups[0]],
            };
            if item.live && there {
                return Some(at);
            }
            at = item.older;
        }
        None
    }

    /// Take an item out of the order and of its groups.
    fn remove(&mut self, item: u32) {
        let Item {
            wires,
            groups,
            before,
            after,
            ..
        } = self.items[item as usize];
        self.items[item as usize].live = false;
        match before {
            NONE => self.first = after,
            _ => self.items[before as usize].after = after,
        }
        match after {
            NONE => self.last = before,
            _ => self.items[after as usize].before = before,
        }
        for slot in 0..2 {
            if wires[slot] == NONE {
                continue;
            }
            let stack = &mut self.groups[wires[slot] as usize];
            let Some(at) = place(stack, groups[slot]) else {
                continue;
            };
            stack[at].members -= 1;
            stack[at].sum ^= item;
            if stack[at].members == 0 {
                stack.remove(at);
            }
        }
    }

    fn append(&mut self, what: What, op: Op, wires: [u32; 2], axes: [Pauli; 2]) -> u32 {
        self.insert_after(self.last, what, op, wires, axes)
    }

    fn insert_after(
        &mut self,
        before: u32,
        what: What,
        op: Op,
        wires: [u32; 2],
        axes: [Pauli; 2],
    ) -> u32 {
        let item = self.items.len() as u32;
        let after = match before {
            NONE => self.first,
            _ => self.items[before as usize].after,
        };
        self.items.push(Item {
            what,
            op,
            wires,
            axes,
            frames: self.frames,
            groups: [0; 2],
            older: NONE,
            before,
            after,
            live: true,
        });
        match before {
            NONE => self.first = item,
            _ => self.items[before as usize].after = item,
        }
        match after {
            NONE => self.last = item,
            _ => self.items[after as usize].before = item,
        }
        item
    }
}

/// Where a group is on its wire: the newest mostly; serial numbers rise.
fn place(stack: &[Group], serial: u32) -> Option<usize> {
    match stack.last() {
        Some(top) if top.serial == serial => Some(stack.len() - 1),
        _ => stack.binary_search_by_key(&serial, |g| g.serial).ok(),
    }
}

/// The same for C(P, Q) on a, b and C(Q, P) on b, a.
fn key(wires: [u32; 2], axes: [Pauli; 2]) -> u64 {
    let [low, high] = if wires[0] < wires[1] { [0, 1] } else { [1, 0] };
    let axes = (axes[low] as u64) << 2 | axes[high] as u64;
    u64::from(wires[low]) << 36 | u64::from(wires[high]) << 4 | axes
}

/// `p q = i e r` for different Paulis: (r, e).
fn product(p: Pauli, q: Pauli) -> (Pauli, i64) {
    let (i, j) = (p as usize, q as usize);
    let third = Pauli::from_index(3 - i - j);
    (third, if (i + 1) % 3 == j { 1 } else { -1 })
}

/// An exact angle as one in (-pi/4, pi/4] and quarter turns, where it is a multiple of pi/4; else within two turns.
fn whole_quarters(angle: &Angle) -> (Angle, i64) {
    match angle.quarter_turns_of_pi() {
        Some(eighths) => {
            let rest = match eighths.rem_euclid(4) {
                3 => -1,
                2 | 0 => 0,
                _ => 1,
            };
            let angle = match rest {
                0 => Angle::ZERO,
                1 => Angle::QUARTER_PI,
                _ => Angle::QUARTER_PI.neg(),
            };
            (angle, (eighths - rest) / 2)
        }
        None => (angle.modulo(4), 0),
    }
}
