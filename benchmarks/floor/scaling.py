# SPDX-License-Identifier: Apache-2.0
"""The five large kinds: how much faster than Qiskit's level, with how many two-qubit gates, growing how."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .. import counter, openqasm
from ..worker import Worker
from ..workloads import Workload, scaled
from .figure import Figure

#: How many times faster each level should be than Qiskit's level of that number.
TIMES_FASTER = {1: 10, 2: 4}
GROWTH_EXPONENT = 1.1
#: Granted beside the exact run: Qiskit drops small rotations of the QFT unasked.
QFT_ERROR = 0.05


def measure(
    folder: Path, *, kinds: tuple[str, ...], sizes: tuple[int, ...], repeat: int, limit: float
) -> Iterator[Figure]:
    """Yield the figures of each kind: times, two-qubit gates, and the exponent between the least and largest size."""
    for kind in kinds:
        for level in TIMES_FASTER:
            settings = ["", f":{QFT_ERROR}"] if kind == "qft" else [""]
            for setting in settings:
                yield from _level(folder, kind, level, setting, sizes, repeat, limit)


def _level(
    folder: Path,
    kind: str,
    level: int,
    setting: str,
    sizes: tuple[int, ...],
    repeat: int,
    limit: float,
) -> Iterator[Figure]:
    seconds: dict[int, float] = {}
    with Worker(f"ours:{level}{setting}") as ours, Worker(f"by_qiskit:{level}") as theirs:
        for gates in sizes:
            workload = scaled(kind, gates, folder)
            what = f"O{level}{setting.replace(':', ' error ')} {kind} {gates:.0e}"
            mine, other = (_run(side, workload, folder, repeat, limit) for side in (ours, theirs))
            if mine["status"] != "done" or other["status"] != "done":
                print(f"{what}: {mine}, Qiskit: {other}", file=sys.stderr)
                continue
            seconds[gates] = mine["compile_seconds"]
            yield from _against(what, TIMES_FASTER[level], mine, other)
    if len(seconds) > 1:
        least, most = min(seconds), max(seconds)
        yield Figure(
            f"exponent of growth, O{level}{setting.replace(':', ' error ')} {kind}",
            math.log(seconds[most] / seconds[least]) / math.log(most / least),
            GROWTH_EXPONENT,
        )


def _run(
    side: Worker, workload: Workload, folder: Path, repeat: int, limit: float
) -> dict[str, Any]:
    out = folder / "out.qasm"
    result = side.run(source=str(workload.path), out=str(out), repeat=repeat, limit=limit)
    if result["status"] == "done":
        result["two_qubit"] = counter.count(openqasm.read(out.read_text())).two_qubit
    return result


def _against(
    what: str, goal: float, mine: dict[str, Any], other: dict[str, Any]
) -> Iterator[Figure]:
    def whole(result: dict[str, Any]) -> float:
        return float(sum(result[f"{stage}_seconds"] for stage in ("read", "compile", "write")))

    for name, ours, theirs in (
        ("compile", mine["compile_seconds"], other["compile_seconds"]),
        ("read, compile, write", whole(mine), whole(other)),
    ):
        yield Figure(
            f"times faster, {name}, {what}",
            theirs / ours,
            goal,
            least=True,
            note=f"{ours:.3f} s against {theirs:.3f} s",
        )
    yield Figure(f"two-qubit gates, {what}", mine["two_qubit"], other["two_qubit"])
