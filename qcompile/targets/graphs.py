# SPDX-License-Identifier: Apache-2.0
"""Targets as networkx graphs, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import PipelineError
from .bases import names_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .target import Target

QUBIT_FIGURES = ("t1_ns", "t2_ns", "readout_error", "measure_ns", "reset_ns")


def to_graph(target: Target) -> Any:
    """Return the coupling graph; see `Target.graph`."""
    import networkx

    if target.num_qubits is None:
        raise PipelineError(
            f"target `{target.name}` has any number of qubits, hence no graph", code="QC418"
        )
    graph: Any = networkx.DiGraph(name=target.name)
    excluded = set(target.excluded)
    facts = target.qubit_facts or [{}] * target.num_qubits
    for qubit in range(target.num_qubits):
        graph.add_node(qubit, **facts[qubit], **({"excluded": True} if qubit in excluded else {}))
    known = target.gate_facts
    for a, b, gates in directed_pairs(target):
        found = [known.get((gate, (a, b))) or known.get((gate, (b, a)), {}) for gate in gates]
        best = min(found, key=lambda figures: figures.get("error", 2.0))
        graph.add_edge(a, b, gates=list(gates), **best)
    return graph


def directed_pairs(target: Target) -> Iterator[tuple[int, int, list[str]]]:
    """Yield every ordered pair with the two-qubit gates it has, symmetric gates both ways round."""
    if target.pairs is None:
        two = [name for name in target.gates if name in names_on(2)]
        n = target.num_qubits or 0
        yield from ((a, b, two) for a in range(n) for b in range(n) if a != b and two)
        return
    directed = names_on(2, directed=True)
    table: dict[tuple[int, int], list[str]] = {}
    for a, b, gates in target.pairs:
        table.setdefault((a, b), []).extend(gates)
        back = [name for name in gates if name not in directed]
        if back:
            table.setdefault((b, a), []).extend(back)
    for (a, b), gates in sorted(table.items()):
        yield a, b, [name for name in target.gates if name in gates]


def from_graph(
    graph: Any, gates: Sequence[str], errors: Mapping[Any, float]
) -> tuple[int, list[tuple[int, int, list[str]]], dict[tuple[str, tuple[int, ...]], dict[str, float]]]:  # fmt: skip
    """Return the number of qubits, the pairs and the gate facts a graph and its errors stand for."""
    two = [name for name in gates if name in names_on(2)]
    nodes = sorted(graph.nodes)
    if nodes != list(range(len(nodes))):
        raise PipelineError("nodes of the coupling graph must be 0..n-1", code="QC418")
    pairs: dict[tuple[int, int], list[str]] = {}
    for a, b in graph.edges:
        if a == b:
            raise PipelineError(f"qubit {a} is coupled with itself", code="QC418")
        pairs[(a, b)] = two
        if not graph.is_directed():
            pairs[(b, a)] = two
    facts: dict[tuple[str, tuple[int, ...]], dict[str, float]] = {}
    for place, error in errors.items():
        on = (place,) if isinstance(place, int) else tuple(place)
        ways = [on] if graph.is_directed() else [on, on[::-1]]
        named = [name for name in gates if name in names_on(len(on))]
        if not any(way in pairs for way in ways) and not (len(on) == 1 and on[0] in graph):
            raise PipelineError(f"an error is given for {on}, which is not coupled", code="QC418")
        facts |= {(name, way): {"error": error} for way in ways for name in named}
    return len(nodes), [(a, b, g) for (a, b), g in sorted(pairs.items())], facts
