# SPDX-License-Identifier: Apache-2.0
"""O2 to {cx, rz, sx, x}: on every small and every Clifford+T circuit no more two-qubit gates than Qiskit level 2."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from .. import compare, table
from ..workloads import suite
from .figure import Figure

SUITES = ("small", "clifford_t", "families")
OURS, THEIRS = "qcompile-O2", "qiskit-O2"


def measure(
    folder: Path, *, limit: float, checks: bool, most: int | None = None
) -> Iterator[Figure]:
    """Yield one figure a circuit; the goal is Qiskit's count. Prints to standard error what fell out or is wrong."""
    for name in SUITES:
        rows = compare.compare(
            suite(name, folder)[:most], (THEIRS, OURS), limit=limit, repeat=1, checks=checks
        )
        for theirs, ours in zip(rows, rows, strict=True):
            if table.wrong(ours) or table.wrong(theirs) or ours["status"] != "done":
                print(table.line(theirs), table.line(ours), sep="\n", file=sys.stderr)
            if ours["status"] == theirs["status"] == "done":
                yield Figure(
                    f"two-qubit gates, {ours['circuit']}",
                    ours["two_qubit"],
                    theirs["two_qubit"],
                    note=f"depth {ours['two_qubit_depth']} ({theirs['two_qubit_depth']})"
                    f" {' / '.join(ours.get('checked', {}).values())}",
                )
