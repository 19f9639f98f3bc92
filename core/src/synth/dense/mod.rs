// SPDX-License-Identifier: Apache-2.0
//! Dense complex matrices of any size, and the decompositions that the synthesisers stand on.
//!
//! A [`Matrix`] is a column-major `nalgebra` one; qubit 0 is the least significant bit of an index. Decompositions here are the
//! stable ones: eigenvectors and singular vectors are orthogonal to rounding whatever values coincide or nearly do, so a
//! matrix with noise of 1e-13 has the decomposition of the matrix without it.

mod csd;
mod jacobi;
mod spectral;

pub use csd::{cosine_sine, CosineSine};
pub(super) use jacobi::make_orthogonal;
pub use jacobi::{singular, Singular};
pub use spectral::{eigen_hermitian, eigen_unitary, EigenUnitary};

use nalgebra::{DMatrix, DVector};

use super::matrix::{C64, M2, M4, ONE, ZERO};

/// A complex matrix on the heap.
pub type Matrix = DMatrix<C64>;
/// A complex column on the heap.
pub type Vector = DVector<C64>;

pub fn identity(size: usize) -> Matrix {
    Matrix::identity(size, size)
}

/// From rows one after the other, `size` of them.
pub fn from_rows(size: usize, entries: &[C64]) -> Matrix {
    Matrix::from_row_slice(size, size, entries)
}

pub fn from_m2(m: &M2) -> Matrix {
    Matrix::from_fn(2, 2, |i, j| m.0[i][j])
}

pub fn from_m4(m: &M4) -> Matrix {
    Matrix::from_fn(4, 4, |i, j| m.0[i][j])
}

/// The 2x2 matrix at this row and column.
pub fn block2(m: &Matrix, row: usize, column: usize) -> M2 {
    let at = |i: usize, j: usize| m[(row + i, column + j)];
    M2([[at(0, 0), at(0, 1)], [at(1, 0), at(1, 1)]])
}

/// A 4x4 matrix as the fixed size one.
pub fn to_m4(m: &Matrix) -> M4 {
    M4(std::array::from_fn(|i| std::array::from_fn(|j| m[(i, j)])))
}

pub fn diagonal(entries: &[C64]) -> Matrix {
    Matrix::from_diagonal(&Vector::from_column_slice(entries))
}

/// Multiply row i by `factors[i]`.
pub fn scale_rows(m: &mut Matrix, factors: &[C64]) {
    for mut column in m.column_iter_mut() {
        for (x, f) in column.iter_mut().zip(factors) {
            *x *= f;
        }
    }
}

/// Multiply column j by `factors[j]`.
pub fn scale_columns(m: &mut Matrix, factors: &[C64]) {
    for (mut column, &f) in m.column_iter_mut().zip(factors) {
        column.iter_mut().for_each(|x| *x *= f);
    }
}

/// `low` on the less significant qubits, `high` on the others.
pub fn tensor(high: &Matrix, low: &Matrix) -> Matrix {
    high.kronecker(low)
}

/// Blocks along the diagonal, the rest zero.
pub fn direct_sum(blocks: &[Matrix]) -> Matrix {
    let size = blocks.iter().map(Matrix::nrows).sum();
    let mut m = Matrix::zeros(size, size);
    let mut at = 0;
    for block in blocks {
        let n = block.nrows();
        m.view_mut((at, at), (n, n)).copy_from(block);
        at += n;
    }
    m
}

/// Frobenius norm of the difference, a bound of the operator norm.
pub fn distance(a: &Matrix, b: &Matrix) -> f64 {
    (a - b).norm()
}

/// The least Frobenius distance of `a` and `b` over a global phase, and that phase: `a` is about exp(i phase) `b`.
pub fn distance_up_to_phase(a: &Matrix, b: &Matrix) -> (f64, f64) {
    let overlap: C64 = a.iter().zip(b.iter()).map(|(x, y)| x * y.conj()).sum();
    let phase = if overlap.norm() > 0.0 {
        overlap.arg()
    } else {
        0.0
    };
    let turned = b * C64::from_polar(1.0, phase);
    (distance(a, &turned), phase)
}

/// How far from unitary: the largest singular value of `m^dagger m - 1`, by its Frobenius norm.
pub fn defect(m: &Matrix) -> f64 {
    distance(&(m.adjoint() * m), &identity(m.ncols()))
}

/// The unitary nearest to `m` in every unitarily invariant norm: the unitary factor of its polar decomposition.
///
/// N. Higham, "Computing the polar decomposition, with applications", SIAM J. Sci. Stat. Comput. 7(4), 1986,
/// doi:10.1137/0907079.
pub fn nearest_unitary(m: &Matrix) -> Matrix {
    let singular = singular(m);
    singular.left * singular.right.adjoint()
}

/// `m` on the wires `on` (the first one its least significant) of `qubits`.
pub fn on_wires(m: &Matrix, on: &[usize], qubits: usize) -> Matrix {
    let mut out = identity(1 << qubits);
    apply(m, on, &mut out);
    out
}

/// `target` becomes (`m` on the wires `on`) times `target`, whose rows number a power of two.
pub fn apply(m: &Matrix, on: &[usize], target: &mut Matrix) {
    let inner = m.nrows();
    let mask: usize = on.iter().map(|&q| 1 << q).sum();
    let spread =
        |v: usize| -> usize { on.iter().enumerate().map(|(i, &q)| (v >> i & 1) << q).sum() };
    let rows: Vec<usize> = (0..inner).map(spread).collect();
    let size = target.nrows();
    let mut old = vec![ZERO; inner];
    for mut column in target.column_iter_mut() {
        for base in (0..size).filter(|b| b & mask == 0) {
            for (o, r) in old.iter_mut().zip(&rows) {
                *o = column[base | r];
            }
            for (i, r) in rows.iter().enumerate() {
                column[base | r] = (0..inner).map(|j| m[(i, j)] * old[j]).sum();
            }
        }
    }
}

/// The permutation of basis states that moves wire `wires[i]` to wire i: row `to` has its 1 in column `from`.
pub fn wire_permutation(wires: &[usize]) -> Matrix {
    let size = 1 << wires.len();
    let mut m = Matrix::zeros(size, size);
    for from in 0..size {
        let to: usize = wires
            .iter()
            .enumerate()
            .map(|(i, &w)| (from >> w & 1) << i)
            .sum();
        m[(to, from)] = ONE;
    }
    m
}

/// A unitary by the Haar measure, the same for the same seed: Q of a Gaussian matrix, the phases of R's diagonal taken out.
///
/// F. Mezzadri, "How to generate random matrices from the classical compact groups", Notices of the AMS 54, 2007,
/// arXiv:math-ph/0609050.
#[cfg(test)]
pub fn haar(size: usize, seed: u64) -> Matrix {
    let mut random = super::gauss::Gauss::new(seed);
    let qr = Matrix::from_fn(size, size, |_, _| random.complex()).qr();
    let (mut q, r) = (qr.q(), qr.r());
    let phases: Vec<C64> = (0..size).map(|i| r[(i, i)] / r[(i, i)].norm()).collect();
    scale_columns(&mut q, &phases);
    q
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_wires_is_a_tensor_product_on_neighbours() {
        let (a, b) = (haar(4, 1), haar(2, 2));
        let both = on_wires(&b, &[2], 3) * on_wires(&a, &[0, 1], 3);
        assert!(distance(&both, &tensor(&b, &a)) < 1e-14);
        let order = wire_permutation(&[1, 2, 0]);
        let moved = &order * on_wires(&a, &[1, 2], 3) * order.adjoint();
        assert!(distance(&moved, &on_wires(&a, &[0, 1], 3)) < 1e-14);
    }

    #[test]
    fn nearest_unitary_takes_noise_away() {
        let u = haar(8, 3);
        let noisy = &u + haar(8, 4) * C64::from(1e-9);
        assert!(defect(&noisy) > 1e-10);
        let repaired = nearest_unitary(&noisy);
        assert!(defect(&repaired) < 1e-13);
        assert!(distance(&repaired, &u) < 1e-8);
    }
}
