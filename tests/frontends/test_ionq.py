# SPDX-License-Identifier: Apache-2.0
"""IonQ's JSON in: units, controls, and errors that name the place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from qcompile import Circuit, equivalent, loads
from qcompile.errors import InputError


def program(*steps: dict[str, Any], qubits: int = 4, **more: Any) -> Circuit:
    return loads(json.dumps({"qubits": qubits, **more, "circuit": list(steps)}))


def same(circuit: Circuit, expected: Circuit) -> bool:
    return equivalent(circuit, expected, relation="operator").verdict == "equivalent"


def test_every_abstract_gate() -> None:
    names = "x y z h not s si t ti v vi".split()
    ours = "x y z h x s sdg t tdg sx sxdg".split()
    circuit = program(*({"gate": name, "target": 1} for name in names))
    assert ours == [op.name for op in circuit]
    assert {(1,)} == {tuple(op.qubits) for op in circuit}


def test_rotations_of_abstract_gates_are_radians() -> None:
    circuit = program(
        {"gate": "rx", "target": 0, "rotation": 1.25},
        {"gate": "xx", "targets": [2, 1], "rotation": -0.5},
        {"gate": "zz", "targets": [0, 3], "rotation": 3},
    )
    expected = Circuit(4).rx(1.25, 0).rxx(-0.5, 2, 1).rzz(3.0, 0, 3)
    assert expected == circuit or same(circuit, expected)


def test_several_targets_and_controls() -> None:
    circuit = program(
        {"gate": "h", "targets": [2, 0]},
        {"gate": "cnot", "control": 0, "target": 1},
        {"gate": "x", "controls": [3, 1], "target": 0},
        {"gate": "ry", "controls": [3, 1], "target": 0, "rotation": 0.5},
        {"gate": "swap", "targets": [2, 3]},
    )
    expected = Circuit(4).h(2).h(0).cx(0, 1).ccx(3, 1, 0)
    expected.controlled(Circuit(1).ry(0.5, 0), [3, 1], [0]).swap(2, 3)
    assert same(circuit, expected)


def test_native_phases_and_angles_are_turns() -> None:
    circuit = program(
        {"gate": "gpi", "phase": 0.25, "target": 0},
        {"gate": "gpi2", "phase": -0.1, "target": 1},
        {"gate": "ms", "phases": [0.5, 0.125], "targets": [1, 0]},
        {"gate": "ms", "phases": [0, 0], "angle": 0.125, "targets": [1, 2]},
        {"gate": "zz", "angle": 0.25, "targets": [2, 3]},
        gateset="native",
    )
    from math import pi

    expected = Circuit(4).gpi(pi / 2, 0).gpi2(-0.2 * pi, 1).ms(pi, pi / 4, pi / 2, 1, 0)
    expected.ms(0, 0, pi / 4, 1, 2).rzz(pi / 2, 2, 3)
    assert same(circuit, expected)


def test_a_native_ms_is_the_xx_of_its_documentation() -> None:
    full = program({"gate": "ms", "phases": [0, 0], "targets": [0, 1]}, qubits=2, gateset="native")
    on, off = 2**-0.5, -1j * 2**-0.5
    matrix = [[on, 0, 0, off], [0, on, off, 0], [0, off, on, 0], [off, 0, 0, on]]
    assert same(full, Circuit(2).unitary(matrix, [0, 1]))


def test_a_job_holds_its_program() -> None:
    body = {"format": "ionq.circuit.v0", "circuit": [{"gate": "h", "target": 2}]}
    circuit = loads(json.dumps({"target": "simulator", "input": body}), "ionq")
    assert (3, ["h"]) == (circuit.num_qubits, [op.name for op in circuit])


@pytest.mark.parametrize(
    ("step", "code", "path", "column"),
    [
        ('{"gate": "u", "target": 0}', "QC203", "circuit[1].gate", 12),
        ('{"gate": "gpi", "phase": 0, "target": 0}', "QC203", "circuit[1].gate", 12),
        ('{"gate": "h", "target": 4}', "QC206", "circuit[1].target", 27),
        ('{"gate": "h", "targets": [0, -1]}', "QC206", "circuit[1].targets[1]", 32),
        ('{"gate": "h", "target": "0"}', "QC100", "circuit[1].target", 27),
        ('{"gate": "h"}', "QC100", "circuit[1]", 3),
        ('{"gate": "rx", "target": 0}', "QC100", "circuit[1]", 3),
        ('{"gate": "rx", "target": 0, "rotation": true}', "QC100", "circuit[1].rotation", 43),
        ('{"gate": "cnot", "target": 0}', "QC100", "circuit[1]", 3),
        ('{"gate": "swap", "targets": [0]}', "QC100", "circuit[1]", 3),
        ('{"gate": "x", "target": 0, "control": 0}', "QC207", "circuit[1]", 3),
        ('{"gate": "x", "target": 0, "targets": [1]}', "QC100", "circuit[1]", 3),
        ("7", "QC100", "circuit[1]", 3),
    ],
)
def test_errors_name_the_path_and_the_place(step: str, code: str, path: str, column: int) -> None:
    text = f'{{"qubits": 4, "circuit": [\n  {{"gate": "h", "target": 0}},\n  {step}\n]}}'
    with pytest.raises(InputError) as caught:
        loads(text)
    span = caught.value.span
    assert span is not None
    assert (code, 3, column) == (caught.value.code, span.line, span.column)
    assert caught.value.message.startswith(f"{path}: ")


@pytest.mark.parametrize(
    "text",
    [
        '{"qubits": 2, "circuit": {}}',
        '{"qubits": -1, "circuit": []}',
        '{"qubits": 1, "circuit": [], "gateset": "other"}',
        '{"qubits": 1, "circuit": [], "format": "openqasm"}',
        '{"qubits": 1, "circuit": [], "gateset": ["qis"]}',
        '{"qubits": 1, "circuit": [}',
        "[]",
    ],
)
def test_what_is_no_program_is_an_error(text: str) -> None:
    with pytest.raises(InputError) as caught:
        loads(text, "ionq")
    assert "QC100" == caught.value.code
