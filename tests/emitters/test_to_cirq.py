# SPDX-License-Identifier: Apache-2.0
"""Cirq's circuits out; whole circuits go there and back in `tests/sdks`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.emitters.to_cirq import to_cirq
from qcompile.errors import PipelineError

cirq = pytest.importorskip("cirq")
import sympy  # noqa: E402


def operator(circuit: Any, qubits: Any) -> Any:
    return circuit.unitary(qubit_order=qubits, qubits_that_should_be_present=qubits)


def test_a_compiled_circuit_is_on_the_qubits_and_over_the_symbols_of_its_source() -> None:
    t = sympy.Symbol("t", real=True)
    a, b, c = qubits = cirq.GridQubit(0, 1), cirq.NamedQubit("z"), cirq.NamedQubit("b")
    source = cirq.Circuit(cirq.X(a) ** t, cirq.CNOT(b, c), cirq.ISWAP(c, a) ** 0.3, cirq.H(b) ** t)
    out = qc.compile(source, basis="cz,rz,sx,x").to_same()
    assert isinstance(out, cirq.Circuit)
    assert set(qubits) == out.all_qubits()
    # Cirq's own list of symbols forgets what is assumed of them.
    exponents = [getattr(op.gate, "exponent", 0) for op in out.all_operations()]
    assert {t} == {s for e in exponents for s in getattr(e, "free_symbols", ())}
    assert "X" in str(out)
    bound = cirq.resolve_parameters(out, {t: 0.37})
    expected = cirq.resolve_parameters(source, {t: 0.37})
    assert np.allclose(operator(bound, qubits), operator(expected, qubits))
    assert isinstance(qc.compile(source.freeze()).to_same(), cirq.FrozenCircuit)


def test_keys_come_back_as_they_were() -> None:
    a, b = cirq.LineQubit.range(2)
    source = cirq.Circuit(
        cirq.X(a),
        cirq.measure(b, a, key="m"),
        cirq.X(b).with_classical_controls("m"),
        cirq.measure(b, a, key="m"),
        cirq.measure(a, key="n"),
    )
    out = qc.compile(source).to_same()
    result = cirq.Simulator().run(out)
    assert [[[0, 1], [1, 1]]] == result.records["m"].tolist()
    assert [[1]] == result.records["n"][0].tolist()


def test_a_register_that_is_not_measured_at_once_is_a_key_a_bit() -> None:
    circuit = qc.Circuit(2, 2).measure(0, 0).x(0).measure(1, 1)
    assert {"c_0", "c_1"} == to_cirq(circuit).all_measurement_key_names()
    circuit = qc.Circuit(2, 2).measure(0, 1).x(1).measure(1, 0)
    (measured,) = [op for op in to_cirq(circuit).all_operations() if cirq.is_measurement(op)]
    assert ("c", cirq.LineQubit.range(2)[::-1]) == (measured.gate.key, list(measured.qubits))


@pytest.mark.parametrize("joined", [True, False])
def test_conditions_read_the_bits_they_mean(joined: bool) -> None:
    for value in range(8):
        for head in ("equals", "less", "not"):
            circuit = qc.Circuit(4, 3)
            for k in range(3):
                if value >> k & 1:
                    circuit.x(k)
            circuit.measure([0, 1, 2], [0, 1, 2])
            if not joined:
                circuit.measure(0, 0)
            compared: Any = ("equals", [0, 2], 1) if head == "not" else (head, [0, 1, 2], 3)
            then = qc.Circuit(4, 3).x(3)
            circuit.append_if(("not", compared) if head == "not" else compared, then)
            circuit.add_bits(1, "out")
            circuit.measure(3, 3)
            expected = {"equals": value == 3, "less": value < 3, "not": value & 5 != 1}[head]
            result = cirq.Simulator().run(to_cirq(circuit))
            assert [[int(expected)]] == result.records["out"][0].tolist(), (value, head)


def test_bits_nothing_was_measured_into_are_0() -> None:
    circuit = qc.Circuit(1, 2)
    circuit.append_if(("equals", [0, 1], 0), qc.Circuit(1, 2).x(0), qc.Circuit(1, 2).h(0))
    assert [cirq.X(cirq.q(0))] == list(to_cirq(circuit).all_operations())


def test_opaque_gates_come_back() -> None:
    class Magic(cirq.Gate):  # type: ignore[misc, name-defined]
        def _num_qubits_(self) -> int:
            return 2

    gate, (a, b) = Magic(), cirq.LineQubit.range(2)
    out = qc.compile(cirq.Circuit(cirq.H(a), cirq.H(a), gate(b, a), cirq.X(b))).to_same()
    assert gate(b, a) in list(out.all_operations())


@pytest.mark.parametrize("width", [1, 2, 3])
def test_open_controls_of_phases(width: int) -> None:
    for closed in range(1 << width):
        polarity = [bool(closed >> k & 1) for k in range(width)]
        gate = qc.circuit.Instruction.gate("u", [0.3, 0.5, 0.9]).controlled(polarity)
        circuit = qc.Circuit(width + 1)
        circuit.append(gate, range(width + 1))
        back = qc.from_cirq(to_cirq(circuit))
        assert qc.equivalent(circuit, back, relation="operator").verdict == "equivalent"


def refusals() -> list[tuple[qc.Circuit, str]]:
    pulse = qc.Circuit(1)
    pulse.append(qc.circuit.Instruction.pulse("play x;"), [0])
    measured = qc.Circuit(1, 1).measure(0, 0)
    with measured.if_(measured.bit(0) == 1):
        measured.measure(0, 0)
    loop = qc.Circuit(1, 1).measure(0, 0)
    with loop.while_(loop.bit(0) == 1):
        loop.measure(0, 0)
    steps = qc.Circuit(1).delay(160, 0, unit="dt")
    return [
        (pulse, "operation 0 .*pulse"),
        (measured, "a measurement under a condition"),
        (loop, "may not run at all"),
        (steps, "device's clock"),
    ]


@pytest.mark.parametrize(("circuit", "message"), refusals())
def test_what_cirq_cannot_hold_is_an_error(circuit: qc.Circuit, message: str) -> None:
    with pytest.raises(PipelineError, match=message) as caught:
        to_cirq(circuit)
    assert "QC409" == caught.value.code
