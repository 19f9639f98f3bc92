// SPDX-License-Identifier: Apache-2.0
//! Cuts across which a matrix is a sum of two products: a diagonal between circuits on both parts.
//!
//! A unitary of operator-Schmidt rank 2 is locally a controlled unitary (S. Cohen, L. Yu, "All unitaries having operator
//! Schmidt rank 2 are controlled unitaries", Phys. Rev. A 87, 022329, 2013, doi:10.1103/PhysRevA.87.022329), and that from both
//! sides: `u = (V1 V2) diagonal (W1 W2)`. Any two operators that span one part's share, E and F, are V D W and V D' W with
//! diagonal D, so V is the eigenvectors of `E F^-1`, a normal matrix.

use super::framed::{gather, spread, wires};
use super::{labelled, synthesize, BAND};
use crate::synth::dense::{diagonal, distance, eigen_hermitian, nearest_unitary, on_wires, Matrix};
use crate::synth::draft::Draft;
use crate::synth::freedom::{Freedom, Partial};
use crate::synth::matrix::{C64, I};

/// Wider matrices are not looked at.
const MOST_WIRES: usize = 6;

/// Circuits across the cuts of rank 2 with two wires and more on both sides (a wire alone is a label then).
pub(super) fn circuits(u: &Matrix) -> Vec<Partial> {
    let qubits = wires(u);
    if !(4..=MOST_WIRES).contains(&qubits) {
        return Vec::new();
    }
    (1..1usize << (qubits - 1))
        .map(|s| s << 1)
        .filter(|s| (2..=qubits as u32 - 2).contains(&s.count_ones()))
        .flat_map(|s| {
            let (one, other): (Vec<usize>, Vec<usize>) =
                (0..qubits).partition(|&w| s >> w & 1 == 1);
            across(u, [one, other]).unwrap_or_default()
        })
        .collect()
}

fn across(u: &Matrix, parts: [Vec<usize>; 2]) -> Option<Vec<Partial>> {
    let qubits = wires(u);
    let shares = shares(u, &parts)?;
    let (mut v, mut w) = (Vec::new(), Vec::new());
    for [e, f] in &shares {
        let normal = e * f.clone().try_inverse()?;
        let hermitian = (&normal + normal.adjoint()) + (&normal - normal.adjoint()) * (I * 0.618);
        let (_, left) = eigen_hermitian(&hermitian);
        let right = nearest_unitary(&(left.adjoint() * e));
        v.push(left);
        w.push(right);
    }
    let both =
        |m: &[Matrix]| on_wires(&m[0], &parts[0], qubits) * on_wires(&m[1], &parts[1], qubits);
    let middle = both(&v).adjoint() * u * both(&w).adjoint();
    let entries: Vec<C64> = middle.diagonal().iter().map(|z| z / z.norm()).collect();
    if distance(&middle, &diagonal(&entries)) > BAND * u.nrows() as f64 {
        return None;
    }
    let phases: Vec<f64> = entries.iter().map(|z| z.arg()).collect();
    let made = [true, false].map(|is_open| assemble(&parts, &v, &w, phases.clone(), is_open));
    Some(made.into_iter().flatten().collect())
}

/// `(v0 v1) diagonal (w0 w1)`; if open, with diagonals of the factors joined to the one between, which may then be less
/// simple.
fn assemble(
    parts: &[Vec<usize>; 2],
    v: &[Matrix],
    w: &[Matrix],
    mut phases: Vec<f64>,
    is_open: bool,
) -> Option<Partial> {
    let qubits = parts.iter().map(Vec::len).sum();
    let (mut first, mut last) = (Draft::new(qubits), Draft::new(qubits));
    for (i, on) in parts.iter().enumerate() {
        let (left, right) = around(&v[i], &w[i], is_open);
        first.append_on(&right.draft, on);
        last.append_on(&left.draft, on);
        for own in [&left.before, &right.after]
            .into_iter()
            .filter(|p| !p.is_empty())
        {
            for (at, phase) in phases.iter_mut().enumerate() {
                *phase += own[gather(at, on)];
            }
        }
    }
    first.append(&labelled::phases(&phases)?.draft);
    first.append(&last);
    Some(Partial::whole(first))
}

/// Circuits of what is after and what is before a diagonal, which may take up one from each.
pub(super) fn around(left: &Matrix, right: &Matrix, is_open: bool) -> (Partial, Partial) {
    let before = Freedom {
        before: is_open,
        after: false,
    };
    let after = Freedom {
        before: false,
        after: is_open,
    };
    (synthesize(left, before), synthesize(right, after))
}

/// For each part, two operators that span what u is made of there; `None` unless the rank is 2.
fn shares(u: &Matrix, parts: &[Vec<usize>; 2]) -> Option<[[Matrix; 2]; 2]> {
    let sizes = [1usize << parts[0].len(), 1 << parts[1].len()];
    let entry = |a: usize, b: usize| -> C64 {
        let (i, j) = (a % sizes[0], a / sizes[0]);
        let (k, l) = (b % sizes[1], b / sizes[1]);
        u[(
            spread(i, &parts[0]) | spread(k, &parts[1]),
            spread(j, &parts[0]) | spread(l, &parts[1]),
        )]
    };
    let mut rest = Matrix::from_fn(sizes[0] * sizes[0], sizes[1] * sizes[1], entry);
    let whole = rest.clone();
    let mut pivots = Vec::new();
    for _ in 0..2 {
        let at = largest(&rest);
        let pivot = rest[at];
        if pivot.norm() < 1e-6 {
            return None;
        }
        let (column, row) = (rest.column(at.1).into_owned(), rest.row(at.0).into_owned());
        rest -= column * row / pivot;
        pivots.push(at);
    }
    if rest.iter().any(|x| x.norm_sqr() > BAND * BAND) {
        return None;
    }
    // Two combinations without anything special about them.
    let mixed = |p: &[C64], q: &[C64], size: usize| -> [Matrix; 2] {
        let mix =
            |a: C64| Matrix::from_fn(size, size, |i, j| p[i + j * size] + a * q[i + j * size]);
        [mix(C64::new(0.83, 0.21)), mix(C64::new(-0.37, 0.64))]
    };
    let columns: Vec<Vec<C64>> = pivots
        .iter()
        .map(|p| whole.column(p.1).iter().copied().collect())
        .collect();
    let rows: Vec<Vec<C64>> = pivots
        .iter()
        .map(|p| whole.row(p.0).iter().copied().collect())
        .collect();
    Some([
        mixed(&columns[0], &columns[1], sizes[0]),
        mixed(&rows[0], &rows[1], sizes[1]),
    ])
}

fn largest(m: &Matrix) -> (usize, usize) {
    let mut best = (0, -1.0);
    for (at, x) in m.iter().enumerate() {
        if x.norm_sqr() > best.1 + 1e-9 {
            best = (at, x.norm_sqr());
        }
    }
    (best.0 % m.nrows(), best.0 / m.nrows())
}
