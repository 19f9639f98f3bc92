# SPDX-License-Identifier: Apache-2.0
"""Operations become items, and items columns: each as far left as its rows are free."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from . import labels
from .items import CLOSED, CROSS, NOT, OPEN, Barrier, Column, Frame, Gate, Item, Plain, depth_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .._native import CoreCircuit, Operation
    from .moments import Head

_MARKS = {"x": NOT, "z": CLOSED, "swap": CROSS}
#: Operations that own blocks.
BLOCKS = frozenset({"if", "for", "while", "switch", "region"})
#: Of a circuit with more operations, nobody waits until the layers left out are counted.
COUNTED_OPERATIONS = 200_000


@dataclass(frozen=True)
class Wires:
    """The rows of a circuit's wires, and what its bits are called.

    Attributes
    ----------
    qubits, bits : sequence of int
        Row of each qubit, below 0 for one that is not drawn, and of the register of each bit.
    names : sequence of str
        Each bit's name in conditions.
    numbers : sequence of str
        Each bit's number in its register, as measurements show it.
    registers : sequence of (name, bits)
        Registers a condition may compare as a whole.
    """

    qubits: Sequence[int]
    bits: Sequence[int]
    names: Sequence[str]
    numbers: Sequence[str]
    registers: Sequence[tuple[str, list[int]]]

    def inside(self, op: Operation) -> Wires:
        """Return those of the blocks of an operation."""
        position = {bit: k for k, bit in enumerate(op.bits)}
        return Wires(
            [self.qubits[q] for q in op.qubits],
            [self.bits[b] for b in op.bits],
            [self.names[b] for b in op.bits],
            [self.numbers[b] for b in op.bits],
            [
                (name, [position[b] for b in bits])
                for name, bits in self.registers
                if all(b in position for b in bits)
            ],
        )


@dataclass
class Placed:
    """Columns, and what was left out behind them."""

    columns: list[Column]
    #: Operations that were left out, and the columns they would need; None where nobody counted.
    operations: int = 0
    layers: int | None = 0


def place(
    circuit: CoreCircuit,
    wires: Wires,
    *,
    layers: int | None = None,
    operations: int | None = None,
    heads: Sequence[Head] | None = None,
) -> Placed:
    """Put operations into columns, each as far left as its rows are free.

    Parameters
    ----------
    circuit : Circuit
        What to draw.
    wires : Wires
        Where its wires are.
    layers : int or None
        Columns made; what would stand further right is counted and left out.
    operations : int or None
        Operations drawn; the others, later ones, are left out uncounted.
    heads : sequence of (float, str), optional
        What each operation is sorted by, and the text above it: operations of different heads share no column.
    """
    made: list[Column] = []
    free: dict[int, int] = {}
    left_out, deepest, start, head = 0, 0, 0, None
    for count, (op, above) in enumerate(_in_order(circuit, heads)):
        if count == operations or (left_out and count >= COUNTED_OPERATIONS):
            return Placed(made, left_out + len(circuit) - count, None)
        if above != head:
            start, head = max(len(made), deepest), above
        if left_out and op.name not in BLOCKS:
            item, rows = None, _plain_span(op, wires)
        else:
            item = item_of(op, wires)
            rows = None if item is None else range(item.first, item.last + 1)
        if rows is None:
            continue
        column = max((free.get(row, 0) for row in rows), default=0)
        column = max(column, start)
        free.update(dict.fromkeys(rows, column + 1))
        if layers is not None and column >= layers:
            left_out, deepest = left_out + 1, max(deepest, column + 1)
            continue
        while column >= len(made):
            made.append(Column(head=above if len(made) == start else ""))
        made[column].items.append(item or _must(item_of(op, wires)))
    return Placed(made, left_out, max(deepest - len(made), 0))


def _in_order(
    circuit: CoreCircuit, heads: Sequence[Head] | None
) -> Iterator[tuple[Operation, str]]:
    """Yield operations with their heads, those of one head after each other."""
    if heads is None:
        yield from ((op, "") for op in circuit)
        return
    pairs = zip(circuit, heads, strict=True)
    yield from ((op, text) for op, (_, text) in sorted(pairs, key=lambda pair: pair[1][0]))


def _plain_span(op: Operation, wires: Wires) -> range | None:
    """Return the rows of an operation that owns no blocks, without making its item."""
    rows = _rows_of_qubits(op, wires)
    if not rows:
        return None
    if op.name == "measure":
        rows.append(wires.bits[op.bits[0]])
    return range(min(rows), max(rows) + 1)


def _rows_of_qubits(op: Operation, wires: Wires) -> list[int]:
    """Return the rows of the qubits that have one."""
    return [row for row in map(wires.qubits.__getitem__, op.qubits) if row >= 0]


def _must(item: Item | None) -> Item:
    assert item is not None
    return item


def item_of(op: Operation, wires: Wires) -> Item | None:
    """Return the item for an operation; None for one that leaves no trace."""
    rows = _rows_of_qubits(op, wires)
    if not rows and op.name not in BLOCKS:
        return None
    if op.name == "barrier":
        return Barrier(min(rows), max(rows), frozenset(rows))
    if op.name == "measure":
        bit = wires.bits[op.bits[0]]
        return _gate(Gate(0, 0, "M", bit=bit, note=wires.numbers[op.bits[0]], kind="measure"), rows)
    if op.name == "reset":
        return Plain(rows[0], rows[0], "|0⟩")
    if op.name in BLOCKS:
        return _block(op, wires)
    return _unitary(op, rows)


def _unitary(op: Operation, rows: list[int]) -> Gate:
    """Return a gate, drawn as controls and a base where it is one."""
    controls, base, angles = 0, op.name, op.angles or op.parameters
    library = op.name in labels.CONTROLLED or bool(op.angles) or _is_library(op.name)
    if op.base is not None:
        polarity = op.polarity
        base, angles = op.base.name, op.base.parameters
        library = _is_library(base)
        while base in labels.CONTROLLED:
            more, base = labels.CONTROLLED[base]
            polarity = [*polarity, *[True] * more]
        controls = len(polarity)
    elif op.name in labels.CONTROLLED:
        controls, base = labels.CONTROLLED[op.name]
        polarity = [True] * controls
    else:
        polarity = []
        caption = op.captions([], [])
        if op.name == "pauli_evolution":
            strings = ", ".join(string for string, _ in op.contents["strings"])
            return _gate(Gate(0, 0, "evolution", labels.shortened(strings)), rows)
        if caption:
            return _gate(Gate(0, 0, labels.shortened(caption[0])), rows)
    marks = {
        row: CLOSED if closed else OPEN
        for row, closed in zip(rows[:controls], polarity, strict=True)
    }
    targets = rows[controls:]
    if base in _MARKS and (controls or base == "swap"):
        marks.update(dict.fromkeys(targets, _MARKS[base]))
        return _gate(Gate(0, 0, marks=marks, kind=base), [])
    gate = Gate(
        0,
        0,
        labels.name(base, library=library),
        labels.arguments(angles),
        marks=marks,
        kind=base if library else "",
        angles=tuple(angles),
    )
    return _gate(gate, targets)


def _is_library(name: str) -> bool:
    from .._native import canonical_name

    return canonical_name(name) == name


def _gate(gate: Gate, targets: list[int]) -> Gate:
    """Put a gate on the rows of its box; it reaches from there to its marks and its bit."""
    touched = [*targets, *gate.marks]
    last = max(touched) if gate.bit is None else max(*touched, gate.bit)
    return replace(gate, first=min(touched), last=last, targets=targets)


def _block(op: Operation, wires: Wires) -> Item | None:
    """Return a frame, or for a single conditioned gate the gate with its condition below."""
    inside = wires.inside(op)
    captions = op.captions(list(inside.names), list(inside.registers))
    bodies = list(op.blocks)
    if op.name == "if" and len(bodies) == 1 and len(bodies[0]) == 1 and op.bits:
        only = next(iter(bodies[0]))
        item = item_of(only, inside)
        if isinstance(item, Gate) and item.bit is None:
            note = labels.shortened(captions[0].removeprefix("if "))
            conditioned = replace(item, bit=max(inside.bits), note=note)
            return _gate(conditioned, item.targets)
    parts = [
        (labels.shortened(caption), place(body, inside).columns)
        for caption, body in zip(captions, bodies, strict=True)
    ]
    rows = _rows_of(parts) or [*inside.qubits, *inside.bits]
    if not rows:
        return None
    depth = max(depth_of(part) for _, part in parts)
    return Frame(min(rows), max(rows), parts, depth)


def _rows_of(parts: Iterable[tuple[str, list[Column]]]) -> list[int]:
    return [
        row
        for _, part in parts
        for column in part
        for item in column.items
        for row in (item.first, item.last)
    ]
