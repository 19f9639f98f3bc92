// SPDX-License-Identifier: Apache-2.0
//! Numbers put into the slots of a circuit.

use std::sync::Arc;

use super::build::slots;
use crate::circuit::Payload;
use crate::{Angle, Circuit, Op};

/// The circuit with numbers in its slots, the global phase last; those that are NaN stay as they are.
///
/// Numbers beside a multiple of pi become it, as when read. Where no slot is left, no parameter is.
pub fn fill(circuit: &Circuit, values: &[f64]) -> Circuit {
    let mut filled = circuit.clone();
    let mut left = false;
    let mut number = |value: f64| {
        let is_known = !value.is_nan();
        left |= !is_known;
        is_known.then(|| Angle::radians(value).snapped().0)
    };
    for (&value, (op, index)) in values.iter().zip(slots(circuit)) {
        if let Some(angle) = number(value) {
            set(&mut filled, op, index, angle);
        }
    }
    if circuit.phase.is_symbolic() {
        if let Some(angle) = values.last().and_then(|&phase| number(phase)) {
            filled.phase = angle.modulo(2);
        }
    }
    if !left {
        filled.parameters.clear();
    }
    filled
}

fn set(circuit: &mut Circuit, op: Op, index: usize, angle: Angle) {
    if circuit.kind(op).gate().is_some() {
        return circuit.set_param(op, index, angle);
    }
    let mut instruction = circuit.operation(op).instruction;
    let payload = instruction.payload.as_mut().map(Arc::make_mut);
    match payload {
        Some(Payload::Call { params, .. }) => params[index] = angle,
        Some(Payload::Controlled { base, .. }) => base.params[index] = angle,
        _ => return,
    }
    circuit.set_instruction(op, instruction);
}

/// Whether an operation in a block has an angle that is not a number.
pub fn inside(circuit: &Circuit) -> bool {
    circuit.iter().any(|op| {
        let (qubits, bits) = (circuit.qubits(op).len(), circuit.bits(op).len());
        let blocks = circuit.payload(op).map(|p| p.blocks());
        blocks.into_iter().flatten().any(|block| {
            let body = block.view(qubits as u32, bits as u32);
            body.phase.is_symbolic() || !slots(&body).is_empty() || inside(&body)
        })
    })
}
