# SPDX-License-Identifier: Apache-2.0
"""PennyLane's tapes out; whole circuits go there and back in `tests/sdks`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.emitters.to_pennylane import to_pennylane
from qcompile.errors import PipelineError

qml = pytest.importorskip("pennylane")


def run(tape: Any) -> Any:
    return qml.execute([tape], qml.device("default.qubit"), diff_method=None)[0]


def tape() -> Any:
    ops = [
        qml.RY(0.3, "b"),
        qml.CNOT(["b", "a"]),
        qml.RX(0.9, "c"),
        qml.CNOT(["a", "c"]),
        qml.CRY(0.4, ["c", "b"]),
    ]
    ends = [
        qml.expval(qml.Z("c") @ qml.X("a")),
        qml.probs(["c", "b"]),
        qml.probs(),
        qml.var(qml.Y("b")),
    ]
    return qml.tape.QuantumScript(ops, ends)


@pytest.mark.parametrize("target", [None, "line:3", "line:5"])
def test_measurements_are_put_back_on_the_wires_where_they_end(target: str | None) -> None:
    source = tape()
    places = None if target is None else [2, 0, 1]
    out = qc.compile(source, target=target, basis="cz,rz,sx,x", layout=places).to_same()
    assert isinstance(out, qml.tape.QuantumScript)
    for expected, found in zip(run(source), run(out), strict=True):
        assert np.allclose(expected, found)


def test_results_in_the_middle_are_those_of_the_new_tape() -> None:
    with qml.queuing.AnnotatedQueue() as queue:
        qml.RY(0.7, "b")
        first = qml.measure("b")
        qml.cond(first, qml.RX)(0.9, "a")
        second = qml.measure("a", reset=True)
        qml.expval(first)
        qml.probs(op=[first, second])
        qml.expval(qml.Z("a"))
    source = qml.tape.QuantumScript.from_queue(queue)
    out = qc.compile(source).to_same()
    for expected, found in zip(run(source), run(out), strict=True):
        assert np.allclose(expected, found)


def test_the_kind_of_tape_and_its_shots_stay() -> None:
    source = qml.tape.QuantumTape([qml.X(0)], [qml.expval(qml.Z(0))], shots=10)
    out = qc.compile(source).to_same()
    assert (qml.tape.QuantumTape, 10) == (type(out), out.shots.total_shots)


def test_parameters_take_values_of_any_interface() -> None:
    t = qc.Parameter("t")
    circuit = qc.Circuit(2).rx(2 * t + 0.5, 0).cp(t.sin(), 0, 1)
    value = qml.numpy.array(0.7, requires_grad=True)
    out = to_pennylane(circuit, values={"t": value})
    assert np.isclose(1.9, out.operations[0].data[0])
    assert out.operations[0].data[0].requires_grad
    with pytest.raises(PipelineError, match="parameter `t`"):
        to_pennylane(circuit)


def test_opaque_operators_come_back_on_their_wires() -> None:
    class Magic(qml.operation.Operation):  # type: ignore[misc, name-defined]
        num_wires = 2

    source = qml.tape.QuantumScript([qml.H("b"), qml.H("b"), Magic(["a", "b"])])
    (op,) = qc.compile(source).to_same().operations
    assert ("Magic", ["a", "b"]) == (op.name, op.wires.tolist())


def refusals() -> list[tuple[qc.Circuit, str]]:
    measured = qc.Circuit(1, 1).measure(0, 0)
    with measured.if_(measured.bit(0) == 1):
        measured.measure(0, 0)
    loop = qc.Circuit(1, 1)
    with loop.while_(loop.bit(0) == 0):
        loop.h(0).measure(0, 0)
    return [
        (qc.Circuit(1).h(0).delay(10.0, 0), "operation 1 .*delay"),
        (measured, "a measurement under a condition"),
        (loop, "unknown length"),
    ]


@pytest.mark.parametrize(("circuit", "message"), refusals())
def test_what_pennylane_cannot_hold_is_an_error(circuit: qc.Circuit, message: str) -> None:
    with pytest.raises(PipelineError, match=message) as caught:
        to_pennylane(circuit)
    assert "QC409" == caught.value.code
