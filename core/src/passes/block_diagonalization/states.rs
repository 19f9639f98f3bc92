// SPDX-License-Identifier: Apache-2.0
//! A few random states side by side, so that a gate acts on all of them at once.

use nalgebra::SMatrix;

use super::word::Letter;
use crate::synth::draft::Item;
use crate::synth::gauss::Gauss;
use crate::synth::matrix::{C64, M2};

/// How many.
pub const STATES: usize = 7;
/// Room for them: registers hold a power of two.
const LANES: usize = 8;

/// By state, the expectations of X, Y and Z of a wire.
pub type Seen = SMatrix<f64, STATES, 3>;

/// One amplitude of every state.
#[derive(Clone, Copy)]
struct Amplitude {
    re: [f64; LANES],
    im: [f64; LANES],
}

const NOTHING: Amplitude = Amplitude {
    re: [0.0; LANES],
    im: [0.0; LANES],
};

impl Amplitude {
    /// Add an amplitude times a factor.
    #[inline(always)]
    fn add(&mut self, other: &Amplitude, factor: C64) {
        for k in 0..LANES {
            self.re[k] += other.re[k] * factor.re - other.im[k] * factor.im;
            self.im[k] += other.re[k] * factor.im + other.im[k] * factor.re;
        }
    }
}

/// By basis state.
pub struct States(Vec<Amplitude>);

impl States {
    /// Random ones of n qubits, always the same.
    pub fn start(qubits: usize) -> States {
        let mut random = Gauss::new(qubits as u64);
        let mut all = vec![NOTHING; 1 << qubits];
        for k in 0..STATES {
            for amplitude in &mut all {
                let value = random.complex();
                (amplitude.re[k], amplitude.im[k]) = (value.re, value.im);
            }
        }
        States(all)
    }

    pub fn apply(&mut self, letter: &Letter) {
        let all = &mut self.0;
        match *letter {
            Letter::Item(Item::One(q, ref m)) => one(all, 1 << q, m),
            Letter::Item(Item::Cx(control, target)) => {
                let (c, t) = (1 << control, 1 << target);
                for i in (0..all.len()).filter(|i| i & (c | t) == c) {
                    all.swap(i, i | t);
                }
            }
            Letter::Item(Item::Cz(a, b)) => {
                let both = 1 << a | 1 << b;
                for i in (0..all.len()).filter(|i| i & both == both) {
                    let Amplitude { re, im } = &mut all[i];
                    re.iter_mut().chain(im).for_each(|x| *x = -*x);
                }
            }
            Letter::Pair(a, b, ref m) => {
                let (x, y) = (1 << a, 1 << b);
                for base in (0..all.len()).filter(|i| i & (x | y) == 0) {
                    let at = [base, base | x, base | y, base | x | y];
                    let old = at.map(|i| all[i]);
                    for (i, row) in at.into_iter().zip(&m.0) {
                        let mut new = NOTHING;
                        row.iter().zip(&old).for_each(|(&m, v)| new.add(v, m));
                        all[i] = new;
                    }
                }
            }
        }
    }

    /// What is expected of a wire.
    pub fn seen(&self, wire: usize) -> Seen {
        let bit = 1 << wire;
        let (mut x, mut y, mut z) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        for chunk in self.0.chunks_exact(2 * bit) {
            let (low, high) = chunk.split_at(bit);
            for (a, b) in low.iter().zip(high) {
                for k in 0..LANES {
                    x[k] += a.re[k] * b.re[k] + a.im[k] * b.im[k];
                    y[k] += a.re[k] * b.im[k] - a.im[k] * b.re[k];
                    z[k] += a.re[k] * a.re[k] + a.im[k] * a.im[k]
                        - b.re[k] * b.re[k]
                        - b.im[k] * b.im[k];
                }
            }
        }
        let axes = [x.map(|x| 2.0 * x), y.map(|y| 2.0 * y), z];
        Seen::from_fn(|state, axis| axes[axis][state])
    }
}

fn one(all: &mut [Amplitude], bit: usize, m: &M2) {
    let [[a, b], [c, d]] = m.0;
    for chunk in all.chunks_exact_mut(2 * bit) {
        let (low, high) = chunk.split_at_mut(bit);
        for (x, y) in low.iter_mut().zip(high) {
            let (mut low, mut high) = (NOTHING, NOTHING);
            low.add(x, a);
            low.add(y, b);
            high.add(x, c);
            high.add(y, d);
            (*x, *y) = (low, high);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::matrix::M4;

    #[test]
    fn states_go_as_vectors_do() {
        let turn =
            |t: f64| M2([[0.0, t], [1.0, -t]].map(|row| row.map(|p| C64::from_polar(0.7, p))));
        let letters = [
            Letter::Item(Item::One(1, turn(0.3))),
            Letter::Item(Item::Cx(0, 2)),
            Letter::Pair(2, 1, M4::product(&turn(0.1), &turn(1.9))),
            Letter::Item(Item::Cz(1, 2)),
            Letter::Item(Item::Cx(2, 1)),
            Letter::Item(Item::One(0, turn(1.1))),
        ];
        let mut states = States::start(3);
        let column = |s: &States, k: usize| -> Vec<C64> {
            s.0.iter().map(|a| C64::new(a.re[k], a.im[k])).collect()
        };
        let mut expected: Vec<Vec<C64>> = (0..STATES).map(|k| column(&states, k)).collect();
        for letter in &letters {
            states.apply(letter);
            expected.iter_mut().for_each(|state| letter.apply(state));
        }
        for (k, state) in expected.iter().enumerate() {
            let off = column(&states, k)
                .into_iter()
                .zip(state)
                .map(|(a, b)| (a - b).norm());
            assert!(off.sum::<f64>() < 1e-12, "{k}");
            // Z of wire 1.
            let signed = |(i, x): (usize, &C64)| x.norm_sqr() * if i & 2 == 0 { 1.0 } else { -1.0 };
            let z: f64 = state.iter().enumerate().map(signed).sum();
            assert!((states.seen(1)[(k, 2)] - z).abs() < 1e-12);
        }
    }
}
