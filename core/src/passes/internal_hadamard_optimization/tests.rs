// SPDX-License-Identifier: Apache-2.0
use super::sequence::Rotation;
use super::*;
use crate::passes::testing::{circuit, distance, text, Random};
use crate::Gate;

#[test]
fn random_circuits_keep_their_matrix() {
    let mut random = Random::new(23);
    let few = [
        Gate::H,
        Gate::H,
        Gate::S,
        Gate::Sdg,
        Gate::T,
        Gate::T,
        Gate::X,
        Gate::Y,
        Gate::Z,
        Gate::Sx,
        Gate::Rz,
        Gate::Rx,
        Gate::Ry,
        Gate::P,
        Gate::Cx,
        Gate::Cx,
        Gate::Cz,
        Gate::Cy,
        Gate::Swap,
    ];
    let mut changed = 0;
    for round in 0..1500 {
        let gates = if round % 5 == 0 { Gate::ALL } else { &few };
        let n = 1 + random.below(4);
        let length = 1 + random.below(60);
        let old = random.circuit(gates, n, length);
        let mut new = old.clone();
        changed += usize::from(internal_hadamard_optimization(&mut new, None).expect("no options"));
        assert!(distance(&old, &new) < 1e-9, "{}", text(&old));
    }
    assert!(changed > 300, "{changed}");
}

/// Of the matrix whose entry (i, j), i < j, says whether Paulis i and j anticommute.
fn rank(rotations: &[Rotation]) -> usize {
    let m = rotations.len();
    let mut rows: Vec<u64> = (0..m)
        .map(|i| {
            let anti = |j: &usize| rotations[i].pauli.anticommutes(&rotations[*j].pauli);
            (i + 1..m).filter(anti).fold(0, |row, j| row | 1 << j)
        })
        .collect();
    let mut rank = 0;
    for column in 0..m {
        let Some(found) = (rank..m).find(|&r| rows[r] >> column & 1 == 1) else {
            continue;
        };
        rows.swap(rank, found);
        let pivot = rows[rank];
        for (r, row) in rows.iter_mut().enumerate() {
            if r != rank && *row >> column & 1 == 1 {
                *row ^= pivot;
            }
        }
        rank += 1;
    }
    rank
}

fn read(circuit: &Circuit) -> Segment {
    let (mut segment, mut inverse) = (Segment::default(), Images::identity(0));
    for op in circuit.iter() {
        assert!(segment.take(circuit, op, &mut inverse));
    }
    segment
}

#[test]
fn hadamards_reach_the_rank() {
    let mut random = Random::new(31);
    let gates = [
        Gate::H,
        Gate::S,
        Gate::T,
        Gate::T,
        Gate::Rx,
        Gate::Cx,
        Gate::Cz,
    ];
    for _ in 0..300 {
        let old = random.circuit(&gates, 4, 50);
        let before = read(&old);
        let least = rank(&before.rotations);
        let start = best_start(before.wires.len(), &before.rotations);
        let paulis = || before.rotations.iter().map(|r| &r.pauli);
        assert_eq!(least, lead(&mut start.clone(), paulis()), "{}", text(&old));
        let mut new = old.clone();
        let changed = internal_hadamard_optimization(&mut new, None).expect("no options");
        assert_eq!(changed, least < before.hadamards);
        if changed {
            assert_eq!(least, read(&new).hadamards);
        }
    }
}

fn check(qubits: u32, before: &str, after: &str) {
    let old = circuit(qubits, before);
    let mut new = old.clone();
    let changed = internal_hadamard_optimization(&mut new, None).expect("no options");
    assert_eq!(after, text(&new), "from {before}");
    assert_eq!(changed, before != after);
    assert!(distance(&old, &new) < 1e-12, "{before}");
}

#[test]
fn hadamards_move_to_the_ends() {
    check(1, "h 0; t 0; h 0; h 0; t 0; h 0", "h 0; t 0; t 0; h 0");
    check(
        2,
        "h 0; t 0; h 0; cx 0 1; h 0; t 0; h 0",
        "h 0; h 1; t 0; cx 1 0; t 0; h 1; h 0",
    );
    check(1, "rx(1/3) 0; rx(1/5) 0", "h 0; rz(1/3) 0; rz(1/5) 0; h 0");
    check(1, "t 0; h 0; t 0; h 0; t 0", "t 0; h 0; t 0; h 0; t 0");
    check(1, "h 0; t 0; h 0", "h 0; t 0; h 0");
    check(1, "t 0; sx 0; x 0; sx 0; t 0", "t 0; t 0");
}

#[test]
fn fences_begin_new_runs() {
    check(
        1,
        "rx(1/3) 0; u(1,1/3,1/5) 0; rx(1/5) 0",
        "rx(1/3) 0; u(1,1/3,1/5) 0; rx(1/5) 0",
    );
    check(
        1,
        "rx(1/3) 0; rx(1/7) 0; barrier 0; rx(1/5) 0; rx(1/7) 0",
        "h 0; rz(1/3) 0; rz(1/7) 0; h 0; barrier 0; h 0; rz(1/5) 0; rz(1/7) 0; h 0",
    );
}

#[test]
fn the_65th_qubit_begins_a_new_run() {
    let run = |qubits: u32| {
        let turn = |q| format!("rx(1/3) {q}; rx(1/5) {q}");
        let all: Vec<String> = (0..qubits).map(turn).collect();
        let old = circuit(qubits, &all.join("; "));
        let mut new = old.clone();
        internal_hadamard_optimization(&mut new, None).expect("no options");
        let names: Vec<_> = new.iter().filter_map(|op| new.gate(op)).collect();
        names
            .iter()
            .position(|&g| g == Gate::Rz)
            .expect("rotations")
    };
    assert_eq!([63, 64, 64], [63, 64, 65].map(run));
}
