// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::synth::dense::{self, direct_sum, distance, haar};
use crate::synth::euler::{Pauli, Quaternion};
use crate::synth::gauss::Gauss;

fn check(blocks: &[Matrix], freedom: Freedom, count: usize) {
    let partial = synthesize(blocks, freedom);
    let off = distance(&direct_sum(blocks), &partial.unitary());
    assert!(off < 1e-12, "{off:e}");
    assert_eq!(count, partial.draft.two_qubit_count());
}

fn random(size: usize, count: usize, seed: u64) -> Vec<Matrix> {
    (0..count as u64)
        .map(|i| haar(size, 1000 * seed + i))
        .collect()
}

#[test]
fn generic_counts() {
    for seed in 0..5 {
        for (k, count) in [(1, 2), (2, 7), (3, 18), (4, 41), (5, 88)] {
            let blocks = random(2, 1 << k, seed);
            check(&blocks, Freedom::NONE, count);
            check(&blocks, Freedom::AFTER, (1 << k) - 1);
        }
        for (k, count) in [(1, 9), (2, 25), (3, 65)] {
            let blocks = random(4, 1 << k, seed);
            check(&blocks, Freedom::NONE, count);
            check(&blocks, Freedom::AFTER, count - 1);
        }
    }
}

#[test]
fn special_counts() {
    for seed in 0..5 {
        for (k, count) in [(1, 2), (2, 7), (3, 15), (4, 31), (5, 63)] {
            let blocks: Vec<Matrix> = random(2, 1 << k, seed)
                .into_iter()
                .map(|b| {
                    let det = b.determinant();
                    b * C64::from_polar(1.0, -det.arg() / 2.0)
                })
                .collect();
            check(&blocks, Freedom::NONE, count);
        }
    }
}

#[test]
fn common_axis_counts() {
    for k in 1..=5 {
        let mut numbers = Gauss::new(k);
        let (left, right) = (haar(2, k + 10), haar(2, k + 20));
        let blocks: Vec<Matrix> = (0..1 << k)
            .map(|_| {
                let turn = Quaternion::rotation(Pauli::Y, numbers.angle()).matrix();
                &left * dense::from_m2(&turn) * &right
            })
            .collect();
        check(&blocks, Freedom::NONE, 1 << k);
    }
}
