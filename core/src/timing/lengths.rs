// SPDX-License-Identifier: Apache-2.0
//! How long each operation of a circuit takes.

use super::{end, starts, Clock, ScheduleKind};
use crate::circuit::{Block, Kind, Payload, Place};
use crate::metrics::name_of;
use crate::target::{Calibration, Target};
use crate::{Circuit, Op};

/// An operation of which nobody says how long it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untimed {
    pub name: String,
    /// The device's qubits it acts on.
    pub qubits: Vec<u32>,
    pub place: Place,
}

impl std::fmt::Display for Untimed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let qubits: Vec<String> = self.qubits.iter().map(u32::to_string).collect();
        let plural = if qubits.len() == 1 { "" } else { "s" };
        let on = qubits.join(", ");
        write!(
            f,
            "the target does not tell how long `{}` takes on qubit{plural} {on}",
            self.name
        )
    }
}

/// Ticks of each operation by its index (0 in free slots), or the first that has no figure. `wires[i]` is the
/// device's qubit under wire i. Linear in the operations, those in blocks counted once a level.
pub fn lengths(
    circuit: &Circuit,
    target: &Target,
    wires: &[u32],
    clock: Clock,
) -> Result<Vec<i64>, Untimed> {
    let nothing = Calibration::default();
    let known = target.calibration.as_deref().unwrap_or(&nothing);
    let mut out = vec![0; circuit.capacity()];
    let mut qubits = Vec::new();
    for op in circuit.iter() {
        qubits.clear();
        qubits.extend(circuit.qubits(op).iter().map(|w| wires[w.index()]));
        let length = match circuit.kind(op) {
            Kind::Gate(gate) => {
                let ns = known.gate(gate, &qubits).duration_ns;
                ns.map(|ns| clock.ticks(ns))
            }
            kind if kind.is_control_flow() => Some(of_blocks(circuit, op, target, &qubits, clock)?),
            kind => of_other(circuit, op, kind, known, &qubits, clock),
        };
        let untimed = || Untimed {
            name: name_of(circuit.kind(op), circuit.payload(op).map(|p| &**p)),
            qubits: qubits.clone(),
            place: circuit.place(op),
        };
        out[op.index()] = length.ok_or_else(untimed)?;
    }
    Ok(out)
}

fn of_other(
    circuit: &Circuit,
    op: Op,
    kind: Kind,
    known: &Calibration,
    qubits: &[u32],
    clock: Clock,
) -> Option<i64> {
    let fact = |ns: Option<f64>| ns.map(|ns| clock.ticks(ns));
    let slowest = |figure: &dyn Fn(u32) -> Option<f64>| {
        let mut each = qubits.iter().map(|&q| fact(figure(q)));
        each.try_fold(0, |longest, x| x.map(|x| x.max(longest)))
    };
    match (kind, circuit.payload(op).map(|p| &**p)) {
        (Kind::Measure, _) => slowest(&|q| known.qubit(q).measure_ns),
        (Kind::Reset, _) => slowest(&|q| known.qubit(q).reset_ns),
        (Kind::Delay, Some(Payload::Delay { duration })) => clock.delay(duration),
        (Kind::Barrier | Kind::Allocate | Kind::Release | Kind::Break | Kind::Continue, _) => {
            Some(0)
        }
        _ => None,
    }
}

fn of_blocks(
    circuit: &Circuit,
    op: Op,
    target: &Target,
    qubits: &[u32],
    clock: Clock,
) -> Result<i64, Untimed> {
    let payload = circuit.payload(op).expect("control flow has a payload");
    let mut longest = 0;
    for block in payload.blocks() {
        let body = block.view(qubits.len() as u32, circuit.bits(op).len() as u32);
        let own = lengths(&body, target, qubits, clock).map_err(|mut untimed| {
            // The compact form has its place on its owner.
            if matches!(block, Block::Single { .. }) {
                untimed.place = circuit.place(op);
            }
            untimed
        })?;
        let starts = starts(&body, &own, ScheduleKind::Asap);
        longest = longest.max(end(&body, &own, &starts));
    }
    Ok(match &**payload {
        Payload::For { values, .. } => {
            let rounds = i64::try_from(values.len()).unwrap_or(i64::MAX);
            longest.saturating_mul(rounds).min(i64::MAX / 8)
        }
        _ => longest,
    })
}
