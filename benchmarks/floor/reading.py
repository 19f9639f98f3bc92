# SPDX-License-Identifier: Apache-2.0
"""A million flat statements are read at least ten times faster than by qiskit.qasm2."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from ..worker import Worker
from ..workloads import scaled
from .figure import Figure

TIMES_FASTER = 10


def measure(
    folder: Path, *, kinds: tuple[str, ...], gates: int, repeat: int, limit: float
) -> Iterator[Figure]:
    """Yield one figure a kind of circuit."""
    with Worker("ours:0") as ours, Worker("by_qiskit:1") as theirs:
        for kind in kinds:
            job = {
                "source": str(scaled(kind, gates, folder).path),
                "repeat": repeat,
                "limit": limit,
            }
            # One after the other on every file: both meet the machine in the same mood.
            mine, other = ours.run(**job), theirs.run(**job)
            if not mine["status"] == other["status"] == "done":
                print(f"reading {kind}: {mine}, Qiskit: {other}", file=sys.stderr)
                continue
            yield Figure(
                f"times faster reading, {kind} {gates:.0e}",
                other["read_seconds"] / mine["read_seconds"],
                TIMES_FASTER,
                least=True,
                note=f"{mine['read_seconds']:.3f} s against {other['read_seconds']:.3f} s",
            )
