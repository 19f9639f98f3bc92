# SPDX-License-Identifier: Apache-2.0
"""``qcompile passes``: the list of passes, or the contract of one."""

from __future__ import annotations

import sys
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..contract import Pass
    from .talk import Talk

OPTIONS = ()


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    parser.add_argument(
        "name", metavar="NAME", nargs="?", help="the pass to describe; all are listed without it"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: Namespace, talk: Talk) -> int:
    """Print what the passes say about themselves."""
    from ..pipeline import registry
    from ..report import Grid
    from ..report.report import dump_json

    if options.name is not None:
        found = registry.find(options.name)
        to_stdout(dump_json(contract(found), indent=2) + "\n" if options.json else describe(found))
        return 0
    passes = [registry.find(name) for name in registry.names()]
    if options.json:
        to_stdout(dump_json([contract(found) for found in passes], indent=2) + "\n")
        return 0
    grid = Grid(("pass", "keeps", "what it does"), left=frozenset({0, 1, 2}))
    for found in passes:
        grid.add(found.name, found.relation, summary(found))
    talk.grid(grid, sys.stdout)
    return 0


def contract(found: type[Pass]) -> dict[str, Any]:
    """Return what a pass promises, as data."""
    from ..report.report import plain

    return {
        "name": found.name,
        "summary": summary(found),
        "relation": found.relation,
        "requires": sorted(map(str, found.requires)),
        "preserves": sorted(map(str, found.preserves)),
        "establishes": sorted(map(str, found.establishes)),
        "options": plain({field.name: field.default for field in fields(found)}),
        "documentation": documentation(found),
    }


def describe(found: type[Pass]) -> str:
    """Return the page of a pass: its documentation, then the contract the pipeline checks."""
    said = contract(found)
    options = ", ".join(f"{name}={value}" for name, value in said["options"].items())
    lines = [
        found.name,
        "=" * len(found.name),
        "",
        said["documentation"],
        "",
        "Contract",
        "--------",
        f"keeps        {said['relation']}",
        f"requires     {', '.join(said['requires']) or 'nothing'}",
        f"preserves    {', '.join(said['preserves']) or 'nothing'}",
        f"establishes  {', '.join(said['establishes']) or 'nothing'}",
        f"options      {options or 'none'}",
    ]
    return "\n".join(lines) + "\n"


def documentation(found: type[Pass]) -> str:
    """Return the docstring without its indentation."""
    from inspect import cleandoc

    return cleandoc(found.__doc__ or "")


def summary(found: type[Pass]) -> str:
    """Return the first line of the docstring."""
    return documentation(found).partition("\n")[0].rstrip(".")
