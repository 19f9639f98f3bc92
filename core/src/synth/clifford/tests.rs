// SPDX-License-Identifier: Apache-2.0
//! Against dense matrices, known counts, and one another.

use super::twist::{twists, Frame, Twist, X, Y, Z};
use super::*;
use crate::circuit::Operation;
use crate::passes::testing::{column, distance, Random};
use crate::{Angle, Circuit, Gate};

const BASIC: [Gate; 9] = [
    Gate::H,
    Gate::S,
    Gate::Sdg,
    Gate::X,
    Gate::Y,
    Gate::Z,
    Gate::Cx,
    Gate::Cz,
    Gate::Swap,
];
const BOTH: Spelling = Spelling { cx: true, cz: true };

fn random_gates(random: &mut Random, n: usize, length: usize) -> Vec<Basic> {
    let gates = if n == 1 { &BASIC[..6] } else { &BASIC[..] };
    let one = |random: &mut Random| {
        let gate = random.pick(gates);
        let on = random.qubits(gate.num_qubits(), n);
        Basic {
            gate,
            on: [on[0] as u8, on[on.len() - 1] as u8],
        }
    };
    (0..length).map(|_| one(random)).collect()
}

fn circuit_of(n: usize, gates: &[Basic]) -> Circuit {
    let mut c = Circuit::new(n as u32, 0);
    for g in gates {
        let on = g.on.map(u32::from);
        let on = if g.is_pair() { &on[..] } else { &on[..1] };
        c.push(Operation::gate(g.gate, [], on));
    }
    c
}

fn pairs(gates: &[Basic]) -> usize {
    gates.iter().filter(|g| g.is_pair()).count()
}

/// `w^k` times the second circuit is the first.
fn phase_between(n: usize, old: &[Basic], new: &[Basic]) -> Option<u8> {
    let back = new.iter().rev().map(|g| g.inverse());
    phase::of_identity(n, old.iter().copied().chain(back))
}

/// Exactly equal, the phase found included.
#[track_caller]
fn assert_equal(n: usize, old: &[Basic], new: &[Basic]) {
    assert_eq!(Tableau::of(n, old), Tableau::of(n, new));
    let k = phase_between(n, old, new).expect("equal up to phase");
    let mut new = circuit_of(n, new);
    new.add_phase(&Angle::pi(i32::from(k), 4));
    assert!(distance(&circuit_of(n, old), &new) < 1e-9);
}

#[test]
fn words_of_library_gates_are_exact() {
    let mut reader = Reader::default();
    let mut seen = 0;
    for &gate in Gate::ALL {
        for turns in 0..=8 {
            let params = vec![Angle::pi(turns, 2); gate.num_params()];
            let expected = gate != Gate::U0 && gate.clifford(&params).is_some();
            let word = reader.read(gate, &params).cloned();
            assert_eq!(expected, word.is_some(), "{} {turns}", gate.name());
            let Some(word) = word else { continue };
            let n = gate.num_qubits();
            let mut new = circuit_of(n, &word.gates);
            new.add_phase(&Angle::pi(i32::from(word.eighths), 4));
            let mut old = Circuit::new(n as u32, 0);
            let on: Vec<u32> = (0..n as u32).collect();
            old.push(Operation::gate(gate, params, &on));
            assert!(distance(&old, &new) < 1e-9, "{}", gate.name());
            seen += 1;
        }
    }
    assert!(seen > 250, "{seen}");
    assert!(!reader.is_clifford(Gate::Rz, &[Angle::pi(1, 4)]));
    assert!(!reader.is_clifford(Gate::Rz, &[Angle::radians(std::f64::consts::FRAC_PI_2)]));
    assert!(!reader.is_clifford(Gate::T, &[]));
    assert!(!reader.is_clifford(Gate::Ccx, &[]));
    assert_eq!(1, reader.read(Gate::Cz, &[]).expect("Clifford").gates.len());
}

#[test]
fn frames_compose() {
    let f = Frame::new(Y, X);
    assert_eq!([Y, X, Z], [X, Z, Y].map(|a| f.map(a)));
    assert_eq!([X, Z, Y], [X, Z, Y].map(|a| f.inverse().map(f.map(a))));
    // A quarter about Z exchanges X and Y; h exchanges X and Z.
    assert_eq!([Z, X, Y], [X, Z, Y].map(|a| f.after_quarter(Z).map(a)));
    assert_eq!([X, Y, Z], [X, Z, Y].map(|a| f.then_quarter(Z).map(a)));
    assert_eq!([X, Y, Z], [X, Z, Y].map(|a| f.after_h().map(a)));
    assert_eq!([Y, Z, X], [X, Z, Y].map(|a| f.then_h().map(a)));
}

#[test]
fn circuits_survive_as_twists() {
    let mut random = Random::new(1);
    for round in 0..300 {
        let n = 1 + round % 6;
        let length = random.below(40);
        let gates = random_gates(&mut random, n, length);
        let list = twists(n, &gates);
        for spelling in [
            BOTH,
            Spelling {
                cx: true,
                cz: false,
            },
            Spelling {
                cx: false,
                cz: true,
            },
        ] {
            let inverse = Tableau::of_inverse(n, &gates);
            let new = spelling.write(&list, inverse).expect("the same operator");
            assert_eq!(list.len(), pairs(&new));
            assert!(spelling.cx || new.iter().all(|g| g.gate != Gate::Cx));
            assert!(spelling.cz || new.iter().all(|g| g.gate != Gate::Cz));
            assert_equal(n, &gates, &new);
        }
        // Other twists are found out.
        if n > 1 {
            let more = [&list[..], &[Twist::new([0, 1], [X, Y])]].concat();
            assert_eq!(None, BOTH.write(&more, Tableau::of_inverse(n, &gates)));
        }
    }
}

#[test]
fn greedy_makes_the_same_operator() {
    let mut random = Random::new(2);
    for round in 0..200 {
        let n = 1 + round % 6;
        let length = random.below(80);
        let gates = random_gates(&mut random, n, length);
        let list = greedy::resynthesize(n, &twists(n, &gates));
        let inverse = Tableau::of_inverse(n, &gates);
        let new = BOTH.write(&list, inverse).expect("the same operator");
        assert_equal(n, &gates, &new);
    }
}

#[test]
fn greedy_is_short() {
    let swap = [Basic::two(Gate::Swap, 0, 1)];
    assert_eq!(3, greedy::resynthesize(2, &twists(2, &swap)).len());
    let cycle = [Basic::two(Gate::Swap, 0, 1), Basic::two(Gate::Swap, 1, 2)];
    assert_eq!(6, greedy::resynthesize(3, &twists(3, &cycle)).len());
    let mut random = Random::new(3);
    let mut total = 0;
    for _ in 0..20 {
        let gates = random_gates(&mut random, 6, 200);
        total += greedy::resynthesize(6, &twists(6, &gates)).len();
    }
    // Optimal circuits of random operators have 12.3 on average (Bravyi, Latone, Maslov, 2022).
    eprintln!("average {}", total as f64 / 20.0);
}

#[test]
fn twenty_qubits_keep_tableau_and_phase() {
    let mut random = Random::new(4);
    let n = 20;
    let gates = random_gates(&mut random, n, 400);
    let list = greedy::resynthesize(n, &twists(n, &gates));
    let new = BOTH
        .write(&list, Tableau::of_inverse(n, &gates))
        .expect("the same operator");
    assert_eq!(Tableau::of(n, &gates), Tableau::of(n, &new));
    assert!(phase_between(n, &gates, &new).is_some());
}

#[test]
fn eleven_qubits_keep_an_amplitude() {
    let mut random = Random::new(6);
    let n = 11;
    for _ in 0..10 {
        let gates = random_gates(&mut random, n, 150);
        let list = greedy::resynthesize(n, &twists(n, &gates));
        let inverse = Tableau::of_inverse(n, &gates);
        let new = BOTH.write(&list, inverse).expect("the same operator");
        let k = phase_between(n, &gates, &new).expect("equal up to phase");
        let mut made = circuit_of(n, &new);
        made.add_phase(&Angle::pi(i32::from(k), 4));
        let (a, b) = (column(&circuit_of(n, &gates), 5), column(&made, 5));
        assert!(a.iter().zip(b).all(|(x, y)| (x - y).norm() < 1e-9));
    }
}

#[test]
fn the_table_is_complete() {
    let table = table::Table::get();
    let distribution = table.distribution();
    eprintln!("{distribution:?}");
    assert_eq!(6720, distribution.iter().sum::<usize>());
}

#[test]
fn peephole_makes_the_same_operator() {
    let mut random = Random::new(5);
    let mut saved = 0;
    for round in 0..300 {
        let n = 2 + round % 5;
        let length = random.below(60);
        let gates = random_gates(&mut random, n, length);
        let mut list = twists(n, &gates);
        let old = list.len();
        peephole::shorten(n, &mut list, BOTH, &mut 1_000_000);
        assert!(list.len() <= old);
        saved += old - list.len();
        let inverse = Tableau::of_inverse(n, &gates);
        let new = BOTH.write(&list, inverse).expect("the same operator");
        assert_equal(n, &gates, &new);
    }
    assert!(saved > 1000, "{saved}");
}
