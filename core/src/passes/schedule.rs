// SPDX-License-Identifier: Apache-2.0
//! Start times, written down as delays.
//!
//! Every gap between two operations of a wire, and before the first, becomes a `delay`; read as soon as possible, the
//! timed circuit starts everything at the times chosen. After a wire's last operation nothing waits, and nothing is
//! written. Linear time; blocks are scheduled by themselves, once a level.

use super::{in_placed_blocks, PassError};
use crate::circuit::operation::Duration;
use crate::circuit::{Instruction, Kind, Operation, Payload};
use crate::target::Target;
use crate::timing::{lengths, starts, Clock, ScheduleKind};
use crate::{Circuit, Op, Wire};

/// Options of [`schedule`].
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    pub kind: ScheduleKind,
    pub clock: Clock,
}

impl Schedule {
    pub fn named(kind: &str, dt_ns: f64) -> Result<Schedule, PassError> {
        let kind = match kind {
            "asap" => ScheduleKind::Asap,
            "alap" => ScheduleKind::Alap,
            _ => {
                return Err(PassError::BadOption {
                    option: "kind",
                    reason: format!("it is asap or alap, not `{kind}`"),
                })
            }
        };
        Ok(Schedule {
            kind,
            clock: clock(dt_ns)?,
        })
    }
}

/// A clock of steps, or the fine one for steps of no length.
pub(super) fn clock(dt_ns: f64) -> Result<Clock, PassError> {
    if dt_ns == 0.0 {
        return Ok(Clock::FINE);
    }
    if dt_ns.is_finite() && dt_ns > 0.0 {
        return Ok(Clock::stepped(dt_ns));
    }
    Err(PassError::BadOption {
        option: "dt_ns",
        reason: format!("a step takes a time above 0, not {dt_ns} ns"),
    })
}

/// Write delays for a schedule of least duration. A circuit scheduled so already stays as it is.
pub fn schedule(
    circuit: &mut Circuit,
    target: &Target,
    options: Schedule,
) -> Result<bool, PassError> {
    let kernel = |c: &mut Circuit, wires: &[u32]| fill(c, target, wires, options);
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let inside = in_placed_blocks(circuit, &wires, &kernel)?;
    Ok(kernel(circuit, &wires)? || inside)
}

fn fill(
    circuit: &mut Circuit,
    target: &Target,
    wires: &[u32],
    options: Schedule,
) -> Result<bool, PassError> {
    let clock = options.clock;
    let lengths = lengths(circuit, target, wires, clock)?;
    let starts = starts(circuit, &lengths, options.kind);
    let mut free = vec![0; circuit.num_qubits()];
    let mut changed = false;
    let ops: Vec<Op> = circuit.iter().collect();
    for op in ops {
        let start = starts[op.index()];
        let mut waiting = Vec::new();
        for &wire in circuit.qubits(op) {
            let wait = start - free[wire.index()];
            if wait >= clock.shortest_wait() {
                waiting.push((wire, wait));
            }
            free[wire.index()] = start + lengths[op.index()];
        }
        for (wire, wait) in waiting {
            let delay = delay(clock.ns(wait), wire).at(circuit.place(op));
            circuit.insert_before(op, delay);
            changed = true;
        }
    }
    Ok(changed)
}

/// A wait of a qubit.
pub(super) fn delay(ns: f64, wire: Wire) -> Operation {
    let duration = Duration::Nanoseconds(ns);
    let instruction = Instruction::with(Kind::Delay, Payload::Delay { duration });
    Operation::new(instruction, [wire])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::{Block, Condition};
    use crate::passes::testing::{circuit, device, Random};
    use crate::timing::{end, estimate};
    use crate::Gate;

    const ASAP: Schedule = Schedule {
        kind: ScheduleKind::Asap,
        clock: Clock::FINE,
    };
    const ALAP: Schedule = Schedule {
        kind: ScheduleKind::Alap,
        ..ASAP
    };

    /// Operations as text, delays as `wait(ns) qubit`.
    fn timed(c: &Circuit) -> String {
        let line = |op: Op| {
            let name = match (c.kind(op), c.payload(op).map(|p| &**p)) {
                (_, Some(Payload::Delay { duration })) => match duration {
                    Duration::Nanoseconds(ns) => format!("wait({ns})"),
                    other => format!("wait({other:?})"),
                },
                (Kind::Gate(g), _) => g.name().into(),
                (kind, _) => format!("{kind:?}").to_lowercase(),
            };
            let on: Vec<String> = c.wires(op).iter().map(|w| w.index().to_string()).collect();
            format!("{name} {}", on.join(" "))
        };
        c.iter().map(line).collect::<Vec<_>>().join("; ")
    }

    fn check(options: Schedule, before: &str, after: &str) {
        let mut c = circuit(3, before);
        let changed = schedule(&mut c, &device(), options).expect("all durations known");
        assert_eq!(after, timed(&c), "from {before}");
        assert_eq!(changed, before != after);
        let once = timed(&c);
        assert!(!schedule(&mut c, &device(), options).expect("all durations known"));
        assert_eq!(once, timed(&c));
    }

    #[test]
    fn gaps_become_delays() {
        // x takes 30, 40 and 50 ns, cz 100 on (0, 1) and 200 on (1, 2).
        check(ASAP, "x 0; x 1; cz 0 1", "x 0; x 1; wait(10) 0; cz 0 1");
        check(ALAP, "x 0; x 1; cz 0 1", "wait(10) 0; x 0; x 1; cz 0 1");
        check(
            ASAP,
            "cz 0 1; x 0; cz 1 2; cz 0 1",
            "cz 0 1; x 0; wait(100) 2; cz 1 2; wait(170) 0; cz 0 1",
        );
        check(
            ALAP,
            "cz 0 1; x 0; cz 1 2; cz 0 1",
            "cz 0 1; wait(170) 0; x 0; wait(100) 2; cz 1 2; cz 0 1",
        );
    }

    #[test]
    fn nothing_waits_after_the_end_or_on_idle_wires() {
        check(ASAP, "x 0; cz 1 2", "x 0; cz 1 2");
        check(ALAP, "x 0; cz 1 2", "wait(170) 0; x 0; cz 1 2");
        check(ASAP, "", "");
    }

    #[test]
    fn barriers_align() {
        check(
            ASAP,
            "x 0; barrier 0 1; x 1",
            "x 0; wait(30) 1; barrier 0 1; x 1",
        );
    }

    #[test]
    fn steps_round_up() {
        let stepped = Schedule {
            clock: Clock::stepped(7.0),
            ..ASAP
        };
        // 30 and 40 ns are 5 and 6 steps.
        check(stepped, "x 0; x 1; cz 0 1", "x 0; x 1; wait(7) 0; cz 0 1");
    }

    #[test]
    fn a_user_s_delay_stays() {
        let mut c = circuit(3, "x 0");
        c.push(delay(500.0, Wire::qubit(0)));
        c.push(Operation::gate(Gate::Cz, [], &[0, 1]));
        schedule(&mut c, &device(), ASAP).expect("all durations known");
        assert_eq!("x 0; wait(500) 0; wait(530) 1; cz 0 1", timed(&c));
    }

    #[test]
    fn branches_are_fences_and_scheduled_inside() {
        let mut c = Circuit::new(3, 1);
        let payload = Payload::If {
            condition: Condition::Bit(0),
            then: Block::body({
                let mut body = circuit(2, "x 0; x 1; cz 0 1");
                body.add_bit();
                body
            }),
            otherwise: None,
        };
        let wires = [Wire::qubit(0), Wire::qubit(1), Wire::bit(0)];
        c.push(Operation::gate(Gate::X, [], &[0]));
        c.push(Operation::new(Instruction::with(Kind::If, payload), wires));
        c.push(Operation::gate(Gate::Cz, [], &[1, 2]));
        schedule(&mut c, &device(), ASAP).expect("all durations known");
        assert_eq!("x 0; wait(30) 1; if 0 1 0; wait(170) 2; cz 1 2", timed(&c));
        let op = c.iter().find(|&op| c.kind(op) == Kind::If).expect("kept");
        let Some(Payload::If { then, .. }) = c.payload(op).map(|p| &**p) else {
            panic!("an if");
        };
        assert_eq!("x 0; x 1; wait(10) 0; cz 0 1", timed(&then.view(2, 1)));
    }

    #[test]
    fn what_has_no_duration_is_named() {
        let error = schedule(&mut circuit(3, "x 0; h 1"), &device(), ASAP);
        let Err(PassError::Untimed(untimed)) = error else {
            panic!("h has no duration");
        };
        assert_eq!("h", untimed.name);
    }

    #[test]
    fn random_circuits_keep_their_length_and_operations() {
        let (mut random, target) = (Random::new(11), device());
        let wires = [0, 1, 2];
        for round in 0..200 {
            let mut old = Circuit::new(3, 0);
            for _ in 0..30 {
                match random.below(4) {
                    0 => old.push(Operation::gate(Gate::Cz, [], &[1, 2])),
                    1 => old.push(Operation::gate(Gate::Cz, [], &[0, 1])),
                    2 => old.push(Operation::new(
                        Instruction::bare(Kind::Barrier),
                        [Wire::qubit(0), Wire::qubit(2)],
                    )),
                    _ => old.push(Operation::gate(Gate::Sx, [], &[random.below(3) as u32])),
                };
            }
            let mut new = old.clone();
            let options = if round % 2 == 0 { ASAP } else { ALAP };
            schedule(&mut new, &target, options).expect("all durations known");
            let length = estimate(&old, &target).duration_ns;
            assert_eq!(length, estimate(&new, &target).duration_ns);
            let lengths = lengths(&new, &target, &wires, Clock::FINE).expect("known");
            let starts = starts(&new, &lengths, ScheduleKind::Asap);
            assert_eq!(length, Some(Clock::FINE.ns(end(&new, &lengths, &starts))));
            // No wire waits unsaid: each operation starts when all its wires' last ones end.
            for op in new.iter() {
                for (slot, _) in new.qubits(op).iter().enumerate() {
                    let before = new.prev_on(op, slot).some();
                    let ended = before.map_or(0, |b| starts[b.index()] + lengths[b.index()]);
                    assert_eq!(starts[op.index()], ended);
                }
            }
            let kept: Vec<Op> = new
                .iter()
                .filter(|&op| new.kind(op) != Kind::Delay)
                .collect();
            let same = old.iter().map(|op| old.operation(op));
            assert!(same.eq(kept.into_iter().map(|op| new.operation(op))));
        }
    }
}
