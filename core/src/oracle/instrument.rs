// SPDX-License-Identifier: Apache-2.0
//! What a circuit with measurements does: for each classical record, a completely positive map.
//!
//! Every branch is followed: a branch is a record and an operator from the inputs to the state it leaves. The
//! branch at the earliest step goes first, so that branches which meet again at one step with one record are
//! there together, and their operators are reduced to as few as span the same map.

use std::collections::BTreeMap;

use num_complex::Complex64;

use super::columns::{Columns, Scratch};
use super::kraus;
use super::program::Step;
use super::side::Side;

/// Operators lighter than this (squared norm, which is how they count in the map) are branches that do not happen.
const NEVER: f64 = 1e-18;

/// Operators that are carried on rather than reduced: below this, reducing costs more than it saves.
const FEW: usize = 24;

/// Kraus operators of each record, rows as in [`Side::outputs`].
pub type Instrument = BTreeMap<u128, Vec<Columns>>;

/// Follow all branches from the first `inputs` basis states. `None` if that takes more than `budget` entries
/// touched, which is also how a loop without an end is noticed.
pub fn instrument(side: &Side, inputs: usize, budget: f64) -> Option<Instrument> {
    let mut start = Columns::zero(side.wires(), inputs);
    for input in 0..inputs {
        start.set(side.row(input, &side.initial), input, Complex64::ONE);
    }
    follow(side, start, budget)
}

/// Follow all branches from the columns of `start`.
pub fn follow(side: &Side, start: Columns, budget: f64) -> Option<Instrument> {
    let size = (start.rows() * start.width) as f64;
    let steps = &side.program.steps;
    let mut done = Instrument::new();
    let mut waiting: BTreeMap<(usize, u128), Vec<Columns>> = BTreeMap::new();
    waiting.insert((0, 0), vec![start]);
    let mut scratch = Scratch::default();
    let mut work = 0.0;
    while let Some(((at, record), operators)) = waiting.pop_first() {
        let operators = match operators.len() > FEW {
            true => {
                work += size * (operators.len() * operators.len()) as f64;
                kraus::reduced(operators)
            }
            false => operators,
        };
        for mut operator in operators {
            let mut at = at;
            while let Some(Step::Unitary(u)) = steps.get(at) {
                operator.apply(u, &mut scratch);
                work += size;
                at += 1;
            }
            work += size;
            if work > budget {
                return None;
            }
            let Some(step) = steps.get(at) else {
                done.entry(record).or_default().push(operator);
                continue;
            };
            let mut follow = |at: usize, record: u128, operator: Columns| {
                let weight = operator.weight();
                // Not-a-number is no reason to drop a branch.
                if weight >= NEVER || weight.is_nan() {
                    waiting.entry((at, record)).or_default().push(operator);
                }
            };
            match step {
                Step::Unitary(_) => unreachable!("applied above"),
                Step::Measure { qubit, bit } => {
                    let mut one = operator.clone();
                    one.project(*qubit, true);
                    operator.project(*qubit, false);
                    follow(at + 1, record & !(1 << bit), operator);
                    follow(at + 1, record | 1 << bit, one);
                }
                Step::Reset { qubit } => {
                    let mut one = operator.clone();
                    one.lower(*qubit);
                    operator.project(*qubit, false);
                    follow(at + 1, record, operator);
                    follow(at + 1, record, one);
                }
                Step::Channel { targets, kraus } => {
                    for matrix in kraus {
                        let mut branch = operator.clone();
                        branch.apply_matrix(matrix, targets, &[], &mut scratch);
                        follow(at + 1, record, branch);
                    }
                }
                Step::Unless { test, to } => {
                    let next = match test.passes(record) {
                        true => at + 1,
                        false => *to as usize,
                    };
                    follow(next, record, operator);
                }
                Step::Jump { to } => follow(*to as usize, record, operator),
            }
        }
    }
    let order = side.outputs();
    for operators in done.values_mut() {
        *operators = std::mem::take(operators)
            .into_iter()
            .map(|o| reordered(&o, &order))
            .collect();
    }
    Some(done)
}

fn reordered(operator: &Columns, order: &[usize]) -> Columns {
    let mut out = Columns::zero(operator.qubits, operator.width);
    for (row, &value) in order.iter().enumerate() {
        for column in 0..operator.width {
            out.set(value, column, operator.get(row, column));
        }
    }
    out
}

/// The largest difference two instruments show, and where.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// The diamond norm of the difference is at least this,
    pub lower: f64,
    /// and at most this.
    pub upper: f64,
    /// The record on which they differ most.
    pub record: u128,
}

/// Compare as maps: for each record, the same state for every input, entangled ones included.
pub fn compare(a: &Instrument, b: &Instrument) -> Difference {
    over_records(a, b, |x, y| {
        let (frobenius, rank) = kraus::map_distance(x, y);
        (frobenius, frobenius * (rank as f64).sqrt())
    })
}

/// Compare the probabilities of the records only.
pub fn compare_outcomes(a: &Instrument, b: &Instrument) -> Difference {
    over_records(a, b, |x, y| {
        let frobenius = kraus::effect_distance(x, y);
        (frobenius, frobenius)
    })
}

/// Sum of the upper bounds over all records; lower bounds are of the mixed input, hence the division.
fn over_records(
    a: &Instrument,
    b: &Instrument,
    distance: impl Fn(&[Columns], &[Columns]) -> (f64, f64),
) -> Difference {
    let mut records: Vec<u128> = a.keys().chain(b.keys()).copied().collect();
    records.sort_unstable();
    records.dedup();
    let mut difference = Difference::default();
    for record in records {
        let of = |i: &Instrument| i.get(&record).cloned().unwrap_or_default();
        let (x, y) = (of(a), of(b));
        let width = x.iter().chain(&y).next().map_or(1, |k| k.width) as f64;
        let (lower, upper) = distance(&x, &y);
        difference.upper += upper;
        if lower / width > difference.lower {
            difference.lower = lower / width;
            difference.record = record;
        }
    }
    difference
}

/// The instrument for the one input `amplitudes`.
pub fn on_input(instrument: &Instrument, amplitudes: &[Complex64]) -> Instrument {
    let narrow = |k: &Columns| {
        let mut out = Columns::zero(k.qubits, 1);
        for row in 0..k.rows() {
            let z = amplitudes
                .iter()
                .enumerate()
                .map(|(column, a)| k.get(row, column) * a)
                .sum();
            out.set(row, 0, z);
        }
        out
    };
    instrument
        .iter()
        .map(|(&record, list)| (record, list.iter().map(narrow).collect()))
        .collect()
}
