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
use super::program::{Group, Part, Program};
use crate::synth::euler::{Pauli, Quaternion};

/// Below this `sin t` the outer angles count as turns about one axis.
const SINGULAR: f64 = 1e-9;

type Vector = [f64; 3];

impl Program {
    /// Gradient of the values, given that of the outputs: `J^T gradient`, added to `into`.
    pub fn vjp(&self, values: &[f64], gradient: &[f64], into: &mut [f64]) {
        let mut x = values.to_vec();
        x.resize(self.variables as usize, 0.0);
        self.fill(&mut x);
        let mut back = vec![0.0; x.len()];
        for (row, &g) in gradient.iter().enumerate() {
            self.outputs.pull(row, g, &mut back);
        }
        for part in self.parts.iter().rev() {
            match part {
                Part::Euler(group) => group.pull(&x, &mut back),
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
    }

    /// Change of the outputs when the values change by `direction`: `J direction`.
    pub fn jvp(&self, values: &[f64], direction: &[f64], out: &mut [f64]) {
        let mut x = values.to_vec();
        x.resize(self.variables as usize, 0.0);
        self.fill(&mut x);
        let mut dx = direction.to_vec();
        dx.resize(x.len(), 0.0);
        for part in &self.parts {
            match part {
                Part::Euler(group) => group.push(&x, &mut dx),
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
    }
}

impl Group {
    fn pull(&self, x: &[f64], back: &mut [f64]) {
        for number in 0..self.tails.len() {
            let at = self.first as usize + 3 * number;
            let gradient = [back[at], back[at + 1], back[at + 2]];
            for (k, axis) in self.axes_at_the_end(number, x).into_iter().enumerate() {
                let change = euler_change(axis, [x[at], x[at + 1], x[at + 2]]);
                let g = (0..3).map(|p| gradient[p] * change[p]).sum();
                self.angles.pull(number * self.axes.len() + k, g, back);
            }
        }
    }

    fn push(&self, x: &[f64], dx: &mut [f64]) {
        for number in 0..self.tails.len() {
            let at = self.first as usize + 3 * number;
            let mut sum = [0.0; 3];
            for (k, axis) in self.axes_at_the_end(number, x).into_iter().enumerate() {
                let change = euler_change(axis, [x[at], x[at + 1], x[at + 2]]);
                let by = self.angles.tangent(number * self.axes.len() + k, dx);
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
fn euler_change(v: Vector, [a, t, _]: Vector) -> Vector {
    let ((sin_a, cos_a), (sin_t, cos_t)) = (a.sin_cos(), t.sin_cos());
    let along = v[0] * cos_a + v[1] * sin_a;
    let dt = v[1] * cos_a - v[0] * sin_a;
    if sin_t.abs() < SINGULAR {
        return [v[2] / 2.0, dt, cos_t.signum() * v[2] / 2.0];
    }
    let db = along / sin_t;
    [v[2] - cos_t * db, dt, db]
}
