// SPDX-License-Identifier: Apache-2.0
//! Permutations of basis states.
//!
//! | permutation | how |
//! |---|---|
//! | affine over GF(2): wires in another order, sums of wires, flips | cx and x |
//! | with few points moved | exchanges of two points, each an X under controls between cx |
//! | any | X under controls, point by point ([`transform`]); on few wires, as a unitary |

#[cfg(test)]
mod tests;
mod transform;

use super::dense::Matrix;
use super::draft::Draft;
use super::euler::Pauli;
use super::freedom::Freedom;
use super::gauss::Gauss;
use super::linear;
use super::matrix::{C64, ONE};
use super::multi_controlled::{x, Ancillas};
use super::unitary;
use crate::Wire;

/// X on a target where a set of wires is 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Toggle {
    pub controls: usize,
    pub target: usize,
}

impl Toggle {
    pub fn of(&self, value: usize) -> usize {
        match value & self.controls == self.controls {
            true => value ^ 1 << self.target,
            false => value,
        }
    }
}

/// Most wires for point by point, and for a unitary.
const POINTWISE: usize = 12;
const DENSE: usize = 5;
/// Most exchanges of two points.
const EXCHANGES: usize = 64;

/// The circuit that takes basis state v to `table[v]`, wire q being bit q; `None` if the table is no permutation of 2^n values.
pub fn synthesize(table: &[usize]) -> Option<Draft> {
    let size = table.len();
    let mut is_met = vec![false; size];
    let is_new = |&v: &usize| v < size && !std::mem::replace(&mut is_met[v], true);
    if !size.is_power_of_two() || !table.iter().all(is_new) {
        return None;
    }
    let qubits = size.trailing_zeros() as usize;
    if let Some(draft) = affine(table) {
        return Some(draft);
    }
    let mut best: Option<Draft> = None;
    let mut keep = |found: Option<Draft>| {
        let Some(mut found) = found else { return };
        found.tidy();
        let key = |d: &Draft| (d.two_qubit_count(), d.depth());
        if best.as_ref().is_none_or(|b| key(&found) < key(b)) && is_right(&found, table) {
            best = Some(found);
        }
    };
    if let Some(toggles) = exchanges(table) {
        keep(written(qubits, &toggles));
    }
    if qubits <= POINTWISE {
        for toggles in transform::all(table) {
            keep(written(qubits, &toggles));
        }
    }
    if qubits <= DENSE {
        let mut m = Matrix::zeros(size, size);
        table
            .iter()
            .enumerate()
            .for_each(|(from, &to)| m[(to, from)] = ONE);
        keep(Some(unitary::synthesize(&m, Freedom::NONE).draft));
    }
    best.or_else(|| written(qubits, &transform::all(table).remove(0)))
}

/// As cx and x, if that is what it is.
fn affine(table: &[usize]) -> Option<Draft> {
    let qubits = table.len().trailing_zeros() as usize;
    let base = table[0];
    let columns: Vec<usize> = (0..qubits).map(|q| table[1 << q] ^ base).collect();
    for (v, &to) in table.iter().enumerate() {
        let bits = (0..qubits).filter(|q| v >> q & 1 == 1);
        if bits.fold(base, |sum, q| sum ^ columns[q]) != to {
            return None;
        }
    }
    let row = |i: usize| -> u64 {
        (0..qubits)
            .map(|q| ((columns[q] >> i & 1) as u64) << q)
            .sum()
    };
    let map = linear::Matrix {
        rows: (0..qubits).map(row).collect(),
    };
    let mut out = Draft::new(qubits);
    for step in linear::synthesize(&map, usize::MAX)? {
        out.cx(step.control.into(), step.target.into());
    }
    flip(&mut out, base);
    Some(out)
}

fn flip(out: &mut Draft, wires: usize) {
    for q in (0..out.qubits).filter(|q| wires >> q & 1 == 1) {
        out.rotate(Pauli::X, std::f64::consts::PI, q);
        out.phase += std::f64::consts::FRAC_PI_2;
    }
}

/// Its cycles as exchanges of two points, if these are few.
fn exchanges(table: &[usize]) -> Option<Vec<Toggle>> {
    let qubits = table.len().trailing_zeros() as usize;
    let mask = table.len() - 1;
    let mut at = table.to_vec();
    let mut out = Vec::new();
    let mut count = 0;
    // What is left after the exchange of v and at[v] leaves v where it is.
    for v in 0..at.len() {
        while at[v] != v {
            count += 1;
            if count > EXCHANGES {
                return None;
            }
            let (a, b) = (v, at[v]);
            at[v] = at[b];
            at[b] = b;
            out.push(exchange(a, b, qubits, mask));
        }
    }
    Some(out.into_iter().flatten().collect())
}

fn exchange(a: usize, b: usize, qubits: usize, mask: usize) -> Vec<Toggle> {
    let differ = a ^ b;
    let pivot = differ.trailing_zeros() as usize;
    let (low, _) = if a >> pivot & 1 == 0 { (a, b) } else { (b, a) };
    let cx = (pivot + 1..qubits)
        .filter(|q| differ >> q & 1 == 1)
        .map(|target| Toggle {
            controls: 1 << pivot,
            target,
        });
    let cx: Vec<Toggle> = cx.collect();
    let zeros = !low & mask & !(1 << pivot);
    let flips = (0..qubits)
        .filter(|q| zeros >> q & 1 == 1)
        .map(|target| Toggle {
            controls: 0,
            target,
        });
    let flips: Vec<Toggle> = flips.collect();
    let middle = Toggle {
        controls: mask & !(1 << pivot),
        target: pivot,
    };
    let mut out = cx.clone();
    out.extend(&flips);
    out.push(middle);
    out.extend(&flips);
    out.extend(cx.iter().rev());
    out
}

/// Toggles as gates, wires that are not concerned lent to them.
fn written(qubits: usize, toggles: &[Toggle]) -> Option<Draft> {
    let mut out = Draft::new(qubits);
    for toggle in toggles {
        let wires = |is_in: &dyn Fn(usize) -> bool| -> Vec<Wire> {
            (0..qubits)
                .filter(|&q| is_in(q))
                .map(|q| Wire(q as u32))
                .collect()
        };
        let controls = wires(&|q| toggle.controls >> q & 1 == 1);
        let ancillas = Ancillas {
            dirty: wires(&|q| toggle.controls >> q & 1 == 0 && q != toggle.target),
            ..Ancillas::default()
        };
        match controls.is_empty() {
            true => flip(&mut out, 1 << toggle.target),
            false => {
                let steps = x(&controls, Wire(toggle.target as u32), &ancillas);
                out.append(&Draft::of_steps(&steps, qubits)?);
            }
        }
    }
    Some(out)
}

/// By what it does to a vector without symmetries.
fn is_right(draft: &Draft, table: &[usize]) -> bool {
    let mut random = Gauss::new(2);
    let start: Vec<C64> = table.iter().map(|_| random.complex()).collect();
    let mut state = start.clone();
    draft.items().iter().for_each(|item| item.apply(&mut state));
    let phase = C64::from_polar(1.0, draft.phase);
    let off = |(v, &to): (usize, &usize)| (state[to] * phase - start[v]).norm();
    table.iter().enumerate().map(off).fold(0.0, f64::max) < 1e-9
}
