// SPDX-License-Identifier: Apache-2.0
//! A batch of state vectors, and matrices applied to it in place.
//!
//! Real and imaginary parts are apart, and the vectors of the batch lie side by side: entry (row, column) is at
//! `row * width + column`. A gate then does the same arithmetic on long runs of neighbours, which the
//! compiler turns into vector instructions.

use num_complex::Complex64;

use super::program::Unitary;
use super::sparse::Sparse;

#[derive(Clone, Debug)]
pub struct Columns {
    pub qubits: usize,
    pub width: usize,
    re: Vec<f64>,
    im: Vec<f64>,
}

/// Working space of [`Columns::apply`], kept between calls.
#[derive(Default)]
pub struct Scratch {
    re: Vec<f64>,
    im: Vec<f64>,
    fixed: Vec<u32>,
    offsets: Vec<usize>,
}

impl Columns {
    /// All entries zero.
    pub fn zero(qubits: usize, width: usize) -> Columns {
        Columns {
            qubits,
            width,
            re: vec![0.0; width << qubits],
            im: vec![0.0; width << qubits],
        }
    }

    #[inline]
    pub fn get(&self, row: usize, column: usize) -> Complex64 {
        let at = row * self.width + column;
        Complex64::new(self.re[at], self.im[at])
    }

    #[inline]
    pub fn set(&mut self, row: usize, column: usize, z: Complex64) {
        let at = row * self.width + column;
        (self.re[at], self.im[at]) = (z.re, z.im);
    }

    pub fn rows(&self) -> usize {
        1 << self.qubits
    }

    /// Squared norm of everything.
    pub fn weight(&self) -> f64 {
        let square = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>();
        square(&self.re) + square(&self.im)
    }

    pub fn scale(&mut self, factor: f64) {
        self.re.iter_mut().for_each(|x| *x *= factor);
        self.im.iter_mut().for_each(|x| *x *= factor);
    }

    /// Add `factor` times `other`.
    pub fn add_scaled(&mut self, other: &Columns, factor: Complex64) {
        let (c, s) = (factor.re, factor.im);
        let parts = self.re.iter_mut().zip(&mut self.im);
        for ((re, im), (x, y)) in parts.zip(other.re.iter().zip(&other.im)) {
            *re += c * x - s * y;
            *im += c * y + s * x;
        }
    }

    /// The inner product of all entries, `self` conjugated.
    pub fn dot(&self, other: &Columns) -> Complex64 {
        let (mut re, mut im) = (0.0, 0.0);
        let mine = self.re.iter().zip(&self.im);
        for ((a, b), (x, y)) in mine.zip(other.re.iter().zip(&other.im)) {
            re += a * x + b * y;
            im += a * y - b * x;
        }
        Complex64::new(re, im)
    }

    /// Keep the part where `qubit` has `value`.
    pub fn project(&mut self, qubit: u32, value: bool) {
        let (width, stride) = (self.width, 1usize << qubit);
        for row in 0..self.rows() {
            if (row & stride != 0) != value {
                self.re[row * width..(row + 1) * width].fill(0.0);
                self.im[row * width..(row + 1) * width].fill(0.0);
            }
        }
    }

    /// Move the part with `qubit` in |1> to |0>; the part in |0> is lost.
    pub fn lower(&mut self, qubit: u32) {
        let (width, stride) = (self.width, 1usize << qubit);
        for row in (0..self.rows()).filter(|r| r & stride == 0) {
            let (low, high) = (row * width, (row | stride) * width);
            for part in [&mut self.re, &mut self.im] {
                part.copy_within(high..high + width, low);
                part[high..high + width].fill(0.0);
            }
        }
    }

    pub fn apply(&mut self, u: &Unitary, scratch: &mut Scratch) {
        self.apply_matrix(&u.matrix, &u.targets, &u.controls, scratch);
    }

    /// Multiply by `matrix` on `targets` where the controls have their values.
    pub fn apply_matrix(
        &mut self,
        matrix: &Sparse,
        targets: &[u32],
        controls: &[(u32, bool)],
        scratch: &mut Scratch,
    ) {
        let width = self.width;
        // A qubit that is a control twice with different values never fires.
        let contradicts =
            |(i, c): (usize, &(u32, bool))| controls[..i].iter().any(|d| d.0 == c.0 && d.1 != c.1);
        if controls.iter().enumerate().any(contradicts) {
            return;
        }
        scratch.fixed.clear();
        scratch.fixed.extend(targets);
        scratch.fixed.extend(controls.iter().map(|c| c.0));
        scratch.fixed.sort_unstable();
        scratch.fixed.dedup();
        let set: usize = controls
            .iter()
            .filter(|c| c.1)
            .fold(0, |mask, c| mask | 1 << c.0);
        scratch.offsets.clear();
        scratch.offsets.extend(matrix.active.iter().map(|&state| {
            targets
                .iter()
                .enumerate()
                .filter(|(i, _)| state >> i & 1 == 1)
                .fold(0usize, |offset, (_, &t)| offset | 1 << t)
        }));
        let size = matrix.active.len() * width;
        scratch.re.resize(size.max(scratch.re.len()), 0.0);
        scratch.im.resize(size.max(scratch.im.len()), 0.0);
        let groups = 1usize << (self.qubits - scratch.fixed.len());
        for group in 0..groups {
            // Spread the group's number over the bits that are not fixed.
            let mut base = group;
            for &q in &scratch.fixed {
                let low = base & ((1 << q) - 1);
                base = (base ^ low) << 1 | low;
            }
            base |= set;
            if matrix.rows.len() == 1 && matrix.rows[0].len() == 1 {
                self.multiply_row(base | scratch.offsets[0], matrix.rows[0][0].1);
                continue;
            }
            for (i, offset) in scratch.offsets.iter().enumerate() {
                let from = (base | offset) * width;
                scratch.re[i * width..(i + 1) * width]
                    .copy_from_slice(&self.re[from..from + width]);
                scratch.im[i * width..(i + 1) * width]
                    .copy_from_slice(&self.im[from..from + width]);
            }
            for (row, offset) in matrix.rows.iter().zip(&scratch.offsets) {
                let to = (base | offset) * width;
                let re = &mut self.re[to..to + width];
                let im = &mut self.im[to..to + width];
                match row[..] {
                    [a, b, c, d] => combine_four(re, im, [a, b, c, d], &scratch.re, &scratch.im),
                    _ => combine(re, im, row, &scratch.re, &scratch.im),
                }
            }
        }
    }

    fn multiply_row(&mut self, row: usize, z: Complex64) {
        let range = row * self.width..(row + 1) * self.width;
        let (re, im) = (&mut self.re[range.clone()], &mut self.im[range]);
        for (x, y) in re.iter_mut().zip(im) {
            (*x, *y) = (z.re * *x - z.im * *y, z.re * *y + z.im * *x);
        }
    }
}

/// Write the sum of `entry * vector` over the entries of a matrix row.
#[inline]
fn combine(re: &mut [f64], im: &mut [f64], row: &[(u32, Complex64)], xs: &[f64], ys: &[f64]) {
    let width = re.len();
    for (n, &(at, z)) in row.iter().enumerate() {
        let x = &xs[at as usize * width..(at as usize + 1) * width];
        let y = &ys[at as usize * width..(at as usize + 1) * width];
        let (c, s) = (z.re, z.im);
        let parts = re.iter_mut().zip(im.iter_mut()).zip(x.iter().zip(y));
        match (n == 0, s == 0.0) {
            (true, true) => parts.for_each(|((re, im), (x, y))| (*re, *im) = (c * x, c * y)),
            (true, false) => {
                parts.for_each(|((re, im), (x, y))| (*re, *im) = (c * x - s * y, c * y + s * x))
            }
            (false, true) => parts.for_each(|((re, im), (x, y))| {
                *re += c * x;
                *im += c * y;
            }),
            (false, false) => parts.for_each(|((re, im), (x, y))| {
                *re += c * x - s * y;
                *im += c * y + s * x;
            }),
        }
    }
    if row.is_empty() {
        re.fill(0.0);
        im.fill(0.0);
    }
}

/// The same for the four entries of a row of a block on two wires, in one go.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn combine_four(
    re: &mut [f64],
    im: &mut [f64],
    row: [(u32, Complex64); 4],
    xs: &[f64],
    ys: &[f64],
) {
    let width = re.len();
    fn part(v: &[f64], at: u32, width: usize) -> &[f64] {
        &v[at as usize * width..(at as usize + 1) * width]
    }
    let [x0, x1, x2, x3] = row.map(|(at, _)| part(xs, at, width));
    let [y0, y1, y2, y3] = row.map(|(at, _)| part(ys, at, width));
    let [a, b, c, d] = row.map(|(_, z)| z);
    let im = &mut im[..width];
    for j in 0..width {
        re[j] = (a.re * x0[j] - a.im * y0[j] + b.re * x1[j] - b.im * y1[j])
            + (c.re * x2[j] - c.im * y2[j] + d.re * x3[j] - d.im * y3[j]);
        im[j] = (a.re * y0[j] + a.im * x0[j] + b.re * y1[j] + b.im * x1[j])
            + (c.re * y2[j] + c.im * x2[j] + d.re * y3[j] + d.im * x3[j]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle::matrices;

    fn column(state: &Columns) -> Vec<Complex64> {
        (0..state.rows()).map(|r| state.get(r, 0)).collect()
    }

    fn basis(qubits: usize, row: usize) -> Columns {
        let mut c = Columns::zero(qubits, 1);
        c.set(row, 0, Complex64::ONE);
        c
    }

    #[test]
    fn first_operand_is_least_significant() {
        let (_, dcx) = matrices::gate("dcx", &[]).unwrap();
        let dcx = Sparse::dense(&dcx).unwrap();
        let mut scratch = Scratch::default();
        // On qubits (2, 0): |q2 = 1, q0 = 0> is state 1 of the pair and goes to state 2, |q2 = 0, q0 = 1>.
        let mut state = basis(3, 0b100);
        state.apply_matrix(&dcx, &[2, 0], &[], &mut scratch);
        assert_eq!(column(&basis(3, 0b001)), column(&state));
    }

    #[test]
    fn controls_of_both_polarities() {
        let x = Sparse::dense(&matrices::pauli('X')).unwrap();
        let mut scratch = Scratch::default();
        for (start, end) in [(0b001, 0b011), (0b101, 0b101), (0b000, 0b000)] {
            let mut state = basis(3, start);
            state.apply_matrix(&x, &[1], &[(0, true), (2, false)], &mut scratch);
            assert_eq!(column(&basis(3, end)), column(&state));
        }
    }

    #[test]
    fn lowering_is_the_second_branch_of_a_reset() {
        let mut state = basis(2, 0b10);
        state.lower(1);
        assert_eq!(column(&basis(2, 0)), column(&state));
        state.lower(1);
        assert_eq!(0.0, state.weight());
    }
}
