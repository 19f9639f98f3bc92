// SPDX-License-Identifier: Apache-2.0
//! Tensor products across any cut of the wires.

use super::framed::{spread, wires};
use super::BAND;
use crate::synth::dense::{distance_up_to_phase, nearest_unitary, on_wires, Matrix};
use crate::synth::matrix::C64;

/// `u` is the first factor on the first wires times the second on the others.
#[derive(Clone, Debug)]
pub struct Cut {
    pub wires: [Vec<usize>; 2],
    pub factors: [Matrix; 2],
}

/// A cut across which u is a product, the smallest part that has one first. O(4^n) time for a cut that is one, and as good
/// as none for the others.
///
/// In the order of (rows and columns of one part, rows and columns of the other) a product is a matrix of rank 1: every
/// entry is fixed by those in the row and the column of the largest.
pub fn product(u: &Matrix) -> Option<Cut> {
    let qubits = wires(u);
    let pivot = u.iter().enumerate().fold((0, -1.0), |best, (at, x)| {
        match x.norm_sqr() > best.1 + 1e-9 {
            true => (at, x.norm_sqr()),
            false => best,
        }
    });
    let (p, q) = (pivot.0 % u.nrows(), pivot.0 / u.nrows());
    let mut parts: Vec<usize> = (1..1usize << (qubits - 1)).map(|s| s << 1).collect();
    // Each cut once, by the part without wire 0.
    parts.sort_by_key(|s| {
        let count = s.count_ones();
        (count.min(qubits as u32 - count), *s)
    });
    parts
        .into_iter()
        .find(|&s| is_product(u, s, p, q))
        .and_then(|s| split(u, s, p, q))
}

fn is_product(u: &Matrix, part: usize, p: usize, q: usize) -> bool {
    let rest = (u.nrows() - 1) & !part;
    let pivot = u[(p, q)];
    (0..u.ncols()).all(|j| {
        (0..u.nrows()).all(|i| {
            let one = u[(i & part | p & rest, j & part | q & rest)];
            let other = u[(p & part | i & rest, q & part | j & rest)];
            (u[(i, j)] * pivot - one * other).norm_sqr() < BAND * BAND
        })
    })
}

fn split(u: &Matrix, part: usize, p: usize, q: usize) -> Option<Cut> {
    let qubits = wires(u);
    let all: Vec<usize> = (0..qubits).collect();
    let (one, other): (Vec<usize>, Vec<usize>) = all.iter().partition(|&&w| part >> w & 1 == 1);
    let factor = |on: &[usize]| {
        let mask = spread(usize::MAX, on);
        let (row, column) = (p & !mask, q & !mask);
        let m = Matrix::from_fn(1 << on.len(), 1 << on.len(), |i, j| {
            u[(row | spread(i, on), column | spread(j, on))]
        });
        let scale = m.norm() / (m.nrows() as f64).sqrt();
        nearest_unitary(&(m / C64::from(scale)))
    };
    let (a, b) = (factor(&one), factor(&other));
    let both = on_wires(&a, &one, qubits) * on_wires(&b, &other, qubits);
    let (off, phase) = distance_up_to_phase(u, &both);
    (off < BAND * u.nrows() as f64).then(|| Cut {
        wires: [one, other],
        factors: [a, b * C64::from_polar(1.0, phase)],
    })
}
