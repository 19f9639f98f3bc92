# SPDX-License-Identifier: Apache-2.0
"""Maps of devices: positions, errors, layouts, traffic."""

from __future__ import annotations

import math

import networkx
import pytest

import qcompile as qc
from qcompile.drawing import device_map
from qcompile.drawing.maps import Scale
from qcompile.errors import PipelineError
from qcompile.targets.positions import couplings, positions
from qcompile.targets.shipped import device_names

from .test_svg import SVG, parsed, words


def measured() -> qc.Target:
    facts = {("cz", (0, 1)): {"error": 0.002}, ("cz", (1, 2)): {"error": 0.02}}
    facts |= {("sx", (q,)): {"error": 0.0003, "duration_ns": 30.0} for q in range(3)}
    qubits = [{"readout_error": x, "t1_ns": 2e5} for x in (0.01, 0.02, 0.2)]
    return qc.Target(
        "chip",
        ["cz", "rz", "sx", "x"],
        3,
        [(0, 1, ["cz"]), (1, 2, ["cz"])],
        gate_facts=facts,
        qubit_facts=qubits,
        calibrated="2025-11-03",
    )


def tips(text: str, kind: str) -> list[tuple[str, str]]:
    """Return the classes and tooltips of elements of a kind."""
    found = []
    for element in parsed(text).iter():
        classes, tip = element.get("class", ""), element.findtext(f"{SVG}title")
        if kind in classes.split() and tip is not None:
            found.append((classes, tip))
    return found


@pytest.mark.parametrize(
    "name", [*device_names(), "line:5", "line:40", "ring:9", "grid:3x4", "heavy-hex:5", "all:11"]
)
def test_neighbours_are_drawn_beside_each_other(name: str) -> None:
    target = qc.Target.from_name(name)
    places = positions(target)
    assert target.num_qubits == len(set(places)) == len(places)
    for a, b in couplings(target):
        assert math.isclose(1, math.dist(places[a], places[b]), abs_tol=2e-3)
    parsed(device_map(target))


def test_lattices_have_their_shape() -> None:
    heron = positions(qc.Target.from_name("ibm-heron-r2"))
    assert ((0, 0), (15, 0), (3, 1), (0, 2)) == (heron[0], heron[15], heron[16], heron[20])
    assert [(1, 0), (2, 0), (0, 1)] == positions(qc.Target.from_name("iqm-garnet"))[:3]


def test_any_graph_has_places_apart() -> None:
    for graph in (networkx.petersen_graph(), networkx.star_graph(6), networkx.cycle_graph(3)):
        target = qc.Target.from_graph(graph)
        places = positions(target)
        assert places == positions(target)
        apart = [math.dist(a, b) for k, a in enumerate(places) for b in places[:k]]
        assert min(apart) > 0.65
    parted = networkx.disjoint_union(networkx.star_graph(3), networkx.complete_graph(4))
    assert 8 == len(set(positions(qc.Target.from_graph(parted))))


def test_errors_become_shades_and_words() -> None:
    scale = Scale(0.001, 0.1)
    assert [0, 0, 1, 3, 5] == [scale.shade(x) for x in (0.0, 0.001, 0.003, 0.0101, 0.1)]
    assert 0 == Scale(0.01, 0.01).shade(0.01)
    text = device_map(measured())
    assert [
        ("pair e0", "0 - 1; cz error 0.2 %"),
        ("pair e5", "1 - 2; cz error 2 %"),
    ] == tips(text, "pair")
    nodes = tips(text, "node")
    assert "qubit 2; readout error 20 %; one-qubit error 0.03 %; T1 200 µs" == nodes[2][1]
    assert ["n0", "n1", "n5"] == [classes.split()[1] for classes, _ in nodes]
    said = words(parsed(text))
    assert {"two-qubit error", "readout error", "0.2 %", "2 %", "1 %", "20 %"} <= set(said)
    assert "3 qubits, 2 couplings, calibrated 2025-11-03" in said
    plain = device_map(measured(), errors=False)
    assert ["pair plain"] * 2 == [classes for classes, _ in tips(plain, "pair")]


def test_a_mapped_circuit_shows_its_layout_and_traffic() -> None:
    circuit = qc.Circuit(3).cz(0, 1).cz(0, 1).cz(1, 2).swap(1, 2)
    circuit.layouts = ([0, 1], [0, 2])
    text = device_map(measured(), circuit=circuit)
    assert [tip for _, tip in tips(text, "pair")] == [
        "0 - 1; cz error 0.2 %; 2 two-qubit gates",
        "1 - 2; cz error 2 %; 2 two-qubit gates",
    ]
    assert "program qubit 1 at the start" in tips(text, "node")[1][1]
    assert "program qubit 1 at the end" in tips(text, "node")[2][1]
    said = words(parsed(text))
    assert "two-qubit gates, 4 in all (1 SWAP)" in said
    assert "program qubit at the end" in said
    own = device_map("line:3", layout=([2, 1], [2, 1]))
    assert "program qubit" in words(parsed(own))


def test_gates_in_blocks_are_counted_on_the_devices_qubits() -> None:
    circuit = qc.Circuit(3, 1).cx(0, 1)
    with circuit.if_(circuit.bit(0) == 1):
        circuit.cx(1, 2)
    found = tips(device_map("line:3", circuit=circuit), "pair")
    assert ["0 - 1; 1 two-qubit gate", "1 - 2; 1 two-qubit gate"] == [tip for _, tip in found]


@pytest.mark.parametrize(
    ("code", "target", "more"),
    [
        ("QC462", "all:5000", {}),
        ("QC462", qc.Target.from_basis("cx,u"), {}),
        ("QC463", "line:3", {"circuit": qc.Circuit(3).cx(0, 2)}),
        ("QC463", "line:3", {"circuit": qc.Circuit(9).cx(7, 8)}),
        ("QC402", "line:3", {"layout": ([0, 0], [0, 1])}),
        ("QC402", "line:3", {"layout": ([0, 3], [0, 1])}),
    ],
)
def test_what_has_no_map_is_said(code: str, target: object, more: dict[str, object]) -> None:
    with pytest.raises(PipelineError) as caught:
        device_map(target, **more)
    assert code == caught.value.code
