# SPDX-License-Identifier: Apache-2.0
"""PennyLane's tapes in: the mistakes one could make, each with a test that sees it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from qcompile import Circuit, equivalent, from_pennylane
from qcompile.emitters.to_pennylane import to_pennylane
from qcompile.errors import SemanticError

qml = pytest.importorskip("pennylane")


def same(circuit: Circuit, expected: Circuit, relation: str = "operator") -> bool:
    return equivalent(circuit, expected, relation=relation).verdict == "equivalent"


def tape_of(*ops: Any) -> Any:
    return qml.tape.QuantumScript(list(ops))


def matches(*ops: Any) -> bool:
    """Return whether the circuit read has the matrix that PennyLane says, phase included."""
    tape = tape_of(*ops)
    width = len(tape.wires)
    matrix = qml.matrix(tape, wire_order=list(tape.wires)[::-1])
    return same(from_pennylane(tape), Circuit(width).unitary(matrix, range(width)))


def test_wires_are_numbered_in_the_order_of_their_use() -> None:
    tape = tape_of(qml.RX(0.5, "b"), qml.CNOT(["b", 7]), qml.GlobalPhase(0.3), qml.RZ(0.2, 7))
    expected = Circuit(2).rx(0.5, 0).cx(0, 1).rz(0.2, 1)
    expected.add_phase(-0.3)
    assert same(from_pennylane(tape), expected)


U4 = np.linalg.qr(np.array([[1, 2j, 0, 1], [0.3, 1, 1j, 0], [2, 0, 1, 1], [1j, 1, 0.5, 3]]))[0]


@pytest.mark.parametrize(
    "op",
    [
        qml.Rot(0.3, 0.5, 0.9, "b"),
        qml.U2(0.3, 0.5, "b"),
        qml.U3(0.3, 0.5, 0.9, "b"),
        qml.CRot(0.3, 0.5, 0.9, ["b", "a"]),
        qml.IsingXY(0.7, ["b", "a"]),
        qml.SISWAP(["b", "a"]),
        qml.PSWAP(0.3, ["b", "a"]),
        qml.ECR(["b", "a"]),
        qml.MultiRZ(0.7, ["c", "a", "b"]),
        qml.PauliRot(0.7, "XIY", ["c", "a", "b"]),
        qml.PauliRot(0.7, "II", ["c", "a"]),
        qml.QubitUnitary(U4, ["c", "a"]),
        qml.DiagonalQubitUnitary(np.exp(1j * np.arange(8) ** 2 / 7), ["c", "a", "b"]),
        qml.ControlledQubitUnitary(U4, ["b", "c", "a"], control_values=[0]),
        qml.MultiControlledX(["c", "b", "a"], control_values=[0, 1]),
        qml.SingleExcitation(0.4, ["b", "a"]),
        qml.DoubleExcitation(0.4, ["b", "a", "c", "d"]),
        qml.OrbitalRotation(0.4, ["b", "a", "c", "d"]),
        qml.FermionicSWAP(0.4, ["b", "a"]),
        qml.QFT(["c", "a", "b"]),
        qml.adjoint(qml.QFT(["c", "a", "b"])),
        qml.adjoint(qml.Rot(0.3, 0.5, 0.9, "b")),
        qml.ctrl(qml.Rot(0.3, 0.5, 0.9, "b"), ["c", "a"], control_values=[0, 1]),
        qml.ctrl(qml.GlobalPhase(0.4), ["c", "a"], control_values=[0, 0]),
        qml.ctrl(qml.adjoint(qml.U3(0.3, 0.5, 0.9, "b")), "a", control_values=[0]),
        qml.prod(qml.RX(0.3, "b"), qml.S("b"), qml.CNOT(["a", "b"])),
        qml.pow(qml.S("b"), -3),
        qml.pow(qml.RX(0.3, "b"), 0.5),
        qml.exp(qml.X("b") @ qml.Y("a"), 0.3j),
        qml.s_prod(1j, qml.X("b")),
        qml.PCPhase(0.3, dim=2, wires=["b", "a"]),
        qml.Identity(["b", "a"]),
    ],
    ids=lambda op: op.name,
)
def test_operators(op: Any) -> None:
    spread = [qml.RX(0.2 + 0.1 * k, wire) for k, wire in enumerate("abcd")]
    assert matches(*spread, op)


@pytest.mark.parametrize(
    "op",
    [
        qml.StatePrep(np.array([1, 2j, -1, 0.5]) / 2.5, ["b", "a"]),
        qml.BasisState([1, 0, 1], ["c", "a", "b"]),
        qml.AngleEmbedding([0.3, 0.5], ["a", "b"]),
    ],
    ids=lambda op: op.name,
)
def test_preparations(op: Any) -> None:
    tape = tape_of(op)
    state = qml.device("default.qubit", wires=list(tape.wires)[::-1])
    expected = qml.execute([qml.tape.QuantumScript([op], [qml.state()])], state, diff_method=None)[
        0
    ]
    prepared = from_pennylane(tape)
    written = to_pennylane(prepared, list(tape.wires))
    matrix = qml.matrix(written, wire_order=list(tape.wires)[::-1])
    assert np.allclose(expected, matrix[:, 0])


def test_trainable_parameters_are_symbols_on_request() -> None:
    tape = qml.tape.QuantumScript(
        [
            qml.RX(0.1, 0),
            qml.CRot(0.2, 0.3, 0.4, [0, 1]),
            qml.adjoint(qml.PhaseShift(0.5, 1)),
            qml.IsingXY(0.6, [0, 1]),
            qml.ctrl(qml.RY(0.7, 1), 0, control_values=[0]),
        ],
        trainable_params=[0, 2, 3, 4, 5, 6],
    )
    circuit = from_pennylane(tape, symbolic=True)
    assert [f"p[{k}]" for k in (0, 2, 3, 4, 5, 6)] == sorted(circuit.parameters)
    values = [1.1, 0.2, -0.7, 0.9, 0.4, -0.3, 2.2]
    bound = circuit.bind({f"p[{k}]": v for k, v in enumerate(values) if k != 1})
    other = tape.bind_new_parameters(values, range(7))
    assert same(bound, from_pennylane(other))
    assert [] == from_pennylane(tape).parameters


def test_measurements_in_the_middle_and_conditions() -> None:
    with qml.queuing.AnnotatedQueue() as queue:
        qml.Hadamard("b")
        first = qml.measure("b")
        qml.RX(0.3, "a")
        second = qml.measure("a", reset=True)
        qml.cond(first & ~second, qml.RY)(0.7, "c")
        qml.cond(2 * first + second >= 2, qml.X, qml.Z)("c")
        qml.measure("c", reset=True)
    circuit = from_pennylane(qml.tape.QuantumScript.from_queue(queue))
    expected = Circuit(3, 2).h(0).measure(0, 0).rx(0.3, 1).measure(1, 1).reset(1)
    with expected.if_((expected.bit(0) == 1) & (expected.bit(1) == 0)):
        expected.ry(0.7, 2)
    with expected.if_(expected.bit(0) == 1):
        expected.x(2)
    with expected.if_(expected.bit(0) == 0):
        expected.z(2)
    expected.reset(2)
    assert same(circuit, expected, "instrument")


def test_channels() -> None:
    circuit = from_pennylane(tape_of(qml.AmplitudeDamping(0.3, "a"), qml.Barrier(["a"])))
    assert ["channel", "barrier"] == [op.name for op in circuit]
    kraus = np.array(circuit.operation(0).contents["kraus"]).reshape(-1, 2, 2)
    assert np.allclose(kraus, qml.AmplitudeDamping(0.3, "a").kraus_matrices())


def postselected() -> Any:
    with qml.queuing.AnnotatedQueue() as queue:
        qml.measure(0, postselect=1)
    return qml.tape.QuantumScript.from_queue(queue)


@pytest.mark.parametrize(
    ("tape", "message"),
    [
        (postselected(), "operation 0 .*postselection"),
        (tape_of(qml.X(0), qml.RX([0.1, 0.2], 0)), "operation 1 .*batch"),
        (tape_of(qml.sum(qml.X(0), qml.Z(0))), "no gate"),
    ],
)
def test_what_has_no_equivalent_is_an_error(tape: Any, message: str) -> None:
    with pytest.raises(SemanticError, match=message) as caught:
        from_pennylane(tape)
    assert "QC240" == caught.value.code


def test_an_operator_nothing_is_known_of_stays_opaque() -> None:
    class Magic(qml.operation.Operation):  # type: ignore[misc, name-defined]
        num_wires = 2

    (op,) = from_pennylane(tape_of(Magic([1, 0])))
    assert ("Magic", [0, 1]) == (op.name, op.qubits)
    assert op.contents["definition"].is_opaque
