# SPDX-License-Identifier: Apache-2.0
"""Cirq's JSON: what other programs wrote, what we wrote, and what is wrong in it."""

from __future__ import annotations

import json

import pytest

import qcompile as qc
from qcompile.errors import ParseError, PipelineError

cirq = pytest.importorskip("cirq")


def test_a_text_of_cirq_is_known_by_its_content() -> None:
    a, b = cirq.GridQubit.rect(1, 2)
    source = cirq.Circuit(cirq.H(b), cirq.CNOT(b, a) ** 0.5, cirq.measure(a, b, key="m"))
    circuit = qc.loads(cirq.to_json(source))
    assert ["h", "csx", "measure", "measure"] == [op.name for op in circuit]
    assert [("m", [0, 1])] == circuit.bit_registers


def test_registers_idle_wires_and_layouts_come_back() -> None:
    circuit = qc.Circuit({"a": 2, "b": 1}, {"m": 2, "n": 1}).h(2).measure(2, 1)
    circuit.layouts = ([2, 0], [1, 2])
    text = qc.dumps(circuit, "cirq-json")
    back = qc.loads(text)
    assert (circuit.qubit_registers, circuit.bit_registers) == (
        back.qubit_registers,
        back.bit_registers,
    )
    assert ([2, 0], [1, 2]) == back.layouts
    # Cirq reads the same text.
    assert {cirq.q(2)} == cirq.read_json(json_text=text).all_qubits()


def test_a_phase_of_symbols() -> None:
    t = qc.Parameter("t")
    circuit = qc.Circuit(1).rx(t, 0)
    circuit.add_phase(2 * t)
    back = qc.loads(qc.dumps(circuit, "cirq-json"))
    values = {"t": 0.7}
    assert qc.equivalent(circuit.bind(values), back.bind(values), relation="operator")


def test_errors_have_their_places() -> None:
    with pytest.raises(ParseError, match="no valid JSON") as caught:
        qc.loads('{\n  "cirq_type" "Circuit"}', "cirq-json")
    assert (2, 15) == (caught.value.span.line, caught.value.span.column)
    text = json.dumps({"cirq_type": "Circuit", "moments": [{"cirq_type": "Nowhere"}]})
    with pytest.raises(ParseError, match="Nowhere") as caught:
        qc.loads(text)
    assert text.index('"Nowhere"') + 1 == caught.value.span.column
    with pytest.raises(ParseError, match="LineQubit, not of a circuit"):
        qc.loads(cirq.to_json(cirq.q(1)))


def test_functions_of_symbols_are_refused() -> None:
    circuit = qc.Circuit(1).rx(qc.Parameter("t").sin(), 0)
    with pytest.raises(PipelineError, match="cannot hold an angle") as caught:
        qc.dumps(circuit, "cirq-json")
    assert "QC409" == caught.value.code
