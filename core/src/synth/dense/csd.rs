// SPDX-License-Identifier: Apache-2.0
//! The cosine-sine decomposition of a unitary cut into four blocks of the same size.

use super::jacobi::make_orthogonal;
use super::{eigen_hermitian, nearest_unitary, Matrix};
use crate::synth::matrix::C64;

/// ```text
/// u = [left0  0 ] [cos  -sin] [right0  0  ]
///     [0   left1] [sin   cos] [0    right1]
/// ```
#[derive(Clone, Debug)]
pub struct CosineSine {
    pub left: [Matrix; 2],
    pub right: [Matrix; 2],
    /// In [0, pi/2].
    pub angles: Vec<f64>,
}

/// Cut a unitary of even size. O(n^3) time.
///
/// The directions with cosines above and below 1/sqrt(2) are told apart first, then each half is cut by the singular
/// values of the block in which they are small, where they are well separated (C. Van Loan, "Computing the CS and the
/// generalized singular value decompositions", Numer. Math. 46, 1985, doi:10.1007/BF01389653).
pub fn cosine_sine(u: &Matrix) -> CosineSine {
    let h = u.nrows() / 2;
    let block = |i: usize, j: usize| u.view((i * h, j * h), (h, h)).into_owned();
    let (u00, u01, u10, u11) = (block(0, 0), block(0, 1), block(1, 0), block(1, 1));
    // Right singular vectors shared by the first column's blocks: eigenvectors of the difference of their Gram
    // matrices, cos^2 - sin^2, which separates both ends equally well.
    let gram = u00.adjoint() * &u00 - u10.adjoint() * &u10;
    let (values, mut vectors) = eigen_hermitian(&(-(&gram + gram.adjoint()) * C64::from(0.5)));
    let split = values.iter().filter(|&&x| x < 0.0).count();
    settle(&u10, &mut vectors, 0, split);
    settle(&u00, &mut vectors, split, h - split);
    let (top, bottom) = (&u00 * &vectors, &u10 * &vectors);
    let angles: Vec<f64> = (0..h)
        .map(|j| bottom.column(j).norm().atan2(top.column(j).norm()))
        .collect();
    let left0 = directions(&top, |j| angles[j].cos());
    let left1 = directions(&bottom, |j| angles[j].sin());
    let right0 = vectors.adjoint();
    // From u01 = -left0 sin right1 and u11 = left1 cos right1.
    let (a, b) = (left0.adjoint() * u01, left1.adjoint() * u11);
    let right1 = Matrix::from_fn(h, h, |i, j| {
        let (s, c) = angles[i].sin_cos();
        b[(i, j)] * c - a[(i, j)] * s
    });
    CosineSine {
        left: [left0, left1],
        right: [right0, nearest_unitary(&right1)],
        angles,
    }
}

/// Turn these columns of `vectors` so that their images under `m` are orthogonal.
fn settle(m: &Matrix, vectors: &mut Matrix, start: usize, count: usize) {
    let mut part = vectors.columns(start, count).into_owned();
    make_orthogonal(&mut (m * &part), &mut part);
    vectors.columns_mut(start, count).copy_from(&part);
}

/// Orthogonal columns along those of `m`, whose lengths are known; those of no length are filled in.
pub(super) fn directions(m: &Matrix, length: impl Fn(usize) -> f64) -> Matrix {
    let h = m.nrows();
    // Longest first, each made orthogonal to those before, twice; short ones are what is left.
    let mut order: Vec<usize> = (0..h).collect();
    order.sort_by(|&a, &b| length(b).total_cmp(&length(a)));
    let mut out = Matrix::zeros(h, h);
    let mut done: Vec<usize> = Vec::with_capacity(h);
    let mut next_axis = 0;
    for &j in &order {
        let mut v = m.column(j).into_owned();
        let mut is_found = false;
        while !is_found {
            let before = v.norm();
            if before > 0.0 {
                v /= C64::from(before);
                let mut left = 1.0;
                for _ in 0..2 {
                    for &k in &done {
                        let overlap = out.column(k).dotc(&v);
                        v.axpy(-overlap, &out.column(k), C64::from(1.0));
                    }
                    left = v.norm();
                    if left > 0.0 {
                        v /= C64::from(left);
                    }
                }
                is_found = before > 1e-12 && left > 0.5 || left > 0.9 / (h as f64).sqrt();
            }
            if !is_found {
                v = nalgebra::DVector::zeros(h);
                v[next_axis % h] = C64::from(1.0);
                next_axis += 1;
            }
        }
        out.set_column(j, &v);
        done.push(j);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{defect, diagonal, direct_sum, distance, haar};

    fn check(u: &Matrix) {
        let cut = cosine_sine(u);
        let h = u.nrows() / 2;
        let part = |f: fn(f64) -> f64| -> Matrix {
            diagonal(
                &cut.angles
                    .iter()
                    .map(|&a| C64::from(f(a)))
                    .collect::<Vec<_>>(),
            )
        };
        let mut middle = Matrix::zeros(2 * h, 2 * h);
        middle.view_mut((0, 0), (h, h)).copy_from(&part(f64::cos));
        middle.view_mut((h, h), (h, h)).copy_from(&part(f64::cos));
        middle.view_mut((h, 0), (h, h)).copy_from(&part(f64::sin));
        middle.view_mut((0, h), (h, h)).copy_from(&-part(f64::sin));
        let back = direct_sum(&cut.left) * middle * direct_sum(&cut.right);
        for m in cut.left.iter().chain(&cut.right) {
            assert!(defect(m) < 1e-13, "{:e}", defect(m));
        }
        let off = distance(&back, u);
        assert!(off < 1e-14 * u.nrows() as f64, "{off:e}");
    }

    #[test]
    fn generic_and_degenerate_cuts() {
        for size in [2, 4, 8, 16, 32] {
            for seed in 0..40 {
                check(&haar(size, seed));
            }
            check(&Matrix::identity(size, size));
            check(&direct_sum(&[haar(size / 2, 1), haar(size / 2, 2)]));
            let mut anti = Matrix::zeros(size, size);
            anti.view_mut((0, size / 2), (size / 2, size / 2))
                .copy_from(&haar(size / 2, 3));
            anti.view_mut((size / 2, 0), (size / 2, size / 2))
                .copy_from(&haar(size / 2, 4));
            check(&anti);
        }
    }

    #[test]
    fn angles_near_both_ends() {
        for seed in 0..30 {
            for scale in [1e-3, 1e-6, 1e-8, 1e-10, 1e-13, 1e-16] {
                let angles = [scale, 2.0 * scale, 0.0, std::f64::consts::FRAC_PI_2 - scale];
                let mut middle = Matrix::identity(8, 8);
                for (j, a) in angles.iter().enumerate() {
                    let (s, c) = a.sin_cos();
                    middle[(j, j)] = c.into();
                    middle[(j + 4, j + 4)] = c.into();
                    middle[(j + 4, j)] = s.into();
                    middle[(j, j + 4)] = (-s).into();
                }
                let left = direct_sum(&[haar(4, seed), haar(4, seed + 1)]);
                let right = direct_sum(&[haar(4, seed + 2), haar(4, seed + 3)]);
                check(&nearest_unitary(&(left * middle * right)));
            }
        }
    }
}
