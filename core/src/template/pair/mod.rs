// SPDX-License-Identifier: Apache-2.0
//! Blocks on two qubits with unknown angles, made anew for each binding.
//!
//! ```text
//!  block of the circuit     operator.rs          evaluate.rs                      merge.rs
//!  on one pair         -->  product of Pauli --> Weyl decomposition at each   --> local gates around the fewest native
//!                           rotations            binding, measured                gates, angles derived
//! ```
//!
//! Which native gates there are is decided once, at a few assignments in general position: what their classes have in
//! common, all others have too, or more. What is derived are the coordinates of the canonical gate, three Euler angles for
//! each of the four local gates around it, and a global phase.

mod derivative;
mod evaluate;
mod merge;
mod operator;
mod pauli;

pub(super) use evaluate::{Pair, TOLERANCE};
pub use merge::merge_pairs;
pub use operator::Operator;

#[cfg(test)]
mod tests;
