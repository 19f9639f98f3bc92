// SPDX-License-Identifier: Apache-2.0
//! Labels of a run of gates without its matrix: what a few random states show.
//!
//! Between two cuts of the run a wire is a label if an axis of it goes to an axis of it. Then the expectation of the one
//! axis at the first cut is that of the other axis at the second cut, in every state. The expectations of X, Y and Z of a
//! wire in seven states span three dimensions of seven; those of two cuts that are no label come within 1e-5 of a line in
//! common with probability 1e-10 (in six dimensions it would be 1e-5). So each cut costs seven states of n qubits and not a
//! matrix, and all windows between two cuts can be told at once.

use nalgebra::Matrix3;

use super::states::{Seen, States};
use super::word::Word;

/// Part of a unit vector that may be missing from the other space.
const BAND: f64 = 1e-9;

/// Orthonormal columns that span the expectations of a wire's axes.
type Span = Seen;

/// The wires at a cut: which of the spans each has. A span holds until the next gate on two wires there.
pub struct Cuts {
    spans: Vec<Vec<Span>>,
    /// Of a cut, by wire.
    at: Vec<Vec<u16>>,
}

/// Cuts before the first gates on two wires of a word, `first` of them, and after its last ones; both start with the ends
/// of the word.
pub struct Traced {
    pub front: Cuts,
    pub back: Cuts,
}

impl Traced {
    pub fn of(word: &Word, peel: usize) -> Traced {
        let n = word.qubits;
        let mut states = States::start(n);
        let total = word.pairs.len();
        let mut front = Cuts::new(n);
        // Those at the end come in the order of time, and are turned around.
        let mut back = Cuts::new(n);
        front.push(&states, None);
        let mut next = 0;
        for (at, letter) in word.letters.iter().enumerate() {
            states.apply(letter);
            let Some(pair) = letter.pair() else { continue };
            debug_assert_eq!(at, word.pairs[next].0);
            next += 1;
            if next <= peel && next < total {
                front.push(&states, Some(pair));
            }
            if next + peel >= total {
                let first = back.at.is_empty();
                back.push(&states, (!first).then_some(pair));
            }
        }
        back.at.reverse();
        Traced { front, back }
    }
}

impl Cuts {
    fn new(qubits: usize) -> Cuts {
        Cuts {
            spans: vec![Vec::new(); qubits],
            at: Vec::new(),
        }
    }

    /// One more cut: new spans of the wires changed, of all at first.
    fn push(&mut self, states: &States, changed: Option<[usize; 2]>) {
        for (wire, spans) in self.spans.iter_mut().enumerate() {
            if changed.is_none_or(|pair| pair.contains(&wire)) {
                spans.push(orthonormal(states.seen(wire)));
            }
        }
        let now = self.spans.iter().map(|s| s.len() as u16 - 1).collect();
        self.at.push(now);
    }

    pub fn len(&self) -> usize {
        self.at.len()
    }
}

/// What is known of pairs of spans.
pub struct Labels<'a> {
    traced: &'a Traced,
    /// By wire: for a span in front and one at the back 0 if not asked yet, else 1 or 2.
    known: Vec<Vec<u8>>,
}

impl<'a> Labels<'a> {
    pub fn new(traced: &'a Traced) -> Labels<'a> {
        let sizes = traced.front.spans.iter().zip(&traced.back.spans);
        let known = sizes.map(|(a, b)| vec![0; a.len() * b.len()]).collect();
        Labels { traced, known }
    }

    /// How many wires are labels between a cut in front and one at the back.
    pub fn count(&mut self, front: usize, back: usize) -> usize {
        let Labels { traced, known } = self;
        let (a, b) = (&traced.front, &traced.back);
        let wires = a.at[front].iter().zip(&b.at[back]).enumerate();
        let is_label = |(wire, (&i, &j)): (usize, (&u16, &u16))| {
            let (i, j) = (usize::from(i), usize::from(j));
            let (x, y) = (&a.spans[wire], &b.spans[wire]);
            let entry = &mut known[wire][i * y.len() + j];
            if *entry == 0 {
                *entry = 1 + u8::from(have_a_line_in_common(&x[i], &y[j]));
            }
            *entry == 2
        };
        wires.map(is_label).filter(|&l| l).count()
    }
}

fn have_a_line_in_common(a: &Span, b: &Span) -> bool {
    let cosines: Matrix3<f64> = a.tr_mul(b);
    // The product of the squared sines of the principal angles.
    let sines = (Matrix3::identity() - cosines.tr_mul(&cosines)).determinant();
    sines < BAND && cosines.singular_values().max() > 1.0 - BAND
}

/// Twice Gram and Schmidt is enough.
fn orthonormal(mut span: Span) -> Span {
    for _ in 0..2 {
        for j in 0..3 {
            for i in 0..j {
                let overlap = span.column(i).dot(&span.column(j));
                let part = span.column(i) * overlap;
                let mut column = span.column_mut(j);
                column -= part;
            }
            let size = span.column(j).norm();
            if size > 0.0 {
                span.column_mut(j).scale_mut(1.0 / size);
            }
        }
    }
    span
}
