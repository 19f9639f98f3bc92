// SPDX-License-Identifier: Apache-2.0
//! Products of Paulis on two qubits, applied to 4x4 matrices.

use crate::synth::euler::Pauli;
use crate::synth::matrix::{C64, I, M4, ONE};

/// A Pauli on each of two qubits, not both the identity: 0 to 3 for 1, X, Y, Z on the first qubit, plus four times that of
/// the second.
pub type Pair = u8;

/// The product of the Paulis on the two qubits.
pub fn on_both([first, second]: [Option<Pauli>; 2]) -> Pair {
    let digit = |pauli: Option<Pauli>| pauli.map_or(0, |p| 1 + p as u8);
    digit(first) + 4 * digit(second)
}

/// A Pauli on one qubit.
pub fn on_one(qubit: usize, pauli: Pauli) -> Pair {
    let mut both = [None; 2];
    both[qubit] = Some(pauli);
    on_both(both)
}

/// Which row a row is made of, and the factor.
#[inline(always)]
fn row(pauli: Pair, row: usize) -> (usize, C64) {
    let (mut from, mut factor) = (row, ONE);
    for qubit in 0..2 {
        let bit = row >> qubit & 1;
        match pauli >> (2 * qubit) & 3 {
            1 => from ^= 1 << qubit,
            2 => {
                from ^= 1 << qubit;
                factor *= if bit == 0 { -I } else { I };
            }
            3 if bit == 1 => factor = -factor,
            _ => {}
        }
    }
    (from, factor)
}

/// `exp(-i angle/2 P) u`, given sine and cosine of half the angle.
#[inline]
pub fn rotate(u: &M4, pauli: Pair, sin: f64, cos: f64) -> M4 {
    M4(std::array::from_fn(|i| {
        let (from, factor) = row(pauli, i);
        let across = factor * C64::new(0.0, -sin);
        std::array::from_fn(|j| u.0[i][j] * cos + across * u.0[from][j])
    }))
}

/// The real part of a matrix's coefficient of P.
pub fn coefficient(m: &M4, pauli: Pair) -> f64 {
    let sum: f64 = (0..4)
        .map(|i| {
            let (from, factor) = row(pauli, i);
            (factor * m.0[from][i]).re
        })
        .sum();
    sum / 4.0
}

/// Add a multiple of P.
pub fn add(m: &mut M4, pauli: Pair, coefficient: f64) {
    for i in 0..4 {
        let (from, factor) = row(pauli, i);
        m.0[i][from] += factor * coefficient;
    }
}
