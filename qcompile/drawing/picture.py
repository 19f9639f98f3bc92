# SPDX-License-Identifier: Apache-2.0
"""What is drawn, whoever draws it: the rows and their names, the columns, and what is left out of a large circuit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ..errors import PipelineError
from . import labels
from .layout import Wires, place
from .moments import HEADS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .._native import Angle, CoreCircuit
    from ..targets import Target
    from .items import Column

    T = TypeVar("T")

#: Layers drawn of a longer circuit.
DRAWN_LAYERS = 200
#: A circuit with more qubits is drawn without those that nothing happens to,
DRAWN_QUBITS = 100
#: and the drawing ends before an operation that would add more than so many.
MOST_QUBITS = 400
#: Letters of a register's name.
MOST_NAME = 32
#: In a wide drawing fewer layers are drawn: about so many cells in all.
DRAWN_CELLS = 20_000


@dataclass(frozen=True)
class Row:
    """A wire.

    Attributes
    ----------
    name : str
        The qubit's name, or the classical register's.
    bits : int or None
        Bits of a classical register; None for a qubit.
    start, end : str
        The program qubit a device's qubit holds before the first operation and after the last; empty for none, and in
        circuits without a layout.
    """

    name: str
    bits: int | None = None
    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class Picture:
    """A circuit ready to be drawn.

    Attributes
    ----------
    rows : list of Row
        Qubits first.
    qubits : int
        How many of them are qubits.
    columns : list of Column
        What happens, from left to right.
    phase : Angle or None
        The global phase; None for none.
    left_out : list of str
        What is not drawn, in words.
    complete : bool
        Whether all operations are.
    """

    rows: list[Row]
    qubits: int
    columns: list[Column]
    phase: Angle | None
    left_out: list[str]
    complete: bool

    def goes_on(self, end: int) -> bool:
        """Whether more comes after the column before `end`."""
        return end < len(self.columns) or not self.complete


def picture(
    circuit: CoreCircuit,
    *,
    layers: int | str | None = None,
    columns: str = "packed",
    target: Target | None = None,
) -> Picture:
    """Lay a circuit out.

    Parameters
    ----------
    circuit : Circuit
        What to draw.
    layers : int or "all", optional
        Columns drawn of a longer circuit; 200 by default.
    columns : {"packed", "moments", "times"}
        What stands in one column: whatever fits, what could run at one step, what starts at one time.
    target : Target, optional
        Whose durations ``"times"`` takes.

    Raises
    ------
    PipelineError
        QC460 for a number of layers or a kind of columns that is none, QC461 for times without a target that tells how
        long the operations take.
    """
    if columns not in HEADS:
        raise PipelineError(
            f"columns cannot be `{columns}`", code="QC460", help=f"they are {', '.join(HEADS)}"
        )
    heads = HEADS[columns](circuit, target)
    shown, operations = _shown(circuit, cut=layers != "all")
    rows, wires = _rows(circuit, shown)
    most = _layers(layers, len(rows))
    placed = place(circuit, wires, layers=most, operations=operations, heads=heads)
    left_out = []
    idle = circuit.num_qubits - len(shown)
    if idle:
        left_out.append(f"… {counted(idle, 'more qubit')}")
    if placed.operations:
        more = counted(placed.operations, "operation")
        if placed.layers is None:
            left_out.append(f"… {more} more")
        else:
            left_out.append(f"… {counted(placed.layers, 'more layer')} ({more})")
    phase = circuit.exact_phase
    return Picture(
        rows,
        len(shown),
        placed.columns,
        None if phase.pi_ratio == (0, 1) else phase,
        left_out,
        not placed.operations,
    )


def folded(widths: Sequence[float], room: float, gap: float) -> list[tuple[int, int]]:
    """Cut columns into pages no wider than `room`; a column that is wider has a page of its own.

    Returns
    -------
    list of (int, int)
        First column of each page, and the one after its last.

    Examples
    --------
    >>> folded([3, 3, 3, 20, 3], 8, 1)
    [(0, 2), (2, 3), (3, 4), (4, 5)]
    """
    pages = []
    start, left = 0, room
    for k, width in enumerate(widths):
        if k > start and width + gap > left:
            pages.append((start, k))
            start, left = k, room
        left -= width + gap
    return [*pages, (start, len(widths))]


def checked_fold(fold: float | None, default: float) -> float:
    """Return the width to fold at; QC460 for one that is none."""
    if fold is None:
        return default
    if not fold > 0:
        raise PipelineError(
            f"cannot fold a drawing at a width of {fold}", code="QC460", help="a number above 0"
        )
    return fold


def _layers(layers: int | str | None, rows: int) -> int | None:
    if layers is None:
        return min(DRAWN_LAYERS, max(DRAWN_CELLS // max(rows, 1), 20))
    if layers == "all":
        return None
    if isinstance(layers, int) and not isinstance(layers, bool) and layers > 0:
        return layers
    raise PipelineError(
        f"cannot draw {layers!r} layers", code="QC460", help='a whole number above 0, or "all"'
    )


def counted(number: int, what: str) -> str:
    """Return a number of things, in the plural where there are several.

    Examples
    --------
    >>> counted(1, "layer"), counted(2, "layer")
    ('1 layer', '2 layers')
    """
    return f"{number} {what}{'' if number == 1 else 's'}"


def _shown(circuit: CoreCircuit, *, cut: bool) -> tuple[list[int], int | None]:
    """Return the qubits to draw, and the number of operations that are on them; None for all.

    All qubits; but of mapped and of very wide circuits, those that something happens to.
    """
    if circuit.num_qubits <= DRAWN_QUBITS and circuit.layouts is None:
        return list(range(circuit.num_qubits)), None
    used: set[int] = set()
    for places in circuit.layouts or ():
        used.update(places)
    for count, op in enumerate(circuit):
        more = used.union(op.qubits) if op.name != "barrier" else used
        if cut and len(more) > MOST_QUBITS and len(used) < len(more):
            return sorted(used), count
        used = more
    return sorted(used) or list(range(min(circuit.num_qubits, DRAWN_QUBITS))), None


def _rows(circuit: CoreCircuit, shown: list[int]) -> tuple[list[Row], Wires]:
    """Return the rows and the wires on them."""
    called = [f"q{q}" for q in range(circuit.num_qubits)]
    for name, qubits in reversed(circuit.qubit_registers):
        for k, q in enumerate(qubits):
            called[q] = f"{_shortened(name)}[{k}]"
    starts, ends = _program_qubits(circuit)
    rows = [Row(called[q], None, starts.get(q, ""), ends.get(q, "")) for q in shown]
    # A qubit that is not drawn has no row; only barriers are on it.
    row = dict(zip(shown, range(len(shown)), strict=True))
    qubits = [row.get(q, -1) for q in range(circuit.num_qubits)]
    registers = _registers(circuit)
    bits, bit_names, numbers = (
        [0] * circuit.num_bits,
        [""] * circuit.num_bits,
        [""] * circuit.num_bits,
    )
    for name, members in registers:
        for k, bit in enumerate(members):
            bits[bit], bit_names[bit], numbers[bit] = len(rows), f"{name}[{k}]", str(k)
        rows.append(Row(_shortened(name), len(members)))
    return rows, Wires(qubits, bits, bit_names, numbers, registers)


def _shortened(name: str) -> str:
    return labels.shortened(name, MOST_NAME)


def _program_qubits(circuit: CoreCircuit) -> tuple[dict[int, str], dict[int, str]]:
    """Return the program qubit on each wire at the start and at the end; nothing where each stays on its own."""
    if circuit.layouts is None:
        return {}, {}
    initial, final = circuit.layouts
    if initial == final == list(range(len(initial))):
        return {}, {}
    return (
        {place: str(q) for q, place in enumerate(initial)},
        {place: str(q) for q, place in enumerate(final)},
    )


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
