// SPDX-License-Identifier: Apache-2.0
//! Matrices of operations and small circuits, for passes that synthesise from them.
//!
//! Row-major; the first wire is the least significant bit. The oracle does not use this file.

use num_complex::Complex64;

use super::operation::{Instruction, Kind, Payload};
use super::Circuit;
use crate::gate::controlled_matrix;
use crate::Angle;

const ZERO: Complex64 = Complex64::new(0.0, 0.0);
const ONE: Complex64 = Complex64::new(1.0, 0.0);

fn identity(size: usize) -> Vec<Complex64> {
    let mut m = vec![ZERO; size * size];
    m.iter_mut().step_by(size + 1).for_each(|e| *e = ONE);
    m
}

/// Multiply `total` (on `qubits` qubits) from the left by `m` acting on the qubits `on`.
fn apply(total: &mut [Complex64], qubits: usize, m: &[Complex64], on: &[usize]) {
    let (size, inner) = (1usize << qubits, 1usize << on.len());
    let mask: usize = on.iter().map(|&q| 1 << q).sum();
    let spread = |value: usize| -> usize {
        on.iter()
            .enumerate()
            .map(|(i, &q)| (value >> i & 1) << q)
            .sum()
    };
    let rows: Vec<usize> = (0..inner).map(spread).collect();
    let mut old = vec![ZERO; inner];
    for base in (0..size).filter(|b| b & mask == 0) {
        for column in 0..size {
            for (o, r) in old.iter_mut().zip(&rows) {
                *o = total[(base | r) * size + column];
            }
            for (i, r) in rows.iter().enumerate() {
                total[(base | r) * size + column] = m[i * inner..(i + 1) * inner]
                    .iter()
                    .zip(&old)
                    .map(|(a, b)| a * b)
                    .sum();
            }
        }
    }
}

impl Circuit {
    /// The matrix, phase included; `None` if the circuit is not unitary, has symbols or more than `limit`
    /// qubits. O(g 4^n) time.
    pub fn unitary(&self, limit: usize) -> Option<Vec<Complex64>> {
        let qubits = self.num_qubits();
        if qubits > limit {
            return None;
        }
        let mut total = identity(1 << qubits);
        let phase = Complex64::from_polar(1.0, self.phase.value()?);
        total.iter_mut().for_each(|e| *e *= phase);
        for op in self.iter() {
            if self.kind(op) == Kind::Barrier {
                continue;
            }
            let on: Vec<usize> = self.qubits(op).iter().map(|w| w.index()).collect();
            let m = self.instruction(op).unitary(on.len(), limit)?;
            apply(&mut total, qubits, &m, &on);
        }
        Some(total)
    }
}

impl Instruction {
    /// The matrix on `qubits` qubits; `None` if it is not unitary, has symbols or more than `limit` qubits.
    pub fn unitary(&self, qubits: usize, limit: usize) -> Option<Vec<Complex64>> {
        if qubits > limit {
            return None;
        }
        if let Kind::Gate(gate) = self.kind {
            let values: Option<Vec<f64>> = self.params.iter().map(Angle::value).collect();
            return Some(gate.matrix(&values?));
        }
        let size = 1usize << qubits;
        let diagonal = |entry: &dyn Fn(usize) -> Complex64| {
            let mut m = vec![ZERO; size * size];
            (0..size).for_each(|i| m[i * size + i] = entry(i));
            m
        };
        match &**self.payload.as_ref()? {
            Payload::Controlled { polarity, base } => {
                let inner = base.unitary(qubits - polarity.len(), limit)?;
                let m = controlled_matrix(polarity.len(), &inner);
                // Open controls exchange the rows and columns of |0> and |1>.
                let flip: usize = (0..polarity.len())
                    .filter(|&i| !polarity[i])
                    .map(|i| 1 << i)
                    .sum();
                Some(
                    (0..size * size)
                        .map(|at| m[((at / size) ^ flip) * size + ((at % size) ^ flip)])
                        .collect(),
                )
            }
            Payload::Call { definition, params } => {
                definition.instantiate(params).ok()??.unitary(limit)
            }
            Payload::Unitary { matrix, .. } => Some(matrix.clone()),
            Payload::Diagonal { phases } => {
                Some(diagonal(&|i| Complex64::from_polar(1.0, phases[i])))
            }
            Payload::Multiplexer { selects, cases } => {
                let selects = *selects as usize;
                let inner = size >> selects;
                let mut m = vec![ZERO; size * size];
                for (value, case) in cases.iter().enumerate() {
                    let block = case.unitary(qubits - selects, limit)?;
                    for (at, &entry) in block.iter().enumerate() {
                        let (row, column) = (at / inner, at % inner);
                        m[(row << selects | value) * size + (column << selects | value)] = entry;
                    }
                }
                Some(m)
            }
            Payload::PauliEvolution { strings, time } => {
                let mut total = identity(size);
                let all: Vec<usize> = (0..qubits).collect();
                for (letters, coefficient) in strings {
                    let angle = coefficient.value()? * time.value()?;
                    apply(&mut total, qubits, &evolution(letters, angle), &all);
                }
                Some(total)
            }
            Payload::Permutation { image } => {
                let mut m = vec![ZERO; size * size];
                for from in 0..size {
                    let to: usize = image
                        .iter()
                        .enumerate()
                        .map(|(i, &t)| (from >> i & 1) << t)
                        .sum();
                    m[to * size + from] = ONE;
                }
                Some(m)
            }
            _ => None,
        }
    }
}

/// exp(-i angle P) for a Pauli string, one letter a qubit.
fn evolution(letters: &str, angle: f64) -> Vec<Complex64> {
    let size = 1usize << letters.len();
    let mask = |wanted: &str| -> usize {
        letters
            .chars()
            .enumerate()
            .filter(|(_, c)| wanted.contains(*c))
            .map(|(i, _)| 1 << i)
            .sum()
    };
    let (x, z, y) = (mask("XY"), mask("ZY"), mask("Y"));
    let (s, c) = angle.sin_cos();
    let mut m = vec![ZERO; size * size];
    for j in 0..size {
        m[j * size + j] += c;
        let sign = if (j & z).count_ones() % 2 == 0 {
            1.0
        } else {
            -1.0
        };
        m[(j ^ x) * size + j] +=
            Complex64::new(0.0, -s) * sign * Complex64::i().powu(y.count_ones());
    }
    m
}
