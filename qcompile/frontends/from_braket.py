# SPDX-License-Identifier: Apache-2.0
"""Amazon Braket's `Circuit`: gates with modifiers, parameters, verbatim boxes, measurements and noise.

Braket's matrices are big-endian over qubits in the order of their numbers; angles are radians. Tested with
amazon-braket-sdk 1.127.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._native import Angle, Instruction
from ..circuit import Circuit
from ..errors import SemanticError, quote
from .braket_gates import instruction_of, powered, reordered
from .sympy_angles import angle_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def from_braket(circuit: Any) -> Circuit:
    """Return the circuit of a Braket `Circuit`.

    Parameters
    ----------
    circuit : braket.circuits.Circuit
        Left as it is. Free parameters keep their names; result types are no part of the circuit, and given back by
        `Result.to_same`.

    Returns
    -------
    Circuit
        Its qubits in the order of their numbers, which need not be consecutive there. Verbatim boxes are protected
        regions, noise is a channel, bit k is that of the k-th measurement.

    Raises
    ------
    SemanticError
        QC240 for what has no equivalent: pulses, noise with free parameters, fractional powers of gates with free
        parameters.

    Examples
    --------
    >>> from braket.circuits import Circuit as Braket
    >>> [(op.name, op.qubits) for op in from_braket(Braket().h(3).cnot(3, 5))]
    [('h', [0]), ('cx', [0, 1])]
    """
    numbers = {int(q): i for i, q in enumerate(sorted(int(q) for q in circuit.qubits))}
    measured = [i for i in circuit.instructions if type(i.operator).__name__ == "Measure"]
    out = Circuit(len(numbers), len(measured))
    steps = iter(enumerate(circuit.instructions))
    _read(out, steps, numbers, {id(item): bit for bit, item in enumerate(_in_order(measured))})
    return out


def _in_order(measured: list[Any]) -> list[Any]:
    """Return measurements in the order of the bits they write."""
    places: list[Any] = [getattr(item.operator, "_target_index", None) for item in measured]
    if None in places or len(set(places)) < len(places):
        return measured
    return [measured[i] for i in sorted(range(len(measured)), key=lambda i: places[i])]


def _read(
    out: Circuit,
    steps: Iterator[tuple[int, Any]],
    numbers: Mapping[int, int],
    bits: Mapping[int, int],
) -> None:
    """Append instructions up to the end of a verbatim box, or of the circuit."""
    for index, item in steps:
        kind = type(item.operator).__name__
        on = [numbers[int(q)] for q in item.target]
        if kind == "EndVerbatimBox":
            return
        if kind == "StartVerbatimBox":
            inner = Circuit.from_core(out.emptied())
            _read(inner, steps, numbers, bits)
            out.append_region(inner)
        elif kind == "Measure":
            out.measure(on, [bits[id(item)]])
        elif kind == "Barrier":
            out.barrier(on or None)
        else:
            try:
                _operation(out, item, on, [numbers[int(q)] for q in item.control])
            except SemanticError as error:
                message = f"operation {index} (`{quote(item.operator.name)}`): {error.message}"
                raise SemanticError(message, code=error.code, help=error.help) from None


def _operation(out: Circuit, item: Any, on: list[int], controls: list[int]) -> None:
    """Append a gate or noise."""
    operator = item.operator
    polarity = [bool(state) for state in item.control_state]
    if _is(operator, "Noise"):
        try:
            kraus = operator.to_matrix()
        except (TypeError, NotImplementedError):
            raise SemanticError(
                "noise whose strength is no number", code="QC240", help="bind its parameters first"
            ) from None
        out.append(Instruction.channel([reordered(k, len(on)) for k in kraus]), on)
    elif type(operator).__name__ == "GPhase":
        phase = angle(operator.angle) * item.power
        if controls:
            inner = Circuit(0)
            inner.add_phase(phase)
            out.controlled(inner, controls, [], polarity)
        else:
            out.add_phase(phase)
    elif _is(operator, "Gate"):
        made = powered(instruction_of(operator, angle, len(on)), operator, item.power, len(on))
        if controls:
            made = made.controlled(polarity)
        out.append(made, [*controls, *on])
    else:
        raise SemanticError(
            "an operation that is neither gate, noise, measurement, barrier nor verbatim box",
            code="QC240",
            help="remove it before",
        )


def _is(operator: Any, name: str) -> bool:
    return any(
        kind.__name__ == name and kind.__module__.startswith("braket.")
        for kind in type(operator).__mro__
    )


def angle(value: Any) -> float | Angle:
    """Return a number, or an expression over free parameters."""
    if not hasattr(value, "expression"):
        return float(value)
    return angle_of(value.expression, Angle.symbol)
