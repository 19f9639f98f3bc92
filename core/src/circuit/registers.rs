// SPDX-License-Identifier: Apache-2.0
//! What a circuit carries beside its operations: register names, layouts, the error ledger.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A named list of qubits or bits; registers may share items (aliases).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Register {
    pub name: Arc<str>,
    pub items: Vec<u32>,
}

impl Register {
    pub fn new(name: &str, items: impl IntoIterator<Item = u32>) -> Register {
        Register {
            name: Arc::from(name),
            items: items.into_iter().collect(),
        }
    }
}

/// Where each program qubit starts and ends among the circuit's wires.
///
/// `initial[i]`: the wire that holds program qubit i at the start; `last[i]`: at the end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Layout {
    pub initial: Vec<u32>,
    pub last: Vec<u32>,
}

impl Layout {
    pub fn identity(qubits: u32) -> Layout {
        Layout {
            initial: (0..qubits).collect(),
            last: (0..qubits).collect(),
        }
    }

    pub fn is_identity(&self) -> bool {
        let plain = |l: &[u32]| l.iter().enumerate().all(|(i, &w)| i as u32 == w);
        plain(&self.initial) && plain(&self.last)
    }
}

/// Bound on the operator-norm error of everything done to the circuit that was not exact.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ledger {
    /// Sum of all charges.
    pub bound: f64,
    /// What may be charged in all.
    pub budget: f64,
}

impl Ledger {
    /// Budget of a compile to which the user granted no error of its own.
    pub const NUMERICAL_BUDGET: f64 = 1e-8;

    /// Charge `error` if the budget holds it; otherwise nothing is charged, and the caller must leave the
    /// circuit as it is.
    #[must_use]
    pub fn charge(&mut self, error: f64) -> bool {
        debug_assert!(error >= 0.0);
        if self.bound + error > self.budget {
            return false;
        }
        self.bound += error;
        true
    }

    /// Charge an error already made (snapping a float when reading it).
    pub fn record(&mut self, error: f64) {
        self.bound += error;
    }
}

impl Default for Ledger {
    fn default() -> Self {
        Ledger {
            bound: 0.0,
            budget: Ledger::NUMERICAL_BUDGET,
        }
    }
}
