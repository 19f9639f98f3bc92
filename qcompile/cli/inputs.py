# SPDX-License-Identifier: Apache-2.0
"""Circuits in: from files and from standard input, read once, with the digest of exactly the bytes read."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import FileError, PipelineError
from ..report import Source

if TYPE_CHECKING:
    from argparse import Namespace

    from ..circuit import Circuit

STDIN = "-"


@dataclass(frozen=True)
class Input:
    """A circuit, what the user called it, and what it was written in."""

    circuit: Circuit
    path: str
    format: str
    data: bytes

    def source(self) -> Source:
        """Return the path and the digest, for reports."""
        from hashlib import sha256

        return Source(self.path, sha256(self.data).hexdigest())


def add_paths(parser: Any, *names: str) -> None:
    """Give a parser its input arguments: one for each name, or any number for none."""
    if not names:
        parser.add_argument(
            "paths", metavar="IN", nargs="+", help="a circuit file; - is standard input"
        )
    for name in names:
        parser.add_argument(name, metavar=name.upper(), help="a circuit file; - is standard input")


def check_paths(paths: list[str]) -> None:
    """Refuse to read standard input twice."""
    if paths.count(STDIN) > 1:
        raise PipelineError(
            "standard input is given twice", code="QC407", help="it can be read once"
        )


def read(path: str, options: Namespace) -> Input:
    """Read one circuit.

    Raises
    ------
    FileError
        The bytes cannot be had.
    InputError
        They are no circuit.
    """
    from ..frontends import detect, loads

    data = read_stdin() if path == STDIN else _read_file(path)
    name = "<stdin>" if path == STDIN else path
    format = getattr(options, "from") or detect(data, path)
    circuit = loads(data, format=format, path=name)
    return Input(circuit, name, format, data)


def _read_file(path: str) -> bytes:
    from ..files import read_bytes

    return read_bytes(path)


def read_stdin() -> bytes:
    """Return all of standard input."""
    if sys.stdin is None:
        raise FileError("standard input is closed", code="QC501")
    buffer = getattr(sys.stdin, "buffer", None)
    try:
        return buffer.read() if buffer is not None else sys.stdin.read().encode()
    except OSError as error:
        raise FileError(f"cannot read standard input: {error.strerror}", code="QC501") from error
