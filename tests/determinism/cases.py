# SPDX-License-Identifier: Apache-2.0
"""What is compiled: circuits of the corpus at each level, for no device and for one that is wide enough."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

#: By width: each circuit goes to one of the first two that hold it, in turn.
DEVICES = (
    (9, "grid:3x3"),
    (20, "iqm-garnet"),
    (54, "iqm-emerald"),
    (105, "google-willow"),
    (156, "ibm-heron-r2"),
)
#: Programs that a front end must refuse, and a language of its own.
LEFT_OUT = ("invalid/", "openqasm3/", "variational/symbolic/")


class Case(NamedTuple):
    """One compilation."""

    path: str
    level: int
    #: None: an ideal machine, in the circuit's own gates.
    device: str | None

    def __str__(self) -> str:
        return f"{Path(self.path).name} -O{self.level}" + (
            f" -t {self.device}" if self.device else ""
        )


class Chosen(NamedTuple):
    """A circuit of the corpus."""

    path: str
    qubits: int
    gates: int


def corpus(folder: Path, count: int, gates: int) -> list[Chosen]:
    """Return `count` circuits of at most `gates` gates, spread evenly over all sizes."""
    with open(folder / "MANIFEST.csv", encoding="utf-8") as file:
        rows = [
            Chosen(str(folder / row["path"]), int(row["qubits"]), int(row["gates"]))
            for row in csv.DictReader(file)
            if row["path"].endswith(".qasm") and not row["path"].startswith(LEFT_OUT)
        ]
    fit = sorted((c for c in rows if c.gates <= gates), key=lambda c: (c.gates, c.path))
    if len(fit) <= count:
        return fit
    return [fit[k * len(fit) // count] for k in range(count)]


def cases(circuits: list[Chosen], levels: list[int]) -> list[Case]:
    """Return every circuit at every level, without a device and with one."""
    out = []
    for index, circuit in enumerate(circuits):
        wide = [name for width, name in DEVICES if circuit.qubits <= width][:2]
        for level in levels:
            out.append(Case(circuit.path, level, None))
            if wide:
                out.append(Case(circuit.path, level, wide[index % len(wide)]))
    return out
