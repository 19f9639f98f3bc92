// SPDX-License-Identifier: Apache-2.0
//! Rotations of parities, the parities of each target in an order in which neighbours differ in few bits.
//!
//! A parity is met on one of its wires; a target goes through its own parities and back by one cx for each bit that changes.
//! Where all are wanted this is the Gray code (J. Welch, D. Greenbaum, S. Mostame, A. Aspuru-Guzik, "Efficient quantum circuits
//! for diagonal unitaries without ancillas", New J. Phys. 16, 033040, 2014, doi:10.1088/1367-2630/16/3/033040), 2^n - 2 in all;
//! where few are, a short tour over those.

use super::network::{Network, Op};

/// A set of wires and `w` of `exp(i w Z...Z)` on them.
pub type Term = (usize, f64);

/// Longest tour that is improved by exchanges.
const IMPROVED: usize = 200;

/// The network in which a parity is met on its wire that comes last in `order`.
pub fn network(qubits: usize, terms: &[Term], order: &[usize]) -> Network {
    let mut out = Network::new(qubits);
    for (at, &target) in order.iter().enumerate().rev() {
        let later: usize = order[at + 1..].iter().map(|&q| 1 << q).sum();
        let own: Vec<Term> = terms
            .iter()
            .filter(|(s, _)| s >> target & 1 == 1 && s & later == 0)
            .map(|&(s, w)| (s & !(1 << target), w))
            .collect();
        visit(&mut out, target, &own, &order[..at]);
    }
    out
}

fn visit(out: &mut Network, target: usize, own: &[Term], controls: &[usize]) {
    let mut now = 0;
    for i in tour(own, controls) {
        let (set, w) = own[i];
        step(out, now, set, target);
        out.ops.push(Op::Turn(target, w));
        now = set;
    }
    step(out, now, 0, target);
}

fn step(out: &mut Network, from: usize, to: usize, target: usize) {
    let mut changed = from ^ to;
    while changed != 0 {
        out.ops
            .push(Op::Cx(changed.trailing_zeros() as usize, target));
        changed &= changed - 1;
    }
}

/// The order of the terms: of Gray codes and the nearest neighbour, improved, the shortest tour from 0 to 0.
fn tour(own: &[Term], controls: &[usize]) -> Vec<usize> {
    let sets: Vec<usize> = own.iter().map(|t| t.0).collect();
    if sets.len() <= 1 {
        return (0..sets.len()).collect();
    }
    let natural = gray_order(&sets, controls);
    if sets.len() == 1 << controls.len() {
        return natural;
    }
    let backwards: Vec<usize> = controls.iter().rev().copied().collect();
    let mut candidates = vec![natural, gray_order(&sets, &backwards)];
    if sets.len() <= IMPROVED {
        candidates.push(nearest(&sets));
        candidates.iter_mut().for_each(|c| improve(&sets, c));
    }
    candidates
        .into_iter()
        .min_by_key(|c| length(&sets, c))
        .expect("not empty")
}

/// By the rank in the Gray code whose fastest bit is the first control.
fn gray_order(sets: &[usize], controls: &[usize]) -> Vec<usize> {
    let rank = |set: usize| {
        let mut parity = 0;
        let mut rank = 0;
        for (bit, &q) in controls.iter().enumerate().rev() {
            parity ^= set >> q & 1;
            rank |= parity << bit;
        }
        rank
    };
    let mut order: Vec<usize> = (0..sets.len()).collect();
    order.sort_by_key(|&i| rank(sets[i]));
    order
}

fn nearest(sets: &[usize]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..sets.len()).collect();
    let mut order = Vec::with_capacity(sets.len());
    let mut now = 0usize;
    while !left.is_empty() {
        let key = |&i: &usize| ((sets[i] ^ now).count_ones(), sets[i].count_ones(), sets[i]);
        let at = (0..left.len())
            .min_by_key(|&at| key(&left[at]))
            .expect("not empty");
        let i = left.remove(at);
        now = sets[i];
        order.push(i);
    }
    order
}

fn length(sets: &[usize], order: &[usize]) -> u32 {
    let ends = order.iter().map(|&i| sets[i]).chain([0]);
    let mut now = 0;
    ends.map(|s| (std::mem::replace(&mut now, s) ^ s).count_ones())
        .sum()
}

/// Turn pieces of the tour round, and move single sets, while that shortens it.
fn improve(sets: &[usize], order: &mut Vec<usize>) {
    let gap = |a: Option<usize>, b: Option<usize>| -> i64 {
        let of = |i: Option<usize>| i.map_or(0, |i| sets[i]);
        i64::from((of(a) ^ of(b)).count_ones())
    };
    let k = order.len();
    let get = |order: &[usize], at: isize| -> Option<usize> {
        (at >= 0).then(|| order.get(at as usize).copied())?
    };
    for _ in 0..2 * k {
        let mut is_shorter = false;
        for i in 0..k {
            for j in i + 1..k {
                let (before, after) = (get(order, i as isize - 1), get(order, j as isize + 1));
                let (first, last) = (Some(order[i]), Some(order[j]));
                if gap(before, last) + gap(first, after) < gap(before, first) + gap(last, after) {
                    order[i..=j].reverse();
                    is_shorter = true;
                }
            }
        }
        for i in 0..k {
            let moved = order[i];
            let (before, after) = (get(order, i as isize - 1), get(order, i as isize + 1));
            let won = gap(before, Some(moved)) + gap(Some(moved), after) - gap(before, after);
            order.remove(i);
            let price = |order: &[usize], at: usize| {
                let (a, b) = (get(order, at as isize - 1), get(order, at as isize));
                gap(a, Some(moved)) + gap(Some(moved), b) - gap(a, b)
            };
            let best = (0..k).min_by_key(|&at| price(order, at)).unwrap_or(i);
            let is_better = price(order, best) < won;
            order.insert(if is_better { best } else { i }, moved);
            is_shorter |= is_better;
        }
        if !is_shorter {
            return;
        }
    }
}
