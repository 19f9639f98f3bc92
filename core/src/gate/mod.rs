// SPDX-License-Identifier: Apache-2.0
//! The gate library: one record per gate, read by readers, writers, passes, documentation and tests.
//!
//! Start at [`table`]: it lists every gate with its names, arity, inverse and commutation axes.

mod definition;
mod record;
mod table;

pub use record::{Axis, GateRecord, Inverse, Library};
pub use table::Gate;
