// SPDX-License-Identifier: Apache-2.0
//! From parameter values to the angles of every slot.
//!
//! Values, derived angles and intermediate results are one list of variables. Parts fill it in order; then each slot
//! is an affine row over it. One binding takes time linear in the size of the program and no memory of its own beyond
//! that list.

use serde::{Deserialize, Serialize};

use super::expression::{evaluate, Dual, Step};
use super::pair::{Pair, TOLERANCE};
use super::rows::Rows;
use super::trig::{atan2, sin_cos};

/// Derived angles computed side by side when one assignment is bound.
const LANES: usize = 4;

/// See the module's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Program {
    pub(super) inputs: u32,
    pub(super) variables: u32,
    pub(super) parts: Vec<Part>,
    /// The slots, then the global phase.
    pub(super) outputs: Rows,
}

/// What fills some variables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Part {
    Euler(Group),
    Expression {
        steps: Vec<Step>,
        rows: Rows,
        out: u32,
    },
    Pair(Pair),
}

/// An assignment at which a merged block is not the block, and by how much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unmet {
    /// Which of the assignments.
    pub row: usize,
    pub off: f64,
}

/// Products of rotations about the same axes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Group {
    /// Axis of each rotation, first applied first: 0 to 2 for X to Z.
    pub axes: Vec<u8>,
    /// Angles of the rotations, product by product.
    pub angles: Rows,
    /// What is applied last, as a quaternion.
    pub tails: Vec<[f64; 4]>,
    /// The variable of the first result; each product has three.
    pub first: u32,
}

impl Program {
    /// How many values it takes.
    pub fn inputs(&self) -> usize {
        self.inputs as usize
    }

    /// How many angles it gives: the slots and the global phase.
    pub fn outputs(&self) -> usize {
        self.outputs.len()
    }

    /// Angles of one assignment. `values` has [`inputs`](Self::inputs) numbers, `out` room for
    /// [`outputs`](Self::outputs); `scratch` is grown as needed and may be used again.
    pub fn bind(
        &self,
        values: &[f64],
        out: &mut [f64],
        scratch: &mut Vec<f64>,
    ) -> Result<(), Unmet> {
        debug_assert_eq!((self.inputs(), self.outputs()), (values.len(), out.len()));
        scratch.clear();
        scratch.extend_from_slice(values);
        scratch.resize(self.variables as usize, 0.0);
        met(0, single(self, scratch, out))
    }

    /// Lossless, for pickling and caches.
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("numbers and lists")
    }

    /// `None` for bytes that are not of a program.
    pub fn from_bytes(bytes: &[u8]) -> Option<Program> {
        let program: Program = postcard::from_bytes(bytes).ok()?;
        program.is_sound().then_some(program)
    }

    /// Every number of a variable is below their count, so that no array is left.
    fn is_sound(&self) -> bool {
        let room = self.variables;
        let sound = |part: &Part| match part {
            Part::Euler(g) => {
                let ends = u64::from(g.first) + 3 * g.tails.len() as u64;
                g.angles.width() <= room
                    && ends <= u64::from(room)
                    && g.angles.len() == g.axes.len() * g.tails.len()
                    && g.axes.iter().all(|&axis| axis < 3)
            }
            Part::Expression { steps, rows, out } => {
                let known = |s: &Step| !matches!(s, Step::Row(r) if *r as usize >= rows.len());
                *out < room && rows.width() <= room && steps.iter().all(known)
            }
            Part::Pair(pair) => pair.is_sound(room),
        };
        self.inputs <= room && self.outputs.width() <= room && self.parts.iter().all(sound)
    }

    /// Run the parts for one assignment; how far off a merged block is at most.
    #[inline(always)]
    pub(super) fn fill(&self, x: &mut [f64]) -> f64 {
        let mut off = 0.0f64;
        for part in &self.parts {
            match part {
                Part::Euler(group) => group.fill(x),
                Part::Expression { steps, rows, out } => {
                    let row = |r: u32| Dual {
                        value: rows.value(r as usize, x),
                        slope: 0.0,
                    };
                    x[*out as usize] = evaluate(steps, row).value;
                }
                Part::Pair(pair) => {
                    let (angles, own) = pair.decompose(|row| pair.angles.value(row, x));
                    x[pair.first as usize..][..angles.len()].copy_from_slice(&angles);
                    off = off.max(own);
                }
            }
        }
        off
    }
}

/// Values that are no numbers give angles that are none, and are off by nothing.
pub(super) fn met(row: usize, off: f64) -> Result<(), Unmet> {
    match off > TOLERANCE {
        true => Err(Unmet { row, off }),
        false => Ok(()),
    }
}

#[multiversion::multiversion(targets("x86_64+avx2"))]
fn single(program: &Program, x: &mut [f64], out: &mut [f64]) -> f64 {
    let off = program.fill(x);
    for (row, angle) in out.iter_mut().enumerate() {
        *angle = program.outputs.value(row, x);
    }
    off
}

impl Group {
    #[inline(always)]
    fn fill(&self, x: &mut [f64]) {
        let turns = self.axes.len();
        let mut next = 0;
        while next < self.tails.len() {
            let count = LANES.min(self.tails.len() - next);
            // Lanes without a product of their own repeat the last one.
            let lane = |l: usize| next + l.min(count - 1);
            let mut product = Product::<LANES>::one();
            for (k, &axis) in self.axes.iter().enumerate() {
                let mut half = [0.0; LANES];
                for l in 0..LANES {
                    half[l] = 0.5 * self.angles.value(lane(l) * turns + k, x);
                }
                product.turn(axis, &half);
            }
            let mut tail = [[0.0; LANES]; 4];
            for l in 0..LANES {
                for (part, component) in tail.iter_mut().enumerate() {
                    component[l] = self.tails[lane(l)][part];
                }
            }
            product.after(&tail);
            let angles = product.euler();
            for l in 0..count {
                let at = self.first as usize + 3 * (next + l);
                for (part, angle) in angles.iter().enumerate() {
                    x[at + part] = angle[l];
                }
            }
            next += count;
        }
    }
}

/// Products of rotations, side by side: the components of their quaternions.
pub(super) struct Product<const L: usize>(pub [[f64; L]; 4]);

impl<const L: usize> Product<L> {
    #[inline(always)]
    pub fn one() -> Self {
        Product([[1.0; L], [0.0; L], [0.0; L], [0.0; L]])
    }

    /// A rotation by twice `half` about an axis, after the product.
    #[inline(always)]
    pub fn turn(&mut self, axis: u8, half: &[f64; L]) {
        let (sin, cos) = sin_cos(half);
        // (cos + sin i) q for the unit i of the axis; j and k follow it in turn.
        let i = 1 + axis as usize;
        let j = 1 + (axis as usize + 1) % 3;
        let k = 1 + (axis as usize + 2) % 3;
        let q = &mut self.0;
        for l in 0..L {
            let (s, c) = (sin[l], cos[l]);
            let (w, a, b, d) = (q[0][l], q[i][l], q[j][l], q[k][l]);
            q[0][l] = c * w - s * a;
            q[i][l] = c * a + s * w;
            q[j][l] = c * b - s * d;
            q[k][l] = c * d + s * b;
        }
    }

    /// Any rotation after the product.
    #[inline(always)]
    pub fn after(&mut self, left: &[[f64; L]; 4]) {
        let q = &mut self.0;
        for l in 0..L {
            let (a, b, c, d) = (left[0][l], left[1][l], left[2][l], left[3][l]);
            let (w, x, y, z) = (q[0][l], q[1][l], q[2][l], q[3][l]);
            q[0][l] = a * w - b * x - c * y - d * z;
            q[1][l] = a * x + b * w + c * z - d * y;
            q[2][l] = a * y - b * z + c * w + d * x;
            q[3][l] = a * z + b * y - c * x + d * w;
        }
    }

    /// `(a, t, b)` with `R_z(a) R_y(t) R_z(b)` the product, sign included, and t from 0 to pi.
    #[inline(always)]
    pub fn euler(&self) -> [[f64; L]; 3] {
        let [w, x, y, z] = &self.0;
        let (mut far, mut near, mut minus) = ([0.0; L], [0.0; L], [0.0; L]);
        for l in 0..L {
            far[l] = (x[l] * x[l] + y[l] * y[l]).sqrt();
            near[l] = (w[l] * w[l] + z[l] * z[l]).sqrt();
            minus[l] = -x[l];
        }
        let sum = atan2(z, w);
        let difference = atan2(&minus, y);
        let half = atan2(&far, &near);
        let (mut a, mut t, mut b) = ([0.0; L], [0.0; L], [0.0; L]);
        for l in 0..L {
            a[l] = sum[l] + difference[l];
            t[l] = 2.0 * half[l];
            b[l] = sum[l] - difference[l];
        }
        [a, t, b]
    }
}
