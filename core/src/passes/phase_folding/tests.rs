// SPDX-License-Identifier: Apache-2.0

use std::sync::Arc;

use super::*;
use crate::circuit::{Block, Condition, Instruction, Operation};
use crate::passes::testing::{circuit, distance, text, Random};
use crate::target::GateSet;
use crate::{Symbol, Wire};

fn folded(old: &Circuit, keep: Keep) -> Circuit {
    let mut new = old.clone();
    let changed = phase_folding(&mut new, None, keep).expect("no options");
    assert_eq!(changed, *old != new);
    new
}

#[test]
fn options_have_names() {
    assert_eq!(Ok(Keep::First), Keep::named("first"));
    assert_eq!(Ok(Keep::Last), Keep::named("last"));
    assert!(Keep::named("middle").is_err());
}

fn numeric(c: &Circuit) -> bool {
    c.iter()
        .all(|op| c.params(op).iter().all(|a| !a.is_symbolic()))
}

#[track_caller]
fn check_kept(keep: Keep, qubits: u32, before: &str, after: &str) {
    let old = circuit(qubits, before);
    let new = folded(&old, keep);
    assert_eq!(after, text(&new), "from {before}");
    assert!(!numeric(&old) || distance(&old, &new) < 1e-12, "{before}");
}

#[track_caller]
fn check(qubits: u32, before: &str, after: &str) {
    check_kept(Keep::First, qubits, before, after);
}

#[track_caller]
fn stays(qubits: u32, before: &str) {
    check(qubits, before, before);
}

#[test]
fn equal_parities_merge() {
    check(2, "t 0; cx 0 1; t 0", "s 0; cx 0 1");
    check(
        2,
        "cx 0 1; t 1; cx 0 1; cx 1 0; t 0",
        "cx 0 1; s 1; cx 0 1; cx 1 0",
    );
    check(2, "t 1; swap 0 1; t 0", "s 1; swap 0 1");
    check(
        3,
        "cx 0 2; cx 1 2; t 2; cx 0 2; cx 1 2; cx 1 0; cx 2 0; tdg 0",
        "cx 0 2; cx 1 2; cx 0 2; cx 1 2; cx 1 0; cx 2 0",
    );
    check(2, "rz(1/3) 0; h 1; rz(1/5) 0", "rz(8/15) 0; h 1");
    check(2, "p(a) 0; cx 0 1; rz(b) 0", "p(a + b) 0; cx 0 1");
    check(1, "u(0,1/3,1/5) 0; p(1/5) 0", "p(11/15) 0");
    stays(2, "t 0; cx 1 0; t 0");
    stays(1, "t 0; h 0; t 0");
    stays(1, "u(0,1/3,1/5) 0; u(0,1/5,0) 0");
}

#[test]
fn the_place_is_a_choice() {
    check_kept(Keep::Last, 2, "t 0; cx 0 1; t 0", "cx 0 1; s 0");
    check_kept(
        Keep::Last,
        1,
        "t 0; x 0; tdg 0; x 0; t 0; h 0",
        "x 0; sdg 0; x 0; t 0; h 0",
    );
    check(
        1,
        "t 0; x 0; tdg 0; x 0; t 0; h 0",
        "s 0; x 0; x 0; t 0; h 0",
    );
    // A rotation of one qubit stays rather than one of two, wherever it is.
    check(2, "rzz(1/3) 0 1; cx 0 1; rz(1/3) 1", "cx 0 1; rz(2/3) 1");
    check_kept(
        Keep::Last,
        2,
        "cx 0 1; rz(1/3) 1; cx 0 1; rzz(1/3) 0 1",
        "cx 0 1; rz(2/3) 1; cx 0 1",
    );
    check(2, "rzz(1/3) 0 1; x 1; rzz(1/5) 1 0", "rzz(2/15) 0 1; x 1");
    check_kept(
        Keep::Last,
        2,
        "rzz(1/3) 0 1; x 1; rzz(1/5) 1 0",
        "x 1; rzz(-2/15) 1 0",
    );
}

#[test]
fn complements_subtract() {
    check(1, "t 0; x 0; tdg 0", "s 0; x 0");
    check(1, "t 0; x 0; t 0", "x 0");
    check(1, "t 0; y 0; t 0", "y 0");
    check(1, "t 0; gpi(1/7) 0; t 0", "gpi(1/7) 0");
    check(1, "rz(1/3) 0; x 0; rz(1/5) 0", "rz(2/15) 0; x 0");
    check(1, "p(1/3) 0; x 0; rz(1/5) 0", "p(2/15) 0; x 0");
    check(1, "rz(1/3) 0; x 0; p(1/5) 0", "rz(2/15) 0; x 0");
    check(1, "t 0; rx(1) 0; t 0", "rx(1) 0");
    check(1, "t 0; ry(-3) 0; t 0", "ry(-3) 0");
    check(1, "t 0; r(1,1/7) 0; t 0", "r(1,1/7) 0");
    check(1, "p(1/3) 0; u(1,1/7,1/5) 0; p(1/3) 0", "u(1,1/7,1/5) 0");
    stays(1, "t 0; rx(2) 0; h 0; t 0");
    stays(1, "t 0; rx(1/2) 0; t 0");
    stays(1, "rz(1/3) 0; rx(a) 0; rz(1/5) 0");
    check(
        2,
        "x 0; cx 0 1; t 1; cx 0 1; x 0; cx 0 1; t 1",
        "x 0; cx 0 1; cx 0 1; x 0; cx 0 1",
    );
    check(
        2,
        "rz(1/3) 0; cx 0 1; x 1; cx 1 0; rz(1/5) 1; cx 1 0; cx 0 1; rz(1/5) 0",
        "rz(8/15) 0; cx 0 1; x 1; cx 1 0; rz(1/5) 1; cx 1 0; cx 0 1",
    );
}

#[test]
fn gates_that_exchange_or_add() {
    check(2, "t 1; iswap 0 1; t 0", "s 1; iswap 0 1");
    check(2, "t 1; iswapdg 0 1; t 0", "s 1; iswapdg 0 1");
    stays(2, "t 1; siswap 0 1; t 0");
    check(2, "t 1; cy 0 1; cx 0 1; t 1", "s 1; cy 0 1; cx 0 1");
    // dcx: cx 0 1, then cx 1 0.
    check(2, "t 1; dcx 0 1; t 0", "s 1; dcx 0 1");
    check(2, "rzz(1/4) 0 1; dcx 0 1; t 1", "dcx 0 1; s 1");
    stays(2, "t 0; dcx 0 1; t 0");
    let mut old = circuit(3, "t 0; rz(1/3) 1");
    let payload = Payload::Permutation {
        image: vec![1, 2, 0],
    };
    let wires = [0, 1, 2].map(Wire::qubit);
    old.push(Operation::new(
        Instruction::with(Kind::Permutation, payload),
        wires,
    ));
    old.push(Operation::gate(Gate::T, [], &[1]));
    old.push(Operation::gate(Gate::Rz, [Angle::pi(1, 3)], &[2]));
    let new = folded(&old, Keep::First);
    assert_eq!(3, new.len());
    let gates: Vec<_> = new.iter().map(|op| new.gate(op)).collect();
    assert_eq!([Some(Gate::S), Some(Gate::Rz), None], gates[..]);
}

#[test]
fn diagonal_actions_keep_the_bit() {
    for gate in [
        "cz 0 1",
        "cp(1/7) 0 1",
        "crz(1/7) 1 0",
        "cs 0 1",
        "ccz 0 1 2",
        "ccx 0 1 2",
        "ch 0 1",
        "cswap 0 1 2",
        "rzz(1/7) 0 1",
        "id 0",
        "u0(3) 0",
    ] {
        check(3, &format!("t 0; {gate}; t 0"), &format!("s 0; {gate}"));
    }
    for gate in [
        "ccx 1 2 0",
        "ch 1 0",
        "cswap 1 0 2",
        "rxx(1/7) 0 1",
        "sx 0",
        "ecr 1 0",
        "crx(1/7) 1 0",
        "csx 1 0",
        "barrier 0",
    ] {
        stays(3, &format!("t 0; {gate}; t 0"));
    }
}

#[test]
fn open_controls_add_a_complement() {
    let mut old = circuit(2, "cx 0 1; rz(1/3) 1; cx 0 1");
    let open = Instruction::gate(Gate::X, []).controlled(&[false]);
    old.push(Operation::new(open, [0, 1].map(Wire::qubit)));
    old.push(Operation::gate(Gate::Rz, [Angle::pi(1, 5)], &[1]));
    let new = folded(&old, Keep::First);
    assert_eq!(4, new.len());
    assert_eq!(
        &[Angle::pi(2, 15)],
        new.params(new.iter().nth(1).expect("four"))
    );
    assert!(distance(&old, &new) < 1e-12);
    let mut old = circuit(3, "t 2; t 0");
    let twice = Instruction::gate(Gate::X, []).controlled(&[false, true]);
    old.push(Operation::new(twice, [0, 1, 2].map(Wire::qubit)));
    old.push(Operation::gate(Gate::T, [], &[2]));
    old.push(Operation::gate(Gate::T, [], &[0]));
    let new = folded(&old, Keep::First);
    assert_eq!(4, new.len());
    assert!(distance(&old, &new) < 1e-12);
    // The complement of a complement.
    let mut old = circuit(2, "t 1; x 1");
    let open = Instruction::gate(Gate::X, []).controlled(&[false]);
    old.push(Operation::new(open, [0, 1].map(Wire::qubit)));
    old.push(Operation::gate(Gate::Cx, [], &[0, 1]));
    old.push(Operation::gate(Gate::T, [], &[1]));
    let new = folded(&old, Keep::First);
    assert_eq!(["s", "x", "other", "cx"], names(&new)[..]);
    assert!(distance(&old, &new) < 1e-12);
    let mut old = circuit(2, "t 1; t 0");
    let phase = Instruction::gate(Gate::Y, []).controlled(&[false]);
    old.push(Operation::new(phase, [0, 1].map(Wire::qubit)));
    old.push(Operation::gate(Gate::T, [], &[1]));
    assert_eq!(4, folded(&old, Keep::First).len());
}

#[test]
fn named_sums_of_two_gates() {
    stays(1, "t 0; x 0; sdg 0");
    check(1, "t 0; x 0; sdg 0; x 0; t 0", "z 0; x 0; x 0");
    check(1, "t 0; x 0; sdg 0; x 0; s 0", "z 0; t 0; x 0; x 0");
    check(
        1,
        "t 0; x 0; sdg 0; x 0; s 0; x 0; t 0",
        "z 0; x 0; x 0; x 0",
    );
    check(
        2,
        "z 0; swap 0 1; t 1; swap 0 1; t 0; h 0; t 0",
        "sdg 0; swap 0 1; swap 0 1; h 0; t 0",
    );
}

/// Of three terms that are not one, the last joins the one before it, else the first; the other stays.
#[test]
fn three_terms_become_two() {
    let ops: Vec<Op> = circuit(1, "t 0; s 0; z 0").iter().collect();
    let term = |i: usize| Term {
        op: ops[i],
        negative: false,
    };
    for (partner, left) in [(1, 0), (0, 1)] {
        let mut terms = SmallVec::from_iter([0, 1, 2].map(term));
        let fold = |pair: &[Term]| {
            let fits = pair.len() == 2 && pair[0] == term(partner);
            fits.then(|| SmallVec::from_iter([pair[0]]))
        };
        join(&mut terms, fold);
        assert_eq!([term(left), term(partner)], terms[..]);
    }
    let mut terms = SmallVec::from_iter([0, 1, 2].map(term));
    join(&mut terms, |_| None);
    assert_eq!([term(1), term(2)], terms[..]);
}

/// Only `t` and `s` at hand: most sums cannot be written.
#[test]
fn sums_that_cannot_be_written() {
    let target = Target::all_to_all(GateSet::of(&[Gate::T, Gate::S, Gate::X]));
    let run = |before: &str| {
        let old = circuit(1, before);
        let mut new = old.clone();
        phase_folding(&mut new, Some(&target), Keep::First).expect("no options");
        assert!(distance(&old, &new) < 1e-12, "{before}");
        text(&new)
    };
    assert_eq!(
        "s 0; x 0",
        run("t 0; x 0; x 0; t 0").replacen("; x 0", "", 1)
    );
    assert_eq!("x 0", run("t 0; x 0; t 0"));
    // -pi/4 takes seven.
    assert_eq!("t 0; x 0; s 0; x 0", run("t 0; x 0; s 0; x 0"));
    // t - s cannot be joined by any; of t - s - t the outer ones can.
    assert_eq!("x 0; s 0; x 0; x 0", run("t 0; x 0; s 0; x 0; x 0; t 0"));
    // The oldest is forgotten: t - s - s, then + s.
    assert_eq!(
        "t 0; x 0; s 0; x 0; x 0",
        run("t 0; x 0; s 0; s 0; x 0; s 0; x 0").replace("s 0; s 0", "z 0")
    );
}

#[test]
fn what_does_not_pay_is_not_done() {
    let mut c = circuit(1, "rz(0.1) 0; x 0; rz(0.2) 0");
    c.ledger.budget = 0.0;
    assert_eq!(c, folded(&c, Keep::First));
    let mut c = circuit(1, "rz(0.1) 0; x 0; rz(0.1) 0");
    c.ledger.budget = 0.0;
    assert_eq!("x 0", text(&folded(&c, Keep::First)));
    // What is exact needs no budget, even where reading has spent more than there is.
    let mut c = circuit(1, "rz(1/3) 0; x 0; rz(1/5) 0");
    c.ledger.budget = 0.0;
    c.ledger.record(1e-9);
    assert_eq!("rz(2/15) 0; x 0", text(&folded(&c, Keep::First)));
    let new = folded(&circuit(1, "rz(0.1) 0; x 0; rz(0.2) 0"), Keep::First);
    assert!(new.ledger.bound > 0.0 && new.ledger.bound < 1e-15);
}

#[test]
fn native_gates_stay_native() {
    let target = Target::all_to_all(GateSet::of(&[Gate::Rz, Gate::Sx, Gate::X, Gate::Cx]));
    let mut c = circuit(2, "rz(1/4) 0; cx 0 1; rz(1/4) 0; sx 0");
    assert!(phase_folding(&mut c, Some(&target), Keep::First).expect("no options"));
    assert_eq!("rz(1/2) 0; cx 0 1; sx 0", text(&c));
}

fn measure(c: &mut Circuit, qubit: u32, bit: u32) {
    c.push(Operation::new(
        Instruction::bare(Kind::Measure),
        [Wire::qubit(qubit), Wire::bit(bit)],
    ));
}

fn names(c: &Circuit) -> Vec<&'static str> {
    c.iter()
        .map(|op| match c.kind(op) {
            Kind::Gate(g) => g.name(),
            Kind::Measure => "measure",
            Kind::Reset => "reset",
            Kind::If => "if",
            Kind::For => "for",
            _ => "other",
        })
        .collect()
}

#[test]
fn measurement_keeps_the_bit_and_reset_does_not() {
    let mut c = Circuit::new(1, 1);
    c.push(Operation::gate(Gate::T, [], &[0]));
    measure(&mut c, 0, 0);
    c.push(Operation::gate(Gate::T, [], &[0]));
    c.push(Operation::new(
        Instruction::bare(Kind::Reset),
        [Wire::qubit(0)],
    ));
    c.push(Operation::gate(Gate::T, [], &[0]));
    assert_eq!(
        ["s", "measure", "reset", "t"],
        names(&folded(&c, Keep::First))[..]
    );
    assert_eq!(
        ["measure", "s", "reset", "t"],
        names(&folded(&c, Keep::Last))[..]
    );
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

fn around(body: &str) -> Circuit {
    let mut c = Circuit::new(2, 1);
    c.push(Operation::gate(Gate::T, [], &[0]));
    let mut block = Circuit::new(2, 1);
    block
        .compose(&circuit(2, body), &[0, 1], &[])
        .expect("same wires");
    conditioned(&mut c, block, &[0, 1]);
    c.push(Operation::gate(Gate::T, [], &[0]));
    c
}

#[test]
fn blocks_are_passed_where_they_are_diagonal() {
    for body in ["cx 0 1", "z 0; h 1", "cz 0 1; t 0", ""] {
        assert_eq!(
            ["s", "if"],
            names(&folded(&around(body), Keep::First))[..],
            "{body}"
        );
    }
    for body in ["cx 1 0", "z 0; h 0", "x 0", "barrier 0"] {
        assert_eq!(
            ["t", "if", "t"],
            names(&folded(&around(body), Keep::First))[..],
            "{body}"
        );
    }
}

#[test]
fn blocks_are_folded_inside() {
    let mut c = Circuit::new(2, 1);
    let mut body = Circuit::new(2, 1);
    body.compose(&circuit(2, "t 0; cx 0 1; t 0"), &[0, 1], &[])
        .expect("same wires");
    conditioned(&mut c, body, &[0, 1]);
    let new = folded(&c, Keep::First);
    let payload = new.payload(new.first()).expect("a block");
    let block = payload.blocks().next().expect("one");
    assert_eq!("s 0; cx 0 1", text(&block.view(2, 1)));
}

#[test]
fn nothing_passes_a_way_out() {
    let mut way_out = Circuit::new(1, 1);
    way_out.push(Operation::new(
        Instruction::bare(Kind::Break),
        [Wire::qubit(0), Wire::bit(0)],
    ));
    let mut body = circuit(2, "t 0; t 1; cx 1 0");
    body.add_bit();
    // The way out does not touch qubit 1.
    conditioned(&mut body, way_out, &[0]);
    let mut after = circuit(2, "cx 1 0; t 1; cx 1 0; t 1");
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
    let new = folded(&c, Keep::First);
    let payload = new.payload(new.first()).expect("a block");
    let block = payload.blocks().next().expect("one").view(2, 1);
    assert_eq!(["t", "t", "cx", "if", "cx", "s", "cx"], names(&block)[..]);
}

#[test]
fn surveys_tell_circuits_apart() {
    let key = |text: &str| survey(&circuit(3, text)).0.as_u128();
    let base = key("cx 0 1; t 1");
    assert_eq!(base, key("cx 0 1; t 1"));
    for other in [
        "cx 1 0; t 1",
        "cx 0 2; t 1",
        "cx 0 1; s 1",
        "cx 0 1; t 1; t 1",
        "cz 0 1; t 1",
        "",
    ] {
        assert_ne!(base, key(other), "{other}");
    }
    assert_eq!(key("rx(1/3) 0"), key("rx(1/5) 0"));
    assert_ne!(key("rx(1/3) 0"), key("rx(1) 0"));
    assert_eq!(
        3,
        survey(&circuit(2, "t 0; rz(1/3) 1; rzz(1/3) 0 1; h 0")).1
    );
    let permuted = |image: Vec<u32>| {
        let mut c = Circuit::new(3, 0);
        let i = Instruction::with(Kind::Permutation, Payload::Permutation { image });
        c.push(Operation::new(i, [0, 1, 2].map(Wire::qubit)));
        survey(&c).0.as_u128()
    };
    assert_ne!(permuted(vec![1, 2, 0]), permuted(vec![2, 0, 1]));
    let controlled = |gate: Gate, polarity: bool| {
        let mut c = Circuit::new(2, 0);
        let i = Instruction::gate(gate, []).controlled(&[polarity]);
        c.push(Operation::new(i, [0, 1].map(Wire::qubit)));
        survey(&c).0.as_u128()
    };
    assert_ne!(controlled(Gate::X, true), controlled(Gate::X, false));
    assert_ne!(controlled(Gate::Sxdg, false), controlled(Gate::X, false));
    assert_ne!(
        survey(&around("h 0")).0.as_u128(),
        survey(&around("h 1")).0.as_u128()
    );
}

const LINEAR: &[Gate] = &[
    Gate::T,
    Gate::Sdg,
    Gate::Z,
    Gate::Tdg,
    Gate::X,
    Gate::Y,
    Gate::Cx,
    Gate::Cx,
    Gate::Cy,
    Gate::Swap,
    Gate::Iswap,
    Gate::Dcx,
    Gate::Cz,
];

#[test]
fn random_circuits_keep_their_matrix() {
    let mut random = Random::new(21);
    let mixed = [
        &[
            Gate::P,
            Gate::Rz,
            Gate::Rzz,
            Gate::H,
            Gate::Rx,
            Gate::U,
            Gate::Ccx,
        ],
        LINEAR,
    ]
    .concat();
    let mut gone = 0;
    for round in 0..900 {
        let gates = match round % 3 {
            0 => Gate::ALL,
            1 => &mixed[..],
            _ => LINEAR,
        };
        let n = 1 + random.below(5);
        let length = 5 + random.below(36);
        let old = random.circuit(gates, n, length);
        let keep = random.pick(&[Keep::First, Keep::Last]);
        let new = folded(&old, keep);
        assert!(distance(&old, &new) < 1e-9, "{keep:?} {}", text(&old));
        gone += old.len() - new.len();
        assert_eq!(folded(&old, keep), new);
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
        Gate::Swap,
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
        let new = folded(&old, Keep::First);
        let values = [random.angle(), random.angle()];
        let bind = |c: &Circuit| {
            let at = |s: &Symbol| Some(values[usize::from(&*s.name == "b")].clone());
            c.bind(&at).expect("numbers")
        };
        assert!(distance(&bind(&old), &bind(&new)) < 1e-9, "{}", text(&old));
    }
}
