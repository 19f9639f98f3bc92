// SPDX-License-Identifier: Apache-2.0
//! Square matrices of bits, and the steps on their rows.

/// A controlled NOT, or the addition of the row of the control to that of the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cx {
    pub control: u8,
    pub target: u8,
}

impl Cx {
    pub fn new(control: usize, target: usize) -> Cx {
        Cx {
            control: control as u8,
            target: target as u8,
        }
    }

    /// Control and target change places.
    #[must_use]
    pub fn exchanged(self) -> Cx {
        Cx {
            control: self.target,
            target: self.control,
        }
    }
}

/// A square matrix of bits: bit j of row i is entry (i, j).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    pub rows: Vec<u64>,
}

impl Matrix {
    /// On `n` wires, 64 at most.
    pub fn identity(n: usize) -> Matrix {
        Matrix {
            rows: (0..n).map(|i| 1 << i).collect(),
        }
    }

    pub fn of(n: usize, circuit: &[Cx]) -> Matrix {
        let mut matrix = Matrix::identity(n);
        circuit.iter().for_each(|&step| matrix.apply(step));
        matrix
    }

    pub fn apply(&mut self, step: Cx) {
        self.rows[usize::from(step.target)] ^= self.rows[usize::from(step.control)];
    }

    #[inline]
    pub fn bit(&self, row: usize, column: usize) -> bool {
        self.rows[row] >> column & 1 == 1
    }

    #[must_use]
    pub fn transpose(&self) -> Matrix {
        let n = self.rows.len();
        let row = |i| (0..n).fold(0, |row, j| row | (self.rows[j] >> i & 1) << j);
        Matrix {
            rows: (0..n).map(row).collect(),
        }
    }

    /// `None` for a singular matrix.
    pub fn inverse(&self) -> Option<Matrix> {
        let n = self.rows.len();
        let mut left = self.rows.clone();
        let mut right = Matrix::identity(n).rows;
        for column in 0..n {
            let pivot = (column..n).find(|&i| left[i] >> column & 1 == 1)?;
            left.swap(column, pivot);
            right.swap(column, pivot);
            for i in (0..n).filter(|&i| i != column) {
                if left[i] >> column & 1 == 1 {
                    left[i] ^= left[column];
                    right[i] ^= right[column];
                }
            }
        }
        Some(Matrix { rows: right })
    }
}
