// SPDX-License-Identifier: Apache-2.0
//! Diagonal gates that only a measurement could see, and cannot.
//!
//! A diagonal operation whose qubits are all measured next multiplies each outcome's state by a phase: neither the
//! record nor the state left with it changes. It may as well be moved there through operations that are block
//! diagonal on the wires they share (Z axis). One reading of the circuit from its end.

use super::PassError;
use crate::analysis::axes::axes;
use crate::circuit::Kind;
use crate::gate::Axis;
use crate::Circuit;

/// Remove diagonal operations all of whose qubits are measured afterwards, with only operations of axis Z in between,
/// and not used again. Blocks are left alone: where one ends, its qubits are used again.
pub fn remove_diagonals_before_measure(circuit: &mut Circuit) -> Result<bool, PassError> {
    let before = circuit.len();
    // From here to the end of the wire there is a measurement, and nothing before it that sees phases.
    let mut unseen = vec![false; circuit.num_qubits()];
    let mut used = vec![false; circuit.num_qubits()];
    let mut previous = circuit.last();
    while let Some(op) = previous.some() {
        previous = circuit.before(op);
        let kind = circuit.kind(op);
        let found = match kind {
            Kind::Measure | Kind::Barrier => None,
            _ => axes(circuit, op),
        };
        let qubits = circuit.qubits(op);
        if let Some(axes) = &found {
            let diagonal = axes.iter().all(|a| matches!(a, Axis::Z | Axis::Any));
            if diagonal && !qubits.is_empty() && qubits.iter().all(|w| unseen[w.index()]) {
                circuit.remove(op);
                continue;
            }
        }
        for (i, wire) in qubits.iter().map(|w| w.index()).enumerate() {
            let axis = found.as_ref().map(|axes| axes[i]);
            unseen[wire] = match (kind, axis) {
                (Kind::Measure, _) => !used[wire],
                (_, Some(Axis::Z | Axis::Any)) => unseen[wire],
                _ => false,
            };
            // A barrier after the measurement is no use of the qubit.
            used[wire] |= kind != Kind::Barrier;
        }
    }
    Ok(circuit.len() < before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::{Instruction, Operation};
    use crate::passes::testing::{circuit, text};
    use crate::Wire;

    /// Measure the last so many qubits of a circuit, then run the pass.
    fn run(qubits: u32, before: &str, measured: std::ops::Range<u32>) -> String {
        let mut c = circuit(qubits, before);
        (0..qubits).for_each(|_| {
            c.add_bit();
        });
        for q in measured {
            let wires = [Wire::qubit(q), Wire::bit(q)];
            c.push(Operation::new(Instruction::bare(Kind::Measure), wires));
        }
        remove_diagonals_before_measure(&mut c).expect("no options");
        let measures: Vec<_> = c.iter().filter(|&o| c.kind(o) == Kind::Measure).collect();
        measures.into_iter().for_each(|o| c.remove(o));
        text(&c)
    }

    #[test]
    fn all_qubits_must_be_measured() {
        assert_eq!("h 0", run(1, "h 0; t 0; rz(1/3) 0", 0..1));
        assert_eq!("h 0", run(2, "h 0; cz 0 1; t 1", 0..2));
        assert_eq!("h 0; cz 0 1", run(2, "h 0; cz 0 1; t 1", 1..2));
        assert_eq!("t 0", run(2, "t 0; z 1", 1..2));
    }

    #[test]
    fn through_block_diagonal_gates() {
        assert_eq!("cx 0 1", run(2, "t 0; cx 0 1", 0..2));
        assert_eq!("t 1; cx 0 1", run(2, "t 1; cx 0 1", 0..2));
        assert_eq!("t 0; h 0", run(1, "t 0; h 0", 0..1));
        assert_eq!("t 0; barrier 0", run(1, "t 0; barrier 0", 0..1));
    }

    #[test]
    fn a_qubit_used_again_keeps_its_gates() {
        let mut c = Circuit::new(1, 1);
        c.push(Operation::gate(crate::Gate::T, [], &[0]));
        let measure = || {
            Operation::new(
                Instruction::bare(Kind::Measure),
                [Wire::qubit(0), Wire::bit(0)],
            )
        };
        c.push(measure());
        c.push(Operation::new(
            Instruction::bare(Kind::Barrier),
            [Wire::qubit(0)],
        ));
        assert!(remove_diagonals_before_measure(&mut c.clone()).expect("no options"));
        c.push(Operation::gate(crate::Gate::X, [], &[0]));
        assert!(!remove_diagonals_before_measure(&mut c).expect("no options"));
    }
}
