// SPDX-License-Identifier: Apache-2.0
//! The gate library: one record per gate, read by readers, writers, passes, documentation and tests.
//!
//! Start at [`table`]: it lists every gate with its names, arity, inverse and commutation axes.

mod clifford;
mod definition;
mod matrix;
mod record;
mod rotation;
mod table;
#[cfg(test)]
mod tests;

pub use clifford::{CliffordAction, PauliImage};
pub(crate) use matrix::controlled as controlled_matrix;
pub use matrix::{Matrix2, Matrix4};
pub use record::{Axis, GateRecord, Inverse, Library};
pub use rotation::{named_rotation, Named, PairRotation, Rotation};
pub use table::Gate;
