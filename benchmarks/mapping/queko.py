# SPDX-License-Identifier: Apache-2.0
"""QUEKO: circuits that fit their device at a known depth, hidden by relabelling; routing alone and whole compile."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean, median
from typing import Any

from ..floor.figure import Figure
from ..worker import Worker
from .run import measured
from .store import Store
from .suite import Known, known

SWAP_FREE = 0.95
DEPTH_RATIO = 1.05
#: Sizes for which a ratio is asked; for the others it is given.
ASKED = ("16QBT", "20QBT")
LIMIT_SECONDS = 600.0
HEAD = (
    f"{'circuit':22} {'optimum':>8}   routing alone: {'swaps':>6} {'depth':>6} | {'qiskit':>6} {'depth':>6}"
    f"   compiled: {'2q':>6} {'depth':>6} | {'qiskit':>7} {'depth':>6}"
)


class Row(dict[str, dict[str, Any]]):
    """Results by side of one circuit: ``route``, ``sabre``, ``ours``, and ``qiskit`` with medians over its seeds."""

    def __init__(self, known: Known) -> None:
        super().__init__()
        self.known = known
        self.name = known.work.path.stem

    def line(self) -> str:
        """Return the row of the table."""

        def cell(side: str, key: str) -> str:
            value = self.get(side, {}).get(key)
            return "-" if value is None else f"{value:g}"

        return (
            f"{self.name:22} {self.known.depth or 0:>8}   routing alone: {cell('route', 'swaps'):>6}"
            f" {cell('route', 'depth'):>6} | {cell('sabre', 'swaps'):>6} {cell('sabre', 'depth'):>6}"
            f"   compiled: {cell('ours', 'two'):>6} {cell('ours', 'depth'):>6}"
            f" | {cell('qiskit', 'two'):>7} {cell('qiskit', 'depth'):>6}"
        )


def measure(folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Print a row a circuit, then yield the goals."""
    store = Store(options.json)
    by_device: dict[str, list[Known]] = defaultdict(list)
    for each in known("queko", options.only, options.most):
        by_device[each.device].append(each)
    print(HEAD)
    rows: list[Row] = []
    for device, circuits in sorted(by_device.items()):
        for row in _rows(circuits, device, store, folder, options):
            rows.append(row)
            print(row.line(), flush=True)
    yield from figures(rows)


def _rows(
    circuits: list[Known], device: str, store: Store, folder: Path, options: argparse.Namespace
) -> Iterator[Row]:
    roles = {
        ("route", 0): f"mapped_ours:{device} route {options.seed}",
        ("ours", 0): f"mapped_ours:{device} {options.level} {options.seed}",
    }
    for seed in range(options.seeds):
        roles["sabre", seed] = f"mapped_qiskit:{device} route {seed}"
        roles["qiskit", seed] = f"mapped_qiskit:{device} 3 {seed}"
    workers = {side: Worker(role) for side, role in roles.items()}
    try:
        for each in circuits:
            row = Row(each)
            for (side, seed), worker in workers.items():
                done = store.of(each.work.name, device, side)
                if not (options.resume and str(seed) in done):
                    result = measured(worker, each.work.path, folder / "out.qasm", LIMIT_SECONDS)
                    store.put(each.work.name, device, side, seed, result)
            for side in ("route", "sabre", "ours", "qiskit"):
                row[side] = _median(list(store.of(each.work.name, device, side).values()))
            yield row
    finally:
        for worker in workers.values():
            worker.__exit__()


def _median(results: list[dict[str, Any]]) -> dict[str, Any]:
    keys = ("two", "depth2", "swaps", "depth", "seconds")
    done = [r for r in results if "two" in r]
    return {key: median(r[key] for r in done) for key in keys} if done else {}


def figures(rows: list[Row]) -> Iterator[Figure]:
    """Yield the goals."""
    missing = [r.name for r in rows if not r["route"] or not r["ours"]]
    yield Figure("queko: circuits without a result", len(missing), 0, note=" ".join(missing)[:300])
    routed = [r for r in rows if r["route"]]
    free = [r for r in routed if r["route"]["swaps"] == 0]
    theirs = [r for r in routed if r["sabre"] and r["sabre"]["swaps"] == 0]
    share = len(free) / max(len(rows), 1)
    note = f"{len(free)} of {len(rows)}; Qiskit {len(theirs)}"
    yield Figure(
        "queko: share of circuits routed without a SWAP", share, SWAP_FREE, least=True, note=note
    )
    worse = [r.name for r in theirs if r["route"]["swaps"] > 0]
    yield Figure("queko: SWAPs where Qiskit needs none", len(worse), 0, note=" ".join(worse)[:300])
    for size in sorted({r.name[:5] for r in routed}):
        ratios = [
            r["route"]["depth"] / (r.known.depth or 1) for r in routed if r.name.startswith(size)
        ]
        sabre = [
            r["sabre"]["depth"] / (r.known.depth or 1)
            for r in routed
            if r.name.startswith(size) and r["sabre"]
        ]
        goal = DEPTH_RATIO if size in ASKED else float("inf")
        note = f"{len(ratios)} circuits; Qiskit {fmean(sabre):.3f}" if sabre else ""
        yield Figure(f"queko: depth over optimum, {size}, mean", fmean(ratios), goal, note=note)
    for key, what in (("two", "two-qubit gates"), ("depth", "depth")):
        above = [r for r in rows if r["ours"] and r["qiskit"] and r["ours"][key] > r["qiskit"][key]]
        note = " ".join(f"{r.name} {r['ours'][key]:g}/{r['qiskit'][key]:g}" for r in above)[:300]
        yield Figure(
            f"queko: compiled circuits with more {what} than Qiskit", len(above), 0, note=note
        )
