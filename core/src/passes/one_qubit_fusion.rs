// SPDX-License-Identifier: Apache-2.0
//! Fuse each run of one-qubit gates into its best form in the target's one-qubit gates.
//!
//! One walk over the circuit in order. Per qubit a [`Run`] takes in the one-qubit gates met since the last other
//! operation; when that comes, the run is closed: [`Synthesizer`] writes its best form, and where that is cheaper than
//! what stands, it is written over the run's own operations. Nothing is allocated per run.

use std::cell::RefCell;
use std::f64::consts::PI;

use super::sites::Sites;
use super::{in_placed_blocks, PassError};
use crate::circuit::{Circuit, Kind, Payload};
use crate::synth::matrix::M2;
use crate::synth::one_qubit::{Cost, Emitted, Phase, Run};
use crate::template::{merged, Derived};
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
    let sites = RefCell::new(Sites::new(target));
    let fuse = |c: &mut Circuit, wires: &[u32]| {
        Ok(Fusion::new(c, &mut sites.borrow_mut(), wires, exact).run())
    };
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let inside = in_placed_blocks(circuit, &wires, &fuse)?;
    Ok(fuse(circuit, &wires)? || inside)
}

/// Those one-qubit gates of a set that take any angle on the target.
pub fn native_gates_among(target: &Target, gates: GateSet) -> GateSet {
    let any = |gate: &Gate| {
        let range = target.range(*gate);
        // `r` is written with angles from 0 to pi, its axis takes the sign; the others with angles of either sign.
        let low = if *gate == Gate::R { 0.0 } else { -PI };
        range.is_none_or(|r| r.holds(&Angle::radians(low)) && r.holds(&Angle::radians(PI)))
    };
    gates.on(1).iter().filter(any).collect()
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

/// One walk over a circuit.
pub(crate) struct Fusion<'a, 't> {
    circuit: &'a mut Circuit,
    sites: &'a mut Sites<'t>,
    /// Qubit of the device under each of the circuit's.
    wires: &'a [u32],
    exact: bool,
    open: Vec<Open>,
    out: Vec<Emitted>,
    phase: Phase,
    changed: bool,
    /// Where runs at unknown angles may be merged, the angles derived so far.
    derived: Option<&'a mut Vec<Derived>>,
}

impl<'a, 't> Fusion<'a, 't> {
    pub(crate) fn new(
        circuit: &'a mut Circuit,
        sites: &'a mut Sites<'t>,
        wires: &'a [u32],
        exact: bool,
    ) -> Self {
        Fusion {
            open: vec![Open::default(); circuit.num_qubits()],
            circuit,
            sites,
            wires,
            exact,
            out: Vec::new(),
            phase: Phase::default(),
            changed: false,
            derived: None,
        }
    }

    /// Merge runs at unknown angles as well, into angles of their own.
    pub(crate) fn deriving(mut self, derived: &'a mut Vec<Derived>) -> Self {
        self.derived = Some(derived);
        self
    }

    pub(crate) fn run(mut self) -> bool {
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
                let kind = self.sites.kind(self.wires[wire.index()]);
                match self.sites.holds(kind, gate, circuit.params(op)) {
                    true => open.cost = open.cost.plus(self.sites.at(kind).cost(gate)),
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
            let synthesizer = self.sites.at(self.sites.kind(self.wires[wire.index()]));
            let mut best = synthesizer.synthesize(&mut open.run, self.exact, &mut self.out);
            if let Some(derived) = &mut self.derived {
                let standing = (!open.foreign).then_some(open.cost);
                if let Some((mut short, angles)) = merged(&open.run, derived.len()) {
                    let mut out = Vec::new();
                    let new = synthesizer.synthesize(&mut short, self.exact, &mut out);
                    let beats = |cost| {
                        let others = best.iter().map(|b| b.0).chain(standing);
                        others
                            .into_iter()
                            .all(|other| synthesizer.is_better(cost, other))
                    };
                    if new.as_ref().is_some_and(|(cost, _)| beats(*cost)) {
                        (best, self.out) = (new, out);
                        derived.push(angles);
                    }
                }
            }
            if let Some((cost, phase)) = best {
                let pays = open.foreign || synthesizer.is_better(cost, open.cost);
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
    for g in gates {
        last = circuit.insert_gate_after(last, g.gate, g.params(), &[wire]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::{Ledger, Operation};
    use crate::Symbol;

    fn target(gates: &[Gate]) -> Target {
        Target::all_to_all(GateSet::of(gates))
    }

    fn heron() -> Target {
        target(&[Gate::Cz, Gate::Rz, Gate::Sx, Gate::X])
    }

    fn names(circuit: &Circuit) -> String {
        let one = |op| {
            let qubits = circuit.qubits(op).iter().map(|w| w.0.to_string());
            let name = circuit.gate(op).map_or("?", Gate::name);
            format!("{name} {}", qubits.collect::<Vec<_>>().join(" "))
        };
        circuit.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    fn build(ops: &[(Gate, &[Angle], &[u32])]) -> Circuit {
        let mut c = Circuit::new(3, 1);
        for (gate, params, qubits) in ops {
            c.push(Operation::gate(*gate, params.iter().cloned(), qubits));
        }
        c
    }

    #[test]
    fn runs_end_at_wider_gates_and_join_across_other_wires() {
        let mut c = build(&[
            (Gate::H, &[], &[0]),
            (Gate::T, &[], &[1]),
            (Gate::H, &[], &[0]),
            (Gate::Cz, &[], &[0, 1]),
            (Gate::H, &[], &[0]),
            (Gate::Tdg, &[], &[1]),
        ]);
        assert!(one_qubit_fusion(&mut c, &heron(), true).unwrap());
        assert_eq!("rz 1, cz 0 1, rz 0, sx 0, rz 0, rz 1", names(&c));
        assert!(!one_qubit_fusion(&mut c, &heron(), true).unwrap());
    }

    #[test]
    fn native_runs_are_left_alone_unless_it_pays() {
        let a = Angle::radians(0.3);
        let mut c = build(&[
            (Gate::X, &[], &[0]),
            (Gate::Sx, &[], &[0]),
            (Gate::Rz, std::slice::from_ref(&a), &[1]),
            (Gate::Sx, &[], &[1]),
            (Gate::Rz, std::slice::from_ref(&a), &[1]),
        ]);
        let before = c.clone();
        assert!(!one_qubit_fusion(&mut c, &heron(), true).unwrap());
        assert_eq!(before, c);
        assert_eq!(Angle::ZERO, c.phase);
    }

    #[test]
    fn the_phase_of_gates_that_vanish_is_kept() {
        let mut c = build(&[
            (Gate::X, &[], &[0]),
            (Gate::Y, &[], &[0]),
            (Gate::Z, &[], &[0]),
        ]);
        assert!(one_qubit_fusion(&mut c, &heron(), true).unwrap());
        assert_eq!("", names(&c));
        // Z Y X = -i.
        assert_eq!(Angle::pi(-1, 2), c.phase);
    }

    #[test]
    fn measurement_reset_and_delays_are_fences() {
        let mut c = Circuit::new(1, 1);
        let h = || Operation::gate(Gate::H, [], &[0]);
        c.push(h());
        c.push(Operation::new(
            crate::circuit::Instruction::bare(Kind::Measure),
            [Wire::qubit(0), Wire::bit(0)],
        ));
        c.push(h());
        c.push(Operation::gate(Gate::U0, [Angle::PI], &[0]));
        c.push(h());
        assert!(one_qubit_fusion(&mut c, &target(&[Gate::U]), true).unwrap());
        assert_eq!("u 0, ? 0, u 0, u0 0, u 0", names(&c));
    }

    #[test]
    fn a_long_clifford_t_run_is_exact_only_when_asked() {
        let ops: Vec<(Gate, &[Angle], &[u32])> = (0..12)
            .map(|i| {
                (
                    if i % 2 == 0 { Gate::H } else { Gate::T },
                    &[][..],
                    &[0][..],
                )
            })
            .collect();
        let exact = |c: &Circuit| {
            let eighth = |a: &Angle| a.quarter_turns_of_pi().is_some();
            c.iter().all(|op| c.params(op).iter().all(eighth))
        };
        let mut c = build(&ops);
        one_qubit_fusion(&mut c, &heron(), true).unwrap();
        assert!(exact(&c));
        let mut c = build(&ops);
        one_qubit_fusion(&mut c, &heron(), false).unwrap();
        assert_eq!("rz 0, sx 0, rz 0, sx 0, rz 0", names(&c));
        assert!(c.ledger.bound > 0.0 && c.ledger.bound < 1e-13);
    }

    #[test]
    fn an_exhausted_ledger_leaves_floating_runs_as_they_are() {
        let angle = |x: f64| [Angle::radians(x)];
        let params = [angle(0.1), angle(0.2), angle(0.4), angle(0.7)];
        let gates = [Gate::Rx, Gate::Ry, Gate::Rx, Gate::Ry];
        let mut c = Circuit::new(1, 0);
        for (g, p) in gates.into_iter().zip(params) {
            c.push(Operation::gate(g, p, &[0]));
        }
        c.ledger = Ledger {
            bound: 0.0,
            budget: 0.0,
        };
        assert!(!one_qubit_fusion(&mut c, &heron(), true).unwrap());
        assert_eq!("rx 0, ry 0, rx 0, ry 0", names(&c));
    }

    #[test]
    fn discrete_bases_leave_what_they_cannot_say() {
        let mut c = build(&[
            (Gate::Rz, &[Angle::radians(0.3)], &[0]),
            (Gate::Rz, &[Angle::pi(3, 4)], &[1]),
        ]);
        let basis = [Gate::H, Gate::S, Gate::T, Gate::Cx];
        assert!(one_qubit_fusion(&mut c, &target(&basis), true).unwrap());
        assert_eq!("rz 0, s 1, t 1", names(&c));
    }

    #[test]
    fn every_qubit_has_its_own_gates_inside_blocks_too() {
        let mut t = target(&[Gate::Rz, Gate::Sx, Gate::U, Gate::Cz]);
        let [pulses, whole] = [&[Gate::Rz, Gate::Sx][..], &[Gate::U]].map(GateSet::of);
        t.sites = Some(vec![pulses, whole, pulses]);
        let ops: [(Gate, &[Angle], &[u32]); 2] = [(Gate::H, &[], &[0]), (Gate::H, &[], &[1])];
        let mut c = build(&ops);
        assert!(one_qubit_fusion(&mut c, &t, true).unwrap());
        assert_eq!("rz 0, sx 0, rz 0, u 1", names(&c));
        // The block's first qubit lies on the device's second.
        let body = build(&ops);
        let mut sites = Sites::new(&t);
        let mut inner = body.clone();
        assert!(Fusion::new(&mut inner, &mut sites, &[1, 0, 2], true).run());
        assert_eq!("u 0, rz 1, sx 1, rz 1", names(&inner));
    }

    #[test]
    fn an_angle_out_of_range_is_rewritten() {
        let mut t = target(&[Gate::Rz, Gate::Sx]);
        let range = crate::target::AngleRange { low: -PI, high: PI };
        t.ranges = vec![(Gate::Rz, range)];
        let mut c = build(&[(Gate::Rz, &[Angle::pi(3, 2)], &[0])]);
        assert!(one_qubit_fusion(&mut c, &t, true).unwrap());
        assert_eq!([Angle::pi(-1, 2)], c.params(c.first()));
        assert_eq!(Angle::PI, c.phase);
    }

    #[test]
    fn symbols_are_added_in_place() {
        let a = Angle::symbol(Symbol::named("a"));
        let mut c = build(&[
            (Gate::Rz, std::slice::from_ref(&a), &[0]),
            (Gate::T, &[], &[0]),
            (Gate::Rz, std::slice::from_ref(&a), &[0]),
        ]);
        assert!(one_qubit_fusion(&mut c, &heron(), true).unwrap());
        assert_eq!("rz 0", names(&c));
        let expected = a.double().add(&Angle::QUARTER_PI);
        assert_eq!(expected, c.params(c.first())[0]);
        assert_eq!(Angle::pi(1, 8), c.phase);
    }
}
