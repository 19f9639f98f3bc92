// SPDX-License-Identifier: Apache-2.0
//! One-qubit frames: wires of which an axis goes to an axis.
//!
//! For wire q the 3x3 matrix `R_ij = tr(s_i(q) u s_j(q) u^dagger) / 2^n` says how much of axis j of the wire, sent
//! through u, is axis i of the wire. It has a singular value 1 if and only if some axis goes to an axis whole, and then,
//! in frames that make both of them Z, u commutes with Z there: the wire is a label.

use nalgebra::{Matrix3, Vector3};

use super::BAND;
use crate::synth::dense::{identity, singular, Matrix};
use crate::synth::euler::{Pauli, Quaternion};
use crate::synth::matrix::{C64, M2, ZERO};

/// `u = after m before` on one wire, with `m` diagonal in blocks over it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub before: M2,
    pub after: M2,
}

/// A singular value is 1 less half the square of what is off; this is what rounding leaves of a 1.
const FULL: f64 = 1.0 - 1e-12;
/// A component this close to 0 is taken for it; what comes of it is measured.
const SNAP: f64 = 1e-9;

/// Frames in which the wire is a label, none where it is one as it stands. O(4^n) time.
pub(super) fn axis(u: &Matrix, wire: usize) -> Option<Axis> {
    let r = image(u, wire);
    let known = [Pauli::Z, Pauli::X, Pauli::Y].into_iter().find_map(|p| {
        let to = r.column(p as usize).into_owned();
        let mut from = Vector3::zeros();
        from[p as usize] = 1.0;
        (to.norm() > FULL).then_some((from, to))
    });
    let (from, to) = known.or_else(|| {
        let svd = singular(&Matrix::from_fn(3, 3, |i, j| C64::from(r[(i, j)])));
        let first = |m: &Matrix| Vector3::from_fn(|i, _| m[(i, 0)].re);
        (svd.values[0] > FULL).then(|| (first(&svd.right), first(&svd.left)))
    })?;
    Some(Axis {
        before: frame(&from).adjoint(),
        after: frame(&to),
    })
}

/// The unitary that turns Z into an axis.
fn frame(axis: &Vector3<f64>) -> M2 {
    let snap = |x: f64| if x.abs() < SNAP { 0.0 } else { x };
    let [x, y, z] = [snap(axis[0]), snap(axis[1]), snap(axis[2])];
    if x == 0.0 && y == 0.0 {
        // Of both signs a matrix of zeros and ones.
        let (zero, one) = (ZERO, C64::from(1.0));
        return match z > 0.0 {
            true => M2::IDENTITY,
            false => M2([[zero, one], [one, zero]]),
        };
    }
    let tilt = Quaternion::rotation(Pauli::Y, x.hypot(y).atan2(z));
    (Quaternion::rotation(Pauli::Z, y.atan2(x)) * tilt).matrix()
}

/// R, see the module's page.
fn image(u: &Matrix, wire: usize) -> Matrix3<f64> {
    let gram = gram(u, wire);
    let paulis: [[[C64; 2]; 2]; 3] = {
        let (o, i) = (C64::from(1.0), C64::new(0.0, 1.0));
        [
            [[ZERO, o], [o, ZERO]],
            [[ZERO, -i], [i, ZERO]],
            [[o, ZERO], [ZERO, -o]],
        ]
    };
    Matrix3::from_fn(|i, j| {
        let mut sum = ZERO;
        for (ab, row) in gram.iter().enumerate() {
            let (a, b) = (ab >> 1, ab & 1);
            for (cd, &overlap) in row.iter().enumerate() {
                let (c, d) = (cd >> 1, cd & 1);
                sum += paulis[i][c][a] * paulis[j][b][d] * overlap;
            }
        }
        sum.re / u.nrows() as f64
    })
}

/// Overlaps of the four parts of u that a wire cuts it into: part `2 a + b` has rows with bit a, columns with bit b.
fn gram(u: &Matrix, wire: usize) -> [[C64; 4]; 4] {
    let (size, bit) = (u.nrows(), 1 << wire);
    let data = u.as_slice();
    let mut gram = [[ZERO; 4]; 4];
    for j in (0..size).filter(|j| j & bit == 0) {
        let (low, high) = (&data[j * size..][..size], &data[(j | bit) * size..][..size]);
        for i in (0..size).filter(|i| i & bit == 0) {
            let v = [low[i], high[i], low[i | bit], high[i | bit]];
            for a in 0..4 {
                for b in a..4 {
                    gram[a][b] += v[a] * v[b].conj();
                }
            }
        }
    }
    for a in 0..4 {
        for b in 0..a {
            gram[a][b] = gram[b][a].conj();
        }
    }
    gram
}

/// Whether u commutes with Z on a wire, within the band.
pub(super) fn is_label(u: &Matrix, wire: usize) -> bool {
    let size = u.nrows();
    let mut off = 0.0;
    for (at, x) in u.iter().enumerate() {
        if ((at % size) ^ (at / size)) >> wire & 1 == 1 {
            off += x.norm_sqr();
        }
    }
    off < BAND * BAND * size as f64
}

/// `u` between one-qubit matrices on a wire: `after^dagger u before^dagger`.
pub(super) fn strip(u: &Matrix, wire: usize, axis: &Axis) -> Matrix {
    let size = u.nrows();
    let turn = |m: &M2, target: &mut Matrix| {
        crate::synth::dense::apply(&crate::synth::dense::from_m2(m), &[wire], target);
    };
    let mut right = identity(size);
    turn(&axis.before.adjoint(), &mut right);
    let mut out = u * right;
    turn(&axis.after.adjoint(), &mut out);
    out
}
