# SPDX-License-Identifier: Apache-2.0
"""QPY through Qiskit: files, several circuits, and versions that could run code."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from qcompile import Circuit, Parameter, dump, dumps, equivalent, load, loads
from qcompile.errors import ParseError, PipelineError, SemanticError

qiskit = pytest.importorskip("qiskit")


def written(*circuits: object, **more: int) -> bytes:
    from qiskit import qpy

    buffer = io.BytesIO()
    qpy.dump(list(circuits), buffer, **more)
    return buffer.getvalue()


def test_files_there_and_back(tmp_path: Path) -> None:
    circuit = Circuit({"a": 1, "b": 2}, 1).h(0).rx(2 * Parameter("t"), 1).measure(0, 0)
    circuit.add_phase(0.3)
    dump(circuit, tmp_path / "out.qpy")
    back = load(tmp_path / "out.qpy")
    assert circuit.qubit_registers == back.qubit_registers
    assert equivalent(circuit.bind({"t": 0.4}), back.bind({"t": 0.4}), relation="instrument")
    assert equivalent(loads((tmp_path / "out.qpy").read_bytes()).bind({"t": 1.0}), back.bind({"t": 1.0}),
                      relation="instrument")  # fmt: skip


def test_qiskit_reads_what_is_written(tmp_path: Path) -> None:
    from qiskit import qpy

    dump(Circuit(2).h(0).cx(0, 1), tmp_path / "out.qpy")
    with open(tmp_path / "out.qpy", "rb") as file:
        (circuit,) = qpy.load(file)
    assert {"h": 1, "cx": 1} == dict(circuit.count_ops())


def test_several_circuits_are_an_error_that_says_what_to_do() -> None:
    one = qiskit.QuantumCircuit(1)
    with pytest.raises(SemanticError, match="holds 2 circuits") as caught:
        loads(written(one, one))
    assert "from_qiskit" in (caught.value.help or "")


@pytest.mark.parametrize("change", [(6, b"\x0c"), (6, b"\x05"), (18, b"e")])
def test_versions_whose_expressions_could_run_code_are_not_given_to_qiskit(
    change: tuple[int, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from qiskit import qpy

    def load(*_: object) -> None:
        pytest.fail("the file was read")

    monkeypatch.setattr(qpy, "load", load)
    data = bytearray(written(qiskit.QuantumCircuit(1)))
    at, byte = change
    data[at : at + 1] = byte
    with pytest.raises(SemanticError, match="run code") as caught:
        loads(bytes(data))
    assert "QC240" == caught.value.code


@pytest.mark.parametrize("version", [13, 14, 15, 16, 17])
def test_versions_of_the_format(version: int) -> None:
    source = qiskit.QuantumCircuit(1)
    source.h(0)
    assert ["h"] == [op.name for op in loads(written(source, version=version))]


@pytest.mark.parametrize("cut", [8, 30, 60])
def test_damaged_bytes(cut: int) -> None:
    with pytest.raises(ParseError) as caught:
        loads(written(qiskit.QuantumCircuit(3))[:cut])
    assert "QC110" == caught.value.code


def test_bytes_are_no_text() -> None:
    with pytest.raises(PipelineError, match="bytes, not text"):
        dumps(Circuit(1), "qpy")
