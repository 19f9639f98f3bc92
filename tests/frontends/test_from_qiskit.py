# SPDX-License-Identifier: Apache-2.0
"""Qiskit's circuits in: the mistakes one could make, each with a test that sees it."""

from __future__ import annotations

from typing import Any

import pytest

from qcompile import Circuit, equivalent, from_qiskit
from qcompile.errors import SemanticError

qiskit = pytest.importorskip("qiskit")
from qiskit.circuit import Clbit, Parameter, ParameterVector, Qubit  # noqa: E402
from qiskit.circuit.classical import expr  # noqa: E402


def same(circuit: Circuit, expected: Circuit, relation: str = "operator") -> bool:
    return equivalent(circuit, expected, relation=relation).verdict == "equivalent"


def test_order_angles_and_global_phase() -> None:
    source = qiskit.QuantumCircuit(2, global_phase=0.25)
    source.rx(0.5, 1)
    source.cx(1, 0)
    expected = Circuit(2).rx(0.5, 1).cx(1, 0)
    expected.add_phase(0.25)
    assert same(from_qiskit(source), expected)


def test_registers_and_loose_wires_keep_their_order_and_names() -> None:
    source = qiskit.QuantumCircuit(
        qiskit.QuantumRegister(2, "a"), [Qubit()], qiskit.QuantumRegister(1, "b")
    )
    source.add_register(qiskit.ClassicalRegister(2, "out"))
    source.add_bits([Clbit()])
    circuit = from_qiskit(source)
    assert (4, 3) == (circuit.num_qubits, circuit.num_bits)
    assert [("a", [0, 1]), ("b", [3])] == circuit.qubit_registers
    assert [("out", [0, 1])] == circuit.bit_registers


def test_a_gate_of_the_users_is_not_taken_for_a_library_gate_of_its_name() -> None:
    body = qiskit.QuantumCircuit(1, name="h")
    body.t(0)
    source = qiskit.QuantumCircuit(1)
    source.append(body.to_gate(), [0])
    assert same(from_qiskit(source), Circuit(1).t(0))


def test_parameters_stay_the_same_ones_over_several_circuits() -> None:
    theta, other = Parameter("theta"), Parameter("theta")
    one, two, three = (qiskit.QuantumCircuit(1) for _ in range(3))
    one.rx(2 * theta + 0.5, 0)
    two.rz(theta, 0)
    three.rz(other, 0)
    circuit = from_qiskit(one).compose(from_qiskit(two))
    assert ["theta"] == circuit.parameters
    assert same(circuit.bind({"theta": 0.3}), Circuit(1).rx(1.1, 0).rz(0.3, 0))
    with pytest.raises(SemanticError, match="theta"):
        circuit.compose(from_qiskit(three))


def test_expressions() -> None:
    v = ParameterVector("v", 2)
    source = qiskit.QuantumCircuit(1, global_phase=v[1])
    source.rx((v[0] * v[1]).sin() / 2 - v[0] ** 2, 0)
    circuit = from_qiskit(source)
    assert ["v[0]", "v[1]"] == circuit.parameters
    bound = circuit.bind({"v[0]": 0.7, "v[1]": -1.2})
    expected = from_qiskit(source.assign_parameters({v: [0.7, -1.2]}))
    assert same(bound, expected)


def test_a_function_angles_do_not_have_is_named() -> None:
    theta = Parameter("theta")
    source = qiskit.QuantumCircuit(1)
    source.rx(theta.arctan(), 0)
    with pytest.raises(
        SemanticError, match=r"operation 0 \(`rx`\): an angle with `atan`"
    ) as caught:
        from_qiskit(source)
    assert "QC240" == caught.value.code


def test_delays_are_nanoseconds_or_steps() -> None:
    source = qiskit.QuantumCircuit(1)
    source.delay(2, 0, unit="us")
    source.delay(160, 0, unit="dt")
    delays = [op.contents for op in from_qiskit(source)]
    assert [{"duration": 2000.0, "unit": "ns"}, {"duration": 160, "unit": "dt"}] == delays


@pytest.mark.parametrize(
    ("make", "runs_for"),
    [
        (lambda r: expr.less(r, 3), {0, 1, 2}),
        (lambda r: expr.less_equal(r, 3), {0, 1, 2, 3}),
        (lambda r: expr.greater(r, 3), {4, 5, 6, 7}),
        (lambda r: expr.greater_equal(5, r), {0, 1, 2, 3, 4, 5}),
        (lambda r: expr.not_equal(r, 6), {0, 1, 2, 3, 4, 5, 7}),
        (lambda r: expr.bit_xor(r[0], expr.logic_not(r[2])), {0, 2, 5, 7}),
        (lambda r: expr.logic_and(r[0], expr.equal(r, 5)), {5}),
        (lambda r: expr.not_equal(r[0], r[1]), {1, 2, 5, 6}),
        (lambda r: expr.lift(False), set()),
    ],
)
def test_conditions(make: Any, runs_for: set[int]) -> None:
    register = qiskit.ClassicalRegister(3, "c")
    for value in range(8):
        source = qiskit.QuantumCircuit(qiskit.QuantumRegister(4), register)
        expected = Circuit(4, 3)
        for k in range(3):
            if value >> k & 1:
                source.x(k)
                expected.x(k)
            source.measure(k, k)
            expected.measure(k, k)
        with source.if_test(make(register)):
            source.x(3)
        if value in runs_for:
            expected.x(3)
        assert same(from_qiskit(source), expected, "from-zero"), value


def test_loops_and_switches() -> None:
    source = qiskit.QuantumCircuit(2, 2)
    angle = Parameter("k")
    with source.for_loop(range(3), angle):
        source.rx(angle, 0)
    source.measure(0, 0)
    with source.switch(source.cregs[0]) as case:
        with case(0, 2):
            source.h(1)
        with case(case.DEFAULT):
            source.x(1)
    expected = Circuit(2, 2).rx(3.0, 0).measure(0, 0)
    with expected.if_(expected.bit(0) == 0):
        expected.h(1)
    with expected.if_(expected.bit(0) == 1):
        expected.x(1)
    assert same(from_qiskit(source), expected, "instrument")


def test_the_layout_of_a_transpiled_circuit() -> None:
    source = qiskit.QuantumCircuit(3)
    source.h(0)
    source.cx(0, 1)
    source.cx(0, 2)
    mapped = qiskit.transpile(
        source,
        coupling_map=[[0, 1], [1, 2], [2, 3]],
        basis_gates=["cz", "rz", "sx", "x"],
        initial_layout=[1, 3, 0],
        seed_transpiler=1,
        optimization_level=1,
    )
    circuit = from_qiskit(mapped)
    assert circuit.layouts is not None
    assert [1, 3, 0] == circuit.layouts[0]
    assert equivalent(from_qiskit(source), circuit, relation="layout")


def test_what_has_no_equivalent_is_an_error() -> None:
    source = qiskit.QuantumCircuit(1)
    source.add_var("a", expr.lift(5, qiskit.circuit.classical.types.Uint(8)))
    with pytest.raises(SemanticError, match="run-time variables"):
        from_qiskit(source)


def test_a_gate_without_definition_stays_opaque() -> None:
    source = qiskit.QuantumCircuit(2)
    source.append(qiskit.circuit.Gate("magic", 2, [0.5]), [1, 0])
    (op,) = from_qiskit(source)
    assert ("magic", [1, 0], [0.5]) == (op.name, op.qubits, op.parameters)
    assert op.contents["definition"].is_opaque
