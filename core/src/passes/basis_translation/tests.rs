// SPDX-License-Identifier: Apache-2.0
//! Every gate to every kind of basis, by matrices.

use std::f64::consts::{FRAC_PI_2, PI};

use super::*;
use crate::circuit::Operation;
use crate::target::AngleRange;
use crate::Symbol;

fn distance(a: &Circuit, b: &Circuit) -> f64 {
    let (a, b) = (a.unitary(4).unwrap(), b.unitary(4).unwrap());
    a.iter()
        .zip(&b)
        .map(|(x, y)| (x - y).norm())
        .fold(0.0, f64::max)
}

/// Angles in general position and exact ones.
fn angle_sets(gate: Gate) -> Vec<Vec<Angle>> {
    let n = gate.num_params();
    if n == 0 {
        return vec![vec![]];
    }
    let general = [0.3, -1.1, 2.2, 0.7].map(Angle::radians)[..n].to_vec();
    let large = [7.9, 3.3, -9.2, 12.0].map(Angle::radians)[..n].to_vec();
    let negative = [-2.9, 0.2, 5.5, -0.3].map(Angle::radians)[..n].to_vec();
    let exact = |k: i32| (0..n).map(|i| Angle::pi(k + i as i32, 4)).collect();
    let mixed = [Angle::HALF_PI, Angle::radians(0.4), Angle::ZERO, Angle::PI][..n].to_vec();
    [
        vec![general, large, negative, mixed],
        (-9..=9).map(exact).collect(),
    ]
    .concat()
}

fn narrow() -> impl Iterator<Item = Gate> {
    Gate::ALL.iter().copied().filter(|g| g.num_qubits() <= 2)
}

fn check(target: &Target, gate: Gate, angles: &[Angle], on: [u32; 2]) {
    let mut c = Circuit::new(3, 0);
    c.phase = Angle::radians(0.25);
    c.push(Operation::gate(
        gate,
        angles.iter().cloned(),
        &on[..gate.num_qubits()],
    ));
    let before = c.clone();
    basis_translation(&mut c, target, true).unwrap_or_else(|e| panic!("{angles:?}: {e}"));
    assert!(
        target.first_foreign(&c).is_none(),
        "{} {angles:?}",
        gate.name()
    );
    let off = distance(&before, &c);
    assert!(
        off < 1e-12,
        "{} {angles:?} to {:?}: {off}",
        gate.name(),
        target.gates.iter().collect::<Vec<_>>()
    );
    assert_eq!(Ok(false), basis_translation(&mut c, target, true));
}

#[test]
fn every_gate_to_every_two_qubit_native() {
    use Gate::*;
    let natives = [
        Cx, Cy, Cz, Ecr, Rzz, Rxx, Ryy, Rzx, Ms, Cp, Crx, Cry, Crz, Cs, Csdg, Csx, Siswap,
        Siswapdg, Iswap, Iswapdg,
    ];
    for native in natives {
        let target = Target::all_to_all(GateSet::of(&[native, Rz, Sx, X]));
        for gate in narrow() {
            for angles in angle_sets(gate) {
                check(&target, gate, &angles, [2, 0]);
            }
        }
    }
}

#[test]
fn every_gate_to_every_one_qubit_basis() {
    use Gate::*;
    let bases: [&[Gate]; 8] = [
        &[Cz, Rz, Rx],
        &[Cx, U],
        &[Cz, R, Rz],
        &[Ms, Gpi, Gpi2, Rz],
        &[Ms, Gpi, Gpi2],
        &[Siswap, Phxz],
        &[Rzz, Rz, H],
        &[Cx, Ry, Rz],
    ];
    for basis in bases {
        let target = Target::all_to_all(GateSet::of(basis));
        for gate in narrow() {
            for angles in angle_sets(gate) {
                check(&target, gate, &angles, [0, 1]);
            }
        }
    }
}

#[test]
fn every_gate_to_qubits_with_gates_of_their_own() {
    use Gate::*;
    let sites = [&[Rz, Sx][..], &[U], &[H, Rz]].map(GateSet::of);
    let mut target = Target::all_to_all(GateSet::of(&[Rz, Sx, U, H, Cz]));
    target.sites = Some(sites.to_vec());
    for gate in narrow() {
        for angles in angle_sets(gate) {
            for on in [[0, 1], [1, 2], [2, 0]] {
                check(&target, gate, &angles, on);
            }
        }
    }
}

#[test]
fn rotations_stay_within_half_a_turn_where_that_is_the_limit() {
    use Gate::*;
    for basis in [&[Cx, Rz, Sx, X][..], &[Cz, Rz, Ry], &[Cx, P, H]] {
        let mut target = Target::all_to_all(GateSet::of(basis));
        let half = AngleRange { low: -PI, high: PI };
        target.ranges = [Rz, Ry, P].map(|g| (g, half)).to_vec();
        for gate in narrow() {
            for angles in angle_sets(gate) {
                check(&target, gate, &angles, [1, 0]);
            }
        }
    }
}

#[test]
fn counts_of_two_qubit_natives() {
    use Gate::*;
    let count = |native: Gate, gate: Gate, angle: Option<Angle>| {
        let target = Target::all_to_all(GateSet::of(&[native, Rz, Sx, X]));
        let mut c = Circuit::new(2, 0);
        c.push(Operation::gate(gate, angle, &[0, 1]));
        basis_translation(&mut c, &target, true).unwrap();
        c.iter().filter(|&op| c.qubits(op).len() == 2).count()
    };
    let half = Some(Angle::radians(0.4));
    for native in [Cx, Cz, Ecr] {
        let of = |gate, angle| count(native, gate, angle);
        let fixed = [Cx, Cy, Cz, Ch, Ecr].map(|g| of(g, None));
        assert_eq!([1; 5], fixed);
        let two = [Iswap, Siswap, Dcx, Cs, Csx].map(|g| of(g, None));
        assert_eq!([2; 5], two);
        assert_eq!(3, of(Swap, None));
        assert_eq!([2; 3], [Cp, Rzz, Crx].map(|g| of(g, half.clone())));
        assert_eq!(1, of(Cp, Some(Angle::PI)));
        assert_eq!(1, of(Rxx, Some(Angle::HALF_PI)));
        assert_eq!(0, of(Rxx, Some(Angle::PI)));
    }
    assert_eq!([1; 3], [Cp, Rxx, Crz].map(|g| count(Rzz, g, half.clone())));
    assert_eq!(3, count(Rzz, Swap, None));
    assert_eq!(3, count(Siswap, Swap, None));
    assert_eq!(2, count(Siswap, Cx, None));
    assert_eq!(2, count(Siswap, Iswap, None));
    assert_eq!(3, count(Iswap, Swap, None));
    assert_eq!(2, count(Iswap, Cz, None));
}

/// Gates of a kind in the translation, where the pair has the native gate in both directions, or forwards only.
fn counts(native: Gate, both: bool, gate: Gate, on: [u32; 2]) -> [usize; 3] {
    use Gate::*;
    let mut target = Target::all_to_all(GateSet::of(&[native, Rz, Sx, X]));
    let pairs = [
        ((0, 1), GateSet::of(&[native])),
        ((1, 0), GateSet::of(&[native])),
    ];
    target.pairs = Some(pairs.into_iter().take(1 + usize::from(both)).collect());
    let mut c = Circuit::new(2, 0);
    let angles = vec![Angle::radians(0.4); gate.num_params()];
    c.push(Operation::gate(gate, angles, &on));
    basis_translation(&mut c, &target, true).unwrap();
    let of = |g| c.iter().filter(|&op| c.kind(op) == Kind::Gate(g)).count();
    [c.len(), of(native), of(Sx) + of(X)]
}

#[test]
fn a_gate_of_both_directions_needs_no_turning() {
    use Gate::*;
    assert_eq!([3, 3, 0], counts(Cx, true, Swap, [0, 1]));
    assert_eq!([2, 2, 0], counts(Cx, true, Dcx, [0, 1]));
    assert_eq!([1, 1, 0], counts(Cx, true, Cx, [1, 0]));
    // Two Hadamards around the one in the middle, each of two gates about z and a half turn.
    assert_eq!([15, 3, 4], counts(Cx, false, Swap, [0, 1]));
    assert_eq!([13, 1, 4], counts(Cx, false, Cx, [1, 0]));
}

#[test]
fn paulis_stand_where_they_cost_least() {
    use Gate::*;
    // Two Hadamards, and nothing on the control.
    assert_eq!([7, 1, 2], counts(Cz, true, Cx, [0, 1]));
    assert_eq!([21, 3, 6], counts(Cz, true, Swap, [0, 1]));
    assert_eq!([5, 1, 3], counts(Ecr, false, Cx, [0, 1]));
    assert_eq!([3, 2, 0], counts(Cx, true, Rzz, [0, 1]));
}

#[test]
fn directions_and_natives_of_pairs() {
    use Gate::*;
    let mut target = Target::all_to_all(GateSet::of(&[Rz, Sx, X]));
    let pairs = [
        ((1, 0), GateSet::of(&[Cx])),
        ((1, 2), GateSet::of(&[Ecr])),
        ((0, 2), GateSet::of(&[Cz])),
    ];
    target.qubits = Some(3);
    target.pairs = Some(pairs.into_iter().collect());
    for gate in narrow() {
        for angles in angle_sets(gate) {
            for on in [[0, 1], [1, 0], [2, 1], [1, 2], [2, 0]] {
                check(&target, gate, &angles, on);
            }
        }
    }
}

#[test]
fn angle_ranges() {
    use Gate::*;
    for (native, low, high) in [(Rzz, 0.0, FRAC_PI_2), (Rxx, -0.8, 0.8)] {
        let mut target = Target::all_to_all(GateSet::of(&[native, Cz, Rz, Sx, X]));
        target.ranges = vec![(native, AngleRange { low, high })];
        for angle in [0.3, -0.3, 3.0, -3.0, 6.5, 100.0] {
            if low < 0.0 && (angle % PI).abs() > 0.8 {
                continue;
            }
            for gate in [Rzz, Rxx, Rzx] {
                check(&target, gate, &[Angle::radians(angle)], [0, 1]);
            }
        }
    }
}

#[test]
fn turns_of_r_stay_between_zero_and_pi() {
    use Gate::*;
    let half = AngleRange { low: 0.0, high: PI };
    let mut target = Target::all_to_all(GateSet::of(&[R, Rz, Cz]));
    target.ranges = vec![(R, half)];
    for gate in narrow() {
        for angle in [-9.0, -PI, -0.3, 0.0, 0.3, PI, 3.5, 6.0, 12.0] {
            let angles = vec![Angle::radians(angle); gate.num_params()];
            check(&target, gate, &angles, [0, 1]);
        }
        for angles in angle_sets(gate) {
            check(&target, gate, &angles, [0, 1]);
        }
    }
}

#[test]
fn clifford_t_stays_exact_and_other_angles_are_refused() {
    use Gate::*;
    let target = Target::all_to_all(GateSet::of(&[H, S, Sdg, T, Tdg, X, Z, Cx]));
    for gate in narrow() {
        let sets: Vec<Vec<Angle>> = match gate.num_params() {
            0 => vec![vec![]],
            _ => angle_sets(gate).split_off(4),
        };
        for angles in sets {
            let even = |a: &Angle| a.quarter_turns_of_pi().is_some_and(|k| k % 2 == 0);
            let whole = angles.iter().all(even);
            // Halves of pi/4 come up in controlled rotations, and turned axes in u2 and the like.
            if whole || gate.num_qubits() == 1 && gate.num_params() == 1 {
                check(&target, gate, &angles, [0, 1]);
            }
        }
    }
    let mut c = Circuit::new(1, 0);
    let place = Place {
        line: 7,
        column: 3,
        file: 0,
    };
    c.push(Operation::gate(Rz, [Angle::radians(0.1)], &[0]).at(place));
    let error = basis_translation(&mut c, &target, true).unwrap_err();
    assert!(matches!(error, PassError::CannotExpress { place: p, .. } if p == place));
}

#[test]
fn symbols_stay_symbols() {
    use Gate::*;
    let theta = Angle::symbol(Symbol::named("theta"));
    for basis in [
        &[Cx, Rz, Sx, X][..],
        &[Cz, U],
        &[Rzz, Rz, Rx],
        &[Siswap, Phxz],
        &[Ms, Gpi, Gpi2, Rz],
    ] {
        let target = Target::all_to_all(GateSet::of(basis));
        for gate in narrow() {
            let angles = vec![theta.clone(); gate.num_params()];
            let mut c = Circuit::new(2, 0);
            c.push(Operation::gate(gate, angles, &[0, 1][..gate.num_qubits()]));
            let before = c.clone();
            basis_translation(&mut c, &target, true).unwrap();
            let bind = |c: &Circuit| c.bind(&|_| Some(Angle::radians(0.9))).unwrap();
            let off = distance(&bind(&before), &bind(&c));
            assert!(off < 1e-12, "{} to {basis:?}: {off}", gate.name());
        }
    }
}
