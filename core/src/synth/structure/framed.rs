// SPDX-License-Identifier: Apache-2.0
//! A matrix as blocks over labels, between a circuit before and a circuit after.

use super::axes::{self, Axis};
use crate::synth::dense::{self, Matrix};
use crate::synth::draft::Draft;
use crate::synth::freedom::Freedom;
use crate::synth::matrix::{C64, M2};

/// `u = after (blocks on data, chosen by labels) before`.
#[derive(Clone, Debug)]
pub struct Framed {
    pub before: Draft,
    pub after: Draft,
    /// Ascending; bit i of a block's number is the value of `labels[i]`.
    pub labels: Vec<usize>,
    /// Ascending; bit i of a block's row is wire `data[i]`.
    pub data: Vec<usize>,
    /// Unitary to rounding; numbers where all wires are labels.
    pub blocks: Vec<Matrix>,
}

impl Framed {
    /// With one-qubit frames: every wire is a label of which an axis goes to an axis.
    pub fn of(u: &Matrix) -> Framed {
        let qubits = wires(u);
        let (mut before, mut after) = (Draft::new(qubits), Draft::new(qubits));
        let mut labels = Vec::new();
        let mut inner = u.clone();
        for wire in 0..qubits {
            let found = match axes::is_label(&inner, wire) {
                true => Some(Axis {
                    before: M2::IDENTITY,
                    after: M2::IDENTITY,
                }),
                false => axes::axis(u, wire),
            };
            let Some(axis) = found else { continue };
            let stripped = match axis.before == M2::IDENTITY && axis.after == M2::IDENTITY {
                true => None,
                false => Some(axes::strip(&inner, wire, &axis)),
            };
            if stripped.as_ref().is_none_or(|s| axes::is_label(s, wire)) {
                if let Some(stripped) = stripped {
                    inner = stripped;
                    before.one(wire, axis.before);
                    after.one(wire, axis.after);
                }
                labels.push(wire);
            }
        }
        let data: Vec<usize> = (0..qubits).filter(|w| !labels.contains(w)).collect();
        let blocks = blocks(&inner, &labels, &data);
        Framed {
            before,
            after,
            labels,
            data,
            blocks,
        }
    }

    /// Without frames.
    pub fn bare(u: &Matrix) -> Framed {
        let qubits = wires(u);
        let (labels, data): (Vec<usize>, Vec<usize>) =
            (0..qubits).partition(|&w| axes::is_label(u, w));
        Framed {
            before: Draft::new(qubits),
            after: Draft::new(qubits),
            blocks: blocks(u, &labels, &data),
            labels,
            data,
        }
    }

    /// Between two more circuits.
    #[must_use]
    pub fn within(mut self, before: Draft, after: &Draft) -> Framed {
        let mut first = before;
        first.append(&self.before);
        self.before = first;
        self.after.append(after);
        self
    }

    /// Wires in the order of a multiplexer's: data, then labels.
    pub fn order(&self) -> Vec<usize> {
        self.data.iter().chain(&self.labels).copied().collect()
    }

    /// What is between the circuits.
    pub fn inner(&self) -> Matrix {
        dense::on_wires(
            &dense::direct_sum(&self.blocks),
            &self.order(),
            self.before.qubits,
        )
    }

    /// The whole matrix.
    pub fn unitary(&self) -> Matrix {
        self.after.unitary() * self.inner() * self.before.unitary()
    }

    /// The freedom left inside: a diagonal passes a circuit that permutes basis states, up to phases.
    pub fn freedom(&self, freedom: Freedom) -> Freedom {
        Freedom {
            before: freedom.before && image(&self.before).is_some(),
            after: freedom.after && image(&self.after).is_some(),
        }
    }
}

/// Where a circuit sends each basis state, if each goes to one.
pub(super) fn image(draft: &Draft) -> Option<Vec<usize>> {
    if draft.items().is_empty() {
        return Some((0..1 << draft.qubits).collect());
    }
    let m = draft.unitary();
    let to = |j: usize| (0..m.nrows()).find(|&i| m[(i, j)].norm() > 1.0 - 1e-12);
    (0..m.ncols()).map(to).collect()
}

/// Wires of a matrix.
pub(super) fn wires(u: &Matrix) -> usize {
    u.nrows().trailing_zeros() as usize
}

/// The bits of `value` put on wires.
pub(super) fn spread(value: usize, on: &[usize]) -> usize {
    on.iter()
        .enumerate()
        .map(|(i, &w)| (value >> i & 1) << w)
        .sum()
}

/// The bits of `value` on wires.
pub(super) fn gather(value: usize, on: &[usize]) -> usize {
    on.iter()
        .enumerate()
        .map(|(i, &w)| (value >> w & 1) << i)
        .sum()
}

/// The blocks of a matrix that commutes with Z on all labels, each by the nearest unitary.
pub(super) fn blocks(u: &Matrix, labels: &[usize], data: &[usize]) -> Vec<Matrix> {
    let inner: Vec<usize> = (0..1 << data.len()).map(|v| spread(v, data)).collect();
    (0..1usize << labels.len())
        .map(|x| {
            let base = spread(x, labels);
            let size = inner.len();
            let block = Matrix::from_fn(size, size, |i, j| u[(base | inner[i], base | inner[j])]);
            match size {
                1 => block.map(|z: C64| z / z.norm()),
                _ => dense::nearest_unitary(&block),
            }
        })
        .collect()
}
