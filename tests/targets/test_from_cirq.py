# SPDX-License-Identifier: Apache-2.0
"""Cirq's devices, graphs of its qubits, and Google's device specification as targets."""

from __future__ import annotations

import json

import networkx
import pytest

from qcompile import Target
from qcompile.errors import PipelineError, QCompileWarning
from qcompile.targets import from_cirq

SPECIFICATION = {
    "validQubits": ["1_0", "0_1", "0_0"],
    "validTargets": [
        {
            "name": "2_qubit_targets",
            "targetOrdering": "SYMMETRIC",
            "targets": [{"ids": ["0_1", "0_0"]}, {"ids": ["0_0", "1_0"]}],
        }
    ],
    "validGates": [
        {"gateDurationPicos": "42000", "cz": {}},
        {"gateDurationPicos": "600000", "meas": {}},
        {"gateDurationPicos": "25000", "phasedXz": {}},
        {"gateDurationPicos": "22000", "physicalZpow": {}},
        {"gateDurationPicos": "160000", "reset": {}},
        {"virtualZpow": {}},
        {"wait": {}},
    ],
}


def changed(**fields: object) -> str:
    return json.dumps(SPECIFICATION | fields, indent=1)


def snake(value: object) -> object:
    """Spell the fields as protobuf does when it keeps its own names."""
    if isinstance(value, dict):
        return {
            "".join("_" + c.lower() if c.isupper() else c for c in key): snake(inner)
            for key, inner in value.items()
        }
    return [snake(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("spelt", [lambda value: value, snake])
def test_a_specification(spelt):
    target = from_cirq.read(json.dumps(spelt(SPECIFICATION)), name="chip")
    # In the order of (row, column): 0_0, 0_1, 1_0.
    assert [(0, 1, ["cz"]), (0, 2, ["cz"])] == target.pairs
    assert ["rz", "phxz", "cz"] == target.gates
    assert {"duration_ns": 42.0} == target.gate_facts["cz", (0, 2)]
    assert {"duration_ns": 25.0} == target.gate_facts["phxz", (1,)]
    assert {"duration_ns": 0.0} == target.gate_facts["rz", (1,)]
    assert {"measure_ns": 600.0, "reset_ns": 160.0} == target.qubit_facts[2]


@pytest.mark.parametrize(
    ("fields", "code", "line", "message"),
    [
        ({"validQubits": ["0_0", "a_1"]}, "QC418", 4, "`a_1` is no place"),
        ({"validQubits": ["0_0", "0_0"]}, "QC418", 2, "listed twice"),
        ({"validQubits": 3}, "QC416", 2, "a list of names"),
        ({"validTargets": [{"targets": [{"ids": ["0_0", "9_9"]}]}]}, "QC418", 10, "no qubit `9_9`"),
        ({"validTargets": [{"targets": [{"ids": ["0_0", "0_0"]}]}]}, "QC418", 10, "itself"),
        ({"validGates": ["cz"]}, "QC416", 28, "a gate is an object"),
        ({"validGates": [{"gateDurationPicos": "-1", "cz": {}}]}, "QC417", 29, "duration"),
        ({"validGates": [{"cz": {}}]}, "QC420", None, "no native gate on one qubit"),
    ],
)
def test_a_wrong_specification_is_refused_at_its_place(fields, code, line, message):
    with pytest.raises(PipelineError, match=message) as caught:
        from_cirq.read(changed(**fields), path="chip.json")
    assert code == caught.value.code
    assert "chip.json" == caught.value.span.path
    if line:
        assert line == caught.value.span.line


def test_a_gate_the_library_lacks_is_named():
    gates = [*SPECIFICATION["validGates"], {"syc": {}}]
    with pytest.warns(QCompileWarning, match="`syc` is left out"):
        from_cirq.read(changed(validGates=gates))


def test_islands_are_said():
    with pytest.warns(QCompileWarning, match="nothing couples qubit 2 with qubit 0"):
        from_cirq.read(changed(validTargets=[{"targets": [{"ids": ["0_0", "0_1"]}]}]))


class TestObjects:
    cirq = pytest.importorskip("cirq")

    def test_a_grid_device(self):
        cirq = self.cirq
        a, b, c = cirq.GridQubit(0, 1), cirq.GridQubit(0, 0), cirq.GridQubit(2, 0)
        cz, phxz = cirq.GateFamily(cirq.CZ), cirq.GateFamily(cirq.PhasedXZGate)
        metadata = cirq.GridDeviceMetadata(
            [(a, b), (b, c)],
            cirq.Gateset(cz, phxz, cirq.ZPowGate, cirq.ISWAP**0.5, cirq.MeasurementGate),
            gate_durations={
                cz: cirq.Duration(nanos=40),
                phxz: cirq.Duration(nanos=20),
                cirq.GateFamily(cirq.ZPowGate): cirq.Duration(),
                cirq.GateFamily(cirq.ISWAP**0.5): cirq.Duration(nanos=30),
                cirq.GateFamily(cirq.MeasurementGate): cirq.Duration(nanos=500),
            },
        )

        class Device(cirq.Device):
            @property
            def metadata(self):
                return metadata

        target = Target.from_cirq(Device())
        assert "Device" == target.name
        assert [(0, 1, ["cz", "siswap"]), (0, 2, ["cz", "siswap"])] == target.pairs
        assert ["rz", "phxz", "cz", "siswap"] == target.gates
        assert {"duration_ns": 30.0} == target.gate_facts["siswap", (0, 1)]
        assert {"measure_ns": 500.0} == target.qubit_facts[0]
        with pytest.raises(PipelineError, match="of its own"):
            Target.from_cirq(Device(), basis="cz,rz,sx")

    def test_a_gate_the_library_lacks_is_named(self):
        cirq = self.cirq
        pair = (cirq.GridQubit(0, 1), cirq.GridQubit(0, 0))
        gates = cirq.Gateset(cirq.CZ, cirq.PhasedXZGate, cirq.FSimGate)
        with pytest.warns(QCompileWarning, match="`FSimGate` is left out"):
            assert ["phxz", "cz"] == Target.from_cirq(cirq.GridDeviceMetadata([pair], gates)).gates

    def test_graphs_of_qubits(self):
        cirq = self.cirq
        line = cirq.LineQubit.range(3)
        target = Target.from_cirq(networkx.Graph([(line[2], line[0]), (line[0], line[1])]))
        couplings = {(a, b) for a, b, _ in target.pairs}
        assert {(0, 1), (0, 2), (1, 0), (2, 0)} == couplings
        directed = Target.from_cirq(networkx.DiGraph([(line[1], line[0])]), basis="ecr,rz,sx")
        assert [(1, 0, ["ecr"])] == directed.pairs

    def test_a_device_without_metadata_is_refused(self):
        with pytest.raises(PipelineError, match="does not say which qubits"):
            Target.from_cirq(self.cirq.UNCONSTRAINED_DEVICE)
