// SPDX-License-Identifier: Apache-2.0
//! Counts of two-qubit gates, exact, each with and without noise in the input.

use super::tests::{blocks, linear, local, noisy, planted};
use super::*;
use crate::synth::dense::{diagonal, direct_sum, distance, from_m2, haar, on_wires};
use crate::synth::euler::{Pauli, Quaternion};
use crate::synth::gauss::Gauss;
use crate::synth::matrix::C64;

fn count(u: &Matrix, freedom: Freedom) -> usize {
    let partial = synthesize(u, freedom);
    assert!(distance(&partial.unitary(), u) < LIMIT);
    assert!(freedom.after || partial.after.is_empty());
    assert!(freedom.before || partial.before.is_empty());
    partial.draft.two_qubit_count()
}

fn check(expected: usize, u: &Matrix) {
    assert_eq!(expected, count(u, Freedom::NONE));
    assert_eq!(expected, count(&noisy(u, 5), Freedom::NONE), "with noise");
}

fn on_target(u: &Matrix, n: usize, target: usize) -> Matrix {
    let order: Vec<usize> = std::iter::once(target)
        .chain((0..n).filter(|&w| w != target))
        .collect();
    on_wires(u, &order, n)
}

/// Multiplexed U(2), SU(2) and rotations about Y.
fn multiplexers(n: usize, seed: u64) -> [Matrix; 3] {
    let any = blocks(1, n - 1, seed);
    let special = |b: &Matrix| b * C64::from_polar(1.0, -b.determinant().arg() / 2.0);
    let mut random = Gauss::new(seed);
    let turn = |_: &Matrix| from_m2(&Quaternion::rotation(Pauli::Y, random.angle()).matrix());
    [
        direct_sum(&any),
        direct_sum(&any.iter().map(special).collect::<Vec<_>>()),
        direct_sum(&any.iter().map(turn).collect::<Vec<_>>()),
    ]
}

#[test]
fn multiplexers_at_any_target_in_any_local_frame() {
    let counts = [[7, 5, 4], [17, 11, 8], [37, 23, 16], [77, 47, 32]];
    for n in 3..=6 {
        for (u, expected) in multiplexers(n, 3).iter().zip(counts[n - 3]) {
            for target in [0, n - 1] {
                check(expected, &on_target(u, n, target));
            }
            let framed = planted(&local(n, 1), &on_target(u, n, 1), &local(n, 2));
            check(expected, &framed);
        }
    }
}

#[test]
fn multiplexers_up_to_a_diagonal() {
    for n in 2..=5 {
        for u in multiplexers(n, 4) {
            let u = on_target(&u, n, n - 1);
            let most = (1 << (n - 1)) - 1;
            assert_eq!(most, count(&u, Freedom::AFTER));
            let before = Freedom {
                before: true,
                after: false,
            };
            assert_eq!(most, count(&u, before));
            // The diagonal passes a frame of cx.
            let cx = linear(n, 1, 3);
            assert!(count(&planted(&cx, &u, &cx), Freedom::AFTER) <= most + 2);
        }
    }
}

#[test]
fn frames_of_cx_cost_what_they_are() {
    for (n, bare) in [(3, 7), (4, 17), (5, 37)] {
        let u = on_target(&multiplexers(n, 5)[0], n, 1);
        for seed in 0..3 {
            let framed = planted(&linear(n, 2, seed), &u, &linear(n, 2, seed + 10));
            assert!(count(&framed, Freedom::NONE) <= bare + 4);
        }
    }
}

#[test]
fn blocks_of_two_wires() {
    for (n, expected) in [(3, 8), (4, 19)] {
        check(
            expected,
            &on_target(&direct_sum(&blocks(2, n - 2, 3)), n, n - 1),
        );
    }
}

#[test]
fn products_and_diagonals() {
    check(
        3,
        &(on_wires(&haar(4, 1), &[0, 2], 3) * on_wires(&haar(2, 3), &[1], 3)),
    );
    let pair = direct_sum(&blocks(1, 1, 2));
    check(
        2,
        &(on_wires(&pair, &[2, 0], 3) * on_wires(&haar(2, 3), &[1], 3)),
    );
    let mut random = Gauss::new(8);
    let mut phases = || -> Vec<C64> {
        (0..16)
            .map(|_| C64::from_polar(1.0, random.angle()))
            .collect()
    };
    check(
        14,
        &planted(&local(4, 3), &diagonal(&phases()), &local(4, 4)),
    );
    // One phase to each value of a label's blocks costs nothing if it is a product.
    let four: Vec<C64> = (0..16)
        .map(|x| C64::from_polar(1.0, 0.3 * f64::from(x)))
        .collect();
    check(0, &planted(&local(4, 3), &diagonal(&four), &local(4, 4)));
}

fn parts(sizes: &[usize]) -> Matrix {
    let part = |(i, &s): (usize, &usize)| haar(s, i as u64 + 7);
    direct_sum(&sizes.iter().enumerate().map(part).collect::<Vec<_>>())
}

#[test]
fn unequal_sums() {
    for sizes in [&[5, 3][..], &[6, 2], &[7, 1], &[3, 3, 1, 1]] {
        check(14, &parts(sizes));
    }
    check(8, &parts(&[4, 2, 2]));
}

#[test]
fn blocks_that_share_a_factor() {
    let u = haar(2, 5);
    let x = Matrix::from_row_slice(2, 2, &[0.0, 1.0, 1.0, 0.0].map(C64::from));
    let z = Matrix::from_row_slice(2, 2, &[1.0, 0.0, 0.0, -1.0].map(C64::from));
    check(2, &direct_sum(&[u.clone(), &x * &u, &z * &u, &x * &z * &u]));
    check(2, &direct_sum(&[u.clone(), &u * &z, &u * &x, &u * &x * &z]));
    let (v, w) = (haar(4, 9), haar(4, 10));
    let mut random = Gauss::new(3);
    let mut block = || {
        let d: Vec<C64> = (0..4)
            .map(|_| C64::from_polar(1.0, random.angle()))
            .collect();
        &v * diagonal(&d) * &w
    };
    let common: Vec<Matrix> = (0..4).map(|_| block()).collect();
    check(18, &direct_sum(&common));
}

#[test]
fn a_gate_between_two_parts() {
    for (n, expected) in [(4, 13), (5, 35)] {
        let rest: Vec<usize> = (0..n).filter(|w| ![0, 2].contains(w)).collect();
        let pair = |seed: u64| {
            on_wires(&haar(4, seed), &[0, 2], n) * on_wires(&haar(1 << (n - 2), seed + 9), &rest, n)
        };
        let mut cx = Draft::new(n);
        cx.cx(2, 1);
        check(expected, &(pair(1) * cx.unitary() * pair(30)));
    }
}

#[test]
fn without_structure() {
    for (n, expected) in [(1, 0), (2, 3), (3, 14), (4, 95), (5, 423)] {
        check(expected, &haar(1 << n, 2));
    }
}

#[test]
fn searched() {
    let u = parts(&[7, 1]);
    let found = search(&u, Freedom::NONE);
    assert!(distance(&found.unitary(), &u) < LIMIT);
    assert_eq!(14, found.draft.two_qubit_count());
    let four = haar(16, 3);
    let found = search(&four, Freedom::NONE);
    assert!(distance(&found.unitary(), &four) < LIMIT);
    assert_eq!(61, found.draft.two_qubit_count());
}

fn levels(sizes: &[usize]) -> (usize, LevelMap) {
    let u = parts(sizes);
    let found = free_levels(&u, &LevelMap::ALL).expect("it fits");
    let all = found.draft.unitary();
    for (i, &row) in found.states.iter().enumerate() {
        for (j, &column) in found.states.iter().enumerate() {
            assert!((all[(row, column)] - u[(i, j)]).norm() < LIMIT);
        }
    }
    (found.draft.two_qubit_count(), found.map)
}

#[test]
fn operators_on_levels() {
    for (d, expected) in [(2, 0), (3, 2), (4, 3), (5, 12), (6, 13), (7, 14), (8, 14)] {
        assert_eq!((expected, LevelMap::Binary), levels(&[d]), "{d}");
    }
}

#[test]
fn levels_are_numbered_to_suit_the_operator() {
    assert_eq!((6, LevelMap::Cubes), levels(&[3, 2]));
    assert_eq!((5, LevelMap::Binary), levels(&[4, 1]));
    assert_eq!((0, LevelMap::Unary), levels(&[1; 5]));
}

#[test]
fn permutations_with_phases() {
    // The value plus one, modulo 16: a Toffoli gate with three controls, one with two, a cx and an x.
    let mut random = Gauss::new(6);
    let mut step = Matrix::zeros(16, 16);
    for v in 0..16 {
        step[((v + 1) % 16, v)] = C64::from_polar(1.0, random.angle());
    }
    assert!(count(&step, Freedom::NONE) <= 21 + 14);
    assert!(count(&step, Freedom::AFTER) <= 21);
    let before = Freedom {
        before: true,
        after: false,
    };
    assert!(count(&step, before) <= 21);
}
