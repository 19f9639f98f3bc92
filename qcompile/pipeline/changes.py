# SPDX-License-Identifier: Apache-2.0
"""What a pass did to a circuit, by the places in the source of the operations it changed.

Every operation carries its place; what a pass puts in the place of an operation inherits it. So the operations of one
place before and after a pass are compared as multisets, whatever the order and whatever the pass is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from .._native import Angle, gate_table
from ..rebuilding import OWNERS

if TYPE_CHECKING:
    from .._native import CoreCircuit, Operation

#: Line and column, counted from 1.
Place: TypeAlias = "tuple[int, int]"
#: An operation on several qubits counts as so many others when effects are put in order.
WIDE_WEIGHT = 10


class Item(NamedTuple):
    """An operation as it is compared."""

    name: str
    angles: tuple[float | Angle, ...]
    qubits: tuple[int, ...]
    bits: tuple[int, ...]

    @property
    def text(self) -> str:
        """Name and angles: ``rz(pi/2)``."""
        if not self.angles:
            return self.name
        return f"{self.name}({', '.join(map(_angle, self.angles))})"

    @property
    def short(self) -> str:
        """Name and angles, these to six digits unless they are fractions of pi."""
        if not self.angles:
            return self.name
        exact = ((a, _angle(a)) for a in self.angles)
        short = (text if "pi" in text or isinstance(a, Angle) else f"{a:.6g}" for a, text in exact)
        return f"{self.name}({', '.join(short)})"

    @property
    def weight(self) -> int:
        """How much it counts."""
        return WIDE_WEIGHT if len(self.qubits) > 1 and self.name != "barrier" else 1


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a pass did to the operations of one place.

    Parameters
    ----------
    place : (int, int) or None
        Line and column in the source; None for operations that came from nowhere in it.
    gone, added : tuple of Item
        Operations that are there no more, and new ones.
    changed : tuple of (Item, Item)
        Operations with other angles, or turned round: before and after.
    moved : int
        Operations that are only on other qubits now.
    carried : tuple of Item
        Of the new ones those without a place of their own, such as swaps, that make room for this place's.
    """

    place: Place | None
    gone: tuple[Item, ...] = ()
    added: tuple[Item, ...] = ()
    changed: tuple[tuple[Item, Item], ...] = ()
    moved: int = 0
    carried: tuple[Item, ...] = ()

    @property
    def weight(self) -> int:
        """How much was done: operations, those on several qubits tenfold."""
        items = (*self.gone, *self.added, *self.carried, *(after for _, after in self.changed))
        return sum(item.weight for item in items)


@dataclass(frozen=True)
class Changes:
    """What a pass did to a circuit: an `Effect` a place, the largest first."""

    effects: tuple[Effect, ...]

    def gone(self) -> Counter[str]:
        """Return how many operations are there no more, by name."""
        return Counter(item.name for effect in self.effects for item in effect.gone)

    def added(self) -> Counter[str]:
        """Return how many operations are new, by name."""
        return Counter(
            item.name for effect in self.effects for item in (*effect.added, *effect.carried)
        )

    def changed(self) -> Counter[str]:
        """Return how many operations have other angles, by name."""
        return Counter(after.name for effect in self.effects for _, after in effect.changed)

    def moved(self) -> int:
        """Return how many operations are only on other qubits."""
        return sum(effect.moved for effect in self.effects)


#: By place the operations that have it, and by place those without one that make room for it.
Listing: TypeAlias = "tuple[dict[Place | None, Counter[Item]], dict[Place | None, Counter[Item]]]"


def compare(before: CoreCircuit, after: CoreCircuit) -> Changes:
    """Return what happened between two states of a circuit.

    Examples
    --------
    >>> import qcompile as qc
    >>> c = qc.loads('OPENQASM 2.0; include "qelib1.inc"; qreg q[1]; h q[0]; rz(1) q[0]; rz(2) q[0];')
    >>> short = qc.compile(c, passes="merge-rotations").circuit
    >>> [(e.place, [i.text for i in e.gone], [b.text for _, b in e.changed]) for e in compare(c, short).effects]
    [((1, 56), [], ['rz(3.0)']), ((1, 68), ['rz(2.0)'], [])]
    """
    return State(after).since(State(before))


class State:
    """A circuit as it was between two passes; its operations are listed once, when somebody asks."""

    def __init__(self, circuit: CoreCircuit) -> None:
        self.circuit = circuit

    @cached_property
    def listing(self) -> Listing:
        """The operations by place."""
        return listing(self.circuit)

    def since(self, before: State) -> Changes:
        """Return what happened since an earlier state."""
        return _compared(before.listing, self.listing)


def _compared(before: Listing, after: Listing) -> Changes:
    (owned, carried), (owned_after, carried_after) = before, after
    both = _among(carried, carried_after)
    effects = []
    for place in sorted({*owned, *owned_after, *both}, key=_order):
        more, fewer = both.get(place, ((), ()))
        gone, new = (
            _in_order(one.get(place, _NONE) - other.get(place, _NONE))
            for one, other in ((owned, owned_after), (owned_after, owned))
        )
        moved = len(_paired(gone, new, lambda item: (item.name, item.angles)))
        changed = _paired(gone, new, lambda item: item.name)
        effect = Effect(
            place=place,
            gone=(*gone, *fewer),
            added=tuple(new),
            changed=tuple(changed),
            moved=moved,
            carried=tuple(more),
        )
        if effect.weight or moved:
            effects.append(effect)
    return Changes(tuple(sorted(effects, key=lambda e: (-e.weight, _order(e.place)))))


#: Nothing at a place.
_NONE: Counter[Item] = Counter()


def _order(place: Place | None) -> Place:
    return place or (1 << 40, 0)


def _in_order(items: Counter[Item]) -> list[Item]:
    return sorted(items.elements(), key=lambda item: (item.name, item.qubits, item.text))


def _among(
    before: dict[Place | None, Counter[Item]], after: dict[Place | None, Counter[Item]]
) -> dict[Place | None, tuple[list[Item], list[Item]]]:
    """Return by place what makes room for it now, and what does no more.

    What merely stands before another gate than it did is neither: there are as many as there were.
    """
    sums = [
        Counter(item.name for counts in side.values() for item in counts.elements())
        for side in (after, before)
    ]
    left = sums[0] - sums[1], sums[1] - sums[0]
    found: dict[Place | None, tuple[list[Item], list[Item]]] = {}
    for place in sorted({*before, *after}, key=_order):
        sides = after.get(place, _NONE), before.get(place, _NONE)
        kept: tuple[list[Item], list[Item]] = ([], [])
        for k in (0, 1):
            for item in _in_order(sides[k] - sides[1 - k]):
                if left[k][item.name] > 0:
                    left[k][item.name] -= 1
                    kept[k].append(item)
        if kept[0] or kept[1]:
            found[place] = kept
    return found


def _angle(value: float | Angle) -> str:
    return str(value if isinstance(value, Angle) else Angle(value))


def listing(circuit: CoreCircuit) -> Listing:
    """Return the operations of a circuit by place, those in blocks included."""
    owned: dict[Place | None, Counter[Item]] = {}
    carried: dict[Place | None, Counter[Item]] = {}
    # The place of what comes next on each qubit, among operations on several.
    ahead: dict[int, tuple[int, Place | None]] = {}
    entries = list(_entries(circuit, range(circuit.num_qubits), range(circuit.num_bits), None))
    placed = any(place is not None for place, _ in entries)
    for at in range(len(entries) - 1, -1, -1):
        place, item = entries[at]
        served = place
        if placed and place is None:
            near = [ahead[q] for q in item.qubits if q in ahead]
            served = min(near)[1] if near else None
            into = carried if served is not None else owned
        else:
            into = owned
        counts = into.get(served)
        if counts is None:
            counts = into[served] = Counter()
        counts[item] = counts.get(item, 0) + 1
        if len(item.qubits) > 1 and served is not None:
            ahead.update(dict.fromkeys(item.qubits, (at, served)))
    return owned, carried


def _entries(
    circuit: CoreCircuit, qubits: Sequence[int], bits: Sequence[int], place: Place | None
) -> Iterator[tuple[Place | None, Item]]:
    plain, outermost = _angles_of_gates(), isinstance(qubits, range)
    for op in circuit:
        own = op.place or place
        name = op.name
        on = tuple(op.qubits) if outermost else tuple(qubits[q] for q in op.qubits)
        angles = plain.get(name)
        if angles is not None:
            # Nearly all of them; what a gate cannot have is not asked for.
            yield own, Item(name, tuple(op.parameters) if angles else (), on, ())
            continue
        written = tuple(bits[b] for b in op.bits)
        yield own, Item(_name(op), tuple(op.parameters), on, written)
        if name in OWNERS:
            for block in op.blocks:
                yield from _entries(block, on, written, own)


@cache
def _angles_of_gates() -> dict[str, int]:
    """Return the gates of the library, and how many angles each has."""
    return {row["name"]: len(row["parameters"]) for row in gate_table()}


def _name(op: Operation) -> str:
    name = op.name
    if name != "controlled" or op.base is None:
        return name
    return f"{op.base.name} under {len(op.polarity)} controls"


def _paired(
    gone: list[Item], new: list[Item], key: Callable[[Item], object]
) -> list[tuple[Item, Item]]:
    """Take out of both lists what has the same key, pair by pair."""
    by_key: dict[object, list[Item]] = {}
    for item in new:
        by_key.setdefault(key(item), []).append(item)
    pairs = []
    for item in list(gone):
        matches = by_key.get(key(item))
        if matches:
            other = matches.pop(0)
            gone.remove(item)
            new.remove(other)
            pairs.append((item, other))
    return pairs
