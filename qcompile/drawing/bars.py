# SPDX-License-Identifier: Apache-2.0
"""What a compilation did, in bars: parallel two-qubit gates layer by layer, and what each pass changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .page import Page, element, escaped
from .picture import counted
from .profiles import profile
from .theme import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .._native import CoreCircuit
    from .pictures import Svg

MARGIN, SIZE, TITLE = 18.0, 10.5, 14.0
#: The plot of a profile, and how many steps it shows at most.
WIDE, HIGH, STEPS = 640.0, 150.0, 640
#: A row of a waterfall, its columns, and the space between them.
ROW, PANEL, GAP = 22.0, 132.0, 22.0
#: Longest name of a pass.
MOST_NAME = 34


def depth_profile(before: CoreCircuit, after: CoreCircuit | None = None) -> Svg:
    """Draw how many two-qubit gates run at once, layer by layer, before and after.

    Parameters
    ----------
    before : Circuit
        The circuit given.
    after : Circuit, optional
        The circuit it became.

    Returns
    -------
    Svg

    Examples
    --------
    >>> from qcompile import Circuit
    >>> "2 two-qubit gates in 1 layer" in depth_profile(Circuit(4).cx(0, 1).cx(2, 3))
    True
    """
    sides = [("before", profile(before))]
    if after is not None:
        sides.append(("after", profile(after)))
    most = max([1, *(gates for _, levels in sides for gates in levels)])
    length = max([1, *(len(levels) for _, levels in sides)])
    page = Page(("rules", "areas", "lines", "text"))
    title = "Two-qubit gates by layer"
    page.text("text", MARGIN, MARGIN + TITLE - 3, title, "title")
    left = MARGIN + text_width(str(most), SIZE) + 8
    y = MARGIN + TITLE + 10
    said = []
    for name, levels in sides:
        words = _told(name if len(sides) > 1 else "", levels)
        said.append(words)
        page.add("areas", "rect", x=left, y=y, width=12, height=10, rx=2, class_=f"key-{name}")
        page.text("text", left + 18, y + 9, words, "note")
        y += 17
    top = y + 10
    bottom = top + HIGH
    for level in _ticks(most):
        at = bottom - HIGH * level / most
        page.add("rules", "path", d=f"M{left:.1f} {at:.1f}h{WIDE:.0f}", class_="rule")
        page.text("text", left - 6, at + 3.5, str(level), "note", "end")
    for tick in _ticks(length):
        x = left + WIDE * tick / length
        page.text("text", x, bottom + 15, str(tick), "note", "middle")
    page.text("text", left + WIDE / 2, bottom + 31, "two-qubit layer", "note", "middle")
    for name, levels in sides:
        path = _staircase(levels, length, most, left, bottom)
        if path:
            page.add("areas", "path", d=f"{path}V{bottom:.1f}H{left:.1f}Z", class_=f"area-{name}")
            page.add("lines", "path", d=path, class_=f"line-{name}")
    page.add("lines", "path", d=f"M{left:.1f} {bottom:.1f}h{WIDE:.0f}", class_="axis")
    width = round(left + WIDE + MARGIN + text_width(str(length), SIZE) / 2)
    return page.svg(width, round(bottom + 40), title, "; ".join(said), _PROFILE_RULES)


def _told(name: str, levels: Sequence[int]) -> str:
    gates, layers = sum(levels), len(levels)
    said = f"{counted(gates, 'two-qubit gate')} in {counted(layers, 'layer')}"
    if layers:
        said += f", {gates / layers:.2g} at once"
    return f"{name}: {said}" if name else said


def _staircase(levels: Sequence[int], length: int, most: int, left: float, bottom: float) -> str:
    """Return the outline of steps, from the axis up; of very many layers the highest of several each."""
    group = -(-length // STEPS)
    steps = [max(levels[k : k + group]) for k in range(0, len(levels), group)]
    path, last = f"M{left:.1f} {bottom:.1f}" if steps else "", None
    for k, gates in enumerate(steps):
        if gates != last:
            if k:
                path += f"H{left + WIDE * k * group / length:.1f}"
            path += f"V{bottom - HIGH * gates / most:.1f}"
            last = gates
    if steps:
        path += f"H{left + WIDE * len(levels) / length:.1f}"
        if len(levels) < length:
            path += f"V{bottom:.1f}"
    return path


def _ticks(most: int) -> list[int]:
    """Return about five round numbers from 0 to `most`.

    Examples
    --------
    >>> _ticks(3), _ticks(47), _ticks(1200)
    ([0, 1, 2, 3], [0, 10, 20, 30, 40], [0, 500, 1000])
    """
    step, scale = 1, 1
    while most / step > 5:
        step = next((scale * k for k in (1, 2, 5, 10) if scale * k > step), scale * 10)
        scale *= 10 if step == scale * 10 else 1
    return list(range(0, most + 1, step))


@dataclass(frozen=True)
class _Row:
    """A pass, or several in a row that changed nothing."""

    name: str
    seconds: float
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


#: Columns of a waterfall: the metric, and what it is called.
_PANELS = (("two_qubit", "two-qubit gates"), ("depth", "depth"), ("gates", "gates"))


def waterfall(report: Any) -> Svg:
    """Draw what each pass did to the counts, and the time it took.

    Parameters
    ----------
    report : Report, Result or mapping
        The report of a compilation, or its JSON form. Counts are drawn for the passes that have them: compile with
        ``trace="full"`` for all.

    Returns
    -------
    Svg

    Examples
    --------
    >>> import qcompile as qc
    >>> result = qc.compile(qc.Circuit(2).cx(0, 1).cx(0, 1), level=1)
    >>> ">two-qubit gates</text>" in waterfall(result)
    True
    """
    rows = _gathered(_rows(report))
    page = Page(("rules", "bars", "text"))
    title = "What each pass changed"
    page.text("text", MARGIN, MARGIN + TITLE - 3, title, "title")
    left = MARGIN + max([60.0, *(text_width(_cut(row.name), SIZE + 0.5) for row in rows)]) + 14
    head = MARGIN + TITLE + 22
    top = head + 10
    counted = [panel for panel in _PANELS if any(row.before and row.after for row in rows)]
    panels = [*counted, ("seconds", "time")]
    bottom = top + ROW * len(rows)
    for number, (key, name) in enumerate(panels):
        x = left + number * (PANEL + GAP)
        page.text("text", x, head, name, "head")
        page.add("rules", "path", d=f"M{x:.1f} {top:.1f}V{bottom:.1f}", class_="axis")
        _panel(page, rows, key, x, top)
    for number, row in enumerate(rows):
        y = top + ROW * number
        tip = element("title", escaped(row.name)) if len(row.name) > MOST_NAME else ""
        changed = _differ(row) or row.before is None
        class_ = "pass" if changed else "pass idle"
        content = tip + escaped(_cut(row.name))
        page.add("text", "text", content, x=left - 10, y=y + 15, class_=class_, text_anchor="end")
        if number % 2 == 0:
            width = left - MARGIN + len(panels) * (PANEL + GAP)
            page.add("rules", "rect", x=MARGIN, y=y, width=width, height=ROW, class_="band")
    width = left + len(panels) * (PANEL + GAP) + MARGIN
    return page.svg(round(width), round(bottom + MARGIN), title, _summary(rows), _WATERFALL_RULES)


def _cut(name: str) -> str:
    return name if len(name) <= MOST_NAME else name[: MOST_NAME - 1] + "…"


def _rows(report: Any) -> list[_Row]:
    report = getattr(report, "report", report)
    steps = report["passes"] if isinstance(report, Mapping) else report.passes
    return [_row(step) for step in steps]


def _row(step: Any) -> _Row:
    if isinstance(step, Mapping):
        return _Row(step["name"], step["seconds"], step["before"], step["after"])
    before, after = (side and side.to_dict() for side in (step.before, step.after))
    return _Row(step.name, step.seconds, before, after)


def _differ(row: _Row) -> bool:
    if row.before is None or row.after is None:
        return False
    return any(row.before[key] != row.after[key] for key, _ in _PANELS)


def _gathered(rows: list[_Row]) -> list[_Row]:
    """Put passes in a row that changed no count into one row, where there are three or more."""
    found: list[_Row] = []
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and rows[end].before is not None and not _differ(rows[end]):
            end += 1
        if end - start > 2:
            same = rows[start:end]
            name = f"{len(same)} passes, no change"
            found.append(_Row(name, sum(r.seconds for r in same), same[0].before, same[0].after))
            start = end
        else:
            found += rows[start : max(end, start + 1)]
            start = max(end, start + 1)
    return found


def _panel(page: Page, rows: Sequence[_Row], key: str, x: float, top: float) -> None:
    if key == "seconds":
        most = max([row.seconds for row in rows], default=0.0) or 1.0
        for number, row in enumerate(rows):
            y = top + ROW * number + 6
            width = max(PANEL * 0.62 * row.seconds / most, 1.0)
            page.add("bars", "rect", x=x, y=y, width=width, height=ROW - 12, rx=1.5, class_="time")
            page.text("text", x + width + 5, y + 9, duration(row.seconds), "note")
        return
    sides = [side[key] for row in rows for side in (row.before, row.after) if side]
    most = max(sides, default=0) or 1
    for number, row in enumerate(rows):
        if row.before is None or row.after is None:
            continue
        before, after = row.before[key], row.after[key]
        y = top + ROW * number + 6
        low, high = sorted((before, after))
        start = x + PANEL * low / most
        width = PANEL * (high - low) / most
        kind = "better" if after < before else "worse" if after > before else "same"
        tip = element("title", f"{before} to {after}")
        page.add(
            "bars",
            "rect",
            tip,
            x=start if width else start - 1,
            y=y,
            width=max(width, 2.0),
            height=ROW - 12,
            rx=1,
            class_=kind,
        )
        if before != after:
            change = f"{after - before:+d}".replace("-", "\N{MINUS SIGN}")
            # Beside the bar, on the side where there is room.
            inside = text_width(change, SIZE) + 4
            at, anchor = (start - 4, "end") if start - x > inside else (start + width + 4, None)
            page.text("text", at, y + 9, change, f"change {kind}-ink", anchor)


def duration(seconds: float) -> str:
    """Return a time with three digits.

    Examples
    --------
    >>> duration(0.0000123), duration(0.0123), duration(12.3)
    ('12.3 µs', '12.3 ms', '12.3 s')
    """
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"


def _summary(rows: Sequence[_Row]) -> str:
    said = [f"{duration(sum(row.seconds for row in rows))} in all"]
    for row in rows:
        if row.before is not None and row.after is not None and _differ(row):
            before, after = row.before["two_qubit"], row.after["two_qubit"]
            said.append(f"{row.name}: {before} to {after} two-qubit gates")
    return "; ".join(said)


_TEXT = {
    "title": {"fill": "currentColor", "font-size": f"{TITLE:g}px", "font-weight": "600"},
    "note": {"fill": "@muted", "font-size": f"{SIZE:g}px"},
    "axis": {"fill": "none", "stroke": "@wire", "stroke-width": "1.2"},
}
_PROFILE_RULES = {
    **_TEXT,
    "rule": {"fill": "none", "stroke": "@rule"},
    "key-before": {"fill": "@before"},
    "key-after": {"fill": "@after"},
    "area-before": {"fill": "@before", "fill-opacity": ".35"},
    "area-after": {"fill": "@after", "fill-opacity": ".25"},
    "line-before": {"fill": "none", "stroke": "@before", "stroke-width": "1.6"},
    "line-after": {"fill": "none", "stroke": "@after", "stroke-width": "1.6"},
}
_WATERFALL_RULES = {
    **_TEXT,
    "band": {"fill": "@rule", "fill-opacity": ".35"},
    "head": {"fill": "@muted", "font-size": f"{SIZE:g}px", "font-weight": "600"},
    "pass": {"fill": "currentColor", "font-size": f"{SIZE + 0.5:g}px"},
    "idle": {"fill": "@muted"},
    "better": {"fill": "@better"},
    "worse": {"fill": "@worse"},
    "same": {"fill": "@wire"},
    "time": {"fill": "@before"},
    "change": {"font-size": f"{SIZE:g}px"},
    "better-ink": {"fill": "@better"},
    "worse-ink": {"fill": "@worse"},
}
