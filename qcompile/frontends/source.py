# SPDX-License-Identifier: Apache-2.0
"""A text being read: its bytes, how far reading got, and the places errors point at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._native import Program
from ..errors import Span

if TYPE_CHECKING:
    #: Byte offset, line from 1, byte offset of the line's start.
    Position = tuple[int, int, int]

_BOM = b"\xef\xbb\xbf"
#: Bytes of a source line kept with an error.
_EXCERPT = 512


class Source:
    """One file, or a text without a file.

    Parameters
    ----------
    data : bytes
        The whole text.
    path : str or None
        What the user called the file.
    parent : Source, optional
        The file that includes this one, at its present position.
    """

    def __init__(self, data: bytes, path: str | None, parent: Source | None = None) -> None:
        self.data = data
        self.path = path
        self.parent = parent
        #: Where the next statement is looked for.
        self.position: Position = (3, 1, 3) if data.startswith(_BOM) else (0, 1, 0)
        #: Number among the circuit's sources.
        self.index = 0
        #: Where the `include` that brought it in stands.
        self.included_at: Span | None = None

    def trail(self) -> tuple[str, ...]:
        """Return how one got here, for messages."""
        lines = []
        source: Source | None = self
        while source is not None and source.included_at is not None:
            lines.append(f"included from {source.included_at}")
            source = source.parent
        return tuple(lines)

    def span(self, start: int, end: int | None = None) -> Span:
        """Return the place of the bytes from ``start`` to ``end``, both at or behind the position."""
        at, line, line_start = Program.advance(self.data, self.position, start)
        column = self.characters(line_start, at) + 1
        end_column = None if end is None else column + max(self.characters(start, end), 1)
        text, first = self._excerpt(line_start, at)
        return Span(self.path, line, column, end_column, text, first)

    def characters(self, start: int, end: int) -> int:
        """Return the number of characters between two byte offsets."""
        piece = self.data[start:end]
        return len(piece) if piece.isascii() else len(decode(piece))

    def _excerpt(self, line_start: int, at: int) -> tuple[str, int]:
        """Return the source line, or what is near ``at`` of a long one, and its first column."""
        start = line_start
        if at - line_start > _EXCERPT:
            start = boundary(self.data, at - _EXCERPT)
        piece = self.data[start : boundary(self.data, at + _EXCERPT)]
        lines = decode(piece).splitlines()
        return (lines[0] if lines else ""), self.characters(line_start, start) + 1


def boundary(data: bytes, offset: int) -> int:
    """Return the offset, moved back to the start of a character."""
    if offset >= len(data):
        return len(data)
    for back in range(min(4, offset + 1)):
        if data[offset - back] & 0xC0 != 0x80:
            return offset - back
    return offset


def decode(data: bytes) -> str:
    """Decode UTF-8; bytes that are none (comments may hold them) come out as lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def encoded_length(text: str) -> int:
    """Return the number of bytes a decoded text came from."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))
