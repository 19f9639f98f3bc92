# SPDX-License-Identifier: Apache-2.0
"""What became of each file of a batch: a file of JSON lines, written as results come and read to resume."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from ..files import cannot, read_bytes, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..errors import QCompileError
    from ..report import Report

#: Metrics of a line; the report has them all.
SHOWN = ("qubits", "two_qubit", "two_qubit_depth", "depth", "gates")


def settings(options: dict[str, Any], target: Any) -> str:
    """Return a digest of what circuits are compiled with: lines with another are not resumed from."""
    from hashlib import sha256

    from .._version import __version__
    from ..report.report import dump_json, plain

    said = {name: value for name, value in options.items() if name not in ("target", "cache")}
    whole = [__version__, None if target is None else target.sha256(), plain(said)]
    return sha256(dump_json(whole).encode()).hexdigest()[:16]


class Manifest:
    """The lines of one batch.

    Parameters
    ----------
    path : str
        The file.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._file: IO[bytes] | None = None

    def done(self, asked: str) -> dict[str, str | None]:
        """Return the files that were compiled with these settings, each with the digest of its bytes."""
        kept = (line for line in self._lines() if line.get("settings") == asked)
        return {line["path"]: line["sha256"] for line in kept if line.get("status") == "compiled"}

    @contextmanager
    def open(self, *, keep: bool) -> Iterator[None]:
        """Take lines: after those that are there, or in their place."""
        try:
            os.makedirs(os.path.dirname(self.path) or ".", exist_ok=True)
            # A line is one write, so that a stopped run leaves whole lines.
            with open(self.path, "ab" if keep else "wb", buffering=0) as file:
                if keep and file.tell():
                    file.write(b"\n")  # what a crash left of a line ends here
                self._file = file
                yield
        except OSError as error:
            raise cannot("write", self.path, error) from error
        finally:
            self._file = None

    def compiled(self, file: tuple[str, str], output: str, report: Report, asked: str) -> None:
        """Add the line of a compiled file."""
        counts = {
            name: {key: getattr(metrics, key) for key in SHOWN}
            for name, metrics in (("before", report.before), ("after", report.after))
        }
        source = report.source
        self._add(
            {
                "path": file[1],
                "status": "compiled",
                "sha256": None if source is None else source.sha256,
                "output": output,
                "seconds": report.seconds,
                "settings": asked,
                **counts,
            }
        )

    def failed(self, file: tuple[str, str], error: QCompileError, asked: str) -> None:
        """Add the line of a file that could not be compiled."""
        self._add(
            {
                "path": file[1],
                "status": "failed",
                "error": {"code": error.code, "message": error.message, "exit": error.exit_code},
                "settings": asked,
            }
        )

    def tidy(self, asked: str, files: list[tuple[str, str]]) -> None:
        """Leave the last line of each file, in order, and only of those that there are."""
        last = {line["path"]: line for line in self._lines() if line.get("settings") == asked}
        kept = [last[name] for _, name in files if name in last]
        write_whole(self.path, "".join(_text(line) for line in kept))

    def _add(self, line: dict[str, Any]) -> None:
        assert self._file is not None
        self._file.write(_text(line).encode())

    def _lines(self) -> Iterator[dict[str, Any]]:
        if not os.path.exists(self.path):
            return
        for text in read_bytes(self.path).splitlines():
            try:
                line = json.loads(text)
            except ValueError:
                continue  # what a crash left
            if isinstance(line, dict) and "path" in line:
                yield line


def _text(line: dict[str, Any]) -> str:
    return json.dumps(line, sort_keys=True, ensure_ascii=False) + "\n"
