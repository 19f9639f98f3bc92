// SPDX-License-Identifier: Apache-2.0
//! What passes ask about a circuit before they change it.
//!
//! [`axes`] along which Pauli an operation commutes on a wire, [`conjugation`] what Clifford gates make of Paulis,
//! [`eigenstates`] what is left of a gate there, [`family`] which gates are powers of one another,
//! [`sum`] what their angles add up to, [`spelling`] how a power is written in the gates at hand, [`groups`] the
//! commuting operations at the end of each wire, [`regions`] convex sets of gates of a kind, [`tags`] random
//! names for parities and Paulis.

pub mod axes;
pub mod conjugation;
pub mod eigenstates;
pub mod family;
pub mod groups;
pub mod partners;
pub mod regions;
pub mod signs;
pub mod spelling;
pub mod sum;
pub mod tags;
