# SPDX-License-Identifier: Apache-2.0
"""How long ``qcompile check`` takes on a project of many circuits: ``python -m benchmarks.checking``.

Each figure is one run of the command in a process of its own, start-up included: wall time, and processor time over all
threads, of the best of a few. The goals are printed beside them, and asserted nowhere.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from .families import FAMILIES, HEADER

#: Seconds on two cores.
GOALS = {"nothing changed": 10.0, "one file changed, --only-changed": 1.0}


def project(folder: Path, count: int, target: str) -> None:
    """Write a project of so many circuits of the families, no two of which are the same."""
    (folder / "circuits").mkdir()
    (folder / "qcompile.toml").write_text(f'include = ["circuits/*.qasm"]\ntarget = "{target}"\n')
    kinds = sorted(FAMILIES)
    for number in range(count):
        kind, size = kinds[number % len(kinds)], 4 + number // len(kinds) % 9
        (folder / f"circuits/{kind}_{number:03}.qasm").write_text(text(kind, size, number))


def text(kind: str, qubits: int, number: int) -> str:
    """Return one circuit of a family, with an angle of its own."""
    family, _ = FAMILIES[kind]
    last = f"rz(0.{number + 1}) q[0];"
    return "\n".join([f"{HEADER}qreg q[{qubits}];", *family(qubits), last, ""])


def run(folder: Path, *words: str, repeat: int = 3) -> tuple[float, float]:
    """Return wall and processor seconds of the best of a few runs."""
    best = (float("inf"), float("inf"))
    for _ in range(repeat):
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = perf_counter()
        done = subprocess.run(
            [sys.executable, "-P", "-m", "qcompile", "check", *words],
            cwd=folder,
            capture_output=True,
            text=True,
            env={**os.environ, "QCOMPILE_CACHE_DIR": str(folder / ".cache")},
            check=False,
        )
        wall = perf_counter() - start
        if done.returncode:
            sys.exit(done.stdout + done.stderr)
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
        best = min(best, (wall, cpu))
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--circuits", type=int, default=500)
    parser.add_argument("--target", default="ibm-heron-r2")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        project(folder, options.circuits, options.target)
        count = options.repeat
        figures = {
            "first time, --update": run(folder, "--update", repeat=1),
            "nothing changed": run(folder, repeat=count),
            "nothing changed, --only-changed": run(folder, "--only-changed", repeat=count),
            "everything anew, --recompile": run(folder, "--recompile", repeat=1),
        }
        changed = next((folder / "circuits").glob("pauli_*.qasm"))
        changed.write_text(changed.read_text().replace("rz(", "rz(pi/2+", 1))
        figures["one file changed, --only-changed"] = run(
            folder, "--only-changed", "--fail-on", "never", repeat=count
        )
        print(f"{options.circuits} circuits for {options.target}, seconds\n")
        print("| `qcompile check` | wall | processor | goal (wall) |\n|---|---:|---:|---:|")
        for name, (wall, cpu) in figures.items():
            goal = f"{GOALS[name]:g}" if name in GOALS else ""
            print(f"| {name} | {wall:.2f} | {cpu:.2f} | {goal} |")


if __name__ == "__main__":
    main()
