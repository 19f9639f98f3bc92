// SPDX-License-Identifier: Apache-2.0
//! One order for circuits that differ only in the order of independent operations; equality and
//! serialisation stand on it.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Circuit, Layout, Ledger, Operation, Register};
use crate::{Angle, Gate, Op, Symbol, Wire};

impl Circuit {
    /// Operations by (level, lowest wire), where the level is the length of the longest path from the start.
    ///
    /// Two circuits that are the same DAG give the same sequence. O(g log g).
    pub fn canonical_order(&self) -> Vec<Op> {
        let mut qubit_level = vec![0u32; self.num_qubits()];
        let mut bit_level = vec![0u32; self.num_bits()];
        let mut keyed: Vec<(u32, u32, u32, Op)> = Vec::with_capacity(self.len());
        for (position, op) in self.iter().enumerate() {
            let level = |w: &Wire| match w.is_bit() {
                true => bit_level[w.index()],
                false => qubit_level[w.index()],
            };
            let wires = self.wires(op);
            let at = wires.iter().map(level).max().unwrap_or(0) + 1;
            for w in wires {
                match w.is_bit() {
                    true => bit_level[w.index()] = at,
                    false => qubit_level[w.index()] = at,
                }
            }
            let lowest = wires.iter().map(|w| w.0).min().unwrap_or(u32::MAX);
            keyed.push((at, lowest, position as u32, op));
        }
        keyed.sort_unstable();
        keyed.into_iter().map(|k| k.3).collect()
    }
}

/// Same wires, names, phase, layout and DAG. Places, the ledger and the circuit's name do not count.
impl PartialEq for Circuit {
    fn eq(&self, other: &Self) -> bool {
        self.num_qubits() == other.num_qubits()
            && self.num_bits() == other.num_bits()
            && self.len() == other.len()
            && self.phase == other.phase
            && self.layout == other.layout
            && self.qubit_registers == other.qubit_registers
            && self.bit_registers == other.bit_registers
            && self
                .canonical_order()
                .into_iter()
                .zip(other.canonical_order())
                .all(|(a, b)| {
                    self.kind(a) == other.kind(b)
                        && self.wires(a) == other.wires(b)
                        && self.params(a) == other.params(b)
                        && self.payload(a) == other.payload(b)
                })
    }
}

/// Most qubits, and most bits, that are read; what names more does not come from us.
const MAX_WIRES: u32 = 1 << 26;

/// What is written: every field of a circuit, operations in their order.
#[derive(Serialize, Deserialize)]
struct Written {
    qubits: u32,
    bits: u32,
    name: Option<Arc<str>>,
    qubit_registers: Vec<Register>,
    bit_registers: Vec<Register>,
    phase: Angle,
    layout: Option<Layout>,
    ledger: Ledger,
    parameters: Vec<Symbol>,
    sources: Vec<Arc<str>>,
    operations: Vec<Operation>,
}

impl Serialize for Circuit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written {
            qubits: self.num_qubits() as u32,
            bits: self.num_bits() as u32,
            name: self.name.clone(),
            qubit_registers: self.qubit_registers.clone(),
            bit_registers: self.bit_registers.clone(),
            phase: self.phase.clone(),
            layout: self.layout.clone(),
            ledger: self.ledger.clone(),
            parameters: self.parameters.clone(),
            sources: self.sources.clone(),
            operations: self.iter().map(|op| self.operation(op)).collect(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Circuit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let w = Written::deserialize(deserializer)?;
        if w.qubits.max(w.bits) > MAX_WIRES {
            return Err(serde::de::Error::custom("more wires than any circuit has"));
        }
        let mut c = Circuit::new(w.qubits, w.bits);
        c.name = w.name;
        c.qubit_registers = w.qubit_registers;
        c.bit_registers = w.bit_registers;
        c.phase = w.phase;
        c.layout = w.layout;
        c.ledger = w.ledger;
        c.parameters = w.parameters;
        c.sources = w.sources;
        for o in w.operations {
            let inside = |wire: &Wire| match wire.is_bit() {
                true => wire.index() < c.num_bits(),
                false => wire.index() < c.num_qubits(),
            };
            if !o.wires.iter().all(inside) {
                return Err(serde::de::Error::custom(
                    "an operation names a wire the circuit lacks",
                ));
            }
            let angles = o.instruction.kind.gate().map_or(0, Gate::num_params);
            if o.instruction.params.len() != angles || !o.wires.is_sorted_by_key(|w| w.is_bit()) {
                return Err(serde::de::Error::custom("an operation with wrong operands"));
            }
            c.push(o);
        }
        Ok(c)
    }
}
