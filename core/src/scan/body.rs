// SPDX-License-Identifier: Apache-2.0
//! Gate definitions being read.

use std::sync::Arc;

use super::header::Origin;
use super::limits::Limit;
use super::names::{Action, GateEntry};
use super::Program;
use crate::circuit::Definition;
use crate::emit::defines_library_gate;
use crate::{Angle, Circuit, Symbol};

/// From this many on, formal qubits are looked up in a table.
const MANY: usize = 8;

/// A definition whose body is being read.
#[derive(Debug)]
pub struct Body {
    pub name: Arc<str>,
    params: Vec<Symbol>,
    qubits: Vec<Arc<str>>,
    table: rustc_hash::FxHashMap<Arc<str>, u32>,
    pub(super) circuit: Circuit,
    pub(super) cost: u64,
    pub(super) depth: u32,
}

impl Body {
    /// Start a definition; the names are distinct.
    pub fn new(name: &str, params: Vec<Symbol>, qubits: Vec<Arc<str>>) -> Body {
        let mut circuit = Circuit::new(qubits.len() as u32, 0);
        circuit.parameters.clone_from(&params);
        let table = match qubits.len() > MANY {
            true => (0..).zip(&qubits).map(|(i, q)| (q.clone(), i)).collect(),
            false => Default::default(),
        };
        Body {
            name: name.into(),
            params,
            qubits,
            table,
            circuit,
            cost: 0,
            depth: 0,
        }
    }

    /// Number of the formal qubit of that name.
    pub fn qubit(&self, name: &[u8]) -> Option<u32> {
        if self.qubits.len() > MANY {
            return self.table.get(std::str::from_utf8(name).ok()?).copied();
        }
        let at = self.qubits.iter().position(|q| q.as_bytes() == name)?;
        Some(at as u32)
    }

    /// The formal parameter of that name, as an angle.
    pub fn parameter(&self, name: &[u8]) -> Option<Angle> {
        let symbol = self.params.iter().find(|p| p.name.as_bytes() == name)?;
        Some(Angle::symbol(symbol.clone()))
    }
}

impl Program {
    /// Finish the definition being read and declare it.
    pub fn end_gate(&mut self) -> Result<(), Limit> {
        let depth = self.body.as_ref().map_or(0, |b| b.depth) + 1;
        if depth > self.limits.depth {
            return Err(Limit::Depth);
        }
        let Some(body) = self.body.take() else {
            return Ok(());
        };
        let error = body.circuit.ledger.bound;
        let definition = Definition {
            name: body.name,
            params: body.params,
            qubits: body.qubits,
            body: Some(body.circuit),
        };
        self.put_definition(definition, body.cost, depth, error);
        Ok(())
    }

    /// Declare a gate without a body.
    pub fn opaque(&mut self, name: &str, params: Vec<Symbol>, qubits: Vec<Arc<str>>) {
        let definition = Definition {
            name: name.into(),
            params,
            qubits,
            body: None,
        };
        self.put_definition(definition, 1, 1, 0.0);
    }

    fn put_definition(&mut self, definition: Definition, cost: u64, depth: u32, error: f64) {
        // Writers of OpenQASM 2 spell out library gates that the published header lacks; they come back as themselves.
        let library = defines_library_gate(&definition);
        let definition = Arc::new(definition);
        let entry = GateEntry {
            origin: Origin::Program,
            params: definition.params.len() as u32,
            qubits: definition.qubits.len() as u32,
            cost: library.map_or(cost, |_| 1),
            depth,
            error,
            action: library.map_or_else(
                || Action::Defined(definition.clone(), None),
                Action::Library,
            ),
        };
        self.names.put_gate(definition.name.as_bytes(), entry);
    }
}
