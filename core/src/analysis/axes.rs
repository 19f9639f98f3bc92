// SPDX-License-Identifier: Apache-2.0
//! Along which Pauli an operation commutes, wire by wire.
//!
//! An operation that commutes with the Pauli P of a wire is block diagonal in the eigenbasis of P there. Two
//! operations with the same axis on every wire they share are simultaneously block diagonal on those wires, and
//! within a block they act on different wires: they commute.

use smallvec::SmallVec;

use crate::circuit::{Block, Instruction, Kind, Payload};
use crate::gate::Axis;
use crate::{Circuit, Op};

/// One axis per qubit of an operation.
pub type Axes = SmallVec<[Axis; 5]>;

/// Axes of a unitary operation on its qubits, valid for every value of its symbols; `None` for everything that
/// is not unitary, or not known to commute with anything.
pub fn axes(circuit: &Circuit, op: Op) -> Option<Axes> {
    let kind = circuit.kind(op);
    if let Kind::Gate(gate) = kind {
        return Some(gate.record().axes.iter().copied().collect());
    }
    let payload = circuit.payload(op)?;
    payload_axes(payload, circuit.qubits(op).len())
}

fn instruction_axes(instruction: &Instruction, qubits: usize) -> Option<Axes> {
    match (instruction.kind.gate(), &instruction.payload) {
        (Some(gate), _) => Some(gate.record().axes.iter().copied().collect()),
        (None, Some(payload)) => payload_axes(payload, qubits),
        (None, None) => None,
    }
}

fn payload_axes(payload: &Payload, qubits: usize) -> Option<Axes> {
    match payload {
        Payload::Controlled { polarity, base } => {
            let controls = polarity.len();
            let mut axes: Axes = std::iter::repeat_n(Axis::Z, controls).collect();
            match instruction_axes(base, qubits - controls) {
                Some(inner) => axes.extend(inner),
                None => axes.extend(std::iter::repeat_n(Axis::None, qubits - controls)),
            }
            Some(axes)
        }
        Payload::Diagonal { .. } => Some(std::iter::repeat_n(Axis::Z, qubits).collect()),
        Payload::Multiplexer { selects, .. } => Some(
            (0..qubits)
                .map(|i| match i < *selects as usize {
                    true => Axis::Z,
                    false => Axis::None,
                })
                .collect(),
        ),
        Payload::PauliEvolution { strings, .. } => {
            let mut axes: Axes = std::iter::repeat_n(Axis::Any, qubits).collect();
            for (string, _) in strings {
                for (axis, letter) in axes.iter_mut().zip(string.bytes()) {
                    *axis = meet(*axis, letter_axis(letter));
                }
            }
            Some(axes)
        }
        _ => None,
    }
}

fn letter_axis(letter: u8) -> Axis {
    match letter {
        b'I' => Axis::Any,
        b'X' => Axis::X,
        b'Y' => Axis::Y,
        b'Z' => Axis::Z,
        _ => Axis::None,
    }
}

/// The axis both commute with.
fn meet(a: Axis, b: Axis) -> Axis {
    match (a, b) {
        (Axis::Any, other) | (other, Axis::Any) => other,
        (a, b) if a == b => a,
        _ => Axis::None,
    }
}

/// Axes of any operation on its qubits: as [`axes`], Z for a measurement, and for control flow what all operations of
/// its blocks have in common. Each branch, each outcome then commutes with the Pauli on its own. `None` for what is a
/// fence. An operation that [`may_leave`] its block is more than a fence on its own wires.
pub fn outer_axes(circuit: &Circuit, op: Op) -> Axes {
    let payload = circuit.payload(op).map(|p| &**p);
    outer_axes_by(circuit.kind(op), payload, circuit.qubits(op).len())
}

fn outer_axes_by(kind: Kind, payload: Option<&Payload>, qubits: usize) -> Axes {
    let all = |axis| std::iter::repeat_n(axis, qubits).collect::<Axes>();
    match (kind, payload) {
        (Kind::Gate(gate), _) => gate.record().axes.iter().copied().collect(),
        (Kind::Measure, _) => all(Axis::Z),
        (Kind::If | Kind::For | Kind::While | Kind::Switch, Some(payload)) => {
            let mut common = all(Axis::Any);
            for block in payload.blocks() {
                meet_block(&mut common, block);
            }
            common
        }
        (_, Some(payload)) => payload_axes(payload, qubits).unwrap_or_else(|| all(Axis::None)),
        _ => all(Axis::None),
    }
}

fn meet_block(common: &mut [Axis], block: &Block) {
    match block {
        Block::Single { instruction, .. } => {
            let payload = instruction.payload.as_deref();
            let inner = outer_axes_by(instruction.kind, payload, common.len());
            for (axis, other) in common.iter_mut().zip(inner) {
                *axis = meet(*axis, other);
            }
        }
        Block::Body(body) => {
            for op in body.iter() {
                for (wire, other) in body.qubits(op).iter().zip(outer_axes(body, op)) {
                    let axis = &mut common[wire.index()];
                    *axis = meet(*axis, other);
                }
            }
        }
    }
}

/// The operation may end the run of the block it stands in (`break`, `continue`, or a branch with one of them
/// inside): what comes before and what comes after it need not both happen, on any wire.
pub fn may_leave(circuit: &Circuit, op: Op) -> bool {
    may_leave_by(circuit.kind(op), circuit.payload(op).map(|p| &**p))
}

fn may_leave_by(kind: Kind, payload: Option<&Payload>) -> bool {
    let block = |b: &Block| match b {
        Block::Single { instruction, .. } => {
            may_leave_by(instruction.kind, instruction.payload.as_deref())
        }
        Block::Body(body) => body.iter().any(|op| may_leave(body, op)),
    };
    match (kind, payload) {
        (Kind::Break | Kind::Continue, _) => true,
        (
            _,
            Some(Payload::If {
                then, otherwise, ..
            }),
        ) => block(then) || otherwise.as_ref().is_some_and(block),
        (_, Some(Payload::Region { body, .. })) => block(body),
        (_, Some(Payload::Switch { cases, default, .. })) => {
            cases.iter().any(|c| block(&c.1)) || default.as_ref().is_some_and(block)
        }
        _ => false,
    }
}
