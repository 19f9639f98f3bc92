// SPDX-License-Identifier: Apache-2.0
//! The structure of a matrix, and its synthesis with it: the door for a matrix of any kind.
//!
//! ```text
//!  matrix --axes, symmetry + frames--> Framed: circuit, blocks over labels, circuit --labelled, peel--> circuits
//!     |  \--cuts--> factors, each a matrix again                                                           |
//!     +--------------------------- unitary: as if it had no structure --------------------------> choice <-+
//! ```
//!
//! Tests are made with a tolerance, blocks are made unitary again, and every circuit is measured against the matrix; the
//! least is taken, so the result is never worse than without structure.

mod axes;
mod choice;
mod controlled;
#[cfg(test)]
mod counts;
pub mod cuts;
pub mod framed;
mod frames;
mod labelled;
mod levels;
mod monomial;
mod peel;
mod search;
mod sums;
pub mod symmetry;
#[cfg(test)]
mod tests;

pub use choice::{cost, LIMIT};
pub use framed::Framed;
pub use levels::{free_levels, LevelMap, Levels};

use super::dense::Matrix;
use super::draft::Draft;
use super::freedom::{Freedom, Partial};
use super::unitary;
use choice::Choice;

/// What is off by less, in each entry or in the root mean square of them, is taken for rounding of the input. The synthesis is
/// measured against the input in the end.
pub const BAND: f64 = 3e-10;

/// Most wires of which structure is looked for.
pub const MOST_WIRES: usize = 7;
/// From here on the synthesis without structure is left out where structure halves its count anyhow.
const LARGE: usize = 6;

/// The circuit of a unitary with the fewest two-qubit gates, then the least depth, of all that its structure gives and of the one
/// without structure; within [`LIMIT`] of it. O(n 8^n) time besides that of the circuits compared.
pub fn synthesize(u: &Matrix, freedom: Freedom) -> Partial {
    chosen(u, freedom, search::three_wires)
}

/// As [`synthesize`], and on three to five wires a search for fewer gates by numbers. Up to some seconds.
pub fn search(u: &Matrix, freedom: Freedom) -> Partial {
    chosen(u, freedom, |u, freedom, choice| {
        search::three_wires(u, freedom, choice);
        search::fewer(u, freedom, choice);
        search::three_labels(u, freedom, choice);
    })
}

/// Whether there is anything to find: a product, or blocks in some frame. O(n 8^n) time.
pub fn is_structured(u: &Matrix) -> bool {
    cuts::product(u).is_some() || !find(u).is_empty()
}

fn chosen(u: &Matrix, freedom: Freedom, more: impl Fn(&Matrix, Freedom, &mut Choice)) -> Partial {
    let qubits = framed::wires(u);
    if !(2..=MOST_WIRES).contains(&qubits) {
        return unitary::synthesize(u, freedom);
    }
    let mut choice = Choice::new(u, freedom);
    // The Weyl coordinates of two wires tell all there is.
    if qubits > 2 || freedom != Freedom::NONE {
        structured(u, freedom, &mut choice);
    }
    // About 22/48 4^n gates.
    let is_little = |count: usize| count < 4usize.pow(qubits as u32) / 5;
    if qubits < LARGE || !is_little(choice.count()) {
        choice.offer(unitary::synthesize(u, freedom));
    }
    more(u, freedom, &mut choice);
    choice
        .take()
        .unwrap_or_else(|| unitary::synthesize(u, freedom))
}

fn structured(u: &Matrix, freedom: Freedom, choice: &mut Choice) {
    if let Some(cut) = cuts::product(u) {
        choice.offer(factors(&cut, freedom));
        return;
    }
    monomial::circuit(u, freedom)
        .into_iter()
        .for_each(|p| choice.offer(p));
    controlled::circuits(u)
        .into_iter()
        .for_each(|p| choice.offer(p));
    for found in find(u) {
        offer(&found, freedom, choice);
        if !found.data.is_empty() && !found.labels.is_empty() {
            peel::shared(&found, freedom)
                .into_iter()
                .for_each(|p| choice.offer(p));
            if found.data.len() > 1 {
                peel::commuting(&found)
                    .into_iter()
                    .flatten()
                    .for_each(|p| choice.offer(p));
            }
        }
    }
}

/// A matrix by its frames alone.
fn between_frames(u: &Matrix, freedom: Freedom) -> Option<Partial> {
    let mut choice = Choice::new(u, freedom);
    if let Some(cut) = cuts::product(u) {
        choice.offer(factors(&cut, freedom));
        return choice.take();
    }
    find(u)
        .iter()
        .for_each(|found| offer(found, freedom, &mut choice));
    choice.take()
}

/// A matrix in its frames; what is between them may be a product.
fn offer(found: &Framed, freedom: Freedom, choice: &mut Choice) {
    if let Some(partial) = labelled::framed(found, freedom) {
        choice.offer(partial);
    }
    let inner = found.inner();
    if found.before.two_qubit_count() + found.after.two_qubit_count() == 0 {
        return;
    }
    if let Some(cut) = cuts::product(&inner) {
        let mut draft = found.before.clone();
        draft.append(&factors(&cut, Freedom::NONE).draft);
        draft.append(&found.after);
        choice.offer(Partial::whole(draft));
    }
}

/// Each factor on its wires.
fn factors(cut: &cuts::Cut, freedom: Freedom) -> Partial {
    let qubits = cut.wires.iter().map(Vec::len).sum();
    let mut whole = Partial::whole(Draft::new(qubits));
    for (on, factor) in cut.wires.iter().zip(&cut.factors) {
        let part = synthesize(factor, freedom);
        whole.draft.append_on(&part.draft, on);
        for (own, all) in [
            (part.before, &mut whole.before),
            (part.after, &mut whole.after),
        ] {
            if own.is_empty() {
                continue;
            }
            all.resize(1 << qubits, 0.0);
            for (v, sum) in all.iter_mut().enumerate() {
                *sum += own[framed::gather(v, on)];
            }
        }
    }
    whole
}

/// Frames in which u has labels: between Clifford circuits where more wires become labels so, with one-qubit frames, and as
/// it stands.
pub fn find(u: &Matrix) -> Vec<Framed> {
    let plain = Framed::of(u);
    let mut found = Vec::new();
    if !plain.data.is_empty() {
        found.extend(between_cliffords(&plain));
    }
    let bare = Framed::bare(u);
    if !bare.labels.is_empty() && bare.labels.len() < plain.labels.len() {
        found.push(bare);
    }
    if !plain.labels.is_empty() {
        found.push(plain);
    }
    found
}

fn between_cliffords(plain: &Framed) -> Option<Framed> {
    let inner = plain.inner();
    let group = symmetry::symmetries(&inner);
    if group.len() <= plain.labels.len() {
        return None;
    }
    let (before, after) = frames::localise(plain.before.qubits, &group)?;
    let middle = after.unitary().adjoint() * &inner * before.unitary().adjoint();
    let mut first = plain.before.clone();
    first.append(&before);
    let mut last = after;
    last.append(&plain.after);
    Some(Framed::of(&middle).within(first, &last))
}
