# SPDX-License-Identifier: Apache-2.0
"""Cirq's `Circuit` and `FrozenCircuit`: gates, symbols, measurement keys, classical control, subcircuits, channels.

Tested with cirq-core 1.5 and 1.7. Moments are not kept: what is on different qubits has no order. Qubits are numbered
in Cirq's own order of them, whatever their kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

from .._native import Angle, Instruction
from ..circuit import Circuit
from ..errors import SemanticError, quote
from .cirq_conditions import condition_of
from .cirq_gates import Gates, refused

if TYPE_CHECKING:
    from typing import TypeAlias

    #: ``("op", instruction, wires, bits)``, ``("phase", angle)`` or ``(kind, argument, items)`` with items inside.
    Items: TypeAlias = "list[tuple[Any, ...]]"
    #: The qubits, symbols by name, and gates nothing is known of by name.
    Kept: TypeAlias = "tuple[list[Any], dict[str, Any], dict[str, Any]]"

#: Tags that say: leave this as it is.
PROTECTED = ("no_compile", "qcompile.region")
#: The tag of an identity that stands for a barrier.
BARRIER = "qcompile.barrier"
#: Subcircuits are written out up to this many operations; longer ones stay loops.
MAX_UNROLLED = 1000


def from_cirq(
    circuit: Any, qubits: Any | None = None, keys: Mapping[str, Sequence[int]] | None = None
) -> Circuit:
    """Return the circuit of Cirq's.

    Parameters
    ----------
    circuit : cirq.Circuit or cirq.FrozenCircuit
        Left as it is. What is tagged ``"no_compile"`` becomes a protected region; other tags are not kept.
    qubits : cirq.QubitOrder or sequence of cirq.Qid, optional
        The order qubits are numbered in, and which there are; by default those of the circuit, sorted.
    keys : mapping of str to sequence of int, optional
        The bits of measurement keys, which a key measured again overwrites. By default each measurement of a key
        has a register of the key's name, and repeated ones (``m#1``, ``m#2``) have registers of their own.

    Returns
    -------
    Circuit
        The first qubit of a measurement is bit 0 of its register. Symbols are parameters of their names.

    Raises
    ------
    SemanticError
        QC240 for what has no equivalent: qudits, confusion maps, repetitions that are symbols.

    Examples
    --------
    >>> import cirq
    >>> a, b = cirq.LineQubit.range(2)
    >>> [op.name for op in from_cirq(cirq.Circuit(cirq.H(a), cirq.CNOT(a, b)))]
    ['h', 'cx']
    """
    return with_kept(circuit, qubits, keys)[0]


def kept(source: Any) -> Kept:
    """Return what writing a circuit like another takes."""
    return with_kept(source)[1]


def with_kept(
    circuit: Any, qubits: Any | None = None, keys: Mapping[str, Sequence[int]] | None = None
) -> tuple[Circuit, Kept]:
    """Return a circuit as `from_cirq` does, and what writing one like it takes."""
    reader = Reader(circuit, qubits, keys or {})
    items = reader.items(circuit.all_operations())
    out = Circuit(len(reader.wires))
    for name, width in reader.registers:
        out.add_bits(width, name)
    reader.finish(out, items)
    return out, (list(reader.qubits), reader.gates.symbols, reader.gates.opaque)


def identity(symbol: Any) -> int:
    """Return a number that tells symbols of one name apart: sympy's are the same if their assumptions are."""
    from sympy import srepr

    return crc32(srepr(symbol).encode()) + 1


def build(out: Circuit, items: Items) -> None:
    """Append what was read; the registers are known by now."""
    for kind, *rest in items:
        if kind == "op":
            out.append(*rest)
        elif kind == "phase":
            out.add_phase(rest[0])
        else:
            argument, inside = rest
            with getattr(out, kind)(argument):
                build(out, inside)


class Reader:
    """Reads the operations of one circuit."""

    def __init__(self, circuit: Any, qubits: Any, keys: Mapping[str, Sequence[int]]) -> None:
        import cirq

        self.cirq = cirq
        found = circuit.all_qubits()
        for qubit in sorted(found):
            if qubit.dimension != 2:
                raise SemanticError(
                    f"the qudit {quote(qubit)} has {qubit.dimension} levels",
                    code="QC240",
                    help="circuits here are of qubits; `qcompile.synthesis` encodes levels in qubits",
                )
        order = cirq.QubitOrder.as_qubit_order(
            cirq.QubitOrder.DEFAULT if qubits is None else qubits
        )
        self.qubits = order.order_for(found)
        self.wires = {qubit: i for i, qubit in enumerate(self.qubits)}
        self.gates = Gates(cirq, lambda symbol: Angle.symbol(symbol.name, identity(symbol)))
        self.registers: list[tuple[str | None, int]] = []
        #: The bits of each measurement of a key, in the order of its qubits.
        self.keys: dict[str, list[list[int]]] = {k: [list(bits)] for k, bits in keys.items()}
        self._given = frozenset(keys)
        self._width = 0
        self._loops = 0
        self._measured: set[str] = set()
        self._declare(max((b + 1 for bits in keys.values() for b in bits), default=0), None)

    def finish(self, out: Circuit, items: Items) -> None:
        """Append what was read to a circuit that has the registers."""
        for name, symbol in sorted(self.gates.symbols.items()):
            out.declare_parameter(name, identity(symbol))
        build(out, items)

    def items(self, ops: Iterable[Any]) -> Items:
        """Return what operations do."""
        out: Items = []
        for index, op in enumerate(ops):
            self.located(out, op, index)
        return out

    def located(self, out: Items, op: Any, index: int) -> None:
        """Read one operation; an error names it."""
        try:
            self.operation(out, op)
        except SemanticError as error:
            raise _located(error, op, index) from None

    def operation(self, out: Items, op: Any) -> None:
        """Read one operation."""
        for tag in op.tags:
            if isinstance(tag, str) and tag.partition(":")[0] in PROTECTED:
                label = tag.partition(":")[2]
                rest = op.untagged.with_tags(*(t for t in op.tags if t != tag))
                out.append(("protected", label, self.items([rest])))
                return
        cirq = self.cirq
        base = op.untagged
        if isinstance(base, cirq.ClassicallyControlledOperation):
            conditions = sorted(base.classical_controls, key=str)
            inside = self.items([base.without_classical_controls()])
            for condition in conditions:
                inside = [("if_", condition_of(cirq, condition, self.bits), inside)]
            out += inside
        elif isinstance(base, cirq.CircuitOperation):
            self.subcircuit(out, base)
        else:
            self.plain(out, op, base)

    def plain(self, out: Items, op: Any, base: Any) -> None:
        """Read an operation that owns no others."""
        cirq = self.cirq
        gate = base.gate
        on = [self.wires[qubit] for qubit in base.qubits]
        if isinstance(gate, cirq.MeasurementGate):
            self.measurement(out, gate, on)
        elif isinstance(gate, cirq.ResetChannel):
            out.append(("op", Instruction.bare("reset"), on))
        elif isinstance(gate, cirq.WaitGate):
            out.append(("op", _delay(gate), on))
        elif isinstance(gate, cirq.GlobalPhaseGate):
            out.append(("phase", self.gates.global_phase(gate)))
        elif BARRIER in op.tags:
            out.append(("op", Instruction.bare("barrier"), on))
        elif (steps := self.gates.steps(base)) is not None:
            for instruction, qubits in steps[0]:
                out.append(("op", instruction, [self.wires[q] for q in qubits]))
            if isinstance(steps[1], Angle) or steps[1] != 0.0:
                out.append(("phase", steps[1]))
        else:
            self.other(out, base, on)

    def other(self, out: Items, op: Any, on: list[int]) -> None:
        """Read what is no unitary operation: a channel, something made of parts, or something unknown."""
        cirq = self.cirq
        measures = cirq.is_measurement(op)
        if not measures and not cirq.is_parameterized(op) and cirq.has_kraus(op):
            kraus = [[complex(x) for row in k for x in row] for k in cirq.kraus(op)]
            out.append(("op", Instruction.channel(kraus), on[::-1]))
            return
        parts = cirq.decompose_once(op, default=None)
        if parts is not None and list(parts) != [op] and self.wires.keys() >= _qubits(parts):
            out += self.items(parts)
        elif not measures and op.gate is not None and not cirq.is_parameterized(op):
            out.append(("op", self.gates.opaque_call(op.gate), on))
        else:
            raise refused(op)

    def measurement(self, out: Items, gate: Any, on: list[int]) -> None:
        """Read a measurement: its key is a register, an inverted result is that of the flipped qubit."""
        if gate.confusion_map:
            raise SemanticError("a measurement with a confusion map", code="QC240")
        bits = self.measured(gate.key, len(on))
        flips = [q for q, inverted in zip(on, gate.full_invert_mask(), strict=True) if inverted]
        around: Items = [("op", Instruction.gate("x"), [q]) for q in flips]
        out += around
        out += [
            ("op", Instruction.bare("measure"), [q], [b]) for q, b in zip(on, bits, strict=True)
        ]
        out += around

    def measured(self, key: str, width: int) -> list[int]:
        """Return the bits one measurement of a key goes to."""
        known = self.keys.get(key)
        if known is None or (key in self._measured and key not in self._given and not self._loops):
            number = 0 if known is None else len(known)
            bits = self._declare(width, f"{key}#{number}" if number else key)
            self.keys.setdefault(key, []).append(bits)
        self._measured.add(key)
        return self.keys[key][-1]

    def bits(self, key: Any, index: int) -> list[int]:
        """Return the bits of a key, its value's least significant one first."""
        known = self.keys.get(str(key), [])
        if not -len(known) <= index < len(known) or (index != -1 and str(key) in self._given):
            raise SemanticError(
                f"a condition on the measurement {quote(key)}, which was not made before",
                code="QC240",
            )
        return known[index][::-1]

    def subcircuit(self, out: Items, op: Any) -> None:
        """Read a `CircuitOperation`."""
        cirq = self.cirq
        if op.repeat_until is not None:
            self.until(out, op)
            return
        count = op.repetitions
        if not isinstance(count, int):
            try:
                count = int(count)
            except TypeError:
                raise SemanticError(
                    "a subcircuit repeated as often as a symbol says",
                    code="QC240",
                    help="resolve its parameters first",
                ) from None
        size = abs(count) * sum(1 for _ in op.circuit.all_operations())
        if abs(count) <= 1 or size <= MAX_UNROLLED or cirq.is_measurement(op):
            out += self.items(op.mapped_circuit().all_operations())
            return
        once = op.replace(repetitions=1 if count > 0 else -1, repetition_ids=None)
        body = self.items(once.mapped_circuit().all_operations())
        out.append(("for_", range(abs(count)), body))

    def until(self, out: Items, op: Any) -> None:
        """Read a subcircuit that is repeated until something was measured: at least once."""
        body = op.replace(repeat_until=None).mapped_circuit()
        fresh = not any(str(key) in self._measured for key in op.repeat_until.keys)
        first = [] if fresh else self.items(body.all_operations())
        self._loops += 1
        inside = self.items(body.all_operations())
        self._loops -= 1
        done = condition_of(self.cirq, op.repeat_until, self.bits)
        if fresh and _at_zero(done.form):
            # It holds before the first time round as well, but that one is made all the same.
            first = inside
        out += [*first, ("while_", ~done, inside)]

    def _declare(self, width: int, name: str | None) -> list[int]:
        if width:
            self.registers.append((name, width))
        self._width += width
        return list(range(self._width - width, self._width))


def _delay(gate: Any) -> Instruction:
    duration = gate.duration.total_nanos()
    if hasattr(duration, "free_symbols"):
        raise SemanticError("a wait whose duration is no number", code="QC240")
    return Instruction.delay(float(duration), "ns")


def _qubits(parts: Any) -> set[Any]:
    return {qubit for part in parts for qubit in part.qubits}


def _at_zero(form: Any) -> bool:
    """Return whether a condition holds where every bit is 0."""
    if isinstance(form, bool):
        return form
    if isinstance(form, int):
        return False
    head, *parts = form
    if head == "equals":
        return bool(parts[1] == 0)
    if head == "less":
        return bool(parts[1] > 0)
    if head == "not":
        return not _at_zero(parts[0])
    values = [_at_zero(part) for part in parts[0]]
    return {"and": all(values), "or": any(values), "xor": sum(values) % 2 == 1}[head]


def _located(error: SemanticError, op: Any, index: int) -> SemanticError:
    """Name the operation in the message, unless one inside it is named already."""
    if error.message.startswith("operation "):
        return error
    message = f"operation {index} (`{quote(op)}`): {error.message}"
    return SemanticError(message, code=error.code, help=error.help)
