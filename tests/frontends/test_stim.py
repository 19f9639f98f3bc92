# SPDX-License-Identifier: Apache-2.0
"""Stim's texts in: every gate against Stim's own matrix, results in order, and what is refused, with its place."""

from __future__ import annotations

import numpy as np
import pytest

from qcompile import Circuit, equivalent, loads
from qcompile.emitters.matrices import circuit_matrix
from qcompile.emitters.stim_gates import ALIASES, NAMES, ONE, TWO
from qcompile.errors import Diagnostic, LimitError, QCompileError, QCompileWarning


def read(text: str) -> Circuit:
    return loads(text, format="stim")


def same(text: str, expected: Circuit, relation: str = "instrument") -> bool:
    return bool(equivalent(read(text), expected, relation=relation))


@pytest.mark.parametrize("name", [*ONE, *TWO, *ALIASES])
def test_gates_are_those_stim_documents(name: str) -> None:
    stim = pytest.importorskip("stim")
    data = stim.gate_data(name)
    if not data.is_unitary:
        return
    wires = "0 1" if data.is_two_qubit_gate else "0"
    assert np.allclose(data.unitary_matrix, circuit_matrix(read(f"{name} {wires}")), atol=1e-6)


def test_every_name_of_stims_is_known() -> None:
    stim = pytest.importorskip("stim")
    names = {alias for data in stim.gate_data().values() for alias in data.aliases}
    assert set() == names - NAMES - {"REPEAT"}


@pytest.mark.parametrize(
    ("text", "letters"), [("MX 0", "h"), ("MY 0", "hs"), ("MRX 0", "h"), ("MRY 0", "hs")]
)
def test_a_measurement_in_a_basis_tells_its_states_apart(text: str, letters: str) -> None:
    # Minus one sign of the basis: the result is 1.
    said = read(f"X 0\nH 0\n{'S 0' if 's' in letters else ''}\n{text}")
    expected = Circuit(1, 1).x(0).h(0)
    if "s" in letters:
        expected.s(0)
    start = expected.copy()
    expected = Circuit(1, 1).x(0).measure(0, 0)
    if "R" in text:
        expected.reset(0).h(0)
    else:
        expected.x(0).x(0).h(0)
    if "s" in letters:
        expected.s(0)
    assert len(start) == 2 + ("s" in letters)
    assert equivalent(said, expected, relation="from-zero")


def test_inverted_results() -> None:
    expected = Circuit(2, 2).x(0).measure(0, 0).x(0).measure(1, 1)
    assert same("M !0 1", expected)


def test_products_of_paulis() -> None:
    expected = Circuit(3, 1).h(0).sx(1).cx(0, 2).cx(1, 2).measure(2, 0).cx(1, 2).cx(0, 2)
    expected.h(0).sxdg(1)
    assert same("MPP X0*Y1*Z2", expected)
    # -YZ, as X times Z on one qubit is -iY.
    odd = Circuit(2, 1).sx(0).cx(0, 1).x(1).measure(1, 0).x(1).cx(0, 1).sxdg(0)
    assert same("MPP !Y0*Z1", odd)
    assert same("MPP X0*Z0*Y0*X1*Z1*Y1*Z1", read("MPP !Z1"))
    assert same("MXX 0 !1", read("MPP !X0*X1"))


def test_generalised_s_is_a_phase_on_one_side() -> None:
    expected = Circuit(2).h(0).cx(0, 1).s(1).cx(0, 1).h(0)
    assert same("SPP X0*Z1", expected, "operator")
    turned = Circuit(2).h(0).cx(0, 1).x(1).sdg(1).x(1).cx(0, 1).h(0)
    assert same("SPP_DAG !X0*Z1", turned, "operator")


def test_feedback_reads_the_result_it_counts_back_to() -> None:
    expected = Circuit(3, 2).measure(0, 0).measure(1, 1)
    with expected.if_(expected.bit(0) == 1):
        expected.x(2)
    with expected.if_(expected.bit(1) == 1):
        expected.z(2)
    assert same("M 0 1\nCX rec[-2] 2\nCZ 2 rec[-1]", expected)
    assert same("M 0 1\nXCZ 2 rec[-2]\nZCZ rec[-1] 2", expected)


def test_loops_stay_loops_unless_they_measure() -> None:
    loop = read("REPEAT 1000000 {\n  H 0\n  REPEAT 2 {\n  S 0\n}\n}")
    assert ["for"] == [op.name for op in loop]
    measured = read("REPEAT 3 {\n  H 0\n  M 0\n  CX rec[-1] 1\n}")
    assert (3, ["h", "measure", "if"] * 3) == (measured.num_bits, [op.name for op in measured])


def test_phases_of_loops_count_every_round() -> None:
    expected = Circuit(1)
    for _ in range(3):
        expected.z(0).h(0)
        expected.add_phase(np.pi / 4)
    assert same("REPEAT 3 {\nSQRT_Y 0\n}", expected, "operator")


def test_noise_is_channels() -> None:
    (op,) = read("PAULI_CHANNEL_1(0.04, 0, 0.32) 0")
    root = [op.contents["kraus"][k][j] for k, j in ((0, 0), (1, 1), (2, 0))]
    assert np.allclose([0.8, 0.2, 0.32**0.5], root)
    (op,) = read("DEPOLARIZE2(0.15) 1 0")
    assert ([1, 0], 16) == (op.qubits, len(op.contents["kraus"]))
    (op,) = read("E(0.25) X2 Z0")
    assert [2, 0] == op.qubits
    assert np.allclose(
        0.5 * np.kron([[1, 0], [0, -1]], [[0, 1], [1, 0]]),
        np.array(op.contents["kraus"][1]).reshape(4, 4),
    )
    assert 0 == len(read("I_ERROR(0.5) 0"))


def test_what_does_nothing_is_left_out_with_one_warning_each() -> None:
    said: list[Diagnostic] = []
    text = "QUBIT_COORDS(1, 2) 9\nQUBIT_COORDS(1) 8\nM 0\nDETECTOR(1) rec[-1]\nTICK\nH[tag] 0 # end"
    circuit = loads(text, format="stim", on_warning=said.append)
    assert [("QC252", 1), ("QC252", 4)] == [(d.code, d.span.line if d.span else 0) for d in said]
    assert (1, ["measure", "barrier", "h"]) == (circuit.num_qubits, [op.name for op in circuit])
    with pytest.warns(QCompileWarning, match="SHIFT_COORDS"):
        read("SHIFT_COORDS(1)")


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("H 0 1 x", "QC100", (1, 7)),
        ("X 0\n  FOO 1", "QC203", (2, 3)),
        ("(H) 1", "QC104", (1, 1)),
        ("CX 0 1 2", "QC201", (1, 8)),
        ("CX 0 0", "QC207", (1, 6)),
        ("H(0.5) 0", "QC202", (1, 1)),
        ("H rec[-1]", "QC100", (1, 3)),
        ("MPP X0*Z0", "QC100", (1, 5)),
        ("MPP X0*X0", "QC100", (1, 5)),
        ("REPEAT 3 {\nH 0\n", "QC113", (1, 1)),
        ("REPEAT 0 {\n}", "QC100", (1, 1)),
        ("H 0\n }", "QC100", (2, 2)),
        ("M(0.1) 0", "QC240", (1, 1)),
        ("CX sweep[0] 1", "QC240", (1, 4)),
        ("M 0\nCX rec[-2] 0", "QC100", (2, 4)),
        ("CX 0 rec[-1]", "QC100", (1, 6)),
        ("X_ERROR(2) 0", "QC230", (1, 1)),
        ("PAULI_CHANNEL_1(0.1) 0", "QC202", (1, 1)),
        ("X_ERROR(a) 0", "QC100", (1, 9)),
        ("MPAD 0 1", "QC240", (1, 8)),
        ("HERALDED_ERASE(0.1) 0", "QC240", (1, 1)),
        ("# qcompile: phase many\nH 0", "QC115", (1, 1)),
        ("# qcompile: bits 1: 0 0\nM 0", "QC115", (1, 1)),
        ("# qcompile: layout initial 0 final 1\nM 0", "QC220", (1, 1)),
    ],
)
def test_errors_have_their_place(text: str, code: str, place: tuple[int, int]) -> None:
    with pytest.raises(QCompileError) as caught:
        read(text)
    span = caught.value.span
    assert span is not None
    assert (code, place) == (caught.value.code, (span.line, span.column))


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("H 99", {"qubits": 99}),
        ("REPEAT 1000 {\nM 0\n}", {"qubits": 99}),
        ("H 0 1 2 3", {"operations": 3}),
        ("REPEAT 9 {\nREPEAT 9 {\nH 0\n}\n}", {"depth": 2}),
    ],
)
def test_limits(text: str, limits: dict[str, int]) -> None:
    with pytest.raises(LimitError):
        loads(text, format="stim", limits=limits)


@pytest.mark.parametrize("text", ["H 0\n", "# hello\n\nCX 0 1 # x\nM 0", "MPP X0\n", "TICK\nH 0\n"])
def test_the_content_tells_the_language(text: str) -> None:
    assert len(loads(text)) > 0
