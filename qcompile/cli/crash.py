# SPDX-License-Identifier: Apache-2.0
"""Our own faults: no traceback on the terminal, but a file that says all a developer needs."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback

from ..errors import InternalError, QCompileError

#: Of an input, so much is kept; a larger circuit is named and not copied.
KEPT_BYTES = 1 << 20


def save(error: BaseException, arguments: list[str]) -> QCompileError:
    """Save a report of an unexpected exception and return the error that names it."""
    said = error.message if isinstance(error, QCompileError) else f"{type(error).__name__}: {error}"
    message = f"qcompile failed: {said}"
    try:
        path = _write(error, arguments)
    except OSError as reason:
        return InternalError(
            message, help=f"please report it; no report could be saved ({reason.strerror})"
        )
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
        "inputs": _inputs(arguments),
    }
    number, path = tempfile.mkstemp(prefix="qcompile-report-", suffix=".json")
    with open(number, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(dump_json(report, indent=2) + "\n")
    return path


def _inputs(arguments: list[str]) -> dict[str, str]:
    """Return the text of every file the command line names."""
    kept = {}
    for name in arguments:
        if os.path.isfile(name) and os.path.getsize(name) <= KEPT_BYTES:
            with open(name, encoding="utf-8", errors="backslashreplace") as file:
                kept[name] = file.read()
    return kept
