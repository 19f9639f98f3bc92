# SPDX-License-Identifier: Apache-2.0
"""T and CX counts and times of one circuit after another, ours beside those who fold, as lines of a Markdown table.

Every side has its own process. Times are of the work from the side's own circuit to its own result: reading and writing
are outside, building PyZX's diagram is inside.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import counter, openqasm
from .worker import Worker
from .workloads import Workload, corpus

#: Column -> role of the worker.
SIDES = {
    "t-count": "ours:t-count",
    "folding": "ours:folding",
    "O2": "ours:2",
    "qiskit": "by_qiskit:2",
    "pyzx": "by_pyzx:folding",
    "quizx": "by_quizx:",
}
#: Sides that get no more than `FOLDER_SECONDS`.
FOLDERS = ("pyzx", "quizx")
#: Sides whose text is read back and counted.
WRITTEN = ("t-count", "folding", "O2", "qiskit")
#: Seconds PyZX and quizx have for a circuit, reading included.
FOLDER_SECONDS = 120.0
MISSING = "-"


def best_seen() -> dict[str, dict[str, Any]]:
    """Return the published figures by circuit; empty where there is no corpus."""
    root = corpus()
    if root is None or not (root / "best_seen.json").exists():
        return {}
    table: dict[str, dict[str, Any]] = json.loads((root / "best_seen.json").read_text())
    return table


@dataclass(frozen=True)
class Row:
    """What every side made of one circuit.

    Parameters
    ----------
    circuit : str
        Its name.
    t, cx : int
        T gates and two-qubit gates before.
    goal : int or None
        The T count to reach: the published one, else the other folders'.
    results : dict
        By side, as `Worker.run` returns them, with ``two_qubit`` where there is a text.
    """

    circuit: str
    t: int
    cx: int
    goal: int | None
    results: dict[str, dict[str, Any]]

    def get(self, side: str, key: str) -> Any:
        """Return a figure of a side, None where it has none."""
        return self.results.get(side, {}).get(key)

    def seconds(self, side: str) -> float | None:
        """Return the compile time of a side."""
        value: float | None = self.get(side, "compile_seconds")
        return value

    def __str__(self) -> str:
        def timed(side: str) -> str:
            seconds = self.seconds(side)
            if seconds is not None:
                return f"{seconds * 1e3:.4g}"
            status: str = self.results.get(side, {}).get("status", MISSING)
            return status

        cells = [
            *(self.circuit, self.t, self.get("t-count", "t_count"), self.get("folding", "t_count")),
            *(self.goal, self.get("pyzx", "t_count"), self.get("quizx", "t_count")),
            *(self.cx, self.get("t-count", "two_qubit"), self.get("O2", "two_qubit")),
            self.get("qiskit", "two_qubit"),
            *(timed(side) for side in SIDES),
        ]
        return f"| {' | '.join(MISSING if c is None else str(c) for c in cells)} |"


HEAD = (
    "| circuit | T | ours | folding | best | PyZX | quizx | CX | T-count CX | O2 CX | Qiskit CX"
    " | T-count ms | folding ms | O2 ms | Qiskit ms | PyZX ms | quizx ms |\n"
    f"|---|{'---:|' * 16}"
)


def rows(
    workloads: Iterable[Workload],
    *,
    sides: Iterable[str] = tuple(SIDES),
    repeat: int = 3,
    limit: float = 900.0,
    goals: bool = True,
) -> Iterator[Row]:
    """Yield one row a circuit, as they come.

    Parameters
    ----------
    workloads : iterable of Workload
        Circuits of gates that are all in Clifford+T.
    sides : iterable of str
        Keys of `SIDES`.
    repeat : int, default 3
        The shortest of this many runs counts.
    limit : float, default 900.0
        Seconds each side has for a circuit; `FOLDERS` have no more than `FOLDER_SECONDS`.
    goals : bool, default True
        Whether a circuit's name means the published one, so that its best figure is the goal.
    """
    published = best_seen() if goals else {}
    with ExitStack() as stack:
        out = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "out.qasm"
        workers = {side: stack.enter_context(Worker(SIDES[side])) for side in sides}
        for workload in workloads:
            before = counter.count(openqasm.read(workload.path.read_text()))
            results = {
                side: _run(worker, side, workload.path, out, repeat, limit)
                for side, worker in workers.items()
            }
            yield Row(
                workload.name,
                before.t_count or 0,
                before.two_qubit,
                published.get(workload.name, {}).get("t_ftm") or _least(results),
                results,
            )


def _least(results: dict[str, dict[str, Any]]) -> int | None:
    """Return what the other folders came to, where nothing is published."""
    counts = [results[side].get("t_count") for side in FOLDERS if side in results]
    return min((count for count in counts if count is not None), default=None)


def _run(
    worker: Worker, side: str, source: Path, out: Path, repeat: int, limit: float
) -> dict[str, Any]:
    if side in FOLDERS:
        limit = min(limit, FOLDER_SECONDS)
    result = worker.run(source=str(source), out=str(out), repeat=repeat, limit=limit)
    if result["status"] == "done" and side in WRITTEN:
        after = counter.count(openqasm.read(out.read_text()))
        result |= {"t_count": after.t_count, "two_qubit": after.two_qubit}
    if result["status"] == "failed":
        print(f"{side} failed on {source.stem}: {result['message']}", file=sys.stderr)
    return result


def mean(values: Iterable[float | None]) -> float:
    """Return the geometric mean of the values there are, NaN where there are none."""
    logs = [math.log(value) for value in values if value]
    return math.exp(sum(logs) / len(logs)) if logs else math.nan


def quotients(
    measured: Iterable[Row], above: Callable[[Row], Any], below: Callable[[Row], Any]
) -> list[float]:
    """Return one quotient for each row that has both figures."""
    pairs = ((above(row), below(row)) for row in measured)
    return [a / b for a, b in pairs if a is not None and b]
