# SPDX-License-Identifier: Apache-2.0
"""Proves two circuits equal by their Pauli rotations: a third opinion, for sizes where matrices and diagrams give up.

A circuit of Clifford gates and z rotations is one Clifford operator after a row of rotations exp(-i theta/2 P), each
about a Pauli string P. Rotations about the same string add up when every one between them commutes with them; a
quarter turn is a Clifford operator and moves to the end. One circuit followed by the inverse of the other is written
so, rotation by rotation; if nothing is left and the Clifford operator is the identity, the two are equal up to their
global phase. If something is left, nothing is known.

Shares no code with qcompile or any peer; reads with `openqasm`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from .openqasm import Op, Program

#: How far from a multiple of a quarter turn an angle may lie and still be one.
TOLERANCE = 1e-9
QUARTER = math.pi / 2
WORD = 64
#: Rotations looked at together on the way back.
CHUNK = 2048

#: Gates that are quarter turns about z, and how many.
QUARTERS = {"s": 1, "z": 2, "sdg": 3}
#: Gates that are other turns about z.
TURNS = {"t": math.pi / 4, "tdg": -math.pi / 4}
Z_ROTATIONS = frozenset({"rz", "p", "u1"})
INVERSE = {"s": "sdg", "sdg": "s", "t": "tdg", "tdg": "t", "sx": "sxdg", "sxdg": "sx"}

#: i^k times X on the bits of x times Z on the bits of z.
Pauli = tuple[int, int, int]
Words = npt.NDArray[np.uint64]


class UnsupportedError(Exception):
    """A gate that is neither Clifford nor a z rotation."""


def times(a: Pauli, b: Pauli) -> Pauli:
    """Return the product of two Pauli strings."""
    sign = 2 * (a[1] & b[0]).bit_count()
    return a[0] ^ b[0], a[1] ^ b[1], (a[2] + b[2] + sign) % 4


def commute(a: Pauli, b: Pauli) -> bool:
    """Return whether two Pauli strings commute."""
    return not ((a[0] & b[1]).bit_count() + (a[1] & b[0]).bit_count()) % 2


class Row:
    """Rotations in order, then a Clifford operator: kept as what it takes X and Z of each qubit back to."""

    def __init__(self, num_qubits: int) -> None:
        self.x: list[Pauli] = [(1 << q, 0, 0) for q in range(num_qubits)]
        self.z: list[Pauli] = [(0, 1 << q, 0) for q in range(num_qubits)]
        self.words = max(1, -(-num_qubits // WORD))
        self.strings: list[tuple[int, int]] = []
        self.angles: list[float] = []
        self.places: dict[tuple[int, int], list[int]] = {}
        self.table: Words = np.zeros((CHUNK, 2 * self.words), dtype=np.uint64)

    def is_identity(self) -> bool:
        """Return whether no rotation is left and the Clifford operator is the identity, up to its phase."""
        return not self.strings and all(
            self.x[q] == (1 << q, 0, 0) and self.z[q] == (0, 1 << q, 0) for q in range(len(self.x))
        )

    def apply(self, op: Op) -> None:
        """Append a gate."""
        name, qubits = op.name, op.qubits
        if name in ("id", "barrier", "u0"):
            return
        if name in QUARTERS:
            self._quarters(qubits[0], QUARTERS[name])
        elif name in TURNS:
            self._turn(self.z[qubits[0]], TURNS[name])
        elif name in Z_ROTATIONS:
            self._turn(self.z[qubits[0]], op.params[0])
        elif name in ("sx", "sxdg"):
            self._turn(self.x[qubits[0]], QUARTER if name == "sx" else -QUARTER)
        else:
            self._clifford(name, qubits)

    def _clifford(self, name: str, qubits: tuple[int, ...]) -> None:
        x, z = self.x, self.z
        q = qubits[0]
        if name == "h":
            x[q], z[q] = z[q], x[q]
        elif name in ("x", "y"):
            z[q] = times(z[q], (0, 0, 2))
            if name == "y":
                x[q] = times(x[q], (0, 0, 2))
        elif name == "cx":
            target = qubits[1]
            x[q], z[target] = times(x[q], x[target]), times(z[q], z[target])
        elif name == "cz":
            other = qubits[1]
            x[q], x[other] = times(x[q], z[other]), times(z[q], x[other])
        elif name == "swap":
            other = qubits[1]
            x[q], x[other] = x[other], x[q]
            z[q], z[other] = z[other], z[q]
        else:
            raise UnsupportedError(name)

    def _quarters(self, q: int, count: int) -> None:
        # s takes X back to -Y = i^3 X Z.
        for _ in range(count):
            product = times(self.x[q], self.z[q])
            self.x[q] = times(product, (0, 0, 3))

    def _turn(self, axis: Pauli, angle: float) -> None:
        """Append a turn about a string: whole quarters to the Clifford operator, the rest to the rotations."""
        # Strings are kept as Hermitian: i for every Y, and a sign that belongs to the angle.
        string = axis[:2]
        if (axis[2] - (axis[0] & axis[1]).bit_count()) % 4 == 2:
            angle = -angle
        quarters = round(angle / QUARTER)
        rest = angle - quarters * QUARTER
        if abs(rest) > TOLERANCE:
            quarters += self._merge(string, rest)
        self._absorb(string, quarters % 4)

    def _merge(self, string: tuple[int, int], angle: float) -> int:
        """Add to an equal rotation within reach, or append; return the quarter turns that came of it."""
        packed = self._packed(string)
        places = self.places.setdefault(string, [])
        place = places[-1] if places else -1
        if place < 0 or self._last_anticommuting(packed) > place:
            place = len(self.strings)
            if place == len(self.table):
                self.table = np.concatenate([self.table, np.zeros_like(self.table)])
            self.table[place] = packed
            self.strings.append(string)
            self.angles.append(angle)
            places.append(place)
            return 0
        total = self.angles[place] + angle
        quarters = round(total / QUARTER)
        self.angles[place] = total - quarters * QUARTER
        if abs(self.angles[place]) <= TOLERANCE:
            places.pop()
            self.table[place] = 0
            self.strings[place] = (0, 0)
            while self.strings and self.strings[-1] == (0, 0):
                self.strings.pop()
                self.angles.pop()
        return quarters

    def _absorb(self, string: tuple[int, int], quarters: int) -> None:
        """Append exp(-i pi/4 P) so many times: it commutes with whatever it passed."""
        if not quarters:
            return
        axis = (*string, (string[0] & string[1]).bit_count() % 4)
        for rows in (self.x, self.z):
            for q, row in enumerate(rows):
                if not commute(row, axis):
                    if quarters == 2:
                        rows[q] = times(row, (0, 0, 2))
                    else:
                        rows[q] = times(times(row, axis), (0, 0, 3 if quarters == 1 else 1))

    def _packed(self, string: tuple[int, int]) -> Words:
        """Return z before x: the half that meets x of another string stands over it."""
        size = self.words * WORD // 8
        x, z = (part.to_bytes(size, "little") for part in string)
        return np.frombuffer(z + x, dtype=np.uint64)

    def _last_anticommuting(self, packed: Words) -> int:
        half = self.words
        flipped = np.concatenate([packed[half:], packed[:half]])
        end = len(self.strings)
        while end > 0:
            start = max(0, end - CHUNK)
            odd = np.flatnonzero(_odd(self.table[start:end] & flipped))
            if len(odd):
                return start + int(odd[-1])
            end = start
        return -1


def _odd(words: Words) -> Words:
    """Return 1 for each row of words with an odd number of ones."""
    folded: Words = np.bitwise_xor.reduce(words, axis=1)
    for shift in (32, 16, 8, 4, 2, 1):
        folded = folded ^ (folded >> np.uint64(shift))
    return folded & np.uint64(1)


def inverted(ops: Iterable[Op]) -> list[Op]:
    """Return the inverse of a row of gates that `Row` takes."""
    return [
        op._replace(name=INVERSE.get(op.name, op.name), params=tuple(-angle for angle in op.params))
        for op in reversed(list(ops))
    ]


def equal(a: Program, b: Program) -> bool:
    """Return True if the two are proven equal up to their global phase; False says nothing.

    Raises
    ------
    UnsupportedError
        A gate that is neither Clifford nor a z rotation.
    """
    row = Row(max(a.num_qubits, b.num_qubits))
    for op in (*a.ops, *inverted(b.ops)):
        row.apply(op)
    return row.is_identity()
