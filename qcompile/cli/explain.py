# SPDX-License-Identifier: Apache-2.0
"""``qcompile explain``: the pipeline stage by stage, what each pass did to which lines and what it cost."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ..errors import QCompileError
from . import options as table
from .compile import compile_options
from .devices import chosen
from .dispatch import contradiction
from .inputs import add_paths, read
from .options import Option
from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..explaining import Explanation
    from .talk import Talk

OPTIONS = (*table.COMPILE, *table.READ)


def _line(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError
    return value


ONLY_PASS = Option("pass", "only what this pass did, all of it", str, "", metavar="NAME")
ONLY_LINE = Option(
    "line", "what became of this line of the source", _line, "a whole number from 1", metavar="N"
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    add_paths(parser, "path")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    for option in (ONLY_PASS, ONLY_LINE):
        parser.add_argument(
            *option.flags,
            dest=f"only_{option.key}",
            help=option.help,
            metavar=option.metavar,
            type=option.parse,
        )


def run(options: Namespace, talk: Talk) -> int:
    """Compile with every pass watched, and print the trace and what was done to which lines."""
    from ..explaining import explain

    for name in ("pass", "line"):
        if options.json and getattr(options, f"only_{name}") is not None:
            raise contradiction("--json", f"--{name}", "the JSON has everything")
    if options.only_pass is not None and options.only_line is not None:
        raise contradiction("--pass", "--line")
    options.target = chosen(options.target)
    given = read(options.path, options)
    text = None
    if any(op.place for op in given.circuit):
        text = given.data.decode("utf-8-sig", "backslashreplace")
    try:
        told = explain(given.circuit, text=text, source=given.source(), **compile_options(options))
    except QCompileError as error:
        raise given.place(error) from None
    if options.json:
        from ..report.report import dump_json

        to_stdout(dump_json(told.to_dict()) + "\n")
    elif options.only_line is not None:
        talk.lines(told.line_story(options.only_line, width=talk.width(sys.stdout)), sys.stdout)
    elif options.only_pass is not None:
        shown = told.lines(only=options.only_pass, width=talk.width(sys.stdout))
        talk.lines(shown, sys.stdout)
    else:
        _whole(told, talk)
    return 0


def _whole(told: Explanation, talk: Talk) -> None:
    """Print the trace, what each pass did, how qubits spend their time, and the sum of it."""
    from ..report import content

    report = told.result.report
    talk.grid(content.steps(report), sys.stdout)
    to_stdout("\n")
    if told.written:
        to_stdout("(lines are those of the circuit written in OpenQASM 2)\n\n")
    if lines := told.lines(width=talk.width(sys.stdout)):
        talk.lines(lines, sys.stdout)
        to_stdout("\n")
    if report.after.duration_ns is not None:
        from ..timing import idle_times

        talk.grid(content.idle(idle_times(told.result.circuit, told.result.target)), sys.stdout)
        to_stdout("\n")
    to_stdout("\n".join([content.summary(report), *content.notes(report)]) + "\n")
