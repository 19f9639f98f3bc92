// SPDX-License-Identifier: Apache-2.0
//! Boolean functions as half turns of a fresh wire: a turn by pi and one by -pi write the same value.

use std::f64::consts::PI;

use crate::synth::diagonal::walsh;

/// Longest path that is improved by turning pieces round.
const IMPROVED: usize = 64;

/// Angles, 0 or a half turn either way for each value (any where there is none), as sums over parities: `w[s]` for
/// `sum of w[s] (-1)^|s & v|`, with few of them nonzero.
pub fn half_turns(values: &[Option<bool>]) -> Vec<f64> {
    let fills = [
        filled(values, false),
        filled(values, true),
        low_degree(values),
    ];
    let mut best: Option<Vec<f64>> = None;
    for fill in fills {
        let mut angles: Vec<f64> = fill.iter().map(|&v| if v { PI } else { 0.0 }).collect();
        let mut least = count(&walsh(&angles));
        // One change at a time, as long as terms vanish.
        loop {
            let before = least;
            for v in 0..angles.len() {
                let choices: &[f64] = match values[v] {
                    Some(true) => &[PI, -PI],
                    Some(false) => &[0.0, 2.0 * PI],
                    None => &[0.0, PI, -PI, PI / 2.0],
                };
                for &choice in choices {
                    let kept = std::mem::replace(&mut angles[v], choice);
                    let now = count(&walsh(&angles));
                    match now < least {
                        true => least = now,
                        false => angles[v] = kept,
                    }
                }
            }
            if least == before || angles.len() > IMPROVED {
                break;
            }
        }
        let spectrum = walsh(&angles);
        if best.as_ref().is_none_or(|b| count(&spectrum) < count(b)) {
            best = Some(spectrum);
        }
    }
    best.expect("three fills")
}

fn count(spectrum: &[f64]) -> usize {
    spectrum.iter().filter(|w| w.abs() > 1e-9).count()
}

fn filled(values: &[Option<bool>], with: bool) -> Vec<bool> {
    values.iter().map(|v| v.unwrap_or(with)).collect()
}

/// With the coefficient of every product of bits zero that may be.
fn low_degree(values: &[Option<bool>]) -> Vec<bool> {
    let mut out: Vec<bool> = Vec::with_capacity(values.len());
    let mut products = vec![false; values.len()];
    for v in 0..values.len() {
        // The value that products of fewer bits give.
        let given = (0..v)
            .filter(|s| s & v == *s)
            .fold(false, |sum, s| sum ^ products[s]);
        let value = values[v].unwrap_or(given);
        products[v] = value ^ given;
        out.push(value);
    }
    out
}

/// Terms in an order in which neighbours differ in few bits, from any one to any other.
pub fn path(terms: &[(usize, f64)], bits: usize) -> Vec<(usize, f64)> {
    let rank = |set: usize| {
        let mut parity = 0;
        (0..bits).rev().fold(0, |rank, bit| {
            parity ^= set >> bit & 1;
            rank << 1 | parity
        })
    };
    let mut order = terms.to_vec();
    order.sort_by_key(|t| rank(t.0));
    if order.len() > IMPROVED || order.len() == 1 << bits {
        return order;
    }
    let gap = |a: Option<&(usize, f64)>, b: Option<&(usize, f64)>| match (a, b) {
        (Some(a), Some(b)) => (a.0 ^ b.0).count_ones(),
        _ => 0,
    };
    loop {
        let mut is_shorter = false;
        for i in 0..order.len() {
            for j in i + 1..order.len() {
                let (before, after) = (i.checked_sub(1).map(|k| &order[k]), order.get(j + 1));
                let (first, last) = (Some(&order[i]), Some(&order[j]));
                if gap(before, last) + gap(first, after) < gap(before, first) + gap(last, after) {
                    order[i..=j].reverse();
                    is_shorter = true;
                }
            }
        }
        if !is_shorter {
            return order;
        }
    }
}
