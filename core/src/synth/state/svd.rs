// SPDX-License-Identifier: Apache-2.0
//! Singular values by one-sided Jacobi turns: small ones are as good as large ones, which is what ranks are told by.
//!
//! M. Hestenes, "Inversion of matrices by biorthogonalization and related results", J. SIAM 6(1), 1958,
//! doi:10.1137/0106005; J. Demmel, K. Veselic, "Jacobi's method is more accurate than QR", SIAM J. Matrix Anal. Appl. 13(4),
//! 1992, doi:10.1137/0613074.

use super::ROUNDING;
use crate::synth::dense::{Matrix, Vector};
use crate::synth::matrix::C64;

/// Columns whose cosine is smaller are orthogonal.
const ORTHOGONAL: f64 = 1e-15;
const SWEEPS: usize = 40;

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
        let mut columns: Vec<Vector> = m.column_iter().map(|c| c.into_owned()).collect();
        let mut turns: Vec<Vector> = (0..count)
            .map(|j| Vector::from_fn(count, |i, _| C64::from(f64::from(u8::from(i == j)))))
            .collect();
        let mut squares: Vec<f64> = columns.iter().map(Vector::norm_squared).collect();
        let whole: f64 = squares.iter().sum();
        // Below this a column is rounding, whatever its direction.
        let nothing = whole * 1e-32;
        for _ in 0..SWEEPS {
            let mut is_done = true;
            for p in 0..count {
                for q in p + 1..count {
                    let (a, b) = (squares[p], squares[q]);
                    if a <= nothing || b <= nothing {
                        continue;
                    }
                    let overlap = columns[p].dotc(&columns[q]);
                    let size = overlap.norm();
                    if size <= ORTHOGONAL * (a * b).sqrt() {
                        continue;
                    }
                    is_done = false;
                    let zeta = (b - a) / (2.0 * size);
                    let t = zeta.signum() / (zeta.abs() + zeta.hypot(1.0));
                    let cos = 1.0 / t.hypot(1.0);
                    let phase = overlap / size;
                    turn(&mut columns, (p, q), cos, phase * (t * cos));
                    turn(&mut turns, (p, q), cos, phase * (t * cos));
                    squares[p] = columns[p].norm_squared();
                    squares[q] = columns[q].norm_squared();
                }
            }
            if is_done {
                break;
            }
        }
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|&x, &y| squares[y].total_cmp(&squares[x]));
        let is_kept = |&j: &usize| squares[j].sqrt() > ROUNDING;
        let rank = order.iter().filter(|j| is_kept(j)).count().max(1);
        order.truncate(rank);
        let values: Vec<f64> = order.iter().map(|&j| squares[j].sqrt()).collect();
        let of = |k: usize| C64::from(1.0 / values[k].max(1e-300));
        Parts {
            left: Matrix::from_fn(m.nrows(), rank, |i, k| columns[order[k]][i] * of(k)),
            right: Matrix::from_fn(rank, count, |k, j| turns[order[k]][j].conj()),
            values,
        }
    }
}

/// Columns p and q become cos p - conj(sin) q and sin p + cos q.
fn turn(columns: &mut [Vector], (p, q): (usize, usize), cos: f64, sin: C64) {
    let (head, tail) = columns.split_at_mut(q);
    for (x, y) in head[p].iter_mut().zip(tail[0].iter_mut()) {
        (*x, *y) = (*x * cos - *y * sin.conj(), *x * sin + *y * cos);
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
