// SPDX-License-Identifier: Apache-2.0
//! Every style of basis against the matrices of the gate table, phase included.

use super::{Emitted, Run, Synthesizer};
use crate::synth::matrix::{C64, M2};
use crate::target::GateSet;
use crate::{Angle, Gate, Symbol};

/// Deterministic numbers (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) % n as u64) as usize
    }
}

const ONE_QUBIT: [Gate; 20] = [
    Gate::Id,
    Gate::X,
    Gate::Y,
    Gate::Z,
    Gate::H,
    Gate::S,
    Gate::Sdg,
    Gate::T,
    Gate::Tdg,
    Gate::Sx,
    Gate::Sxdg,
    Gate::P,
    Gate::Rx,
    Gate::Ry,
    Gate::Rz,
    Gate::U2,
    Gate::U,
    Gate::R,
    Gate::Gpi,
    Gate::Phxz,
];

/// (gates, most pulses for any unitary).
const BASES: [(&[Gate], u32); 15] = [
    (&[Gate::Rz, Gate::Sx, Gate::X], 2),
    (&[Gate::Rz, Gate::Sx], 2),
    (&[Gate::Rz, Gate::Sx, Gate::Sxdg, Gate::X], 2),
    (&[Gate::Rz, Gate::Rx], 1),
    (&[Gate::Rz, Gate::Ry], 1),
    (&[Gate::Rx, Gate::Ry], 3),
    (&[Gate::Rz, Gate::H], 2),
    (&[Gate::P, Gate::Sx, Gate::S, Gate::T], 2),
    (&[Gate::U], 1),
    (&[Gate::U, Gate::U2, Gate::P], 1),
    (&[Gate::Phxz], 1),
    (&[Gate::R, Gate::Rz], 1),
    (&[Gate::R], 2),
    (&[Gate::Gpi, Gate::Gpi2, Gate::Rz], 2),
    (&[Gate::Gpi, Gate::Gpi2], 3),
];

const EXACT: [(i32, u32); 8] = [
    (0, 1),
    (1, 4),
    (1, 2),
    (-3, 4),
    (1, 1),
    (5, 2),
    (-4, 1),
    (1, 3),
];

fn angle(numbers: &mut Numbers) -> Angle {
    match numbers.below(3) {
        0 => Angle::radians(numbers.below(1000) as f64 / 100.0 - 5.0),
        _ => {
            let (num, den) = EXACT[numbers.below(EXACT.len())];
            Angle::pi(num, den)
        }
    }
}

fn matrix(gate: Gate, params: &[Angle]) -> M2 {
    let values: Vec<f64> = params
        .iter()
        .map(|a| a.value().expect("a number"))
        .collect();
    M2(gate.matrix2(&values).expect("one qubit"))
}

fn product(gates: &[Emitted]) -> M2 {
    gates
        .iter()
        .fold(M2::IDENTITY, |m, e| matrix(e.gate, e.params()) * m)
}

fn random_run(numbers: &mut Numbers, length: usize) -> (Run, M2) {
    let (mut run, mut expected) = (Run::default(), M2::IDENTITY);
    for _ in 0..length {
        let gate = ONE_QUBIT[numbers.below(ONE_QUBIT.len())];
        let params: Vec<Angle> = (0..gate.num_params()).map(|_| angle(numbers)).collect();
        assert!(run.gate(gate, &params));
        expected = matrix(gate, &params) * expected;
    }
    (run, expected)
}

#[test]
fn a_run_is_the_product_of_its_gates() {
    let mut numbers = Numbers(1);
    for gate in ONE_QUBIT.into_iter().chain([Gate::Gpi2]) {
        for _ in 0..20 {
            let params: Vec<Angle> = (0..gate.num_params())
                .map(|_| angle(&mut numbers))
                .collect();
            let mut run = Run::default();
            assert!(run.gate(gate, &params));
            let off = run.matrix().unwrap().distance(&matrix(gate, &params));
            assert!(off < 1e-14, "{gate:?} {params:?}: {off}");
        }
    }
    for length in 0..200 {
        let (run, expected) = random_run(&mut numbers, length % 12);
        assert!(run.matrix().unwrap().distance(&expected) < 1e-13);
    }
}

#[test]
fn every_basis_gives_the_unitary_back_with_few_pulses() {
    let mut numbers = Numbers(2);
    for (gates, most) in BASES {
        let mut synthesizer = Synthesizer::new(GateSet::of(gates));
        assert!(synthesizer.is_universal(), "{gates:?}");
        let mut out = Vec::new();
        for trial in 0..600 {
            let (mut run, expected) = random_run(&mut numbers, trial % 9);
            let (cost, phase) = synthesizer.synthesize(&mut run, false, &mut out).unwrap();
            let phase = C64::from_polar(1.0, phase.angle().value().unwrap());
            let off = product(&out).scale(phase).distance(&expected);
            assert!(off < 1e-13, "{gates:?} {off} {out:?}");
            assert!(run.error < 1e-13);
            assert!(out.iter().all(|e| gates.contains(&e.gate)), "{out:?}");
            let (pulses, count) = synthesizer.parts(cost);
            assert_eq!(out.len() as u32, count);
            assert!(pulses <= most, "{gates:?} {out:?}");
        }
    }
}

#[test]
fn cliffords_and_t_stay_exact_where_named() {
    let mut numbers = Numbers(3);
    let exact = [
        &[Gate::H, Gate::S, Gate::T][..],
        &[
            Gate::H,
            Gate::S,
            Gate::Sdg,
            Gate::T,
            Gate::Tdg,
            Gate::X,
            Gate::Z,
        ],
        &[Gate::Rz, Gate::Sx, Gate::X],
    ];
    for gates in exact {
        let mut synthesizer = Synthesizer::new(GateSet::of(gates));
        let mut out = Vec::new();
        for trial in 0..300 {
            let (mut run, mut expected) = (Run::default(), M2::IDENTITY);
            for _ in 0..trial % 25 {
                let gate = ONE_QUBIT[numbers.below(11)];
                assert!(run.gate(gate, &[]));
                expected = matrix(gate, &[]) * expected;
            }
            let (_, phase) = synthesizer.synthesize(&mut run, true, &mut out).unwrap();
            assert_eq!(0.0, run.error);
            let exact = |a: &Angle| a.quarter_turns_of_pi().is_some();
            assert!(out.iter().all(|e| e.params().iter().all(exact)));
            let phase = C64::from_polar(1.0, phase.angle().value().unwrap());
            assert!(product(&out).scale(phase).distance(&expected) < 1e-13);
        }
    }
}

#[test]
fn symbols_stay_symbols_in_every_basis() {
    let values = [0.7, -1.9, 2.3];
    let names = ["a", "b", "c"];
    let symbol = |i: usize| Angle::symbol(Symbol::named(names[i]));
    let bind = |a: &Angle| {
        let lookup = |s: &Symbol| {
            let i = names.iter().position(|n| Symbol::named(n) == *s)?;
            Some(Angle::radians(values[i]))
        };
        a.bind(&lookup).unwrap()
    };
    let mut numbers = Numbers(4);
    for (gates, _) in BASES {
        let mut synthesizer = Synthesizer::new(GateSet::of(gates));
        let mut out = Vec::new();
        for trial in 0..200 {
            let (mut run, mut expected) = (Run::default(), M2::IDENTITY);
            for _ in 0..1 + trial % 5 {
                let gate = ONE_QUBIT[numbers.below(ONE_QUBIT.len())];
                let params: Vec<Angle> = (0..gate.num_params())
                    .map(|_| match numbers.below(2) {
                        0 => symbol(numbers.below(3)).scale(numbers.below(5) as i32 - 2, 1),
                        _ => angle(&mut numbers),
                    })
                    .collect();
                assert!(run.gate(gate, &params));
                let bound: Vec<Angle> = params.iter().map(bind).collect();
                expected = matrix(gate, &bound) * expected;
            }
            let (_, phase) = synthesizer.synthesize(&mut run, false, &mut out).unwrap();
            for e in &mut out {
                e.angles = e.angles.each_ref().map(bind);
            }
            let phase = C64::from_polar(1.0, bind(&phase.angle()).value().unwrap());
            let off = product(&out).scale(phase).distance(&expected);
            assert!(off < 1e-13, "{gates:?} {off} {out:?}");
        }
    }
}

#[test]
fn rotations_between_quarter_turns_keep_their_form() {
    let mut synthesizer = Synthesizer::new(GateSet::of(&[Gate::Rz, Gate::Sx, Gate::X]));
    let mut out = Vec::new();
    let mut gates = |list: &[(Gate, Option<&Angle>)]| {
        let mut run = Run::default();
        for (gate, angle) in list {
            run.gate(
                *gate,
                angle
                    .as_slice()
                    .iter()
                    .map(|a| (*a).clone())
                    .collect::<Vec<_>>()
                    .as_slice(),
            );
        }
        synthesizer.synthesize(&mut run, false, &mut out).unwrap();
        out.iter()
            .map(|e| e.gate.name())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let a = Angle::symbol(Symbol::named("a"));
    let eighth = Angle::pi(1, 8);
    assert_eq!(
        "x",
        gates(&[(Gate::H, None), (Gate::Z, None), (Gate::H, None)])
    );
    assert_eq!(
        "sx",
        gates(&[(Gate::H, None), (Gate::S, None), (Gate::H, None)])
    );
    assert_eq!("", gates(&[(Gate::H, None), (Gate::H, None)]));
    assert_eq!(
        "rz",
        gates(&[(Gate::Rz, Some(&a)), (Gate::Rz, Some(&eighth))])
    );
    assert_eq!(
        "rz sx rz sx rz",
        gates(&[
            (Gate::Rz, Some(&a)),
            (Gate::Sx, None),
            (Gate::Rz, Some(&a)),
            (Gate::Sx, None),
            (Gate::Rz, Some(&a)),
        ])
    );
    assert_eq!("rz sx rz", gates(&[(Gate::T, None), (Gate::H, None)]));
}
