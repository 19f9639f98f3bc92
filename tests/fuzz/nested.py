# SPDX-License-Identifier: Apache-2.0
"""Blocks full of gates on several qubits, and loops that are left in the middle."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from qcompile import Circuit
from qcompile._native import Instruction

from .classical import MAX_BRANCHINGS, Blocks, condition
from .unitary import library_gate, operands

#: Gates inside blocks, most of them between qubits that may be far apart.
INNER = (
    ("cx", 2, 0),
    ("cz", 2, 0),
    ("swap", 2, 0),
    ("cp", 2, 1),
    ("rzz", 2, 1),
    ("ccx", 3, 0),
    ("cswap", 3, 0),
    ("h", 1, 0),
    ("t", 1, 0),
    ("sx", 1, 0),
)
DEPTH = 3


class Nested(Blocks):
    """Every second operation owns blocks; every second loop may be left between two of its gates."""

    def __call__(self, rng: Random, c: Circuit, depth: int = 0) -> None:
        """Append one operation; blocks hold gates, measurements and further blocks."""
        where = rng.random()
        if depth >= DEPTH or where < 0.5 + 0.1 * depth:
            library_gate(rng, c, tuple(g for g in INNER if g[1] <= c.num_qubits))
        elif where < 0.7:
            super().__call__(rng, c, DEPTH)
        else:
            self._owner(rng, c, depth)

    def _owner(self, rng: Random, c: Circuit, depth: int) -> None:
        def inner(rng: Random, c: Circuit) -> None:
            self(rng, c, depth + 1)

        def filled(low: int, high: int) -> Circuit:
            body = Circuit.from_core(c.emptied())
            for _ in range(rng.randint(low, high)):
                inner(rng, body)
            return body

        which = rng.randrange(4)
        if which <= 1:
            otherwise = filled(0, 3) if rng.random() < 0.5 else None
            c.append_if(condition(rng, c.num_bits), filled(1, 4), otherwise)
        elif which == 2:
            bits = rng.sample(range(c.num_bits), rng.randint(1, min(2, c.num_bits)))
            values = operands(rng, 1 << len(bits), rng.randint(1, 1 << len(bits)))
            cases = [([v], filled(1, 2)) for v in values]
            c.append_switch(bits, cases, filled(1, 2) if rng.random() < 0.5 else None)
        else:
            self._left(rng, c, filled)

    def _left(self, rng: Random, c: Circuit, filled: Callable[[int, int], Circuit]) -> None:
        """Append a counted loop that may be left, or begun again, between two of its gates."""
        before = self.branchings
        body = filled(1, 3)
        values = list(range(rng.randint(1, 3)))
        if (self.branchings - before) * (len(values) - 1) + self.branchings > MAX_BRANCHINGS:
            values = values[:1]
        self.branchings += (self.branchings - before) * (len(values) - 1)
        if rng.random() < 0.5:
            leave = Circuit.from_core(c.emptied())
            if rng.random() < 0.5:
                library_gate(rng, leave, tuple(g for g in INNER if g[1] <= c.num_qubits))
            leave.append(Instruction.bare(rng.choice(("break", "continue"))), [])
            body.append_if(condition(rng, c.num_bits), leave)
            for _ in range(rng.randint(0, 2)):
                library_gate(rng, body, tuple(g for g in INNER if g[1] <= c.num_qubits))
        c.append_for(values, body)
