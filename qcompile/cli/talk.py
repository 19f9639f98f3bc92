# SPDX-License-Identifier: Apache-2.0
"""Words to the user: everything that is not the product, on standard error, in the format asked for."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from ..errors import Diagnostic, QCompileError
    from ..report import Grid, Report
    from ..report.progress import Progress

FORMATS = ("full", "short", "json")


class Talk:
    """How this run speaks.

    Parameters
    ----------
    format : {'full', 'short', 'json'}
        Of errors and warnings.
    verbosity : int
        -1 errors alone, 0 errors, warnings and one line a circuit, 1 also the trace.
    color : {'auto', 'always', 'never'}
        Of tables and bars.
    """

    def __init__(self, format: str = "full", verbosity: int = 0, color: str = "auto") -> None:
        self.format = format
        self.verbosity = verbosity
        self.color = color

    @classmethod
    def from_arguments(cls, arguments: list[str]) -> Talk:
        """Read the format of messages before the command line is parsed, since parsing it may already fail."""
        format = os.environ.get("QCOMPILE_MESSAGE_FORMAT", "full")
        for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
            name, _, value = argument.partition("=")
            if name == "--message-format":
                format = value or following
        return cls(format if format in FORMATS else "full")

    def error(self, error: QCompileError) -> None:
        """Show an error."""
        self._write(error.render(self.format))

    def warning(self, message: str, *, code: str, help: str | None = None) -> None:
        """Show a warning, unless asked to be quiet."""
        from ..errors import Diagnostic

        self.show_diagnostic(Diagnostic("warning", code, message, help=help))

    def show_diagnostic(self, diagnostic: object) -> None:
        """Show a warning the library made."""
        from ..errors import Diagnostic

        if self.verbosity >= 0 and isinstance(diagnostic, Diagnostic):
            self._write(diagnostic.render(self.format))

    def show_finding(self, diagnostic: Diagnostic) -> None:
        """Show what a check found; errors also to those who asked for quiet."""
        if diagnostic.severity == "error" or self.verbosity >= 0:
            self._write(diagnostic.render(self.format))

    def say(self, text: str) -> None:
        """Say something that is neither product nor problem; only people are told."""
        if self.verbosity >= 0 and self.format == "full":
            self._write(text)

    def grid(self, grid: Grid, stream: TextIO | None, *, change: int | None = None) -> None:
        """Lay out a table: drawn on a terminal, aligned text elsewhere."""
        if stream is None:
            return
        if self._draws_on(stream):
            from ..report.terminal import show_grid

            show_grid(grid, stream, color=self._colors(stream), change=change)
        else:
            stream.write(grid.to_text() + "\n")

    def lines(self, lines: Iterable[Iterable[tuple[str, str]]], stream: TextIO | None) -> None:
        """Write lines made of pieces with a style each: in colour on a terminal, plain text elsewhere."""
        if stream is None:
            return
        if self._draws_on(stream):
            from ..report.terminal import show_lines

            show_lines(lines, stream, color=self._colors(stream))
            return
        from .stdout import to_stdout

        for line in lines:
            to_stdout("".join(text for text, _ in line).rstrip() + "\n")

    @staticmethod
    def width(stream: TextIO | None) -> int | None:
        """Return the columns of the terminal behind a stream; None if there is none."""
        if stream is None or not stream.isatty():
            return None
        from .dispatch import width

        return width()

    def report(self, report: Report, stream: TextIO | None) -> None:
        """Lay out a whole report: drawn on a terminal, aligned text elsewhere."""
        if stream is None:
            return
        if self._draws_on(stream):
            from ..report.terminal import show_report

            show_report(report, stream, color=self._colors(stream))
        else:
            stream.write(report.to_text() + "\n")

    def terminal(self) -> dict[str, Any]:
        """Return how a report on standard output is to be drawn: its colours, and the width of a terminal."""
        drawn = sys.stdout is not None and sys.stdout.isatty()
        width = os.get_terminal_size(sys.stdout.fileno()).columns if drawn else None
        return {"color": self._colors(sys.stdout), "width": width}

    def progress(self, total: int | None) -> Progress:
        """Return a progress bar over `total` pieces of work, or any number; it draws only where it is welcome."""
        from ..report.progress import Progress

        welcome = self.verbosity >= 0 and self.format == "full" and "CI" not in os.environ
        return Progress(total, sys.stderr, enabled=welcome, color=self._colors(sys.stderr))

    def _draws_on(self, stream: TextIO) -> bool:
        return stream.isatty() or self.color == "always"

    def _colors(self, stream: TextIO | None) -> bool:
        if self.color == "auto":
            return stream is not None and stream.isatty() and not os.environ.get("NO_COLOR")
        return self.color == "always"

    def _write(self, text: str) -> None:
        if sys.stderr is None:
            return
        try:
            sys.stderr.write(text + "\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            pass  # there is nobody left to tell; the exit status still says it
