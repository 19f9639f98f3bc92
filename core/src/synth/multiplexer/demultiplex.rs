// SPDX-License-Identifier: Apache-2.0
//! A multiplexer as two that do not see its highest label, around a multiplexed Rz of that label.
//!
//! ```text
//! a (+) b = (1 x v) (d (+) d^-1) (1 x w)        a b^-1 = v d^2 v^-1        w = d v^-1 b
//! ```
//!
//! V. Shende, S. Bullock, I. Markov, "Synthesis of quantum-logic circuits", IEEE TCAD 25(6), 2006,
//! doi:10.1109/TCAD.2005.855930, Theorem 12. w need only be made up to a diagonal: that commutes with d, and v takes it in.

use super::basis::settled;
use super::ladder::ladder;
use super::real::{is_real, paired};
use super::rotations::rotations;
use crate::synth::dense::{block2, eigen_unitary, scale_columns, scale_rows, Matrix};
use crate::synth::draft::Draft;
use crate::synth::euler::Pauli;
use crate::synth::matrix::C64;
use crate::synth::unitary;

/// `a (+) b` as on the module's page; `d = diag(exp(i angles))`.
pub(crate) struct Cut {
    pub v: Matrix,
    pub angles: Vec<f64>,
    pub w: Matrix,
}

impl Cut {
    pub fn of(a: &Matrix, b: &Matrix) -> Cut {
        let eigen = eigen_unitary(&(a * b.adjoint()));
        let pairs = (a.nrows() == 4 && is_real(a) && is_real(b))
            .then(|| paired(&eigen))
            .flatten();
        let eigen = pairs.unwrap_or_else(|| settled(eigen));
        let angles: Vec<f64> = eigen.angles.iter().map(|x| x / 2.0).collect();
        let mut w = eigen.vectors.adjoint() * b;
        let d: Vec<C64> = angles.iter().map(|&x| C64::from_polar(1.0, x)).collect();
        scale_rows(&mut w, &d);
        Cut {
            v: eigen.vectors,
            angles,
            w,
        }
    }
}

/// Block x on the wires 0..m where the wires m.. spell x, if `leaves_diagonal` up to a diagonal to be applied after,
/// whose entries are returned; an empty list is none.
pub(super) fn write(draft: &mut Draft, blocks: &[Matrix], leaves_diagonal: bool) -> Vec<C64> {
    if let [block] = blocks {
        return unitary::write(draft, block, leaves_diagonal);
    }
    let size = blocks[0].nrows();
    if size == 2 && leaves_diagonal {
        let small: Vec<_> = blocks.iter().map(|b| block2(b, 0, 0)).collect();
        return ladder(draft, &small);
    }
    let count = blocks.len() / 2;
    let top = (size * count).trailing_zeros() as usize;
    let cuts: Vec<Cut> = blocks[..count]
        .iter()
        .zip(&blocks[count..])
        .map(|(a, b)| Cut::of(a, b))
        .collect();
    let (mut left, mut angles, mut right) = (Vec::new(), Vec::new(), Vec::new());
    for cut in cuts {
        left.push(cut.v);
        angles.extend(cut.angles.iter().map(|a| -2.0 * a));
        right.push(cut.w);
    }
    let kept = write(draft, &right, true);
    rotations(draft, Pauli::Z, &angles, &(0..top).collect::<Vec<_>>(), top);
    take_in(&mut left, &kept);
    let after = write(draft, &left, leaves_diagonal);
    if after.is_empty() {
        after
    } else {
        [after.as_slice(), after.as_slice()].concat()
    }
}

/// A diagonal before a multiplexer becomes part of its blocks.
fn take_in(blocks: &mut [Matrix], diagonal: &[C64]) {
    if diagonal.is_empty() {
        return;
    }
    let size = blocks[0].nrows();
    for (block, factors) in blocks.iter_mut().zip(diagonal.chunks(size)) {
        scale_columns(block, factors);
    }
}
