// SPDX-License-Identifier: Apache-2.0
//! Matrices, phases and amplitudes in, as the bytes of numpy arrays; circuits out.

use num_complex::Complex64;
use pyo3::prelude::*;
use qcompile_core::synth::dense::{from_rows, Matrix};
use qcompile_core::synth::door::{self, Written};
use qcompile_core::synth::draft::Draft;
use qcompile_core::synth::euler::Pauli;
use qcompile_core::synth::freedom::Freedom;
use qcompile_core::synth::multiplexer::terms_cost;
use qcompile_core::synth::numeric::{Effort, Entangler, Search};
use qcompile_core::synth::NoExpansion;

use crate::circuit::{panic_text, PyCircuit};
use crate::errors::{bad_argument, internal, Raise};
use crate::operation::PyInstruction;

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let synth = PyModule::new(m.py(), "synth")?;
    synth.add_function(wrap_pyfunction!(blocks, &synth)?)?;
    synth.add_function(wrap_pyfunction!(expanded, &synth)?)?;
    synth.add_function(wrap_pyfunction!(isometry, &synth)?)?;
    synth.add_function(wrap_pyfunction!(permutation, &synth)?)?;
    synth.add_function(wrap_pyfunction!(rotations, &synth)?)?;
    synth.add_function(wrap_pyfunction!(rotations_cost, &synth)?)?;
    synth.add_function(wrap_pyfunction!(state, &synth)?)?;
    synth.add_function(wrap_pyfunction!(on_levels, &synth)?)?;
    synth.add_function(wrap_pyfunction!(search, &synth)?)?;
    synth.add_function(wrap_pyfunction!(unitary, &synth)?)?;
    synth.add_function(wrap_pyfunction!(diagonal, &synth)?)?;
    m.add_submodule(&synth)
}

/// Circuit, phases before, phases after, error.
type Made = (PyCircuit, Vec<f64>, Vec<f64>, f64);

fn handed(w: Written) -> Made {
    (PyCircuit::of(w.circuit), w.before, w.after, w.error)
}

/// Work with the interpreter lock released; a panic is an error.
fn guarded<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    py.detach(|| std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)))
        .map_err(|panic| internal(panic_text(&*panic)))
}

fn made(py: Python<'_>, work: impl FnOnce() -> Written + Send) -> PyResult<Made> {
    guarded(py, work).map(handed)
}

/// Little-endian complex128.
fn complex(data: &[u8]) -> Vec<Complex64> {
    let number = |bytes: &[u8]| f64::from_le_bytes(bytes.try_into().expect("8 bytes"));
    data.chunks_exact(16)
        .map(|bytes| Complex64::new(number(&bytes[..8]), number(&bytes[8..])))
        .collect()
}

/// A square matrix, row by row.
fn square(data: &[u8]) -> PyResult<Matrix> {
    let entries = complex(data);
    let size = entries.len().isqrt();
    if size * size != entries.len() || size == 0 {
        return Err(bad_argument("a square matrix is needed"));
    }
    Ok(from_rows(size, &entries))
}

#[pyfunction]
#[pyo3(signature = (matrix, *, before, after, error, search))]
fn unitary(
    py: Python<'_>,
    matrix: &[u8],
    before: bool,
    after: bool,
    error: f64,
    search: bool,
) -> PyResult<Made> {
    let u = square(matrix)?;
    if !u.nrows().is_power_of_two() {
        return Err(bad_argument("a matrix of 2^n rows is needed"));
    }
    let freedom = Freedom { before, after };
    made(py, || door::unitary(&u, freedom, error, search))
}

/// `count` square matrices of one size, one after the other.
#[pyfunction]
#[pyo3(signature = (matrices, *, count, before, after))]
fn blocks(
    py: Python<'_>,
    matrices: &[u8],
    count: usize,
    before: bool,
    after: bool,
) -> PyResult<Made> {
    if !count.is_power_of_two() || matrices.len() % (16 * count) != 0 {
        return Err(bad_argument("2^k matrices of one size are needed"));
    }
    let parts = matrices.chunks_exact((matrices.len() / count).max(1));
    let parts: Vec<Matrix> = parts.map(square).collect::<PyResult<_>>()?;
    if parts.len() != count || !parts[0].nrows().is_power_of_two() {
        return Err(bad_argument("2^k matrices of 2^m rows are needed"));
    }
    let freedom = Freedom { before, after };
    made(py, || door::blocks(&parts, freedom))
}

#[pyfunction]
#[pyo3(signature = (instruction, wires, *, clean, dirty))]
fn expanded(
    instruction: &PyInstruction,
    wires: usize,
    clean: usize,
    dirty: usize,
) -> PyResult<PyCircuit> {
    match door::expanded(&instruction.0, wires, clean, dirty) {
        Ok(circuit) => Ok(PyCircuit::of(circuit)),
        Err(NoExpansion::Because(reason)) => Err(bad_argument(reason)),
        Err(NoExpansion::TooLarge) => Err(Raise::new(
            "LimitError",
            "QC601",
            "the gate takes more operations than can be written out",
        )
        .help("give it clean or dirty ancillas")
        .into()),
    }
}

#[pyfunction]
#[pyo3(signature = (matrix, *, codes, qubits, before, after, search))]
fn on_levels(
    py: Python<'_>,
    matrix: &[u8],
    codes: Vec<usize>,
    qubits: usize,
    before: bool,
    after: bool,
    search: bool,
) -> PyResult<Made> {
    let u = square(matrix)?;
    if codes.len() != u.nrows() || qubits > 16 || codes.iter().any(|c| c >> qubits > 0) {
        return Err(bad_argument("a basis state for each row is needed"));
    }
    let freedom = Freedom { before, after };
    made(py, || door::on_levels(&u, &codes, qubits, freedom, search))
}

#[pyfunction]
#[pyo3(signature = (amplitudes, *, error))]
fn state(py: Python<'_>, amplitudes: &[u8], error: f64) -> PyResult<Made> {
    let amplitudes = complex(amplitudes);
    if !amplitudes.len().is_power_of_two() {
        return Err(bad_argument("2^n amplitudes are needed"));
    }
    made(py, || door::state(&amplitudes, error))
}

#[pyfunction]
#[pyo3(signature = (matrix, *, columns, before))]
fn isometry(py: Python<'_>, matrix: &[u8], columns: usize, before: bool) -> PyResult<Made> {
    let entries = complex(matrix);
    let rows = entries.len() / columns.max(1);
    if !rows.is_power_of_two() || rows * columns != entries.len() || columns > rows {
        return Err(bad_argument("columns of 2^n rows are needed"));
    }
    let columns = Matrix::from_row_slice(rows, columns, &entries);
    let freedom = Freedom {
        before,
        after: false,
    };
    made(py, || door::isometry(&columns, freedom))
}

/// None if the table is no permutation of 2^n values.
#[pyfunction]
fn permutation(py: Python<'_>, table: Vec<usize>) -> PyResult<Option<Made>> {
    guarded(py, || door::permutation(&table)).map(|found| found.map(handed))
}

/// What stands between prefix and suffix; None if nothing is found.
#[pyfunction]
#[pyo3(signature = (columns, rows, *, before, after, ignored, prefix, suffix, allowed, couplings, uses_cx, most, budget, starts, iterations))]
#[allow(clippy::too_many_arguments)] // one keyword an option
fn search(
    py: Python<'_>,
    columns: &[u8],
    rows: usize,
    before: bool,
    after: bool,
    ignored: Vec<bool>,
    prefix: &PyCircuit,
    suffix: &PyCircuit,
    allowed: Option<Vec<Vec<[usize; 2]>>>,
    couplings: Vec<[usize; 2]>,
    uses_cx: bool,
    most: usize,
    budget: usize,
    starts: usize,
    iterations: usize,
) -> PyResult<Option<Made>> {
    let entries = complex(columns);
    if !rows.is_power_of_two() || entries.len() % rows != 0 {
        return Err(bad_argument("columns of 2^n rows are needed"));
    }
    let part = |circuit: &PyCircuit, what: &str| -> PyResult<Draft> {
        door::draft_of(&*circuit.read()?).ok_or_else(|| {
            Raise::new(
                "SemanticError",
                "QC230",
                format!("a {what} has gates on one qubit, cx and cz, with numbers for angles"),
            )
            .help("compile it with basis=\"u,cx,cz\"")
            .into()
        })
    };
    let given = Search {
        entangler: if uses_cx {
            Entangler::Cx
        } else {
            Entangler::Cz
        },
        couplings,
        prefix: part(prefix, "prefix")?,
        suffix: part(suffix, "suffix")?,
        allowed,
        most_pairs: most,
        budget,
        effort: Effort { starts, iterations },
    };
    let columns = Matrix::from_row_slice(rows, entries.len() / rows, &entries);
    let freedom = Freedom { before, after };
    let found = guarded(py, || door::search(&columns, freedom, &ignored, &given))?;
    Ok(found.map(handed))
}

#[pyfunction]
#[pyo3(signature = (axis, terms, *, from_zero))]
fn rotations(py: Python<'_>, axis: &str, terms: Vec<f64>, from_zero: bool) -> PyResult<Made> {
    let axis = match axis {
        "x" => Pauli::X,
        "y" => Pauli::Y,
        "z" => Pauli::Z,
        _ => return Err(bad_argument("an axis is x, y or z")),
    };
    if !terms.len().is_power_of_two() {
        return Err(bad_argument("2^k terms are needed"));
    }
    made(py, || door::rotations(axis, &terms, from_zero))
}

#[pyfunction]
fn rotations_cost(terms: Vec<f64>) -> usize {
    terms_cost(&terms)
}

#[pyfunction]
#[pyo3(signature = (phases, *, error))]
fn diagonal(py: Python<'_>, phases: Vec<f64>, error: f64) -> PyResult<Made> {
    if !phases.len().is_power_of_two() {
        return Err(bad_argument("2^n phases are needed"));
    }
    made(py, || door::phases(&phases, error))
}
