# SPDX-License-Identifier: Apache-2.0
"""The kinds that measure, reset, and decide by what was measured."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from qcompile import Circuit
from qcompile._native import Instruction

from .unitary import clifford_t, library_gate, operands

#: Measurements, resets and loop passes of one circuit; each may double the branches the oracle follows.
MAX_BRANCHINGS = 6


def condition(rng: Random, bits: int, depth: int = 0) -> object:
    """Return a condition in the engine's form."""
    which = rng.randrange(6 if depth < 2 else 3)
    if which == 0:
        return rng.randrange(bits)
    chosen = rng.sample(range(bits), rng.randint(1, bits))
    if which <= 2:
        # One value too many: what is too wide for its register is never equal.
        return (("equals", "less")[which - 1], chosen, rng.randint(0, 1 << len(chosen)))
    if which == 3:
        return ("not", condition(rng, bits, depth + 1))
    parts = [condition(rng, bits, depth + 1) for _ in range(rng.randint(1, 3))]
    return (rng.choice(("and", "or", "xor")), parts)


class Dynamic:
    """Measurements, resets, conditioned gates and fences; few bits, so that they are written twice."""

    def __init__(self) -> None:
        self.branchings = 0

    def __call__(self, rng: Random, c: Circuit) -> None:
        """Append one operation."""
        where = rng.random()
        qubit = rng.randrange(c.num_qubits)
        if where < 0.16 and self.branchings < MAX_BRANCHINGS:
            self.branchings += 1
            c.measure(qubit, rng.randrange(c.num_bits))
        elif where < 0.22 and self.branchings < MAX_BRANCHINGS:
            self.branchings += 1
            c.reset(qubit)
        elif where < 0.42:
            c.append_if(condition(rng, c.num_bits), _filled(rng, c, 1, gate))
        else:
            gate(rng, c)


class Blocks(Dynamic):
    """The same, with nested blocks, loops and switches."""

    def __call__(self, rng: Random, c: Circuit, depth: int = 0) -> None:
        """Append one operation; blocks hold operations of every kind down to a depth of three."""
        if depth >= 3 or rng.random() > (0.3 if depth == 0 else 0.2):
            super().__call__(rng, c)
            return

        def inner(rng: Random, c: Circuit) -> None:
            self(rng, c, depth + 1)

        size = rng.randint(0, 3)
        which = rng.randrange(5)
        if which <= 1:
            otherwise = _filled(rng, c, rng.randint(0, 3), inner) if rng.random() < 0.6 else None
            c.append_if(condition(rng, c.num_bits), _filled(rng, c, size, inner), otherwise)
        elif which == 2:
            bits = rng.sample(range(c.num_bits), rng.randint(1, min(2, c.num_bits)))
            values = list(range(1 << len(bits)))
            rng.shuffle(values)
            cases = [([v], _filled(rng, c, 1, inner)) for v in values[: rng.randint(1, 3)]]
            default = _filled(rng, c, 1, inner) if rng.random() < 0.5 else None
            c.append_switch(bits, cases, default)
        elif which == 3:
            self._loop(rng, c, inner)
        elif self.branchings + 2 <= MAX_BRANCHINGS:
            bit, qubit = rng.randrange(c.num_bits), rng.randrange(c.num_qubits)
            body = _filled(rng, c, rng.randint(0, 2), gate)
            body.reset(qubit)
            if depth == 0 and self.branchings == 0 and rng.random() < 0.5:
                # A coin: each pass has half the probability of the one before.
                self.branchings = MAX_BRANCHINGS - 2
                body.h(qubit)
            else:
                self.branchings += 2
            body.measure(qubit, bit)
            c.append_while(bit, body)
        else:
            gate(rng, c)

    def _loop(self, rng: Random, c: Circuit, inner: Callable[[Random, Circuit], None]) -> None:
        """Append a counted loop; what is measured in it counts once for each pass."""
        values = [rng.randint(-3, 3) for _ in range(rng.randint(0, 3))]
        before = self.branchings
        body = _filled(rng, c, rng.randint(1, 3), inner)
        extra = (self.branchings - before) * max(len(values) - 1, 0)
        if self.branchings + extra > MAX_BRANCHINGS:
            values = values[:1]
            extra = 0
        self.branchings += extra
        if rng.random() < 0.4:
            leave = Circuit.from_core(c.emptied())
            leave.append(Instruction.bare(rng.choice(("break", "continue"))), [])
            body.append_if(condition(rng, c.num_bits), leave)
            gate(rng, body)
        c.append_for(values, body)


def gate(rng: Random, c: Circuit) -> None:
    """Append a gate, or now and then a fence."""
    where = rng.random()
    if where < 0.05:
        c.barrier(operands(rng, c.num_qubits, rng.randint(1, c.num_qubits)))
    elif where < 0.07:
        c.delay(10.0, rng.randrange(c.num_qubits))
    elif where < 0.6:
        clifford_t(rng, c)
    else:
        library_gate(rng, c)


def _filled(
    rng: Random, like: Circuit, size: int, append: Callable[[Random, Circuit], None]
) -> Circuit:
    body = Circuit.from_core(like.emptied())
    for _ in range(size):
        append(rng, body)
    if rng.random() < 0.1:
        body.add_phase(rng.uniform(-3, 3))
    return body
