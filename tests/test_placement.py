# SPDX-License-Identifier: Apache-2.0
"""Places found by subgraph search, judged by networkx."""

from __future__ import annotations

import random

import networkx as nx
import pytest

from qcompile._native import find_places

STEPS = 200_000


def places(pattern: nx.Graph, device: nx.Graph, fixed=(), excluded=(), steps: int = STEPS):
    """Return what the engine finds, judged."""
    found, exhausted, taken = find_places(
        pattern.number_of_nodes(),
        list(pattern.edges),
        list(device.edges),
        device.number_of_nodes(),
        fixed=list(fixed),
        excluded=list(excluded),
        steps=steps,
    )
    assert taken <= steps
    if found is not None:
        assert len(set(found)) == len(found) == pattern.number_of_nodes()
        assert not set(found) & set(excluded)
        assert all(device.has_edge(found[a], found[b]) for a, b in pattern.edges)
        assert all(f is None or f == found[q] for q, f in enumerate(fixed))
    return found, exhausted


def expected(pattern: nx.Graph, device: nx.Graph, fixed, excluded) -> bool:
    """Whether networkx finds a monomorphism that keeps the fixed places."""
    free = device.subgraph(set(device) - set(excluded))
    colours = {f: q for q, f in enumerate(fixed) if f is not None}
    if len(colours) < sum(f is not None for f in fixed):
        return False
    host = nx.Graph(free.edges)
    host.add_nodes_from((h, {"held": colours.get(h)}) for h in free)
    wanted = nx.Graph(pattern.edges)
    wanted.add_nodes_from(
        (q, {"held": q if q < len(fixed) and fixed[q] is not None else None}) for q in pattern
    )
    matcher = nx.algorithms.isomorphism.GraphMatcher(
        host, wanted, lambda h, q: q["held"] is None or q["held"] == h["held"]
    )
    return any(True for _ in matcher.subgraph_monomorphisms_iter())


@pytest.mark.parametrize("seed", range(40))
def test_found_exactly_where_networkx_finds(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(10):
        device = rng.choice(
            [
                nx.gnp_random_graph(
                    rng.randint(4, 9), rng.choice([0.2, 0.4, 0.7]), seed=rng.randrange(10**9)
                ),
                nx.convert_node_labels_to_integers(nx.grid_2d_graph(2, rng.randint(2, 4))),
                nx.cycle_graph(rng.randint(4, 9)),
            ]
        )
        n = rng.randint(1, min(7, len(device)))
        pattern = rng.choice(
            [
                nx.gnp_random_graph(n, rng.choice([0.1, 0.3, 0.6]), seed=rng.randrange(10**9)),
                nx.path_graph(n),
                nx.star_graph(n - 1),
            ]
        )
        fixed = [rng.randrange(len(device)) if rng.random() < 0.15 else None for _ in range(n)]
        excluded = [q for q in device if rng.random() < 0.1]
        found, exhausted = places(pattern, device, fixed, excluded)
        assert (found is not None) == expected(pattern, device, fixed, excluded)
        assert found is not None or exhausted


def test_lines_that_take_nearly_all_of_a_grid() -> None:
    grid = nx.convert_node_labels_to_integers(nx.grid_2d_graph(10, 10))
    for n in (64, 99, 100):
        assert places(nx.path_graph(n), grid, steps=2_000)[0] is not None
    assert places(nx.cycle_graph(100), grid, steps=2_000)[0] is not None
    assert places(nx.cycle_graph(99), grid, steps=2_000) == (None, True)


@pytest.mark.parametrize("seed", range(20))
def test_planted_patterns_are_found(seed: int) -> None:
    rng = random.Random(seed)
    device = nx.convert_node_labels_to_integers(
        nx.grid_2d_graph(rng.randint(4, 7), rng.randint(4, 7))
    )
    kept = rng.sample(sorted(device), len(device) - rng.randint(0, 4))
    number = {h: q for q, h in enumerate(kept)}
    pattern = nx.Graph()
    pattern.add_nodes_from(range(len(kept)))
    pattern.add_edges_from(
        (number[a], number[b]) for a, b in device.subgraph(kept).edges if rng.random() < 0.8
    )
    assert places(pattern, device)[0] is not None
