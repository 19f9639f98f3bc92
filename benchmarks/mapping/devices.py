# SPDX-License-Identifier: Apache-2.0
"""The devices circuits are fitted to, as plain data: two generic ones and two of IBM's maps."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .checker import SYMMETRIC, Device

BASIS = ("cx", "rz", "sx", "x")
TWO_QUBIT = frozenset({"cx", "ecr"}) | SYMMETRIC


@dataclass(frozen=True)
class Chip:
    """A device with one basis everywhere.

    Parameters
    ----------
    name : str
        Column of the table.
    qubits : int
        Its size.
    edges : tuple of (int, int)
        Couplers; the first operand first where `directed`.
    basis : tuple of str
        Native gates.
    directed : bool
        Whether a coupler works one way only.
    """

    name: str
    qubits: int
    edges: tuple[tuple[int, int], ...]
    basis: tuple[str, ...] = BASIS
    directed: bool = False

    @property
    def coupler(self) -> str:
        """The two-qubit gate."""
        return next(g for g in self.basis if g in TWO_QUBIT)

    def pairs(self) -> list[tuple[int, int]]:
        """Return every ordered pair that has the coupler."""
        both = () if self.directed else tuple((b, a) for a, b in self.edges)
        return [*self.edges, *both]

    def device(self) -> Device:
        """Return it as the checker takes it."""
        return Device.uniform(self.qubits, self.pairs(), self.basis)


@cache
def chips() -> dict[str, Chip]:
    """Return the devices of the comparison by name."""
    found = {
        "line:100": line(100),
        "grid:10x10": grid(10, 10),
    }
    told = json.loads((Path(__file__).parent / "ibm.json").read_text())
    for name, facts in told.items():
        edges = tuple((a, b) for a, b in facts["edges"])
        found[name] = Chip(name, facts["qubits"], edges, tuple(facts["basis"]), facts["directed"])
    return found


def line(qubits: int) -> Chip:
    """Return qubits in a row."""
    return Chip(f"line:{qubits}", qubits, tuple((q, q + 1) for q in range(qubits - 1)))


def grid(rows: int, columns: int) -> Chip:
    """Return qubits in rows and columns, numbered row by row."""
    right = [
        (r * columns + c, r * columns + c + 1) for r in range(rows) for c in range(columns - 1)
    ]
    down = [
        (r * columns + c, (r + 1) * columns + c) for r in range(rows - 1) for c in range(columns)
    ]
    return Chip(f"grid:{rows}x{columns}", rows * columns, tuple(sorted(right + down)))


def graph(name: str, qubits: int, edges: Iterable[Iterable[int]]) -> Chip:
    """Return a device of the corpus, its couplers both ways."""
    return Chip(name, qubits, tuple((a, b) for a, b in edges))


@cache
def named(name: str) -> Chip:
    """Return a device of the comparison, ``heavy-hex:D``, or one of the corpus by its name there."""
    if name in chips():
        return chips()[name]
    if name.startswith("heavy-hex:"):
        from qiskit.transpiler import CouplingMap

        edges = CouplingMap.from_heavy_hex(int(name.partition(":")[2]), bidirectional=False)
        return graph(name, edges.size(), sorted(edges.get_edges()))
    from ..workloads import corpus

    root = corpus()
    if root is None:
        raise KeyError(name)
    facts = json.loads((root / "route" / "devices.json").read_text())[name]
    return graph(name, facts["qubits"], facts["edges"])
