// SPDX-License-Identifier: Apache-2.0
//! Linear functions of a few bits, as masks of the bits they add up.

use crate::synth::linear::Matrix;

/// The value of a function at `x`.
pub fn value(mask: usize, x: usize) -> usize {
    (mask & x).count_ones() as usize & 1
}

/// A basis of what `masks` span in which the lowest bit of each is in no other.
pub fn reduced(masks: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let mut rows: Vec<usize> = Vec::new();
    for mask in masks {
        let rest = rest(&rows, mask);
        if rest != 0 {
            let lowest = pivot(rest);
            let with = rows.iter_mut().filter(|row| **row >> lowest & 1 == 1);
            with.for_each(|row| *row ^= rest);
            rows.push(rest);
        }
    }
    rows.sort_by_key(|&row| pivot(row));
    rows
}

/// The lowest bit.
pub fn pivot(mask: usize) -> usize {
    mask.trailing_zeros() as usize
}

/// All functions of so many bits that are 0 on `vectors`: a reduced basis.
pub fn zero_on(vectors: &[usize], bits: usize) -> Vec<usize> {
    let rows = reduced(vectors.iter().copied());
    let taken: usize = rows.iter().map(|&row| 1 << pivot(row)).sum();
    let free = (0..bits).filter(|c| taken >> c & 1 == 0);
    reduced(free.map(|c| {
        let with = rows.iter().filter(|&&row| row >> c & 1 == 1);
        with.fold(1 << c, |mask, &row| mask | 1 << pivot(row))
    }))
}

/// What a mask is beside a sum of reduced ones.
pub fn rest(rows: &[usize], mask: usize) -> usize {
    let is_in = |mask: usize, row: usize| mask >> pivot(row) & 1 == 1;
    rows.iter()
        .fold(mask, |m, &row| if is_in(m, row) { m ^ row } else { m })
}

/// An affine map of bits, and its inverse.
#[derive(Clone, Debug)]
pub struct Affine {
    pub linear: Matrix,
    pub inverse: Matrix,
    pub constant: usize,
}

impl Affine {
    pub fn new(linear: &Matrix, constant: usize) -> Option<Affine> {
        Some(Affine {
            linear: linear.clone(),
            inverse: linear.inverse()?,
            constant,
        })
    }

    pub fn preimage(&self, y: usize) -> usize {
        times(&self.inverse, y ^ self.constant)
    }

    /// The linear part, as a function of the image, of a function of the argument.
    pub fn carried(&self, mask: usize) -> usize {
        let rows = self.inverse.rows.iter().enumerate();
        rows.filter(|(i, _)| mask >> i & 1 == 1)
            .fold(0, |m, (_, row)| m ^ *row as usize)
    }
}

fn times(matrix: &Matrix, x: usize) -> usize {
    let rows = matrix.rows.iter().enumerate();
    rows.map(|(i, &row)| value(row as usize, x) << i).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::linear::Cx;

    #[test]
    fn bases_are_reduced() {
        assert_eq!(vec![0b001, 0b110], reduced([0b111, 0b001, 0b110, 0]));
        assert_eq!(vec![0b101, 0b010], reduced([0b111, 0b010]));
        assert_eq!(0, rest(&[0b101, 0b010], 0b111));
        assert_eq!(0b100, rest(&[0b101, 0b010], 0b100));
        assert_eq!(vec![0b11], zero_on(&[0b11], 2));
        assert_eq!(vec![0b001, 0b110], zero_on(&[0b110], 3));
        assert!(zero_on(&[1, 2], 2).is_empty());
    }

    #[test]
    fn functions_are_carried() {
        let linear = Matrix::of(3, &[Cx::new(0, 1), Cx::new(1, 2)]);
        let map = Affine::new(&linear, 0b101).unwrap();
        for y in 0..8 {
            let x = map.preimage(y);
            for mask in 0..8 {
                let there = map.carried(mask);
                let expected = value(there, y) ^ value(there, map.constant);
                assert_eq!(expected, value(mask, x));
            }
        }
        // 1, 1 and 0 give 1, 0 and 0, or 0, 0 and 1 with the constant.
        assert_eq!(0b011, map.preimage(0b100));
    }
}
