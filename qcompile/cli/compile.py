# SPDX-License-Identifier: Apache-2.0
"""``qcompile compile``: circuits in, smaller circuits for a target out."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import QCompileError
from . import options as table
from .devices import chosen
from .inputs import Input, add_paths, check_paths, read
from .outputs import Plan
from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from ..circuit import Circuit
    from ..report import Report
    from .talk import Talk

OPTIONS = (*table.COMPILE, *table.READ, "to", "jobs")


@dataclass(frozen=True)
class Compiled:
    """One circuit, done."""

    given: Input
    circuit: Circuit
    report: Report


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    add_paths(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="the output file, or a folder for several circuits; - is standard output",
    )
    parser.add_argument(
        "--report",
        metavar="FILE",
        help="write the report as .json or .md; - prints it, beside a circuit on standard output to standard error",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="print the reports on standard output, one JSON object a circuit, and no circuit",
    )


def run(options: Namespace, talk: Talk) -> int:
    """Compile every input; a circuit that fails is reported and does not stop the others."""
    check_paths(options.paths)
    options.target = chosen(options.target)
    plan = Plan.make(options)
    reports: list[Report] = []
    status = 0
    with talk.progress(len(options.paths)) as bar:
        for path, done in zip(options.paths, _each(options, plan), strict=True):
            bar.show(path)
            if isinstance(done, QCompileError):
                talk.error(done)
                status = status or done.exit_code
            else:
                plan.write(done.given, done.circuit)
                _tell(done.report, options, talk)
                reports.append(done.report)
            bar.advance()
    _write_reports(reports, options, plan, talk)
    return status


def _each(options: Namespace, plan: Plan) -> Iterator[Compiled | QCompileError]:
    """Compile the inputs, several at once if asked to; results come in the order of the inputs."""
    if options.jobs == 1 or len(options.paths) == 1:
        for path in options.paths:
            yield _one(path, options, plan)
        return
    from concurrent.futures import ThreadPoolExecutor

    # Threads serve: the engine releases the interpreter lock. Files are written by the thread that reads these.
    pool = ThreadPoolExecutor(options.jobs)
    try:
        yield from pool.map(lambda path: _one(path, options, plan), options.paths)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _one(path: str, options: Namespace, plan: Plan) -> Compiled | QCompileError:
    from ..compiler import compile

    try:
        given = read(path, options)
    except QCompileError as error:
        return error
    source = given.source(digest=plan.reported)
    try:
        result = compile(given.circuit, source=source, consume=True, **compile_options(options))
    except QCompileError as error:
        return given.place(error)
    return Compiled(given, result.circuit, result.report)


def compile_options(options: Namespace) -> dict[str, Any]:
    """Return the keywords of `qcompile.compile` that the options stand for."""
    keywords = {
        name.replace("-", "_"): getattr(options, name.replace("-", "_")) for name in table.COMPILE
    }
    if keywords["passes"] is not None or keywords["verbatim"]:
        keywords["level"] = None
    return keywords


def _tell(report: Report, options: Namespace, talk: Talk) -> None:
    from ..report import content

    if options.report != "-":
        talk.say(content.summary(report))
    if options.verbose:
        talk.grid(content.steps(report), sys.stderr)


def _write_reports(reports: list[Report], options: Namespace, plan: Plan, talk: Talk) -> None:
    if options.json:
        for report in reports:
            to_stdout(report.to_json() + "\n")
    if options.report == "-":
        stream = sys.stderr if plan.to_stdout else sys.stdout
        for report in reports:
            talk.report(report, stream)
    elif options.report is not None and reports:
        from ..files import write_whole

        write_whole(options.report, _report_text(reports, options.report))


def _report_text(reports: list[Report], path: str) -> str:
    if path.endswith(".md"):
        return "\n".join(report.to_markdown() for report in reports)
    if len(reports) == 1:
        return reports[0].to_json(indent=2) + "\n"
    return "[\n" + ",\n".join(report.to_json() for report in reports) + "\n]\n"
