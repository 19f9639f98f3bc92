// SPDX-License-Identifier: Apache-2.0
//! From program qubits to device qubits: where each starts, and the swaps that bring together what has to meet.
//!
//! ```text
//! Circuit --reading--> Problem --search--> (placement, steps) --writing--> Circuit on the device's wires
//!                        |        \-- sabre: one run from one placement; pieces: the best of many, piece by piece
//!                     Device       |- starts, embedding: where to begin
//!                                  \- prefixes, beam: where swaps are rare
//! ```
//!
//! `remembered` keeps what was found for the last circuits of a device.

mod beam;
mod blocks;
mod coupling;
mod device;
pub mod embedding;
mod pieces;
mod placement;
mod prefixes;
mod problem;
mod random;
mod reading;
mod remembered;
mod route;
mod sabre;
mod search;
mod spares;
mod starts;
mod writing;

pub use coupling::Coupling;
pub use device::Device;
pub use route::{route, RouteError, Routes};
pub use search::Aim;
pub use spares::without_spares;
