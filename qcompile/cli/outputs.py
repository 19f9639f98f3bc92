# SPDX-License-Identifier: Apache-2.0
"""Where circuits and reports go, decided before any work is done."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import PipelineError, QCompileError, quote
from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import Namespace

    from ..circuit import Circuit
    from .inputs import Input

STDOUT = "-"
#: What a file in a folder is called after when another format is asked for.
SUFFIXES = {
    "qasm2": ".qasm",
    "qasm3": ".qasm",
    "json": ".json",
    "text": ".txt",
    "braket-qasm": ".qasm",
    "cirq-json": ".json",
    "ionq": ".json",
    "pytket-json": ".json",
    "qir": ".ll",
    "qpy": ".qpy",
    "quantikz": ".tex",
    "quil": ".quil",
    "stim": ".stim",
    "svg": ".svg",
}
REPORTS = (".html", ".json", ".md")


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
    report : str, optional
        The file it goes to, or ``-``.
    """

    output: str | None
    folder: bool
    to: str | None
    reported: bool
    report: str | None = None

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
                help="end its name in .json, .md or .html",
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
        plan = cls(output, folder, options.to, bool(json or report), report)
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
        if self.output not in (None, STDOUT) and not self.folder:
            from ..emitters import format_of

            try:
                return format_of(self.output)
            except PipelineError:
                pass  # a name such as out.txt.bak or /dev/null says nothing; then the format stays
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

    @property
    def drawn(self) -> bool:
        """Whether the report has pictures of the circuits."""
        return self.report is not None and self.report.endswith(".html")

    def write(self, given: Input, circuit: Circuit) -> None:
        """Write a circuit where it goes."""
        if not self.wanted:
            return
        from ..emitters import dump, dumps

        format = self.format(given)
        if self.folder:
            make_folder(self.output or "")
        try:
            if self.to_stdout:
                to_stdout(dumps(circuit, format))
            else:
                dump(circuit, self.destination(given.path), format)
        except QCompileError as error:
            raise given.place(error) from None

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


def make_folder(path: str) -> None:
    """Make the output folder, if it is not there."""
    from ..files import cannot

    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise cannot("write", path, error) from error
