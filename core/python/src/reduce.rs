// SPDX-License-Identifier: Apache-2.0
//! The steps by which a failing circuit is reduced.

use pyo3::prelude::*;
use qcompile_core::reduce;

use crate::angle::{self, PyAngle};
use crate::circuit::PyCircuit;

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let steps = PyModule::new(m.py(), "reduce")?;
    steps.add_function(wrap_pyfunction!(size, &steps)?)?;
    steps.add_function(wrap_pyfunction!(kept, &steps)?)?;
    steps.add_function(wrap_pyfunction!(hoisted, &steps)?)?;
    steps.add_function(wrap_pyfunction!(angles, &steps)?)?;
    steps.add_function(wrap_pyfunction!(with_angle, &steps)?)?;
    steps.add_function(wrap_pyfunction!(narrowed, &steps)?)?;
    m.add_submodule(&steps)
}

/// Number of operations, those of blocks included.
#[pyfunction]
fn size(circuit: &PyCircuit) -> PyResult<usize> {
    Ok(reduce::size(&*circuit.read()?))
}

/// Only the operations whose entry in `keep` is true.
#[pyfunction]
fn kept(circuit: &PyCircuit, keep: Vec<bool>) -> PyResult<PyCircuit> {
    Ok(PyCircuit::of(reduce::kept(&*circuit.read()?, &keep)))
}

/// Control flow replaced by the content of one of its blocks, or None.
#[pyfunction]
fn hoisted(circuit: &PyCircuit, number: usize, block: usize) -> PyResult<Option<PyCircuit>> {
    Ok(reduce::hoisted(&*circuit.read()?, number, block).map(PyCircuit::of))
}

/// (number of the operation, number of the angle, angle) of all library gates.
#[pyfunction]
fn angles(circuit: &PyCircuit) -> PyResult<Vec<(usize, usize, PyAngle)>> {
    let list = reduce::angles(&*circuit.read()?);
    Ok(list
        .into_iter()
        .map(|(n, k, a)| (n, k, PyAngle(a)))
        .collect())
}

/// One angle changed.
#[pyfunction]
fn with_angle(
    circuit: &PyCircuit,
    number: usize,
    k: usize,
    value: &Bound<'_, PyAny>,
) -> PyResult<PyCircuit> {
    let value = angle::extract(value)?;
    Ok(PyCircuit::of(reduce::with_angle(
        &*circuit.read()?,
        number,
        k,
        &value,
    )))
}

/// Without the wires that no operation uses.
#[pyfunction]
fn narrowed(circuit: &PyCircuit) -> PyResult<PyCircuit> {
    Ok(PyCircuit::of(reduce::narrowed(&*circuit.read()?)))
}
