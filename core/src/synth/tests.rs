// SPDX-License-Identifier: Apache-2.0
//! Constructions against the matrices they stand for.

use num_complex::Complex64;

use super::*;
use crate::circuit::{Instruction, Operation, Place};
use crate::gate::Axis;
use crate::{Angle, Circuit, Gate, Wire};

pub(super) fn wires(range: std::ops::Range<u32>) -> Vec<Wire> {
    range.map(Wire::qubit).collect()
}

pub(super) fn circuit(steps: &Steps, qubits: usize) -> Circuit {
    let mut c = Circuit::new(qubits as u32, 0);
    steps.emit(&mut c, Place::default());
    c
}

pub(super) fn distance(a: &Circuit, b: &Circuit) -> f64 {
    let (a, b) = (a.unitary(9).unwrap(), b.unitary(9).unwrap());
    a.iter()
        .zip(&b)
        .map(|(x, y): (&Complex64, &Complex64)| (x - y).norm())
        .fold(0.0, f64::max)
}

/// `base` on the last of k + 1 qubits under k controls, in a circuit of `qubits` qubits.
fn expected(base: Instruction, k: usize, qubits: usize) -> Circuit {
    let mut c = Circuit::new(qubits as u32, 0);
    c.push(Operation::new(
        base.controlled(&vec![true; k]),
        wires(0..k as u32 + 1),
    ));
    c
}

#[test]
fn x_without_ancilla() {
    let counts = [0, 1, 6, 14, 30, 54, 86];
    for k in 0..=6 {
        let s = multi_controlled::x(&wires(0..k), Wire::qubit(k), &Ancillas::default());
        let k = k as usize;
        let off = distance(
            &expected(Instruction::gate(Gate::X, []), k, k + 1),
            &circuit(&s, k + 1),
        );
        assert!(off < 1e-12, "{k} controls: {off}");
        assert_eq!(counts[k], s.two_qubit_count(), "{k} controls");
    }
}

#[test]
fn x_with_dirty_ancillas() {
    for k in 4..=6u32 {
        for (dirty, count) in [(1, 12 * k - 18), (2, 8 * k - 12)] {
            let ancillas = Ancillas {
                dirty: wires(k + 1..k + 1 + dirty),
                ..Ancillas::default()
            };
            let s = multi_controlled::x(&wires(0..k), Wire::qubit(k), &ancillas);
            let n = (k + 1 + dirty) as usize;
            let want = expected(Instruction::gate(Gate::X, []), k as usize, n);
            let off = distance(&want, &circuit(&s, n));
            assert!(off < 1e-12, "{k} controls, {dirty} dirty: {off}");
            let count = if k == 4 { 20 } else { count };
            assert_eq!(count as usize, s.two_qubit_count(), "{k} {dirty}");
        }
    }
    let ancillas = Ancillas {
        dirty: wires(7..8),
        ..Ancillas::default()
    };
    let s = ladder::mcx_one_dirty(&wires(0..6), Wire::qubit(6), ancillas.dirty[0]);
    let want = expected(Instruction::gate(Gate::X, []), 6, 8);
    assert!(distance(&want, &circuit(&s, 8)) < 1e-12);
}

#[test]
fn x_stays_clifford_t_with_an_ancilla() {
    for k in 3..=6u32 {
        let ancillas = Ancillas {
            dirty: wires(k + 1..k + 2),
            discrete: true,
            ..Ancillas::default()
        };
        let s = multi_controlled::x(&wires(0..k), Wire::qubit(k), &ancillas);
        assert!(k > 3 || s.two_qubit_count() == 14);
        let n = k as usize + 2;
        let c = circuit(&s, n);
        let eighth = |a: &Angle| a.quarter_turns_of_pi().is_some();
        // ry(pi/4) is a Hadamard and a t away.
        assert!(c.iter().all(|op| c.params(op).iter().all(eighth)));
        let want = expected(Instruction::gate(Gate::X, []), k as usize, n);
        assert!(distance(&want, &c) < 1e-12, "{k} controls");
    }
}

#[test]
fn x_with_a_clean_ancilla() {
    for k in 3..=6u32 {
        let ancillas = Ancillas {
            clean: wires(k + 1..k + 2),
            ..Ancillas::default()
        };
        let s = multi_controlled::x(&wires(0..k), Wire::qubit(k), &ancillas);
        assert_eq!(6 * k as usize - 6, s.two_qubit_count());
        let n = k as usize + 2;
        let (a, b) = (
            expected(Instruction::gate(Gate::X, []), k as usize, n)
                .unitary(9)
                .unwrap(),
            circuit(&s, n).unitary(9).unwrap(),
        );
        // Only columns with the ancilla in |0>.
        let size = 1 << n;
        for column in 0..size / 2 {
            for row in 0..size {
                let at = row * size + column;
                assert!((a[at] - b[at]).norm() < 1e-12, "{k} controls");
            }
        }
    }
}

#[test]
fn rotations_without_ancilla() {
    let counts = [0, 2, 4, 8, 16, 24, 32, 48];
    let angle = Angle::radians(0.7);
    for (axis, gate) in [
        (Axis::X, Gate::Rx),
        (Axis::Y, Gate::Ry),
        (Axis::Z, Gate::Rz),
    ] {
        for k in 0..=7u32 {
            let s = multi_controlled::rotation(
                axis,
                &angle,
                &wires(0..k),
                Wire::qubit(k),
                &Ancillas::default(),
            );
            let k = k as usize;
            let want = expected(Instruction::gate(gate, [angle.clone()]), k, k + 1);
            let off = distance(&want, &circuit(&s, k + 1));
            assert!(off < 1e-12, "{k} controls: {off}");
            if k > 0 {
                assert_eq!(counts[k], s.two_qubit_count(), "{k} controls");
            }
        }
    }
    assert_eq!(
        [60, 72, 84, 204],
        [8, 9, 10, 20].map(multi_controlled::rotation_cost)
    );
}

#[test]
fn rotation_under_eight_controls_uses_a_conditionally_clean_one() {
    let angle = Angle::radians(0.7);
    let s = multi_controlled::rotation(
        Axis::Z,
        &angle,
        &wires(0..8),
        Wire::qubit(8),
        &Ancillas::default(),
    );
    assert_eq!(60, s.two_qubit_count());
    let want = expected(Instruction::gate(Gate::Rz, [angle]), 8, 9);
    assert!(distance(&want, &circuit(&s, 9)) < 1e-12);
}

#[test]
fn phases_under_controls() {
    for k in 0..=5u32 {
        let angle = Angle::radians(1.3);
        let s = multi_controlled::phase(&angle, &wires(0..k + 1), &Ancillas::default());
        let k = k as usize;
        let want = expected(Instruction::gate(Gate::P, [angle]), k, k + 1);
        assert!(distance(&want, &circuit(&s, k + 1)) < 1e-12, "{k} controls");
    }
}

#[test]
fn diagonals() {
    let phases: Vec<f64> = (0..16).map(|i| (f64::from(i) * 1.7).sin()).collect();
    let mut s = Steps::new();
    multiplexed::diagonal(&mut s, &wires(0..4), &phases);
    assert_eq!(14, s.two_qubit_count());
    let mut want = Circuit::new(4, 0);
    want.push(Operation::new(
        Instruction::with(
            crate::circuit::Kind::Diagonal,
            crate::circuit::Payload::Diagonal { phases },
        ),
        wires(0..4),
    ));
    assert!(distance(&want, &circuit(&s, 4)) < 1e-12);
}

/// Expand on wires in a mixed order, with a spare qubit to borrow, and compare.
fn check_expansion(instruction: &Instruction, qubits: usize, bound: Option<usize>) {
    for spare in [0, 2] {
        let n = qubits + spare;
        let order: Vec<Wire> = (0..qubits as u32).rev().map(Wire::qubit).collect();
        let ancillas = Ancillas {
            dirty: wires(qubits as u32..n as u32),
            ..Ancillas::default()
        };
        let steps = expand(instruction, &order, &ancillas, 100_000).unwrap();
        assert!(steps.list.iter().all(|s| s.gate.num_qubits() <= 2));
        let mut want = Circuit::new(n as u32, 0);
        want.push(Operation::new(instruction.clone(), order));
        let off = distance(&want, &circuit(&steps, n));
        assert!(off < 1e-12, "{instruction:?}: {off}");
        if let Some(bound) = bound {
            assert!(steps.two_qubit_count() <= bound, "{instruction:?}");
        }
    }
}

#[test]
fn library_gates() {
    for &gate in Gate::ALL {
        let bound = match gate {
            Gate::Rccx => Some(3),
            Gate::Ccx | Gate::Ccz | Gate::Rc3x => Some(6),
            Gate::Cswap => Some(7),
            Gate::C3x | Gate::C3sx => Some(14),
            Gate::C4x => Some(30),
            _ => None,
        };
        let angles = [0.3, -1.1, 2.2, 0.7].map(Angle::radians)[..gate.num_params()].to_vec();
        check_expansion(&Instruction::gate(gate, angles), gate.num_qubits(), bound);
    }
}

#[test]
fn library_gates_under_controls() {
    for &gate in Gate::ALL {
        let mut sets = vec![[0.3, -1.1, 2.2, 0.7].map(Angle::radians)];
        if gate.num_params() > 0 {
            sets.extend((0..8).map(|k| [Angle::pi(k, 4), Angle::ZERO, Angle::pi(k, 2), Angle::PI]));
        }
        for angles in sets {
            let angles = angles[..gate.num_params()].to_vec();
            let base = Instruction::gate(gate, angles);
            for polarity in [vec![true], vec![false, true], vec![true, false, true]] {
                let k = gate.num_qubits() + polarity.len();
                if k <= 5 {
                    check_expansion(&base.clone().controlled(&polarity), k, None);
                }
            }
        }
    }
}

#[test]
fn symbolic_gates_under_controls() {
    use crate::Symbol;
    let symbol = |i: usize| Symbol::named(["a", "b", "c", "d"][i]);
    let values = [0.3, -1.1, 2.2, 0.7];
    for &gate in Gate::ALL {
        if gate.num_params() == 0 || gate.num_qubits() > 2 {
            continue;
        }
        let params = (0..gate.num_params()).map(|i| Angle::symbol(symbol(i)));
        let base = Instruction::gate(gate, params).controlled(&[true, true]);
        let n = gate.num_qubits() + 2;
        let steps = expand(&base, &wires(0..n as u32), &Ancillas::default(), 100_000).unwrap();
        let mut want = Circuit::new(n as u32, 0);
        want.push(Operation::new(base, wires(0..n as u32)));
        let bind = |c: &Circuit| {
            c.bind(&|s| {
                (0..4)
                    .find(|&i| symbol(i) == *s)
                    .map(|i| Angle::radians(values[i]))
            })
            .unwrap()
        };
        let off = distance(&bind(&want), &bind(&circuit(&steps, n)));
        assert!(off < 1e-12, "{}: {off}", gate.name());
    }
}

#[test]
fn other_kinds() {
    use crate::circuit::{Definition, Kind, Payload};
    use num_complex::Complex64;
    use std::sync::Arc;
    let matrix: Vec<Complex64> = Gate::U
        .matrix(&[0.3, 1.2, -0.4])
        .iter()
        .map(|x| x * Complex64::from_polar(1.0, 0.9))
        .collect();
    let unitary = Instruction::with(
        Kind::Unitary,
        Payload::Unitary {
            matrix,
            label: None,
        },
    );
    let diagonal = Instruction::with(
        Kind::Diagonal,
        Payload::Diagonal {
            phases: vec![0.3, -0.2, 1.0, 2.0],
        },
    );
    let permutation = Instruction::with(
        Kind::Permutation,
        Payload::Permutation {
            image: vec![2, 0, 1, 3],
        },
    );
    let strings = [("XIYZ", 0.4), ("ZZII", -0.3), ("IIIY", 1.0), ("IIII", 0.2)];
    let evolution = Instruction::with(
        Kind::PauliEvolution,
        Payload::PauliEvolution {
            strings: strings
                .map(|(s, a)| (s.to_string(), Angle::radians(a)))
                .to_vec(),
            time: Angle::radians(1.5),
        },
    );
    let cases = |gate: Gate| {
        Instruction::with(
            Kind::Multiplexer,
            Payload::Multiplexer {
                selects: 2,
                cases: (0..4)
                    .map(|i| Instruction::gate(gate, [Angle::radians(f64::from(i) * 0.7)]))
                    .collect(),
            },
        )
    };
    let mut body = Circuit::new(2, 0);
    body.phase = Angle::radians(0.6);
    body.push(Operation::gate(Gate::H, [], &[1]));
    body.push(Operation::gate(Gate::Cx, [], &[1, 0]));
    body.push(Operation::gate(Gate::T, [], &[0]));
    let call = Instruction::with(
        Kind::Call,
        Payload::Call {
            definition: Arc::new(Definition {
                name: "g".into(),
                params: vec![],
                qubits: vec!["a".into(), "b".into()],
                body: Some(body),
            }),
            params: vec![],
        },
    );
    let mut wide = Circuit::new(2, 0);
    wide.phase = Angle::radians(0.3);
    wide.push(Operation::gate(Gate::Rxx, [Angle::radians(0.7)], &[0, 1]));
    wide.push(Operation::gate(Gate::T, [], &[0]));
    wide.push(Operation::gate(Gate::Sx, [], &[1]));
    wide.push(Operation::gate(Gate::Cp, [Angle::radians(1.9)], &[1, 0]));
    let pair = Instruction::with(
        Kind::Unitary,
        Payload::Unitary {
            matrix: wide.unitary(2).unwrap(),
            label: None,
        },
    );
    let mut three = Circuit::new(3, 0);
    for (i, &(a, b)) in [(0, 1), (2, 0), (1, 2), (2, 0)].iter().enumerate() {
        let angle = |k: f64| Angle::radians(k * (i as f64 + 0.7));
        three.push(Operation::gate(
            Gate::U,
            [angle(1.1), angle(-0.3), angle(2.0)],
            &[a],
        ));
        three.push(Operation::gate(Gate::Ryy, [angle(0.4)], &[a, b]));
    }
    let triple = Instruction::with(
        Kind::Unitary,
        Payload::Unitary {
            matrix: three.unitary(3).unwrap(),
            label: None,
        },
    );
    let all = [
        (unitary, 1),
        (pair, 2),
        (triple, 3),
        (diagonal, 2),
        (permutation, 4),
        (evolution, 4),
        (cases(Gate::Rx), 3),
        (cases(Gate::Ry), 3),
        (cases(Gate::P), 3),
        (call, 2),
    ];
    for (instruction, qubits) in all {
        check_expansion(&instruction, qubits, None);
        check_expansion(&instruction.clone().controlled(&[false]), qubits + 1, None);
        check_expansion(&instruction.controlled(&[true, false]), qubits + 2, None);
    }
}
