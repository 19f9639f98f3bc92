// SPDX-License-Identifier: Apache-2.0
//! Isometries: some columns of a unitary, the other inputs being in |0>.
//!
//! | columns | how |
//! |---|---|
//! | on up to 3 wires | numerically, at the counting bound where it is reached |
//! | all | as a unitary |
//! | few, on more wires | cut by the highest wire: a rotation of it, chosen by the inputs, and then two isometries with a wire less, chosen by it |
//! | nearly all | as a unitary, the columns that are free filled in |
//!
//! The cut is after R. Iten, R. Colbeck, I. Kukuljan, J. Home, M. Christandl, "Quantum circuits for isometries",
//! Phys. Rev. A 93, 032318, 2016, doi:10.1103/PhysRevA.93.032318.

mod cut;
mod small;
#[cfg(test)]
mod tests;

use super::dense::{distance, Matrix};
use super::draft::Draft;
use super::freedom::{Freedom, Partial};
use super::matrix::{C64, ONE, ZERO};
use super::unitary;

pub use small::{price, shortest as numeric};

/// A result further from its columns than this is thrown away.
const CLOSE: f64 = 1e-9;

/// The circuit whose first columns are `columns`: 2^n rows, orthogonal columns, up to 2^m of them. Wires m to n are in |0>
/// when it begins; what happens to further inputs is free.
pub fn synthesize(columns: &Matrix) -> Draft {
    partial(columns, Freedom::NONE).draft
}

/// As [`synthesize`], but for a diagonal before, if that is free.
pub fn partial(columns: &Matrix, freedom: Freedom) -> Partial {
    let freedom = Freedom {
        after: false,
        ..freedom
    };
    let qubits = columns.nrows().trailing_zeros() as usize;
    if let Some(found) = small::shortest(columns, freedom) {
        return found;
    }
    let whole = unitary::synthesize(&completed(columns), freedom);
    let mut best = whole;
    if columns.ncols() <= columns.nrows() / 2 && qubits > 2 {
        let other = cut::synthesize(columns);
        if other.two_qubit_count() < best.draft.two_qubit_count() && off(&other, columns) < CLOSE {
            best = Partial::whole(other);
        }
    }
    best
}

/// Frobenius distance of a draft's first columns from these.
pub fn off(draft: &Draft, columns: &Matrix) -> f64 {
    let mut made = Matrix::from_fn(columns.nrows(), columns.ncols(), |i, j| {
        if i == j {
            ONE
        } else {
            ZERO
        }
    });
    draft.apply(&mut made);
    distance(&made, columns)
}

/// A unitary with these first columns; the others are near to columns of the identity.
pub fn completed(columns: &Matrix) -> Matrix {
    let (rows, count) = columns.shape();
    let mut out = Matrix::zeros(rows, rows);
    out.columns_mut(0, count).copy_from(columns);
    let mut is_used = vec![false; rows];
    for j in count..rows {
        // What is left of each unit vector, and the largest.
        let left = |i: usize| 1.0 - out.row(i).columns(0, j).norm_squared();
        let axis = (0..rows)
            .filter(|&i| !is_used[i])
            .max_by(|&a, &b| (left(a) + 1e-9 * b as f64).total_cmp(&(left(b) + 1e-9 * a as f64)))
            .expect("fewer columns than rows");
        is_used[axis] = true;
        let mut v = nalgebra::DVector::zeros(rows);
        v[axis] = ONE;
        for _ in 0..2 {
            for k in 0..j {
                let overlap = out.column(k).dotc(&v);
                v.axpy(-overlap, &out.column(k), ONE);
            }
            let norm = v.norm();
            v /= C64::from(norm);
        }
        out.set_column(j, &v);
    }
    out
}
