# SPDX-License-Identifier: Apache-2.0
"""Operations become items, and items columns: each as far left as its rows are free."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from . import labels
from .items import Barrier, Column, Frame, Gate, Item, Plain, depth_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .._native import CoreCircuit, Operation

_MARKS = {"x": "⊕", "z": "●", "swap": "╳"}  # noqa: RUF001 - a crossing of lines
_BLOCKS = frozenset({"if", "for", "while", "switch", "region"})


@dataclass(frozen=True)
class Wires:
    """The rows of a circuit's wires, and what its bits are called.

    Attributes
    ----------
    qubits, bits : sequence of int
        Row of each qubit, and of the register of each bit.
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


def columns(circuit: CoreCircuit, wires: Wires, limit: int | None = None) -> list[Column]:
    """Lay out the first `limit` operations."""
    found: list[Column] = []
    free: dict[int, int] = {}
    for op in islice(circuit, limit):
        item = item_of(op, wires)
        if item is None:
            continue
        rows = range(item.first, item.last + 1)
        place = max((free.get(row, 0) for row in rows), default=0)
        if place == len(found):
            found.append(Column())
        found[place].items.append(item)
        free.update(dict.fromkeys(rows, place + 1))
    return found


def item_of(op: Operation, wires: Wires) -> Item | None:
    """Return the item for an operation; None for one that leaves no trace."""
    rows = [wires.qubits[q] for q in op.qubits]
    if not rows and op.name not in _BLOCKS:
        return None
    if op.name == "barrier":
        return Barrier(min(rows), max(rows), frozenset(rows))
    if op.name == "measure":
        bit = wires.bits[op.bits[0]]
        return _gate("M", rows, bit=bit, note=wires.numbers[op.bits[0]])
    if op.name == "reset":
        return Plain(rows[0], rows[0], "|0⟩")
    if op.name in _BLOCKS:
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
        if caption:
            return _gate(labels.shortened(caption[0]), rows)
    marks = {
        row: "●" if closed else "○" for row, closed in zip(rows[:controls], polarity, strict=True)
    }
    targets = rows[controls:]
    if base in _MARKS and (controls or base == "swap"):
        marks.update(dict.fromkeys(targets, _MARKS[base]))
        targets = []
    return _gate(labels.gate(base, angles, library=library), targets, marks=marks)


def _is_library(name: str) -> bool:
    from .._native import canonical_name

    return canonical_name(name) == name


def _gate(
    label: str,
    targets: list[int],
    *,
    marks: dict[int, str] | None = None,
    bit: int | None = None,
    note: str = "",
) -> Gate:
    marks = marks or {}
    touched = [*targets, *marks]
    last = max(touched) if bit is None else max(*touched, bit)
    return Gate(min(touched), last, label, targets, marks, bit, note)


def _block(op: Operation, wires: Wires) -> Item | None:
    """Return a frame, or for a single conditioned gate the gate with its condition below."""
    inside = wires.inside(op)
    captions = op.captions(list(inside.names), list(inside.registers))
    bodies = list(op.blocks)
    if op.name == "if" and len(bodies) == 1 and len(bodies[0]) == 1 and op.bits:
        only = next(iter(bodies[0]))
        item = item_of(only, inside)
        if isinstance(item, Gate) and item.bit is None:
            marks, targets = dict(item.marks), list(item.targets)
            condition = captions[0].removeprefix("if ")
            row = max(inside.bits)
            return _gate(item.label, targets, marks=marks, bit=row, note=condition)
    parts = [
        (labels.shortened(caption), columns(body, inside))
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
