// SPDX-License-Identifier: Apache-2.0
//! The least of several circuits of a matrix, each measured.

use crate::synth::dense::{distance, Matrix};
use crate::synth::draft::Draft;
use crate::synth::freedom::{Freedom, Partial};

/// A circuit further from its matrix than this (Frobenius norm) is not one of it.
pub const LIMIT: f64 = 5e-10;

/// Fewest two-qubit gates first, then least depth.
pub fn cost(draft: &Draft) -> (usize, usize) {
    (draft.two_qubit_count(), draft.depth())
}

pub(super) struct Choice<'a> {
    u: &'a Matrix,
    freedom: Freedom,
    best: Option<Partial>,
}

impl<'a> Choice<'a> {
    pub fn new(u: &'a Matrix, freedom: Freedom) -> Choice<'a> {
        Choice {
            u,
            freedom,
            best: None,
        }
    }

    /// Take it if it is the matrix, leaves no diagonal that had to be made, and costs less.
    pub fn offer(&mut self, mut partial: Partial) {
        partial.draft.tidy();
        let is_allowed = (self.freedom.before || partial.before.is_empty())
            && (self.freedom.after || partial.after.is_empty());
        let is_less = match &self.best {
            Some(best) => cost(&partial.draft) < cost(&best.draft),
            None => true,
        };
        if is_allowed && is_less && distance(&partial.unitary(), self.u) < LIMIT {
            self.best = Some(partial);
        }
    }

    /// Two-qubit gates of the best so far.
    pub fn count(&self) -> usize {
        self.best
            .as_ref()
            .map_or(usize::MAX, |b| b.draft.two_qubit_count())
    }

    pub fn take(self) -> Option<Partial> {
        self.best
    }
}
