# SPDX-License-Identifier: Apache-2.0
"""The kind that rotation folding feeds on: parities that come back, behind Hadamards, Paulis, swaps and measurements.

One function appends one structure of several gates. A circuit draws a few parities and Toffolis first and keeps to
them, so that the same rotation is met again and again, rarely on the same wire.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from random import Random
from typing import NamedTuple

from qcompile import Angle, Circuit

from .angles import nasty, quarter
from .classical import condition
from .unitary import operands

#: Measurements and resets of one circuit; the oracle follows each branch.
MAX_BRANCHINGS = 4
#: Structures inside one another.
MAX_DEPTH = 2


class Gate(NamedTuple):
    """A gate by name, with what it takes to invert it."""

    name: str
    angles: tuple[Angle, ...]
    qubits: tuple[int, ...]

    def inverse(self) -> Gate:
        """Return the gate that undoes it."""
        return Gate(INVERSE.get(self.name, self.name), tuple(-a for a in self.angles), self.qubits)


INVERSE = {"t": "tdg", "tdg": "t", "s": "sdg", "sdg": "s", "sx": "sxdg", "sxdg": "sx"}
Gates = Iterator[Gate]


def _gate(name: str, *qubits: int, angle: Angle | None = None) -> Gate:
    return Gate(name, () if angle is None else (angle,), qubits)


class Foldable:
    """Appends structures over parities of its own.

    Parameters
    ----------
    rng : Random
        Draws the parities.
    qubits : int
        Width, at least 3.
    angle : callable
        Draws the angle of a rotation that is not written by name; returns multiples of pi/4 for exact circuits.
    limit : int
        No circuit grows beyond so many operations.
    """

    def __init__(
        self, rng: Random, qubits: int, angle: Callable[[Random], Angle], limit: int
    ) -> None:
        self.qubits = qubits
        self.limit = limit
        self.angle = angle
        self.parities = [operands(rng, qubits, rng.randint(2, min(4, qubits))) for _ in range(4)]
        self.triples = [operands(rng, qubits, 3) for _ in range(2)]
        self.branchings = 0

    def __call__(self, rng: Random, c: Circuit) -> None:
        """Append one structure; in a circuit with bits now and then a measurement or a conditioned gate."""
        where = rng.random()
        if c.num_bits and where < 0.1 and self.branchings < MAX_BRANCHINGS:
            self.branchings += 1
            if where < 0.07:
                c.measure(rng.randrange(self.qubits), rng.randrange(c.num_bits))
            else:
                c.reset(rng.randrange(self.qubits))
        elif c.num_bits and where < 0.25:
            body = Circuit.from_core(c.emptied())
            for gate in self._small(rng):
                body.append_gate(gate.name, list(gate.angles), list(gate.qubits))
            c.append_if(condition(rng, c.num_bits), body)
        else:
            # Cut at the limit: a computation that is not undone is a structure too.
            for gate in islice(self._structure(rng, 0), self.limit - len(c)):
                c.append_gate(gate.name, list(gate.angles), list(gate.qubits))

    def _structure(self, rng: Random, depth: int) -> Gates:
        which = rng.random()
        if depth >= MAX_DEPTH or which < 0.3:
            yield from self._small(rng)
        elif which < 0.6:
            yield from self._parity(rng, depth)
        elif which < 0.72:
            yield from self._toffoli(rng)
        else:
            # Compute, work, uncompute; the work may or may not commute with the rest.
            compute = list(self._conjugation(rng))
            yield from compute
            for _ in range(rng.randint(1, 2)):
                yield from self._structure(rng, depth + 1)
            yield from (gate.inverse() for gate in reversed(compute))

    def _small(self, rng: Random) -> Gates:
        q = rng.randrange(self.qubits)
        which = rng.random()
        if which < 0.45:
            yield self._rotation(rng, q)
        elif which < 0.7:
            yield _gate(rng.choice("xxyz"), q)
        elif which < 0.85:
            yield _gate(rng.choice("hhhs"), q)
        else:
            yield _gate(rng.choice(("swap", "swap", "cz", "cx")), *operands(rng, self.qubits, 2))

    def _rotation(self, rng: Random, q: int) -> Gate:
        which = rng.random()
        if which < 0.55:
            return _gate(rng.choice(("t", "tdg")), q)
        if which < 0.75:
            return _gate(rng.choice(("s", "sdg", "z")), q)
        if which < 0.8:
            return _gate(rng.choice(("sx", "sxdg")), q)
        return _gate(rng.choice(("p", "rz", "rz", "rx")), q, angle=self.angle(rng))

    def _parity(self, rng: Random, depth: int) -> Gates:
        """Rotate about a parity, on any of its wires; now and then leave it there."""
        support = list(rng.choice(self.parities))
        if len(support) == 2 and rng.random() < 0.2:
            yield _gate("rzz", *support, angle=self.angle(rng))
            return
        rng.shuffle(support)
        *controls, target = support
        chain = [_gate("cx", control, target) for control in controls]
        yield from chain
        yield self._rotation(rng, target)
        if rng.random() < 0.3:
            yield from self._structure(rng, depth + 1)
        if rng.random() < 0.8:
            rng.shuffle(chain)
            yield from chain

    def _toffoli(self, rng: Random) -> Gates:
        """Apply ccz, or ccx, as seven T gates or as one gate."""
        a, b, c = rng.sample(rng.choice(self.triples), 3)
        if rng.random() < 0.3:
            yield _gate(rng.choice(("ccx", "ccz")), a, b, c)
            return
        around = rng.random() < 0.7
        if around:
            yield _gate("h", c)
        for name, *on in (
            *(("cx", b, c), ("tdg", c), ("cx", a, c), ("t", c), ("cx", b, c), ("tdg", c)),
            *(("cx", a, c), ("t", b), ("t", c), ("cx", a, b), ("t", a), ("tdg", b), ("cx", a, b)),
        ):
            yield _gate(str(name), *map(int, on))
        if around:
            yield _gate("h", c)

    def _conjugation(self, rng: Random) -> Gates:
        """Yield a piece to stand on both sides of another."""
        for _ in range(rng.randint(1, 3)):
            which = rng.randrange(5)
            if which == 0:
                yield from (_gate("h", q) for q in operands(rng, self.qubits, rng.randint(1, 2)))
            elif which == 1:
                yield from self._toffoli(rng)
            elif which == 2:
                yield _gate(rng.choice(("swap", "cz", "cx")), *operands(rng, self.qubits, 2))
            elif which == 3:
                yield _gate(rng.choice("xyz"), rng.randrange(self.qubits))
            else:
                yield self._rotation(rng, rng.randrange(self.qubits))


def exact(rng: Random) -> Angle:
    """Return a multiple of pi/4."""
    return quarter(rng)


def arbitrary(rng: Random) -> Angle:
    """Return any angle, half of the time one of few, so that sums and differences vanish."""
    if rng.random() < 0.5:
        return Angle(rng.choice((0.3, -0.3, 0.6, 1.0)))
    return Angle(nasty(rng))


def symbolic(rng: Random) -> Angle:
    """Return plus or minus one of two parameters, now and then with an exact or any other angle added."""
    angle = Angle.symbol(f"theta[{rng.randrange(2)}]") * rng.choice((1, -1, 1, 2))
    if rng.random() < 0.3:
        return angle + (quarter(rng) if rng.random() < 0.5 else nasty(rng))
    return angle if rng.random() < 0.7 else quarter(rng)
