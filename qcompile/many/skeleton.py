# SPDX-License-Identifier: Apache-2.0
"""What circuits that differ in their angles alone have in common.

``` text
circuit --> angles that are multiples of pi/4 stay; the others become symbols, equal ones (up to sign) the same
        --> key (all but the symbols' values), values
```

Angles that nearly agree, or agree up to quarter turns, could cancel where the symbols do not: such a circuit has no
skeleton, and is compiled by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from itertools import pairwise
from math import pi
from typing import TYPE_CHECKING

import numpy as np

from .._native import Angle, Operation, gate_table, reduce
from ..circuit import Circuit

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Angles nearer to a multiple of pi/4 are special: passes make something of them.
SPECIAL = 1e-7
#: Angles nearer to one another than this, and not equal, are too near to be told apart.
APART = 1e-9
#: Circuits with more angles are compiled by themselves.
MOST_ANGLES = 5_000
#: The golden ratio: its multiples modulo 1 keep away from one another.
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Skeleton:
    """A circuit without the values of its angles.

    Parameters
    ----------
    key : str
        Equal for circuits that differ in the values alone.
    values : ndarray of float64
        What each symbol stands for here.
    circuit : Circuit
        The circuit at fixed values in general position, its global phase left out: the same for all of a key, but for
        the order of independent operations.
    """

    key: str
    values: NDArray[np.float64]
    circuit: Circuit
    _places: NDArray[np.int64]
    _starts: NDArray[np.uint32]
    _symbols: NDArray[np.int64]
    _signs: NDArray[np.int64]

    def symbolic(self) -> tuple[Circuit, list[str]]:
        """Return the circuit over parameters, in canonical order and without source places; and their names."""
        made = _in_canonical_order(self.circuit)
        names = [f"angle[{k}]" for k in range(len(self.values))]
        angles = [Angle.symbol(name) for name in names]
        rows = np.searchsorted(self._starts, self._places, side="right") - 1
        for place, row, symbol, sign in zip(
            self._places.tolist(),
            rows.tolist(),
            self._symbols.tolist(),
            self._signs.tolist(),
            strict=True,
        ):
            angle = angles[symbol] if sign > 0 else -angles[symbol]
            made = Circuit.from_core(
                reduce.with_angle(made, row, place - int(self._starts[row]), angle)
            )
        # Parameters are known to a circuit by being appended.
        return _rebuilt(made, list(made)), names


def skeleton(circuit: Circuit) -> Skeleton | None:
    """Return what a circuit has in common with others; None for one that is best compiled by itself.

    That is one with free parameters, control flow, or anything but library gates, measurements, resets, barriers and
    delays; without angles to take out; or with angles in a special relation that symbols would not show.
    """
    columns = circuit.columns()
    wires = np.frombuffer(columns["qubit_start"], dtype="<u4")
    if not _plain() >= set(columns["names"]) or (np.diff(wires) == 0).any():
        return None
    angles = np.frombuffer(columns["angles"], dtype="<f8")
    if np.isnan(angles).any():
        return None
    places = np.flatnonzero(_off(angles, pi / 4) > SPECIAL)
    if not 0 < len(places) <= MOST_ANGLES:
        return None
    generic = angles[places]
    sizes, first, which = np.unique(np.abs(generic), return_index=True, return_inverse=True)
    if (np.diff(np.sort(_off(sizes, pi / 2))) < APART).any():
        return None
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    symbols = rank[which]
    values = generic[first[order]]
    signs = np.where(generic == values[symbols], 1, -1)
    starts = np.frombuffer(columns["angle_start"], dtype="<u4")
    bare = circuit.copy()
    bare.phase = 0.0
    # The phase counts for no row, so that the columns taken before still are the circuit's.
    rows = np.searchsorted(starts, places, side="right") - 1
    fixed = markers(len(values))[symbols] * signs
    edits = zip(rows.tolist(), (places - starts[rows]).tolist(), fixed.tolist(), strict=True)
    bare.apply_columns(columns["version"], [], list(edits))
    taken = sha256(b"".join(np.ascontiguousarray(a).tobytes() for a in (places, symbols, signs)))
    key = f"{bare.structural_hash()}-{taken.hexdigest()[:32]}"
    return Skeleton(key, values, bare, places, starts, symbols, signs)


@lru_cache(maxsize=64)
def markers(count: int, shift: float = 0.0) -> NDArray[np.float64]:
    """Return fixed angles in general position: no two alike, none near a multiple of pi/4."""
    x = (np.arange(1, count + 1) * _GOLDEN + shift) % 1.0
    angles: NDArray[np.float64] = np.asarray((2 * x - 1) * pi, dtype=np.float64)
    near = _off(angles, pi / 4) < 1e-3
    angles[near] += 2.5e-3
    angles.flags.writeable = False
    return angles


def is_special(angles: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which angles are beside a multiple of pi/4."""
    special: NDArray[np.bool_] = _off(angles, pi / 4) <= SPECIAL
    return special


def _off(angles: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """Return how far angles are from the nearest multiple of a step."""
    return np.abs(angles - np.round(angles / step) * step)


@cache
def _plain() -> frozenset[str]:
    """Return the kinds of operations that consist of a name, wires and angles."""
    gates = {row["name"] for row in gate_table()}
    return frozenset(gates | {"measure", "reset", "barrier"})


def _in_canonical_order(circuit: Circuit) -> Circuit:
    """Return the same operations in the order of `Circuit.columns`, without source places.

    That order keeps the order on each wire, so that the k-th operation on a wire is the k-th there.
    """
    columns = circuit.columns()
    starts = np.frombuffer(columns["qubit_start"], dtype="<u4").tolist()
    qubits = np.frombuffer(columns["qubits"], dtype="<u4").tolist()
    on_wire: list[list[int]] = [[] for _ in range(circuit.num_qubits)]
    for row, (start, end) in enumerate(pairwise(starts)):
        for q in qubits[start:end]:
            on_wire[q].append(row)
    met = [0] * circuit.num_qubits
    ordered: list[tuple[int, Operation]] = []
    for op in circuit:
        ordered.append((on_wire[op.qubits[0]][met[op.qubits[0]]], op))
        for q in op.qubits:
            met[q] += 1
    ordered.sort(key=lambda pair: pair[0])
    return _rebuilt(circuit, [op for _, op in ordered])


def _rebuilt(circuit: Circuit, operations: list[Operation]) -> Circuit:
    made = Circuit.from_core(circuit.emptied())
    made.name = None
    for op in operations:
        made.append(op.instruction, op.qubits, op.bits)
    return made
