# SPDX-License-Identifier: Apache-2.0
"""What commands that make circuits share: ``-o``, ``--report`` and ``--json``, and where the reports go."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..report import Report
    from ..report.pages.compilation import Compilation
    from .outputs import Plan
    from .talk import Talk


def add_output(parser: ArgumentParser, what: str = "the output file") -> None:
    """Add ``-o``."""
    parser.add_argument(
        "-o", "--output", metavar="OUT", help=f"{what}; - (default) is standard output"
    )


def add_reports(parser: ArgumentParser) -> None:
    """Add ``--report`` and ``--json``."""
    parser.add_argument(
        "--report",
        metavar="FILE",
        help="write the report as .json, .md, .html; - prints it, to standard error if circuits are on standard output",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="print the report on standard output, one JSON object a circuit, and no circuit",
    )


def write_reports(
    reports: Sequence[Report],
    options: Namespace,
    plan: Plan,
    talk: Talk,
    pages: Sequence[Compilation] | None = None,
) -> None:
    """Write the reports where the options say; without circuits there is nothing to write.

    `pages` is what a page tells of each, where more is known than the report.
    """
    if options.json:
        for report in reports:
            to_stdout(report.to_json() + "\n")
    if options.report == "-":
        stream = sys.stderr if plan.to_stdout else sys.stdout
        for report in reports:
            talk.report(report, stream)
    elif options.report is not None and reports:
        from ..files import write_whole

        write_whole(options.report, _text(reports, options.report, pages))


def _text(reports: Sequence[Report], path: str, pages: Sequence[Compilation] | None) -> str:
    if path.endswith(".md"):
        return "\n".join(report.to_markdown() for report in reports)
    if path.endswith(".html"):
        from ..report.pages.compilation import Compilation, write

        return write(pages or [Compilation(report=report) for report in reports])
    if len(reports) == 1:
        return reports[0].to_json(indent=2) + "\n"
    return "[\n" + ",\n".join(report.to_json() for report in reports) + "\n]\n"
