# SPDX-License-Identifier: Apache-2.0
"""Every mapped circuit shown equal to its source with both layouts, and how.

Densely, by rotations, by a random state, by mqt.qcec: the first that can tell.

Beside that the routing alone is undone exactly for every circuit, whatever its size, and every text is shown to the
device checker.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..floor.figure import Figure
from ..openqasm import read as read_program
from ..rotations import UnsupportedError
from ..worker import Worker
from . import dense
from .checker import check
from .devices import Chip, chips
from .placed import Pair, UndecidedError, by_qcec, by_rotations, by_state, pair
from .store import Store
from .suite import Work, circuits
from .text import read
from .undo import difference

COMPILE_SECONDS = 600.0
#: Rotations by hand are quadratic in the worst case: more gates than this are left to mqt.qcec.
MOST_GATES = 60_000
TOLERANCE = 1e-7
DECIDED = ("dense", "rotations", "state", "qcec")


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Compare the texts at ``job["a"]`` and ``job["b"]``, the second with layouts; the worker's role ``mapped``."""
    a, b = (Path(job[side]).read_text() for side in ("a", "b"))
    return {"status": "done", "verdict": verdict(a, b)}


def verdict(source: str, mapped: str) -> str:
    """Return how they are known to be equal, ``WRONG …`` for different ones, ``undecided …`` otherwise."""
    layouts = read(mapped)
    if layouts.initial is None or layouts.final is None:
        return "WRONG no layouts"
    try:
        far = dense.distance(source, mapped, layouts.initial, layouts.final)
        return "dense" if far < TOLERANCE else f"WRONG matrices differ by {far:.1e}"
    except (dense.TooLargeError, KeyError):
        pass
    try:
        both = pair(
            read_program(plain(source)), read_program(plain(mapped)), layouts.initial, layouts.final
        )
    except UndecidedError as error:
        return f"undecided ({error})"
    except ValueError as error:
        return f"WRONG {error}"
    return _large(both)


def _large(both: Pair) -> str:
    try:
        if len(both.source) + len(both.mapped) <= MOST_GATES and by_rotations(both):
            return "rotations"
    except UnsupportedError as error:
        return f"undecided (gate {error})"
    same = by_state(both)
    if same is not None:
        return "state" if same else "WRONG by a state"
    told = by_qcec(both)
    if told.startswith("equivalent"):
        return "qcec"
    return "WRONG by qcec" if told == "not_equivalent" else f"undecided ({told})"


def plain(text: str) -> str:
    """Return a text in gates that rotations know; by Qiskit's plain translation where it is not."""
    names = {op.name for op in read_program(text).ops}
    if names <= KNOWN:
        return text
    from ..peers.by_qiskit import finish

    return finish(text)


KNOWN = frozenset(
    "id h s sdg t tdg x y z sx sxdg rz p u1 cx cz swap ecr measure reset barrier".split()
)


def measure(folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Print a row a circuit and device, then yield how many were decided and how."""
    store = Store(options.json)
    how: Counter[str] = Counter()
    wrong: list[str] = []
    refused: list[str] = []
    routed: list[str] = []
    with Worker("mapped") as judge:
        for name in options.devices or chips():
            chip = chips()[name]
            works = [w for w in circuits(options.only, options.most) if w.qubits <= chip.qubits]
            for work, found in _rows(works, chip, judge, store, folder, options):
                how[found["verdict"].partition(" ")[0]] += 1
                place = f"{name} {work.path.stem}"
                if found["verdict"].startswith(("WRONG", "failed")):
                    wrong.append(f"{place}: {found['verdict']}")
                if found["findings"]:
                    refused.append(f"{place}: {found['findings'][0]}")
                if found["routing"] != "undone":
                    routed.append(f"{place}: {found['routing']}")
                print(
                    f"{name:12} {work.name:58.58} routing {found['routing'][:60]:8} whole {found['verdict']}",
                    flush=True,
                )
    total = sum(how.values())
    decided = sum(how[word] for word in DECIDED)
    yield Figure(
        "proofs: texts the device checker refuses", len(refused), 0, note="; ".join(refused)[:300]
    )
    yield Figure(
        "proofs: routings that are not undone exactly", len(routed), 0, note="; ".join(routed)[:300]
    )
    yield Figure("proofs: circuits shown different", len(wrong), 0, note="; ".join(wrong)[:300])
    note = ", ".join(f"{word} {count}" for word, count in how.most_common())
    yield Figure("proofs: share decided", decided / max(total, 1), 0.9, least=True, note=note)


def _rows(
    works: list[Work],
    chip: Chip,
    judge: Worker,
    store: Store,
    folder: Path,
    options: argparse.Namespace,
) -> Iterator[tuple[Work, dict[str, Any]]]:
    with (
        Worker(f"mapped_ours:{chip.name} {options.level} {options.seed}") as whole,
        Worker(f"mapped_ours:{chip.name} plain {options.seed}") as spelt,
        Worker(f"mapped_ours:{chip.name} order {options.seed}") as router,
    ):
        for work in works:
            old = store.of(work.name, chip.name, "proof")
            if options.resume and "0" in old:
                yield work, old["0"]
                continue
            source, out = folder / "plain.qasm", folder / "out.qasm"
            found: dict[str, Any] = {"findings": [], "verdict": "", "routing": ""}
            done = whole.run(source=str(work.path), out=str(out), repeat=1, limit=COMPILE_SECONDS)
            if done["status"] == "done":
                found["findings"] = [str(f) for f in check(out.read_text(), chip.device())][:3]
                told = judge.run(a=str(work.path), b=str(out), limit=options.limit)
                found["verdict"] = told.get(
                    "verdict", f"undecided ({told['status']} {told.get('message', '')})"
                )
            else:
                found["verdict"] = f"failed ({done.get('message', done['status'])})"
            found["routing"] = _undone(work, spelt, router, source, out)
            store.put(work.name, chip.name, "proof", 0, found)
            yield work, found


def _undone(work: Work, spelt: Worker, router: Worker, source: Path, out: Path) -> str:
    """Spell the circuit in the device's gates, route that alone, and undo it."""
    for worker, a, b in ((spelt, work.path, source), (router, source, out)):
        done = worker.run(source=str(a), out=str(b), repeat=1, limit=COMPILE_SECONDS)
        if done["status"] != "done":
            return f"failed ({done.get('message', done['status'])})"
    return difference(read(source.read_text()), read(out.read_text())) or "undone"
