# SPDX-License-Identifier: Apache-2.0
"""``qcompile verify``: whether B is the same circuit as A, and how that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import options as table
from .inputs import add_paths, check_paths, lay_out, read
from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from .talk import Talk

OPTIONS = ("relation", "error", "layout-from", *table.READ)

SAME, DIFFERENT, UNDECIDED = 0, 1, 7


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    add_paths(parser, "a", "b")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: Namespace, talk: Talk) -> int:
    """Judge, and say how it is known."""
    from .._version import __version__
    from ..report.content import duration
    from ..report.report import SCHEMA, dump_json, verdict_dict
    from ..verify import equivalent

    check_paths([options.a, options.b])
    a, b = read(options.a, options), read(options.b, options)
    lay_out(b.circuit, options.layout_from)
    verdict = equivalent(a.circuit, b.circuit, relation=options.relation, tolerance=options.error)
    if options.json:
        document = {
            "schema": SCHEMA,
            "tool": f"qcompile {__version__}",
            "a": a.source().to_dict(),
            "b": b.source().to_dict(),
            **(verdict_dict(verdict) or {}),
            "witness": verdict.witness,
            "reason": verdict.reason,
        }
        to_stdout(dump_json(document) + "\n")
    else:
        to_stdout(f"{verdict}, {duration(verdict.seconds)}\n")
    return exit_status(verdict.verdict, options.relation)


def exit_status(verdict: str, asked: str | None) -> int:
    """Return the exit status of a verdict; a global phase matters only where `operator` was asked for."""
    if verdict == "equivalent up to global phase":
        return DIFFERENT if asked == "operator" else SAME
    return {"equivalent": SAME, "not equivalent": DIFFERENT}.get(verdict, UNDECIDED)
