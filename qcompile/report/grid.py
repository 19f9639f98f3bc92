# SPDX-License-Identifier: Apache-2.0
"""A small table of text: columns, alignment, and its two plain forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from unicodedata import east_asian_width


@dataclass
class Grid:
    """Rows under a header; numbers to the right, words to the left.

    Parameters
    ----------
    header : tuple of str
        One title a column.
    left : frozenset of int
        The columns of words; the others are right-aligned.
    rows : list of tuple of str
        The cells, as many to a row as the header has.
    """

    header: tuple[str, ...]
    left: frozenset[int] = frozenset({0})
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        """Append a row."""
        self.rows.append(cells)

    def to_text(self, indent: str = "") -> str:
        """Return aligned plain text, without a trailing newline."""
        lines = [self.header, *self.rows]
        widths = [max(display_width(line[i]) for line in lines) for i in range(len(self.header))]
        return "\n".join(
            (indent + "  ".join(self._pad(line, widths))).rstrip() for line in lines if any(line)
        )

    def to_markdown(self) -> str:
        """Return a pipe table, without a trailing newline."""
        rule = [":--" if i in self.left else "--:" for i in range(len(self.header))]
        lines = [self.header, rule, *([markdown_cell(cell) for cell in row] for row in self.rows)]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _pad(self, line: tuple[str, ...], widths: list[int]) -> list[str]:
        padded = []
        for i, (cell, width) in enumerate(zip(line, widths, strict=True)):
            space = " " * (width - display_width(cell))
            padded.append(cell + space if i in self.left else space + cell)
        return padded


def display_width(text: str) -> int:
    """Return the columns `text` takes on a terminal (wide East Asian characters take two)."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def markdown_cell(text: str) -> str:
    """Return `text` so that it stays inside its cell."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
