// SPDX-License-Identifier: Apache-2.0
//! What a synthesiser may leave undone: diagonals before and after a matrix.
//!
//! A diagonal before a measurement, or one that the next operator can take in, costs nothing; leaving it is worth more
//! than most tricks of synthesis.

use super::dense::{scale_columns, scale_rows, Matrix};
use super::draft::Draft;
use super::matrix::C64;

/// Which diagonals need not be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Freedom {
    /// One applied before the matrix (on its right).
    pub before: bool,
    /// One applied after the matrix (on its left).
    pub after: bool,
}

/// A draft for `diag(exp(i after)) draft diag(exp(i before))`; an empty list of phases is no diagonal.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Partial {
    pub draft: Draft,
    pub before: Vec<f64>,
    pub after: Vec<f64>,
}

impl Freedom {
    pub const NONE: Freedom = Freedom {
        before: false,
        after: false,
    };
    pub const AFTER: Freedom = Freedom {
        before: false,
        after: true,
    };
}

impl Partial {
    /// With nothing left undone.
    pub fn whole(draft: Draft) -> Partial {
        Partial {
            draft,
            ..Partial::default()
        }
    }

    /// The matrix of draft and diagonals.
    pub fn unitary(&self) -> Matrix {
        let factors = |phases: &[f64]| -> Vec<C64> {
            phases.iter().map(|&p| C64::from_polar(1.0, p)).collect()
        };
        let mut m = self.draft.unitary();
        if !self.before.is_empty() {
            scale_columns(&mut m, &factors(&self.before));
        }
        if !self.after.is_empty() {
            scale_rows(&mut m, &factors(&self.after));
        }
        m
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{diagonal, distance};

    #[test]
    fn diagonals_stand_on_their_sides() {
        let mut draft = Draft::new(1);
        draft.one(
            0,
            crate::synth::euler::Quaternion([0.6, 0.8, 0.0, 0.0]).matrix(),
        );
        let partial = Partial {
            draft: draft.clone(),
            before: vec![0.1, 0.2],
            after: vec![0.3, 0.5],
        };
        let d = |a: f64, b: f64| diagonal(&[C64::from_polar(1.0, a), C64::from_polar(1.0, b)]);
        let expected = d(0.3, 0.5) * draft.unitary() * d(0.1, 0.2);
        assert!(distance(&partial.unitary(), &expected) < 1e-15);
    }
}
