// SPDX-License-Identifier: Apache-2.0
//! Verdicts of the oracle.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use qcompile_core::oracle::{self, Method, Options, Relation};

use crate::circuit::{panic_text, PyCircuit};
use crate::errors::{bad_argument, internal};

/// Compare two circuits, interpreter lock released. Returns the verdict's fields by name.
#[pyfunction]
#[pyo3(signature = (a, b, *, relation, method, tolerance, operator_qubits, instrument_qubits, state_qubits, stimuli, work, seed))]
#[allow(clippy::too_many_arguments, reason = "options cross as typed keywords")]
pub fn judge<'py>(
    py: Python<'py>,
    a: &PyCircuit,
    b: &PyCircuit,
    relation: Option<&str>,
    method: Option<&str>,
    tolerance: f64,
    operator_qubits: usize,
    instrument_qubits: usize,
    state_qubits: usize,
    stimuli: usize,
    work: f64,
    seed: u64,
) -> PyResult<Bound<'py, PyDict>> {
    let relation = relation
        .map(|name| {
            Relation::from_name(name)
                .ok_or_else(|| bad_argument(format!("there is no relation `{name}`")))
        })
        .transpose()?;
    let method = method
        .map(|name| {
            Method::from_name(name)
                .ok_or_else(|| bad_argument(format!("there is no method `{name}`")))
        })
        .transpose()?;
    let options = Options {
        relation,
        tolerance,
        method,
        operator_qubits,
        instrument_qubits,
        state_qubits,
        stimuli,
        work,
        seed,
    };
    let (a, b) = (a.read()?, b.read()?);
    let verdict = py
        .detach(|| std::panic::catch_unwind(|| oracle::judge(&a, &b, &options)))
        .map_err(|panic| internal(panic_text(&*panic)))?;
    let fields = PyDict::new(py);
    fields.set_item("verdict", verdict.answer.words())?;
    fields.set_item("relation", verdict.relation.name())?;
    fields.set_item("method", verdict.method)?;
    fields.set_item("error", verdict.error)?;
    fields.set_item("witness", verdict.witness)?;
    fields.set_item("reason", verdict.reason)?;
    Ok(fields)
}
