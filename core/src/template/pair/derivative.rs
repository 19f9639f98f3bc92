// SPDX-License-Identifier: Apache-2.0
//! Derivatives of the angles of a Weyl decomposition.
//!
//! With `dU U^-1 = -i/2 D` and `L^-1 D L` written in Paulis, the equations fall apart. For `K = exp(i (x XX + y YY + z ZZ))`
//!
//! ```text
//! K (X1 + 1X) K^-1  =  cos 2(y-z) (X1 + 1X)  +  sin 2(y-z) (YZ + ZY)
//! K (X1 - 1X) K^-1  =  cos 2(y+z) (X1 - 1X)  +  sin 2(y+z) (ZY - YZ)
//! ```
//!
//! and so on in turn: a motion along `YZ + ZY` is one of the right local gates, divided by a sine, and what it makes of
//! `X1 + 1X` is taken back on the left; `XX` moves x. It is the three-dimensional case of Euler angles
//! ([`super::super::derivative`]) six times over, and where a sine is 0 the same is said: a motion of the sum is shared out
//! equally, and one along `YZ + ZY`, which no angle makes, counts as none.

use super::super::derivative::{euler_change, shared, Dropped, Vector, SINGULAR};
use super::evaluate::{rotation, Pair, Step, LOCALS, OUTPUTS};
use super::pauli::{add, coefficient, on_both, on_one, rotate};
use crate::synth::euler::{Pauli, Quaternion};
use crate::synth::matrix::{M4, ZERO};

/// A sum or a difference of equal axes on both qubits, and the motion that goes with it.
struct Sector {
    axis: Pauli,
    /// 1 for the sum, -1 for the difference.
    sign: f64,
    /// The angle in the table above.
    angle: f64,
}

impl Sector {
    fn all(out: &[f64]) -> [Sector; 6] {
        std::array::from_fn(|k| {
            let sign = if k < 3 { 1.0 } else { -1.0 };
            let (y, z) = (out[(k + 1) % 3], out[(k + 2) % 3]);
            Sector {
                axis: Pauli::from_index(k % 3),
                sign,
                angle: 2.0 * (y - sign * z),
            }
        })
    }

    /// The pairs of Paulis of the motion that no left gate makes: the second counts positive, the first as the sign.
    fn across(&self) -> [u8; 2] {
        let k = self.axis as usize;
        let (y, z) = (
            Some(Pauli::from_index((k + 1) % 3)),
            Some(Pauli::from_index((k + 2) % 3)),
        );
        [on_both([y, z]), on_both([z, y])]
    }

    /// How the left and the right gate move for motions along and across.
    fn solve(&self, along: f64, across: f64, dropped: &mut Dropped) -> [f64; 2] {
        let (sin, cos) = self.angle.sin_cos();
        if sin.abs() < SINGULAR {
            dropped.note(across);
            return shared(along, cos);
        }
        let right = across / sin;
        [along - cos * right, right]
    }

    /// What gradients of the motions along and across are, given those of the left and the right gate.
    fn pull(&self, left: f64, right: f64) -> [f64; 2] {
        let (sin, cos) = self.angle.sin_cos();
        if sin.abs() < SINGULAR {
            let [l, r] = shared(1.0, cos);
            return [l * left + r * right, 0.0];
        }
        [left, (right - cos * left) / sin]
    }

    fn is_singular(&self) -> bool {
        self.angle.sin().abs() < SINGULAR
    }
}

impl Pair {
    /// Add gradients of what the angles depend on, given those of the results.
    pub fn pull(&self, x: &[f64], back: &mut [f64], dropped: &mut Dropped) {
        let at = self.first as usize;
        let out = &x[at..at + OUTPUTS];
        let gradient: Vec<f64> = back[at..at + OUTPUTS].to_vec();
        // What is asked of small turns after each local gate.
        let turns: [Vector; 4] = std::array::from_fn(|k| {
            let from = LOCALS + 3 * k;
            let angles = [out[from], out[from + 1], out[from + 2]];
            std::array::from_fn(|axis| {
                let mut unit = [0.0; 3];
                unit[axis] = 1.0;
                let change = euler_change(unit, angles, &mut Dropped::default());
                (0..3).map(|p| change[p] * gradient[from + p]).sum()
            })
        });
        let coordinates = [gradient[0], gradient[1], gradient[2]];
        let wanted = self.asked(out, coordinates, turns);
        self.walk_back(x, self.framed(&wanted, out), |row, g| {
            self.angles.pull(row, g, back);
        });
        self.note_dropped(x, dropped);
    }

    /// What is asked of `L^-1 D L`, given what is asked of the coordinates and of small turns after each local gate.
    fn asked(&self, out: &[f64], coordinates: [f64; 3], turns: [Vector; 4]) -> M4 {
        let [right, left] = [[turns[0], turns[1]], [turns[2], turns[3]]];
        let left = [0, 1].map(|q| rotated(rotation(out, 2 + q).inverse(), left[q]));
        let mut wanted = M4([[ZERO; 4]; 4]);
        for (k, axis) in Pauli::ALL.into_iter().enumerate() {
            if self.fixed[k].is_none() {
                add(&mut wanted, on_both([Some(axis); 2]), -0.5 * coordinates[k]);
            }
        }
        for sector in Sector::all(out) {
            let (k, s) = (sector.axis as usize, sector.sign);
            let [along, across] =
                sector.pull(left[0][k] + s * left[1][k], right[0][k] + s * right[1][k]);
            for (qubit, sign) in [(0, 1.0), (1, s)] {
                add(&mut wanted, on_one(qubit, sector.axis), 0.5 * sign * along);
            }
            let [first, second] = sector.across();
            add(&mut wanted, first, 0.5 * s * across);
            add(&mut wanted, second, 0.5 * across);
        }
        wanted
    }

    /// Changes of the results, given those of what the angles depend on.
    pub fn push(&self, x: &[f64], dx: &mut [f64], dropped: &mut Dropped) {
        let at = self.first as usize;
        let out = &x[at..at + OUTPUTS];
        let motion = self.motion(x, dx);
        let after = self.after(out);
        let motion = after.adjoint() * motion * after;
        let mut change = [0.0; OUTPUTS];
        for (k, axis) in Pauli::ALL.into_iter().enumerate() {
            if self.fixed[k].is_none() {
                change[k] = -0.5 * coefficient(&motion, on_both([Some(axis); 2]));
            }
        }
        let (mut left, mut right) = ([[0.0; 3]; 2], [[0.0; 3]; 2]);
        for sector in Sector::all(out) {
            let (k, s) = (sector.axis as usize, sector.sign);
            let on = |qubit| coefficient(&motion, on_one(qubit, sector.axis));
            let [first, second] = sector.across().map(|p| coefficient(&motion, p));
            let along = 0.5 * (on(0) + s * on(1));
            let across = 0.5 * (second + s * first);
            let [l, r] = sector.solve(along, across, dropped);
            for (qubit, sign) in [(0, 1.0), (1, s)] {
                left[qubit][k] += sign * l;
                right[qubit][k] += sign * r;
            }
        }
        let left = [0, 1].map(|q| rotated(rotation(out, 2 + q), left[q]));
        let turns = [right[0], right[1], left[0], left[1]];
        for (k, turn) in turns.into_iter().enumerate() {
            let from = LOCALS + 3 * k;
            let angles = [out[from], out[from + 1], out[from + 2]];
            let own = euler_change(turn, angles, dropped);
            change[from..from + 3].copy_from_slice(&own);
        }
        dx[at..at + OUTPUTS].copy_from_slice(&change);
    }

    /// What moves no angle where a sine is 0, tried on each rotation.
    fn note_dropped(&self, x: &[f64], dropped: &mut Dropped) {
        let at = self.first as usize;
        let out = &x[at..at + OUTPUTS];
        let mut note = |wanted: &M4| {
            self.walk_back(x, self.framed(wanted, out), |_, motion| {
                dropped.note(motion)
            });
        };
        for sector in Sector::all(out).iter().filter(|s| s.is_singular()) {
            let mut across = M4([[ZERO; 4]; 4]);
            let [first, second] = sector.across();
            add(&mut across, first, sector.sign);
            add(&mut across, second, 1.0);
            note(&across);
        }
        for k in 0..4 {
            let from = LOCALS + 3 * k;
            let (a, t) = (out[from], out[from + 1]);
            if t.sin().abs() < SINGULAR {
                let mut turns = [[0.0; 3]; 4];
                turns[k] = [a.cos(), a.sin(), 0.0];
                note(&self.asked(out, [0.0; 3], turns));
            }
        }
    }

    /// The local gates on the left.
    fn after(&self, out: &[f64]) -> M4 {
        M4::product(&rotation(out, 2).matrix(), &rotation(out, 3).matrix())
    }

    /// A matrix in the frame after everything.
    fn framed(&self, wanted: &M4, out: &[f64]) -> M4 {
        let after = self.after(out);
        after * *wanted * after.adjoint()
    }

    /// What each rotation has of a Hermitian matrix that is given after everything.
    fn walk_back(&self, x: &[f64], mut wanted: M4, mut take: impl FnMut(usize, f64)) {
        let mut row = self.angles.len();
        for step in self.steps.iter().rev() {
            match *step {
                Step::Fixed(number) => {
                    let matrix = self.matrix(number);
                    wanted = matrix.adjoint() * wanted * matrix;
                }
                Step::Turn(pauli) => {
                    row -= 1;
                    take(row, coefficient(&wanted, pauli));
                    let (sin, cos) = (0.5 * self.angles.value(row, x)).sin_cos();
                    let half = rotate(&wanted, pauli, -sin, cos);
                    wanted = rotate(&half.adjoint(), pauli, -sin, cos).adjoint();
                }
            }
        }
    }

    /// D where the variables change by `dx`.
    fn motion(&self, x: &[f64], dx: &[f64]) -> M4 {
        let mut motion = M4([[ZERO; 4]; 4]);
        let mut row = 0;
        for step in &self.steps {
            match *step {
                Step::Fixed(number) => {
                    let matrix = self.matrix(number);
                    motion = matrix * motion * matrix.adjoint();
                }
                Step::Turn(pauli) => {
                    let (sin, cos) = (0.5 * self.angles.value(row, x)).sin_cos();
                    let half = rotate(&motion, pauli, sin, cos);
                    motion = rotate(&half.adjoint(), pauli, sin, cos).adjoint();
                    add(&mut motion, pauli, self.angles.tangent(row, dx));
                    row += 1;
                }
            }
        }
        motion
    }
}

/// A vector turned by a rotation.
fn rotated(by: Quaternion, v: Vector) -> Vector {
    let Quaternion([_, x, y, z]) = by * Quaternion([0.0, v[0], v[1], v[2]]) * by.inverse();
    [x, y, z]
}
