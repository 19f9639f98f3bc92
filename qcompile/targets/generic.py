# SPDX-License-Identifier: Apache-2.0
"""Generic couplings by name: ``all:N``, ``line:N``, ``ring:N``, ``grid:RxC``, ``heavy-hex:D``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .bases import names_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Edges = list[tuple[int, int]]

#: More qubits than these are a slip of the finger.
MOST_QUBITS = 10**7


class Form(NamedTuple):
    """One generic form.

    Parameters
    ----------
    pattern : str
        How it is written.
    help : str
        What it is.
    sizes : int
        How many numbers it takes.
    qubits : callable
        The number of qubits for these sizes, 0 for sizes it does not have.
    edges : callable or None
        Its couplings, lower qubit first, sorted; None where every pair is coupled.
    """

    pattern: str
    help: str
    sizes: int
    qubits: Callable[..., int]
    edges: Callable[..., Edges] | None


def _line(n: int) -> Edges:
    return [(i, i + 1) for i in range(n - 1)]


def _ring(n: int) -> Edges:
    return sorted(_line(n) + ([(0, n - 1)] if n > 2 else []))


def _grid(rows: int, columns: int) -> Edges:
    at = [(r, c) for r in range(rows) for c in range(columns)]
    right = [(r * columns + c, r * columns + c + 1) for r, c in at if c + 1 < columns]
    down = [(r * columns + c, (r + 1) * columns + c) for r, c in at if r + 1 < rows]
    return sorted(right + down)


def _heavy_hex(d: int) -> Edges:
    """Return the heavy-hex lattice of odd distance d.

    d rows of 2 d - 1 qubits each; between rows r and r + 1 stand (d + 1) / 2 qubits that couple the columns
    0, 3, 7, 11, ..., 2 d - 3 of both rows where r is even, and 1, 5, 9, ..., 2 d - 5, 2 d - 2 where r is odd. Numbers
    run as one reads: row 0, the qubits below it, row 1, and so on.
    """
    width, below = 2 * d - 1, (d + 1) // 2
    edges = []
    for r in range(d):
        start = r * (width + below)
        edges += [(start + c, start + c + 1) for c in range(width - 1)]
        if r == d - 1:
            break
        columns = [0, *range(3, width, 4)] if r % 2 == 0 else [*range(1, width - 1, 4), width - 1]
        for k, column in enumerate(columns):
            between = start + width + k
            edges += [(start + column, between), (between, start + width + below + column)]
    return sorted(edges)


def _heavy_hex_size(d: int) -> int:
    return (5 * d * d - 2 * d - 1) // 2 if d % 2 else 0


FORMS: dict[str, Form] = {
    "all": Form("all:N", "every pair coupled", 1, lambda n: n, None),
    "line": Form("line:N", "each qubit with the next", 1, lambda n: n, _line),
    "ring": Form("ring:N", "a line with its ends coupled", 1, lambda n: n, _ring),
    "grid": Form("grid:RxC", "R rows of C qubits, numbered row by row", 2, lambda r, c: r * c, _grid),
    "heavy-hex": Form(
        "heavy-hex:D",
        "the heavy-hex lattice of odd distance D, (5D^2-2D-1)/2 qubits",
        1,
        _heavy_hex_size,
        _heavy_hex,
    ),
}  # fmt: skip


def parse(name: str) -> tuple[int, Edges | None] | None:
    """Return the number of qubits and the couplings a name stands for; None if it is no generic form.

    Examples
    --------
    >>> parse("ring:3")
    (3, [(0, 1), (0, 2), (1, 2)])
    >>> parse("heavy-hex:7")[0], parse("heavy-hex:4")
    (115, None)
    """
    kind, colon, size = name.lower().partition(":")
    form = FORMS.get(kind)
    parts = size.split("x")
    if not colon or form is None or len(parts) != form.sizes:
        return None
    if not all(part.isascii() and part.isdigit() and len(part) < 9 for part in parts):
        return None
    sizes = [int(part) for part in parts]
    if min(sizes) < 1 or not 0 < form.qubits(*sizes) <= MOST_QUBITS:
        return None
    return form.qubits(*sizes), form.edges(*sizes) if form.edges else None


def both_ways(
    edges: Iterable[tuple[int, int]], gates: Sequence[str]
) -> list[tuple[int, int, list[str]]]:
    """Return the pairs of a target whose couplings carry these two-qubit gates in both directions."""
    two = [name for name in gates if name in names_on(2)]
    directed = [name for name in two if name in names_on(2, directed=True)]
    if not two:
        return []
    forward = [(a, b, two) for a, b in edges]
    return forward + ([(b, a, directed) for a, b, _ in forward] if directed else [])
