// SPDX-License-Identifier: Apache-2.0
//! States cut in two, and the halves wire by wire: dense states, states of low rank, matrix products.
//!
//! Across a cut a state is `sum of s_i |a_i>|b_i>`: the values s on few wires, copied by a cx each, and an isometry on each side
//! [1]. An isometry whose rank towards its further wires is small is one on its nearest wire and those that carry the
//! rank, followed by another that goes on from there; a state of matrix products is a chain of small ones. A diagonal before
//! an isometry goes into the one before it, and in the end through the copying cx into the values, where it costs
//! nothing, so each is made up to a diagonal.
//!
//! [1] M. Plesch, C. Brukner, "Quantum-state preparation with universal gate decompositions", Phys. Rev. A 83, 032302, 2011,
//!     doi:10.1103/PhysRevA.83.032302. Chains: C. Schon, E. Solano, F. Verstraete, J. Cirac, M. Wolf, "Sequential generation of
//!     entangled multiqubit states", Phys. Rev. Lett. 95, 110503, 2005, doi:10.1103/PhysRevLett.95.110503.

use super::svd::Parts;
use super::{as_matrix, exact, order};
use crate::synth::dense::{scale_rows, Matrix};
use crate::synth::draft::Draft;
use crate::synth::freedom::Freedom;
use crate::synth::isometry::{self, price};
use crate::synth::matrix::{C64, ZERO};

/// An isometry from the first wires, which carry a rank, to all of `wires`.
struct Step {
    columns: Matrix,
    wires: Vec<usize>,
}

impl Step {
    fn price(&self) -> usize {
        price(self.columns.ncols(), self.wires.len())
    }
}

/// A state cut in two.
struct Plan {
    values: Vec<f64>,
    sides: [Vec<Step>; 2],
}

/// The plan with the least estimate of all cuts of several orders.
pub fn synthesize(goal: &[C64]) -> Option<Draft> {
    best(goal)?.1.draft(goal.len().trailing_zeros() as usize)
}

/// What [`synthesize`] takes, about.
pub fn estimate(goal: &[C64]) -> Option<usize> {
    best(goal).map(|(price, _)| price)
}

fn best(goal: &[C64]) -> Option<(usize, Plan)> {
    let n = goal.len().trailing_zeros() as usize;
    let orders = order::orders(goal);
    let cuts = orders
        .iter()
        .flat_map(|order| (1..n).map(move |at| (order, at)));
    // Cuts near the middle first, where all else is equal.
    let mut cuts: Vec<(&Vec<usize>, usize)> = cuts.collect();
    cuts.sort_by_key(|&(_, at)| (2 * at).abs_diff(n));
    cuts.into_iter()
        .map(|(order, at)| {
            let plan = Plan::of(goal, order, at);
            (plan.price(), plan)
        })
        .min_by_key(|&(price, _)| price)
}

impl Plan {
    fn of(goal: &[C64], order: &[usize], at: usize) -> Plan {
        let left: Vec<usize> = order[..at].iter().rev().copied().collect();
        let right: Vec<usize> = order[at..].to_vec();
        let parts = Parts::of(&as_matrix(goal, &left, &right));
        let mut sides = [Vec::new(), Vec::new()];
        chain(parts.left, left, &mut sides[0]);
        chain(parts.right.transpose(), right, &mut sides[1]);
        Plan {
            values: parts.values,
            sides,
        }
    }

    fn price(&self) -> usize {
        let bond = wires_of(self.values.len());
        let steps = self.sides.iter().flatten();
        let steps: usize = steps.map(Step::price).sum();
        steps + bond + price(1, bond)
    }

    fn draft(mut self, qubits: usize) -> Option<Draft> {
        let bond = wires_of(self.values.len());
        let mut values: Vec<C64> = self.values.iter().map(|&s| C64::from(s)).collect();
        values.resize(1 << bond, ZERO);
        let inputs: Vec<Vec<usize>> = self
            .sides
            .iter()
            .map(|s| s[0].wires[..bond].to_vec())
            .collect();
        let mut made: Vec<Draft> = Vec::new();
        for side in &mut self.sides {
            let mut drafts = Vec::new();
            for i in (0..side.len()).rev() {
                let step = &side[i];
                let freedom = Freedom {
                    before: true,
                    after: false,
                };
                let found = isometry::partial(&step.columns, freedom);
                let mut draft = Draft::new(qubits);
                draft.append_on(&found.draft, &step.wires);
                drafts.push(draft);
                if found.before.is_empty() {
                    continue;
                }
                let factors: Vec<C64> = found
                    .before
                    .iter()
                    .map(|&p| C64::from_polar(1.0, p))
                    .collect();
                if i == 0 {
                    values.iter_mut().zip(&factors).for_each(|(v, f)| *v *= f);
                    continue;
                }
                // The wires that carry the rank are all but the nearest of the step before.
                let carried = side[i].wires[..wires_of(side[i].columns.ncols())].to_vec();
                let before = &mut side[i - 1];
                let rows: Vec<C64> = (0..before.columns.nrows())
                    .map(|row| {
                        let bit = |(at, q): (usize, &usize)| {
                            let own = before.wires.iter().position(|w| w == q).expect("carried");
                            (row >> own & 1) << at
                        };
                        let value: usize = carried.iter().enumerate().map(bit).sum();
                        factors[value]
                    })
                    .collect();
                scale_rows(&mut before.columns, &rows);
            }
            let mut draft = Draft::new(qubits);
            drafts.iter().rev().for_each(|d| draft.append(d));
            made.push(draft);
        }
        let mut out = Draft::new(qubits);
        out.append_on(&exact(&values), &inputs[0]);
        for (&a, &b) in inputs[0].iter().zip(&inputs[1]) {
            out.cx(a, b);
        }
        made.iter().for_each(|d| out.append(d));
        Some(out)
    }
}

/// Wires that hold so many values.
fn wires_of(rank: usize) -> usize {
    rank.next_power_of_two().trailing_zeros() as usize
}

/// An isometry on wires, the nearest first, as steps.
fn chain(columns: Matrix, wires: Vec<usize>, out: &mut Vec<Step>) {
    let (rows, rank) = columns.shape();
    let (n, inputs) = (wires.len(), wires_of(rank));
    if n >= inputs + 2 {
        // Rows: all further wires; columns: the nearest and the rank.
        let reshaped = Matrix::from_fn(rows / 2, 2 * rank, |i, j| columns[(2 * i + j % 2, j / 2)]);
        let parts = Parts::of(&reshaped);
        let next = parts.values.len();
        let carried = wires_of(next);
        if carried + 1 < n {
            let mut rest = Vec::new();
            chain(parts.left, wires[1..].to_vec(), &mut rest);
            let near = Matrix::from_fn(2 << carried, rank, |row, j| {
                let (k, bit) = (row & ((1 << carried) - 1), row >> carried);
                match k < next {
                    true => parts.right[(k, 2 * j + bit)] * parts.values[k],
                    false => ZERO,
                }
            });
            // The rank goes on where the next step takes it in.
            let mut on: Vec<usize> = rest[0].wires[..carried].to_vec();
            on.push(wires[0]);
            let near = Step {
                columns: near,
                wires: on,
            };
            let sum: usize = rest.iter().chain([&near]).map(Step::price).sum();
            if sum <= price(rank, n) {
                out.push(near);
                out.extend(rest);
                return;
            }
        }
    }
    out.push(Step { columns, wires });
}
