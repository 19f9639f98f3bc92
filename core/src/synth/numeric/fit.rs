// SPDX-License-Identifier: Apache-2.0
//! A template against a goal as a least-squares problem.
//!
//! The residuals are the entries of the circuit's matrix less the goal's, the goal turned by its free phases, which are
//! parameters like the others. A gate moves by a small rotation before it, so nothing is singular anywhere; the
//! derivative is that of one product taken apart at every gap, from a sweep forward and a sweep back.

use nalgebra::{DMatrix, DVector};

use super::goal::{Goal, Phases};
use super::least_squares::Problem;
use super::template::{any_rotation, nudged, Slot, Template};
use crate::synth::draft::Item;
use crate::synth::euler::Quaternion;
use crate::synth::gauss::Gauss;
use crate::synth::matrix::{C64, M2, ONE, ZERO};

/// The gates in the gaps, and the goal's phases.
#[derive(Clone, PartialEq, Debug)]
pub struct Point {
    pub gates: Vec<Quaternion>,
    pub phases: Phases,
}

/// See the module's page.
pub struct Fit<'a> {
    template: &'a Template,
    goal: &'a Goal,
    size: usize,
    /// Of all label values.
    columns: usize,
    /// Before every gap, what the inputs have become; and at the end.
    forward: Vec<Vec<C64>>,
    /// Row by row, what is after the gap.
    backward: Vec<C64>,
}

impl<'a> Fit<'a> {
    pub fn new(template: &'a Template, goal: &'a Goal) -> Fit<'a> {
        let (size, columns) = goal.target().shape();
        debug_assert_eq!(template.qubits, goal.qubits);
        Fit {
            template,
            goal,
            size,
            columns,
            forward: vec![vec![ZERO; size * columns]; template.gaps() + 1],
            backward: vec![ZERO; size * size * goal.copies()],
        }
    }

    /// Gates from a stream of numbers, and the phases that suit them.
    pub fn start(&mut self, random: &mut Gauss) -> Point {
        let gates = (0..self.template.gaps()).map(|_| any_rotation(random));
        let gates: Vec<Quaternion> = gates.collect();
        self.at_gates(gates)
    }

    pub fn at_gates(&mut self, gates: Vec<Quaternion>) -> Point {
        self.run(&gates);
        let end = self.forward.last().expect("the end");
        Point {
            phases: self.goal.phases(end),
            gates,
        }
    }

    fn run(&mut self, gates: &[Quaternion]) {
        let mut current = vec![ZERO; self.size * self.columns];
        for (j, &input) in self.goal.inputs().iter().enumerate() {
            current[j * self.size + input] = ONE;
        }
        let mut gap = 0;
        for slot in self.template.slots() {
            match *slot {
                Slot::Fixed(item) => item.apply(&mut current),
                Slot::Sign { label, wire } => sign(label, wire, self.goal.copies(), &mut current),
                Slot::Free(q) | Slot::Tilt(q) => {
                    self.forward[gap].copy_from_slice(&current);
                    Item::One(q, gates[gap].matrix()).apply(&mut current);
                    gap += 1;
                }
            }
        }
        self.forward[gap].copy_from_slice(&current);
    }

    fn phase_count(&self) -> usize {
        match (self.goal.freedom().before, self.goal.freedom().after) {
            (false, false) => 1,
            (before, after) => {
                let rows = self.size * self.goal.copies();
                usize::from(before) * self.columns + usize::from(after) * rows
            }
        }
    }

    /// The derivatives by a rotation about X, Y and Z in a gap on wire `q` into columns from `at` on.
    fn gap_columns(
        &self,
        q: usize,
        gap: usize,
        directions: usize,
        at: usize,
        out: &mut DMatrix<f64>,
    ) {
        let (size, bit) = (self.size, 1 << q);
        let counts = self.goal.counts();
        let mut entries = [ZERO; 3];
        let columns_each = self.columns / self.goal.copies();
        for j in 0..self.columns {
            let first_row = j / columns_each * size;
            let input = &self.forward[gap][j * size..(j + 1) * size];
            for i in 0..size {
                let entry = i + j * size;
                if !counts[entry] {
                    (0..directions).for_each(|d| {
                        (out[(2 * entry, at + d)], out[(2 * entry + 1, at + d)]) = (0.0, 0.0);
                    });
                    continue;
                }
                let row = first_row + i;
                let output = &self.backward[row * size..(row + 1) * size];
                let (mut up, mut down, mut even) = (ZERO, ZERO, ZERO);
                for (o, v) in output
                    .chunks_exact(2 * bit)
                    .zip(input.chunks_exact(2 * bit))
                {
                    let ((o0, o1), (v0, v1)) = (o.split_at(bit), v.split_at(bit));
                    for k in 0..bit {
                        up += o0[k] * v1[k];
                        down += o1[k] * v0[k];
                    }
                    if directions == 3 {
                        for k in 0..bit {
                            even += o0[k] * v0[k] - o1[k] * v1[k];
                        }
                    }
                }
                // -i/2 times X, Y, Z.
                let (sum, difference) = (up + down, down - up);
                entries[0] = C64::new(sum.im, -sum.re) * 0.5;
                entries[1] = difference * 0.5;
                entries[2] = C64::new(even.im, -even.re) * 0.5;
                for (d, x) in entries.iter().enumerate().take(directions) {
                    (out[(2 * entry, at + d)], out[(2 * entry + 1, at + d)]) = (x.re, x.im);
                }
            }
        }
    }

    fn phase_columns(&self, phases: &Phases, start: usize, out: &mut DMatrix<f64>) {
        out.columns_mut(start, self.phase_count()).fill(0.0);
        let after = phases.after.len();
        for entry in (0..self.size * self.columns).filter(|&e| self.goal.counts()[e]) {
            let (i, j) = (entry % self.size, entry / self.size);
            let x = self.goal.turned(phases, i, j);
            // -i x.
            let value = [x.im, -x.re];
            let row = (!phases.after.is_empty()).then_some(start + self.goal.row(i, j));
            let column = (!phases.before.is_empty()).then_some(start + after + j);
            let whole = (row.is_none() && column.is_none()).then_some(start);
            for at in [row, column, whole].into_iter().flatten() {
                (out[(2 * entry, at)], out[(2 * entry + 1, at)]) = (value[0], value[1]);
            }
        }
    }
}

impl Problem for Fit<'_> {
    type Point = Point;

    fn parameters(&self) -> usize {
        self.template.parameters() + self.phase_count()
    }

    fn residuals(&self) -> usize {
        2 * self.size * self.columns
    }

    fn residual(&mut self, point: &Point, out: &mut DVector<f64>) {
        self.run(&point.gates);
        let end = self.forward.last().expect("the end");
        for (entry, u) in end.iter().enumerate() {
            let off = match self.goal.counts()[entry] {
                true => {
                    u - self
                        .goal
                        .turned(&point.phases, entry % self.size, entry / self.size)
                }
                false => ZERO,
            };
            (out[2 * entry], out[2 * entry + 1]) = (off.re, off.im);
        }
    }

    fn derivative(&mut self, point: &Point, out: &mut DMatrix<f64>) {
        self.run(&point.gates);
        self.backward.fill(ZERO);
        for row in 0..self.size * self.goal.copies() {
            self.backward[row * self.size + row % self.size] = ONE;
        }
        let (mut gap, mut at) = (self.template.gaps(), self.template.parameters());
        self.phase_columns(&point.phases, at, out);
        for slot in self.template.slots().iter().rev() {
            match *slot {
                Slot::Fixed(item) => transposed(item).apply(&mut self.backward),
                Slot::Sign { label, wire } => {
                    sign(label, wire, self.goal.copies(), &mut self.backward);
                }
                Slot::Free(q) | Slot::Tilt(q) => {
                    gap -= 1;
                    let gate = Item::One(q, point.gates[gap].matrix());
                    transposed(gate).apply(&mut self.backward);
                    let directions = if matches!(slot, Slot::Free(_)) { 3 } else { 2 };
                    at -= directions;
                    self.gap_columns(q, gap, directions, at, out);
                }
            }
        }
    }

    fn moved(&self, point: &Point, step: &DVector<f64>) -> Point {
        let mut next = point.clone();
        let (mut gap, mut at) = (0, 0);
        for slot in self.template.slots() {
            let directions = match slot {
                Slot::Fixed(_) | Slot::Sign { .. } => continue,
                Slot::Free(_) => 3,
                Slot::Tilt(_) => 2,
            };
            let part = &step.as_slice()[at..at + directions];
            next.gates[gap] = nudged(point.gates[gap], part);
            (gap, at) = (gap + 1, at + directions);
        }
        let phases = &mut next.phases;
        let moves = &step.as_slice()[at..];
        if phases.after.is_empty() && phases.before.is_empty() {
            phases.whole += moves[0];
        }
        let sides = phases.after.iter_mut().chain(&mut phases.before);
        sides.zip(moves).for_each(|(p, m)| *p += m);
        next
    }
}

/// Z on a wire of the states, in as many equal parts as there are label values, for which the label is 1.
fn sign(label: usize, wire: usize, copies: usize, states: &mut [C64]) {
    let each = states.len() / copies;
    for part in states.chunks_exact_mut(each << label).skip(1).step_by(2) {
        let ones = part.chunks_exact_mut(1 << wire).skip(1).step_by(2);
        ones.flatten().for_each(|x| *x = -*x);
    }
}

/// The item whose matrix is the transpose.
fn transposed(item: Item) -> Item {
    match item {
        Item::One(q, M2([[a, b], [c, d]])) => Item::One(q, M2([[a, c], [b, d]])),
        pair => pair,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::haar;
    use crate::synth::draft::Draft;
    use crate::synth::freedom::Freedom;

    #[test]
    fn the_derivative_is_that_of_the_residual() {
        let mut template = Template::of_pairs(3, &[[0, 1], [1, 2]]);
        let mut middle = Draft::new(3);
        middle.cx(2, 0);
        middle.one(1, crate::synth::dense::block2(&haar(2, 9), 0, 0));
        template.fixed(&middle);
        template.pairs(&[[0, 2]]);
        let freedoms = [(false, false), (true, false), (false, true), (true, true)];
        for (before, after) in freedoms {
            let goal = Goal::isometry(&haar(8, 3).columns(0, 5).into_owned())
                .with_free_entries(|i, j| i == 2 && j == 1)
                .up_to(Freedom { before, after });
            let mut fit = Fit::new(&template, &goal);
            let point = fit.start(&mut Gauss::new(4));
            let (m, n) = (fit.residuals(), fit.parameters());
            let mut jacobian = DMatrix::zeros(m, n);
            fit.derivative(&point, &mut jacobian);
            let (mut up, mut down) = (DVector::zeros(m), DVector::zeros(m));
            let h = 1e-5;
            for p in 0..n {
                let mut step = DVector::zeros(n);
                step[p] = h;
                fit.residual(&fit.moved(&point, &step), &mut up);
                step[p] = -h;
                fit.residual(&fit.moved(&point, &step), &mut down);
                let off = (&up - &down) / (2.0 * h) - jacobian.column(p);
                assert!(off.norm() < 1e-9, "{before} {after} {p} {:e}", off.norm());
            }
        }
    }
}
