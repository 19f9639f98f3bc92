// SPDX-License-Identifier: Apache-2.0
//! The qcompile engine.
//!
//! Floors, from the ground up; a module imports only from floors below it:
//!
//! ```text
//! entity  ->  angle, gate  ->  circuit  ->  check, metrics, target  ->  timing, analysis, synth  ->  routing  ->  passes
//!                                  \-> scan, emit, serial
//! oracle stands beside all of it and uses nothing but `circuit`'s reading interface
//! ```
//!
//! Nothing in this crate knows Python; `core/python` is the only border.

// Tests give angles as files do: in digits.
#![cfg_attr(test, allow(clippy::approx_constant))]

pub mod analysis;
pub mod angle;
pub mod check;
pub mod circuit;
pub mod columns;
pub mod emit;
pub mod entity;
pub mod gate;
pub mod metrics;
pub mod oracle;
pub mod passes;
pub mod reduce;
pub mod routing;
pub mod scan;
pub mod serial;
pub mod synth;
pub mod target;
pub mod template;
pub mod threads;
pub mod timing;

pub use angle::{Angle, Symbol};
pub use circuit::Circuit;
pub use entity::{Bit, Op, Qubit, Wire};
pub use gate::Gate;
pub use target::{GateSet, Target};
