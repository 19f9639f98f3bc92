# SPDX-License-Identifier: Apache-2.0
"""``qcompile convert``: another format, the same operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import PipelineError
from . import options as table
from .inputs import STDIN, add_paths, read
from .outputs import Plan

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from .talk import Talk

OPTIONS = (*table.READ, "to")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    add_paths(parser, "path")
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="the output file; - is standard output"
    )


def run(options: Namespace, talk: Talk) -> int:
    """Read, write in the other format, and warn about what it cannot carry."""
    from ..emitters import dumps, losses

    options.paths = [options.path]
    plan = Plan.make(options)
    if options.to is None and plan.to_stdout:
        raise PipelineError(
            "convert to what?", code="QC401", help="--to qasm2, qasm3, json or text"
        )
    given = read(options.path, options)
    format = plan.format(given)
    text = dumps(given.circuit, format)
    for loss in losses(given.circuit, format):
        talk.warning(loss, code="QC252")
    plan.write("stdin" if options.path == STDIN else options.path, text)
    return 0
