// SPDX-License-Identifier: Apache-2.0
//! Matrices that fall apart on the wires as they are: labels, whose values the others see and do not change, and tensor
//! factors.

use crate::synth::dense::Matrix;
use crate::synth::draft::Draft;
use crate::synth::matrix::C64;
use crate::synth::multiplexer;

/// Entries below this are zero.
const NOTHING: f64 = 1e-11;

/// The circuit of `u` if it falls apart.
pub(super) fn split(u: &Matrix, leaves_diagonal: bool) -> Option<(Draft, Vec<C64>)> {
    let qubits = u.nrows().trailing_zeros() as usize;
    let (labels, data): (Vec<usize>, Vec<usize>) = (0..qubits).partition(|&q| is_label(u, q));
    if !labels.is_empty() {
        let wires: Vec<usize> = data.iter().chain(&labels).copied().collect();
        let block = |x: usize| {
            let at = |i: usize| deposit(i | x << data.len(), &wires);
            Matrix::from_fn(1 << data.len(), 1 << data.len(), |i, j| u[(at(i), at(j))])
        };
        let blocks: Vec<Matrix> = (0..1 << labels.len()).map(block).collect();
        let (inner, left) = multiplexer::best(&blocks, leaves_diagonal);
        let mut draft = Draft::new(qubits);
        draft.append_on(&inner, &wires);
        return Some((draft, multiplexer::spread(&left, &wires, qubits)));
    }
    let (low, high, factors) = factor(u)?;
    let mut draft = Draft::new(qubits);
    let mut left = vec![C64::from(1.0); u.nrows()];
    for (wires, m) in [low, high].iter().zip(factors) {
        let mut part = Draft::new(wires.len());
        let own = super::write(&mut part, &m, leaves_diagonal);
        draft.append_on(&part, wires);
        for (all, own) in left
            .iter_mut()
            .zip(multiplexer::spread(&own, wires, qubits))
        {
            *all *= own;
        }
    }
    Some((draft, if leaves_diagonal { left } else { Vec::new() }))
}

/// Bit i of `value` at position `wires[i]`.
fn deposit(value: usize, wires: &[usize]) -> usize {
    let bit = |(i, &w): (usize, &usize)| (value >> i & 1) << w;
    wires.iter().enumerate().map(bit).sum()
}

/// No entry leads from one value of wire `q` to the other.
fn is_label(u: &Matrix, q: usize) -> bool {
    (0..u.ncols()).all(|j| {
        let mut rows = (0..u.nrows()).filter(|i| (i ^ j) >> q & 1 == 1);
        rows.all(|i| u[(i, j)].norm() < NOTHING)
    })
}

/// The first cut across which `u` is a product: wires and factors.
fn factor(u: &Matrix) -> Option<(Vec<usize>, Vec<usize>, [Matrix; 2])> {
    let qubits = u.nrows().trailing_zeros() as usize;
    // The largest entry: a product of the largest ones of the factors.
    let mut pivot = (0, 0);
    for j in 0..u.ncols() {
        for i in 0..u.nrows() {
            if u[(i, j)].norm() > u[pivot].norm() {
                pivot = (i, j);
            }
        }
    }
    // Wire 0 is among the low ones, and not all are.
    (0..(1usize << (qubits - 1)) - 1).find_map(|others| {
        let (low, high): (Vec<usize>, Vec<usize>) =
            (0..qubits).partition(|&q| q == 0 || others >> (q - 1) & 1 == 1);
        let mask = deposit(usize::MAX, &low);
        let at = |part: usize, mask: usize, p: usize| part & mask | p & !mask;
        let fits = |i: usize, j: usize| {
            let a = u[(at(i, mask, pivot.0), at(j, mask, pivot.1))];
            let b = u[(at(i, !mask, pivot.0), at(j, !mask, pivot.1))];
            (a * b - u[(i, j)] * u[pivot]).norm() < NOTHING * u[pivot].norm()
        };
        if !(0..u.ncols()).all(|j| (0..u.nrows()).all(|i| fits(i, j))) {
            return None;
        }
        let part = |wires: &[usize], mask: usize| {
            let index = |v: usize, p: usize| at(deposit(v, wires), mask, p);
            let size = 1 << wires.len();
            let m = Matrix::from_fn(size, size, |i, j| u[(index(i, pivot.0), index(j, pivot.1))]);
            // Columns of a unitary have length 1.
            let length = m.column(0).norm();
            (m / C64::from(length), length)
        };
        let (a, p) = part(&low, mask);
        let (b, q) = part(&high, !mask);
        let b = b * (C64::from(p * q) / u[pivot]);
        Some((low, high, [a, b]))
    })
}
