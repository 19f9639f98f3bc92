// SPDX-License-Identifier: Apache-2.0
use std::f64::consts::PI;

use super::*;

fn random(qubits: usize, seed: u64) -> Vec<f64> {
    let mut random = Gauss::new(seed);
    (0..1 << qubits).map(|_| random.angle()).collect()
}

/// Of a function of the bits.
fn phases(qubits: usize, f: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    (0..1usize << qubits)
        .map(|x| {
            let bits: Vec<f64> = (0..qubits).map(|q| (x >> q & 1) as f64).collect();
            f(&bits)
        })
        .collect()
}

fn check(phases: &[f64], expected: usize) -> Draft {
    let draft = synthesize(phases);
    assert!(is_diagonal(&draft, phases));
    assert_eq!(expected, draft.two_qubit_count());
    let wrapped: Vec<f64> = phases.iter().map(|&p| super::wrapped(p)).collect();
    let mut noise = Gauss::new(3);
    let noisy: Vec<f64> = wrapped.iter().map(|p| p + 1e-13 * noise.normal()).collect();
    let again = synthesize(&noisy);
    assert!(is_diagonal(&again, phases));
    assert_eq!(expected, again.two_qubit_count(), "wrapped, with noise");
    draft
}

#[test]
fn dense_diagonals() {
    for (qubits, expected) in [(1, 0), (2, 2), (3, 6), (4, 14), (5, 30), (6, 62), (8, 254)] {
        check(&random(qubits, qubits as u64), expected);
    }
    assert_eq!(0, synthesize(&[0.7]).two_qubit_count());
    let draft = synthesize(&random(5, 9));
    assert!(draft.depth() <= 53, "{}", draft.depth());
}

#[test]
fn affine_quadratic_and_parity_phases() {
    let a = [0.3, 2.9, -1.2, 0.8, 3.0, -2.2];
    check(
        &phases(6, |x| 0.4 + (0..6).map(|q| a[q] * x[q]).sum::<f64>()),
        0,
    );
    check(
        &phases(6, |x| (0..6).map(|q| a[q] * x[q] * x[(q + 1) % 6]).sum()),
        12,
    );
    check(
        &phases(6, |x| (0..5).map(|q| PI * x[q] * x[q + 1]).sum()),
        5,
    );
    check(&phases(6, |x| 1.3 * (x.iter().sum::<f64>() % 2.0)), 10);
    let mut r = Gauss::new(5);
    let c: Vec<f64> = (0..36).map(|_| r.angle()).collect();
    let quadratic = phases(6, |x| {
        (0..36)
            .filter(|i| i / 6 < i % 6)
            .map(|i| c[i] * x[i / 6] * x[i % 6])
            .sum()
    });
    let draft = synthesize(&quadratic);
    assert!(draft.two_qubit_count() <= 20);
}

#[test]
fn single_signs() {
    for (qubits, expected) in [(2, 1), (3, 6), (4, 14), (5, 30)] {
        let mut p = vec![0.0; 1 << qubits];
        p[1] = PI;
        check(&p, expected);
    }
    let mut p = vec![0.0; 1 << 9];
    p[77] = PI;
    let draft = synthesize(&p);
    assert_eq!(194, draft.two_qubit_count());
}

#[test]
fn smooth_phases_are_truncated() {
    let smooth: Vec<f64> = (0..64)
        .map(|x| (2.0 * PI * x as f64 / 64.0).cos())
        .collect();
    let (draft, bound) = approximate(&smooth, 1e-3);
    assert!(bound <= 1e-3 && draft.two_qubit_count() < 40);
    let mut state = vec![C64::from(1.0); 64];
    draft.items().iter().for_each(|item| item.apply(&mut state));
    let worst = state
        .iter()
        .zip(&smooth)
        .map(|(x, p)| (x * C64::from_polar(1.0, draft.phase) - C64::from_polar(1.0, *p)).norm())
        .fold(0.0, f64::max);
    assert!((worst - bound).abs() < 1e-12);
}
