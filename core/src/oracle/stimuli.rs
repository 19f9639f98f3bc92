// SPDX-License-Identifier: Apache-2.0
//! Random inputs, to refute and never to prove.
//!
//! Basis states, products of single-qubit stabilizer states, and those entangled by controlled Z: most wrong circuits
//! show on a few of them (Burgholzer, Kueng, Wille, "Random stimuli generation for the verification of quantum
//! circuits", ASP-DAC 2021, doi:10.1145/3394885.3431590).

use std::fmt::Write;

use num_complex::Complex64;

use super::columns::{Columns, Scratch};
use super::instrument;
use super::side::{Pair, Side};

/// An input over the compared qubits: a letter each, then controlled Z on pairs.
#[derive(Clone, Debug)]
pub struct Stimulus {
    letters: Vec<u8>,
    links: Vec<(usize, usize)>,
}

impl std::fmt::Display for Stimulus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ket: String = self.letters.iter().rev().map(|&l| char::from(l)).collect();
        let mut text = format!("|{ket}>");
        for (i, (a, b)) in self.links.iter().enumerate() {
            write!(text, "{} cz {a},{b}", if i == 0 { " then" } else { "," })?;
        }
        f.write_str(&text)
    }
}

/// The generator of inputs: splitmix64, so that the same seed gives the same verdict everywhere.
pub struct Source(u64);

impl Source {
    pub fn new(seed: u64) -> Source {
        Source(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// Input number `k` over `qubits` qubits: all zeros, then basis, product and entangled states by turns.
    pub fn stimulus(&mut self, k: usize, qubits: usize) -> Stimulus {
        let alphabet: &[u8] = match (k, k % 3) {
            (0, _) => b"0",
            (_, 0) => b"01",
            _ => b"01+r",
        };
        let letters = (0..qubits)
            .map(|_| alphabet[self.below(alphabet.len())])
            .collect();
        let links = match k % 3 == 2 && qubits > 1 {
            true => (0..qubits)
                .map(|a| (a, (a + 1 + self.below(qubits - 1)) % qubits))
                .collect(),
            false => Vec::new(),
        };
        Stimulus { letters, links }
    }
}

impl Stimulus {
    /// As the only column of a state of `side`'s wires.
    fn state(&self, side: &Side) -> Columns {
        let h = std::f64::consts::FRAC_1_SQRT_2;
        let mut state = Columns::zero(side.wires(), 1);
        for value in 0..1usize << side.qubits() {
            let mut z = Complex64::ONE;
            for (i, letter) in self.letters.iter().enumerate() {
                z *= match (letter, value >> i & 1) {
                    (b'0', 0) | (b'1', 1) => Complex64::ONE,
                    (b'+', _) | (b'r', 0) => h.into(),
                    (b'r', _) => Complex64::new(0.0, h),
                    _ => Complex64::ZERO,
                };
            }
            let minus = |&&(a, b): &&(usize, usize)| value >> a & value >> b & 1 == 1;
            if self.links.iter().filter(minus).count() % 2 == 1 {
                z = -z;
            }
            if z != Complex64::ZERO {
                state.set(side.row(value, &side.initial), 0, z);
            }
        }
        state
    }
}

/// Two unitary circuits on one input.
pub struct Sight {
    /// Distance of the outputs.
    pub exact: f64,
    /// The same after the best phase was taken off.
    pub aligned: f64,
    /// That phase, radians.
    pub phase: f64,
}

/// Outputs of both circuits for `stimulus`, compared.
pub fn look(pair: &Pair, stimulus: &Stimulus) -> Sight {
    let output = |side: &Side| {
        let mut state = stimulus.state(side);
        let mut scratch = Scratch::default();
        for u in side.program.unitaries() {
            state.apply(u, &mut scratch);
        }
        let mut out = vec![Complex64::ZERO; 1 << pair.wires()];
        for (row, value) in side.outputs().into_iter().enumerate() {
            out[value] = state.get(row, 0);
        }
        out
    };
    let (a, b) = (output(&pair.a), output(&pair.b));
    let overlap: Complex64 = a.iter().zip(&b).map(|(x, y)| y.conj() * x).sum();
    let factor = match overlap.norm() > 1e-9 {
        true => overlap / overlap.norm(),
        false => Complex64::ONE,
    };
    let distance = |factor: Complex64| {
        let square: f64 = a
            .iter()
            .zip(&b)
            .map(|(x, y)| (x - y * factor).norm_sqr())
            .sum();
        square.sqrt()
    };
    Sight {
        exact: distance(Complex64::ONE),
        aligned: distance(factor),
        phase: factor.arg(),
    }
}

/// A lower bound of the distance of two instruments from one input; `None` beyond the budget.
pub fn look_at_records(
    pair: &Pair,
    stimulus: &Stimulus,
    outcomes: bool,
    budget: f64,
) -> Option<f64> {
    let run = |side: &Side| instrument::follow(side, stimulus.state(side), budget);
    let (a, b) = (run(&pair.a)?, run(&pair.b)?);
    let difference = match outcomes {
        true => instrument::compare_outcomes(&a, &b),
        false => instrument::compare(&a, &b),
    };
    Some(difference.lower)
}
