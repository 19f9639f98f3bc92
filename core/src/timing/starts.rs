// SPDX-License-Identifier: Apache-2.0
//! When each operation starts: as soon, or as late, as its wires allow.
//!
//! As late as possible is as soon as possible with time reversed, since what orders two operations (a common qubit, or
//! a common bit that one of them writes) does not depend on their order.

use crate::circuit::Kind as OpKind;
use crate::metrics::mark_written;
use crate::{Circuit, Op};

/// Which of the schedules of least duration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Every operation as soon as possible.
    Asap,
    /// Every operation as late as possible without ending later.
    Alap,
}

/// Ticks at which each operation starts, by its index; `lengths` are theirs. Linear time.
pub fn starts(circuit: &Circuit, lengths: &[i64], kind: Kind) -> Vec<i64> {
    let mut at = vec![0; circuit.capacity()];
    let mut wires = Free::new(circuit);
    match kind {
        Kind::Asap => {
            for op in circuit.iter() {
                at[op.index()] = wires.run(circuit, op, lengths[op.index()]);
            }
        }
        Kind::Alap => {
            let mut end = 0;
            let mut next = circuit.last().some();
            while let Some(op) = next {
                next = circuit.before(op).some();
                let length = lengths[op.index()];
                // Counted from the end.
                at[op.index()] = wires.run(circuit, op, length).saturating_add(length);
                end = end.max(at[op.index()]);
            }
            for op in circuit.iter() {
                at[op.index()] = end - at[op.index()];
            }
        }
    }
    at
}

/// When the last operation ends.
pub fn end(circuit: &Circuit, lengths: &[i64], starts: &[i64]) -> i64 {
    let ends = circuit
        .iter()
        .map(|op| starts[op.index()].saturating_add(lengths[op.index()]));
    ends.max().unwrap_or(0)
}

/// When each wire is free.
struct Free {
    qubits: Vec<i64>,
    /// Per bit: end of the last write, and end of the last read since.
    bits: Vec<(i64, i64)>,
}

impl Free {
    fn new(circuit: &Circuit) -> Free {
        Free {
            qubits: vec![0; circuit.num_qubits()],
            bits: vec![(0, 0); circuit.num_bits()],
        }
    }

    /// Let an operation run as soon as its wires are free; returns when that is.
    fn run(&mut self, circuit: &Circuit, op: Op, length: i64) -> i64 {
        let (qubits, bits) = (circuit.qubits(op), circuit.bits(op));
        let written = written(circuit, op);
        let mut start = 0;
        for w in qubits {
            start = start.max(self.qubits[w.index()]);
        }
        for (w, &writes) in bits.iter().zip(&written) {
            let (write, read) = self.bits[w.index()];
            start = start.max(write);
            if writes {
                start = start.max(read);
            }
        }
        let end = start.saturating_add(length);
        for w in qubits {
            self.qubits[w.index()] = end;
        }
        for (w, &writes) in bits.iter().zip(&written) {
            let (write, read) = &mut self.bits[w.index()];
            match writes {
                true => (*write, *read) = (end, end),
                false => *read = end.max(*read),
            }
        }
        start
    }
}

/// Which of its bits an operation writes.
fn written(circuit: &Circuit, op: Op) -> Vec<bool> {
    let bits = circuit.bits(op);
    if bits.is_empty() {
        return Vec::new();
    }
    let (kind, payload) = (circuit.kind(op), circuit.payload(op));
    match payload.filter(|_| kind.is_control_flow()) {
        Some(payload) => {
            let mut written = vec![false; bits.len()];
            for block in payload.blocks() {
                let body = block.view(circuit.qubits(op).len() as u32, bits.len() as u32);
                mark_written(&body, &mut written);
            }
            written
        }
        None => vec![kind != OpKind::Barrier; bits.len()],
    }
}
