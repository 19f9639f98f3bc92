// SPDX-License-Identifier: Apache-2.0
//! Networks on wires of which not all are coupled: which cx there are, and how far strings are from a wire.
//!
//! A string on a set of wires ends on one of them after at least as many cx as the smallest connected set around
//! it (a Steiner tree) has edges; each cx of a tree takes one leaf away. So the price of a string is the size of its
//! tree, from a table over all sets of wires.
//!
//! Nash, Gheorghiu, Mosca, "Quantum circuit optimizations for NISQ architectures", Quantum Science and Technology 5, 025010,
//! 2020, doi:10.1088/2058-9565/ab79b1, build such trees one after the other; here they steer the search.

use super::search::View;
use super::strings::{Problem, Strings};
use super::MAX_WIRES;

/// Most wires of a network with couplings.
pub const MAX_COUPLED: usize = 8;

/// Price of a term that stands on no wire, and of each edge of a tree: of a term, of a string of an h, of an output
/// with its own wire. Found by trial on routed arithmetic circuits.
const TERM: u32 = 6;
const TERM_EDGE: u32 = 6;
const H_EDGE: u32 = 4;
const OUTPUT_EDGE: u32 = 4;

/// The wires that each wire is coupled with, as bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Couplings([u16; MAX_WIRES]);

impl Couplings {
    pub fn of(wires: usize, coupled: impl Fn(usize, usize) -> bool) -> Couplings {
        let mut neighbours = [0; MAX_WIRES];
        for a in 0..wires {
            for b in (0..wires).filter(|&b| b != a && coupled(a, b)) {
                neighbours[a] |= 1 << b;
            }
        }
        Couplings(neighbours)
    }

    pub fn has(&self, a: usize, b: usize) -> bool {
        self.0[a] >> b & 1 == 1
    }

    /// For every set of wires the edges of the smallest tree around it; 255 where there is none.
    pub fn trees(&self, wires: usize) -> Vec<u8> {
        let sets = 1usize << wires;
        let mut trees: Vec<u8> = (0..sets).map(|s| self.size(s as u16)).collect();
        for q in 0..wires {
            for s in (0..sets).filter(|s| s >> q & 1 == 0) {
                trees[s] = trees[s].min(trees[s | 1 << q]);
            }
        }
        trees
    }

    /// Edges of a tree on exactly this set, if it is connected.
    fn size(&self, set: u16) -> u8 {
        let mut reached = set & set.wrapping_neg();
        loop {
            let members = (0..MAX_WIRES).filter(|q| reached >> q & 1 == 1);
            let more = members.fold(reached, |all, q| all | self.0[q]) & set;
            if more == reached {
                break;
            }
            reached = more;
        }
        match reached == set {
            true => set.count_ones().saturating_sub(1) as u8,
            false => u8::MAX,
        }
    }
}

impl Problem {
    /// How far a state is from done by trees; `None` if one takes more than `room` cx.
    pub(super) fn score_by_trees(
        &self,
        trees: &[u8],
        view: &View,
        pending: Strings,
        room: u32,
    ) -> Option<u32> {
        let mut rows = [0; MAX_COUPLED];
        for (q, row) in rows.iter_mut().enumerate().take(self.wires) {
            let (z, x) = view.strings(q);
            *row = z | x;
        }
        let active = pending | self.masks.outputs;
        let mut score = 0;
        for block in 0..8 {
            let mut here = active >> (8 * block) & 0xff;
            if here == 0 {
                continue;
            }
            let supports = transposed(rows.map(|r| (r >> (8 * block)) as u8));
            while here != 0 {
                let at = here.trailing_zeros() as usize;
                here &= here - 1;
                let string = 1 << (8 * block + at);
                let support = supports[at];
                let edges = u32::from(trees[usize::from(support)]);
                if edges > room {
                    return None;
                }
                if self.masks.terms & string != 0 {
                    score += if edges > 0 {
                        TERM + TERM_EDGE * edges
                    } else {
                        0
                    };
                } else if self.masks.hadamards & string != 0 {
                    score += H_EDGE * edges;
                } else {
                    let own = self.wire_of(8 * block + at);
                    let home = trees[usize::from(support) | 1 << own];
                    score += OUTPUT_EDGE * u32::from(home);
                }
            }
        }
        Some(score)
    }
}

/// Bit j of byte i becomes bit i of byte j.
fn transposed(rows: [u8; MAX_COUPLED]) -> [u8; MAX_COUPLED] {
    let mut x = u64::from_le_bytes(rows);
    for (shift, mask) in [
        (7, 0x00aa_00aa_00aa_00aa),
        (14, 0x0000_cccc_0000_cccc),
        (28, 0x0000_0000_f0f0_f0f0),
    ] {
        let t = (x ^ x >> shift) & mask;
        x ^= t ^ t << shift;
    }
    x.to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_around_sets() {
        let line = Couplings::of(4, |a, b| a.abs_diff(b) == 1);
        let trees = line.trees(4);
        assert_eq!([0, 0, 0, 1], trees[..4]);
        assert_eq!(
            (3, 2, 2, 3),
            (trees[0b1001], trees[0b101], trees[0b1010], trees[0b1111])
        );
        let star = Couplings::of(4, |a, b| a == 0 || b == 0).trees(4);
        assert_eq!((2, 3, 1), (star[0b1010], star[0b1110], star[0b1001]));
        let apart = Couplings::of(3, |a, b| a + b == 1).trees(3);
        assert_eq!((1, u8::MAX), (apart[0b11], apart[0b101]));
    }

    #[test]
    fn rows_become_columns() {
        let rows = [0x01, 0x80, 0xff, 0x00, 0x3c, 0x55, 0xaa, 0x0f];
        let columns = transposed(rows);
        for i in 0..8 {
            for j in 0..8 {
                assert_eq!(rows[i] >> j & 1, columns[j] >> i & 1);
            }
        }
    }
}
