// SPDX-License-Identifier: Apache-2.0
//! The matrices of a circuit's own small operations, and of runs of them on one pair of wires.

use num_complex::Complex64;

use super::matrix::{M2, M4};
use crate::circuit::{Circuit, Kind, Payload};
use crate::{Gate, Op, Wire};

fn values(circuit: &Circuit, op: Op) -> Option<([f64; 4], usize)> {
    let mut values = [0.0; 4];
    let params = circuit.params(op);
    for (value, angle) in values.iter_mut().zip(params) {
        *value = angle.value()?;
    }
    Some((values, params.len()))
}

fn written(circuit: &Circuit, op: Op) -> Option<&[Complex64]> {
    match circuit.payload(op).map(|p| &**p) {
        Some(Payload::Unitary { matrix, .. }) => Some(matrix),
        _ => None,
    }
}

/// The matrix of a one-qubit gate or matrix; `None` with symbols.
pub fn one_matrix(circuit: &Circuit, op: Op) -> Option<M2> {
    match circuit.kind(op) {
        Kind::Gate(gate) => {
            let (values, count) = values(circuit, op)?;
            gate.matrix2(&values[..count]).map(M2)
        }
        _ => {
            let m = written(circuit, op)?;
            Some(M2([[m[0], m[1]], [m[2], m[3]]]))
        }
    }
}

/// The matrix of a two-qubit operation over its own operands, the first least significant; `None` with symbols.
pub fn pair_matrix(circuit: &Circuit, op: Op) -> Option<M4> {
    match circuit.kind(op) {
        Kind::Gate(gate) => {
            let (values, count) = values(circuit, op)?;
            gate.matrix4(&values[..count]).map(M4)
        }
        _ => {
            let m = written(circuit, op)?;
            Some(M4(std::array::from_fn(|i| {
                std::array::from_fn(|j| m[4 * i + j])
            })))
        }
    }
}

/// The matrix of operations on one or both of two wires, over those wires; `None` with symbols or anything wider.
pub fn block_matrix(circuit: &Circuit, ops: &[Op], wires: [Wire; 2]) -> Option<M4> {
    let mut u = M4::IDENTITY;
    for &op in ops {
        match *circuit.wires(op) {
            [q] => u.then_one(&one_matrix(circuit, op)?, usize::from(q != wires[0])),
            [a, _] => {
                let reversed = a != wires[0];
                match circuit.kind(op) {
                    Kind::Gate(Gate::Cx) => u.then_cx(usize::from(reversed)),
                    _ => {
                        let m = pair_matrix(circuit, op)?;
                        u = if reversed { m.exchanged() } else { m } * u;
                    }
                }
            }
            _ => return None,
        }
    }
    Some(u)
}
