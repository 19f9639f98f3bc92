// SPDX-License-Identifier: Apache-2.0
//! Which regions are rebuilt, for which target, and that the operator stays.

use rustc_hash::FxHashMap;

use super::*;
use crate::check::check;
use crate::circuit::{Block, Condition, Instruction, Kind, Payload};
use crate::passes::testing::{circuit, distance, text, Random};
use crate::target::GateSet;
use crate::Wire;

const CX: GateSet = GateSet::of(&[Gate::Cx, Gate::Rz, Gate::Sx, Gate::X]);
const WIDE: LinearResynthesis = LinearResynthesis { wires: 64 };

fn run(c: &mut Circuit, gates: GateSet) -> bool {
    linear_resynthesis(c, &Target::all_to_all(gates), WIDE).expect("good options")
}

#[track_caller]
fn check_gates(qubits: u32, gates: GateSet, before: &str, after: &str) {
    let old = circuit(qubits, before);
    let mut new = old.clone();
    let changed = run(&mut new, gates);
    assert_eq!(after, text(&new), "from {before}");
    assert_eq!(before != after, changed);
    assert!(distance(&old, &new) < 1e-9, "{before}");
}

fn pairs(c: &Circuit) -> usize {
    c.iter().filter(|&op| c.wires(op).len() == 2).count()
}

#[test]
fn regions_lose_gates_between_others() {
    check_gates(2, CX, "cx 0 1; cx 1 0; cx 0 1; cx 1 0", "cx 1 0; cx 0 1");
    check_gates(
        3,
        CX,
        "h 0; cx 0 1; cx 1 2; cx 0 1; cx 1 2; h 2",
        "h 0; cx 0 2; h 2",
    );
    // A gate that is not one of these cuts the region.
    let cut = "cx 0 1; cx 1 0; t 0; t 1; cx 0 1; cx 1 0";
    check_gates(2, CX, cut, cut);
}

#[test]
fn sparse_regions_on_many_wires_are_left() {
    // A chain up and back, then two of its gates again: a pair too many for 9 wires or 8.
    let chain = |wires: usize, times: usize| {
        let mut all = String::new();
        for i in 0..wires - 1 {
            all += &format!("cx {i} {}; ", i + 1);
        }
        all + &"cx 0 1; ".repeat(times)
    };
    let left = |wires: usize, times: usize| {
        let mut c = circuit(wires as u32, &chain(wires, times));
        run(&mut c, CX)
    };
    assert!(left(8, 2));
    assert!(!left(9, 4));
    assert!(left(9, 6));
    assert!(!left(10, 5));
    assert!(left(10, 6));
}

#[test]
fn regions_of_fewer_than_four_pairs_are_left() {
    let three = "cx 0 1; cx 1 0; cx 1 0";
    check_gates(2, CX, three, three);
    check_gates(2, CX, "cx 0 1; cx 1 0; cx 1 0; cx 1 0", "cx 0 1; cx 1 0");
}

#[test]
fn the_offset_is_written_where_it_is_smaller() {
    check_gates(
        3,
        CX,
        "x 0; cx 0 1; cx 0 2; cx 1 2; cx 1 2; cx 1 2; cx 1 2",
        "x 0; cx 0 2; cx 0 1",
    );
    check_gates(
        3,
        CX,
        "cx 0 1; cx 0 2; cx 1 2; cx 1 2; cx 1 2; cx 1 2; x 0; x 1",
        "cx 0 2; cx 0 1; x 0; x 1",
    );
    // As many on both sides: behind. A swap carries it along.
    check_gates(2, CX, "x 0; swap 0 1; cx 0 1; cx 1 0; cx 0 1", "x 0");
    check_gates(2, CX, "swap 0 1; x 1; cx 0 1; cx 1 0; cx 0 1", "x 0");
    check_gates(2, CX, "x 0; swap 0 1; swap 0 1; swap 0 1; swap 0 1", "x 0");
    check_gates(
        2,
        CX,
        "x 0; x 1; swap 0 1; cx 0 1; cx 1 0; cx 0 1",
        "x 0; x 1",
    );
}

#[test]
fn swaps_count_as_the_target_does() {
    let ring = "swap 0 1; swap 1 2; swap 0 1; cx 0 2";
    let mut c = circuit(3, ring);
    assert!(run(&mut c, CX));
    assert_eq!(2, pairs(&c));
    let native = CX.union(GateSet::of(&[Gate::Swap]));
    let mixed = "swap 0 1; swap 1 2; swap 2 3; cx 0 1";
    check_gates(4, native, mixed, mixed);
    // Seven cx would take fourteen siswap, four swaps take twelve.
    let cycle = "swap 0 1; swap 1 2; swap 2 3; swap 3 4";
    let exchange = GateSet::of(&[Gate::Siswap, Gate::U]);
    check_gates(5, exchange, cycle, cycle);
}

#[test]
fn coupled_pairs_stay_coupled() {
    let line = |a, b| ((a, b), CX.on(2));
    let target = Target {
        pairs: Some(FxHashMap::from_iter([line(0, 1), line(1, 2)])),
        ..Target::all_to_all(CX)
    };
    let run = |text: &str| {
        let mut c = circuit(3, text);
        let changed = linear_resynthesis(&mut c, &target, WIDE).expect("good options");
        (changed, pairs(&c))
    };
    // A cx from 0 to 2 by way of 1: one gate would not be on the line.
    assert_eq!((false, 4), run("cx 0 1; cx 1 2; cx 0 1; cx 1 2"));
    assert_eq!((true, 1), run("cx 0 1; cx 1 2; cx 1 2; cx 0 1; cx 1 2"));
    // What is not yet placed is free.
    assert_eq!((true, 0), run("cx 0 1; cx 1 2; cx 0 1; cx 1 2; cx 0 2"));
}

#[test]
fn blocks_are_entered() {
    let body = circuit(2, "cx 0 1; cx 1 0; cx 1 0; cx 0 1; t 0");
    let mut c = Circuit::new(2, 1);
    let payload = Payload::If {
        condition: Condition::Bit(0),
        then: Block::body(body),
        otherwise: None,
    };
    let wires = [Wire::qubit(0), Wire::qubit(1), Wire::bit(0)];
    c.push(Operation::new(Instruction::with(Kind::If, payload), wires));
    assert!(run(&mut c, CX));
    assert!(!run(&mut c, CX));
    let Some(Payload::If { then, .. }) = c.payload(c.first()).map(|p| &**p) else {
        panic!("the block stays");
    };
    assert_eq!("t 0", text(&then.to_circuit(2, 1)));
}

#[test]
fn limits_are_checked() {
    for (wires, good) in [(1, false), (2, true), (64, true), (65, false)] {
        let mut c = circuit(2, "cx 0 1; cx 0 1");
        let options = LinearResynthesis { wires };
        let result = linear_resynthesis(&mut c, &Target::all_to_all(CX), options);
        assert_eq!(good, result.is_ok());
    }
}

#[test]
fn the_budget_is_enough_for_a_dense_region_on_the_most_wires() {
    let mut c = Random::new(4).circuit(&[Gate::Cx], 64, 5000);
    assert!(run(&mut c, CX));
    assert!(pairs(&c) <= 1500, "{}", pairs(&c));
}

#[test]
fn random_circuits_keep_their_matrix_and_never_grow() {
    let gates = [Gate::Cx, Gate::Cx, Gate::Cx, Gate::Swap, Gate::X, Gate::T];
    let mut random = Random::new(11);
    let mut saved = 0;
    for round in 0..200 {
        let n = 2 + round % 5;
        let length = 5 + random.below(40);
        let gates = &gates[..gates.len() - random.below(3)];
        let old = random.circuit(gates, n, length);
        let mut new = old.clone();
        let changed = run(&mut new, CX);
        assert_eq!(Ok(()), check(&new));
        assert!(distance(&old, &new) < 1e-9);
        assert_eq!(changed, text(&old) != text(&new));
        let price = |c: &Circuit| -> usize {
            let of = |g| match g {
                Some(Gate::Cx) => 1,
                Some(Gate::Swap) => 3,
                _ => 0,
            };
            c.iter().map(|op| of(c.gate(op))).sum()
        };
        assert!(price(&new) + usize::from(changed) <= price(&old));
        saved += price(&old) - price(&new);
    }
    assert!(saved > 1000, "{saved}");
}
