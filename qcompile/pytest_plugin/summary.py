# SPDX-License-Identifier: Apache-2.0
"""The section at the end of pytest's output: each circuit, what it costs, how that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..regression import Standing
from ..report import Grid, content
from .book import BAD

if TYPE_CHECKING:
    from ..regression import Entry
    from .book import Book

#: Circuits up to which all are listed; of more, those alone that changed, unless pytest is asked for more words.
LISTED = 30
COLUMNS = {"two_qubit": "two-qubit", "two_qubit_depth": "two-qubit depth", "depth": "depth"}


def show(book: Book, reporter: Any) -> None:
    """Write the section."""
    entries = book.entries()
    if entries:
        count = f"{len(entries)} circuit{'s' * (len(entries) != 1)}"
        reporter.write_sep("-", f"qcompile: {count}")
        shown = _chosen(entries, verbose=reporter.verbosity > 0)
        lines = _grid(book, shown).to_text().splitlines()
        colours = [{}, *(_colour(_verdict(book, each)) for each in shown)]
        for line, colour in zip(lines, colours, strict=True):
            reporter.write_line(line, **colour)
        if len(shown) < len(entries):
            reporter.write_line(
                f"{len(entries) - len(shown)} more are as they were (-v lists them)"
            )
    for line in [*book.notes, *_hints(book, entries)]:
        reporter.write_line(line)
    for trouble in book.troubles:
        reporter.write_line(trouble, red=True)


def _chosen(entries: list[Entry], *, verbose: bool) -> list[Entry]:
    if verbose or len(entries) <= LISTED:
        return entries
    return [each for each in entries if each.standing is not Standing.SAME]


def _grid(book: Book, entries: list[Entry]) -> Grid:
    left = frozenset({0, 1, 2 + len(COLUMNS), 3 + len(COLUMNS)})
    grid = Grid(("circuit", "target", *COLUMNS.values(), "change", "verdict"), left)
    for entry in entries:
        row = entry.after
        figures = {} if row is None else row.metrics
        grid.add(
            entry.id,
            (row.target if row is not None else None) or "-",
            *(content.number(figures.get(metric)) for metric in COLUMNS),
            _change(entry),
            _verdict(book, entry),
        )
    return grid


def _change(entry: Entry) -> str:
    """What became of the metrics of the table; of others where they alone changed."""
    told = [
        (change.metric, content.relative(change.before, change.after))
        for change in entry.changes
        if change.before != change.after
    ]
    known = {metric: step for metric, step in told if step}
    shown = [metric for metric in COLUMNS if metric in known] or list(known)[:2]
    return ", ".join(f"{COLUMNS.get(metric, metric)} {known[metric]}" for metric in shown)


def _verdict(book: Book, entry: Entry) -> str:
    taken = book.taken[entry.id]
    if entry.overruns:
        over = entry.overruns[0]
        return f"{over.metric} {content.number(over.value)}, limit {content.number(over.budget)}"
    if not taken.snapshot:
        return "ok" if entry.standing is Standing.SAME else entry.standing.value
    if book.updates and not taken.failed and entry.standing is not Standing.SAME:
        return f"{entry.standing.value}, accepted"
    return entry.standing.value


def _colour(verdict: str) -> dict[str, bool]:
    if verdict in ("ok", "same", "changed") or verdict.endswith("accepted"):
        return {}
    if verdict == Standing.BETTER.value:
        return {"green": True}
    return {"yellow": True} if verdict == Standing.NEW.value else {"red": True}


def _hints(book: Book, entries: list[Entry]) -> list[str]:
    """What the user may want to do."""
    if book.updates:
        return []
    lines = []
    for standing, word in ((Standing.NEW, "new"), (Standing.BETTER, "better")):
        count = sum(each.standing is standing for each in entries if book.taken[each.id].snapshot)
        if count:
            verb = "is" if count == 1 else "are"
            lines.append(f"{count} {verb} {word}: `pytest --qcompile-update` accepts")
    worse = sum(each.standing in BAD and book.taken[each.id].snapshot for each in entries)
    if worse:
        lines.append(f"{worse} worse: to accept on purpose, run the test with --qcompile-update")
    return lines
