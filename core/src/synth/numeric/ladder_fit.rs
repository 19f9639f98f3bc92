// SPDX-License-Identifier: Apache-2.0
//! A ladder of cz between labels and one data wire as a least-squares problem.
//!
//! Whatever the labels are, the data wire sees a word of its own gates with a Z wherever the label of a cz is 1: one product
//! of quaternions for every label value instead of a matrix on all wires.

use nalgebra::{DMatrix, DVector};

use super::least_squares::Problem;
use super::template::{any_rotation, nudged};
use crate::synth::euler::Quaternion;
use crate::synth::gauss::Gauss;

/// -i Z.
const TURN: Quaternion = Quaternion([0.0, 0.0, 0.0, 1.0]);

/// The ladder's labels in order, and the rotations it is to be for every label value.
pub struct LadderFit<'a> {
    labels: &'a [usize],
    blocks: &'a [Quaternion],
    /// Products up to before every gate.
    before: Vec<Quaternion>,
}

impl<'a> LadderFit<'a> {
    pub fn new(labels: &'a [usize], blocks: &'a [Quaternion]) -> LadderFit<'a> {
        LadderFit {
            labels,
            blocks,
            before: vec![Quaternion::ONE; labels.len() + 1],
        }
    }

    pub fn start(&self, random: &mut Gauss) -> Vec<Quaternion> {
        (0..=self.labels.len())
            .map(|_| any_rotation(random))
            .collect()
    }

    /// What the ladder is at a label value, a cz counting as -iZ where its label is 1.
    pub fn word(labels: &[usize], gates: &[Quaternion], value: usize) -> Quaternion {
        let mut product = gates[0];
        for (&label, &gate) in labels.iter().zip(&gates[1..]) {
            if value >> label & 1 == 1 {
                product = TURN * product;
            }
            product = gate * product;
        }
        product
    }
}

impl Problem for LadderFit<'_> {
    type Point = Vec<Quaternion>;

    fn parameters(&self) -> usize {
        2 * self.labels.len() + 3
    }

    fn residuals(&self) -> usize {
        4 * self.blocks.len()
    }

    fn residual(&mut self, gates: &Vec<Quaternion>, out: &mut DVector<f64>) {
        for (value, block) in self.blocks.iter().enumerate() {
            let word = LadderFit::word(self.labels, gates, value);
            for i in 0..4 {
                out[4 * value + i] = word.0[i] - block.0[i];
            }
        }
    }

    fn derivative(&mut self, gates: &Vec<Quaternion>, out: &mut DMatrix<f64>) {
        let last = self.labels.len();
        for value in 0..self.blocks.len() {
            let is_turned = |cz: usize| value >> self.labels[cz] & 1 == 1;
            let mut product = Quaternion::ONE;
            for at in 0..=last {
                if at > 0 && is_turned(at - 1) {
                    product = TURN * product;
                }
                self.before[at] = product;
                product = gates[at] * product;
            }
            let mut after = Quaternion::ONE;
            for at in (0..=last).rev() {
                after = after * gates[at];
                let directions = if at == 0 { 3 } else { 2 };
                let column = if at == 0 { 0 } else { 2 * at + 1 };
                for d in 0..directions {
                    let mut axis = [0.0; 4];
                    axis[1 + d] = 0.5;
                    let moved = after * Quaternion(axis) * self.before[at];
                    for i in 0..4 {
                        out[(4 * value + i, column + d)] = moved.0[i];
                    }
                }
                if at > 0 && is_turned(at - 1) {
                    after = after * TURN;
                }
            }
        }
    }

    fn moved(&self, gates: &Vec<Quaternion>, step: &DVector<f64>) -> Vec<Quaternion> {
        let step = step.as_slice();
        let rest = gates[1..].iter().zip(step[3..].chunks_exact(2));
        std::iter::once(nudged(gates[0], &step[..3]))
            .chain(rest.map(|(&gate, part)| nudged(gate, part)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_derivative_is_that_of_the_residual() {
        let mut random = Gauss::new(3);
        let blocks: Vec<Quaternion> = (0..4).map(|_| any_rotation(&mut random)).collect();
        let labels = [0, 1, 0, 1, 0];
        let mut fit = LadderFit::new(&labels, &blocks);
        let point = fit.start(&mut random);
        let mut jacobian = DMatrix::zeros(16, 13);
        fit.derivative(&point, &mut jacobian);
        let (mut up, mut down) = (DVector::zeros(16), DVector::zeros(16));
        for p in 0..13 {
            let mut step = DVector::zeros(13);
            step[p] = 1e-5;
            fit.residual(&fit.moved(&point, &step), &mut up);
            step[p] = -1e-5;
            fit.residual(&fit.moved(&point, &step), &mut down);
            let off = (&up - &down) / 2e-5 - jacobian.column(p);
            assert!(off.norm() < 1e-9, "{p} {:e}", off.norm());
        }
    }
}
