# SPDX-License-Identifier: Apache-2.0
"""A longest path through a circuit: the gates that a message about depth should name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .._native import CoreCircuit, Operation


@dataclass(frozen=True)
class LongestPath:
    """Operations that weigh on one longest path.

    Parameters
    ----------
    counts : Counter of str
        How many of each name; a block counts under its own.
    last : str
        The last of them, with its qubits, as ``cz on qubits 3, 4``.
    """

    counts: Counter[str] = field(default_factory=Counter)
    last: str = ""

    def __str__(self) -> str:
        most = ", ".join(f"{count} {name}" for name, count in self.counts.most_common(6))
        return f"{most}; it ends in {self.last}"


def longest_path(circuit: CoreCircuit, *, two_qubit_only: bool = False) -> LongestPath | None:
    """Return a longest path as the metrics weigh it; None where nothing weighs.

    Linear in the number of operations.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> print(longest_path(Circuit(3).h(0).cx(0, 1).cx(1, 2)))
    2 cx, 1 h; it ends in cx on qubits 1, 2
    """
    heights: dict[tuple[str, int], tuple[int, int]] = {}
    steps: list[tuple[Operation, int]] = []
    top = 0, -1
    for op in circuit:
        wires = [("q", q) for q in op.qubits] + [("b", b) for b in op.bits]
        below = max((heights[wire] for wire in wires if wire in heights), default=(0, -1))
        weight = _weight(op, two_qubit_only)
        # An operation that weighs nothing passes on what it stands on.
        here = below
        if weight:
            steps.append((op, below[1]))
            here = below[0] + weight, len(steps) - 1
        for wire in wires:
            heights[wire] = here
        top = max(top, here)
    if top[1] < 0:
        return None
    last = steps[top[1]][0]
    path: Counter[str] = Counter()
    at = top[1]
    while at >= 0:
        op, at = steps[at]
        path[op.name] += 1
    qubits = ", ".join(map(str, last.qubits[:6])) + (", ..." if len(last.qubits) > 6 else "")
    plural = "s" if len(last.qubits) > 1 else ""
    return LongestPath(path, f"{last.name} on qubit{plural} {qubits}")


def _weight(op: Operation, two_qubit_only: bool) -> int:
    if op.name == "barrier":
        return 0
    if op.blocks:
        inner = [block.metrics() for block in op.blocks]
        return max(int(m["two_qubit_depth" if two_qubit_only else "depth"]) for m in inner)
    return int(len(op.qubits) == 2) if two_qubit_only else 1
