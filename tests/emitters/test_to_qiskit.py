# SPDX-License-Identifier: Apache-2.0
"""Qiskit's circuits out; whole circuits go there and back in `tests/sdks`."""

from __future__ import annotations

import pytest

import qcompile as qc
from qcompile.emitters.to_qiskit import to_qiskit
from qcompile.errors import PipelineError

qiskit = pytest.importorskip("qiskit")
from qiskit.quantum_info import Operator, SparsePauliOp  # noqa: E402


def test_registers_and_phase() -> None:
    circuit = qc.Circuit({"a": 2, "b": 1}, {"m": 2}).h(0).measure(2, 1)
    circuit.add_phase(0.5)
    out = to_qiskit(circuit)
    assert ["a", "b", "m"] == [r.name for r in [*out.qregs, *out.cregs]]
    assert 0.5 == out.global_phase
    assert ("measure", 2, 1) == (
        out.data[1].operation.name,
        out.find_bit(out.data[1].qubits[0]).index,
        out.find_bit(out.data[1].clbits[0]).index,
    )


def test_expressions_are_over_parameters_of_their_names() -> None:
    a, b = qc.Parameter("a"), qc.Parameter("b")
    out = to_qiskit(qc.Circuit(1).rx((a * b).sin() - 2 * a + 0.5, 0))
    assert ["a", "b"] == [p.name for p in out.parameters]
    bound = out.assign_parameters({"a": 0.3, "b": 1.1})
    from math import sin

    assert abs(float(bound.data[0].operation.params[0]) - (sin(0.33) - 0.1)) < 1e-12


def test_a_compiled_circuit_has_the_parameters_of_its_source() -> None:
    theta = qiskit.circuit.Parameter("theta")
    source = qiskit.QuantumCircuit(2)
    source.rx(theta, 0)
    source.cx(0, 1)
    out = qc.compile(source, basis="cz,rz,sx,x").to_same()
    bound = out.assign_parameters({theta: 0.7})
    assert {"cz", "rz", "sx"} >= set(bound.count_ops())
    assert Operator(bound) == Operator(source.assign_parameters({theta: 0.7}))


def test_layouts_map_observables() -> None:
    source = qiskit.QuantumCircuit(3)
    source.ry(0.3, 0)
    source.cx(0, 1)
    source.cx(0, 2)
    source.cx(1, 2)
    source.ry(1.1, 2)
    result = qc.compile(source, target="line:5", basis="cz,rz,sx,x")
    mapped = result.to_qiskit()
    observable = SparsePauliOp(["ZXI", "IYZ"], [0.5, 2.0])
    from qiskit.quantum_info import Statevector

    before = Statevector(source).expectation_value(observable)
    after = Statevector(mapped).expectation_value(observable.apply_layout(mapped.layout))
    assert abs(before - after) < 1e-9
    assert list(result.layout.initial) == mapped.layout.initial_index_layout(True)
    assert list(result.layout.final) == mapped.layout.final_index_layout(True)


def test_what_qiskit_cannot_hold_is_an_error() -> None:
    circuit = qc.Circuit(1)
    circuit.append(qc.circuit.Instruction.pulse("play x;"), [0])
    with pytest.raises(PipelineError, match="pulse") as caught:
        to_qiskit(circuit)
    assert "QC409" == caught.value.code
