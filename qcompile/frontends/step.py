# SPDX-License-Identifier: Apache-2.0
"""One statement by the grammar: its tokens are fed to the LALR parser until the statement is complete.

Only as much text is decoded and lexed as the statement has, so one statement costs the same wherever it stands.
Syntax errors are put into words by `syntax.py`; what a statement means is `meaning.py`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lark import Lark, UnexpectedCharacters, UnexpectedToken

from .. import grammar
from ..errors import LimitError
from .meaning import Meaning
from .source import boundary, decode, encoded_length
from .syntax import Fault, unexpected

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lark import Token, Tree
    from lark.parsers.lalr_interactive_parser import InteractiveParser

    from .._native import Program
    from ..errors import Diagnostic, Span
    from .source import Source

#: Bytes decoded for a statement at first; eight times as many when it turns out longer.
_PIECE = 1 << 13


@cache
def _parser() -> Lark:
    """Return the parser of the grammar, built once."""
    text = Path(str(grammar.__file__)).with_name("openqasm2.lark").read_text(encoding="utf-8")
    return Lark(
        text,
        parser="lalr",
        lexer="basic",
        start=["step", "body_step"],
        propagate_positions=True,
        maybe_placeholders=False,
    )


class _Longer(Exception):  # noqa: N818 - not an error
    """The statement goes on behind the piece of text at hand."""


class Piece:
    """A decoded piece of a source and the tokens read from it.

    Parameters
    ----------
    source : Source
        Its position is the start of the piece.
    size : int
        Bytes to decode.
    """

    def __init__(self, source: Source, size: int) -> None:
        self.source = source
        self.start = source.position[0]
        end = boundary(source.data, self.start + size)
        self.text = decode(source.data[self.start : end])
        self.is_last = end == len(source.data)
        self._ascii = self.text.isascii()
        self.tokens: list[Token] = []
        #: Commas, terms inside parentheses, and parentheses open, so far.
        self.entries = self.terms = self.depth = 0

    def offset(self, character: int) -> int:
        """Return the byte offset in the source of a character of the piece."""
        if self._ascii:
            return self.start + character
        return self.start + encoded_length(self.text[:character])

    def span(self, token: Token) -> Span:
        """Return the place of a token."""
        start, end = token.start_pos or 0, token.end_pos or 0
        return self.source.span(self.offset(start), self.offset(end))


class Statements:
    """The grammar's reader.

    Parameters
    ----------
    program : Program
        What has been read so far.
    lenient : bool
        Accept what strict OpenQASM 2 does not have.
    limits : mapping of str to int
        All of `LIMITS`.
    warn : callable
        Called with each warning.
    """

    def __init__(
        self,
        program: Program,
        lenient: bool,
        limits: Mapping[str, int],
        warn: Callable[[Diagnostic], None],
    ) -> None:
        self.program = program
        self.lenient = lenient
        self.limits = limits
        self.meaning = Meaning(program, limits, warn)
        self.parser = _parser()

    def read(self, source: Source) -> tuple[bool, tuple[str, Span] | None]:
        """Read one statement and move the source behind it.

        Returns
        -------
        more : bool
            Whether there was one before the end.
        included : (str, Span) or None
            The file to read next, if the statement says so.
        """
        size = _PIECE
        while True:
            piece = Piece(source, size)
            try:
                tree = self._parse(piece)
                break
            except _Longer:
                size *= 8
        if tree is None:
            source.position = self.program.advance(source.data, source.position, len(source.data))
            return False, None
        try:
            included = self.meaning.apply(tree, piece)
        except LimitError as error:
            error.span = error.span or piece.span(piece.tokens[0])
            error.trail = source.trail()
            raise
        end = piece.offset(piece.tokens[-1].end_pos or 0)
        source.position = self.program.advance(source.data, source.position, end)
        return True, included

    def _parse(self, piece: Piece) -> Tree[Any] | None:
        in_body = self.program.in_body
        parser = self.parser.parse_interactive(piece.text, "body_step" if in_body else "step")
        tokens = parser.iter_parse()
        try:
            for token in tokens:
                self._limit(token, piece)
                if token.end_pos == len(piece.text) and not piece.is_last:
                    raise _Longer
                self._refuse(token, piece, parser)
                piece.tokens.append(token)
                if token.type in ("SEMICOLON", "LBRACE", "RBRACE"):
                    # These end a statement wherever the parser takes them.
                    parser.feed_token(token)
                    tree: Tree[Any] = parser.feed_eof(token)  # type: ignore[no-untyped-call]
                    return tree
        except UnexpectedToken as error:
            if piece.tokens and piece.tokens[-1] is error.token:
                piece.tokens.pop()
            raise self._unexpected(
                piece, error.token, set(error.accepts or error.expected)
            ) from None
        except UnexpectedCharacters as error:
            at: int = error.pos_in_stream  # type: ignore[assignment]
            rest = piece.text[at : at + self.limits["name"]]
            cut = not piece.is_last and len(piece.text) - at < self.limits["name"]
            if cut and not any(end in rest for end in "\r\n"):
                raise _Longer from None
            raise self._unexpected(piece, at, _accepts(parser)) from None
        if not piece.is_last:
            raise _Longer
        if not piece.tokens:
            return None
        raise self._unexpected(piece, len(piece.text), _accepts(parser))

    def _limit(self, token: Token, piece: Piece) -> None:
        """Refuse what would take long to read; what is within the limits of the engine is within these."""
        limits = self.limits

        def over(name: str, code: str, what: str) -> LimitError:
            return LimitError(
                f"more than {limits[name]} {what}, which is the limit",
                code=code,
                span=piece.span(token),
                trail=piece.source.trail(),
                help=f"raise it with `--limit {name}=N`",
            )

        longest = limits["name"] if token.type in ("ID", "INT") else max(limits["name"], 1 << 12)
        if token.type in ("ID", "INT", "STRING") and len(token) > longest:
            raise over("name", "QC609", "characters in a name or a number")
        piece.depth += (token.type == "LPAR") - (token.type == "RPAR")
        if token.type == "COMMA":
            piece.entries += 1
        elif piece.depth and token.type != "RPAR":
            piece.terms += 1
        if piece.entries > 2 * limits["list"]:
            raise over("list", "QC607", "entries in a list")
        # Each function brings a parenthesis that the engine does not count.
        if piece.terms > 2 * limits["terms"]:
            raise over("terms", "QC606", "terms in a statement")

    def _refuse(self, token: Token, piece: Piece, parser: InteractiveParser) -> None:
        """Refuse what the grammar takes but the language, or a limit, does not."""
        first = not piece.tokens
        if first and not self.program.started and not self.program.in_body:
            if token.type != "OPENQASM" and not self.lenient:
                raise self._unexpected(piece, token, {"OPENQASM"})
        elif first and token.type == "OPENQASM":
            raise self._unexpected(piece, token, _accepts(parser) - {"OPENQASM", "SEMICOLON"})
        if token.type == "INT" and len(token) > 1 and token.startswith("0"):
            raise self._unexpected(piece, token, _accepts(parser))
        if self.lenient:
            return
        trailing = not first and piece.tokens[-1].type == "COMMA"
        if (token.type == "SEMICOLON" and (first or trailing)) or (
            token.type == "RPAR" and trailing
        ):
            raise self._unexpected(piece, token, _accepts(parser) - {token.type})

    def _unexpected(self, piece: Piece, where: Token | int, accepts: set[str]) -> Exception:
        trailing = bool(piece.tokens) and piece.tokens[-1].type == "COMMA"
        if not self.lenient and (not piece.tokens or trailing):
            accepts = accepts - {"SEMICOLON", "RPAR"}
        return unexpected(Fault(self.program, piece, where, accepts))


def _accepts(parser: InteractiveParser) -> set[str]:
    return set(parser.accepts())  # type: ignore[no-untyped-call]
