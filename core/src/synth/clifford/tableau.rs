// SPDX-License-Identifier: Apache-2.0
//! The tableau of a Clifford operator: the images of the Paulis, signs included.
//!
//! Row j is U X_j U^-1, row n + j is U Z_j U^-1, each a signed Pauli string. Stored by columns: `x[q]` and `z[q]`
//! have a bit for each row, so that a gate is a few operations on words. The update rules are those of Aaronson,
//! Gottesman, "Improved simulation of stabilizer circuits", Physical Review A 70, 052328, 2004,
//! doi:10.1103/PhysRevA.70.052328.

use super::{Basic, MAX_QUBITS};
use crate::gate::CliffordAction;
use crate::Gate;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tableau {
    pub x: Vec<u128>,
    pub z: Vec<u128>,
    pub negative: u128,
}

impl Tableau {
    pub fn identity(qubits: usize) -> Tableau {
        assert!(qubits <= MAX_QUBITS);
        Tableau {
            x: (0..qubits).map(|q| 1 << q).collect(),
            z: (0..qubits).map(|q| 1 << (qubits + q)).collect(),
            negative: 0,
        }
    }

    /// Of a circuit, first gate first.
    pub fn of(qubits: usize, gates: &[Basic]) -> Tableau {
        let mut tableau = Tableau::identity(qubits);
        gates.iter().for_each(|&g| tableau.apply(g));
        tableau
    }

    /// Of the inverse of a circuit.
    pub fn of_inverse(qubits: usize, gates: &[Basic]) -> Tableau {
        let mut tableau = Tableau::identity(qubits);
        gates.iter().rev().for_each(|g| tableau.apply(g.inverse()));
        tableau
    }

    /// Of a library gate on `qubits` qubits.
    pub fn of_action(action: &CliffordAction, qubits: usize) -> Tableau {
        let mut tableau = Tableau {
            x: vec![0; qubits],
            z: vec![0; qubits],
            negative: 0,
        };
        for j in 0..qubits {
            for (row, image) in [(j, action.x[j]), (qubits + j, action.z[j])] {
                for q in 0..qubits {
                    tableau.x[q] |= u128::from(image.x >> q & 1) << row;
                    tableau.z[q] |= u128::from(image.z >> q & 1) << row;
                }
                tableau.negative |= u128::from(image.negative) << row;
            }
        }
        tableau
    }

    #[inline]
    pub fn num_qubits(&self) -> usize {
        self.x.len()
    }

    pub fn is_identity(&self) -> bool {
        *self == Tableau::identity(self.num_qubits())
    }

    /// U becomes g U.
    #[inline]
    pub fn apply(&mut self, g: Basic) {
        let [a, b] = g.on.map(usize::from);
        let (xa, za) = (self.x[a], self.z[a]);
        match g.gate {
            Gate::H => {
                self.negative ^= xa & za;
                (self.x[a], self.z[a]) = (za, xa);
            }
            Gate::S => {
                self.negative ^= xa & za;
                self.z[a] ^= xa;
            }
            Gate::Sdg => {
                self.negative ^= xa & !za;
                self.z[a] ^= xa;
            }
            Gate::X => self.negative ^= za,
            Gate::Y => self.negative ^= xa ^ za,
            Gate::Z => self.negative ^= xa,
            Gate::Cx => {
                let (xb, zb) = (self.x[b], self.z[b]);
                self.negative ^= xa & zb & !(xb ^ za);
                self.x[b] ^= xa;
                self.z[a] ^= zb;
            }
            Gate::Cz => {
                let (xb, zb) = (self.x[b], self.z[b]);
                self.negative ^= xa & xb & (za ^ zb);
                self.z[a] ^= xb;
                self.z[b] ^= xa;
            }
            Gate::Swap => {
                self.x.swap(a, b);
                self.z.swap(a, b);
            }
            gate => unreachable!("{} is not basic", gate.name()),
        }
    }
}
