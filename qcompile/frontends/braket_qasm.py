# SPDX-License-Identifier: Apache-2.0
"""The OpenQASM 3 of Amazon Braket, read by Braket."""

from __future__ import annotations

import re
from contextlib import redirect_stderr
from io import StringIO
from typing import TYPE_CHECKING

from ..errors import ParseError, PipelineError, quote
from .from_braket import from_braket

if TYPE_CHECKING:
    from ..circuit import Circuit
    from .source import Source

_PLACE = re.compile(r"line (\d+):(\d+) ")


def read(source: Source) -> Circuit:
    """Return the circuit of a text.

    Raises
    ------
    ParseError
        QC100 for what Braket does not read, with the place where it tells one.
    PipelineError
        QC411 without the SDK.
    """
    try:
        from braket.circuits import Circuit as Braket
    except ImportError:
        raise PipelineError(
            "amazon-braket-sdk is not installed",
            code="QC411",
            help='pip install "qcompile[braket]"',
        ) from None
    start = source.position[0]
    text = source.data[start:].decode()
    said = StringIO()
    try:
        # The parser prints what is wrong where, and raises an error that does not say it.
        with redirect_stderr(said):
            made = Braket.from_ir(text)
    except (
        Exception
    ) as error:  # Braket's parser, and the checks behind it, raise classes of many kinds
        line, column = _place(error, said.getvalue())
        reason = str(error).strip().split("\n")[0] or "a syntax error"
        at = _offset(text, line, column)
        message = f"Braket reads no circuit in this text: {quote(reason)}"
        raise ParseError(message, code="QC100", span=source.span(start + at)) from None
    return from_braket(made)


def _place(error: BaseException | None, said: str) -> tuple[int, int]:
    """Return the line and column at which the parser stopped; the start for what it does not place."""
    found = _PLACE.search(said)
    while error is not None:
        for argument in error.args:
            token = getattr(argument, "offendingToken", None)
            if token is not None:
                return token.line, token.column
        error = error.__cause__ or error.__context__
    return (int(found.group(1)), int(found.group(2))) if found else (1, 0)


def _offset(text: str, line: int, column: int) -> int:
    """Return the byte at a line from 1 and a column from 0."""
    lines = text.splitlines(keepends=True)
    before = "".join(lines[: line - 1]) + "".join(lines[line - 1 : line])[:column]
    return len(before.encode())
