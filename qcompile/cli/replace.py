# SPDX-License-Identifier: Apache-2.0
"""``qcompile replace``: a mapped circuit to a better place on the device, nothing routed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import PipelineError, QCompileError
from . import options as table
from .devices import named
from .inputs import add_paths, lay_out, read
from .outputs import Plan
from .products import add_output, add_reports, write_reports

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..report import Report
    from .talk import Talk

OPTIONS = ("target", "basis", "min-health", "layout-from", *table.READ, "to")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    add_paths(parser, "path")
    add_output(parser)
    add_reports(parser)


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
    write_reports([report], options, plan, talk)


def _figure(fidelity: float | None) -> str:
    return "unknown" if fidelity is None else f"{fidelity:.6g}"
