// SPDX-License-Identifier: Apache-2.0
//! Regions by hand, and random circuits of labels against their matrices.

use super::super::{block_diagonalization, BlockDiagonalization};
use super::steps::Steps;
use super::walk::{self, Region};
use super::word::Word;
use crate::circuit::Operation;
use crate::passes::testing::{circuit, distance, Random};
use crate::{Angle, Circuit, Gate, GateSet, Target};

const OPTIONS: BlockDiagonalization = BlockDiagonalization {
    measured: false,
    exact: false,
};

/// The regions with two gates on two wires.
fn regions(c: &Circuit, data: usize) -> Vec<Region> {
    walk::regions(c, &Steps::of(c), data, |_, _| 2)
}

/// Numbers of operations and wires of data of the regions with gates on two wires.
fn found(text: &str, qubits: u32, data: usize) -> Vec<(usize, usize)> {
    let c = circuit(qubits, text);
    let all = regions(&c, data);
    all.iter().map(|r| (r.ops.len(), r.data.len())).collect()
}

#[test]
fn regions_have_so_much_data() {
    let text = "cx 0 2; h 2; cx 1 2; t 0; h 2; cx 0 1; cx 1 2; h 1; cx 1 2";
    assert_eq!(vec![(7, 1)], found(text, 3, 1));
    assert_eq!(vec![(9, 2)], found(text, 3, 2));
    // A label that holds data leaves where that is mixed next, or becomes data.
    let text = "cx 0 1; h 1; cx 0 1; cx 1 2; cx 0 1";
    assert_eq!(vec![(5, 1)], found(text, 3, 1));
    assert_eq!(vec![(5, 2)], found(text, 3, 2));
    // Gates that mix both.
    assert_eq!(vec![(2, 2)], found("iswap 0 1; cz 1 2", 3, 2));
    assert!(found("iswap 0 1; cz 1 2", 3, 1).is_empty());
}

#[test]
fn labels_stay_labels() {
    let text = "cx 0 1; x 1; u(1,0.3,0.4) 0; rz(0.2) 1; cp(0.3) 0 1; h 2; cx 1 2; h 2; cx 0 2";
    assert_eq!(vec![(8, 1)], found(text, 3, 1));
    // Fences and symbols end what is there.
    assert_eq!(
        vec![(3, 1)],
        found("cx 0 1; h 1; cx 0 1; rz(a) 1; cx 0 1", 2, 1)
    );
    assert_eq!(
        vec![(3, 1)],
        found("cx 0 1; h 1; cx 0 1; barrier 0; cx 0 1", 2, 1)
    );
}

#[test]
fn data_is_added_to_labels_and_taken_out() {
    let text = "cx 0 1; h 1; cx 0 1; cx 1 2; t 2; x 2; cx 0 2; t 1; cx 1 2; h 1; cz 2 1";
    assert_eq!(vec![(11, 1)], found(text, 3, 1));
    let c = circuit(3, text);
    let word = Word::of_region(&c, &regions(&c, 1)[0]).unwrap();
    let clean: Vec<usize> = (0..=12).filter(|&i| !word.is_clean[i]).collect();
    // The phase and the label it is by are two acts.
    assert_eq!(vec![4, 5, 6, 7, 8, 9], clean);
    // It is flipped in between.
    let text = "cx 0 1; h 1; cx 0 1; cx 1 2; x 1; cx 1 2; h 1; cz 2 1";
    assert_eq!(vec![(5, 1)], found(text, 3, 1));
}

#[test]
fn starts_again_where_labels_hold_what_becomes_data() {
    // Wire 1 holds wire 0 as well when that is mixed.
    let text = "cx 0 1; cz 0 1; h 0; cx 1 0; h 0; cx 1 0";
    assert_eq!(vec![(4, 1)], found(text, 2, 1));
    let text = "cx 1 0; cz 0 1; h 0; cx 1 0; h 0; cx 1 0";
    assert_eq!(vec![(6, 1)], found(text, 2, 1));
}

#[test]
fn regions_are_convex() {
    // Wire 2 comes in behind a gate that follows the region.
    let text = "cx 0 1; h 1; cx 0 1; h 0; h 3; cx 0 3; h 3; cx 3 2; h 3; cx 2 1; h 2";
    let c = circuit(4, text);
    for region in regions(&c, 1) {
        let mut gathered = c.clone();
        gathered.gather(&[&region.ops]);
        assert_eq!(Ok(()), crate::check::check(&gathered));
        assert!(distance(&c, &gathered) < 1e-12);
    }
}

#[test]
fn words_are_read_by_roles() {
    let c = circuit(3, "h 0; cx 1 0; cx 1 2; h 0; cz 2 0; x 1; cx 1 2");
    let all = regions(&c, 1);
    let word = Word::of_region(&c, &all[0]).unwrap();
    assert_eq!((1, 2), (word.data, word.labels()));
    let (linear, constant) = word.maps().pop().unwrap();
    // x, x + y, negated; then added once more.
    assert_eq!((vec![0b01, 0b10], 0b11), (linear.rows, constant));
    let far = Word::of(&c, &all[0].ops, &[]);
    assert!(far.is_none());
    assert!(word.is_clean.iter().all(|&is_clean| is_clean));
}

/// Labels with cx, X and phases, and wires of data that some of them choose gates on.
fn random(random: &mut Random, qubits: usize, data: usize, length: usize) -> Circuit {
    let mut c = Circuit::new(qubits as u32, 0);
    let wires = random.qubits(qubits, qubits);
    let (on, labels) = wires.split_at(data);
    let angle = |random: &mut Random| Angle::radians(random.below(6283) as f64 / 1000.0);
    while c.len() < length {
        let (d, l, m) = (random.pick(on), random.pick(labels), random.pick(labels));
        let own = random.pick(on);
        let angles = [angle(random), angle(random), angle(random)];
        let operation = match random.below(11) {
            0 if l != m => Operation::gate(Gate::Cx, [], &[l, m]),
            1 => Operation::gate(Gate::X, [], &[l]),
            2 => Operation::gate(Gate::Rz, angles[..1].to_vec(), &[l]),
            3 if l != m => Operation::gate(Gate::Cp, angles[..1].to_vec(), &[l, m]),
            4 | 5 => Operation::gate(Gate::U, angles, &[d]),
            6 | 7 => Operation::gate(Gate::Cx, [], &[l, d]),
            8 if own != d => Operation::gate(Gate::Cx, [], &[own, d]),
            9 => {
                c.push(Operation::gate(Gate::Cx, [], &[d, l]));
                c.push(Operation::gate(Gate::Rz, angles[..1].to_vec(), &[l]));
                Operation::gate(Gate::Cx, [], &[d, l])
            }
            10 => Operation::gate(Gate::Crz, angles[..1].to_vec(), &[d, l]),
            _ => continue,
        };
        c.push(operation);
    }
    c
}

#[test]
fn the_operator_stays() {
    let target = Target::all_to_all(GateSet::of(&[Gate::Cx, Gate::U]));
    let pairs = |c: &Circuit| c.iter().filter(|&op| c.wires(op).len() == 2).count();
    let mut numbers = Random::new(7);
    let mut saved = 0;
    for trial in 0..40 {
        let (qubits, data) = (3 + trial % 4, 1 + trial % 5 / 4);
        let mut c = random(&mut numbers, qubits, data, 40 + trial);
        let old = c.clone();
        let changed = block_diagonalization(&mut c, &target, OPTIONS).unwrap();
        assert_eq!(Ok(()), crate::check::check(&c));
        assert!(distance(&old, &c) < 1e-9, "{trial}");
        assert!(!changed || pairs(&c) <= 2 * pairs(&old));
        saved += pairs(&old).saturating_sub(pairs(&c));
    }
    assert!(saved > 250, "{saved}");
}

#[test]
fn labels_choose_again_and_again() {
    let most = |text: &str| Steps::of(&circuit(3, text)).most_chosen(3);
    assert_eq!(0, most("cx 0 2; cx 1 2; t 2; cx 0 2"));
    assert_eq!(2, most("cx 0 2; h 2; cx 0 2; t 0; h 2; cx 0 2"));
    assert_eq!(1, most("cx 0 2; h 2; cx 0 2; h 0; h 2; cx 0 2"));
    assert_eq!(3, most("iswap 1 2; cx 0 1; h 2; cx 0 2; h 2; cz 2 0"));
}
