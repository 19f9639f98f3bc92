// SPDX-License-Identifier: Apache-2.0
//! Two unitary circuits compared column by column.
//!
//! The inputs, in batches, go through both circuits; what comes out is subtracted. With D the matrix of
//! differences, the largest column norm is a lower bound of |D| and min(|D|_F, sqrt(|D|_1 |D|_inf)) an upper
//! one: "equivalent" needs the upper one under the tolerance, "not equivalent" the lower one above it.

use num_complex::Complex64;
use rayon::prelude::*;

use super::blocks::Blocks;
use super::columns::{Columns, Scratch};
use super::side::{Pair, Side};

/// Distance of two operators, as they are and after the best common phase was taken off.
#[derive(Clone, Debug)]
pub struct Distance {
    pub exact: Bounds,
    pub aligned: Bounds,
    /// Phase of A over B, radians.
    pub phase: f64,
}

/// |D| lies between `lower` and `upper`; `column` is where the lower bound is reached.
#[derive(Clone, Debug, Default)]
pub struct Bounds {
    pub lower: f64,
    pub upper: f64,
    pub column: usize,
}

impl Distance {
    /// Of operators of which these are up to `off` from.
    pub fn further(mut self, off: f64) -> Distance {
        for bounds in [&mut self.exact, &mut self.aligned] {
            bounds.lower = (bounds.lower - off).max(0.0);
            bounds.upper += off;
        }
        self
    }
}

/// What one batch of inputs adds to a bound.
#[derive(Clone, Default)]
struct Sums {
    square: f64,
    worst: (f64, usize),
    column: f64,
    rows: Vec<f64>,
    leak: bool,
}

/// Entries of one batch, about half of a second-level cache.
const BATCH_ENTRIES: usize = 1 << 15;
/// Batches between looks at the clock and at the tolerance.
const WAVE: usize = 8;
/// Entries times gates from which on threads pay.
const PARALLEL_WORK: f64 = 3e7;

/// Compare over the first `inputs` basis states; stops early once a column differs by more than `tolerance`
/// whatever the phase.
pub fn distance(pair: &Pair, inputs: usize, tolerance: f64) -> Distance {
    let mut pair = pair.clone();
    for side in [&mut pair.a, &mut pair.b] {
        side.program.steps = Blocks::of(&side.program).steps();
    }
    let pair = &pair;
    let rows = 1usize << pair.wires();
    let width = (BATCH_ENTRIES / rows).clamp(8, 64).min(inputs);
    let starts: Vec<usize> = (0..inputs).step_by(width).collect();
    let outputs = (pair.a.outputs(), pair.b.outputs());
    let phase = {
        let mut states = Batch::new(pair, 1);
        states.run(pair, 0);
        states.overlap(pair, &outputs)
    };
    let parallel = rows as f64 * inputs as f64 * pair.steps() as f64 > PARALLEL_WORK;
    let mut exact = Sums::default();
    let mut aligned = Sums::default();
    for wave in starts.chunks(WAVE) {
        let one = |&start: &usize| {
            let mut states = Batch::new(pair, width.min(inputs - start));
            states.run(pair, start);
            (
                states.sums(pair, &outputs, start, Complex64::ONE),
                states.sums(pair, &outputs, start, phase),
            )
        };
        let parts: Vec<(Sums, Sums)> = match parallel {
            true => wave.par_iter().map(one).collect(),
            false => wave.iter().map(one).collect(),
        };
        for (e, a) in parts {
            exact.add(e);
            aligned.add(a);
        }
        if exact.worst.0 > tolerance && aligned.worst.0 > tolerance {
            break;
        }
    }
    Distance {
        exact: exact.bounds(),
        aligned: aligned.bounds(),
        phase: phase.arg(),
    }
}

/// A batch of inputs on its way through both circuits.
struct Batch {
    a: Columns,
    b: Columns,
    width: usize,
}

impl Batch {
    fn new(pair: &Pair, width: usize) -> Batch {
        Batch {
            a: Columns::zero(pair.a.wires(), width),
            b: Columns::zero(pair.b.wires(), width),
            width,
        }
    }

    fn run(&mut self, pair: &Pair, start: usize) {
        let mut scratch = Scratch::default();
        for (side, states) in [(&pair.a, &mut self.a), (&pair.b, &mut self.b)] {
            for column in 0..self.width {
                let row = side.row(start + column, &side.initial);
                states.set(row, column, Complex64::ONE);
            }
            for u in side.program.unitaries() {
                states.apply(u, &mut scratch);
            }
        }
    }

    /// The phase factor of A over B in the first column; 1 where they have nothing in common.
    fn overlap(&self, pair: &Pair, outputs: &(Vec<usize>, Vec<usize>)) -> Complex64 {
        let of_b = inverse(&outputs.1);
        let common = outputs
            .0
            .iter()
            .enumerate()
            .filter(|(_, &value)| value < 1 << pair.a.qubits())
            .map(|(row, &value)| self.b.get(of_b[value], 0).conj() * self.a.get(row, 0))
            .sum::<Complex64>();
        match common.norm() > 1e-6 {
            true => common / common.norm(),
            false => Complex64::ONE,
        }
    }

    /// Differences, B multiplied by `phase`.
    fn sums(
        &self,
        pair: &Pair,
        outputs: &(Vec<usize>, Vec<usize>),
        start: usize,
        phase: Complex64,
    ) -> Sums {
        let values = 1usize << pair.a.qubits();
        let of_b = inverse(&outputs.1);
        let mut sums = Sums {
            rows: vec![0.0; values],
            ..Sums::default()
        };
        let mut squares = vec![0.0; self.width];
        let mut absolute = vec![0.0; self.width];
        for (row, &value) in outputs.0.iter().enumerate() {
            for column in 0..self.width {
                let a = self.a.get(row, column);
                let off = match value < values {
                    true => a - self.b.get(of_b[value], column) * phase,
                    false => a,
                };
                // `max` would hide a not-a-number here.
                let square = off.norm_sqr();
                squares[column] += square;
                if value < values {
                    let size = square.sqrt();
                    absolute[column] += size;
                    sums.rows[value] += size;
                } else if square > 0.0 {
                    sums.leak = true;
                }
            }
        }
        for (row, _) in outputs.1.iter().enumerate().filter(|(_, &v)| v >= values) {
            for (column, square) in squares.iter_mut().enumerate() {
                let leaked = self.b.get(row, column).norm_sqr();
                sums.leak |= leaked > 0.0;
                *square += leaked;
            }
        }
        for (column, (&square, &size)) in squares.iter().zip(&absolute).enumerate() {
            sums.square += square;
            sums.column = sums.column.max(size);
            if square.sqrt() > sums.worst.0 {
                sums.worst = (square.sqrt(), start + column);
            }
        }
        sums
    }
}

impl Sums {
    fn add(&mut self, other: Sums) {
        self.square += other.square;
        self.column = self.column.max(other.column);
        self.leak |= other.leak;
        if other.worst.0 > self.worst.0 {
            self.worst = other.worst;
        }
        self.rows.resize(other.rows.len(), 0.0);
        for (mine, theirs) in self.rows.iter_mut().zip(other.rows) {
            *mine += theirs;
        }
    }

    fn bounds(&self) -> Bounds {
        let frobenius = self.square.sqrt();
        let row = self.rows.iter().copied().fold(0.0, f64::max);
        let upper = match self.leak {
            true => frobenius,
            false => frobenius.min((self.column * row).sqrt()),
        };
        Bounds {
            lower: self.worst.0,
            // Not-a-number stays one: comparisons with it fail, and nothing is proven.
            upper: if frobenius.is_nan() { f64::NAN } else { upper },
            column: self.worst.1,
        }
    }
}

/// Where each output value stands among the rows.
fn inverse(outputs: &[usize]) -> Vec<usize> {
    let mut rows = vec![0; outputs.len()];
    for (row, &value) in outputs.iter().enumerate() {
        rows[value] = row;
    }
    rows
}

/// The output of `side` for the basis state `input`, over the qubits and then the ancillas.
pub fn column(side: &Side, input: usize) -> Vec<Complex64> {
    let mut state = Columns::zero(side.wires(), 1);
    state.set(side.row(input, &side.initial), 0, Complex64::ONE);
    let mut scratch = Scratch::default();
    for u in side.program.unitaries() {
        state.apply(u, &mut scratch);
    }
    let mut out = vec![Complex64::ZERO; state.rows()];
    for (row, value) in side.outputs().into_iter().enumerate() {
        out[value] = state.get(row, 0);
    }
    out
}
