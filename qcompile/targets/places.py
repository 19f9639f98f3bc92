# SPDX-License-Identifier: Apache-2.0
"""Where a value stands in a JSON or TOML text.

The parsers of the standard library give places of syntax errors alone. What is wrong with a value is known afterwards,
by its path (``("gates", "cz", "range", 0)``), so the text is walked once more, and only then: a light walk over the
tokens of a text already known to be well formed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    Step = str | int
    Path = tuple[Step, ...]

_TOKEN = re.compile(
    r"(?P<skip>[ \t\r\n\ufeff]+|#[^\n]*)"
    r'|(?P<string>"""(?s:.*?)"""|\'\'\'(?s:.*?)\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
    r"|(?P<mark>[\[\]{},:=])"
    r"""|(?P<atom>[^\s\[\]{},:="'#]+)"""
)
_KEY_PART = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[^.\s]+')
_CLOSING = {"[": "]", "{": "}"}


class Place(NamedTuple):
    """Offsets of a key (None for what has none) and of its value."""

    key: int | None
    start: int
    end: int


def text_of_path(path: Path) -> str:
    """Return a path as people write it.

    Examples
    --------
    >>> text_of_path(("calibration", "qubits", "at", 3, "t1_ns"))
    'calibration.qubits.at[3].t1_ns'
    """
    out = ""
    for step in path:
        out += f"[{step}]" if isinstance(step, int) else f".{step}" if out else step
    return out


def places(text: str, paths: Iterable[Path], *, toml: bool) -> dict[Path, Place]:
    """Return the places of values by path; of what is missing, that of the innermost table around it."""
    wanted: dict[Step, Any] = {}
    paths = list(paths)
    for path in paths:
        node = wanted
        for step in path:
            node = node.setdefault(step, {})
    walk = _Walk(text, "=" if toml else ":")
    if toml:
        walk.document(wanted)
    else:
        walk.value(walk.next(0), wanted, (), None)
    whole = Place(None, 0, 0)
    return {
        path: next((walk.found[path[:k]] for k in range(len(path), -1, -1) if path[:k] in walk.found), whole)
        for path in paths
    }  # fmt: skip


def token_end(text: str, at: int) -> int:
    """Return the end of the token that starts here."""
    token = _TOKEN.match(text, at)
    return token.end() if token else at + 1


class _Walk:
    """One walk over a text that is known to parse."""

    def __init__(self, text: str, separator: str) -> None:
        self.text = text
        self.separator = separator
        self.found: dict[Path, Place] = {}

    def next(self, at: int) -> int:
        """Return the start of the next token that is neither space nor comment."""
        while (token := _TOKEN.match(self.text, at)) and token.lastgroup == "skip":
            at = token.end()
        return at

    def after(self, at: int) -> int:
        """Return the end of the value that starts here."""
        open_ = 0
        while token := _TOKEN.match(self.text, at):
            if token.lastgroup == "mark":
                mark = token.group()
                if not open_ and mark in ",]}":
                    return at
                open_ += (mark in "[{") - (mark in "]}")
            at = token.end()
            # A time of day, which only TOML has bare, has colons in it.
            if (
                not open_
                and token.lastgroup != "skip"
                and ":" not in (token[0], self.text[at : at + 1])
            ):
                return at
        return at

    def value(self, at: int, wanted: dict[Step, Any], path: Path, key: int | None) -> int:
        """Note the place of a value and of what is wanted inside it; return its end."""
        mark = self.text[at : at + 1]
        if not wanted or mark not in _CLOSING:
            end = self.after(at)
        else:
            end = self._members(self.next(at + 1), wanted, path, mark)
        self.found[path] = Place(key, at, end)
        return end

    def _members(self, at: int, wanted: dict[Step, Any], path: Path, mark: str) -> int:
        index = 0
        while at < len(self.text) and self.text[at] != _CLOSING[mark]:
            if mark == "[":
                steps: Path = (index,)
                key = None
                index += 1
            else:
                key = at
                steps, at = self._key(at)
            at = self._at_steps(at, wanted, path, steps, key)
            at = self.next(at)
            if self.text[at : at + 1] == ",":
                at = self.next(at + 1)
        return at + 1

    def _key(self, at: int) -> tuple[Path, int]:
        """Read a key up to its separator; return its parts and the start of the value."""
        start = at
        while (token := _TOKEN.match(self.text, at)) and token.group() != self.separator:
            at = token.end()
        return self._parts(self.text[start:at]), self.next(at + 1)

    def _parts(self, key: str) -> Path:
        if self.separator == ":":
            import json

            return (json.loads(key),)
        return tuple(part.strip("\"'") for part in _KEY_PART.findall(key))

    def _at_steps(
        self, at: int, wanted: dict[Step, Any], path: Path, steps: Path, key: int | None
    ) -> int:
        node: dict[Step, Any] | None = wanted
        for k, step in enumerate(steps):
            node = None if node is None else node.get(step)
            if node is not None and k + 1 < len(steps):
                self.found.setdefault((*path, *steps[: k + 1]), Place(key, at, at))
        if node is None:
            return self.after(at)
        return self.value(at, node, (*path, *steps), key)

    def document(self, wanted: dict[Step, Any]) -> None:
        """Walk a TOML document: headers, and keys under them."""
        header: Path = ()
        node: dict[Step, Any] = wanted
        counts: dict[Path, int] = {}
        at = self.next(0)
        while at < len(self.text):
            if self.text[at] != "[":
                key = at
                steps, at = self._key(at)
                at = self.next(self._at_steps(at, node, header, steps, key))
                continue
            double = self.text.startswith("[[", at)
            end = self.text.index("]", at)
            header = self._parts(self.text[at:end].lstrip("[").strip())
            header = self._numbered(header, counts, double)
            node = wanted
            for k, step in enumerate(header):
                if step in node:
                    self.found.setdefault(header[: k + 1], Place(at, at, end + 1))
                node = node.get(step, {})
            at = self.next(end + (2 if double else 1))

    def _numbered(self, header: Path, counts: dict[Path, int], double: bool) -> Path:
        """Put in the number of each array of tables that a header goes through."""
        full: Path = ()
        for k, step in enumerate(header):
            full = (*full, step)
            if double and k == len(header) - 1:
                counts[full] = counts.get(full, -1) + 1
            if full in counts:
                full = (*full, counts[full])
        return full
