# SPDX-License-Identifier: Apache-2.0
"""What a target says of a device: sites, exclusions, calibration; digests, equality, copies, graphs, health."""

from __future__ import annotations

import copy
import hashlib
import math
import pickle
import re

import networkx
import pytest

import qcompile as qc
from qcompile import Target
from qcompile.errors import PipelineError

PAIRS = [(0, 1, ["cz"]), (1, 2, ["cz", "ecr"]), (2, 1, ["ecr"])]
GATE_FACTS = {
    ("rz", (0,)): {"error": 0.0, "duration_ns": 0.0},
    ("sx", (0,)): {"error": 0.001, "duration_ns": 32.0},
    ("sx", (1,)): {"error": 0.25},
    ("cz", (1, 0)): {"error": 0.5, "duration_ns": 68.0},
    ("cz", (1, 2)): {"error": 0.125},
    ("ecr", (2, 1)): {"error": 0.0625, "duration_ns": 90.0},
}
QUBIT_FACTS = [{"t1_ns": 1e5, "t2_ns": 9e4, "readout_error": 0.5}, {}, {"measure_ns": 700.0}]


def device(**changes: object) -> Target:
    """Return a device of three qubits that says a little of everything."""
    said: dict = {
        "sites": [["rz", "sx"], ["rz", "sx"], ["rz", "sx", "x"]],
        "excluded": [2],
        "forbids": ["reset", "barrier"],
        "gate_facts": GATE_FACTS,
        "qubit_facts": QUBIT_FACTS,
        "source": "invented",
        "calibrated": "2025-11-01",
        **changes,
    }
    ranges = {"rzz": (0.0, math.pi / 2)}
    return Target("device", ["rz", "sx", "x", "cz", "ecr", "rzz"], 3, PAIRS, ranges, **said)


def test_what_was_given_can_be_read_back() -> None:
    target = device()
    assert [{"rz", "sx"}, {"rz", "sx"}, {"rz", "sx", "x"}] == [set(s) for s in target.sites]
    assert ([2], ["barrier", "reset"]) == (target.excluded, target.forbids)
    assert {**{k: v for k, v in GATE_FACTS.items() if k[1] != (1, 0)},
            ("cz", (0, 1)): {"error": 0.5, "duration_ns": 68.0}} == target.gate_facts  # fmt: skip
    assert target.qubit_facts == QUBIT_FACTS
    assert ("invented", "2025-11-01") == (target.source, target.calibrated)
    assert [("rzz", 0.0, math.pi / 2)] == target.ranges


def test_an_ideal_target_says_nothing_of_all_this() -> None:
    target = Target.from_basis("cz,rz,sx")
    assert (None, [], [], {}, None) == (
        target.sites,
        target.excluded,
        target.forbids,
        target.gate_facts,
        target.qubit_facts,
    )
    assert target.calibration_sha256() is None


def test_sites_that_are_all_alike_are_no_sites() -> None:
    alike = Target("t", ["rz", "sx", "cz"], 2, sites=[["rz", "sx"], ["sx", "rz"]])
    assert alike.sites is None
    assert alike == Target("t", ["rz", "sx", "cz"], 2)


def test_gates_of_a_site_or_pair_are_native() -> None:
    target = Target("t", [], 2, [(0, 1, ["cz"])], sites=[["rz"], ["sx"]])
    assert {"cz", "rz", "sx"} == set(target.gates)
    assert target.first_foreign(qc.Circuit(2).rz(0.1, 0).sx(1).cz(1, 0)) is None
    assert target.first_foreign(qc.Circuit(2).sx(0)) is not None


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        ({"sites": [["rz"]]}, "QC418", "gates are given for 1 qubits of 3"),
        ({"sites": [["cz"], [], []]}, "QC418", "`cz` does not act on one qubit"),
        ({"sites": [["nosuch"], [], []]}, "QC406", "no native gate is called `nosuch`"),
        ({"excluded": [3]}, "QC418", "there is no qubit 3 to exclude"),
        ({"forbids": ["gates"]}, "QC416", "no device forbids `gates`"),
        ({"gate_facts": {("sx", (3,)): {"error": 0.1}}}, "QC418", "there is no `sx` on qubit 3"),
        ({"gate_facts": {("sx", (0, 1)): {"error": 0.1}}}, "QC418", "there is no `sx` on (0, 1)"),
        ({"gate_facts": {("sx", (0,)): {"error": 1.5}}}, "QC417", "error rate of `sx` 1.5 is not between 0 and 1"),
        ({"gate_facts": {("sx", (0,)): {"error": math.nan}}}, "QC417", "NaN is not between 0 and 1"),
        ({"gate_facts": {("sx", (0,)): {"duration_ns": -1.0}}}, "QC417", "is not a time of 0 or more nanoseconds"),
        ({"gate_facts": {("sx", (0,)): {"duration_ns": math.inf}}}, "QC417", "inf is not a time"),
        (
            {"gate_facts": {("cz", (0, 1)): {"error": 0.1}, ("cz", (1, 0)): {"error": 0.2}}},
            "QC419",
            "`cz` on (0, 1) has two different figures",
        ),
        ({"qubit_facts": [{}]}, "QC418", "figures are given for 1 qubits"),
        ({"qubit_facts": [{"t1_ns": 0.0}, {}, {}]}, "QC417", "T1 0 is not a time above 0 nanoseconds"),
        ({"qubit_facts": [{"readout_error": -0.1}, {}, {}]}, "QC417", "readout error -0.1"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(changes: dict, code: str, message: str) -> None:
    with pytest.raises(PipelineError, match=re.escape(message)) as caught:
        device(**changes)
    assert code == caught.value.code


def test_equal_targets_say_the_same() -> None:
    assert device() == device()
    assert hash(device()) == hash(device())
    assert device().sha256() == device().sha256()
    assert device() != "device"


@pytest.mark.parametrize(
    "changes",
    [
        {"sites": None},
        {"excluded": []},
        {"forbids": []},
        {"gate_facts": None},
        {"qubit_facts": None},
        {"source": None},
        {"calibrated": None},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_every_fact_counts_for_equality_and_digest(changes: dict) -> None:
    assert device() != device(**changes)
    assert device().sha256() != device(**changes).sha256()


def test_the_calibration_has_a_digest_of_its_own() -> None:
    digest = device().calibration_sha256()
    assert digest == device(excluded=[], forbids=[], sites=None).calibration_sha256()
    assert digest != device(gate_facts=None).calibration_sha256()
    assert digest != device(qubit_facts=None).calibration_sha256()
    # Pinned: a digest in a report of last year must mean the same today.
    small = Target("t", ["x"], 1, gate_facts={("x", (0,)): {"error": 0.5}})
    said = b"([('x', 0, 0, 0.5, None)], [])"
    assert hashlib.sha256(said).hexdigest() == small.calibration_sha256()


def test_copies_are_equal() -> None:
    target = device()
    assert target == pickle.loads(pickle.dumps(target))
    assert target == copy.deepcopy(target)
    assert re.fullmatch(
        r"<Target 'device', [a-z,]+, 3 qubits, 2 couplings, 1 excluded, calibrated 2025-11-01>",
        repr(target),
    )


def test_without_excludes_and_leaves_the_rest() -> None:
    target = device()
    assert [0, 2] == target.without([0, 2]).excluded
    assert device(excluded=[0, 2]) == target.without([0])
    assert [2] == target.excluded
    with pytest.raises(PipelineError, match="no qubit 7"):
        target.without([7])


def test_health_is_the_product_of_three_fidelities() -> None:
    # Qubit 0: readout 0.5, sx 0.999 (rz costs nothing and does not count), cz 0.5 with qubit 1.
    # Qubit 1: sx 0.75; qubit 2 is excluded, so cz with qubit 0. Qubit 2: ecr with qubit 1, nothing else known.
    assert [0.999 * 0.5 * 0.5, 0.75 * 0.5, 0.9375] == device().health()
    assert [0.999 * 0.5 * 0.5, 0.75 * 0.9375, 0.9375] == device(excluded=[]).health()
    assert [1.0, 1.0] == Target("t", ["cz", "rz"], 2).health()


def test_healthy_excludes_what_is_below() -> None:
    target = device(excluded=[])
    assert [] == target.healthy(0.0).excluded
    assert [0] == target.healthy(0.75 * 0.9375).excluded
    assert [0, 1] == target.healthy(0.9375).excluded
    assert [0, 1, 2] == target.healthy(1.0).excluded
    with pytest.raises(PipelineError, match="between 0 and 1"):
        target.healthy(1.5)


@pytest.mark.parametrize("error", [0.0, 1.0])
def test_error_rates_of_nothing_but_0_or_1(error: float) -> None:
    facts = {(g, q): {"error": error} for g, q in [("sx", (0,)), ("sx", (1,)), ("cz", (0, 1))]}
    target = Target("t", ["sx", "rz", "cz"], 2, [(0, 1, ["cz"])], gate_facts=facts)
    assert [1.0 if error == 0.0 else 0.0] * 2 == target.health()
    assert [] == target.healthy(0.0).excluded
    assert {"gates": ["cz"], "error": error} == target.graph().edges[0, 1]


def test_graph_has_the_figures() -> None:
    graph = device().graph()
    assert isinstance(graph, networkx.DiGraph)
    assert {"t1_ns": 1e5, "t2_ns": 9e4, "readout_error": 0.5} == graph.nodes[0]
    assert {"measure_ns": 700.0, "excluded": True} == graph.nodes[2]
    assert [(0, 1), (1, 0), (1, 2), (2, 1)] == sorted(graph.edges)
    assert {"gates": ["cz"], "error": 0.5, "duration_ns": 68.0} == graph.edges[1, 0]
    both = graph.edges[2, 1]
    assert ({"cz", "ecr"}, 0.0625, 90.0) == (set(both["gates"]), both["error"], both["duration_ns"])


def test_graphs_of_generic_targets() -> None:
    complete = Target.from_name("all:4", "cz,rz,sx").graph()
    assert (4, 12) == (complete.number_of_nodes(), complete.number_of_edges())
    with pytest.raises(PipelineError, match="any number of qubits"):
        Target.from_basis("cz,rz").graph()


def test_a_graph_with_errors() -> None:
    target = Target.from_graph(networkx.path_graph(3), "cx,rz,sx", errors={(0, 1): 0.25, 2: 0.5})
    assert {
        ("cx", (0, 1)): {"error": 0.25},
        ("cx", (1, 0)): {"error": 0.25},
        ("rz", (2,)): {"error": 0.5},
        ("sx", (2,)): {"error": 0.5},
    } == target.gate_facts
    with pytest.raises(PipelineError, match="not coupled"):
        Target.from_graph(networkx.path_graph(3), "cx,rz,sx", errors={(0, 2): 0.25})
    with pytest.raises(PipelineError, match="between 0 and 1"):
        Target.from_graph(networkx.path_graph(3), "cx,rz,sx", errors={(0, 1): -0.25})
