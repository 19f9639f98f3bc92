# SPDX-License-Identifier: Apache-2.0
"""pytket's `Circuit`: gates, boxes, symbols, conditions, names of wires, global phase and implicit permutation.

pytket's angles are half turns, its matrices are big-endian, and its wires are in the order of their names. Tested
with pytket 2.18.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._native import Angle, Instruction
from ..circuit import Bit, Circuit
from ..errors import SemanticError, quote
from .pytket_gates import Gates
from .sympy_angles import angle_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: A region that is protected is a box of this name, with its label after a space.
PROTECTED = "protected"


def from_pytket(circuit: Any) -> Circuit:
    """Return the circuit of a pytket `Circuit`.

    Parameters
    ----------
    circuit : pytket.circuit.Circuit
        Left as it is. Symbols keep their names.

    Returns
    -------
    Circuit
        Qubits and bits in pytket's own order, which is that of their names; registers keep theirs. An implicit
        permutation is a permutation at the end, qubits that are created are reset at the start and discarded ones at
        the end. A box named ``protected`` is a protected region.

    Raises
    ------
    SemanticError
        QC240 for what has no equivalent: operations on classical bits, and gates with symbols that are neither one of
        ours nor made of such.

    Examples
    --------
    >>> from pytket.circuit import Circuit as Tket
    >>> [(op.name, op.parameters) for op in from_pytket(Tket(2).Rx(0.5, 0).CX(0, 1))]
    [('rx', [1.5707963267948966]), ('cx', [])]
    """
    reader = Reader()
    out = Circuit(name=circuit.name)
    _registers(circuit.qubits, out.add_qubits)
    _registers(circuit.bits, out.add_bits)
    reader.body(out, circuit)
    return out


class Reader:
    """Reads one circuit and the circuits inside it."""

    def __init__(self) -> None:
        self.gates = Gates(self)

    def body(self, out: Circuit, source: Any) -> None:
        """Append what a pytket circuit does, wire by wire in pytket's order."""
        out.add_phase(self.angle(source.phase))
        wires = {q: i for i, q in enumerate(source.qubits)}
        bits = {b: i for i, b in enumerate(source.bits)}
        for qubit in source.created_qubits:
            out.reset(wires[qubit])
        for index, command in enumerate(source.get_commands()):
            on = [wires[a] for a in command.args if a in wires]
            to = [bits[a] for a in command.args if a in bits]
            try:
                self.operation(out, command.op, on, to)
            except SemanticError as error:
                raise _located(error, command.op, index) from None
        moved = source.implicit_qubit_permutation()
        image = [wires[moved[q]] for q in source.qubits]
        if image != sorted(image):
            out.permutation(image, range(len(image)))
        for qubit in source.discarded_qubits:
            out.reset(wires[qubit])

    def operation(self, out: Circuit, op: Any, on: list[int], to: list[int]) -> None:
        """Append one operation."""
        kind = op.type.name
        if kind == "Conditional":
            condition = Bit(to[: op.width]) == op.value
            with out.if_(condition):
                self.operation(out, op.op, on, to[op.width :])
        elif kind in _PLAIN:
            _PLAIN[kind](out, on, to)
        elif kind == "Phase":
            out.add_phase(self.angle(op.params[0]))
        elif kind == "CircBox" and _is_protected(op):
            out.append_region(self.block(out, op.get_circuit(), on, to), _label(op))
        elif hasattr(op, "get_circuit") and self.gates.is_inlined(op, to):
            out.compose(self.inner(op.get_circuit()), on, to)
        elif to:
            raise SemanticError(
                "an operation on classical bits, of which only measurements and conditions are kept",
                code="QC240",
                help="measure into the bits that are compared; assignments and arithmetic have no equivalent",
            )
        else:
            self.gates.place(out, op, on)

    def inner(self, source: Any) -> Circuit:
        """Return a circuit inside another, over its own wires."""
        out = Circuit(source.n_qubits, source.n_bits)
        self.body(out, source)
        return out

    def block(self, out: Circuit, source: Any, on: list[int], to: list[int]) -> Circuit:
        """Return a block as wide as the circuit it goes into."""
        return Circuit.from_core(out.emptied()).compose(self.inner(source), on, to)

    def angle(self, value: Any) -> float | Angle:
        """Return half turns as radians; simple fractions of a turn stay exact."""
        number = self.value(value)
        if isinstance(number, Angle):
            return number * Angle.pi(1, 1)
        above, below = number.as_integer_ratio()
        if below <= 1 << 10 and abs(above) < 1 << 20:
            return Angle.pi(above, below)
        from math import pi

        return number * pi

    def value(self, value: Any) -> float | Angle:
        """Return a number or an expression as it stands."""
        if isinstance(value, (int, float)):
            return float(value)
        return angle_of(value, Angle.symbol)


def _reset(out: Circuit, on: list[int], to: list[int]) -> None:
    out.reset(on)


def _measure(out: Circuit, on: list[int], to: list[int]) -> None:
    out.measure(on, to)


def _barrier(out: Circuit, on: list[int], to: list[int]) -> None:
    if on:
        out.barrier(on)


def _collapse(out: Circuit, on: list[int], to: list[int]) -> None:
    # A measurement whose result nobody gets.
    out.append(Instruction.channel([[1, 0, 0, 0], [0, 0, 0, 1]]), on)


_PLAIN: dict[str, Callable[[Circuit, list[int], list[int]], None]] = {
    "Reset": _reset,
    "Measure": _measure,
    "Barrier": _barrier,
    "Collapse": _collapse,
}


def _is_protected(box: Any) -> bool:
    name = box.circuit_name or ""
    return name == PROTECTED or bool(name.startswith(PROTECTED + " "))


def _label(box: Any) -> str:
    return str(box.circuit_name)[len(PROTECTED) + 1 :]


def _registers(units: Sequence[Any], add: Callable[..., list[int]]) -> None:
    """Declare registers of units numbered from 0 on; others keep no name."""
    runs: list[list[Any]] = []
    for unit in units:
        if runs and unit.reg_name == runs[-1][0].reg_name:
            runs[-1].append(unit)
        else:
            runs.append([unit])
    for run in runs:
        if [unit.index for unit in run] == [[i] for i in range(len(run))]:
            add(len(run), run[0].reg_name)
        else:
            for _ in run:
                add(1)


def _located(error: SemanticError, op: Any, index: int) -> SemanticError:
    """Name the operation in the message, unless one inside it is named already."""
    if error.message.startswith("operation "):
        return error
    message = f"operation {index} (`{quote(op.type.name)}`): {error.message}"
    return SemanticError(message, code=error.code, help=error.help)
