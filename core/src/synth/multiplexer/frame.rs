// SPDX-License-Identifier: Apache-2.0
//! Blocks that are diagonal in one basis but for a factor they share, as those of a controlled gate are.
//!
//! `block x = f diag_x f^-1 (block 0)`: f, whose columns have any phases, and a diagonal on all wires.

use super::basis::settled;
use super::phases::{diagonal_on, principal};
use super::simplify::SAME;
use crate::synth::dense::{eigen_hermitian, EigenUnitary, Matrix};
use crate::synth::draft::Draft;
use crate::synth::gauss::Gauss;
use crate::synth::matrix::{C64, I};
use crate::synth::unitary;

/// The circuit, if there is such a basis.
pub(super) fn write(draft: &mut Draft, blocks: &[Matrix]) -> Option<Vec<C64>> {
    let first = blocks[0].adjoint();
    let turns: Vec<Matrix> = blocks.iter().map(|b| b * &first).collect();
    // One Hermitian matrix that tells apart what any of them does.
    let size = first.nrows();
    let mut random = Gauss::new(1);
    let mut sum = Matrix::zeros(size, size);
    for t in &turns {
        let (p, q) = (random.normal(), random.normal());
        sum += (t + t.adjoint()) * C64::from(p) + (t - t.adjoint()) * (I * q);
    }
    let (values, vectors) = eigen_hermitian(&sum);
    let basis = settled(EigenUnitary {
        // Clusters are what matters.
        angles: values.iter().map(|x| x.atan()).collect(),
        vectors,
    })
    .vectors;
    let mut diagonals = Vec::with_capacity(turns.len());
    for t in &turns {
        let turned = basis.adjoint() * t * &basis;
        let diagonal = turned.diagonal();
        if (turned - Matrix::from_diagonal(&diagonal)).norm() > SAME {
            return None;
        }
        diagonals.push(diagonal);
    }
    let data = size.trailing_zeros() as usize;
    let mut frame = Draft::new(data);
    unitary::write(&mut frame, &basis.adjoint(), true);
    let start = frame.unitary() * &blocks[0];
    let left = unitary::write(draft, &start, true);
    let mut entries: Vec<C64> = diagonals.iter().flat_map(|d| d.iter().copied()).collect();
    if !left.is_empty() {
        for chunk in entries.chunks_mut(size) {
            chunk.iter_mut().zip(&left).for_each(|(e, l)| *e *= l);
        }
    }
    let wires: Vec<usize> = (0..draft.qubits).collect();
    diagonal_on(draft, &wires, &principal(&entries));
    draft.append(&frame.inverse());
    Some(Vec::new())
}
