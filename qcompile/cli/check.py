# SPDX-License-Identifier: Apache-2.0
"""``qcompile check``: the circuits of a project against their baseline and budgets, for CI."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ..errors import quote
from . import options as table
from .formats import WITH_HISTORY, add_formats, destinations, write_all
from .outputs import STDOUT

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..regression import Check, Entry
    from ..report.progress import Progress
    from .talk import Talk

OPTIONS = (*table.COMPILE, "from", "lenient", "limit", "jobs")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    parser.add_argument(
        "names",
        metavar="ID",
        nargs="*",
        help="only these circuits: ids, patterns, or ends of paths",
    )
    parser.add_argument(
        "--update", action="store_true", help="accept everything: write the baseline"
    )
    parser.add_argument(
        "--accept",
        metavar="ID",
        action="append",
        default=[],
        help="accept one circuit, or those a pattern names; may be repeated",
    )
    parser.add_argument(
        "--baseline", metavar="FILE", help="another baseline than qcompile-baseline.json"
    )
    parser.add_argument(
        "--base",
        metavar="REV",
        help="compare with what a commit's circuits come out as, not with a baseline",
    )
    parser.add_argument(
        "--only-changed",
        action="store_true",
        help="compile only what has another source, target, tool or settings than its row",
    )
    parser.add_argument(
        "--recompile", action="store_true", help="take nothing from the cache of results"
    )
    parser.add_argument(
        "--fail-on",
        metavar="WHAT",
        choices=("regression", "budget", "any-change", "never"),
        help="regression (default), budget, any-change or never",
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        default=None,
        help="fail also where the baseline is out of date: something is better, new or gone",
    )
    add_formats(parser)
    parser.add_argument(
        "--exit-zero", action="store_true", help="report, and exit with 0 whatever was found"
    )


def run(options: Namespace, talk: Talk) -> int:
    """Check, write the reports, and return the exit status."""
    where = destinations(options)
    from contextlib import ExitStack

    from ..regression import check
    from ..regression.circuits import circuits

    with ExitStack() as stack:
        bars: list[Progress] = []

        def advance(_done: int, total: int, name: str) -> None:
            if not bars:
                bars.append(stack.enter_context(talk.progress(total)))
            bars[0].show(name)
            bars[0].advance()

        made = check(
            names=options.names,
            options=_said(options),
            baseline=None if options.baseline is None else os.path.abspath(options.baseline),
            base=options.base,
            update=options.update,
            accept=options.accept,
            only_changed=options.only_changed,
            recompile=options.recompile,
            fail_on=options.fail_on,
            strict=options.strict,
            jobs=_jobs(options),
            history=any(name in WITH_HISTORY for name, _ in where),
            progress=advance,
        )
    _show_errors(made, talk)
    if options.quiet and not made.passed and STDOUT not in {path for _, path in where}:
        where.append(("table", STDOUT))
    write_all(made, where, talk, circuits(options=_said(options)))
    return 0 if options.exit_zero else made.exit_code


def _show_errors(made: Check, talk: Talk) -> None:
    """Show what is wrong with circuits; what many have in common once, with the others' names."""
    like: dict[tuple[str, str], list[Entry]] = {}
    for entry in made.entries:
        if entry.error is not None:
            like.setdefault((entry.error.code, entry.error.message), []).append(entry)
    for entries in like.values():
        if entries[0].error is not None:
            talk.show_finding(entries[0].error)
        if entries[1:]:
            rest = ", ".join(quote(entry.id) for entry in entries[1:4])
            more = f", and {len(entries) - 4} more" if entries[4:] else ""
            talk.say(f"the same is wrong with {rest}{more}")


def _said(options: Namespace) -> dict[str, Any]:
    """Return the options of the command line and the environment: the project knows its file itself."""
    return {
        name: getattr(options, name.replace("-", "_"))
        for name in (*table.COMPILE, "from", "lenient", "limit")
        if name in options.said or os.environ.get(f"QCOMPILE_{name.upper().replace('-', '_')}")
    }


def _jobs(options: Namespace) -> int | None:
    """Return how many were asked for here; else it is for the project, or the number of processors, to say."""
    asked = "jobs" in options.said or os.environ.get("QCOMPILE_JOBS")
    return int(options.jobs) if asked else None
