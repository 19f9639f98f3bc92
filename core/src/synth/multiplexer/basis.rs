// SPDX-License-Identifier: Apache-2.0
//! Eigenvectors as simple as they can be chosen, and the same whatever noise says.
//!
//! Eigenvectors of one eigenvalue are any basis of their space; those of a structured matrix make cheap circuits only if they
//! are chosen as the structure has them. Here they are columns of the projector on the space, the largest first.

use std::f64::consts::PI;

use crate::synth::dense::{EigenUnitary, Matrix};
use crate::synth::matrix::{C64, ZERO};

/// Eigenvalues closer than this are one: it bounds the error that choosing makes.
const ONE_VALUE: f64 = 2e-12;
/// Sizes closer than this are equal.
const SAME: f64 = 1e-9;

/// The same decomposition with simple eigenvectors, basis vectors at their own places.
pub(super) fn settled(eigen: EigenUnitary) -> EigenUnitary {
    let n = eigen.angles.len();
    let mut angles: Vec<f64> = eigen.angles.iter().map(|&a| upper(a)).collect();
    let mut vectors = eigen.vectors;
    let mut is_done = vec![false; n];
    for j in 0..n {
        if is_done[j] {
            continue;
        }
        let near = |&k: &usize| !is_done[k] && upper(angles[k] - angles[j]).abs() < ONE_VALUE;
        let cluster: Vec<usize> = (j..n).filter(near).collect();
        cluster.iter().for_each(|&k| is_done[k] = true);
        if cluster.len() > 1 {
            simplify(&mut vectors, &cluster);
        }
    }
    // Basis vectors to their own places, the others in between in their order.
    let mut from = vec![None; n];
    let mut others = Vec::with_capacity(n);
    for j in 0..n {
        match (0..n).find(|&i| vectors[(i, j)].norm() > 1.0 - SAME) {
            Some(i) if from[i].is_none() => from[i] = Some(j),
            _ => others.push(j),
        }
    }
    let mut others = others.into_iter();
    let order: Vec<usize> = from
        .into_iter()
        .map(|f| f.unwrap_or_else(|| others.next().expect("as many as places")))
        .collect();
    angles = order.iter().map(|&j| angles[j]).collect();
    let mut sorted = Matrix::from_fn(n, n, |i, j| vectors[(i, order[j])]);
    for mut column in sorted.column_iter_mut() {
        let most = column.iter().map(|x| x.norm()).fold(0.0, f64::max);
        let is_large = |x: &&C64| x.norm() > most - SAME;
        let largest = *column.iter().find(is_large).expect("one is the largest");
        let turn = largest.conj() / largest.norm();
        column.iter_mut().for_each(|x| *x *= turn);
    }
    EigenUnitary {
        angles,
        vectors: sorted,
    }
}

/// In (-pi, pi]; noise does not decide between both ends.
fn upper(angle: f64) -> f64 {
    let wrapped = angle - 2.0 * PI * (angle / (2.0 * PI)).round();
    if wrapped < SAME - PI {
        wrapped + 2.0 * PI
    } else {
        wrapped
    }
}

/// Columns of the projector on the span of these columns, the largest first, each made orthogonal to those before.
fn simplify(vectors: &mut Matrix, cluster: &[usize]) {
    let basis = vectors.select_columns(cluster);
    let mut rest = &basis * basis.adjoint();
    for &k in cluster {
        let mut best = 0;
        for j in 1..rest.ncols() {
            // The first of those that are equally large.
            if rest[(j, j)].re > rest[(best, best)].re + SAME {
                best = j;
            }
        }
        let mut v = rest.column(best).into_owned();
        v /= C64::from(v.norm());
        // What rounding left outside the span and inside that of the columns before.
        let inside = &basis * (basis.adjoint() * &v);
        v = inside;
        for &before in cluster.iter().take_while(|&&c| c != k) {
            let overlap = vectors.column(before).dotc(&v);
            v.axpy(-overlap, &vectors.column(before), C64::from(1.0));
        }
        v /= C64::from(v.norm());
        for x in v.iter_mut().filter(|x| x.norm() < 1e-15) {
            *x = ZERO;
        }
        rest -= &v * v.adjoint();
        vectors.set_column(k, &v);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{
        defect, diagonal, direct_sum, distance, eigen_unitary, haar, identity, nearest_unitary,
    };

    #[test]
    fn noise_does_not_choose() {
        let mut swap = identity(4);
        swap.swap_rows(1, 2);
        let noisy = nearest_unitary(&(&swap + haar(4, 1) * C64::from(1e-13)));
        let clean = settled(eigen_unitary(&swap)).vectors;
        let same = settled(eigen_unitary(&noisy)).vectors;
        assert!(distance(&clean, &same) < 1e-11);
        assert_eq!(8 - 2, clean.iter().filter(|x| x.norm() > 1e-12).count());
        let mixed = direct_sum(&[identity(2), haar(2, 3), identity(4) * C64::from(-1.0)]);
        let e = settled(eigen_unitary(&mixed));
        let d: Vec<C64> = e.angles.iter().map(|&a| C64::from_polar(1.0, a)).collect();
        let back = &e.vectors * diagonal(&d) * e.vectors.adjoint();
        assert!(distance(&back, &mixed) < 1e-14);
        assert!(defect(&e.vectors) < 1e-14);
        assert_eq!(C64::from(1.0), e.vectors[(7, 7)]);
    }
}
