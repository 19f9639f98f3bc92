# SPDX-License-Identifier: Apache-2.0
"""Our own faults: no traceback on the terminal, but a file that says all a developer needs."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ..errors import InternalError, QCompileError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..circuit import Circuit

#: Of an input, so much is kept; a larger circuit is named and not copied.
KEPT_BYTES = 1 << 20
#: Commands whose fault is looked for in ever smaller circuits.
REDUCED_COMMANDS = ("compile", "explain")
#: So long a smaller circuit is looked for.
PATIENCE_SECONDS = 5.0


def save(error: BaseException, arguments: list[str]) -> QCompileError:
    """Save a report of an unexpected exception and return the error that names it."""
    said = error.message if isinstance(error, QCompileError) else f"{type(error).__name__}: {error}"
    message = f"qcompile failed: {said}"
    try:
        path = _write(error, arguments)
    except OSError as reason:
        help = f"please report it; no report could be saved ({reason.strerror})"
        return InternalError(message, help=help)
    return InternalError(message, help=f"please report it with the file {path}")


def _write(error: BaseException, arguments: list[str]) -> str:
    from .._version import __version__
    from ..report.report import dump_json

    report = {
        "tool": f"qcompile {__version__}",
        "python": sys.version,
        "platform": platform.platform(),
        "arguments": arguments,
        "traceback": "".join(traceback.format_exception(error)),
        "inputs": _inputs(arguments, error),
    }
    number, path = tempfile.mkstemp(prefix="qcompile-report-", suffix=".json")
    with open(number, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(dump_json(report, indent=2) + "\n")
    return path


def _inputs(arguments: list[str], error: BaseException) -> dict[str, Any]:
    """Return the text of every circuit the command line names, reduced where that shows the same fault."""
    kept = {}
    for name in arguments:
        if os.path.isfile(name) and os.path.getsize(name) <= KEPT_BYTES:
            with open(name, encoding="utf-8", errors="backslashreplace") as file:
                text = file.read()
            kept[name] = _reduced(text, arguments, error)
    return kept


def _reduced(text: str, arguments: list[str], error: BaseException) -> str:
    """Return a smaller text with the same fault, or the text where the fault is not in compiling it."""
    from ..compiler import compile
    from ..frontends import loads
    from ..reduction import reduce_lines
    from .compile import compile_options
    from .devices import chosen
    from .dispatch import load, parse, split

    name, rest = split(arguments)
    if name not in REDUCED_COMMANDS:
        return text
    keywords = compile_options(parse(name, load(name), rest))
    keywords["target"] = chosen(keywords["target"])

    def fails_by(run: Callable[[], object]) -> bool:
        try:
            run()
        except BaseException as other:
            return type(other) is type(error) and str(other) == str(error)
        return False

    def text_fails(candidate: str) -> bool:
        return fails_by(lambda: compile(loads(candidate), **keywords))

    if not text_fails(text):
        return text
    try:
        circuit = loads(text)
    except BaseException:
        return reduce_lines(text, text_fails, seconds=PATIENCE_SECONDS)
    return _as_text(circuit, lambda c: fails_by(lambda: compile(c, **keywords)), text)


def _as_text(circuit: Circuit, fails: Callable[[Circuit], bool], text: str) -> str:
    """Return a reduced circuit in the first format that holds it, else the text it was read from."""
    from ..emitters import dumps
    from ..reduction import reduce

    try:
        small = reduce(circuit, fails, seconds=PATIENCE_SECONDS).circuit
    except QCompileError:
        return text
    for format in ("qasm2", "qasm3", "json"):
        with suppress(QCompileError):
            return dumps(small, format)
    return text
