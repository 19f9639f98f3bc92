# SPDX-License-Identifier: Apache-2.0
"""Small charts of one metric over the commits that changed the baseline: steps, as nothing lies between commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from .words import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    Value = int | float | None

#: Width and height of the small chart, and of the large one with room for its labels.
SMALL = (100.0, 20.0)
LARGE = (320.0, 80.0)
SIDE, ABOVE, BELOW = 6.0, 18.0, 18.0


def spark(values: Sequence[Value], what: str) -> Markup:
    """Return a chart without words; what it shows is in its label.

    Examples
    --------
    >>> 'aria-label="depth: 3, 5"' in spark([3, 5], "depth")
    True
    """
    path, (x, y) = _steps(values, 0.0, 0.0, *SMALL)
    label = f"{what}: {', '.join(map(number, values))}"
    return Markup(
        '<svg class="spark" viewBox="0 0 {:g} {:g}" role="img" aria-label="{}">'
        '<path d="{}"/><circle cx="{:g}" cy="{:g}" r="2.5"/></svg>'
    ).format(*SMALL, label, path, x, y)


def trend(values: Sequence[Value], what: str, first: str, last: str) -> Markup:
    """Return a chart with its least and largest value, and when it begins and ends."""
    width, height = LARGE
    bottom = height - BELOW
    path, (x, y) = _steps(values, SIDE, ABOVE, width - 2 * SIDE, bottom - ABOVE)
    known = [value for value in values if value is not None]
    label = f"{what}: {number(values[0])} at first, {number(values[-1])} now"
    most = f"least {number(min(known))}, most {number(max(known))}" if known else ""
    return Markup(
        '<svg class="trend" viewBox="0 0 {w:g} {h:g}" role="img" aria-label="{label}">'
        '<path class="floor" d="M0 {floor:g}H{w:g}"/><path d="{path}"/>'
        '<circle cx="{x:g}" cy="{y:g}" r="3.5"/>'
        '<text x="0" y="11">{most}</text>'
        '<text x="{w:g}" y="11" text-anchor="end">now {now}</text>'
        '<text x="0" y="{h:g}">{first}</text>'
        '<text x="{w:g}" y="{h:g}" text-anchor="end">{last}</text></svg>'
    ).format(
        w=width,
        h=height,
        floor=bottom + 4,
        label=label,
        path=Markup(escape(path)),
        x=x,
        y=y,
        most=most,
        now=number(values[-1]),
        first=first,
        last=last,
    )


def _steps(
    values: Sequence[Value], left: float, top: float, width: float, height: float
) -> tuple[str, tuple[float, float]]:
    """Return the path through the values and where it ends; what is not known is a gap."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=0), max(known, default=0)
    scale = height / (high - low) if high > low else 0.0
    path, x, y, pen = "", left, top + height / 2, False
    for i, value in enumerate(values):
        x = left + width * (i / (len(values) - 1) if len(values) > 1 else 1.0)
        if value is None:
            pen = False
            continue
        y = top + (height - (value - low) * scale if scale else height / 2)
        path += f"H{_short(x)}V{_short(y)}" if pen else f"M{_short(x)} {_short(y)}"
        pen = True
    return path, (float(_short(x)), float(_short(y)))


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
