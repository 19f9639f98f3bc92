// SPDX-License-Identifier: Apache-2.0
//! Networks of cx, cz, swap, h and z-rotations rebuilt with fewer two-qubit gates.
//!
//! A network is judged by its sum over paths: every wire carries a *function*, a sum modulo 2 of the inputs and of one
//! variable per h; a z-rotation by an angle on function f is the term `angle * f` of the phase; an h on a wire with
//! function f makes the variable y and the sign `(-1)^(f y)`. Two networks with the same terms, the same (f, y) and the
//! same output functions are the same operator, global phase included. So
//!
//! 1. [`path`] reads the sum. Terms of equal functions add up, wherever they stand.
//! 2. [`search`] looks for a shorter sequence of cx that meets every function which must be met: those of the terms that
//!    are no multiple of pi/2, of the h, and of the outputs; terms and h in any order that their commutators allow.
//! 3. [`dress`] writes the terms back, each where its function is met first. Terms that are multiples of pi/2 are a
//!    quadratic form in the variables and may be spread over whatever functions are met (a `t` may become a `tdg`): a linear
//!    system over GF(2); what it cannot reach is left to a few `cz`.
//!
//! The co-optimisation of parities and outputs is after "PhasePoly" (Chen et al., 2026); the search state, two Pauli
//! strings for each h pulled back to the start of the network, after Vandaele et al., "Phase polynomials synthesis algorithms
//! for NISQ architectures and beyond", Quantum Science and Technology 7, 2022, doi:10.1088/2058-9565/ac5a0e; the freedom in
//! the signs of t after Nam et al., "Automated optimization of large quantum circuits with continuous parameters", npj Quantum
//! Information 4, 2018, doi:10.1038/s41534-018-0072-4.

mod couplings;
mod dress;
mod path;
mod search;
mod strings;
#[cfg(test)]
mod tests;

pub use couplings::{Couplings, MAX_COUPLED};
pub use search::Effort;

/// Most wires of a network.
pub const MAX_WIRES: usize = 12;
/// Most variables: inputs and h.
pub const MAX_VARIABLES: usize = 32;

/// Most Pauli strings: one for each rotation, two for each h and each wire.
pub const MAX_STRINGS: usize = 64;

/// One gate of a network.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Step {
    Cx(u8, u8),
    Cz(u8, u8),
    Swap(u8, u8),
    H(u8),
    /// `diag(1, exp(i pi k / 4))` on a wire, k from 0 to 7.
    Eighths(u8, u8),
    /// A z-rotation by an angle only the caller knows, by its number.
    Turn(u8, u16),
}

impl Step {
    pub fn is_pair(self) -> bool {
        matches!(self, Step::Cx(..) | Step::Cz(..) | Step::Swap(..))
    }
}

/// Two-qubit gates of a list of steps.
pub fn pairs(steps: &[Step]) -> usize {
    steps.iter().filter(|s| s.is_pair()).count()
}

/// What a network may be made of, beside cx and h.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Palette {
    pub cz: bool,
}

/// The same operator with fewer two-qubit gates, if the search finds it.
///
/// `None` too where the network is too large for the search: more than [`MAX_WIRES`] wires, [`MAX_VARIABLES`] variables
/// or [`MAX_STRINGS`] strings. With `couplings`, at most [`MAX_COUPLED`] wires, and two-qubit gates on coupled wires only.
pub fn resynthesise(
    wires: usize,
    steps: &[Step],
    palette: Palette,
    couplings: Option<&Couplings>,
    effort: &mut Effort,
) -> Option<Vec<Step>> {
    let mut limit = pairs(steps);
    let most = couplings.map_or(MAX_WIRES, |_| MAX_COUPLED);
    if limit < 2 || wires > most {
        return None;
    }
    let mut sum = path::Sum::of(wires, steps)?;
    let mut best: Option<Vec<Step>> = None;
    loop {
        if sum.lower_bound() >= limit {
            return best;
        }
        let mut refused = false;
        for backward in [false, true] {
            let problem = strings::Problem::of(wires, steps, &sum, backward, couplings)?;
            let stands = limit;
            let mut finish = |skeleton: &[search::Move]| {
                let Some(dressed) = dress::dress(&sum, skeleton, palette, couplings, limit) else {
                    refused = true;
                    return None;
                };
                limit = pairs(&dressed);
                best = Some(dressed);
                Some(limit)
            };
            problem.search(stands, effort, &mut finish);
        }
        // A skeleton that could not carry the quadratic form: meet all of its functions.
        if !refused || !sum.keep_quarters() {
            return best;
        }
    }
}
