# SPDX-License-Identifier: Apache-2.0
"""`qcompile --version` and a small compile against an interpreter that does nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from ..peers import BASIS
from ..workloads import scaled
from .command import qcompile, run
from .figure import Figure

GATES = 100
TIMES_PASS = {"qcompile --version": 4, f"qcompile compile, {GATES} gates": 8}


def measure(folder: Path, *, repeat: int) -> Iterator[Figure]:
    """Yield the ratios of the shortest times of `repeat` rounds."""
    source = scaled("clifford_t", GATES, folder).path
    commands = {
        "pass": (sys.executable, "-c", "pass"),
        "qcompile --version": (*qcompile(), "--version"),
        f"qcompile compile, {GATES} gates": (
            *(*qcompile(), "compile", str(source), "-o", str(folder / "out.qasm")),
            *("--basis", ",".join(BASIS), "-q"),
        ),
    }
    seconds = dict.fromkeys(commands, 1000000000.0)
    for _ in range(repeat):
        # Round by round: a busy second on the machine hits all of them.
        for name, command in commands.items():
            result = run(*command)
            if result.status:
                print(f"{name}: exit {result.status}", file=sys.stderr)
            seconds[name] = min(seconds[name], result.seconds)
    for name, goal in TIMES_PASS.items():
        yield Figure(
            f"times `python -c pass`, {name}",
            seconds[name] / seconds["pass"],
            goal,
            note=f"{seconds[name] * 1e3:.1f} ms against {seconds['pass'] * 1e3:.1f} ms",
        )
