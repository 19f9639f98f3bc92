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
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    in_placed_blocks(circuit, &wires, &|body, _| kernel(body))
}

/// As [`in_blocks`]; the kernel is told where a block's qubits lie: `wires[i]` is the outermost circuit's
/// qubit under qubit i.
pub fn in_placed_blocks(
    circuit: &mut Circuit,
    wires: &[u32],
    kernel: &dyn Fn(&mut Circuit, &[u32]) -> Result<bool, PassError>,
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
        let inner: Vec<u32> = circuit
            .qubits(op)
            .iter()
            .map(|w| wires[w.index()])
            .collect();
        let payload = circuit
            .payload(op)
            .cloned()
            .expect("control flow has a payload");
        // A body's error counts as often as it runs; a while loop may run for ever, so it gets no budget.
        let times = match &*payload {
            Payload::For { values, .. } => values.len() as f64,
            Payload::While { .. } => f64::INFINITY,
            _ => 1.0,
        };
        let mut touched = false;
        let ledger = &mut circuit.ledger;
        let mut run = |block: &Block| -> Result<Block, PassError> {
            let mut body = block.to_circuit(qubits, bits);
            body.ledger.bound = 0.0;
            body.ledger.budget = ((ledger.budget - ledger.bound) / times.max(1.0)).max(0.0);
            let below = in_placed_blocks(&mut body, &inner, kernel)?;
            if !kernel(&mut body, &inner)? && !below {
                return Ok(block.clone());
            }
            touched = true;
            if body.ledger.bound > 0.0 {
                ledger.record(body.ledger.bound * times);
            }
            Ok(Block::body(body))
        };
        let new = payload.with_blocks(&mut run)?;
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
