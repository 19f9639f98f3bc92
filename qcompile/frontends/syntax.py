# SPDX-License-Identifier: Apache-2.0
"""Syntax errors in words: what stood there, what would have been right, what was probably meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lark import Token

from ..errors import ParseError, quote

if TYPE_CHECKING:
    from .._native import Program
    from ..errors import Span
    from .step import Piece

#: How terminals of the grammar are called in messages; the others are spelt as they are written.
_WORDS = {
    "ID": "a name",
    "INT": "a whole number",
    "REAL": "a number",
    "STRING": 'a file name in "double quotes"',
    "BUILTIN": "`U` or `CX`",
    "OPENQASM": "`OPENQASM 2.0;`",
    "SEMICOLON": "`;`",
    "COMMA": "`,`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "LSQB": "`[`",
    "RSQB": "`]`",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "PLUS": "`+`",
    "MINUS": "`-`",
    "STAR": "`*`",
    "SLASH": "`/`",
    "CIRCUMFLEX": "`^`",
    "__ANON_0": "`->`",
    "__ANON_1": "`==`",
    "$END": "the end",
}
_FUNCTIONS = {"SIN", "COS", "TAN", "EXP", "LN", "SQRT"}
_OPERATORS = {"PLUS", "MINUS", "STAR", "SLASH", "CIRCUMFLEX"}
_VALUE = {"ID", "INT", "REAL", "PI", "LPAR", "MINUS"} | _FUNCTIONS
RESERVED = frozenset(
    "include qreg creg gate opaque measure reset barrier if pi sin cos tan exp ln sqrt".split()
)
#: First words and signs of statements that OpenQASM 3 has and 2.0 has not.
THREE = frozenset(
    "qubit bit int uint float angle complex bool const let def extern input output duration stretch "
    "delay box ctrl negctrl inv pow gphase for while else switch return end cal defcal".split()
)
#: Statements that stand neither in a definition nor behind `if`.
_OUTSIDE = {"GATE", "OPAQUE", "IF", "MEASURE", "RESET", "BARRIER", "QREG", "CREG", "INCLUDE"}
_ASSIGNMENT = re.compile(r"(\[[^\];]*\]\s*)?(=(?!=)|@)")


class Fault(NamedTuple):
    """What the parser could not take."""

    program: Program
    piece: Piece
    #: The token, or the character where no token starts; the length of the text for its end.
    where: Token | int
    #: Terminals that would have been right.
    accepts: set[str]


def unexpected(fault: Fault) -> ParseError:
    """Return the error for a token or character the grammar does not have there."""
    piece, where = fault.piece, fault.where
    if isinstance(where, Token):
        start, end = where.start_pos or 0, where.end_pos or 0
    else:
        start, end = where, where + 1
    span = piece.source.span(piece.offset(start), piece.offset(min(end, len(piece.text))))
    error = _version(fault, span) or _statement(fault, span) or _spelling(fault, start, span)
    error = error or _plain(fault, span)
    error.trail = piece.source.trail()
    return error


def expected(accepts: set[str], limit: int = 5) -> str:
    """Put a set of terminals into words."""
    rest = set(accepts)
    words = []
    if rest | {"ID"} >= _VALUE and "PI" in rest:
        words.append("an angle")
        rest -= _VALUE
    if rest >= _OPERATORS and len(rest) > len(_OPERATORS):
        rest -= _OPERATORS
    words += sorted((_WORDS.get(t) or f"`{t.lower()}`" for t in rest), key=_rank)
    if len(words) > limit:
        return "a statement" if "`gate`" in words or "`barrier`" in words else "another token"
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _rank(word: str) -> tuple[int, str]:
    return ("a" not in word[:1], word)


def _version(fault: Fault, span: Span) -> ParseError | None:
    """Errors around the version line."""
    first = not fault.piece.tokens
    if first and fault.accepts == {"OPENQASM"}:
        return ParseError(
            "the version line is missing, expected `OPENQASM 2.0;`",
            code="QC101",
            span=span,
            help="start the file with `OPENQASM 2.0;`, or read it with --lenient",
        )
    if first and isinstance(fault.where, Token) and fault.where.type == "OPENQASM":
        return ParseError(
            "unexpected version line: `OPENQASM` is expected once, as the first statement",
            code="QC102",
            span=span,
            help="remove it",
        )
    return None


def _statement(fault: Fault, span: Span) -> ParseError | None:
    """Errors that concern the statement as a whole."""
    piece, where = fault.piece, fault.where
    words = expected(fault.accepts)
    if where == len(piece.text):
        return ParseError(
            f"the text ends inside a statement, expected {words}", code="QC113", span=span
        )
    if _is_three(fault):
        return ParseError(
            f"`{quote(_shown(fault))}` is not expected here in version 2.0; "
            "it looks like OpenQASM 3 syntax",
            code="QC108",
            span=span,
            help="start the file with `OPENQASM 3.0;` if that is meant",
        )
    if not isinstance(where, Token):
        return None
    last = piece.tokens[-1] if piece.tokens else None
    in_body = fault.program.in_body and last is None
    if (in_body or (last is not None and last.type == "RPAR")) and where.type in _OUTSIDE:
        place = "a gate definition" if in_body else "`if`"
        return ParseError(
            f"`{where}` may not stand inside {place}, expected {words}", code="QC114", span=span
        )
    between = piece.text[last.end_pos or 0 : where.start_pos or 0] if last is not None else ""
    if "SEMICOLON" in fault.accepts and re.search(r"[\r\n]", between):
        return ParseError(
            f"expected `;` after `{quote(last)}`, found `{quote(where)}`",
            code="QC112",
            span=span,
            note="a new statement starts here",
            help="end the statement before with `;`",
        )
    return None


def _spelling(fault: Fault, start: int, span: Span) -> ParseError | None:
    """Errors in one name, number or string."""
    where, text = fault.where, fault.piece.text
    words = expected(fault.accepts)
    if isinstance(where, Token):
        if "ID" in fault.accepts and where in RESERVED:
            return ParseError(
                f"`{where}` is a reserved word, expected {words}", code="QC106", span=span
            )
        if where.type == "INT" and len(where) > 1 and where.startswith("0"):
            return ParseError(
                f"`{quote(where)}` has a leading zero, expected a whole number without",
                code="QC116",
                span=span,
            )
        if "INT" in fault.accepts and where.type == "REAL":
            return ParseError(
                f"expected a whole number, found `{quote(where)}`", code="QC116", span=span
            )
        if where.type == "SLASH" and text.startswith("/*", start):
            return ParseError(
                "unexpected `/*`: version 2.0 has no block comments", code="QC109", span=span,
                help="start each line of the comment with `//`",
            )  # fmt: skip
        return None
    character = text[start]
    if character == '"':
        return ParseError(
            'unterminated string, expected a closing `"` on the same line', code="QC105", span=span
        )
    if character == "'":
        return ParseError(
            "unexpected `'`: strings stand in double quotes, expected `\"`", code="QC105", span=span
        )
    if "\ud800" <= character <= "\udfff":
        offset = fault.piece.offset(start)
        return ParseError(
            f"byte {ord(character) - 0xDC00:02X} at offset {offset} is not UTF-8 (invalid encoding)",
            code="QC111",
            span=span,
            help="save the file as UTF-8",
        )
    if character == "_" or ("A" <= character <= "Z"):
        word = re.compile(r"\w+", re.ASCII).match(text, start)
        name = quote(word.group() if word else character)
        return ParseError(
            f"`{name}` is no identifier: expected a lower-case letter first",
            code="QC107",
            span=span,
        )
    shown = quote(character)
    point = "" if character.isascii() else f" (U+{ord(character):04X})"
    return ParseError(
        f"unexpected character `{shown}`{point}, expected {words}",
        code="QC104",
        span=span,
        help="version 2.0 is written in ASCII outside comments" if point else None,
    )


def _plain(fault: Fault, span: Span) -> ParseError:
    return ParseError(
        f"unexpected `{quote(_shown(fault))}`, expected {expected(fault.accepts)}",
        code="QC100",
        span=span,
    )


def _shown(fault: Fault) -> str:
    where = fault.where
    return str(where) if isinstance(where, Token) else fault.piece.text[where : where + 1]


def _is_three(fault: Fault) -> bool:
    """Whether the statement reads like OpenQASM 3."""
    piece, where = fault.piece, fault.where
    first = str(piece.tokens[0]) if piece.tokens else _shown(fault)
    if first in THREE:
        return True
    at = (where.start_pos or 0) if isinstance(where, Token) else where
    # `c[0] = measure q[0];`, `ctrl @ x q;`
    return len(piece.tokens) == 1 and _ASSIGNMENT.match(piece.text, at) is not None
