// SPDX-License-Identifier: Apache-2.0
//! The Paulis of all wires pulled back to the start of a circuit, with their signs: a tableau read backwards.
//!
//! With U the Clifford gates read so far, wire q has the rows `U^-1 X_q U` and `U^-1 Z_q U` (S. Aaronson, D. Gottesman,
//! "Improved simulation of stabilizer circuits", Physical Review A 70, 052328, 2004, doi:10.1103/PhysRevA.70.052328; there
//! of the inverse). A row is `i^power X^x Z^z` with a bit of x and of z for each wire, and
//!
//! ```text
//! i^p X^a Z^b  i^q X^c Z^d  =  i^(p + q + 2 b.c) X^(a + c) Z^(b + d)
//! ```
//!
//! Cost: n^2 / 2 bytes for n wires, O(n / 64) for each row that a gate changes.

use super::conjugation::{Conjugation, Letter, NEGATIVE, X, Z};

/// Rows of all wires; see the module's page.
#[derive(Debug)]
pub struct Signs {
    /// Words of x, and as many of z after them, in each row.
    half: usize,
    /// X_0, Z_0, X_1, Z_1, ...
    words: Vec<u64>,
    power: Vec<u8>,
    /// Rows under construction: those of two wires, and one more.
    scratch: Vec<u64>,
}

impl Signs {
    /// Bytes the rows of so many wires take.
    pub fn bytes(wires: usize) -> usize {
        2 * wires * 2 * wires.div_ceil(64) * 8
    }

    /// The rows before any gate.
    pub fn new(wires: usize) -> Signs {
        let half = wires.div_ceil(64);
        let mut words = vec![0; 2 * wires * 2 * half];
        for wire in 0..wires {
            let (word, bit) = (wire / 64, 1 << (wire % 64));
            words[2 * wire * 2 * half + word] = bit;
            words[(2 * wire + 1) * 2 * half + half + word] = bit;
        }
        Signs {
            half,
            words,
            power: vec![0; 2 * wires],
            scratch: vec![0; 5 * 2 * half],
        }
    }

    /// A Clifford gate on one or two wires is read.
    pub fn conjugate(&mut self, wires: &[usize], gate: &Conjugation) {
        let mut power = [0; 4];
        let changed = |g: usize| gate.pulled[g] != 1 << g;
        for g in 0..2 * wires.len() {
            if changed(g) {
                power[g] = self.string(wires, gate.pulled[g], g);
            }
        }
        let size = 2 * self.half;
        for g in 0..2 * wires.len() {
            let row = 2 * wires[g / 2] + g % 2;
            if changed(g) {
                let new = &self.scratch[g * size..(g + 1) * size];
                self.words[row * size..(row + 1) * size].copy_from_slice(new);
                self.power[row] = power[g];
            }
            if gate.image[usize::from(gate.pulled[g])] & NEGATIVE != 0 {
                self.power[row] = (self.power[row] + 2) % 4;
            }
        }
    }

    /// Wire i of the list has moved to `wires[image[i]]`.
    pub fn permute(&mut self, wires: &[usize], image: &[u32]) {
        let size = 2 * self.half;
        let old: Vec<(Vec<u64>, [u8; 2])> = wires
            .iter()
            .map(|&w| {
                let rows = self.words[2 * w * size..2 * (w + 1) * size].to_vec();
                (rows, [self.power[2 * w], self.power[2 * w + 1]])
            })
            .collect();
        for ((rows, power), &to) in old.into_iter().zip(image) {
            let w = wires[to as usize];
            self.words[2 * w * size..2 * (w + 1) * size].copy_from_slice(&rows);
            self.power[2 * w..2 * (w + 1)].copy_from_slice(&power);
        }
    }

    /// Whether a Pauli on one or two wires, letters as in [`Conjugation`], is minus a product of letters at the start.
    pub fn is_negative(&mut self, wires: &[usize], string: u8) -> bool {
        let power = self.string(wires, string, 4);
        let (x, z) = self.scratch[8 * self.half..].split_at(self.half);
        // A product of letters has i^(x z) for each Y.
        let ys: u32 = x.iter().zip(z).map(|(x, z)| (x & z).count_ones()).sum();
        (u32::from(power) + 3 * ys) % 4 == 2
    }

    /// A rotation by `quarters` times pi/2 about a Pauli P on one or two wires, now, is read some time before: rows
    /// R that anticommute with P become `R exp(-i angle P)`.
    pub fn turn(&mut self, wires: &[usize], string: u8, quarters: i64) {
        let quarters = quarters.rem_euclid(4) as u8;
        let about = self.string(wires, string, 4);
        let size = 2 * self.half;
        for (i, &wire) in wires.iter().enumerate() {
            let letter = string >> (2 * i) & 3;
            let anticommute = [letter & Z != 0, letter & X != 0];
            for row in (0..2).filter(|&r| anticommute[r]).map(|r| 2 * wire + r) {
                // exp(-i angle P) is (-i P) to the power of the quarters, and P squared is 1.
                let mut power = self.power[row] + 3 * quarters;
                if quarters % 2 == 1 {
                    let target = &mut self.words[row * size..(row + 1) * size];
                    power += multiply(target, &self.scratch[4 * size..], self.half) + about;
                }
                self.power[row] = power % 4;
            }
        }
    }

    /// Put the product of rows that a string of letters means in a row of the scratch; returns its power.
    fn string(&mut self, wires: &[usize], string: u8, to: usize) -> u8 {
        let size = 2 * self.half;
        let product = &mut self.scratch[to * size..(to + 1) * size];
        product.fill(0);
        let mut power = 0;
        for (i, &wire) in wires.iter().enumerate() {
            let letter: Letter = string >> (2 * i) & 3;
            for (kind, row) in [(X, 2 * wire), (Z, 2 * wire + 1)] {
                if letter & kind != 0 {
                    let factor = &self.words[row * size..(row + 1) * size];
                    power += multiply(product, factor, self.half) + self.power[row];
                }
            }
            power += u8::from(letter == X | Z);
        }
        power % 4
    }
}

/// Multiply a row by another from the right; returns the power of i that comes on top of theirs.
fn multiply(row: &mut [u64], factor: &[u64], half: usize) -> u8 {
    let (x, z) = row.split_at_mut(half);
    let (fx, fz) = factor.split_at(half);
    let mut crossings = 0;
    for i in 0..half {
        crossings ^= (z[i] & fx[i]).count_ones();
        x[i] ^= fx[i];
        z[i] ^= fz[i];
    }
    (2 * (crossings % 2)) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::conjugation::Cliffords;
    use crate::passes::testing::Random;
    use crate::{Angle, Gate};

    /// A signed Pauli at the start, as masks.
    fn row(signs: &mut Signs, wires: &[usize], string: u8) -> (bool, Vec<u64>) {
        let negative = signs.is_negative(wires, string);
        (negative, signs.scratch[8 * signs.half..].to_vec())
    }

    fn read(signs: &mut Signs, gates: &[(Gate, Vec<usize>)]) {
        let mut tables = Cliffords::default();
        for (gate, wires) in gates {
            let number = tables.number(*gate, &[]).expect("a Clifford gate");
            signs.conjugate(wires, tables.table(number));
        }
    }

    #[test]
    fn signs_of_one_gate() {
        let negative = |gate: Gate, string| {
            let mut signs = Signs::new(1);
            read(&mut signs, &[(gate, vec![0])]);
            let (negative, words) = row(&mut signs, &[0], string);
            (negative, words)
        };
        assert_eq!((false, vec![0, 1]), negative(Gate::H, X));
        assert_eq!((false, vec![1, 0]), negative(Gate::H, Z));
        assert_eq!((true, vec![1, 1]), negative(Gate::H, X | Z));
        assert_eq!((true, vec![0, 1]), negative(Gate::X, Z));
        assert_eq!((false, vec![1, 0]), negative(Gate::X, X));
        // S^-1 X S = -Y, S^-1 Y S = X.
        assert_eq!((true, vec![1, 1]), negative(Gate::S, X));
        assert_eq!((false, vec![1, 0]), negative(Gate::S, X | Z));
        assert_eq!((false, vec![1, 1]), negative(Gate::Sdg, X));
        // Z X = -X Z: nothing but 1 or -1 comes on top.
        assert_eq!(2, multiply(&mut [0, 1], &[1, 0], 1));
        assert_eq!(0, multiply(&mut [0, 3], &[3, 0], 1));
    }

    #[test]
    fn wires_past_the_first_word() {
        let mut signs = Signs::new(70);
        read(&mut signs, &[(Gate::H, vec![66]), (Gate::Z, vec![1])]);
        assert_eq!(
            (true, vec![0, 4, 0, 4]),
            row(&mut signs, &[66], X | Z),
            "H Y H = -Y"
        );
        signs.permute(&[66, 1], &[1, 0]);
        assert_eq!((true, vec![0, 4, 0, 4]), row(&mut signs, &[1], X | Z));
        assert_eq!((true, vec![2, 0, 0, 0]), row(&mut signs, &[66], X));
        // X about Z by pi/2 is Y or -Y.
        signs.turn(&[66], Z, 1);
        let (positive, words) = row(&mut signs, &[66], X);
        assert_eq!(vec![2, 0, 2, 0], words);
        signs.turn(&[66], Z, 2);
        assert_eq!((!positive, words), row(&mut signs, &[66], X));
    }

    /// Circuits that are their own undoing give back the rows of the start, with signs.
    #[test]
    fn inverses_give_back_the_start() {
        let mut random = Random::new(8);
        let gates = [
            (Gate::H, Gate::H),
            (Gate::S, Gate::Sdg),
            (Gate::Sx, Gate::Sxdg),
            (Gate::Y, Gate::Y),
            (Gate::Cx, Gate::Cx),
            (Gate::Cz, Gate::Cz),
            (Gate::Iswap, Gate::Iswapdg),
            (Gate::Ecr, Gate::Ecr),
        ];
        // Over and under a word.
        for n in [2, 3, 70] {
            let mut there = Vec::new();
            let mut back = Vec::new();
            for _ in 0..200 {
                let (gate, inverse) = gates[random.below(gates.len())];
                let a = random.below(n);
                let b = (a + 1 + random.below(n - 1)) % n;
                let wires = [a, b][..gate.num_qubits()].to_vec();
                there.push((gate, wires.clone()));
                back.push((inverse, wires));
            }
            back.reverse();
            let mut signs = Signs::new(n);
            read(&mut signs, &there);
            assert_ne!(Signs::new(n).words, signs.words);
            read(&mut signs, &back);
            assert_eq!(Signs::new(n).words, signs.words);
            assert!(signs.power.iter().all(|p| *p == 0));
        }
    }

    #[test]
    fn a_turn_now_is_the_gate_at_the_start_carried_along() {
        // rzz(k pi/2) first and a circuit after it, against the circuit first and the turn about what it became.
        let after = [
            (Gate::H, vec![0]),
            (Gate::Cx, vec![0, 1]),
            (Gate::S, vec![1]),
            (Gate::Cz, vec![1, 2]),
            (Gate::H, vec![1]),
        ];
        for quarters in -3i64..=4 {
            let mut early = Signs::new(3);
            let angle = Angle::pi(quarters as i32, 2);
            let mut tables = Cliffords::default();
            let number = tables.number(Gate::Rz, &[angle]).expect("Clifford");
            early.conjugate(&[1], tables.table(number));
            read(&mut early, &after);
            let mut late = Signs::new(3);
            read(&mut late, &after);
            // Z_1 at the start is, up to sign, one of the strings on two wires now.
            let found = [[0, 1], [0, 2], [1, 2]].into_iter().find_map(|wires| {
                (1..16u8).find_map(|string| {
                    let (negative, words) = row(&mut late, &wires, string);
                    (words == [0, 0b010]).then_some((wires, string, negative))
                })
            });
            let (wires, string, negative) = found.expect("of weight two at most");
            late.turn(&wires, string, if negative { -quarters } else { quarters });
            assert_eq!(early.words, late.words, "{quarters}");
            assert_eq!(early.power, late.power, "{quarters}");
        }
    }

    #[test]
    fn permutations_move_rows() {
        let mut signs = Signs::new(3);
        read(&mut signs, &[(Gate::X, vec![0]), (Gate::H, vec![2])]);
        signs.permute(&[0, 2], &[1, 0]);
        assert_eq!((true, vec![0, 0b001]), row(&mut signs, &[2], Z));
        assert_eq!((false, vec![0b100, 0]), row(&mut signs, &[0], Z));
        assert_eq!((false, vec![0, 0b010]), row(&mut signs, &[1], Z));
    }

    #[test]
    fn sizes() {
        assert_eq!(2 * 2 * 16, Signs::bytes(2));
        assert_eq!(Signs::new(65).words.len() * 8, Signs::bytes(65));
    }
}
