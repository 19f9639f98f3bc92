# SPDX-License-Identifier: Apache-2.0
"""``qcompile convert``: another format, the same operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import PipelineError
from . import options as table
from .inputs import add_paths, read
from .outputs import Plan
from .products import add_output

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from .talk import Talk

OPTIONS = (*table.READ, "to")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    add_paths(parser, "path")
    add_output(parser)


def run(options: Namespace, talk: Talk) -> int:
    """Read, write in the other format, and warn about what it cannot carry."""
    from ..emitters import FORMATS, losses

    options.paths = [options.path]
    plan = Plan.make(options)
    if options.to is None and plan.to_stdout:
        raise PipelineError("convert to what?", code="QC401", help=f"--to {', '.join(FORMATS)}")
    given = read(options.path, options)
    for loss in losses(given.circuit, plan.format(given)):
        talk.warning(loss, code="QC252")
    plan.write(given, given.circuit)
    return 0
