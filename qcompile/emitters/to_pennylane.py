# SPDX-License-Identifier: Apache-2.0
"""A PennyLane `QuantumScript`: operators, global phase, measurements in the middle and conditions on them.

Tested with PennyLane 0.45. It has no registers, no layouts and no symbols: parameters are given values, which may be
tensors of any of its interfaces. A protected region stands between barriers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._native import Angle
from ..circuit import FOLDED
from ..errors import PipelineError, quote
from .angles import translated
from .branches import holds
from .channels import named
from .conditions import bits_read, folded, leaves_early, renamed
from .pennylane_gates import Gates

if TYPE_CHECKING:
    from .._native import Operation
    from ..circuit import Circuit


def to_pennylane(
    circuit: Circuit,
    wires: Iterable[Any] | None = None,
    measurements: Sequence[Any] = (),
    values: Mapping[str, Any] | None = None,
    opaque: Mapping[str, Any] | None = None,
) -> Any:
    """Return a circuit as PennyLane's.

    Parameters
    ----------
    circuit : Circuit
    wires : iterable, optional
        PennyLane's wire for each qubit; its number by default.
    measurements : sequence of pennylane.measurements.MeasurementProcess
        What is measured at the end, on those wires.
    values : mapping of str to number or tensor, optional
        Values of the parameters.
    opaque : mapping of str to pennylane.operation.Operator, optional
        Operators for opaque definitions, by their names.

    Returns
    -------
    pennylane.tape.QuantumScript

    Raises
    ------
    PipelineError
        QC411 without PennyLane, QC409 for what it cannot hold: parameters without values, measurements under a
        condition, loops of unknown length, delays, pulse calls, opaque gates.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> to_pennylane(Circuit(2).h(0).cx(0, 1)).operations
    [H(0), CNOT(wires=[0, 1])]
    """
    writer = Writer(circuit, wires, values or {}, opaque or {})
    return writer.qml.tape.QuantumScript(writer.whole(circuit), list(measurements))


def like(circuit: Circuit, source: Any, kept: tuple[list[Any], dict[str, Any]]) -> Any:
    """Return a circuit with the measurements of the tape it was made from.

    Its wires are those of the tape; on a device with more qubits they are the device's numbers, and each measurement
    is on those where the wires end. Where numbers of the tape's operators are trained, all angles of the new ones are;
    numbers of observables are as they were.
    """
    measured, opaque = kept
    labels: list[Any] = list(source.wires)
    if circuit.num_qubits != len(labels):
        labels = list(range(circuit.num_qubits))
    final = circuit.layouts[1] if circuit.layouts else range(len(source.wires))
    places = {wire: labels[place] for wire, place in zip(source.wires, final, strict=True)}
    writer = Writer(circuit, labels, {}, opaque)
    ops = writer.whole(circuit)
    made = {id(op): writer.record.get(bit) for bit, op in enumerate(measured)}
    ends = [moved(writer.qml, mp, places, made) for mp in source.measurements]
    return type(source)(ops, ends, shots=source.shots, trainable_params=_trained(source, ops))


def _trained(source: Any, ops: list[Any]) -> list[int]:
    before = sum(op.num_params for op in source.operations)
    numbers = [x for op in ops for x in op.data]
    own = [k for k, x in enumerate(numbers) if not getattr(x, "ndim", 0)]
    trained = source.trainable_params
    observed = [k - before + len(numbers) for k in trained if k >= before]
    return [*(own if any(k < before for k in trained) else ()), *observed]


class Writer:
    """Writes one circuit and the circuits inside it."""

    def __init__(
        self,
        circuit: Circuit,
        wires: Iterable[Any] | None,
        values: Mapping[str, Any],
        opaque: Mapping[str, Any],
    ) -> None:
        try:
            import pennylane
        except ImportError:
            raise PipelineError(
                "PennyLane is not installed", code="QC411", help='pip install "qcompile[pennylane]"'
            ) from None
        self.qml = pennylane
        self.wires = list(range(circuit.num_qubits)) if wires is None else list(wires)
        self.values = values
        self.gates = Gates(pennylane, self.angle, dict(opaque))
        #: The last measurement into each bit, and the bits of all of them in order.
        self.record: dict[int, Any] = {}
        self.bits: list[int] = []
        self._at: tuple[int, str] = (0, "")

    def whole(self, circuit: Circuit) -> list[Any]:
        """Return the operations of a circuit, its phase the last of them."""
        with self.qml.queuing.QueuingManager.stop_recording():
            wires, bits = range(circuit.num_qubits), range(circuit.num_bits)
            ops, phase = self.body(circuit, list(wires), list(bits), True)
            if not isinstance(phase, float) or phase != 0.0:
                ops.append(self.qml.GlobalPhase(-phase))
        return ops

    def body(self, circuit: Any, on: list[int], to: list[int], under: Any) -> tuple[list[Any], Any]:
        """Return what a circuit does on these wires and bits under a condition, and its phase."""
        out: list[Any] = []
        phase = self.angle(circuit.phase)
        for index, op in enumerate(circuit):
            wires = [on[q] for q in op.qubits]
            bits = [to[b] for b in op.bits]
            self._at = (index, op.name)
            made, more = _MAKERS.get(op.name, _gate)(self, op, wires, bits, under)
            out += made
            phase = phase + more
        return out, phase

    def angle(self, value: float | Angle) -> Any:
        """Return an angle as a number, or what PennyLane computes of the values given."""
        return translated(value, self.value, _functions(self.qml))

    def value(self, name: str) -> Any:
        """Return the value of a parameter."""
        if name not in self.values:
            raise self.refused(f"the parameter `{quote(name)}` without a value", "bind it first")
        return self.values[name]

    def controlled(self, ops: list[Any], under: Any) -> list[Any]:
        """Return operations under a classical condition."""
        if under is True:
            return ops
        read = sorted(bits_read(under))
        value = self.qml.measurements.MeasurementValue(
            [self.record[b] for b in read],
            lambda *digits: holds(under, {b: bool(d) for b, d in zip(read, digits, strict=True)}),
        )
        return [self.qml.ops.Conditional(value, op) for op in ops]

    def refused(self, what: str, help: str | None = None) -> PipelineError:
        """Return the error for what PennyLane cannot hold."""
        index, name = self._at
        return PipelineError(
            f"operation {index} (`{quote(name)}`): PennyLane has no equivalent of {what}",
            code="QC409",
            help=help or "write OpenQASM 3 instead",
        )


def _functions(qml: Any) -> dict[str, Callable[[Any], Any]]:
    names = {"ln": "log"} | {name: name for name in ("sin", "cos", "tan", "exp", "sqrt")}
    return {ours: getattr(qml.math, theirs) for ours, theirs in names.items()}


def moved(qml: Any, measurement: Any, wires: dict[Any, Any], made: dict[int, Any]) -> Any:
    """Return a measurement of the source on the wires and of the results of the new circuit."""
    kind = type(measurement)
    more = {"all_outcomes": True} if getattr(measurement, "all_outcomes", False) else {}
    value = getattr(measurement, "mv", None)
    if isinstance(value, (list, tuple)):
        return kind(obs=[_renewed(qml, v, made) for v in value], **more)
    if value is not None:
        return kind(obs=_renewed(qml, value, made), **more)
    if measurement.obs is None and not measurement.wires:
        # All wires, in an order that may be another one now.
        if kind.__name__ in ("ProbabilityMP", "SampleMP", "CountsMP"):
            return kind(wires=qml.wires.Wires(list(wires.values())), **more)
        return measurement
    return qml.map_wires(measurement, wires)


def _renewed(qml: Any, value: Any, made: dict[int, Any]) -> Any:
    own = [made[id(op)] for op in value.measurements]
    return qml.measurements.MeasurementValue(own, value.processing_fn)


def _gate(w: Writer, op: Operation, on: list[int], to: list[int], under: Any) -> Any:
    try:
        made, phase = w.gates.made(op, [w.wires[q] for q in on])
    except KeyError as error:
        raise w.refused(f"the opaque gate `{quote(error.args[0])}`") from None
    return w.controlled(made, under), phase


def _measure(w: Writer, op: Operation, on: list[int], to: list[int], under: Any) -> Any:
    if under is not True:
        raise w.refused("a measurement under a condition", "measure in any case")
    made = _mid(w, on[0], reset=False)
    w.record[to[0]] = made
    w.bits.append(to[0])
    return [made], 0.0


def _reset(w: Writer, op: Operation, on: list[int], to: list[int], under: Any) -> Any:
    if under is not True:
        raise w.refused("a reset under a condition", "reset in any case")
    return [_mid(w, on[0], reset=True)], 0.0


def _mid(w: Writer, qubit: int, *, reset: bool) -> Any:
    with w.qml.queuing.AnnotatedQueue():
        (made,) = w.qml.measure(w.wires[qubit], reset=reset).measurements
    return made


def _barrier(w: Writer, op: Operation, on: list[int], to: list[int], under: Any) -> Any:
    # Without a condition: nothing moves across it whichever way it goes.
    return [w.qml.Barrier(wires=[w.wires[q] for q in on])] if on else [], 0.0


#: Channels on one qubit that PennyLane has a class for.
_CHANNELS = {
    "bit_flip": "BitFlip",
    "phase_flip": "PhaseFlip",
    "depolarizing": "DepolarizingChannel",
    "amplitude_damping": "AmplitudeDamping",
    "phase_damping": "PhaseDamping",
}


def _channel(w: Writer, op: Operation, on: list[int], to: list[int], under: Any) -> Any:
    import numpy as np

    if under is not True:
        raise w.refused("a channel under a condition")
    known = named(op.contents["kraus"]) if len(on) == 1 else None
    if known is not None and known[0] in _CHANNELS:
        (number,) = known[1]
        return [getattr(w.qml, _CHANNELS[known[0]])(number, wires=w.wires[on[0]])], 0.0
    side = 1 << len(on)
    kraus = [np.array(k).reshape(side, side) for k in op.contents["kraus"]]
    return [w.qml.QubitChannel(kraus, wires=[w.wires[q] for q in on[::-1]])], 0.0


def _cases(w: Writer, op: Operation, to: list[int]) -> list[tuple[Any, Any]]:
    """Return the blocks of an ``if`` or ``switch`` with the conditions they run under."""
    contents = op.contents
    outer = dict(zip(op.bits, to, strict=True))
    if op.name == "if":
        form = renamed(contents["condition"], outer)
        forms = [form, ("not", form)]
    else:
        selector = [outer[b] for b in contents["selector"]]
        forms = [("or", [("equals", selector, v) for v in vs]) for vs in contents["cases"]]
        if contents["default"]:
            forms.append(("not", ("or", list(forms))))
    return list(zip(forms, op.blocks, strict=False))


def _branch(w: Writer, op: Operation, on: list[int], to: list[int], under: Any) -> Any:
    out: list[Any] = []
    phase: Any = 0.0
    for form, block in _cases(w, op, to):
        truth = folded(("and", [under, form]), set(w.record))
        if truth is not False:
            ops, own = w.body(block, on, to, truth)
            out += ops
            # The phase of a block that depends on the record cannot be observed.
            phase = phase + own if truth is True else phase
    return out, phase


def _for(w: Writer, op: Operation, on: list[int], to: list[int], under: Any) -> Any:
    contents = op.contents
    block = op.blocks[0]
    if leaves_early(block):
        raise w.refused("a loop that is left early")
    out: list[Any] = []
    phase: Any = 0.0
    for value in contents["values"]:
        name = contents["variable"]
        ops, own = w.body(
            block if name is None else block.bind({name: float(value)}), on, to, under
        )
        out += ops
        phase = phase + own
    return out, phase


def _while(w: Writer, op: Operation, on: list[int], to: list[int], under: Any) -> Any:
    outer = dict(zip(op.bits, to, strict=True))
    form = renamed(op.contents["condition"], outer)
    if folded(("and", [under, form]), set(w.record)) is False:
        return [], 0.0
    raise w.refused("a loop of unknown length")


def _region(w: Writer, op: Operation, on: list[int], to: list[int], under: Any) -> Any:
    ops, phase = w.body(op.blocks[0], on, to, under)
    if op.contents["label"] == FOLDED:
        return ops, phase
    fence = _barrier(w, op, on, to, True)[0]
    return [*fence, *ops, *fence], phase


def _refused(w: Writer, op: Operation, on: list[int], to: list[int], under: Any) -> Any:
    raise w.refused(f"`{op.name}`")


_MAKERS: dict[str, Any] = {
    "measure": _measure,
    "reset": _reset,
    "barrier": _barrier,
    "channel": _channel,
    "if": _branch,
    "switch": _branch,
    "while": _while,
    "for": _for,
    "region": _region,
    **dict.fromkeys(("delay", "break", "continue", "pulse", "allocate", "release"), _refused),
}
