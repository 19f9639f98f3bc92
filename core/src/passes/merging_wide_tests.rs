// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::circuit::Operation;
use crate::passes::testing::{distance, text, Random};
use crate::passes::{cancel_inverses, merge_rotations};
use crate::Angle;

fn under(c: &mut Circuit, polarity: &[bool], base: Instruction, qubits: &[u32]) {
    let payload = Payload::Controlled {
        polarity: polarity.to_vec(),
        base,
    };
    let wires = qubits.iter().map(|&q| Wire::qubit(q));
    c.push(Operation::new(
        Instruction::with(Kind::Controlled, payload),
        wires,
    ));
}

fn angled(gate: Gate, angle: Angle) -> Instruction {
    Instruction::gate(gate, [angle])
}

fn bare(gate: Gate) -> Instruction {
    Instruction::gate(gate, [])
}

/// The base of the only operation left.
fn merged(a: (&[bool], Instruction, &[u32]), b: (&[bool], Instruction, &[u32])) -> Circuit {
    let mut old = Circuit::new(4, 0);
    under(&mut old, a.0, a.1, a.2);
    under(&mut old, b.0, b.1, b.2);
    let mut new = old.clone();
    let changed = merge_rotations(&mut new, None).expect("no options");
    assert_eq!(changed, new.len() < old.len());
    assert!(distance(&old, &new) < 1e-12);
    new
}

fn base_of(c: &Circuit) -> Instruction {
    assert_eq!(1, c.len());
    match &**c.payload(c.first()).expect("a payload") {
        Payload::Controlled { base, .. } => base.clone(),
        other => panic!("{other:?}"),
    }
}

const BOTH: &[bool] = &[true, true];

#[test]
fn rotations_add_under_controls_in_any_order() {
    let rz = |n| angled(Gate::Rz, Angle::pi(n, 3));
    let c = merged((BOTH, rz(1), &[0, 1, 2]), (BOTH, rz(1), &[1, 0, 2]));
    assert_eq!(rz(2), base_of(&c));
    let mixed = [true, false];
    let c = merged(
        (&mixed, rz(1), &[0, 1, 2]),
        (&[false, true], rz(4), &[1, 0, 2]),
    );
    assert_eq!(rz(5), base_of(&c));
    for (polarity, qubits) in [
        (BOTH, [0, 1, 2]),
        (&mixed[..], [1, 0, 2]),
        (&mixed, [0, 2, 1]),
    ] {
        let c = merged((&mixed, rz(1), &[0, 1, 2]), (polarity, rz(1), &qubits));
        assert_eq!(2, c.len());
    }
}

#[test]
fn a_whole_turn_counts_under_controls() {
    let rz = |n| angled(Gate::Rz, Angle::pi(n, 1));
    let c = merged((BOTH, rz(1), &[0, 1, 2]), (BOTH, rz(1), &[0, 1, 2]));
    assert_eq!(rz(2), base_of(&c));
    assert_eq!(
        0,
        merged((BOTH, rz(3), &[0, 1, 2]), (BOTH, rz(1), &[0, 1, 2])).len()
    );
    let p = |n| angled(Gate::P, Angle::pi(n, 3));
    assert_eq!(
        0,
        merged((BOTH, p(5), &[0, 1, 2]), (BOTH, p(1), &[0, 1, 2])).len()
    );
}

#[test]
fn powers_become_named_gates() {
    let open = [true, false];
    let c = merged(
        (&open, bare(Gate::T), &[0, 1, 2]),
        (&open, bare(Gate::T), &[0, 1, 2]),
    );
    assert_eq!(bare(Gate::S), base_of(&c));
    let c = merged(
        (&open, bare(Gate::Sx), &[0, 1, 2]),
        (&open, bare(Gate::X), &[0, 1, 2]),
    );
    assert_eq!(bare(Gate::Sxdg), base_of(&c));
    let c = merged(
        (BOTH, bare(Gate::S), &[0, 1, 2]),
        (BOTH, bare(Gate::S), &[2, 1, 0]),
    );
    assert_eq!("ccz 0 1 2", text(&c));
    let c = merged(
        (&open, bare(Gate::T), &[0, 1, 2]),
        (&open, bare(Gate::S), &[0, 1, 2]),
    );
    assert_eq!(angled(Gate::P, Angle::pi(3, 4)), base_of(&c));
    let p = angled(Gate::P, Angle::pi(1, 5));
    let c = merged(
        (&open, p.clone(), &[0, 1, 2]),
        (&[false, true], p, &[1, 2, 0]),
    );
    assert_eq!(angled(Gate::P, Angle::pi(2, 5)), base_of(&c));
}

#[test]
fn powers_and_rotations_do_not_mix() {
    let rz = angled(Gate::Rz, Angle::pi(1, 4));
    assert_eq!(
        2,
        merged((BOTH, rz, &[0, 1, 2]), (BOTH, bare(Gate::T), &[0, 1, 2])).len()
    );
    let rx = angled(Gate::Rx, Angle::pi(1, 4));
    assert_eq!(
        2,
        merged((BOTH, rx, &[0, 1, 2]), (BOTH, bare(Gate::T), &[0, 1, 2])).len()
    );
    let rz = angled(Gate::Rz, Angle::pi(1, 3));
    assert_eq!(
        2,
        merged((BOTH, rz.clone(), &[0, 1, 2]), (BOTH, rz, &[0, 2, 1])).len()
    );
}

#[test]
fn rounding_is_charged() {
    let rz = |x| angled(Gate::Rz, Angle::radians(x));
    let mut c = merged((BOTH, rz(0.1), &[0, 1, 2]), (BOTH, rz(0.2), &[0, 1, 2]));
    assert_eq!(rz(0.1 + 0.2), base_of(&c));
    assert!(c.ledger.bound > 0.0 && c.ledger.bound < 1e-15);
    c.ledger.budget = c.ledger.bound;
    under(&mut c, BOTH, rz(0.2), &[0, 1, 2]);
    assert!(!merge_rotations(&mut c, None).expect("no options"));
    assert_eq!(2, c.len());
}

#[test]
fn symbols_add_up_to_a_limit() {
    let a = angled(Gate::Rz, Angle::symbol(crate::Symbol::named("a")));
    let mut c = Circuit::new(3, 0);
    for _ in 0..2 {
        under(&mut c, BOTH, a.clone(), &[0, 1, 2]);
    }
    assert!(merge_rotations(&mut c, None).expect("no options"));
    assert_eq!("2*a", base_of(&c).params[0].to_string());
    let mut c = Circuit::new(3, 0);
    for i in 0..=64 {
        let symbol = Angle::symbol(crate::Symbol::named(&format!("a{i}")));
        under(&mut c, BOTH, angled(Gate::Rz, symbol), &[0, 1, 2]);
    }
    assert!(merge_rotations(&mut c, None).expect("no options"));
    assert_eq!(2, c.len());
}

fn push_diagonal(c: &mut Circuit, phases: &[f64], qubits: &[u32]) {
    let payload = Payload::Diagonal {
        phases: phases.to_vec(),
    };
    let wires = qubits.iter().map(|&q| Wire::qubit(q));
    c.push(Operation::new(
        Instruction::with(Kind::Diagonal, payload),
        wires,
    ));
}

#[test]
fn diagonals_add() {
    let mut old = Circuit::new(3, 0);
    push_diagonal(&mut old, &[0.5, 0.25, 2.0, -1.0], &[0, 1]);
    old.push(Operation::gate(Gate::Cx, [], &[0, 2]));
    push_diagonal(&mut old, &[0.5, 0.25, 2.0, -1.0], &[1, 0]);
    let mut new = old.clone();
    assert!(merge_rotations(&mut new, None).expect("no options"));
    assert!(distance(&old, &new) < 1e-12);
    assert_eq!(2, new.len());
    assert_eq!(
        [1.0, 2.25, 2.25, -2.0],
        *diagonal(&new, new.first()).expect("one")
    );
    assert!(new.ledger.bound > 0.0 && new.ledger.bound < 1e-15);
    new.ledger.budget = new.ledger.bound;
    push_diagonal(&mut new, &[0.5, 0.25, 2.0, -1.0], &[1, 0]);
    assert!(!merge_rotations(&mut new, None).expect("no options"));
}

#[test]
fn diagonals_cancel() {
    let mut c = Circuit::new(3, 0);
    push_diagonal(&mut c, &[0.5, 0.25, 2.0, -1.0], &[0, 1]);
    push_diagonal(&mut c, &[-0.5, -2.0, -0.25, 1.0], &[1, 0]);
    for kernel in [cancel_inverses, |c: &mut Circuit| merge_rotations(c, None)] {
        let mut new = c.clone();
        assert!(kernel(&mut new).expect("no options"));
        assert_eq!((0, 0.0), (new.len(), new.ledger.bound));
    }
    push_diagonal(&mut c, &[-0.5, -0.25, -2.0, 1.0], &[1, 0]);
    let mut other = Circuit::new(3, 0);
    push_diagonal(&mut other, &[0.5, 0.25, 2.0, -1.0], &[0, 1]);
    push_diagonal(&mut other, &[-0.5, -0.25, -2.0, 1.0], &[1, 0]);
    assert!(!cancel_inverses(&mut other).expect("no options"));
}

#[test]
fn random_circuits_keep_their_matrix() {
    let mut random = Random::new(19);
    let bases = [
        Gate::Rz,
        Gate::P,
        Gate::T,
        Gate::S,
        Gate::X,
        Gate::Sx,
        Gate::Rx,
        Gate::Z,
    ];
    let mut removed = 0;
    for _ in 0..300 {
        let mut old = Circuit::new(3, 0);
        for _ in 0..14 {
            let qubits = random.qubits(3, 3);
            match random.below(6) {
                0 => {
                    let single = random.circuit(&[Gate::T, Gate::H, Gate::X], 1, 1);
                    old.compose(&single, &qubits[..1], &[]).expect("same wires");
                }
                1 => {
                    let phases: Vec<f64> =
                        (0..4).map(|_| random.below(7) as f64 / 3.0 - 1.0).collect();
                    push_diagonal(&mut old, &phases, &qubits[..2]);
                }
                _ => {
                    let gate = random.pick(&bases);
                    let params = (0..gate.num_params()).map(|_| random.angle());
                    let base = Instruction::gate(gate, params.collect::<Vec<_>>());
                    let polarity = [random.below(4) > 0, random.below(4) > 0];
                    under(&mut old, &polarity, base, &qubits);
                }
            }
        }
        let mut new = old.clone();
        merge_rotations(&mut new, None).expect("no options");
        assert!(distance(&old, &new) < 1e-9);
        removed += old.len() - new.len();
    }
    assert!(removed > 300, "{removed}");
}
