// SPDX-License-Identifier: Apache-2.0
//! Axes of qubits, and what a matrix on two qubits makes of them.
//!
//! A matrix takes the axis n of a qubit to the axis m if `M (n . sigma) M^dagger = m . sigma` on that qubit: it is block
//! diagonal there, after one-qubit gates on both sides.

use nalgebra::{Matrix3, Vector3};

use crate::gate::Axis as Named;
use crate::synth::matrix::{C64, M2, M4, ONE};

/// A unit vector.
pub type Axis = Vector3<f64>;

/// Axes closer than this are one. What is made of them is measured.
pub const SAME: f64 = 1e-10;

/// An axis that a matrix keeps on a qubit: which one it takes, and which one it gives.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Kept {
    pub from: Axis,
    pub to: Axis,
}

/// The axis of a Pauli.
pub fn named(axis: Named) -> Option<Axis> {
    match axis {
        Named::X => Some(Axis::x()),
        Named::Y => Some(Axis::y()),
        Named::Z => Some(Axis::z()),
        Named::Any | Named::None => None,
    }
}

/// The matrix with columns |+n>, |-n>.
pub fn frame(n: &Axis) -> M2 {
    let radius = n.x.hypot(n.y);
    let phase = match radius > 0.0 {
        true => C64::new(n.x, n.y) / radius,
        false => ONE,
    };
    let (s, c) = (radius.atan2(n.z) / 2.0).sin_cos();
    M2([[C64::from(c), phase.conj() * -s], [phase * s, C64::from(c)]])
}

/// `n . sigma`.
pub fn observable(n: &Axis) -> M2 {
    M2([
        [C64::from(n.z), C64::new(n.x, -n.y)],
        [C64::new(n.x, n.y), C64::from(-n.z)],
    ])
}

/// What a one-qubit matrix makes of an axis.
pub fn turned(m: &M2, n: &Axis) -> Axis {
    let o = (*m * observable(n) * m.adjoint()).0;
    Axis::new(o[1][0].re, o[1][0].im, o[0][0].re).normalize()
}

/// A one-qubit matrix on one slot of a pair.
pub fn on_slot(m: &M2, slot: usize) -> M4 {
    match slot {
        0 => M4::product(m, &M2::IDENTITY),
        _ => M4::product(&M2::IDENTITY, m),
    }
}

/// What `m` makes of `n . sigma` on a slot.
pub fn image(m: &M4, slot: usize, n: &Axis) -> M4 {
    *m * on_slot(&observable(n), slot) * m.adjoint()
}

/// The part of an operator that is an axis of one slot alone.
pub fn local_part(operator: &M4, slot: usize) -> Axis {
    let (bit, other) = (1 << slot, 3 - (1 << slot));
    let o = &operator.0;
    let at = |row: usize, column: usize| {
        let (r, c) = (row * bit, column * bit);
        (o[r][c] + o[r | other][c | other]) * 0.5
    };
    Axis::new(
        (at(0, 1) + at(1, 0)).re / 2.0,
        (at(1, 0) - at(0, 1)).im / 2.0,
        (at(0, 0) - at(1, 1)).re / 2.0,
    )
}

/// The axis that `m` makes of `n` on a slot, if it makes one.
pub fn carried(m: &M4, slot: usize, n: &Axis) -> Option<Axis> {
    let operator = image(m, slot, n);
    let to = local_part(&operator, slot);
    let size = to.norm();
    if (size - 1.0).abs() > SAME {
        return None;
    }
    let to = to / size;
    (operator.distance(&on_slot(&observable(&to), slot)) < SAME).then_some(to)
}

/// An axis of a slot that `m` keeps; the one there is, unless `m` is a product of one-qubit gates.
pub fn kept(m: &M4, slot: usize) -> Option<Kept> {
    let map = Matrix3::from_columns(&images(m, slot));
    if map.norm_squared() < 1.0 - SAME {
        return None;
    }
    // The cosines of a product of one-qubit gates are all 1, of anything else at most one is.
    let from = if map.norm_squared() > 3.0 - SAME {
        Axis::z()
    } else {
        unshortened(&map)?
    };
    let from = upright(from);
    let to = carried(m, slot, &from)?;
    Some(Kept { from, to })
}

/// The direction whose length a matrix with no two such ones does not change, nor makes any longer.
fn unshortened(map: &Matrix3<f64>) -> Option<Axis> {
    // Orthogonal to all rows of 1 - map^T map, two of which span them.
    let rows = Matrix3::identity() - map.tr_mul(map);
    let [x, y, z] = [0, 1, 2].map(|i| rows.column(i).into_owned());
    let normals = [x.cross(&y), y.cross(&z), z.cross(&x)];
    let best = normals
        .into_iter()
        .max_by(|a, b| a.norm_squared().total_cmp(&b.norm_squared()))?;
    best.try_normalize(f64::MIN_POSITIVE)
}

/// What X, Y and Z of a slot are there behind `m`: the rest of their images is on the other slot as well.
fn images(m: &M4, slot: usize) -> [Axis; 3] {
    // Overlaps of the four parts of the matrix that the slot cuts it into.
    let (bit, other) = (1 << slot, 3 - (1 << slot));
    let part = |row: usize, column: usize| {
        let (r, c) = (row * bit, column * bit);
        let at = |i: usize, j: usize| m.0[r | i][c | j];
        [at(0, 0), at(0, other), at(other, 0), at(other, other)]
    };
    let parts = [[part(0, 0), part(0, 1)], [part(1, 0), part(1, 1)]];
    let overlap = |a: usize, b: usize, c: usize, d: usize| -> C64 {
        let pairs = parts[a][b].iter().zip(&parts[c][d]);
        pairs.map(|(x, y)| x * y.conj()).sum()
    };
    let axis = |entry: &dyn Fn(usize, usize) -> C64| {
        let off = entry(1, 0);
        Axis::new(off.re, off.im, (entry(0, 0) - entry(1, 1)).re / 2.0) / 2.0
    };
    let i = C64::i();
    [
        axis(&|a, c| overlap(a, 0, c, 1) + overlap(a, 1, c, 0)),
        axis(&|a, c| i * (overlap(a, 1, c, 0) - overlap(a, 0, c, 1))),
        axis(&|a, c| overlap(a, 0, c, 0) - overlap(a, 1, c, 1)),
    ]
}

/// Of an axis and its opposite the one whose last component of some size is positive; a Pauli exactly where it is one.
fn upright(n: Axis) -> Axis {
    let mut n = n;
    for i in 0..3 {
        if 1.0 - n[i].abs() < 1e-15 {
            n = Axis::zeros();
            n[i] = 1.0;
        }
    }
    let last = (0..3).rev().find(|&i| n[i].abs() > 1e-3);
    match last {
        Some(i) if n[i] < 0.0 => -n,
        _ => n,
    }
}

/// Whether two axes are the same: 1 if they are, -1 if one is the other's opposite.
pub fn sign(a: &Axis, b: &Axis) -> Option<f64> {
    if (a - b).norm() < SAME {
        Some(1.0)
    } else if (a + b).norm() < SAME {
        Some(-1.0)
    } else {
        None
    }
}

/// exp(-i angle (a . sigma)(b . sigma)).
pub fn turn(angle: f64, a: &Axis, b: &Axis) -> M4 {
    let (s, c) = angle.sin_cos();
    let mut m = M4::product(&observable(a), &observable(b)).scale(C64::new(0.0, -s));
    for (i, row) in m.0.iter_mut().enumerate() {
        row[i] += c;
    }
    m
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{haar, to_m4};
    use crate::synth::matrix::ZERO;

    fn axes() -> [Axis; 3] {
        [Axis::x(), Axis::y(), Axis::z()]
    }

    #[test]
    fn frames_turn_z() {
        for (x, y, z) in [
            (0.0, 0.0, 1.0),
            (0.0, 0.0, -1.0),
            (0.6, 0.0, -0.8),
            (0.3, -0.4, 1e-9),
        ] {
            let n = Axis::new(x, y, z).normalize();
            let f = frame(&n);
            let turned = f * observable(&Axis::z()) * f.adjoint();
            assert!(turned.distance(&observable(&n)) < 1e-15, "{n}");
        }
    }

    #[test]
    fn images_are_local_parts() {
        let m = to_m4(&haar(4, 3));
        for slot in 0..2 {
            for (got, n) in images(&m, slot).iter().zip(axes()) {
                let expected = local_part(&image(&m, slot, &n), slot);
                assert!((got - expected).norm() < 1e-14, "{got} {expected}");
            }
            assert_eq!(None, kept(&m, slot));
        }
    }

    #[test]
    fn a_multiplexer_keeps_its_label() {
        let (a, b) = (to_m4(&haar(4, 5)), haar(2, 7));
        let block = |m: &crate::synth::dense::Matrix| crate::synth::dense::block2(m, 0, 0);
        let local = M4::product(&block(&haar(2, 8)), &block(&b));
        let mut u = M4([[ZERO; 4]; 4]);
        for (label, seed) in [(0, 11), (1, 12)] {
            let inner = block(&haar(2, seed));
            for i in 0..2 {
                for j in 0..2 {
                    u.0[label | i << 1][label | j << 1] = inner.0[i][j];
                }
            }
        }
        assert_eq!(Some(Axis::z()), kept(&u, 0).map(|k| k.from));
        // Two blocks are a rotation apart, so the other wire keeps that rotation's axis.
        assert!(kept(&u, 1).is_some());
        let framed = local * u * local.adjoint();
        let found = kept(&framed, 0).expect("turned");
        assert!(sign(&found.from, &found.to).is_some());
        assert!(sign(&found.from, &Axis::z()).is_none());
        assert_eq!(None, kept(&(a * u), 0));
    }
}
