// SPDX-License-Identifier: Apache-2.0
//! An input on which two circuits differ, in words.
//!
//! A ket has one letter for each qubit compared, qubit 0 on the right: 0, 1, +, and r for (|0> + i|1>)/sqrt 2.
//! Products of these four span all inputs, so where two maps differ one of them shows it.

use num_complex::Complex64;

use super::instrument::{self, Instrument};
use super::operator;
use super::side::Pair;
use super::Relation;

/// Product inputs tried for instruments.
const TRIES: usize = 64;

/// The basis state `column`; or, where that shows no more than a phase, its sum with |0...0>.
pub fn of_operators(pair: &Pair, column: usize, relation: Relation) -> String {
    let qubits = pair.a.qubits();
    let ket = format!("|{column:0qubits$b}>");
    if qubits == 0 || relation == Relation::FromZero || column == 0 {
        return "|".to_string() + &"0".repeat(qubits) + ">";
    }
    let (a, b) = (
        operator::column(&pair.a, column),
        operator::column(&pair.b, column),
    );
    let overlap: Complex64 = a.iter().zip(&b).map(|(x, y)| x.conj() * y).sum();
    match overlap.norm() > 1.0 - 1e-9 {
        true => format!("(|{}> + {ket})/sqrt 2", "0".repeat(qubits)),
        false => ket,
    }
}

/// The product input on which the records or the states left with them differ most.
pub fn of_instruments(
    a: &Instrument,
    b: &Instrument,
    qubits: usize,
    inputs: usize,
    outcomes: bool,
) -> String {
    if inputs == 1 {
        return "|".to_string() + &"0".repeat(qubits) + ">";
    }
    let all = 1usize << (2 * qubits);
    // Base-4 numbers of the letters; a step coprime to 4^n visits the product states well mixed.
    let step = all / 2 + 1 + (all / 2) % 2;
    let tried = (0..all.min(TRIES)).map(|t| match all <= TRIES {
        true => t,
        false => t * step.max(5) * 7 % all,
    });
    let (mut best, mut ket) = (-1.0, String::new());
    for code in tried {
        let letters: Vec<usize> = (0..qubits).map(|i| code >> (2 * i) & 3).collect();
        let input = product(&letters);
        let (x, y) = (
            instrument::on_input(a, &input),
            instrument::on_input(b, &input),
        );
        let difference = match outcomes {
            true => instrument::compare_outcomes(&x, &y),
            false => instrument::compare(&x, &y),
        };
        if difference.upper > best {
            best = difference.upper;
            ket = letters
                .iter()
                .rev()
                .map(|&l| ['0', '1', '+', 'r'][l])
                .collect();
        }
    }
    format!("|{ket}>")
}

fn product(letters: &[usize]) -> Vec<Complex64> {
    let h = std::f64::consts::FRAC_1_SQRT_2;
    let (one, zero) = (Complex64::ONE, Complex64::ZERO);
    letters.iter().fold(vec![one], |low, &letter| {
        let (on_zero, on_one) = [
            (one, zero),
            (zero, one),
            (h.into(), h.into()),
            (h.into(), Complex64::new(0.0, h)),
        ][letter];
        low.iter()
            .map(|z| z * on_zero)
            .chain(low.iter().map(|z| z * on_one))
            .collect()
    })
}
