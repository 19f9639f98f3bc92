// SPDX-License-Identifier: Apache-2.0
//! The order in which methods are tried on unitary circuits, and what their numbers mean.
//!
//! Narrow circuits are compared in full at once. For wide ones what both have in common is cancelled first; then
//! come the tableau, the full comparison if what is left is narrow, and random inputs, which only refute.

use num_complex::Complex64;

use super::cancel::cancel;
use super::judge::{beyond_limits, blank, inputs, work};
use super::operator::{self, Distance};
use super::peeling::peeled;
use super::side::{Pair, Side};
use super::sparse_columns;
use super::stimuli::{self, Source, Stimulus};
use super::tableau::Tableau;
use super::{witness, Answer, Method, Options, Relation, Verdict};

/// Up to this many qubits a full comparison costs milliseconds, and nothing cheaper is looked for.
const NARROW: usize = 8;

pub fn judge(pair: &Pair, relation: Relation, options: &Options) -> Verdict {
    let allowed = |m: Method| options.method.is_none_or(|only| only == m);
    let mut small = pair.clone();
    let mut gone = 0;
    if pair.a.qubits() > NARROW || options.method == Some(Method::Structure) {
        // From |0> only, what comes first decides what the rest is applied to.
        gone = cancel(&mut small, relation != Relation::FromZero);
        small.compact();
        if allowed(Method::Structure) && is_bare(&small.a) && is_bare(&small.b) {
            return by_phase(&small, relation, options);
        }
    }
    let wide_or = |m: Method| small.a.qubits() > NARROW || options.method == Some(m);
    if allowed(Method::Tableau) && wide_or(Method::Tableau) && relation != Relation::FromZero {
        if let Some(verdict) = by_tableau(&small, relation, options) {
            return verdict;
        }
    }
    let sparse =
        allowed(Method::Sparse) && relation != Relation::FromZero && wide_or(Method::Sparse);
    // An ancilla may be left wrong by both alike, which only the dense comparison tells.
    if sparse && !(small.a.has_ancillas() && small.b.has_ancillas()) {
        if let Some(distance) = sparse_columns::distance(&small, options.tolerance, options.work) {
            let verdict = by_distance(&small, relation, &distance, Method::Sparse, options);
            return of_the_whole(verdict, pair, gone, relation, options);
        }
    }
    let count = inputs(&small, relation);
    let held = small.wires() <= options.state_qubits;
    let in_full = relation == Relation::FromZero || small.a.qubits() <= options.operator_qubits;
    let mut verdict = beyond_limits(&small, relation);
    if allowed(Method::Dense) && in_full && held && work(&small, count) <= options.work {
        if let Some(equal) = without_common(&small, relation, options) {
            return equal;
        }
        let distance = operator::distance(&small, count, options.tolerance);
        verdict = by_distance(&small, relation, &distance, Method::Dense, options);
        verdict = of_the_whole(verdict, pair, gone, relation, options);
        if verdict.answer != Answer::Undecided {
            return verdict;
        }
    }
    if allowed(Method::Stimuli) && pair.wires() <= options.state_qubits {
        if let Some(refuted) = refute(pair, relation, options) {
            return refuted;
        }
        if options.stimuli > 0 {
            let words = format!("{} random inputs showed no difference", options.stimuli);
            verdict.reason = Some(match verdict.reason {
                Some(reason) => format!("{reason}; {words}"),
                None => words,
            });
        }
    }
    verdict
}

/// Equivalence, if the full comparison of what is left shows it once what both have in common is taken off.
fn without_common(pair: &Pair, relation: Relation, options: &Options) -> Option<Verdict> {
    if relation == Relation::FromZero {
        return None;
    }
    let (rest, off) = peeled(pair)?;
    let distance = operator::distance(&rest, inputs(&rest, relation), options.tolerance);
    let distance = distance.further(off);
    let verdict = by_distance(&rest, relation, &distance, Method::Dense, options);
    (verdict.answer == Answer::Equivalent).then_some(verdict)
}

/// Nothing but global phases is left, and every qubit ends where it begins.
fn is_bare(side: &Side) -> bool {
    let wireless = |u: &super::program::Unitary| u.targets.is_empty() && u.controls.is_empty();
    side.initial == side.last && side.program.unitaries().all(wireless)
}

/// The product of the phases of a side that [`is_bare`].
fn phase(side: &Side) -> Complex64 {
    side.program
        .unitaries()
        .filter_map(|u| Some(u.matrix.rows.first()?.first()?.1))
        .product()
}

fn by_phase(pair: &Pair, relation: Relation, options: &Options) -> Verdict {
    let (a, b) = (phase(&pair.a), phase(&pair.b));
    let error = (a - b).norm();
    let verdict = Verdict {
        method: Method::Structure.name(),
        error: Some(error),
        ..blank(relation)
    };
    match error <= options.tolerance || relation == Relation::Instrument {
        true => Verdict {
            answer: Answer::Equivalent,
            error: Some(if relation == Relation::Instrument {
                0.0
            } else {
                error
            }),
            ..verdict
        },
        false => up_to_phase((a / b).arg(), 0.0, verdict),
    }
}

fn up_to_phase(phase: f64, error: f64, verdict: Verdict) -> Verdict {
    Verdict {
        answer: Answer::UpToPhase,
        error: Some(error),
        reason: Some(format!("the phases differ by {phase:.6} rad")),
        ..verdict
    }
}

/// Compare what both make of each X and Z; `None` if that does not apply.
fn by_tableau(pair: &Pair, relation: Relation, options: &Options) -> Option<Verdict> {
    if pair.a.wires() > pair.a.qubits() || pair.b.wires() > pair.b.qubits() {
        return None;
    }
    let (a, b) = (Tableau::new(&pair.a)?, Tableau::new(&pair.b)?);
    let verdict = Verdict {
        method: Method::Tableau.name(),
        ..blank(relation)
    };
    if let Some((qubit, letter)) = a.first_difference(&b) {
        return Some(Verdict {
            answer: Answer::Different,
            witness: Some(format!("a +1 eigenstate of {letter} on qubit {qubit}")),
            ..verdict
        });
    }
    if relation == Relation::Instrument {
        return Some(Verdict {
            answer: Answer::Equivalent,
            error: Some(0.0),
            ..verdict
        });
    }
    if pair.wires() > options.state_qubits || work(pair, 1) > options.work {
        return Some(Verdict {
            answer: Answer::UpToPhase,
            error: Some(0.0),
            reason: Some("too wide to compute the global phases".to_string()),
            ..verdict
        });
    }
    // Equal up to a phase, so one input tells which.
    let sight = stimuli::look(
        pair,
        &Source::new(options.seed).stimulus(0, pair.a.qubits()),
    );
    Some(match sight.exact <= options.tolerance {
        true => Verdict {
            answer: Answer::Equivalent,
            error: Some(sight.exact),
            ..verdict
        },
        false => up_to_phase(sight.phase, sight.aligned, verdict),
    })
}

/// The witness is of what is left once `gone` steps were cancelled; look for one of the whole.
fn of_the_whole(
    mut verdict: Verdict,
    pair: &Pair,
    gone: usize,
    relation: Relation,
    options: &Options,
) -> Verdict {
    if verdict.answer == Answer::Different && gone > 0 {
        let whole = (pair.wires() <= options.state_qubits)
            .then(|| refute(pair, relation, options))
            .flatten();
        verdict.witness = whole.and_then(|v| v.witness);
    }
    verdict
}

/// What the distance of two matrices means.
fn by_distance(
    pair: &Pair,
    relation: Relation,
    distance: &Distance,
    method: Method,
    options: &Options,
) -> Verdict {
    let (exact, aligned) = (&distance.exact, &distance.aligned);
    let verdict = Verdict {
        method: method.name(),
        ..blank(relation)
    };
    // Without a measurement the only record is 0, and equal as instruments is equal up to a phase.
    // |A rho A* - B rho B*| is at most twice the distance of A and B.
    if relation == Relation::Instrument && aligned.upper <= options.tolerance {
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
        return up_to_phase(distance.phase, aligned.upper, verdict);
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

/// Look for an input on which the outputs differ, or for two whose phases do.
fn refute(pair: &Pair, relation: Relation, options: &Options) -> Option<Verdict> {
    let mut source = Source::new(options.seed);
    let mut first: Option<(Stimulus, f64)> = None;
    let different = |error: f64, witness: String| {
        Some(Verdict {
            answer: Answer::Different,
            method: Method::Stimuli.name(),
            error: Some(error),
            witness: Some(witness),
            ..blank(relation)
        })
    };
    let tries = match relation {
        Relation::FromZero => 1,
        _ => options.stimuli,
    };
    let affordable = (options.work / work(pair, 1).max(1.0)) as usize;
    for k in 0..tries.min(affordable) {
        let stimulus = source.stimulus(k, pair.a.qubits());
        let sight = stimuli::look(pair, &stimulus);
        if sight.aligned > options.tolerance {
            return different(sight.aligned, stimulus.to_string());
        }
        match &first {
            None => first = Some((stimulus, sight.phase)),
            Some((other, phase)) => {
                let apart = 2.0 * ((sight.phase - phase) / 2.0).sin().abs();
                // No common phase is nearer than half of it to both.
                if apart / 2.0 > options.tolerance {
                    let witness = format!("a superposition of {other} and {stimulus}");
                    return different(apart / 2.0, witness);
                }
            }
        }
    }
    None
}
