# SPDX-License-Identifier: Apache-2.0
"""The devices that come with the package: sizes, couplings, gates, and where an SDK is there, equal to it."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path

import networkx
import pytest

from qcompile import Target
from qcompile.targets import shipped

QUARTER = {"rzz": (0.0, math.pi / 2)}
#: name: qubits, couplings, most neighbours, gates, excluded, ranges
DEVICES = {
    "aqt-ibex": (12, 66, 11, "rz r rxx", [], {"r": (0.0, math.pi), "rxx": (0.0, math.pi / 2)}),
    "google-willow": (105, 182, 4, "rz phxz cz", [], {}),
    "ibm-eagle-r3": (127, 144, 3, "id x sx rz ecr", [], {}),
    "ibm-heron-r1": (133, 150, 3, "id x sx rx rz cz rzz", [], QUARTER),
    "ibm-heron-r2": (156, 176, 3, "id x sx rx rz cz rzz", [], QUARTER),
    "ibm-heron-r3": (156, 176, 3, "id x sx rx rz cz rzz", [], QUARTER),
    "ibm-nighthawk-r1": (120, 218, 4, "id x sx rz cz", [], {}),
    "ionq-forte": (36, 630, 35, "gpi gpi2 rzz", [], {}),
    "iqm-emerald": (54, 90, 4, "r cz", [], {}),
    "iqm-garnet": (20, 30, 4, "r cz", [], {}),
    "oqc-lucy": (8, 8, 2, "x sx rz ecr", [], {}),
    "quantinuum-h2": (56, 1540, 55, "rz r rzz", [], {}),
    "quantinuum-helios": (98, 4753, 97, "rz r rzz", [], {}),
    "rigetti-ankaa-3": (84, 138, 4, "x sx sxdg rz iswap", [42, 48], {}),
}
FOLDER = Path(shipped.__file__).parent / "devices"


def couplings(target: Target) -> set[tuple[int, int]]:
    return {(min(a, b), max(a, b)) for a, b in target.graph().edges}


def test_the_list_is_complete():
    assert sorted(DEVICES) == list(shipped.device_names())


@pytest.mark.parametrize("name", DEVICES)
def test_a_device_is_as_published(name):
    qubits, couplers, degree, gates, excluded, ranges = DEVICES[name]
    target = Target.from_name(name)
    graph = networkx.Graph(sorted(couplings(target)))
    assert (name, qubits, couplers) == (target.name, target.num_qubits, len(couplings(target)))
    assert degree == max(d for _, d in graph.degree)
    assert gates.split() == target.gates
    assert excluded == target.excluded
    assert ranges == {gate: (low, high) for gate, low, high in target.ranges}
    assert target.source


@pytest.mark.parametrize("name", DEVICES)
def test_a_device_is_of_one_piece_and_universal(name):
    target = Target.from_name(name)
    graph = networkx.Graph(sorted(couplings(target)))
    assert networkx.is_connected(graph)
    assert set(range(target.num_qubits)) - set(target.excluded) == set(graph.nodes)
    assert target.is_universal()


@pytest.mark.parametrize("name", DEVICES)
def test_no_device_brings_errors_of_a_snapshot(name):
    target = Target.from_name(name)
    assert not any("error" in facts for facts in target.gate_facts.values())
    assert not any({"t1_ns", "t2_ns", "readout_error"} & set(q) for q in target.qubit_facts or [])
    assert (target.calibration_sha256() is not None) == (name == "google-willow")


@pytest.mark.parametrize("name", DEVICES)
def test_a_file_is_as_it_would_be_written(name):
    text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert text == Target.from_name(name).to_json()


def test_durations_of_willow_are_those_of_its_specification():
    target = Target.from_name("google-willow")
    assert {"duration_ns": 42.0} == target.gate_facts["cz", (0, 1)]
    assert {"duration_ns": 25.0} == target.gate_facts["phxz", (104,)]
    assert {"measure_ns": 600.0, "reset_ns": 160.0} == target.qubit_facts[0]


def test_what_is_forbidden():
    forbidden = {name: sorted(Target.from_name(name).forbids) for name in DEVICES}
    at_the_end = ["control-flow", "mid-circuit-measurement", "reset"]
    expected = {"aqt-ibex": ["barrier", *at_the_end], "ionq-forte": at_the_end}
    assert expected == {name: words for name, words in forbidden.items() if words}


def test_one_way_gates_run_one_way():
    lucy = Target.from_name("oqc-lucy")
    assert [(0, 1), (0, 7), (1, 2), (2, 3), (4, 3), (4, 5), (6, 5), (7, 6)] == [
        (a, b) for a, b, _ in lucy.pairs
    ]
    eagle = {(a, b) for a, b, _ in Target.from_name("ibm-eagle-r3").pairs}
    assert 144 == len(eagle)
    assert not eagle & {(b, a) for a, b in eagle}


def test_devices_equal_what_the_packages_say(root):
    """Whatever of the SDK packages is installed; all of them by hand, see the script."""
    spec = importlib.util.spec_from_file_location("device_data", root / "docs" / "device_data.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert sorted(DEVICES) == sorted(script.DEVICES)
    for name, build in script.DEVICES.items():
        try:
            built = build()
        except ImportError:
            continue
        assert Target.from_name(name).pairs == built.pairs, name
        assert Target.from_name(name).gates == built.gates, name
