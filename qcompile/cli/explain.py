# SPDX-License-Identifier: Apache-2.0
"""``qcompile explain``: the pipeline stage by stage, what each pass did and what it cost."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from . import options as table
from .compile import compile_options
from .devices import chosen
from .inputs import add_paths, read
from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from .talk import Talk

OPTIONS = (*table.COMPILE, *table.READ)


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    add_paths(parser, "path")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def run(options: Namespace, talk: Talk) -> int:
    """Compile with every pass counted, and print the trace."""
    from ..compiler import compile
    from ..errors import QCompileError
    from ..report import content

    options.target = chosen(options.target)
    given = read(options.path, options)
    try:
        result = compile(
            given.circuit, source=given.source(), trace="full", **compile_options(options)
        )
    except QCompileError as error:
        raise given.place(error) from None
    report = result.report
    if options.json:
        to_stdout(report.to_json() + "\n")
        return 0
    talk.grid(content.steps(report), sys.stdout)
    if report.after.duration_ns is not None:
        from ..timing import idle_times

        to_stdout("\n")
        talk.grid(content.idle(idle_times(result.circuit, result.target)), sys.stdout)
    to_stdout("\n" + "\n".join([content.summary(report), *content.notes(report)]) + "\n")
    return 0
