// SPDX-License-Identifier: Apache-2.0
//! Places of circuits on devices.

use pyo3::prelude::*;
use qcompile_core::passes::{self, Replacement};
use qcompile_core::routing::embedding::{self, Host, Pattern};

use crate::circuit::PyCircuit;
use crate::errors::bad_argument;
use crate::target::PyTarget;

/// Places of `qubits` vertices on a graph, or None; whether nothing was left untried; the steps taken.
#[pyfunction]
#[pyo3(signature = (qubits, edges, couplings, device, *, fixed, excluded, steps))]
#[allow(clippy::too_many_arguments)] // keywords in Python
pub fn find_places(
    py: Python<'_>,
    qubits: u32,
    edges: Vec<(u32, u32)>,
    couplings: Vec<(u32, u32)>,
    device: u32,
    fixed: Vec<Option<u32>>,
    excluded: Vec<u32>,
    steps: u64,
) -> PyResult<(Option<Vec<u32>>, bool, u64)> {
    let outside = |list: &[(u32, u32)], n: u32| list.iter().any(|&(a, b)| a.max(b) >= n || a == b);
    if outside(&edges, qubits) || outside(&couplings, device) {
        return Err(bad_argument("an edge is no pair of vertices"));
    }
    if excluded
        .iter()
        .chain(fixed.iter().flatten())
        .any(|&q| q >= device)
    {
        return Err(bad_argument("a place the device does not have"));
    }
    let mut neighbours = vec![Vec::new(); device as usize];
    for (a, b) in couplings {
        neighbours[a as usize].push(b);
        neighbours[b as usize].push(a);
    }
    let mut barred = vec![false; device as usize];
    excluded.iter().for_each(|&q| barred[q as usize] = true);
    let pattern = Pattern {
        qubits,
        edges: edges.into_iter().map(|(a, b)| (a, b, 1)).collect(),
        fixed,
    };
    let found = py.detach(|| {
        let host = Host {
            neighbours: &neighbours,
            excluded: &barred,
        };
        embedding::find(&pattern, &host, steps, None)
    });
    Ok((found.places, found.exhausted, found.steps))
}

/// Move a mapped circuit to the best place found: whether it changed, and the fidelity of its gates before and after,
/// None where it does not run.
#[pyfunction]
#[pyo3(signature = (circuit, target, *, steps))]
pub fn relocate(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    steps: u64,
) -> PyResult<(bool, Option<f64>, Option<f64>)> {
    let target = &target.0;
    circuit.compute(py, |c| {
        let moved = passes::relocate(c, target, Replacement { steps });
        Ok((moved.changed, moved.before, moved.after))
    })
}
