// SPDX-License-Identifier: Apache-2.0
//! One function per kernel: typed keywords in, whether the circuit changed out. Defaults live in Python.

use pyo3::prelude::*;
use qcompile_core::passes;
use qcompile_core::routing::{route, Aim, Routes};

use crate::build;
use crate::circuit::PyCircuit;
use crate::errors::{from_pass, from_route};
use crate::target::PyTarget;

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(build::canonical_name, m)?)?;
    let kernels = PyModule::new(m.py(), "kernels")?;
    kernels.add_function(wrap_pyfunction!(absorb_permutations, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(basis_translation, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(block_diagonalization, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(cancel_inverses, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(clifford_pushing, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(clifford_resynthesis, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(decompose, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(drop_small_rotations, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(dynamical_decoupling, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(elide_swaps, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(internal_hadamard_optimization, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(known_state, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(linear_resynthesis, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(merge_rotations, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(one_qubit_fusion, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(pauli_folding, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(phase_folding, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(phase_polynomial_resynthesis, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(relative_phase_toffoli, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(remove_barriers, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(remove_diagonals_before_measure, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(remove_identities, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(replacement, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(routing, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(schedule, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(two_qubit_fusion, &kernels)?)?;
    kernels.add_function(wrap_pyfunction!(zero_ancilla_fusion, &kernels)?)?;
    m.add_submodule(&kernels)
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, exact, layout))]
fn absorb_permutations(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    exact: bool,
    layout: Vec<Option<u32>>,
) -> PyResult<bool> {
    let target = &target.0;
    let fixed: Vec<bool> = layout.iter().map(Option::is_some).collect();
    circuit.compute(py, |c| {
        passes::absorb_permutations(c, target, exact, &fixed).map_err(from_pass)
    })
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, one_qubit))]
fn basis_translation(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    one_qubit: bool,
) -> PyResult<bool> {
    let target = &target.0;
    circuit.compute(py, |c| {
        passes::basis_translation(c, target, one_qubit).map_err(from_pass)
    })
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, measured, exact))]
fn block_diagonalization(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    measured: bool,
    exact: bool,
) -> PyResult<bool> {
    let target = &target.0;
    let options = passes::BlockDiagonalization { measured, exact };
    circuit.compute(py, |c| {
        passes::block_diagonalization(c, target, options).map_err(from_pass)
    })
}

#[pyfunction]
fn cancel_inverses(py: Python<'_>, circuit: &PyCircuit) -> PyResult<bool> {
    circuit.compute(py, |c| passes::cancel_inverses(c).map_err(from_pass))
}

#[pyfunction]
fn clifford_pushing(py: Python<'_>, circuit: &PyCircuit, target: &PyTarget) -> PyResult<bool> {
    let target = &target.0;
    circuit.compute(py, |c| {
        passes::clifford_pushing(c, Some(target)).map_err(from_pass)
    })
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, qubits))]
fn clifford_resynthesis(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    qubits: u32,
) -> PyResult<bool> {
    let target = &target.0;
    let options = passes::CliffordResynthesis { qubits };
    circuit.compute(py, |c| {
        passes::clifford_resynthesis(c, target, options).map_err(from_pass)
    })
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, limit, borrow, assume_zero))]
fn decompose(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    limit: u64,
    borrow: bool,
    assume_zero: bool,
) -> PyResult<bool> {
    let options = passes::Decompose {
        limit,
        borrow,
        assume_zero,
        discrete: passes::is_discrete(&target.0),
    };
    circuit.compute(py, |c| passes::decompose(c, options).map_err(from_pass))
}

#[pyfunction]
#[pyo3(signature = (circuit, *, error))]
fn drop_small_rotations(py: Python<'_>, circuit: &PyCircuit, error: f64) -> PyResult<bool> {
    circuit.compute(py, |c| {
        passes::drop_small_rotations(c, error).map_err(from_pass)
    })
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, sequence, min_idle_ns, staggered, dt_ns))]
fn dynamical_decoupling(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    sequence: &str,
    min_idle_ns: f64,
    staggered: bool,
    dt_ns: f64,
) -> PyResult<bool> {
    let target = &target.0;
    circuit.compute(py, |c| {
        let options = passes::Decoupling::named(sequence, min_idle_ns, staggered, dt_ns);
        let options = options.map_err(from_pass)?;
        passes::dynamical_decoupling(c, target, options).map_err(from_pass)
    })
}

#[pyfunction]
fn elide_swaps(py: Python<'_>, circuit: &PyCircuit) -> PyResult<bool> {
    circuit.compute(py, |c| passes::elide_swaps(c).map_err(from_pass))
}

#[pyfunction]
fn internal_hadamard_optimization(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
) -> PyResult<bool> {
    let target = &target.0;
    circuit.compute(py, |c| {
        passes::internal_hadamard_optimization(c, Some(target)).map_err(from_pass)
    })
}

#[pyfunction]
fn known_state(py: Python<'_>, circuit: &PyCircuit, target: &PyTarget) -> PyResult<bool> {
    let target = &target.0;
    circuit.compute(py, |c| {
        passes::known_state(c, Some(target)).map_err(from_pass)
    })
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, wires))]
fn linear_resynthesis(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    wires: u32,
) -> PyResult<bool> {
    let target = &target.0;
    let options = passes::LinearResynthesis { wires };
    circuit.compute(py, |c| {
        passes::linear_resynthesis(c, target, options).map_err(from_pass)
    })
}

#[pyfunction]
fn merge_rotations(py: Python<'_>, circuit: &PyCircuit, target: &PyTarget) -> PyResult<bool> {
    let target = &target.0;
    circuit.compute(py, |c| {
        passes::merge_rotations(c, Some(target)).map_err(from_pass)
    })
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, exact_clifford_t))]
fn one_qubit_fusion(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    exact_clifford_t: bool,
) -> PyResult<bool> {
    let target = &target.0;
    circuit.compute(py, |c| {
        passes::one_qubit_fusion(c, target, exact_clifford_t).map_err(from_pass)
    })
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, steps, tableau))]
fn pauli_folding(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    steps: u32,
    tableau: u32,
) -> PyResult<bool> {
    let target = &target.0;
    let options = passes::PauliFolding { steps, tableau };
    circuit.compute(py, |c| {
        passes::pauli_folding(c, Some(target), options).map_err(from_pass)
    })
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, keep))]
fn phase_folding(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    keep: &str,
) -> PyResult<bool> {
    let target = &target.0;
    circuit.compute(py, |c| {
        let keep = passes::Keep::named(keep).map_err(from_pass)?;
        passes::phase_folding(c, Some(target), keep).map_err(from_pass)
    })
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, wires, gates, width, states))]
fn phase_polynomial_resynthesis(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    wires: usize,
    gates: usize,
    width: usize,
    states: u64,
) -> PyResult<bool> {
    let target = &target.0;
    let options = passes::Resynthesis {
        wires,
        gates,
        width,
        states,
    };
    circuit.compute(py, |c| {
        passes::phase_polynomial_resynthesis(c, Some(target), options).map_err(from_pass)
    })
}

#[pyfunction]
fn relative_phase_toffoli(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
) -> PyResult<bool> {
    let target = &target.0;
    circuit.compute(py, |c| {
        passes::relative_phase_toffoli(c, target).map_err(from_pass)
    })
}

#[pyfunction]
fn remove_barriers(py: Python<'_>, circuit: &PyCircuit) -> PyResult<bool> {
    circuit.compute(py, |c| passes::remove_barriers(c).map_err(from_pass))
}

#[pyfunction]
fn remove_diagonals_before_measure(py: Python<'_>, circuit: &PyCircuit) -> PyResult<bool> {
    circuit.compute(py, |c| {
        passes::remove_diagonals_before_measure(c).map_err(from_pass)
    })
}

#[pyfunction]
fn remove_identities(py: Python<'_>, circuit: &PyCircuit) -> PyResult<bool> {
    circuit.compute(py, |c| passes::remove_identities(c).map_err(from_pass))
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, objective, seed, effort, keep_order, layout))]
#[allow(clippy::too_many_arguments)] // One keyword each.
fn routing(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    objective: &str,
    seed: u64,
    effort: u32,
    keep_order: bool,
    layout: Vec<Option<u32>>,
) -> PyResult<bool> {
    let aim = match objective {
        "depth" | "two-qubit-depth" | "duration" => Aim::Depth,
        "fidelity" => Aim::Harm,
        _ => Aim::Gates,
    };
    let routes = Routes {
        seed,
        aim,
        effort,
        keep_order,
        fixed: layout,
    };
    circuit.compute(py, |c| {
        let Some(device) = target.device() else {
            return Ok(false);
        };
        let routed = route(c, &device, &routes).map_err(|e| from_route(e, &target.0.name))?;
        let changed = routed.is_some();
        if let Some(routed) = routed {
            *c = routed;
        }
        Ok(changed)
    })
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, kind, dt_ns))]
fn schedule(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    kind: &str,
    dt_ns: f64,
) -> PyResult<bool> {
    let target = &target.0;
    circuit.compute(py, |c| {
        let options = passes::Schedule::named(kind, dt_ns).map_err(from_pass)?;
        passes::schedule(c, target, options).map_err(from_pass)
    })
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, steps))]
fn replacement(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    steps: u64,
) -> PyResult<bool> {
    let target = &target.0;
    let options = passes::Replacement { steps };
    circuit.compute(py, |c| {
        passes::replacement(c, target, options).map_err(from_pass)
    })
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, exact, as_many, likeliest))]
fn two_qubit_fusion(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    exact: bool,
    as_many: bool,
    likeliest: bool,
) -> PyResult<bool> {
    let target = &target.0;
    let aim = match likeliest {
        true => passes::FusionAim::Likeliest,
        false => passes::FusionAim::Fewest,
    };
    let options = passes::Fusing {
        exact,
        as_many,
        aim,
    };
    circuit.compute(py, |c| {
        passes::two_qubit_fusion(c, target, options).map_err(from_pass)
    })
}

#[pyfunction]
#[pyo3(signature = (circuit, target, *, exact))]
fn zero_ancilla_fusion(
    py: Python<'_>,
    circuit: &PyCircuit,
    target: &PyTarget,
    exact: bool,
) -> PyResult<bool> {
    let target = &target.0;
    circuit.compute(py, |c| {
        passes::zero_ancilla_fusion(c, target, exact).map_err(from_pass)
    })
}
