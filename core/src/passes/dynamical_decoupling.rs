// SPDX-License-Identifier: Apache-2.0
//! Half turns that undo each other, put into the waits of a scheduled circuit.
//!
//! 1. *Find* the windows: delays of one qubit after it left |0> and before something asks after its state.
//! 2. *Choose* for each window where its half turns go ([`stagger`]): the times at which they fall make a sign function
//!    of the noise on the qubit, and the product of two neighbours' functions that of the coupling between them. All
//!    average to zero over windows that coincide.
//! 3. *Spell* each half turn in the qubit's own gates ([`pulses`]), with its phase, and share the waiting out.
//!
//! Linear in the operations and in the pairs of overlapping windows of coupled qubits, which are at most as many as
//! windows times couplings a qubit.

mod pulses;
mod stagger;

use super::schedule::delay;
use super::{in_placed_blocks, PassError};
use crate::circuit::{Kind, Operation};
use crate::gate::Axis;
use crate::target::Target;
use crate::timing::{lengths, starts, Clock, ScheduleKind};
use crate::{Angle, Circuit, Gate, Op, Wire};
use pulses::Pulses;
use stagger::{Colour, Stagger};

pub use pulses::Sequence;

/// Options of [`dynamical_decoupling`].
#[derive(Clone, Copy, Debug)]
pub struct Decoupling {
    pub sequence: Sequence,
    /// Shorter waits are left alone.
    pub min_idle_ns: f64,
    /// Neighbours that wait at once get different sequences.
    pub staggered: bool,
    pub clock: Clock,
}

impl Decoupling {
    pub fn named(
        sequence: &str,
        min_idle_ns: f64,
        staggered: bool,
        dt_ns: f64,
    ) -> Result<Decoupling, PassError> {
        let bad = |option, reason| PassError::BadOption { option, reason };
        let known = || format!("it is xx, xpxm or xy4, not `{sequence}`");
        if !(min_idle_ns.is_finite() && min_idle_ns >= 0.0) {
            let reason = format!("a wait takes 0 ns or more, not {min_idle_ns}");
            return Err(bad("min_idle_ns", reason));
        }
        Ok(Decoupling {
            sequence: Sequence::named(sequence).ok_or_else(|| bad("sequence", known()))?,
            min_idle_ns,
            staggered,
            clock: super::schedule::clock(dt_ns)?,
        })
    }
}

/// Put sequences into the windows of a scheduled circuit that are long enough; its meaning, phase included, and its
/// times stay.
pub fn dynamical_decoupling(
    circuit: &mut Circuit,
    target: &Target,
    options: Decoupling,
) -> Result<bool, PassError> {
    let stagger = Stagger::new(target, options.staggered);
    let pulses = Pulses::new(target, options.sequence, options.clock);
    let kernel = |c: &mut Circuit, wires: &[u32]| {
        let found = windows(c, target, wires, options)?;
        Ok(fill(c, wires, &found, &stagger, &pulses, options))
    };
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let inside = in_placed_blocks(circuit, &wires, &kernel)?;
    Ok(kernel(circuit, &wires)? || inside)
}

/// A wait of one qubit, or a gate that turns it halfway by itself.
#[derive(Clone, Copy, Debug)]
struct Window {
    op: Op,
    wire: Wire,
    start: i64,
    end: i64,
    echo: bool,
}

/// What a wire's state is good for.
#[derive(Clone, Default)]
struct Life {
    /// It left the state a reset or a measurement gave it; at the start it is in |0>.
    moved: bool,
    /// Waits since its last operation.
    pending: Vec<Op>,
}

/// Windows by their start, then by wire. Long enough, and neither at the ends of a qubit's life nor next to them.
fn windows(
    circuit: &Circuit,
    target: &Target,
    wires: &[u32],
    options: Decoupling,
) -> Result<Vec<Window>, PassError> {
    let lengths = lengths(circuit, target, wires, options.clock)?;
    let starts = starts(circuit, &lengths, ScheduleKind::Asap);
    let least = options.clock.ticks(options.min_idle_ns).max(1);
    let window = |op: Op, wire, echo| Window {
        op,
        wire,
        start: starts[op.index()],
        end: starts[op.index()] + lengths[op.index()],
        echo,
    };
    let mut lives = vec![Life::default(); circuit.num_qubits()];
    let mut found = Vec::new();
    for op in circuit.iter() {
        let kind = circuit.kind(op);
        for (slot, &wire) in circuit.qubits(op).iter().enumerate() {
            let life = &mut lives[wire.index()];
            match kind {
                Kind::Barrier => continue,
                Kind::Delay => {
                    let alone = circuit.qubits(op).len() == 1;
                    if alone && life.moved && lengths[op.index()] >= least {
                        life.pending.push(op);
                    }
                    continue;
                }
                // Whatever the state was, it is gone.
                Kind::Reset | Kind::Release | Kind::Allocate => {
                    life.moved = false;
                    life.pending.clear();
                    continue;
                }
                _ => {}
            }
            found.extend(life.pending.drain(..).map(|op| window(op, wire, false)));
            if kind == Kind::Gate(Gate::Ecr) && slot == 0 {
                found.push(window(op, wire, true));
            }
            life.moved = match kind {
                Kind::Measure => false,
                // What is diagonal on a wire leaves a basis state where it is.
                Kind::Gate(gate) => life.moved || !matches!(gate.axis(slot), Axis::Z | Axis::Any),
                _ => true,
            };
        }
    }
    found.sort_by_key(|w| (w.start, w.wire));
    Ok(found)
}

fn fill(
    circuit: &mut Circuit,
    wires: &[u32],
    windows: &[Window],
    stagger: &Stagger,
    pulses: &Pulses,
    options: Decoupling,
) -> bool {
    let mut chosen = stagger.placed(wires);
    let mut changed = false;
    for gate in windows.iter().filter(|w| w.echo) {
        chosen.echo(gate.wire, gate.start, gate.end);
    }
    for window in windows.iter().filter(|w| !w.echo) {
        let qubit = wires[window.wire.index()];
        let Some(train) = pulses.of(qubit) else {
            continue;
        };
        let length = window.end - window.start;
        // Half the window, at least, stays for waiting: pulses that touch do more harm than good.
        let fits = |colour: Colour| 2 * train.length * colour.rounds() <= length;
        let Some(colour) = chosen.choose(window.wire, window.start, window.end, &fits) else {
            continue;
        };
        let rest = length - train.length * colour.rounds();
        let count = train.pulses.len() as i64 * colour.rounds();
        let waits = colour.waits(rest, count, options.clock.shortest_wait());
        let mut operations: Vec<Operation> = Vec::new();
        let wait = |ticks: i64, out: &mut Vec<Operation>| {
            if ticks > 0 {
                out.push(delay(options.clock.ns(ticks), window.wire));
            }
        };
        let turns = (0..colour.rounds()).flat_map(|_| &train.pulses);
        for (pulse, &ticks) in turns.zip(&waits) {
            wait(ticks, &mut operations);
            let gates = pulse.gates.iter();
            operations.extend(gates.map(|(gate, params)| {
                Operation::gate(*gate, params.iter().cloned(), &[window.wire.0])
            }));
        }
        wait(waits[waits.len() - 1], &mut operations);
        circuit.replace(window.op, operations);
        let phase = Angle::pi(train.half_turns_of_phase * colour.rounds() as i32, 2);
        circuit.add_phase(&phase.neg());
        changed = true;
    }
    changed
}

#[cfg(test)]
mod tests;
