# SPDX-License-Identifier: Apache-2.0
"""Templates: what is bound is what binding first and compiling gives, and derivatives are those of the angles."""

from __future__ import annotations

import pickle
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from math import pi
from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.errors import SemanticError


def ansatz(qubits: int, layers: int) -> qc.Circuit:
    """Return rotations about y and z on every qubit between chains of cx."""
    circuit = qc.Circuit(qubits)
    count = 0
    for layer in range(layers + 1):
        for q in range(qubits):
            circuit.ry(qc.Parameter(f"t[{count}]"), q).rz(qc.Parameter(f"t[{count + 1}]"), q)
            count += 2
        if layer < layers:
            for q in range(qubits - 1):
                circuit.cx(q, q + 1)
    return circuit


def values_of(circuit: qc.Circuit, seed: int = 0) -> Any:
    return np.random.default_rng(seed).uniform(-pi, pi, len(circuit.parameters))


def named(circuit: qc.Circuit, values: Any) -> dict[str, float]:
    return dict(zip(circuit.parameters, values.tolist(), strict=True))


def counts(circuit: Any) -> Counter[str]:
    return Counter(op.name for op in circuit)


BASES = ["cz,rz,sx,x", "cx,u", "rzz,rz,rx", "cz,r,rz", "ms,gpi,gpi2,rz", "siswap,phxz"]


@pytest.mark.parametrize("basis", BASES)
def test_a_bound_template_is_the_circuit(basis: str) -> None:
    circuit = ansatz(3, 2)
    tpl = qc.template(circuit, basis=basis)
    for seed in range(3):
        values = values_of(circuit, seed)
        verdict = qc.equivalent(
            circuit.bind(named(circuit, values)), tpl.circuit_at(values), relation="operator"
        )
        assert "equivalent" == verdict.verdict, verdict


@pytest.mark.parametrize("basis", BASES)
def test_no_more_gates_than_bound_first(basis: str) -> None:
    circuit = ansatz(4, 3)
    tpl = qc.template(circuit, basis=basis)
    values = values_of(circuit)
    first = qc.compile(circuit.bind(named(circuit, values)), basis=basis)
    mine, theirs = counts(tpl.circuit_at(values)), counts(first.circuit)
    assert all(mine[gate] <= theirs[gate] for gate in mine), (mine, theirs)


def test_the_study() -> None:
    circuit = ansatz(10, 10)
    target = qc.Target.from_name("grid:4x4", basis=["cz", "rz", "sx", "x"])
    tpl = qc.template(circuit, target)
    found = counts(tpl.circuit_at(values_of(circuit)))
    assert {"cz": 90, "sx": 300} == {gate: found[gate] for gate in ("cz", "sx")}
    assert found["rz"] <= 309


def test_slots_are_the_angles_of_the_bound_circuit() -> None:
    circuit = ansatz(3, 1)
    tpl = qc.template(circuit, basis="cz,rz,sx,x")
    values = values_of(circuit)
    angles, bound = tpl.bind(values), tpl.circuit_at(values)
    assert len(tpl.slots) == len(angles)
    operations = [op for op in bound if op.name == "rz"]
    symbolic = [op for op in tpl.circuit if op.name == "rz"]
    assert len(operations) == len(symbolic)
    where = {op.index: k for k, op in enumerate(symbolic)}
    for slot, angle in zip(tpl.slots[:-1], angles, strict=False):
        other = operations[where[slot.operation]].parameters[slot.angle]
        assert ("rz", tuple(operations[where[slot.operation]].qubits)) == (slot.gate, slot.qubits)
        assert abs((angle - other + pi) % (2 * pi) - pi) < 1e-12
    assert ("gphase", -1) == (tpl.slots[-1].gate, tpl.slots[-1].operation)


def test_batches_buffers_and_names() -> None:
    circuit = ansatz(3, 1)
    tpl = qc.template(circuit, basis="cz,rz,sx,x")
    batch = np.stack([values_of(circuit, seed) for seed in range(11)])
    room = np.empty((11, len(tpl.slots)))
    assert room is tpl.bind(batch, out=room)
    for row, values in zip(room, batch, strict=True):
        assert np.array_equal(row, tpl.bind(values))
        assert np.array_equal(row, tpl.bind(named(circuit, values)))
    by_name = {name: batch[:, k] for k, name in enumerate(tpl.parameters)}
    assert np.array_equal(room, tpl.bind(by_name))
    assert np.array_equal(room, tpl.bind(np.asfortranarray(batch)))
    assert np.array_equal(room, tpl.bind(batch.tolist()))


def test_values_that_do_not_fit_are_said() -> None:
    tpl = qc.template(ansatz(2, 1), basis="cz,rz,sx,x")
    for values in (np.zeros(7), np.zeros((2, 7)), np.zeros((1, 1, 8)), 0.5):
        with pytest.raises(SemanticError) as caught:
            tpl.bind(values)
        assert "QC230" == caught.value.code
    with pytest.raises(SemanticError, match=r"no value for `t\[7\]`"):
        tpl.bind({f"t[{k}]": 0.0 for k in range(7)})
    with pytest.raises(SemanticError, match="no parameter is called `x`"):
        tpl.bind({**{f"t[{k}]": 0.0 for k in range(8)}, "x": 1.0})


def test_derivatives() -> None:
    circuit = ansatz(3, 2)
    tpl = qc.template(circuit, basis="cz,rz,sx,x")
    values = values_of(circuit)
    slopes = tpl.jvp(np.tile(values, (len(values), 1)), np.eye(len(values)))
    step = 1e-5
    high = tpl.bind(values + step * np.eye(len(values)))
    low = tpl.bind(values - step * np.eye(len(values)))
    assert np.abs((high - low) / (2 * step) - slopes).max() < 1e-7
    gradient = np.random.default_rng(1).normal(size=len(tpl.slots))
    assert np.allclose(tpl.vjp(values, gradient), slopes @ gradient, atol=1e-12)


def test_expressions_shared_and_unused_parameters() -> None:
    a, b, c = (qc.Parameter(name) for name in "abc")
    circuit = qc.Circuit(2).rx((a * b).sin() + a, 0).ry(2 * a - b, 0).rz(b / 3, 0).h(0)
    circuit.rx(a, 1).rx(-a, 1).ry(c, 1).ry(-c, 1).cx(0, 1)
    tpl = qc.template(circuit, basis="cz,rz,sx,x")
    assert ("a", "b", "c") == tpl.parameters
    verdict = qc.equivalent(
        circuit.bind({"a": 0.3, "b": 1.4, "c": 0.2}), tpl.circuit_at([0.3, 1.4, 0.2])
    )
    assert "equivalent" == verdict.verdict
    slope = tpl.jvp([0.3, 1.4, 0.2], [1.0, 0.0, 0.0])
    high, low = tpl.bind([0.30001, 1.4, 0.2]), tpl.bind([0.29999, 1.4, 0.2])
    assert np.abs((high - low) / 2e-5 - slope).max() < 1e-6


def test_the_order_of_parameters_is_the_users() -> None:
    a, b = qc.Parameter("a"), qc.Parameter("b")
    circuit = qc.Circuit(1).rz(a, 0).rx(b, 0)
    one = qc.template(circuit, basis="cz,rz,sx,x")
    two = qc.template(circuit, basis="cz,rz,sx,x", parameters=[b, "a"])
    assert ("b", "a") == two.parameters
    assert np.array_equal(one.bind([0.3, 0.7]), two.bind([0.7, 0.3]))
    for wrong in (["a"], ["a", "b", "b"], ["a", "z"]):
        with pytest.raises(SemanticError) as caught:
            qc.template(circuit, parameters=wrong)
        assert "QC242" == caught.value.code


def test_frozen_parameters_are_folded_in() -> None:
    circuit = ansatz(2, 2)
    frozen = {f"t[{k}]": 0.0 for k in range(4)}
    tpl = qc.template(circuit, basis="cz,rz,sx,x", frozen=frozen)
    assert tuple(circuit.parameters[4:]) == tpl.parameters
    assert len(tpl.circuit) < len(qc.template(circuit, basis="cz,rz,sx,x").circuit)
    values = values_of(circuit)[4:]
    whole = circuit.bind({**frozen, **dict(zip(tpl.parameters, values.tolist(), strict=True))})
    assert qc.equivalent(whole, tpl.circuit_at(values))


def test_on_a_device_layouts_and_observables_go_along() -> None:
    circuit = qc.Circuit(3)
    for k in range(3):
        circuit.ry(qc.Parameter(f"t{k}"), k)
    circuit.cx(0, 1).cx(1, 2).cx(0, 2).rx(qc.Parameter("z"), 0)
    tpl = qc.template(circuit, "line:5", basis="cz,rz,sx,x")
    values = np.array([0.1, 0.2, 0.3, 0.4])
    bound = tpl.circuit_at(values)
    assert (list(tpl.layout.initial), list(tpl.layout.final)) == bound.layouts
    assert qc.equivalent(circuit.bind(named(circuit, values)), bound, relation="layout")
    assert 5 == len(tpl.map_observable("ZIX"))


def test_pickles_and_threads() -> None:
    circuit = ansatz(4, 2)
    tpl = qc.template(circuit, "line:4", basis="cz,rz,sx,x")
    again = pickle.loads(pickle.dumps(tpl))
    batch = np.stack([values_of(circuit, seed) for seed in range(64)])
    expected = tpl.bind(batch)
    assert np.array_equal(expected, again.bind(batch))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(tpl.bind, batch))
    assert np.array_equal(expected, np.stack(found))


def test_parameters_inside_control_flow_are_refused() -> None:
    circuit = qc.Circuit(1, 1).measure(0, 0)
    with circuit.if_(circuit.bit(0) == 1):
        circuit.rx(qc.Parameter("a"), 0)
    with pytest.raises(SemanticError, match="inside control flow") as caught:
        qc.template(circuit)
    assert "QC241" == caught.value.code


def test_a_circuit_of_qiskit() -> None:
    qiskit = pytest.importorskip("qiskit")
    from qiskit.quantum_info import Operator

    theta = qiskit.circuit.ParameterVector("theta", 12)
    source = qiskit.QuantumCircuit(2)
    for k in range(12):
        source.ry(theta[k], k % 2)
        if k % 2:
            source.cz(0, 1)
    tpl = qc.template(source, basis="cz,rz,sx,x")
    assert [p.name for p in source.parameters] == list(tpl.parameters)
    values = np.linspace(-1, 2, 12)
    assert Operator(source.assign_parameters(values)) == Operator(tpl.to_qiskit(values))
