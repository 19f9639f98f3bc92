// SPDX-License-Identifier: Apache-2.0
//! One-qubit gates into the one-qubit gates a target has: fewest pulses, then fewest gates, exact phase.
//!
//! ```text
//!  gates ---Run---> rotations and a Clifford ---Planner---> which gate realises which rotation ---Synthesizer---> gates
//!  (run.rs)         (exact, symbolic)           (plan.rs, memoised by shape)                     (emit.rs)
//! ```
//!
//! A *pulse* is a gate that is not diagonal: rotations about z are frame changes on every device we know.

mod basis;
mod clifford;
mod emit;
mod plan;
mod run;

pub use basis::{Basis, Cost};
pub use clifford::Clifford;
pub use emit::{Emitted, Synthesizer};
pub use run::{reduced, Phase, Run, Turn};

#[cfg(test)]
mod tests;
