// SPDX-License-Identifier: Apache-2.0
//! Many assignments bound at once, several side by side in the lanes of vector registers.

use super::expression::{evaluate, Dual};
use super::program::{met, Group, Part, Product, Program, Unmet};

/// Assignments side by side.
const LANES: usize = 8;

impl Program {
    /// Angles of many assignments, one after the other in `values` and in `out`.
    pub fn bind_all(&self, values: &[f64], out: &mut [f64]) -> Result<(), Unmet> {
        let (inputs, outputs) = (self.inputs(), self.outputs());
        debug_assert_eq!(0, out.len() % outputs);
        let mut x = vec![[0.0; LANES]; self.variables as usize];
        let rows = out.len() / outputs;
        for start in (0..rows).step_by(LANES) {
            let count = LANES.min(rows - start);
            let own = &values[start * inputs..(start + count) * inputs];
            let room = &mut out[start * outputs..(start + count) * outputs];
            let off = several(self, own, &mut x, room, count);
            for (l, off) in off.into_iter().take(count).enumerate() {
                met(start + l, off)?;
            }
        }
        Ok(())
    }

    #[inline(always)]
    fn fill_lanes(&self, x: &mut [[f64; LANES]], count: usize) -> [f64; LANES] {
        let mut off = [0.0f64; LANES];
        for part in &self.parts {
            match part {
                Part::Euler(group) => group.fill_lanes(x),
                Part::Expression { steps, rows, out } => {
                    for l in 0..LANES {
                        let row = |r: u32| Dual {
                            value: rows.values(r as usize, x)[l],
                            slope: 0.0,
                        };
                        x[*out as usize][l] = evaluate(steps, row).value;
                    }
                }
                Part::Pair(pair) => {
                    for (l, off) in off.iter_mut().enumerate().take(count) {
                        let (angles, own) = pair.decompose(|row| pair.angles.lane(row, x, l));
                        for (k, angle) in angles.into_iter().enumerate() {
                            x[pair.first as usize + k][l] = angle;
                        }
                        *off = off.max(own);
                    }
                }
            }
        }
        off
    }
}

#[multiversion::multiversion(targets("x86_64+avx2"))]
fn several(
    program: &Program,
    values: &[f64],
    x: &mut [[f64; LANES]],
    out: &mut [f64],
    count: usize,
) -> [f64; LANES] {
    let inputs = program.inputs();
    for k in 0..inputs {
        for l in 0..LANES {
            // Lanes without an assignment of their own repeat the last one.
            x[k][l] = values[l.min(count - 1) * inputs + k];
        }
    }
    let off = program.fill_lanes(x, count);
    let outputs = program.outputs();
    for row in 0..outputs {
        let angles = program.outputs.values(row, x);
        for l in 0..count {
            out[l * outputs + row] = angles[l];
        }
    }
    off
}

impl Group {
    #[inline(always)]
    fn fill_lanes(&self, x: &mut [[f64; LANES]]) {
        let turns = self.axes.len();
        for (number, tail) in self.tails.iter().enumerate() {
            let mut product = Product::<LANES>::one();
            for (k, &axis) in self.axes.iter().enumerate() {
                let mut half = self.angles.values(number * turns + k, x);
                for h in &mut half {
                    *h *= 0.5;
                }
                product.turn(axis, &half);
            }
            product.after(&tail.map(|component| [component; LANES]));
            let at = self.first as usize + 3 * number;
            for (part, angle) in product.euler().into_iter().enumerate() {
                x[at + part] = angle;
            }
        }
    }
}
