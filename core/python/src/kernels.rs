// SPDX-License-Identifier: Apache-2.0
//! One function per kernel: typed keywords in, whether the circuit changed out. Defaults live in Python.

use pyo3::prelude::*;

use crate::build;

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(build::canonical_name, m)?)?;
    let kernels = PyModule::new(m.py(), "kernels")?;
    m.add_submodule(&kernels)
}
