# SPDX-License-Identifier: Apache-2.0
"""The goals of `folding` again: qubits renumbered, commuting gates exchanged, and circuits that are in no corpus."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from ..folding import FOLDERS, HEAD, SIDES, Row, rows
from ..workloads import VARIANTS, suite
from . import folding
from .figure import Figure

#: PyZX finds on a variant what quizx finds, a thousand times later.
VARIANT_SIDES = tuple(side for side in SIDES if side != FOLDERS[0])


def measure(
    folder: Path, *, limit: float, repeat: int, only: Collection[str] = (), most: int | None = None
) -> Iterator[Figure]:
    """Print one row a circuit as it comes, suite by suite, then yield the figures of each suite."""
    for name in ("reversible", *VARIANTS):
        print(f"\n{name}\n{HEAD}", flush=True)
        table: list[Row] = []
        workloads = [w for w in suite(name, folder) if not only or w.name in only][:most]
        sides = VARIANT_SIDES if name in VARIANTS else tuple(SIDES)
        for row in rows(workloads, sides=sides, repeat=repeat, limit=limit, goals=name in VARIANTS):
            table.append(row)
            print(row, flush=True)
        for figure in (*folding.counts(table), *folding.times(table)):
            # A mean of nothing is no figure.
            if figure.value == figure.value:
                yield replace(figure, what=f"{name}: {figure.what}")
