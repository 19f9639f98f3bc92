// SPDX-License-Identifier: Apache-2.0
//! Phases of multiplexed blocks: taken off, and made as a diagonal on the labels.

use std::f64::consts::TAU;

use crate::synth::dense::Matrix;
use crate::synth::draft::Draft;
use crate::synth::euler::Pauli::Z;
use crate::synth::matrix::C64;

/// Angles closer to zero than this are not made.
const NOTHING: f64 = 1e-11;

/// Blocks as phases and blocks of determinant 1, which leaves a root of unity open; where it can be chosen so that the
/// phases are affine in the bits of the label value, and so free of two-qubit gates, it is.
pub fn apart(blocks: &[Matrix]) -> (Vec<f64>, Vec<Matrix>) {
    let step = TAU / blocks[0].nrows() as f64;
    let raw = blocks
        .iter()
        .map(|b| b.determinant().arg() / b.nrows() as f64);
    let phases = nearest_affine(raw.collect(), step);
    let turned = blocks.iter().zip(&phases);
    let turned = turned.map(|(b, &p)| b * C64::from_polar(1.0, -p));
    (phases.clone(), turned.collect())
}

/// Phases moved by multiples of `step` towards the affine function through those of the single bits.
pub fn nearest_affine(mut phases: Vec<f64>, step: f64) -> Vec<f64> {
    let base = phases[0];
    let slopes: Vec<f64> = (0..phases.len().trailing_zeros())
        .map(|label| phases[1 << label] - base)
        .collect();
    for (value, phase) in phases.iter_mut().enumerate() {
        let bits = slopes.iter().enumerate();
        let bits = bits.filter(|(label, _)| value >> label & 1 == 1);
        let affine = base + bits.map(|(_, s)| s).sum::<f64>();
        *phase -= ((*phase - affine) / step).round() * step;
    }
    phases
}

/// diag(exp(i phases)): on every wire a z-rotation multiplexed by the wires below it, 2^n - 2 cx in all, fewer where there
/// are none to make.
///
/// S. Bullock, I. Markov, "Asymptotically optimal circuits for arbitrary n-qubit diagonal computations", Quantum Information
/// and Computation 4(1), 2004, arXiv:quant-ph/0303039.
pub fn diagonal(phases: &[f64]) -> Draft {
    let wires = phases.len().trailing_zeros() as usize;
    let mut draft = Draft::new(wires);
    let mut phases = phases.to_vec();
    for wire in (0..wires).rev() {
        let half = 1 << wire;
        // Differences make the rotation, means what is left below.
        let angles: Vec<f64> = (0..half).map(|x| phases[x + half] - phases[x]).collect();
        let means = (0..half).map(|x| (phases[x] + phases[x + half]) / 2.0);
        phases = means.collect();
        rotations_z(&mut draft, &angles, wire);
    }
    draft.phase = phases[0];
    draft
}

/// Rz(`angles[x]`) on `wire` where the wires below it have the value x.
fn rotations_z(draft: &mut Draft, angles: &[f64], wire: usize) {
    let n = angles.len();
    let gray = |i: usize| i ^ i >> 1;
    let sign = |x: usize, y: usize| f64::from(1 - 2 * ((x & y).count_ones() as i32 & 1));
    let turn = |parity: usize| {
        let terms = (0..n).map(|x| sign(x, parity) * angles[x]);
        terms.sum::<f64>() / n as f64
    };
    // The parity on the wire; only parities with a rotation are visited.
    let mut parity = 0;
    let mut go = |draft: &mut Draft, next: usize| {
        for bit in (0..wire).filter(|b| (parity ^ next) >> b & 1 == 1) {
            draft.cx(bit, wire);
        }
        parity = next;
    };
    for next in (0..n).map(gray) {
        let angle = turn(next);
        if angle.abs() > NOTHING {
            go(draft, next);
            draft.rotate(Z, angle, wire);
        }
    }
    go(draft, 0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense;
    use crate::synth::gauss::Gauss;

    #[test]
    fn diagonals() {
        for wires in 1..5 {
            let mut random = Gauss::new(wires);
            let phases: Vec<f64> = (0..1 << wires).map(|_| random.angle()).collect();
            let draft = diagonal(&phases);
            let factors: Vec<C64> = phases.iter().map(|&p| C64::from_polar(1.0, p)).collect();
            assert!(dense::distance(&draft.unitary(), &dense::diagonal(&factors)) < 1e-13);
            assert_eq!((1 << wires) - 2, draft.two_qubit_count());
        }
        let of_parity = |x: u32| 0.4 * f64::from(x.count_ones() % 2);
        let parity: Vec<f64> = (0..8).map(of_parity).collect();
        assert_eq!(4, diagonal(&parity).two_qubit_count());
    }

    #[test]
    fn affine_phases_are_seen_through_roots_of_unity() {
        let step = TAU / 4.0;
        let affine = |x: usize| 0.3 + 1.1 * (x & 1) as f64 - 0.6 * (x >> 1) as f64;
        let moved = (0..4).map(|x| affine(x) + step * (x * x) as f64).collect();
        let phases = nearest_affine(moved, step);
        assert_eq!(0, diagonal(&phases).two_qubit_count());
    }
}
