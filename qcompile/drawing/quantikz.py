# SPDX-License-Identifier: Apache-2.0
"""The drawing as LaTeX, for the TikZ library quantikz2: one environment for each page of a folded drawing."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from . import tex
from .items import CLOSED, CROSS, NOT, OPEN, Barrier, Column, Frame, Gate, Item, Plain, frames
from .picture import Picture, checked_fold, folded, picture
from .pictures import Latex
from .text import column_width

if TYPE_CHECKING:
    from .._native import CoreCircuit
    from ..targets import Target

#: Width, in characters of the drawing in text, after which a drawing goes on below.
FOLD = 90
#: Longer cells do not push the others of their column aside.
ALIGNED = 40
#: How wide a small letter is, and an empty column, in letters of a gate.
SMALL, EMPTY = 0.95, 5.0

_MARKS = {CLOSED: r"\control{}", OPEN: r"\ocontrol{}", NOT: r"\targ{}", CROSS: r"\targX{}"}
_LINKED = {CLOSED: r"\ctrl{%d}", OPEN: r"\octrl{%d}", CROSS: r"\swap{%d}"}
_PORTS = {CLOSED: r"$\bullet$", OPEN: r"$\circ$", NOT: r"$\oplus$", CROSS: r"$\times$"}


def quantikz(
    circuit: CoreCircuit,
    *,
    fold: float | None = None,
    layers: int | str | None = None,
    columns: str = "packed",
    target: Target | None = None,
) -> Latex:
    r"""Draw a circuit as LaTeX.

    Parameters
    ----------
    circuit : Circuit
        What to draw.
    fold : float, optional
        Width after which the drawing goes on in another environment, in characters as `draw` counts them; 90 by
        default, ``float("inf")`` for never.
    layers : int or "all", optional
        Layers drawn of a longer circuit; 200 by default, fewer of a very wide one.
    columns : {"packed", "moments", "times"}
        What stands in one column: whatever fits, what could run at one step, what starts at one time.
    target : Target, optional
        Whose durations ``"times"`` takes.

    Returns
    -------
    str
        Environments for a document that says ``\usetikzlibrary{quantikz2}``.

    Raises
    ------
    PipelineError
        QC460 for a width, a number of layers or a kind of columns that is none, QC461 for times that the target does
        not tell.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> print(quantikz(Circuit(2).h(0).cx(0, 1)))
    % \usepackage{tikz} \usetikzlibrary{quantikz2}
    \begin{quantikz}[wire types={q,q}]
    \lstick{q[0]} & \gate{H} & \ctrl{1} & \\
    \lstick{q[1]} &          & \targ{}  &
    \end{quantikz}
    """
    plan = picture(circuit, layers=layers, columns=columns, target=target)
    parts = [r"% \usepackage{tikz} \usetikzlibrary{quantikz2}"]
    if plan.phase is not None:
        parts.append(f"Global phase: ${tex.angle(plan.phase)}$\n")
    room = checked_fold(fold, FOLD)
    pages = folded([column_width(column) for column in plan.columns], room, 1) if plan.rows else []
    for number, (start, end) in enumerate(pages):
        parts += [""] if number else []
        parts.append(_Page(plan, start, end).write())
    parts += [f"\n{tex.words(line)}" for line in plan.left_out]
    return Latex("\n".join(parts))


class _Page:
    """One environment: a table of cells."""

    def __init__(self, plan: Picture, start: int, end: int) -> None:
        self.plan = plan
        self.cells: list[list[str]] = [[] for _ in plan.rows]
        self.goes_on = plan.goes_on(end)
        part = plan.columns[start:end]
        self.framed = max((frame.depth + 1 for frame in frames(part)), default=0)
        for row, wire in enumerate(plan.rows):
            name = f"{wire.start} → {wire.name}" if wire.start else wire.name
            self.cells[row].append(rf"\lstick{{{tex.words(name)}}}")
        if any(wire.bits is not None for wire in plan.rows):
            self._widen(1)
            for row, wire in enumerate(plan.rows):
                if wire.bits is not None:
                    self.cells[row][1] = rf"\qwbundle{{{wire.bits}}}"
        for column in part:
            at = self._widen(_steps([column], plan.qubits))
            self._columns([column], at)

    def write(self) -> str:
        """Return the environment, cells of a column under each other."""
        last = self._widen(1)
        for row, wire in enumerate(self.plan.rows):
            if self.goes_on:
                self.cells[row][last] = r"\rstick{\ldots}"
            elif wire.end:
                self.cells[row][last] = rf"\rstick{{$\rightarrow$ {tex.words(wire.end)}}}"
        types = ",".join("q" if wire.bits is None else "c" for wire in self.plan.rows)
        options = f"wire types={{{types}}}"
        if self.framed:
            # Captions of blocks stand between wires.
            options += f", row sep={{{0.8 + 0.45 * self.framed:.2g}cm,between origins}}"
        widths = [
            max((len(cell) for cell in column if len(cell) <= ALIGNED), default=0)
            for column in zip(*self.cells, strict=True)
        ]
        lines = [
            " & ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in self.cells
        ]
        body = " \\\\\n".join(lines)
        return f"\\begin{{quantikz}}[{options}]\n{body}\n\\end{{quantikz}}"

    def _widen(self, steps: int) -> int:
        """Add columns to the table; return the first of them."""
        at = len(self.cells[0])
        for row in self.cells:
            row += [""] * steps
        return at

    def _columns(self, columns: list[Column], at: int) -> None:
        """Put columns of items into the table, from column `at`."""
        for column in columns:
            steps = _steps([column], self.plan.qubits)
            for item in column.items:
                self._item(item, at + (steps - _item_steps(item, self.plan.qubits)) // 2)
            at += steps

    def _item(self, item: Item, at: int) -> None:
        if isinstance(item, Gate):
            self._gate(item, at)
        elif isinstance(item, Plain):
            self.cells[item.first][at] = r"\gate{\ket{0}}"
        elif isinstance(item, Barrier):
            self._barrier(item, at)
        elif isinstance(item, Frame):
            self._frame(item, at)

    def _gate(self, gate: Gate, at: int) -> None:
        first, last = min(gate.targets, default=-1), max(gate.targets, default=-1)
        outside = [row for row in gate.marks if not first <= row <= last]
        stops = sorted([*outside, *({first, last} if gate.targets else ())])
        if gate.targets:
            self._box(gate, at, first, last)
        for row, on in zip(stops, [*stops[1:], None], strict=True):
            mark = gate.marks.get(row) if row in outside else None
            # The two ends of a box are one thing already.
            linked = on is not None and not (first <= row and on <= last and mark is None)
            if mark is not None and linked and on is not None and mark in _LINKED:
                self.cells[row][at] = _LINKED[mark] % (on - row)
                continue
            if mark is not None:
                self.cells[row][at] = _MARKS[mark]
            if linked and on is not None:
                self.cells[row][at] += rf"\wire[d][{on - row}]{{q}}"
        if gate.bit is not None:
            low = max([*gate.targets, *gate.marks])
            self.cells[low][at] += rf"\wire[d][{gate.bit - low}]{{c}}"
            self.cells[gate.bit][at] = _note(gate)

    def _box(self, gate: Gate, at: int, first: int, last: int) -> None:
        if gate.kind == "measure":
            self.cells[first][at] = r"\meter{}"
            return
        wires = f"[{last - first + 1}]" if last > first else ""
        ports = {row: str(k) for k, row in enumerate(gate.targets)} if last > first else {}
        ports.update({row: _PORTS[mark] for row, mark in gate.marks.items() if first < row < last})
        for row in range(first, last + 1):
            cell = rf"\gate{wires}{{{self._formula(gate)}}}"
            if row > first:
                cell = ""
            self.cells[row][at] = cell + (rf"\gateinput{{{ports[row]}}}" if row in ports else "")

    @staticmethod
    def _formula(gate: Gate) -> str:
        if gate.angles or not gate.detail:
            return tex.formula(gate.name, gate.kind, gate.angles)
        return rf"\text{{{tex.words(gate.label)}}}"

    def _barrier(self, barrier: Barrier, at: int) -> None:
        rows = barrier.wires
        if len(rows) == self.plan.qubits:
            self.cells[0][at - 1] += r"\slice{}"
            return
        for row in sorted(rows):
            if row + 1 in rows:
                self.cells[row][at] = r"\wire[d][1][densely dashed]{q}"
            elif row - 1 not in rows:
                self.cells[row][at] = r"\push{\,\vdots\,}"

    def _frame(self, frame: Frame, at: int) -> None:
        wires, qubits = frame.last - frame.first + 1, self.plan.qubits
        for caption, columns in frame.parts:
            steps = _part_steps(caption, columns, qubits)
            self._columns(columns, at + (steps - _steps(columns, qubits)) // 2)
            # The caption of a block stands above those of the blocks in it.
            sides, ends = 2 + 3 * frame.depth, 2 + 10 * frame.depth
            style = f"dashed,rounded corners,inner xsep={sides}pt,inner ysep={ends}pt"
            self.cells[frame.first][at] += (
                rf"\gategroup[{wires},steps={steps},style={{{style}}},background]"
                rf"{{\text{{\scriptsize {tex.words(caption)}}}}}"
            )
            at += steps


def _note(gate: Gate) -> str:
    """Return what stands on the wire of the register a gate reads or writes."""
    dot = "" if gate.kind == "measure" else "phase={},"
    said = rf"\text{{{tex.words(gate.note)}}}"
    return rf"|[{dot}label={{[font=\scriptsize,yshift=-2pt]below:{said}}}]| {{}}"


def _steps(columns: list[Column], qubits: int) -> int:
    return sum(max(_item_steps(item, qubits) for item in column.items) for column in columns)


def _item_steps(item: Item, qubits: int) -> int:
    """Return how many columns of the table an item takes: a line over all qubits stands between two."""
    if isinstance(item, Frame):
        return sum(_part_steps(caption, columns, qubits) for caption, columns in item.parts)
    return 0 if isinstance(item, Barrier) and len(item.wires) == qubits else 1


def _part_steps(caption: str, columns: list[Column], qubits: int) -> int:
    """Return the columns a block takes: those of what is in it, and empty ones where its caption is longer."""
    inside = sum(column_width(column) + 3 for column in columns)
    missing = SMALL * len(caption) - inside
    return max(_steps(columns, qubits) + max(ceil(missing / EMPTY), 0), 1)
