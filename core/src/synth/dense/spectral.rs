// SPDX-License-Identifier: Apache-2.0
//! Eigenvectors of Hermitian and of unitary matrices.

use super::jacobi::make_orthogonal;
use super::{distance, Matrix};
use crate::synth::matrix::{C64, I};

/// Eigenvalues of the same part closer than this are one cluster, told apart by the other part.
const CLUSTER: f64 = 1e-6;

/// `u = vectors diag(exp(i angles)) vectors^dagger`.
#[derive(Clone, Debug)]
pub struct EigenUnitary {
    pub angles: Vec<f64>,
    /// Orthogonal columns.
    pub vectors: Matrix,
}

/// Eigenvalues, increasing, and orthogonal eigenvectors of a Hermitian matrix: singular vectors of it and a multiple of the
/// identity that makes it positive.
pub fn eigen_hermitian(m: &Matrix) -> (Vec<f64>, Matrix) {
    let n = m.nrows();
    let bound = (0..n).map(|i| m.row(i).iter().map(|x| x.norm()).sum());
    let bound = bound.fold(f64::MIN_POSITIVE, f64::max);
    let mut vectors = Matrix::identity(n, n);
    let mut images = m + Matrix::from_diagonal_element(n, n, C64::from(2.0 * bound));
    make_orthogonal(&mut images, &mut vectors);
    let image = m * &vectors;
    let values: Vec<f64> = (0..n)
        .map(|j| vectors.column(j).dotc(&image.column(j)).re)
        .collect();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let sorted = Matrix::from_fn(n, n, |i, j| vectors[(i, order[j])]);
    (order.iter().map(|&j| values[j]).collect(), sorted)
}

/// Eigenvalues and orthogonal eigenvectors of a unitary matrix, however close eigenvalues are.
///
/// The Hermitian and the skew part commute, so they have a common basis: that of the Hermitian part, and within
/// every cluster of its eigenvalues, that of the skew part there. What is closer than rounding in both is one
/// eigenvalue, and any orthogonal basis is as good. O(n^3) time.
pub fn eigen_unitary(u: &Matrix) -> EigenUnitary {
    let n = u.nrows();
    let half = C64::from(0.5);
    let cosine = (u + u.adjoint()) * half;
    let sine = (u - u.adjoint()) * (-I * half);
    let (values, mut vectors) = eigen_hermitian(&cosine);
    let mut start = 0;
    while start < n {
        let mut end = start + 1;
        while end < n && values[end] - values[end - 1] < CLUSTER {
            end += 1;
        }
        if end - start > 1 {
            let basis = vectors.columns(start, end - start).into_owned();
            let part = basis.adjoint() * &sine * &basis;
            let (_, turn) = eigen_hermitian(&((&part + part.adjoint()) * half));
            vectors
                .columns_mut(start, end - start)
                .copy_from(&(basis * turn));
        }
        start = end;
    }
    polish(u, &mut vectors);
    let image = u * &vectors;
    let angles = (0..n)
        .map(|j| vectors.column(j).dotc(&image.column(j)).arg())
        .collect();
    EigenUnitary { angles, vectors }
}

/// A cluster split by eigenvalues of the sine that are close while those of the cosine are not quite equal leaves a
/// residue of the order of the gap; Jacobi turns of the pairs concerned take it away.
fn polish(u: &Matrix, vectors: &mut Matrix) {
    let n = u.nrows();
    for _ in 0..4 {
        let mut t = vectors.adjoint() * u * &*vectors;
        let off: f64 = distance(&t, &Matrix::from_diagonal(&t.diagonal()));
        if off < 4e-16 * (n * n) as f64 {
            return;
        }
        for p in 0..n {
            for q in p + 1..n {
                if t[(p, q)].norm() + t[(q, p)].norm() > 1e-17 {
                    turn(&mut t, vectors, p, q);
                }
            }
        }
    }
}

/// Make the 2x2 part of the normal matrix `t` at (p, q) diagonal by a unitary of these two columns.
fn turn(t: &mut Matrix, vectors: &mut Matrix, p: usize, q: usize) {
    // A normal 2x2 matrix is a + b H with H Hermitian and traceless: its axis is that of the larger part.
    let (a, b, c, d) = (t[(p, p)], t[(p, q)], t[(q, p)], t[(q, q)]);
    let (z, x) = ((a - d) * 0.5, b);
    let hermitian = |phase: C64| {
        let (zr, off) = ((z * phase).re, (x * phase + (c * phase).conj()) * 0.5);
        (zr, off)
    };
    let candidates = [hermitian(C64::from(1.0)), hermitian(-I)];
    let size = |h: &(f64, C64)| h.0 * h.0 + h.1.norm_sqr();
    let (zr, off) = if size(&candidates[0]) >= size(&candidates[1]) {
        candidates[0]
    } else {
        candidates[1]
    };
    if off.norm() == 0.0 {
        return;
    }
    // The smaller of the two turns that make [[zr, off], [off*, -zr]] diagonal.
    let angle = 0.5 * off.norm().atan2(zr.abs());
    let (s, c) = angle.sin_cos();
    let e = off / off.norm() * if zr < 0.0 { -1.0 } else { 1.0 };
    for m in [&mut *vectors, &mut *t] {
        for i in 0..m.nrows() {
            let (x, y) = (m[(i, p)], m[(i, q)]);
            m[(i, p)] = x * c + y * e.conj() * s;
            m[(i, q)] = y * c - x * e * s;
        }
    }
    for j in 0..t.ncols() {
        let (x, y) = (t[(p, j)], t[(q, j)]);
        t[(p, j)] = x * c + y * e * s;
        t[(q, j)] = y * c - x * e.conj() * s;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{defect, diagonal, haar};

    fn check(angles: &[f64], seed: u64, noise: f64) {
        let v = haar(angles.len(), seed);
        let d: Vec<C64> = angles.iter().map(|&a| C64::from_polar(1.0, a)).collect();
        let u = &v * diagonal(&d) * v.adjoint();
        let u = crate::synth::dense::nearest_unitary(
            &(u + haar(angles.len(), seed + 1) * C64::from(noise)),
        );
        let e = eigen_unitary(&u);
        assert!(defect(&e.vectors) < 1e-13);
        let d: Vec<C64> = e.angles.iter().map(|&a| C64::from_polar(1.0, a)).collect();
        let back = &e.vectors * diagonal(&d) * e.vectors.adjoint();
        assert!(
            distance(&back, &u) < 2e-14 * angles.len() as f64,
            "{angles:?} {noise} {:e}",
            distance(&back, &u)
        );
    }

    #[test]
    fn degenerate_and_nearly_degenerate_eigenvalues() {
        for noise in [0.0, 1e-15, 1e-13, 1e-10, 1e-7] {
            for seed in 0..20 {
                check(&[0.3, 0.3, -0.3, -0.3], seed, noise);
                check(&[0.0; 8], seed, noise);
                check(
                    &[0.0, 3.14159, 1.0, -1.0, 1.0, 2.0, -2.0, 1.0 + 1e-9],
                    seed,
                    noise,
                );
                check(&[1e-8, 0.0, -1e-8, 0.5], seed, noise);
                check(
                    &[std::f64::consts::PI, -std::f64::consts::PI, 0.0, 0.0],
                    seed,
                    noise,
                );
            }
        }
    }

    #[test]
    fn generic_unitaries() {
        for size in [2, 4, 8, 16, 32] {
            let u = haar(size, size as u64);
            let e = eigen_unitary(&u);
            let d: Vec<C64> = e.angles.iter().map(|&a| C64::from_polar(1.0, a)).collect();
            assert!(distance(&(&e.vectors * diagonal(&d) * e.vectors.adjoint()), &u) < 1e-12);
        }
    }
}
