# SPDX-License-Identifier: Apache-2.0
"""``qcompile stats``: what a circuit costs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from . import options as table
from .devices import named
from .inputs import add_paths, check_paths, read
from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..targets import Target
    from .talk import Talk

OPTIONS = ("target", "basis", *table.READ)
#: More circuits than these stand one a row, with the counts that matter most.
SIDE_BY_SIDE = 4
COLUMNS = ("qubits", "gates", "two_qubit", "depth", "two_qubit_depth", "t_count")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    add_paths(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a circuit")


def run(options: Namespace, talk: Talk) -> int:
    """Count every input; a circuit that cannot be read is reported and does not stop the others."""
    from ..errors import QCompileError
    from ..metrics import stats

    check_paths(options.paths)
    target = None if options.target is None else named(options.target, options.basis)
    counted: list[tuple[str, dict[str, Any]]] = []
    status = 0
    for path in options.paths:
        try:
            given = read(path, options)
        except QCompileError as error:
            talk.error(error)
            status = status or error.exit_code
            continue
        metrics = stats(given.circuit, target).to_dict()
        if options.json:
            _print_json(given, metrics, target)
        counted.append((given.path, metrics))
    if counted and not options.json:
        talk.grid(_grid(counted), sys.stdout)
    return status


def _print_json(given: Any, metrics: dict[str, Any], target: Target | None) -> None:
    from .._version import __version__
    from ..report.report import SCHEMA, dump_json, target_dict

    head = {"schema": SCHEMA, "tool": f"qcompile {__version__}", "source": given.source().to_dict()}
    if target is not None:
        head["target"] = target_dict(target)
    to_stdout(dump_json({**head, **metrics}) + "\n")


def _grid(counted: list[tuple[str, dict[str, Any]]]) -> Any:
    from ..report import Grid, content

    if len(counted) <= SIDE_BY_SIDE:
        return content.comparison(counted, change=False)
    titles = {key: title for key, title, _ in content.ROWS}
    grid = Grid(("circuit", *(titles[key] for key in COLUMNS)))
    for path, metrics in counted:
        grid.add(path, *(content.number(metrics[key]) for key in COLUMNS))
    return grid
