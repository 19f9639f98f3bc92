// SPDX-License-Identifier: Apache-2.0
//! The driver that takes a kernel into the blocks of control flow.

use std::sync::Arc;

use super::PassError;
use crate::circuit::{Block, Circuit, Instruction, Kind, Payload};
use crate::Op;

/// Run `kernel` inside every block, innermost first, protected regions excepted; the blocks' owners stay in
/// place. Returns whether any block changed.
pub fn in_blocks(
    circuit: &mut Circuit,
    kernel: &dyn Fn(&mut Circuit) -> Result<bool, PassError>,
) -> Result<bool, PassError> {
    let owners: Vec<Op> = circuit
        .iter()
        .filter(|&op| circuit.kind(op).is_control_flow() && circuit.kind(op) != Kind::Region)
        .collect();
    let mut changed = false;
    for op in owners {
        let (qubits, bits) = (
            circuit.qubits(op).len() as u32,
            circuit.bits(op).len() as u32,
        );
        let mut touched = false;
        let mut run = |block: &Block| -> Result<Block, PassError> {
            let mut body = block.to_circuit(qubits, bits);
            // Blocks charge their errors to the owner's circuit: a block may run, so its bound counts.
            body.ledger = Default::default();
            body.ledger.budget = circuit.ledger.budget - circuit.ledger.bound;
            let inner = in_blocks(&mut body, kernel)?;
            if !kernel(&mut body)? && !inner {
                return Ok(block.clone());
            }
            touched = true;
            circuit.ledger.record(body.ledger.bound);
            Ok(Block::body(body))
        };
        let payload = circuit
            .payload(op)
            .cloned()
            .expect("control flow has a payload");
        let new = match &*payload {
            Payload::If {
                condition,
                then,
                otherwise,
            } => Payload::If {
                condition: condition.clone(),
                then: run(then)?,
                otherwise: otherwise.as_ref().map(&mut run).transpose()?,
            },
            Payload::For {
                variable,
                values,
                body,
            } => Payload::For {
                variable: variable.clone(),
                values: values.clone(),
                body: run(body)?,
            },
            Payload::While { condition, body } => Payload::While {
                condition: condition.clone(),
                body: run(body)?,
            },
            Payload::Switch {
                bits,
                cases,
                default,
            } => Payload::Switch {
                bits: bits.clone(),
                cases: cases
                    .iter()
                    .map(|(values, block)| Ok((values.clone(), run(block)?)))
                    .collect::<Result<_, PassError>>()?,
                default: default.as_ref().map(&mut run).transpose()?,
            },
            _ => continue,
        };
        if touched {
            let instruction = Instruction {
                kind: circuit.kind(op),
                params: Default::default(),
                payload: Some(Arc::new(new)),
            };
            circuit.set_instruction(op, instruction);
            changed = true;
        }
    }
    Ok(changed)
}
