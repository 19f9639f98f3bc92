// SPDX-License-Identifier: Apache-2.0
//! Greedy elimination: each step is the one that makes the matrix and its inverse sparsest.
//!
//! The cost is the sum of the logarithms of the weights of all rows, of the matrix and of the transpose of its inverse:
//! a step changes one row of each. Logarithms prefer to finish light rows, which then make others light. A further
//! price on each bit that misses on the diagonal leads to the identity instead of another permutation, whose swaps
//! would have to be paid at the end. Which price is best differs, so several are tried. Where no step lowers the cost,
//! [`elimination`] does the rest.
//!
//! Goubault de Brugiere, Baboulin, Valiron, Martiel, Allouche, "Gaussian elimination versus greedy methods for the
//! synthesis of linear reversible circuits", ACM Transactions on Quantum Computing 2(3), 2021, doi:10.1145/3474226.

use super::{elimination, Cx, Matrix, MAX_WIRES};

/// A logarithm of one.
const UNIT: f64 = 65536.0;

/// Prices of a bit that misses on the diagonal, in hundredths of the logarithm of two.
pub const PRICES: [i64; 4] = [20, 60, 110, 180];

/// Fewer than `below` steps that make the identity of a matrix, given its inverse as well.
pub fn reduce(matrix: &Matrix, inverse: &Matrix, price: i64, below: usize) -> Option<Vec<Cx>> {
    let mut search = Search {
        matrix: matrix.clone(),
        dual: inverse.transpose(),
        costs: Costs::new(price),
    };
    let mut steps = Vec::new();
    while let Some(step) = search.best() {
        search.matrix.apply(step);
        search.dual.apply(step.exchanged());
        steps.push(step);
        if steps.len() >= below {
            return None;
        }
    }
    let rests = elimination::SECTIONS.map(|s| elimination::reduce(search.matrix.clone(), s));
    steps.extend(rests.into_iter().min_by_key(Vec::len)?);
    (steps.len() < below).then_some(steps)
}

struct Search {
    matrix: Matrix,
    /// The transpose of the inverse.
    dual: Matrix,
    costs: Costs,
}

impl Search {
    /// The step that lowers the cost most, the first of them; `None` where none does.
    fn best(&self) -> Option<Cx> {
        let (rows, duals) = (&self.matrix.rows, &self.dual.rows);
        let n = rows.len();
        let now =
            |rows: &[u64]| -> Vec<i64> { (0..n).map(|i| self.costs.row(rows[i], i)).collect() };
        let (row, dual) = (now(rows), now(duals));
        let mut best = (0, None);
        for target in 0..n {
            for control in (0..n).filter(|&c| c != target) {
                let change = self.costs.row(rows[target] ^ rows[control], target) - row[target]
                    + self.costs.row(duals[control] ^ duals[target], control)
                    - dual[control];
                if change < best.0 {
                    best = (change, Some(Cx::new(control, target)));
                }
            }
        }
        best.1
    }
}

struct Costs {
    /// By the weight of a row.
    logarithms: [i64; MAX_WIRES + 1],
    /// Of a bit that misses on the diagonal.
    missing: i64,
}

impl Costs {
    fn new(price: i64) -> Costs {
        // Whole numbers: the same steps on every machine.
        let logarithm = |weight: usize| ((weight.max(1) as f64).ln() * UNIT).round() as i64;
        Costs {
            logarithms: std::array::from_fn(logarithm),
            missing: logarithm(2) * price / 100,
        }
    }

    #[inline]
    fn row(&self, row: u64, diagonal: usize) -> i64 {
        let missing = i64::from(row >> diagonal & 1 == 0);
        self.logarithms[row.count_ones() as usize] + missing * self.missing
    }
}
