# SPDX-License-Identifier: Apache-2.0
"""Every compiled Clifford+T circuit is shown equal to its input; by whom is written down."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from .. import openqasm
from ..check import DENSE_QUBITS
from ..folding import SIDES
from ..worker import Worker
from ..workloads import suite
from .figure import Figure

#: What is proven of each circuit.
SETTINGS = ("t-count", "O2")
#: Judges and the seconds each has for a pair; the last is asked where no other has decided.
SECONDS = {"oracle": 60.0, "dense": 300.0, "qcec": 30.0, "rotations": 600.0, "pyzx": 120.0}
LAST = "pyzx"
SHORT = {"equivalent": "equal", "equivalent up to global phase": "up to phase"}


def measure(
    folder: Path, *, limit: float, only: Collection[str] = (), most: int | None = None
) -> Iterator[Figure]:
    """Print one line a circuit and setting as they come, then yield how many of them nobody decided or one refuted."""
    print(f"| circuit | compiled | {' | '.join(SECONDS)} |\n|---|---|{'---|' * len(SECONDS)}")
    open_pairs, refuted = [], []
    out = folder / "proven.qasm"
    with Worker("check") as judges:
        for setting in SETTINGS:
            with Worker(SIDES[setting]) as compiler:
                for workload in suite("clifford_t", folder)[:most]:
                    if only and workload.name not in only:
                        continue
                    pair = f"{workload.name} {setting}"
                    done = compiler.run(source=str(workload.path), out=str(out), limit=limit)
                    if done["status"] != "done":
                        print(f"{pair}: {done}", file=sys.stderr)
                        open_pairs.append(pair)
                        continue
                    said = _asked(judges, workload.path, out)
                    cells = (SHORT.get(said.get(j, "-"), said.get(j, "-")) for j in SECONDS)
                    print(f"| {workload.name} | {setting} | {' | '.join(cells)} |", flush=True)
                    if "not equivalent" in said.values():
                        refuted.append(pair)
                    elif not any(word in SHORT for word in said.values()):
                        open_pairs.append(pair)
    yield Figure("compiled circuits that are refuted", len(refuted), 0, note=" ".join(refuted))
    yield Figure("compiled circuits undecided", len(open_pairs), 0, note=" ".join(open_pairs))


def _asked(judges: Worker, source: Path, out: Path) -> dict[str, str]:
    """Return what each judge says of a pair."""
    said: dict[str, str] = {}
    narrow = openqasm.read(source.read_text()).num_qubits <= DENSE_QUBITS
    for judge, seconds in SECONDS.items():
        if judge == "dense" and not narrow:
            continue
        if judge == LAST and any(word in SHORT for word in said.values()):
            continue
        result = judges.run(a=str(source), b=str(out), by=[judge], limit=seconds)
        said[judge] = result[judge] if result["status"] == "done" else result["status"]
    return said
