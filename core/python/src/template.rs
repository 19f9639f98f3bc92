// SPDX-License-Identifier: Apache-2.0
//! Templates: merged runs, and programs from parameter values to angles over numpy arrays.

use std::cell::RefCell;

use numpy::{PyReadonlyArrayDyn, PyReadwriteArrayDyn};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use qcompile_core::template::{
    fill, inside, merge_pairs, merge_runs, slots, Derived, Program, Unmet,
};
use qcompile_core::Symbol;

use crate::circuit::PyCircuit;
use crate::errors::{bad_argument, from_pass, Raise};
use crate::target::PyTarget;

/// Angles that are functions of parameters.
#[pyclass(name = "DerivedAngles", module = "qcompile._core")]
#[derive(Default)]
pub struct PyDerived(Vec<Derived>);

#[pymethods]
impl PyDerived {
    #[new]
    fn new() -> Self {
        PyDerived::default()
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// Merge runs of one-qubit gates at unknown angles where that saves gates.
    fn merge(&mut self, py: Python<'_>, circuit: &PyCircuit, target: &PyTarget) -> PyResult<bool> {
        let (all, target) = (&mut self.0, &target.0);
        circuit.compute(py, |c| merge_runs(c, target, all).map_err(from_pass))
    }

    /// Make blocks on two qubits at unknown angles anew where that takes fewer native gates. What is written is not native
    /// yet.
    fn merge_pairs(
        &mut self,
        py: Python<'_>,
        circuit: &PyCircuit,
        target: &PyTarget,
    ) -> PyResult<bool> {
        let (all, target) = (&mut self.0, &target.0);
        circuit.compute(py, |c| Ok(merge_pairs(c, target, all)))
    }
}

/// From parameter values to the angles of every slot, then the global phase.
#[pyclass(name = "AngleProgram", module = "qcompile._core", frozen)]
pub struct PyProgram(Program);

thread_local! {
    /// Intermediate results, so that binding asks for no memory.
    static SCRATCH: RefCell<Vec<f64>> = const { RefCell::new(Vec::new()) };
}

type Values<'py> = PyReadonlyArrayDyn<'py, f64>;
type Room<'py> = PyReadwriteArrayDyn<'py, f64>;

/// Assignments handled with the interpreter lock held: letting it go and taking it again costs more.
const SHORT: usize = 4;

#[pymethods]
impl PyProgram {
    /// `parameters`: names of the inputs, in order.
    #[new]
    fn new(circuit: &PyCircuit, parameters: Vec<String>, derived: &PyDerived) -> PyResult<Self> {
        let circuit = circuit.read()?;
        let symbol = |name: &String| {
            let known = circuit.parameters.iter().find(|s| *s.name == **name);
            known.cloned().unwrap_or_else(|| Symbol::named(name))
        };
        let parameters: Vec<Symbol> = parameters.iter().map(symbol).collect();
        Program::new(&circuit, &parameters, &derived.0)
            .map(PyProgram)
            .ok_or_else(|| bad_argument("the circuit has parameters that are not among the inputs"))
    }

    #[getter]
    fn inputs(&self) -> usize {
        self.0.inputs()
    }

    #[getter]
    fn outputs(&self) -> usize {
        self.0.outputs()
    }

    /// Angles of one assignment, or of one in each row, into `out`.
    fn bind(&self, py: Python<'_>, values: Values<'_>, mut out: Room<'_>) -> PyResult<()> {
        let rows = self.rows(values.as_array().shape(), "values", self.0.inputs())?;
        if rows != self.rows(out.as_array().shape(), "out", self.0.outputs())? {
            return Err(bad_argument(
                "`out` has another number of rows than `values`",
            ));
        }
        let (values, out) = (values.as_slice()?, out.as_slice_mut()?);
        if rows < SHORT {
            let (inputs, outputs) = (self.0.inputs(), self.0.outputs());
            SCRATCH.with_borrow_mut(|scratch| {
                for r in 0..rows {
                    let own = &values[r * inputs..(r + 1) * inputs];
                    let room = &mut out[r * outputs..(r + 1) * outputs];
                    let bound = self.0.bind(own, room, scratch);
                    bound.map_err(|unmet| from_unmet(Unmet { row: r, ..unmet }))?;
                }
                Ok(())
            })
        } else {
            py.detach(|| self.0.bind_all(values, out))
                .map_err(from_unmet)
        }
    }

    /// `circuit`, whose slots these are, at one assignment.
    fn circuit_at(&self, circuit: &PyCircuit, values: Values<'_>) -> PyResult<PyCircuit> {
        self.rows(values.as_array().shape(), "values", self.0.inputs())?;
        let mut angles = vec![0.0; self.0.outputs()];
        self.0
            .bind(values.as_slice()?, &mut angles, &mut Vec::new())
            .map_err(from_unmet)?;
        Ok(PyCircuit::of(fill(&*circuit.read()?, &angles)))
    }

    /// Gradients of the values, given those of the outputs, row by row into `out`. True where a motion that no angle makes
    /// counted as none.
    fn vjp(
        &self,
        py: Python<'_>,
        values: Values<'_>,
        gradient: Values<'_>,
        mut out: Room<'_>,
    ) -> PyResult<bool> {
        let (inputs, outputs) = (self.0.inputs(), self.0.outputs());
        let rows = self.rows(values.as_array().shape(), "values", inputs)?;
        let same = [
            self.rows(gradient.as_array().shape(), "gradient", outputs)?,
            self.rows(out.as_array().shape(), "out", inputs)?,
        ];
        if same != [rows; 2] {
            return Err(bad_argument("arrays of different numbers of rows"));
        }
        let (values, gradient) = (values.as_slice()?, gradient.as_slice()?);
        let out = out.as_slice_mut()?;
        py.detach(|| {
            out.fill(0.0);
            let mut dropped = false;
            for r in 0..rows {
                let g = &gradient[r * outputs..(r + 1) * outputs];
                let own = r * inputs..(r + 1) * inputs;
                let made = self.0.vjp(&values[own.clone()], g, &mut out[own]);
                dropped |= made.map_err(|unmet| Unmet { row: r, ..unmet })?;
            }
            Ok(dropped)
        })
        .map_err(from_unmet)
    }

    /// Changes of the outputs, given those of the values, row by row into `out`. True as for `vjp`.
    fn jvp(
        &self,
        py: Python<'_>,
        values: Values<'_>,
        direction: Values<'_>,
        mut out: Room<'_>,
    ) -> PyResult<bool> {
        let (inputs, outputs) = (self.0.inputs(), self.0.outputs());
        let rows = self.rows(values.as_array().shape(), "values", inputs)?;
        let same = [
            self.rows(direction.as_array().shape(), "direction", inputs)?,
            self.rows(out.as_array().shape(), "out", outputs)?,
        ];
        if same != [rows; 2] {
            return Err(bad_argument("arrays of different numbers of rows"));
        }
        let (values, direction) = (values.as_slice()?, direction.as_slice()?);
        let out = out.as_slice_mut()?;
        py.detach(|| {
            let mut dropped = false;
            for r in 0..rows {
                let own = r * inputs..(r + 1) * inputs;
                let room = &mut out[r * outputs..(r + 1) * outputs];
                let made = self.0.jvp(&values[own.clone()], &direction[own], room);
                dropped |= made.map_err(|unmet| Unmet { row: r, ..unmet })?;
            }
            Ok(dropped)
        })
        .map_err(from_unmet)
    }

    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.to_bytes())
    }

    #[staticmethod]
    fn from_bytes(data: &[u8]) -> PyResult<Self> {
        Program::from_bytes(data)
            .map(PyProgram)
            .ok_or_else(|| bad_argument("not the bytes of a program"))
    }
}

impl PyProgram {
    /// How many rows an array of this shape has.
    fn rows(&self, shape: &[usize], what: &str, width: usize) -> PyResult<usize> {
        match *shape {
            [w] if w == width => Ok(1),
            [rows, w] if w == width => Ok(rows),
            _ => Err(bad_argument(format!(
                "`{what}` has shape {shape:?}; it is ({width},) or (rows, {width})"
            ))),
        }
    }
}

fn from_unmet(Unmet { row, off }: Unmet) -> PyErr {
    let message = format!("assignment {row}: a merged block is off by {off:.1e}");
    Raise::new("SemanticError", "QC248", message)
        .help("make the template with `blocks=\"keep\"`, and please report the circuit and the values")
        .into()
}

/// (operation, which of its angles) of every angle that is not a number.
#[pyfunction]
pub fn angle_slots(circuit: &PyCircuit) -> PyResult<Vec<(u32, usize)>> {
    let circuit = circuit.read()?;
    Ok(slots(&circuit)
        .into_iter()
        .map(|(op, k)| (op.0, k))
        .collect())
}

/// The circuit with numbers in its slots, the global phase last; those that are NaN stay as they are.
#[pyfunction]
pub fn fill_slots(circuit: &PyCircuit, values: Values<'_>) -> PyResult<PyCircuit> {
    let circuit = circuit.read()?;
    Ok(PyCircuit::of(fill(&circuit, values.as_slice()?)))
}

/// Whether an operation in a block has an angle that is not a number.
#[pyfunction]
pub fn has_inner_slots(circuit: &PyCircuit) -> PyResult<bool> {
    Ok(inside(&*circuit.read()?))
}
