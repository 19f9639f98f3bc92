// SPDX-License-Identifier: Apache-2.0
//! What the blocks of a multiplexer have in common, and the cheapest circuit that uses it.

use super::demultiplex::write;
use super::frame;
use super::ladder::ladder;
use super::phases::{diagonal_on, principal};
use super::real::is_real;
use super::rotations::rotations;
use super::{cost, spread};
use crate::synth::dense::{block2, distance_up_to_phase, Matrix};
use crate::synth::draft::Draft;
use crate::synth::euler::{Pauli, Quaternion};
use crate::synth::matrix::{C64, M2, ZERO};
use crate::synth::unitary;

/// Matrices closer than this are the same; well above what rounding leaves, well below what anybody means.
pub(super) const SAME: f64 = 1e-11;

/// The cheapest of the circuits known for these blocks, and the diagonal to be applied after it if one may be left.
pub(crate) fn best(blocks: &[Matrix], leaves: bool) -> (Draft, Vec<C64>) {
    let labels = blocks.len().trailing_zeros() as usize;
    let data = blocks[0].nrows().trailing_zeros() as usize;
    let qubits = data + labels;
    if let Some(label) = (0..labels).find(|&l| is_idle(blocks, l)) {
        let (inner, left) = best(&without(blocks, label), leaves);
        let wires: Vec<usize> = (0..qubits).filter(|&w| w != data + label).collect();
        let mut draft = Draft::new(qubits);
        draft.append_on(&inner, &wires);
        return (draft, spread(&left, &wires, qubits));
    }
    if data == 0 {
        let entries: Vec<C64> = blocks.iter().map(|b| b[(0, 0)]).collect();
        if leaves {
            return (Draft::new(qubits), entries);
        }
        let mut draft = Draft::new(qubits);
        let wires: Vec<usize> = (0..qubits).collect();
        diagonal_on(&mut draft, &wires, &principal(&entries));
        return (draft, Vec::new());
    }
    let mut candidates = Vec::new();
    let mut offer = |make: &mut dyn FnMut(&mut Draft) -> Option<Vec<C64>>| {
        let mut draft = Draft::new(qubits);
        if let Some(left) = make(&mut draft) {
            draft.tidy();
            candidates.push((draft, left));
        }
    };
    offer(&mut |draft| Some(write(draft, blocks, leaves)));
    if let Some(label) = (0..labels).find(|&l| differs_by_phases(blocks, l)) {
        offer(&mut |draft| Some(split_phases(draft, blocks, label, leaves)));
    }
    if labels > 0 && !leaves {
        offer(&mut |draft| frame::write(draft, blocks));
    }
    if labels == 0 && (3..=4).contains(&data) {
        offer(&mut |draft| Some(unitary::shannon(draft, &blocks[0], leaves, false)));
        offer(&mut |draft| {
            is_real(&blocks[0]).then(|| unitary::shannon(draft, &blocks[0], leaves, true))
        });
    }
    if data == 1 && labels > 0 {
        let small: Vec<M2> = blocks.iter().map(|b| block2(b, 0, 0)).collect();
        let (angles, special) = determinants(&small);
        let on_labels: Vec<usize> = (1..qubits).collect();
        let finish = |draft: &mut Draft| -> Vec<C64> {
            if leaves {
                let pair = |a: &f64| [C64::from_polar(1.0, *a); 2];
                return angles.iter().flat_map(pair).collect();
            }
            diagonal_on(draft, &on_labels, &angles);
            Vec::new()
        };
        offer(&mut |draft| {
            let turns = Axis::common(&special)?;
            draft.one(0, special[0]);
            draft.one(0, turns.frame.adjoint());
            rotations(draft, Pauli::Z, &turns.angles, &on_labels, 0);
            draft.one(0, turns.frame);
            Some(finish(draft))
        });
        offer(&mut |draft| {
            if leaves {
                return None;
            }
            let left = ladder(draft, &special);
            let products: Vec<C64> = left.chunks(2).map(|d| d[0] * d[1]).collect();
            let means = halves(&products);
            let turn = |(d, m): (&[C64], &f64)| 2.0 * (d[1] * C64::from_polar(1.0, -m)).arg();
            let turns: Vec<f64> = left.chunks(2).zip(&means).map(turn).collect();
            rotations(draft, Pauli::Z, &turns, &on_labels, 0);
            let sums: Vec<f64> = means.iter().zip(&angles).map(|(m, a)| m + a).collect();
            diagonal_on(draft, &on_labels, &sums);
            Some(Vec::new())
        });
    }
    let cheapest = candidates.into_iter().min_by_key(|(draft, _)| cost(draft));
    cheapest.expect("the first one always is")
}

/// The values of labels without label `l`, in order.
fn without_bit(count: usize, l: usize) -> impl Iterator<Item = usize> {
    (0..count).filter(move |x| x >> l & 1 == 0)
}

fn without(blocks: &[Matrix], l: usize) -> Vec<Matrix> {
    without_bit(blocks.len(), l)
        .map(|x| blocks[x].clone())
        .collect()
}

/// No block depends on label `l`.
fn is_idle(blocks: &[Matrix], l: usize) -> bool {
    without_bit(blocks.len(), l).all(|x| (&blocks[x] - &blocks[x | 1 << l]).norm() < SAME)
}

/// Blocks that differ in label `l` differ by a phase.
fn differs_by_phases(blocks: &[Matrix], l: usize) -> bool {
    without_bit(blocks.len(), l)
        .all(|x| distance_up_to_phase(&blocks[x | 1 << l], &blocks[x]).0 < SAME)
}

/// The blocks with label `l` clear, and phases on the labels.
fn split_phases(draft: &mut Draft, blocks: &[Matrix], l: usize, leaves: bool) -> Vec<C64> {
    let size = blocks[0].nrows();
    let data = size.trailing_zeros() as usize;
    let (inner, left) = best(&without(blocks, l), leaves);
    let wires: Vec<usize> = (0..draft.qubits).filter(|&w| w != data + l).collect();
    draft.append_on(&inner, &wires);
    let turns: Vec<f64> = (0..blocks.len())
        .map(|x| distance_up_to_phase(&blocks[x], &blocks[x & !(1 << l)]).1)
        .collect();
    if leaves {
        let mut all = spread(&left, &wires, draft.qubits);
        all.resize(1 << draft.qubits, C64::from(1.0));
        for (i, d) in all.iter_mut().enumerate() {
            *d *= C64::from_polar(1.0, turns[i / size]);
        }
        return all;
    }
    let on_labels: Vec<usize> = (data..draft.qubits).collect();
    diagonal_on(draft, &on_labels, &turns);
    Vec::new()
}

/// Angles and blocks of determinant 1.
fn determinants(blocks: &[M2]) -> (Vec<f64>, Vec<M2>) {
    let whole: Vec<C64> = blocks.iter().map(M2::det).collect();
    let angles = halves(&whole);
    let special = blocks
        .iter()
        .zip(&angles)
        .map(|(b, &a)| b.scale(C64::from_polar(1.0, -a)))
        .collect();
    (angles, special)
}

/// Half the arguments, affine in the labels where the arguments are: then they need no two-qubit gate.
fn halves(entries: &[C64]) -> Vec<f64> {
    let plain = principal(entries);
    let affine: Vec<f64> = (0..entries.len())
        .map(|x| {
            let steps = (0..entries.len().trailing_zeros()).filter(|i| x >> i & 1 == 1);
            plain[0] + steps.map(|i| plain[1 << i] - plain[0]).sum::<f64>()
        })
        .collect();
    let is_affine = entries
        .iter()
        .zip(&affine)
        .all(|(e, &a)| (e - C64::from_polar(1.0, a)).norm() < SAME);
    let chosen = if is_affine { affine } else { plain };
    chosen.into_iter().map(|a| a / 2.0).collect()
}

/// Blocks `frame Rz(angle) frame^-1 first`.
struct Axis {
    frame: M2,
    angles: Vec<f64>,
}

impl Axis {
    fn common(blocks: &[M2]) -> Option<Axis> {
        let turns: Vec<[f64; 4]> = blocks
            .iter()
            .map(|b| Quaternion::from_unitary(&(*b * blocks[0].adjoint())))
            .map(|(q, phase)| {
                // The product has determinant 1: the phase is 0 or a half turn.
                let sign = if phase.cos() < 0.0 { -1.0 } else { 1.0 };
                q.0.map(|x| x * sign)
            })
            .collect();
        let size = |q: &&[f64; 4]| q[1] * q[1] + q[2] * q[2] + q[3] * q[3];
        let longest = turns.iter().max_by(|a, b| size(a).total_cmp(&size(b)))?;
        let norm = size(&longest).sqrt();
        if norm < SAME {
            return None;
        }
        let first = [3, 1, 2]
            .into_iter()
            .find(|&i| longest[i].abs() > norm / 2.0)?;
        let sign = longest[first].signum() / norm;
        let [x, y, z] = [1, 2, 3].map(|i| longest[i] * sign);
        let angle = |q: &[f64; 4]| -> Option<f64> {
            let along = q[1] * x + q[2] * y + q[3] * z;
            let across = [q[1] - along * x, q[2] - along * y, q[3] - along * z];
            let off = across.iter().map(|e| e * e).sum::<f64>().sqrt();
            (off < SAME).then(|| 2.0 * along.atan2(q[0]))
        };
        Some(Axis {
            frame: to_axis(x, y, z),
            angles: turns.iter().map(angle).collect::<Option<_>>()?,
        })
    }
}

/// The rotation that takes the Z axis to this one, the shortest if z >= 0.
fn to_axis(x: f64, y: f64, z: f64) -> M2 {
    let (p, q) = if z >= 0.0 {
        (C64::from(1.0 + z), C64::new(x, y))
    } else {
        (C64::new(x, -y), C64::from(1.0 - z))
    };
    let norm = (p.norm_sqr() + q.norm_sqr()).sqrt();
    let (p, q) = (p / norm, q / norm);
    debug_assert!(p != ZERO || q != ZERO);
    M2([[p, -q.conj()], [q, p.conj()]])
}
