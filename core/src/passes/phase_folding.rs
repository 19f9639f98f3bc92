// SPDX-License-Identifier: Apache-2.0
//! Z-rotations on equal parities are one rotation.
//!
//! In the sum over paths each wire holds a bit: an XOR of path variables, perhaps complemented. `cx`, `x`, `swap` and
//! the like compute on those bits; a z-rotation multiplies the path by a phase that depends on its wire's bit alone.
//! Two rotations on wires with the same bit, at whatever times, multiply by the product; one of them can do both.
//! On the complement the angle is negated, and `exp(i a b)` on the bit `1 - b` leaves the global phase `a`.
//!
//! Every variable has a random [tag](crate::analysis::tags) of 128 bits, an XOR has the XOR of the tags, and equal
//! tags are taken for equal bits. What is not understood puts a new variable on its wires, except where it acts diagonally
//! (controls, `cz`, blocks whose operations all do): there it is a sum of projectors on the bit times something on other
//! wires, and each path keeps its bit. So does a measured wire: the Kraus operator of either outcome is
//! a projector on the bit, which only removes paths, and the weight of those that stay is the product
//! of the same phases wherever they stand. Nothing is folded across an operation that may leave its block.
//!
//! Failure: two of p different parities of a circuit get the same tag with probability at most p^2 / 2^129 if SipHash-1-3
//! under a key is a random function. The key is the hash of all operations and wires, so the same circuit gets the same
//! tags, and a circuit that makes tags collide cannot be computed from them: each attempt has new tags.
//!
//! A parity holds at most two gates: sums like 3 pi/4 take two where only names are at hand. Cost: two readings of the
//! circuit, O(1) a gate; 24 bytes a wire and about 60 a rotation.

use std::hash::{Hash, Hasher};

use siphasher::sip128::{Hash128, Hasher128, SipHasher13};
use smallvec::SmallVec;

use super::folding::{fold, Term};
use super::{in_blocks, PassError};
use crate::analysis::axes::{may_leave, outer_axes};
use crate::analysis::spelling::Spelling;
use crate::analysis::tags::{Tag, TagTable, Tags};
use crate::circuit::{Kind, Payload};
use crate::gate::Axis;
use crate::{Angle, Circuit, Gate, Op, Target};

/// Which place a merged rotation takes. One-qubit gates are kept rather than two-qubit gates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keep {
    First,
    Last,
}

impl Keep {
    /// As options spell it.
    pub fn named(name: &str) -> Result<Keep, PassError> {
        match name {
            "first" => Ok(Keep::First),
            "last" => Ok(Keep::Last),
            _ => Err(PassError::BadOption {
                option: "keep",
                reason: format!("`{name}` is neither `first` nor `last`"),
            }),
        }
    }
}

/// Merge z-rotations on equal parities, in fewer gates; also inside blocks.
pub fn phase_folding(
    circuit: &mut Circuit,
    target: Option<&Target>,
    keep: Keep,
) -> Result<bool, PassError> {
    let spelling = Spelling::of(circuit, target);
    let kernel = |c: &mut Circuit| Ok(Folding::new(c, &spelling, keep).run(c));
    let inside = in_blocks(circuit, &kernel)?;
    Ok(kernel(circuit)? || inside)
}

/// What a library gate does to the bits of its wires.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Action {
    /// A phase that depends on one bit.
    Turn,
    /// A phase that depends on the XOR of two bits.
    Pair,
    Flip,
    /// The first bit is added to the second.
    Add,
    Exchange,
    /// [`Action::Add`], then the second is added to the first.
    AddBoth,
    /// By the axes of the gate.
    Axes,
}

/// The action of a gate; up to phases that depend on the bits, which change no bit.
fn action(gate: Gate, params: &[Angle]) -> Action {
    match gate {
        Gate::Z | Gate::S | Gate::Sdg | Gate::T | Gate::Tdg | Gate::P | Gate::Rz => Action::Turn,
        Gate::Rzz => Action::Pair,
        Gate::X | Gate::Y | Gate::Gpi => Action::Flip,
        Gate::Cx | Gate::Cy => Action::Add,
        Gate::Swap | Gate::Iswap | Gate::Iswapdg => Action::Exchange,
        Gate::Dcx => Action::AddBoth,
        Gate::U if params[0].is_zero() => Action::Turn,
        Gate::Rx | Gate::Ry | Gate::R | Gate::U if odd_half_turns(&params[0]) => Action::Flip,
        _ => Action::Axes,
    }
}

fn odd_half_turns(angle: &Angle) -> bool {
    angle.is_multiple_of(1) && !angle.is_multiple_of(2)
}

/// The bit on a wire: an XOR of variables, perhaps complemented.
#[derive(Clone, Copy, Debug)]
struct Value {
    tag: Tag,
    flipped: bool,
}

/// The rotations that stand on one parity.
#[derive(Clone, Default, Debug)]
struct Group {
    terms: SmallVec<[Term; 2]>,
    /// When the newest was read.
    time: u32,
}

struct Folding<'a> {
    spelling: &'a Spelling,
    keep: Keep,
    wires: Vec<Value>,
    tags: Tags,
    table: TagTable,
    groups: Vec<Group>,
    now: u32,
    /// Time of the last operation that may leave the block.
    fence: u32,
    changed: bool,
}

impl<'a> Folding<'a> {
    fn new(circuit: &Circuit, spelling: &'a Spelling, keep: Keep) -> Folding<'a> {
        let (key, turns) = survey(circuit);
        let mut tags = Tags::new(key);
        let fresh = |_| Value {
            tag: tags.fresh(),
            flipped: false,
        };
        Folding {
            spelling,
            keep,
            wires: (0..circuit.num_qubits()).map(fresh).collect(),
            tags,
            table: TagTable::with_room(turns),
            groups: Vec::with_capacity(turns),
            now: 0,
            fence: 0,
            changed: false,
        }
    }

    fn run(mut self, circuit: &mut Circuit) -> bool {
        let mut next = circuit.first();
        while let Some(op) = next.some() {
            next = circuit.after(op);
            self.now += 1;
            match circuit.kind(op) {
                Kind::Gate(gate) => self.visit_gate(circuit, op, gate),
                _ => self.visit(circuit, op),
            }
        }
        self.changed
    }

    #[inline]
    fn visit_gate(&mut self, circuit: &mut Circuit, op: Op, gate: Gate) {
        let wires = circuit.qubits(op);
        let (first, last) = (wires[0].index(), wires[wires.len() - 1].index());
        match action(gate, circuit.params(op)) {
            Action::Turn => self.turn(circuit, op, self.wires[first]),
            Action::Pair => {
                let (a, b) = (self.wires[first], self.wires[last]);
                let parity = Value {
                    tag: a.tag ^ b.tag,
                    flipped: a.flipped ^ b.flipped,
                };
                self.turn(circuit, op, parity);
            }
            Action::Flip => self.wires[first].flipped ^= true,
            Action::Add => self.add(first, last),
            Action::Exchange => self.wires.swap(first, last),
            Action::AddBoth => {
                self.add(first, last);
                self.add(last, first);
            }
            Action::Axes => {
                for (wire, &axis) in wires.iter().zip(gate.record().axes) {
                    self.act(wire.index(), axis);
                }
            }
        }
    }

    fn visit(&mut self, circuit: &Circuit, op: Op) {
        let wires = circuit.qubits(op);
        match circuit.payload(op).map(|p| &**p) {
            Some(Payload::Permutation { image }) => {
                let old: Vec<Value> = wires.iter().map(|w| self.wires[w.index()]).collect();
                for (value, &to) in old.into_iter().zip(image) {
                    self.wires[wires[to as usize].index()] = value;
                }
            }
            Some(Payload::Controlled { polarity, base })
                if polarity.len() == 1 && base.kind == Kind::Gate(Gate::X) =>
            {
                let (control, target) = (wires[0].index(), wires[1].index());
                self.add(control, target);
                self.wires[target].flipped ^= !polarity[0];
            }
            _ => {
                for (wire, axis) in wires.iter().zip(outer_axes(circuit, op)) {
                    self.act(wire.index(), axis);
                }
                if may_leave(circuit, op) {
                    self.fence = self.now;
                }
            }
        }
    }

    #[inline]
    fn add(&mut self, from: usize, to: usize) {
        let added = self.wires[from];
        self.wires[to].tag ^= added.tag;
        self.wires[to].flipped ^= added.flipped;
    }

    #[inline]
    fn act(&mut self, wire: usize, axis: Axis) {
        if !matches!(axis, Axis::Z | Axis::Any) {
            self.wires[wire].tag = self.tags.fresh();
        }
    }

    /// A rotation on a parity: join it with those that stand there, if that removes something.
    #[inline]
    fn turn(&mut self, circuit: &mut Circuit, op: Op, parity: Value) {
        let number = self.table.number(parity.tag);
        if number == self.groups.len() {
            self.groups.push(Group::default());
        }
        let group = &mut self.groups[number];
        if group.time <= self.fence {
            group.terms.clear();
        }
        group.time = self.now;
        let new = Term {
            op,
            negative: parity.flipped,
        };
        group.terms.push(new);
        let before = circuit.len();
        let standing = |terms: &[Term]| {
            let kept = kept(circuit, terms, self.keep);
            let ops = fold(circuit, self.spelling, terms, kept)?;
            let negative = terms[kept].negative;
            Some(ops.into_iter().map(|op| Term { op, negative }).collect())
        };
        join(&mut group.terms, standing);
        self.changed |= circuit.len() < before;
    }
}

/// Fold the last of the terms with the others, as many as possible, and keep at most two.
fn join(
    terms: &mut SmallVec<[Term; 2]>,
    mut fold: impl FnMut(&[Term]) -> Option<SmallVec<[Term; 2]>>,
) {
    if terms.len() == 1 {
        return;
    }
    if let Some(all) = fold(terms) {
        *terms = all;
        return;
    }
    if terms.len() == 2 {
        return;
    }
    for other in [1, 0] {
        if let Some(standing) = fold(&[terms[other], terms[2]]) {
            let left = terms[1 - other];
            terms.clear();
            terms.push(left);
            terms.extend(standing);
            return;
        }
    }
    terms.remove(0);
}

/// The place of the sum: the first or last of those on the fewest qubits.
fn kept(circuit: &Circuit, terms: &[Term], keep: Keep) -> usize {
    let width = |i: &usize| circuit.qubits(terms[*i].op).len();
    let found = match keep {
        Keep::First => (0..terms.len()).min_by_key(width),
        Keep::Last => (0..terms.len()).rev().min_by_key(width),
    };
    found.unwrap_or(0)
}

/// A hash of all that decides which bits are equal, and the number of rotations.
fn survey(circuit: &Circuit) -> (Hash128, usize) {
    let mut hasher = SipHasher13::new();
    let mut turns = 0;
    for op in circuit.iter() {
        if let Kind::Gate(gate) = circuit.kind(op) {
            let action = action(gate, circuit.params(op));
            turns += usize::from(matches!(action, Action::Turn | Action::Pair));
            hasher.write_u64(gate as u64 | (action as u64) << 8 | 1 << 16);
        } else {
            circuit.kind(op).hash(&mut hasher);
            match circuit.payload(op).map(|p| &**p) {
                Some(Payload::Permutation { image }) => image.hash(&mut hasher),
                Some(Payload::Controlled { polarity, base }) => {
                    polarity.hash(&mut hasher);
                    base.kind.hash(&mut hasher);
                }
                _ => {}
            }
            for axis in outer_axes(circuit, op) {
                hasher.write_u8(axis as u8);
            }
        }
        for wire in circuit.qubits(op) {
            hasher.write_u32(wire.0);
        }
    }
    (hasher.finish128(), turns)
}

#[cfg(test)]
mod tests;
