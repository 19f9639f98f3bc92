// SPDX-License-Identifier: Apache-2.0
//! The rewrite kernels: one file, one pass, the same name as its Python declaration in `passes/`.
//!
//! A kernel takes the circuit and its options and returns whether it changed anything (`false`: certainly
//! not). It treats every kind of operation it does not know as a fence.

mod absorb_permutations;
mod basis_translation;
mod block_diagonalization;
mod blocks;
mod cancel_inverses;
mod clifford_pushing;
mod clifford_resynthesis;
mod commuting;
mod decompose;
mod drop_small_rotations;
mod dynamical_decoupling;
mod elide_swaps;
mod folding;
mod internal_hadamard_optimization;
mod known_state;
mod linear_resynthesis;
mod merge_rotations;
mod merging;
mod merging_wide;
pub(crate) mod one_qubit_fusion;
mod pauli_folding;
mod phase_folding;
mod phase_polynomial_resynthesis;
mod rebuilding;
mod relative_phase_toffoli;
mod remove_barriers;
mod remove_diagonals_before_measure;
mod remove_identities;
mod replacement;
mod schedule;
pub(crate) mod sites;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod two_qubit_fusion;
mod zero_ancilla_fusion;

pub use absorb_permutations::absorb_permutations;
pub use basis_translation::basis_translation;
pub use block_diagonalization::{block_diagonalization, BlockDiagonalization};
pub use blocks::{in_blocks, in_placed_blocks};
pub use cancel_inverses::cancel_inverses;
pub use clifford_pushing::clifford_pushing;
pub use clifford_resynthesis::{clifford_resynthesis, CliffordResynthesis};
pub use decompose::{decompose, is_discrete, Decompose};
pub use drop_small_rotations::drop_small_rotations;
pub use dynamical_decoupling::{dynamical_decoupling, Decoupling};
pub use elide_swaps::elide_swaps;
pub use internal_hadamard_optimization::internal_hadamard_optimization;
pub use known_state::known_state;
pub use linear_resynthesis::{linear_resynthesis, LinearResynthesis};
pub use merge_rotations::merge_rotations;
pub use one_qubit_fusion::one_qubit_fusion;
pub use pauli_folding::{pauli_folding, PauliFolding};
pub use phase_folding::{phase_folding, Keep};
pub use phase_polynomial_resynthesis::{phase_polynomial_resynthesis, Resynthesis};
pub use relative_phase_toffoli::relative_phase_toffoli;
pub use remove_barriers::remove_barriers;
pub use remove_diagonals_before_measure::remove_diagonals_before_measure;
pub use remove_identities::remove_identities;
pub use replacement::{relocate, replacement, Moved, Replacement};
pub use schedule::{schedule, Schedule};
pub use two_qubit_fusion::{two_qubit_fusion, Aim as FusionAim, Fusing};
pub use zero_ancilla_fusion::zero_ancilla_fusion;

use crate::circuit::{Kind, Place};
use crate::timing::Untimed;

/// Why a kernel stopped. The circuit is then not to be used further.
#[derive(Clone, Debug, PartialEq)]
pub enum PassError {
    /// The circuit holds an operation the target or basis cannot express. The user's.
    CannotExpress {
        name: String,
        kind: Kind,
        place: Place,
        reason: String,
    },
    /// An option's value makes no sense. The user's.
    BadOption {
        option: &'static str,
        reason: String,
    },
    /// The target does not tell how long an operation takes. The user's.
    Untimed(Untimed),
    /// A limit on the size of the result was reached. The user's.
    TooLarge { what: &'static str, limit: u64 },
}

impl std::fmt::Display for PassError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PassError::CannotExpress { name, reason, .. } => write!(f, "`{name}`: {reason}"),
            PassError::BadOption { option, reason } => write!(f, "option `{option}`: {reason}"),
            PassError::Untimed(untimed) => untimed.fmt(f),
            PassError::TooLarge { what, limit } => write!(f, "more than {limit} {what}"),
        }
    }
}

impl From<Untimed> for PassError {
    fn from(untimed: Untimed) -> PassError {
        PassError::Untimed(untimed)
    }
}

impl std::error::Error for PassError {}
