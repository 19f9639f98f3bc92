// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::synth::dense::{self, block2, direct_sum, distance, haar, on_wires};
use crate::synth::draft::Draft;
use crate::synth::gauss::Gauss;
use crate::synth::matrix::C64;

/// Haar blocks of 2^m dimensions under k labels: data first.
pub(super) fn blocks(m: usize, k: usize, seed: u64) -> Vec<Matrix> {
    (0..1 << k).map(|x| haar(1 << m, seed * 1000 + x)).collect()
}

/// Noise of 1e-13 in every entry.
pub(super) fn noisy(u: &Matrix, seed: u64) -> Matrix {
    let mut random = Gauss::new(seed);
    u.map(|x| x + random.complex() * 1e-13)
}

/// One-qubit gates on all wires.
pub(super) fn local(qubits: usize, seed: u64) -> Draft {
    let mut draft = Draft::new(qubits);
    for q in 0..qubits {
        draft.one(q, block2(&haar(2, seed * 77 + q as u64), 0, 0));
    }
    draft
}

/// A few cx.
pub(super) fn linear(qubits: usize, count: usize, seed: u64) -> Draft {
    let mut random = Gauss::new(seed);
    let mut draft = Draft::new(qubits);
    while draft.two_qubit_count() < count {
        let (a, b) = (
            random.bits() as usize % qubits,
            random.bits() as usize % qubits,
        );
        if a != b {
            draft.cx(a, b);
        }
    }
    draft
}

pub(super) fn planted(before: &Draft, inner: &Matrix, after: &Draft) -> Matrix {
    after.unitary() * inner * before.unitary()
}

fn check(u: &Matrix, labels: usize, frame: usize) {
    for u in [u.clone(), noisy(u, 9)] {
        let found = find(&u);
        let best = found.iter().max_by_key(|f| f.labels.len()).expect("found");
        assert_eq!(labels, best.labels.len());
        let cost = best.before.two_qubit_count() + best.after.two_qubit_count();
        // The search may miss the shortest frame by a gate.
        assert!(cost <= frame + frame / 4, "{cost} > {frame}");
        assert!(distance(&best.unitary(), &u) < 1e-11);
    }
}

#[test]
fn labels_on_any_wires() {
    for n in 3..=6 {
        for target in 0..n {
            let order: Vec<usize> = std::iter::once(target)
                .chain((0..n).filter(|&w| w != target))
                .collect();
            let u = on_wires(&direct_sum(&blocks(1, n - 1, n as u64)), &order, n);
            check(&u, n - 1, 0);
            let found = &find(&u)[0];
            assert_eq!(vec![target], found.data);
        }
    }
}

#[test]
fn local_frames() {
    for n in 3..=6 {
        for seed in 0..5 {
            let u = direct_sum(&blocks(1, n - 1, seed));
            check(
                &planted(&local(n, seed), &u, &local(n, seed + 50)),
                n - 1,
                0,
            );
            let mut phases = Gauss::new(seed);
            let d: Vec<C64> = (0..1 << n)
                .map(|_| C64::from_polar(1.0, phases.angle()))
                .collect();
            let u = dense::diagonal(&d);
            check(&planted(&local(n, seed), &u, &local(n, seed + 50)), n, 0);
        }
    }
}

#[test]
fn frames_of_cx_and_of_clifford_gates() {
    for n in 3..=5 {
        for seed in 0..6 {
            let u = direct_sum(&blocks(1, n - 1, seed));
            let (before, after) = (linear(n, 2, seed), linear(n, 2, seed + 9));
            check(&planted(&before, &u, &after), n - 1, 4);
            let mut framed = local_clifford(n, seed);
            framed.append(&before);
            framed.append(&local_clifford(n, seed + 3));
            check(&planted(&framed, &u, &after), n - 1, 4);
        }
    }
}

fn local_clifford(qubits: usize, seed: u64) -> Draft {
    let mut draft = Draft::new(qubits);
    let mut random = Gauss::new(seed);
    let h = std::f64::consts::FRAC_1_SQRT_2;
    let hadamard = crate::synth::matrix::M2([[h.into(), h.into()], [h.into(), (-h).into()]]);
    for q in 0..qubits {
        for _ in 0..random.bits() % 4 {
            draft.one(q, hadamard);
            draft.one(
                q,
                crate::synth::draft::phase_gate(std::f64::consts::FRAC_PI_2),
            );
        }
    }
    draft
}

#[test]
fn nothing_where_there_is_nothing() {
    for n in 2..=5 {
        let u = haar(1 << n, n as u64);
        assert!(find(&u).is_empty());
        assert!(cuts::product(&u).is_none());
    }
}

#[test]
fn products_across_any_cut() {
    for (seed, part) in [vec![0], vec![2], vec![0, 3], vec![1, 3], vec![1, 2, 4]]
        .iter()
        .enumerate()
    {
        let rest: Vec<usize> = (0..5).filter(|w| !part.contains(w)).collect();
        let one = haar(1 << part.len(), seed as u64);
        let other = haar(1 << rest.len(), seed as u64 + 100);
        let u = on_wires(&one, part, 5) * on_wires(&other, &rest, 5);
        for u in [u.clone(), noisy(&u, 1)] {
            let cut = cuts::product(&u).expect("a product");
            assert!(cut.wires.contains(part));
            let back = on_wires(&cut.factors[0], &cut.wires[0], 5)
                * on_wires(&cut.factors[1], &cut.wires[1], 5);
            assert!(distance(&back, &u) < 1e-11);
        }
    }
}
