// SPDX-License-Identifier: Apache-2.0
//! Any unitary as two multiplexers around a multiplexed Ry of its highest wire.
//!
//! The quantum Shannon decomposition of V. Shende, S. Bullock, I. Markov, "Synthesis of quantum-logic circuits", IEEE TCAD
//! 25(6), 2006, doi:10.1109/TCAD.2005.855930, with its optimisations A.1 (the last cz of the Ry joins the left
//! multiplexer) and A.2 (diagonals move on). The smaller unitaries are cut as all are: one gate more on three wires, and one on
//! four, than `block_zxz`.

use std::f64::consts::PI;

use super::{signs, write};
use crate::synth::dense::{cosine_sine, scale_columns, CosineSine, Matrix};
use crate::synth::draft::Draft;
use crate::synth::euler::Pauli;
use crate::synth::matrix::C64;
use crate::synth::multiplexer::{open_rotations, rotations, Cut};

/// The circuit of `u` on all wires of a draft, up to a diagonal after it if `leaves_diagonal`. With `keeps_left` no diagonal
/// moves into the left multiplexer: of a real matrix that is real then, and cheaper to cut.
pub(crate) fn shannon(
    draft: &mut Draft,
    u: &Matrix,
    leaves_diagonal: bool,
    keeps_left: bool,
) -> Vec<C64> {
    let top = u.nrows().trailing_zeros() as usize - 1;
    let selects: Vec<usize> = (0..top).collect();
    let mut cut = cosine_sine(u);
    if keeps_left {
        orient(&mut cut);
    }
    let scaled =
        |factor: f64, angles: &[f64]| -> Vec<f64> { angles.iter().map(|a| a * factor).collect() };
    let taken = |mut m: Matrix, diagonal: &[C64]| {
        if !diagonal.is_empty() {
            scale_columns(&mut m, diagonal);
        }
        m
    };
    let right = Cut::of(&cut.right[0], &cut.right[1]);
    let kept = write(draft, &right.w, true);
    rotations(draft, Pauli::Z, &scaled(-2.0, &right.angles), &selects, top);
    let kept = write(draft, &taken(right.v, &kept), !keeps_left);
    let parity = open_rotations(draft, Pauli::Y, &scaled(2.0, &cut.angles), &selects, top);
    let [left0, left1] = cut.left;
    let mut left1 = taken(left1, &kept);
    scale_columns(&mut left1, &signs(parity, 1 << top));
    let left = Cut::of(&taken(left0, &kept), &left1);
    let kept = write(draft, &left.w, true);
    rotations(draft, Pauli::Z, &scaled(-2.0, &left.angles), &selects, top);
    let after = write(draft, &taken(left.v, &kept), leaves_diagonal);
    [after.as_slice(), after.as_slice()].concat()
}

/// Make the determinants of real factors 1 as far as that of the whole allows: a column of any two neighbours among
/// left0, left1, right1, right0 may change its sign, with an angle.
fn orient(cut: &mut CosineSine) {
    let is_negative = |m: &Matrix| m.determinant().re < 0.0;
    let flip_left = |m: &mut Matrix| m.column_mut(0).neg_mut();
    let flip_right = |m: &mut Matrix| m.row_mut(0).neg_mut();
    if is_negative(&cut.right[0]) {
        cut.right.iter_mut().for_each(flip_right);
        cut.angles[0] += PI;
    }
    if is_negative(&cut.left[0]) {
        cut.left.iter_mut().for_each(flip_left);
        cut.angles[0] += PI;
    }
    if is_negative(&cut.right[1]) {
        flip_left(&mut cut.left[1]);
        flip_right(&mut cut.right[1]);
        cut.angles[0] = -cut.angles[0];
    }
}
