// SPDX-License-Identifier: Apache-2.0
//! Gates on qubits whose state is known: for inputs in |0> only.
//!
//! Each qubit is known to be in an eigenstate of X, Y or Z, unentangled with the rest, or nothing is known of it. Let P
//! be the axis of a gate on such a qubit and the state one of P: the gate acts on the others alone (`cx` from |0> does
//! nothing, from |1> it is `x`, onto |-> it is `z` of the control, a diagonal gate on |0> or |1> is a phase). Clifford
//! gates carry known states to known ones.

use smallvec::SmallVec;

use super::{in_blocks, PassError};
use crate::analysis::axes::axes;
use crate::analysis::eigenstates::rest;
use crate::analysis::spelling::Spelling;
use crate::circuit::{Instruction, Kind, Operation, Payload};
use crate::gate::{Axis, CliffordAction, PauliImage};
use crate::{Angle, Circuit, Gate, Op, Target};

/// Eigenstate of a Pauli; `minus` for the eigenvalue -1. |0> is +Z, |1> is -Z, |+> is +X.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Known {
    axis: Axis,
    minus: bool,
}

const ZERO: Known = Known {
    axis: Axis::Z,
    minus: false,
};

/// Simplify a circuit all of whose qubits start in |0>. Gates written are the target's if the circuit is already
/// made of them. Inside blocks a qubit is known only once it was reset there. One reading of the circuit.
pub fn known_state(circuit: &mut Circuit, target: Option<&Target>) -> Result<bool, PassError> {
    let native = target.filter(|t| t.first_foreign(circuit).is_none());
    let spelling = native.map(|t| Spelling::of(circuit, Some(t)));
    let run = |c: &mut Circuit, start: Option<Known>| {
        let mut pass = KnownState {
            known: vec![start; c.num_qubits()],
            spelling: spelling.as_ref(),
            changed: false,
        };
        let mut next = c.first();
        while let Some(op) = next.some() {
            // Whatever replaces an operation stands before the one that followed it.
            next = c.after(op);
            pass.visit(c, op);
        }
        pass.changed
    };
    let inside = in_blocks(circuit, &|c| Ok(run(c, None)))?;
    Ok(run(circuit, Some(ZERO)) || inside)
}

struct KnownState<'a> {
    known: Vec<Option<Known>>,
    /// Set if the gates written must be the target's.
    spelling: Option<&'a Spelling>,
    changed: bool,
}

impl KnownState<'_> {
    fn visit(&mut self, circuit: &mut Circuit, op: Op) {
        match circuit.kind(op) {
            Kind::Gate(gate) => self.visit_gate(circuit, op, gate),
            Kind::Controlled => self.visit_controlled(circuit, op),
            Kind::Barrier | Kind::Delay => {}
            Kind::Reset => {
                let wire = circuit.qubits(op)[0].index();
                if self.known[wire] == Some(ZERO) {
                    circuit.remove(op);
                    self.changed = true;
                }
                self.known[wire] = Some(ZERO);
            }
            Kind::Measure => {
                // A state of the computational basis is not changed.
                let known = &mut self.known[circuit.qubits(op)[0].index()];
                *known = known.filter(|k| k.axis == Axis::Z);
            }
            Kind::Allocate => {
                let clean = matches!(
                    circuit.payload(op).map(|p| &**p),
                    Some(Payload::Allocate { clean: true })
                );
                for wire in circuit.qubits(op) {
                    self.known[wire.index()] = clean.then_some(ZERO);
                }
            }
            _ => self.pass_by(circuit, op),
        }
    }

    /// What is known after an operation that stays: the states it commutes with.
    fn pass_by(&mut self, circuit: &Circuit, op: Op) {
        let axes = axes(circuit, op);
        for (i, wire) in circuit.qubits(op).iter().enumerate() {
            let axis = axes.as_ref().map_or(Axis::None, |a| a[i]);
            let known = &mut self.known[wire.index()];
            *known = known.filter(|k| axis == Axis::Any || axis == k.axis);
        }
    }

    fn visit_gate(&mut self, circuit: &mut Circuit, op: Op, gate: Gate) {
        for slot in 0..gate.num_qubits() {
            let wire = circuit.qubits(op)[slot];
            let Some(known) = self.known[wire.index()] else {
                continue;
            };
            let rest = rest(gate, circuit.params(op), slot, known.axis, known.minus);
            let Some(rest) = rest else {
                continue;
            };
            let new = match &rest.gate {
                None => None,
                Some((gate, params)) => match self.spelt(*gate, params) {
                    Some(spelt) => Some(spelt),
                    None => continue,
                },
            };
            circuit.add_phase(&rest.phase);
            self.changed = true;
            let Some((gate, params, phase)) = new else {
                circuit.remove(op);
                return;
            };
            circuit.add_phase(&phase);
            let others = circuit.qubits(op).iter().copied().filter(|w| *w != wire);
            let operation = Operation::new(
                Instruction::gate(gate, params),
                others.collect::<SmallVec<[_; 4]>>(),
            );
            let smaller = circuit.insert_before(op, operation.at(circuit.place(op)));
            circuit.remove(op);
            return self.visit_gate(circuit, smaller, gate);
        }
        if gate.record().axes.iter().all(|a| *a == Axis::Any) {
            return;
        }
        match gate.clifford(circuit.params(op)) {
            Some(action) => self.carry(circuit, op, &action),
            None => self.pass_by(circuit, op),
        }
    }

    /// A gate in the target's gates, if those are asked for, and the phase left over.
    fn spelt(&self, gate: Gate, params: &[Angle]) -> Option<(Gate, Vec<Angle>, Angle)> {
        let as_it_is = || Some((gate, params.to_vec(), Angle::ZERO));
        match self.spelling {
            None => as_it_is(),
            Some(spelling) if gate.num_qubits() == 1 => spelling.one_qubit(gate, params),
            // On a coupled pair or wider, nothing says that another gate is native there.
            Some(_) => None,
        }
    }

    fn carry(&mut self, circuit: &Circuit, op: Op, action: &CliffordAction) {
        let qubits = circuit.qubits(op);
        let images: SmallVec<[Option<(usize, Known)>; 2]> = (0..qubits.len())
            .map(|k| image(action, k, self.known[qubits[k].index()]?))
            .collect();
        // Each operand has to end in a state of its own; what is left is what the gate commutes with.
        let mut after: SmallVec<[Option<Known>; 2]> = SmallVec::from_elem(None, qubits.len());
        if images.iter().all(Option::is_some) {
            for (place, known) in images.into_iter().flatten() {
                after[place] = Some(known);
            }
        }
        if after.iter().all(Option::is_some) {
            for (wire, known) in qubits.iter().zip(after) {
                self.known[wire.index()] = known;
            }
        } else {
            self.pass_by(circuit, op);
        }
    }

    /// Constant controls go, and with one that never fires the operation.
    fn visit_controlled(&mut self, circuit: &mut Circuit, op: Op) {
        let payload = circuit.payload(op).cloned();
        let Some(Payload::Controlled { polarity, base }) = payload.as_deref() else {
            return self.pass_by(circuit, op);
        };
        let wires = circuit.qubits(op);
        let (mut left, mut controls, mut never) = (Vec::new(), SmallVec::<[_; 4]>::new(), false);
        for (&fires_on, &wire) in polarity.iter().zip(wires) {
            match self.known[wire.index()] {
                Some(k) if k.axis == Axis::Z => never |= k.minus != fires_on,
                _ => {
                    left.push(fires_on);
                    controls.push(wire);
                }
            }
        }
        if never {
            circuit.remove(op);
            self.changed = true;
        } else if left.len() < polarity.len() {
            controls.extend_from_slice(&wires[polarity.len()..]);
            let operation = Operation::new(base.clone().controlled(&left), controls);
            let smaller = circuit.insert_before(op, operation.at(circuit.place(op)));
            circuit.remove(op);
            self.changed = true;
            self.visit(circuit, smaller);
        } else {
            self.pass_by(circuit, op);
        }
    }
}

/// Where the Pauli of a known state of operand `k` goes, if that is a Pauli of one operand.
fn image(action: &CliffordAction, k: usize, known: Known) -> Option<(usize, Known)> {
    let (x, z) = (action.x[k], action.z[k]);
    let (pauli, flipped) = match known.axis {
        Axis::X => (x, false),
        Axis::Z => (z, false),
        _ => {
            let product = PauliImage {
                x: x.x ^ z.x,
                z: x.z ^ z.z,
                negative: x.negative ^ z.negative,
            };
            let place = (product.x | product.z).trailing_zeros() as usize;
            if (x.x | x.z | z.x | z.z).count_ones() > 1 {
                return None;
            }
            // Y = i X Z, so its image is i A B for the images A and B of X and Z: -Y if they are Z and X, and so on.
            let axes = (axis_at(x, place)?, axis_at(z, place)?);
            let odd = matches!(
                axes,
                (Axis::Z, Axis::X) | (Axis::X, Axis::Y) | (Axis::Y, Axis::Z)
            );
            (product, odd)
        }
    };
    let support = pauli.x | pauli.z;
    let place = support.trailing_zeros() as usize;
    (support.count_ones() == 1).then_some(())?;
    Some((
        place,
        Known {
            axis: axis_at(pauli, place)?,
            minus: known.minus ^ pauli.negative ^ flipped,
        },
    ))
}

fn axis_at(pauli: PauliImage, place: usize) -> Option<Axis> {
    match (pauli.x >> place & 1, pauli.z >> place & 1) {
        (1, 0) => Some(Axis::X),
        (1, 1) => Some(Axis::Y),
        (0, 1) => Some(Axis::Z),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::testing::{circuit, column, text, Random};
    use crate::target::GateSet;
    use crate::Wire;

    fn check(qubits: u32, before: &str, after: &str) {
        let old = circuit(qubits, before);
        let mut new = old.clone();
        let changed = known_state(&mut new, None).expect("no errors");
        assert_eq!(after, text(&new), "from {before}");
        assert_eq!(changed, before != after);
        same(&old, &new);
    }

    fn same(old: &Circuit, new: &Circuit) {
        let pairs = column(old, 0).into_iter().zip(column(new, 0));
        let off = pairs.map(|(a, b)| (a - b).norm()).fold(0.0, f64::max);
        assert!(off < 1e-9, "off by {off}: {} -> {}", text(old), text(new));
    }

    #[test]
    fn controls() {
        check(2, "cx 0 1", "");
        check(2, "x 0; cx 0 1", "x 0; x 1");
        check(2, "h 1; cx 0 1; h 0; cx 0 1", "h 1; h 0");
        check(2, "h 0; x 1; h 1; cx 0 1", "h 0; x 1; h 1; z 0");
        check(3, "h 1; x 0; ccx 0 1 2", "h 1; x 0; cx 1 2");
        check(3, "h 0; cswap 0 1 2", "h 0; cswap 0 1 2");
        check(
            2,
            "h 0; cx 0 1; cx 0 1; cx 1 0",
            "h 0; cx 0 1; cx 0 1; cx 1 0",
        );
        check(2, "x 0; swap 0 1; cx 1 0", "x 0; swap 0 1; x 0");
    }

    #[test]
    fn phases() {
        check(1, "t 0; rz(1/3) 0; h 0; rx(1/3) 0; h 0; z 0", "h 0; h 0");
        check(1, "x 0; t 0; u(0,1/3,1/5) 0", "x 0");
        check(2, "h 0; s 0; ry(1/3) 0; cry(1/7) 1 0", "h 0; s 0");
        check(2, "h 1; rzz(1/3) 0 1; cp(1/3) 0 1", "h 1; rz(1/3) 1");
    }

    #[test]
    fn resets_and_measurements() {
        let mut c = circuit(2, "h 0");
        c.add_bit();
        let reset = || Operation::new(Instruction::bare(Kind::Reset), [Wire::qubit(0)]);
        let measure = Operation::new(
            Instruction::bare(Kind::Measure),
            [Wire::qubit(0), Wire::bit(0)],
        );
        let cx = || Operation::gate(Gate::Cx, [], &[0, 1]);
        c.push(measure.clone());
        c.push(cx());
        c.push(reset());
        c.push(cx());
        c.push(reset());
        c.push(measure);
        c.push(cx());
        known_state(&mut c, None).expect("no errors");
        assert_eq!(5, c.len());
    }

    #[test]
    fn open_controls() {
        let mut c = circuit(4, "h 2");
        let i = Instruction::gate(Gate::T, []).controlled(&[false, true, true]);
        c.push(Operation::new(i, [0, 2, 1, 3].map(Wire::qubit)));
        let mut never = c.clone();
        known_state(&mut never, None).expect("no errors");
        assert_eq!("h 2", text(&never));
        let mut c = circuit(4, "h 2; h 3; x 1");
        let i = Instruction::gate(Gate::X, []).controlled(&[false, true, true]);
        c.push(Operation::new(i, [0, 2, 1, 3].map(Wire::qubit)));
        known_state(&mut c, None).expect("no errors");
        assert_eq!("h 2; h 3; x 1", text(&c));
    }

    #[test]
    fn native_gates_stay_native() {
        let target = Target::all_to_all(GateSet::of(&[Gate::Rz, Gate::Sx, Gate::Cx]));
        let mut c = circuit(2, "sx 0; sx 0; cx 0 1");
        known_state(&mut c, Some(&target)).expect("no errors");
        assert_eq!("sx 0; sx 0; cx 0 1", text(&c));
        let mut c = circuit(
            2,
            "sx 0; rz(1/2) 1; sx 1; rz(1/2) 1; sx 1; sx 1; rz(1/2) 1; cx 0 1",
        );
        let old = c.clone();
        known_state(&mut c, Some(&target)).expect("no errors");
        assert!(c.iter().all(|op| target.first_foreign(&c) != Some(op)));
        same(&old, &c);
    }

    #[test]
    fn random_circuits_keep_the_state_they_make() {
        let mut random = Random::new(21);
        let clifford = [
            Gate::H,
            Gate::S,
            Gate::Sx,
            Gate::X,
            Gate::Y,
            Gate::Cx,
            Gate::Cz,
            Gate::Cy,
            Gate::Swap,
            Gate::Iswap,
            Gate::T,
            Gate::Dcx,
            Gate::Ecr,
        ];
        for round in 0..900 {
            let gates = if round % 2 == 0 { Gate::ALL } else { &clifford };
            let n = 1 + random.below(4);
            let length = 3 + random.below(20);
            let old = random.circuit(gates, n, length);
            let mut new = old.clone();
            known_state(&mut new, None).expect("no errors");
            assert!(new.len() <= old.len());
            same(&old, &new);
        }
    }
}
