# SPDX-License-Identifier: Apache-2.0
"""A command run as a user runs it: wall time, exit status and peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter


@dataclass(frozen=True)
class Run:
    """What a command took."""

    status: int
    seconds: float
    peak_bytes: int


def qcompile() -> tuple[str, ...]:
    """Return how to start the command: the installed script, or what such a script does."""
    script = Path(sys.executable).with_name("qcompile")
    if script.exists():
        return (str(script),)
    return (sys.executable, "-c", "import sys; from qcompile.cli import main; sys.exit(main())")


def run(*command: str) -> Run:
    """Run a command to its end, its output thrown away."""
    start = perf_counter()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # An installed package has its bytecode; compiling the sources at every start would be measured instead.
        env={name: os.environ[name] for name in os.environ if name != "PYTHONDONTWRITEBYTECODE"},
    )
    # Not process.wait: wait4 tells this child's memory alone.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(process.returncode, perf_counter() - start, usage.ru_maxrss * 1024)
