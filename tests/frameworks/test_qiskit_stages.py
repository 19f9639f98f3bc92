# SPDX-License-Identifier: Apache-2.0
"""Qiskit's `transpile` with stages of ours, as it finds them by name."""

from __future__ import annotations

import random

import numpy as np
import pytest

import qcompile as qc

pytest.importorskip("qiskit")
from qiskit import QuantumCircuit, transpile
from qiskit.circuit import Parameter
from qiskit.circuit.library import UnitaryGate
from qiskit.quantum_info import Operator, random_unitary
from qiskit.transpiler import CouplingMap, generate_preset_pass_manager

from .test_qiskit_pass import BASIS, backend, defect, entangled

pytestmark = pytest.mark.usefixtures("plugins")
STAGES = ["init", "layout", "routing", "translation", "optimization"]


def measured(seed: int) -> QuantumCircuit:
    """Return a random circuit of four qubits."""
    rng = random.Random(seed)
    out = QuantumCircuit(4, global_phase=rng.random())
    for _ in range(25):
        a, b, c = rng.sample(range(4), 3)
        kind = rng.randrange(6)
        if kind == 0:
            out.rx(rng.random(), a)
        elif kind == 1:
            out.cx(a, b)
        elif kind == 2:
            out.crz(rng.random(), a, b)
        elif kind == 3:
            out.ccx(a, b, c)
        elif kind == 4:
            out.swap(a, b)
        else:
            out.append(UnitaryGate(random_unitary(2, seed=rng.randrange(99))), [a])
    return out


@pytest.mark.parametrize(
    ("level", "stages"),
    [(level, [s]) for s in STAGES for level in (0, 2)] + [(level, STAGES) for level in (1, 3)],
    ids=str,
)
def test_every_stage_leaves_the_operator(level: int, stages: list[str]) -> None:
    methods = {f"{stage}_method": "qcompile" for stage in stages}
    for source in (entangled(4), measured(level)):
        out = transpile(
            source, backend(), optimization_level=level, seed_transpiler=level, **methods
        )
        assert {*BASIS} >= set(out.count_ops())
        assert defect(source, out) < 1e-11


def test_a_layout_given_is_kept() -> None:
    for method in ("layout_method", "optimization_method"):
        out = transpile(
            entangled(4), backend(), initial_layout=[3, 1, 5, 0], **{method: "qcompile"}
        )
        assert [3, 1, 5, 0] == out.layout.initial_index_layout(filter_ancillas=True)
        assert defect(entangled(4), out) < 1e-12


def test_optimization_makes_fewer_gates_than_qiskit_alone() -> None:
    source = entangled(5)
    ours = transpile(source, backend(), optimization_method="qcompile", seed_transpiler=1)
    theirs = transpile(source, backend(), optimization_level=3, seed_transpiler=1)
    assert ours.count_ops()["cz"] < theirs.count_ops()["cz"]


def test_constraints_without_a_target() -> None:
    source = measured(3)
    manager = generate_preset_pass_manager(
        2,
        basis_gates=[*BASIS, "delay"],
        coupling_map=CouplingMap.from_ring(5),
        optimization_method="qcompile",
    )
    assert defect(source, manager.run(source)) < 1e-11
    out = transpile(source, basis_gates=["u", "cx"], optimization_method="qcompile")
    assert {"u", "cx"} >= set(out.count_ops())
    assert 4 == out.num_qubits
    assert defect(source, out) < 1e-11
    assert defect(source, transpile(source, optimization_method="qcompile")) < 1e-11


def test_parameters_and_loops_go_through_every_stage() -> None:
    theta = Parameter("theta")
    source = QuantumCircuit(3, 1)
    source.ry(theta, 0)
    source.cx(0, 2)
    source.measure(0, 0)
    with source.if_test((source.clbits[0], 1)):
        source.rz(theta, 2)
        source.cx(2, 1)
    methods = {f"{stage}_method": "qcompile" for stage in STAGES}
    out = transpile(source, backend(4), **methods)
    assert {theta} == set(out.parameters)
    ours = [qc.from_qiskit(c.assign_parameters({theta: 0.4})) for c in (source, out)]
    assert "equivalent" == qc.equivalent(*ours).verdict


@pytest.mark.parametrize("qubits", [1, 2, 3])
def test_matrices_are_synthesised(qubits: int) -> None:
    source = QuantumCircuit(qubits)
    source.append(UnitaryGate(random_unitary(1 << qubits, seed=qubits)), range(qubits))
    out = transpile(source, basis_gates=BASIS, unitary_synthesis_method="qcompile")
    assert {*BASIS} >= set(out.count_ops())
    assert (0, 3, 19)[qubits - 1] >= out.count_ops().get("cz", 0)
    assert np.abs(Operator(out).data - Operator(source).data).max() < 1e-11
