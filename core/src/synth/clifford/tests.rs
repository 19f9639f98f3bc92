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
    // Operators on six qubits take up to 15.
    assert!(total <= 260, "{total}");
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
    assert_eq!(6720, distribution.iter().sum::<usize>());
    assert_eq!([1, 27, 432, 2784, 3042, 432, 2], distribution[..]);
}

#[test]
fn the_table_knows_swaps_and_cycles() {
    let table = table::Table::get();
    let class = |gates: &[Basic]| {
        let list = twists(3, gates);
        list.iter()
            .fold(table::Class::LOCAL, |c, t| table.after(c, t.on, t.axes))
    };
    let swap = |a, b| Basic::two(Gate::Swap, a, b);
    let cx = |a, b| Basic::two(Gate::Cx, a, b);
    assert_eq!(0, table.length(class(&[cx(1, 0), cx(1, 0)])));
    assert_eq!(1, table.length(class(&[cx(2, 0)])));
    assert_eq!(3, table.length(class(&[swap(0, 2)])));
    assert_eq!(6, table.length(class(&[swap(0, 1), swap(1, 2)])));
    assert_eq!(2, table.length(class(&[swap(1, 2), cx(2, 1)])));
    let cycle = class(&[swap(0, 1), swap(1, 2)]);
    let lists = table.reductions(cycle, 10);
    assert_eq!(10, lists.len());
    for list in lists {
        assert_eq!(6, list.len());
        let end = list.iter().fold(cycle, |c, t| table.after(c, t.on, t.axes));
        assert_eq!(table::Class::LOCAL, end);
    }
}

#[test]
fn windows_on_three_qubits_become_shortest() {
    let mut random = Random::new(8);
    let table = table::Table::get();
    for _ in 0..50 {
        let gates = random_gates(&mut random, 3, 30);
        let mut list = twists(3, &gates);
        let class = |l: &[Twist]| {
            l.iter()
                .fold(table::Class::LOCAL, |c, t| table.after(c, t.on, t.axes))
        };
        let least = table.length(class(&list));
        peephole::shorten(3, &mut list, BOTH, &mut 1_000_000);
        assert_eq!(least, list.len());
    }
    // Without steps nothing is looked at.
    let mut list = vec![Twist::new([0, 1], [X, X]); 2];
    peephole::shorten(2, &mut list, BOTH, &mut 0);
    assert_eq!(2, list.len());
    peephole::shorten(2, &mut list, BOTH, &mut 10);
    assert_eq!(0, list.len());
}

#[test]
fn one_qubit_words_are_short() {
    let mut random = Random::new(9);
    let mut lengths = std::collections::BTreeMap::new();
    for _ in 0..500 {
        let gates = random_gates(&mut random, 1, 12);
        let mut left = Tableau::of_inverse(1, &gates);
        let before = left.clone();
        let mut out = Vec::new();
        one_qubit::reduce(&mut left, 0, &mut out);
        assert!(left.is_identity());
        assert_eq!(Tableau::of(1, &gates), Tableau::of(1, &out));
        lengths.insert(format!("{before:?}"), out.len());
    }
    let with = |k| lengths.values().filter(|&&l| l == k).count();
    assert_eq!(24, lengths.len());
    assert_eq!([1, 5, 9, 9], [with(0), with(1), with(2), with(3)]);
}

#[test]
fn phases_of_known_circuits() {
    let one = |gate| Basic::one(gate, 0);
    let phase = |gates: &[Basic]| phase::of_identity(2, gates.iter().copied());
    assert_eq!(Some(0), phase(&[]));
    // (s h)^3 is w, xyz is i.
    let (s, h) = (one(Gate::S), one(Gate::H));
    assert_eq!(Some(1), phase(&[h, s, h, s, h, s]));
    let xyz = [Gate::Z, Gate::Y, Gate::X].map(one);
    assert_eq!(Some(2), phase(&xyz));
    assert_eq!(None, phase(&[one(Gate::X)]));
    assert_eq!(None, phase(&[h]));
}

#[test]
fn work_grows_with_the_cube_of_the_qubits() {
    assert_eq!(9 * 8 * 5, greedy::work(2, 5));
    assert_eq!(9 * 27 * 5, greedy::work(3, 5));
}

#[test]
fn frames_know_their_length() {
    let all = [(X, Z), (X, Y), (Y, Z), (Y, X), (Z, X), (Z, Y)];
    let lengths = all.map(|(x, z)| Frame::new(x, z).length());
    assert_eq!([0, 3, 1, 2, 1, 2], lengths);
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
