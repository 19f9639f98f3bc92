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
from .products import add_output, add_reports, write_reports

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from ..circuit import Circuit
    from ..report import Report
    from ..report.pages.compilation import Compilation
    from .talk import Talk

OPTIONS = (*table.COMPILE, *table.READ, "to", "jobs", "cache")


@dataclass(frozen=True)
class Compiled:
    """One circuit, done."""

    given: Input
    circuit: Circuit
    report: Report
    #: What was given, where it will be drawn.
    source: Circuit | None = None


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    add_paths(parser)
    add_output(parser, "the output file, or a folder for several circuits")
    add_reports(parser)


def run(options: Namespace, talk: Talk) -> int:
    """Compile every input; a circuit that fails is reported and does not stop the others."""
    check_paths(options.paths)
    said, options.target = options.target, chosen(options.target)
    plan = Plan.make(options)
    reports: list[Report] = []
    pages: list[Compilation] = []
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
                if plan.drawn:
                    pages.append(_page(done, said, options))
            bar.advance()
    write_reports(reports, options, plan, talk, pages)
    return status


def _each(options: Namespace, plan: Plan) -> Iterator[Compiled | QCompileError]:
    """Compile the inputs, several at once if asked to; results come in the order of the inputs."""
    if options.jobs == 1 or len(options.paths) == 1:
        for path in options.paths:
            yield one(path, options, digest=plan.reported, keep=plan.drawn)
        return
    from ..many.workers import in_order

    # Threads serve: the engine releases the interpreter lock. Files are written by the thread that reads these.
    yield from in_order(
        lambda path: one(path, options, digest=plan.reported, keep=plan.drawn),
        options.paths,
        jobs=options.jobs,
    )


def one(
    path: str, options: Namespace, *, digest: bool, keep: bool = False
) -> Compiled | QCompileError:
    """Read and compile one file, and keep what was read if asked to; what is wrong with it is returned."""
    from ..compiler import compile

    try:
        given = read(path, options)
    except QCompileError as error:
        return error
    source = given.source(digest=digest)
    keywords = compile_options(options)
    if options.cache:
        keywords["cache"] = True
    first = given.circuit.copy() if keep else None
    try:
        result = compile(given.circuit, source=source, consume=True, **keywords)
    except QCompileError as error:
        return given.place(error)
    return Compiled(given, result.circuit, result.report, first)


def compile_options(options: Namespace) -> dict[str, Any]:
    """Return the keywords of `qcompile.compile` that the options stand for."""
    keywords = {
        name.replace("-", "_"): getattr(options, name.replace("-", "_")) for name in table.COMPILE
    }
    if keywords["passes"] is not None or keywords["verbatim"]:
        keywords["level"] = None
    return keywords


def _page(done: Compiled, target: str | None, options: Namespace) -> Compilation:
    """Return what a page tells of a circuit; its target by the name the user gave."""
    from shlex import quote

    from ..regression.reproducing import flags
    from ..report.pages.compilation import Compilation

    said = {
        name: getattr(options, name.replace("-", "_")) for name in (*table.COMPILE, *table.READ)
    }
    words = ["qcompile", "compile", quote(done.given.path), *flags({**said, "target": target})]
    return Compilation(
        report=done.report, given=done.source, made=done.circuit, command=" ".join(words)
    )


def _tell(report: Report, options: Namespace, talk: Talk) -> None:
    from ..report import content

    if options.report != "-":
        talk.say(content.summary(report))
    if options.verbose:
        talk.grid(content.steps(report), sys.stderr)
