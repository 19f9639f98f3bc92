// SPDX-License-Identifier: Apache-2.0
//! Circuits found by numbers: the places of the two-qubit gates are chosen, the one-qubit gates between them solved for.
//!
//! A circuit of m cz and free one-qubit gates on n wires has 3n + 4m parameters, so where a closed form needs more gates than
//! counting parameters asks for, a least-squares solution at the count itself is the better circuit, and it is found to
//! rounding. Where the count is enough for a target without structure, nearly every start succeeds:
//!
//! | target without structure | cz | one start on one core |
//! |---|---|---|
//! | unitary of 2, 3, 4 wires | 3, 14, 61 | 0.1, 2, 150 ms |
//! | the same up to a diagonal, 2, 3 wires | 2, 13 | 0.1, 2 ms |
//! | state of 3, 4, 5, 6 wires | 3, 6, 14, 29 | 0.05, 0.2, 10, 100 ms |
//! | isometry of 1 to 3, 1 to 4, 2 to 3, 2 to 4 wires | 5, 13, 10, 26 | 0.1, 5, 1, 100 ms |
//! | operator on 3, 5, 6, 7, 9 levels | 2, 12, 13, 14, 49 | 0.1, 2, 2, 2, 100 ms |
//! | unitaries of 2 wires under 1, 2, 3 labels | 8, 19, 42 | 1, 30, 500 ms |
//! | the same up to a diagonal | 6, 14, 29 | 1, 30, 500 ms |
//! | unitaries of 3 wires under a label | 31 | 100 ms |
//!
//! [`ladder`] does it for multiplexed one-qubit gates, [`multiplexed`] for larger blocks, [`shortest`] for small matrices
//! and states of any kind, [`search`] for circuits with parts given; [`solve`] is the engine, [`Template`] and [`Goal`] its
//! input. Everything is measured before it is returned. Starts are numbered and drawn from their numbers, and the first
//! that succeeds counts: results do not depend on the number of threads.

mod fit;
mod goal;
mod label_phases;
mod ladder;
mod ladder_fit;
mod least_squares;
mod levels;
mod multiplexed;
mod placements;
mod search;
mod shortest;
mod solve;
mod template;
mod up_to_diagonal;

pub use goal::Goal;
pub use ladder::ladder;
pub use multiplexed::multiplexed;
pub use placements::every_pair;
pub use search::{search, Entangler, Search};
pub use shortest::{shortest, Limits};
pub use solve::{solve, Effort};
pub use template::{Slot, Template};
pub use up_to_diagonal::up_to_diagonal;

/// A result further than this from what it was made for is not returned.
pub const LIMIT: f64 = 1e-10;
