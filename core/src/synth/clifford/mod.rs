// SPDX-License-Identifier: Apache-2.0
//! Clifford circuits on up to 64 qubits with few two-qubit gates, exact in sign and phase.
//!
//! ```text
//!  gates --read--> Basic gates --twists--> Twists --peephole, greedy, table--> fewer Twists --spell--> Basic gates
//!                       |                                                           ^                       |
//!                       +--tableau----------- signs --------------------------------+                       |
//!                       +--phase----------------- what is left of the global phase <------------------------+
//! ```
//!
//! A [`Twist`] is the rotation `exp(-i pi/4 P Q)` by Paulis P and Q on two qubits, of which cx, cz and their like are
//! the ones that are native. Any Clifford circuit is a product of twists and then one Clifford gate on each
//! qubit, up to Paulis; a twist costs one two-qubit gate. Modulo Paulis a twist adds `P Q` to every row of the
//! symplectic matrix that anticommutes with it (a transvection), and is its own inverse.

pub mod basic;
pub mod greedy;
pub mod one_qubit;
pub mod peephole;
pub mod phase;
pub mod read;
pub mod spell;
pub mod symplectic;
pub mod table;
pub mod tableau;
#[cfg(test)]
mod tests;
pub mod twist;

pub use basic::Basic;
pub use read::{Reader, Word};
pub use spell::Spelling;
pub use tableau::Tableau;
pub use twist::Twist;

/// Qubits a Clifford circuit may have here: rows of a tableau are bits of a word.
pub const MAX_QUBITS: usize = 64;
