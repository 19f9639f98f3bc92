# SPDX-License-Identifier: Apache-2.0
"""Undo a routing exactly: take the SWAPs out, name wires by the program qubit on them, and compare what is left.

On either side every SWAP is taken as a change of names, the program's own included, so it does not matter which of
them a router executed and which it absorbed. What is left must be the same operations on the same qubits with the same
angles, in an order that differs only among operations that commute: those that share no wire, or act on every shared
wire by functions of the same Pauli. Then every program qubit must end on the wire the final layout says.

Orders are compared by levels: an operation stands one level above the highest earlier one it does not commute with.
Two orders come from one another by exchanging commuting neighbours exactly if the same operations stand on the same
levels (D. Foata's normal form; Cartier and Foata, "Problèmes combinatoires de commutation et réarrangements", 1969,
doi:10.1007/BFb0079468). Blocks are compared the same way inside, and must end as they began.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from functools import cache

import numpy as np

from .matrices import Matrix, X, Y, Z, matrix
from .text import Program, Step

#: Letters of what is no gate.
LETTERS = {"measure": "z"}
#: Gates whose operands may be exchanged.
SYMMETRIC = frozenset("cz cs csdg cp rzz rxx ryy iswap iswapdg siswap siswapdg ccz swap".split())
#: Steps of an angle that are told apart.
GRAIN = 1e-9

#: What of a commutator is rounding.
EXACT = 1e-12
PAULIS = {"x": X, "y": Y, "z": Z}

Levels = Counter[tuple[int, Hashable]]


@cache
def letters(name: str, angles: tuple[float | None, ...], width: int) -> str:
    """Return, for each operand, the Pauli the gate is a function of there.

    "." where it is a function of more than one, "-" where it does nothing.
    """
    if name in LETTERS:
        return LETTERS[name]
    try:
        gate = matrix(name, [0.7123 if a is None else a for a in angles])
    except KeyError:
        return "." * width
    found = ""
    for k in range(width):
        commuting = [
            letter
            for letter, pauli in PAULIS.items()
            if np.abs((step := _on(pauli, k, width)) @ gate - gate @ step).max() < EXACT
        ]
        found += {0: ".", 1: "".join(commuting)}.get(len(commuting), "-")
    return found


def _on(pauli: Matrix, k: int, width: int) -> Matrix:
    return np.kron(np.eye(1 << (width - 1 - k)), np.kron(pauli, np.eye(1 << k)))


class Names:
    """Which name is on each wire, and on which level each wire is, by letter."""

    def __init__(self, names: Iterable[Hashable], commuting: bool = True) -> None:
        self.on = list(names)
        self.commuting = commuting
        self.level: dict[Hashable, dict[str, int]] = {}

    def stand(self, wires: Sequence[tuple[Hashable, str]]) -> int:
        """Return the level of an operation with these letters on these names, and remember it."""
        level = 0
        for name, letter in wires:
            for other, height in self.level.get(name, {}).items():
                if letter == "." or other != letter:
                    level = max(level, height)
        level += 1
        for name, letter in wires:
            heights = self.level.setdefault(name, {})
            heights[letter] = max(heights.get(letter, 0), level)
        return level


def levels(steps: Iterable[Step], names: Names) -> Levels:
    """Return the operations but SWAPs with their levels; `names` is left as it is at the end."""
    out: Levels = Counter()
    for step in steps:
        if step.name == "swap":
            a, b = step.qubits
            names.on[a], names.on[b] = names.on[b], names.on[a]
            continue
        if step.name == "gphase":
            continue
        own = tuple(names.on[q] for q in step.qubits)
        if step.name in ("barrier", *SYMMETRIC):
            own = tuple(sorted(own, key=str))
        found = letters(step.name, step.angles, len(own)) if names.commuting else "." * len(own)
        wires = [(q, letter) for q, letter in zip(own, found, strict=True) if letter != "-"]
        blocks = [_block(block, names) for block in step.blocks]
        inside = {name for _, touched in blocks for name in touched}
        wires += [(name, ".") for name in sorted(inside, key=str)]
        written, read = step.all_bits()
        wires += [(("bit", b), "." if b in written else "read") for b in sorted(written | read)]
        angles = tuple(None if a is None else round(a / GRAIN + 0.3711) for a in step.angles)
        what = (
            step.name,
            angles,
            own,
            step.bits,
            step.reads,
            step.text,
            tuple(inner for inner, _ in blocks),
        )
        out[names.stand(wires), what] += 1
    return out


def _block(steps: tuple[Step, ...], names: Names) -> tuple[Hashable, set[Hashable]]:
    """Return a block's levels and how it leaves the names turned, and the names that notice."""
    inside = Names(names.on, names.commuting)
    found = levels(steps, inside)
    turned = [(a, b) for a, b in zip(names.on, inside.on, strict=True) if a != b]
    # Whoever is only carried past comes back to its place and has noticed nothing.
    noticing = {name for name in inside.level if not (isinstance(name, tuple) and name[0] == "bit")}
    return (frozenset(found.items()), frozenset(turned)), noticing.union(*turned)


def difference(source: Program, routed: Program, *, commuting: bool = True) -> str | None:
    """Return how a routed text differs from what it was made of; None if it is that, operation by operation.

    Parameters
    ----------
    source : Program
        What went into the routing; on the wires its own initial layout says, if it has one.
    routed : Program
        What came out, with both layouts.
    commuting : bool, default True
        Whether operations on shared qubits may have changed places where they commute.
    """
    if routed.initial is None or routed.final is None:
        return "no layouts"
    plain = tuple(range(source.num_qubits))
    starts = plain if source.initial is None else source.initial
    ends = plain if source.final is None else source.final
    if not len(starts) == len(routed.initial) == len(routed.final):
        return f"layouts of {len(routed.initial)} qubits for a program of {len(starts)}"
    before = _named(source.num_qubits, starts, commuting)
    after = _named(routed.num_qubits, routed.initial, commuting)
    left, right = levels(source.steps, before), levels(routed.steps, after)
    for q, (end, wire) in enumerate(zip(ends, routed.final, strict=True)):
        if before.on[end] != after.on[wire]:
            return f"program qubit {q} does not end on wire {wire}"
    if left != right:
        missing, extra = left - right, right - left
        what = min((*missing, *extra), key=lambda item: (item[0], str(item[1])))
        return f"{len(missing)} operations missing, {len(extra)} too many; the first on level {what[0]}: {what[1]}"
    return None


def _named(wires: int, starts: Sequence[int], commuting: bool) -> Names:
    """Return the wires with program qubits named by number, and idle ones by a name nobody else has."""
    names: list[Hashable] = [("idle", wire) for wire in range(wires)]
    for q, wire in enumerate(starts):
        names[wire] = q
    return Names(names, commuting)
