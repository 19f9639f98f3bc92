# SPDX-License-Identifier: Apache-2.0
"""Reports and tables on a terminal, with rich; this file is imported only when there is a terminal to draw on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from . import content

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from .grid import Grid
    from .report import Report


def show_report(report: Report, stream: TextIO, *, color: bool) -> None:
    """Draw the whole report."""
    grid = content.comparison(content.before_and_after(report))
    console = _console(stream, color=color)
    console.print(Text(content.title(report), style="bold"))
    console.print(_table(grid, change=3))
    for line in content.notes(report):
        console.print(Text(line), soft_wrap=True)


def show_grid(grid: Grid, stream: TextIO, *, color: bool, change: int | None = None) -> None:
    """Draw a table; the cells of column `change` are green where they shrink and red where they grow."""
    _console(stream, color=color).print(_table(grid, change))


#: Colours of the pieces of an explanation.
STYLES = {
    "head": "bold",
    "line": "",
    "caret": "bold cyan",
    "note": "dim",
    "good": "green",
    "bad": "yellow",
}


def show_lines(lines: Iterable[Iterable[tuple[str, str]]], stream: TextIO, *, color: bool) -> None:
    """Draw lines made of pieces, each with the name of a style."""
    console = _console(stream, color=color)
    for line in lines:
        pieces = [(text, STYLES.get(style, "")) for text, style in line]
        console.print(Text.assemble(*pieces), soft_wrap=True)


def _console(stream: TextIO, *, color: bool) -> Console:
    return Console(
        file=stream,
        force_terminal=True,
        no_color=not color,
        highlight=False,
        emoji=False,
        markup=False,
    )


def _table(grid: Grid, change: int | None) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for i, name in enumerate(grid.header):
        table.add_column(name, justify="left" if i in grid.left else "right", overflow="fold")
    for row in grid.rows:
        table.add_row(
            *(Text(cell, style=_style(cell) if i == change else "") for i, cell in enumerate(row))
        )
    return table


def _style(cell: str) -> str:
    return "green" if cell.startswith("-") else "red" if cell.startswith("+") else ""
