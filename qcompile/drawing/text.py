# SPDX-License-Identifier: Apache-2.0
"""The drawing as a whole: wires, names, folding, and what is left out of a long circuit."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from . import labels
from .canvas import Canvas
from .items import Column, Frame, Rows
from .layout import Wires, columns

if TYPE_CHECKING:
    from .._native import CoreCircuit

#: Operations drawn of a longer circuit.
DRAWN_OPERATIONS = 500
#: Qubits drawn of a wider circuit, of those that have operations.
DRAWN_QUBITS = 100


def draw(
    circuit: CoreCircuit, *, width: int | None = None, operations: int | None = DRAWN_OPERATIONS
) -> str:
    """Draw a circuit with box-drawing characters.

    Parameters
    ----------
    circuit : Circuit
        What to draw.
    width : int, optional
        Columns after which the drawing goes on below; by default the terminal's.
    operations : int or None, default 500
        Operations drawn of a longer circuit; None for all.

    Returns
    -------
    str
        Lines joined by newlines, without one at the end.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> print(draw(Circuit(2, 1).h(0).cx(0, 1).measure(1, 0), width=60))
           ┌───┐
    q[0]: ─┤ H ├─●───────
           └───┘ │ ┌───┐
    q[1]: ───────⊕─┤ M ├─
                   └─╥─┘
    c: 1/ ═══════════╩═══
                     0
    """
    width = width or shutil.get_terminal_size((100, 24)).columns
    left_out = max(len(circuit) - operations, 0) if operations is not None else 0
    shown = _shown_qubits(circuit, operations)
    names, wires = _rows(circuit, shown)
    all_columns = columns(circuit, wires, operations)
    pages = _fold(all_columns, max(width - max(map(len, names), default=0) - 4, 20))
    lines: list[str] = []
    if circuit.exact_phase.pi_ratio != (0, 1):
        lines.append(f"global phase: {labels.angle(circuit.exact_phase)}")
    rows, height = _geometry(all_columns, names, len(shown))
    for number, page in enumerate(pages):
        if number:
            lines.append("")
        lines += _page(page, names, len(shown), rows, height, (number > 0, number + 1 < len(pages)))
    idle = circuit.num_qubits - len(shown)
    if idle:
        lines.append(f"… {idle} more qubits")
    if left_out:
        lines.append(f"… {left_out} more operations")
    return "\n".join(lines)


def _shown_qubits(circuit: CoreCircuit, operations: int | None) -> list[int]:
    """Return the qubits to draw: all, or of very wide circuits the first that something happens to."""
    if circuit.num_qubits <= DRAWN_QUBITS:
        return list(range(circuit.num_qubits))
    used: set[int] = set()
    for count, op in enumerate(circuit):
        if operations is not None and count >= operations:
            break
        fresh = used | set(op.qubits)
        if op.name != "barrier":
            used = fresh
    return sorted(used) if used else list(range(DRAWN_QUBITS))


def _rows(circuit: CoreCircuit, shown: list[int]) -> tuple[list[str], Wires]:
    """Return the names of the rows and the wires on them."""
    called = [f"q{q}" for q in range(circuit.num_qubits)]
    for name, qubits in reversed(circuit.qubit_registers):
        for k, q in enumerate(qubits):
            called[q] = f"{name}[{k}]"
    names = [f"{called[q]}:" for q in shown]
    # A qubit that is not drawn has no row; only barriers are on it.
    row = dict(zip(shown, range(len(shown)), strict=True))
    qubits = [row.get(q, max(len(shown) - 1, 0)) for q in range(circuit.num_qubits)]
    registers = _registers(circuit)
    bits, bit_names, numbers = (
        [0] * circuit.num_bits,
        [""] * circuit.num_bits,
        [""] * circuit.num_bits,
    )
    for name, members in registers:
        for k, bit in enumerate(members):
            bits[bit], bit_names[bit], numbers[bit] = len(names), f"{name}[{k}]", str(k)
        names.append(f"{name}: {len(members)}/")
    return names, Wires(qubits, bits, bit_names, numbers, registers)


def _registers(circuit: CoreCircuit) -> list[tuple[str, list[int]]]:
    """Return classical registers that share no bit, and one for the bits in none."""
    taken: set[int] = set()
    found = []
    for name, members in circuit.bit_registers:
        if members and taken.isdisjoint(members):
            taken.update(members)
            found.append((name, list(members)))
    rest = [b for b in range(circuit.num_bits) if b not in taken]
    return [*found, *([("bits" if found else "c", rest)] if rest else [])]


def _geometry(found: list[Column], names: list[str], qubits: int) -> tuple[Rows, int]:
    """Return where the rows are, with room for the edges of frames, and the height of the page."""
    above, below = [0] * len(names), [0] * len(names)

    def make_room(part: list[Column]) -> None:
        for item in (i for c in part for i in c.items if isinstance(i, Frame)):
            above[item.first] = max(above[item.first], item.depth + 1)
            below[item.last] = max(below[item.last], item.depth + 1)
            for _, inner in item.parts:
                make_room(inner)

    make_room(found)
    wires, y = [], 0
    for row in range(len(names)):
        # Boxes above and below share a line unless frames come between them.
        between = below[row - 1] + above[row] if row else above[row]
        y += 1 + between + (1 if row and between else 0)
        wires.append(y)
        y += 1
    height = y + 1 + (below[-1] if below else 0)
    return Rows(tuple(wires), tuple(above), tuple(below)), height


def _fold(found: list[Column], width: int) -> list[list[Column]]:
    """Cut the columns into pages no wider than `width`; a column that is wider has a page of its own."""
    pages: list[list[Column]] = [[]]
    room = width
    for column in found:
        if pages[-1] and column.width + 1 > room:
            pages.append([])
            room = width
        pages[-1].append(column)
        room -= column.width + 1
    return pages


def _page(
    part: list[Column],
    names: list[str],
    qubits: int,
    rows: Rows,
    height: int,
    goes_on: tuple[bool, bool],
) -> list[str]:
    """Draw one page; `goes_on`: at its left side, at its right side."""
    margin = max(map(len, names), default=0) + 1
    left = margin + (1 if goes_on[0] else 0)
    right = left + sum(column.width + 1 for column in part)
    page = Canvas(right + 2, height)
    for row, name in enumerate(names):
        page.write(margin - 1 - len(name), rows.wires[row], name)
        page.wire(rows.wires[row], left, right, double=row >= qubits)
        if goes_on[0]:
            page.write(margin, rows.wires[row], "«")
        if goes_on[1]:
            page.write(right + 1, rows.wires[row], "»")
    x = left + 1
    for column in part:
        column.draw(page, rows, x)
        x += column.width + 1
    lines = page.lines()
    used = [y for y, line in enumerate(lines) if line]
    return lines[used[0] : used[-1] + 1] if used else []
