// SPDX-License-Identifier: Apache-2.0
//! The Paulis that a matrix sends to Paulis.
//!
//! They are a group. Where u sends Z-like Paulis to Z-like ones, u is diagonal in blocks between two circuits of cx; where
//! it sends commuting Paulis to Paulis, between two Clifford circuits.

use super::framed::wires;
use crate::synth::dense::Matrix;
use crate::synth::matrix::{C64, ZERO};

/// X on the wires of `x`, Z on those of `z`, up to a phase.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Bits {
    pub x: u8,
    pub z: u8,
}

/// A Pauli and what it is sent to, up to sign.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Pair {
    pub from: Bits,
    pub to: Bits,
}

/// How far a matrix element may be from what a Pauli has there.
const CLOSE: f64 = 1e-6;

impl Pair {
    /// The product, up to sign.
    #[must_use]
    pub fn times(self, other: Pair) -> Pair {
        let both = |a: Bits, b: Bits| Bits {
            x: a.x ^ b.x,
            z: a.z ^ b.z,
        };
        Pair {
            from: both(self.from, other.from),
            to: both(self.to, other.to),
        }
    }

    /// All that fixes it: no two pairs of a group share `from`.
    pub fn key(self) -> u16 {
        u16::from(self.from.x) << 8 | u16::from(self.from.z)
    }

    /// Wires that either end is on.
    pub fn support(self) -> u8 {
        self.from.x | self.from.z | self.to.x | self.to.z
    }
}

/// Generators of the group, in a fixed order. O(n 8^n) time.
pub fn symmetries(u: &Matrix) -> Vec<Pair> {
    let size = u.nrows();
    let mut span = Span::default();
    let mut generators = Vec::new();
    // Row r of u and its product with every other row, under a shift of columns: a Walsh transform has the images of
    // |r> under all Paulis with this X part at once.
    let rows: Vec<Vec<C64>> = (0..size)
        .map(|i| u.row(i).iter().copied().collect())
        .collect();
    let reference: Vec<C64> = rows[0].iter().map(C64::conj).collect();
    let mut sums = vec![ZERO; size];
    for x in 0..size {
        for row in &rows {
            for (j, sum) in sums.iter_mut().enumerate() {
                *sum = row[j] * reference[j ^ x];
            }
            walsh(&mut sums);
            for (z, value) in sums.iter().enumerate() {
                if value.norm_sqr() < 1.0 - CLOSE || x | z == 0 {
                    continue;
                }
                let from = Bits {
                    x: x as u8,
                    z: z as u8,
                };
                if span.holds(from) {
                    continue;
                }
                if let Some(to) = sent(&rows, from) {
                    span.add(from);
                    generators.push(Pair { from, to });
                }
            }
        }
    }
    debug_assert!(generators.len() <= 2 * wires(u));
    generators
}

/// Sums over all j of (-1)^(j.z) v_j, by z.
fn walsh(v: &mut [C64]) {
    let mut half = 1;
    while half < v.len() {
        for chunk in v.chunks_exact_mut(2 * half) {
            let (low, high) = chunk.split_at_mut(half);
            for (a, b) in low.iter_mut().zip(high) {
                (*a, *b) = (*a + *b, *a - *b);
            }
        }
        half *= 2;
    }
}

/// u P u^dagger, if it is a Pauli. O(4^n) time.
fn sent(rows: &[Vec<C64>], p: Bits) -> Option<Bits> {
    let size = rows.len();
    let shift = usize::from(p.x);
    // <i| u P u^dagger |k>.
    let entry = |i: usize, k: usize| -> C64 {
        let signs = (0..size).map(|j| {
            let value = rows[i][j ^ shift] * rows[k][j].conj();
            match (j & usize::from(p.z)).count_ones() % 2 {
                0 => value,
                _ => -value,
            }
        });
        signs.sum()
    };
    let x = (0..size).find(|&i| entry(i, 0).norm() > 1.0 - CLOSE)?;
    let first = entry(x, 0);
    let mut z = 0;
    for wire in 0..size.trailing_zeros() {
        let k = 1 << wire;
        if (entry(k ^ x, k) / first).re < 0.0 {
            z |= k;
        }
    }
    (0..size)
        .all(|k| {
            let sign = match (k & z).count_ones() % 2 {
                0 => first,
                _ => -first,
            };
            (entry(k ^ x, k) - sign).norm() < CLOSE
        })
        .then_some(Bits {
            x: x as u8,
            z: z as u8,
        })
}

/// A subspace of the Paulis modulo signs.
#[derive(Clone, Debug, Default)]
pub struct Span {
    /// Each with a leading bit that no other has.
    rows: Vec<u16>,
}

impl Span {
    fn rest(&self, p: u16) -> u16 {
        self.rows.iter().fold(p, |p, &row| p.min(p ^ row))
    }

    fn key(p: Bits) -> u16 {
        u16::from(p.x) << 8 | u16::from(p.z)
    }

    pub fn holds(&self, p: Bits) -> bool {
        self.rest(Span::key(p)) == 0
    }

    /// Whether it was new.
    pub fn add(&mut self, p: Bits) -> bool {
        let rest = self.rest(Span::key(p));
        if rest != 0 {
            self.rows.push(rest);
            self.rows.sort_unstable_by(|a, b| b.cmp(a));
        }
        rest != 0
    }
}
