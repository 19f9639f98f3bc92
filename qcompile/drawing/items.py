# SPDX-License-Identifier: Apache-2.0
"""The things a drawing consists of, whoever draws them.

Rows are wires: qubits first, then classical registers. An item occupies the rows from `first` to `last`. How wide it
is and what it looks like is the business of the writers: characters, SVG, LaTeX.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .._native import Angle

#: What stands on a wire instead of a box.
CLOSED, OPEN, NOT, CROSS = "●", "○", "⊕", "╳"  # noqa: RUF001 - a crossing of lines


@dataclass
class Item:
    """Something in a column."""

    first: int
    last: int


@dataclass
class Gate(Item):
    """Boxes, dots and crosses, a line through them, and a line down to a classical register.

    Attributes
    ----------
    name : str
        What stands in the box around `targets`; empty for no box.
    detail : str
        Its angles, as text.
    targets : list of int
        Rows the box is around, in the operands' order.
    marks : dict of int to str
        What is on the wire of a row: `CLOSED`, `OPEN`, `NOT`, `CROSS`.
    bit : int or None
        Row of the classical register the gate reads or writes.
    note : str
        Text below that row.
    kind : str
        The library's name of what is in the box, ``measure``, or empty for anything else.
    angles : tuple of Angle or float
        The angles themselves.
    """

    name: str = ""
    detail: str = ""
    targets: list[int] = field(default_factory=list)
    marks: dict[int, str] = field(default_factory=dict)
    bit: int | None = None
    note: str = ""
    kind: str = ""
    angles: tuple[Angle | float, ...] = ()

    @property
    def label(self) -> str:
        """Name and angles in one line."""
        return f"{self.name}({self.detail})" if self.detail else self.name


@dataclass
class Barrier(Item):
    """A dotted line over some wires."""

    wires: frozenset[int] = frozenset()


@dataclass
class Plain(Item):
    """Text on a wire."""

    text: str = ""


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


@dataclass
class Column:
    """Items side by side in rows, one below the other on the page.

    Attributes
    ----------
    items : list of Item
        What is in it.
    head : str
        What stands above the column: the number of a moment, a time. Empty where the one before goes on.
    """

    items: list[Item] = field(default_factory=list)
    head: str = ""


def depth_of(columns: list[Column]) -> int:
    """Return how many frames are nested in the columns."""
    return max((frame.depth + 1 for frame in frames(columns)), default=0)


def frames(columns: list[Column]) -> Iterator[Frame]:
    """Yield the frames of columns, not those inside them."""
    return (item for column in columns for item in column.items if isinstance(item, Frame))


def room_for_frames(columns: list[Column], rows: int) -> tuple[list[int], list[int]]:
    """Return how many edges of frames lie above each row, and below it."""
    above, below = [0] * rows, [0] * rows

    def make_room(part: list[Column]) -> None:
        for frame in frames(part):
            above[frame.first] = max(above[frame.first], frame.depth + 1)
            below[frame.last] = max(below[frame.last], frame.depth + 1)
            for _, inner in frame.parts:
                make_room(inner)

    make_room(columns)
    return above, below
