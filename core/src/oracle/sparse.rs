// SPDX-License-Identifier: Apache-2.0
//! Small matrices, without the rows that do nothing.

use num_complex::Complex64;

use super::matrices;

/// A 2^k x 2^k matrix by rows. Basis states that it leaves alone are not listed.
#[derive(Clone, Debug, PartialEq)]
pub struct Sparse {
    /// k.
    pub qubits: usize,
    /// The basis states it touches, ascending.
    pub active: Vec<u32>,
    /// For each active state, the entries of its row: (index into `active`, value).
    pub rows: Vec<Vec<(u32, Complex64)>>,
}

impl Sparse {
    /// From a row-major matrix; `None` unless it is square with a power of two as its side.
    pub fn dense(matrix: &[Complex64]) -> Option<Sparse> {
        let dim = matrices::side(matrix);
        if dim * dim != matrix.len() {
            return None;
        }
        let zero = Complex64::ZERO;
        let idle = |i: usize| {
            matrix[i * dim + i] == Complex64::ONE
                && (0..dim)
                    .all(|j| j == i || matrix[i * dim + j] == zero && matrix[j * dim + i] == zero)
        };
        let active: Vec<u32> = (0..dim).filter(|&i| !idle(i)).map(|i| i as u32).collect();
        let rows = active
            .iter()
            .map(|&i| {
                active
                    .iter()
                    .enumerate()
                    .map(|(at, &j)| (at as u32, matrix[i as usize * dim + j as usize]))
                    .filter(|(_, z)| *z != zero)
                    .collect()
            })
            .collect();
        Some(Sparse {
            qubits: dim.trailing_zeros() as usize,
            active,
            rows,
        })
    }

    pub fn diagonal(entries: impl ExactSizeIterator<Item = Complex64>) -> Sparse {
        let qubits = entries.len().trailing_zeros() as usize;
        let (mut active, mut rows) = (Vec::new(), Vec::new());
        for (i, z) in entries.enumerate() {
            if z != Complex64::ONE {
                rows.push(vec![(active.len() as u32, z)]);
                active.push(i as u32);
            }
        }
        Sparse {
            qubits,
            active,
            rows,
        }
    }

    /// exp(-i angle/2 P), first letter on the least significant qubit; no letter is I.
    pub fn pauli_rotation(letters: &str, angle: f64) -> Sparse {
        let (sin, cos) = (angle / 2.0).sin_cos();
        let flips = letters.bytes().enumerate().fold(0u32, |mask, (i, l)| {
            mask | u32::from(l == b'X' || l == b'Y') << i
        });
        let dim = 1u32 << letters.len();
        let rows = (0..dim)
            .map(|row| {
                // P |row ^ flips> = factor |row>.
                let column = row ^ flips;
                let factor = letters
                    .bytes()
                    .enumerate()
                    .fold(Complex64::ONE, |f, (i, l)| match (l, column >> i & 1) {
                        (b'Z', 1) => -f,
                        (b'Y', 0) => f * Complex64::I,
                        (b'Y', 1) => f * -Complex64::I,
                        _ => f,
                    });
                let off = factor * Complex64::new(0.0, -sin);
                match column == row {
                    true => vec![(row, off + cos)],
                    false => vec![(row, cos.into()), (column, off)],
                }
            })
            .collect();
        let all = Sparse {
            qubits: letters.len(),
            active: (0..dim).collect(),
            rows,
        };
        // A turn by nothing is no step at all.
        if angle == 0.0 {
            return Sparse::diagonal(std::iter::repeat_n(Complex64::ONE, dim as usize));
        }
        all
    }

    /// The conjugate of the transpose.
    #[must_use]
    pub fn adjoint(&self) -> Sparse {
        let mut rows = vec![Vec::new(); self.rows.len()];
        for (i, row) in self.rows.iter().enumerate() {
            for &(j, z) in row {
                rows[j as usize].push((i as u32, z.conj()));
            }
        }
        Sparse {
            rows,
            ..self.clone()
        }
    }

    pub fn is_identity(&self) -> bool {
        self.active.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    impl Sparse {
        /// Row-major, with every row.
        pub fn to_dense(&self) -> Vec<Complex64> {
            let dim = 1usize << self.qubits;
            let mut m = vec![Complex64::ZERO; dim * dim];
            for i in 0..dim {
                m[i * dim + i] = Complex64::ONE;
            }
            for (&i, row) in self.active.iter().zip(&self.rows) {
                m[i as usize * dim + i as usize] = Complex64::ZERO;
                for &(at, z) in row {
                    m[i as usize * dim + self.active[at as usize] as usize] = z;
                }
            }
            m
        }
    }

    #[test]
    fn rotations_agree_with_their_matrices() {
        for letters in ["X", "Y", "Z", "XY", "ZX", "YYZ"] {
            let expected = matrices::rotation(letters, 0.7);
            let got = Sparse::pauli_rotation(letters, 0.7).to_dense();
            for (e, g) in expected.iter().zip(&got) {
                assert!((e - g).norm() < 1e-15, "{letters}");
            }
        }
    }

    #[test]
    fn only_touched_states_are_kept() {
        let (_, ccx) = matrices::gate("rccx", &[]).unwrap();
        let sparse = Sparse::dense(&ccx).unwrap();
        assert_eq!(vec![3, 5, 7], sparse.active);
        assert_eq!(ccx, sparse.to_dense());
    }
}
