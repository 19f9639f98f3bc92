# SPDX-License-Identifier: Apache-2.0
"""Generic forms: their graphs, and the answer to a wrong name."""

from __future__ import annotations

import networkx
import pytest

from qcompile import Target
from qcompile.errors import PipelineError


def couplings(name: str) -> networkx.Graph:
    """Return the undirected coupling graph of a target."""
    target = Target.from_name(name, "cz,rz,sx")
    graph = networkx.Graph((a, b) for a, b, _ in target.pairs or ())
    graph.add_nodes_from(range(target.num_qubits or 0))
    return graph


@pytest.mark.parametrize("distance", [1, 3, 5, 7, 21])
def test_heavy_hex_has_the_size_it_should(distance: int) -> None:
    graph = couplings(f"heavy-hex:{distance}")
    qubits = (5 * distance**2 - 2 * distance - 1) // 2
    assert qubits == graph.number_of_nodes()
    # 2 d - 2 along each of d rows; (d + 1) / 2 qubits, each with two, between them.
    assert (distance - 1) * (3 * distance + 1) == graph.number_of_edges()
    assert networkx.is_connected(graph)
    assert max(dict(graph.degree).values()) <= 3


def test_heavy_hex_is_numbered_as_one_reads() -> None:
    row_0 = [(0, 1), (1, 2), (2, 3), (3, 4)]
    row_1 = [(7, 8), (8, 9), (9, 10), (10, 11)]
    row_2 = [(14, 15), (15, 16), (16, 17), (17, 18)]
    below_0 = [(0, 5), (5, 7), (3, 6), (6, 10)]
    below_1 = [(8, 12), (12, 15), (11, 13), (13, 18)]
    pairs = [(a, b) for a, b, _ in Target.from_name("heavy-hex:3", "cz,rz,sx").pairs]
    assert sorted(row_0 + row_1 + row_2 + below_0 + below_1) == pairs


@pytest.mark.parametrize("distance", [3, 5, 7])
def test_heavy_hex_is_the_one_of_qiskit(distance: int) -> None:
    transpiler = pytest.importorskip("qiskit.transpiler")
    theirs = networkx.Graph(list(transpiler.CouplingMap.from_heavy_hex(distance).get_edges()))
    assert networkx.is_isomorphic(theirs, couplings(f"heavy-hex:{distance}"))


def test_case_does_not_matter() -> None:
    assert Target.from_name("heavy-hex:3") == Target.from_name("Heavy-Hex:3")


def test_directed_gates_go_both_ways() -> None:
    target = Target.from_name("heavy-hex:3", "cx,rz,sx")
    assert 2 * couplings("heavy-hex:3").number_of_edges() == len(target.pairs or ())


@pytest.mark.parametrize(
    ("name", "help"),
    [
        ("heavy-hex:4", "did you mean heavy-hex:D"),
        ("heavyhex:3", "did you mean heavy-hex:D"),
        ("heavy-hex", "did you mean heavy-hex:D"),
        ("gird:3x3", "did you mean grid:RxC"),
        ("grid:9", "did you mean grid:RxC"),
        ("lin:5", "did you mean line:N"),
        ("line:-5", "did you mean line:N"),
        ("line:٣", "did you mean line:N"),
        ("line:99999999", "did you mean line:N"),
        ("ring:1e3", "did you mean ring:N"),
        ("ibm-heron", "did you mean ibm-heron-r3, ibm-heron-r2 or ibm-heron-r1? generic targets"),
        ("nothing near", "generic targets are all:N, line:N, ring:N, grid:RxC and heavy-hex:D"),
        ("", "generic targets are"),
        ("../x.json", "generic targets are"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(name: str, help: str) -> None:
    with pytest.raises(PipelineError) as caught:
        Target.from_name(name)
    assert ("QC406", True) == (caught.value.code, (caught.value.help or "").startswith(help))
