// SPDX-License-Identifier: Apache-2.0
//! Rotations of one qubit as unit quaternions, and their Euler angles.
//!
//! `Quaternion([w, x, y, z])` is `w - i (x X + y Y + z Z)`: rotations multiply as quaternions do, sign included,
//! so nothing of SU(2) is lost.

use std::f64::consts::{FRAC_PI_4, PI};
use std::ops::Mul;

use super::matrix::{C64, M2};
use crate::angle::PiRatio;
use crate::Angle;

/// An axis of rotation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
pub enum Pauli {
    X,
    Y,
    Z,
}

impl Pauli {
    pub const ALL: [Pauli; 3] = [Pauli::X, Pauli::Y, Pauli::Z];

    #[inline]
    pub fn from_index(index: usize) -> Pauli {
        Pauli::ALL[index]
    }
}

/// An element of SU(2).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Quaternion(pub [f64; 4]);

impl Quaternion {
    pub const ONE: Quaternion = Quaternion([1.0, 0.0, 0.0, 0.0]);

    /// `exp(-i angle/2 axis)`.
    #[inline]
    pub fn rotation(axis: Pauli, angle: f64) -> Quaternion {
        let (sin, cos) = (angle / 2.0).sin_cos();
        let mut q = [cos, 0.0, 0.0, 0.0];
        q[1 + axis as usize] = sin;
        Quaternion(q)
    }

    #[must_use]
    pub fn inverse(self) -> Quaternion {
        let [w, x, y, z] = self.0;
        Quaternion([w, -x, -y, -z])
    }

    pub fn matrix(self) -> M2 {
        let [w, x, y, z] = self.0;
        M2([
            [C64::new(w, -z), C64::new(-y, -x)],
            [C64::new(y, -x), C64::new(w, z)],
        ])
    }

    /// A unitary as `exp(i phase)` times a rotation: (rotation, phase in (-pi/2, pi/2]).
    pub fn from_unitary(u: &M2) -> (Quaternion, f64) {
        let phase = u.det().arg() / 2.0;
        let m = u.scale(C64::from_polar(1.0, -phase)).0;
        let q = [
            (m[0][0].re + m[1][1].re) / 2.0,
            -(m[0][1].im + m[1][0].im) / 2.0,
            (m[1][0].re - m[0][1].re) / 2.0,
            (m[1][1].im - m[0][0].im) / 2.0,
        ];
        let norm = q.iter().map(|x| x * x).sum::<f64>().sqrt();
        (Quaternion(q.map(|x| x / norm)), phase)
    }

    /// `(a, t, b)` with `self = R_first(a) R_second(t) R_first(b)`, `0 <= t <= pi`; exact in sign.
    ///
    /// The half sum and the half difference of `a` and `b` come from one `atan2` each, so the product is as good near
    /// `t = 0` and `t = pi` as elsewhere, where `a` and `b` alone are not determined.
    pub fn euler(self, first: Pauli, second: Pauli) -> [f64; 3] {
        debug_assert_ne!(first, second);
        let q = self.0;
        let (a, b) = (first as usize, second as usize);
        // The third axis is first x second, which is minus a Pauli for an odd order.
        let sign = if (a + 1) % 3 == b { 1.0 } else { -1.0 };
        let (w, along, across, third) = (q[0], q[1 + a], q[1 + b], sign * q[1 + (3 - a - b)]);
        let (near, far) = (w.hypot(along), across.hypot(third));
        let half_sum = if near > TINY { along.atan2(w) } else { 0.0 };
        let half_difference = if far > TINY { third.atan2(across) } else { 0.0 };
        [
            half_sum + half_difference,
            2.0 * far.atan2(near),
            half_sum - half_difference,
        ]
    }
}

/// Below this a pair of components has no direction.
const TINY: f64 = 1e-300;

impl Mul for Quaternion {
    type Output = Quaternion;

    #[inline]
    fn mul(self, right: Quaternion) -> Quaternion {
        let ([a, b, c, d], [w, x, y, z]) = (self.0, right.0);
        Quaternion([
            a * w - b * x - c * y - d * z,
            a * x + b * w + c * z - d * y,
            a * y - b * z + c * w + d * x,
            a * z + b * y - c * x + d * w,
        ])
    }
}

/// How far a computed angle may be from a multiple of pi/4 to be taken for it; the distance is charged.
const SNAP: f64 = 1e-13;

/// The exact angle beside a computed one, if there is one, and the distance to it.
pub fn snapped(angle: f64) -> (Angle, f64) {
    let steps = (angle / FRAC_PI_4).round();
    let off = (angle - steps * FRAC_PI_4).abs();
    if off < SNAP && steps.abs() < 1e9 {
        let ratio = PiRatio::new(steps as i64, 4).expect("few quarter turns");
        return (Angle::Pi(ratio), off);
    }
    Angle::radians(angle).snapped()
}

/// A number in (-pi, pi] equal to `angle` modulo 2 pi.
pub fn wrapped(angle: f64) -> f64 {
    if angle.abs() <= PI {
        return angle;
    }
    let turn = 2.0 * PI;
    angle - (angle / turn).round() * turn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quaternions_multiply_as_their_matrices() {
        let a = Quaternion::rotation(Pauli::X, 0.3) * Quaternion::rotation(Pauli::Y, 1.1);
        let b = Quaternion::rotation(Pauli::Z, -2.3) * Quaternion::rotation(Pauli::X, 0.9);
        assert!((a * b).matrix().distance(&(a.matrix() * b.matrix())) < 1e-15);
        assert!((a * a.inverse()).matrix().distance(&M2::IDENTITY) < 1e-15);
        let (q, phase) = Quaternion::from_unitary(&a.matrix().scale(C64::from_polar(1.0, 0.7)));
        let back = q.matrix().scale(C64::from_polar(1.0, phase));
        assert!(back.distance(&a.matrix().scale(C64::from_polar(1.0, 0.7))) < 1e-15);
    }

    #[test]
    fn euler_angles_give_the_rotation_back_for_every_pair_of_axes() {
        let angles = [
            0.0,
            1e-16,
            1e-9,
            0.4,
            PI / 2.0,
            2.0,
            PI - 1e-9,
            PI,
            4.0,
            -1.3,
        ];
        for &r in &angles {
            for &s in &angles {
                for &t in &angles {
                    let q = Quaternion::rotation(Pauli::Z, r)
                        * Quaternion::rotation(Pauli::X, s)
                        * Quaternion::rotation(Pauli::Y, t);
                    for first in Pauli::ALL {
                        for second in Pauli::ALL.into_iter().filter(|&p| p != first) {
                            let [a, m, b] = q.euler(first, second);
                            let back = Quaternion::rotation(first, a)
                                * Quaternion::rotation(second, m)
                                * Quaternion::rotation(first, b);
                            assert!(back.matrix().distance(&q.matrix()) < 2e-15);
                            assert!((0.0..=PI).contains(&m));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn computed_angles_snap_to_multiples_of_an_eighth_turn() {
        let (angle, off) = snapped(3.0 * FRAC_PI_4 + 2e-14);
        assert_eq!(Angle::pi(3, 4), angle);
        assert!(off > 1e-14 && off < 3e-14);
        assert_eq!(Angle::radians(0.3), snapped(0.3).0);
    }
}
