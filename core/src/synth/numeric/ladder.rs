// SPDX-License-Identifier: Apache-2.0
//! Multiplexed one-qubit gates by a ladder of cz at the count that their parameters ask for.
//!
//! With k labels, 2^k rotations have 3 2^k parameters and a ladder of c cz 2c + 3: c = 2, 5, 11, 23, 47 for k = 1 to 5. A
//! ladder whose cz take the labels in turn reaches it, solved for numerically. Blocks with determinants of their own need a
//! diagonal on the labels besides: 7, 17, 37, 77 from k = 2 on. Up to a diagonal the closed form is at its count already.

use rayon::prelude::*;

use super::ladder_fit::LadderFit;
use super::least_squares::minimise;
use super::solve::stream;
use super::up_to_diagonal::up_to_diagonal;
use super::LIMIT;
use crate::synth::draft::{phase_gate, Draft};
use crate::synth::euler::Quaternion;
use crate::synth::freedom::{Freedom, Partial};
use crate::synth::matrix::{C64, M2};

/// The most labels for which a ladder is tried.
const MOST_LABELS: usize = 5;
/// Blocks closer than this are the same block, phases closer than this the same phase.
const SAME: f64 = 1e-11;
const ITERATIONS: usize = 400;

/// A circuit of 1 + k wires, data on wire 0, labels above it, that applies `blocks[x]` (unitary, 2^k of them) at label
/// value x. `None` if there are too many labels, or if no start leads to a solution.
pub fn ladder(blocks: &[M2], freedom: Freedom) -> Option<Partial> {
    let labels = blocks.len().trailing_zeros() as usize;
    if !blocks.len().is_power_of_two() || labels > MOST_LABELS {
        return None;
    }
    if freedom.after || freedom.before {
        return Some(up_to_diagonal(blocks, freedom)).filter(|p| is_right(blocks, p));
    }
    let (phases, rotations) = apart(blocks);
    let mut draft = Draft::new(1 + labels);
    let needed: Vec<usize> = (0..labels).filter(|&l| depends(&rotations, l)).collect();
    let wires: Vec<usize> = std::iter::once(0)
        .chain(needed.iter().map(|l| l + 1))
        .collect();
    draft.append_on(&rotation_ladder(&restricted(&rotations, &needed))?, &wires);
    let on_labels: Vec<usize> = (1..=labels).collect();
    draft.append_on(&diagonal(&phases), &on_labels);
    draft.tidy();
    Some(Partial::whole(draft)).filter(|p| is_right(blocks, p))
}

/// Blocks as phases and rotations; where signs can be chosen so that the phases are affine in the label value's bits,
/// and so free of two-qubit gates, they are.
fn apart(blocks: &[M2]) -> (Vec<f64>, Vec<Quaternion>) {
    let mut parts: Vec<(Quaternion, f64)> = blocks.iter().map(Quaternion::from_unitary).collect();
    let base = parts[0].1;
    let slopes: Vec<f64> = (0..blocks.len().trailing_zeros())
        .map(|l| parts[1 << l].1 - base)
        .collect();
    for (value, (rotation, phase)) in parts.iter_mut().enumerate() {
        let bits = slopes
            .iter()
            .enumerate()
            .filter(|(l, _)| value >> l & 1 == 1);
        let affine = base + bits.map(|(_, s)| s).sum::<f64>();
        // Odd multiples of pi away: the sign belongs to the rotation.
        let halves = ((*phase - affine) / std::f64::consts::PI).round();
        if halves.rem_euclid(2.0) == 1.0 {
            *rotation = Quaternion(rotation.0.map(|x| -x));
        }
        *phase -= halves * std::f64::consts::PI;
    }
    parts.into_iter().map(|(q, p)| (p, q)).unzip()
}

fn depends(rotations: &[Quaternion], label: usize) -> bool {
    (0..rotations.len()).any(|x| {
        let other = rotations[x ^ 1 << label];
        let differs = |s: f64| {
            let off = rotations[x].0.iter().zip(other.0);
            off.map(|(a, b)| (a - s * b).abs()).fold(0.0, f64::max) > SAME
        };
        differs(1.0)
    })
}

/// The rotations as a function of the labels left, the others being 0.
fn restricted(rotations: &[Quaternion], labels: &[usize]) -> Vec<Quaternion> {
    (0..1usize << labels.len())
        .map(|v| {
            let bits = labels.iter().enumerate();
            rotations[bits.map(|(i, l)| (v >> i & 1) << l).sum::<usize>()]
        })
        .collect()
}

/// ceil((3 2^k - 3) / 2).
fn count(labels: usize) -> usize {
    (3 * (1 << labels) - 2) / 2
}

fn rotation_ladder(rotations: &[Quaternion]) -> Option<Draft> {
    let labels = rotations.len().trailing_zeros() as usize;
    let mut draft = Draft::new(1 + labels);
    if labels == 0 {
        draft.one(0, rotations[0].matrix());
        return Some(draft);
    }
    let order: Vec<usize> = (0..count(labels)).map(|i| i % labels).collect();
    let starts = 12 + 4 * labels;
    let gates = (0..starts).into_par_iter().find_map_first(|start| {
        let mut fit = LadderFit::new(&order, rotations);
        let point = fit.start(&mut stream(labels as u64, start));
        let (gates, residual) = minimise(&mut fit, point, ITERATIONS);
        (residual < LIMIT).then_some(gates)
    })?;
    draft.one(0, gates[0].matrix());
    for (&label, gate) in order.iter().zip(&gates[1..]) {
        draft.cz(0, 1 + label);
        draft.one(0, gate.matrix());
    }
    // Z is i times what a cz counted as.
    for label in 0..labels {
        let times = order.iter().filter(|&&l| l == label).count();
        let turn = -std::f64::consts::FRAC_PI_2 * (times % 4) as f64;
        draft.one(1 + label, phase_gate(turn));
    }
    Some(draft)
}

/// diag(exp(i phases)): on every wire a z-rotation multiplexed by the wires below it, 2^n - 2 cx in all, fewer where there
/// are none to make.
///
/// S. Bullock, I. Markov, "Asymptotically optimal circuits for arbitrary n-qubit diagonal computations", Quantum Information
/// and Computation 4(1), 2004, arXiv:quant-ph/0303039.
fn diagonal(phases: &[f64]) -> Draft {
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
    use crate::synth::euler::Pauli::Z;
    let n = angles.len();
    let gray = |i: usize| i ^ i >> 1;
    let turns: Vec<f64> = (0..n)
        .map(|i| {
            let sign = |x: usize| f64::from(1 - 2 * ((x & gray(i)).count_ones() as i32 & 1));
            (0..n).map(|x| sign(x) * angles[x]).sum::<f64>() / n as f64
        })
        .collect();
    let is_made = |turn: f64| turn.abs() > SAME;
    // The parity on the wire; only the parities that are made are visited.
    let mut parity = 0;
    let mut step_to = |draft: &mut Draft, next: usize| {
        for bit in (0..wire).filter(|b| (parity ^ next) >> b & 1 == 1) {
            draft.cx(bit, wire);
        }
        parity = next;
    };
    for i in (0..n).filter(|&i| is_made(turns[i])) {
        step_to(draft, gray(i));
        draft.rotate(Z, turns[i], wire);
    }
    step_to(draft, 0);
}

/// Whether a result is these blocks, measured block by block.
fn is_right(blocks: &[M2], partial: &Partial) -> bool {
    let size = 2 * blocks.len();
    let matrix = partial.unitary();
    let mut off = 0.0;
    for (x, block) in blocks.iter().enumerate() {
        for j in 0..2 {
            for i in 0..size {
                let expected = match i / 2 == x {
                    true => block.0[i % 2][j],
                    false => C64::new(0.0, 0.0),
                };
                off += (matrix[(i, 2 * x + j)] - expected).norm_sqr();
            }
        }
    }
    off.sqrt() < LIMIT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{block2, haar};
    use crate::synth::gauss::Gauss;
    use crate::synth::numeric::template::any_rotation;

    fn rotations(labels: usize, seed: u64) -> Vec<M2> {
        let mut random = Gauss::new(seed);
        let one = |_| any_rotation(&mut random).matrix();
        (0..1 << labels).map(one).collect()
    }

    fn made(blocks: &[M2]) -> usize {
        let partial = ladder(blocks, Freedom::NONE).expect("a ladder");
        assert!(is_right(blocks, &partial));
        partial.draft.two_qubit_count()
    }

    #[test]
    fn rotations_at_the_counting_bound() {
        for labels in 0..=4 {
            let trials = [3, 100, 100, 30, 3][labels];
            for seed in 0..trials {
                let got = made(&rotations(labels, seed));
                assert_eq!([0, 2, 5, 11, 23][labels], got, "{labels} {seed}");
            }
        }
    }

    #[test]
    fn unitary_blocks_take_a_diagonal_more() {
        for (labels, count) in [(1, 2), (2, 7), (3, 17), (4, 37)] {
            for seed in 0..2 {
                let block = |x: u64| block2(&haar(2, 100 * seed + x), 0, 0);
                let blocks: Vec<M2> = (0..1 << labels).map(block).collect();
                assert_eq!(count, made(&blocks), "{labels} {seed}");
            }
        }
    }

    #[test]
    fn blocks_with_something_special() {
        let same = vec![rotations(0, 1)[0]; 8];
        assert_eq!(0, made(&same));
        let mut odd = same.clone();
        odd[5] = rotations(0, 2)[0];
        assert_eq!(11, made(&odd));
        // One label matters of three, and it may be any.
        let two = rotations(1, 3);
        for label in 0..3 {
            let blocks: Vec<M2> = (0..8).map(|x| two[x >> label & 1]).collect();
            assert_eq!(2, made(&blocks));
        }
        // Phases affine in the label's bits cost nothing.
        let phase =
            |x: usize| C64::from_polar(1.0, 0.3 + 2.1 * (x & 1) as f64 - 1.4 * (x >> 1) as f64);
        let turned: Vec<M2> = rotations(2, 4)
            .iter()
            .enumerate()
            .map(|(x, m)| m.scale(phase(x)))
            .collect();
        assert_eq!(5, made(&turned));
        let near: Vec<M2> = rotations(2, 5)
            .iter()
            .map(|m| {
                let q = Quaternion::from_unitary(m).0 .0;
                crate::synth::numeric::template::unit([1.0, 1e-4 * q[1], 1e-4 * q[2], 1e-4 * q[3]])
                    .matrix()
            })
            .collect();
        assert_eq!(5, made(&near));
    }

    #[test]
    fn diagonals() {
        use crate::synth::dense;
        for wires in 1..5 {
            let mut random = Gauss::new(wires);
            let phases: Vec<f64> = (0..1 << wires).map(|_| random.angle()).collect();
            let draft = diagonal(&phases);
            let factors: Vec<C64> = phases.iter().map(|&p| C64::from_polar(1.0, p)).collect();
            assert!(dense::distance(&draft.unitary(), &dense::diagonal(&factors)) < 1e-13);
            assert_eq!((1 << wires) - 2, draft.two_qubit_count());
        }
        let parity: Vec<f64> = (0..8u32)
            .map(|x| 0.4 * f64::from(x.count_ones() % 2))
            .collect();
        assert_eq!(4, diagonal(&parity).two_qubit_count());
    }
}
