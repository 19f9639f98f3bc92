// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::synth::dense::{
    diagonal, direct_sum, distance, eigen_unitary, haar, identity, on_wires, tensor,
    wire_permutation,
};
use crate::synth::gauss::Gauss;

fn check(u: &Matrix, freedom: Freedom, count: usize) {
    let partial = synthesize(u, freedom);
    let off = distance(u, &partial.unitary());
    assert!(off < 3e-12, "{off:e}");
    assert_eq!(count, partial.draft.two_qubit_count());
    assert_eq!(freedom.after, !partial.after.is_empty());
    assert_eq!(freedom.before && !freedom.after, !partial.before.is_empty());
}

#[test]
fn generic_counts() {
    for (qubits, count) in [(2, 3), (3, 19), (4, 95), (5, 423), (6, 1783)] {
        let u = haar(1 << qubits, 7);
        check(&u, Freedom::NONE, count);
        if qubits < 6 {
            check(&u, Freedom::AFTER, count - 1);
            let before = Freedom {
                before: true,
                after: false,
            };
            check(&u, before, count - 1);
        }
    }
}

fn noisy(u: &Matrix, size: f64, seed: u64) -> Matrix {
    let mut random = Gauss::new(seed);
    let noise = Matrix::from_fn(u.nrows(), u.ncols(), |_, _| random.complex() * size);
    u + noise
}

/// The matrix as it is, and with noise of 1e-13 in each entry: the same structure.
fn structured(u: &Matrix, count: usize) {
    for (noise, allowed) in [(0.0, 1e-12), (1e-13, 1e-11)] {
        let given = noisy(u, noise, 5);
        let partial = synthesize(&given, Freedom::NONE);
        let off = distance(&given, &partial.unitary());
        assert!(off < allowed, "{off:e}");
        assert_eq!(count, partial.draft.two_qubit_count(), "{noise} {u:.3}");
    }
}

#[test]
fn blocks_on_two_wires_up_to_a_diagonal() {
    for seed in 0..20 {
        let blocks = direct_sum(&[haar(2, seed), haar(2, seed + 100)]);
        check(&blocks, Freedom::AFTER, 1);
        check(&on_wires(&blocks, &[1, 0], 2), Freedom::AFTER, 1);
    }
}

#[test]
fn structure_on_the_wires() {
    structured(&identity(8), 0);
    structured(&identity(32), 0);
    structured(&tensor(&haar(4, 1), &haar(4, 2)), 6);
    structured(
        &on_wires(&tensor(&haar(4, 1), &haar(4, 2)), &[2, 0, 3, 1], 4),
        6,
    );
    structured(&on_wires(&haar(4, 3), &[0, 2], 4), 3);
    let order = [2, 0, 1];
    for (blocks, count) in [(2, 7), (4, 9)] {
        let size = 8 / blocks;
        let parts: Vec<Matrix> = (0..size as u64).map(|i| haar(blocks, i)).collect();
        structured(&on_wires(&direct_sum(&parts), &order, 3), count);
    }
    let phases: Vec<C64> = (0..16)
        .map(|i| C64::from_polar(1.0, f64::from(i * i % 11)))
        .collect();
    structured(&diagonal(&phases), 14);
    // Toffoli, Fredkin.
    let mut toffoli = identity(8);
    toffoli.swap_rows(3, 7);
    structured(&toffoli, 6);
    let mut fredkin = identity(8);
    fredkin.swap_rows(5, 6);
    structured(&fredkin, 9);
    structured(&direct_sum(&[identity(4), haar(4, 9)]), 9);
}

#[test]
fn near_structure_is_kept() {
    for scale in [1e-6, 1e-8, 1e-10, 1e-12] {
        for seed in 0..4 {
            let turn = eigen_unitary(&haar(8, seed));
            let d: Vec<C64> = turn
                .angles
                .iter()
                .map(|a| C64::from_polar(1.0, scale * a))
                .collect();
            let near = &turn.vectors * diagonal(&d) * turn.vectors.adjoint();
            for u in [
                identity(8),
                tensor(&haar(4, 1), &haar(2, 2)),
                direct_sum(&[haar(4, 1), haar(4, 2)]),
                wire_permutation(&[1, 2, 0]),
                haar(8, 4),
            ] {
                let u = &near * u;
                for freedom in [Freedom::NONE, Freedom::AFTER] {
                    let partial = synthesize(&u, freedom);
                    let off = distance(&u, &partial.unitary());
                    assert!(off < 1e-11, "{scale} {off:e}");
                    let count = partial.draft.two_qubit_count();
                    assert!(count <= 19, "{scale} {count} {u:.3}");
                }
            }
        }
    }
}

#[test]
fn real_matrices() {
    for seed in 0..20 {
        // Real eigenvectors of a real symmetric matrix are orthogonal.
        let mut random = Gauss::new(seed);
        for (size, special, other) in [(4, 2, 3), (8, 15, 19)] {
            let m = Matrix::from_fn(size, size, |_, _| C64::from(random.normal()));
            let mut q = m.qr().q();
            if q.determinant().re < 0.0 {
                q.column_mut(0).neg_mut();
            }
            real(&q, special);
            q.column_mut(0).neg_mut();
            real(&q, other);
        }
    }
}

fn real(u: &Matrix, most: usize) {
    let partial = synthesize(u, Freedom::NONE);
    assert!(distance(u, &partial.unitary()) < 1e-12);
    let count = partial.draft.two_qubit_count();
    assert!(count <= most, "{count}");
}
