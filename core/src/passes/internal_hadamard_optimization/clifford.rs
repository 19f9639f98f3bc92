// SPDX-License-Identifier: Apache-2.0
//! The two Clifford operators at the ends of a segment, as gates.

use super::rows::{bits, Images, Row};
use crate::synth::clifford::Basic;
use crate::Gate;

/// Gates that take a maximal group of commuting Paulis, given by generators up to sign, to the z-strings.
///
/// Hadamards on the qubits outside an information set of the x-parts make those invertible, so the group is that of a
/// graph state up to phase gates: cz along its edges and Hadamards everywhere finish it.
pub fn diagonalize(mut group: Vec<Row>) -> Vec<Basic> {
    let n = group.len();
    let mut gates = Vec::new();
    let apply = |g: Basic, group: &mut Vec<Row>, gates: &mut Vec<Basic>| {
        group.iter_mut().for_each(|row| row.apply(g));
        gates.push(g);
    };
    if group.iter().all(|row| row.x == 0) {
        return gates;
    }
    let pivots = eliminate(&mut group);
    for qubit in (0..n).filter(|q| pivots >> q & 1 == 0) {
        apply(Basic::one(Gate::H, qubit as u8), &mut group, &mut gates);
    }
    eliminate(&mut group);
    for qubit in 0..n {
        if group[qubit].z >> qubit & 1 == 1 {
            apply(Basic::one(Gate::S, qubit as u8), &mut group, &mut gates);
        }
    }
    for qubit in 0..n {
        for other in bits(group[qubit].z) {
            let edge = Basic::two(Gate::Cz, qubit as u8, other as u8);
            apply(edge, &mut group, &mut gates);
        }
    }
    for qubit in 0..n {
        apply(Basic::one(Gate::H, qubit as u8), &mut group, &mut gates);
    }
    gates
}

/// Row-reduce the x-parts; row i gets the i-th pivot. Returns the pivots' columns.
fn eliminate(group: &mut [Row]) -> u64 {
    let (mut pivots, mut next) = (0, 0);
    for column in 0..group.len() {
        let Some(found) = (next..group.len()).find(|&r| group[r].x >> column & 1 == 1) else {
            continue;
        };
        group.swap(next, found);
        let pivot = group[next];
        for (r, row) in group.iter_mut().enumerate() {
            if r != next && row.x >> column & 1 == 1 {
                *row = row.times(&pivot);
            }
        }
        pivots |= 1 << column;
        next += 1;
    }
    pivots
}

/// Gates for a Clifford operator, up to a phase: qubit by qubit, the one with the lightest images first.
pub fn synthesize(mut operator: Images) -> Vec<Basic> {
    let n = operator.x.len();
    let mut gates = Vec::new();
    let mut left: Vec<usize> = (0..n).collect();
    while !left.is_empty() {
        let weight = |&j: &usize| (operator.x[j].support() | operator.z[j].support()).count_ones();
        let (at, _) = left
            .iter()
            .enumerate()
            .min_by_key(|(_, j)| weight(j))
            .expect("not empty");
        reduce(&mut operator, left.swap_remove(at), &mut gates);
    }
    gates.reverse();
    gates.iter().map(|g| g.inverse()).collect()
}

/// Apply gates that take the images of X_j and Z_j to themselves.
fn reduce(operator: &mut Images, j: usize, gates: &mut Vec<Basic>) {
    let mut apply = |gate, a: usize, b: usize, operator: &mut Images| {
        let g = match a == b {
            true => Basic::one(gate, a as u8),
            false => Basic::two(gate, a as u8, b as u8),
        };
        operator.apply(g);
        gates.push(g);
    };
    // X on every qubit of the first image.
    for k in bits(operator.x[j].support()) {
        let row = operator.x[j];
        match (row.x >> k & 1, row.z >> k & 1) {
            (1, 1) => apply(Gate::S, k, k, operator),
            (0, _) => apply(Gate::H, k, k, operator),
            _ => {}
        }
    }
    if operator.x[j].x >> j & 1 == 0 {
        let k = operator.x[j].x.trailing_zeros() as usize;
        apply(Gate::Cx, k, j, operator);
    }
    for k in bits(operator.x[j].x & !(1 << j)) {
        apply(Gate::Cx, j, k, operator);
    }
    // The second image anticommutes with X_j: Z or Y there; what keeps X_j makes it Z, and Z on the others.
    if operator.z[j].x >> j & 1 == 1 {
        for gate in [Gate::H, Gate::S, Gate::H] {
            apply(gate, j, j, operator);
        }
    }
    for k in bits(operator.z[j].support() & !(1 << j)) {
        let row = operator.z[j];
        match (row.x >> k & 1, row.z >> k & 1) {
            (1, 1) => {
                apply(Gate::S, k, k, operator);
                apply(Gate::H, k, k, operator);
            }
            (1, 0) => apply(Gate::H, k, k, operator),
            _ => {}
        }
        apply(Gate::Cx, k, j, operator);
    }
    if operator.x[j].negative {
        apply(Gate::Z, j, j, operator);
    }
    if operator.z[j].negative {
        apply(Gate::X, j, j, operator);
    }
}
