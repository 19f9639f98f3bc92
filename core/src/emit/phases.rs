// SPDX-License-Identifier: Apache-2.0
//! Global phases that the bodies of gate definitions leave out, for a language whose bodies cannot hold them.

use rustc_hash::FxHashMap;

use crate::angle::ExprError;
use crate::circuit::{Definition, Kind, Payload};
use crate::{Angle, Circuit, Symbol};

/// Phases of definitions in terms of their parameters, each worked out once.
#[derive(Default)]
pub(super) struct UnsaidPhases {
    known: FxHashMap<*const Definition, Angle>,
}

impl UnsaidPhases {
    /// The circuit's phase, and that of every call and protected region in it. Calls under conditions have none that
    /// matters.
    pub fn of_circuit(&mut self, c: &Circuit) -> Result<Angle, ExprError> {
        let mut sum = c.phase.clone();
        for op in c.iter().filter(|&op| c.kind(op) == Kind::Call) {
            if let Some(Payload::Call { definition, params }) = c.payload(op).map(|p| &**p) {
                let phase = self.of_definition(definition)?;
                if phase.is_zero() {
                    continue;
                }
                let value = |s: &Symbol| {
                    let formal = definition.params.iter().position(|p| p == s)?;
                    Some(params[formal].clone())
                };
                sum = sum.add(&phase.bind(&value)?).modulo(2);
            }
        }
        for op in c.iter().filter(|&op| c.kind(op) == Kind::Region) {
            let (qubits, bits) = (c.qubits(op).len() as u32, c.bits(op).len() as u32);
            for block in c.payload(op).into_iter().flat_map(|p| p.blocks()) {
                let phase = self.of_circuit(&block.view(qubits, bits))?;
                sum = sum.add(&phase).modulo(2);
            }
        }
        Ok(sum)
    }

    fn of_definition(&mut self, definition: &Definition) -> Result<Angle, ExprError> {
        if let Some(phase) = self.known.get(&std::ptr::from_ref(definition)) {
            return Ok(phase.clone());
        }
        let phase = match &definition.body {
            Some(body) => self.of_circuit(body)?,
            None => Angle::ZERO,
        };
        self.known.insert(definition, phase.clone());
        Ok(phase)
    }
}
