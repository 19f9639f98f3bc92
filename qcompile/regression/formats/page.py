# SPDX-License-Identifier: Apache-2.0
"""One page of HTML that is complete in itself: every circuit in a table, and circuit by circuit what is known of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...report.pages import page
from ...report.pages.pictures import Space, pictures
from ..model import Standing
from . import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...circuit import Circuit
    from ..model import Aggregate, Change, Check, Entry

    Circuits = Callable[[Entry], tuple[Circuit, Circuit] | None]

TEMPLATE = Path(__file__).parent / "templates" / "check.html"
#: Characters of histories, traces and pictures in one page: what matters most gets them, the rest goes without.
ROOM = 1_400_000
#: Circuits that are drawn.
DRAWN = 20
#: Circuits whose part is open at first.
OPEN = 8
#: Characters of one commit in a history.
WEIGHT = 100
#: Metrics with a chart in a circuit's part.
CHARTS = 4


def write(check: Check, *, circuits: Circuits | None = None, **_: Any) -> str:
    """Return the page; `circuits` gives what was compiled and what came of it, for pictures of what changed."""
    told, same = words.told(check), words.untold(check)
    entries = [*told, *same]
    metrics = words.metrics(check, entries)
    past = _Past(check)
    space = Space(ROOM)
    # The circuits that are the same stand last: places in one list serve both.
    details = [
        _part(entry, i, metrics, past, space, circuits, open=len(told) <= OPEN)
        for i, entry in enumerate(told)
    ]
    brief = [
        {**_marked(entry, i), "facts": _circuit(entry), "reproduce": entry.reproduce}
        for i, entry in enumerate(same, start=len(told))
    ]
    return page(
        TEMPLATE,
        tool=check.tool,
        passed=check.passed,
        counts=words.counts(check),
        facts=_facts(check),
        reasons=check.reasons,
        notes=check.notes,
        accept=words.accept(check),
        means=[_mean(found) for found in check.aggregates if found.circuits],
        chips=_chips(check),
        metrics=[{"short": words.short(m), "long": words.long(m)} for m in metrics],
        history=past.known,
        rows=[_row(entry, i, metrics, past) for i, entry in enumerate(entries)],
        told=details,
        same=brief,
    )


class _Past:
    """The history of every circuit."""

    def __init__(self, check: Check) -> None:
        self.snapshots = check.history
        self.known = len(check.history) > 1

    def values(self, entry: Entry, metric: str) -> list[int | float | None]:
        """Return a metric at each commit that knew the circuit, and today's where it is another one."""
        values = [
            words.finite(snapshot.rows[entry.id].get(metric))
            for snapshot in self.snapshots
            if entry.id in snapshot.rows
        ]
        today = None if entry.after is None else words.finite(entry.after.metrics.get(metric))
        return [*values, today] if today is not None and values[-1:] != [today] else values

    def points(self, entry: Entry, metric: str) -> list[dict[str, str]]:
        """Return the rows of the table beside a chart."""
        known = [s for s in self.snapshots if entry.id in s.rows]
        values = self.values(entry, metric)
        names = [(s.revision[:10], s.date[:10]) for s in known]
        names += [("today", "")] * (len(values) - len(names))
        return [
            {"revision": revision, "date": date, "value": words.number(value)}
            for (revision, date), value in zip(names, values, strict=True)
        ]


def _facts(check: Check) -> str:
    parts = [words.circumstances(check), f"against {check.against}", check.tool]
    parts += [f"{check.seconds:.1f} s"] if check.seconds else []
    return " · ".join(part for part in parts if part)


def _mean(found: Aggregate) -> dict[str, str]:
    verdict = "better" if found.ratio < 1 else "tolerated" if found.ratio > 1 else ""
    return {
        "title": words.long(found.metric),
        "ratio": f"\u00d7{found.ratio:.3f}",
        "note": "" if found.limit is None else f"allowed {words.allowed(found.limit)}",
        "verdict": "worse" if found.exceeds else verdict,
    }


def _chips(check: Check) -> list[dict[str, str]]:
    return [
        {"value": standing.value, "text": f"{standing.value} {count}"}
        for standing in Standing
        if (count := check.count(standing))
    ]


def _marked(entry: Entry, index: int) -> dict[str, Any]:
    """Return what a circuit is called and how it stands."""
    word = entry.standing.value
    return {
        "id": entry.id,
        "anchor": f"c{index}",
        "standing": word,
        "word": word,
        "mark": word.replace(" ", "-"),
        "rank": index,
        "why": words.why(entry),
    }


def _row(entry: Entry, index: int, metrics: Sequence[str], past: _Past) -> dict[str, Any]:
    spark, worse = "", False
    if past.known and metrics:
        from .sparkline import spark as drawn

        values = past.values(entry, metrics[0])
        if len(values) > 1:
            spark = drawn(values, f"{words.long(metrics[0])} over {len(values)} commits")
            worse = _worse(entry, metrics[0], values)
    cells = [_cell(entry, metric) for metric in metrics]
    return {**_marked(entry, index), "cells": cells, "spark": spark, "worse": worse}


def _worse(entry: Entry, metric: str, values: Sequence[int | float | None]) -> bool:
    """Return whether a history ends worse than it began."""
    first, last = values[0] or 0, values[-1] or 0
    change = entry.change(metric)
    return last > first if change is None or change.more_is_worse else last < first


def _cell(entry: Entry, metric: str) -> dict[str, Any]:
    change = entry.change(metric)
    value = words.value(entry, metric) if change is None else change.after
    over = any(found.metric == metric for found in entry.overruns)
    moves = change is not None and change.before != change.after
    share = "" if change is None or change.ratio is None else f"{change.ratio - 1:.6f}"
    return {
        "now": words.number(value),
        "was": words.number(change.before) if change is not None and moves else "",
        "value": "" if words.finite(value) is None else value,
        "share": share,
        "by": _by(change),
        "over": over,
        "verdict": "" if change is None else words.verdict(change),
    }


def _by(change: Change | None) -> str:
    """Return by how much a metric moved, with a minus as wide as a plus."""
    return "" if change is None else words.percent(change).replace("-", "\u2212")


def _part(
    entry: Entry,
    index: int,
    metrics: Sequence[str],
    past: _Past,
    space: Space,
    circuits: Circuits | None,
    *,
    open: bool,
) -> dict[str, Any]:
    """Return what is told of one circuit."""
    return {
        **_marked(entry, index),
        "open": open,
        "what": words.why(entry),
        "facts": _circuit(entry),
        "message": "" if entry.error is None else entry.error.render(),
        "changes": [_change(change) for change in entry.changes],
        "trends": _trends(entry, metrics, past, space) if past.known else [],
        "trace": _trace(entry, space),
        "pictures": _pictures(entry, index, space, circuits),
        "reproduce": entry.reproduce,
    }


def _circuit(entry: Entry) -> str:
    """Return where a circuit comes from and what it was compiled for."""
    row = entry.after or entry.before
    parts = [entry.source + (f", line {entry.line}" if entry.line else "")]
    if row is not None:
        parts += [f"target {row.target}"] if row.target else []
        parts += [f"level {row.level}"] if row.level is not None else []
    times = _times(entry.times)
    return " · ".join([*parts, *times])


def _times(times: Mapping[str, float]) -> list[str]:
    said = []
    if "seconds" in times:
        said.append(f"{times['seconds']:.2f} s")
    if "peak_memory_bytes" in times:
        said.append(f"{times['peak_memory_bytes'] / 1e6:.0f} MB at most")
    return said


def _change(change: Change) -> dict[str, str]:
    return {
        "name": words.long(change.metric),
        "before": words.number(change.before),
        "after": words.number(change.after),
        "change": _by(change),
        "verdict": words.verdict(change),
        "note": words.allowed(change.limit) if change.gates else "reported only",
    }


def _trends(
    entry: Entry, metrics: Sequence[str], past: _Past, space: Space
) -> list[dict[str, Any]]:
    from .sparkline import trend

    found = []
    for metric in metrics[:CHARTS]:
        points = past.points(entry, metric)
        values = past.values(entry, metric)
        known = len(points) > 1 and any(value is not None for value in values)
        if known and space.take(WEIGHT * len(points)):
            name = words.long(metric)
            first, last = (point["date"] or point["revision"] for point in (points[0], points[-1]))
            svg = trend(values, name, first, last)
            worse = _worse(entry, metric, values)
            found.append({"title": name, "svg": svg, "points": points, "worse": worse})
    return found


def _trace(entry: Entry, space: Space) -> Any:
    if entry.report is None or not entry.report.passes:
        return None
    from ...report.content import steps

    grid = steps(entry.report)
    cells = [cell for row in grid.rows for cell in row]
    # A cell's tags weigh more than its words.
    return grid if space.take(sum(map(len, cells)) + 25 * len(cells)) else None


def _pictures(
    entry: Entry, index: int, space: Space, circuits: Circuits | None
) -> list[dict[str, str]]:
    """Return pictures of the circuits that matter most, as they were given and as they were compiled."""
    if circuits is None or index >= DRAWN or entry.report is None:
        return []
    drawn = circuits(entry)
    return [] if drawn is None else pictures(entry.report, *drawn, space)
