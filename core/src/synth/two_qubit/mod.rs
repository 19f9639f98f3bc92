// SPDX-License-Identifier: Apache-2.0
//! Two-qubit unitaries into the fewest uses of a native two-qubit gate, with exact phase.
//!
//! ```text
//!  U ---Weyl---> phase, local gates, (a, b, c) ---uses---> which native gate, how often ---templates---> Word
//! ```
//!
//! | native gate, class | 1 use | 2 uses | 3 uses |
//! |---|---|---|---|
//! | cx, cz, cy, ch, ecr: (pi/4, 0, 0) | its class | c = 0 | all |
//! | iswap, dcx: (pi/4, pi/4, 0) | its class | c = 0 | all |
//! | siswap: (pi/8, pi/8, 0) | its class | a >= b + abs(c), 79% of SU(4) | all |
//! | rzz, rxx, ms, rzx, cp, crx, ...: (t, 0, 0) for every t allowed | b = c = 0 | c = 0 | all |
//! | any other fixed gate | its class | | |
//!
//! Blocks of Clifford gates and rotations have a way of their own that keeps their angles exact: [`Product`].
//!
//! A [`Word`] is native gates with 2x2 matrices in between; the one-qubit synthesis turns those into gates.

mod exact;
mod frame;
mod half_turns;
pub mod isometry;
mod native;
mod planes;
mod sqrt_iswap;
mod templates;

use smallvec::SmallVec;

pub use exact::{ExactWord, Product};
pub use half_turns::{Factors, HalfTurns};
pub use native::{Form, Native, Natives};

use super::matrix::{C64, M2, M4};
use super::weyl::{symmetric_square, Weyl};
use crate::Gate;

/// Coordinates closer than this are the same class; the difference is measured and charged.
const SAME: f64 = 1e-13;

/// One native gate on the pair. Angles beyond the gate's own are zero.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Use {
    pub gate: Gate,
    pub angles: [f64; 3],
    /// Its first operand is the pair's second qubit.
    pub reversed: bool,
}

impl Use {
    /// Row-major over (first, second qubit of the pair).
    pub fn matrix(&self) -> M4 {
        let params = &self.angles[..self.gate.num_params()];
        let matrix = M4(self.gate.matrix4(params).expect("a two-qubit gate"));
        match self.reversed {
            true => matrix.exchanged(),
            false => matrix,
        }
    }
}

/// `exp(i phase) locals[n] uses[n-1] ... uses[0] locals[0]`: local gates (first, second qubit) around uses of native
/// gates, first applied first.
#[derive(Clone, Debug)]
pub struct Word {
    pub phase: f64,
    pub locals: SmallVec<[[M2; 2]; 4]>,
    pub uses: SmallVec<[Use; 3]>,
}

impl Word {
    pub fn matrix(&self) -> M4 {
        let local = |l: &[M2; 2]| M4::product(&l[0], &l[1]);
        let start = local(&self.locals[0]);
        let steps = self.uses.iter().zip(&self.locals[1..]);
        let product = steps.fold(start, |m, (u, l)| local(l) * (u.matrix() * m));
        product.scale(C64::from_polar(1.0, self.phase))
    }
}

/// No word for `u` over gates of class (pi/4, 0, 0), (pi/4, pi/4, 0) or (t, 0, 0) has fewer uses than this.
///
/// From the trace of `T = U^T U` alone, for a tenth of the price of a decomposition: it is real if and only if c = 0;
/// over gates of class (pi/4, 0, 0) alone, no use leaves 4 up to sign and one use leaves 0
/// (Shende, Bullock, Markov, "Recognizing small-circuit structure in two-qubit operators", Physical Review A 70,
/// 012310, 2004, doi:10.1103/PhysRevA.70.012310). Rounding makes the answer smaller, never larger.
pub fn lower_bound(u: &M4, natives: &Natives) -> u32 {
    const ROUNDING: f64 = 1e-11;
    // The square root of the determinant leaves a sign of T open, which does not matter here.
    let trace = symmetric_square(u).trace();
    if trace.im.abs() > ROUNDING {
        return 3;
    }
    let size = trace.re.abs();
    let at_most_one = size < ROUNDING || (size - 4.0).abs() < ROUNDING;
    if natives.are_half_turns() && !at_most_one {
        2
    } else {
        0
    }
}

/// The word for `u` with the fewest uses of one of `natives`, among equals the first; `None` if they are not fewer
/// than `below`.
pub fn synthesize(u: &M4, natives: &Natives, below: u32) -> Option<Word> {
    let weyl = Weyl::of(u);
    let (uses, native) = natives.best(&weyl.coordinates)?;
    (uses < below).then(|| templates::word(u, &weyl, native, natives.twin(native)))?
}

/// What [`words`] are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Uses are fewer than this.
    pub below: u32,
    /// Those with more uses than others as well.
    pub longer: bool,
    /// The two directions of a gate apart, not mixed.
    pub by_direction: bool,
}

/// Words for `u`, each over another of `natives`.
pub fn words(u: &M4, natives: &Natives, wanted: Wanted) -> SmallVec<[Word; 2]> {
    let weyl = Weyl::of(u);
    let counted = natives.0.iter().map(|n| (n, n.uses(&weyl.coordinates)));
    let fewest = counted.clone().filter_map(|(_, uses)| uses).min();
    counted
        .filter(|(native, uses)| {
            let again = native.reversed && natives.twin(native).is_some();
            let enough = uses.is_some_and(|n| n < wanted.below);
            enough && (wanted.longer || *uses == fewest) && (wanted.by_direction || !again)
        })
        .filter_map(|(native, _)| {
            let twin = natives.twin(native).filter(|_| !wanted.by_direction);
            templates::word(u, &weyl, native, twin)
        })
        .collect()
}

/// The fewest uses of one of `natives` that make `u`.
pub fn uses(u: &M4, natives: &Natives) -> Option<u32> {
    natives.best(&Weyl::of(u).coordinates).map(|(uses, _)| uses)
}

#[cfg(test)]
mod tests;
