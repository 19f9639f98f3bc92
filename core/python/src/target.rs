// SPDX-License-Identifier: Apache-2.0
//! Targets.

use pyo3::prelude::*;
use qcompile_core::target::AngleRange;
use qcompile_core::{Gate, GateSet, Target};

use crate::circuit::PyCircuit;
use crate::errors::{bad_argument, Raise};

/// The engine's side of `qcompile.Target`.
#[pyclass(name = "Target", module = "qcompile._core", frozen, subclass)]
pub struct PyTarget(pub Target);

fn gate(name: &str) -> PyResult<Gate> {
    Gate::from_name(name).ok_or_else(|| {
        Raise::new(
            "PipelineError",
            "QC406",
            format!("no native gate is called `{name}`"),
        )
        .into()
    })
}

#[pymethods]
impl PyTarget {
    /// `pairs`: [(first, second, [gate names])], or None where every pair has every gate.
    #[new]
    #[pyo3(signature = (name, gates, qubits = None, pairs = None, ranges = Vec::new()))]
    fn new(
        name: String,
        gates: Vec<String>,
        qubits: Option<u32>,
        pairs: Option<Vec<(u32, u32, Vec<String>)>>,
        ranges: Vec<(String, f64, f64)>,
    ) -> PyResult<Self> {
        let set = |names: &[String]| names.iter().map(|n| gate(n)).collect::<PyResult<GateSet>>();
        let pairs = pairs
            .map(|list| {
                let mut table = rustc_hash::FxHashMap::default();
                for (a, b, names) in &list {
                    if a == b || qubits.is_some_and(|n| *a >= n || *b >= n) {
                        return Err(bad_argument(format!(
                            "coupling ({a}, {b}) is not a pair of qubits"
                        )));
                    }
                    let entry: &mut GateSet = table.entry((*a, *b)).or_default();
                    *entry = entry.union(set(names)?);
                }
                Ok(table)
            })
            .transpose()?;
        let ranges = ranges
            .iter()
            .map(|(n, low, high)| {
                Ok((
                    gate(n)?,
                    AngleRange {
                        low: *low,
                        high: *high,
                    },
                ))
            })
            .collect::<PyResult<_>>()?;
        Ok(PyTarget(Target {
            name,
            qubits,
            gates: set(&gates)?,
            pairs,
            ranges,
            ..Target::all_to_all(GateSet::EMPTY)
        }))
    }

    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    #[getter]
    fn num_qubits(&self) -> Option<u32> {
        self.0.qubits
    }

    /// Names of the native gates, in the gate table's order.
    #[getter]
    fn gates(&self) -> Vec<&'static str> {
        self.0.gates.iter().map(Gate::name).collect()
    }

    /// Coupled pairs with their gates, sorted; None where every pair is coupled.
    #[getter]
    fn pairs(&self) -> Option<Vec<(u32, u32, Vec<&'static str>)>> {
        let table = self.0.pairs.as_ref()?;
        let mut list: Vec<_> = table
            .iter()
            .map(|(&(a, b), g)| (a, b, g.iter().map(Gate::name).collect()))
            .collect();
        list.sort();
        Some(list)
    }

    /// [(gate, lowest, highest)] of first angles that have limits.
    #[getter]
    fn ranges(&self) -> Vec<(&'static str, f64, f64)> {
        self.0
            .ranges
            .iter()
            .map(|(g, r)| (g.name(), r.low, r.high))
            .collect()
    }

    /// Index of the first gate that is not native as it stands, or None.
    fn first_foreign(&self, circuit: &PyCircuit) -> PyResult<Option<u32>> {
        Ok(self.0.first_foreign(&*circuit.read()?).map(|op| op.0))
    }
}
