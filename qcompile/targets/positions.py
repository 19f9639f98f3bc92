# SPDX-License-Identifier: Apache-2.0
"""Where to draw a device's qubits: lattices by their rows, lines, rings and grids as they are, others flat."""

from __future__ import annotations

from collections import deque
from math import cos, isqrt, pi, sin
from typing import TYPE_CHECKING

from .generic import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .target import Target

    Point = tuple[float, float]
    Edges = list[tuple[int, int]]

#: Longer lines are drawn to and fro.
_STRAIGHT = 16
#: Most qubits on a circle without couplings; more stand in a block.
_CIRCLE = 40
#: A graph with more qubits, and no lattice, stands in a block: laying it out well would take too long.
_LAID_OUT = 200


def couplings(target: Target) -> Edges:
    """Return the coupled pairs, either direction once, lower qubit first; none where every pair is coupled."""
    return sorted({(min(a, b), max(a, b)) for a, b, _ in target.pairs or ()})


def positions(target: Target) -> list[Point]:
    """Return where to draw each qubit, neighbours about 1 apart, y downwards; empty for any number of qubits.

    Examples
    --------
    >>> from qcompile import Target
    >>> positions(Target.from_name("grid:2x2"))
    [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
    """
    count = target.num_qubits or 0
    edges = couplings(target)
    if not edges:
        found = _circle(count) if count <= _CIRCLE else _block(count)
    else:
        found = (
            _generic(target.name, count)
            or lattice(count, edges)
            or _path(count, edges)
            or _with_gaps(count, edges)
            or _flat(count, edges)
        )
    left = min((x for x, _ in found), default=0.0)
    top = min((y for _, y in found), default=0.0)
    # Rounded: the last digits of a layout are the machine's, not ours.
    return [(round(x - left, 3), round(y - top, 3)) for x, y in found]


def _generic(name: str, count: int) -> list[Point] | None:
    """Return the places of a generic form that says itself how it is drawn."""
    kind, _, size = name.lower().partition(":")
    if kind == "grid" and kind in FORMS:
        columns = int(size.split("x")[1])
        return [(float(q % columns), float(q // columns)) for q in range(count)]
    if kind == "ring":
        return _circle(count)
    return None


def _circle(count: int) -> list[Point]:
    """Return points on a circle, the first on top, neighbours 1 apart."""
    if count < 3:
        return [(float(q), 0.0) for q in range(count)]
    radius = 0.5 / sin(pi / count)
    angles = [2 * pi * q / count for q in range(count)]
    return [(radius * sin(angle), -radius * cos(angle)) for angle in angles]


def _block(count: int) -> list[Point]:
    columns = max(isqrt(2 * count), 1)
    return [(float(q % columns), float(q // columns)) for q in range(count)]


def _path(count: int, edges: Edges) -> list[Point] | None:
    """Return the places of one line or one ring through all qubits; None for anything else."""
    near = _neighbours(count, edges)
    if len(edges) not in (count - 1, count) or max(map(len, near)) > 2:
        return None
    start = next((q for q in range(count) if len(near[q]) == 1), 0)
    order, seen = [start], {start}
    while True:
        on = next((q for q in near[order[-1]] if q not in seen), None)
        if on is None:
            break
        order.append(on)
        seen.add(on)
    if len(order) < count:
        return None
    if len(edges) == count:
        places = _circle(count)
    else:
        width = count if count <= _STRAIGHT else max(isqrt(2 * count), 1)
        rows = [divmod(k, width) for k in range(count)]
        places = [(float(c if r % 2 == 0 else width - 1 - c), float(r)) for r, c in rows]
    at = dict(zip(order, places, strict=True))
    return [at[q] for q in range(count)]


def lattice(count: int, edges: Edges) -> list[Point] | None:
    """Return the places of a square or heavy-hex lattice whose qubits are numbered row by row; None for others.

    Consecutive qubits that are coupled are a piece of a row. Every other coupling leads one row down, straight. That
    fixes all places up to the pieces' first; where it leads to a contradiction, the device is no such lattice.
    """
    joined = set(edges)
    piece, column = [0] * count, [0] * count
    for q in range(1, count):
        same = (q - 1, q) in joined
        piece[q] = piece[q - 1] + (not same)
        column[q] = column[q - 1] + 1 if same else 0
    down = [(piece[a], piece[b], column[a] - column[b]) for a, b in edges if piece[a] != piece[b]]
    if not down or piece[-1] == count - 1:
        return None
    steps: dict[int, list[tuple[int, int, int]]] = {}
    for above, below, shift in down:
        steps.setdefault(above, []).append((below, shift, 1))
        steps.setdefault(below, []).append((above, -shift, -1))
    at = {0: (0, 0)}
    queue = deque(at)
    while queue:
        here = queue.popleft()
        x, y = at[here]
        for there, shift, step in steps.get(here, ()):
            if there not in at:
                at[there] = x + shift, y + step
                queue.append(there)
    if len(at) <= piece[-1]:
        return None
    straight = all(
        at[below] == (at[above][0] + shift, at[above][1] + 1) for above, below, shift in down
    )
    points = [(float(at[piece[q]][0] + column[q]), float(at[piece[q]][1])) for q in range(count)]
    return points if straight and len(set(points)) == count else None


def _with_gaps(count: int, edges: Edges) -> list[Point] | None:
    """Return the places of a grid numbered row by row that lacks couplings; None for others."""
    widths = {b - a for a, b in edges} - {1}
    if len(widths) != 1:
        return None
    width = widths.pop()
    if any(b - a == 1 and b % width == 0 for a, b in edges):
        return None
    return [(float(q % width), float(q // width)) for q in range(count)]


def _flat(count: int, edges: Edges) -> list[Point]:
    """Return places of any graph: planar where it is, its parts beside each other."""
    if count > _LAID_OUT:
        return _block(count)
    import networkx

    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(edges)
    found: list[Point] = [(0.0, 0.0)] * count
    right = 0.0
    for part in sorted(networkx.connected_components(graph), key=min):
        points = _part(networkx, graph.subgraph(sorted(part)))
        low = min(x for x, _ in points.values())
        for q, (x, y) in points.items():
            found[q] = (x - low + right, y)
        right += 1.0 + max(x for x, _ in points.values()) - low
    return found


def _part(networkx: object, graph: object) -> dict[int, Point]:
    """Lay out one connected part: springs as long as paths, from a planar start where there is one."""
    nodes: Sequence[int] = sorted(graph.nodes)  # type: ignore[attr-defined]
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    planar, _ = networkx.check_planarity(graph)  # type: ignore[attr-defined]
    start = networkx.planar_layout(graph) if planar and len(nodes) > 3 else networkx.circular_layout(graph)  # type: ignore[attr-defined] # fmt: skip
    places = networkx.kamada_kawai_layout(graph, pos=start)  # type: ignore[attr-defined]
    lengths = [_distance(places[a], places[b]) for a, b in graph.edges]  # type: ignore[attr-defined]
    nearest = min(_distance(places[a], places[b]) for k, a in enumerate(nodes) for b in nodes[:k])
    # So large that neighbours are 1 apart on average, and no two qubits touch.
    scale = max(len(lengths) / sum(lengths), 0.7 / max(nearest, 1e-3))
    return {q: (float(places[q][0]) * scale, float(places[q][1]) * scale) for q in nodes}


def _distance(a: Sequence[float], b: Sequence[float]) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def _neighbours(count: int, edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    near: list[list[int]] = [[] for _ in range(count)]
    for a, b in edges:
        near[a].append(b)
        near[b].append(a)
    return near
