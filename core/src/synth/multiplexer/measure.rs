// SPDX-License-Identifier: Apache-2.0
//! How far a circuit is from the blocks it is for.

use crate::synth::dense::{identity, scale_rows, Matrix};
use crate::synth::freedom::Partial;
use crate::synth::gauss::Gauss;
use crate::synth::matrix::C64;

/// The matrix is compared whole up to this many wires.
const WHOLE: usize = 6;
/// Random vectors compared above that.
const SAMPLES: usize = 8;

/// The Frobenius distance of `partial` and the direct sum of `blocks`; on many wires twice its estimate from random vectors,
/// on which the mean square of the difference is the square of the distance.
pub(crate) fn distance(partial: &Partial, blocks: &[Matrix]) -> f64 {
    let size = blocks[0].nrows();
    let all = size * blocks.len();
    let (input, scale) = if all <= 1 << WHOLE {
        (identity(all), 1.0)
    } else {
        let mut random = Gauss::new(all as u64);
        // A complex number here has a mean square of 2.
        let input = Matrix::from_fn(all, SAMPLES, |_, _| random.complex());
        (input, 2.0 / (2.0 * SAMPLES as f64).sqrt())
    };
    let mut expected = Matrix::zeros(all, input.ncols());
    for (x, block) in blocks.iter().enumerate() {
        let part = block * input.rows(x * size, size);
        expected.rows_mut(x * size, size).copy_from(&part);
    }
    let mut made = input;
    let turns =
        |phases: &[f64]| -> Vec<C64> { phases.iter().map(|&p| C64::from_polar(1.0, p)).collect() };
    if !partial.before.is_empty() {
        scale_rows(&mut made, &turns(&partial.before));
    }
    partial.draft.apply(&mut made);
    if !partial.after.is_empty() {
        scale_rows(&mut made, &turns(&partial.after));
    }
    (made - expected).norm() * scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::haar;
    use crate::synth::draft::Draft;

    #[test]
    fn samples_see_what_the_whole_matrix_shows() {
        for qubits in [3, 7] {
            let mut draft = Draft::new(qubits);
            let turn = haar(2, 1);
            draft.one(2, crate::synth::dense::block2(&turn, 0, 0));
            let mut partial = Partial::whole(draft.clone());
            let exact = draft.unitary();
            assert!(distance(&partial, std::slice::from_ref(&exact)) < 1e-13);
            partial.before = vec![1e-6; 1 << qubits];
            partial.after = vec![2e-6; 1 << qubits];
            let off = distance(&partial, &[exact]) / (3e-6 * f64::from(1 << qubits).sqrt());
            assert!((0.99..3.0).contains(&off), "{off}");
        }
    }
}
