# SPDX-License-Identifier: Apache-2.0
"""The drawing in characters."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import labels
from .canvas import Canvas
from .items import Barrier, Column, Frame, Gate, Item, Plain, room_for_frames
from .picture import Picture, folded, picture
from .pictures import TextDrawing

if TYPE_CHECKING:
    from .._native import CoreCircuit
    from ..targets import Target


def draw(
    circuit: CoreCircuit,
    *,
    width: int | None = None,
    layers: int | str | None = None,
    columns: str = "packed",
    target: Target | None = None,
) -> TextDrawing:
    """Draw a circuit with box-drawing characters.

    Parameters
    ----------
    circuit : Circuit
        What to draw.
    width : int, optional
        Columns of characters after which the drawing goes on below; by default the terminal's.
    layers : int or "all", optional
        Layers drawn of a longer circuit; 200 by default, fewer of a very wide one.
    columns : {"packed", "moments", "times"}
        What stands in one column: whatever fits, what could run at one step, what starts at one time.
    target : Target, optional
        Whose durations ``"times"`` takes.

    Returns
    -------
    str
        Lines joined by newlines, without one at the end; shows itself in a notebook.

    Raises
    ------
    PipelineError
        QC460 for a number of layers or a kind of columns that is none, QC461 for times that the target does not tell.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> print(draw(Circuit(2, 1).h(0).cx(0, 1).measure(1, 0), width=60))
           ┌───┐
    q[0]: ─┤ H ├─●───────
           └───┘ │ ┌───┐
    q[1]: ───────⊕─┤ M ├─
                   └─╥─┘
    c: 1/ ═══════════╩═══
                     0
    """
    width = width or shutil.get_terminal_size((100, 24)).columns
    plan = picture(circuit, layers=layers, columns=columns, target=target)
    names = [_name(row.name, row.bits, row.start) for row in plan.rows]
    lines: list[str] = []
    if plan.phase is not None:
        lines.append(f"global phase: {labels.angle(plan.phase)}")
    ends = max((len(row.end) + 3 for row in plan.rows if row.end), default=0)
    room = max(width - max(map(len, names), default=0) - 4 - ends, 20)
    pages = folded([column_width(column) for column in plan.columns], room, 1)
    for number, (start, end) in enumerate(pages):
        if number:
            lines.append("")
        lines += _page(plan, names, start, end)
    return TextDrawing("\n".join([*lines, *plan.left_out]))


def _name(name: str, bits: int | None, start: str) -> str:
    if bits is not None:
        return f"{name}: {bits}/"
    return f"{start} → {name}:" if start else f"{name}:"


@dataclass(frozen=True)
class Geometry:
    """Where the rows are on a page, and how high the page is."""

    wires: tuple[int, ...]
    height: int

    @classmethod
    def of(cls, plan: Picture, part: list[Column]) -> Geometry:
        """Make room for the edges of frames between rows."""
        above, below = room_for_frames(part, len(plan.rows))
        headed = any(column.head for column in part)
        wires, y = [], int(headed)
        for row in range(len(plan.rows)):
            # Boxes above and below share a line unless frames come between them.
            between = below[row - 1] + above[row] if row else above[row]
            y += 1 + between + (1 if row and between else 0)
            wires.append(y)
            y += 1
        return cls(tuple(wires), y + 1 + (below[-1] if below else 0))


def _page(plan: Picture, names: list[str], start: int, end: int) -> list[str]:
    """Draw the columns from `start` to `end`; a page goes on at its left side, and at its right side."""
    part = plan.columns[start:end]
    rows = Geometry.of(plan, part)
    goes_on = start > 0, plan.goes_on(end)
    margin = max(map(len, names), default=0) + 1
    left = margin + (1 if goes_on[0] else 0)
    right = left + sum(column_width(column) + 1 for column in part)
    ends = [f" → {row.end}" if row.end and not goes_on[1] else "" for row in plan.rows]
    page = Canvas(right + 2 + max(map(len, ends), default=0), rows.height)
    for row, name in enumerate(names):
        page.write(margin - 1 - len(name), rows.wires[row], name)
        page.wire(rows.wires[row], left, right, double=row >= plan.qubits)
        page.write(right + 1, rows.wires[row], ends[row])
        if goes_on[0]:
            page.write(margin, rows.wires[row], "«")
        if goes_on[1]:
            page.write(right + 1, rows.wires[row], "»")
    x = left + 1
    for column in part:
        page.write(x, 0, column.head)
        _draw_column(column, page, rows, x)
        x += column_width(column) + 1
    lines = page.lines()
    used = [y for y, line in enumerate(lines) if line]
    return lines[used[0] : used[-1] + 1] if used else []


def _width(item: Item) -> int:
    if isinstance(item, Gate):
        return max(_box_width(item), len(item.note))
    if isinstance(item, Frame):
        return sum(_part_widths(item)) + len(item.parts) + 1
    return len(item.text) if isinstance(item, Plain) else 1


def _box_width(gate: Gate) -> int:
    if not gate.targets:
        return 1
    return max(len(labels.shortened(gate.label)), 1) + (6 if len(gate.targets) > 1 else 4)


def _part_widths(frame: Frame) -> list[int]:
    return [max(len(caption) + 4, _inner_width(columns)) for caption, columns in frame.parts]


def _inner_width(columns: list[Column]) -> int:
    return sum(column_width(column) + 1 for column in columns) + 1


def column_width(column: Column) -> int:
    """Return how many characters a column is wide."""
    return max(max(map(_width, column.items)), len(column.head))


def _draw_column(column: Column, page: Canvas, rows: Geometry, x: int) -> None:
    """Draw each item in the middle of the column."""
    width = column_width(column)
    for item in column.items:
        left = x + (width - _width(item)) // 2
        if isinstance(item, Gate):
            _draw_gate(item, page, rows, left)
        elif isinstance(item, Frame):
            _draw_frame(item, page, rows, left)
        elif isinstance(item, Barrier):
            _draw_barrier(item, page, rows, left)
        elif isinstance(item, Plain):
            page.write(left, rows.wires[item.first], item.text)


def _draw_gate(gate: Gate, page: Canvas, rows: Geometry, x: int) -> None:
    box, width = _box_width(gate), _width(gate)
    left = x + (width - box) // 2
    middle = left + box // 2
    touched = [*gate.targets, *gate.marks]
    page.down(middle, rows.wires[min(touched)], rows.wires[max(touched)])
    for row, mark in gate.marks.items():
        page.write(middle, rows.wires[row], mark)
    low = rows.wires[max(touched)]
    if gate.targets:
        top, bottom = rows.wires[min(gate.targets)], rows.wires[max(gate.targets)]
        page.box(left, top - 1, left + box - 1, bottom + 1)
        # With numbers at the operands the name stands between wires where it can.
        numbered = len(gate.targets) > 1
        page.write(left + (4 if numbered else 2), (top + bottom) // 2, labels.shortened(gate.label))
        if numbered:
            for number, row in enumerate(gate.targets):
                page.write(left + 1, rows.wires[row], str(number))
        if max(gate.targets) == max(touched):
            low = bottom + 1
    if gate.bit is not None:
        page.down(middle, low, rows.wires[gate.bit], double=True)
        note = x + (width - len(gate.note)) // 2
        page.write(max(note, 0), rows.wires[gate.bit] + 1, gate.note)


def _draw_barrier(barrier: Barrier, page: Canvas, rows: Geometry, x: int) -> None:
    for row in sorted(barrier.wires):
        page.write(x, rows.wires[row], "░")
        if row + 1 in barrier.wires:
            for y in range(rows.wires[row] + 1, rows.wires[row + 1]):
                page.write(x, y, "░")


def _draw_frame(frame: Frame, page: Canvas, rows: Geometry, x: int) -> None:
    top = rows.wires[frame.first] - 2 - frame.depth
    bottom = rows.wires[frame.last] + 2 + frame.depth
    page.box(x, top, x + _width(frame) - 1, bottom, open_inside=True)
    for number, ((caption, columns), width) in enumerate(
        zip(frame.parts, _part_widths(frame), strict=True)
    ):
        if number:
            page.down(x, top, bottom)
        page.write(x + 2, top, f" {caption} ")
        # The blocks' columns stand in the middle of a part that its caption made wider.
        inner = x + 2 + (width - _inner_width(columns)) // 2
        for column in columns:
            _draw_column(column, page, rows, inner)
            inner += column_width(column) + 1
        x += width + 1
