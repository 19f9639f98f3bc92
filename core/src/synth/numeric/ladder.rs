// SPDX-License-Identifier: Apache-2.0
//! Multiplexed one-qubit gates by a ladder of cz at the count that their parameters ask for.
//!
//! With k labels, 2^k rotations have 3 2^k parameters and a ladder of c cz 2c + 3: c = 2, 5, 11, 23, 47 for k = 1 to 5. A
//! ladder whose cz take the labels in turn reaches it, solved for numerically. Blocks with determinants of their own need a
//! diagonal on the labels besides: 7, 17, 37, 77 from k = 2 on. Up to a diagonal the closed form is at its count already,
//! 2^k - 1, and with one on either side about half of that is enough.

use std::f64::consts::{FRAC_PI_2, PI};

use rayon::prelude::*;

use super::fit::Fit;
use super::goal::Goal;
use super::label_phases::{diagonal, nearest_affine};
use super::ladder_fit::LadderFit;
use super::least_squares::minimise;
use super::solve::stream;
use super::template::Template;
use super::up_to_diagonal::up_to_diagonal;
use super::LIMIT;
use crate::synth::dense::{direct_sum, from_m2, Matrix};
use crate::synth::draft::{phase_gate, Draft};
use crate::synth::euler::Quaternion;
use crate::synth::freedom::{Freedom, Partial};
use crate::synth::matrix::{C64, M2};

/// The most labels for which a ladder is tried.
const MOST_LABELS: usize = 5;
/// Blocks closer than this are the same block.
const SAME: f64 = 1e-11;
const ITERATIONS: usize = 400;
const STARTS: usize = 32;

/// A circuit of 1 + k wires, data on wire 0, labels above it, that applies `blocks[x]` (unitary, 2^k of them) at label
/// value x. `None` if there are too many labels, or if no start leads to a solution.
pub fn ladder(blocks: &[M2], freedom: Freedom) -> Option<Partial> {
    let labels = blocks.len().trailing_zeros() as usize;
    if !blocks.len().is_power_of_two() || labels > MOST_LABELS {
        return None;
    }
    if freedom.after && freedom.before {
        if let Some(partial) = between_diagonals(blocks, labels) {
            return Some(partial);
        }
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

/// Blocks as phases, affine where they can be, and rotations.
fn apart(blocks: &[M2]) -> (Vec<f64>, Vec<Quaternion>) {
    let parts: Vec<(Quaternion, f64)> = blocks.iter().map(Quaternion::from_unitary).collect();
    let phases = nearest_affine(parts.iter().map(|p| p.1).collect(), PI);
    let signed = parts.iter().zip(&phases).map(|((q, old), new)| {
        let sign = if (old - new).cos() < 0.0 { -1.0 } else { 1.0 };
        Quaternion(q.0.map(|x| sign * x))
    });
    (phases.clone(), signed.collect())
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

/// With both diagonals free a block has one parameter, and half as many cz as with one may be enough: 2^(k-1). Which
/// blocks are within reach of so few depends on their angles; with one or two more nearly all are.
fn between_diagonals(blocks: &[M2], labels: usize) -> Option<Partial> {
    let all: Vec<Matrix> = blocks.iter().map(from_m2).collect();
    let freedom = Freedom {
        before: true,
        after: true,
    };
    let goal = Goal::multiplexed(&all).up_to(freedom);
    let most = blocks.len() - 1;
    let mut draft = (blocks.len() / 2..most).find_map(|count| {
        (0..STARTS).into_par_iter().find_map_first(|start| {
            // The labels in turn, beginning with another one every time.
            let mut template = Template::new(1);
            template.layer();
            template.labels = labels;
            (0..count).for_each(|i| template.sign((i + start) % labels, 0));
            let mut fit = Fit::new(&template, &goal);
            let point = fit.start(&mut stream(labels as u64, start));
            let (point, residual) = minimise(&mut fit, point, ITERATIONS);
            (residual < LIMIT).then(|| template.filled(&point.gates))
        })
    })?;
    draft.tidy();
    let whole = Goal::unitary(&direct_sum(&all)).up_to(freedom);
    let (partial, off) = whole.settle(draft);
    (off < LIMIT).then_some(partial)
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
    let gates = (0..STARTS).into_par_iter().find_map_first(|start| {
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
        let turn = -FRAC_PI_2 * (times % 4) as f64;
        draft.one(1 + label, phase_gate(turn));
    }
    Some(draft)
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
    fn between_two_diagonals_half_of_them_are_enough() {
        let both = Freedom {
            before: true,
            after: true,
        };
        for (labels, most) in [(1, 1), (2, 2), (3, 5), (4, 8)] {
            for seed in 0..4 {
                let block = |x: u64| block2(&haar(2, 1000 * seed + 50 * labels + x), 0, 0);
                let blocks: Vec<M2> = (0..1 << labels).map(block).collect();
                let partial = ladder(&blocks, both).expect("a ladder");
                assert!(is_right(&blocks, &partial));
                let got = partial.draft.two_qubit_count();
                assert!(got <= most, "{labels} {seed} {got}");
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
}
