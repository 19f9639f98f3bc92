# SPDX-License-Identifier: Apache-2.0
"""``qcompile replace``: a mapped circuit to a better place on the device, nothing routed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ..errors import PipelineError, QCompileError
from . import options as table
from .devices import named
from .inputs import add_paths, lay_out, read
from .outputs import Plan
from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..report import Report
    from .talk import Talk

OPTIONS = ("target", "basis", "min-health", "layout-from", *table.READ, "to")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    add_paths(parser, "path")
    parser.add_argument(
        "-o", "--output", metavar="NEW", help="the output file; - (default) is standard output"
    )
    parser.add_argument(
        "--report",
        metavar="FILE",
        help="write the report as .json or .md; - prints it, beside a circuit on standard output to standard error",
    )
    parser.add_argument(
        "--json", action="store_true", help="print the report as JSON, and no circuit"
    )


def run(options: Namespace, talk: Talk) -> int:
    """Read, move, write."""
    from ..demands import healthy
    from ..replacing import replace

    options.paths = [options.path]
    plan = Plan.make(options)
    if options.target is None:
        raise PipelineError("replace on which target?", code="QC401", help="--target NAME or FILE")
    target = named(options.target, options.basis)
    if options.min_health:
        target = healthy(target, options.min_health)
    given = read(options.path, options)
    lay_out(given.circuit, options.layout_from)
    try:
        result = replace(given.circuit, target, source=given.source(digest=plan.reported))
    except QCompileError as error:
        raise given.place(error) from None
    plan.write(given, result.circuit)
    _tell(result.report, options, plan, talk)
    return 0


def _tell(report: Report, options: Namespace, plan: Plan, talk: Talk) -> None:
    before, after = report.before.fidelity_estimate, report.after.fidelity_estimate
    word = "moved" if report.options["moved"] else "stays where it is"
    if options.report != "-":
        talk.say(
            f"{options.path}: {word}; estimated fidelity {_figure(before)} -> {_figure(after)}"
        )
    if options.json:
        to_stdout(report.to_json() + "\n")
    elif options.report == "-":
        talk.report(report, sys.stderr if plan.to_stdout else sys.stdout)
    elif options.report is not None:
        from ..files import write_whole

        text = report.to_markdown() if options.report.endswith(".md") else report.to_json(indent=2)
        write_whole(options.report, text.rstrip("\n") + "\n")


def _figure(fidelity: float | None) -> str:
    return "unknown" if fidelity is None else f"{fidelity:.6g}"
