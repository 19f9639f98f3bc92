# SPDX-License-Identifier: Apache-2.0
"""IBM's properties and configuration files as targets."""

from __future__ import annotations

import json
import math

import pytest

from qcompile import Target
from qcompile.errors import PipelineError, QCompileWarning
from qcompile.targets import from_ibm

CONFIGURATION = {
    "backend_name": "ibm_chip",
    "n_qubits": 3,
    "basis_gates": ["cz", "id", "rz", "sx", "x"],
    "coupling_map": [[0, 1], [1, 0], [1, 2], [2, 1]],
    "gates": [
        {"name": "rz", "parameters": ["theta"], "coupling_map": [[0], [1], [2]]},
        {"name": "cz", "parameters": [], "coupling_map": [[0, 1], [1, 0], [1, 2], [2, 1]]},
    ],
    "supported_instructions": ["cz", "id", "rz", "sx", "x", "measure", "reset", "delay", "if_else"],
}


def figure(name: str, value: float, unit: str = "") -> dict[str, object]:
    return {"date": "2026-01-01T00:00:00Z", "name": name, "unit": unit, "value": value}


def qubit(t1: float, t2: float) -> list[dict[str, object]]:
    return [
        figure("T1", t1, "us"),
        figure("T2", t2, "us"),
        figure("readout_error", 0.01),
        figure("prob_meas0_prep1", 0.02),
        figure("readout_length", 1560, "ns"),
    ]


def gate(name: str, on: list[int], error: float, length: float) -> dict[str, object]:
    figures = [figure("gate_error", error), figure("gate_length", length, "ns")]
    return {"gate": name, "name": f"{name}{on}", "qubits": on, "parameters": figures}


PROPERTIES = {
    "backend_name": "ibm_chip",
    "last_update_date": "2026-01-01T00:00:00Z",
    "qubits": [qubit(100, 150), qubit(120, 90), qubit(80, 80)],
    "gates": [
        *(gate(name, [q], 0.0002, 24) for name in ("sx", "x") for q in range(3)),
        *(gate("rz", [q], 0, 0) for q in range(3)),
        gate("cz", [0, 1], 0.003, 84),
        gate("cz", [1, 0], 0.003, 84),
        gate("cz", [1, 2], 1, 104),
        gate("rzz", [0, 1], 0.004, 84),
        {"gate": "reset", "qubits": [1], "parameters": [figure("gate_length", 1.6, "us")]},
    ],
}


def changed(value: dict[str, object], **fields: object) -> str:
    return json.dumps(value | fields, indent=1)


def test_a_configuration_alone_is_topology():
    target = from_ibm.read(json.dumps(CONFIGURATION))
    assert ("ibm_chip", 3) == (target.name, target.num_qubits)
    assert [(0, 1, ["cz"]), (1, 2, ["cz"])] == target.pairs
    assert ["id", "x", "sx", "rz", "cz"] == target.gates
    assert ([], None) == (target.forbids, target.calibration_sha256())


def test_properties_alone_say_all_that_was_measured():
    target = from_ibm.read(json.dumps(PROPERTIES))
    assert [(0, 1, ["cz", "rzz"]), (1, 2, ["cz"])] == target.pairs
    assert {"error": 0.003, "duration_ns": 84.0} == target.gate_facts["cz", (0, 1)]
    assert 1.0 == target.gate_facts["cz", (1, 2)]["error"]
    assert [("rzz", 0.0, math.pi / 2)] == target.ranges
    expected = {"t1_ns": 120e3, "t2_ns": 90e3, "readout_error": 0.01, "measure_ns": 1560.0}
    assert expected | {"reset_ns": 1600.0} == target.qubit_facts[1]
    assert "2026-01-01T00:00:00Z" == target.calibrated


@pytest.mark.parametrize("order", [1, -1])
def test_together_the_configuration_says_which_gates_there_are(order):
    texts = [json.dumps(PROPERTIES), json.dumps(CONFIGURATION)][::order]
    target = from_ibm.read(*texts)
    assert [(0, 1, ["cz"]), (1, 2, ["cz"])] == target.pairs
    assert ["id", "x", "sx", "rz", "cz"] == target.gates
    assert ("rzz", (0, 1)) not in target.gate_facts
    assert Target.from_ibm(PROPERTIES, CONFIGURATION) == target


def test_fractional_gates_come_when_the_configuration_lists_them():
    basis = [*CONFIGURATION["basis_gates"], "rzz"]
    target = from_ibm.read(changed(CONFIGURATION, basis_gates=basis), json.dumps(PROPERTIES))
    assert [("rzz", 0.0, math.pi / 2)] == target.ranges
    assert ["cz", "rzz"] == target.pairs[0][2]


def test_what_does_not_work_is_left_out():
    properties = json.loads(json.dumps(PROPERTIES))
    properties["qubits"][2].append(figure("operational", 0))
    properties["gates"][-3]["parameters"].append(figure("operational", 0))
    target = from_ibm.read(json.dumps(properties))
    assert [2] == target.excluded
    assert [(0, 1, ["cz", "rzz"])] == target.pairs


def test_what_the_configuration_does_not_support_is_forbidden():
    plain = ["cz", "id", "rz", "sx", "x", "measure", "delay"]
    target = from_ibm.read(changed(CONFIGURATION, supported_instructions=plain))
    assert ["control-flow", "reset"] == sorted(target.forbids)


def test_too_long_a_t2_is_said_at_its_place():
    text = changed(PROPERTIES, qubits=[qubit(100, 150), qubit(10, 90), qubit(80, 80)])
    with pytest.warns(QCompileWarning, match="T2 is more than twice T1, qubits: 1") as warned:
        from_ibm.read(text)
    said = warned[0].message.diagnostic
    assert "QC260" == said.code
    assert text.splitlines()[said.span.line - 1].strip() == "["
    assert '"value": 10' in text.splitlines()[said.span.line + 4]


@pytest.mark.parametrize(
    ("fields", "code", "message"),
    [
        ({"gates": [gate("sx", [3], 0.1, 1)]}, "QC418", "no qubit 3"),
        ({"gates": [gate("cz", [1, 1], 0.1, 1)]}, "QC418", "on qubit 1 twice"),
        ({"gates": [gate("cz", [1], 0.1, 1)]}, "QC418", "it takes 2"),
        ({"gates": [gate("sx", [0], -0.1, 1)]}, "QC417", "is -0.1, not between 0 and 1"),
        ({"gates": [gate("sx", [0], math.nan, 1)]}, "QC417", "is nan"),
        ({"gates": [gate("sx", [0], 0.1, -1)]}, "QC417", "gate_length is -1"),
        ({"gates": [{"gate": "sx", "qubits": [0], "parameters": [figure("gate_length", 1)]}]}, "QC417", "no unit"),
        ({"gates": [gate("sx", [0], 0.1, 1), gate("sx", [0], 0.2, 1)]}, "QC419", "given twice"),
        ({"gates": [{"gate": "sx"}]}, "QC416", "on which qubits"),
        ({"gates": [7]}, "QC416", "a name under `gate`"),
        ({"qubits": [[figure("T1", 0, "us")]]}, "QC417", "t1_ns of qubit 0 is 0"),
        ({"qubits": [[figure("readout_error", 2)]]}, "QC417", "readout_error of qubit 0 is 2"),
        ({"qubits": [[3]]}, "QC416", "a name, a unit and a value"),
        ({"gates": []}, "QC420", "no native gate"),
    ],
)  # fmt: skip
def test_wrong_properties_are_refused_at_their_place(fields, code, message):
    with pytest.raises(PipelineError, match=message) as caught:
        from_ibm.read(changed(PROPERTIES, **fields), path="props.json")
    assert (code, "props.json") == (caught.value.code, caught.value.span.path)


def test_a_place_is_exact():
    text = changed(PROPERTIES, gates=[gate("sx", [0], 0.1, 1), gate("sx", [1], 0.1, -5)])
    with pytest.raises(PipelineError) as caught:
        from_ibm.read(text)
    span = caught.value.span
    assert "-5" == text.splitlines()[span.line - 1][span.column - 1 : span.end_column - 1]


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ({"hello": 1}, None, "neither a properties nor"),
        (PROPERTIES, PROPERTIES, "of one kind"),
        (PROPERTIES, CONFIGURATION | {"n_qubits": 5}, "figures of 3 qubits, .* has 5"),
    ],
)
def test_files_that_do_not_fit_are_refused(first, second, message):
    with pytest.raises(PipelineError, match=message):
        from_ibm.read(json.dumps(first), None if second is None else json.dumps(second))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"n_qubits": 10**30}, "a target has up to"),
        ({"basis_gates": [["cz"]]}, "by its name"),
        ({"coupling_map": [7], "gates": None}, "does not say on which qubits"),
        ({"supported_instructions": [["x"]], "basis_gates": []}, "no native gate"),
    ],
)
def test_a_wrong_configuration_is_refused(fields, message):
    with pytest.raises(PipelineError, match=message):
        from_ibm.read(changed(CONFIGURATION, **fields))
