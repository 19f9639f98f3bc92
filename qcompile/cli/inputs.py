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
    from ..errors import QCompileError

STDIN = "-"
#: Bytes of a report that are read.
MOST_REPORT = 1 << 28


@dataclass(frozen=True)
class Input:
    """A circuit, what the user called it, and what it was written in."""

    circuit: Circuit
    path: str
    format: str
    data: bytes

    def source(self, *, digest: bool = True) -> Source:
        """Return where the circuit came from; the digest only if somebody will read it."""
        if not digest:
            return Source(self.path)
        from hashlib import sha256

        return Source(self.path, sha256(self.data).hexdigest())

    def place(self, error: QCompileError) -> QCompileError:
        """Return an error about the circuit with its place in the text it came from."""
        from ..frontends.placing import placed

        return placed(error, self.data, self.path)


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
    from ..files import read_bytes
    from ..frontends import detect, loads
    from ..frontends.limits import complete

    limits = dict(options.limit or ())
    # One byte more than allowed is enough to know that there is too much.
    most = complete(limits)["bytes"] + 1
    data = read_stdin(most) if path == STDIN else read_bytes(path, most)
    name = "<stdin>" if path == STDIN else path
    format = getattr(options, "from") or detect(data, name)
    circuit = loads(
        data,
        format=format,
        path=name,
        lenient=options.lenient,
        include=options.include or (),
        limits=limits,
    )
    return Input(circuit, name, format, data)


def lay_out(circuit: Circuit, report: str | None) -> None:
    """Give a circuit the layouts of a report, as its text carries none.

    Raises
    ------
    PipelineError
        QC402 if the report has no layouts or they do not fit, QC407 if the text carries others.
    """
    if report is None:
        return
    import json

    from ..files import read_bytes

    data = read_bytes(report, MOST_REPORT)
    try:
        said = json.loads(data)["layout"]
        layouts = [int(q) for q in said["initial"]], [int(q) for q in said["final"]]
    except (ValueError, KeyError, TypeError):
        raise PipelineError(
            f"`{report}` is no report with a layout",
            code="QC402",
            help="give the file that --report FILE.json wrote for this one circuit",
        ) from None
    fits = all(
        len(set(places)) == len(places) and all(0 <= q < circuit.num_qubits for q in places)
        for places in layouts
    )
    if not fits or len(layouts[0]) != len(layouts[1]):
        raise PipelineError(
            f"the layout in `{report}` does not fit a circuit of {circuit.num_qubits} qubits",
            code="QC402",
            help="give the report of this very circuit",
        )
    carried = circuit.layouts
    if carried is not None and tuple(carried) != layouts:
        raise PipelineError(
            "the circuit carries other layouts than the report",
            code="QC407",
            help="leave --layout-from out, or give the report of this very circuit",
        )
    circuit.layouts = layouts


def read_stdin(most: int) -> bytes:
    """Return standard input, or the first `most` bytes of it."""
    if sys.stdin is None:
        raise FileError("standard input is closed", code="QC501")
    try:
        return sys.stdin.buffer.read(most)
    except OSError as error:
        raise FileError(f"cannot read standard input: {error.strerror}", code="QC501") from error
