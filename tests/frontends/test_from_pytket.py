# SPDX-License-Identifier: Apache-2.0
"""pytket's circuits in: the mistakes one could make, each with a test that sees it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from qcompile import Circuit, equivalent, from_pytket, loads
from qcompile.errors import ParseError, SemanticError
from tests.sdks.formats import little_endian

tket = pytest.importorskip("pytket.circuit")
import numpy as np  # noqa: E402
import sympy  # noqa: E402
from pytket.pauli import Pauli  # noqa: E402

OpType = tket.OpType
A, B, C = 0.31, -1.27, 0.83


def same(circuit: Circuit, expected: Circuit, relation: str = "operator") -> bool:
    return equivalent(circuit, expected, relation=relation).verdict == "equivalent"


def agrees(source: Any) -> bool:
    """Return whether what was read has the matrix pytket gives."""
    matrix = little_endian(source.get_unitary(), source.n_qubits)
    wires = range(source.n_qubits)
    return same(from_pytket(source), Circuit(source.n_qubits).unitary(matrix, wires))


GATES = [
    ("noop", 1, 0), ("V", 1, 0), ("Vdg", 1, 0), ("SX", 1, 0), ("SXdg", 1, 0), ("TK1", 1, 3), ("U1", 1, 1),
    ("U2", 1, 2), ("U3", 1, 3), ("PhasedX", 1, 2), ("GPI", 1, 1), ("GPI2", 1, 1), ("CV", 2, 0), ("CVdg", 2, 0),
    ("CSX", 2, 0), ("CSXdg", 2, 0), ("CS", 2, 0), ("CSdg", 2, 0), ("CU1", 2, 1), ("CU3", 2, 3), ("CRx", 2, 1),
    ("ECR", 2, 0), ("ISWAP", 2, 1), ("ISWAPMax", 2, 0), ("PhasedISWAP", 2, 2), ("XXPhase", 2, 1),
    ("ZZPhase", 2, 1), ("ZZMax", 2, 0), ("TK2", 2, 3), ("ESWAP", 2, 1), ("FSim", 2, 2), ("Sycamore", 2, 0),
    ("AAMS", 2, 3), ("PhasedXX", 2, 2), ("TwinPhasedX", 2, 2), ("BRIDGE", 3, 0), ("XXPhase3", 3, 1),
    ("CSWAP", 3, 0), ("CnX", 4, 0), ("CnY", 3, 0), ("CnZ", 3, 0), ("CnRx", 3, 1), ("CnRy", 4, 1), ("CnRz", 3, 1),
    ("CnX", 1, 0), ("PhaseGadget", 3, 1), ("NPhasedX", 3, 2),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "width", "angles"), GATES)
def test_gates_have_pytkets_matrices(kind: str, width: int, angles: int) -> None:
    source = tket.Circuit(4)
    source.add_gate(getattr(OpType, kind), [A, B, C][:angles], [3, 0, 2, 1][:width])
    assert agrees(source)


@pytest.mark.parametrize("kind", ["TK1", "TK2", "PhasedISWAP", "ESWAP", "FSim", "AAMS", "ISWAP"])
def test_gates_with_symbols(kind: str) -> None:
    width, count = next((w, n) for name, w, n in GATES if name == kind)
    names = [sympy.Symbol(n) for n in "abc"[:count]]
    source = tket.Circuit(2)
    source.add_gate(getattr(OpType, kind), names, [1, 0][:width])
    circuit = from_pytket(source).bind(dict(zip("abc", [A, B, C], strict=False)))
    source.symbol_substitution(dict(zip(names, [A, B, C], strict=False)))
    assert same(circuit, from_pytket(source))


def boxes() -> dict[str, Any]:
    rng = np.random.default_rng(1)

    def unitary(width: int) -> Any:
        side = 1 << width
        return np.linalg.qr(rng.normal(size=(side, side)) + 1j * rng.normal(size=(side, side)))[0]

    inner = tket.Circuit(2, name="inner").Rx(A, 0).CX(0, 1)
    inner.add_phase(0.3)
    hermitian = unitary(2)
    hermitian = hermitian + hermitian.conj().T
    symbol = sympy.Symbol("x")
    made = tket.CustomGateDef.define("made", tket.Circuit(2).Rx(symbol, 0).CX(0, 1), [symbol])
    rotation = tket.Op.create(OpType.Ry, A)
    cases = {(False, False): rotation, (True, False): tket.Op.create(OpType.H)}
    turns = {(False, True): (True, True), (True, True): (False, True)}
    return {
        "circuit": tket.CircBox(inner),
        "one": tket.Unitary1qBox(unitary(1)),
        "two": tket.Unitary2qBox(unitary(2)),
        "three": tket.Unitary3qBox(unitary(3)),
        "dlo": tket.Unitary2qBox(unitary(2), tket.BasisOrder.dlo),
        "exp": tket.ExpBox(hermitian, 0.7),
        "controlled": tket.QControlBox(tket.CircBox(inner), 2, [True, False]),
        "controlled gate": tket.QControlBox(tket.Op.create(OpType.TK1, [A, B, C]), 1, [False]),
        "pauli": tket.PauliExpBox([Pauli.X, Pauli.Z, Pauli.Y], A),
        "diagonal": tket.DiagonalBox(np.exp(1j * rng.normal(size=8))),
        "multiplexor": tket.MultiplexorBox(cases),
        "toffoli": tket.ToffoliBox(turns),
        "conjugation": tket.ConjugationBox(tket.CircBox(inner), rotation_pair()),
        "custom": tket.CustomGate(made, [B]),
    }


def rotation_pair() -> Any:
    return tket.CircBox(tket.Circuit(2).ZZPhase(C, 0, 1))


@pytest.mark.parametrize("what", list(boxes()))
def test_boxes(what: str) -> None:
    box = boxes()[what]
    source = tket.Circuit(4).Ry(0.2, 0).Ry(0.4, 1).H(2)
    source.add_gate(box, [2, 0, 3, 1][: box.n_qubits])
    assert agrees(source)


def test_angles_are_half_turns_and_simple_fractions_exact() -> None:
    (op,) = from_pytket(tket.Circuit(1).Rz(0.25, 0))
    assert (1, 4) == op.angles[0].pi_ratio


def test_the_global_phase_is_in_half_turns_and_may_have_symbols() -> None:
    source = tket.Circuit(1)
    source.add_phase(0.5 + 2 * sympy.Symbol("x"))
    assert "2" in str(sympy.Symbol("x") * 2)
    circuit = from_pytket(source).bind({"x": 0.125})
    assert abs(circuit.phase - 0.75 * np.pi) < 1e-12


def test_wires_are_in_the_order_of_their_names() -> None:
    source = tket.Circuit()
    source.add_q_register("b", 2)
    source.add_q_register("a", 1)
    source.add_qubit(tket.Qubit("n", [1, 2]))
    source.add_c_register("out", 2)
    source.X(tket.Qubit("a", 0)).H(tket.Qubit("b", 1))
    circuit = from_pytket(source)
    assert [("a", [0]), ("b", [1, 2])] == circuit.qubit_registers
    assert [("out", [0, 1])] == circuit.bit_registers
    assert {("x", (0,)), ("h", (2,))} == {(op.name, tuple(op.qubits)) for op in circuit}


def test_implicit_permutations_are_honoured() -> None:
    source = tket.Circuit(3).SWAP(0, 1).Rx(A, 0).SWAP(1, 2).Ry(B, 1)
    before = from_pytket(source)
    source.replace_SWAPs()
    assert "permutation" in [op.name for op in from_pytket(source)]
    assert agrees(source)
    assert same(before, from_pytket(source))


def test_created_and_discarded_qubits_are_reset() -> None:
    source = tket.Circuit(2).H(0)
    source.qubit_create(tket.Qubit(0))
    source.qubit_discard(tket.Qubit(1))
    found = [(op.name, op.qubits) for op in from_pytket(source)]
    assert ("reset", [0]) == found[0]
    assert ("reset", [1]) == found[-1]


@pytest.mark.parametrize("value", range(4))
def test_conditions_are_little_endian(value: int) -> None:
    for bits in range(4):
        source = tket.Circuit(3, 2)
        expected = Circuit(3, 2)
        for k in range(2):
            if bits >> k & 1:
                source.X(k)
                expected.x(k)
            source.Measure(k, k)
            expected.measure(k, k)
        source.X(2, condition_bits=[0, 1], condition_value=value)
        if bits == value:
            expected.x(2)
        assert same(from_pytket(source), expected, "from-zero")


def test_boxes_with_measurements_are_opened() -> None:
    inner = tket.Circuit(1, 1).H(0).Measure(0, 0)
    source = tket.Circuit(2, 2)
    source.add_circbox(tket.CircBox(inner), [1, 1])
    assert same(from_pytket(source), Circuit(2, 2).h(1).measure(1, 1), "instrument")


def test_a_barrier_a_collapse_and_a_protected_box() -> None:
    source = tket.Circuit(2).add_barrier([0, 1])
    source.add_gate(OpType.Collapse, [1])
    source.add_circbox(tket.CircBox(tket.Circuit(1, name="protected twice").H(0).H(0)), [1])
    circuit = from_pytket(source)
    assert ["barrier", "channel", "region"] == [op.name for op in circuit]
    assert "twice" == list(circuit)[2].contents["label"]


def test_operations_on_bits_are_an_error() -> None:
    source = tket.Circuit(1, 2).H(0)
    source.add_c_setbits([True], [1])
    with pytest.raises(SemanticError, match=r"operation \d \(`SetBits`\)") as caught:
        from_pytket(source)
    assert "QC240" == caught.value.code


def test_texts_are_told_by_what_is_in_them() -> None:
    source = tket.Circuit(2).H(0).CX(0, 1)
    assert ["h", "cx"] == [op.name for op in loads(json.dumps(source.to_dict()))]


@pytest.mark.parametrize(
    ("text", "place"), [('{"bits": [],\n  x}', (2, 3)), ('{"bits": []}', (1, 1)), ("3", (1, 1))]
)
def test_a_wrong_text_is_an_error_with_its_place(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(ParseError) as caught:
        loads(text, "pytket-json")
    span = caught.value.span
    assert span is not None
    assert ("QC100", place) == (caught.value.code, (span.line, span.column))
