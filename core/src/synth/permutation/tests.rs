// SPDX-License-Identifier: Apache-2.0
use super::*;

fn shuffled(size: usize, seed: u64) -> Vec<usize> {
    let mut random = Gauss::new(seed);
    let mut table: Vec<usize> = (0..size).collect();
    for i in (1..size).rev() {
        table.swap(i, (random.bits() % (i as u64 + 1)) as usize);
    }
    table
}

fn check(table: &[usize], most: usize) {
    let draft = synthesize(table).expect("a permutation");
    assert!(is_right(&draft, table));
    assert!(
        draft.two_qubit_count() <= most,
        "{}",
        draft.two_qubit_count()
    );
}

#[test]
fn affine_permutations_take_cx_alone() {
    let cycle: Vec<usize> = (0..64).map(|v| v >> 1 | (v & 1) << 5).collect();
    check(&cycle, 15);
    let gray: Vec<usize> = (0..64).map(|v| (v ^ v >> 1) ^ 21).collect();
    check(&gray, 5);
    check(&(0..32).collect::<Vec<_>>(), 0);
}

#[test]
fn exchanges_and_increments() {
    let mut one = (0..64).collect::<Vec<_>>();
    one.swap(3, 60);
    check(&one, 64);
    let next: Vec<usize> = (0..16).map(|v| (v + 1) % 16).collect();
    check(&next, 19);
    check(&[0, 1, 2, 3, 4, 5, 7, 6], 6);
}

#[test]
fn any_permutation() {
    for (qubits, most) in [(3, 18), (4, 95), (5, 423), (6, 2300)] {
        for seed in 0..3 {
            check(&shuffled(1 << qubits, seed), most);
        }
    }
    assert!(synthesize(&[0, 1, 1, 3]).is_none());
    assert!(synthesize(&[0, 2, 1]).is_none());
}
