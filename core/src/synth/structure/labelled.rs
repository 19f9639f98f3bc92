// SPDX-License-Identifier: Apache-2.0
//! Circuits of blocks over labels: what the synthesisers of multiplexers make of them, in the frames found.

use super::choice::Choice;
use super::framed::{self, spread, Framed};
use crate::synth::dense::{block2, direct_sum, Matrix};
use crate::synth::draft::Draft;
use crate::synth::freedom::{Freedom, Partial};
use crate::synth::matrix::{C64, M2};
use crate::synth::numeric::Effort;
use crate::synth::{diagonal, multiplexer, numeric};

/// Labels up to which a ladder is solved for numerically.
const LADDER: usize = 5;
/// For larger blocks, where one start is nearly always enough.
pub(super) const EFFORT: Effort = Effort {
    starts: 3,
    iterations: 300,
};

/// The matrix in its frames.
pub(super) fn framed(found: &Framed, freedom: Freedom) -> Option<Partial> {
    let inner = blocks(&found.blocks, found.freedom(freedom))?;
    Some(place(found, inner))
}

/// A circuit of the blocks between those of the frames; diagonals are moved out through them.
pub(super) fn place(found: &Framed, inner: Partial) -> Partial {
    let order = found.order();
    let mut draft = found.before.clone();
    draft.append_on(&inner.draft, &order);
    draft.append(&found.after);
    let size = 1usize << found.before.qubits;
    let mut outer = Partial::whole(draft);
    // From the multiplexer's order of wires to the matrix's.
    let placed = |phases: &[f64]| {
        let mut on_wires = vec![0.0; size];
        for (v, &p) in phases.iter().enumerate() {
            on_wires[spread(v, &order)] = p;
        }
        on_wires
    };
    if !inner.before.is_empty() {
        let (own, image) = (placed(&inner.before), framed::image(&found.before));
        let image = image.expect("only then is it free");
        outer.before = image.iter().map(|&to| own[to]).collect();
    }
    if !inner.after.is_empty() {
        let (own, image) = (placed(&inner.after), framed::image(&found.after));
        outer.after = vec![0.0; size];
        for (from, &to) in image.expect("only then is it free").iter().enumerate() {
            outer.after[to] = own[from];
        }
    }
    outer
}

/// The direct sum of blocks, data on the low wires.
pub(super) fn blocks(blocks: &[Matrix], freedom: Freedom) -> Option<Partial> {
    let size = blocks[0].nrows();
    if size == 1 {
        return numbers(blocks, freedom);
    }
    let whole = direct_sum(blocks);
    let mut choice = Choice::new(&whole, freedom);
    choice.offer(multiplexer::synthesize(blocks, freedom));
    if size == 2 && blocks.len() <= 1 << LADDER {
        let small: Vec<M2> = blocks.iter().map(|b| block2(b, 0, 0)).collect();
        if let Some(ladder) = numeric::ladder(&small, freedom) {
            choice.offer(ladder);
        }
    }
    if size > 2 && choice.count() > solved(size, blocks.len()) {
        if let Some(word) = numeric::multiplexed(blocks, freedom, EFFORT) {
            choice.offer(word);
        }
    }
    choice.take()
}

/// Two-qubit gates at which blocks without structure are solved for, and at most what it is worth trying for others.
fn solved(size: usize, blocks: usize) -> usize {
    match (size, blocks) {
        (4, 2) => 8,
        (4, 4) => 19,
        (8, 2) => 31,
        _ => usize::MAX,
    }
}

/// A diagonal.
pub(super) fn phases(phases: &[f64]) -> Option<Partial> {
    let number = |&p: &f64| Matrix::from_element(1, 1, C64::from_polar(1.0, p));
    numbers(
        &phases.iter().map(number).collect::<Vec<_>>(),
        Freedom::NONE,
    )
}

/// Numbers: a diagonal.
fn numbers(entries: &[Matrix], freedom: Freedom) -> Option<Partial> {
    let qubits = entries.len().trailing_zeros() as usize;
    let phases: Vec<f64> = entries.iter().map(|e| e[(0, 0)].arg()).collect();
    if freedom.after || freedom.before {
        let (before, after) = match freedom.after {
            true => (Vec::new(), phases),
            false => (phases, Vec::new()),
        };
        return Some(Partial {
            draft: Draft::new(qubits),
            before,
            after,
        });
    }
    let numbers: Vec<C64> = entries.iter().map(|e| e[(0, 0)]).collect();
    let whole = crate::synth::dense::diagonal(&numbers);
    let mut choice = Choice::new(&whole, freedom);
    choice.offer(Partial::whole(diagonal::synthesize(&phases)));
    // Any wire may be the one that is turned by the others.
    for target in 0..qubits {
        let order: Vec<usize> = std::iter::once(target)
            .chain((0..qubits).filter(|&w| w != target))
            .collect();
        let pair = |x: usize| {
            let at = |bit: usize| numbers[spread(2 * x + bit, &order)];
            crate::synth::dense::diagonal(&[at(0), at(1)])
        };
        let pairs: Vec<Matrix> = (0..entries.len() / 2).map(pair).collect();
        let turned = multiplexer::synthesize(&pairs, freedom);
        let mut draft = Draft::new(qubits);
        draft.append_on(&turned.draft, &order);
        choice.offer(Partial::whole(draft));
    }
    choice.take()
}
