// SPDX-License-Identifier: Apache-2.0
//! When operations run on a device, how long they take, and how likely they all go right.
//!
//! ```text
//!  circuit, target ---lengths---> ticks of each operation ---starts---> when each starts, as soon or as late as can be
//!                                            \--------------usage----> how long each qubit works and waits
//!  figures of the target -----------------------------------estimate-> duration, fidelity
//! ```
//!
//! Wire i is the device's qubit i. An operation starts when all its wires are free; barriers, pulses of no length
//! and control flow too, which makes barriers align their wires. A control-flow operation is a fence on its wires: a
//! branch takes as long as the longest, a `for` all its rounds, a `while` one round, a decision no time. Reads of a
//! bit do not wait for each other. What the target does not tell is unknown, never guessed.

mod clock;
mod estimate;
mod lengths;
mod starts;
mod usage;

pub use clock::Clock;
pub use estimate::{estimate, has_durations, has_errors, waiting, Estimate};
pub use lengths::{lengths, Untimed};
pub use starts::{end, starts, Kind as ScheduleKind};
pub use usage::{usage, Usage};

#[cfg(test)]
mod tests;
