// SPDX-License-Identifier: Apache-2.0
//! From matrices and rotations to gates: what the passes share and what knows nothing of a circuit's order.
//!
//! Constructions on more than a qubit write [`Steps`], short lists of one- and two-qubit library gates with an
//! exact global phase; [`expand`] is the door to all of them. `ladder` has X under many controls with ancillas,
//! `multi_controlled` picks the cheapest construction, `multiplexed` has the Gray codes, `controlled` every
//! library gate under controls. [`door`] is where callers from outside come in. [`clifford`] has Clifford circuits on many qubits, [`linear`] those of cx alone.

mod cases;
pub mod clifford;
mod controlled;
pub mod dense;
pub mod diagonal;
pub mod door;
pub mod draft;
pub mod euler;
mod expand;
pub mod freedom;
pub mod gauss;
pub mod isometry;
mod ladder;
pub mod linear;
pub mod matrix;
pub mod multi_controlled;
pub mod multiplexed;
pub mod multiplexer;
pub mod native;
mod nearby;
pub mod numeric;
pub mod one_qubit;
mod one_qubit_matrix;
pub mod op_matrix;
pub mod paulis;
pub mod permutation;
pub mod phase_polynomial;
pub mod state;
pub mod steps;
pub mod structure;
pub mod template;
#[cfg(test)]
mod tests;
pub mod two_qubit;
pub mod unitary;
pub mod weyl;
mod wide;

pub use expand::{expand, NoExpansion};
pub use multi_controlled::Ancillas;
pub use steps::{Step, Steps};
