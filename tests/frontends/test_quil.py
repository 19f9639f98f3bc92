# SPDX-License-Identifier: Apache-2.0
"""Quil in: gates against pyQuil's matrices, modifiers, definitions, memory, jumps, and errors with their place."""

from __future__ import annotations

import numpy as np
import pytest

from qcompile import Circuit, Parameter, equivalent, loads
from qcompile.emitters.matrices import circuit_matrix
from qcompile.errors import LimitError, QCompileError
from qcompile.frontends.quil_gates import NAMES


def read(text: str) -> Circuit:
    return loads(text, format="quil")


def same(text: str, expected: Circuit, relation: str = "operator") -> bool:
    return bool(equivalent(read(text), expected, relation=relation))


@pytest.mark.parametrize("name", sorted(NAMES - {"CAN"}))
def test_gates_are_those_of_pyquil(name: str) -> None:
    known = getattr(pytest.importorskip("pyquil.simulation.matrices"), name)
    angles = {"U": 3, "FSIM": 2}.get(name, int(callable(known)))
    values = [0.3, -0.8, 1.7][:angles]
    matrix = np.asarray(known(*values) if angles else known)
    width = len(matrix).bit_length() - 1
    said = f"({', '.join(map(str, values))})" if angles else ""
    # Quil's first qubit is the most significant: given last to first, the matrix is ours.
    wires = " ".join(str(q) for q in reversed(range(width)))
    assert np.allclose(matrix, circuit_matrix(read(f"{name}{said} {wires}")))


def test_modifiers_apply_from_the_gate_outwards() -> None:
    expected = Circuit(3)
    inverse = Circuit(2).gate("csdg", [], [0, 1])
    expected.controlled(inverse, [2], [0, 1])
    assert same("CONTROLLED CONTROLLED DAGGER S 2 0 1", expected)
    assert same("DAGGER CONTROLLED CONTROLLED S 2 0 1", expected)
    turned = Circuit(2).x(1).crx(0.2, 1, 0).x(1).crx(0.7, 1, 0)
    assert same("FORKED RX(0.2, 0.7) 1 0", turned)


def test_definitions() -> None:
    matrix = "DEFGATE G(%a) AS MATRIX:\n    CIS(%a), 0, 0, 0\n    0, 0, 1, 0\n    0, 1, 0, 0\n    0, 0, 0, -i\n"
    expected = Circuit(2).unitary(np.array([[np.exp(0.3j), 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0],
                                            [0, 0, 0, -1j]]), [0, 1])  # fmt: skip
    assert same(matrix + "G(0.3) 1 0", expected)
    # A matrix that is not symmetric tells the order of the qubits.
    swap = "DEFGATE CX01:\n\t1, 0, 0, 0\n\t0, 1, 0, 0\n\t0, 0, 0, 1\n\t0, 0, 1, 0\nCX01 1 0\n"
    assert same(swap, Circuit(2).cx(1, 0))
    assert same("DEFGATE P AS PERMUTATION:\n    0, 1, 3, 2\nP 1 0", Circuit(2).cx(1, 0))
    circuit = "DEFCIRCUIT BELL(%t) a b:\n    H a\n    CNOT a b\n    RZ(2*%t) b\nBELL(pi/8) 1 0"
    assert same(circuit, Circuit(2).h(1).cx(1, 0).rz(np.pi / 4, 0))


def test_memory_is_bits_and_parameters() -> None:
    circuit = read(
        "DECLARE ro BIT[2]\nDECLARE t REAL\nDECLARE v REAL[2]\nRX(SIN(t)/2 + 3*v[1]) 0\nMEASURE 0 ro[1]"
    )
    assert (["t", "v[1]"], [("ro", [0, 1])]) == (circuit.parameters, circuit.bit_registers)
    t, v = Parameter("t"), Parameter("v[1]")
    expected = Circuit(1, 2).rx(t.sin() / 2 + 3 * v, 0).measure(0, 1)
    values = {"t": 0.4, "v[1]": 0.9}
    assert equivalent(circuit.bind(values), expected.bind(values), relation="instrument")


@pytest.mark.parametrize("word", ["WHEN", "UNLESS"])
def test_if_and_else(word: str) -> None:
    text = (
        f"DECLARE c BIT\nMEASURE 0 c\nJUMP-{word} @a c\nX 1\nJUMP @b\nLABEL @a\nZ 1\nLABEL @b\nH 1"
    )
    expected = Circuit(2, 1).measure(0, 0)
    one, zero = ("z", "x") if word == "WHEN" else ("x", "z")
    with expected.if_(expected.bit(0) == 1):
        expected.gate(one, [], [1])
    with expected.if_(expected.bit(0) == 0):
        expected.gate(zero, [], [1])
    expected.h(1)
    assert same(text, expected, "instrument")
    skipped = Circuit(2, 1).measure(0, 0)
    with skipped.if_(skipped.bit(0) == (0 if word == "WHEN" else 1)):
        skipped.x(1)
    assert same(
        f"DECLARE c BIT\nMEASURE 0 c\nJUMP-{word} @a c\nX 1\nLABEL @a", skipped, "instrument"
    )


def test_blocks_fences_and_delays() -> None:
    text = "PRAGMA PRESERVE_BLOCK\nX 0\nPRAGMA END_PRESERVE_BLOCK\nFENCE 1\nDELAY 0 1 4e-8\nRESET\n# end"
    names = [(op.name, op.qubits) for op in read(text)]
    assert [
        ("region", [0]),
        ("barrier", [1]),
        ("delay", [0, 1]),
        ("reset", [0]),
        ("reset", [1]),
    ] == names


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("H 0\nX 0 )", "QC100", (2, 5)),
        ("FOO 0", "QC203", (1, 1)),
        ("H 0 1", "QC201", (1, 1)),
        ("RX 0", "QC202", (1, 1)),
        ("CNOT 1 1", "QC207", (1, 8)),
        ("MEASURE 0", "QC240", (1, 9)),
        ("MEASURE 0 ro[0]", "QC205", (1, 11)),
        ("DECLARE ro BIT[2]\nMEASURE 0 ro[2]", "QC206", (2, 14)),
        ("DECLARE a OCTET", "QC240", (1, 11)),
        ("DECLARE a BIT\nDECLARE a REAL", "QC204", (2, 9)),
        ("RX(t) 0", "QC211", (1, 4)),
        ("RX(%t) 0", "QC211", (1, 4)),
        ("RX(i) 0", "QC212", (1, 1)),
        ("RX(1/0) 0", "QC212", (1, 4)),
        ("DEFGATE G:\n    1, 1\n    0, 1\nG 0", "QC236", (4, 1)),
        ("H q", "QC214", (1, 3)),
        ("LABEL @a\nJUMP @a", "QC240", (1, 7)),
        ("DECLARE c BIT\nJUMP-WHEN @a c", "QC240", (2, 11)),
        ("PRAGMA PRESERVE_BLOCK\nX 0", "QC113", (1, 8)),
        ("ADD a 1", "QC240", (1, 1)),
        ("DEFCIRCUIT A a:\n    A a\nA 0", "QC217", (2, 5)),
        ("# qcompile: phase )", "QC115", (1, 1)),
    ],
)
def test_errors_have_their_place(text: str, code: str, place: tuple[int, int]) -> None:
    with pytest.raises(QCompileError) as caught:
        read(text)
    span = caught.value.span
    assert span is not None
    assert (code, place) == (caught.value.code, (span.line, span.column))


def test_limits() -> None:
    with pytest.raises(LimitError):
        loads("H 9", format="quil", limits={"qubits": 9})
    with pytest.raises(LimitError):
        loads("H 0\nH 0\nH 0", format="quil", limits={"operations": 2})


@pytest.mark.parametrize("text", ["DECLARE ro BIT[1]\nX 0", "# hello\nRX(pi/2) 0", "DAGGER S 0"])
def test_the_content_tells_the_language(text: str) -> None:
    assert len(loads(text)) == 1
