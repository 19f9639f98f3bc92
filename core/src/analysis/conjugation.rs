// SPDX-License-Identifier: Apache-2.0
//! Clifford gates on one or two qubits as tables: what becomes of each of the 16 Pauli strings.
//!
//! A letter is two bits, `x` (1) and `z` (2), both set for Y; a string is the first operand's letter plus four times the
//! second's. The Pauli meant is `i^(x z) X^x Z^z` on each qubit.

use rustc_hash::FxHashMap;

use crate::gate::{Axis, CliffordAction, Gate, PauliImage};
use crate::Angle;

/// A Pauli on one wire: 0 for I, [`X`], [`Z`] or [`Y`].
pub type Letter = u8;
pub const X: Letter = 1;
pub const Z: Letter = 2;
pub const Y: Letter = 3;

/// The letter of an axis that is a Pauli.
pub fn letter(axis: Axis) -> Option<Letter> {
    match axis {
        Axis::X => Some(X),
        Axis::Y => Some(Y),
        Axis::Z => Some(Z),
        Axis::Any | Axis::None => None,
    }
}

/// Set in a [`Conjugation::image`] whose sign is a minus.
pub const NEGATIVE: u8 = 1 << 4;

/// What a Clifford gate U does to Pauli strings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Conjugation {
    /// U P U^-1 for each string P, with its sign.
    pub image: [u8; 16],
    /// U^-1 G U for G = X, Z on the first operand, then on the second; without signs.
    pub pulled: [u8; 4],
}

impl Conjugation {
    pub fn of(action: &CliffordAction) -> Conjugation {
        let mut image = [0; 16];
        for (string, image) in image.iter_mut().enumerate() {
            *image = product(action, string as u8);
        }
        let source = |generator: usize| {
            let found = image.iter().position(|i| i & !NEGATIVE == 1 << generator);
            found.unwrap_or(0) as u8
        };
        Conjugation {
            image,
            pulled: std::array::from_fn(source),
        }
    }

    /// Letters on an operand that stay as they are, whatever is on the other: bit `letter - 1` each.
    pub fn fixed(&self, slot: usize) -> u8 {
        [X, Z, Y]
            .into_iter()
            .filter(|&l| self.image[usize::from(l) << (2 * slot)] == l << (2 * slot))
            .map(|l| 1 << (l - 1))
            .sum()
    }
}

/// The product of the images of a string's factors, `i^(x z) X^x Z^z` qubit by qubit.
fn product(action: &CliffordAction, string: u8) -> u8 {
    // i^power X^x Z^z, masks over the two qubits.
    let (mut power, mut x, mut z) = (0u32, 0u8, 0u8);
    for qubit in 0..2 {
        let letter = string >> (2 * qubit) & 3;
        let factors: [(Letter, &PauliImage); 2] = [(X, &action.x[qubit]), (Z, &action.z[qubit])];
        for (_, image) in factors.iter().filter(|(which, _)| letter & which != 0) {
            power += (image.x & image.z).count_ones() + 2 * u32::from(image.negative);
            power += 2 * (z & image.x).count_ones();
            x ^= image.x;
            z ^= image.z;
        }
        power += u32::from(letter == Y);
    }
    // i^(x z) belongs to the string itself; what is left is 1 or -1.
    let negative = (power + 3 * (x & z).count_ones()) % 4 == 2;
    let letter = |qubit: u8| (x >> qubit & 1) | (z >> qubit & 1) << 1;
    letter(0) | letter(1) << 2 | if negative { NEGATIVE } else { 0 }
}

/// The Clifford gates met so far, numbered.
#[derive(Debug)]
pub struct Cliffords {
    tables: Vec<Conjugation>,
    numbers: FxHashMap<[u8; 16], u32>,
    /// Of gates with parameters, all of them exact; `None` for what is not Clifford.
    turned: FxHashMap<(Gate, [u64; 4]), Option<u32>>,
    /// Of gates without parameters, once they were met.
    named: [Option<u32>; Gate::ALL.len()],
}

impl Default for Cliffords {
    fn default() -> Self {
        Cliffords {
            tables: Vec::new(),
            numbers: FxHashMap::default(),
            turned: FxHashMap::default(),
            named: [None; Gate::ALL.len()],
        }
    }
}

impl Cliffords {
    #[inline]
    pub fn table(&self, number: u32) -> &Conjugation {
        &self.tables[number as usize]
    }

    /// All tables, by number.
    pub fn tables(&self) -> &[Conjugation] {
        &self.tables
    }

    /// The number of a gate with these angles; `None` if it is not Clifford, or on more than two qubits.
    #[inline]
    pub fn number(&mut self, gate: Gate, params: &[Angle]) -> Option<u32> {
        if params.is_empty() {
            if self.named[gate as usize].is_none() {
                self.named[gate as usize] = self.compute(gate, params);
            }
            return self.named[gate as usize];
        }
        let mut angles = [0; 4];
        for (angle, param) in angles.iter_mut().zip(params) {
            param.quarter_turns_of_pi()?;
            *angle = param.bits()?;
        }
        if let Some(&known) = self.turned.get(&(gate, angles)) {
            return known;
        }
        let number = self.compute(gate, params);
        self.turned.insert((gate, angles), number);
        number
    }

    fn compute(&mut self, gate: Gate, params: &[Angle]) -> Option<u32> {
        Some(self.enter(Conjugation::of(&gate.clifford(params)?)))
    }

    fn enter(&mut self, table: Conjugation) -> u32 {
        let next = self.tables.len() as u32;
        let number = *self.numbers.entry(table.image).or_insert(next);
        if number == next {
            self.tables.push(table);
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_complex::Complex64;

    fn pauli(string: u8, qubits: usize) -> Vec<Complex64> {
        let bit =
            |which: u8| (0..qubits).map(move |q| usize::from(string >> (2 * q) & which != 0) << q);
        let (x, z): (usize, usize) = (bit(X).sum(), bit(Z).sum());
        let d = 1 << qubits;
        let mut m = vec![Complex64::ZERO; d * d];
        for j in 0..d {
            let sign = if (j & z).count_ones() % 2 == 0 {
                1.0
            } else {
                -1.0
            };
            m[(j ^ x) * d + j] = Complex64::i().powu((x & z).count_ones()) * sign;
        }
        m
    }

    fn times(a: &[Complex64], b: &[Complex64]) -> Vec<Complex64> {
        let d = a.len().isqrt();
        (0..d * d)
            .map(|at| (0..d).map(|k| a[at / d * d + k] * b[k * d + at % d]).sum())
            .collect()
    }

    #[test]
    fn tables_agree_with_matrices() {
        let angles = [0, 1, 2, 3].map(|k| Angle::pi(k, 2));
        let mut found = 0;
        for &gate in Gate::ALL {
            for angle in &angles {
                let params = vec![angle.clone(); gate.num_params()];
                let Some(action) = gate.clifford(&params) else {
                    continue;
                };
                found += 1;
                let table = Conjugation::of(&action);
                let values: Vec<f64> = params.iter().filter_map(Angle::value).collect();
                let u = gate.matrix(&values);
                let n = gate.num_qubits();
                for string in 0..1u8 << (2 * n) {
                    let image = table.image[string as usize];
                    let sign = if image & NEGATIVE != 0 { -1.0 } else { 1.0 };
                    // U P = image U.
                    let left = times(&u, &pauli(string, n));
                    let right = times(&pauli(image & 15, n), &u);
                    for (l, r) in left.iter().zip(&right) {
                        assert!((l - r * sign).norm() < 1e-9, "{gate:?} {string}");
                    }
                }
                for generator in 0..2 * n {
                    let source = table.pulled[generator];
                    assert_eq!(1 << generator, table.image[source as usize] & 15);
                }
            }
        }
        assert!(found > 80, "only {found}");
    }

    #[test]
    fn fixed_letters() {
        let fixed = |gate: Gate, slot| {
            Conjugation::of(&gate.clifford(&[]).expect("a Clifford gate")).fixed(slot)
        };
        assert_eq!(0b111, fixed(Gate::Id, 0));
        assert_eq!(0b001, fixed(Gate::X, 0));
        assert_eq!(0b010, fixed(Gate::S, 0));
        assert_eq!(0b100, fixed(Gate::Y, 0));
        assert_eq!(0, fixed(Gate::H, 0));
        assert_eq!(0b010, fixed(Gate::Cx, 0));
        assert_eq!(0b001, fixed(Gate::Cx, 1));
        assert_eq!(0, fixed(Gate::Swap, 1));
        assert_eq!(Some(3), letter(Axis::Y));
        assert_eq!(None, letter(Axis::None));
    }

    #[test]
    fn equal_tables_have_one_number() {
        let mut all = Cliffords::default();
        let s = all.number(Gate::S, &[]);
        assert_eq!(s, all.number(Gate::Rz, &[Angle::HALF_PI]));
        assert_eq!(s, all.number(Gate::S, &[]));
        assert_ne!(s, all.number(Gate::Sdg, &[]));
        assert_ne!(s, all.number(Gate::Rz, &[Angle::PI]));
        assert_eq!(all.number(Gate::Z, &[]), all.number(Gate::Rz, &[Angle::PI]));
        assert_eq!(None, all.number(Gate::T, &[]));
        assert_eq!(None, all.number(Gate::Ccx, &[]));
        let cx = all.number(Gate::Cx, &[]).expect("Clifford");
        assert_eq!(
            [0b0001 | 0b0100, 0b0010, 0b0100, 0b1000 | 0b0010],
            all.table(cx).pulled
        );
    }
}
