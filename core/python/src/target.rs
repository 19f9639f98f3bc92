// SPDX-License-Identifier: Apache-2.0
//! Targets.

use std::sync::{Arc, OnceLock};

use pyo3::prelude::*;
use qcompile_core::routing::Device;
use qcompile_core::target::{AngleRange, Calibration, Forbids, GateFacts, QubitFacts};
use qcompile_core::{Gate, GateSet, Target};
use rustc_hash::FxHashMap;

use crate::circuit::PyCircuit;
use crate::errors::Raise;

/// The engine's side of `qcompile.Target`.
#[pyclass(name = "Target", module = "qcompile._core", frozen, subclass)]
pub struct PyTarget(pub Target, OnceLock<Option<Arc<Device>>>);

/// Devices of up to so many qubits are kept ready for routing as long as their target lives: some ten megabytes.
const KEPT: u32 = 2_000;

impl PyTarget {
    /// The target made ready for routing; `None` where every pair is coupled.
    pub fn device(&self) -> Option<Arc<Device>> {
        let make = || Device::of(&self.0).map(Arc::new);
        match self.0.qubits.is_some_and(|n| n > KEPT) {
            true => make(),
            false => self.1.get_or_init(make).clone(),
        }
    }
}

/// `(gate, first qubit, second qubit or the same, error, duration in ns)`.
type GateRow<N> = (N, u32, u32, Option<f64>, Option<f64>);
/// `(T1, T2, readout error, measurement, reset)`, times in ns.
type QubitRow = (
    Option<f64>,
    Option<f64>,
    Option<f64>,
    Option<f64>,
    Option<f64>,
);

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

fn set(names: &[String]) -> PyResult<GateSet> {
    names.iter().map(|n| gate(n)).collect()
}

fn no_place(message: String) -> PyErr {
    Raise::new("PipelineError", "QC418", message).into()
}

/// One listing of a symmetric gate is enough; the lower qubit comes first.
fn ordered(gate: Gate, a: u32, b: u32) -> [u32; 2] {
    if gate.record().symmetric && b < a {
        [b, a]
    } else {
        [a, b]
    }
}

fn pair_table(
    list: &[(u32, u32, Vec<String>)],
    qubits: Option<u32>,
) -> PyResult<FxHashMap<(u32, u32), GateSet>> {
    let mut table: FxHashMap<(u32, u32), GateSet> = FxHashMap::default();
    for (a, b, names) in list {
        if a == b || qubits.is_some_and(|n| *a >= n || *b >= n) {
            return Err(no_place(format!("({a}, {b}) is not a pair of qubits")));
        }
        for name in names {
            let gate = gate(name)?;
            if gate.num_qubits() != 2 {
                return Err(no_place(format!("`{name}` does not act on a pair")));
            }
            let [a, b] = ordered(gate, *a, *b);
            table.entry((a, b)).or_default().insert(gate);
        }
    }
    Ok(table)
}

/// `None` where every qubit has the same gates as the target.
fn site_table(
    list: &[Vec<String>],
    qubits: Option<u32>,
    gates: GateSet,
) -> PyResult<Option<Vec<GateSet>>> {
    if qubits != Some(list.len() as u32) {
        return Err(no_place(format!(
            "gates are given for {} qubits of {}",
            list.len(),
            qubits.map_or("any number".into(), |n| n.to_string()),
        )));
    }
    let sites = list
        .iter()
        .map(|names| set(names))
        .collect::<PyResult<Vec<_>>>()?;
    if let Some(wrong) = sites
        .iter()
        .find_map(|s| s.iter().find(|g| g.num_qubits() != 1))
    {
        return Err(no_place(format!(
            "`{}` does not act on one qubit",
            wrong.name()
        )));
    }
    let same = sites.iter().all(|&s| s == gates.on(1));
    Ok((!same).then_some(sites))
}

fn forbidden(names: &[String]) -> PyResult<Forbids> {
    let mut forbids = Forbids::default();
    for name in names {
        match name.as_str() {
            "barrier" => forbids.barriers = true,
            "mid-circuit-measurement" => forbids.mid_circuit_measurement = true,
            "reset" => forbids.resets = true,
            "control-flow" => forbids.control_flow = true,
            _ => {
                let message = format!("no device forbids `{name}`");
                let help = "barrier, mid-circuit-measurement, reset or control-flow";
                return Err(Raise::new("PipelineError", "QC416", message)
                    .help(help)
                    .into());
            }
        }
    }
    Ok(forbids)
}

/// A figure, if it is given and can be one.
fn figure(
    value: Option<f64>,
    what: &str,
    holds: impl Fn(f64) -> bool,
    bounds: &str,
) -> PyResult<Option<f64>> {
    match value {
        Some(x) if !holds(x) => {
            let message = format!("{what} {x} is not {bounds}");
            Err(Raise::new("PipelineError", "QC417", message).into())
        }
        // -0.0 is 0.
        _ => Ok(value.map(|x| x + 0.0)),
    }
}

fn probability(value: Option<f64>, what: &str) -> PyResult<Option<f64>> {
    figure(value, what, |x| (0.0..=1.0).contains(&x), "between 0 and 1")
}

fn duration(value: Option<f64>, what: &str) -> PyResult<Option<f64>> {
    let holds = |x: f64| x.is_finite() && x >= 0.0;
    figure(value, what, holds, "a time of 0 or more nanoseconds")
}

fn lifetime(value: Option<f64>, what: &str) -> PyResult<Option<f64>> {
    let holds = |x: f64| x.is_finite() && x > 0.0;
    figure(value, what, holds, "a time above 0 nanoseconds")
}

fn calibration(
    gate_rows: &[GateRow<String>],
    qubit_rows: Vec<QubitRow>,
    qubits: Option<u32>,
) -> PyResult<Option<Arc<Calibration>>> {
    let mut made = Calibration::default();
    for (name, a, b, error, duration_ns) in gate_rows {
        let found = gate(name)?;
        let arity = if a == b { 1 } else { 2 };
        if found.num_qubits() != arity || qubits.is_some_and(|n| *a >= n || *b >= n) {
            let on = place(*a, *b);
            return Err(no_place(format!("there is no `{name}` on {on}")));
        }
        let facts = GateFacts {
            error: probability(*error, &format!("error rate of `{name}`"))?,
            duration_ns: duration(*duration_ns, &format!("duration of `{name}`"))?,
        };
        let [a, b] = ordered(found, *a, *b);
        let other = made.gates.insert((found, [a, b]), facts);
        if other.is_some_and(|other| other != facts) {
            let message = format!("`{name}` on ({a}, {b}) has two different figures");
            return Err(Raise::new("PipelineError", "QC419", message).into());
        }
    }
    if !qubit_rows.is_empty() && qubits != Some(qubit_rows.len() as u32) {
        let message = format!("figures are given for {} qubits", qubit_rows.len());
        return Err(no_place(message));
    }
    for (t1, t2, readout, measure, reset) in qubit_rows {
        made.qubits.push(QubitFacts {
            t1_ns: lifetime(t1, "T1")?,
            t2_ns: lifetime(t2, "T2")?,
            readout_error: probability(readout, "readout error")?,
            measure_ns: duration(measure, "duration of a measurement")?,
            reset_ns: duration(reset, "duration of a reset")?,
        });
    }
    made.gates.retain(|_, facts| *facts != GateFacts::default());
    if made.qubits.iter().all(|q| *q == QubitFacts::default()) {
        made.qubits.clear();
    }
    let empty = made.gates.is_empty() && made.qubits.is_empty();
    Ok((!empty).then(|| Arc::new(made)))
}

fn place(a: u32, b: u32) -> String {
    if a == b {
        format!("qubit {a}")
    } else {
        format!("({a}, {b})")
    }
}

/// A figure of a gate where the target does not have it.
fn stray_fact(target: &Target) -> Option<(Gate, String)> {
    let known = target.calibration.iter().flat_map(|c| c.gates.keys());
    known
        .filter(|&&(gate, [a, b])| {
            !if a == b {
                target.site_gates(a).contains(gate)
            } else {
                target.pair_gates(a, b).contains(gate)
            }
        })
        .min()
        .map(|&(gate, [a, b])| (gate, place(a, b)))
}

#[pymethods]
impl PyTarget {
    /// `pairs`: [(first, second, [gate names])], or None where every pair has every gate. `sites`: one-qubit gates of
    /// each qubit, or None. `gate_facts`, `qubit_facts`: see `GateRow` and `QubitRow`.
    #[new]
    #[pyo3(signature = (name, gates, qubits = None, pairs = None, ranges = Vec::new(), sites = None,
                        excluded = Vec::new(), forbids = Vec::new(), gate_facts = Vec::new(),
                        qubit_facts = Vec::new()))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        name: String,
        gates: Vec<String>,
        qubits: Option<u32>,
        pairs: Option<Vec<(u32, u32, Vec<String>)>>,
        ranges: Vec<(String, f64, f64)>,
        sites: Option<Vec<Vec<String>>>,
        mut excluded: Vec<u32>,
        forbids: Vec<String>,
        gate_facts: Vec<GateRow<String>>,
        qubit_facts: Vec<QubitRow>,
    ) -> PyResult<Self> {
        let mut gates = set(&gates)?;
        // What one qubit or one pair has is native.
        for names in sites.iter().flatten() {
            gates = gates.union(set(names)?);
        }
        let pairs = pairs.map(|list| pair_table(&list, qubits)).transpose()?;
        if let Some(table) = &pairs {
            gates = table.values().fold(gates, |all, &g| all.union(g));
        }
        let sites = match sites {
            Some(list) => site_table(&list, qubits, gates)?,
            None => None,
        };
        let mut limits: Vec<(Gate, AngleRange)> = Vec::new();
        for (name, low, high) in &ranges {
            let gate = gate(name)?;
            if !(low <= high && low.is_finite() && high.is_finite()) || gate.num_params() == 0 {
                let message = format!("`{name}` cannot be limited to angles from {low} to {high}");
                return Err(Raise::new("PipelineError", "QC417", message).into());
            }
            limits.push((
                gate,
                AngleRange {
                    low: *low,
                    high: *high,
                },
            ));
        }
        limits.sort_by_key(|(gate, _)| *gate);
        excluded.sort_unstable();
        excluded.dedup();
        if let Some(q) = excluded.iter().find(|q| qubits.is_some_and(|n| **q >= n)) {
            return Err(no_place(format!("there is no qubit {q} to exclude")));
        }
        let target = Target {
            name,
            qubits,
            gates,
            pairs,
            ranges: limits,
            sites,
            excluded,
            forbids: forbidden(&forbids)?,
            calibration: calibration(&gate_facts, qubit_facts, qubits)?,
        };
        match stray_fact(&target) {
            None => Ok(PyTarget(target, OnceLock::new())),
            Some((gate, on)) => Err(no_place(format!("there is no `{}` on {on}", gate.name()))),
        }
    }

    /// What it is called in reports.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// Number of qubits; None for a basis without a device.
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

    /// Names of the one-qubit gates of each qubit; None where each has all of the target's.
    #[getter]
    fn sites(&self) -> Option<Vec<Vec<&'static str>>> {
        let sites = self.0.sites.as_ref()?;
        Some(
            sites
                .iter()
                .map(|s| s.iter().map(Gate::name).collect())
                .collect(),
        )
    }

    /// Qubits nothing is placed on, ascending.
    #[getter]
    fn excluded(&self) -> Vec<u32> {
        self.0.excluded.clone()
    }

    /// What the device refuses, in a fixed order.
    #[getter]
    fn forbids(&self) -> Vec<&'static str> {
        let f = &self.0.forbids;
        [
            (f.barriers, "barrier"),
            (f.mid_circuit_measurement, "mid-circuit-measurement"),
            (f.resets, "reset"),
            (f.control_flow, "control-flow"),
        ]
        .into_iter()
        .filter_map(|(said, name)| said.then_some(name))
        .collect()
    }

    /// Rows of what is known of gates, sorted by gate and place.
    fn gate_rows(&self) -> Vec<GateRow<&'static str>> {
        let Some(calibration) = &self.0.calibration else {
            return Vec::new();
        };
        let mut rows: Vec<_> = calibration.gates.iter().collect();
        rows.sort_unstable_by_key(|(key, _)| **key);
        rows.into_iter()
            .map(|(&(gate, [a, b]), f)| (gate.name(), a, b, f.error, f.duration_ns))
            .collect()
    }

    /// Rows of what is known of qubits, one a qubit, or none where nothing is known.
    fn qubit_rows(&self) -> Vec<QubitRow> {
        let rows = self.0.calibration.iter().flat_map(|c| &c.qubits);
        rows.map(|q| (q.t1_ns, q.t2_ns, q.readout_error, q.measure_ns, q.reset_ns))
            .collect()
    }

    /// The parts of the device that no coupling joins, largest first.
    fn islands(&self) -> Vec<Vec<u32>> {
        self.0.islands()
    }

    /// Whether another target says the same of the device; where that is from is not compared.
    fn same(&self, other: &PyTarget) -> bool {
        self.0 == other.0
    }

    /// Index of the first operation of a kind the device refuses, and what it is; or None.
    fn first_forbidden(&self, circuit: &PyCircuit) -> PyResult<Option<(u32, &'static str)>> {
        let found = self.0.first_forbidden(&*circuit.read()?);
        Ok(found.map(|(op, what)| (op.0, what)))
    }

    /// Index of the first gate that is not native as it stands, or None.
    fn first_foreign(&self, circuit: &PyCircuit) -> PyResult<Option<u32>> {
        Ok(self.0.first_foreign(&*circuit.read()?).map(|op| op.0))
    }
}
