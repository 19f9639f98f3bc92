// SPDX-License-Identifier: Apache-2.0
//! The order in which methods are tried, and what their numbers mean.

use super::instrument::{self, Difference};
use super::operator;
use super::program::Program;
use super::side::Pair;
use super::{witness, Answer, Method, Options, Relation, Verdict};
use crate::Circuit;

/// Values tried for unbound parameters. The entries of both matrices are analytic in the parameters, so two
/// that agree at one random point agree everywhere with probability one; the others guard against rounding.
const SAMPLES: u64 = 3;

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
    let allowed = |m: Method| options.method.is_none_or(|only| only == m);
    let unitary = pair.is_unitary();
    let records = relation == Relation::Instrument || relation == Relation::Outcomes;
    let inputs = match relation {
        Relation::FromZero => 1,
        _ => 1usize
            .checked_shl(pair.a.qubits() as u32)
            .unwrap_or(usize::MAX),
    };
    let work = inputs as f64 * (pair.wires() as f64).exp2() * pair.steps() as f64;
    let fits = work <= options.work && pair.wires() <= options.state_qubits;
    // Without a measurement the only record is 0, and its map has one Kraus operator: equal as instruments means
    // equal up to a phase.
    if unitary && relation != Relation::Outcomes {
        let small = relation == Relation::FromZero || pair.a.qubits() <= options.operator_qubits;
        if allowed(Method::Dense) && small && fits {
            return dense(&pair, relation, inputs, records, options);
        }
        return undecided(&pair, relation);
    }
    let small = relation == Relation::FromZero || pair.a.qubits() <= options.instrument_qubits;
    let bits = pair.a.program.bits.max(pair.b.program.bits);
    if allowed(Method::Branches) && small && bits <= 128 && fits {
        return branches(&pair, relation, inputs, options);
    }
    undecided(&pair, relation)
}

/// Compare all columns of two matrices.
fn dense(
    pair: &Pair,
    relation: Relation,
    inputs: usize,
    phase_free: bool,
    options: &Options,
) -> Verdict {
    let distance = operator::distance(pair, inputs, options.tolerance);
    let (exact, aligned) = (&distance.exact, &distance.aligned);
    let verdict = Verdict {
        method: Method::Dense.name(),
        ..blank(relation)
    };
    if phase_free && aligned.upper <= options.tolerance {
        // |A rho A* - B rho B*| is at most twice the distance of A and B.
        return Verdict {
            answer: Answer::Equivalent,
            error: Some(2.0 * aligned.upper),
            ..verdict
        };
    }
    if exact.upper <= options.tolerance {
        return Verdict {
            answer: Answer::Equivalent,
            error: Some(exact.upper),
            ..verdict
        };
    }
    if aligned.upper <= options.tolerance {
        return Verdict {
            answer: Answer::UpToPhase,
            error: Some(aligned.upper),
            reason: Some(format!("the phases differ by {:.6} rad", distance.phase)),
            ..verdict
        };
    }
    if aligned.lower > options.tolerance {
        return Verdict {
            answer: Answer::Different,
            error: Some(aligned.lower),
            witness: Some(witness::of_operators(pair, aligned.column, relation)),
            ..verdict
        };
    }
    Verdict {
        error: Some(aligned.upper),
        reason: Some(format!(
            "the distance is between {:.1e} and {:.1e}, too near the tolerance",
            aligned.lower, aligned.upper
        )),
        ..verdict
    }
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

fn undecided(pair: &Pair, relation: Relation) -> Verdict {
    Verdict {
        reason: Some(format!(
            "{} qubits and {} operations are beyond the methods' limits",
            pair.wires(),
            pair.steps()
        )),
        ..blank(relation)
    }
}

fn blank(relation: Relation) -> Verdict {
    Verdict {
        answer: Answer::Undecided,
        relation,
        method: "",
        error: None,
        witness: None,
        reason: None,
    }
}
