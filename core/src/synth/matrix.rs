// SPDX-License-Identifier: Apache-2.0
//! Complex matrices of one and two qubits: fixed size, on the stack, nothing clever.
//!
//! Row-major; a gate's first operand is the least significant bit of the index.

use std::ops::Mul;

use num_complex::Complex64;

pub type C64 = Complex64;

pub const ZERO: C64 = C64::new(0.0, 0.0);
pub const ONE: C64 = C64::new(1.0, 0.0);
pub const I: C64 = C64::new(0.0, 1.0);

/// A 2x2 matrix.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct M2(pub [[C64; 2]; 2]);

/// A 4x4 matrix.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct M4(pub [[C64; 4]; 4]);

impl M2 {
    pub const IDENTITY: M2 = M2([[ONE, ZERO], [ZERO, ONE]]);

    #[must_use]
    pub fn adjoint(&self) -> M2 {
        let m = &self.0;
        M2([
            [m[0][0].conj(), m[1][0].conj()],
            [m[0][1].conj(), m[1][1].conj()],
        ])
    }

    #[must_use]
    pub fn scale(&self, factor: C64) -> M2 {
        M2(self.0.map(|row| row.map(|x| x * factor)))
    }

    pub fn det(&self) -> C64 {
        self.0[0][0] * self.0[1][1] - self.0[0][1] * self.0[1][0]
    }

    /// Frobenius norm of the difference, a bound of the operator norm.
    pub fn distance(&self, other: &M2) -> f64 {
        let pairs = self.0.iter().flatten().zip(other.0.iter().flatten());
        pairs.map(|(a, b)| (a - b).norm_sqr()).sum::<f64>().sqrt()
    }
}

impl Mul for M2 {
    type Output = M2;

    #[inline]
    fn mul(self, right: M2) -> M2 {
        let (a, b) = (&self.0, &right.0);
        let entry = |i: usize, j: usize| a[i][0] * b[0][j] + a[i][1] * b[1][j];
        M2([[entry(0, 0), entry(0, 1)], [entry(1, 0), entry(1, 1)]])
    }
}

impl M4 {
    pub const IDENTITY: M4 = M4([
        [ONE, ZERO, ZERO, ZERO],
        [ZERO, ONE, ZERO, ZERO],
        [ZERO, ZERO, ONE, ZERO],
        [ZERO, ZERO, ZERO, ONE],
    ]);

    /// `first` on the least significant qubit, `second` on the other.
    pub fn product(first: &M2, second: &M2) -> M4 {
        let mut m = [[ZERO; 4]; 4];
        for (i, row) in m.iter_mut().enumerate() {
            for (j, x) in row.iter_mut().enumerate() {
                *x = second.0[i >> 1][j >> 1] * first.0[i & 1][j & 1];
            }
        }
        M4(m)
    }

    /// `gate` on qubit 0 or 1, after `self`.
    pub fn then_one(&mut self, gate: &M2, qubit: usize) {
        let (bit, g) = (1 << qubit, &gate.0);
        for low in [0, 3 - bit] {
            for j in 0..4 {
                let (a, b) = (self.0[low][j], self.0[low | bit][j]);
                self.0[low][j] = g[0][0] * a + g[0][1] * b;
                self.0[low | bit][j] = g[1][0] * a + g[1][1] * b;
            }
        }
    }

    /// cx with this control, after `self`.
    pub fn then_cx(&mut self, control: usize) {
        self.0.swap(1 << control, 3);
    }

    #[must_use]
    pub fn adjoint(&self) -> M4 {
        let mut m = [[ZERO; 4]; 4];
        for (i, row) in m.iter_mut().enumerate() {
            for (j, x) in row.iter_mut().enumerate() {
                *x = self.0[j][i].conj();
            }
        }
        M4(m)
    }

    #[must_use]
    pub fn scale(&self, factor: C64) -> M4 {
        M4(self.0.map(|row| row.map(|x| x * factor)))
    }

    /// The same operation with its two operands exchanged.
    #[must_use]
    pub fn exchanged(&self) -> M4 {
        const SWAPPED: [usize; 4] = [0, 2, 1, 3];
        let mut m = [[ZERO; 4]; 4];
        for (i, row) in m.iter_mut().enumerate() {
            for (j, x) in row.iter_mut().enumerate() {
                *x = self.0[SWAPPED[i]][SWAPPED[j]];
            }
        }
        M4(m)
    }

    pub fn trace(&self) -> C64 {
        (0..4).map(|i| self.0[i][i]).sum()
    }

    /// Determinant by 2x2 minors (Laplace expansion along the first two rows).
    pub fn det(&self) -> C64 {
        let m = &self.0;
        let minor = |r: usize, a: usize, b: usize| m[r][a] * m[r + 1][b] - m[r][b] * m[r + 1][a];
        minor(0, 0, 1) * minor(2, 2, 3) - minor(0, 0, 2) * minor(2, 1, 3)
            + minor(0, 0, 3) * minor(2, 1, 2)
            + minor(0, 1, 2) * minor(2, 0, 3)
            - minor(0, 1, 3) * minor(2, 0, 2)
            + minor(0, 2, 3) * minor(2, 0, 1)
    }

    /// Frobenius norm of the difference, a bound of the operator norm.
    pub fn distance(&self, other: &M4) -> f64 {
        let pairs = self.0.iter().flatten().zip(other.0.iter().flatten());
        pairs.map(|(a, b)| (a - b).norm_sqr()).sum::<f64>().sqrt()
    }
}

impl Mul for M4 {
    type Output = M4;

    #[inline]
    fn mul(self, right: M4) -> M4 {
        let mut m = [[ZERO; 4]; 4];
        for (row, a) in m.iter_mut().zip(&self.0) {
            for (j, x) in row.iter_mut().enumerate() {
                let b = &right.0;
                *x = a[0] * b[0][j] + a[1] * b[1][j] + a[2] * b[2][j] + a[3] * b[3][j];
            }
        }
        M4(m)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(seed: u64) -> M2 {
        let x = |k: u64| ((seed * 7 + k * 13) % 11) as f64 / 11.0 - 0.5;
        M2([
            [C64::new(x(1), x(2)), C64::new(x(3), x(4))],
            [C64::new(x(5), x(6)), C64::new(x(7), x(8))],
        ])
    }

    #[test]
    fn gate_on_one_qubit_is_the_product_with_the_identity() {
        let (a, b, g) = (sample(1), sample(2), sample(3));
        for qubit in 0..2 {
            let mut left = M4::product(&a, &b);
            left.then_one(&g, qubit);
            let right = match qubit {
                0 => M4::product(&(g * a), &b),
                _ => M4::product(&a, &(g * b)),
            };
            assert!(left.distance(&right) < 1e-15);
        }
    }

    #[test]
    fn determinants_multiply_and_exchange_exchanges() {
        let (a, b) = (sample(4), sample(5));
        let m = M4::product(&a, &b);
        let expected = a.det() * a.det() * b.det() * b.det();
        assert!((m.det() - expected).norm() < 1e-15);
        assert!(m.exchanged().distance(&M4::product(&b, &a)) < 1e-15);
    }
}
