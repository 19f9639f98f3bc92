# SPDX-License-Identifier: Apache-2.0
"""Amazon Braket's device capabilities as targets, in the three versions of their standardized figures."""

from __future__ import annotations

import copy
import json
import math
from types import SimpleNamespace

import pytest

from qcompile import Target
from qcompile.errors import PipelineError, QCompileWarning
from qcompile.targets import from_braket


def schema(name: str, version: str = "1") -> dict[str, str]:
    return {"name": f"braket.device_schema.{name}", "version": version}


def fidelity(kind: str, value: float) -> dict[str, object]:
    return {"fidelityType": {"name": kind}, "fidelity": value, "standardError": None}


#: In the manner of IQM: qubits from 1, both ways listed.
GRID = {
    "braketSchemaHeader": schema("iqm.iqm_device_capabilities"),
    "paradigm": {
        "braketSchemaHeader": schema("gate_model_qpu_paradigm_properties"),
        "qubitCount": 3,
        "nativeGateSet": ["cz", "prx"],
        "connectivity": {
            "fullyConnected": False,
            "connectivityGraph": {"1": ["2"], "2": ["1", "3"], "3": ["2"]},
        },
    },
    "standardized": {
        "braketSchemaHeader": schema("standardized_gate_model_qpu_device_properties"),
        "oneQubitProperties": {
            "1": {
                "T1": {"value": 3.5e-05, "standardError": None, "unit": "S"},
                "T2": {"value": 20.0, "standardError": None, "unit": "us"},
                "oneQubitFidelity": [
                    fidelity("RANDOMIZED_BENCHMARKING", 0.9995),
                    fidelity("SIMULTANEOUS_RANDOMIZED_BENCHMARKING", 0.998),
                    fidelity("READOUT", 0.97),
                ],
            }
        },
        "twoQubitProperties": {
            "1-2": {"twoQubitGateFidelity": [{"gateName": "CZ", **fidelity("INTERLEAVED", 0.99)}]},
            "2-3": {"twoQubitGateFidelity": [{"gateName": "ISWAP", **fidelity("XEB", 0.9)}]},
        },
    },
}
#: In the manner of IonQ: no graph, figures of the device.
IONS = {
    "braketSchemaHeader": schema("ionq.ionq_device_capabilities"),
    "paradigm": {
        "qubitCount": 4,
        "nativeGateSet": ["GPI", "GPI2", "ZZ"],
        "connectivity": {"fullyConnected": True, "connectivityGraph": {}},
    },
    "standardized": {
        "braketSchemaHeader": schema("standardized_gate_model_qpu_device_properties", "3"),
        "T1": {"value": 100.0, "unit": "s"},
        "T2": {"value": 1.0, "unit": "s"},
        "readoutFidelity": [{"fidelity": 0.995, "unit": "fraction"}],
        "readoutDuration": {"value": 150, "unit": "us"},
        "singleQubitGateDuration": {"value": 130, "unit": "us"},
        "twoQubitGateFidelity": [{"fidelity": 0.99, "unit": "fraction"}],
        "twoQubitGateDuration": {"value": 970, "unit": "us"},
        "activeResetDuration": None,
        "updatedAt": "2026-02-22T12:29:03Z",
    },
}


def changed(path: str, value: object) -> str:
    """Return the text of the grid with another value at a dotted path."""
    document = copy.deepcopy(GRID)
    *keys, last = path.split(".")
    inner = document
    for key in keys:
        inner = inner[int(key) if isinstance(inner, list) else key]
    inner[int(last) if isinstance(inner, list) else last] = value
    return json.dumps(document, indent=1)


def test_qubits_keep_their_numbers():
    target = from_braket.read(json.dumps(GRID))
    assert ("iqm", 4, [0]) == (target.name, target.num_qubits, target.excluded)
    assert [(1, 2, ["cz"]), (2, 3, ["cz"])] == target.pairs
    assert ["r", "cz"] == target.gates


def test_figures_of_qubits_and_pairs():
    target = from_braket.read(json.dumps(GRID))
    assert {"t1_ns": 35000.0, "t2_ns": 20000.0, "readout_error": 0.03} == target.qubit_facts[1]
    assert {"error": 0.0005} == target.gate_facts["r", (1,)]
    # The fidelity of a gate that is not native says nothing of those that are.
    assert {"error": 0.01} == target.gate_facts["cz", (1, 2)]
    assert ("cz", (2, 3)) not in target.gate_facts


def test_figures_of_the_whole_device():
    device = SimpleNamespace(
        name="Forte", properties=SimpleNamespace(json=lambda: json.dumps(IONS))
    )
    target = Target.from_braket(device)
    assert ("Forte", 4, None) == (target.name, target.num_qubits, target.pairs)
    assert ["gpi", "gpi2", "rzz"] == target.gates
    assert {"error": 0.01, "duration_ns": 970e3} == target.gate_facts["rzz", (1, 3)]
    assert {"duration_ns": 130e3} == target.gate_facts["gpi2", (3,)]
    expected = {"t1_ns": 1e11, "t2_ns": 1e9, "readout_error": 0.005, "measure_ns": 150e3}
    assert [expected] * 4 == target.qubit_facts
    assert "2026-02-22T12:29:03Z" == target.calibrated


def test_one_way_couplers_stay_so():
    text = changed("paradigm.nativeGateSet", ["ecr", "rz", "v", "x", "i"])
    document = json.loads(text)
    document["paradigm"]["connectivity"]["connectivityGraph"] = {"0": ["1", "2"], "2": ["1"]}
    del document["standardized"]
    target = from_braket.read(json.dumps(document))
    assert [(0, 1, ["ecr"]), (0, 2, ["ecr"]), (2, 1, ["ecr"])] == target.pairs
    assert ["id", "x", "sx", "rz", "ecr"] == target.gates


def test_rigetti_turns_by_quarters_alone():
    document = json.loads(changed("paradigm.nativeGateSet", ["rx", "rz", "iswap"]))
    document["braketSchemaHeader"] = schema("rigetti.rigetti_device_capabilities")
    target = from_braket.read(json.dumps(document))
    assert ["x", "sx", "sxdg", "rz", "iswap"] == target.gates


def test_gates_the_library_lacks_are_named():
    with pytest.warns(QCompileWarning, match="`xy` is left out"):
        target = from_braket.read(changed("paradigm.nativeGateSet", ["xy", "cz", "prx"]))
    assert ["r", "cz"] == target.gates


@pytest.mark.parametrize(
    ("path", "value", "code", "message"),
    [
        ("paradigm.connectivity.connectivityGraph.1", ["1"], "QC418", "on qubit 1 twice"),
        ("paradigm.connectivity.connectivityGraph.1", ["q1"], "QC418", "`q1` is no number"),
        ("paradigm.connectivity.connectivityGraph.1", "2", "QC416", "are a list"),
        ("paradigm.nativeGateSet", [7], "QC416", "by its name"),
        ("paradigm.nativeGateSet", ["cz"], "QC420", "no native gate on one qubit"),
        ("standardized.oneQubitProperties.1.T1.unit", "years", "QC417", "without a unit"),
        ("standardized.oneQubitProperties.1.T1.value", -1, "QC417", "the time is -1"),
        ("standardized.oneQubitProperties.1.T1.value", "x", "QC416", "has to be a number"),
        ("standardized.oneQubitProperties.1.oneQubitFidelity.2.fidelity", 1.5, "QC417", "is 1.5"),
        ("standardized.oneQubitProperties.1.oneQubitFidelity.0.fidelity", math.nan, "QC417", "nan"),
        ("standardized.twoQubitProperties.1-2-3", {}, "QC418", "no pair"),
    ],
)
def test_a_wrong_file_is_refused_at_its_place(path, value, code, message):
    text = changed(path, value)
    with pytest.raises(PipelineError, match=message) as caught:
        from_braket.read(text, path="caps.json")
    assert (code, "caps.json") == (caught.value.code, caught.value.span.path)
    assert 1 <= caught.value.span.line <= len(text.splitlines())


def test_other_json_is_refused():
    with pytest.raises(PipelineError, match="no capabilities"):
        from_braket.read("{}")
