# SPDX-License-Identifier: Apache-2.0
"""pytket's architectures and backend infos as targets."""

from __future__ import annotations

import json

import pytest

from qcompile import Target
from qcompile.errors import PipelineError, QCompileWarning
from qcompile.targets import from_pytket


def node(index: int) -> list[object]:
    return ["node", [index]]


def link(a: int, b: int) -> dict[str, object]:
    return {"link": [node(a), node(b)], "weight": 1}


ARCHITECTURE = {"nodes": [node(0), node(1), node(2)], "links": [link(0, 1), link(2, 1)]}
INFO = {
    "name": "Backend",
    "device_name": "chip",
    "version": "1",
    "architecture": ARCHITECTURE,
    "gate_set": ["CX", "Rz", "SX", "Measure", "Barrier"],
    "supports_fast_feedforward": False,
    "supports_reset": True,
    "supports_midcircuit_measurement": False,
    "averaged_node_gate_errors": [[node(2), 0.001]],
    "averaged_edge_gate_errors": [[[node(0), node(1)], 0.02]],
    "averaged_readout_errors": [[node(1), 0.03]],
}
BOTH_WAYS = [(0, 1, ["cx"]), (1, 0, ["cx"]), (1, 2, ["cx"]), (2, 1, ["cx"])]


def changed(**fields: object) -> str:
    return json.dumps(INFO | fields, indent=1)


def test_an_architecture_couples_both_ways():
    target = from_pytket.read(json.dumps(ARCHITECTURE))
    assert BOTH_WAYS == target.pairs
    assert ["x", "sx", "rz", "cx"] == target.gates


def test_a_backend_info():
    target = from_pytket.read(json.dumps(INFO))
    assert ("chip", BOTH_WAYS) == (target.name, target.pairs)
    assert ["control-flow", "mid-circuit-measurement"] == sorted(target.forbids)
    assert {"error": 0.02} == target.gate_facts["cx", (0, 1)]
    assert {"error": 0.001} == target.gate_facts["sx", (2,)]
    assert [{}, {"readout_error": 0.03}, {}] == target.qubit_facts


def test_nodes_of_several_registers_are_numbered_as_listed():
    nodes = [["b", [4, 1]], ["a", [0, 0]], ["a", [0, 1]]]
    value = {"nodes": nodes, "links": [{"link": nodes[:2]}, {"link": nodes[::2]}]}
    target = from_pytket.read(json.dumps(value), basis="cz,rz,sx")
    assert [(0, 1, ["cz"]), (0, 2, ["cz"])] == target.pairs


def test_fully_connected():
    value = {"nodes": [node(i) for i in range(4)]}
    assert (4, None) == (lambda t: (t.num_qubits, t.pairs))(from_pytket.read(json.dumps(value)))


@pytest.mark.parametrize("name", ["TK2", "ISWAP", "CnX", "FSim"])
def test_gates_the_library_lacks_are_named(name):
    with pytest.warns(QCompileWarning, match=f"`{name}` is left out"):
        target = from_pytket.read(changed(gate_set=[name, "CX", "Rz", "SX"]))
    assert ["sx", "rz", "cx"] == target.gates


@pytest.mark.parametrize(
    ("fields", "code", "message"),
    [
        ({"averaged_node_gate_errors": [[node(0), -0.5]]}, "QC417", "is -0.5, not between"),
        ({"averaged_readout_errors": [[node(7), 0.5]]}, "QC418", r"no node `node\[7\]`"),
        ({"averaged_edge_gate_errors": [[node(0), 0.1]]}, "QC416", "a node is a name"),
        ({"averaged_edge_gate_errors": [0.1]}, "QC416", "beside what it is of"),
        ({"architecture": ARCHITECTURE | {"links": [link(1, 1)]}}, "QC418", "itself"),
        ({"architecture": ARCHITECTURE | {"links": [link(1, 5)]}}, "QC418", "no node"),
        ({"architecture": ARCHITECTURE | {"nodes": [node(0)] * 2}}, "QC418", "twice"),
        ({"architecture": {"nodes": ["q0"]}}, "QC416", "a node is a name"),
        ({"gate_set": ["CX"]}, "QC420", "no native gate on one qubit"),
    ],
)
def test_a_wrong_file_is_refused_at_its_place(fields, code, message):
    with pytest.raises(PipelineError, match=message) as caught:
        from_pytket.read(changed(**fields), path="chip.json")
    assert (code, "chip.json") == (caught.value.code, caught.value.span.path)


class TestObjects:
    architecture = pytest.importorskip("pytket.architecture")

    def test_architectures(self):
        assert (
            BOTH_WAYS == Target.from_pytket(self.architecture.Architecture([(0, 1), (2, 1)])).pairs
        )
        assert Target.from_pytket(self.architecture.FullyConnected(5)).pairs is None

    def test_a_backend_info_is_read_as_its_json(self):
        from pytket.backends.backendinfo import BackendInfo
        from pytket.circuit import OpType

        couplings = self.architecture.Architecture([(0, 1), (2, 1)])
        info = BackendInfo(
            "Backend",
            "chip",
            "1",
            couplings,
            {OpType.CX, OpType.Rz, OpType.SX, OpType.Measure},
            averaged_node_gate_errors={couplings.nodes[2]: 0.001},
            supports_reset=True,
        )
        target = Target.from_pytket(info)
        assert (BOTH_WAYS, ["sx", "rz", "cx"]) == (target.pairs, target.gates)
        assert {"error": 0.001} == target.gate_facts["rz", (2,)]
        # Its own JSON gives gates by number.
        assert target == from_pytket.read(json.dumps(info.to_dict()))
        with pytest.raises(PipelineError, match="of its own"):
            Target.from_pytket(info, basis="cz,rz,sx")
