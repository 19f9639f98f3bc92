// SPDX-License-Identifier: Apache-2.0
//! Column snapshots as bytes that numpy can view without copying.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use qcompile_core::columns::{apply, Columns, EditError};

use crate::circuit::PyCircuit;
use crate::errors::{bad_argument, Raise};

fn bytes<'py, const N: usize, T: Copy>(
    py: Python<'py>,
    column: &[T],
    encode: fn(T) -> [u8; N],
) -> Bound<'py, PyBytes> {
    let all: Vec<u8> = column.iter().flat_map(|&x| encode(x)).collect();
    PyBytes::new(py, &all)
}

#[pymethods]
impl PyCircuit {
    /// The circuit as columns: little-endian u32 (`angles`: f64), `names` a list, `version` a text.
    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let c = self.read()?;
        let columns = py.detach(|| Columns::of(&c));
        let all = PyDict::new(py);
        all.set_item("version", format!("{:032x}", columns.version))?;
        all.set_item("names", columns.names)?;
        for (name, column) in [
            ("kind", &columns.kind),
            ("qubit_start", &columns.qubit_start),
            ("qubits", &columns.qubits),
            ("angle_start", &columns.angle_start),
            ("line", &columns.line),
        ] {
            all.set_item(name, bytes(py, column, u32::to_le_bytes))?;
        }
        all.set_item("angles", bytes(py, &columns.angles, f64::to_le_bytes))?;
        Ok(all)
    }

    /// Remove rows of a snapshot and set angles `(row, index, radians)`, all or nothing.
    fn apply_columns(
        &self,
        version: &str,
        removed: Vec<u32>,
        angles: Vec<(u32, u32, f64)>,
    ) -> PyResult<()> {
        let taken = u128::from_str_radix(version, 16)
            .map_err(|_| bad_argument("not the version of a snapshot"))?;
        self.write(|c| {
            apply(c, taken, &removed, &angles).map_err(|e| match e {
                EditError::Stale => Raise::new("PipelineError", "QC410", e.to_string())
                    .help("take the columns again")
                    .into(),
                _ => bad_argument(e.to_string()),
            })
        })
    }
}
