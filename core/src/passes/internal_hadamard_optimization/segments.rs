// SPDX-License-Identifier: Apache-2.0
//! Runs of Clifford gates and Pauli rotations in the circuit's order, read as a sequence and a Clifford operator.

use super::rows::{Images, Row};
use super::sequence::Rotation;
use crate::gate::Axis;
use crate::synth::clifford::{Basic, MAX_QUBITS};
use crate::{Angle, Circuit, Gate, Op, Wire};

/// The operator is `exp(i phase)` times the Clifford gates, with the rotations among them.
#[derive(Debug, Default)]
pub struct Segment {
    pub ops: Vec<Op>,
    /// Its qubits in the order they are met; the place is the local number.
    pub wires: Vec<Wire>,
    pub gates: Vec<Basic>,
    /// In the frame before the first gate.
    pub rotations: Vec<Rotation>,
    pub phase: Angle,
    /// Hadamards between the first and the last rotation.
    pub hadamards: usize,
    /// Hadamards since the last rotation.
    trailing: usize,
}

impl Segment {
    /// Take in an operation, if it is a Clifford gate or a rotation and the qubits are not too many.
    pub fn take(&mut self, circuit: &Circuit, op: Op, inverse: &mut Images) -> bool {
        let Some(gate) = circuit.gate(op) else {
            return false;
        };
        let wires = circuit.qubits(op);
        let rotation = gate.rotation(circuit.params(op));
        let known = matches!(gate, Gate::H | Gate::Cx | Gate::Cy | Gate::Cz | Gate::Swap);
        let new = wires.iter().filter(|w| !self.wires.contains(w)).count();
        if !(known || rotation.is_some()) || self.wires.len() + new > MAX_QUBITS {
            return false;
        }
        for &wire in wires {
            if !self.wires.contains(&wire) {
                inverse.x.push(Row::x(self.wires.len()));
                inverse.z.push(Row::z(self.wires.len()));
                self.wires.push(wire);
            }
        }
        self.ops.push(op);
        let local = |w: &Wire| {
            self.wires
                .iter()
                .position(|v| v == w)
                .expect("it was added") as u8
        };
        let a = local(&wires[0]);
        let Some(rotation) = rotation else {
            match gate {
                Gate::H => self.clifford(&[Basic::one(Gate::H, a)], inverse),
                Gate::Cy => {
                    let b = local(&wires[1]);
                    let there = [Gate::Sdg, Gate::S].map(|g| Basic::one(g, b));
                    let cx = Basic::two(Gate::Cx, a, b);
                    self.clifford(&[there[0], cx, there[1]], inverse);
                }
                _ => {
                    let b = local(&wires[1]);
                    self.clifford(&[Basic::two(gate, a, b)], inverse);
                }
            }
            return true;
        };
        self.phase = self.phase.add(&rotation.phase).modulo(2);
        let eighths = rotation.angle.quarter_turns_of_pi().filter(|k| k % 2 == 0);
        match eighths {
            Some(eighths) => self.quarters(rotation.axis, a, eighths / 2, inverse),
            None => {
                let qubit = usize::from(a);
                let pauli = match rotation.axis {
                    Axis::X => inverse.x[qubit],
                    Axis::Z => inverse.z[qubit],
                    _ => {
                        let both = Row {
                            x: 1 << qubit,
                            z: 1 << qubit,
                            negative: false,
                        };
                        inverse.of(&both)
                    }
                };
                // About x or y it stands for a z-rotation between two Hadamards.
                let turned = usize::from(rotation.axis != Axis::Z);
                if !self.rotations.is_empty() {
                    self.hadamards += self.trailing + turned;
                }
                self.trailing = turned;
                let angle = if pauli.negative {
                    rotation.angle.neg()
                } else {
                    rotation.angle
                };
                let pauli = Row {
                    negative: false,
                    ..pauli
                };
                self.rotations.push(Rotation { pauli, angle, op });
            }
        }
        true
    }

    /// A rotation by quarter turns about an axis: `exp(-i pi/4)` for each, times the power of s, conjugated.
    fn quarters(&mut self, axis: Axis, qubit: u8, quarters: i64, inverse: &mut Images) {
        let z = match quarters.rem_euclid(4) {
            0 => None,
            1 => Some(Gate::S),
            2 => Some(Gate::Z),
            _ => Some(Gate::Sdg),
        };
        let turns = quarters.rem_euclid(8) as i32;
        self.phase = self.phase.sub(&Angle::pi(turns, 4)).modulo(2);
        let Some(z) = z else {
            return;
        };
        let names: &[Gate] = match (axis, z) {
            (Axis::X, Gate::Z) => &[Gate::X],
            (Axis::X, _) => &[Gate::H, z, Gate::H],
            (Axis::Y, Gate::Z) => &[Gate::Y],
            (Axis::Y, _) => &[Gate::Sdg, Gate::H, z, Gate::H, Gate::S],
            _ => &[z],
        };
        let gates: Vec<Basic> = names.iter().map(|&g| Basic::one(g, qubit)).collect();
        let before = self.trailing;
        self.clifford(&gates, inverse);
        // A quarter turn about x or y takes one Hadamard between phase gates.
        self.trailing = self.trailing.min(before + 1);
    }

    fn clifford(&mut self, gates: &[Basic], inverse: &mut Images) {
        for &g in gates {
            inverse.divide(g);
            self.trailing += usize::from(g.gate == Gate::H);
            self.gates.push(g);
        }
    }
}
