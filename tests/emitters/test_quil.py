# SPDX-License-Identifier: Apache-2.0
"""Quil out: what is chosen, what pyQuil reads, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from qcompile import Circuit, Parameter, dump, dumps, equivalent, load, loads
from qcompile._native import Definition, Instruction
from qcompile.emitters import losses
from qcompile.errors import PipelineError


def test_words_and_memory() -> None:
    circuit = Circuit({"q": 2}, {"out": 2}).sdg(0).rx(2 * Parameter("t") + 0.5, 1).measure(0, 1)
    with circuit.if_(circuit.bit(1) == 0):
        circuit.x(1)
    assert [
        "DECLARE t REAL[1]",
        "DECLARE out BIT[2]",
        "DAGGER S 0",
        "RX(2.0*t + 0.5) 1",
        "MEASURE 0 out[1]",
        "JUMP-UNLESS @then-0 out[1]",
        "JUMP @end-0",
        "LABEL @then-0",
        "X 1",
        "LABEL @end-0",
    ] == dumps(circuit, "quil").splitlines()


def test_pyquil_reads_what_is_written() -> None:
    program = pytest.importorskip("pyquil").Program
    circuit = (
        Circuit(3, 1)
        .gate("ecr", [], [0, 2])
        .delay(20.0, 0)
        .barrier()
        .unitary([[1, 0], [0, 1j]], [1])
    )
    circuit.rx(Parameter("v[3]").sin() * 0.5, 0).measure(0, 0).reset(0)
    with circuit.protected("kept"):
        circuit.cx(2, 1)
    text = dumps(circuit, "quil")
    assert len(program(text).instructions) > 8
    assert 1 == len(losses(circuit, "quil"))


def test_symbolic_phases_and_layouts_come_back() -> None:
    circuit = Circuit(2).x(0)
    circuit.add_phase(Parameter("v[1]") * 2 + 0.25)
    circuit.layouts = ([0, 1], [1, 0])
    back = loads(dumps(circuit, "quil"), "quil")
    assert circuit.layouts == back.layouts
    assert equivalent(circuit.bind({"v[1]": 0.7}), back.bind({"v[1]": 0.7}))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (
            lambda c: c.append_while(True, Circuit(2, 2)),
            r"operation 1 \(`while`\) has no equivalent",
        ),
        (
            lambda c: c.append_if(("equals", [0, 1], 3), Circuit(2, 2).x(0)),
            r"operation 1 \(`if`\) is under a condition on more than one bit",
        ),
        (
            lambda c: c.append(Instruction.call(Definition("magic", [], ["a"])), [0]),
            r"operation 1 \(`magic`\) needs `magic`",
        ),
        (lambda c: c.append(Instruction.delay(3, "dt"), [0]), r"\(`delay`\) is in steps"),
        (lambda c: c.rx(Parameter("a b"), 0), "no memory called `a b`"),
        (lambda c: c.rx(Parameter("pi"), 0), "no memory called `pi`"),
    ],
)
def test_what_quil_has_not(make: object, said: str) -> None:
    circuit = Circuit(2, 2).h(0)
    make(circuit)  # type: ignore[operator]
    with pytest.raises(PipelineError, match=said) as caught:
        dumps(circuit, "quil")
    assert "QC409" == caught.value.code


def test_files(tmp_path: Path) -> None:
    circuit = Circuit(3).ccx(2, 0, 1)
    dump(circuit, tmp_path / "out.quil")
    assert equivalent(circuit, load(tmp_path / "out.quil"))
    assert 3 == loads(dumps(Circuit(3).h(0), "quil"), "quil").num_qubits
