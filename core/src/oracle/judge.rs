// SPDX-License-Identifier: Apache-2.0
//! From two circuits to two programs lined up, and on to the methods: [`super::unitary`], [`super::measured`].

use super::program::Program;
use super::side::Pair;
use super::{measured, terminal, unitary, Answer, Method, Options, Relation, Verdict};
use crate::Circuit;

/// Values tried for unbound parameters. The entries of both matrices are analytic in the parameters, so two
/// that agree at one random point agree everywhere with probability one; the others guard against rounding.
const SAMPLES: u64 = 3;

/// Differences up to here are rounding.
const ROUNDING: f64 = 1e-11;

/// Compare two circuits.
pub fn judge(a: &Circuit, b: &Circuit, options: &Options) -> Verdict {
    let mut worst: Option<Verdict> = None;
    for sample in 0..SAMPLES {
        let (verdict, symbolic) = judge_sample(a, b, options, sample);
        let severity = |v: &Verdict| match v.answer {
            Answer::Equivalent => 0,
            Answer::UpToPhase => 1,
            Answer::Undecided => 2,
            Answer::Different => 3,
        };
        let error = |v: &Verdict| v.error.unwrap_or(0.0);
        worst = match worst {
            Some(w) if (severity(&w), error(&w)) >= (severity(&verdict), error(&verdict)) => {
                Some(w)
            }
            _ => Some(verdict),
        };
        if !symbolic {
            break;
        }
    }
    worst.expect("at least one sample")
}

/// Compare with values from `sample` for unbound parameters; also says whether there were any.
fn judge_sample(a: &Circuit, b: &Circuit, options: &Options, sample: u64) -> (Verdict, bool) {
    let programs = (Program::new(a, sample), Program::new(b, sample));
    let (program_a, program_b) = match programs {
        (Ok(x), Ok(y)) => (x, y),
        (Err(e), _) | (_, Err(e)) => {
            let relation = options.relation.unwrap_or(Relation::Layout);
            let mut verdict = blank(relation);
            if a == b {
                verdict.answer = Answer::Equivalent;
                verdict.method = Method::Structure.name();
                verdict.error = Some(0.0);
            } else {
                verdict.reason = Some(e.to_string());
            }
            return (verdict, false);
        }
    };
    let measured = !program_a.is_unitary() || !program_b.is_unitary();
    // With a measurement there is no matrix, and the strongest there is to ask is the instrument.
    let strongest = match measured {
        true => Relation::Instrument,
        false => Relation::Layout,
    };
    let relation = match options.relation {
        Some(asked) if measured => asked.max(strongest),
        asked => asked.unwrap_or(strongest),
    };
    let symbolic = program_a.symbolic || program_b.symbolic;
    let pair = match Pair::new((a, program_a), (b, program_b), relation) {
        Ok(pair) => pair,
        Err(reason) => {
            let verdict = Verdict {
                answer: Answer::Different,
                method: Method::Structure.name(),
                reason: Some(reason),
                ..blank(relation)
            };
            return (verdict, symbolic);
        }
    };
    (judge_pair(pair, relation, options), symbolic)
}

fn judge_pair(mut pair: Pair, relation: Relation, options: &Options) -> Verdict {
    pair.compact();
    if !pair.is_unitary() {
        let at_the_end = match options.method {
            None => terminal::judge(&pair, relation, options),
            Some(_) => None,
        };
        let close = |v: &Verdict| v.error.is_none_or(|error| error <= ROUNDING);
        if let Some(verdict) = at_the_end.clone().filter(close) {
            return verdict;
        }
        // What operators differ by may be diagonal before a measurement, where the instruments do not. Only a closer
        // bound is asked for then: nothing is left to refute.
        let method = at_the_end
            .as_ref()
            .map(|_| Method::Branches)
            .or(options.method);
        let exact = measured::judge(
            &pair,
            relation,
            &Options {
                method,
                ..options.clone()
            },
        );
        return match at_the_end {
            Some(verdict) if exact.answer != Answer::Equivalent => verdict,
            Some(verdict) if verdict.error < exact.error => verdict,
            _ => exact,
        };
    }
    if relation == Relation::Outcomes {
        return Verdict {
            answer: Answer::Equivalent,
            method: Method::Structure.name(),
            error: Some(0.0),
            reason: Some("nothing is measured".to_string()),
            ..blank(relation)
        };
    }
    unitary::judge(&pair, relation, options)
}

pub(super) fn blank(relation: Relation) -> Verdict {
    Verdict {
        answer: Answer::Undecided,
        relation,
        method: "",
        error: None,
        witness: None,
        reason: None,
    }
}

pub(super) fn beyond_limits(pair: &Pair, relation: Relation) -> Verdict {
    Verdict {
        reason: Some(format!(
            "{} qubits and {} operations are beyond the methods' limits",
            pair.wires(),
            pair.steps()
        )),
        ..blank(relation)
    }
}

/// Entries touched by sending `inputs` inputs through both sides.
pub(super) fn work(pair: &Pair, inputs: usize) -> f64 {
    inputs as f64 * (pair.wires() as f64).exp2() * pair.steps() as f64
}

/// How many basis states span the inputs.
pub(super) fn inputs(pair: &Pair, relation: Relation) -> usize {
    match relation {
        Relation::FromZero => 1,
        _ => 1usize
            .checked_shl(pair.a.qubits() as u32)
            .unwrap_or(usize::MAX),
    }
}
