// SPDX-License-Identifier: Apache-2.0
//! From a circuit to its [`Form`]: the one-qubit Cliffords of each wire are carried along as a frame.
//!
//! What has been read is F V: V the form so far, F the frames. A Clifford gate joins F from the left. A gate G with the
//! axis A on a wire becomes F^-1 G F, whose axis is the image of A under F^-1, on V. Where that comes out negated, a
//! rotation turns the other way, and C(-P, Q) = Q C(P, Q), C(P, -Q) = P C(P, Q), C(-P, -Q) = -P Q C(P, Q): the Paulis go to F.

use super::form::Form;
use crate::analysis::axes::may_leave;
use crate::analysis::family::{membership, Turn};
use crate::circuit::Kind;
use crate::gate::Axis;
use crate::synth::euler::Pauli;
use crate::synth::one_qubit::Clifford;
use crate::{Angle, Circuit, Gate, Op};

/// The form of a circuit, and the global phase beside `Form::eighths`.
pub fn read(circuit: &Circuit) -> (Form, Angle) {
    let mut reader = Reader {
        circuit,
        form: Form::new(circuit.num_qubits(), circuit.len()),
        frames: vec![Clifford::ONE; circuit.num_qubits()],
        phase: Angle::ZERO,
        sixteenths: 0,
    };
    for op in circuit.iter() {
        reader.operation(op);
    }
    (0..circuit.num_qubits()).for_each(|wire| reader.flush(wire));
    let named = Angle::pi(reader.sixteenths.rem_euclid(16) as i32, 8);
    (reader.form, reader.phase.add(&named))
}

struct Reader<'a> {
    circuit: &'a Circuit,
    form: Form,
    frames: Vec<Clifford>,
    phase: Angle,
    /// Phases of named gates in units of pi/8.
    sixteenths: i64,
}

impl Reader<'_> {
    fn operation(&mut self, op: Op) {
        let circuit = self.circuit;
        if let Kind::Gate(gate) = circuit.kind(op) {
            let wires = circuit.qubits(op);
            let wire = wires[0].0;
            match gate {
                Gate::H => {
                    // H is i times half a turn.
                    self.form.eighths += 2;
                    let frame = &mut self.frames[wire as usize];
                    *frame = Clifford::hadamard() * *frame;
                    return;
                }
                Gate::Cx => return self.pair(op, [wire, wires[1].0], Pauli::X),
                Gate::Cy => return self.pair(op, [wire, wires[1].0], Pauli::Y),
                Gate::Cz => return self.pair(op, [wire, wires[1].0], Pauli::Z),
                _ => {}
            }
            if let (Turn::Eighths(k), Some(axis)) = (membership(gate).turn, pauli(gate.axis(0))) {
                if wires.len() == 1 {
                    self.sixteenths += i64::from(k);
                    return self.turn(op, wire, axis, eighths(k));
                }
            }
            if let Some(rotation) = gate.rotation(circuit.params(op)) {
                if let Some(axis) = pauli(rotation.axis) {
                    if !rotation.phase.is_zero() {
                        self.phase = self.phase.add(&rotation.phase).modulo(2);
                    }
                    return self.turn(op, wire, axis, rotation.angle);
                }
            }
        }
        if may_leave(circuit, op) {
            (0..self.frames.len()).for_each(|wire| self.flush(wire));
            self.form.fence(op, 0..self.frames.len());
            return;
        }
        let wires = circuit.qubits(op);
        wires.iter().for_each(|wire| self.flush(wire.index()));
        self.form.fence(op, wires.iter().map(|wire| wire.index()));
    }

    fn turn(&mut self, op: Op, wire: u32, axis: Pauli, angle: Angle) {
        let frame = &mut self.frames[wire as usize];
        self.form.frames = [*frame; 2];
        let (axis, negated) = frame.inverse().image(axis);
        let angle = if negated { angle.neg() } else { angle };
        let quarters = self.form.turn(op, wire, axis, angle);
        *frame = *frame * Clifford::quarter(axis, quarters);
    }

    /// C(Z, second) on two wires.
    fn pair(&mut self, op: Op, wires: [u32; 2], second: Pauli) {
        let [a, b] = wires.map(|w| w as usize);
        self.form.frames = [self.frames[a], self.frames[b]];
        let (p, p_negated) = self.frames[a].inverse().image(Pauli::Z);
        let (q, q_negated) = self.frames[b].inverse().image(second);
        self.form.eighths += paulis(&mut self.frames, [a, b], [p, q], [p_negated, q_negated]);
        for (wire, axis, quarters) in self.form.pair(op, wires, [p, q]) {
            let frame = &mut self.frames[wire as usize];
            *frame = *frame * Clifford::quarter(axis, quarters);
        }
    }

    fn flush(&mut self, wire: usize) {
        let frame = std::mem::replace(&mut self.frames[wire], Clifford::ONE);
        self.form.flush(wire as u32, frame);
    }
}

/// Let the frames take the Paulis by which C(+-P, +-Q) differs from C(P, Q). Returns the phase in units of pi/4.
pub fn paulis(
    frames: &mut [Clifford],
    [a, b]: [usize; 2],
    [p, q]: [Pauli; 2],
    [p_negated, q_negated]: [bool; 2],
) -> i64 {
    let mut eighths = 0;
    // A Pauli is i times half a turn.
    if p_negated {
        frames[b] = frames[b] * Clifford::quarter(q, 2);
        eighths += 2;
    }
    if q_negated {
        frames[a] = frames[a] * Clifford::quarter(p, 2);
        eighths += 2;
    }
    if p_negated && q_negated {
        eighths += 4;
    }
    eighths
}

/// A multiple of pi/4; those of `t` and `tdg` are had without arithmetic.
fn eighths(k: i8) -> Angle {
    match k {
        1 => Angle::QUARTER_PI,
        2 => Angle::HALF_PI,
        4 => Angle::PI,
        _ => Angle::pi(k.into(), 4),
    }
}

fn pauli(axis: Axis) -> Option<Pauli> {
    match axis {
        Axis::X => Some(Pauli::X),
        Axis::Y => Some(Pauli::Y),
        Axis::Z => Some(Pauli::Z),
        Axis::Any | Axis::None => None,
    }
}
