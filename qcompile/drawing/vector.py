# SPDX-License-Identifier: Apache-2.0
"""The drawing as SVG: self-contained, light and dark, the same bytes for the same circuit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from . import labels
from .items import CLOSED, CROSS, NOT, Barrier, Column, Frame, Gate, Item, Plain, room_for_frames
from .page import Page, element, escaped
from .picture import Picture, checked_fold, counted, folded, picture
from .theme import text_width

if TYPE_CHECKING:
    from .._native import CoreCircuit
    from ..targets import Target
    from .pictures import Svg

#: Width in pixels after which a drawing goes on below.
FOLD = 960
#: Distance of wires, height of boxes, distance of columns, and the margin around it all.
PITCH, BOX, GAP, MARGIN = 44.0, 32.0, 12.0, 16.0
#: What the edge of a frame takes above a row, where its caption stands, and below.
OVER, UNDER = 21.0, 9.0
#: Radius of a dot, and of a target.
DOT, RING = 4.5, 9.5
#: Between pages; above the columns where they have heads; of text.
BETWEEN, HEAD = 30.0, 22.0
SIZE, SMALL = 13.0, 10.5
#: By how much bold letters are wider.
BOLD = 1.08
#: Most letters of a name and of angles; a tooltip has them all.
MOST_NAME, MOST_DETAIL = 24, 30

_LAYERS = ("frames", "wires", "barriers", "links", "boxes", "marks", "text")
_CLIFFORD = frozenset("id x y z h s sdg sx sxdg".split())
_ROTATION = re.compile(r"(R|R?)([XYZxyz]{1,2})$")


def svg(
    circuit: CoreCircuit,
    *,
    fold: float | None = None,
    layers: int | str | None = None,
    columns: str = "packed",
    target: Target | None = None,
) -> Svg:
    """Draw a circuit as SVG.

    Parameters
    ----------
    circuit : Circuit
        What to draw.
    fold : float, optional
        Width in pixels after which the drawing goes on below; 960 by default, ``float("inf")`` for never.
    layers : int or "all", optional
        Layers drawn of a longer circuit; 200 by default, fewer of a very wide one.
    columns : {"packed", "moments", "times"}
        What stands in one column: whatever fits, what could run at one step, what starts at one time.
    target : Target, optional
        Whose durations ``"times"`` takes.

    Returns
    -------
    Svg
        A string, which a notebook shows as a picture and which has `save`. Nothing in it comes from elsewhere: no
        fonts, no scripts, no links.

    Raises
    ------
    PipelineError
        QC460 for a width, a number of layers or a kind of columns that is none, QC461 for times that the target does
        not tell.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> drawing = svg(Circuit(2).h(0).cx(0, 1))
    >>> drawing.startswith("<svg"), "H</text>" in drawing
    (True, True)
    """
    plan = picture(circuit, layers=layers, columns=columns, target=target)
    return _Writer(plan, checked_fold(fold, FOLD)).write(circuit)


@dataclass(frozen=True)
class _Rows:
    """Where the rows of one page are."""

    wires: tuple[float, ...]
    height: float

    @classmethod
    def of(cls, plan: Picture, part: list[Column]) -> _Rows:
        above, below = room_for_frames(part, len(plan.rows))
        wires, y = [], HEAD if any(column.head for column in part) else 0.0
        for row in range(len(plan.rows)):
            y += (PITCH if row else BOX / 2) + above[row] * OVER
            y += below[row - 1] * UNDER if row else 0
            wires.append(y)
        last = below[-1] * UNDER if below else 0
        # Below a register stand the numbers of its bits.
        return cls(tuple(wires), y + last + (BOX / 2 if plan.rows else 0))


class _Writer:
    """Puts a picture on a page."""

    def __init__(self, plan: Picture, fold: float) -> None:
        self.plan = plan
        self.widths = [_column_width(column) for column in plan.columns]
        self.page = Page(_LAYERS)
        self.left = MARGIN + ceil(
            max((self._name_width(k) for k in range(len(plan.rows))), default=0)
        )
        self.ends = max(
            (text_width(f"→ {row.end}", SMALL) for row in plan.rows if row.end), default=0.0
        )
        self.pages = folded(self.widths, fold - self.left - 2 * GAP - MARGIN - self.ends, GAP)

    def write(self, circuit: CoreCircuit) -> Svg:
        plan, y = self.plan, MARGIN
        if plan.phase is not None:
            y += SIZE
            said = f"global phase: {labels.angle(plan.phase)}"
            self.page.text("text", MARGIN, y, said, "note")
            y += GAP
        width = 0.0
        for number, (start, end) in enumerate(self.pages):
            y += BETWEEN if number else 0
            width = max(width, self._page(start, end, y))
            y += self.rows.height
        for line in plan.left_out:
            y += 20
            self.page.text("text", MARGIN, y, line, "note")
            width = max(width, MARGIN + text_width(line, SMALL))
        name = circuit.name or "Quantum circuit"
        said = ", ".join(
            counted(number, what)
            for number, what in (
                (circuit.num_qubits, "qubit"),
                (circuit.num_bits, "bit"),
                (len(circuit), "operation"),
            )
        )
        if plan.left_out:
            said += f"; not drawn: {', '.join(line.lstrip('… ') for line in plan.left_out)}"
        return self.page.svg(round(width + MARGIN), round(y + MARGIN), name, said, _RULES)

    def _name_width(self, row: int) -> float:
        return text_width(self._name(row), SIZE) + GAP

    def _name(self, row: int) -> str:
        wire = self.plan.rows[row]
        return f"{wire.start} → {wire.name}" if wire.start else wire.name

    def _page(self, start: int, end: int, top: float) -> float:
        """Draw the columns from `start` to `end`; return where they end on the right."""
        self.rows = _Rows.of(self.plan, self.plan.columns[start:end])
        widths = self.widths[start:end]
        right = self.left + GAP + sum(widths) + GAP * max(len(widths), 1)
        goes_on = start > 0, self.plan.goes_on(end)
        self._wires(top, right, goes_on)
        x = self.left + GAP
        for column, width in zip(self.plan.columns[start:end], widths, strict=True):
            if column.head:
                self.page.text("text", x, top + SMALL, column.head, "head")
                path = f"M{_n(x - GAP / 2)} {_n(top)}v{_n(self.rows.height)}"
                self.page.add("frames", "path", d=path, class_="moment")
            self._column(column, x, width, top)
            x += width + GAP
        return right + self.ends

    def _wires(self, top: float, right: float, goes_on: tuple[bool, bool]) -> None:
        single, double, fades = "", "", ""
        for row, wire in enumerate(self.plan.rows):
            y = top + self.rows.wires[row]
            self.page.text("text", self.left - GAP / 2, y + 4.5, self._name(row), "name", "end")
            if wire.bits is None:
                single += f"M{_n(self.left)} {_n(y)}H{_n(right)}"
            else:
                for edge in (y - 1.5, y + 1.5):
                    double += f"M{_n(self.left)} {_n(edge)}H{_n(right)}"
                self._size(wire.bits, y, self.left + (12 if goes_on[0] else 4))
            if wire.end and not goes_on[1]:
                self.page.text("text", right + 4, y + 4, f"→ {wire.end}", "note")
            for side, there in ((self.left + 4, goes_on[0]), (right, goes_on[1])):
                if there:
                    fades += f"M{_n(side - 3)} {_n(y - 4)}l4 4l-4 4"
        for path, class_ in ((single, "wire"), (double, "wire"), (fades, "on")):
            if path:
                self.page.add("wires", "path", d=path, class_=class_)

    def _size(self, bits: int, y: float, x: float) -> None:
        """Say how many bits a register has, at a stroke through its wire."""
        self.page.add("wires", "path", d=f"M{_n(x - 2)} {_n(y + 5)}l5 -10", class_="wire")
        self.page.text("text", x + 3, y - 6, str(bits), "small", "middle")

    def _column(self, column: Column, x: float, width: float, top: float) -> None:
        """Draw each item in the middle of the column."""
        for item in column.items:
            left = x + (width - _width(item)) / 2
            if isinstance(item, Gate):
                self._gate(item, left, top)
            elif isinstance(item, Frame):
                self._frame(item, left, top)
            elif isinstance(item, Barrier):
                self._barrier(item, left, top)
            elif isinstance(item, Plain):
                self._box(left, top, item.first, item.first, _width(item), "reset")
                y = top + self.rows.wires[item.first]
                self.page.text("text", left + _width(item) / 2, y + 4.5, item.text, "label")

    def _gate(self, gate: Gate, left: float, top: float) -> None:
        wires = self.rows.wires
        middle = left + _width(gate) / 2
        touched = [*gate.targets, *gate.marks]
        first, last = min(touched), max(touched)
        if first < last and (gate.marks or len(gate.targets) > 1):
            self._link(middle, top + wires[first], top + wires[last])
        if gate.bit is not None:
            y = top + wires[gate.bit]
            for x in (middle - 1.5, middle + 1.5):
                path = f"M{_n(x)} {_n(top + wires[last])}V{_n(y)}"
                self.page.add("links", "path", d=path, class_="wire")
            arrow = gate.kind == "measure"
            shape = f"M{_n(middle - 5)} {_n(y - 8)}h10l-5 7z"
            if arrow:
                self.page.add("marks", "path", d=shape, class_="read")
            else:
                self.page.add("marks", "circle", cx=middle, cy=y, r=DOT - 0.5, class_="read")
            self.page.text("text", middle, y + 15, gate.note, "small", "middle")
        for row, mark in gate.marks.items():
            self._mark(mark, middle, top + wires[row])
        if gate.targets:
            self._gate_box(gate, middle, top)

    def _link(self, x: float, top: float, bottom: float) -> None:
        self.page.add("links", "path", d=f"M{_n(x)} {_n(top)}V{_n(bottom)}", class_="link")

    def _mark(self, mark: str, x: float, y: float) -> None:
        if mark == CROSS:
            path = f"M{_n(x - 6)} {_n(y - 6)}l12 12m0 -12l-12 12"
            self.page.add("marks", "path", d=path, class_="link")
        elif mark == NOT:
            self.page.add("marks", "circle", cx=x, cy=y, r=RING, class_="hollow")
            path = f"M{_n(x)} {_n(y - RING)}v{_n(2 * RING)}M{_n(x - RING)} {_n(y)}h{_n(2 * RING)}"
            self.page.add("marks", "path", d=path, class_="link")
        else:
            class_ = "dot" if mark == CLOSED else "hollow"
            self.page.add("marks", "circle", cx=x, cy=y, r=DOT, class_=class_)

    def _box(
        self, left: float, top: float, first: int, last: int, width: float, family: str
    ) -> None:
        y = top + self.rows.wires[first] - BOX / 2
        height = self.rows.wires[last] - self.rows.wires[first] + BOX
        self.page.add(
            "boxes", "rect", x=left, y=y, width=width, height=height, rx=4, class_=f"box {family}"
        )

    def _gate_box(self, gate: Gate, middle: float, top: float) -> None:
        width = _box_width(gate)
        left, wires = middle - width / 2, self.rows.wires
        first, last = min(gate.targets), max(gate.targets)
        self._box(left, top, first, last, width, _family(gate))
        y = top + (wires[first] + wires[last]) / 2
        if gate.kind == "measure":
            self._meter(middle, y)
            return
        center = middle
        if len(gate.targets) > 1:
            center += 5
            for k, row in enumerate(gate.targets):
                self.page.text("text", left + 5, top + wires[row] + 3.5, str(k), "port")
            others = set(range(first + 1, last)) - set(gate.targets)
            for row in sorted(others):
                path = f"M{_n(left)} {_n(top + wires[row])}h{_n(width)}"
                self.page.add("boxes", "path", d=path, class_="through")
                if abs(top + wires[row] - y) < BOX / 2:
                    y = top + (wires[row] + wires[row - 1]) / 2
        name = labels.shortened(gate.name, MOST_NAME)
        detail = labels.shortened(gate.detail, MOST_DETAIL)
        tip = (
            element("title", escaped(gate.label))
            if (name, detail) != (gate.name, gate.detail)
            else ""
        )
        if detail:
            self._label(center, y - 2, name, tip)
            self.page.text("text", center, y + 11.5, detail, "detail")
        else:
            self._label(center, y + 4.5, name, tip)

    def _label(self, x: float, y: float, name: str, tip: str) -> None:
        found = _ROTATION.match(name)
        content = escaped(name)
        if found and found[1]:
            content = f'R<tspan dy="2.5" class="sub">{found[2].lower()}</tspan>'
        self.page.add("text", "text", tip + content, x=x, y=y, class_="label")

    def _meter(self, x: float, y: float) -> None:
        path = f"M{_n(x - 9)} {_n(y + 6)}a9 9 0 0 1 18 0M{_n(x)} {_n(y + 6)}l7 -12"
        self.page.add("marks", "path", d=path, class_="meter")

    def _barrier(self, barrier: Barrier, left: float, top: float) -> None:
        wires, x = self.rows.wires, left + _width(barrier) / 2
        rows = sorted(barrier.wires)
        for k, row in enumerate(rows):
            if k and rows[k - 1] == row - 1:
                continue
            last = row
            while last + 1 in barrier.wires:
                last += 1
            high, low = wires[row] - PITCH / 2 + 3, wires[last] + PITCH / 2 - 3
            path = f"M{_n(x)} {_n(top + high)}V{_n(top + low)}"
            self.page.add("barriers", "path", d=path, class_="barrier")

    def _frame(self, frame: Frame, x: float, top: float) -> None:
        wires = self.rows.wires
        high = top + wires[frame.first] - BOX / 2 - (frame.depth + 1) * OVER + 3
        low = top + wires[frame.last] + BOX / 2 + (frame.depth + 1) * UNDER - 3
        self.page.add(
            "frames",
            "rect",
            x=x,
            y=high,
            width=_width(frame),
            height=low - high,
            rx=5,
            class_="frame",
        )
        for number, ((caption, columns), width) in enumerate(
            zip(frame.parts, _part_widths(frame), strict=True)
        ):
            if number:
                path = f"M{_n(x)} {_n(high)}V{_n(low)}"
                self.page.add("frames", "path", d=path, class_="part")
            self.page.text("text", x + 8, high + 13, caption, "caption")
            inner = x + (width - _inner_width(columns)) / 2 + GAP
            for column in columns:
                wide = _column_width(column)
                self._column(column, inner, wide, top)
                inner += wide + GAP
            x += width


def _n(value: float) -> str:
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def _family(gate: Gate) -> str:
    if gate.kind == "measure":
        return "measure"
    if gate.kind in _CLIFFORD:
        return "clifford"
    return "rotation" if gate.kind and (gate.detail or gate.kind in ("t", "tdg")) else "other"


def _width(item: Item) -> float:
    if isinstance(item, Gate):
        return max(_box_width(item), text_width(item.note, SMALL))
    if isinstance(item, Frame):
        return sum(_part_widths(item))
    if isinstance(item, Plain):
        return max(BOX, text_width(item.text, SIZE) + 12)
    return 6.0


def _box_width(gate: Gate) -> float:
    if not gate.targets:
        return 2 * RING
    name = text_width(labels.shortened(gate.name, MOST_NAME), SIZE)
    detail = text_width(labels.shortened(gate.detail, MOST_DETAIL), SMALL)
    ports = 12.0 if len(gate.targets) > 1 else 0.0
    return float(round(max(BOX, max(name, detail) + 14 + ports)))


def _part_widths(frame: Frame) -> list[float]:
    return [
        max(text_width(caption, SMALL) * BOLD + 16, _inner_width(columns))
        for caption, columns in frame.parts
    ]


def _inner_width(columns: list[Column]) -> float:
    return sum(_column_width(column) + GAP for column in columns) + GAP


def _column_width(column: Column) -> float:
    return float(round(max(max(map(_width, column.items)), text_width(column.head, SMALL))))


def _boxes(*families: str) -> dict[str, dict[str, str]]:
    return {name: {"fill": f"@{name}", "stroke": f"@{name}-line"} for name in families}


_RULES = {
    "wire": {"fill": "none", "stroke": "@wire", "stroke-width": "1.2"},
    "on": {"fill": "none", "stroke": "@muted", "stroke-width": "1.4"},
    "moment": {"fill": "none", "stroke": "@rule"},
    "link": {"fill": "none", "stroke": "@mark", "stroke-width": "1.6"},
    "dot": {"fill": "@mark"},
    "hollow": {"fill": "@page", "stroke": "@mark", "stroke-width": "1.6"},
    "read": {"fill": "@wire"},
    "box": {"stroke-width": "1.2"},
    **_boxes("clifford", "rotation", "other", "measure", "reset"),
    "through": {"fill": "none", "stroke": "@wire", "stroke-dasharray": "2 3"},
    "meter": {"fill": "none", "stroke": "@ink", "stroke-width": "1.4"},
    "barrier": {
        "fill": "none",
        "stroke": "@barrier",
        "stroke-width": "1.6",
        "stroke-dasharray": "4 3",
    },
    "frame": {
        "fill": "@frame",
        "fill-opacity": ".8",
        "stroke": "@frame-line",
        "stroke-width": "1.2",
    },
    "part": {"fill": "none", "stroke": "@frame-line", "stroke-dasharray": "3 3"},
    "label": {"fill": "currentColor", "font-size": f"{SIZE:g}px", "text-anchor": "middle"},
    "sub": {"font-size": "9.5px"},
    "detail": {"fill": "currentColor", "font-size": f"{SMALL:g}px", "text-anchor": "middle"},
    "name": {"fill": "currentColor", "font-size": f"{SIZE:g}px"},
    "port": {"fill": "@muted", "font-size": "9px"},
    "small": {"fill": "@muted", "font-size": f"{SMALL:g}px"},
    "head": {"fill": "@muted", "font-size": f"{SMALL:g}px"},
    "note": {"fill": "@muted", "font-size": f"{SMALL:g}px"},
    "caption": {"fill": "@frame-ink", "font-size": f"{SMALL:g}px", "font-weight": "600"},
}
