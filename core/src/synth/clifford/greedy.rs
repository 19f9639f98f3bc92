// SPDX-License-Identifier: Apache-2.0
//! A whole Clifford operator as few twists, qubit by qubit.
//!
//! After S. Bravyi, R. Shaydulin, S. Hu, D. Maslov, "Clifford circuit optimization with templates and symbolic Pauli
//! gates", Quantum 5, 580, 2021, doi:10.22331/q-2021-11-16-580: of the qubits left, take the one that can be
//! disentangled with the fewest two-qubit gates, do that, and go on with the others; for the operator and for its
//! inverse. Here in terms of twists, where the count of a row with blocks of rank 2 and 1 (see [`Symplectic`]) is
//!
//! ```text
//!  3 (a - 1) / 2 + b + c      a blocks of rank 2, b of rank 1; c = 0, 1, 3 as the block of the row's own qubit
//!                             has rank 2, 1, 0: it is to end there, so no permutation is left
//! ```
//!
//! and there is always a twist that lowers it by one: on two blocks of rank 2 it makes both rank 1, on one of rank 2
//! and one of rank 1 it clears the latter or exchanges them. Unlike the paper, the choice among such twists is by
//! what they do to all other rows and columns: the sum of square roots of their counts. A second way takes any twist
//! that lowers this sum most, and goes by rows only where none does.

use super::symplectic::{added, unreduced, Symplectic, RANK, TOUCHED};
use super::twist::{Axis, Twist, X, Y, Z};

/// The shorter of what several ways find, in the order of time; the same operator up to gates on single qubits behind
/// them. O(n^3) a twist.
pub fn resynthesize(qubits: usize, twists: &[Twist]) -> Vec<Twist> {
    let forward = Symplectic::of(qubits, twists);
    // The inverse of a product of twists is their product backwards, and it is reduced by t_1, t_2, ..., t_k where
    // the product is t_k ... t_1 up to gates behind it.
    let backward = Symplectic::of(qubits, twists.iter().rev());
    let mut best: Option<Vec<Twist>> = None;
    for free in [false, true] {
        let by_rows = unreduced(&Reduction::new(forward.clone()).run(free), &forward).0;
        let by_columns = Reduction::new(backward.clone()).run(free);
        for new in [by_rows, by_columns] {
            if best.as_ref().is_none_or(|b| new.len() < b.len()) {
                best = Some(new);
            }
        }
    }
    best.unwrap_or_default()
}

/// About how many rows [`resynthesize`] looks at, some ns each.
pub fn work(qubits: usize, twists: usize) -> u64 {
    9 * (qubits as u64).pow(3) * twists as u64
}

/// What a row or column with so many blocks of each rank has to be given.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Counts {
    one: i32,
    two: i32,
    own: u8,
}

impl Counts {
    const NONE: Counts = Counts {
        one: 0,
        two: 0,
        own: 0,
    };

    #[inline]
    fn add(&mut self, rank: u8) {
        self.one += i32::from(rank == 1);
        self.two += i32::from(rank == 2);
    }

    /// A block of the first rank has the second now; it may be the own one.
    #[inline]
    fn exchange(&mut self, [old, new]: [u8; 2], own: bool) {
        self.add(new);
        self.one -= i32::from(old == 1);
        self.two -= i32::from(old == 2);
        if own {
            self.own = new;
        }
    }

    #[inline]
    fn price(self) -> i32 {
        3 * (self.two - 1) / 2 + self.one + [3, 1, 0][usize::from(self.own)]
    }

    /// Square root of the price, in thousandths.
    #[inline]
    fn root(self) -> i32 {
        ROOTS[self.price() as usize]
    }
}

/// The nine twists of a pair.
const AXES: [[Axis; 2]; 9] = [
    [X, X],
    [X, Z],
    [X, Y],
    [Z, X],
    [Z, Z],
    [Z, Y],
    [Y, X],
    [Y, Z],
    [Y, Y],
];

/// Square roots in thousandths of all prices there are: 3 * 63 / 2, 1 and 3 at most.
const ROOTS: [i32; 128] = {
    let mut roots = [0; 128];
    let mut price = 0;
    while price < 128 {
        roots[price] = (price as u32 * 1_000_000).isqrt() as i32;
        price += 1;
    }
    roots
};

/// A symplectic matrix on its way to a local one.
struct Reduction {
    matrix: Symplectic,
    out: Vec<Twist>,
    rows: Vec<Counts>,
    columns: Vec<Counts>,
    /// Rows with a block on a qubit.
    support: Vec<u64>,
    /// Qubits not yet disentangled.
    left: Vec<usize>,
}

impl Reduction {
    fn new(matrix: Symplectic) -> Reduction {
        let n = matrix.num_qubits();
        let mut reduction = Reduction {
            matrix,
            out: Vec::new(),
            rows: vec![Counts::NONE; n],
            columns: vec![Counts::NONE; n],
            support: vec![0; n],
            left: Vec::new(),
        };
        reduction.count();
        reduction
    }

    fn count(&mut self) {
        let n = self.matrix.num_qubits();
        self.rows.fill(Counts::NONE);
        self.columns.fill(Counts::NONE);
        self.support.fill(0);
        for row in 0..n {
            for q in 0..n {
                let rank = RANK[usize::from(self.matrix.block(row, q))];
                self.rows[row].add(rank);
                self.columns[q].add(rank);
                self.support[q] |= u64::from(rank > 0) << row;
                if row == q {
                    (self.rows[q].own, self.columns[q].own) = (rank, rank);
                }
            }
        }
        self.left = (0..n).filter(|&q| self.rows[q].price() > 0).collect();
    }

    fn apply(&mut self, t: Twist) {
        self.matrix.apply(&t);
        self.out.push(t);
        self.count();
    }

    fn run(mut self, free: bool) -> Vec<Twist> {
        while !self.left.is_empty() {
            if free {
                if let Some(t) = self.best(None) {
                    self.apply(t);
                    continue;
                }
            }
            let cheapest = self
                .left
                .iter()
                .copied()
                .min_by_key(|&q| self.rows[q].price());
            let row = cheapest.expect("some are left");
            while self.rows[row].price() > 0 {
                let t = self.best(Some(row)).expect("some twist lowers the price");
                self.apply(t);
            }
        }
        self.out
    }

    /// The twist that lowers the sum most; with a row, among those that lower its price.
    fn best(&self, row: Option<usize>) -> Option<Twist> {
        let mut best: Option<(i32, Twist)> = None;
        for (i, &a) in self.left.iter().enumerate() {
            for &b in &self.left[i + 1..] {
                // Elsewhere a twist only adds blocks.
                let meets = match row {
                    Some(row) => self.matrix.block(row, a) | self.matrix.block(row, b) != 0,
                    None => self.support[a] & self.support[b] != 0,
                };
                if !meets {
                    continue;
                }
                for axes in AXES {
                    if row.is_some_and(|row| !self.lowers(a, b, axes, row)) {
                        continue;
                    }
                    let change = self.change(a, b, axes);
                    let good = row.is_some() || change < 0;
                    if good && best.is_none_or(|(least, _)| change < least) {
                        best = Some((change, Twist::new([a as u8, b as u8], axes)));
                    }
                }
            }
        }
        best.map(|(_, twist)| twist)
    }

    /// Whether a twist lowers the price of a row.
    fn lowers(&self, a: usize, b: usize, axes: [Axis; 2], row: usize) -> bool {
        let after = self
            .twisted(row, a, b, axes)
            .map(|(counts, _)| counts.price());
        after.is_some_and(|price| price < self.rows[row].price())
    }

    /// What a twist makes of a row it touches: the row's counts and the ranks of both blocks, old and new.
    #[inline]
    fn twisted(
        &self,
        row: usize,
        a: usize,
        b: usize,
        [p, q]: [Axis; 2],
    ) -> Option<(Counts, [[u8; 2]; 2])> {
        let (x, y) = (self.matrix.block(row, a), self.matrix.block(row, b));
        let touched =
            TOUCHED[usize::from(p)][usize::from(x)] ^ TOUCHED[usize::from(q)][usize::from(y)];
        if touched == 0 {
            return None;
        }
        let mut counts = self.rows[row];
        let (u, v) = (x ^ added(touched, p), y ^ added(touched, q));
        let first = [RANK[usize::from(x)], RANK[usize::from(u)]];
        let second = [RANK[usize::from(y)], RANK[usize::from(v)]];
        counts.exchange(first, row == a);
        counts.exchange(second, row == b);
        Some((counts, [first, second]))
    }

    /// By how much a twist changes the sum of square roots.
    fn change(&self, a: usize, b: usize, axes: [Axis; 2]) -> i32 {
        let mut columns = [self.columns[a], self.columns[b]];
        let mut change = -columns[0].root() - columns[1].root();
        for &row in &self.left {
            let Some((counts, ranks)) = self.twisted(row, a, b, axes) else {
                continue;
            };
            columns[0].exchange(ranks[0], row == a);
            columns[1].exchange(ranks[1], row == b);
            change += counts.root() - self.rows[row].root();
        }
        change + columns[0].root() + columns[1].root()
    }
}
