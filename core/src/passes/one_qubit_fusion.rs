// SPDX-License-Identifier: Apache-2.0
//! Fuse each run of one-qubit gates into its best form in the target's one-qubit gates.
//!
//! One walk over the circuit in order. Per qubit a [`Run`] takes in the one-qubit gates met since the last other
//! operation; when that comes, the run is closed: [`Synthesizer`] writes its best form, and where that is cheaper than
//! what stands, it is written over the run's own operations. Nothing is allocated per run.

use std::cell::RefCell;
use std::f64::consts::PI;

use super::{in_blocks, PassError};
use crate::circuit::{Circuit, Kind, Operation, Payload};
use crate::synth::matrix::M2;
use crate::synth::one_qubit::{Cost, Emitted, Phase, Run, Synthesizer};
use crate::{Angle, Gate, GateSet, Op, Target, Wire};

/// Adding one more float to the global phase.
const PHASE_ROUNDING: f64 = 1e-15;

/// Fuse runs of one-qubit gates. With `exact`, Clifford+T runs are not turned into floating angles even where
/// that would save pulses.
pub fn one_qubit_fusion(
    circuit: &mut Circuit,
    target: &Target,
    exact: bool,
) -> Result<bool, PassError> {
    let synthesizer = RefCell::new(Synthesizer::new(native_gates(target)));
    let fuse = |c: &mut Circuit| Ok(Fusion::new(c, &mut synthesizer.borrow_mut(), exact).run());
    let inside = in_blocks(circuit, &fuse)?;
    Ok(fuse(circuit)? || inside)
}

/// The target's one-qubit gates that take any angle.
pub fn native_gates(target: &Target) -> GateSet {
    let any = |gate: &Gate| {
        let range = target.range(*gate);
        range.is_none_or(|r| r.holds(&Angle::radians(-PI)) && r.holds(&Angle::radians(PI)))
    };
    target.gates.on(1).iter().filter(any).collect()
}

/// The run in progress on one qubit.
#[derive(Clone, Default)]
struct Open {
    run: Run,
    first: Option<Op>,
    count: u32,
    /// Price of the operations as they stand; meaningless if one of them is not native.
    cost: Cost,
    foreign: bool,
}

struct Fusion<'a> {
    circuit: &'a mut Circuit,
    synthesizer: &'a mut Synthesizer,
    exact: bool,
    open: Vec<Open>,
    out: Vec<Emitted>,
    phase: Phase,
    changed: bool,
}

impl<'a> Fusion<'a> {
    fn new(circuit: &'a mut Circuit, synthesizer: &'a mut Synthesizer, exact: bool) -> Self {
        Fusion {
            open: vec![Open::default(); circuit.num_qubits()],
            circuit,
            synthesizer,
            exact,
            out: Vec::new(),
            phase: Phase::default(),
            changed: false,
        }
    }

    fn run(mut self) -> bool {
        let mut next = self.circuit.first();
        while let Some(op) = next.some() {
            if !self.take(op) {
                for slot in 0..self.circuit.qubits(op).len() {
                    self.close(self.circuit.qubits(op)[slot]);
                }
            }
            next = self.circuit.after(op);
        }
        for qubit in 0..self.open.len() as u32 {
            self.close(Wire::qubit(qubit));
        }
        self.circuit.add_phase(&self.phase.angle());
        self.changed
    }

    /// Take an operation into the run on its qubit. False for what is no unitary of one qubit.
    #[inline]
    fn take(&mut self, op: Op) -> bool {
        let circuit = &*self.circuit;
        let [wire] = *circuit.wires(op) else {
            return false;
        };
        if wire.is_bit() {
            return false;
        }
        let open = &mut self.open[wire.index()];
        match circuit.kind(op) {
            Kind::Gate(gate) => {
                if !open.run.gate(gate, circuit.params(op)) {
                    return false;
                }
                match self.synthesizer.gates().contains(gate) {
                    true => open.cost = open.cost.plus(self.synthesizer.cost(gate)),
                    false => open.foreign = true,
                }
            }
            Kind::Unitary => {
                let Some(Payload::Unitary { matrix, .. }) = circuit.payload(op).map(|p| &**p)
                else {
                    return false;
                };
                open.run
                    .unitary(&M2([[matrix[0], matrix[1]], [matrix[2], matrix[3]]]));
                open.foreign = true;
            }
            _ => return false,
        }
        open.first = open.first.or(Some(op));
        open.count += 1;
        true
    }

    /// End the run on a qubit and write it where that pays.
    #[inline]
    fn close(&mut self, wire: Wire) {
        let open = &mut self.open[wire.index()];
        let Some(first) = open.first.take() else {
            return;
        };
        let single = open.count == 1 && !open.foreign && !open.run.is_identity();
        if !single {
            if let Some((cost, phase)) =
                self.synthesizer
                    .synthesize(&mut open.run, self.exact, &mut self.out)
            {
                let pays = open.foreign || self.synthesizer.is_better(cost, open.cost);
                let mut error = open.run.error;
                if matches!(phase.rest, Angle::Radians(_)) {
                    error += PHASE_ROUNDING;
                }
                if pays && self.circuit.ledger.charge(error) {
                    self.phase.join(&phase);
                    write(self.circuit, first, open.count, wire, &self.out);
                    self.changed = true;
                }
            }
        }
        open.run.clear();
        open.count = 0;
        open.cost = Cost::NOTHING;
        open.foreign = false;
    }
}

/// Put `gates` in the place of `count` operations that follow each other on `wire`.
fn write(circuit: &mut Circuit, first: Op, count: u32, wire: Wire, gates: &[Emitted]) {
    let mut gates = gates.iter();
    let (mut op, mut last) = (first, first);
    for _ in 0..count {
        let next = circuit.next_on(op, 0);
        match gates.next() {
            Some(g) => circuit.set_gate(op, g.gate, g.params()),
            None => circuit.remove(op),
        }
        (last, op) = (op, next);
    }
    let place = circuit.place(last);
    for g in gates {
        let new = Operation::gate(g.gate, g.params().iter().cloned(), &[wire.0]).at(place);
        last = circuit.insert_after(last, new);
    }
}
