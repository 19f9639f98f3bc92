// SPDX-License-Identifier: Apache-2.0
//! Rotations by small angles are dropped, as far as the user's error allows.
//!
//! A rotation by a is exp(-i a G / 2), and |exp(-i a G / 2) - 1| = 2 sin(|a| / 4) when the eigenvalues of G are
//! among 1, 0 and -1. A power (`p`, `cp`) is that and the phase a / 2, which is kept as global phase; so is the -1 of a
//! rotation near 2 pi. Errors of operators add up at most, so their sum is charged to the ledger.

use super::{in_blocks, PassError};
use crate::analysis::family::{membership, Turn, FAMILIES};
use crate::circuit::{Kind, Ledger};
use crate::{Angle, Circuit, Gate, Op};

/// Drop rotations, smallest error first, while their errors sum to at most `error` and the ledger's budget holds
/// them. Bodies of loops count as often as they run. O(g log g) for the sorting.
pub fn drop_small_rotations(circuit: &mut Circuit, error: f64) -> Result<bool, PassError> {
    if error.is_nan() || error < 0.0 {
        return Err(PassError::BadOption {
            option: "error",
            reason: format!("{error} is not a number from 0 up"),
        });
    }
    // Everything is charged to the ledger, which also knows the loops: lend it the smaller of the two budgets. What
    // is there for rounding stays for the passes after this one.
    let granted = circuit.ledger.budget;
    let for_users = granted - Ledger::NUMERICAL_BUDGET;
    circuit.ledger.budget = for_users.min(circuit.ledger.bound + error);
    let kernel = |c: &mut Circuit| Ok(drop_smallest(c));
    let outside = kernel(circuit);
    let inside = in_blocks(circuit, &kernel);
    circuit.ledger.budget = granted;
    Ok(outside? | inside?)
}

fn drop_smallest(circuit: &mut Circuit) -> bool {
    let room = circuit.ledger.budget - circuit.ledger.bound;
    let mut small: Vec<(f64, Op, Angle)> = circuit
        .iter()
        .filter_map(|op| {
            let Kind::Gate(gate) = circuit.kind(op) else {
                return None;
            };
            let (error, phase) = cost(gate, circuit.params(op))?;
            (error <= room).then_some((error, op, phase))
        })
        .collect();
    // The sort is stable: of equal errors, the first in the circuit goes first.
    small.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut changed = false;
    for (error, op, phase) in small {
        if !circuit.ledger.charge(error) {
            break;
        }
        circuit.add_phase(&phase);
        circuit.remove(op);
        changed = true;
    }
    changed
}

/// Error of leaving a gate out, and the global phase that stands in for it.
fn cost(gate: Gate, params: &[Angle]) -> Option<(f64, Angle)> {
    let member = membership(gate);
    let (angle, turn, period) = match (member.family, member.turn) {
        (Some(_), Turn::Eighths(_)) => return None,
        (Some(family), turn) => (&params[0], turn, FAMILIES[family as usize].period),
        (None, _) => match gate {
            Gate::R => (&params[0], Turn::Rotation, 2),
            Gate::Ms => (&params[2], Turn::Rotation, 2),
            _ => return None,
        },
    };
    angle.value()?;
    let near = angle.modulo(period);
    let error = 2.0 * (near.value()?.abs() / 4.0).sin();
    let turns = angle.sub(&near).half().modulo(2);
    let phase = match turn {
        Turn::Rotation if period == 4 => Angle::ZERO,
        Turn::Rotation => turns,
        // The phase of the power itself; whole turns of it are none.
        _ => near.half(),
    };
    Some((error, phase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::{Block, Instruction, Operation, Payload};
    use crate::passes::testing::{circuit, distance, text, Random};
    use crate::Wire;

    fn run(c: &mut Circuit, error: f64) -> bool {
        c.ledger.budget = error + 1e-8;
        drop_small_rotations(c, error).expect("a good error")
    }

    #[test]
    fn smallest_first_within_the_error() {
        let mut c = circuit(
            2,
            "rz(0.02) 0; rx(0.01) 0; cp(0.005) 0 1; h 1; crz(0.03) 0 1",
        );
        assert!(run(&mut c, 0.008));
        assert_eq!("rz(0.02) 0; h 1; crz(0.03) 0 1", text(&c));
        assert!((c.ledger.bound - 0.0075).abs() < 1e-6);
        assert!(run(&mut c, 0.0176));
        assert_eq!("h 1; crz(0.03) 0 1", text(&c));
    }

    #[test]
    fn whole_turns_leave_their_sign() {
        for (line, left) in [
            ("rz(6.29) 0", 0),
            ("p(6.29) 0", 0),
            ("crz(6.29) 0 1", 1),
            ("crz(12.57) 0 1", 0),
            ("rzz(-6.28) 0 1", 0),
        ] {
            let old = circuit(2, line);
            let mut new = old.clone();
            run(&mut new, 0.01);
            assert_eq!(left, new.len(), "{line}");
            assert!(distance(&old, &new) <= new.ledger.bound + 1e-12, "{line}");
        }
    }

    #[test]
    fn the_ledger_has_the_last_word() {
        let mut c = circuit(1, "rz(0.01) 0");
        assert!(!drop_small_rotations(&mut c, 0.1).expect("a good error"));
        assert!(drop_small_rotations(&mut c, f64::NAN).is_err());
        assert!(!run(&mut c, 0.0));
        assert!((c.ledger.budget - 1e-8).abs() < 1e-20);
        c.ledger.budget = 0.01;
        drop_small_rotations(&mut c, f64::INFINITY).expect("a good error");
        assert!(c.is_empty() && c.ledger.charge(Ledger::NUMERICAL_BUDGET));
    }

    #[test]
    fn bodies_of_loops_count_as_often_as_they_run() {
        let body = circuit(1, "rz(0.002) 0; rz(0.004) 0");
        let mut c = Circuit::new(1, 0);
        let payload = Payload::For {
            variable: None,
            values: (0..10).collect(),
            body: Block::body(body),
        };
        c.push(Operation::new(
            Instruction::with(Kind::For, payload),
            [Wire::qubit(0)],
        ));
        assert!(run(&mut c, 0.02));
        assert!((c.ledger.bound - 0.01).abs() < 1e-6);
    }

    #[test]
    fn the_bound_holds() {
        let mut random = Random::new(9);
        for _ in 0..200 {
            let n = 1 + random.below(3);
            let old = random.circuit(Gate::ALL, n, 20);
            let mut new = old.clone();
            run(&mut new, 0.7);
            // An entry of a matrix differs by no more than the operator norm.
            assert!(
                distance(&old, &new) <= new.ledger.bound + 1e-12,
                "{}",
                text(&old)
            );
        }
    }
}
