// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::circuit::{Block, Condition, Instruction, Operation};
use crate::Symbol;

fn on(c: &mut Circuit, gate: Gate, params: &[Angle], qubits: &[u32]) {
    c.push(Operation::gate(gate, params.iter().cloned(), qubits));
}

fn bare(c: &mut Circuit, kind: Kind, qubits: &[u32], bits: &[u32]) {
    let wires = qubits.iter().map(|&q| Wire::qubit(q));
    let wires = wires.chain(bits.iter().map(|&b| Wire::bit(b)));
    c.push(Operation::new(Instruction::bare(kind), wires));
}

fn conditioned(c: &mut Circuit, bit: u32, gate: Gate, qubit: u32) {
    let then = Block::Single {
        instruction: Instruction::gate(gate, []),
        bits: Vec::new(),
    };
    let payload = Payload::If {
        condition: Condition::Bit(0),
        then,
        otherwise: None,
    };
    c.push(Operation::new(
        Instruction::with(Kind::If, payload),
        [Wire::qubit(qubit), Wire::bit(bit)],
    ));
}

#[test]
fn counts_and_depths_of_a_plain_circuit() {
    let mut c = Circuit::new(3, 1);
    on(&mut c, Gate::H, &[], &[0]);
    on(&mut c, Gate::Cx, &[], &[0, 1]);
    bare(&mut c, Kind::Barrier, &[0, 1, 2], &[]);
    on(&mut c, Gate::T, &[], &[2]);
    on(&mut c, Gate::Ccx, &[], &[0, 1, 2]);
    on(&mut c, Gate::Swap, &[], &[0, 1]);
    bare(&mut c, Kind::Measure, &[0], &[0]);
    let m = Metrics::of(&c);
    assert_eq!(
        (5, 2, 2, 1),
        (m.gates, m.one_qubit, m.two_qubit, m.multi_qubit)
    );
    // h cx | t ccx swap measure: the barrier orders but weighs nothing.
    assert_eq!((6, 2), (m.depth, m.two_qubit_depth));
    assert_eq!((Some(8), Some(4)), (m.t_count, m.t_depth));
    assert_eq!((1, 1), (m.swaps, m.measurements));
    let names: Vec<_> = m.counts.iter().map(|(n, k)| (n.as_str(), *k)).collect();
    assert_eq!(
        vec![
            ("ccx", 1),
            ("cx", 1),
            ("h", 1),
            ("measure", 1),
            ("swap", 1),
            ("t", 1)
        ],
        names
    );
}

#[test]
fn an_empty_circuit_has_zeros() {
    let m = Metrics::of(&Circuit::new(0, 0));
    assert_eq!(Some(0), m.t_count);
    assert_eq!(0, m.depth);
}

#[test]
fn t_count_is_absent_beside_other_angles() {
    let mut c = Circuit::new(2, 0);
    on(&mut c, Gate::Rz, &[Angle::pi(3, 4)], &[0]);
    on(&mut c, Gate::Cp, &[Angle::HALF_PI], &[0, 1]);
    assert_eq!(Some(4), Metrics::of(&c).t_count);
    on(&mut c, Gate::Rz, &[Angle::pi(1, 8)], &[0]);
    assert_eq!(
        (None, None),
        (Metrics::of(&c).t_count, Metrics::of(&c).t_depth)
    );
}

#[test]
fn reads_do_not_order_each_other() {
    let mut c = Circuit::new(3, 1);
    bare(&mut c, Kind::Measure, &[0], &[0]);
    conditioned(&mut c, 0, Gate::X, 1);
    conditioned(&mut c, 0, Gate::X, 2);
    assert_eq!(2, Metrics::of(&c).depth);
    bare(&mut c, Kind::Measure, &[0], &[0]);
    let m = Metrics::of(&c);
    assert_eq!((3, 2), (m.depth, m.one_qubit));
}

#[test]
fn the_longer_branch_and_all_rounds() {
    let mut short = Circuit::new(1, 1);
    on(&mut short, Gate::H, &[], &[0]);
    let mut long = short.clone();
    on(&mut long, Gate::T, &[], &[0]);
    let mut c = Circuit::new(1, 1);
    let branch = Payload::If {
        condition: Condition::Bit(0),
        then: Block::body(short),
        otherwise: Some(Block::body(long.clone())),
    };
    let wires = [Wire::qubit(0), Wire::bit(0)];
    c.push(Operation::new(Instruction::with(Kind::If, branch), wires));
    assert_eq!((2, 3), (Metrics::of(&c).depth, Metrics::of(&c).gates));
    let rounds = Payload::For {
        variable: None,
        values: vec![0, 1, 2],
        body: Block::body(long),
    };
    c.push(Operation::new(Instruction::with(Kind::For, rounds), wires));
    let m = Metrics::of(&c);
    assert_eq!((8, 9, Some(4)), (m.depth, m.gates, m.t_count));
}

#[test]
fn calls_count_as_their_expansion() {
    // h on the first, t on the second: two parallel paths through one call.
    let mut body = Circuit::new(2, 0);
    on(&mut body, Gate::H, &[], &[0]);
    on(
        &mut body,
        Gate::Rz,
        &[Angle::symbol(Symbol::named("a"))],
        &[1],
    );
    on(
        &mut body,
        Gate::Rz,
        &[Angle::symbol(Symbol::named("a"))],
        &[1],
    );
    let definition = Arc::new(Definition {
        name: "pair".into(),
        params: vec![Symbol::named("a")],
        qubits: vec!["x".into(), "y".into()],
        body: Some(body),
    });
    let mut c = Circuit::new(3, 0);
    for qubits in [[0, 1], [0, 2]] {
        let payload = Payload::Call {
            definition: definition.clone(),
            params: vec![Angle::QUARTER_PI],
        };
        let wires = qubits.map(Wire::qubit);
        c.push(Operation::new(
            Instruction::with(Kind::Call, payload),
            wires,
        ));
    }
    let m = Metrics::of(&c);
    assert_eq!((6, 2, Some(4)), (m.gates, m.depth, m.t_count));
    assert_eq!(vec![("h".to_string(), 2), ("rz".to_string(), 4)], m.counts);
}

#[test]
fn definitions_that_double_do_not_hang() {
    let mut inner = Arc::new(Definition {
        name: "g0".into(),
        params: Vec::new(),
        qubits: vec!["a".into()],
        body: Some({
            let mut c = Circuit::new(1, 0);
            on(&mut c, Gate::X, &[], &[0]);
            c
        }),
    });
    for i in 1..100 {
        let mut body = Circuit::new(1, 0);
        for _ in 0..2 {
            let payload = Payload::Call {
                definition: inner.clone(),
                params: Vec::new(),
            };
            body.push(Operation::new(
                Instruction::with(Kind::Call, payload),
                [Wire::qubit(0)],
            ));
        }
        inner = Arc::new(Definition {
            name: format!("g{i}").into(),
            params: Vec::new(),
            qubits: vec!["a".into()],
            body: Some(body),
        });
    }
    let c = inner.body.clone().expect("has a body");
    assert_eq!(u64::MAX, Metrics::of(&c).gates);
}

#[test]
fn controlled_gates_are_named_by_their_base() {
    let mut c = Circuit::new(6, 0);
    let open = Instruction::gate(Gate::X, []).controlled(&[true, false]);
    c.push(Operation::new(open, (0..3).map(Wire::qubit)));
    let many = Instruction::gate(Gate::Ry, [Angle::PI]).controlled(&[true; 5]);
    c.push(Operation::new(many, (0..6).map(Wire::qubit)));
    let m = Metrics::of(&c);
    assert_eq!(
        vec![("c2x".to_string(), 1), ("c5ry".to_string(), 1)],
        m.counts
    );
    assert_eq!((2, None), (m.multi_qubit, m.t_count));
}
