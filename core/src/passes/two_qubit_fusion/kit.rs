// SPDX-License-Identifier: Apache-2.0
//! What a pair of qubits has: its native gates, and how likely each of them goes wrong.

use smallvec::SmallVec;

use crate::synth::two_qubit::{HalfTurns, Natives};
use crate::{Gate, Target};

/// The native gates of one pair.
#[derive(Debug)]
pub struct Kit {
    pub natives: Natives,
    /// All of them that exact words are made of; where errors are known, then each alone.
    pub half_turns: SmallVec<[HalfTurns; 1]>,
    errors: Option<Errors>,
}

/// `-ln(1 - error)` of every native two-qubit gate of a pair; of gates on one qubit as far as it is known.
#[derive(Debug)]
struct Errors {
    /// Gate and whether its first operand is the pair's second qubit.
    pairs: Vec<(Gate, bool, f64)>,
    ones: [Vec<(Gate, f64)>; 2],
}

impl Kit {
    /// Of the pair (a, b); where it is not coupled, and so may become any other, of all pairs together.
    pub fn of(target: &Target, a: u32, b: u32) -> Kit {
        let mut sets = (target.pair_gates(a, b), target.pair_gates(b, a));
        if sets.0.is_empty() && sets.1.is_empty() {
            sets = (target.gates.on(2), target.gates.on(2));
        }
        let natives = Natives::new(sets.0, sets.1, &|g| target.range(g));
        let errors = Errors::of(&natives, target, [a, b]);
        let all = HalfTurns::of(&natives);
        let each = errors.as_ref().map(|_| all.each()).unwrap_or_default();
        Kit {
            natives,
            half_turns: [all].into_iter().chain(each).collect(),
            errors,
        }
    }

    /// How likely gates go wrong is known.
    pub fn has_errors(&self) -> bool {
        self.errors.is_some()
    }

    /// Price of a gate on the pair; 0 where errors are not known, as below.
    pub fn pair_error(&self, gate: Gate, reversed: bool) -> f64 {
        let same =
            |n: &&(Gate, bool, f64)| n.0 == gate && (n.1 == reversed || gate.record().symmetric);
        let listed = self.errors.iter().flat_map(|e| &e.pairs);
        listed.into_iter().find(same).map_or(0.0, |n| n.2)
    }

    /// Price of a gate on one of the pair's qubits.
    pub fn one_error(&self, gate: Gate, wire: usize) -> f64 {
        let mut listed = self.errors.iter().flat_map(|e| &e.ones[wire]);
        listed.find(|n| n.0 == gate).map_or(0.0, |n| n.1)
    }
}

impl Errors {
    fn of(natives: &Natives, target: &Target, [a, b]: [u32; 2]) -> Option<Errors> {
        let figures = target.calibration.as_deref()?;
        let price = |gate: Gate, on: &[u32]| {
            let error = figures.gate(gate, on).error?;
            Some(-(1.0 - error).ln())
        };
        let of_pair = natives.0.iter().map(|n| {
            let on = if n.reversed { [b, a] } else { [a, b] };
            Some((n.gate, n.reversed, price(n.gate, &on)?))
        });
        // An unknown error is not a small one: all or none.
        let pairs = of_pair.collect::<Option<_>>()?;
        let ones = [a, b].map(|q| {
            let gates = target.site_gates(q).iter();
            gates.filter_map(|g| Some((g, price(g, &[q])?))).collect()
        });
        Some(Errors { pairs, ones })
    }
}
