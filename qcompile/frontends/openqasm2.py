# SPDX-License-Identifier: Apache-2.0
"""OpenQASM 2, statement by statement.

The scanner reads as far as it can; what it leaves goes to the grammar one statement at a time, and the scanner goes
on behind it. Both build the same `Program` in the engine. Included files are a stack of sources.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from .._native import Program
from ..errors import LimitError, ParseError, SemanticError, quote
from .comments import restore
from .limits import ENGINE
from .source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .._native import CoreCircuit
    from ..errors import Diagnostic, Span
    from .step import Statements

#: Statements between two looks at the keyboard.
_BUDGET = 1_000_000


class Reader:
    """Reads one program.

    Parameters
    ----------
    lenient : bool
        Accept a missing version line, trailing commas and empty statements.
    include : sequence of str
        Folders searched for included files after the program's own.
    limits : mapping of str to int
        All of `LIMITS`.
    scanner : bool
        Use the engine's scanner.
    warn : callable
        Called with the `Diagnostic` of each warning.
    """

    def __init__(
        self,
        *,
        lenient: bool,
        include: Sequence[str],
        limits: Mapping[str, int],
        scanner: bool,
        warn: Callable[[Diagnostic], None],
    ) -> None:
        self.lenient = lenient
        self.include = list(include)
        self.limits = limits
        self.scanner = scanner
        self.warn = warn
        self.program = Program(**{name: limits[name] for name in ENGINE})
        self.stack: list[Source] = []
        self._statements: Statements | None = None
        self._bytes = 0
        self._files = 0

    def read(self, data: bytes, path: str | None) -> CoreCircuit:
        """Read a whole program and return the circuit."""
        main = Source(data, path)
        self._enter(main)
        while self.stack:
            source = self.stack[-1]
            if self._scan(source) and not self._rest(source):
                self._leave(source)
        circuit = self.program.finish()
        restore(self.program, circuit, main)
        return circuit

    def _scan(self, source: Source) -> bool:
        """Let the scanner go on; return whether it is done for now."""
        if not self.scanner:
            return True
        source.position, stop = self.program.scan(source.data, source.position, _BUDGET)
        return stop != "budget"

    def _rest(self, source: Source) -> bool:
        """Read one statement by the grammar; return whether there was one."""
        if source.position[0] >= len(source.data):
            return False
        if self._statements is None:
            from .step import Statements

            self._statements = Statements(self.program, self.lenient, self.limits, self.warn)
        more, included = self._statements.read(source)
        if included is not None:
            self._include(source, *included)
        return more

    def _enter(self, source: Source) -> None:
        self._bytes += len(source.data)
        if self._bytes > self.limits["bytes"]:
            raise _over(self.limits, "bytes", "QC602", "bytes of input", source.included_at)
        source.index = self.program.add_source(source.path or "")
        self.stack.append(source)

    def _leave(self, source: Source) -> None:
        end = len(source.data)
        if self.program.in_body:
            raise ParseError(
                "the text ends inside a gate definition, expected `}`",
                code="QC113",
                span=source.span(end),
                trail=source.trail(),
            )
        if not self.program.started and not self.lenient:
            raise ParseError(
                "the version line is missing, expected `OPENQASM 2.0;`",
                code="QC101",
                span=source.span(end),
                help="start the file with `OPENQASM 2.0;`, or read it with --lenient",
            )
        self.stack.pop()
        if self.stack:
            self.program.set_source(self.stack[-1].index)

    # ---- include ------------------------------------------------------------------------------

    def _include(self, source: Source, name: str, span: Span) -> None:
        path = self._find(source, name, span)
        real = os.path.realpath(path)
        chain = [s for s in self.stack if s.path is not None]
        if any(os.path.realpath(str(s.path)) == real for s in chain):
            names = " -> ".join(quote(s.path) for s in chain)
            raise SemanticError(
                f"include goes in a circle: {names} -> {quote(path)}",
                code="QC217",
                span=span,
                trail=source.trail(),
            )
        if len(self.stack) > self.limits["include_depth"]:
            raise _over(self.limits, "include_depth", "QC608", "files inside each other", span)
        self._files += 1
        if self._files > self.limits["includes"]:
            raise _over(self.limits, "includes", "QC608", "included files", span)
        from .text import checked

        try:
            with open(path, "rb") as file:
                data = file.read(self.limits["bytes"] + 1)
        except OSError as error:
            raise SemanticError(
                f"cannot read the included file `{quote(name)}`: {error.strerror}",
                code="QC215",
                span=span,
                trail=source.trail(),
            ) from error
        inner = Source(data, path, source)
        inner.included_at = span
        checked(inner, self.warn)
        self._enter(inner)

    def _find(self, source: Source, name: str, span: Span) -> str:
        """Return the path of an included file: beside the including one, the program, or in a folder given."""

        def refuse(code: str, what: str, help: str | None = None) -> SemanticError:
            return SemanticError(what, code=code, span=span, help=help, trail=source.trail())

        shown = quote(name)
        if os.path.isabs(name):
            raise refuse("QC216", f"`{shown}` is an absolute path, which include does not take")
        roots = [*_folder(self.stack[0].path), *self.include]
        near = _folder(source.path)
        outside = os.path.normpath(name).startswith(os.pardir)
        for folder in [*near, *roots]:
            path = os.path.normpath(os.path.join(folder, name))
            try:
                if not _is_inside(os.path.realpath(path), roots):
                    outside = True
                    continue
                mode = os.stat(path).st_mode
            except (OSError, ValueError):
                continue
            if stat.S_ISREG(mode):
                return path
            kind = "folder" if stat.S_ISDIR(mode) else "device"
            raise refuse("QC218", f"cannot include `{shown}`: it is a {kind}")
        if outside:
            raise refuse(
                "QC216",
                f"`{shown}` is outside the folders include may read",
                "give its folder with --include",
            )
        searched = ", ".join(quote(f) for f in dict.fromkeys(roots)) or "no folder"
        hint = f"searched {searched}; add a folder with --include"
        if name == "stdgates.inc":
            hint = 'stdgates.inc belongs to OpenQASM 3; version 2.0 has "qelib1.inc"'
        raise refuse("QC215", f"cannot find the included file `{shown}`", hint)


def _folder(path: str | None) -> list[str]:
    """Return the folder of a file; none for a text without one, which may still have a name (``<stdin>``)."""
    if path is None or path == "-" or path.startswith("<"):
        return []
    return [os.path.dirname(path) or "."]


def _is_inside(path: str, roots: Sequence[str]) -> bool:
    """Whether a resolved path is in one of the folders."""
    return any(os.path.commonpath([path, real]) == real for real in map(os.path.realpath, roots))


def _over(
    limits: Mapping[str, int], name: str, code: str, what: str, span: Span | None
) -> LimitError:
    return LimitError(
        f"more than {limits[name]} {what}, which is the limit",
        code=code,
        span=span,
        help=f"raise it with `--limit {name}=N`",
    )
