// SPDX-License-Identifier: Apache-2.0
//! Representatives of phases modulo 2 pi and what each needs: rotations of parities, and cz.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4};

use super::spectrum::{moebius, signed_sums, subset_sums, unrolled, walsh, wrapped};
use super::tours::Term;

/// A term of the Walsh spectrum smaller than this, times the largest phase if that is more than 1, is rounding.
pub const ROUNDING: f64 = 1e-12;

/// `exp(i phase)` times terms on one wire, cz, and terms on more.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub phase: f64,
    pub local: Vec<Term>,
    pub cz: Vec<(usize, usize)>,
    pub terms: Vec<Term>,
}

/// One for each representative.
pub fn readings(phases: &[f64]) -> Vec<Reading> {
    let principal: Vec<f64> = phases.iter().map(|&p| wrapped(p)).collect();
    let lifts = [
        phases.to_vec(),
        unrolled(phases),
        subset_sums(moebius(phases)),
        principal,
    ];
    let mut found: Vec<Reading> = Vec::new();
    for lift in lifts {
        let reading = reading(walsh(&lift), &lift);
        let is_new = |r: &Reading| {
            r.terms.len() != reading.terms.len()
                || !r.terms.iter().zip(&reading.terms).all(|(a, b)| a.0 == b.0)
        };
        if found.iter().all(is_new) {
            found.push(reading);
        }
    }
    let least = found.iter().map(|r| r.terms.len()).min().unwrap_or(0);
    found.retain(|r| r.terms.len() <= 2 * least);
    found
}

/// Drop what is rounding, as long as that does not add up.
fn reading(mut w: Vec<f64>, lift: &[f64]) -> Reading {
    let scale = lift.iter().fold(1.0_f64, |m, p| m.max(p.abs()));
    let mut least = ROUNDING * scale;
    loop {
        let kept: Vec<f64> = w
            .iter()
            .map(|&x| if is_free(x, least) { x } else { 0.0 })
            .collect();
        let dropped: Vec<f64> = kept.iter().map(|&x| x - nearest_half_turn(x)).collect();
        let worst = signed_sums(dropped)
            .into_iter()
            .fold(0.0_f64, |m, x| m.max(x.abs()));
        if worst <= 10.0 * ROUNDING * scale || least < 1e-18 {
            break;
        }
        least /= 10.0;
    }
    let mut out = Reading::default();
    // exp(i pi/2 Z...Z) is i Z...Z: half turns of any parity are gates on single wires.
    for set in (1..w.len()).rev() {
        let halves = (w[set] / FRAC_PI_2).round();
        if set.count_ones() < 2 || halves == 0.0 {
            continue;
        }
        w[set] -= halves * FRAC_PI_2;
        w[0] += halves * FRAC_PI_2;
        if halves.rem_euclid(2.0) == 1.0 {
            for q in (0..usize::BITS as usize).filter(|q| set >> q & 1 == 1) {
                w[1 << q] -= FRAC_PI_2;
                w[0] += FRAC_PI_2;
            }
        }
    }
    for (set, x) in w.iter_mut().enumerate() {
        let is_quarter = (x.abs() - FRAC_PI_4).abs() < least;
        if set.count_ones() == 2 && is_quarter {
            let (a, b) = (set.trailing_zeros() as usize, set.ilog2() as usize);
            out.cz.push((a, b));
        }
    }
    for &(a, b) in &out.cz {
        let set = 1 << a | 1 << b;
        if w[set] < 0.0 {
            // exp(-i pi/4 ZZ) = -i Z Z exp(i pi/4 ZZ).
            w[0] += FRAC_PI_2;
            w[1 << a] -= FRAC_PI_2;
            w[1 << b] -= FRAC_PI_2;
        }
        w[0] -= FRAC_PI_4;
        w[1 << a] += FRAC_PI_4;
        w[1 << b] += FRAC_PI_4;
        w[set] = 0.0;
    }
    out.phase = w[0];
    for (set, &x) in w.iter().enumerate().skip(1) {
        if x.abs() >= least {
            match set.count_ones() {
                1 => out.local.push((set, x)),
                _ => out.terms.push((set, x)),
            }
        }
    }
    out
}

fn nearest_half_turn(x: f64) -> f64 {
    (x / FRAC_PI_2).round() * FRAC_PI_2
}

fn is_free(x: f64, least: f64) -> bool {
    (x - nearest_half_turn(x)).abs() < least
}
