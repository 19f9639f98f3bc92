// SPDX-License-Identifier: Apache-2.0
//! Singular values that are not rounding: small ones are as good as large ones, which is what ranks are told by.

use super::ROUNDING;
use crate::synth::dense::{make_orthogonal, Matrix};
use crate::synth::matrix::C64;

/// `m = left diag(values) right`, largest first, without values that are rounding: one at least.
pub struct Parts {
    pub left: Matrix,
    pub values: Vec<f64>,
    pub right: Matrix,
}

impl Parts {
    /// O(r c^2) time a sweep for c columns and r rows, c <= r; a matrix with more columns is transposed.
    pub fn of(m: &Matrix) -> Parts {
        if m.ncols() > m.nrows() {
            let parts = Parts::of(&m.transpose());
            return Parts {
                left: parts.right.transpose(),
                values: parts.values,
                right: parts.left.transpose(),
            };
        }
        let count = m.ncols();
        let (mut images, mut turns) = (m.clone(), Matrix::identity(count, count));
        make_orthogonal(&mut images, &mut turns);
        let lengths: Vec<f64> = images.column_iter().map(|c| c.norm()).collect();
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|&x, &y| lengths[y].total_cmp(&lengths[x]));
        let rank = order.iter().filter(|&&j| lengths[j] > ROUNDING).count();
        order.truncate(rank.max(1));
        let values: Vec<f64> = order.iter().map(|&j| lengths[j]).collect();
        let of = |k: usize| C64::from(1.0 / values[k].max(1e-300));
        Parts {
            left: Matrix::from_fn(m.nrows(), values.len(), |i, k| {
                images[(i, order[k])] * of(k)
            }),
            right: Matrix::from_fn(values.len(), count, |k, j| turns[(j, order[k])].conj()),
            values,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{defect, distance, haar};

    fn check(m: &Matrix, rank: usize) {
        let parts = Parts::of(m);
        assert_eq!(rank, parts.values.len());
        let values: Vec<C64> = parts.values.iter().map(|&s| C64::from(s)).collect();
        let back = &parts.left * crate::synth::dense::diagonal(&values) * &parts.right;
        assert!(distance(&back, m) < 1e-13);
        assert!(defect(&parts.left) < 1e-12 && defect(&parts.right.adjoint()) < 1e-12);
    }

    #[test]
    fn any_shape_and_rank() {
        for (rows, columns) in [(4, 4), (16, 4), (4, 16), (32, 32)] {
            let size = 32;
            check(
                &haar(size, 1).view((0, 0), (rows, columns)).into_owned(),
                rows.min(columns),
            );
            let (a, b) = (haar(32, 2), haar(32, 3));
            for rank in 1..=rows.min(columns).min(6) {
                let low = a.view((0, 0), (rows, rank)) * b.view((0, 0), (rank, columns));
                check(&low, rank);
            }
        }
    }

    #[test]
    fn small_values_are_seen() {
        let d = [1.0, 1e-3, 1e-6, 1e-9];
        let d: Vec<C64> = d.iter().map(|&x| C64::from(x)).collect();
        let m = haar(4, 4) * crate::synth::dense::diagonal(&d) * haar(4, 5);
        let parts = Parts::of(&m);
        for (found, expected) in parts.values.iter().zip(&d) {
            assert!((found / expected.re - 1.0).abs() < 1e-6);
        }
    }
}
