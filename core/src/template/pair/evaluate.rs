// SPDX-License-Identifier: Apache-2.0
//! The Weyl decomposition of an operator at one binding: coordinates, Euler angles of the local gates, phase.
//!
//! ```text
//! U  =  exp(i phase) (L0 (x) L1) exp(i (x XX + y YY + z ZZ)) (R0 (x) R1),   each local gate R_z(a) R_y(t) R_z(b)
//! ```
//!
//! The decomposition ([`Weyl`]) leaves a choice of Paulis: `P (x) P` on both sides of the canonical gate does nothing. It is
//! made such that `R0` turns as little as it can, so that nearby operators get nearby angles wherever the order of
//! the coordinates stays the same.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use super::super::rows::Rows;
use super::super::trig::sin_cos;
use super::operator::{Factor, Operator};
use super::pauli::rotate;
use crate::synth::euler::{wrapped, Pauli, Quaternion};
use crate::synth::matrix::{C64, M2, M4};
use crate::synth::weyl::{canonical, Weyl};

/// How many angles are derived of a block.
pub const OUTPUTS: usize = 16;
/// Where the angles of the local gates begin: R0, R1, L0, L1, three each.
pub const LOCALS: usize = 3;
/// Where the phase is.
pub const PHASE: usize = 15;
/// Further off than this a decomposition is not used; rounding makes a hundredth of it.
pub const TOLERANCE: f64 = 1e-12;

/// Sines and cosines computed side by side.
const LANES: usize = 4;

/// One step of an operator.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Step {
    /// A rotation about a Pauli by the next angle.
    Turn(u8),
    /// A fixed matrix, by number.
    Fixed(u32),
}

/// An operator and where its decomposition goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in super::super) struct Pair {
    pub(super) steps: Vec<Step>,
    /// Real and imaginary parts, row by row.
    matrices: Vec<[f64; 32]>,
    /// Angles of the rotations.
    pub(in super::super) angles: Rows,
    /// Coordinates that are not derived.
    pub(super) fixed: [Option<f64>; 3],
    /// The variable of the first result.
    pub(in super::super) first: u32,
}

impl Pair {
    /// `angles`: those of the operator as rows.
    pub fn new(operator: &Operator, angles: Rows, first: u32) -> Pair {
        let (mut steps, mut matrices) = (Vec::new(), Vec::new());
        for factor in &operator.factors {
            steps.push(match factor {
                Factor::Turn(pauli, _) => Step::Turn(*pauli),
                Factor::Fixed(matrix) => {
                    let entry = |k: usize| matrix.0[k / 8][k / 2 % 4];
                    let part = |k: usize| [entry(k).re, entry(k).im][k % 2];
                    matrices.push(std::array::from_fn(part));
                    Step::Fixed(matrices.len() as u32 - 1)
                }
            });
        }
        Pair {
            steps,
            matrices,
            angles,
            fixed: operator.fixed,
            first,
        }
    }

    /// No number in it leads out of an array of `room` variables.
    pub fn is_sound(&self, room: u32) -> bool {
        let mut turns = 0;
        let known = self.steps.iter().all(|step| match step {
            Step::Turn(pauli) => {
                turns += 1;
                (1..16).contains(pauli)
            }
            Step::Fixed(number) => (*number as usize) < self.matrices.len(),
        });
        let ends = u64::from(self.first) + OUTPUTS as u64;
        known
            && turns == self.angles.len()
            && self.angles.width() <= room
            && ends <= u64::from(room)
    }

    pub(super) fn matrix(&self, number: u32) -> M4 {
        let m = &self.matrices[number as usize];
        let entry = |k: usize| C64::new(m[2 * k], m[2 * k + 1]);
        M4(std::array::from_fn(|i| {
            std::array::from_fn(|j| entry(4 * i + j))
        }))
    }

    /// The derived angles, where the rotations have these; and how far what they make is from what is wanted.
    pub fn decompose(&self, angle: impl Fn(usize) -> f64) -> ([f64; OUTPUTS], f64) {
        let u = self.operator(angle);
        let first = resolved(&u, Weyl::of(&u), &self.fixed);
        if first.1 <= TOLERANCE {
            return first;
        }
        let second = resolved(&u, turned(&u), &self.fixed);
        if second.1 < first.1 {
            second
        } else {
            first
        }
    }

    /// The matrix.
    fn operator(&self, angle: impl Fn(usize) -> f64) -> M4 {
        let mut u = M4::IDENTITY;
        let (mut sin, mut cos) = ([0.0; LANES], [0.0; LANES]);
        let (mut next, count) = (0, self.angles.len());
        for step in &self.steps {
            match *step {
                Step::Fixed(number) => u = self.matrix(number) * u,
                Step::Turn(pauli) => {
                    if next % LANES == 0 {
                        let half = |l: usize| 0.5 * angle((next + l).min(count - 1));
                        (sin, cos) = sin_cos::<LANES>(&std::array::from_fn(half));
                    }
                    u = rotate(&u, pauli, sin[next % LANES], cos[next % LANES]);
                    next += 1;
                }
            }
        }
        u
    }
}

/// A decomposition as angles, and how far off they are.
fn resolved(u: &M4, weyl: Weyl, fixed: &[Option<f64>; 3]) -> ([f64; OUTPUTS], f64) {
    let mut phase = weyl.phase;
    let mut local = |matrix: &M2| {
        let (rotation, own) = Quaternion::from_unitary(matrix);
        phase += own;
        rotation
    };
    let mut locals = [weyl.right[0], weyl.right[1], weyl.left[0], weyl.left[1]].map(|m| local(&m));
    settle(&mut locals);
    for q in &mut locals {
        if q.0[0] < 0.0 {
            q.0 = q.0.map(|x| -x);
            phase += PI;
        }
    }
    let mut out = [0.0; OUTPUTS];
    for (k, x) in weyl.coordinates.into_iter().enumerate() {
        out[k] = fixed[k].unwrap_or(x);
    }
    for (k, q) in locals.into_iter().enumerate() {
        let at = LOCALS + 3 * k;
        out[at..at + 3].copy_from_slice(&q.euler(Pauli::Z, Pauli::Y));
    }
    out[PHASE] = wrapped(phase);
    (out, rebuilt(&out).distance(u))
}

/// Of the four choices of Paulis around the canonical gate the one where the first gate turns least.
fn settle(locals: &mut [Quaternion; 4]) {
    let [w, rest @ ..] = locals[0].0;
    let mut most = w.abs();
    let mut axis = None;
    for (k, component) in rest.into_iter().enumerate() {
        // Among equals, but for rounding, the earlier one.
        if component.abs() > most + 1e-9 {
            (most, axis) = (component.abs(), Some(Pauli::from_index(k)));
        }
    }
    if let Some(axis) = axis {
        let half_turn = Quaternion::rotation(axis, PI);
        for (k, q) in locals.iter_mut().enumerate() {
            *q = match k {
                0 | 1 => half_turn * *q,
                _ => *q * half_turn.inverse(),
            };
        }
    }
}

/// What derived angles make.
pub(super) fn rebuilt(out: &[f64; OUTPUTS]) -> M4 {
    let local = |k: usize| rotation(out, k).matrix();
    let product = M4::product(&local(2), &local(3))
        * canonical([out[0], out[1], out[2]])
        * M4::product(&local(0), &local(1));
    product.scale(C64::from_polar(1.0, out[PHASE]))
}

/// A local gate of derived angles.
pub(super) fn rotation(out: &[f64], k: usize) -> Quaternion {
    let at = LOCALS + 3 * k;
    Quaternion::rotation(Pauli::Z, out[at])
        * Quaternion::rotation(Pauli::Y, out[at + 1])
        * Quaternion::rotation(Pauli::Z, out[at + 2])
}

/// The decomposition by way of that of the operator between fixed local gates, whose eigenvectors are others.
fn turned(u: &M4) -> Weyl {
    let gate = |x: f64, y: f64| {
        (Quaternion::rotation(Pauli::Z, x) * Quaternion::rotation(Pauli::Y, y)).matrix()
    };
    let after = [gate(0.7, 1.1), gate(-1.9, 0.6)];
    let before = [gate(2.3, -0.8), gate(0.4, 1.7)];
    let pair = |gates: &[M2; 2]| M4::product(&gates[0], &gates[1]);
    let mut weyl = Weyl::of(&(pair(&after) * *u * pair(&before)));
    for k in 0..2 {
        weyl.left[k] = after[k].adjoint() * weyl.left[k];
        weyl.right[k] = weyl.right[k] * before[k].adjoint();
    }
    weyl
}
