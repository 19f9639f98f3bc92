// SPDX-License-Identifier: Apache-2.0
//! OpenQASM 2 being read: the scanner, and the entry points of the grammar's semantic analysis.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use qcompile_core::angle::{EvalReason, ExprLimits};
use qcompile_core::circuit::Place;
use qcompile_core::scan::body::Body;
use qcompile_core::scan::header::Origin;
use qcompile_core::scan::names::Name;
use qcompile_core::scan::{self, Cursor, Guard, Limit, Limits, Operand, Program, Refusal, Stop};
use qcompile_core::Symbol;

use crate::angle::PyAngle;
use crate::circuit::{panic_text, PyCircuit};
use crate::errors::{internal, Raise};

/// A place in the text: byte offset, line from 1, byte offset of the line's start.
type Position = (usize, u32, usize);
/// Start, size, whether the whole register is meant.
type OperandParts = (u32, u32, bool);
/// First bit of the register, and the bits of the value; None if it is too wide.
type GuardParts = (u32, Option<Vec<bool>>);

/// The value of an expression, or why it has none and the bytes to blame.
#[derive(IntoPyObject)]
enum Value {
    Angle(PyAngle),
    Fault((&'static str, usize, usize)),
}

fn cursor((at, line, line_start): Position) -> Cursor {
    Cursor {
        at,
        line,
        line_start,
    }
}

fn position(c: Cursor) -> Position {
    (c.at, c.line, c.line_start)
}

fn operand((start, size, whole): OperandParts) -> Operand {
    Operand { start, size, whole }
}

fn guard(parts: Option<GuardParts>) -> Option<Guard> {
    parts.map(|(start, value)| Guard { start, value })
}

fn over(limit: Limit, limits: &Limits) -> PyErr {
    let (code, name, what, figure) = match limit {
        Limit::Qubits => ("QC603", "qubits", "qubits and bits", limits.qubits),
        Limit::Operations => (
            "QC604",
            "operations",
            "operations, definitions expanded",
            limits.operations,
        ),
        Limit::Operands => (
            "QC607",
            "operands",
            "operands of all operations",
            limits.operands,
        ),
        Limit::Depth => (
            "QC605",
            "depth",
            "definitions that call each other",
            limits.depth.into(),
        ),
    };
    Raise::new(
        "LimitError",
        code,
        format!("more than {figure} {what}, which is the limit"),
    )
    .help(format!("raise it with `--limit {name}=N`"))
    .into()
}

/// A program being read; `qcompile/frontends` drives it.
#[pyclass(name = "Program", module = "qcompile._core")]
pub struct PyProgram(Program);

impl PyProgram {
    fn done(&self, outcome: Result<(), Refusal>) -> PyResult<()> {
        outcome.map_err(|refusal| match refusal {
            Refusal::Limit(limit) => over(limit, &self.0.limits),
            Refusal::Sizes | Refusal::Repeated => {
                internal("operands the semantic analysis should have refused")
            }
        })
    }

    fn place(&self, line: u32, column: u32) -> Place {
        Place {
            line,
            column: u16::try_from(column).unwrap_or(u16::MAX),
            file: self.0.file,
        }
    }
}

#[pymethods]
impl PyProgram {
    #[new]
    #[allow(
        clippy::too_many_arguments,
        reason = "keywords of one call from Python"
    )]
    #[pyo3(signature = (*, qubits, operations, operands, depth, nesting, terms, list, name))]
    fn new(
        qubits: u64,
        operations: u64,
        operands: u64,
        depth: u32,
        nesting: usize,
        terms: usize,
        list: usize,
        name: usize,
    ) -> PyProgram {
        PyProgram(Program::new(Limits {
            qubits,
            operations,
            operands,
            depth,
            nesting,
            terms,
            list,
            name,
        }))
    }

    /// The limits in force when nobody asks for others, by name.
    #[staticmethod]
    fn default_limits() -> Vec<(&'static str, u64)> {
        let l = Limits::default();
        let e = ExprLimits::default();
        vec![
            ("qubits", l.qubits),
            ("operations", l.operations),
            ("operands", l.operands),
            ("depth", l.depth.into()),
            ("nesting", e.nesting as u64),
            ("terms", e.terms as u64),
            ("list", l.list as u64),
            ("name", l.name as u64),
        ]
    }

    /// Read statements; returns where it stopped and whether at the `end`, at a `statement` left to the grammar,
    /// or because `budget` was used up.
    fn scan(
        &mut self,
        py: Python<'_>,
        data: &Bound<'_, PyBytes>,
        place: Position,
        budget: usize,
    ) -> PyResult<(Position, &'static str)> {
        let (text, program) = (data.as_bytes(), &mut self.0);
        let mut at = cursor(place);
        let stop = py
            .detach(|| {
                catch_unwind(AssertUnwindSafe(|| {
                    scan::scan(program, text, &mut at, budget)
                }))
            })
            .map_err(|panic| internal(panic_text(&*panic)))?;
        let stop = match stop {
            Stop::End => "end",
            Stop::Statement => "statement",
            Stop::Budget => "budget",
        };
        Ok((position(at), stop))
    }

    /// The place at a later offset.
    #[staticmethod]
    fn advance(data: &Bound<'_, PyBytes>, place: Position, offset: usize) -> Position {
        let mut at = cursor(place);
        at.move_to(data.as_bytes(), offset);
        position(at)
    }

    /// What a name stands for: ("keyword", 0, 0), ("qreg" or "creg", start, size), or where a gate comes from
    /// ("builtin", "published", "longer", "program") with its numbers of angles and qubits.
    fn lookup(&self, name: &str) -> Option<(&'static str, u32, u32)> {
        Some(match self.0.names.get(name.as_bytes())? {
            Name::Keyword(_) => ("keyword", 0, 0),
            Name::Qubits { start, size } => ("qreg", start, size),
            Name::Bits { start, size } => ("creg", start, size),
            Name::Gate(g) => {
                let entry = self.0.names.gate(g);
                let origin = match entry.origin {
                    Origin::Builtin => "builtin",
                    Origin::Published => "published",
                    Origin::Longer => "longer",
                    Origin::Program => "program",
                };
                (origin, entry.params, entry.qubits)
            }
        })
    }

    /// Names of all gates in force, sorted.
    fn gate_names(&self) -> Vec<String> {
        self.0.names.gate_names()
    }

    /// The version line was read.
    #[getter]
    fn get_started(&self) -> bool {
        self.0.started
    }

    #[setter]
    fn set_started(&mut self, started: bool) {
        self.0.started = started;
    }

    /// A definition is being read.
    #[getter]
    fn in_body(&self) -> bool {
        self.0.body.is_some()
    }

    /// Name of the definition being read.
    #[getter]
    fn definition(&self) -> Option<&str> {
        self.0.body.as_ref().map(|b| &*b.name)
    }

    /// Number of a formal qubit of the definition being read.
    fn formal_qubit(&self, name: &str) -> Option<u32> {
        self.0.body.as_ref()?.qubit(name.as_bytes())
    }

    /// Whether the definition being read has a parameter of that name.
    fn has_parameter(&self, name: &str) -> bool {
        let body = self.0.body.as_ref();
        body.is_some_and(|b| b.parameter(name.as_bytes()).is_some())
    }

    /// Name the source that places refer to from now on.
    fn add_source(&mut self, path: &str) -> usize {
        self.0.circuit.sources.push(path.into());
        let index = self.0.circuit.sources.len() - 1;
        self.set_source(index);
        index
    }

    fn set_source(&mut self, index: usize) {
        self.0.file = u8::try_from(index).unwrap_or(u8::MAX);
    }

    /// Bring in the header; returns the name that is taken already, if one is.
    fn include_header(&mut self) -> Option<&'static str> {
        self.0.names.include_header()
    }

    fn declare(&mut self, name: &str, size: u32, quantum: bool) -> PyResult<()> {
        let limits = self.0.limits;
        let done = self.0.declare(name, size, quantum);
        done.map_err(|limit| over(limit, &limits))
    }

    fn begin_gate(&mut self, name: &str, params: Vec<String>, qubits: Vec<String>) {
        let params = params.iter().map(|p| Symbol::named(p)).collect();
        let qubits = qubits.iter().map(|q| Arc::from(q.as_str())).collect();
        self.0.body = Some(Box::new(Body::new(name, params, qubits)));
    }

    fn end_gate(&mut self) -> PyResult<()> {
        let limits = self.0.limits;
        self.0.end_gate().map_err(|limit| over(limit, &limits))
    }

    fn opaque(&mut self, name: &str, params: Vec<String>, qubits: Vec<String>) {
        let params = params.iter().map(|p| Symbol::named(p)).collect();
        let qubits = qubits.iter().map(|q| Arc::from(q.as_str())).collect();
        self.0.opaque(name, params, qubits);
    }

    /// A statement begins; its expressions share one limit.
    fn begin_statement(&mut self) {
        self.0.evaluator.begin();
    }

    /// Value of the expression at `start`; or why it has none, and the bytes to blame.
    fn evaluate(&mut self, data: &Bound<'_, PyBytes>, start: usize) -> Value {
        let Program {
            evaluator, body, ..
        } = &mut self.0;
        let names = |name: &[u8]| body.as_ref()?.parameter(name);
        match evaluator.evaluate(data.as_bytes(), start, &names) {
            Ok((angle, _)) => Value::Angle(PyAngle(angle)),
            Err(e) => {
                let reason = match e.reason {
                    EvalReason::Syntax => "syntax",
                    EvalReason::UnknownName => "name",
                    EvalReason::Terms | EvalReason::TooLarge => "terms",
                    EvalReason::Nesting => "nesting",
                    EvalReason::DivisionByZero => "zero",
                    EvalReason::NotFinite => "infinite",
                    EvalReason::TooFar => "far",
                };
                Value::Fault((reason, e.start, e.end))
            }
        }
    }

    /// Call a gate in force.
    fn call(
        &mut self,
        name: &str,
        angles: Vec<PyAngle>,
        operands: Vec<OperandParts>,
        condition: Option<GuardParts>,
        line: u32,
        column: u32,
    ) -> PyResult<()> {
        let Some(Name::Gate(gate)) = self.0.names.get(name.as_bytes()) else {
            return Err(internal("a call of what is no gate"));
        };
        let mut angles: Vec<_> = angles.into_iter().map(|a| a.0).collect();
        let operands: Vec<_> = operands.into_iter().map(operand).collect();
        let entry = self.0.names.gate(gate);
        if entry.params as usize != angles.len() || entry.qubits as usize != operands.len() {
            return Err(internal("a call with the wrong number of arguments"));
        }
        let place = self.place(line, column);
        let guard = guard(condition);
        let done = self
            .0
            .call(gate, &mut angles, &operands, guard.as_ref(), place);
        self.done(done)
    }

    fn measure(
        &mut self,
        qubit: OperandParts,
        bit: OperandParts,
        condition: Option<GuardParts>,
        line: u32,
        column: u32,
    ) -> PyResult<()> {
        let place = self.place(line, column);
        let guard = guard(condition);
        let done = self
            .0
            .measure(operand(qubit), operand(bit), guard.as_ref(), place);
        self.done(done)
    }

    fn reset(
        &mut self,
        qubit: OperandParts,
        condition: Option<GuardParts>,
        line: u32,
        column: u32,
    ) -> PyResult<()> {
        let place = self.place(line, column);
        let guard = guard(condition);
        let done = self.0.reset(operand(qubit), guard.as_ref(), place);
        self.done(done)
    }

    fn barrier(&mut self, operands: Vec<OperandParts>, line: u32, column: u32) -> PyResult<()> {
        let place = self.place(line, column);
        let operands: Vec<_> = operands.into_iter().map(operand).collect();
        let done = self.0.barrier(&operands, place);
        self.done(done)
    }

    /// Take the circuit out.
    fn finish(&mut self) -> PyCircuit {
        let empty = qcompile_core::Circuit::new(0, 0);
        PyCircuit::of(std::mem::replace(&mut self.0.circuit, empty))
    }
}

/// Whether bytes are text: the first offset that is not, and why (`nul`, `utf8`), as a pair.
#[pyfunction]
pub fn text_fault(py: Python<'_>, data: &Bound<'_, PyBytes>) -> Option<(&'static str, usize)> {
    let bytes = data.as_bytes();
    py.detach(|| {
        let nul = bytes.iter().position(|&b| b == 0);
        let utf8 = std::str::from_utf8(bytes).err().map(|e| e.valid_up_to());
        match (nul, utf8) {
            (Some(n), Some(u)) if n < u => Some(("nul", n)),
            (_, Some(u)) => Some(("utf8", u)),
            (Some(n), None) => Some(("nul", n)),
            (None, None) => None,
        }
    })
}
