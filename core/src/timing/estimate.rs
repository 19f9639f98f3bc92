// SPDX-License-Identifier: Apache-2.0
//! How likely a circuit runs without an error on a device.
//!
//! fidelity = product over operations of (1 - error) * product over qubits of the idle decay
//!
//! - An operation without a figure takes no part and is counted in `unknown_errors`; resets, delays and barriers have no
//!   such figure in any device's data and are not counted. With no figure at all there is no estimate.
//! - A branch counts as the worst, a `for` all its rounds, a `while` one round.
//! - A qubit that waits for `t` between its first operation and its last decays as the average fidelity of relaxation and
//!   dephasing, `(3 + exp(-t/T1) + 2 exp(-t/T2)) / 6`; an unknown T1 or T2 does not decay, beyond `T2 <= 2 T1`. Waiting
//!   is counted where all durations are known. Decay during a gate is part of the gate's own error.
//! - A circuit that does not run on the target as it stands has neither duration nor fidelity.

use super::{usage, Clock, Usage};
use crate::circuit::nesting::with_room;
use crate::circuit::{Kind, Payload};
use crate::target::{Calibration, QubitFacts, Target};
use crate::{Circuit, Op};

/// What a device's figures say of a circuit.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Estimate {
    pub duration_ns: Option<f64>,
    pub fidelity: Option<f64>,
    /// Operations without an error figure.
    pub unknown_errors: u64,
}

/// Estimate a circuit on a target; linear time.
pub fn estimate(circuit: &Circuit, target: &Target) -> Estimate {
    match target.calibration {
        Some(_) => with_room(circuit, || measure(circuit, target)),
        None => Estimate::default(),
    }
}

fn measure(circuit: &Circuit, target: &Target) -> Estimate {
    let Some(known) = target.calibration.as_deref() else {
        return Estimate::default();
    };
    if target
        .qubits
        .is_some_and(|n| circuit.num_qubits() > n as usize)
    {
        return Estimate::default();
    }
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let Some(odds) = Odds::of(circuit, target, known, &wires) else {
        return Estimate::default();
    };
    let clock = Clock::FINE;
    let timed = usage(circuit, target, &wires, clock).ok();
    // Nothing went wrong, or nothing is known?
    let figures = odds.known > 0 || (odds.unknown == 0 && has_errors(target));
    let waiting = timed.as_ref().map_or(0.0, |(all, _)| {
        let each = all.iter().zip(&wires);
        each.map(|(u, &q)| decay(u, known.qubit(q), clock)).sum()
    });
    Estimate {
        duration_ns: timed.map(|(_, length)| clock.ns(length)),
        fidelity: figures.then(|| (odds.log + waiting).exp()),
        unknown_errors: odds.unknown,
    }
}

/// The target tells how often something goes wrong.
pub fn has_errors(target: &Target) -> bool {
    target.calibration.as_deref().is_some_and(|known| {
        known.gates.values().any(|f| f.error.is_some())
            || known.qubits.iter().any(|q| q.readout_error.is_some())
    })
}

/// The target tells how long something takes.
pub fn has_durations(target: &Target) -> bool {
    target.calibration.as_deref().is_some_and(|known| {
        known.gates.values().any(|f| f.duration_ns.is_some())
            || known
                .qubits
                .iter()
                .any(|q| q.measure_ns.or(q.reset_ns).is_some())
    })
}

fn decay(usage: &Usage, facts: QubitFacts, clock: Clock) -> f64 {
    waiting(clock.ns(usage.idle()), facts)
}

/// Logarithm of the fidelity of one qubit's waiting, in ns.
pub fn waiting(idle: f64, facts: QubitFacts) -> f64 {
    // The state is lost at 1 / T1; its phase is, at least, at half that rate.
    let loss = facts.t1_ns.map_or(0.0, |t1| idle / t1);
    let phase = facts.t2_ns.map_or(loss / 2.0, |t2| idle / t2);
    ((3.0 + (-loss).exp() + 2.0 * (-phase).exp()) / 6.0).ln()
}

/// Probability that all operations go right, as a logarithm: -inf once one never does.
#[derive(Clone, Copy, Default)]
struct Odds {
    log: f64,
    known: u64,
    unknown: u64,
}

impl Odds {
    /// `None` for a circuit that does not run on the target as it stands.
    fn of(circuit: &Circuit, target: &Target, known: &Calibration, wires: &[u32]) -> Option<Odds> {
        let mut odds = Odds::default();
        let mut qubits = Vec::new();
        for op in circuit.iter() {
            qubits.clear();
            qubits.extend(circuit.qubits(op).iter().map(|w| wires[w.index()]));
            match circuit.kind(op) {
                Kind::Gate(gate) => {
                    let error = known.gate(gate, &qubits).error;
                    if !target.allows(gate, circuit.params(op), &qubits) {
                        return None;
                    }
                    odds.count(error);
                }
                Kind::Measure => odds.count(known.qubit(qubits[0]).readout_error),
                Kind::Opaque | Kind::Pulse | Kind::Channel => odds.count(None),
                kind if kind.is_control_flow() => {
                    odds.add(Odds::inside(circuit, op, target, known, &qubits)?);
                }
                kind if kind.is_unitary() => return None,
                _ => {}
            }
        }
        Some(odds)
    }

    fn inside(
        circuit: &Circuit,
        op: Op,
        target: &Target,
        known: &Calibration,
        qubits: &[u32],
    ) -> Option<Odds> {
        let payload = circuit.payload(op)?;
        let mut worst = Odds::default();
        for block in payload.blocks() {
            let body = block.view(qubits.len() as u32, circuit.bits(op).len() as u32);
            let odds = Odds::of(&body, target, known, qubits)?;
            worst = Odds {
                log: worst.log.min(odds.log),
                known: worst.known.max(odds.known),
                unknown: worst.unknown.max(odds.unknown),
            };
        }
        Some(match &**payload {
            Payload::For { values, .. } => worst.times(values.len() as u64),
            _ => worst,
        })
    }

    fn count(&mut self, error: Option<f64>) {
        match error {
            Some(error) => {
                self.known += 1;
                self.log += (-error).ln_1p();
            }
            None => self.unknown += 1,
        }
    }

    fn add(&mut self, other: Odds) {
        self.log += other.log;
        self.known = self.known.saturating_add(other.known);
        self.unknown = self.unknown.saturating_add(other.unknown);
    }

    fn times(self, rounds: u64) -> Odds {
        match rounds {
            // Zero times minus infinity is nothing.
            0 => Odds::default(),
            _ => Odds {
                log: self.log * rounds as f64,
                known: self.known.saturating_mul(rounds),
                unknown: self.unknown.saturating_mul(rounds),
            },
        }
    }
}
