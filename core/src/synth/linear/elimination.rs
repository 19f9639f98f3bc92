// SPDX-License-Identifier: Apache-2.0
//! Elimination by sections of columns: O(n^2 / log n) steps for n wires, the least possible up to a factor.
//!
//! Before the columns of a section are cleared one by one, rows that are equal there are added to each other, so that
//! each pattern of the section is left once.
//!
//! Patel, Markov, Hayes, "Optimal synthesis of linear reversible circuits", Quantum Information and Computation 8(3),
//! 282-294, 2008, doi:10.26421/QIC8.3-4-4.

use super::{Cx, Matrix};

/// Columns of a section: about half the logarithm of the number of wires is best on average, others in single cases.
pub const SECTIONS: [usize; 4] = [1, 2, 3, 4];

/// Steps that make the identity of an invertible matrix, in sections of so many columns.
pub fn reduce(mut matrix: Matrix, section: usize) -> Vec<Cx> {
    let mut steps = below_diagonal(&mut matrix, section);
    // Steps that reduce the transpose of what is left act on its columns; as steps on rows they come in the opposite
    // order, controls and targets exchanged.
    let mut upper = matrix.transpose();
    let rest = below_diagonal(&mut upper, section);
    steps.extend(rest.iter().rev().map(|s| s.exchanged()));
    steps
}

/// Clear all that is below the diagonal.
fn below_diagonal(matrix: &mut Matrix, section: usize) -> Vec<Cx> {
    let n = matrix.rows.len();
    let mut steps = Vec::new();
    let mut step = |matrix: &mut Matrix, control, target| {
        let step = Cx::new(control, target);
        matrix.apply(step);
        steps.push(step);
    };
    for start in (0..n).step_by(section) {
        let mut first = vec![None; 1 << section];
        for row in start..n {
            let pattern = (matrix.rows[row] >> start) as usize & ((1 << section) - 1);
            match first[pattern] {
                Some(control) if pattern != 0 => step(matrix, control, row),
                _ => first[pattern] = Some(row),
            }
        }
        for column in start..n.min(start + section) {
            for row in column + 1..n {
                if matrix.bit(row, column) {
                    if !matrix.bit(column, column) {
                        step(matrix, row, column);
                    }
                    step(matrix, column, row);
                }
            }
        }
    }
    steps
}
