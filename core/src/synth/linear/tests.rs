// SPDX-License-Identifier: Apache-2.0
//! Maps of all sizes are met exactly; gates against bounds and against the fewest there can be.

use std::collections::{HashMap, VecDeque};

use super::*;
use crate::passes::testing::Random;

/// A random invertible matrix.
fn random_map(random: &mut Random, n: usize) -> Matrix {
    loop {
        let bit = |random: &mut Random, j: usize| (random.below(2) as u64) << j;
        let mut row = || (0..n).fold(0, |row, j| row | bit(random, j));
        let matrix = Matrix {
            rows: (0..n).map(|_| row()).collect(),
        };
        if matrix.inverse().is_some() {
            return matrix;
        }
    }
}

#[test]
fn random_maps_are_met() {
    let mut random = Random::new(3);
    for n in (1..=40).chain([63, 64]) {
        let map = random_map(&mut random, n);
        let circuit = synthesize(&map, usize::MAX).expect("invertible");
        assert_eq!(map, Matrix::of(n, &circuit));
        // Plain elimination: a step for each entry off the diagonal, one more for each column.
        assert!(circuit.len() <= n * n, "{n}: {}", circuit.len());
    }
}

#[test]
fn maps_take_few_gates_on_average() {
    let mut random = Random::new(5);
    for (n, least) in [
        (4, 52),
        (6, 120),
        (8, 202),
        (12, 445),
        (16, 795),
        (20, 1340),
    ] {
        let count = |_| {
            let map = random_map(&mut random, n);
            synthesize(&map, usize::MAX).expect("invertible").len()
        };
        let gates: usize = (0..10).map(count).sum();
        assert!(gates <= least, "{n}: {gates}");
    }
}

#[test]
fn only_circuits_below_the_limit_are_returned() {
    // An exchange takes three, whichever method finds it.
    let exchange = Matrix { rows: vec![2, 1] };
    assert_eq!(None, synthesize(&exchange, 3));
    assert_eq!(Some(3), synthesize(&exchange, 4).map(|c| c.len()));
    assert_eq!(None, synthesize(&Matrix::identity(2), 0));
    assert_eq!(Some(vec![]), synthesize(&Matrix::identity(2), 1));
    assert_eq!(None, synthesize(&Matrix { rows: vec![3, 3] }, 9));
    assert_eq!(8 * 25 * 7, work(5, 7));
    assert_eq!(8 * 25 * 25, work(5, 26));
}

#[test]
fn each_method_reduces_to_the_identity() {
    let mut random = Random::new(8);
    for n in [2, 3, 5, 9, 17] {
        let map = random_map(&mut random, n);
        let inverse = map.inverse().expect("invertible");
        for section in elimination::SECTIONS {
            let steps = elimination::reduce(map.clone(), section);
            assert_eq!(inverse, Matrix::of(n, &steps));
        }
        for price in greedy::PRICES {
            let steps = greedy::reduce(&map, &inverse, price, usize::MAX).expect("no limit");
            assert_eq!(inverse, Matrix::of(n, &steps));
        }
    }
}

#[test]
fn three_wires_take_the_fewest() {
    let steps: Vec<Cx> = (0..9)
        .filter(|i| i / 3 != i % 3)
        .map(|i| Cx::new(i / 3, i % 3))
        .collect();
    let mut fewest = HashMap::from([(Matrix::identity(3).rows, 0)]);
    let mut queue = VecDeque::from([Matrix::identity(3)]);
    while let Some(map) = queue.pop_front() {
        let count = fewest[&map.rows];
        for &step in &steps {
            let mut next = map.clone();
            next.apply(step);
            if !fewest.contains_key(&next.rows) {
                fewest.insert(next.rows.clone(), count + 1);
                queue.push_back(next);
            }
        }
    }
    assert_eq!(168, fewest.len());
    let spare = |(rows, fewest): (&Vec<u64>, &usize)| {
        let map = Matrix { rows: rows.clone() };
        synthesize(&map, usize::MAX).expect("invertible").len() - fewest
    };
    assert_eq!(0, fewest.iter().map(spare).sum::<usize>());
}
