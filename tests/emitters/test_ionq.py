# SPDX-License-Identifier: Apache-2.0
"""IonQ's JSON out; whole circuits go there and back in `tests/sdks`."""

from __future__ import annotations

import json
from math import pi
from random import Random
from typing import Any

import pytest

import qcompile as qc
from qcompile.emitters import losses
from qcompile.errors import PipelineError


def steps(circuit: qc.Circuit) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(qc.dumps(circuit, "ionq"))["circuit"]
    return found


def test_the_text_of_a_bell_pair() -> None:
    text = qc.dumps(qc.Circuit(2, 2).h(0).cx(0, 1).measure([0, 1], [0, 1]), "ionq")
    assert (
        '{\n "format": "ionq.circuit.v0",\n "gateset": "qis",\n "qubits": 2,\n "circuit": [\n'
        '  {"gate": "h", "target": 0},\n  {"gate": "cnot", "control": 0, "target": 1}\n ]\n}\n'
    ) == text


def test_native_gates_are_in_turns() -> None:
    circuit = qc.Circuit(2).gpi(pi / 2, 0).gpi2(-pi / 4, 1).ms(0, pi / 2, pi / 4, 0, 1)
    circuit.rzz(pi / 2, 1, 0)
    assert "native" == json.loads(qc.dumps(circuit, "ionq"))["gateset"]
    assert [
        {"gate": "gpi", "phase": 0.25, "target": 0},
        {"gate": "gpi2", "phase": -0.125, "target": 1},
        {"gate": "ms", "phases": [0.0, 0.25], "angle": 0.125, "targets": [0, 1]},
        {"gate": "zz", "angle": 0.25, "targets": [1, 0]},
    ] == steps(circuit)


def test_native_angles_are_in_the_range_of_the_gate() -> None:
    rng = Random(3)
    for _ in range(50):
        a, b, t = (rng.uniform(-15, 15) for _ in range(3))
        circuit = qc.Circuit(2).ms(a, b, t, 1, 0).gpi(a, 1).rzz(t, 0, 1)
        for step in steps(circuit):
            assert all(abs(phase) <= 1 for phase in step.get("phases", [step.get("phase", 0)]))
            assert step["gate"] != "ms" or 0 <= step["angle"] <= 0.25
        back = qc.loads(qc.dumps(circuit, "ionq"))
        assert qc.equivalent(circuit, back, relation="operator")


def test_other_gates_beside_native_ones_make_an_abstract_program() -> None:
    text = json.loads(qc.dumps(qc.Circuit(2).gpi(0.3, 0).h(1), "ionq"))
    assert "qis" == text["gateset"]
    assert {"h"} <= {step["gate"] for step in text["circuit"]} <= {"h", "x", "rx", "ry", "rz"}


def test_at_most_seven_controls() -> None:
    from qcompile._native import Instruction

    for controls in (7, 8):
        circuit = qc.Circuit(controls + 1)
        circuit.append(
            Instruction.gate("ry", [0.4]).controlled([True] * controls), range(controls + 1)
        )
        most = max(len(step.get("controls", [])) for step in steps(circuit))
        assert (most == 7) is (controls == 7)


def test_what_is_not_kept_is_said() -> None:
    circuit = qc.Circuit(2, 2).h(0).barrier().measure([0], [1])
    circuit.add_phase(0.5)
    assert 3 == len(losses(circuit, "ionq"))
    assert [] == losses(qc.Circuit(1).h(0), "ionq")


@pytest.mark.parametrize("what", ["reset", "x", "if", "theta"])
def test_what_it_cannot_hold_is_an_error(what: str) -> None:
    circuit = qc.Circuit(2, 1)
    if what == "theta":
        circuit.rx(qc.Parameter("theta"), 0)
    elif what == "reset":
        circuit.reset(1)
    else:
        circuit.measure(0, 0)
        if what == "x":
            circuit.x(0)
        else:
            with circuit.if_(circuit.bit(0) == 1):
                circuit.x(1)
    with pytest.raises(PipelineError, match=f"`{what}`") as caught:
        qc.dumps(circuit, "ionq")
    assert "QC409" == caught.value.code
