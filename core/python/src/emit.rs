// SPDX-License-Identifier: Apache-2.0
//! Metrics, text and bytes out of the engine.

use std::io::{Error, Write};

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use qcompile_core::emit::{self, EmitError};
use qcompile_core::metrics::{first_uncounted, Metrics};
use qcompile_core::routing::without_spares;
use qcompile_core::{check, serial, Circuit};

use crate::circuit::PyCircuit;
use crate::errors::{bad_argument, from_emit, from_serial};

type Writer = fn(&Circuit, &mut (dyn Write + Send)) -> Result<(), EmitError>;

fn writer(format: &str) -> PyResult<Writer> {
    Ok(match format {
        "json" => emit::json,
        "qasm2" => emit::openqasm2,
        "qasm3" => emit::openqasm3,
        _ => {
            return Err(bad_argument(format!(
                "the engine writes no format `{format}`"
            )))
        }
    })
}

/// A Python file; remembers the exception a write raised.
struct File {
    write: Py<PyAny>,
    failure: Option<PyErr>,
}

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let done = Python::attach(|py| self.write.call1(py, (PyBytes::new(py, bytes),)).map(drop));
        done.map(|()| bytes.len()).map_err(|e| {
            self.failure = Some(e);
            Error::other("the file object raised an exception")
        })
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[pymethods]
impl PyCircuit {
    /// The metrics of the report as a dict.
    fn metrics<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let c = self.read()?;
        let m = py.detach(|| Metrics::of(&c));
        let all = PyDict::new(py);
        let counts = PyDict::new(py);
        for (name, count) in &m.counts {
            counts.set_item(name, count)?;
        }
        all.set_item("qubits", m.qubits)?;
        all.set_item("clbits", m.clbits)?;
        all.set_item("gates", m.gates)?;
        all.set_item("one_qubit", m.one_qubit)?;
        all.set_item("two_qubit", m.two_qubit)?;
        all.set_item("multi_qubit", m.multi_qubit)?;
        all.set_item("depth", m.depth)?;
        all.set_item("two_qubit_depth", m.two_qubit_depth)?;
        all.set_item("t_count", m.t_count)?;
        all.set_item("t_depth", m.t_depth)?;
        all.set_item("swaps", m.swaps)?;
        all.set_item("measurements", m.measurements)?;
        all.set_item("counts", counts)?;
        Ok(all)
    }

    /// Index of the first gate on three or more qubits, blocks included, or None.
    fn first_wide(&self, py: Python<'_>) -> PyResult<Option<u32>> {
        let c = self.read()?;
        Ok(py.detach(|| c.first_wide()).map(|op| op.0))
    }

    /// The first gate without a body, blocks and definitions included: (name, (line, column) or None).
    fn first_opaque(&self, py: Python<'_>) -> PyResult<Option<(String, Option<(u32, u16)>)>> {
        let c = self.read()?;
        let found = py.detach(|| c.first_opaque());
        Ok(found.map(|(name, place)| {
            let place = (place.line > 0).then_some((place.line, place.column));
            (name.to_string(), place)
        }))
    }

    /// The circuit without the wires on which nothing is and nothing happens, or None if it has none such.
    fn without_spares(&self, py: Python<'_>) -> PyResult<Option<PyCircuit>> {
        let c = self.read()?;
        Ok(py.detach(|| without_spares(&c)).map(PyCircuit::of))
    }

    /// The first operation without a T-count: (name, (line, column) or None, whether synthesis may find it exact).
    #[allow(clippy::type_complexity)] // a tuple that Python unpacks
    fn first_uncounted(
        &self,
        py: Python<'_>,
    ) -> PyResult<Option<(String, Option<(u32, u16)>, bool)>> {
        let c = self.read()?;
        let found = py.detach(|| first_uncounted(&c));
        Ok(found.map(|u| {
            let place = (u.place.line > 0).then_some((u.place.line, u.place.column));
            (u.name, place, u.may_be_exact)
        }))
    }

    /// The circuit as text.
    fn emit(&self, py: Python<'_>, format: &str) -> PyResult<String> {
        let (c, write) = (self.read()?, writer(format)?);
        let text = py.detach(|| {
            let mut text = Vec::new();
            write(&c, &mut text).map(|()| text)
        });
        let text = text.map_err(from_emit)?;
        Ok(String::from_utf8(text).expect("emitters write UTF-8"))
    }

    /// The circuit as UTF-8 text, handed to `write` piece by piece.
    fn emit_to(&self, py: Python<'_>, format: &str, write: Py<PyAny>) -> PyResult<()> {
        let (c, emitter) = (self.read()?, writer(format)?);
        let mut file = File {
            write,
            failure: None,
        };
        let done = py.detach(|| emitter(&c, &mut file));
        done.map_err(|e| file.failure.take().unwrap_or_else(|| from_emit(e)))
    }

    /// The circuit as bytes of a versioned format.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let c = self.read()?;
        Ok(PyBytes::new(py, &py.detach(|| serial::to_bytes(&c))))
    }

    /// The circuit that `to_bytes` gave.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, data: &[u8]) -> PyResult<PyCircuit> {
        let read = py.detach(|| serial::from_bytes(data));
        read.map(PyCircuit::of).map_err(from_serial)
    }

    /// 32 hexadecimal digits, the same for equal circuits in every run.
    fn structural_hash(&self, py: Python<'_>) -> PyResult<String> {
        let c = self.read()?;
        Ok(format!(
            "{:032x}",
            py.detach(|| serial::structural_hash(&c))
        ))
    }

    /// The invariants that do not hold, in words; none in a valid circuit.
    fn violations(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let c = self.read()?;
        let found = py.detach(|| check::check(&c)).err().unwrap_or_default();
        Ok(found.iter().map(ToString::to_string).collect())
    }
}
