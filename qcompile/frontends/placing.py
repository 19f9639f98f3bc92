# SPDX-License-Identifier: Apache-2.0
"""The place of an error that was met after reading: passes know the line and column of an operation, not the file."""

from __future__ import annotations

import re

from ..errors import QCompileError, Span, TargetError

#: The name of an operation, and the declaration of a register, in a text of OpenQASM.
_WORD = re.compile(r"\w+")
_DECLARATION = re.compile(r"\s*((?:qreg|qubit)\b[^;]*;?)")


def placed(error: QCompileError, data: bytes, path: str) -> QCompileError:
    """Give an error about a circuit its place in the text it came from: file and line are added, nothing is moved.

    Parameters
    ----------
    error : QCompileError
        Changed and returned.
    data : bytes
        The text.
    path : str
        What the user calls it.
    """
    span = error.span
    if span is not None and span.path is not None:
        return error
    text = data.decode("utf-8-sig", "backslashreplace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if span is not None:
        excerpt = lines[span.line - 1] if span.line <= len(lines) else ""
        word = _WORD.match(excerpt, span.column - 1)
        end = span.end_column or (word.end() + 1 if word else None)
        error.span = Span(path, span.line, span.column, end, excerpt or None)
    elif isinstance(error, TargetError):
        # What is wrong with the circuit as a whole, its width say, is said where its qubits are declared.
        for number, line in enumerate(lines, 1):
            if found := _DECLARATION.match(line):
                error.span = Span(path, number, found.start(1) + 1, found.end(1) + 1, line)
                break
    return error
