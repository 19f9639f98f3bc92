// SPDX-License-Identifier: Apache-2.0
//! A circuit in the making: one-qubit matrices, cx and cz, and an exact global phase.
//!
//! What the synthesisers of matrices and states write. One-qubit gates have no names yet, so neighbours multiply at once;
//! they get names, and angles, when a draft becomes [`Steps`].

mod item;
mod tidy;

pub use item::Item;

use super::dense::{self, Matrix};
use super::euler::{Pauli, Quaternion};
use super::matrix::{C64, M2, ONE, ZERO};
use super::one_qubit_matrix::Turn;
use super::steps::Steps;
use crate::{Angle, Gate, Wire};

/// See the module's page.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Draft {
    pub qubits: usize,
    items: Vec<Item>,
    /// In radians.
    pub phase: f64,
}

impl Draft {
    pub fn new(qubits: usize) -> Draft {
        Draft {
            qubits,
            items: Vec::new(),
            phase: 0.0,
        }
    }

    /// Of steps on wires below `qubits`, if their two-qubit gates are cx and cz and their angles numbers.
    pub fn of_steps(steps: &Steps, qubits: usize) -> Option<Draft> {
        let mut draft = Draft::new(qubits);
        draft.phase = steps.phase.value()?;
        for step in &steps.list {
            match (step.gate, &*step.wires) {
                (Gate::Cx, &[c, t]) => draft.cx(c.index(), t.index()),
                (Gate::Cz, &[a, b]) => draft.cz(a.index(), b.index()),
                (gate, &[q]) => {
                    let values: Option<Vec<f64>> = step.params.iter().map(Angle::value).collect();
                    draft.one(q.index(), M2(gate.matrix2(&values?)?));
                }
                _ => return None,
            }
        }
        Some(draft)
    }

    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// A unitary on a wire, joined to the gate before it there if that is one as well.
    pub fn one(&mut self, wire: usize, gate: M2) {
        let before = self.items.iter().rposition(|item| item.touches(wire));
        if let Some(at) = before {
            if let Item::One(_, m) = &mut self.items[at] {
                *m = gate * *m;
                return;
            }
        }
        self.items.push(Item::One(wire, gate));
    }

    pub fn cx(&mut self, control: usize, target: usize) {
        self.items.push(Item::Cx(control, target));
    }

    pub fn cz(&mut self, a: usize, b: usize) {
        self.items.push(Item::Cz(a, b));
    }

    /// exp(-i angle P / 2).
    pub fn rotate(&mut self, axis: Pauli, angle: f64, wire: usize) {
        self.one(wire, Quaternion::rotation(axis, angle).matrix());
    }

    pub fn push(&mut self, item: Item) {
        match item {
            Item::One(wire, m) => self.one(wire, m),
            Item::Cx(c, t) => self.cx(c, t),
            Item::Cz(a, b) => self.cz(a, b),
        }
    }

    /// Then `other`.
    pub fn append(&mut self, other: &Draft) {
        debug_assert!(other.qubits <= self.qubits);
        self.phase += other.phase;
        for &item in &other.items {
            self.push(item);
        }
    }

    /// Then `other`, its wire i standing for `wires[i]`.
    pub fn append_on(&mut self, other: &Draft, wires: &[usize]) {
        self.phase += other.phase;
        for &item in &other.items {
            self.push(item.on(|w| wires[w]));
        }
    }

    #[must_use]
    pub fn inverse(&self) -> Draft {
        Draft {
            qubits: self.qubits,
            items: self.items.iter().rev().map(Item::inverse).collect(),
            phase: -self.phase,
        }
    }

    pub fn two_qubit_count(&self) -> usize {
        let is_pair = |i: &&Item| !matches!(i, Item::One(..));
        self.items.iter().filter(is_pair).count()
    }

    /// Layers of one-qubit gates, cx and cz; the longest path.
    pub fn depth(&self) -> usize {
        let mut level = vec![0; self.qubits];
        for item in &self.items {
            match *item {
                Item::One(q, _) => level[q] += 1,
                Item::Cx(a, b) | Item::Cz(a, b) => {
                    let next = level[a].max(level[b]) + 1;
                    (level[a], level[b]) = (next, next);
                }
            }
        }
        level.into_iter().max().unwrap_or(0)
    }

    /// `m` becomes this circuit times `m`; 2^qubits rows.
    pub fn apply(&self, m: &mut Matrix) {
        for item in &self.items {
            for mut column in m.column_iter_mut() {
                item.apply(column.as_mut_slice());
            }
        }
        let phase = C64::from_polar(1.0, self.phase);
        m.iter_mut().for_each(|x| *x *= phase);
    }

    /// Its matrix. O(g 4^n) time.
    pub fn unitary(&self) -> Matrix {
        let mut m = dense::identity(1 << self.qubits);
        self.apply(&mut m);
        m
    }

    /// The state it makes of |0>. O(g 2^n) time.
    pub fn state(&self) -> Vec<C64> {
        let mut state = vec![ZERO; 1 << self.qubits];
        state[0] = C64::from_polar(1.0, self.phase);
        for item in &self.items {
            item.apply(&mut state);
        }
        state
    }

    /// As library gates: `u`, or the named gate or rotation a matrix is, and `cx`, `cz`.
    pub fn to_steps(&self, wires: &[Wire]) -> Steps {
        let mut steps = Steps::new();
        for item in &self.items {
            match *item {
                Item::One(q, m) => write_one(&mut steps, &m, wires[q]),
                Item::Cx(c, t) => steps.cx(wires[c], wires[t]),
                Item::Cz(a, b) => steps.push(Gate::Cz, &[], &[wires[a], wires[b]]),
            }
        }
        let (phase, off) = crate::Angle::radians(self.phase).snapped();
        steps.add_phase(&phase);
        steps.error += off;
        steps
    }
}

fn write_one(steps: &mut Steps, m: &M2, wire: Wire) {
    let turn = Turn::of_matrix(m.0);
    steps.add_phase(&turn.phase);
    steps.error += turn.error;
    let [theta, phi, lambda] = turn.u;
    if theta.is_zero() {
        steps.p(&phi.add(&lambda), wire);
    } else {
        steps.push(Gate::U, &[theta, phi, lambda], &[wire]);
    }
}

/// The matrix diag(1, exp(i angle)).
pub fn phase_gate(angle: f64) -> M2 {
    M2([[ONE, ZERO], [ZERO, C64::from_polar(1.0, angle)]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{block2, distance, haar, on_wires};

    fn sample() -> Draft {
        let mut d = Draft::new(3);
        for (i, seed) in (0..8).enumerate() {
            d.one(i % 3, block2(&haar(2, seed), 0, 0));
            match i % 3 {
                0 => d.cx(0, 2),
                1 => d.cz(1, 0),
                _ => d.cx(2, 1),
            }
        }
        d.phase = 0.3;
        d
    }

    #[test]
    fn the_inverse_undoes() {
        let mut d = sample();
        let u = d.unitary();
        d.append(&d.inverse());
        assert!(distance(&d.unitary(), &dense::identity(8)) < 1e-13);
        d.tidy();
        assert!(d.items().is_empty(), "{d:?}");
        let steps = sample().to_steps(&[Wire(0), Wire(1), Wire(2)]);
        let mut circuit = crate::Circuit::new(3, 0);
        steps.emit(&mut circuit, crate::circuit::Place::default());
        let written = dense::from_rows(8, &circuit.unitary(3).expect("numbers"));
        assert!(distance(&written, &u) < 1e-13);
    }

    #[test]
    fn tidy_keeps_the_matrix() {
        let mut d = sample();
        d.cx(0, 2);
        d.rotate(Pauli::Z, 0.4, 0);
        d.cx(1, 2);
        d.one(1, M2::IDENTITY.scale(C64::from_polar(1.0, 0.2)));
        d.cx(0, 2);
        let (before, count) = (d.unitary(), d.two_qubit_count());
        d.tidy();
        assert_eq!(count - 2, d.two_qubit_count());
        assert!(distance(&before, &d.unitary()) < 1e-14);
    }

    #[test]
    fn wires_are_bits() {
        let mut d = Draft::new(3);
        let m = haar(2, 5);
        d.one(1, block2(&m, 0, 0));
        assert!(distance(&d.unitary(), &on_wires(&m, &[1], 3)) < 1e-15);
        let mut on = Draft::new(3);
        let mut pair = Draft::new(2);
        pair.cx(0, 1);
        on.append_on(&pair, &[2, 0]);
        assert_eq!(&[Item::Cx(2, 0)], on.items());
        assert_eq!(1, on.depth());
    }
}
