# SPDX-License-Identifier: Apache-2.0
"""Every error a user can meet, and how it is shown.

``` text
QCompileError
  InputError          the input is not a valid circuit            exit 3
    ParseError        QC1xx  its syntax
    SemanticError     QC2xx  its meaning
  TargetError         QC3xx  valid, but not on that target        exit 4
  PipelineError       QC4xx  usage, options, configuration        exit 2
  FileError           QC5xx  a file could not be read or written  exit 5
  LimitError          QC6xx  a documented limit was reached       exit 6
  VerificationError   QC7xx  different (exit 1) or undecided (exit 7)
  InternalError       QC9xx  our fault                            exit 70
```

The codes, one by one with an example each, are in `qcompile.error_codes`. Nothing is imported here,
so that start-up does not pay for it; this is why nothing on this page is a dataclass.
"""

from __future__ import annotations

#: Names and texts quoted from a file are cut here.
QUOTE_LENGTH = 80
#: Characters of a source line shown around the caret.
_WINDOW = 160
_CHUNK = 1 << 16


def escape(text: str) -> str:
    """Make text from a file safe to print: what is not printable is shown as an escape."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def quote(name: object) -> str:
    """Show a name from a file: escaped, and cut at 80 characters."""
    text = str(name)
    cut = text[: QUOTE_LENGTH - 1] + "…" if len(text) > QUOTE_LENGTH else text
    return escape(cut)


class Span:
    """A place in a source text.

    Parameters
    ----------
    path : str or None
        The file, as the user named it; None for a text without a file.
    line, column : int
        Both count from 1; columns count characters.
    end_column : int, optional
        One past the last character meant.
    excerpt : str, optional
        The source line, or a part of it, if whoever made the span had it at hand.
    excerpt_column : int
        Column of the first character of ``excerpt``.
    """

    __slots__ = ("column", "end_column", "excerpt", "excerpt_column", "line", "path")

    def __init__(
        self,
        path: str | None,
        line: int,
        column: int,
        end_column: int | None = None,
        excerpt: str | None = None,
        excerpt_column: int = 1,
    ) -> None:
        self.path = path
        self.line = line
        self.column = column
        self.end_column = end_column
        self.excerpt = excerpt
        self.excerpt_column = excerpt_column

    def __repr__(self) -> str:
        return f"Span({self.path!r}, {self.line}, {self.column}, {self.end_column})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Span):
            return NotImplemented
        mine = (self.path, self.line, self.column, self.end_column)
        return mine == (other.path, other.line, other.column, other.end_column)

    def __hash__(self) -> int:
        return hash((self.path, self.line, self.column, self.end_column))

    def __str__(self) -> str:
        return f"{escape(self.path or '<text>')}:{self.line}:{self.column}"

    def source(self) -> tuple[str, int] | None:
        """Return the source line around the column, and the column it starts with."""
        if self.excerpt is not None:
            return _window(self.excerpt, self.excerpt_column, self.column)
        if self.path is None or self.path == "-":
            return None
        return _read_line(self.path, self.line, self.column)


def _window(text: str, first: int, column: int) -> tuple[str, int]:
    if len(text) <= _WINDOW:
        return text, first
    start = max(0, column - first - _WINDOW // 2)
    return text[start : start + _WINDOW], first + start


def _read_line(path: str, line: int, column: int) -> tuple[str, int] | None:
    """Read around one place of a file, in bounded memory whatever the length of its lines."""
    try:
        # Universal newlines: LF, CR LF and lone CR end a line, as they do for the readers.
        with open(path, encoding="utf-8-sig", errors="backslashreplace") as file:
            for _ in range(line - 1):
                while (piece := file.readline(_CHUNK)) and not piece.endswith("\n"):
                    pass
                if not piece:
                    return None
            skip = max(0, column - 1 - _WINDOW // 2)
            left = skip
            while left and (piece := file.read(min(left, _CHUNK))):
                left -= len(piece)
            return file.readline(_WINDOW).rstrip("\n"), skip + 1
    except (OSError, ValueError):
        return None


class Diagnostic:
    """One message to the user.

    Parameters
    ----------
    severity : str
        ``"error"`` or ``"warning"``.
    code : str
        As in ``qcompile.error_codes``.
    message : str
        What is wrong, in the user's names, lower case, no final point.
    span : Span, optional
        Where.
    note : str, optional
        A few words beside the caret.
    help : str, optional
        What to do about it; best something one can type.
    trail : tuple of str
        How one got there, one line each (``included from main.qasm:2:1``).
    """

    __slots__ = ("code", "help", "message", "note", "severity", "span", "trail")

    def __init__(
        self,
        severity: str,
        code: str,
        message: str,
        span: Span | None = None,
        note: str | None = None,
        help: str | None = None,
        trail: tuple[str, ...] = (),
    ) -> None:
        self.severity = severity
        self.code = code
        self.message = message
        self.span = span
        self.note = note
        self.help = help
        self.trail = trail

    def render(self, format: str = "full") -> str:
        """Show the message: ``full`` for people, ``short`` on one line, ``json`` as one object.

        No form ends in a newline.

        Examples
        --------
        >>> Diagnostic("error", "QC503", "there is no file `a.qasm`").render("short")
        'error[QC503]: there is no file `a.qasm`'
        """
        if format == "short":
            where = f"{self.span}: " if self.span else ""
            return f"{where}{self._headline()}"
        if format == "json":
            return self._json()
        return "\n".join(self._full())

    def _headline(self) -> str:
        return f"{self.severity}[{self.code}]: {escape(self.message)}"

    def _full(self) -> list[str]:
        lines = [self._headline()]
        gutter = " "
        noted = False
        if self.span:
            number = str(self.span.line)
            gutter = " " * len(number)
            lines.append(f"{gutter}--> {self.span}")
            source = self.span.source()
            if source is not None:
                text, first = source
                caret = self._caret(self.span, text, first)
                lines += [
                    f"{gutter} |",
                    f"{number} | {_plain(text)}".rstrip(),
                    f"{gutter} | {caret}",
                ]
                noted = True
        if self.note and not noted:
            lines.append(f"{gutter} = note: {escape(self.note)}")
        lines += [f"{gutter} = note: {escape(t)}" for t in self.trail]
        if self.help:
            lines.append(f"{gutter} = help: {escape(self.help)}")
        return lines

    def _caret(self, span: Span, text: str, first: int) -> str:
        at = min(max(span.column - first, 0), len(text))
        end = (span.end_column or span.column + 1) - first
        marked = text[at : max(end, at + 1)]
        caret = " " * len(_plain(text[:at])) + "^" * max(len(_plain(marked)), 1)
        return f"{caret} {escape(self.note)}" if self.note else caret

    def _json(self) -> str:
        import json

        entry: dict[str, object] = {
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
        }
        if self.span:
            entry |= {
                "path": self.span.path,
                "line": self.span.line,
                "column": self.span.column,
                "end_column": self.span.end_column,
            }
        entry |= {"note": self.note, "help": self.help, "trail": list(self.trail)}
        return json.dumps({k: v for k, v in entry.items() if v not in (None, [])}, sort_keys=True)


def _plain(text: str) -> str:
    """Show a source line with every character one column wide or escaped."""
    return escape(text.replace("\t", " ").replace("\u00a0", " "))


class QCompileError(Exception):
    """Base of every error that bad input, a bad option or a failing file can cause.

    Parameters
    ----------
    message : str
        What is wrong.
    code : str, optional
        Its code; the class has a general one.
    span : Span, optional
        Where; ``line`` and ``column`` (of the file ``path``) are taken for one.
    note, help, trail
        As in `Diagnostic`.
    """

    #: Code of an error of this class that was raised without one.
    default_code = "QC900"
    #: What the command line returns.
    exit_status = 70

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        span: Span | None = None,
        note: str | None = None,
        help: str | None = None,
        trail: tuple[str, ...] = (),
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.span = span
        if span is None and line is not None:
            self.span = Span(path, line, column or 1)
        self.note = note
        self.help = help
        self.trail = trail

    @property
    def exit_code(self) -> int:
        """The exit status of the command line."""
        return self.exit_status

    def diagnostic(self) -> Diagnostic:
        """Return the error as a message to show."""
        return Diagnostic(
            "error", self.code, self.message, self.span, self.note, self.help, self.trail
        )

    def render(self, format: str = "full") -> str:
        """Show the error; see `Diagnostic.render`."""
        return self.diagnostic().render(format)

    def __str__(self) -> str:
        where = f"{self.span}: " if self.span else ""
        hint = f" (help: {escape(self.help)})" if self.help else ""
        return f"{where}[{self.code}] {escape(self.message)}{hint}"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.message, self.__dict__)


def _rebuild(kind: type[QCompileError], message: str, state: dict[str, object]) -> QCompileError:
    error = kind(message)
    error.__dict__.update(state)
    return error


class InputError(QCompileError):
    """The input is not a valid circuit."""

    default_code = "QC200"
    exit_status = 3


class ParseError(InputError):
    """The syntax of the input is wrong."""

    default_code = "QC100"


class SemanticError(InputError):
    """The meaning of the input is wrong: an unknown gate, a wrong arity, a reused qubit."""

    default_code = "QC200"


class TargetError(QCompileError):
    """The circuit is valid, but the target cannot run it: width, connectivity, gate set, timing."""

    default_code = "QC300"
    exit_status = 4


class PipelineError(QCompileError):
    """What the user asked for cannot be done: an unknown pass, a bad option, an unmet need."""

    default_code = "QC400"
    exit_status = 2


class FileError(QCompileError):
    """A file could not be read or written."""

    default_code = "QC500"
    exit_status = 5


class LimitError(QCompileError):
    """A documented limit was reached, and there is no result to give."""

    default_code = "QC600"
    exit_status = 6


class VerificationError(QCompileError):
    """The output is not shown to be the input; circuits and verdict are attached where known."""

    default_code = "QC701"
    #: Code of a verification that neither proved nor refuted.
    UNDECIDED = "QC702"

    before: object = None
    after: object = None
    verdict: object = None

    @property
    def exit_code(self) -> int:
        """1 when the circuits differ, 7 when that stayed open."""
        return 7 if self.code == self.UNDECIDED else 1


class InternalError(QCompileError):
    """A fault of qcompile itself."""

    default_code = "QC900"
    exit_status = 70


class QCompileWarning(UserWarning):
    """Something legal in the input that is hardly meant; carries its `Diagnostic`."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.render("short"))
        self.diagnostic = diagnostic
