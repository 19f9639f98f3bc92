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
use super::twist::{Axis, Twist, X, Y};

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
    fn add(&mut self, rank: u8, sign: i32) {
        self.one += sign * i32::from(rank == 1);
        self.two += sign * i32::from(rank == 2);
    }

    #[inline]
    fn price(self) -> i32 {
        3 * (self.two - 1) / 2 + self.one + [3, 1, 0][usize::from(self.own)]
    }

    /// Square root of the price, in thousandths.
    #[inline]
    fn root(self) -> i64 {
        i64::from((self.price().max(0) as u32 * 1_000_000).isqrt())
    }
}

/// A symplectic matrix on its way to a local one.
struct Reduction {
    matrix: Symplectic,
    out: Vec<Twist>,
    rows: Vec<Counts>,
    columns: Vec<Counts>,
    /// Qubits not yet disentangled.
    left: Vec<usize>,
}

/// What a twist does: the change of the sum of square roots, and the new price of the row asked for.
struct Effect {
    change: i64,
    price: i32,
}

impl Reduction {
    fn new(matrix: Symplectic) -> Reduction {
        let n = matrix.num_qubits();
        let mut reduction = Reduction {
            matrix,
            out: Vec::new(),
            rows: vec![Counts::NONE; n],
            columns: vec![Counts::NONE; n],
            left: Vec::new(),
        };
        reduction.count();
        reduction
    }

    fn count(&mut self) {
        let n = self.matrix.num_qubits();
        self.rows.fill(Counts::NONE);
        self.columns.fill(Counts::NONE);
        for row in 0..n {
            for q in 0..n {
                let rank = RANK[usize::from(self.matrix.block(row, q))];
                self.rows[row].add(rank, 1);
                self.columns[q].add(rank, 1);
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
        let mut best: Option<(i64, Twist)> = None;
        for (i, &a) in self.left.iter().enumerate() {
            for &b in &self.left[i + 1..] {
                for (p, q) in (X..=Y).flat_map(|p| (X..=Y).map(move |q| (p, q))) {
                    let effect = self.effect(a, b, [p, q], row);
                    let good = match row {
                        Some(row) => effect.price < self.rows[row].price(),
                        None => effect.change < 0,
                    };
                    if good && best.is_none_or(|(change, _)| effect.change < change) {
                        let twist = Twist::new([a as u8, b as u8], [p, q]);
                        best = Some((effect.change, twist));
                    }
                }
            }
        }
        best.map(|(_, twist)| twist)
    }

    fn effect(&self, a: usize, b: usize, axes: [Axis; 2], row: Option<usize>) -> Effect {
        let [p, q] = axes.map(usize::from);
        let mut columns = [self.columns[a], self.columns[b]];
        let mut effect = Effect {
            change: -columns[0].root() - columns[1].root(),
            price: row.map_or(0, |r| self.rows[r].price()),
        };
        for &r in &self.left {
            let (x, y) = (self.matrix.block(r, a), self.matrix.block(r, b));
            let touched = TOUCHED[p][usize::from(x)] ^ TOUCHED[q][usize::from(y)];
            if touched == 0 {
                continue;
            }
            let mut counts = self.rows[r];
            let new = [x ^ added(touched, axes[0]), y ^ added(touched, axes[1])];
            for (i, (old, new)) in [x, y].into_iter().zip(new).enumerate() {
                let (old, new) = (RANK[usize::from(old)], RANK[usize::from(new)]);
                counts.add(old, -1);
                counts.add(new, 1);
                columns[i].add(old, -1);
                columns[i].add(new, 1);
                if r == [a, b][i] {
                    (counts.own, columns[i].own) = (new, new);
                }
            }
            effect.change += counts.root() - self.rows[r].root();
            if row == Some(r) {
                effect.price = counts.price();
            }
        }
        effect.change += columns[0].root() + columns[1].root();
        effect
    }
}
