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
    let columns = [Axis::x(), Axis::y(), Axis::z()].map(|n| local_part(&image(m, slot, &n), slot));
    let map = Matrix3::from_columns(&columns);
    if map.norm_squared() < 1.0 - SAME {
        return None;
    }
    // The cosines of a product of one-qubit gates are all 1, of anything else at most one is.
    let from = if map.norm_squared() > 3.0 - SAME {
        Axis::z()
    } else {
        let svd = map.svd(false, true);
        let best = svd.singular_values.imax();
        svd.v_t?.row(best).transpose().normalize()
    };
    let from = upright(from);
    let to = carried(m, slot, &from)?;
    Some(Kept { from, to })
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
