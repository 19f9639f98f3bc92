// SPDX-License-Identifier: Apache-2.0
//! Every record checked against its matrix.

use num_complex::Complex64;

use super::*;
use crate::circuit::{Instruction, Operation};
use crate::{Angle, Circuit, Symbol};

type Matrix = Vec<Complex64>;

fn times(a: &Matrix, b: &Matrix) -> Matrix {
    let n = a.len().isqrt();
    (0..n * n)
        .map(|at| (0..n).map(|k| a[at / n * n + k] * b[k * n + at % n]).sum())
        .collect()
}

fn adjoint(a: &Matrix) -> Matrix {
    let n = a.len().isqrt();
    (0..n * n).map(|at| a[at % n * n + at / n].conj()).collect()
}

fn distance(a: &Matrix, b: &Matrix) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter()
        .zip(b)
        .map(|(x, y)| (x - y).norm())
        .fold(0.0, f64::max)
}

fn identity(n: usize) -> Matrix {
    (0..n * n)
        .map(|at| Complex64::new(f64::from(at / n == at % n), 0.0))
        .collect()
}

/// Angles in general position, and sets with exact special values.
fn samples(gate: Gate) -> Vec<Vec<Angle>> {
    let n = gate.num_params();
    if n == 0 {
        return vec![vec![]];
    }
    let general = [0.3, -1.1, 2.2, 0.7].map(Angle::radians)[..n].to_vec();
    let exact = |k: i32| vec![Angle::pi(k, 4); n];
    [vec![general], (-8..=8).map(exact).collect()].concat()
}

fn values(angles: &[Angle]) -> Vec<f64> {
    angles.iter().map(|a| a.value().unwrap()).collect()
}

fn matrix_of(gate: Gate, angles: &[Angle]) -> Matrix {
    gate.matrix(&values(angles))
}

/// A Pauli on one operand of k.
fn pauli(axis: Axis, slot: usize, qubits: usize) -> Matrix {
    let gate = match axis {
        Axis::X => Gate::X,
        Axis::Y => Gate::Y,
        _ => Gate::Z,
    };
    let mut c = Circuit::new(qubits as u32, 0);
    c.push(Operation::gate(gate, [], &[slot as u32]));
    c.unitary(5).unwrap()
}

#[test]
fn matrices_are_unitary() {
    for &gate in Gate::ALL {
        for angles in samples(gate) {
            let m = matrix_of(gate, &angles);
            assert_eq!(1 << (2 * gate.num_qubits()), m.len(), "{}", gate.name());
            let off = distance(&times(&m, &adjoint(&m)), &identity(m.len().isqrt()));
            assert!(off < 1e-14, "{} {angles:?}: {off}", gate.name());
        }
    }
}

#[test]
fn inverses_undo() {
    for &gate in Gate::ALL {
        for angles in samples(gate) {
            let mut c = Circuit::new(gate.num_qubits() as u32, 0);
            let qubits: Vec<u32> = (0..gate.num_qubits() as u32).collect();
            c.push(Operation::gate(gate, angles.clone(), &qubits));
            let inverse = c.inverse().unwrap();
            c.compose(&inverse, &qubits, &[]).unwrap();
            let m = c.unitary(5).unwrap();
            let off = distance(&m, &identity(m.len().isqrt()));
            assert!(off < 1e-14, "{} {angles:?}: {off}", gate.name());
        }
    }
}

#[test]
fn inverses_of_single_gates_undo() {
    for &gate in Gate::ALL {
        if let Inverse::Definition = gate.record().inverse {
            continue;
        }
        for angles in samples(gate) {
            let one = Instruction::gate(gate, angles.clone());
            let back = one.inverse().unwrap();
            let k = gate.num_qubits();
            let m = times(&one.unitary(k, 5).unwrap(), &back.unitary(k, 5).unwrap());
            let off = distance(&m, &identity(1 << k));
            assert!(off < 1e-14, "{} {angles:?}: {off}", gate.name());
        }
    }
}

#[test]
fn axes_commute_and_are_complete() {
    for &gate in Gate::ALL {
        let k = gate.num_qubits();
        for slot in 0..k {
            let commutes = |axis: Axis| {
                samples(gate).iter().all(|angles| {
                    let (m, p) = (matrix_of(gate, angles), pauli(axis, slot, k));
                    distance(&times(&m, &p), &times(&p, &m)) < 1e-14
                })
            };
            let found: Vec<Axis> = [Axis::X, Axis::Y, Axis::Z]
                .into_iter()
                .filter(|&a| commutes(a))
                .collect();
            let expected = match gate.axis(slot) {
                Axis::Any => vec![Axis::X, Axis::Y, Axis::Z],
                Axis::None => vec![],
                axis => vec![axis],
            };
            assert_eq!(expected, found, "{} operand {slot}", gate.name());
        }
    }
}

#[test]
fn symmetric_gates_are_unchanged_by_exchange() {
    for &gate in Gate::ALL {
        let k = gate.num_qubits();
        let unchanged = samples(gate).iter().all(|angles| {
            let m = matrix_of(gate, angles);
            (1..k as u32).all(|other| {
                let order: Vec<u32> = (0..k as u32)
                    .map(|q| match q {
                        0 => other,
                        q if q == other => 0,
                        q => q,
                    })
                    .collect();
                let mut c = Circuit::new(k as u32, 0);
                c.push(Operation::gate(gate, angles.clone(), &order));
                distance(&m, &c.unitary(5).unwrap()) < 1e-14
            })
        });
        assert_eq!(gate.record().symmetric, unchanged, "{}", gate.name());
    }
}

#[test]
fn definitions_are_exact() {
    for &gate in Gate::ALL {
        let Some(definition) = gate.definition() else {
            continue;
        };
        for angles in samples(gate) {
            let value = |s: &Symbol| {
                let names = gate.record().parameters;
                names
                    .iter()
                    .position(|n| **n == *s.name)
                    .map(|i| angles[i].clone())
            };
            let m = definition.bind(&value).unwrap().unitary(5).unwrap();
            let off = distance(&matrix_of(gate, &angles), &m);
            assert!(off < 1e-14, "{} {angles:?}: {off}", gate.name());
        }
    }
}

#[test]
fn definitions_end_at_gates_without_one() {
    fn depth(gate: Gate) -> usize {
        let Some(c) = gate.definition() else { return 0 };
        let inner = c.iter().map(|op| depth(c.gate(op).unwrap())).max();
        let depth = 1 + inner.unwrap_or(0);
        assert!(depth < 10, "{} is defined by itself", gate.name());
        depth
    }
    Gate::ALL.iter().for_each(|&g| {
        depth(g);
    });
}

#[test]
fn clifford_actions_are_conjugations() {
    let string = |image: PauliImage, k: usize| {
        let mut c = Circuit::new(k as u32, 0);
        for q in 0..k as u32 {
            let gate = match (image.x >> q & 1, image.z >> q & 1) {
                (1, 1) => Gate::Y,
                (1, 0) => Gate::X,
                (0, 1) => Gate::Z,
                _ => continue,
            };
            c.push(Operation::gate(gate, [], &[q]));
        }
        if image.negative {
            c.add_phase(&Angle::PI);
        }
        c.unitary(5).unwrap()
    };
    let mut found = Vec::new();
    for &gate in Gate::ALL {
        let k = gate.num_qubits();
        for angles in samples(gate) {
            let Some(action) = gate.clifford(&angles) else {
                continue;
            };
            found.push(gate);
            let m = matrix_of(gate, &angles);
            for slot in 0..k {
                for (axis, image) in [(Axis::X, action.x[slot]), (Axis::Z, action.z[slot])] {
                    let left = times(&m, &pauli(axis, slot, k));
                    let right = times(&string(image, k), &m);
                    assert!(distance(&left, &right) < 1e-14, "{}", gate.name());
                }
            }
        }
    }
    found.dedup();
    let clifford = [
        Gate::Id,
        Gate::X,
        Gate::Y,
        Gate::Z,
        Gate::H,
        Gate::S,
        Gate::Sdg,
        Gate::Sx,
        Gate::Sxdg,
        Gate::P,
        Gate::Rx,
        Gate::Ry,
        Gate::Rz,
        Gate::U0,
        Gate::U2,
        Gate::U,
        Gate::R,
        Gate::Gpi,
        Gate::Gpi2,
        Gate::Phxz,
        Gate::Cx,
        Gate::Cy,
        Gate::Cz,
        Gate::Cp,
        Gate::Crx,
        Gate::Cry,
        Gate::Crz,
        Gate::Cu3,
        Gate::Cu,
        Gate::Swap,
        Gate::Iswap,
        Gate::Iswapdg,
        Gate::Ecr,
        Gate::Dcx,
        Gate::Rxx,
        Gate::Ryy,
        Gate::Rzz,
        Gate::Rzx,
        Gate::Ms,
    ];
    assert_eq!(clifford.to_vec(), found);
}

#[test]
fn floats_are_not_taken_for_clifford_angles() {
    let almost = Angle::radians(std::f64::consts::FRAC_PI_2);
    assert_eq!(None, Gate::Rz.clifford(&[almost]));
    assert!(Gate::Rz.clifford(&[Angle::HALF_PI]).is_some());
    assert_eq!(None, Gate::Rz.clifford(&[Angle::QUARTER_PI]));
    assert!(Gate::Gpi.clifford(&[Angle::QUARTER_PI]).is_some());
}

#[test]
fn rotations_are_exact() {
    let special = |gate: Gate| -> Vec<Vec<Angle>> {
        let (zero, half) = (Angle::ZERO, Angle::HALF_PI);
        match gate {
            Gate::U => vec![vec![zero, Angle::radians(0.4), Angle::radians(1.1)]],
            Gate::R => vec![
                vec![Angle::radians(0.4), zero],
                vec![Angle::radians(0.4), half],
            ],
            Gate::Gpi | Gate::Gpi2 => vec![vec![zero], vec![half]],
            _ => vec![],
        }
    };
    for &gate in Gate::ALL {
        for angles in [samples(gate), special(gate)].concat() {
            let mut c = Circuit::new(gate.num_qubits() as u32, 0);
            if let Some(r) = gate.rotation(&angles) {
                c.push(Operation::gate(
                    Gate::about(r.axis).unwrap(),
                    [r.angle],
                    &[0],
                ));
                c.phase = r.phase;
            } else if let Some(r) = gate.pair_rotation(&angles) {
                for (q, (axis, angle)) in r.axes.into_iter().zip(r.local).enumerate() {
                    c.push(Operation::gate(
                        Gate::about(axis).unwrap(),
                        [angle],
                        &[q as u32],
                    ));
                }
                let (pair, turn) = match r.axes {
                    [Axis::X, Axis::X] => (Gate::Rxx, None),
                    [Axis::Y, Axis::Y] => (Gate::Ryy, None),
                    [Axis::Z, Axis::Z] => (Gate::Rzz, None),
                    [Axis::Z, Axis::X] => (Gate::Rzx, None),
                    [Axis::Z, Axis::Y] => (Gate::Rzx, Some(())),
                    axes => panic!("{axes:?}"),
                };
                // S X S^-1 = Y.
                let around = |c: &mut Circuit, g| {
                    if turn.is_some() {
                        c.push(Operation::gate(g, [], &[1]));
                    }
                };
                around(&mut c, Gate::Sdg);
                c.push(Operation::gate(pair, [r.angle], &[0, 1]));
                around(&mut c, Gate::S);
                c.phase = r.phase;
            } else {
                continue;
            }
            let off = distance(&matrix_of(gate, &angles), &c.unitary(2).unwrap());
            assert!(off < 1e-14, "{} {angles:?}: {off}", gate.name());
        }
    }
}

#[test]
fn named_rotations_are_exact() {
    for axis in [Axis::X, Axis::Y, Axis::Z] {
        for k in -20..=20 {
            let angle = Angle::pi(k, 4);
            let named = named_rotation(axis, &angle);
            let mut c = Circuit::new(1, 0);
            c.phase = named.phase.clone();
            if let Some(gate) = named.gate {
                c.push(Operation::gate(gate, named.params().to_vec(), &[0]));
            }
            let expected = matrix_of(Gate::about(axis).unwrap(), &[angle]);
            let off = distance(&expected, &c.unitary(1).unwrap());
            assert!(off < 1e-14, "{axis:?} {k}: {off}");
        }
    }
    let theta = Angle::symbol(Symbol::named("theta"));
    let named = named_rotation(Axis::Z, &theta);
    assert_eq!((Some(Gate::Rz), Some(theta)), (named.gate, named.angle));
}

#[test]
fn names_are_unique() {
    let mut names: Vec<&str> = Gate::ALL
        .iter()
        .flat_map(|g| g.record().aliases.iter().copied().chain([g.name()]))
        .collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(count, names.len());
    for &gate in Gate::ALL {
        for name in gate.record().aliases {
            assert_eq!(Some(gate), Gate::from_name(name));
        }
        assert_eq!(gate.num_qubits(), gate.record().axes.len());
    }
}
