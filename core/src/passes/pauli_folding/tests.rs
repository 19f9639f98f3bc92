// SPDX-License-Identifier: Apache-2.0

use std::sync::Arc;

use super::*;
use crate::circuit::{Block, Condition, Instruction, Kind, Operation, Payload};
use crate::passes::testing::{circuit, distance, text, Random};
use crate::target::GateSet;
use crate::{Angle, Gate, Symbol, Wire};

const OPTIONS: PauliFolding = PauliFolding {
    steps: 64,
    tableau: 0,
};

/// As by default.
const BY_TABLEAU: PauliFolding = PauliFolding {
    tableau: 4096,
    ..OPTIONS
};

fn folded_by(old: &Circuit, options: PauliFolding) -> Circuit {
    let mut new = old.clone();
    let changed = pauli_folding(&mut new, None, options).expect("no limits");
    assert_eq!(changed, *old != new);
    new
}

/// By both ways of finding signs, which find the same.
fn folded(old: &Circuit) -> Circuit {
    let new = folded_by(old, OPTIONS);
    assert_eq!(text(&new), text(&folded_by(old, BY_TABLEAU)));
    new
}

fn numeric(c: &Circuit) -> bool {
    c.iter()
        .all(|op| c.params(op).iter().all(|a| !a.is_symbolic()))
}

#[track_caller]
fn check(qubits: u32, before: &str, after: &str) {
    let old = circuit(qubits, before);
    let new = folded(&old);
    assert_eq!(after, text(&new), "from {before}");
    assert!(!numeric(&old) || distance(&old, &new) < 1e-12, "{before}");
}

#[track_caller]
fn stays(qubits: u32, before: &str) {
    check(qubits, before, before);
}

/// Two rotations merge, whatever stands between them here.
#[track_caller]
fn joins(qubits: u32, first: &str, between: &str, last: &str, merged: &str) {
    let before = format!("{first}; {between}; {last}");
    check(qubits, &before, &format!("{merged}; {between}"));
}

#[track_caller]
fn keeps_apart(qubits: u32, first: &str, between: &str, last: &str) {
    stays(qubits, &format!("{first}; {between}; {last}"));
}

#[test]
fn one_qubit_cliffords_are_seen_through() {
    joins(1, "t 0", "h 0; h 0", "t 0", "s 0");
    joins(1, "t 0", "h 0; x 0; h 0", "t 0", "s 0");
    joins(1, "rz(1/3) 0", "h 0", "rx(1/5) 0", "rz(8/15) 0");
    joins(1, "rz(1/3) 0", "sx 0", "ry(1/5) 0", "rz(2/15) 0");
    joins(1, "rx(1/3) 0", "s 0", "ry(1/5) 0", "rx(8/15) 0");
    joins(1, "ry(1/3) 0", "s 0", "rx(1/5) 0", "ry(2/15) 0");
    joins(
        1,
        "rz(1/3) 0",
        "h 0; s 0; h 0; s 0; h 0",
        "rz(1/5) 0",
        "rz(8/15) 0",
    );
    joins(1, "p(1/3) 0", "x 0", "rz(1/5) 0", "p(2/15) 0");
    joins(1, "rz(1/3) 0", "x 0", "p(1/5) 0", "rz(2/15) 0");
    joins(1, "rz(1/3) 0", "ry(1/2) 0", "rx(1/5) 0", "rz(8/15) 0");
    joins(1, "rz(1/3) 0", "u(1/2,0,1) 0", "rx(1/5) 0", "rz(8/15) 0");
    check(1, "r(1/3,0) 0; h 0; rz(1/5) 0", "h 0; rz(8/15) 0");
    check(1, "rz(1/3) 0; h 0; r(1/5,0) 0", "rz(8/15) 0; h 0");
    stays(1, "r(1/3,0) 0; z 0; r(1/5,0) 0");
    check(1, "r(1/3,0) 0; z 0; r(1/3,0) 0", "z 0");
    check(1, "u(0,1/3,0) 0; h 0; h 0; p(1/5) 0", "p(8/15) 0; h 0; h 0");
    check(1, "t 0; h 0; z 0; h 0; t 0", "h 0; z 0; h 0");
    keeps_apart(1, "t 0", "h 0", "t 0");
    keeps_apart(1, "rz(1/3) 0", "rx(1/3) 0", "rz(1/3) 0");
    keeps_apart(1, "rz(1/3) 0", "h 0", "ry(1/3) 0");
}

#[test]
fn two_qubit_cliffords_are_seen_through() {
    joins(2, "t 0", "cx 0 1", "t 0", "s 0");
    joins(2, "rx(1/3) 1", "cx 0 1", "rx(1/5) 1", "rx(8/15) 1");
    joins(2, "t 1", "swap 0 1", "t 0", "s 1");
    joins(2, "t 1", "cx 0 1; h 0; h 0; cx 0 1", "t 1", "s 1");
    joins(2, "rz(1/3) 1", "cx 0 1", "rzz(1/5) 0 1", "rz(8/15) 1");
    joins(2, "rx(1/3) 0", "cx 0 1", "rxx(1/5) 0 1", "rx(8/15) 0");
    joins(2, "rx(1/3) 0", "cz 0 1", "rzx(1/5) 1 0", "rx(8/15) 0");
    joins(
        2,
        "rzz(1/3) 0 1",
        "h 0; h 1",
        "rxx(1/5) 1 0",
        "rzz(8/15) 0 1",
    );
    joins(
        2,
        "ryy(1/3) 0 1",
        "s 0; s 1",
        "rxx(1/5) 0 1",
        "ryy(8/15) 0 1",
    );
    joins(
        2,
        "ryy(1/3) 0 1",
        "s 0; sdg 1",
        "rxx(1/5) 0 1",
        "ryy(2/15) 0 1",
    );
    joins(2, "rzx(1/3) 0 1", "h 1", "rzz(1/5) 0 1", "rzx(8/15) 0 1");
    joins(2, "rz(1/3) 0", "iswap 0 1", "rz(1/5) 1", "rz(8/15) 0");
    joins(
        3,
        "rz(1/3) 0",
        "dcx 0 1; cz 1 2; ecr 0 2; ecr 0 2; cz 2 1; dcx 1 0",
        "rz(1/5) 0",
        "rz(8/15) 0",
    );
    check(2, "rzz(1/3) 0 1; cx 0 1; rz(1/5) 1", "cx 0 1; rz(8/15) 1");
    check(
        2,
        "rzz(1/3) 0 1; cx 0 1; x 1; rz(1/5) 1",
        "cx 0 1; x 1; rz(-2/15) 1",
    );
    keeps_apart(2, "t 1", "cx 0 1", "t 1");
    keeps_apart(2, "t 1", "cx 0 1; h 0; cx 0 1", "t 1");
}

#[test]
fn rotations_between_must_commute() {
    joins(
        2,
        "rz(1/3) 0",
        "rzz(1/7) 0 1; rz(1/9) 1",
        "rz(1/5) 0",
        "rz(8/15) 0",
    );
    joins(
        2,
        "rxx(1/3) 0 1",
        "rzz(1/7) 0 1",
        "rxx(1/5) 0 1",
        "rxx(8/15) 0 1",
    );
    joins(
        2,
        "rxx(1/3) 0 1",
        "ryy(1/7) 1 0",
        "rxx(1/5) 0 1",
        "rxx(8/15) 0 1",
    );
    keeps_apart(2, "rxx(1/3) 0 1", "rzx(1/7) 0 1", "rxx(1/5) 0 1");
    keeps_apart(2, "rz(1/3) 0", "rxx(1/7) 0 1", "rz(1/5) 0");
    keeps_apart(2, "rz(1/3) 0", "h 0; t 0; h 0", "rz(1/5) 0");
    keeps_apart(2, "rz(1/3) 1", "cx 0 1; h 0; t 0; h 0; cx 0 1", "rz(1/5) 1");
    joins(
        2,
        "rz(1/3) 1",
        "cx 0 1; t 0; cx 0 1",
        "rz(1/5) 1",
        "rz(8/15) 1",
    );
}

#[test]
fn other_gates_are_passed_along_their_axes() {
    for gate in [
        "ccx 0 1 2",
        "cp(1/7) 0 1",
        "crz(1/7) 1 0",
        "cs 0 1",
        "ccz 0 1 2",
        "ch 0 1",
        "cswap 0 1 2",
        "u0(3) 0",
    ] {
        joins(3, "t 0", gate, "t 0", "s 0");
        joins(3, "t 0", &format!("h 0; h 0; {gate}"), "t 0", "s 0");
    }
    joins(3, "rx(1/3) 2", "ccx 0 1 2", "rx(1/5) 2", "rx(8/15) 2");
    joins(3, "ry(1/3) 2", "cry(1/7) 0 2", "ry(1/5) 2", "ry(8/15) 2");
    joins(
        2,
        "rzx(1/3) 0 1",
        "crx(1/7) 0 1",
        "rzx(1/5) 0 1",
        "rzx(8/15) 0 1",
    );
    joins(
        3,
        "rz(1/3) 1",
        "cx 0 1; ccz 0 1 2; cx 0 1",
        "rz(1/5) 1",
        "rz(8/15) 1",
    );
    for gate in [
        "ccx 1 2 0",
        "ch 1 0",
        "cswap 1 0 2",
        "crx(1/7) 1 0",
        "cry(1/7) 1 0",
        "barrier 0",
        "u(1/7,0,0) 0",
        "rccx 1 2 0",
    ] {
        keeps_apart(3, "t 0", gate, "t 0");
    }
    for gate in ["ccx 2 1 0", "cry(1/7) 2 0", "ccz 0 1 2"] {
        let (before, after) = match gate.starts_with("ccx") {
            true => ("ry(1/3) 0", "ry(1/5) 0"),
            false => ("rx(1/3) 0", "rx(1/5) 0"),
        };
        keeps_apart(3, before, gate, after);
    }
    // X X would commute with two controlled phases of the same pair, but that is not looked for.
    keeps_apart(2, "rxx(1/3) 0 1", "cp(1/7) 0 1", "rxx(1/5) 0 1");
}

#[test]
fn sums_may_be_clifford() {
    // The rest of the circuit is seen through the new s.
    check(1, "t 0; t 0; rx(1/3) 0; rx(1/5) 0", "s 0; rx(8/15) 0");
    check(1, "rx(1/3) 0; t 0; t 0; ry(1/5) 0", "rx(8/15) 0; s 0");
    check(1, "ry(1/3) 0; t 0; t 0; rx(1/5) 0", "ry(2/15) 0; s 0");
    check(1, "rx(1/3) 0; t 0; tdg 0; rx(1/5) 0", "rx(8/15) 0");
    check(
        1,
        "rx(1/3) 0; rz(1/3) 0; rz(2/3) 0; rx(1/5) 0",
        "rx(2/15) 0; rz(1) 0",
    );
    check(
        2,
        "rz(1/3) 1; rxx(1/4) 0 1; rxx(1/4) 0 1; rxx(1/4) 1 0; rxx(1/4) 0 1; rz(1/5) 1",
        "rz(2/15) 1; rxx(1/2) 0 1; rxx(1/2) 1 0",
    );
    // Another reading sees that those in between have come together.
    check(
        1,
        "rz(1/3) 0; rx(1/4) 0; rz(1/3) 0; h 0; tdg 0; h 0",
        "rz(1/3) 0; rx(1/4) 0; rz(1/3) 0; h 0; tdg 0; h 0",
    );
    check(
        2,
        "t 0; rzx(1/4) 1 0; t 0; rzx(-1/4) 1 0",
        "t 0; rzx(1/4) 1 0; t 0; rzx(-1/4) 1 0",
    );
}

#[test]
fn what_stood_between_may_go_first() {
    for (before, after) in [
        (
            "rxx(1/3) 0 1; rz(1/7) 1; rz(-1/7) 1; rxx(1/5) 0 1",
            "rxx(8/15) 0 1",
        ),
        (
            "rx(1/3) 0; rz(1/5) 0; ry(1/7) 0; ry(-1/7) 0; rz(-1/5) 0; rx(1/9) 0",
            "rx(4/9) 0",
        ),
        (
            "rx(1/3) 0; rz(1/4) 0; rzz(1/7) 0 1; rz(1/4) 0; rzz(-1/7) 0 1; ry(1/9) 0",
            "rx(4/9) 0; rz(1/2) 0",
        ),
        (
            "rx(1/3) 0; rzz(1/4) 0 1; rz(1/7) 0; rzz(1/4) 0 1; rz(-1/7) 0; ry(1/9) 0",
            "rx(1/3) 0; rzz(1/2) 0 1; ry(1/9) 0",
        ),
    ] {
        check(2, before, after);
    }
    // The sum is written at the second place, and joined from there.
    check(
        2,
        "rzz(1/3) 0 1; cx 0 1; x 1; rz(1/5) 1; h 1; rx(1/7) 1",
        "cx 0 1; x 1; rz(1/105) 1; h 1",
    );
    check(
        2,
        "rzz(1/3) 0 1; cx 0 1; rz(1/5) 1; rx(1/9) 1; rz(1/7) 1",
        "cx 0 1; rz(8/15) 1; rx(1/9) 1; rz(1/7) 1",
    );
}

#[test]
fn clifford_rotations_join_where_that_pays() {
    check(1, "rz(1/3) 0; s 0", "rz(5/6) 0");
    check(1, "t 0; h 0; h 0; sdg 0", "tdg 0; h 0; h 0");
    check(1, "t 0; x 0; s 0", "tdg 0; x 0");
    check(1, "rz(1/3) 0; h 0; x 0; h 0", "rz(-2/3) 0; h 0; h 0");
    check(
        1,
        "rz(1/3) 0; h 0; sx 0; h 0; rz(1/5) 0",
        "rz(31/30) 0; h 0; h 0".replace("31/30", "-29/30").as_str(),
    );
    stays(1, "t 0; h 0; h 0; s 0");
    // Looked at in vain, it is passed all the same.
    check(1, "t 0; h 0; h 0; s 0; t 0", "s 0; h 0; h 0; s 0");
    check(
        1,
        "t 0; h 0; h 0; s 0; h 0; rx(1/3) 0",
        "h 0; h 0; s 0; h 0; rx(7/12) 0",
    );
    stays(1, "s 0; h 0; h 0; t 0");
    check(
        1,
        "rx(1/3) 0; rz(1/3) 0; s 0; ry(1/5) 0",
        "rx(1/3) 0; rz(5/6) 0; ry(1/5) 0",
    );
}

#[test]
fn permutations_are_passed() {
    let mut old = circuit(3, "rz(1/3) 0; rxx(1/3) 0 1");
    let payload = Payload::Permutation {
        image: vec![1, 2, 0],
    };
    let wires = [0, 1, 2].map(Wire::qubit);
    old.push(Operation::new(
        Instruction::with(Kind::Permutation, payload),
        wires,
    ));
    old.push(Operation::gate(Gate::Rxx, [Angle::pi(1, 5)], &[2, 1]));
    let new = folded(&old);
    assert_eq!(3, new.len());
    let gates: Vec<_> = new.iter().map(|op| new.gate(op)).collect();
    assert_eq!([Some(Gate::Rz), Some(Gate::Rxx), None], gates[..]);
    old.push(Operation::gate(Gate::Rxx, [Angle::pi(1, 5)], &[0, 1]));
    assert_eq!(4, folded(&old).len());
}

#[test]
fn what_does_not_pay_is_not_done() {
    let mut c = circuit(1, "rz(0.1) 0; h 0; rx(0.2) 0");
    c.ledger.budget = 0.0;
    assert_eq!(c, folded(&c));
    let new = folded(&circuit(1, "rz(0.1) 0; h 0; rx(0.2) 0"));
    assert!(new.ledger.bound > 0.0 && new.ledger.bound < 1e-15);
    // The later one stands for the Pauli from then on.
    let mut c = circuit(1, "rz(0.1) 0; h 0; rx(0.2) 0; rx(-0.2) 0");
    c.ledger.budget = 0.0;
    assert_eq!("rz(0.1) 0; h 0", text(&folded(&c)));
}

#[test]
fn steps_are_limited() {
    let between = "cx 0 1; cx 0 1; ".repeat(10);
    let old = circuit(2, &format!("t 1; {between}t 1"));
    let with = |steps| folded_by(&old, PauliFolding { steps, ..OPTIONS }).len();
    // 20 gates of two operands are passed, for 22 gates.
    assert_eq!(22, with(0));
    assert_eq!(22, with(1));
    assert_eq!(21, with(2));
    let program = Program::read(&old).expect("two rotations");
    let carry = |steps| Walk::new(2, steps).carry(&old, &program, 0, 21);
    assert_eq!((None, Some(false)), (carry(39), carry(40)));
    let old = circuit(2, &format!("t 1; {between}{between}t 1; tdg 1; t 1"));
    let limit = |steps| PauliFolding { steps, ..OPTIONS };
    assert_eq!(41, folded_by(&old, limit(2)).len());
    let nothing = circuit(2, "t 0; cx 0 1; t 0; t 1");
    assert_eq!(3, folded_by(&nothing, limit(0)).len());
}

/// Without the tags, which keep such pairs from it.
#[test]
fn walks_stop_at_what_does_not_commute() {
    let carry = |between: &str, turn: &str| {
        let c = circuit(3, &format!("{turn}; {between}; {turn}"));
        let program = Program::read(&c).expect("two rotations");
        let last = c.len() - 1;
        Walk::new(3, 100).carry(&c, &program, 0, last)
    };
    for (between, turn) in [
        ("rxx(1/7) 0 1", "rz(1/3) 0"),
        ("rxx(1/7) 0 1", "rzz(1/3) 0 2"),
        ("ccz 0 1 2", "rx(1/3) 2"),
        ("ccz 0 1 2", "rx(1/3) 0"),
        ("ccz 0 1 2", "ry(1/3) 0"),
        ("cry(1/7) 0 1", "rx(1/3) 1"),
        ("cry(1/7) 0 1", "rz(1/3) 1"),
        ("barrier 0", "rx(1/3) 0"),
        ("barrier 0", "rz(1/3) 0"),
        ("h 0", "rz(1/3) 0"),
    ] {
        assert_eq!(None, carry(between, turn), "{turn} past {between}");
    }
    for (between, turn, negative) in [
        ("rxx(1/7) 0 1", "rzz(1/3) 0 1", false),
        ("ccz 0 1 2", "rz(1/3) 2", false),
        ("x 0", "rz(1/3) 0", true),
    ] {
        assert_eq!(
            Some(negative),
            carry(between, turn),
            "{turn} past {between}"
        );
    }
}

#[test]
fn circuits_are_read_as_classes() {
    let read = |text: &str| Program::read(&circuit(3, text));
    for text in ["t 0; h 0", "s 0; s 0", "cx 0 1", ""] {
        assert!(read(text).is_none(), "nothing to fold in {text}");
    }
    assert_eq!(1, read("t 0; s 0").map_or(0, |p| p.rotations));
    let program = read("t 0; cz 0 1; s 0; cp(2) 0 1; ccx 0 1 2; t 0").expect("rotations");
    let classes: Vec<Class> = program.items.iter().map(|i| i.class).collect();
    let [Class::Rotation, Class::Clifford(0), Class::Turn(1), Class::Clifford(2), Class::Other, Class::Rotation] =
        classes[..]
    else {
        panic!("{classes:?}");
    };
    // A whole turn is nothing, which every letter passes.
    let fixed: Vec<u8> = program.slots.iter().map(|s| s.fixed).collect();
    let (z, x, all) = (0b010, 0b001, 0b111);
    assert_eq!([z, z, z, z, all, all, z, z, x, z], fixed[..]);
}

#[test]
fn keys_tell_circuits_apart() {
    let key = |c: &Circuit| Program::read(c).expect("rotations").key(c).as_u128();
    let base = "swap 0 1; rz(1/3) 0; rz(1/3) 0";
    let of = |text: &str| key(&circuit(3, text));
    assert_eq!(of(base), of(base));
    // The angle decides nothing.
    assert_eq!(of(base), of("swap 0 1; rz(1/3) 0; rz(1/5) 0"));
    for other in [
        "iswap 0 1; rz(1/3) 0; rz(1/3) 0",
        "swap 0 2; rz(1/3) 0; rz(1/3) 0",
        "swap 0 1; rz(1/3) 0; rz(1/3) 1",
        "swap 0 1; rz(1/3) 0; rx(1/3) 0",
        "swap 0 1; rz(1/3) 0; s 0",
        "swap 0 1; rz(1/3) 0; rz(1/3) 0; rz(1/3) 0",
    ] {
        assert_ne!(of(base), of(other), "{other}");
    }
    let permuted = |image: Vec<u32>| {
        let mut c = circuit(3, "t 0; t 1");
        let i = Instruction::with(Kind::Permutation, Payload::Permutation { image });
        c.push(Operation::new(i, [0, 1, 2].map(Wire::qubit)));
        key(&c)
    };
    assert_ne!(permuted(vec![1, 2, 0]), permuted(vec![2, 0, 1]));
}

#[test]
fn native_gates_stay_native() {
    let target = Target::all_to_all(GateSet::of(&[Gate::Rz, Gate::Sx, Gate::X, Gate::Cx]));
    let mut c = circuit(1, "rz(1/4) 0; sx 0; rz(1) 0; sx 0; rz(1/4) 0; sx 0");
    let old = c.clone();
    assert!(pauli_folding(&mut c, Some(&target), OPTIONS).expect("no limits"));
    assert_eq!("rz(1/2) 0; sx 0; rz(1) 0; sx 0; sx 0", text(&c));
    assert!(distance(&old, &c) < 1e-12);
}

fn names(c: &Circuit) -> Vec<&'static str> {
    c.iter()
        .map(|op| match c.kind(op) {
            Kind::Gate(g) => g.name(),
            Kind::Measure => "measure",
            Kind::Reset => "reset",
            Kind::If => "if",
            _ => "other",
        })
        .collect()
}

#[test]
fn measurement_is_passed_along_z() {
    let run = |before: &str, after: &str| {
        let mut c = Circuit::new(1, 1);
        c.compose(&circuit(1, before), &[0], &[])
            .expect("same wires");
        c.push(Operation::new(
            Instruction::bare(Kind::Measure),
            [Wire::qubit(0), Wire::bit(0)],
        ));
        c.compose(&circuit(1, after), &[0], &[])
            .expect("same wires");
        names(&folded(&c))
    };
    assert_eq!(["s", "measure"], run("t 0", "t 0")[..]);
    assert_eq!(
        ["rx", "h", "measure"],
        run("rx(1/3) 0; h 0", "rz(1/3) 0")[..]
    );
    assert_eq!(["rx", "measure", "rx"], run("rx(1/3) 0", "rx(1/3) 0")[..]);
    let mut c = circuit(1, "t 0");
    c.push(Operation::new(
        Instruction::bare(Kind::Reset),
        [Wire::qubit(0)],
    ));
    c.push(Operation::gate(Gate::T, [], &[0]));
    assert_eq!(["t", "reset", "t"], names(&folded(&c))[..]);
}

fn conditioned(c: &mut Circuit, body: Circuit, qubits: &[u32]) {
    let payload = Payload::If {
        condition: Condition::Bit(0),
        then: Block::Body(Arc::new(body)),
        otherwise: None,
    };
    let wires = qubits.iter().map(|&q| Wire::qubit(q)).chain([Wire::bit(0)]);
    c.push(Operation::new(Instruction::with(Kind::If, payload), wires));
}

fn around(turn: &str, body: &str) -> Circuit {
    let mut c = Circuit::new(2, 1);
    let turn = circuit(2, turn);
    c.compose(&turn, &[0, 1], &[]).expect("same wires");
    let mut block = Circuit::new(2, 1);
    block
        .compose(&circuit(2, body), &[0, 1], &[])
        .expect("same wires");
    conditioned(&mut c, block, &[0, 1]);
    c.compose(&turn, &[0, 1], &[]).expect("same wires");
    c
}

#[test]
fn blocks_are_passed_along_their_axes() {
    for (turn, body) in [
        ("t 0", "cx 0 1"),
        ("rx(1/3) 1", "cx 0 1"),
        ("rzx(1/3) 0 1", "cx 0 1; t 0"),
        ("ry(1/3) 0", "y 0; h 1"),
    ] {
        assert_eq!(2, folded(&around(turn, body)).len(), "{turn} around {body}");
    }
    for (turn, body) in [
        ("t 0", "cx 1 0"),
        ("rx(1/3) 0", "cx 0 1"),
        ("rzx(1/3) 0 1", "cx 1 0"),
        ("rz(1/3) 0", "y 0; h 1"),
        ("t 0", "h 0"),
    ] {
        assert_eq!(3, folded(&around(turn, body)).len(), "{turn} around {body}");
    }
}

#[test]
fn blocks_are_folded_inside() {
    let mut c = Circuit::new(1, 1);
    let mut body = Circuit::new(1, 1);
    body.compose(&circuit(1, "rz(1/3) 0; h 0; rx(1/5) 0"), &[0], &[])
        .expect("same wires");
    conditioned(&mut c, body, &[0]);
    let new = folded(&c);
    let payload = new.payload(new.first()).expect("a block");
    let block = payload.blocks().next().expect("one");
    assert_eq!("rz(8/15) 0; h 0", text(&block.view(1, 1)));
}

#[test]
fn nothing_passes_a_way_out() {
    let mut way_out = Circuit::new(1, 1);
    way_out.push(Operation::new(
        Instruction::bare(Kind::Break),
        [Wire::qubit(0), Wire::bit(0)],
    ));
    let mut body = circuit(2, "t 1; t 1; rz(1/3) 1");
    body.add_bit();
    // The way out does not touch qubit 1.
    conditioned(&mut body, way_out, &[0]);
    let mut after = circuit(2, "rz(1/3) 1; rz(1/3) 1");
    after.add_bit();
    body.compose(&after, &[0, 1], &[0]).expect("same wires");
    let mut c = Circuit::new(2, 1);
    let payload = Payload::For {
        variable: None,
        values: vec![0, 1],
        body: Block::Body(Arc::new(body)),
    };
    let wires = [Wire::qubit(0), Wire::qubit(1), Wire::bit(0)];
    c.push(Operation::new(Instruction::with(Kind::For, payload), wires));
    let new = folded(&c);
    let payload = new.payload(new.first()).expect("a block");
    let block = payload.blocks().next().expect("one").view(2, 1);
    assert_eq!(["s", "rz", "if", "rz"], names(&block)[..]);
}

const CLIFFORD_T: &[Gate] = &[
    Gate::T,
    Gate::Tdg,
    Gate::S,
    Gate::X,
    Gate::H,
    Gate::H,
    Gate::Cx,
    Gate::Cz,
    Gate::Swap,
];

const PAULIS: &[Gate] = &[
    Gate::Rz,
    Gate::Rx,
    Gate::Ry,
    Gate::Rzz,
    Gate::Rxx,
    Gate::Ryy,
    Gate::Rzx,
    Gate::H,
    Gate::Sx,
    Gate::S,
    Gate::P,
    Gate::Cx,
    Gate::Ecr,
    Gate::U,
    Gate::R,
    Gate::Ccx,
];

#[test]
fn random_circuits_keep_their_matrix() {
    let mut random = Random::new(33);
    let mut gone = 0;
    for round in 0..900 {
        let gates = match round % 3 {
            0 => Gate::ALL,
            1 => PAULIS,
            _ => CLIFFORD_T,
        };
        let n = 1 + random.below(5);
        let length = 5 + random.below(46);
        let old = random.circuit(gates, n, length);
        let new = folded(&old);
        assert!(distance(&old, &new) < 1e-9, "{}", text(&old));
        gone += old.len() - new.len();
        let left = |c: &Circuit| Program::read(c).map_or(0, |p| p.rotations);
        assert!(left(&folded(&new)) == left(&new), "{}", text(&old));
    }
    assert!(gone > 1000, "only {gone} gates went");
}

#[test]
fn symbols_bound_later() {
    let mut random = Random::new(6);
    let names = ["a", "b"];
    let gates = [
        Gate::Rz,
        Gate::P,
        Gate::Cx,
        Gate::X,
        Gate::Rzz,
        Gate::T,
        Gate::H,
        Gate::Rx,
    ];
    for _ in 0..200 {
        let mut old = random.circuit(&gates, 3, 25);
        for op in old.iter().collect::<Vec<_>>() {
            if !old.params(op).is_empty() && random.below(2) == 0 {
                let symbol = Angle::symbol(Symbol::named(names[random.below(2)]));
                let angle = old.params(op)[0].add(&symbol.scale(random.below(5) as i32 - 2, 2));
                old.set_param(op, 0, angle);
            }
        }
        let new = folded(&old);
        let values = [random.angle(), random.angle()];
        let bind = |c: &Circuit| {
            let at = |s: &Symbol| Some(values[usize::from(&*s.name == "b")].clone());
            c.bind(&at).expect("numbers")
        };
        assert!(distance(&bind(&old), &bind(&new)) < 1e-9, "{}", text(&old));
    }
}

/// Two rotations about one Pauli with only commuting rotations between, by the definition: for any pair that is left,
/// the walk itself says that there is none.
#[test]
fn no_pair_is_missed() {
    let mut random = Random::new(8);
    for _ in 0..150 {
        let old = random.circuit(CLIFFORD_T, 3, 60);
        let new = folded(&old);
        let Some(program) = Program::read(&new) else {
            continue;
        };
        let mut walk = Walk::new(3, u64::MAX);
        let rotations: Vec<usize> = (0..program.items.len())
            .filter(|&i| program.items[i].class == Class::Rotation)
            .collect();
        for (i, &from) in rotations.iter().enumerate() {
            for &to in &rotations[i + 1..] {
                assert_eq!(None, walk.carry(&new, &program, from, to), "{}", text(&old));
            }
        }
    }
}
