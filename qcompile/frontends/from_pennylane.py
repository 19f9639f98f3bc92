# SPDX-License-Identifier: Apache-2.0
"""PennyLane's `QuantumScript` and `QuantumTape`: operators, measurements in the middle, conditions, channels.

Tested with PennyLane 0.45. Wires are numbered in the order of their first use, as ``tape.wires`` has them. What is
measured at the end (`expval` and the like) is no part of the circuit: ``Result.to_same`` puts it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._native import Angle, Instruction
from ..circuit import Bit, Circuit, Condition
from ..errors import SemanticError, quote
from .pennylane_gates import Gates, refused

#: Classes of a measurement in the middle, now and in older versions.
MEASURED = ("MidMeasure", "MidMeasureMP")


def from_pennylane(tape: Any, symbolic: bool = False, bits: Sequence[int] | None = None) -> Circuit:
    """Return the circuit of a PennyLane tape.

    Parameters
    ----------
    tape : pennylane.tape.QuantumScript
        Left as it is.
    symbolic : bool, default False
        Make the i-th number of ``tape.get_parameters(trainable_only=False)``, where it is trainable, the parameter
        ``p[i]`` instead of reading its value.
    bits : sequence of int, optional
        The bit of each measurement in the middle, in order; by default each has a bit of its own. A measurement that
        resets and that nothing reads is a reset.

    Returns
    -------
    Circuit

    Raises
    ------
    SemanticError
        QC240 for what has no equivalent: batches of parameters, postselection, what is no operation on qubits.

    Examples
    --------
    >>> import pennylane as qml
    >>> tape = qml.tape.QuantumScript([qml.Hadamard("a"), qml.CNOT(["a", "b"])], [qml.expval(qml.Z("b"))])
    >>> [op.name for op in from_pennylane(tape)]
    ['h', 'cx']
    """
    return Reader(tape, symbolic, bits).circuit()


def kept(source: Any) -> tuple[list[Any], dict[str, Any]]:
    """Return the measurements in the middle by their bits, and operators nothing is known of, by name."""
    reader = Reader(source, False, None)
    reader.circuit()
    return reader.measured, reader.gates.opaque


class Reader:
    """Reads one tape."""

    def __init__(self, tape: Any, symbolic: bool, bits: Sequence[int] | None) -> None:
        import pennylane as qml

        self.qml = qml
        self.tape = tape
        self.gates = Gates(qml)
        self.wires = {wire: i for i, wire in enumerate(tape.wires)}
        self.symbolic = symbolic
        self._bits = bits
        #: Measurements in the middle that are recorded, in order.
        self.measured: list[Any] = []
        self._read = _read(tape)

    def circuit(self) -> Circuit:
        """Return the circuit."""
        tape = self.tape
        recorded = [op for op in tape.operations if self.is_recorded(op)]
        count = len(recorded) if self._bits is None else max((*self._bits, -1)) + 1
        out = Circuit(len(self.wires), {"m": count} if count else 0)
        trainable = set(tape.trainable_params) if self.symbolic else set()
        place = 0
        for index, op in enumerate(tape.operations):
            params = list(op.data)
            for k, value in enumerate(params):
                if place + k in trainable and getattr(value, "ndim", 0) == 0:
                    params[k] = Angle.symbol(f"p[{place + k}]", 0)
            place += len(params)
            self.located(out, op, params, index)
        return out

    def located(self, out: Circuit, op: Any, params: list[Any], index: int) -> None:
        """Append one operation; an error names it."""
        try:
            self.operation(out, op, params)
        except SemanticError as error:
            message = f"operation {index} (`{quote(op.name)}`): {error.message}"
            raise SemanticError(message, code=error.code, help=error.help) from None

    def operation(self, out: Circuit, op: Any, params: list[Any]) -> None:
        """Append one operation."""
        name = type(op).__name__
        on = [self.wires[wire] for wire in op.wires]
        if name in MEASURED:
            self.measurement(out, op, on)
        elif name == "Conditional":
            with out.if_(self.condition(op.meas_val)):
                self.operation(out, op.base, params)
        elif name == "Barrier":
            out.append(Instruction.bare("barrier"), on)
        elif hasattr(op, "kraus_matrices") and not op.has_matrix:
            kraus = [[complex(x) for row in k for x in row] for k in op.kraus_matrices()]
            out.append(Instruction.channel(kraus), on[::-1])
        elif (steps := self.gates.steps(op, params)) is not None:
            for instruction, wires in steps[0]:
                out.append(instruction, [self.wires[w] for w in wires])
            out.add_phase(steps[1])
        elif on and not any(isinstance(p, Angle) for p in params) and not op.has_matrix:
            out.append(self.gates.opaque_call(op), on)
        else:
            raise refused(op)

    def is_recorded(self, op: Any) -> bool:
        """Return whether a measurement in the middle has a bit."""
        return type(op).__name__ in MEASURED and (not op.reset or id(op) in self._read)

    def measurement(self, out: Circuit, op: Any, on: list[int]) -> None:
        """Append a measurement in the middle."""
        if op.postselect is not None:
            raise SemanticError("a measurement with postselection", code="QC240")
        if self.is_recorded(op):
            number = len(self.measured)
            self.measured.append(op)
            bit = number if self._bits is None else self._bits[number]
            out.append(Instruction.bare("measure"), on, [bit])
        if op.reset:
            out.append(Instruction.bare("reset"), on)

    def condition(self, value: Any) -> Condition:
        """Return the condition that a `MeasurementValue` is true."""
        numbers = {id(op): k for k, op in enumerate(self.measured)}
        if any(id(op) not in numbers for op in value.measurements):
            raise SemanticError(
                "a condition on a measurement that was not made before", code="QC240"
            )
        places = [numbers[id(op)] for op in value.measurements]
        bits = places if self._bits is None else [self._bits[p] for p in places]
        true = []
        for branch, result in value.items():
            if result:
                number = sum(int(digit) << k for k, digit in enumerate(branch))
                true.append((Bit(bits) == number).form)
        if not true:
            return Condition(False)
        return Condition(true[0] if len(true) == 1 else ("or", true))


def _read(tape: Any) -> set[int]:
    """Return the identities of the measurements in the middle that something reads."""
    values = [op.meas_val for op in tape.operations if type(op).__name__ == "Conditional"]
    for measurement in tape.measurements:
        value = getattr(measurement, "mv", None)
        if value is not None:
            values += value if isinstance(value, (list, tuple)) else [value]
    return {id(op) for value in values for op in getattr(value, "measurements", ())}
