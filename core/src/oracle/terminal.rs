// SPDX-License-Identifier: Apache-2.0
//! Circuits that measure only at their ends: if both measure the same qubits into the same bits and are the same
//! unitary before, they are the same instrument, at any width the unitary methods reach.
//!
//! The converse does not hold (a diagonal before a measurement cannot be seen), so that a difference found
//! here decides nothing.

use super::program::Step;
use super::side::{Pair, Side};
use super::{unitary, Answer, Options, Relation, Verdict};

/// Equivalence, if this way shows it.
pub fn judge(pair: &Pair, relation: Relation, options: &Options) -> Option<Verdict> {
    let mut before = pair.clone();
    let (a, b) = (strip(&mut before.a)?, strip(&mut before.b)?);
    if a != b {
        return None;
    }
    let sense = match relation {
        Relation::FromZero => Relation::FromZero,
        _ => Relation::Layout,
    };
    let verdict = unitary::judge(&before, sense, options);
    match verdict.answer {
        Answer::Different | Answer::Undecided => None,
        // An instrument has no global phase.
        _ => Some(Verdict {
            answer: Answer::Equivalent,
            relation,
            reason: None,
            ..verdict
        }),
    }
}

/// Take the measurements at the end off; `None` if anything else is not unitary. Returns (bit, qubit) pairs, sorted,
/// qubits counted as the comparison does.
fn strip(side: &mut Side) -> Option<Vec<(u32, usize)>> {
    let mut used = vec![false; side.program.qubits];
    let mut written = vec![false; side.program.bits];
    let mut measured = Vec::new();
    for step in side.program.steps.iter().rev() {
        match step {
            Step::Unitary(u) => {
                let wires = u.targets.iter().chain(u.controls.iter().map(|c| &c.0));
                wires.for_each(|&w| used[w as usize] = true);
            }
            Step::Measure { qubit, bit } => {
                let again = std::mem::replace(&mut used[*qubit as usize], true);
                if again || std::mem::replace(&mut written[*bit as usize], true) {
                    return None;
                }
                measured.push((*bit, side.last.iter().position(|w| w == qubit)?));
            }
            _ => return None,
        }
    }
    side.program.steps.retain(|s| matches!(s, Step::Unitary(_)));
    measured.sort_unstable();
    Some(measured)
}
