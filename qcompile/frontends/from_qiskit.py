# SPDX-License-Identifier: Apache-2.0
"""Qiskit's `QuantumCircuit`: gates, parameters, control flow, registers, global phase and layout.

Qubit 0 is the least significant bit on both sides and angles are radians, so gates go over one by one. What the
library has no gate for keeps its own definition; what has neither definition nor matrix is an opaque gate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._native import Angle, Instruction
from ..circuit import Circuit
from ..errors import SemanticError, quote
from .qiskit_conditions import condition_of
from .qiskit_gates import Gates
from .sympy_angles import angle_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: What one step of a delay's unit is in nanoseconds.
_NANOSECONDS = {"s": 1e9, "ms": 1e6, "us": 1e3, "ns": 1.0, "ps": 1e-3}
_BARE = {"measure": "measure", "reset": "reset", "barrier": "barrier"}
_LEAVES = {"break_loop": "break", "continue_loop": "continue"}


def from_qiskit(circuit: Any) -> Circuit:
    """Return the circuit of a Qiskit `QuantumCircuit`.

    Parameters
    ----------
    circuit : qiskit.QuantumCircuit
        Left as it is. Its parameters keep their names, and stay the same ones in every circuit they are used in.

    Returns
    -------
    Circuit
        With the same qubits, bits, registers, global phase, and the layout a transpiled circuit carries. A box
        (`BoxOp`) is a protected region.

    Raises
    ------
    SemanticError
        QC240 for what has no equivalent: run-time variables, durations that are expressions, operations on bits
        that Qiskit does not define further.

    Examples
    --------
    >>> from qiskit import QuantumCircuit
    >>> bell = QuantumCircuit(2)
    >>> _ = bell.h(0), bell.cx(0, 1)
    >>> [op.name for op in from_qiskit(bell)]
    ['h', 'cx']
    """
    reader = _Reader(circuit)
    out = reader.declared()
    reader.body(out, circuit)
    layout = getattr(circuit, "layout", None)
    if layout is not None and layout.initial_layout is not None:
        out.layouts = _layouts(layout)
    return out


class _Reader:
    """Reads one circuit and the circuits inside it."""

    def __init__(self, circuit: Any) -> None:
        self.top = circuit
        self.gates = Gates(self)
        self._angles: dict[Any, float | Angle] = {}

    def declared(self) -> Circuit:
        """Return a circuit with the wires and parameters and nothing on them."""
        source = self.top
        if any(True for _ in source.iter_vars()):
            raise SemanticError(
                "the circuit has run-time variables, which circuits here do not",
                code="QC240",
                help="measure into bits and compare those",
            )
        out = Circuit(name=source.name)
        _registers(source.qubits, source.qregs, out.add_qubits)
        _registers(source.clbits, source.cregs, out.add_bits)
        for parameter in source.parameters:
            out.declare_parameter(parameter.name, identity(parameter))
        return out

    def body(self, out: Circuit, source: Any) -> None:
        """Append what a Qiskit circuit does, wire by wire."""
        out.add_phase(self.angle(source.global_phase))
        qubits = {q: i for i, q in enumerate(source.qubits)}
        bits = {b: i for i, b in enumerate(source.clbits)}
        for index, item in enumerate(source.data):
            on = [qubits[q] for q in item.qubits]
            to = [bits[b] for b in item.clbits]
            try:
                self.operation(out, item.operation, on, to, bits)
            except SemanticError as error:
                raise _located(error, item.operation.name, index) from None

    def operation(
        self, out: Circuit, op: Any, on: list[int], to: list[int], bits: dict[Any, int]
    ) -> None:
        """Append one operation."""
        condition = getattr(op, "_condition", None)
        if condition is not None and not hasattr(op, "blocks"):
            with out.if_(condition_of(condition, _numbers(bits))):
                self.plain(out, op, on, to)
        elif op.name in _FLOW and hasattr(op, "blocks"):
            _FLOW[op.name](self, out, op, on, to, bits)
        else:
            self.plain(out, op, on, to)

    def plain(self, out: Circuit, op: Any, on: list[int], to: list[int]) -> None:
        """Append an operation that owns no blocks."""
        name = op.name
        if name == "global_phase" and not on:
            out.add_phase(self.angle(op.params[0]))
        elif (known := self.gates.library(op)) is not None:
            out.append_gate(known, [self.angle(p) for p in op.params], on)
        elif name in _BARE and not hasattr(op, "to_matrix"):
            out.append(Instruction.bare(_BARE[name]), on, to)
        elif name in _LEAVES:
            out.append(Instruction.bare(_LEAVES[name]), [])
        elif name == "delay":
            out.append(self.delay(op), on)
        elif to:
            self.inlined(out, op, on, to)
        elif (instruction := self.gates.instruction(op)) is not None:
            out.append(instruction, on)
        else:
            self.inlined(out, op, on, to)

    def inlined(self, out: Circuit, op: Any, on: list[int], to: list[int]) -> None:
        """Append what an operation that is no gate is defined as."""
        definition = getattr(op, "definition", None)
        if definition is None:
            raise SemanticError(
                "an operation that is no gate and that Qiskit does not define further",
                code="QC240",
                help="remove it, or decompose it before",
            )
        inner = self.inner(definition)
        out.compose(inner, on, to)

    def inner(self, source: Any) -> Circuit:
        """Return a circuit inside another, over its own wires."""
        out = Circuit(source.num_qubits, source.num_clbits)
        self.body(out, source)
        return out

    def block(self, out: Circuit, source: Any, on: list[int], to: list[int]) -> Circuit:
        """Return a block as wide as the circuit it goes into."""
        wide = Circuit.from_core(out.emptied())
        wide.compose(self.inner(source), on, to)
        return wide

    def delay(self, op: Any) -> Instruction:
        """Return a delay in nanoseconds or steps."""
        if op.unit == "dt":
            return Instruction.delay(int(op.duration), "dt")
        if op.unit in _NANOSECONDS and not hasattr(op.duration, "parameters"):
            return Instruction.delay(float(op.duration) * _NANOSECONDS[op.unit], "ns")
        raise SemanticError("a delay whose duration is no number", code="QC240")

    def angle(self, value: Any) -> float | Angle:
        """Return a parameter value: a number, or an expression over Qiskit's parameters."""
        if isinstance(value, (int, float)):
            return float(value)
        if not hasattr(value, "parameters"):
            return float(value)
        known = self._angles.get(value)
        if known is None:
            known = self._angles[value] = _expression(value)
        return known


def identity(parameter: Any) -> int:
    """Return a number that tells parameters of one name apart, drawn from Qiskit's own."""
    return int(parameter.uuid.int >> 73) + 1


def _expression(value: Any) -> float | Angle:
    own = {p.name: Angle.symbol(p.name, identity(p)) for p in value.parameters}
    if len(own) == 1 and hasattr(value, "uuid"):
        return own[value.name]
    if not own:
        return float(value)
    expression = value.sympify()
    # Of symengine, in Qiskit 1.
    plain = getattr(expression, "_sympy_", lambda: expression)()
    return angle_of(plain, lambda name: own[name])


def _registers(
    wires: Sequence[Any], registers: Sequence[Any], add: Callable[..., list[int]]
) -> None:
    """Declare registers that stand one after the other; wires of none, or of several, keep no name."""
    number = {wire: i for i, wire in enumerate(wires)}
    first = {number[r[0]]: r for r in registers if len(r)}
    done = 0
    while done < len(wires):
        register = first.get(done)
        if register is not None and [number[w] for w in register] == list(
            range(done, done + len(register))
        ):
            add(len(register), register.name)
            done += len(register)
        else:
            add(1)
            done += 1


def _layouts(layout: Any) -> tuple[list[int], list[int]]:
    """Return where each program qubit starts and ends."""
    return (
        list(layout.initial_index_layout(filter_ancillas=True)),
        list(layout.final_index_layout(filter_ancillas=True)),
    )


def _numbers(bits: dict[Any, int]) -> Callable[[Any], list[int]]:
    def numbers(which: Any) -> list[int]:
        return [bits[which]] if which in bits else [bits[bit] for bit in which]

    return numbers


def _located(error: SemanticError, name: str, index: int) -> SemanticError:
    """Name the operation in the message, unless one inside it is named already."""
    if error.message.startswith("operation "):
        return error
    message = f"operation {index} (`{quote(name)}`): {error.message}"
    return SemanticError(message, code=error.code, help=error.help)


def _if(
    reader: _Reader, out: Circuit, op: Any, on: list[int], to: list[int], bits: dict[Any, int]
) -> None:
    blocks = [reader.block(out, block, on, to) for block in op.blocks]
    out.append_if(condition_of(op.condition, _numbers(bits)).form, *blocks)


def _while(
    reader: _Reader, out: Circuit, op: Any, on: list[int], to: list[int], bits: dict[Any, int]
) -> None:
    body = reader.block(out, op.blocks[0], on, to)
    out.append_while(condition_of(op.condition, _numbers(bits)).form, body)


def _for(
    reader: _Reader, out: Circuit, op: Any, on: list[int], to: list[int], bits: dict[Any, int]
) -> None:
    values, variable, source = op.params
    if variable is None or variable not in source.parameters:
        out.append_for([int(v) for v in values], reader.block(out, source, on, to))
        return
    # The variable's own value each time round: a loop whose body reads it is written out.
    for value in values:
        bound = source.assign_parameters({variable: value})
        if any(item.operation.name in _LEAVES for item in bound.data):
            raise SemanticError(
                "a loop that is left early and whose body reads its variable", code="QC240"
            )
        out.compose(reader.inner(bound), on, to)


def _switch(
    reader: _Reader, out: Circuit, op: Any, on: list[int], to: list[int], bits: dict[Any, int]
) -> None:
    cases: list[tuple[list[int], Circuit]] = []
    default = None
    for values, block in op.cases_specifier():
        body = reader.block(out, block, on, to)
        numbers = [int(v) for v in values if isinstance(v, (int, bool))]
        if len(numbers) < len(values):
            default = body
            if not numbers:
                continue
        cases.append((numbers, body))
    out.append_switch(_numbers(bits)(op.target), cases, default)


def _box(
    reader: _Reader, out: Circuit, op: Any, on: list[int], to: list[int], bits: dict[Any, int]
) -> None:
    out.append_region(reader.block(out, op.blocks[0], on, to), op.label or "")


_FLOW: dict[str, Callable[..., None]] = {
    "if_else": _if,
    "while_loop": _while,
    "for_loop": _for,
    "switch_case": _switch,
    "box": _box,
}
