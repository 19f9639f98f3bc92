// SPDX-License-Identifier: Apache-2.0
//! The rotations of a circuit with the fewest Hadamards between the first and the last.
//!
//! ```text
//!  gates --segments--> Pauli rotations, Clifford --sequence--> C0, rotations with few Hadamards, C1 --> gates
//! ```
//!
//! C0 and C1 are Clifford circuits: their Hadamards are outside and do not count.

mod clifford;
mod rows;
mod segments;
mod sequence;

use rustc_hash::FxHashMap;

use self::rows::Images;
use self::segments::Segment;
use self::sequence::{best_start, lead, Step, Writer};
use super::{in_blocks, PassError};
use crate::analysis::spelling::Spelling;
use crate::synth::clifford::{phase, Basic};
use crate::{Angle, Circuit, Op, Target, Wire};

/// Rewrite every run of Clifford gates and rotations whose internal Hadamards that makes fewer.
pub fn internal_hadamard_optimization(
    circuit: &mut Circuit,
    target: Option<&Target>,
) -> Result<bool, PassError> {
    let spelling = Spelling::of(circuit, target);
    let kernel = |c: &mut Circuit| Ok(rewrite(c, &spelling));
    let inside = in_blocks(circuit, &kernel)?;
    Ok(kernel(circuit)? || inside)
}

fn rewrite(circuit: &mut Circuit, spelling: &Spelling) -> bool {
    // By the first operation of a segment: what replaces it.
    let mut found: FxHashMap<Op, Rewritten> = FxHashMap::default();
    let mut inside = vec![false; circuit.capacity()];
    let (mut segment, mut inverse) = (Segment::default(), Images::identity(0));
    let mut at = circuit.first().some();
    while let Some(op) = at {
        at = circuit.after(op).some();
        let taken = segment.take(circuit, op, &mut inverse);
        if taken && at.is_some() {
            continue;
        }
        if let Some(new) = shorter(&segment) {
            segment.ops.iter().for_each(|op| inside[op.index()] = true);
            found.insert(segment.ops[0], new);
        }
        (segment, inverse) = (Segment::default(), Images::identity(0));
        if !taken {
            // It may begin the next one.
            segment.take(circuit, op, &mut inverse);
        }
    }
    if found.is_empty() {
        return false;
    }
    let mut new = circuit.empty_like();
    new.phase = circuit.phase.clone();
    for op in circuit.iter() {
        if let Some(rewritten) = found.get(&op) {
            rewritten.write(circuit, &mut new, spelling);
        } else if !inside[op.index()] {
            new.push(circuit.operation(op));
        }
    }
    *circuit = new;
    true
}

/// What a segment becomes.
struct Rewritten {
    steps: Vec<Step>,
    wires: Vec<Wire>,
    phase: Angle,
}

/// The segment with fewer internal Hadamards, if that can be.
fn shorter(segment: &Segment) -> Option<Rewritten> {
    if segment.hadamards == 0 {
        return None;
    }
    let qubits = segment.wires.len();
    let start = best_start(qubits, &segment.rotations);
    let paulis = segment.rotations.iter().map(|r| &r.pauli);
    if lead(&mut start.clone(), paulis) >= segment.hadamards {
        return None;
    }
    let mut whole = Images::identity(qubits);
    segment.gates.iter().for_each(|&g| whole.apply(g));
    let mut writer = Writer::new(whole);
    clifford::diagonalize(start)
        .into_iter()
        .for_each(|g| writer.gate(g));
    writer.rotations(&segment.rotations);
    let mut steps = writer.steps;
    steps.extend(
        clifford::synthesize(writer.whole)
            .into_iter()
            .map(Step::Gate),
    );
    // Without the rotations, both are the same Clifford operator up to a phase, and so they are with them.
    let gates = steps.iter().rev().filter_map(|step| match step {
        Step::Gate(g) => Some(g.inverse()),
        Step::Turn(..) => None,
    });
    let there_and_back: Vec<Basic> = segment.gates.iter().copied().chain(gates).collect();
    let eighths = phase::of_identity(qubits, there_and_back)?;
    Some(Rewritten {
        steps,
        wires: segment.wires.clone(),
        phase: segment.phase.add(&Angle::pi(i32::from(eighths), 4)),
    })
}

impl Rewritten {
    fn write(&self, old: &Circuit, new: &mut Circuit, spelling: &Spelling) {
        new.add_phase(&self.phase);
        // Cliffords have the place of the rotation written last, the first ones that of the first.
        let first = self.steps.iter().find_map(Step::op);
        let mut place = first.map(|op| old.place(op)).unwrap_or_default();
        for step in &self.steps {
            match step {
                Step::Gate(g) => {
                    let wires = g.on.map(|q| self.wires[usize::from(q)]);
                    let count = if g.is_pair() { 2 } else { 1 };
                    new.push_gate(g.gate, &[], &wires[..count], place);
                }
                Step::Turn(qubit, angle, op) => {
                    let (gate, params, phase) = spelling.z_rotation(angle);
                    new.add_phase(&phase);
                    let wire = self.wires[usize::from(*qubit)];
                    place = old.place(*op);
                    new.push_gate(gate, params.as_slice(), &[wire], place);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
