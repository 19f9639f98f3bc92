// SPDX-License-Identifier: Apache-2.0
//! What Python decides about threads.

use pyo3::prelude::*;

/// Let all that the engine computes for this thread stay in it; false where that was decided already.
#[pyfunction]
pub fn stay_in_thread() -> bool {
    qcompile_core::threads::stay_in_thread()
}
