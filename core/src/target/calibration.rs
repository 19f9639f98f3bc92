// SPDX-License-Identifier: Apache-2.0
//! What was measured on a device: errors, durations, lifetimes. A figure that is not known is absent, never guessed.

use rustc_hash::FxHashMap;

use crate::Gate;

/// One snapshot of a device's figures.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Calibration {
    /// By gate and ordered pair of qubits; gates on one qubit stand under `(gate, [q, q])`.
    pub gates: FxHashMap<(Gate, [u32; 2]), GateFacts>,
    /// By qubit; empty where nothing is known of any.
    pub qubits: Vec<QubitFacts>,
}

/// What is known of one gate at one place.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct GateFacts {
    /// Probability of going wrong, 0 to 1.
    pub error: Option<f64>,
    pub duration_ns: Option<f64>,
}

/// What is known of one qubit.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct QubitFacts {
    pub t1_ns: Option<f64>,
    pub t2_ns: Option<f64>,
    /// Probability that a measurement reports the wrong bit, 0 to 1.
    pub readout_error: Option<f64>,
    pub measure_ns: Option<f64>,
    pub reset_ns: Option<f64>,
}

impl Calibration {
    /// Facts of a gate on `qubits`; a symmetric gate is found under either order.
    pub fn gate(&self, gate: Gate, qubits: &[u32]) -> GateFacts {
        let key = match *qubits {
            [q] => [q, q],
            [a, b] => [a, b],
            _ => return GateFacts::default(),
        };
        let found = self.gates.get(&(gate, key));
        let found = match found {
            None if gate.record().symmetric => self.gates.get(&(gate, [key[1], key[0]])),
            _ => found,
        };
        found.copied().unwrap_or_default()
    }

    pub fn qubit(&self, qubit: u32) -> QubitFacts {
        self.qubits.get(qubit as usize).copied().unwrap_or_default()
    }
}
