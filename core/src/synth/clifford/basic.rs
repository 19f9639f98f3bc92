// SPDX-License-Identifier: Apache-2.0
//! The few Clifford gates everything else here is made of.

use crate::Gate;

/// One of h, s, sdg, x, y, z, cx, cz, swap on numbered qubits; on one qubit both numbers are the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Basic {
    pub gate: Gate,
    pub on: [u8; 2],
}

impl Basic {
    #[inline]
    pub fn one(gate: Gate, qubit: u8) -> Basic {
        Basic {
            gate,
            on: [qubit, qubit],
        }
    }

    #[inline]
    pub fn two(gate: Gate, a: u8, b: u8) -> Basic {
        debug_assert!(a != b);
        Basic { gate, on: [a, b] }
    }

    #[inline]
    pub fn is_pair(self) -> bool {
        self.on[0] != self.on[1]
    }

    /// Twists it is made of.
    pub fn twists(self) -> usize {
        match self.gate {
            Gate::Swap => 3,
            _ => usize::from(self.is_pair()),
        }
    }

    #[must_use]
    pub fn inverse(self) -> Basic {
        let gate = match self.gate {
            Gate::S => Gate::Sdg,
            Gate::Sdg => Gate::S,
            gate => gate,
        };
        Basic { gate, ..self }
    }

    /// The same gate on other qubits.
    #[must_use]
    pub fn on(self, qubits: &[u8]) -> Basic {
        let on = self.on.map(|q| qubits[usize::from(q)]);
        Basic { on, ..self }
    }
}
