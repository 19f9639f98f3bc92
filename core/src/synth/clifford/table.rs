// SPDX-License-Identifier: Apache-2.0
//! All Clifford operators on three qubits up to Paulis and gates on single qubits: fewest twists, and the next one.
//!
//! Sp(6, 2) has 1,451,520 elements; modulo the 6^3 local ones applied first, 6,720 classes are left. A twist applied
//! last takes a class to a class, so the classes are the nodes of a graph with 27 twists at each, and the fewest
//! twists are the distance from the class of the identity. Built once, in some milliseconds.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::twist::{Axis, Twist, X, Y};

/// Number of twists on three qubits.
const MOVES: usize = 27;
const PAIRS: [[u8; 2]; 3] = [[0, 1], [0, 2], [1, 2]];

/// Rows of the symplectic matrix: images of X_0, Z_0, X_1, ... with an [`Axis`] in two bits for each qubit. Of each
/// pair of rows and their sum, all but the largest, rising: the same for all operators of a class.
type Rows = [u8; 6];

/// A class by its number; 0 is that of local operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Class(u16);

impl Class {
    pub const LOCAL: Class = Class(0);
}

pub struct Table {
    lengths: Vec<u8>,
    next: Vec<[u16; MOVES]>,
}

/// Number of the twist, operands in either order.
#[inline]
fn number(on: [u8; 2], axes: [Axis; 2]) -> usize {
    let (on, axes) = match on[0] < on[1] {
        true => (on, axes),
        false => ([on[1], on[0]], [axes[1], axes[0]]),
    };
    let pair = usize::from(on[0] + on[1]) - 1;
    pair * 9 + usize::from(axes[0] - 1) * 3 + usize::from(axes[1] - 1)
}

fn twists() -> impl Iterator<Item = Twist> {
    let axes = (X..=Y).flat_map(|a| (X..=Y).map(move |b| [a, b]));
    let all = PAIRS
        .into_iter()
        .flat_map(move |on| axes.clone().map(move |a| (on, a)));
    all.map(|(on, axes)| Twist::new(on, axes))
}

/// A row after a twist.
fn twisted(row: u8, t: &Twist) -> u8 {
    let pauli = t.axes[0] << (2 * t.on[0]) | t.axes[1] << (2 * t.on[1]);
    let anticommutes = |i: usize| {
        let here = row >> (2 * t.on[i]) & 3;
        here != 0 && here != t.axes[i]
    };
    match anticommutes(0) != anticommutes(1) {
        true => row ^ pauli,
        false => row,
    }
}

fn canonical(rows: &mut Rows) -> u64 {
    for pair in rows.chunks_exact_mut(2) {
        let mut three = [pair[0], pair[1], pair[0] ^ pair[1]];
        three.sort_unstable();
        pair.copy_from_slice(&three[..2]);
    }
    rows.iter().fold(0, |key, &row| key << 6 | u64::from(row))
}

impl Table {
    pub fn get() -> &'static Table {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(Table::build)
    }

    fn build() -> Table {
        let mut after = [[0u8; 64]; MOVES];
        for (m, t) in twists().enumerate() {
            for row in 0..64 {
                after[m][usize::from(row)] = twisted(row, &t);
            }
        }
        let mut start: Rows = [0b01, 0b10, 0b0100, 0b1000, 0b010000, 0b100000];
        let mut known = FxHashMap::from_iter([(canonical(&mut start), 0u16)]);
        let mut classes = vec![start];
        let mut lengths = vec![0u8];
        let mut next: Vec<[u16; MOVES]> = Vec::new();
        while next.len() < classes.len() {
            let rows = classes[next.len()];
            let length = lengths[next.len()] + 1;
            next.push(std::array::from_fn(|m| {
                let mut new = rows.map(|row| after[m][usize::from(row)]);
                *known.entry(canonical(&mut new)).or_insert_with(|| {
                    classes.push(new);
                    lengths.push(length);
                    classes.len() as u16 - 1
                })
            }));
        }
        Table { lengths, next }
    }

    /// The class after a twist on qubits 0, 1, 2.
    #[inline]
    pub fn after(&self, class: Class, on: [u8; 2], axes: [Axis; 2]) -> Class {
        Class(self.next[usize::from(class.0)][number(on, axes)])
    }

    /// Fewest twists.
    #[inline]
    pub fn length(&self, class: Class) -> usize {
        usize::from(self.lengths[usize::from(class.0)])
    }

    /// Lists of twists that reduce the operators of a class to local ones, as few as there can be: the first
    /// `most` such lists.
    pub fn reductions(&self, class: Class, most: usize) -> Vec<Vec<Twist>> {
        let mut found = Vec::new();
        self.descend(class, &mut Vec::new(), most, &mut found);
        found
    }

    fn descend(
        &self,
        class: Class,
        so_far: &mut Vec<Twist>,
        most: usize,
        found: &mut Vec<Vec<Twist>>,
    ) {
        if class == Class::LOCAL {
            found.push(so_far.clone());
            return;
        }
        for t in twists() {
            let after = self.after(class, t.on, t.axes);
            if self.length(after) < self.length(class) {
                so_far.push(t);
                self.descend(after, so_far, most, found);
                so_far.pop();
            }
            if found.len() >= most {
                return;
            }
        }
    }

    /// How many classes take 0, 1, 2, ... twists.
    pub fn distribution(&self) -> Vec<usize> {
        let most = self.lengths.iter().copied().max().unwrap_or(0);
        let count = |k| self.lengths.iter().filter(|&&l| l == k).count();
        (0..=most).map(count).collect()
    }
}
