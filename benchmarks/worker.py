# SPDX-License-Identifier: Apache-2.0
"""One job, one process: a compiler on a circuit, or a check of its result.

A `Worker` is a child that has imported one compiler (or the checkers) and forks for every job: imports are paid once,
each job's memory and its crashes are its own, and a time limit is kept by killing the fork.

    parent --(job, one JSON line)--> worker --fork--> job --(result, one JSON line)--> parent
"""

from __future__ import annotations

import gc
import json
import os
import resource
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from .peers import PEERS, Compiler, Counting, Peer, UnreadableError

#: A repetition is skipped once this many seconds went into a job's compilations.
ENOUGH_SECONDS = 5.0
#: Compiled once before the clock starts; in Clifford+T, as some settings take nothing else.
WARM_UP = (
    'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\nh q[0];\ncx q[0],q[1];\nrz(pi/4) q[1];\n'
)
#: What a job without a limit of its own may take.
DEFAULT_LIMIT_SECONDS = 60.0

Job = dict[str, Any]


class Worker:
    """A child process that runs jobs for one peer, or checks.

    Parameters
    ----------
    role : str
        A key of `PEERS`, ``"check"``, ``"mapped"`` (checks with layouts), or ``MODULE:SETTING`` for a setting that
        is not in the table.
    """

    def __init__(self, role: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", role],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # The child finds every package where this process does.
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),
                "PYTHONSAFEPATH": "1",
            },
        )
        # Its imports are over before anybody's clock starts, or the first circuit pays for them.
        if self._line() != "ready\n":
            raise RuntimeError(f"the worker for {role} did not start")

    def run(self, **job: Any) -> dict[str, Any]:
        """Run a job and wait for its result.

        Parameters
        ----------
        **job
            For a peer ``source`` (path), ``out`` (path of the text to write; without it, reading only), ``repeat``,
            ``limit`` (seconds); for checks ``a``, ``b`` (paths), ``limit``.

        Returns
        -------
        dict
            ``status`` is ``"done"``, ``"timeout"``, ``"unreadable"`` or ``"failed"``; the rest depends on the job.
        """
        if self.process.stdin is None:
            raise RuntimeError("the worker has no pipes")
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        line = self._line()
        if not line:
            raise RuntimeError("the worker ended")
        result: dict[str, Any] = json.loads(line)
        return result

    def _line(self) -> str:
        if self.process.stdout is None:
            raise RuntimeError("the worker has no pipes")
        return self.process.stdout.readline()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


def _timed(compiler: Compiler, job: Job) -> dict[str, Any]:
    """Read, compile, write, the shortest of some; memory is the peak of this process above where it started.

    A job without ``out`` reads only.
    """
    text = Path(job["source"]).read_text()
    repeat = job.get("repeat", 1)
    # What a compiler does once per process (tables, threads) is nobody's circuit.
    warm = compiler.read(WARM_UP)
    if "out" in job:
        compiler.write(compiler.compile(warm))
    before = _resident_bytes()
    circuit, read_seconds = _shortest(lambda: compiler.read(text), repeat)
    if "out" not in job:
        return {"status": "done", "read_seconds": read_seconds}
    result, compile_seconds = _shortest(lambda: compiler.compile(circuit), repeat)
    out, write_seconds = _shortest(lambda: compiler.write(result), 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    Path(job["out"]).write_text(out)
    # One whose result is no circuit counts its T gates itself.
    own = {"t_count": compiler.t_count(result)} if isinstance(compiler, Counting) else {}
    return {
        **own,
        "status": "done",
        "read_seconds": read_seconds,
        "compile_seconds": compile_seconds,
        "write_seconds": write_seconds,
        "memory_bytes": max(0, peak - before),
        "peak_bytes": peak,
    }


def _shortest(work: Callable[[], Any], repeat: int) -> tuple[Any, float]:
    seconds: list[float] = []
    result: Any = None
    while len(seconds) < repeat and sum(seconds) < ENOUGH_SECONDS:
        del result
        gc.collect()
        start = perf_counter()
        result = work()
        seconds.append(perf_counter() - start)
    return result, min(seconds)


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def _fork(work: Any, job: Job) -> str:
    """Run `work(job)` in a fork, killed at its limit; return its result as one line."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            result = work(job)
        except UnreadableError as error:
            result = {"status": "unreadable", "message": str(error)}
        except BaseException as error:
            result = {"status": "failed", "message": f"{type(error).__name__}: {error}"[:300]}
        with os.fdopen(writing, "w") as pipe:
            pipe.write(json.dumps(result))
        # Not sys.exit: the fork shares the worker's buffers and exit handlers.
        os._exit(0)
    os.close(writing)
    ready, _, _ = select.select([reading], [], [], job.get("limit", DEFAULT_LIMIT_SECONDS))
    if not ready:
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as pipe:
        line = pipe.read()
    _, status = os.waitpid(child, 0)
    if not ready:
        return json.dumps({"status": "timeout"})
    return line or json.dumps({"status": "failed", "message": f"ended with status {status}"})


def main(role: str) -> None:
    """Serve jobs from standard input until it closes."""
    # Compilers print; results have a channel of their own.
    channel = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    if role == "check":
        from .check import run as work  # the oracles' memory is not the compilers'
    elif role == "mapped":
        from .mapping.proofs import run as work
    else:
        module, _, setting = role.partition(":")
        peer = PEERS.get(role) or Peer(role, module, setting, ())
        peer.load()

        def work(job: Job) -> dict[str, Any]:
            # Set up in the fork: Qiskit's pipelines start threads, and those do not survive a fork.
            return _timed(peer.compiler(), job)

    channel.write("ready\n")
    channel.flush()
    for line in sys.stdin:
        channel.write(_fork(work, json.loads(line)) + "\n")
        channel.flush()


if __name__ == "__main__":
    main(sys.argv[1])
