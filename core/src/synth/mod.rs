// SPDX-License-Identifier: Apache-2.0
//! From matrices and rotations to gates: what the passes share and what knows nothing of a circuit's order.

pub mod euler;
pub mod matrix;
pub mod one_qubit;
pub mod weyl;
