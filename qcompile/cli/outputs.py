# SPDX-License-Identifier: Apache-2.0
"""What a run leaves behind: bytes on standard output, and files that are whole or untouched."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import FileError, PipelineError, quote

if TYPE_CHECKING:
    from argparse import Namespace

    from .inputs import Input

STDOUT = "-"
#: What a file of a format is called, where the input's name does not say.
SUFFIXES = {"qasm2": ".qasm", "qasm3": ".qasm", "json": ".json", "text": ".txt"}
REPORTS = (".json", ".md")


@dataclass(frozen=True)
class Plan:
    """Where the circuits and reports of a run go; made, and found free of contradictions, before any work.

    Parameters
    ----------
    output : str or None
        A file, a folder for several circuits, ``-``; None for nowhere.
    folder : bool
        Whether `output` is a folder.
    to : str or None
        The format asked for.
    reported : bool
        Whether anybody will see the whole report.
    """

    output: str | None
    folder: bool
    to: str | None
    reported: bool

    @classmethod
    def make(cls, options: Namespace) -> Plan:
        """Decide from the command line."""
        output = options.output
        report = getattr(options, "report", None)
        json = getattr(options, "json", False)
        if json and output == STDOUT:
            raise _clash("--json", "-o -", "both want standard output; write one of them to a file")
        if json and report == STDOUT:
            raise _clash("--json", "--report -", "both print the report")
        if report not in (None, STDOUT) and not report.endswith(REPORTS):
            raise PipelineError(
                f"no report format is called after `{quote(report)}`",
                code="QC408",
                help="end its name in .json or .md",
            )
        if output is not None and report is not None and STDOUT != output == report:
            raise _clash(f"-o {output}", f"--report {report}", "give two names")
        if output is None and not json:
            output = STDOUT
        folder = output not in (None, STDOUT) and (output.endswith("/") or os.path.isdir(output))
        if len(options.paths) > 1 and output is not None and not folder:
            raise PipelineError(
                "several circuits need a folder to go to", code="QC407", help="-o FOLDER/"
            )
        plan = cls(output, folder, options.to, bool(json or report))
        plan._check_names(options.paths)
        return plan

    @property
    def wanted(self) -> bool:
        """Whether anybody will see the circuit."""
        return self.output is not None

    @property
    def to_stdout(self) -> bool:
        """Whether circuits go to standard output."""
        return self.output == STDOUT

    def format(self, given: Input) -> str:
        """Return the format to write a circuit in: asked for, else by the output's name, else as it came."""
        if self.to is not None:
            return self.to
        if self.output is not None and not self.folder and self.output != STDOUT:
            from ..emitters import format_of

            named = format_of(self.output)
            if named is not None:
                return named
        return given.format

    def destination(self, path: str) -> str:
        """Return the file a circuit goes to."""
        assert self.output is not None
        if not self.folder:
            return self.output
        name = os.path.basename(path)
        if self.to is not None:
            name = os.path.splitext(name)[0] + SUFFIXES[self.to]
        return os.path.join(self.output, name)

    def write(self, path: str, text: str | None) -> None:
        """Write a circuit where it goes."""
        if text is None:
            return
        if self.to_stdout:
            to_stdout(text)
            return
        from ..files import write_whole

        destination = self.destination(path)
        if self.folder:
            os.makedirs(self.output or "", exist_ok=True)
        write_whole(destination, text)

    def _check_names(self, paths: list[str]) -> None:
        if not self.folder:
            return
        taken: dict[str, str] = {}
        for path in paths:
            if path == "-":
                raise _clash(
                    "-", "a folder as output", "a circuit from standard input has no name; -o FILE"
                )
            destination = self.destination(path)
            other = taken.setdefault(destination, path)
            if other is not path:
                raise _clash(other, path, f"both would be written to {destination}")


def _clash(one: str, other: str, help: str) -> PipelineError:
    return PipelineError(f"`{quote(one)}` contradicts `{quote(other)}`", code="QC407", help=help)


def to_stdout(text: str) -> None:
    """Write `text` to standard output, as UTF-8 whatever the locale says."""
    if sys.stdout is None:
        raise FileError("standard output is closed", code="QC502", help="give -o FILE")
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # replaced by something that takes only text, as a test does
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.flush()
