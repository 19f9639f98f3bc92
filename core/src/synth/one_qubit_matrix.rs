// SPDX-License-Identifier: Apache-2.0
//! A numeric one-qubit gate as `u`, and as a rotation about a turned axis.

use num_complex::Complex64;

use crate::gate::Matrix2;
use crate::{Angle, Gate};

/// Rounding of the few floating-point steps below.
const ROUNDING: f64 = 1e-15;

/// exp(i phase) u(theta, phi, lambda).
pub(super) struct Turn {
    pub u: [Angle; 3],
    pub phase: Angle,
    /// Bound on the operator-norm error.
    pub error: f64,
}

impl Turn {
    pub fn of_matrix(m: Matrix2) -> Turn {
        let theta = 2.0 * m[1][0].norm().atan2(m[0][0].norm());
        // The larger entry of each pair carries the phases.
        let (phase, phi, lambda) = if m[0][0].norm() >= m[1][0].norm() {
            let phase = m[0][0].arg();
            let sum = m[1][1].arg() - phase;
            let phi = match m[1][0].norm() > 0.0 {
                true => m[1][0].arg() - phase,
                false => 0.0,
            };
            (phase, phi, sum - phi)
        } else {
            let (down, up) = (m[1][0].arg(), (-m[0][1]).arg());
            let phase = match m[0][0].norm() > 0.0 {
                true => m[0][0].arg(),
                false => down,
            };
            (phase, down - phase, up - phase)
        };
        let mut error = ROUNDING;
        let mut snap = |x: f64| {
            let (angle, off) = Angle::radians(x).snapped();
            error += off;
            angle.modulo(2)
        };
        let u = [snap(theta), snap(phi), snap(lambda)];
        let phase = snap(phase);
        Turn { u, phase, error }
    }
}

/// u(theta, phi, lambda) = exp(i (phi + lambda) / 2) W rz(angle) W^-1 with W = rz(azimuth) ry(polar).
pub(super) struct Tilted {
    pub angle: f64,
    pub azimuth: f64,
    pub polar: f64,
}

impl Tilted {
    pub fn of_u(theta: f64, phi: f64, lambda: f64) -> Tilted {
        let phase = Complex64::from_polar(1.0, -(phi + lambda) / 2.0);
        let m = Gate::U.matrix2(&[theta, phi, lambda]).expect("one qubit");
        let (a, b) = (phase * m[0][0], phase * m[0][1]);
        // cos(angle/2) - i sin(angle/2) (x X + y Y + z Z).
        let (x, y, z) = (-b.im, -b.re, -a.im);
        let sine = (x * x + y * y + z * z).sqrt();
        Tilted {
            angle: 2.0 * sine.atan2(a.re),
            azimuth: y.atan2(x),
            polar: x.hypot(y).atan2(z),
        }
    }
}
