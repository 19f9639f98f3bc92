// SPDX-License-Identifier: Apache-2.0
//! Operations and instructions as values, and the gate table.

use std::sync::Arc;

use num_complex::Complex64;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use qcompile_core::circuit::{Block, Condition, Definition, Instruction, Kind, Operation, Payload};
use qcompile_core::gate::Library;
use qcompile_core::{Gate, Symbol};

use crate::angle::{self, PyAngle};
use crate::circuit::PyCircuit;
use crate::contents::contents;
use crate::errors::bad_argument;

/// What an operation does, without its wires.
#[pyclass(name = "Instruction", module = "qcompile._core", frozen)]
#[derive(Clone)]
pub struct PyInstruction(pub Instruction);

/// A gate definition: name, formal parameters, body.
#[pyclass(name = "Definition", module = "qcompile._core", frozen)]
#[derive(Clone)]
pub struct PyDefinition(pub Arc<Definition>);

#[pymethods]
impl PyDefinition {
    /// `body` is None for an opaque gate.
    #[new]
    #[pyo3(signature = (name, params, qubits, body = None))]
    fn new(
        name: &str,
        params: Vec<String>,
        qubits: Vec<String>,
        body: Option<&PyCircuit>,
    ) -> PyResult<Self> {
        Ok(PyDefinition(Arc::new(Definition {
            name: name.into(),
            params: params.iter().map(|p| Symbol::named(p)).collect(),
            qubits: qubits.iter().map(|q| Arc::from(q.as_str())).collect(),
            body: body.map(|b| b.read().map(|c| (*c).clone())).transpose()?,
        })))
    }

    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    #[getter]
    fn num_qubits(&self) -> usize {
        self.0.qubits.len()
    }

    #[getter]
    fn num_params(&self) -> usize {
        self.0.params.len()
    }

    #[getter]
    fn is_opaque(&self) -> bool {
        self.0.body.is_none()
    }

    /// The names of the angles in the body.
    #[getter]
    fn parameters(&self) -> Vec<String> {
        self.0.params.iter().map(|p| p.name.to_string()).collect()
    }

    /// The body, over `num_qubits` qubits; None for an opaque gate.
    #[getter]
    fn body(&self) -> Option<PyCircuit> {
        self.0.body.clone().map(PyCircuit::of)
    }
}

fn angles(values: &[Bound<'_, PyAny>]) -> PyResult<Vec<qcompile_core::Angle>> {
    values.iter().map(angle::extract).collect()
}

/// A library gate by name; the number of angles is checked.
pub fn library_gate(name: &str, params: &[Bound<'_, PyAny>]) -> PyResult<Instruction> {
    let gate = Gate::from_name(name)
        .ok_or_else(|| bad_argument(format!("the library has no gate `{name}`")))?;
    if params.len() != gate.num_params() {
        return Err(bad_argument(format!(
            "gate `{}` takes {} angles, got {}",
            gate.name(),
            gate.num_params(),
            params.len()
        )));
    }
    Ok(Instruction::gate(gate, angles(params)?))
}

#[pymethods]
impl PyInstruction {
    #[staticmethod]
    #[pyo3(signature = (name, params = Vec::new()))]
    fn gate(name: &str, params: Vec<Bound<'_, PyAny>>) -> PyResult<Self> {
        library_gate(name, &params).map(PyInstruction)
    }

    #[staticmethod]
    #[pyo3(signature = (definition, params = Vec::new()))]
    fn call(definition: &PyDefinition, params: Vec<Bound<'_, PyAny>>) -> PyResult<Self> {
        let d = &definition.0;
        if params.len() != d.params.len() {
            return Err(bad_argument(format!(
                "gate `{}` takes {} angles, got {}",
                d.name,
                d.params.len(),
                params.len()
            )));
        }
        let kind = if d.body.is_some() {
            Kind::Call
        } else {
            Kind::Opaque
        };
        let payload = Payload::Call {
            definition: d.clone(),
            params: angles(&params)?,
        };
        Ok(PyInstruction(Instruction::with(kind, payload)))
    }

    /// Row-major, first qubit least significant; the caller checked that it is unitary.
    #[staticmethod]
    #[pyo3(signature = (matrix, label = None))]
    fn unitary(matrix: Vec<Complex64>, label: Option<String>) -> Self {
        PyInstruction(Instruction::with(
            Kind::Unitary,
            Payload::Unitary { matrix, label },
        ))
    }

    #[staticmethod]
    fn diagonal(phases: Vec<f64>) -> Self {
        PyInstruction(Instruction::with(
            Kind::Diagonal,
            Payload::Diagonal { phases },
        ))
    }

    #[staticmethod]
    fn permutation(image: Vec<u32>) -> Self {
        PyInstruction(Instruction::with(
            Kind::Permutation,
            Payload::Permutation { image },
        ))
    }

    #[staticmethod]
    fn multiplexer(selects: u32, cases: Vec<PyRef<'_, PyInstruction>>) -> Self {
        let cases = cases.iter().map(|c| c.0.clone()).collect();
        PyInstruction(Instruction::with(
            Kind::Multiplexer,
            Payload::Multiplexer { selects, cases },
        ))
    }

    #[staticmethod]
    fn pauli_evolution(
        strings: Vec<(String, Bound<'_, PyAny>)>,
        time: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        let strings = strings
            .into_iter()
            .map(|(s, a)| Ok((s, angle::extract(&a)?)))
            .collect::<PyResult<_>>()?;
        let payload = Payload::PauliEvolution {
            strings,
            time: angle::extract(time)?,
        };
        Ok(PyInstruction(Instruction::with(
            Kind::PauliEvolution,
            payload,
        )))
    }

    #[staticmethod]
    fn channel(kraus: Vec<Vec<Complex64>>) -> Self {
        PyInstruction(Instruction::with(Kind::Channel, Payload::Channel { kraus }))
    }

    /// `measure`, `reset`, `barrier`, `release`, `break` or `continue`.
    #[staticmethod]
    fn bare(name: &str) -> PyResult<Self> {
        let kind = match name {
            "measure" => Kind::Measure,
            "reset" => Kind::Reset,
            "barrier" => Kind::Barrier,
            "release" => Kind::Release,
            "break" => Kind::Break,
            "continue" => Kind::Continue,
            _ => return Err(bad_argument(format!("no operation is called `{name}`"))),
        };
        Ok(PyInstruction(Instruction::bare(kind)))
    }

    #[staticmethod]
    fn allocate(clean: bool) -> Self {
        PyInstruction(Instruction::with(
            Kind::Allocate,
            Payload::Allocate { clean },
        ))
    }

    #[staticmethod]
    fn pulse(text: String) -> Self {
        PyInstruction(Instruction::with(Kind::Pulse, Payload::Pulse { text }))
    }

    /// `unit` is `ns` or `dt`.
    #[staticmethod]
    fn delay(duration: f64, unit: &str) -> PyResult<Self> {
        use qcompile_core::circuit::operation::Duration;
        let duration = match unit {
            "ns" => Duration::Nanoseconds(duration),
            "dt" if duration >= 0.0 => Duration::Steps(duration as u64),
            _ => return Err(bad_argument(format!("no unit of time is called `{unit}`"))),
        };
        Ok(PyInstruction(Instruction::with(
            Kind::Delay,
            Payload::Delay { duration },
        )))
    }

    fn controlled(&self, polarity: Vec<bool>) -> PyResult<Self> {
        if !self.0.kind.is_unitary() {
            return Err(bad_argument(format!(
                "{:?} cannot be controlled",
                self.0.kind
            )));
        }
        Ok(PyInstruction(self.0.clone().controlled(&polarity)))
    }

    fn inverse(&self) -> PyResult<Self> {
        let inverse = self.0.inverse();
        inverse
            .map(PyInstruction)
            .ok_or_else(|| bad_argument("the instruction has no inverse"))
    }

    #[getter]
    fn name(&self) -> String {
        name(&self.0)
    }

    /// What it carries beyond its angles.
    #[getter]
    fn contents<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        contents(py, &self.0, &[])
    }

    #[getter]
    fn parameters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        parameters(py, &self.0)
    }

    fn __eq__(&self, other: &PyInstruction) -> bool {
        self.0 == other.0
    }

    fn __repr__(&self) -> String {
        format!("Instruction({})", name(&self.0))
    }
}

/// The name users know an instruction by.
pub fn name(i: &Instruction) -> String {
    if let (Some(payload), Kind::Call | Kind::Opaque) = (&i.payload, i.kind) {
        if let Payload::Call { definition, .. } = &**payload {
            return definition.name.to_string();
        }
    }
    match i.kind {
        Kind::Gate(g) => g.name().into(),
        Kind::PauliEvolution => "pauli_evolution".into(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn parameters<'py>(py: Python<'py>, i: &Instruction) -> PyResult<Bound<'py, PyList>> {
    let own: &[qcompile_core::Angle] = match i.payload.as_deref() {
        Some(Payload::Call { params, .. }) => params,
        Some(Payload::Controlled { base, .. }) => &base.params,
        _ => &i.params,
    };
    PyList::new(
        py,
        own.iter()
            .map(|a| angle::to_python(py, a))
            .collect::<PyResult<Vec<_>>>()?,
    )
}

/// One operation of a circuit, as it was when it was asked for.
#[pyclass(name = "Operation", module = "qcompile._core", frozen)]
pub struct PyOperation {
    pub operation: Operation,
    /// Its index in the circuit; the cursor's handle.
    pub index: u32,
}

impl PyOperation {
    fn blocks_of(&self) -> Vec<&Block> {
        match self.operation.instruction.payload.as_deref() {
            Some(Payload::If {
                then, otherwise, ..
            }) => std::iter::once(then).chain(otherwise.as_ref()).collect(),
            Some(
                Payload::For { body, .. }
                | Payload::While { body, .. }
                | Payload::Region { body, .. },
            ) => vec![body],
            Some(Payload::Switch { cases, default, .. }) => cases
                .iter()
                .map(|(_, b)| b)
                .chain(default.as_ref())
                .collect(),
            _ => Vec::new(),
        }
    }
}

#[pymethods]
impl PyOperation {
    #[getter]
    fn index(&self) -> u32 {
        self.index
    }

    #[getter]
    fn name(&self) -> String {
        name(&self.operation.instruction)
    }

    #[getter]
    fn qubits(&self) -> Vec<usize> {
        self.operation
            .wires
            .iter()
            .filter(|w| !w.is_bit())
            .map(|w| w.index())
            .collect()
    }

    #[getter]
    fn bits(&self) -> Vec<usize> {
        self.operation
            .wires
            .iter()
            .filter(|w| w.is_bit())
            .map(|w| w.index())
            .collect()
    }

    /// Floats where values are known, `Angle` expressions where they are not.
    #[getter]
    fn parameters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        parameters(py, &self.operation.instruction)
    }

    /// The angles in their exact form.
    #[getter]
    fn angles(&self) -> Vec<PyAngle> {
        self.operation
            .instruction
            .params
            .iter()
            .map(|a| PyAngle(a.clone()))
            .collect()
    }

    #[getter]
    fn instruction(&self) -> PyInstruction {
        PyInstruction(self.operation.instruction.clone())
    }

    /// (line, column) counted from 1, or None.
    #[getter]
    fn place(&self) -> Option<(u32, u16)> {
        let p = self.operation.place;
        (p.line > 0).then_some((p.line, p.column))
    }

    /// For a controlled instruction: which controls fire on |1>; else empty.
    #[getter]
    fn polarity(&self) -> Vec<bool> {
        match self.operation.instruction.payload.as_deref() {
            Some(Payload::Controlled { polarity, .. }) => polarity.clone(),
            _ => Vec::new(),
        }
    }

    /// For a controlled instruction: what is controlled.
    #[getter]
    fn base(&self) -> Option<PyInstruction> {
        match self.operation.instruction.payload.as_deref() {
            Some(Payload::Controlled { base, .. }) => Some(PyInstruction(base.clone())),
            _ => None,
        }
    }

    /// What it carries beyond its angles; conditions name the circuit's bits.
    #[getter]
    fn contents<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        contents(py, &self.operation.instruction, &self.bits())
    }

    /// The condition's text, for `if` and `while`.
    #[getter]
    fn condition(&self) -> Option<String> {
        let bits = self.bits();
        match self.operation.instruction.payload.as_deref() {
            Some(Payload::If { condition, .. } | Payload::While { condition, .. }) => {
                Some(describe(condition, &bits))
            }
            _ => None,
        }
    }

    /// Circuits of the blocks the operation owns, over its own wires in order.
    #[getter]
    fn blocks(&self) -> Vec<PyCircuit> {
        let (qubits, bits) = (self.qubits().len() as u32, self.bits().len() as u32);
        self.blocks_of()
            .into_iter()
            .map(|b| PyCircuit::of(b.to_circuit(qubits, bits)))
            .collect()
    }

    fn __repr__(&self) -> String {
        let i = &self.operation.instruction;
        let params: Vec<String> = i.params.iter().map(ToString::to_string).collect();
        let params = if params.is_empty() {
            String::new()
        } else {
            format!("({})", params.join(", "))
        };
        format!("<{}{params} {:?}>", name(i), self.operation.wires)
    }
}

/// A condition in words, with the circuit's bit numbers.
pub fn describe(c: &Condition, bits: &[usize]) -> String {
    let number = |value: &[bool]| -> String {
        value
            .iter()
            .rev()
            .map(|&b| if b { '1' } else { '0' })
            .collect()
    };
    let names = |list: &[u32]| -> String {
        let all: Vec<_> = list
            .iter()
            .rev()
            .map(|&b| format!("c{}", bits[b as usize]))
            .collect();
        all.join("")
    };
    let join = |cs: &[Condition], with: &str| -> String {
        cs.iter()
            .map(|c| format!("({})", describe(c, bits)))
            .collect::<Vec<_>>()
            .join(with)
    };
    match c {
        Condition::Constant(v) => v.to_string(),
        Condition::Bit(b) => format!("c{}", bits[*b as usize]),
        Condition::Equals { bits: b, value } => format!("{}=={}", names(b), number(value)),
        Condition::Less { bits: b, value } => format!("{}<{}", names(b), number(value)),
        Condition::Not(c) => format!("!({})", describe(c, bits)),
        Condition::And(cs) => join(cs, " && "),
        Condition::Or(cs) => join(cs, " || "),
        Condition::Xor(cs) => join(cs, " ^ "),
    }
}

/// Facts of every library gate, for documentation and tests.
#[pyfunction]
pub fn gate_table(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    let rows = Gate::ALL.iter().map(|g| {
        let r = g.record();
        let row = PyDict::new(py);
        row.set_item("name", r.name)?;
        row.set_item("aliases", r.aliases.to_vec())?;
        row.set_item("qubits", r.qubits)?;
        row.set_item("parameters", r.parameters.to_vec())?;
        let library = match r.library {
            Library::Qelib1 => "qelib1",
            Library::Qelib1Longer => "qelib1-longer",
            Library::Native => "native",
        };
        row.set_item("library", library)?;
        row.set_item("symmetric", r.symmetric)?;
        row.set_item("help", r.help)?;
        Ok(row)
    });
    PyList::new(py, rows.collect::<PyResult<Vec<_>>>()?)
}
