# SPDX-License-Identifier: Apache-2.0
"""Clifford+T: T at most FastTMerge's, CX never above the input, folded faster than PyZX and than Qiskit compiles."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from ..folding import HEAD, MISSING, SIDES, Row, mean, quotients, rows
from ..workloads import Workload, scaled, suite
from .figure import Figure

#: Folded within the time of Qiskit's level 2.
LARGE = ("hwb8", "gf2^64_mult")
#: In the corpus but too large for the published table.
TOO_LARGE = (*LARGE, "gf2^32_mult")
SCALE_GATES = 1_000_000
TIMES_PYZX = 100
CX_RATIO = 0.88
#: PyZX is not asked about the scale circuit: it finishes nothing near that size.
SCALE_SIDES = ("folding", "t-count", "O2", "qiskit")


def measure(
    folder: Path,
    *,
    limit: float,
    repeat: int,
    only: Collection[str] = (),
    most: int | None = None,
    without: Collection[str] = (),
) -> Iterator[Figure]:
    """Print one row a circuit as it comes, then yield the figures.

    `only` names circuits, all by default; `without` names sides of `folding.SIDES` that are not run.
    """
    print(HEAD, flush=True)
    table: list[Row] = []
    workloads = [w for w in suite("clifford_t", folder) if not only or w.name in only][:most]
    sides = [side for side in SIDES if side not in without]
    for row in rows(workloads, sides=sides, repeat=repeat, limit=limit):
        table.append(row)
        print(row, flush=True)
    large = [row for row in table if row.circuit in LARGE]
    if not only and most is None:
        large += _scale(scaled("clifford_t", SCALE_GATES, folder), repeat, limit)
    yield from counts(table)
    yield from times(table)
    for row in large:
        yield from _within_qiskit(row)


def _scale(workload: Workload, repeat: int, limit: float) -> Iterator[Row]:
    for row in rows([workload], sides=SCALE_SIDES, repeat=repeat, limit=limit):
        print(row, flush=True)
        yield row


def counts(table: list[Row]) -> Iterator[Figure]:
    """Yield the goals about gates."""
    with_goal = [row for row in table if row.goal is not None]
    missing = [row.circuit for row in table if row.get("t-count", "t_count") is None]
    published = [row for row in with_goal if row.circuit not in (*TOO_LARGE, *missing)]
    yield Figure("circuits without a result", len(missing), 0, note=" ".join(missing))
    for side in ("t-count", "folding"):
        above = [row for row in with_goal if (row.get(side, "t_count") or 0) > (row.goal or 0)]
        yield Figure(
            f"circuits with T above the best of the folders, {side}",
            len(above),
            0,
            note=_names(above, "t_count", side),
        )
        yield Figure(
            f"T in all, {len(published)} circuits, {side}",
            sum(row.get(side, "t_count") or 0 for row in published),
            sum(row.goal or 0 for row in published),
            note=f"{sum(row.t for row in published)} before",
        )
    for side in ("t-count", "O2"):
        more = [row for row in table if (row.get(side, "two_qubit") or 0) > row.cx]
        yield Figure(
            f"circuits with CX above the input, {side}",
            len(more),
            0,
            note=_names(more, "two_qubit", side),
        )
    ratios = quotients(table, lambda row: row.get("O2", "two_qubit"), lambda row: row.cx)
    yield Figure(f"CX at O2 over input, mean of {len(ratios)}", mean(ratios), CX_RATIO)


def _names(table: list[Row], key: str, side: str) -> str:
    return " ".join(f"{row.circuit} {row.get(side, key)}" for row in table)


def times(table: list[Row]) -> Iterator[Figure]:
    """Yield the goals about times, each a ratio within this run."""
    for side in ("folding", "t-count"):
        ratios = _faster(table, side, "pyzx")
        fast = _faster(table, side, "quizx")
        yield Figure(
            f"times faster than PyZX, {side}, mean of {len(ratios)}",
            mean(ratios),
            TIMES_PYZX,
            least=True,
            note=f"quizx: {mean(fast):.3g} times, mean of {len(fast)}",
        )
    both = [row for row in table if row.seconds("O2") and row.seconds("qiskit")]
    yield Figure(
        f"seconds at O2, sum of {len(both)}, goal Qiskit level 2",
        sum(row.seconds("O2") or 0 for row in both),
        sum(row.seconds("qiskit") or 0 for row in both),
    )


def _faster(table: list[Row], side: str, other: str) -> list[float]:
    return quotients(table, lambda row: row.seconds(other), lambda row: row.seconds(side))


def _within_qiskit(row: Row) -> Iterator[Figure]:
    for side in ("folding", "t-count"):
        ours, theirs = row.seconds(side), row.seconds("qiskit")
        if ours is None or theirs is None:
            print(f"{row.circuit}: {side} {MISSING if ours is None else ours}, Qiskit {theirs}")
            continue
        yield Figure(f"seconds, {side}, {row.circuit}, goal Qiskit level 2", ours, theirs)
