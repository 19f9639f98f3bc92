# SPDX-License-Identifier: Apache-2.0
"""What is wrong or doubtful in a device file: collected first, placed in the text in one go, then shown or raised."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..errors import Diagnostic, PipelineError, Span
from .places import places, text_of_path, token_end

if TYPE_CHECKING:
    from .places import Path, Place

#: Errors after which the rest of a file is not looked at, and warnings after which no more are noted.
MOST_FINDINGS = 100


class TooManyError(Exception):
    """`MOST_FINDINGS` were found."""


class Finding:
    """One thing to say about a value.

    Parameters
    ----------
    severity : {'error', 'warning'}
    code, message : str
        As in a `Diagnostic`.
    path : tuple of str and int
        Of the value in the document.
    at_key : bool
        Whether the key is meant and not the value.
    help : str, optional
    """

    __slots__ = ("at_key", "code", "help", "message", "path", "severity", "span")

    def __init__(
        self, severity: str, code: str, message: str, path: Path, at_key: bool, help: str | None
    ) -> None:
        self.severity = severity
        self.code = code
        self.message = message
        self.path = path
        self.at_key = at_key
        self.help = help
        self.span: Span | None = None

    def diagnostic(self) -> Diagnostic:
        """Return the message to show."""
        note = text_of_path(self.path) or None
        return Diagnostic(self.severity, self.code, self.message, self.span, note, self.help)

    def error(self) -> PipelineError:
        """Return the exception to raise."""
        note = text_of_path(self.path) or None
        return PipelineError(
            self.message, code=self.code, span=self.span, note=note, help=self.help
        )


class Findings:
    """All that is to be said about one text.

    Parameters
    ----------
    text : str
        With LF as line ends.
    name : str or None
        What the file is called.
    toml : bool
        Whether it is TOML and not JSON.
    """

    def __init__(self, text: str, name: str | None, *, toml: bool) -> None:
        self.text = text
        self.name = name
        self.toml = toml
        self.errors: list[Finding] = []
        self.warnings: list[Finding] = []

    def error(
        self, code: str, message: str, path: Path, *, at_key: bool = False, help: str | None = None
    ) -> None:
        """Note an error; the value is then left out by the caller."""
        self.errors.append(Finding("error", code, message, path, at_key, help))
        if len(self.errors) >= MOST_FINDINGS:
            raise TooManyError

    def warn(self, code: str, message: str, path: Path, *, help: str | None = None) -> None:
        """Note a warning, unless there are enough."""
        if not self.full:
            self.warnings.append(Finding("warning", code, message, path, False, help))

    @property
    def full(self) -> bool:
        """Whether further warnings are not noted."""
        return len(self.warnings) >= MOST_FINDINGS

    def stem(self) -> str:
        """Return the name of the file without folder and suffix: what a device without a name is called."""
        return os.path.splitext(os.path.basename(self.name or "device"))[0]

    def placed(self) -> list[Finding]:
        """Return all findings with their places, errors first."""
        found = [*self.errors, *self.warnings]
        if not found:
            return found
        where = places(self.text, {each.path for each in found}, toml=self.toml)
        for each in found:
            each.span = self._span(where[each.path], each.at_key)
        return found

    def _span(self, place: Place, at_key: bool) -> Span:
        key = place.key if at_key else None
        start, end = (place.start, place.end) if key is None else (key, token_end(self.text, key))
        return self.span(start, end)

    def span(self, start: int, end: int) -> Span:
        """Return the part of the text between two offsets, as far as it is on one line."""
        line_start = self.text.rfind("\n", 0, start) + 1
        line_end = self.text.find("\n", start)
        line_end = len(self.text) if line_end < 0 else line_end
        return Span(
            self.name,
            self.text.count("\n", 0, start) + 1,
            start - line_start + 1,
            max(min(end, line_end) - line_start, start - line_start) + 1,
            self.text[line_start:line_end],
        )
