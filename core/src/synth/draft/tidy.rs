// SPDX-License-Identifier: Apache-2.0
//! A draft with its neighbours joined and what undoes itself gone.

use super::{Draft, Item};
use crate::synth::matrix::M2;

/// A one-qubit matrix this close to the identity, up to a phase, is not a gate; the phase is kept. Whoever makes a draft
/// measures it against what it was made for.
const NOTHING: f64 = 2e-14;

impl Draft {
    /// Join one-qubit gates, drop those that are a phase, and cancel equal two-qubit gates that meet, until nothing is
    /// left to do: what is between a pair that cancels may be anything on other wires, and what commutes with it on its own.
    pub fn tidy(&mut self) {
        loop {
            let before = self.items.len();
            self.join();
            self.cancel();
            if self.items.len() == before {
                return;
            }
        }
    }

    fn join(&mut self) {
        let old = std::mem::take(&mut self.items);
        let mut open: Vec<Option<usize>> = vec![None; self.qubits];
        for item in old {
            match item {
                Item::One(q, m) => match open[q] {
                    Some(at) => {
                        if let Item::One(_, before) = &mut self.items[at] {
                            *before = m * *before;
                        }
                    }
                    None => {
                        open[q] = Some(self.items.len());
                        self.items.push(item);
                    }
                },
                Item::Cx(a, b) | Item::Cz(a, b) => {
                    (open[a], open[b]) = (None, None);
                    self.items.push(item);
                }
            }
        }
        let mut phase = 0.0;
        self.items.retain(|item| match item {
            Item::One(_, m) => {
                let factor = m.0[0][0];
                let is_phase = m.distance(&M2::IDENTITY.scale(factor)) < NOTHING;
                if is_phase {
                    phase += factor.arg();
                }
                !is_phase
            }
            _ => true,
        });
        self.phase += phase;
    }

    fn cancel(&mut self) {
        let mut gone = vec![false; self.items.len()];
        for i in 0..self.items.len() {
            if gone[i] || matches!(self.items[i], Item::One(..)) {
                continue;
            }
            for j in i + 1..self.items.len() {
                if gone[j] {
                    continue;
                }
                if self.items[j].is_same_pair(&self.items[i]) {
                    (gone[i], gone[j]) = (true, true);
                    break;
                }
                if !self.items[i].commutes(&self.items[j]) {
                    break;
                }
            }
        }
        let mut at = 0;
        self.items.retain(|_| {
            at += 1;
            !gone[at - 1]
        });
    }
}
