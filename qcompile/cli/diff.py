# SPDX-License-Identifier: Apache-2.0
"""``qcompile diff``: the metrics of two circuits side by side."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from . import options as table
from .inputs import Input, add_paths, check_paths, read
from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from .talk import Talk

OPTIONS = table.READ


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    add_paths(parser, "a", "b")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: Namespace, talk: Talk) -> int:
    """Count both circuits and print them beside each other; a difference is no failure."""
    from ..metrics import stats
    from ..report import content

    check_paths([options.a, options.b])
    a, b = read(options.a, options), read(options.b, options)
    before, after = stats(a.circuit).to_dict(), stats(b.circuit).to_dict()
    if options.json:
        _print_json(a, before, b, after)
    else:
        talk.grid(content.comparison([(a.path, before), (b.path, after)]), sys.stdout, change=3)
    return 0


def _print_json(a: Input, before: dict[str, Any], b: Input, after: dict[str, Any]) -> None:
    from .._version import __version__
    from ..report.report import SCHEMA, dump_json

    change = {
        key: after[key] - before[key]
        for key in before
        if key != "counts" and before[key] is not None and after.get(key) is not None
    }
    document = {
        "schema": SCHEMA,
        "tool": f"qcompile {__version__}",
        "a": {"source": a.source().to_dict(), **before},
        "b": {"source": b.source().to_dict(), **after},
        "change": change,
    }
    to_stdout(dump_json(document) + "\n")
