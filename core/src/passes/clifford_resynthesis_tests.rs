// SPDX-License-Identifier: Apache-2.0
//! Which regions are rebuilt, for which target, and that the operator stays.

use rustc_hash::FxHashMap;

use super::*;
use crate::check::check;
use crate::circuit::{Block, Condition, Instruction, Kind, Payload};
use crate::passes::testing::{circuit, distance, text, Random};

const CLIFFORD_T: GateSet = GateSet::of(&[
    Gate::H,
    Gate::S,
    Gate::Sdg,
    Gate::T,
    Gate::Tdg,
    Gate::X,
    Gate::Z,
    Gate::Cx,
]);
const HERON: GateSet = GateSet::of(&[Gate::Cz, Gate::Rz, Gate::Sx, Gate::X]);
const WIDE: CliffordResynthesis = CliffordResynthesis { qubits: 8 };

fn run(c: &mut Circuit, gates: GateSet) -> bool {
    clifford_resynthesis(c, &Target::all_to_all(gates), WIDE).expect("good options")
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
    check_gates(
        2,
        CLIFFORD_T,
        "cx 0 1; t 0; t 1; cx 0 1",
        "cx 0 1; t 0; t 1; cx 0 1",
    );
    check_gates(
        3,
        CLIFFORD_T,
        "t 2; cx 0 1; h 2; cx 0 1; t 1",
        "t 2; h 2; t 1",
    );
    check_gates(
        3,
        CLIFFORD_T,
        "cx 0 1; t 0; t 2; cx 1 2; cx 1 2; cx 2 1; t 1",
        "t 2; cx 0 1; cx 2 1; t 0; t 1",
    );
    check_gates(
        2,
        CLIFFORD_T,
        "cx 0 1; cx 1 0; cx 0 1; cx 1 0",
        "cx 1 0; cx 0 1",
    );
}

#[test]
fn as_many_pairs_and_fewer_gates_only_in_a_clifford_basis() {
    let long = "h 0; h 1; cx 0 1; h 0; h 1; cx 0 1";
    check_gates(2, CLIFFORD_T, long, "cx 1 0; cx 0 1");
    check_gates(2, HERON, long, long);
    let short = "s 0; cx 0 1; s 1; cx 1 0";
    check_gates(2, CLIFFORD_T, short, short);
}

#[test]
fn swaps_count_as_the_target_does() {
    // Two exchanges and a cx: five cx at most where swap is not native, three gates where it is.
    let mut c = circuit(3, "swap 0 1; swap 1 2; swap 0 1; cx 0 2");
    let old = c.clone();
    assert!(run(&mut c, CLIFFORD_T));
    assert!(pairs(&c) <= 4);
    assert!(distance(&old, &c) < 1e-9);
    let with_swap = CLIFFORD_T.union(GateSet::of(&[Gate::Swap]));
    check_gates(3, with_swap, "swap 0 1; cx 1 2", "swap 0 1; cx 1 2");
    check_gates(2, CLIFFORD_T, "swap 0 1; cx 0 1", "cx 0 1; cx 1 0");
}

#[test]
fn written_with_the_gates_of_the_target() {
    let before = "cz 0 1; h 1; h 0; cz 0 1; h 0; cz 0 1; h 1; cz 0 1; cz 0 1; cz 0 1";
    for (gates, pair) in [(HERON, Gate::Cz), (CLIFFORD_T, Gate::Cx)] {
        let mut c = circuit(2, before);
        assert!(run(&mut c, gates));
        assert_eq!(2, pairs(&c));
        assert!(c
            .iter()
            .all(|op| c.wires(op).len() == 1 || c.gate(op) == Some(pair)));
        assert!(distance(&circuit(2, before), &c) < 1e-9);
    }
    // Two cx would take four siswap.
    let exchange = GateSet::of(&[Gate::Siswap, Gate::U]);
    check_gates(
        2,
        exchange,
        "iswap 0 1; siswap 0 1; siswap 0 1; iswap 0 1",
        "iswap 0 1; siswap 0 1; siswap 0 1; iswap 0 1",
    );
}

#[test]
fn exact_angles_are_clifford_and_their_phase_is_kept() {
    let before = "rz(1/2) 0; cx 0 1; rz(1) 0; cx 0 1; rx(-1/2) 1; rzz(1/2) 0 1; rzz(1/2) 0 1";
    let old = circuit(2, before);
    let mut new = old.clone();
    assert!(run(&mut new, HERON));
    assert_eq!(0, pairs(&new));
    assert!(distance(&old, &new) < 1e-9);
    check_gates(
        2,
        HERON,
        "cx 0 1; rz(1/4) 0; cx 0 1",
        "cx 0 1; rz(1/4) 0; cx 0 1",
    );
}

#[test]
fn coupled_pairs_stay_coupled() {
    let line = |a, b| ((a, b), HERON.on(2));
    let pairs_of = [line(0, 1), line(1, 2)];
    let target = Target {
        pairs: Some(FxHashMap::from_iter(pairs_of)),
        ..Target::all_to_all(HERON)
    };
    // A cx from 0 to 2 by way of 1: the two on the line are all there is.
    let routed = "cx 0 1; cx 1 2; cx 0 1; cx 1 2";
    let mut c = circuit(3, routed);
    let changed = clifford_resynthesis(&mut c, &target, WIDE).expect("good options");
    assert_eq!((false, 4), (changed, pairs(&c)));
    // Without a coupling to keep to, one is enough.
    let mut c = circuit(3, routed);
    assert!(run(&mut c, HERON));
    assert_eq!(1, pairs(&c));
    let mut c = circuit(3, "cx 0 1; cx 1 2; cx 1 2; cx 0 1; cx 1 2");
    assert!(clifford_resynthesis(&mut c, &target, WIDE).expect("good options"));
    assert_eq!(1, pairs(&c));
    // What is not yet placed is free.
    let mut c = circuit(3, "cx 0 1; cx 1 2; cx 0 1; cx 1 2; cx 0 2");
    assert!(clifford_resynthesis(&mut c, &target, WIDE).expect("good options"));
    assert_eq!(0, pairs(&c));
}

#[test]
fn blocks_are_entered() {
    let body = circuit(2, "cx 0 1; cx 0 1; t 0");
    let mut c = Circuit::new(2, 1);
    let payload = Payload::If {
        condition: Condition::Bit(0),
        then: Block::body(body),
        otherwise: None,
    };
    let wires = [Wire::qubit(0), Wire::qubit(1), Wire::bit(0)];
    c.push(Operation::new(Instruction::with(Kind::If, payload), wires));
    assert!(run(&mut c, CLIFFORD_T));
    assert!(!run(&mut c, CLIFFORD_T));
    let Some(Payload::If { then, .. }) = c.payload(c.first()).map(|p| &**p) else {
        panic!("the block stays");
    };
    assert_eq!("t 0", text(&then.to_circuit(2, 1)));
}

#[test]
fn limits_are_checked() {
    for (qubits, good) in [(1, false), (2, true), (64, true), (65, false)] {
        let mut c = circuit(2, "cx 0 1; cx 0 1");
        let options = CliffordResynthesis { qubits };
        let result = clifford_resynthesis(&mut c, &Target::all_to_all(HERON), options);
        assert_eq!(good, result.is_ok());
    }
}

#[test]
fn random_circuits_keep_their_matrix_and_never_grow() {
    use Gate::{Ccx, Cx, Cz, Ecr, Iswap, Rz, Rzz, Swap, Sx, H, S, T, X};
    let gates = [
        Cx, Cx, Cx, Cz, H, H, S, X, Sx, Swap, Iswap, Ecr, T, Rz, Rzz, Ccx,
    ];
    let mut random = Random::new(7);
    let mut saved = 0;
    for round in 0..300 {
        let n = 2 + round % 4;
        let length = 5 + random.below(40);
        let rare = random.below(4);
        let gates = &gates[..gates.len() - rare];
        let old = random.circuit(gates, n, length);
        for basis in [CLIFFORD_T, HERON] {
            let mut new = old.clone();
            let changed = run(&mut new, basis);
            assert_eq!(Ok(()), check(&new));
            assert!(distance(&old, &new) < 1e-9);
            assert_eq!(changed, text(&old) != text(&new));
            let rules = Target::all_to_all(basis);
            let rules = Rules::new(&rules);
            let price = |c: &Circuit| -> usize {
                c.iter()
                    .map(|op| {
                        let Some(gate) = c.gate(op).filter(|g| g.num_qubits() == 2) else {
                            return 0;
                        };
                        let mut reader = Reader::default();
                        let word = reader.read(gate, c.params(op)).cloned();
                        word.map_or(2, |w| {
                            rules.price(gate, w.gates.iter().map(|g| g.twists()).sum())
                        })
                    })
                    .sum()
            };
            assert!(price(&new) <= price(&old));
            saved += price(&old) - price(&new);
        }
    }
    assert!(saved > 1000, "{saved}");
}

#[test]
fn the_budget_goes_to_the_densest_first() {
    let rules = Target::all_to_all(CLIFFORD_T);
    let rules = Rules::new(&rules);
    let draft = |index, qubits: usize, twists: usize| {
        let old = Old {
            qubits,
            gates: Vec::new(),
            eighths: 0,
            price: 0,
            count: 0,
            depth: 0,
        };
        let mut draft = Draft::new(index, old, &rules);
        draft.twists = vec![Twist::new([0, 1], [1, 1]); twists];
        draft
    };
    let chosen = |budget| {
        let mut drafts = [
            draft(0, 4, 4),
            draft(1, 4, 8),
            draft(2, 4, 3),
            draft(3, 4, 4),
        ];
        spend(&mut drafts, budget);
        drafts.map(|d| d.anew)
    };
    let work = |twists| greedy::work(4, twists);
    assert_eq!([true, true, false, true], chosen(u64::MAX));
    assert_eq!([true, true, false, false], chosen(work(8) + work(4)));
    assert_eq!([false, true, false, false], chosen(work(8) + work(4) - 1));
    assert_eq!([true, false, false, false], chosen(work(4)));
    assert_eq!([false; 4], chosen(0));
}
