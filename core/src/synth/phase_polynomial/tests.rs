// SPDX-License-Identifier: Apache-2.0
use super::path::Sum;
use super::*;
use crate::passes::testing::{distance, Random};
use crate::{Angle, Circuit, Gate, Wire};
use Step::{Cx, Cz, Eighths, Swap, Turn, H};

const PALETTE: Palette = Palette { cz: true };

fn effort() -> Effort {
    Effort {
        width: 12,
        left: 1_000_000,
    }
}

/// Angles that stand for numbers.
fn turn(label: u16) -> Angle {
    Angle::radians(0.1 + f64::from(label))
}

fn circuit(wires: usize, steps: &[Step]) -> Circuit {
    let mut c = Circuit::new(wires as u32, 0);
    for &step in steps {
        let on = |q: u8| Wire::qubit(q.into());
        let mut push = |gate: Gate, params: &[Angle], wires: &[Wire]| {
            c.push_gate(gate, params, wires, Default::default());
        };
        match step {
            Cx(a, b) => push(Gate::Cx, &[], &[on(a), on(b)]),
            Cz(a, b) => push(Gate::Cz, &[], &[on(a), on(b)]),
            Swap(a, b) => push(Gate::Swap, &[], &[on(a), on(b)]),
            H(q) => push(Gate::H, &[], &[on(q)]),
            Eighths(q, k) => push(Gate::P, &[Angle::pi(k.into(), 4)], &[on(q)]),
            Turn(q, label) => push(Gate::P, &[turn(label)], &[on(q)]),
        }
    }
    c
}

fn check(wires: usize, steps: &[Step], expected: usize) -> Vec<Step> {
    let found = resynthesise(wires, steps, PALETTE, None, &mut effort());
    let new = found.unwrap_or_else(|| steps.to_vec());
    assert!(distance(&circuit(wires, steps), &circuit(wires, &new)) < 1e-12);
    assert_eq!(expected, pairs(&new), "{new:?}");
    new
}

/// A doubly controlled z on a, b, c as six cx and seven terms.
fn ccz(a: u8, b: u8, c: u8) -> Vec<Step> {
    vec![
        Cx(b, c),
        Eighths(c, 7),
        Cx(a, c),
        Eighths(c, 1),
        Cx(b, c),
        Eighths(c, 7),
        Cx(a, c),
        Eighths(b, 1),
        Eighths(c, 1),
        Cx(a, b),
        Eighths(a, 1),
        Eighths(b, 7),
        Cx(a, b),
    ]
}

#[test]
fn linear_networks() {
    check(3, &[Cx(0, 1), Cx(1, 2), Cx(0, 1), Cx(1, 2)], 1);
    check(2, &[Cx(0, 1), Cx(1, 0), Cx(0, 1), Cx(1, 0)], 2);
    check(2, &[Swap(0, 1), Cx(0, 1)], 2);
    check(2, &[Cx(0, 1), Cx(0, 1)], 0);
    check(2, &[Cx(0, 1)], 1);
    check(4, &[Cx(0, 1), Cx(2, 3), Cx(0, 1), Cx(2, 3)], 0);
}

#[test]
fn terms_of_equal_functions_become_one() {
    let new = check(
        2,
        &[
            Cx(0, 1),
            Turn(1, 0),
            Cx(0, 1),
            Cx(1, 0),
            Turn(0, 1),
            Cx(1, 0),
        ],
        2,
    );
    assert_eq!(vec![Cx(0, 1), Turn(1, 0), Turn(1, 1), Cx(0, 1)], new);
    check(
        2,
        &[
            Cx(0, 1),
            Eighths(1, 1),
            Cx(0, 1),
            Cx(0, 1),
            Eighths(1, 7),
            Cx(0, 1),
        ],
        0,
    );
}

#[test]
fn quadratic_forms_are_spread() {
    // s s sdg on a, b and their sum is a cz, and needs no cx.
    check(
        2,
        &[
            Eighths(0, 2),
            Eighths(1, 2),
            Cx(0, 1),
            Eighths(1, 6),
            Cx(0, 1),
        ],
        1,
    );
    // With the four terms of a relative-phase doubly controlled z it costs nothing.
    let mut steps: Vec<Step> = ccz(0, 1, 2)[..7].to_vec();
    steps.push(Eighths(2, 1));
    let bare = check(3, &steps, 4);
    assert_eq!(4, pairs(&bare));
    steps.push(Cz(0, 1));
    let new = check(3, &steps, 4);
    assert!(new.iter().all(|s| !matches!(s, Cz(..))));
    // Odd multiples stay odd: as many t as before.
    let odd = |steps: &[Step]| {
        steps
            .iter()
            .filter(|s| matches!(s, Eighths(_, k) if k % 2 == 1))
            .count()
    };
    assert_eq!(4, odd(&new));
}

#[test]
fn a_compute_and_its_uncompute_share_a_form() {
    // Three doubly controlled x around a target: 18 cx become 15 in one window.
    let mut steps = vec![H(3)];
    steps.extend(ccz(0, 1, 3));
    steps.extend([H(3), H(4)]);
    steps.extend(ccz(2, 3, 4));
    steps.extend([H(4), H(3)]);
    steps.extend(ccz(0, 1, 3));
    steps.push(H(3));
    let new = check(5, &steps, 15);
    assert_eq!(6, new.iter().filter(|s| matches!(s, H(_))).count());
}

#[test]
fn two_products_without_terms_stay_products() {
    let steps = [Cz(0, 1), Cz(1, 2), Cx(0, 2), Cx(0, 2)];
    check(3, &steps, 2);
}

#[test]
fn limits() {
    assert_eq!(
        None,
        resynthesise(2, &[Cx(0, 1)], PALETTE, None, &mut effort())
    );
    let many: Vec<Step> = (0..MAX_VARIABLES).map(|_| H(0)).collect();
    assert!(Sum::of(2, &many[2..]).is_some());
    assert!(Sum::of(2, &many[1..]).is_none());
    let twice = [Cx(0, 12), Cx(0, 12)];
    assert_eq!(None, resynthesise(13, &twice, PALETTE, None, &mut effort()));
    let twice = [Cx(0, 11), Cx(0, 11)];
    assert_eq!(
        Some(vec![]),
        resynthesise(12, &twice, PALETTE, None, &mut effort())
    );
    let mut none = Effort { width: 12, left: 0 };
    let steps = [Cx(0, 1), Cx(1, 2), Cx(0, 1), Cx(1, 2)];
    assert_eq!(None, resynthesise(3, &steps, PALETTE, None, &mut none));
}

#[test]
fn lower_bounds_hold() {
    let bound = |wires, steps: &[Step]| Sum::of(wires, steps).expect("small").lower_bound();
    assert_eq!(4, bound(3, &ccz(0, 1, 2)));
    assert_eq!(0, bound(3, &[Cx(0, 1), Eighths(1, 2), Cx(0, 1)]));
    assert_eq!(1, bound(3, &[Cx(0, 1), H(1)]));
    assert_eq!(1, bound(3, &[Cx(0, 1), Cx(0, 1), Cx(0, 1)]));
}

#[test]
fn random_networks_keep_their_matrix() {
    let mut random = Random::new(3);
    let mut gained = 0;
    for round in 0..400 {
        let wires = 2 + random.below(4);
        let mut steps = Vec::new();
        for i in 0..10 + random.below(30) {
            let pair = random.qubits(2, wires);
            let (a, b) = (pair[0] as u8, pair[1] as u8);
            steps.push(match random.below(if round % 3 == 0 { 8 } else { 12 }) {
                0..5 => Cx(a, b),
                5 => Eighths(a, random.below(8) as u8),
                6 => Cz(a, b),
                7 => Swap(a, b),
                8 => Turn(a, i as u16),
                9 => H(a),
                _ => Eighths(a, 2 * random.below(4) as u8),
            });
        }
        let Some(new) = resynthesise(wires, &steps, PALETTE, None, &mut effort()) else {
            continue;
        };
        assert!(pairs(&new) < pairs(&steps));
        let off = distance(&circuit(wires, &steps), &circuit(wires, &new));
        assert!(off < 1e-9, "{steps:?}\n{new:?}");
        gained += 1;
    }
    assert!(gained > 200, "{gained}");
}

/// Fewest cx of every linear map of three bits, by rows; from every map to its neighbours.
fn optimal() -> std::collections::BTreeMap<[u8; 3], (usize, Vec<Step>)> {
    let mut found = std::collections::BTreeMap::new();
    let mut layer = vec![([1, 2, 4], vec![])];
    for depth in 0.. {
        let mut next = Vec::new();
        for (rows, steps) in layer {
            if found.contains_key(&rows) {
                continue;
            }
            for (c, t) in [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)] {
                let mut more: [u8; 3] = rows;
                more[t] ^= more[c];
                let mut longer: Vec<Step> = steps.clone();
                longer.push(Cx(c as u8, t as u8));
                next.push((more, longer));
            }
            found.insert(rows, (depth, steps));
        }
        if next.is_empty() {
            return found;
        }
        layer = next;
    }
    unreachable!("there are 168 maps")
}

#[test]
fn linear_maps_of_three_bits_take_the_fewest_cx() {
    let all = optimal();
    assert_eq!(168, all.len());
    for (depth, steps) in all.values() {
        // The same map, the long way round.
        let mut long = vec![Cx(0, 1), Cx(1, 2), Cx(2, 0)];
        long.extend(steps);
        let mut back = steps.clone();
        back.reverse();
        long.extend(back);
        long.extend([Cx(2, 0), Cx(1, 2), Cx(0, 1)]);
        long.extend(steps);
        check(3, &long, *depth);
    }
}

#[test]
fn the_budget_counts_states() {
    let steps = [Cx(0, 1), Cx(1, 2), Cx(0, 1), Cx(1, 2)];
    let mut effort = effort();
    resynthesise(3, &steps, PALETTE, None, &mut effort).expect("shorter");
    let used = 1_000_000 - effort.left;
    assert!((1..60).contains(&used), "{used}");
    let mut short = Effort {
        width: 12,
        left: used,
    };
    assert_eq!(
        None,
        resynthesise(
            3,
            &steps,
            PALETTE,
            None,
            &mut Effort {
                left: 1,
                ..short.clone()
            }
        )
    );
    short.spend(used - 1);
    assert_eq!(1, short.left);
    short.spend(2);
    assert_eq!(0, short.left);
}

#[test]
fn without_cz_the_form_is_met_by_parities() {
    let steps = [Cx(0, 1), Eighths(1, 2), Cx(0, 1), Cx(1, 2), Cx(1, 2)];
    let bare = Palette { cz: false };
    let new = resynthesise(3, &steps, bare, None, &mut effort()).expect("two cx are idle");
    assert_eq!(2, pairs(&new));
    assert!(new.iter().all(|s| !matches!(s, Cz(..))));
    assert!(distance(&circuit(3, &steps), &circuit(3, &new)) < 1e-12);
    check(3, &steps, 1);
}
