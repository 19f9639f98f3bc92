// SPDX-License-Identifier: Apache-2.0
//! One of the two circuits compared: its program, and where the compared qubits start and end.

use super::program::{Program, Step};
use super::Relation;
use crate::Circuit;

/// A program with the wires of its qubits. Wires that hold none of them are ancillas: they start in |0> and
/// have to be given back in it.
#[derive(Clone, Debug)]
pub struct Side {
    pub program: Program,
    /// The wire on which qubit i starts.
    pub initial: Vec<u32>,
    /// The wire on which it ends.
    pub last: Vec<u32>,
}

impl Side {
    /// Number of qubits compared.
    pub fn qubits(&self) -> usize {
        self.initial.len()
    }

    pub fn wires(&self) -> usize {
        self.program.qubits
    }

    pub fn has_ancillas(&self) -> bool {
        self.wires() > self.qubits()
    }

    /// Row of the basis state `value` of the qubits, ancillas in |0>.
    pub fn row(&self, value: usize, wires: &[u32]) -> usize {
        wires
            .iter()
            .enumerate()
            .filter(|(i, _)| value >> i & 1 == 1)
            .fold(0, |row, (_, &w)| row | 1 << w)
    }

    /// The wires at the end: those of the qubits, then the ancillas.
    pub fn output_order(&self) -> Vec<u32> {
        let ancillas = (0..self.wires() as u32).filter(|w| !self.last.contains(w));
        self.last.iter().copied().chain(ancillas).collect()
    }

    /// For each row at the end: the qubits' basis state, with the ancillas above it in the order of their wires.
    pub fn outputs(&self) -> Vec<usize> {
        let order = self.output_order();
        (0..1usize << self.wires())
            .map(|row| {
                order
                    .iter()
                    .enumerate()
                    .filter(|(_, &w)| row >> w & 1 == 1)
                    .fold(0, |value, (i, _)| value | 1 << i)
            })
            .collect()
    }
}

/// Both sides, ready to be compared.
#[derive(Clone, Debug)]
pub struct Pair {
    pub a: Side,
    pub b: Side,
}

impl Pair {
    /// Line up two circuits. `operator` takes the wires as they are and the other relations the layouts;
    /// the qubits one circuit has more are ancillas. `Err`: why they cannot be the same.
    pub fn new(
        (a, program_a): (&Circuit, Program),
        (b, program_b): (&Circuit, Program),
        relation: Relation,
    ) -> Result<Pair, String> {
        let side = |circuit: &Circuit, program: Program| {
            let plain: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
            let (initial, last) = match &circuit.layout {
                Some(layout) if relation != Relation::Operator => {
                    (layout.initial.clone(), layout.last.clone())
                }
                _ => (plain.clone(), plain),
            };
            Side {
                program,
                initial,
                last,
            }
        };
        let (mut a, mut b) = (side(a, program_a), side(b, program_b));
        if relation == Relation::Operator && a.wires() != b.wires() {
            return Err(format!("{} qubits against {}", a.wires(), b.wires()));
        }
        for side in [&a, &b] {
            let inside = |w: &[u32]| {
                let mut seen = vec![false; side.wires()];
                w.iter().all(|&w| {
                    (w as usize) < seen.len() && !std::mem::replace(&mut seen[w as usize], true)
                })
            };
            if side.initial.len() != side.last.len()
                || !inside(&side.initial)
                || !inside(&side.last)
            {
                return Err("a layout that is not one to one".to_string());
            }
        }
        let qubits = a.qubits().min(b.qubits());
        for side in [&mut a, &mut b] {
            side.initial.truncate(qubits);
            side.last.truncate(qubits);
        }
        Ok(Pair { a, b })
    }

    /// Forget qubits that nothing happens to in either circuit, and wires that nothing happens to.
    pub fn compact(&mut self) {
        let touched = |side: &Side| {
            let mut touched = vec![false; side.wires()];
            for step in &side.program.steps {
                visit(step, &mut |w| touched[*w as usize] = true);
            }
            touched
        };
        let (ta, tb) = (touched(&self.a), touched(&self.b));
        let idle = |side: &Side, touched: &[bool], i: usize| {
            side.initial[i] == side.last[i] && !touched[side.initial[i] as usize]
        };
        let kept: Vec<usize> = (0..self.a.qubits())
            .filter(|&i| !idle(&self.a, &ta, i) || !idle(&self.b, &tb, i))
            .collect();
        for (side, mut keep) in [(&mut self.a, ta), (&mut self.b, tb)] {
            side.initial = kept.iter().map(|&i| side.initial[i]).collect();
            side.last = kept.iter().map(|&i| side.last[i]).collect();
            for &w in side.initial.iter().chain(&side.last) {
                keep[w as usize] = true;
            }
            let mut number = vec![u32::MAX; keep.len()];
            let mut next = 0;
            for (w, _) in keep.iter().enumerate().filter(|(_, k)| **k) {
                number[w] = next;
                next += 1;
            }
            side.program.qubits = next as usize;
            for step in &mut side.program.steps {
                visit_mut(step, &mut |w| *w = number[*w as usize]);
            }
            for w in side.initial.iter_mut().chain(&mut side.last) {
                *w = number[*w as usize];
            }
        }
    }

    pub fn is_unitary(&self) -> bool {
        self.a.program.is_unitary() && self.b.program.is_unitary()
    }

    /// Wires of the wider side.
    pub fn wires(&self) -> usize {
        self.a.wires().max(self.b.wires())
    }

    pub fn steps(&self) -> usize {
        self.a.program.steps.len() + self.b.program.steps.len()
    }
}

fn visit(step: &Step, f: &mut dyn FnMut(&u32)) {
    match step {
        Step::Unitary(u) => {
            u.targets.iter().for_each(&mut *f);
            u.controls.iter().for_each(|c| f(&c.0));
        }
        Step::Measure { qubit, .. } | Step::Reset { qubit } => f(qubit),
        Step::Channel { targets, .. } => targets.iter().for_each(f),
        Step::Unless { .. } | Step::Jump { .. } => {}
    }
}

fn visit_mut(step: &mut Step, f: &mut dyn FnMut(&mut u32)) {
    match step {
        Step::Unitary(u) => {
            u.targets.iter_mut().for_each(&mut *f);
            u.controls.iter_mut().for_each(|c| f(&mut c.0));
        }
        Step::Measure { qubit, .. } | Step::Reset { qubit } => f(qubit),
        Step::Channel { targets, .. } => targets.iter_mut().for_each(f),
        Step::Unless { .. } | Step::Jump { .. } => {}
    }
}
