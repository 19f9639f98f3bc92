// SPDX-License-Identifier: Apache-2.0
//! Which rows go with which columns: the finest direct sum of a matrix, in any order of basis states.

use super::BAND;
use crate::synth::dense::Matrix;

/// Rows and columns that nonzero entries join, as (rows, columns), by the first column. Of a unitary both are as many.
pub fn classes(u: &Matrix) -> Vec<(Vec<usize>, Vec<usize>)> {
    let (rows, columns) = u.shape();
    let mut root: Vec<usize> = (0..rows + columns).collect();
    for j in 0..columns {
        for i in 0..rows {
            if u[(i, j)].norm_sqr() > BAND * BAND {
                let (a, b) = (find(&mut root, i), find(&mut root, rows + j));
                root[a.max(b)] = a.min(b);
            }
        }
    }
    let mut classes: Vec<(usize, Vec<usize>, Vec<usize>)> = Vec::new();
    for j in 0..columns {
        let own = find(&mut root, rows + j);
        match classes.iter_mut().find(|c| c.0 == own) {
            Some(class) => class.2.push(j),
            None => {
                let members = (0..rows).filter(|&i| find(&mut root, i) == own).collect();
                classes.push((own, members, vec![j]));
            }
        }
    }
    classes
        .into_iter()
        .map(|(_, rows, columns)| (rows, columns))
        .collect()
}

fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}

/// Real parameters of a matrix with these classes, without the global phase.
pub fn dimension(classes: &[(Vec<usize>, Vec<usize>)]) -> usize {
    classes.iter().map(|c| c.1.len().pow(2)).sum::<usize>() - 1
}
