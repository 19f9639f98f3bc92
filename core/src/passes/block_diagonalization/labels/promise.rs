// SPDX-License-Identifier: Apache-2.0
//! How few two-qubit gates the blocks of a table may take, before any circuit is made.

use nalgebra::{Matrix3, SymmetricEigen, Vector3};

use super::table::{argument, is_same, Table};
use crate::synth::diagonal::walsh;
use crate::synth::matrix::C64;

/// Turns and angles smaller than this are none.
const NOTHING: f64 = 1e-9;

/// Two-qubit gates for any blocks on so many wires of data chosen by so many labels.
pub fn generic(data: usize, labels: usize) -> usize {
    match (data, labels) {
        (1, 0) => 0,
        (1, k) => match [2, 7, 17, 37, 77].get(k - 1) {
            Some(&solved) => solved,
            None => 3 * (1 << k) - k - 3,
        },
        (2, k) => [3, 8, 19, 65, 161].get(k).copied().unwrap_or(usize::MAX),
        (3, k) => [20, 52, 128, 280].get(k).copied().unwrap_or(usize::MAX),
        _ => usize::MAX,
    }
}

/// What to expect of these blocks at best: few different ones, rotations about one axis, or any.
pub fn least(data: usize, table: &Table) -> usize {
    let labels = table.choosers.len();
    let blocks: Vec<&[C64]> = (0..1 << labels)
        .map(|values| table.block(argument(&table.choosers, values)))
        .collect();
    let mut different: Vec<&[C64]> = Vec::new();
    for block in &blocks {
        if 2 * different.len() > blocks.len() {
            break;
        }
        if !different.iter().any(|other| is_same(block, other)) {
            different.push(block);
        }
    }
    if 2 * different.len() <= blocks.len() {
        return labels;
    }
    if data > 1 || labels == 0 {
        return generic(data, labels);
    }
    let turns: Vec<[f64; 4]> = blocks.iter().map(|b| turn(b, blocks[0])).collect();
    match about_one_axis(&turns) {
        Some(angles) => walsh(&angles).iter().filter(|a| a.abs() > NOTHING).count(),
        // Those of determinant 1 by the counting bound.
        None => (3 * (1 << labels) - 2) / 2,
    }
}

/// `a b^-1` as a quaternion, for column-major 2 x 2 matrices.
fn turn(a: &[C64], b: &[C64]) -> [f64; 4] {
    let at = |r: usize, c: usize| a[r] * b[c].conj() + a[r + 2] * b[c + 2].conj();
    let m = [at(0, 0), at(0, 1), at(1, 0), at(1, 1)];
    let root = (m[0] * m[3] - m[1] * m[2]).sqrt();
    let [p, q, r, s] = m.map(|x| x / root);
    let half = [(p + s).re, -(q + r).im, (r - q).re, (s - p).im];
    // Both signs are the same turn up to a phase.
    half.map(|x| x * 0.5_f64.copysign(half[0]))
}

/// Half angles, if all turn about one axis.
fn about_one_axis(turns: &[[f64; 4]]) -> Option<Vec<f64>> {
    let mut moments = Matrix3::zeros();
    for [_, x, y, z] in turns {
        let v = Vector3::new(*x, *y, *z);
        moments += v * v.transpose();
    }
    let found = SymmetricEigen::new(moments);
    let order = found.eigenvalues.imax();
    let axis = found.eigenvectors.column(order);
    let rest: f64 = found.eigenvalues.sum() - found.eigenvalues[order];
    let angle = |[w, x, y, z]: &[f64; 4]| axis.dot(&Vector3::new(*x, *y, *z)).atan2(*w);
    (rest < NOTHING * NOTHING).then(|| turns.iter().map(angle).collect())
}
