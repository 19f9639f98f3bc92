# SPDX-License-Identifier: Apache-2.0
"""Two-qubit gates of the whole compile at O2 on four devices, beside Qiskit level 3 (median of seeds) and tket."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from ..floor.figure import Figure
from ..worker import Worker
from .checker import check
from .devices import Chip, chips
from .run import measured
from .store import Store
from .suite import Work, circuits

RATIO = 0.94
#: How far above the best of both a circuit may be: a share, or so many gates, whichever is more.
ABOVE = (0.03, 3)
TIME_RATIO = 0.5
LIMIT_SECONDS = 120.0
OWN_LIMIT_SECONDS = 600.0


@dataclass(frozen=True)
class Row:
    """A circuit on a device: two-qubit gates, their depth and seconds of each side; None where there are none."""

    circuit: str
    device: str
    ours: dict[str, Any]
    qiskit: tuple[dict[str, Any], ...]
    tket: dict[str, Any]

    def value(self, key: str) -> float | None:
        """Return our figure."""
        found: float | None = self.ours.get(key)
        return found

    def qiskit_median(self, key: str) -> float | None:
        """Return the median over Qiskit's seeds."""
        values = [r[key] for r in self.qiskit if key in r]
        return median(values) if values else None

    def best(self, key: str) -> float | None:
        """Return the better of Qiskit's median and tket."""
        values = [v for v in (self.qiskit_median(key), self.tket.get(key)) if v is not None]
        return min(values, default=None)

    def ratio(self, key: str) -> float | None:
        """Return (ours + 1) / (best + 1)."""
        ours, best = self.value(key), self.best(key)
        return None if ours is None or best is None else (ours + 1) / (best + 1)

    def above(self) -> bool:
        """Return whether we need more gates than is allowed."""
        ours, best = self.value("two"), self.best("two")
        if ours is None or best is None:
            return False
        return ours > best + max(ABOVE[0] * best, ABOVE[1])

    def __str__(self) -> str:
        cells = [self.value("two"), self.qiskit_median("two"), self.tket.get("two")]
        told = " ".join(f"{'-' if c is None else f'{c:g}':>8}" for c in cells)
        ratio = self.ratio("two")
        mark = " ABOVE" if self.above() else ""
        seconds = self.value("seconds")
        return (
            f"{self.device:12} {self.circuit:58.58} {told} {'-' if ratio is None else f'{ratio:.3f}':>7}"
            f" {'-' if seconds is None else f'{seconds:.3f}':>9} s{mark}"
        )


HEAD = (
    f"{'device':12} {'circuit':58} {'ours':>8} {'qiskit':>8} {'tket':>8} {'ratio':>7} {'ours':>9}"
)


def geometric(values: list[float]) -> float:
    """Return the geometric mean; nan of nothing."""
    return math.exp(sum(map(math.log, values)) / len(values)) if values else math.nan


def measure(folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Run what is missing, print a row a circuit, then yield the goals device by device."""
    store = Store(options.json)
    old = Store(options.peers_from) if options.peers_from else None
    if old is not None:
        print(
            f"PEERS' FIGURES ARE NOT OF THIS RUN: read from {options.peers_from}; times are not compared\n"
        )
    works = circuits(options.only, options.most)
    print(HEAD)
    for name in options.devices or chips():
        chip = chips()[name]
        fitting = [w for w in works if w.qubits <= chip.qubits]
        rows = []
        for row in _rows(fitting, chip, store, old, folder, options):
            print(row, flush=True)
            rows.append(row)
        yield from figures(rows, name, times=old is None)


def _rows(
    works: list[Work],
    chip: Chip,
    store: Store,
    old: Store | None,
    folder: Path,
    options: argparse.Namespace,
) -> Iterator[Row]:
    sides = {("ours", options.seed): f"mapped_ours:{chip.name} {options.level} {options.seed}"}
    if old is None:
        for seed in range(options.seeds):
            sides["qiskit", seed] = f"mapped_qiskit:{chip.name} 3 {seed}"
        if not options.without_tket:
            sides["tket", 0] = f"mapped_tket:{chip.name}"
    workers = {side: Worker(role) for side, role in sides.items()}
    try:
        for work in works:
            for (side, seed), worker in workers.items():
                if options.resume and str(seed) in store.of(work.name, chip.name, side):
                    continue
                limit = OWN_LIMIT_SECONDS if side == "ours" else options.limit
                out = folder / f"{side}.qasm"
                result = measured(worker, work.path, out, limit)
                if side == "ours" and "two" in result:
                    findings = check(out.read_text(), chip.device())
                    result |= {"findings": [str(f) for f in findings[:3]]} if findings else {}
                store.put(work.name, chip.name, side, seed, result)
            known = store if old is None else old
            yield Row(
                work.name,
                chip.name,
                store.of(work.name, chip.name, "ours").get(str(options.seed), {}),
                tuple(known.of(work.name, chip.name, "qiskit").values()),
                known.of(work.name, chip.name, "tket").get("0", {}),
            )
    finally:
        for worker in workers.values():
            worker.__exit__()


def figures(rows: list[Row], device: str, *, times: bool) -> Iterator[Figure]:
    """Yield the goals of one device.

    Parameters
    ----------
    rows : list of Row
        Its circuits.
    device : str
        Its name.
    times : bool
        Whether all sides ran now, so that their times may be compared.
    """
    missing = [
        f"{r.circuit} ({r.ours.get('error', 'no result')})" for r in rows if r.value("two") is None
    ]
    yield Figure(
        f"{device}: circuits without a result", len(missing), 0, note="; ".join(missing)[:300]
    )
    refused = [f"{r.circuit} {r.ours['findings'][0]}" for r in rows if r.ours.get("findings")]
    yield Figure(
        f"{device}: results the checker refuses", len(refused), 0, note="; ".join(refused)[:300]
    )
    ratios = [r for r in (row.ratio("two") for row in rows) if r is not None]
    without = sum(row.tket.get("two") is None for row in rows)
    note = f"Qiskit alone on {without} of {len(rows)}"
    yield Figure(
        f"{device}: two-qubit over best of both, mean of {len(ratios)}",
        geometric(ratios),
        RATIO,
        note=note,
    )
    worst = max(rows, key=lambda r: r.ratio("two") or 0, default=None)
    above = [r for r in rows if r.above()]
    note = (
        ""
        if worst is None
        else f"worst {worst.circuit} {worst.value('two')} against {worst.best('two')}"
    )
    if above:
        names = [f"{Path(r.circuit).stem} {r.value('two'):g}/{r.best('two'):g}" for r in above]
        note = " ".join(names)
    yield Figure(f"{device}: circuits more than 3% and 3 gates above", len(above), 0, note=note)
    depths = [r for r in (row.ratio("depth2") for row in rows) if r is not None]
    qiskit = [
        (a + 1) / (b + 1)
        for a, b in ((r.value("depth2"), r.qiskit_median("depth2")) for r in rows)
        if a is not None and b is not None
    ]
    note = f"{geometric(qiskit):.3f} of Qiskit's alone"
    yield Figure(
        f"{device}: two-qubit depth over best of both, mean", geometric(depths), 1.0, note=note
    )
    if times:
        both = [
            (a, b)
            for a, b in ((r.value("seconds"), r.qiskit_median("seconds")) for r in rows)
            if a is not None and b is not None
        ]
        ours, theirs = (sum(pair[k] for pair in both) for k in (0, 1))
        note = f"{ours:.1f} s against {theirs:.1f} s"
        yield Figure(
            f"{device}: seconds over Qiskit level 3",
            ours / max(theirs, 1e-9),
            TIME_RATIO,
            note=note,
        )
