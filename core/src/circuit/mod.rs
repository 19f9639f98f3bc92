// SPDX-License-Identifier: Apache-2.0
//! The circuit: a DAG of operations whose edges are wires.
//!
//! ```text
//!  order   o0 <-> o1 <-> o2 <-> o3        a total order, always a topological one
//!  q0      o0 ---------> o2               per wire: a doubly linked list through the operations
//!  q1      o0 --> o1 --> o2 --> o3
//! ```
//!
//! Operations live in a slab; walking a wire, removing an operation and inserting one beside another are
//! O(1). Up to three wires are stored in the operation itself, longer lists in a side table. Classical
//! bits are wires as well: every access to a bit is on its list, and passes that know that reads commute
//! may use it.
//!
//! Files: [`operation`] what an operation can be, `store` the slab and its links, `edit` changes to them, `runs` sets of
//! operations rewritten as a whole, [`block`] control flow, [`registers`] names, `compose` joining and inverting.

pub mod block;
mod canonical;
mod compose;
mod edit;
pub mod nesting;
pub mod operation;
pub mod registers;
mod runs;
mod store;
#[cfg(test)]
mod tests;
mod unitary;

pub use block::{Block, Condition};
pub use compose::ComposeError;
pub use operation::{Definition, Instruction, Kind, Operation, Payload, Place};
pub use registers::{Layout, Ledger, Register};
pub use store::{Circuit, Iter};
