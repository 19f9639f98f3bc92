// SPDX-License-Identifier: Apache-2.0
//! Nonlinear least squares on a manifold by the Levenberg-Marquardt method.
//!
//! The damping follows the residual, so convergence to a solution without residual is quadratic even where the derivative is
//! singular (J. Fan, Y. Yuan, "On the quadratic convergence of the Levenberg-Marquardt method without nonsingularity
//! assumption", Computing 74, 2005, doi:10.1007/s00607-004-0083-1); the factor in front is adapted as in H. B. Nielsen,
//! "Damping parameter in Marquardt's method", IMM-REP-1999-05, 1999.

use nalgebra::{DMatrix, DVector};

/// Residuals as a function of a point, and their derivatives by a step away from it.
pub trait Problem {
    type Point: Clone;

    fn parameters(&self) -> usize;
    fn residuals(&self) -> usize;
    fn residual(&mut self, point: &Self::Point, out: &mut DVector<f64>);
    /// One column for every parameter.
    fn derivative(&mut self, point: &Self::Point, out: &mut DMatrix<f64>);
    fn moved(&self, point: &Self::Point, step: &DVector<f64>) -> Self::Point;
}

/// A residual this small for its size is rounding.
const ROUNDING: f64 = 3e-16;
/// Below this the end is near, and the first step that does not help is the last.
const NEAR: f64 = 1e-10;
/// Every so many iterations the residual must have fallen by a part, or there is a minimum here that is no solution.
const WATCH: usize = 24;
const FALL: f64 = 0.97;
/// Above this a residual that hardly falls is hopeless.
const HOPELESS: f64 = 1e-4;

/// Descend from `point`: where it ends, and the residual's norm there.
pub fn minimise<P: Problem>(
    problem: &mut P,
    mut point: P::Point,
    iterations: usize,
) -> (P::Point, f64) {
    let (n, m) = (problem.parameters(), problem.residuals());
    let mut residual = DVector::zeros(m);
    let mut tried = DVector::zeros(m);
    let mut jacobian = DMatrix::zeros(m, n);
    let mut gram = DMatrix::zeros(n, n);
    problem.residual(&point, &mut residual);
    let mut norm = residual.norm();
    let enough = ROUNDING * (m as f64).sqrt();
    let (mut damping, mut growth) = (1.0, 2.0);
    let mut is_fresh = false;
    let mut slope = DVector::zeros(n);
    let mut watched = norm;
    for iteration in 1..=iterations {
        if norm < enough {
            break;
        }
        if iteration % WATCH == 0 {
            if norm > HOPELESS && norm > FALL * watched {
                break;
            }
            watched = norm;
        }
        if !is_fresh {
            problem.derivative(&point, &mut jacobian);
            gram.gemm(1.0, &jacobian.transpose(), &jacobian, 0.0);
            slope = jacobian.tr_mul(&residual);
            is_fresh = true;
        }
        let lambda = damping * norm.min(1.0);
        let mut damped = gram.clone();
        (0..n).for_each(|i| damped[(i, i)] += lambda);
        let Some(cholesky) = damped.cholesky() else {
            (damping, growth) = (damping.max(1e-12) * growth, growth * 2.0);
            continue;
        };
        let step = cholesky.solve(&(-&slope));
        let next = problem.moved(&point, &step);
        problem.residual(&next, &mut tried);
        let found = tried.norm();
        if found < norm {
            let predicted = lambda * step.norm_squared() - slope.dot(&step);
            let ratio = (norm * norm - found * found) / predicted;
            damping *= (1.0 - (2.0 * ratio - 1.0).powi(3)).clamp(1.0 / 5.0, 2.0);
            growth = 2.0;
            (point, norm) = (next, found);
            std::mem::swap(&mut residual, &mut tried);
            is_fresh = false;
        } else {
            if norm < NEAR {
                break;
            }
            (damping, growth) = (damping * growth, growth * 2.0);
        }
    }
    (point, norm)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// x^2 + y^2 = 5, x y = 2: solutions (2, 1) and (1, 2), and their negatives.
    struct Circle;

    impl Problem for Circle {
        type Point = [f64; 2];

        fn parameters(&self) -> usize {
            2
        }

        fn residuals(&self) -> usize {
            2
        }

        fn residual(&mut self, &[x, y]: &[f64; 2], out: &mut DVector<f64>) {
            out.copy_from_slice(&[x * x + y * y - 5.0, x * y - 2.0]);
        }

        fn derivative(&mut self, &[x, y]: &[f64; 2], out: &mut DMatrix<f64>) {
            out.copy_from_slice(&[2.0 * x, y, 2.0 * y, x]);
        }

        fn moved(&self, &[x, y]: &[f64; 2], step: &DVector<f64>) -> [f64; 2] {
            [x + step[0], y + step[1]]
        }
    }

    #[test]
    fn a_solution_is_found_to_rounding() {
        let (point, norm) = minimise(&mut Circle, [3.0, 0.5], 50);
        assert!(norm < 1e-15, "{norm:e}");
        assert!((point[0] - 2.0).abs() < 1e-15 && (point[1] - 1.0).abs() < 1e-15);
        assert!(minimise(&mut Circle, [3.0, 0.5], 2).1 > 1e-3);
    }
}
