# SPDX-License-Identifier: Apache-2.0
"""Formats by name, files, and what other readers make of our text."""

from __future__ import annotations

import math
import os
import random
from typing import TYPE_CHECKING

import pytest

from qcompile import Circuit, Parameter, dump, dumps
from qcompile._native import gate_table
from qcompile.emitters import FORMATS, format_of
from qcompile.errors import FileError, PipelineError

if TYPE_CHECKING:
    from pathlib import Path


def every_gate() -> Circuit:
    """Every library gate once, on five qubits in changing order, with angles of no special value."""
    draw = random.Random(3)
    circuit = Circuit(5)
    for row in gate_table():
        angles = [draw.uniform(-3, 3) for _ in row["parameters"]]
        circuit.gate(row["name"], angles, draw.sample(range(5), row["qubits"]))
    return circuit


def test_unknown_formats_name_the_known() -> None:
    with pytest.raises(PipelineError, match="docx") as caught:
        dumps(Circuit(1), "docx")
    assert caught.value.code == "QC408"
    assert all(name in (caught.value.help or "") for name in FORMATS)
    with pytest.raises(PipelineError, match="does not say"):
        format_of("circuit.bin")


def test_what_a_format_cannot_hold_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.qasm2"
    path.write_text("old")
    with pytest.raises(PipelineError, match="the parameter `a`") as caught:
        dump(Circuit(1).rx(Parameter("a"), 0), path)
    assert caught.value.code == "QC409"
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.qasm2"]


def test_a_missing_folder_is_a_file_error(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        dump(Circuit(1), tmp_path / "no" / "out.qasm")


def test_a_file_holds_what_dumps_says(tmp_path: Path) -> None:
    circuit = Circuit(2)
    for i in range(20_000):
        circuit.rz(i / 7, i % 2).cx(0, 1)
    dump(circuit, tmp_path / "out.qasm")
    assert (tmp_path / "out.qasm").read_text() == dumps(circuit)


def test_qiskit_reads_every_gate_by_default() -> None:
    qasm2 = pytest.importorskip("qiskit.qasm2")
    assert len(qasm2.loads(dumps(every_gate())).data) == len(every_gate())


def test_qiskit_agrees_gate_by_gate() -> None:
    qasm2 = pytest.importorskip("qiskit.qasm2")
    info = pytest.importorskip("qiskit.quantum_info")
    library = pytest.importorskip("qiskit.circuit.library").get_standard_gate_name_mapping()
    other = {"c3x": "mcx", "c3sx": "c3sx", "u2": "u2", "cu3": "cu3"}
    compared = 0
    for row in gate_table():
        name = other.get(row["name"], row["name"])
        if name not in library or library[name].num_qubits != row["qubits"]:
            continue
        angles = [0.3 + 0.4 * k for k in range(len(row["parameters"]))]
        qubits = list(range(row["qubits"]))
        gate = type(library[name])(*angles) if angles else library[name]
        if len(gate.params) != len(angles):
            continue
        text = dumps(Circuit(row["qubits"]).gate(row["name"], angles, qubits))
        assert info.Operator(qasm2.loads(text)).equiv(info.Operator(gate)), row["name"]
        compared += 1
    assert compared > 40


def test_angles_read_back_bit_for_bit() -> None:
    qasm2 = pytest.importorskip("qiskit.qasm2")
    draw = random.Random(5)
    values = [draw.uniform(-1, 1) * 10.0 ** draw.randint(-12, 3) for _ in range(200)]
    circuit = Circuit(1)
    for value in values:
        circuit.rz(value, 0)
    read = qasm2.loads(dumps(circuit))
    assert [i.params[0] for i in read.data] == pytest.approx(values, rel=0, abs=0)
    exact = qasm2.loads(dumps(Circuit(1).rz(-3 * math.pi / 4, 0)))
    assert exact.data[0].params[0] == -3 * math.pi / 4


def test_qiskit_reads_the_same_operator_from_version_3() -> None:
    pytest.importorskip("qiskit_qasm3_import")
    qasm2, qasm3 = pytest.importorskip("qiskit.qasm2"), pytest.importorskip("qiskit.qasm3")
    info = pytest.importorskip("qiskit.quantum_info")
    for row in gate_table():
        angles = [0.3 + 0.4 * k for k in range(len(row["parameters"]))]
        circuit = Circuit(row["qubits"]).gate(row["name"], angles, range(row["qubits"]))
        two, three = qasm2.loads(dumps(circuit)), qasm3.loads(dumps(circuit, "qasm3"))
        assert info.Operator(two).equiv(info.Operator(three)), row["name"]


def test_qiskit_reads_our_control_flow() -> None:
    pytest.importorskip("qiskit_qasm3_import")
    qasm3 = pytest.importorskip("qiskit.qasm3")
    circuit = Circuit(2, {"c": 2, "d": 1}).measure(0, 0).measure(1, 2)
    with circuit.if_(circuit.bit(2) == 1):
        circuit.x(0)
    with circuit.for_(range(3)):
        circuit.h(1)
    read = qasm3.loads(dumps(circuit, "qasm3"))
    assert [i.operation.name for i in read.data] == ["measure", "measure", "if_else", "for_loop"]
