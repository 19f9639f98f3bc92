// SPDX-License-Identifier: Apache-2.0
//! The order in which methods are tried on circuits that measure or reset, and what their numbers mean.

use super::instrument::{self, Difference};
use super::judge::{beyond_limits, blank, inputs, work};
use super::side::Pair;
use super::stimuli::{self, Source};
use super::{witness, Answer, Method, Options, Relation, Verdict};

/// Bits a record may have.
const MAX_BITS: usize = 128;

pub fn judge(pair: &Pair, relation: Relation, options: &Options) -> Verdict {
    let allowed = |m: Method| options.method.is_none_or(|only| only == m);
    if pair.a.program.bits.max(pair.b.program.bits) > MAX_BITS {
        return Verdict {
            reason: Some(format!("more than {MAX_BITS} classical bits")),
            ..blank(relation)
        };
    }
    let held = pair.wires() <= options.state_qubits;
    let count = inputs(pair, relation);
    let small = relation == Relation::FromZero || pair.a.qubits() <= options.instrument_qubits;
    let mut verdict = beyond_limits(pair, relation);
    if allowed(Method::Branches) && small && held && work(pair, count) <= options.work {
        verdict = branches(pair, relation, count, options);
        if verdict.answer != Answer::Undecided {
            return verdict;
        }
    }
    if allowed(Method::Stimuli) && held && relation != Relation::FromZero {
        if let Some(refuted) = refute(pair, relation, options) {
            return refuted;
        }
    }
    verdict
}

/// Compare the maps of all records.
fn branches(pair: &Pair, relation: Relation, inputs: usize, options: &Options) -> Verdict {
    let run = |side| instrument::instrument(side, inputs, options.work);
    let (Some(a), Some(b)) = (run(&pair.a), run(&pair.b)) else {
        return Verdict {
            reason: Some("too many branches, or a loop that may not end".to_string()),
            ..blank(relation)
        };
    };
    let outcomes = relation == Relation::Outcomes;
    let Difference {
        lower,
        upper,
        record,
    } = match outcomes {
        true => instrument::compare_outcomes(&a, &b),
        false => instrument::compare(&a, &b),
    };
    let verdict = Verdict {
        method: Method::Branches.name(),
        ..blank(relation)
    };
    if upper <= options.tolerance {
        return Verdict {
            answer: Answer::Equivalent,
            error: Some(upper),
            ..verdict
        };
    }
    if lower > options.tolerance {
        let bits = pair.a.program.bits.max(pair.b.program.bits);
        return Verdict {
            answer: Answer::Different,
            error: Some(lower),
            witness: Some(witness::of_instruments(
                &a,
                &b,
                pair.a.qubits(),
                inputs,
                outcomes,
            )),
            reason: (bits > 0).then(|| format!("record {record:0bits$b}")),
            ..verdict
        };
    }
    Verdict {
        error: Some(upper),
        reason: Some(format!(
            "the distance is between {lower:.1e} and {upper:.1e}, too near the tolerance"
        )),
        ..verdict
    }
}

/// Look for an input on which the records, or the states left with them, differ.
fn refute(pair: &Pair, relation: Relation, options: &Options) -> Option<Verdict> {
    let mut source = Source::new(options.seed);
    let budget = options.work / (2 * options.stimuli.max(1)) as f64;
    for k in 0..options.stimuli {
        let stimulus = source.stimulus(k, pair.a.qubits());
        let outcomes = relation == Relation::Outcomes;
        let lower = stimuli::look_at_records(pair, &stimulus, outcomes, budget)?;
        if lower > options.tolerance {
            return Some(Verdict {
                answer: Answer::Different,
                method: Method::Stimuli.name(),
                error: Some(lower),
                witness: Some(stimulus.to_string()),
                ..blank(relation)
            });
        }
    }
    None
}
