// SPDX-License-Identifier: Apache-2.0
//! Counts, borrowed qubits, calls, limits.

use super::*;
use crate::circuit::{Block, Condition, Operation};

const OPTIONS: Decompose = Decompose {
    limit: 100_000,
    borrow: true,
    assume_zero: false,
    discrete: false,
};

fn q(range: std::ops::Range<u32>) -> Vec<Wire> {
    range.map(Wire::qubit).collect()
}

fn distance(a: &Circuit, b: &Circuit) -> f64 {
    let (a, b) = (a.unitary(8).unwrap(), b.unitary(8).unwrap());
    a.iter()
        .zip(&b)
        .map(|(x, y)| (x - y).norm())
        .fold(0.0, f64::max)
}

fn is_done(c: &Circuit) -> bool {
    c.iter()
        .all(|op| c.gate(op).is_some() && c.qubits(op).len() <= 2)
}

fn two_qubit(c: &Circuit) -> usize {
    c.iter().filter(|&op| c.qubits(op).len() == 2).count()
}

fn definition(name: &str, params: &[&str], body: Circuit) -> Arc<Definition> {
    Arc::new(Definition {
        name: name.into(),
        params: params.iter().map(|p| Symbol::named(p)).collect(),
        qubits: (0..body.num_qubits())
            .map(|i| format!("q{i}").into())
            .collect(),
        body: Some(body),
    })
}

fn call(definition: &Arc<Definition>, params: Vec<Angle>) -> Instruction {
    Instruction::with(
        Kind::Call,
        Payload::Call {
            definition: definition.clone(),
            params,
        },
    )
}

#[test]
fn narrow_circuits_are_left_alone() {
    let mut c = Circuit::new(2, 0);
    c.push(Operation::gate(Gate::Cx, [], &[0, 1]));
    assert_eq!(Ok(false), decompose(&mut c, OPTIONS));
}

#[test]
fn nested_calls_with_angles_and_phases() {
    let (a, b) = (
        Angle::symbol(Symbol::named("a")),
        Angle::symbol(Symbol::named("b")),
    );
    let mut inner = Circuit::new(2, 0);
    inner.phase = a.half();
    inner.push(Operation::gate(Gate::Rz, [a.double()], &[1]));
    inner.push(Operation::gate(Gate::Cx, [], &[1, 0]));
    let inner = definition("inner", &["a"], inner);
    let mut outer = Circuit::new(3, 0);
    outer.push(Operation::gate(Gate::Ccx, [], &[2, 0, 1]));
    outer.push(Operation::new(
        call(&inner, vec![a.add(&b)]),
        [Wire::qubit(2), Wire::qubit(0)],
    ));
    outer.push(Operation::new(
        Instruction::gate(Gate::Rx, [b]).controlled(&[false, true]),
        q(0..3),
    ));
    let outer = definition("outer", &["a", "b"], outer);
    let mut c = Circuit::new(4, 0);
    c.push(Operation::gate(Gate::H, [], &[0]));
    let angles = vec![Angle::radians(0.3), Angle::radians(0.9)];
    c.push(Operation::new(
        call(&outer, angles),
        [3, 1, 0].map(Wire::qubit),
    ));
    let before = c.clone();
    assert_eq!(Ok(true), decompose(&mut c, OPTIONS));
    assert!(is_done(&c));
    assert!(distance(&before, &c) < 1e-12);
    assert_eq!(Ok(false), decompose(&mut c, OPTIONS));
}

#[test]
fn idle_qubits_are_borrowed() {
    let cube = Instruction::gate(Gate::X, []).controlled(&[true; 6]);
    for (qubits, options, count) in [
        (7, OPTIONS, 86),
        (8, OPTIONS, 54),
        (
            8,
            Decompose {
                borrow: false,
                ..OPTIONS
            },
            86,
        ),
        (
            8,
            Decompose {
                assume_zero: true,
                ..OPTIONS
            },
            30,
        ),
    ] {
        let mut c = Circuit::new(qubits, 0);
        c.push(Operation::new(cube.clone(), q(0..7)));
        let before = c.clone();
        decompose(&mut c, options).unwrap();
        assert_eq!(count, two_qubit(&c));
        if !options.assume_zero {
            assert!(distance(&before, &c) < 1e-12);
        }
    }
}

#[test]
fn reset_qubits_are_clean_until_touched() {
    let big = Instruction::gate(Gate::X, []).controlled(&[true; 5]);
    let mut c = Circuit::new(7, 0);
    c.push(Operation::new(
        Instruction::bare(Kind::Reset),
        [Wire::qubit(6)],
    ));
    c.push(Operation::new(big.clone(), q(0..6)));
    let mut touched = c.clone();
    decompose(&mut c, OPTIONS).unwrap();
    assert_eq!(24, two_qubit(&c));
    let mut again = touched.empty_like();
    again.push(touched.operation(touched.first()));
    again.push(Operation::gate(Gate::H, [], &[6]));
    again.push(Operation::new(big, q(0..6)));
    touched = again;
    decompose(&mut touched, OPTIONS).unwrap();
    assert_eq!(42, two_qubit(&touched));
}

#[test]
fn absent_qubits_are_not_borrowed() {
    let big = Instruction::gate(Gate::X, []).controlled(&[true; 5]);
    let mut c = Circuit::new(7, 0);
    c.push(Operation::new(big, q(0..6)));
    c.push(Operation::new(
        Instruction::with(Kind::Allocate, Payload::Allocate { clean: true }),
        [Wire::qubit(6)],
    ));
    decompose(&mut c, OPTIONS).unwrap();
    assert_eq!(54, two_qubit(&c));
}

#[test]
fn conditioned_gates_become_blocks_only_when_needed() {
    let conditioned = |gate: Gate| {
        Instruction::with(
            Kind::If,
            Payload::If {
                condition: Condition::Bit(0),
                then: Block::Single {
                    instruction: Instruction::gate(gate, []),
                    bits: vec![],
                },
                otherwise: None,
            },
        )
    };
    let mut c = Circuit::new(3, 1);
    for (gate, k) in [(Gate::Ccx, 3), (Gate::Cx, 2)] {
        let wires = q(0..k).into_iter().chain([Wire::bit(0)]);
        c.push(Operation::new(conditioned(gate), wires));
    }
    assert_eq!(Ok(true), decompose(&mut c, OPTIONS));
    let is_body = |op: Op| match &**c.payload(op).unwrap() {
        Payload::If { then, .. } => matches!(then, Block::Body(_)),
        _ => false,
    };
    assert_eq!(vec![true, false], c.iter().map(is_body).collect::<Vec<_>>());
}

#[test]
fn discrete_targets_get_clifford_t() {
    let mut c = Circuit::new(5, 0);
    c.push(Operation::gate(Gate::C3x, [], &[0, 1, 2, 3]));
    let before = c.clone();
    let options = Decompose {
        discrete: true,
        ..OPTIONS
    };
    decompose(&mut c, options).unwrap();
    assert_eq!(14, two_qubit(&c));
    assert!(c.iter().all(|op| c.params(op).is_empty()));
    assert!(distance(&before, &c) < 1e-12);
}

#[test]
fn bombs_stop_at_the_limit() {
    let mut empty = definition("g0", &[], Circuit::new(1, 0));
    for i in 1..64 {
        let mut body = Circuit::new(1, 0);
        for _ in 0..2 {
            body.push(Operation::new(call(&empty, vec![]), q(0..1)));
        }
        empty = definition(&format!("g{i}"), &[], body);
    }
    let mut c = Circuit::new(1, 0);
    c.push(Operation::new(call(&empty, vec![]), q(0..1)));
    assert!(matches!(
        decompose(&mut c, OPTIONS),
        Err(PassError::TooLarge { limit: 100_000, .. })
    ));
}

#[test]
fn opaque_gates_stay() {
    let mut opaque = (*definition("magic", &[], Circuit::new(3, 0))).clone();
    opaque.body = None;
    let mut c = Circuit::new(3, 0);
    let magic = Instruction {
        kind: Kind::Opaque,
        ..call(&Arc::new(opaque), vec![])
    };
    c.push(Operation::new(magic, q(0..3)));
    c.push(Operation::gate(Gate::Ccx, [], &[0, 1, 2]));
    decompose(&mut c, OPTIONS).unwrap();
    assert_eq!(Kind::Opaque, c.kind(c.first()));
    assert_eq!(16, c.len());
}
