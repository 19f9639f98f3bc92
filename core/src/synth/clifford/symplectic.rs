// SPDX-License-Identifier: Apache-2.0
//! The symplectic matrix of a Clifford operator in blocks: one for each row of the tableau and each qubit.
//!
//! A block holds what the images of X_j and Z_j are on qubit q: bits 0 and 1 the image of X_j (see [`Axis`]), bits
//! 2 and 3 that of Z_j. Its rank is 2 where the two images anticommute there, 1 where they are equal or one is
//! the identity, 0 where both are. An operator is local if and only if block (j, q) has rank 2 for j = q and 0 else.

use super::twist::{Axis, Frame, Twist};

/// Rank of a block.
pub const RANK: [u8; 16] = {
    let mut rank = [0; 16];
    let mut block = 0;
    while block < 16 {
        let (x, z) = (block & 3, block >> 2);
        rank[block] = if x != 0 && z != 0 && x != z {
            2
        } else if x != 0 || z != 0 {
            1
        } else {
            0
        };
        block += 1;
    }
    rank
};

/// `TOUCHED[axis][block]`: bit 0 says that the image of X_j anticommutes with the axis there, bit 1 that of Z_j.
pub const TOUCHED: [[u8; 16]; 4] = {
    let mut touched = [[0; 16]; 4];
    let mut axis = 1;
    while axis < 4 {
        let mut block = 0;
        while block < 16 {
            let (x, z) = (block & 3, block >> 2);
            let one = (x != 0 && x != axis) as u8;
            let two = (z != 0 && z != axis) as u8;
            touched[axis][block] = one | two << 1;
            block += 1;
        }
        axis += 1;
    }
    touched
};

/// What to add to a block where the rows in `rows` (as in [`TOUCHED`]) take up the axis.
#[inline]
pub fn added(rows: u8, axis: Axis) -> u8 {
    let (x, z) = (axis * (rows & 1), axis * (rows >> 1));
    x | z << 2
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Symplectic {
    n: usize,
    blocks: Vec<u8>,
}

impl Symplectic {
    pub fn identity(n: usize) -> Symplectic {
        let mut blocks = vec![0; n * n];
        (0..n).for_each(|j| blocks[j * n + j] = 0b1001);
        Symplectic { n, blocks }
    }

    /// Of a product of twists, the first applied first.
    pub fn of<'a>(n: usize, twists: impl IntoIterator<Item = &'a Twist>) -> Symplectic {
        let mut matrix = Symplectic::identity(n);
        twists.into_iter().for_each(|t| matrix.apply(t));
        matrix
    }

    #[inline]
    pub fn num_qubits(&self) -> usize {
        self.n
    }

    #[inline]
    pub fn block(&self, row: usize, qubit: usize) -> u8 {
        self.blocks[row * self.n + qubit]
    }

    pub fn row(&self, row: usize) -> &[u8] {
        &self.blocks[row * self.n..][..self.n]
    }

    /// U becomes t U.
    pub fn apply(&mut self, t: &Twist) {
        let [a, b] = t.on.map(usize::from);
        for row in self.blocks.chunks_exact_mut(self.n) {
            let rows = TOUCHED[usize::from(t.axes[0])][usize::from(row[a])]
                ^ TOUCHED[usize::from(t.axes[1])][usize::from(row[b])];
            row[a] ^= added(rows, t.axes[0]);
            row[b] ^= added(rows, t.axes[1]);
        }
    }

    pub fn is_local(&self) -> bool {
        (0..self.n * self.n).all(|i| {
            let diagonal = i / self.n == i % self.n;
            RANK[usize::from(self.blocks[i])] == if diagonal { 2 } else { 0 }
        })
    }

    /// The gates on single qubits that a local operator is.
    pub fn frames(&self) -> Vec<Frame> {
        let frame = |q| {
            let block = self.block(q, q);
            Frame::new(block & 3, block >> 2)
        };
        (0..self.n).map(frame).collect()
    }
}

/// Twists that make the operator U up to gates L on single qubits behind them, from those that reduce it to a local
/// operator; and the frames in which whatever comes after U is to be seen with them in its place.
///
/// `t_k ... t_1 U = L`, so `U = t_1 ... t_k L = L (L^-1 t_1 L) ... (L^-1 t_k L)`, and `s U = L (L^-1 s L) ...`.
pub fn unreduced(reduction: &[Twist], matrix: &Symplectic) -> (Vec<Twist>, Vec<Frame>) {
    let mut local = matrix.clone();
    reduction.iter().for_each(|t| local.apply(t));
    debug_assert!(local.is_local());
    let back: Vec<Frame> = local.frames().iter().map(|f| f.inverse()).collect();
    let twists = reduction.iter().rev().map(|t| t.seen(&back)).collect();
    (twists, back)
}
