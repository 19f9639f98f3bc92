// SPDX-License-Identifier: Apache-2.0
//! Eigenvectors of a rotation of four dimensions as a circuit of one cx.
//!
//! In the magic basis m, SO(4) is the products `a x b` of SU(2): a rotation is `m (a x b) d (a x b)^-1 m^-1` with a diagonal d
//! of two angles, so `m (a x b)` are eigenvectors of it, m being one cx with one-qubit gates (G. Vidal, C. Dawson,
//! "Universal quantum circuit for two-qubit transformations with three controlled-NOT gates", Phys. Rev. A 69, 010301,
//! 2004, doi:10.1103/PhysRevA.69.010301, uses the same basis). They stand in the order in which conjugate ones have
//! complementary indices, and `v^T v` is Y x Y: that decides their phases as far as they matter.

use crate::synth::dense::{to_m4, EigenUnitary, Matrix};
use crate::synth::unitary;

/// Overlaps this close to 1 are 1.
const SAME: f64 = 1e-9;

/// All entries are real.
pub(super) fn is_real(m: &Matrix) -> bool {
    m.iter().all(|x| x.im.abs() < 1e-12)
}

/// The decomposition of a real 4x4 matrix with eigenvectors of one cx, if it has conjugate eigenvectors.
pub(super) fn paired(eigen: &EigenUnitary) -> Option<EigenUnitary> {
    let v = &eigen.vectors;
    // Of the conjugate of one vector with another.
    let overlap = |i: usize, j: usize| v.column(i).dot(&v.column(j));
    let partner = (1..4).find(|&j| overlap(0, j).norm() > 1.0 - SAME)?;
    let others: Vec<usize> = (1..4).filter(|&j| j != partner).collect();
    if overlap(others[0], others[1]).norm() < 1.0 - SAME {
        return None;
    }
    let orders = [[0, 1], [1, 0]].map(|[x, y]| [0, others[x], others[y], partner]);
    let decompositions = orders.map(|order| {
        let mut vectors = Matrix::from_fn(4, 4, |i, j| v[(i, order[j])]);
        for (low, high, sign) in [(0, 3, -1.0), (1, 2, 1.0)] {
            let turn = overlap(order[low], order[high]).conj() * sign;
            let turn = turn / turn.norm();
            vectors.column_mut(high).iter_mut().for_each(|x| *x *= turn);
        }
        EigenUnitary {
            angles: order.iter().map(|&j| eigen.angles[j]).collect(),
            vectors,
        }
    });
    let cost = |e: &EigenUnitary| unitary::cx_count(&to_m4(&e.vectors));
    let [first, second] = decompositions;
    Some(if cost(&second) < cost(&first) {
        second
    } else {
        first
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{diagonal, distance, eigen_unitary};
    use crate::synth::gauss::Gauss;
    use crate::synth::matrix::C64;

    #[test]
    fn rotations_have_eigenvectors_of_one_cx() {
        for seed in 0..50 {
            let mut random = Gauss::new(seed);
            let m = Matrix::from_fn(4, 4, |_, _| C64::from(random.normal()));
            let mut q = m.qr().q();
            if q.determinant().re < 0.0 {
                q.column_mut(0).neg_mut();
            }
            assert!(is_real(&q));
            let e = paired(&eigen_unitary(&q)).expect("four conjugate eigenvectors");
            assert_eq!(1, unitary::cx_count(&to_m4(&e.vectors)));
            let d: Vec<C64> = e.angles.iter().map(|&a| C64::from_polar(1.0, a)).collect();
            assert!(distance(&(&e.vectors * diagonal(&d) * e.vectors.adjoint()), &q) < 1e-13);
        }
    }
}
