# SPDX-License-Identifier: Apache-2.0
"""A table for the terminal, drawn with rich; circuit by circuit where the terminal is too narrow for a table."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ...errors import quote
from ..model import Standing
from . import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model import Change, Check, Entry

#: Wide enough for every table: what a file or a pipe is given.
ENDLESS = 10_000
#: Between two columns; and the narrowest that names and reasons are folded to.
GAP = 3
FOLDED = (12, 20)
STYLES = {
    Standing.FAILED: "bold red",
    Standing.NONDETERMINISTIC: "bold red",
    Standing.WORSE: "red",
    Standing.OVER_BUDGET: "red",
    Standing.NEW: "cyan",
    Standing.REMOVED: "yellow",
    Standing.BETTER: "green",
    Standing.CHANGED: "blue",
    Standing.SAME: "dim",
}


def write(
    check: Check, *, color: bool = False, width: int | None = None, every: bool = False, **_: Any
) -> str:
    """Return the table; the standing comes first in a line, so that no name of a user's ever begins one."""
    out = StringIO()
    console = Console(
        file=out,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        width=width or ENDLESS,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    console.print(Text(words.plain(words.headline(check)), style="bold"))
    entries = words.ordered(check.entries) if every else words.told(check)
    if entries:
        metrics = words.metrics(check, entries)
        if _needed(entries, metrics) <= console.width:
            console.print(_table(entries, metrics))
        else:
            _stack(console, entries, metrics)
        console.print()
    for line in _tail(check):
        console.print(line, soft_wrap=width is None)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _needed(entries: Sequence[Entry], metrics: Sequence[str]) -> int:
    """Return how wide a terminal has to be for a table: names and reasons may be folded, numbers may not."""
    columns = [[entry.standing.value for entry in entries]]
    columns += [[words.short(m), *(words.cell(entry, m) for entry in entries)] for m in metrics]
    fixed = sum(max(map(len, column)) + GAP for column in columns)
    return fixed + FOLDED[0] + GAP + FOLDED[1]


def _table(entries: Sequence[Entry], metrics: Sequence[str]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("circuit", overflow="fold")
    for metric in metrics:
        table.add_column(words.short(metric), justify="right", no_wrap=True)
    table.add_column("why", overflow="fold")
    for entry in entries:
        table.add_row(
            Text(entry.standing.value, style=STYLES[entry.standing]),
            Text(words.plain(quote(entry.id))),
            *(_cell(entry, metric) for metric in metrics),
            Text(words.plain(words.why(entry))),
        )
    return table


def _stack(console: Console, entries: Sequence[Entry], metrics: Sequence[str]) -> None:
    """Draw one circuit under the other, with what moved."""
    for entry in entries:
        line = Text(entry.standing.value, style=STYLES[entry.standing])
        line.append(f" {words.plain(quote(entry.id))}", style="default not bold")
        console.print(line, overflow="fold")
        for metric in metrics:
            change = entry.change(metric)
            if change is not None and change.before != change.after:
                console.print(Text(f"  {words.short(metric)} ").append(_cell(entry, metric)))
        if words.why(entry):
            console.print(Text(f"  {words.plain(words.why(entry))}"), overflow="fold")


def _cell(entry: Entry, metric: str) -> Text:
    change = entry.change(metric)
    over = any(found.metric == metric for found in entry.overruns)
    return Text(words.cell(entry, metric), style="red" if over else _style(change))


def _style(change: Change | None) -> str:
    if change is None:
        return ""
    return {"worse": "red", "tolerated": "yellow", "better": "green", "same": ""}[
        words.verdict(change)
    ]


def _tail(check: Check) -> list[Text]:
    lines = []
    if check.aggregates and any(a.circuits for a in check.aggregates):
        lines.append(Text(f"geometric mean: {', '.join(words.means(check.aggregates))}"))
    lines += [Text(words.plain(reason), style="red") for reason in check.reasons]
    command = words.accept(check)
    if command is not None:
        lines.append(Text(f"accept on purpose: {words.plain(command)}"))
    lines += [Text(words.plain(note)) for note in check.notes]
    word, style = ("passed", "bold green") if check.passed else ("failed", "bold red")
    lines.append(Text(word, style=style).append(f" (against {words.plain(check.against)})"))
    return lines
