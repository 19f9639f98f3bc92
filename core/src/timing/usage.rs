// SPDX-License-Identifier: Apache-2.0
//! How long each qubit works and waits.

use super::{end, lengths, starts, Clock, ScheduleKind, Untimed};
use crate::circuit::{Kind, Payload};
use crate::target::Target;
use crate::{Circuit, Op};

/// A qubit between its first operation and its last: waiting before and after costs nothing, since it is
/// in |0> before and nobody asks after. Barriers and delays are waiting, and so is a reset before the first gate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Usage {
    /// When its first operation starts and its last ends, in ticks; `None` if it has none.
    pub life: Option<(i64, i64)>,
    /// Sum of its operations' lengths.
    pub busy: i64,
}

impl Usage {
    /// Ticks it waits between its first operation and its last.
    pub fn idle(&self) -> i64 {
        self.life.map_or(0, |(start, end)| end - start - self.busy)
    }
}

/// The usage of each wire when every operation starts as soon as it can, and the circuit's length. Linear time.
pub fn usage(
    circuit: &Circuit,
    target: &Target,
    wires: &[u32],
    clock: Clock,
) -> Result<(Vec<Usage>, i64), Untimed> {
    let lengths = lengths(circuit, target, wires, clock)?;
    let starts = starts(circuit, &lengths, ScheduleKind::Asap);
    let mut all = vec![Usage::default(); circuit.num_qubits()];
    for op in circuit.iter() {
        let (start, length) = (starts[op.index()], lengths[op.index()]);
        let kind = circuit.kind(op);
        let still = matches!(
            kind,
            Kind::Barrier | Kind::Delay | Kind::Allocate | Kind::Release
        );
        if still {
            continue;
        }
        let inner = match kind.is_control_flow() {
            true => busy_inside(circuit, op, target, wires, clock)?,
            false => Vec::new(),
        };
        for (i, w) in circuit.qubits(op).iter().enumerate() {
            let usage = &mut all[w.index()];
            if kind == Kind::Reset && usage.life.is_none() {
                continue;
            }
            let first = usage.life.map_or(start, |(first, _)| first);
            usage.life = Some((first, start + length));
            usage.busy += inner.get(i).copied().unwrap_or(length);
        }
    }
    Ok((all, end(circuit, &lengths, &starts)))
}

/// Ticks each qubit of a control-flow operation works in its longest branch, all rounds together.
fn busy_inside(
    circuit: &Circuit,
    op: Op,
    target: &Target,
    wires: &[u32],
    clock: Clock,
) -> Result<Vec<i64>, Untimed> {
    let payload = circuit.payload(op).expect("control flow has a payload");
    let qubits: Vec<u32> = circuit
        .qubits(op)
        .iter()
        .map(|w| wires[w.index()])
        .collect();
    let mut longest = (Vec::new(), -1);
    for block in payload.blocks() {
        let body = block.view(qubits.len() as u32, circuit.bits(op).len() as u32);
        let (usage, length) = usage(&body, target, &qubits, clock)?;
        if length > longest.1 {
            longest = (usage.iter().map(|u| u.busy).collect(), length);
        }
    }
    if let Payload::For { values, .. } = &**payload {
        let rounds = i64::try_from(values.len()).unwrap_or(i64::MAX);
        let all = |busy: &mut i64| *busy = busy.saturating_mul(rounds).min(i64::MAX / 8);
        longest.0.iter_mut().for_each(all);
    }
    Ok(longest.0)
}
