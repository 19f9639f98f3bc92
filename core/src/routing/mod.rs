// SPDX-License-Identifier: Apache-2.0
//! From a circuit to the couplings of a device.

pub mod embedding;
