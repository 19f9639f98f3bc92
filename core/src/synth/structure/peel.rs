// SPDX-License-Identifier: Apache-2.0
//! Blocks that are simple but for a factor they share.

use super::controlled::around;
use super::framed::Framed;
use super::{between_frames, labelled, symmetry, synthesize, BAND};
use crate::synth::dense::{diagonal, direct_sum, distance, eigen_hermitian, Matrix};
use crate::synth::draft::Draft;
use crate::synth::freedom::{Freedom, Partial};
use crate::synth::gauss::Gauss;
use crate::synth::matrix::{C64, I};

/// `B_x = N_x B_0` or `B_0 N_x` where the blocks N_x together send more Paulis to Paulis than the labels: Paulis chosen
/// by labels, say, which are a Clifford circuit.
pub(super) fn shared(found: &Framed, freedom: Freedom) -> Vec<Partial> {
    let inner = found.freedom(freedom);
    let mut out = Vec::new();
    for is_first in [true, false] {
        let base = &found.blocks[0];
        let rest: Vec<Matrix> = found
            .blocks
            .iter()
            .map(|b| match is_first {
                true => b * base.adjoint(),
                false => base.adjoint() * b,
            })
            .collect();
        let rest = direct_sum(&rest);
        if symmetry::symmetries(&rest).len() <= found.labels.len() {
            continue;
        }
        let left = Freedom {
            before: inner.before && !is_first,
            after: inner.after && is_first,
        };
        let Some(mut middle) = between_frames(&rest, left) else {
            continue;
        };
        let factor = synthesize(base, Freedom::NONE).draft;
        let mut draft = Draft::new(found.before.qubits);
        if is_first {
            draft.append(&factor);
        }
        draft.append(&middle.draft);
        if !is_first {
            draft.append(&factor);
        }
        middle.draft = draft;
        out.push(labelled::place(found, middle));
    }
    out
}

/// `B_x = V D_x W` with diagonal D_x: all `B_x B_0^dagger` commute. The diagonal takes up one of V before it and one of W
/// after it.
pub(super) fn commuting(found: &Framed) -> Option<Vec<Partial>> {
    let base = &found.blocks[0];
    let rest: Vec<Matrix> = found.blocks.iter().map(|b| b * base.adjoint()).collect();
    let mut random = Gauss::new(1);
    let size = base.nrows();
    let mut sum = Matrix::zeros(size, size);
    for m in &rest {
        let (a, b) = (C64::from(random.normal()), I * random.normal());
        sum += (m + m.adjoint()) * a + (m - m.adjoint()) * b;
    }
    let (_, v) = eigen_hermitian(&sum);
    let diagonals: Vec<Vec<C64>> = rest
        .iter()
        .map(|m| {
            let d = v.adjoint() * m * &v;
            let entries: Vec<C64> = d.diagonal().iter().map(|z| z / z.norm()).collect();
            (distance(&d, &diagonal(&entries)) < BAND * size as f64).then_some(entries)
        })
        .collect::<Option<_>>()?;
    let right = v.adjoint() * base;
    let made = [true, false].map(|is_open| {
        let (after, before) = around(&v, &right, is_open);
        let own = |p: &[f64], i: usize| p.get(i).copied().unwrap_or(0.0);
        let phases: Vec<f64> = diagonals
            .iter()
            .flatten()
            .enumerate()
            .map(|(at, z)| z.arg() + own(&after.before, at % size) + own(&before.after, at % size))
            .collect();
        let mut draft = Draft::new(found.before.qubits);
        draft.append(&before.draft);
        draft.append(&labelled::phases(&phases)?.draft);
        draft.append(&after.draft);
        Some(labelled::place(found, Partial::whole(draft)))
    });
    Some(made.into_iter().flatten().collect())
}
