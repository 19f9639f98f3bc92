// SPDX-License-Identifier: Apache-2.0
//! Circuits under construction: short lists of one- and two-qubit library gates.

use smallvec::SmallVec;

use crate::circuit::operation::Angles;
use crate::circuit::Place;
use crate::gate::{named_rotation, Axis, Inverse};
use crate::{Angle, Circuit, Gate, Wire};

/// Wires of one step.
pub type Pair = SmallVec<[Wire; 2]>;

/// One library gate on one or two qubits.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub gate: Gate,
    pub params: Angles,
    pub wires: Pair,
}

/// Gates in the order of time, and the global phase beside them.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Steps {
    pub list: Vec<Step>,
    pub phase: Angle,
    /// Bound on the operator-norm error of what was computed in floating point.
    pub error: f64,
}

impl Steps {
    pub fn new() -> Steps {
        Steps::default()
    }

    /// Append a gate as it is.
    pub fn push(&mut self, gate: Gate, params: &[Angle], wires: &[Wire]) {
        debug_assert_eq!(gate.num_qubits(), wires.len());
        self.list.push(Step {
            gate,
            params: params.iter().cloned().collect(),
            wires: Pair::from_slice(wires),
        });
    }

    pub fn one(&mut self, gate: Gate, on: Wire) {
        self.push(gate, &[], &[on]);
    }

    pub fn cx(&mut self, control: Wire, target: Wire) {
        self.push(Gate::Cx, &[], &[control, target]);
    }

    /// exp(-i angle P / 2), by its exact name where it has one; nothing for the identity.
    pub fn rotate(&mut self, axis: Axis, angle: &Angle, on: Wire) {
        let named = named_rotation(axis, angle);
        if let Some(gate) = named.gate {
            self.push(gate, named.params(), &[on]);
        }
        self.add_phase(&named.phase);
    }

    pub fn rz(&mut self, angle: &Angle, on: Wire) {
        self.rotate(Axis::Z, angle, on);
    }

    /// diag(1, exp(i angle)), by its exact name where it has one.
    pub fn p(&mut self, angle: &Angle, on: Wire) {
        let angle = angle.modulo(2);
        let named = named_rotation(Axis::Z, &angle);
        match named.gate {
            None => {}
            Some(gate) if gate.num_params() == 0 => self.one(gate, on),
            Some(_) => self.push(Gate::P, &[angle], &[on]),
        }
    }

    pub fn add_phase(&mut self, angle: &Angle) {
        if !angle.is_zero() {
            self.phase = self.phase.add(angle).modulo(2);
        }
    }

    pub fn append(&mut self, other: &Steps) {
        self.list.extend(other.list.iter().cloned());
        self.add_phase(&other.phase);
        self.error += other.error;
    }

    pub fn append_inverse(&mut self, other: &Steps) {
        self.list.extend(other.list.iter().rev().map(Step::inverse));
        self.add_phase(&other.phase.neg());
        self.error += other.error;
    }

    /// `outer`, what `inner` appends, and `outer` undone.
    pub fn within(&mut self, outer: &Steps, inner: impl FnOnce(&mut Steps)) {
        self.append(outer);
        inner(self);
        self.append_inverse(outer);
    }

    pub fn two_qubit_count(&self) -> usize {
        self.list.iter().filter(|s| s.wires.len() == 2).count()
    }

    /// Append to a circuit.
    pub fn emit(&self, circuit: &mut Circuit, place: Place) {
        for step in &self.list {
            circuit.push_gate(step.gate, &step.params, &step.wires, place);
        }
        circuit.add_phase(&self.phase);
        circuit.ledger.record(self.error);
    }

    /// Append to a circuit, wire i of the steps standing for `wires[i]`.
    pub fn emit_on(&self, circuit: &mut Circuit, wires: &[Wire], place: Place) {
        for step in &self.list {
            let mut on = [Wire(0); 2];
            for (to, from) in on.iter_mut().zip(&step.wires) {
                *to = wires[from.index()];
            }
            circuit.push_gate(step.gate, &step.params, &on[..step.wires.len()], place);
        }
        circuit.add_phase(&self.phase);
        circuit.ledger.record(self.error);
    }
}

impl Step {
    /// Every gate a construction uses has its inverse in the library.
    fn inverse(&self) -> Step {
        let (gate, params) = match self.gate.record().inverse {
            Inverse::Itself => (self.gate, self.params.clone()),
            Inverse::Gate(g) => (g, Angles::new()),
            Inverse::Negated => (self.gate, self.params.iter().map(Angle::neg).collect()),
            Inverse::Rule(rule) => (self.gate, rule(&self.params).into()),
            Inverse::Definition => unreachable!("constructions use no {}", self.gate.name()),
        };
        Step {
            gate,
            params,
            wires: self.wires.clone(),
        }
    }
}
