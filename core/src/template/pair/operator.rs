// SPDX-License-Identifier: Apache-2.0
//! The operator of a block as a product of rotations about Paulis of two qubits and fixed matrices.

use super::pauli::{on_both, on_one, rotate, Pair};
use crate::circuit::Circuit;
use crate::synth::matrix::{C64, M4};
use crate::synth::one_qubit::Run;
use crate::synth::op_matrix::{one_matrix, pair_matrix};
use crate::synth::two_qubit::Factors;
use crate::{Angle, Op, Symbol, Wire};

/// One factor.
#[derive(Clone, Debug, PartialEq)]
pub enum Factor {
    /// `exp(-i angle/2 P)`.
    Turn(Pair, Angle),
    Fixed(Box<M4>),
}

/// An operator whose Weyl decomposition is derived.
#[derive(Clone, Debug, PartialEq)]
pub struct Operator {
    /// First applied first; without the phases of the gates.
    pub(super) factors: Vec<Factor>,
    /// Coordinates of the canonical gate that are not derived.
    pub(super) fixed: [Option<f64>; 3],
    /// Names of what is derived, in the order of [`super::evaluate`].
    pub(in super::super) outputs: Vec<Symbol>,
}

/// The factors of a block, and the phase that is not in them.
#[derive(Clone, Debug, Default)]
pub(super) struct Product {
    pub factors: Vec<Factor>,
    pub phase: Angle,
}

impl Operator {
    /// The angles of its rotations, in order.
    pub(in super::super) fn angles(&self) -> impl Iterator<Item = &Angle> {
        angles(&self.factors)
    }
}

pub(super) fn angles(factors: &[Factor]) -> impl Iterator<Item = &Angle> {
    factors.iter().filter_map(|factor| match factor {
        Factor::Turn(_, angle) => Some(angle),
        Factor::Fixed(_) => None,
    })
}

impl Product {
    /// Of operations on two wires; `None` where one is no such product.
    pub fn of(circuit: &Circuit, ops: &[Op], wires: [Wire; 2]) -> Option<Product> {
        let mut product = Product::default();
        for &op in ops {
            let on = circuit.wires(op);
            let reversed = on[0] != wires[0];
            match on.len() {
                1 => product.one(circuit, op, usize::from(reversed))?,
                _ => product.two(circuit, op, reversed)?,
            }
        }
        Some(product)
    }

    fn one(&mut self, circuit: &Circuit, op: Op, qubit: usize) -> Option<()> {
        if let Some(matrix) = one_matrix(circuit, op) {
            let mut whole = M4::IDENTITY;
            whole.then_one(&matrix, qubit);
            self.fix(whole);
            return Some(());
        }
        let mut run = Run::default();
        run.gate(circuit.gate(op)?, circuit.params(op))
            .then_some(())?;
        for turn in &run.turns {
            self.turn(on_one(qubit, turn.axis), &turn.angle);
        }
        let mut tail = M4::IDENTITY;
        tail.then_one(&run.tail.quaternion().matrix(), qubit);
        if tail != M4::IDENTITY {
            self.fix(tail);
        }
        self.phase = self.phase.add(&run.phase.angle());
        Some(())
    }

    fn two(&mut self, circuit: &Circuit, op: Op, reversed: bool) -> Option<()> {
        if let Some(matrix) = pair_matrix(circuit, op) {
            self.fix(if reversed { matrix.exchanged() } else { matrix });
            return Some(());
        }
        let factors = Factors::of(circuit.gate(op)?, circuit.params(op))?;
        for (axes, angle) in &factors.turns {
            let mut axes = *axes;
            if reversed {
                axes.reverse();
            }
            self.turn(on_both(axes), angle);
        }
        self.phase = self.phase.add(&factors.phase);
        Some(())
    }

    fn turn(&mut self, pauli: Pair, angle: &Angle) {
        if let Some(value) = angle.value() {
            let (sin, cos) = (0.5 * value).sin_cos();
            return self.fix(rotate(&M4::IDENTITY, pauli, sin, cos));
        }
        match self.factors.last_mut() {
            Some(Factor::Turn(last, sum)) if *last == pauli => *sum = sum.add(angle),
            _ => self.factors.push(Factor::Turn(pauli, angle.clone())),
        }
    }

    fn fix(&mut self, matrix: M4) {
        match self.factors.last_mut() {
            Some(Factor::Fixed(last)) => **last = matrix * **last,
            _ => self.factors.push(Factor::Fixed(Box::new(matrix))),
        }
    }

    /// The matrix, phase aside, where angles have these values.
    pub fn matrix(&self, value: &dyn Fn(&Angle) -> Option<f64>) -> Option<M4> {
        let mut u = M4::IDENTITY;
        for factor in &self.factors {
            u = match factor {
                Factor::Fixed(matrix) => **matrix * u,
                Factor::Turn(pauli, angle) => {
                    let (sin, cos) = (0.5 * value(angle)?).sin_cos();
                    rotate(&u, *pauli, sin, cos)
                }
            };
        }
        let finite = |x: &C64| x.re.is_finite() && x.im.is_finite();
        u.0.iter().flatten().all(finite).then_some(u)
    }
}
