// SPDX-License-Identifier: Apache-2.0
use super::sequence::Rotation;
use super::*;
use crate::passes::testing::{distance, text, Random};
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
