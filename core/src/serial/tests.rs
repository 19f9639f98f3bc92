// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::circuit::{Block, Condition, Instruction, Kind, Layout, Operation, Payload, Register};
use crate::{Angle, Gate, Symbol, Wire};

/// Something of everything, its two independent gates in either order.
fn sample(swapped: bool) -> Circuit {
    let mut c = Circuit::new(4, 2);
    c.name = Some("sample".into());
    c.qubit_registers.push(Register::new("q", [0, 1, 2, 3]));
    c.layout = Some(Layout::identity(4));
    c.add_phase(&Angle::QUARTER_PI);
    let t = Symbol::named("t");
    c.declare(&t).expect("is new");
    let mut first = vec![
        Operation::gate(Gate::H, [], &[0]),
        Operation::gate(Gate::Rx, [Angle::symbol(t).half()], &[1]),
    ];
    if swapped {
        first.reverse();
    }
    for o in first {
        c.push(o);
    }
    c.push(Operation::gate(Gate::Ccx, [], &[2, 0, 1]));
    let controlled = Instruction::gate(Gate::Rz, [Angle::radians(0.3)]).controlled(&[false, true]);
    c.push(Operation::new(controlled, [3, 1, 0].map(Wire::qubit)));
    c.push(Operation::new(
        Instruction::bare(Kind::Measure),
        [Wire::qubit(0), Wire::bit(1)],
    ));
    let mut body = Circuit::new(1, 1);
    body.push(Operation::gate(Gate::X, [], &[0]));
    let payload = Payload::If {
        condition: Condition::Bit(0),
        then: Block::body(body),
        otherwise: None,
    };
    c.push(Operation::new(
        Instruction::with(Kind::If, payload),
        [Wire::qubit(2), Wire::bit(1)],
    ));
    c
}

#[test]
fn what_is_written_is_read() {
    let c = sample(false);
    let read = from_bytes(&to_bytes(&c)).expect("is whole");
    assert_eq!(c, read);
    assert_eq!(c.name, read.name);
    assert_eq!(c.parameters, read.parameters);
    assert_eq!(to_bytes(&c), to_bytes(&read));
}

#[test]
fn damage_is_named() {
    let bytes = to_bytes(&sample(false));
    assert_eq!(Err(SerialError::NotACircuit), from_bytes(b""));
    assert_eq!(Err(SerialError::NotACircuit), from_bytes(b"OPENQASM 2.0;"));
    for cut in 1..bytes.len() {
        let error = from_bytes(&bytes[..cut]).expect_err("is cut");
        assert!(
            matches!(error, SerialError::Truncated { .. }),
            "{cut}: {error}"
        );
    }
    for at in HEADER..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        assert_eq!(Err(SerialError::Corrupt), from_bytes(&changed));
    }
    let mut newer = bytes.clone();
    newer[8] = 9;
    assert_eq!(
        "the circuit was serialised in format 9; this version reads format 1",
        from_bytes(&newer).expect_err("is newer").to_string()
    );
    let longer = [bytes, vec![0]].concat();
    assert_eq!(Err(SerialError::Corrupt), from_bytes(&longer));
}

#[test]
fn a_whole_file_of_a_broken_circuit_is_refused() {
    let mut c = Circuit::new(1, 0);
    c.push(Operation::gate(
        Gate::Rx,
        [Angle::Radians(f64::INFINITY)],
        &[0],
    ));
    let error = from_bytes(&to_bytes(&c)).expect_err("is not valid");
    assert!(error.to_string().contains("not finite"), "{error}");
}

#[test]
fn equal_circuits_have_equal_hashes() {
    let (a, b) = (sample(false), sample(true));
    assert_eq!(a, b);
    assert_eq!(structural_hash(&a), structural_hash(&b));
    let mut other = a.clone();
    other.name = None;
    assert_eq!(structural_hash(&a), structural_hash(&other));
    other.add_phase(&Angle::PI);
    assert_ne!(structural_hash(&a), structural_hash(&other));
    let mut other = a.clone();
    other.set_param(other.after(other.first()), 0, Angle::PI);
    assert_ne!(structural_hash(&a), structural_hash(&other));
}

/// The hash is in caches and reports: it changes with [`FORMAT`] only.
#[test]
fn the_hash_is_the_same_in_every_run() {
    let mut c = Circuit::new(2, 0);
    c.push(Operation::gate(Gate::H, [], &[0]));
    c.push(Operation::gate(Gate::Cx, [], &[0, 1]));
    assert_eq!(
        "0c3881a2257df6e949960ff10f2ded70",
        format!("{:032x}", structural_hash(&c))
    );
}
