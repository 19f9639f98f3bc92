# SPDX-License-Identifier: Apache-2.0
"""Stim's texts out: the words chosen, what stands in comments, and what is refused."""

from __future__ import annotations

from math import pi
from pathlib import Path

import pytest

from qcompile import Circuit, Parameter, dump, dumps, equivalent, load, loads
from qcompile._native import Instruction
from qcompile.emitters import losses
from qcompile.errors import PipelineError


def test_gates_have_stims_names_and_the_phase_stands_beside() -> None:
    circuit = Circuit(3).sx(0).rz(pi / 2, 1).gate("rzz", [-pi / 2], [2, 0]).ecr(0, 1)
    circuit.gate("dcx", [], [2, 1])
    text = dumps(circuit, "stim")
    # Those of rz and rzz cancel; that of ecr remains.
    assert "# qcompile: phase pi/4" == text.splitlines()[0]
    assert ["SQRT_X 0", "S 1", "SQRT_ZZ_DAG 2 0"] == text.splitlines()[1:4]
    assert "SWAPCX 2 1" == text.splitlines()[-1]
    assert "# qcompile: phase -pi/4\nS 0\n" == dumps(Circuit(1).rz(pi / 2, 0), "stim")


def test_stim_reads_what_is_written() -> None:
    stim = pytest.importorskip("stim")
    circuit = Circuit(3, 2).h(0).measure(0, 1).reset(0).barrier([0])
    with circuit.for_(range(3)):
        circuit.cx(0, 2)
    with circuit.if_((circuit.bit(1) == 0) ^ (circuit.bit(0) == 1)):
        circuit.x(2).z(2)
    text = dumps(circuit, "stim")
    assert 3 == stim.Circuit(text).num_qubits
    assert (
        "# qcompile: bits 2: 1\nH 0\nM 0\nR 0\nTICK\nREPEAT 3 {\n    CX 0 2\n}\nY 2\nCY rec[-1] 2\n"
        == text
    )


def test_results_go_to_the_bits_they_went_to() -> None:
    circuit = Circuit(2, 3).h(0).measure(0, 2).h(1).measure(1, 0).measure(0, 0)
    with circuit.if_(circuit.bit(0) == 1):
        circuit.x(1)
    text = dumps(circuit, "stim")
    assert "CX rec[-1] 1" in text
    assert equivalent(circuit, loads(text, "stim"), relation="instrument")


@pytest.mark.parametrize("width", [1, 2, 3])
def test_channels_come_back(width: int) -> None:
    words = {
        1: ["X_ERROR(0.1)", "DEPOLARIZE1(0.01)", "PAULI_CHANNEL_1(0.1, 0, 0.2)"],
        2: ["DEPOLARIZE2(0.03)"],
        3: [],
    }[width]
    wires = " ".join(map(str, range(width)))
    lines = [f"{word} {wires}" for word in words] + ["E(0.2) X0 Y1 Z2"] * (width == 3)
    text = "".join(f"{line}\n" for line in lines)
    assert text == dumps(loads(text, "stim"), "stim")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda c: c.t(1), r"operation 1 \(`t`\) is no Clifford gate"),
        (lambda c: c.rx(0.5, 0), r"operation 1 \(`rx`\)"),
        (lambda c: c.rx(Parameter("a"), 0), r"operation 1 \(`rx`\)"),
        (lambda c: c.ccx(0, 1, 2), r"operation 1 \(`ccx`\)"),
        (
            lambda c: c.append_while(True, Circuit(3, 2)),
            r"operation 1 \(`while`\) has no equivalent",
        ),
        (
            lambda c: c.append(Instruction.channel([[1, 0, 0, 0.8], [0, 0.6, 0, 0]]), [0]),
            r"\(`channel`\) is no channel of Paulis",
        ),
        (
            lambda c: c.append_if(("equals", [0, 1], 3), Circuit(3, 2).x(0)),
            r"\(`if`\) is under a condition that is no parity",
        ),
        (
            lambda c: c.append_if(("equals", [0], 1), Circuit(3, 2).h(0)),
            r"\(`if`\) has something else than Paulis",
        ),
    ],
)
def test_the_first_operation_stim_has_not_is_named(make: object, said: str) -> None:
    circuit = Circuit(3, 2).h(0)
    make(circuit)  # type: ignore[operator]
    circuit.t(2)
    with pytest.raises(PipelineError, match=said) as caught:
        dumps(circuit, "stim")
    assert "QC409" == caught.value.code


def test_files_and_losses(tmp_path: Path) -> None:
    circuit = Circuit({"a": 1, "b": 1}).h(0)
    circuit.delay(5.0, 0).barrier([0])
    with circuit.protected("p"):
        circuit.h(0)
    dump(circuit, tmp_path / "out.stim")
    assert equivalent(load(tmp_path / "out.stim"), Circuit(2))
    assert 4 == len(losses(circuit, "stim"))
    assert [] == losses(Circuit(2).h(0), "stim")


def test_idle_qubits_are_there_again() -> None:
    assert 5 == loads(dumps(Circuit(5).h(1), "stim"), "stim").num_qubits
