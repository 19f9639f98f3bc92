// SPDX-License-Identifier: Apache-2.0
//! Sets of host qubits as rows of bits.

/// Rows of equally many bits.
#[derive(Clone, Debug)]
pub struct Rows {
    pub words: usize,
    data: Vec<u64>,
}

impl Rows {
    pub fn new(rows: usize, columns: usize) -> Rows {
        let words = columns.div_ceil(64);
        Rows {
            words,
            data: vec![0; rows * words],
        }
    }

    pub fn row(&self, i: usize) -> &[u64] {
        &self.data[i * self.words..(i + 1) * self.words]
    }

    pub fn row_mut(&mut self, i: usize) -> &mut [u64] {
        &mut self.data[i * self.words..(i + 1) * self.words]
    }
}

pub fn insert(row: &mut [u64], i: u32) {
    row[i as usize / 64] |= 1 << (i % 64);
}

pub fn remove(row: &mut [u64], i: u32) {
    row[i as usize / 64] &= !(1 << (i % 64));
}

pub fn contains(row: &[u64], i: u32) -> bool {
    row[i as usize / 64] >> (i % 64) & 1 == 1
}

/// Members of both.
pub fn count_both(a: &[u64], b: &[u64]) -> u32 {
    a.iter().zip(b).map(|(a, b)| (a & b).count_ones()).sum()
}

pub fn count(row: &[u64]) -> u32 {
    row.iter().map(|w| w.count_ones()).sum()
}

/// Members of both, ascending.
pub fn both<'r>(a: &'r [u64], b: &'r [u64]) -> impl Iterator<Item = u32> + 'r {
    a.iter().zip(b).enumerate().flat_map(|(i, (a, b))| {
        let mut word = a & b;
        std::iter::from_fn(move || {
            (word != 0).then(|| {
                let bit = word.trailing_zeros();
                word &= word - 1;
                i as u32 * 64 + bit
            })
        })
    })
}
