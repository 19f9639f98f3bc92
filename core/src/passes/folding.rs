// SPDX-License-Identifier: Apache-2.0
//! What rotations about one Pauli make together, wherever they stand: shared by `phase_folding` and `pauli_folding`.
//!
//! The gates may be on different wires and about different local Paulis (`t` on one qubit, `rzz` on two others); the
//! caller knows that all of them can be moved to the place of one, the kept one, and whether their Paulis
//! agree there in sign. The angles add up as [`sum`](crate::analysis::sum) says.

use smallvec::SmallVec;

use crate::analysis::family::{angle_of, membership, Turn, FAMILIES};
use crate::analysis::spelling::Spelling;
use crate::analysis::sum::Sum;
use crate::gate::Axis;
use crate::{Angle, Circuit, Gate, Op};

/// A rotation, about the Pauli or about its negative.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Term {
    pub op: Op,
    pub negative: bool,
}

/// A gate as a rotation about a Pauli: the family to write it in, its angle, and what phase comes with it.
#[derive(Debug)]
pub struct Reading {
    pub family: u8,
    pub angle: Angle,
    pub turn: Turn,
}

/// The gate as a rotation about a Pauli or a product of two.
pub fn reading(gate: Gate, params: &[Angle]) -> Option<Reading> {
    let member = membership(gate);
    if let Some(family) = member.family {
        let about_paulis = match gate.num_qubits() {
            1 => gate != Gate::H,
            _ => matches!(gate, Gate::Rxx | Gate::Ryy | Gate::Rzz | Gate::Rzx),
        };
        return about_paulis.then(|| Reading {
            family,
            angle: angle_of(member.turn, params),
            turn: member.turn,
        });
    }
    if !matches!(gate, Gate::U | Gate::R) {
        return None;
    }
    let rotation = gate.rotation(params)?;
    let turn = match rotation.axis {
        // `u(0, a, b)` is the power of a + b; `r` has no phase.
        Axis::Z => Turn::Power,
        _ => Turn::Rotation,
    };
    let family = membership(Gate::about(rotation.axis)?).family?;
    Some(Reading {
        family,
        angle: rotation.angle,
        turn,
    })
}

/// Gates to write, the first on the kept operation.
type Written = SmallVec<[(Gate, Option<Angle>); 2]>;

/// Write the product of the terms at the place of `terms[kept]`, in fewer gates than there are terms, and remove the
/// rest. Returns the operations that stand there now; nothing is changed where that cannot be done.
pub fn fold(
    circuit: &mut Circuit,
    spelling: &Spelling,
    terms: &[Term],
    kept: usize,
) -> Option<SmallVec<[Op; 2]>> {
    let (written, phase) = match eighths(circuit, spelling, terms, kept) {
        Some(done) => done,
        None => general(circuit, spelling, terms, kept)?,
    };
    circuit.add_phase(&phase);
    let mut standing = SmallVec::new();
    let mut gates = written.iter();
    let place = terms[kept].op;
    if let Some((gate, angle)) = gates.next() {
        circuit.set_gate(place, *gate, angle.as_slice());
        standing.push(place);
    }
    for (gate, angle) in gates {
        let wires: SmallVec<[_; 2]> = circuit.qubits(place).into();
        standing.push(circuit.insert_gate_after(place, *gate, angle.as_slice(), &wires));
    }
    for term in terms {
        if !standing.contains(&term.op) {
            circuit.remove(term.op);
        }
    }
    Some(standing)
}

/// All of them named: no angle arithmetic. A power under a minus leaves its angle as phase.
fn eighths(
    circuit: &Circuit,
    spelling: &Spelling,
    terms: &[Term],
    kept: usize,
) -> Option<(Written, Angle)> {
    let family = membership(circuit.gate(terms[kept].op)?).family?;
    let (mut sum, mut phase) = (0, 0);
    for term in terms {
        let Turn::Eighths(k) = membership(circuit.gate(term.op)?).turn else {
            return None;
        };
        match term.negative == terms[kept].negative {
            true => sum += i64::from(k),
            false => {
                sum -= i64::from(k);
                phase += i32::from(k);
            }
        }
    }
    let written = named(circuit, spelling, terms, kept, family, sum)?;
    Some((written, Angle::pi(phase, 4)))
}

fn general(
    circuit: &mut Circuit,
    spelling: &Spelling,
    terms: &[Term],
    kept: usize,
) -> Option<(Written, Angle)> {
    let old = circuit.gate(terms[kept].op)?;
    let family = reading(old, circuit.params(terms[kept].op))?.family;
    let mut sum = Sum::new(FAMILIES[family as usize].period);
    let mut gates: SmallVec<[Gate; 3]> = SmallVec::new();
    for term in terms {
        let gate = circuit.gate(term.op)?;
        let read = reading(gate, circuit.params(term.op))?;
        sum.add(
            &read.angle,
            read.turn,
            term.negative != terms[kept].negative,
        )?;
        if membership(gate).family == Some(family) {
            gates.push(gate);
        }
    }
    let mut sum = sum.snapped();
    let (angle, turns) = sum.reduce();
    let by_name = angle.quarter_turns_of_pi();
    let by_name = by_name.and_then(|k| named(circuit, spelling, terms, kept, family, k));
    let (written, turn) = match by_name {
        // A power whose angle is a whole number of turns is the identity, so this holds for none as well.
        Some(gates) => (gates, Turn::Power),
        None => {
            let (gate, turn) = spelling.parametrised(family, &gates)?;
            if !spelling.replaces(Some(old), gate, Some(&angle)) {
                return None;
            }
            (Written::from_iter([(gate, Some(angle))]), turn)
        }
    };
    if sum.error > 0.0 && !circuit.ledger.charge(sum.error) {
        return None;
    }
    Some((written, sum.phase(turn, turns)))
}

fn named(
    circuit: &Circuit,
    spelling: &Spelling,
    terms: &[Term],
    kept: usize,
    family: u8,
    eighths: i64,
) -> Option<Written> {
    let (a, b) = spelling.named(family, eighths)?;
    let written: Written = a.into_iter().chain(b).map(|g| (g, None)).collect();
    let old = circuit.gate(terms[kept].op);
    let fits =
        written.len() < terms.len() && written.iter().all(|w| spelling.replaces(old, w.0, None));
    fits.then_some(written)
}
