// SPDX-License-Identifier: Apache-2.0
//! Which operations make a region, and that regions can be written in one piece.

use super::*;
use crate::check::check;
use crate::circuit::{Instruction, Kind};
use crate::passes::testing::{circuit, distance, text, Random};
use crate::Gate;

const WIDE: Limits = Limits {
    qubits: 64,
    ops: 1000,
    pairs: 1,
};

fn is_clifford(c: &Circuit, op: Op) -> bool {
    let gate = c.gate(op);
    gate.is_some_and(|g| g.clifford(c.params(op)).is_some())
}

fn collect(c: &Circuit, limits: Limits) -> Regions {
    Regions::collect(c, limits, |op| is_clifford(c, op))
}

/// Places of the operations of each region.
fn places(c: &Circuit, limits: Limits) -> Vec<Vec<usize>> {
    let all: Vec<Op> = c.iter().collect();
    let place = |op: &Op| all.iter().position(|o| o == op).expect("in the circuit");
    let regions = collect(c, limits);
    regions
        .iter()
        .map(|r| r.ops.iter().map(place).collect())
        .collect()
}

#[track_caller]
fn expect(qubits: u32, gates: &str, limits: Limits, expected: &[&[usize]]) {
    assert_eq!(expected, places(&circuit(qubits, gates), limits), "{gates}");
}

#[test]
fn regions_merge_where_a_gate_joins_them() {
    let gates = "h 0; cx 0 1; s 3; cx 2 3; cx 1 2; h 3";
    expect(4, gates, WIDE, &[&[0, 1, 2, 3, 4, 5]]);
    let c = circuit(4, gates);
    let regions = collect(&c, WIDE);
    assert_eq!([0, 1, 2, 3].map(Wire), regions.get(0).wires);
    assert_eq!(2, regions.get(0).local(Wire(2)));
    assert_eq!((1, false), (regions.len(), regions.is_empty()));
    expect(4, "cx 0 1; cx 2 3", WIDE, &[&[0], &[1]]);
}

#[test]
fn an_outsider_closes_its_wires_only() {
    expect(3, "cx 0 1; t 0; cx 1 2", WIDE, &[&[0, 2]]);
    expect(2, "cx 0 1; t 0; cx 0 1", WIDE, &[&[0], &[2]]);
    // What comes after the outsider on a detour stays outside too.
    expect(3, "cx 0 1; t 0; cx 0 2; cx 1 2", WIDE, &[&[0], &[2, 3]]);
    expect(4, "cx 0 1; ccx 0 2 3; cx 1 2", WIDE, &[&[0], &[2]]);
}

#[test]
fn a_region_rises_until_something_follows_it() {
    // The one on wires 2 and 3 starts above the t, and the other comes up to it.
    expect(4, "t 2; cx 0 1; cx 2 3; cx 1 2", WIDE, &[&[1, 2, 3]]);
    let late = "cx 2 3; t 2; cx 2 3; cx 0 1; cx 1 2";
    expect(4, late, WIDE, &[&[0], &[2, 3, 4]]);
    // Behind the t on wire 0 it may not rise any more.
    let held = "cx 2 3; t 2; cx 2 3; cx 0 1; t 0; cx 1 2";
    expect(4, held, WIDE, &[&[0], &[2, 5], &[3]]);
}

#[test]
fn bits_are_paths_too() {
    let mut c = circuit(2, "cx 0 1");
    c = {
        let mut with_bit = Circuit::new(3, 1);
        c.iter().for_each(|op| {
            with_bit.push(c.operation(op));
        });
        with_bit
    };
    let measure = |q, b| {
        let wires = [Wire::qubit(q), Wire::bit(b)];
        Operation::new(Instruction::bare(Kind::Measure), wires)
    };
    c.push(measure(0, 0));
    c.push(measure(2, 0));
    c.push(Operation::gate(Gate::Cx, [], &[1, 2]));
    let regions = collect(&c, WIDE);
    assert_eq!(
        vec![1, 1],
        regions.iter().map(|r| r.ops.len()).collect::<Vec<_>>()
    );
    assert!(!Regions::collect(&c, WIDE, |_| true)
        .iter()
        .flat_map(|r| r.ops)
        .any(|&op| c.kind(op) == Kind::Measure));
}

#[test]
fn limits_hold() {
    let chain = "cx 0 1; cx 1 2; cx 2 3; cx 0 1";
    let narrow = Limits { qubits: 3, ..WIDE };
    expect(4, chain, narrow, &[&[0, 1, 3], &[2]]);
    let short = Limits { ops: 2, ..WIDE };
    expect(4, chain, short, &[&[0, 1], &[2], &[3]]);
    let paired = Limits { pairs: 2, ..narrow };
    expect(4, chain, paired, &[&[0, 1, 3]]);
    // The larger of two takes the gate that cannot join both.
    let two = "cx 0 1; cx 2 3; cx 2 3; cx 1 2; cx 0 1";
    expect(4, two, narrow, &[&[0], &[1, 2, 3], &[4]]);
}

#[test]
fn regions_are_written_in_one_piece() {
    let mut c = circuit(3, "cx 0 1; t 0; t 2; cx 1 2; t 1");
    let regions = collect(&c, WIDE);
    assert_eq!(&[0, 1, 2].map(Wire), regions.get(0).wires);
    let new = vec![
        Operation::gate(Gate::Cz, [], &[0, 2]),
        Operation::gate(Gate::H, [], &[1]),
    ];
    regions.rewrite(&mut c, [(0, new)]);
    assert_eq!("t 2; cz 0 2; h 1; t 0; t 1", text(&c));
    assert_eq!(Ok(()), check(&c));
    collect(&c, WIDE).rewrite(&mut c, []);
    assert_eq!("t 2; cz 0 2; h 1; t 0; t 1", text(&c));
}

/// Path by path: nothing outside a region is both behind and before parts of it.
fn is_convex(c: &Circuit, region: &[Op]) -> bool {
    let mut behind: Vec<Op> = Vec::new();
    for op in c.iter() {
        let after = (0..c.wires(op).len()).any(|slot| {
            let prev = c.prev_on(op, slot);
            let inside = region.contains(&prev) && !region.contains(&op);
            inside || behind.contains(&prev)
        });
        if after && region.contains(&op) {
            return false;
        }
        if after {
            behind.push(op);
        }
    }
    true
}

#[test]
fn random_regions_are_convex_and_can_all_be_gathered() {
    use Gate::{Ccx, Cx, Cz, Rz, H, T};
    let mut random = Random::new(5);
    let mut joined = 0;
    for round in 0..400 {
        let n = 2 + round % 5;
        let length = 1 + random.below(40);
        let mut c = random.circuit(&[Cx, Cx, Cz, H, T, Rz, Ccx], n, length);
        let old = c.clone();
        let limits = Limits {
            qubits: 2 + random.below(n) as u32,
            ops: 1 + random.below(20) as u32,
            pairs: random.below(3) as u32,
        };
        let regions = collect(&c, limits);
        for region in regions.iter() {
            assert!(is_convex(&c, region.ops));
            assert!(region.wires.len() <= limits.qubits as usize);
            assert!(region.ops.len() <= limits.ops as usize);
            let pairs = region.ops.iter().filter(|&&op| c.wires(op).len() > 1);
            assert!(pairs.count() >= limits.pairs as usize);
            assert!(region.wires.is_sorted());
            joined += usize::from(region.ops.len() > 1);
        }
        if limits.pairs == 0 {
            let all: usize = regions.iter().map(|r| r.ops.len()).sum();
            assert_eq!(c.iter().filter(|&op| is_clifford(&c, op)).count(), all);
        }
        let same = |r: Region| r.ops.iter().map(|&op| old.operation(op)).collect();
        let new: Vec<(usize, Vec<Operation>)> = regions.iter().map(same).enumerate().collect();
        regions.rewrite(&mut c, new);
        assert_eq!(Ok(()), check(&c));
        assert_eq!(old.len(), c.len());
        assert!(distance(&old, &c) < 1e-12);
    }
    assert!(joined > 500, "{joined}");
}
