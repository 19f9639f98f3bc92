// SPDX-License-Identifier: Apache-2.0
//! An isometry as rotations of fresh wires, each chosen by the wires before it, and unitaries of the inputs in between.
//!
//! Rows with the highest wire in 0 and in 1 are two blocks of columns; their singular values are the cosines and sines of
//! rotations of that wire, their right singular vectors a unitary of the inputs that both share:
//!
//! ```text
//!  V = [left0    0  ] [cos] right
//!      [  0    left1] [sin]
//! ```
//!
//! and each left factor is an isometry on one wire less. Unitaries chosen by other wires are made up to a diagonal, which is
//! a diagonal of the wires that choose the next rotation and goes into the next unitary.

use crate::synth::dense::{scale_columns, Matrix};
use crate::synth::draft::Draft;
use crate::synth::euler::Pauli;
use crate::synth::freedom::Freedom;
use crate::synth::matrix::C64;
use crate::synth::multiplexer;

pub fn synthesize(columns: &Matrix) -> Draft {
    let qubits = columns.nrows().trailing_zeros() as usize;
    let inputs = columns.ncols().next_power_of_two().trailing_zeros() as usize;
    let mut out = Draft::new(qubits);
    // Isometries on the wires below the fresh ones, one for each value of those that are done.
    let mut parts = vec![padded(columns, inputs)];
    let mut diagonal: Vec<f64> = Vec::new();
    for done in 0..qubits - inputs {
        let mut rights = Vec::new();
        let mut angles = vec![0.0; 1 << (done + inputs)];
        let mut next = Vec::new();
        for (label, part) in parts.iter().enumerate() {
            let cut = cut(part);
            for (j, angle) in cut.angles.iter().enumerate() {
                angles[label << inputs | j] = 2.0 * angle;
            }
            rights.push(cut.right);
            next.push(cut.left);
        }
        diagonal = choose(
            &mut out,
            &rights,
            &wires(inputs, qubits, done),
            diagonal,
            Freedom::AFTER,
        );
        let target = qubits - 1 - done;
        let selects = wires(inputs, qubits, done);
        multiplexer::rotations(&mut out, Pauli::Y, &angles, &selects, target);
        // The newest wire is the least significant of those done: it becomes the lowest bit of the label.
        parts = next.into_iter().flatten().collect();
        // The diagonal is over inputs and old labels; the new label does not change it.
        diagonal = spread(&diagonal, inputs, done);
    }
    let done = qubits - inputs;
    let blocks = parts;
    choose(
        &mut out,
        &blocks,
        &wires(inputs, qubits, done),
        diagonal,
        Freedom::NONE,
    );
    out
}

/// The inputs, then the wires that are done, the newest first.
fn wires(inputs: usize, qubits: usize, done: usize) -> Vec<usize> {
    (0..inputs).chain(qubits - done..qubits).collect()
}

/// Unitaries on the inputs, chosen by the wires done, after a diagonal of both; what diagonal is left to do.
fn choose(
    out: &mut Draft,
    blocks: &[Matrix],
    on: &[usize],
    before: Vec<f64>,
    freedom: Freedom,
) -> Vec<f64> {
    let size = blocks[0].nrows();
    if size == 1 && freedom == Freedom::AFTER {
        let own = blocks.iter().map(|b| b[(0, 0)].arg());
        let old = before.iter().copied().chain(std::iter::repeat(0.0));
        return own.zip(old).map(|(a, b)| a + b).collect();
    }
    let mut blocks = blocks.to_vec();
    if !before.is_empty() {
        for (block, phases) in blocks.iter_mut().zip(before.chunks(size)) {
            let factors: Vec<C64> = phases.iter().map(|&p| C64::from_polar(1.0, p)).collect();
            scale_columns(block, &factors);
        }
    }
    let made = multiplexer::synthesize(&blocks, freedom);
    out.append_on(&made.draft, on);
    made.after
}

/// A diagonal over inputs and labels, the same for both values of a new lowest label.
fn spread(diagonal: &[f64], inputs: usize, done: usize) -> Vec<f64> {
    if diagonal.is_empty() {
        return Vec::new();
    }
    let mask = (1 << inputs) - 1;
    (0..1usize << (inputs + done + 1))
        .map(|x| diagonal[x >> (inputs + 1) << inputs | x & mask])
        .collect()
}

struct Cut {
    left: [Matrix; 2],
    angles: Vec<f64>,
    right: Matrix,
}

fn cut(v: &Matrix) -> Cut {
    let (half, columns) = (v.nrows() / 2, v.ncols());
    let (top, bottom) = (
        v.rows(0, half).into_owned(),
        v.rows(half, half).into_owned(),
    );
    let gram = top.adjoint() * &top - bottom.adjoint() * &bottom;
    let hermitian = (&gram + gram.adjoint()) * C64::from(0.5);
    let (_, vectors) = crate::synth::dense::eigen_hermitian(&hermitian);
    let (a, b) = (&top * &vectors, &bottom * &vectors);
    let angles: Vec<f64> = (0..columns)
        .map(|j| b.column(j).norm().atan2(a.column(j).norm()))
        .collect();
    let left = [orthogonal(&a), orthogonal(&b)];
    Cut {
        left,
        angles,
        right: vectors.adjoint(),
    }
}

/// Orthogonal columns along those of `m`; any where those vanish.
fn orthogonal(m: &Matrix) -> Matrix {
    let (rows, count) = m.shape();
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&x, &y| m.column(y).norm().total_cmp(&m.column(x).norm()));
    let mut out = Matrix::zeros(rows, count);
    let mut done: Vec<usize> = Vec::new();
    let mut axis = 0;
    for &j in &order {
        let mut v = m.column(j).into_owned();
        loop {
            let before = v.norm();
            if before > 1e-12 {
                v /= C64::from(before);
                for _ in 0..2 {
                    for &k in &done {
                        let overlap = out.column(k).dotc(&v);
                        v.axpy(-overlap, &out.column(k), C64::from(1.0));
                    }
                }
                let norm = v.norm();
                if norm > 0.3 / (rows as f64).sqrt() {
                    v /= C64::from(norm);
                    break;
                }
            }
            v = nalgebra::DVector::zeros(rows);
            v[axis % rows] = C64::from(1.0);
            axis += 1;
        }
        out.set_column(j, &v);
        done.push(j);
    }
    out
}

/// With columns for all values of the input wires.
fn padded(columns: &Matrix, inputs: usize) -> Matrix {
    if columns.ncols() == 1 << inputs {
        return columns.clone();
    }
    let whole = super::completed(columns);
    whole.columns(0, 1 << inputs).into_owned()
}
