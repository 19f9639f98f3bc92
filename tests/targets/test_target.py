# SPDX-License-Identifier: Apache-2.0
"""Targets: generic forms, pairs, directions, ranges, inference."""

from __future__ import annotations

import networkx
import pytest

from qcompile import Circuit, Target
from qcompile.errors import QCompileError


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("line:3", [(0, 1), (1, 2)]),
        ("ring:4", [(0, 1), (0, 3), (1, 2), (2, 3)]),
        ("ring:2", [(0, 1)]),
        ("grid:2x3", [(0, 1), (0, 3), (1, 2), (1, 4), (2, 5), (3, 4), (4, 5)]),
    ],
)
def test_generic_couplings(name, pairs):
    target = Target.from_name(name, "cz,rz,sx,x")
    assert [(a, b) for a, b, _ in target.pairs] == pairs
    both = Target.from_name(name, "cx,rz,sx,x")
    assert sorted({(min(a, b), max(a, b)) for a, b, _ in both.pairs}) == pairs
    assert len(both.pairs) == 2 * len(pairs)


def test_all_to_all_has_a_size_and_no_pairs():
    target = Target.from_name("all:5")
    assert (target.num_qubits, target.pairs) == (5, None)


@pytest.mark.parametrize("name", ["line:0", "line:", "line:2x2", "star:5", "grid:3", "../x.json"])
def test_unknown_names_say_what_there_is(name):
    with pytest.raises(QCompileError, match="no target is called"):
        Target.from_name(name)


def test_unknown_gates_are_named():
    with pytest.raises(QCompileError, match="`czz`"):
        Target.from_basis("czz,rz")


def test_graphs():
    target = Target.from_graph(networkx.cycle_graph(3), basis="cz,rz,sx")
    assert target.first_foreign(Circuit(3).cz(0, 2)) is None
    directed = Target.from_graph(networkx.DiGraph([(0, 1)]), basis="cx,rz,sx")
    assert directed.first_foreign(Circuit(2).cx(0, 1)) is None
    assert directed.first_foreign(Circuit(2).cx(1, 0)) is not None
    with pytest.raises(QCompileError, match="itself"):
        Target.from_graph(networkx.Graph([(0, 0)]), basis="cx,rz")


def test_ranges():
    target = Target("t", ["rzz", "rz", "sx"], ranges={"rzz": (0.0, 1.5707963267948966)})
    assert target.first_foreign(Circuit(2).rzz(0.3, 0, 1)) is None
    assert target.first_foreign(Circuit(2).rzz(-0.3, 0, 1)) is not None


def test_a_coupling_is_a_pair_of_its_qubits():
    with pytest.raises(QCompileError, match=r"\(0, 5\)"):
        Target("t", ["cx"], 2, [(0, 5, ["cx"])])


@pytest.mark.parametrize(
    ("build", "gates"),
    [
        (lambda c: c.h(0).t(0).cx(0, 1), {"cx", "h", "s", "sdg", "t", "tdg", "z"}),
        (lambda c: c.u(0.1, 0.2, 0.3, 0).cx(0, 1), {"cx", "u"}),
        (lambda c: c.h(0).cx(0, 1), {"cx", "rz", "sx", "x"}),
        (lambda c: c.rx(0.1, 0).rz(0.2, 0), {"cx", "rz", "sx", "x"}),
        (lambda c: c.rx(0.1, 0).rz(0.2, 0).cz(0, 1), {"cz", "rx", "rz"}),
    ],
)
def test_the_inputs_gates_are_kept_where_they_are_universal(build, gates):
    assert set(Target.like(build(Circuit(2))).gates) == gates
