// SPDX-License-Identifier: Apache-2.0
//! The circuit handle: reading, and the state machine that keeps threads apart.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::{PyDict, PyTuple};
use qcompile_core::circuit::{Layout, Register};
use qcompile_core::{Circuit, Gate, Op};

use crate::angle::{self, bind_with, PyAngle};
use crate::errors::{bad_argument, from_compose, internal, Raise};
use crate::operation::PyOperation;

/// What a handle holds.
enum State {
    Ready(Arc<Circuit>),
    /// A kernel is at work on it, with the interpreter lock released.
    Busy,
    /// A kernel failed half-way on the only copy.
    Lost,
}

/// A circuit shared by reference and copied on the first write.
#[pyclass(name = "Circuit", module = "qcompile._core", subclass, frozen)]
pub struct PyCircuit {
    state: Mutex<State>,
}

/// Take a lock without keeping the interpreter from whoever holds it: an error made under the lock runs Python.
fn patient<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while the lock is held; a poisoned lock still guards a valid state.
    match state.try_lock() {
        Ok(guard) => guard,
        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
        Err(TryLockError::WouldBlock) => {
            Python::attach(|py| state.lock_py_attached(py)).unwrap_or_else(PoisonError::into_inner)
        }
    }
}

impl PyCircuit {
    pub fn of(circuit: Circuit) -> PyCircuit {
        PyCircuit {
            state: Mutex::new(State::Ready(Arc::new(circuit))),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        patient(&self.state)
    }

    /// A reference to the content; writing to it is not seen by this handle.
    pub fn read(&self) -> PyResult<Arc<Circuit>> {
        match &*self.lock() {
            State::Ready(c) => Ok(c.clone()),
            State::Busy => Err(busy()),
            State::Lost => Err(lost()),
        }
    }

    pub fn replace(&self, circuit: Circuit) {
        *self.lock() = State::Ready(Arc::new(circuit));
    }

    /// A short edit under the interpreter lock.
    pub fn write<T>(&self, edit: impl FnOnce(&mut Circuit) -> PyResult<T>) -> PyResult<T> {
        match &mut *self.lock() {
            State::Ready(c) => edit(Arc::make_mut(c)),
            State::Busy => Err(busy()),
            State::Lost => Err(lost()),
        }
    }

    /// A long computation on the content, interpreter lock released. On an error or a panic the handle keeps the
    /// version it had if anyone else holds it too, and is lost otherwise.
    pub fn compute<T: Send>(
        &self,
        py: Python<'_>,
        kernel: impl FnOnce(&mut Circuit) -> Result<T, PyErr> + Send,
    ) -> PyResult<T> {
        let mut content = {
            let mut state = self.lock();
            match std::mem::replace(&mut *state, State::Busy) {
                State::Ready(c) => c,
                State::Busy => return Err(busy()),
                State::Lost => {
                    *state = State::Lost;
                    return Err(lost());
                }
            }
        };
        let shared = (Arc::strong_count(&content) > 1).then(|| content.clone());
        let outcome = py.detach(|| {
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                let result = kernel(Arc::make_mut(&mut content));
                (content, result)
            }))
        });
        let mut state = self.lock();
        match outcome {
            Ok((content, Ok(value))) => {
                *state = State::Ready(content);
                Ok(value)
            }
            Ok((_, Err(e))) => {
                *state = shared.map_or(State::Lost, State::Ready);
                Err(e)
            }
            Err(panic) => {
                *state = shared.map_or(State::Lost, State::Ready);
                Err(internal(panic_text(&*panic)))
            }
        }
    }
}

/// The text of a caught panic.
pub fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    format!("the engine stopped: {}", text.unwrap_or("no message"))
}

fn busy() -> PyErr {
    Raise::new(
        "PipelineError",
        "QC410",
        "the circuit is being rewritten by another thread",
    )
    .help("give each thread its own `circuit.copy()`")
    .into()
}

fn lost() -> PyErr {
    internal("the circuit was lost when a pass failed on its only copy")
}

#[pymethods]
impl PyCircuit {
    /// An empty circuit; the Python class builds registers.
    #[new]
    #[pyo3(signature = (*_args, **_kwargs))]
    fn new(_args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) -> Self {
        PyCircuit::of(Circuit::new(0, 0))
    }

    /// Share the content of another handle.
    fn _adopt(&self, other: &PyCircuit) -> PyResult<()> {
        let content = other.read()?;
        *self.lock() = State::Ready(content);
        Ok(())
    }

    /// Take the content of another handle, which is then empty: the handle stays the only owner.
    fn _take(&self, other: &PyCircuit) -> PyResult<()> {
        let content = match std::mem::replace(&mut *other.lock(), State::Lost) {
            State::Ready(c) => c,
            _ => return Err(busy()),
        };
        *self.lock() = State::Ready(content);
        Ok(())
    }

    /// Number of qubits.
    #[getter]
    fn num_qubits(&self) -> PyResult<usize> {
        Ok(self.read()?.num_qubits())
    }

    /// Number of classical bits.
    #[getter]
    fn num_bits(&self) -> PyResult<usize> {
        Ok(self.read()?.num_bits())
    }

    fn __len__(&self) -> PyResult<usize> {
        Ok(self.read()?.len())
    }

    /// What it is called in reports and drawings; None where nobody said.
    #[getter]
    fn get_name(&self) -> PyResult<Option<String>> {
        Ok(self.read()?.name.as_ref().map(ToString::to_string))
    }

    #[setter]
    fn set_name(&self, name: Option<String>) -> PyResult<()> {
        self.write(|c| {
            c.name = name.map(Into::into);
            Ok(())
        })
    }

    /// Global phase: the circuit is exp(i phase) times the product of its operations.
    #[getter]
    fn get_phase<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        angle::to_python(py, &self.read()?.phase)
    }

    #[setter]
    fn set_phase(&self, phase: &Bound<'_, PyAny>) -> PyResult<()> {
        let phase = angle::extract(phase)?;
        self.write(|c| {
            c.phase = phase.modulo(2);
            Ok(())
        })
    }

    /// The phase in its exact form.
    #[getter]
    fn exact_phase(&self) -> PyResult<PyAngle> {
        Ok(PyAngle(self.read()?.phase.clone()))
    }

    /// [(name, [qubit numbers])]
    #[getter]
    fn qubit_registers(&self) -> PyResult<Vec<(String, Vec<u32>)>> {
        Ok(registers(&self.read()?.qubit_registers))
    }

    /// [(name, [bit numbers])]
    #[getter]
    fn bit_registers(&self) -> PyResult<Vec<(String, Vec<u32>)>> {
        Ok(registers(&self.read()?.bit_registers))
    }

    /// (initial, final) as lists of wires, or None for the identity.
    #[getter]
    fn get_layouts(&self) -> PyResult<Option<(Vec<u32>, Vec<u32>)>> {
        Ok(self
            .read()?
            .layout
            .as_ref()
            .map(|l| (l.initial.clone(), l.last.clone())))
    }

    #[setter]
    fn set_layouts(&self, layouts: Option<(Vec<u32>, Vec<u32>)>) -> PyResult<()> {
        self.write(|c| {
            let Some((initial, last)) = layouts else {
                c.layout = None;
                return Ok(());
            };
            for list in [&initial, &last] {
                let mut seen = vec![false; c.num_qubits()];
                for &w in list {
                    if w as usize >= seen.len() || std::mem::replace(&mut seen[w as usize], true) {
                        return Err(bad_argument(format!(
                            "a layout places every program qubit on its own wire; {w} is missing or repeated"
                        )));
                    }
                }
            }
            if initial.len() != last.len() {
                return Err(bad_argument("initial and final layout have different lengths"));
            }
            c.layout = Some(Layout { initial, last });
            Ok(())
        })
    }

    /// Names of the parameters, in the order of their declaration.
    #[getter]
    fn parameters(&self) -> PyResult<Vec<String>> {
        Ok(self
            .read()?
            .parameters
            .iter()
            .map(|p| p.name.to_string())
            .collect())
    }

    /// Names of the library gates used anywhere in it, blocks and definitions included, sorted.
    fn gate_names(&self) -> PyResult<Vec<&'static str>> {
        let mut names: Vec<_> = self.read()?.gates_used().iter().map(Gate::name).collect();
        names.sort_unstable();
        Ok(names)
    }

    /// Bound on the operator-norm error of all rewrites so far.
    #[getter]
    fn error_bound(&self) -> PyResult<f64> {
        Ok(self.read()?.ledger.bound)
    }

    /// Error that passes may introduce beyond rounding, in operator norm.
    #[getter]
    fn get_error_budget(&self) -> PyResult<f64> {
        Ok(self.read()?.ledger.budget)
    }

    #[setter]
    fn set_error_budget(&self, budget: f64) -> PyResult<()> {
        self.write(|c| {
            c.ledger.budget = budget;
            Ok(())
        })
    }

    /// Bytes the content holds.
    #[getter]
    fn memory_bytes(&self) -> PyResult<usize> {
        Ok(self.read()?.memory_bytes())
    }

    fn __iter__(&self) -> PyResult<PyIter> {
        let circuit = self.read()?;
        let next = circuit.first();
        Ok(PyIter {
            state: Mutex::new((circuit, next)),
        })
    }

    /// The operation of that index; an error once it was removed.
    fn operation(&self, index: u32) -> PyResult<PyOperation> {
        let c = self.read()?;
        if !c.contains(Op(index)) {
            return Err(bad_argument(format!(
                "the circuit has no operation {index}"
            )));
        }
        Ok(PyOperation {
            operation: c.operation(Op(index)),
            index,
        })
    }

    /// Index of the operation before on the wire of the k-th qubit, or None.
    fn previous(&self, index: u32, operand: usize) -> PyResult<Option<u32>> {
        self.neighbour(index, operand, Circuit::prev_on)
    }

    /// Index of the next operation on the wire of the k-th qubit, or None.
    fn next(&self, index: u32, operand: usize) -> PyResult<Option<u32>> {
        self.neighbour(index, operand, Circuit::next_on)
    }

    /// The same wires, names and layout, without operations and phase.
    fn emptied(&self) -> PyResult<PyCircuit> {
        Ok(PyCircuit::of(self.read()?.empty_like()))
    }

    fn inverse(&self) -> PyResult<PyCircuit> {
        self.read()?
            .inverse()
            .map(PyCircuit::of)
            .map_err(from_compose)
    }

    /// Parameters replaced by numbers or expressions.
    fn bind(&self, values: &Bound<'_, PyDict>) -> PyResult<PyCircuit> {
        let c = self.read()?;
        bind_with(values, |lookup| c.bind(lookup).map_err(from_compose)).map(PyCircuit::of)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        match other.cast::<PyCircuit>() {
            Ok(o) => {
                let (a, b) = (self.read()?, o.get().read()?);
                Ok(Arc::ptr_eq(&a, &b) || a == b)
            }
            Err(_) => Ok(false),
        }
    }

    fn __hash__(&self) -> PyResult<isize> {
        Err(pyo3::exceptions::PyTypeError::new_err(
            "a circuit can change; hash `circuit.structural_hash()`",
        ))
    }
}

impl PyCircuit {
    fn neighbour(
        &self,
        index: u32,
        operand: usize,
        step: fn(&Circuit, Op, usize) -> Op,
    ) -> PyResult<Option<u32>> {
        let c = self.read()?;
        if !c.contains(Op(index)) || operand >= c.wires(Op(index)).len() {
            return Err(bad_argument(format!(
                "operation {index} has no operand {operand}"
            )));
        }
        Ok(step(&c, Op(index), operand).some().map(|o| o.0))
    }
}

fn registers(list: &[Register]) -> Vec<(String, Vec<u32>)> {
    list.iter()
        .map(|r| (r.name.to_string(), r.items.clone()))
        .collect()
}

/// Walks a circuit as it was when the walk began.
#[pyclass(module = "qcompile._core")]
pub struct PyIter {
    state: Mutex<(Arc<Circuit>, Op)>,
}

#[pymethods]
impl PyIter {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&self) -> Option<PyOperation> {
        let mut state = patient(&self.state);
        let op = state.1.some()?;
        state.1 = state.0.after(op);
        Some(PyOperation {
            operation: state.0.operation(op),
            index: op.0,
        })
    }
}
