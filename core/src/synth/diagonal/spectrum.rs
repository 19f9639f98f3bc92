// SPDX-License-Identifier: Apache-2.0
//! Phases of basis states as sums: of signs of parities (Walsh), and of products of bits (Moebius).
//!
//! Phases count modulo 2 pi, and a list of them may be any representative; its Walsh spectrum depends on which. The
//! coefficients of products of bits do not, up to 2 pi each, so they give one good representative; following the
//! smallest differences from 0 on gives another.

use std::f64::consts::TAU;

/// `w` with `phases[x] = sum over s of w[s] (-1)^|s & x|`.
pub fn walsh(phases: &[f64]) -> Vec<f64> {
    let mut w = phases.to_vec();
    transform(&mut w);
    let scale = 1.0 / w.len() as f64;
    w.iter_mut().for_each(|x| *x *= scale);
    w
}

/// The inverse of [`walsh`].
pub fn signed_sums(mut spectrum: Vec<f64>) -> Vec<f64> {
    transform(&mut spectrum);
    spectrum
}

fn transform(w: &mut [f64]) {
    let mut step = 1;
    while step < w.len() {
        for chunk in w.chunks_exact_mut(2 * step) {
            let (low, high) = chunk.split_at_mut(step);
            for (a, b) in low.iter_mut().zip(high) {
                (*a, *b) = (*a + *b, *a - *b);
            }
        }
        step *= 2;
    }
}

/// `a` with `phases[x] = sum of a[s] over the subsets s of the bits of x`, each brought to [-pi, pi].
pub fn moebius(phases: &[f64]) -> Vec<f64> {
    let mut a = phases.to_vec();
    let mut step = 1;
    while step < a.len() {
        for chunk in a.chunks_exact_mut(2 * step) {
            let (low, high) = chunk.split_at_mut(step);
            for (x, y) in low.iter().zip(high) {
                *y = wrapped(*y - *x);
            }
        }
        step *= 2;
    }
    a[0] = wrapped(a[0]);
    a
}

/// The inverse of [`moebius`].
pub fn subset_sums(mut a: Vec<f64>) -> Vec<f64> {
    let mut step = 1;
    while step < a.len() {
        for chunk in a.chunks_exact_mut(2 * step) {
            let (low, high) = chunk.split_at_mut(step);
            for (x, y) in low.iter().zip(high) {
                *y += x;
            }
        }
        step *= 2;
    }
    a
}

/// The same phases, each as near as can be to that of the state without the lowest set bit.
pub fn unrolled(phases: &[f64]) -> Vec<f64> {
    let mut out = phases.to_vec();
    for x in 1..out.len() {
        let before = out[x & (x - 1)];
        out[x] = before + wrapped(out[x] - before);
    }
    out
}

/// The number in [-pi, pi] equal to `phase` modulo 2 pi.
pub fn wrapped(phase: f64) -> f64 {
    phase - (phase / TAU).round() * TAU
}
