// SPDX-License-Identifier: Apache-2.0
//! `qcompile._core`: the engine as Python sees it. Conversions and exceptions only; no logic.

mod angle;
mod build;
mod circuit;
mod columns;
mod contents;
mod drawing;
mod emit;
mod errors;
mod kernels;
mod operation;
mod oracle;
mod placement;
mod reduce;
mod scan;
mod synth;
mod target;
mod template;
mod threads;
mod timing;

use pyo3::prelude::*;

// What threads share is behind locks that PyO3 takes or that wait with the interpreter released: no lock of the
// interpreter is relied on, and without one it stays off.
#[pymodule(gil_used = false)]
fn _core(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add("__version__", env!("CARGO_PKG_VERSION"))?;
    m.add_class::<angle::PyAngle>()?;
    m.add_class::<circuit::PyCircuit>()?;
    m.add_class::<operation::PyDefinition>()?;
    m.add_class::<operation::PyInstruction>()?;
    m.add_class::<operation::PyOperation>()?;
    m.add_class::<scan::PyProgram>()?;
    m.add_class::<target::PyTarget>()?;
    m.add_class::<template::PyDerived>()?;
    m.add_class::<template::PyProgram>()?;
    m.add_function(wrap_pyfunction!(operation::gate_table, m)?)?;
    m.add_function(wrap_pyfunction!(template::angle_slots, m)?)?;
    m.add_function(wrap_pyfunction!(template::fill_slots, m)?)?;
    m.add_function(wrap_pyfunction!(template::has_inner_slots, m)?)?;
    m.add_function(wrap_pyfunction!(oracle::judge, m)?)?;
    m.add_function(wrap_pyfunction!(placement::find_places, m)?)?;
    m.add_function(wrap_pyfunction!(placement::relocate, m)?)?;
    m.add_function(wrap_pyfunction!(scan::text_fault, m)?)?;
    m.add_function(wrap_pyfunction!(threads::stay_in_thread, m)?)?;
    kernels::register(m)?;
    reduce::register(m)?;
    synth::register(m)?;
    Ok(())
}
