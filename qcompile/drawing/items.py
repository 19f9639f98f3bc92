# SPDX-License-Identifier: Apache-2.0
"""The things a drawing consists of; each knows its width and how to draw itself.

Rows are wires: qubits first, then classical registers. An item occupies the rows from `first` to `last`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .canvas import Canvas


@dataclass(frozen=True)
class Rows:
    """Where the rows are on the page, and where the edges of frames around them go."""

    wires: tuple[int, ...]
    #: Free lines above and below each row for frames, the innermost next to the boxes.
    above: tuple[int, ...]
    below: tuple[int, ...]

    def top(self, row: int, depth: int) -> int:
        """Return the line of the upper edge of a frame with `depth` frames inside it."""
        return self.wires[row] - 2 - depth

    def bottom(self, row: int, depth: int) -> int:
        """Return the line of the lower edge of a frame with `depth` frames inside it."""
        return self.wires[row] + 2 + depth


@dataclass
class Item:
    """Something in a column."""

    first: int
    last: int
    width: int = field(init=False, default=1)

    def draw(self, page: Canvas, rows: Rows, x: int) -> None:
        """Draw with the left edge at column `x`."""
        raise NotImplementedError


@dataclass
class Gate(Item):
    """Boxes, dots and crosses, a line through them, and a line down to a classical register.

    Attributes
    ----------
    label : str
        Text of the box around `targets`; empty for no box.
    targets : list of int
        Rows the box is around, in the operands' order.
    marks : dict of int to str
        A character on the wire: controls, crosses.
    bit : int or None
        Row of the classical register the gate reads or writes.
    note : str
        Text below that row.
    """

    label: str = ""
    targets: list[int] = field(default_factory=list)
    marks: dict[int, str] = field(default_factory=dict)
    bit: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Work out the width."""
        inner = max(len(self.label), 1) + 2
        self._numbered = len(self.targets) > 1
        if self._numbered:
            inner += 2
        box = inner + 2 if self.targets else 1
        self.width = max(box, len(self.note))
        self._box = box

    def draw(self, page: Canvas, rows: Rows, x: int) -> None:
        """Draw."""
        left = x + (self.width - self._box) // 2
        middle = left + self._box // 2
        touched = [*self.targets, *self.marks]
        page.down(middle, rows.wires[min(touched)], rows.wires[max(touched)])
        for row, mark in self.marks.items():
            page.write(middle, rows.wires[row], mark)
        low = rows.wires[max(touched)]
        if self.targets:
            top, bottom = rows.wires[min(self.targets)], rows.wires[max(self.targets)]
            page.box(left, top - 1, left + self._box - 1, bottom + 1)
            # With numbers at the operands the name stands between wires where it can.
            height = (top + bottom) // 2
            start = left + 2 + (2 if self._numbered else 0)
            page.write(start, height, self.label)
            if self._numbered:
                for number, row in enumerate(self.targets):
                    page.write(left + 1, rows.wires[row], str(number))
            if max(self.targets) == max(touched):
                low = bottom + 1
        if self.bit is not None:
            page.down(middle, low, rows.wires[self.bit], double=True)
            note = x + (self.width - len(self.note)) // 2
            page.write(max(note, 0), rows.wires[self.bit] + 1, self.note)


@dataclass
class Barrier(Item):
    """A dotted line over some wires."""

    wires: frozenset[int] = frozenset()

    def draw(self, page: Canvas, rows: Rows, x: int) -> None:
        """Draw."""
        for row in sorted(self.wires):
            page.write(x, rows.wires[row], "░")
            if row + 1 in self.wires:
                for y in range(rows.wires[row] + 1, rows.wires[row + 1]):
                    page.write(x, y, "░")


@dataclass
class Plain(Item):
    """Text on a wire."""

    text: str = ""

    def __post_init__(self) -> None:
        """Work out the width."""
        self.width = len(self.text)

    def draw(self, page: Canvas, rows: Rows, x: int) -> None:
        """Draw."""
        page.write(x, rows.wires[self.first], self.text)


@dataclass
class Frame(Item):
    """A block, or several side by side, each with a caption in the upper edge.

    Attributes
    ----------
    parts : list of (caption, columns)
        What is in it.
    depth : int
        Frames nested inside it.
    """

    parts: list[tuple[str, list[Column]]] = field(default_factory=list)
    depth: int = 0

    def __post_init__(self) -> None:
        """Work out the width."""
        self._widths = [
            max(len(caption) + 4, sum(column.width + 1 for column in columns) + 1)
            for caption, columns in self.parts
        ]
        self.width = sum(self._widths) + len(self._widths) + 1

    def draw(self, page: Canvas, rows: Rows, x: int) -> None:
        """Draw."""
        top, bottom = rows.top(self.first, self.depth), rows.bottom(self.last, self.depth)
        page.box(x, top, x + self.width - 1, bottom, open_inside=True)
        for (caption, columns), width in zip(self.parts, self._widths, strict=True):
            if x > 0 and columns is not self.parts[0][1]:
                page.down(x, top, bottom)
            page.write(x + 2, top, f" {caption} ")
            # The blocks' columns stand in the middle of a part that its caption made wider.
            taken = sum(column.width + 1 for column in columns) + 1
            inner = x + 2 + (width - taken) // 2
            for column in columns:
                column.draw(page, rows, inner)
                inner += column.width + 1
            x += width + 1


@dataclass
class Column:
    """Items side by side in rows, one below the other on the page."""

    items: list[Item] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Width of the widest."""
        return max(item.width for item in self.items)

    def draw(self, page: Canvas, rows: Rows, x: int) -> None:
        """Draw each item in the middle of the column."""
        width = self.width
        for item in self.items:
            item.draw(page, rows, x + (width - item.width) // 2)


def depth_of(columns: list[Column]) -> int:
    """Return how many frames are nested in the columns."""
    depths = [i.depth + 1 for c in columns for i in c.items if isinstance(i, Frame)]
    return max(depths, default=0)
