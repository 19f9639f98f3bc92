// SPDX-License-Identifier: Apache-2.0
//! Circuits compiled once and bound many times.
//!
//! ```text
//!  compiled circuit      euler.rs            build.rs            program.rs
//!  with parameters  -->  runs of one-qubit   one row for each    values in, angles out: singly, in batches,
//!                        gates as three      angle that is       and their derivatives
//!                        angles (derived)    not a number
//! ```
//!
//! A *slot* is an angle of the compiled circuit that depends on parameters. Most are affine in them. Where one-qubit
//! gates at unknown angles were merged, the merged angles are Euler angles of a product of rotations: *derived*
//! parameters, computed before the slots.

mod batch;
mod build;
mod derivative;
mod derived;
mod euler;
mod expression;
mod fill;
mod pair;
mod program;
mod rows;
mod trig;

pub use build::slots;
pub use derived::Derived;
pub use euler::merge_runs;
pub(crate) use euler::merged;
pub use fill::{fill, inside};
pub use pair::merge_pairs;
pub use program::{Program, Unmet};

#[cfg(test)]
mod tests;
