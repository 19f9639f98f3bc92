// SPDX-License-Identifier: Apache-2.0
//! Affine functions of many variables, one after the other: a sparse matrix and an offset.

use serde::{Deserialize, Serialize};

/// `sum coefficient * variable + constant` for each row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// One past the last term of each row.
    ends: Vec<u32>,
    variables: Vec<u32>,
    coefficients: Vec<f64>,
    constants: Vec<f64>,
}

/// One row, while a matrix is built.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub terms: Vec<(u32, f64)>,
    pub constant: f64,
}

impl Rows {
    pub fn push(&mut self, row: &Row) {
        for &(variable, coefficient) in &row.terms {
            self.variables.push(variable);
            self.coefficients.push(coefficient);
        }
        self.ends.push(self.variables.len() as u32);
        self.constants.push(row.constant);
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// One past the largest variable; the maximum where the lists do not fit each other.
    pub fn width(&self) -> u32 {
        let ordered = self.ends.windows(2).all(|w| w[0] <= w[1]);
        let ends = self.ends.last().copied().unwrap_or(0) as usize;
        let fits = ends == self.variables.len() && ends == self.coefficients.len();
        if !ordered || !fits || self.constants.len() != self.ends.len() {
            return u32::MAX;
        }
        self.variables
            .iter()
            .map(|v| v.saturating_add(1))
            .max()
            .unwrap_or(0)
    }

    #[inline(always)]
    fn range(&self, row: usize) -> std::ops::Range<usize> {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        start as usize..self.ends[row] as usize
    }

    /// Value of a row.
    #[inline(always)]
    pub fn value(&self, row: usize, x: &[f64]) -> f64 {
        let mut sum = self.constants[row];
        for k in self.range(row) {
            sum += self.coefficients[k] * x[self.variables[k] as usize];
        }
        sum
    }

    /// Values of a row for several assignments side by side.
    #[inline(always)]
    pub fn values<const L: usize>(&self, row: usize, x: &[[f64; L]]) -> [f64; L] {
        let mut sum = [self.constants[row]; L];
        for k in self.range(row) {
            let (c, v) = (self.coefficients[k], &x[self.variables[k] as usize]);
            for l in 0..L {
                sum[l] += c * v[l];
            }
        }
        sum
    }

    /// Value of a row for one of several assignments.
    #[inline(always)]
    pub fn lane<const L: usize>(&self, row: usize, x: &[[f64; L]], lane: usize) -> f64 {
        let mut sum = self.constants[row];
        for k in self.range(row) {
            sum += self.coefficients[k] * x[self.variables[k] as usize][lane];
        }
        sum
    }

    /// Change of a row when the variables change by `dx`.
    #[inline]
    pub fn tangent(&self, row: usize, dx: &[f64]) -> f64 {
        let terms = self.range(row);
        terms.fold(0.0, |sum, k| {
            sum + self.coefficients[k] * dx[self.variables[k] as usize]
        })
    }

    /// Add what a row's gradient is to its variables'.
    #[inline]
    pub fn pull(&self, row: usize, gradient: f64, into: &mut [f64]) {
        for k in self.range(row) {
            into[self.variables[k] as usize] += self.coefficients[k] * gradient;
        }
    }
}
