// SPDX-License-Identifier: Apache-2.0

use std::sync::Arc;

use num_complex::Complex64;

use super::*;
use crate::circuit::{Block, Condition, Instruction, Layout, Operation, Payload};
use crate::{Gate, Wire};

/// The rules that one instruction on the first wires breaks.
fn broken(kind: Kind, payload: Payload, qubits: u32, bits: u32) -> Vec<&'static str> {
    let mut c = Circuit::new(3, 3);
    let wires = (0..qubits).map(Wire::qubit);
    let wires = wires.chain((0..bits).map(Wire::bit));
    c.push(Operation::new(Instruction::with(kind, payload), wires));
    rules(&c)
}

fn rules(c: &Circuit) -> Vec<&'static str> {
    let found = check(c).err().unwrap_or_default();
    found.iter().map(|v| v.rule).collect()
}

fn single(gate: Gate) -> Block {
    Block::Single {
        instruction: Instruction::gate(gate, []),
        bits: Vec::new(),
    }
}

fn definition(body: Circuit) -> Arc<Definition> {
    Arc::new(Definition {
        name: "g".into(),
        params: vec![Symbol::named("a")],
        qubits: vec!["x".into()],
        body: Some(body),
    })
}

#[test]
fn sound_circuits_pass() {
    let mut c = Circuit::new(3, 2);
    c.qubit_registers.push(Register::new("q", [0, 1, 2]));
    c.declare(&Symbol::named("t")).expect("is new");
    let angle = Angle::symbol(Symbol::named("t"));
    c.push(Operation::gate(Gate::Rx, [angle], &[0]));
    c.push(Operation::gate(Gate::Ccx, [], &[2, 0, 1]));
    c.push(Operation::new(
        Instruction::bare(Kind::Measure),
        [Wire::qubit(0), Wire::bit(1)],
    ));
    c.push(Operation::new(
        Instruction::gate(Gate::Rz, [Angle::PI]).controlled(&[false, true]),
        [0, 2, 1].map(Wire::qubit),
    ));
    let mut body = Circuit::new(1, 0);
    body.push(Operation::gate(
        Gate::P,
        [Angle::symbol(Symbol::named("a"))],
        &[0],
    ));
    let call = Payload::Call {
        definition: definition(body),
        params: vec![Angle::PI],
    };
    c.push(Operation::new(
        Instruction::with(Kind::Call, call),
        [Wire::qubit(2)],
    ));
    c.layout = Some(Layout::identity(3));
    assert_eq!(Ok(()), check(&c));
    c.remove(c.first());
    assert_eq!(Ok(()), check(&c));
    for &gate in Gate::ALL {
        if let Some(body) = gate.definition() {
            assert_eq!(Ok(()), check(&body), "{}", gate.name());
        }
    }
}

#[test]
fn wires_must_be_distinct_and_there() {
    let mut c = Circuit::new(2, 0);
    let same = [Wire::qubit(0), Wire::qubit(0)];
    c.push(Operation::new(Instruction::gate(Gate::Cx, []), same));
    assert_eq!(vec!["wires"], rules(&c));
}

#[test]
fn arities_follow_the_kind() {
    let mut c = Circuit::new(2, 0);
    let i = Instruction::gate(Gate::X, []);
    c.push(Operation::new(i, [0, 1].map(Wire::qubit)));
    assert_eq!(vec!["arity"], rules(&c));
    let image = vec![1, 0];
    assert_eq!(
        vec!["arity"],
        broken(Kind::Permutation, Payload::Permutation { image }, 3, 0)
    );
}

#[test]
fn payloads_are_well_shaped() {
    let matrix = vec![Complex64::from(1.0); 4];
    let payload = Payload::Unitary {
        matrix: matrix.clone(),
        label: None,
    };
    assert_eq!(
        vec!["payload"],
        broken(Kind::Unitary, payload.clone(), 1, 0)
    );
    assert_eq!(vec!["payload"], broken(Kind::Diagonal, payload, 1, 0));
    let image = vec![1, 1];
    let payload = Payload::Permutation { image };
    assert_eq!(vec!["payload"], broken(Kind::Permutation, payload, 2, 0));
    let payload = Payload::PauliEvolution {
        strings: vec![("XQ".into(), Angle::PI)],
        time: Angle::PI,
    };
    assert_eq!(vec!["payload"], broken(Kind::PauliEvolution, payload, 2, 0));
    let damping = [[1.0, 0.0, 0.0, 0.8], [0.0, 0.6, 0.0, 0.0]];
    let kraus: Vec<Vec<Complex64>> = damping.map(|k| k.map(Complex64::from).to_vec()).into();
    let payload = Payload::Channel { kraus };
    assert!(broken(Kind::Channel, payload, 1, 0).is_empty());
    let payload = Payload::Channel {
        kraus: vec![matrix],
    };
    assert_eq!(vec!["payload"], broken(Kind::Channel, payload, 1, 0));
}

#[test]
fn angles_are_finite_and_their_symbols_declared() {
    let mut c = Circuit::new(1, 0);
    c.push(Operation::gate(Gate::Rx, [Angle::Radians(f64::NAN)], &[0]));
    assert_eq!(vec!["angles"], rules(&c));
    let mut c = Circuit::new(1, 0);
    let free = Angle::symbol(Symbol::named("t"));
    c.push(Operation::gate(Gate::Rx, [free], &[0]));
    assert_eq!(vec!["parameters"], rules(&c));
}

#[test]
fn conditions_and_blocks_fit_their_owner() {
    let branch = |condition, then| Payload::If {
        condition,
        then,
        otherwise: None,
    };
    let fine = branch(Condition::Bit(1), single(Gate::X));
    assert!(broken(Kind::If, fine, 1, 2).is_empty());
    let wide = branch(Condition::Bit(2), single(Gate::X));
    assert_eq!(vec!["conditions"], broken(Kind::If, wide, 1, 2));
    let narrow = Condition::Equals {
        bits: vec![0, 1],
        value: vec![true],
    };
    let narrow = branch(narrow, single(Gate::X));
    assert_eq!(vec!["conditions"], broken(Kind::If, narrow, 1, 2));
    let body = Block::body(Circuit::new(2, 2));
    let body = branch(Condition::Bit(0), body);
    assert_eq!(vec!["blocks"], broken(Kind::If, body, 1, 2));
    let mut leave = Circuit::new(1, 0);
    leave.push(Operation::new(Instruction::bare(Kind::Break), []));
    let rounds = Payload::For {
        variable: None,
        values: vec![1],
        body: Block::body(leave.clone()),
    };
    assert!(broken(Kind::For, rounds, 1, 0).is_empty());
    assert_eq!(vec!["blocks"], rules(&leave));
}

#[test]
fn definitions_are_unitary_and_closed() {
    let mut body = Circuit::new(1, 0);
    body.push(Operation::new(
        Instruction::bare(Kind::Reset),
        [Wire::qubit(0)],
    ));
    body.push(Operation::gate(
        Gate::Rx,
        [Angle::symbol(Symbol::named("b"))],
        &[0],
    ));
    let payload = Payload::Call {
        definition: definition(body),
        params: vec![Angle::PI],
    };
    assert_eq!(
        vec!["definitions", "parameters"],
        broken(Kind::Call, payload, 1, 0)
    );
}

#[test]
fn layouts_registers_and_the_ledger() {
    let mut c = Circuit::new(2, 0);
    c.layout = Some(Layout {
        initial: vec![0, 0],
        last: vec![1],
    });
    c.qubit_registers.push(Register::new("q", [2]));
    c.ledger.bound = f64::NAN;
    assert_eq!(vec!["registers", "layout", "layout", "ledger"], rules(&c));
}
