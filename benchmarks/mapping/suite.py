# SPDX-License-Identifier: Apache-2.0
"""The circuits that are mapped: what the corpus has for mapping, for Clifford+T and for variational work."""

from __future__ import annotations

import csv
import fnmatch
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..workloads import corpus

FOLDERS = ("route/", "optimize/clifford_t/", "variational/")
#: Written in OpenQASM 3 with inputs, which neither side reads here.
UNREAD = ("variational/symbolic/",)


@dataclass(frozen=True)
class Work:
    """A circuit of the corpus.

    Parameters
    ----------
    name : str
        Its place there.
    path : Path
        Its text.
    qubits, two_qubit : int
        As the manifest says.
    """

    name: str
    path: Path
    qubits: int
    two_qubit: int


def circuits(only: Iterable[str] = (), most: int | None = None) -> list[Work]:
    """Return the circuits, those with the fewest two-qubit gates first.

    Parameters
    ----------
    only : iterable of str, default ()
        Patterns of names (``"*qft*"``); all by default.
    most : int, optional
        No more than so many.
    """
    root = corpus()
    if root is None:
        return []
    patterns = list(only)
    found = []
    with (root / "MANIFEST.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            name = row["path"]
            if (
                not name.endswith(".qasm")
                or not name.startswith(FOLDERS)
                or name.startswith(UNREAD)
            ):
                continue
            if patterns and not any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
                continue
            found.append(Work(name, root / name, int(row["qubits"]), _two_qubit(row)))
    return sorted(found, key=lambda work: (work.two_qubit, work.name))[:most]


def _two_qubit(row: dict[str, str]) -> int:
    """Return the two-qubit gates with those on more qubits as six each."""
    return int(row["gates_2q"] or 0) + 6 * int(row["gates_3q_plus"] or 0)


@dataclass(frozen=True)
class Known:
    """A circuit whose optimum on its device is known.

    Parameters
    ----------
    work : Work
        The circuit.
    device : str
        Name of its device.
    depth, swaps : int or None
        The optimum.
    """

    work: Work
    device: str
    depth: int | None
    swaps: int


def known(folder: str, only: Iterable[str] = (), most: int | None = None) -> list[Known]:
    """Return the circuits of ``route/FOLDER`` with their optima."""
    root = corpus()
    if root is None:
        return []
    told = json.loads((root / "route" / "known_optimal.json").read_text())
    facts = {each["path"]: each for each in told.values()}
    found = []
    for work in circuits(list(only) or [f"route/{folder}/*"], None):
        if work.name.startswith(f"route/{folder}/") and work.name in facts:
            each = facts[work.name]
            found.append(
                Known(work, each["device"], each.get("optimal_depth"), each["optimal_swaps"])
            )
    return found[:most]
