// SPDX-License-Identifier: Apache-2.0
//! A circuit as flat arrays: what the folding and its check read again and again.
//!
//! Operations are numbered in their order, their operands ("slots") through the whole circuit in the same order, so that
//! comparing slots compares places. Every slot has links forward along its wire that jump over all
//! operations that commute with an X, a Z or a Y there whatever stands on their other wires.

use std::hash::{Hash, Hasher};

use siphasher::sip128::{Hash128, Hasher128, SipHasher13};

use crate::analysis::axes::{may_leave, outer_axes};
use crate::analysis::conjugation::{letter, Cliffords, Letter};
use crate::circuit::{Kind, Payload};
use crate::gate::Axis;
use crate::passes::folding::reading;
use crate::{Angle, Circuit, Gate, Op};

/// No slot: the end of the wire.
pub const END: u32 = u32::MAX;
const ALL: u8 = 0b111;

/// What an operation does to Paulis.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Class {
    /// Nothing, or it is no longer there.
    Identity,
    /// By a [`Conjugation`](crate::analysis::conjugation::Conjugation) of this number.
    Clifford(u32),
    /// A Clifford gate that is a rotation about a Pauli (`s`, `sx`, `rzz(pi/2)`), and could join others.
    Turn(u32),
    /// A rotation about a Pauli that is not Clifford. It commutes with the letters fixed at its slots.
    Rotation,
    /// A permutation of its wires.
    Permutation,
    /// It commutes with the letters fixed at its slots, for all that is known.
    Other,
    /// As `Other`; and nothing may pass it on any wire.
    Leave,
}

#[derive(Clone, Copy, Debug)]
pub struct Item {
    pub op: Op,
    pub class: Class,
    /// The first of its slots.
    pub start: u32,
}

#[derive(Clone, Copy, Debug)]
pub struct Slot {
    pub wire: u32,
    /// The number of the operation.
    pub item: u32,
    /// The next slot on the wire that a letter does not simply pass; by `letter - 1`.
    pub next: [u32; 3],
    /// Letters that pass, whatever stands on the operation's other wires: bit `letter - 1` each.
    pub fixed: u8,
}

pub struct Program {
    pub items: Vec<Item>,
    pub slots: Vec<Slot>,
    pub cliffords: Cliffords,
    /// How many are a [`Class::Rotation`] as read.
    pub rotations: usize,
    /// Classes of gates without parameters, once they were met.
    named: [Option<Class>; Gate::ALL.len()],
}

impl Program {
    /// Read a circuit; `None` if it has no two rotations to fold.
    pub fn read(circuit: &Circuit) -> Option<Program> {
        let mut program = Program {
            items: Vec::with_capacity(circuit.len() + 1),
            slots: Vec::with_capacity(2 * circuit.len()),
            cliffords: Cliffords::default(),
            rotations: 0,
            named: [None; Gate::ALL.len()],
        };
        let mut turns = 0;
        for op in circuit.iter() {
            let start = program.slots.len() as u32;
            let class = match circuit.kind(op) {
                Kind::Gate(gate) => program.gate(circuit, op, gate),
                _ => program.other(circuit, op),
            };
            turns += usize::from(matches!(class, Class::Turn(_) | Class::Rotation));
            program.rotations += usize::from(class == Class::Rotation);
            program.items.push(Item { op, class, start });
        }
        if program.rotations == 0 || turns < 2 {
            return None;
        }
        program.link(circuit.num_qubits());
        Some(program)
    }

    /// A hash of all that decides which Paulis are equal.
    pub fn key(&self, circuit: &Circuit) -> Hash128 {
        let mut hasher = SipHasher13::new();
        for item in &self.items {
            item.class.hash(&mut hasher);
            if item.class == Class::Permutation {
                image(circuit, item.op).hash(&mut hasher);
            }
        }
        for slot in &self.slots {
            hasher.write_u64(u64::from(slot.wire) | u64::from(slot.fixed) << 32);
        }
        for table in self.cliffords.tables() {
            hasher.write(&table.image);
        }
        hasher.finish128()
    }

    /// The slots of an operation.
    #[inline]
    pub fn slots_of(&self, item: usize) -> std::ops::Range<usize> {
        let end = match self.items.get(item + 1) {
            Some(next) => next.start as usize,
            None => self.slots.len(),
        };
        self.items[item].start as usize..end
    }

    /// The letter of a rotation's Pauli on one of its slots.
    #[inline]
    pub fn letter(&self, slot: usize) -> Letter {
        self.slots[slot].fixed.trailing_zeros() as Letter + 1
    }

    /// The class of a library gate.
    #[inline]
    pub fn class(&mut self, gate: Gate, params: &[Angle]) -> Class {
        if !params.is_empty() {
            return self.classify(gate, params);
        }
        if let Some(class) = self.named[gate as usize] {
            return class;
        }
        let class = self.classify(gate, params);
        self.named[gate as usize] = Some(class);
        class
    }

    fn classify(&mut self, gate: Gate, params: &[Angle]) -> Class {
        let turn = reading(gate, params).is_some();
        match self.cliffords.number(gate, params) {
            Some(number) if turn => Class::Turn(number),
            Some(number) => Class::Clifford(number),
            None if turn => Class::Rotation,
            None => Class::Other,
        }
    }

    #[inline]
    fn gate(&mut self, circuit: &Circuit, op: Op, gate: Gate) -> Class {
        let params = circuit.params(op);
        let class = self.class(gate, params);
        for (i, wire) in circuit.qubits(op).iter().enumerate() {
            let fixed = match class {
                Class::Clifford(number) => self.cliffords.table(number).fixed(i),
                _ => match gate.axis(i) {
                    // `u` and `r` have an axis for some angles only.
                    Axis::None => gate.rotation(params).map_or(0, |r| passes(r.axis)),
                    axis => passes(axis),
                },
            };
            self.slot(wire.0, fixed);
        }
        class
    }

    fn other(&mut self, circuit: &Circuit, op: Op) -> Class {
        for (wire, axis) in circuit.qubits(op).iter().zip(outer_axes(circuit, op)) {
            self.slot(wire.0, passes(axis));
        }
        match image(circuit, op) {
            Some(_) => Class::Permutation,
            None if may_leave(circuit, op) => Class::Leave,
            None => Class::Other,
        }
    }

    #[inline]
    fn slot(&mut self, wire: u32, fixed: u8) {
        self.slots.push(Slot {
            wire,
            item: self.items.len() as u32,
            next: [END; 3],
            fixed,
        });
    }

    /// Set the links, from the end of each wire.
    fn link(&mut self, wires: usize) {
        let mut next = vec![[END; 3]; wires];
        for (at, slot) in self.slots.iter_mut().enumerate().rev() {
            let next = &mut next[slot.wire as usize];
            slot.next = *next;
            for (letter, to) in next.iter_mut().enumerate() {
                if slot.fixed >> letter & 1 == 0 {
                    *to = at as u32;
                }
            }
        }
    }
}

/// Where a permutation takes its wires.
pub fn image(circuit: &Circuit, op: Op) -> Option<&[u32]> {
    match &**circuit.payload(op)? {
        Payload::Permutation { image } => Some(image),
        _ => None,
    }
}

/// The letters that commute with what has this axis.
fn passes(axis: Axis) -> u8 {
    match axis {
        Axis::Any => ALL,
        axis => letter(axis).map_or(0, |l| 1 << (l - 1)),
    }
}
