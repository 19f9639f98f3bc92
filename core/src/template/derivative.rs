// SPDX-License-Identifier: Apache-2.0
//! Derivatives of slot angles: from slots back to parameters (`vjp`), and from parameters on to slots (`jvp`).
//!
//! With `U = R_z(a) R_y(t) R_z(b)` and `dU U^-1 = -i/2 v.(X, Y, Z)`,
//!
//! ```text
//! v = z da + (-sin a, cos a, 0) dt + (sin t cos a, sin t sin a, cos t) db
//! ```
//!
//! which three equations give da, dt and db unless sin t = 0. There a and b turn about the same axis: only their sum (or
//! difference) means anything, and it is shared out between them equally, the shortest of the solutions. A motion that
//! tilts the axis in the direction that dt does not reach has no derivative in these angles; it counts as none.

use super::expression::{evaluate, Dual};
use super::program::{met, Group, Part, Program, Unmet};
use crate::synth::euler::{Pauli, Quaternion};

/// Below this `sin t` the outer angles count as turns about one axis.
pub(super) const SINGULAR: f64 = 1e-9;
/// A motion smaller than this, for a rotation by one radian, is rounding.
const SMALL: f64 = 1e-6;

pub(super) type Vector = [f64; 3];

/// Whether a motion that no angle makes counted as none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Dropped(pub bool);

impl Dropped {
    pub fn note(&mut self, motion: f64) {
        self.0 |= motion.abs() > SMALL;
    }
}

impl Program {
    /// Gradient of the values, given that of the outputs: `J^T gradient`, added to `into`. True where some motion has no
    /// derivative in these angles and counted as none.
    pub fn vjp(&self, values: &[f64], gradient: &[f64], into: &mut [f64]) -> Result<bool, Unmet> {
        let mut x = values.to_vec();
        x.resize(self.variables as usize, 0.0);
        met(0, self.fill(&mut x))?;
        let mut dropped = Dropped::default();
        let mut back = vec![0.0; x.len()];
        for (row, &g) in gradient.iter().enumerate() {
            self.outputs.pull(row, g, &mut back);
        }
        for part in self.parts.iter().rev() {
            match part {
                Part::Euler(group) => group.pull(&x, &mut back, &mut dropped),
                Part::Pair(pair) => pair.pull(&x, &mut back, &mut dropped),
                Part::Expression { steps, rows, out } => {
                    let g = back[*out as usize];
                    // One run for each row: expressions have few.
                    for varied in 0..rows.len() {
                        let row = |r: u32| Dual {
                            value: rows.value(r as usize, &x),
                            slope: f64::from(r as usize == varied),
                        };
                        let slope = evaluate(steps, row).slope;
                        rows.pull(varied, g * slope, &mut back);
                    }
                }
            }
        }
        for (sum, g) in into.iter_mut().zip(&back) {
            *sum += g;
        }
        Ok(dropped.0)
    }

    /// Change of the outputs when the values change by `direction`: `J direction`. True as for [`vjp`](Self::vjp).
    pub fn jvp(&self, values: &[f64], direction: &[f64], out: &mut [f64]) -> Result<bool, Unmet> {
        let mut x = values.to_vec();
        x.resize(self.variables as usize, 0.0);
        met(0, self.fill(&mut x))?;
        let mut dropped = Dropped::default();
        let mut dx = direction.to_vec();
        dx.resize(x.len(), 0.0);
        for part in &self.parts {
            match part {
                Part::Euler(group) => group.push(&x, &mut dx, &mut dropped),
                Part::Pair(pair) => pair.push(&x, &mut dx, &mut dropped),
                Part::Expression { steps, rows, out } => {
                    let row = |r: u32| Dual {
                        value: rows.value(r as usize, &x),
                        slope: rows.tangent(r as usize, &dx),
                    };
                    dx[*out as usize] = evaluate(steps, row).slope;
                }
            }
        }
        for (row, change) in out.iter_mut().enumerate() {
            *change = self.outputs.tangent(row, &dx);
        }
        Ok(dropped.0)
    }
}

impl Group {
    fn pull(&self, x: &[f64], back: &mut [f64], dropped: &mut Dropped) {
        for number in 0..self.tails.len() {
            let at = self.first as usize + 3 * number;
            let gradient = [back[at], back[at + 1], back[at + 2]];
            for (k, axis) in self.axes_at_the_end(number, x).into_iter().enumerate() {
                let change = euler_change(axis, [x[at], x[at + 1], x[at + 2]], dropped);
                let g = (0..3).map(|p| gradient[p] * change[p]).sum();
                self.angles.pull(number * self.axes.len() + k, g, back);
            }
        }
    }

    fn push(&self, x: &[f64], dx: &mut [f64], dropped: &mut Dropped) {
        for number in 0..self.tails.len() {
            let at = self.first as usize + 3 * number;
            let mut sum = [0.0; 3];
            for (k, axis) in self.axes_at_the_end(number, x).into_iter().enumerate() {
                let by = self.angles.tangent(number * self.axes.len() + k, dx);
                let mut own = Dropped::default();
                let change = euler_change(axis, [x[at], x[at + 1], x[at + 2]], &mut own);
                dropped.0 |= own.0 && by != 0.0;
                for part in 0..3 {
                    sum[part] += by * change[part];
                }
            }
            dx[at..at + 3].copy_from_slice(&sum);
        }
    }

    /// The axis of each rotation as what is applied after it turns it.
    fn axes_at_the_end(&self, number: usize, x: &[f64]) -> Vec<Vector> {
        let turns = self.axes.len();
        let mut after = Quaternion(self.tails[number]);
        let mut axes = vec![[0.0; 3]; turns];
        for k in (0..turns).rev() {
            let axis = self.axes[k] as usize;
            axes[k] = turned(after, axis);
            let angle = self.angles.value(number * turns + k, x);
            after = after * Quaternion::rotation(Pauli::from_index(axis), angle);
        }
        axes
    }
}

/// A coordinate axis turned by a rotation.
fn turned(by: Quaternion, axis: usize) -> Vector {
    let mut unit = [0.0; 4];
    unit[1 + axis] = 1.0;
    let Quaternion([_, x, y, z]) = by * Quaternion(unit) * by.inverse();
    [x, y, z]
}

/// How the Euler angles change with a small turn about `v` after everything.
pub(super) fn euler_change(v: Vector, [a, t, _]: Vector, dropped: &mut Dropped) -> Vector {
    let ((sin_a, cos_a), (sin_t, cos_t)) = (a.sin_cos(), t.sin_cos());
    let along = v[0] * cos_a + v[1] * sin_a;
    let dt = v[1] * cos_a - v[0] * sin_a;
    if sin_t.abs() < SINGULAR {
        dropped.note(along);
        let [da, db] = shared(v[2], cos_t);
        return [da, dt, db];
    }
    let db = along / sin_t;
    [v[2] - cos_t * db, dt, db]
}

/// A turn about one axis shared out between two angles, the second of which counts as the cosine's sign.
pub(super) fn shared(turn: f64, cos: f64) -> [f64; 2] {
    [turn / 2.0, cos.signum() * turn / 2.0]
}
