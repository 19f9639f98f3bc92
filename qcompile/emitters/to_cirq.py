# SPDX-License-Identifier: Apache-2.0
"""A Cirq `Circuit`: gates, symbols, global phase, measurement keys, classical control and subcircuits.

Tested with cirq-core 1.5 and 1.7. A key of Cirq's is a register of bits; what Cirq has no place for (the names of
registers of qubits, the layouts) is listed in `losses`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import pi, remainder
from typing import TYPE_CHECKING, Any

from .._native import Angle
from ..circuit import FOLDED
from ..errors import PipelineError, quote
from .channels import named
from .cirq_conditions import conditions_of
from .cirq_gates import Gates
from .cirq_keys import keys_of
from .conditions import folded, leaves_early, negated, renamed

if TYPE_CHECKING:
    from .._native import Operation
    from ..circuit import Circuit

#: What Cirq's own passes are told to leave alone by.
PROTECTED = "no_compile"
LABEL = "qcompile.region"
#: The tag of an identity that stands for a barrier.
BARRIER = "qcompile.barrier"


def to_cirq(
    circuit: Circuit,
    qubits: Iterable[Any] | None = None,
    symbols: Mapping[str, Any] | None = None,
    opaque: Mapping[str, Any] | None = None,
) -> Any:
    """Return a circuit as Cirq's.

    Parameters
    ----------
    circuit : Circuit
    qubits : iterable of cirq.Qid, optional
        Cirq's qubit for each of ours; ``LineQubit`` of its number by default.
    symbols : mapping of str to sympy.Symbol, optional
        The symbol of each parameter; those not given are made.
    opaque : mapping of str to cirq.Gate, optional
        Gates for opaque definitions, by their names.

    Returns
    -------
    cirq.Circuit
        The global phase is a `GlobalPhaseGate`, and two turns about Z on the first qubit where it has symbols. A
        protected region is a subcircuit tagged ``"no_compile"``, and a barrier an identity tagged
        ``"qcompile.barrier"``. A register that is measured at once is one key.

    Raises
    ------
    PipelineError
        QC411 without Cirq, QC409 for what it cannot hold: conditional measurement, loops that are left early or may
        not run at all, steps of a device's clock, pulse calls, opaque gates.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> print(to_cirq(Circuit(2).h(0).cx(0, 1)))
    0: ───H───@───
              │
    1: ───────X───
    """
    cirq = module()
    writer = Writer(cirq, circuit, qubits, dict(symbols or {}), dict(opaque or {}))
    return cirq.Circuit(writer.whole(circuit))


def module() -> Any:
    """Return Cirq.

    Raises
    ------
    PipelineError
        QC411 if it is not installed.
    """
    try:
        import cirq
    except ImportError:
        raise PipelineError(
            "Cirq is not installed", code="QC411", help='pip install "qcompile[cirq]"'
        ) from None
    return cirq


def like(circuit: Circuit, source: Any, kept: tuple[list[Any], Any, Any]) -> Any:
    """Return a circuit on the qubits and over the symbols and gates of Cirq's own circuit that it was made from.

    A circuit that was placed on a device with more qubits is on line qubits numbered as the device's.
    """
    qubits, symbols, opaque = kept
    out = to_cirq(circuit, qubits if circuit.num_qubits == len(qubits) else None, symbols, opaque)
    return out.freeze() if isinstance(source, module().FrozenCircuit) else out


class Writer:
    """Writes one circuit and the circuits inside it."""

    def __init__(
        self,
        cirq: Any,
        circuit: Circuit,
        qubits: Iterable[Any] | None,
        symbols: dict[str, Any],
        opaque: dict[str, Any],
    ) -> None:
        self.cirq = cirq
        count = circuit.num_qubits
        self.qubits = cirq.LineQubit.range(count) if qubits is None else list(qubits)
        self.keys = keys_of(circuit)
        self.gates = Gates(cirq, symbols, opaque)
        #: Bits that something was measured into by now.
        self.known: set[int] = set()
        self._parts: dict[int, Any] = {}
        self._at: tuple[int, str] = (0, "")

    def whole(self, circuit: Circuit) -> list[Any]:
        """Return the operations of a circuit, its phase the last of them."""
        out, phase = self.body(circuit, list(range(circuit.num_qubits)), list(self.keys), [])
        return [*out, *self.global_phase(phase)]

    def body(
        self, circuit: Any, on: list[int], to: list[int], under: list[Any]
    ) -> tuple[list[Any], float | Angle]:
        """Return what a circuit does on these wires and bits under these conditions, and its phase."""
        out: list[Any] = []
        phase = circuit.phase
        for index, op in enumerate(circuit):
            wires = [on[q] for q in op.qubits]
            bits = [to[b] for b in op.bits]
            maker = _MAKERS.get(op.name)
            self._at = (index, op.name)
            if maker is not None:
                made, more = maker(self, op, wires, bits, under)
            else:
                made, more = self.gate(op, wires, under)
            out += made
            phase = phase + more
        return out, phase

    def gate(self, op: Operation, wires: list[int], under: list[Any]) -> Any:
        """Return a unitary operation."""
        try:
            made, phase = self.gates.made(op, [self.qubits[w] for w in wires])
        except KeyError as error:
            raise self.refused(f"the opaque gate `{quote(error.args[0])}`") from None
        return self.controlled(made, under), phase

    def controlled(self, ops: list[Any], under: list[Any]) -> list[Any]:
        """Return operations under classical conditions."""
        return [op.with_classical_controls(*under) for op in ops] if under else ops

    def global_phase(self, phase: float | Angle) -> list[Any]:
        """Return a phase as operations, nothing where there is none.

        Over symbols it is two turns whose difference it is: Cirq neither draws nor saves a `GlobalPhaseGate` of those.
        """
        if isinstance(phase, Angle):
            turn = self.gates.turns(phase)
            # Symbols may have cancelled on the way.
            if getattr(turn, "free_symbols", ()):
                if not self.qubits:
                    raise self.refused("a phase of symbols without a qubit", "bind its parameters")
                powers = self.cirq.ZPowGate
                pair = powers(exponent=-2 * turn, global_shift=-0.5), powers(exponent=2 * turn)
                return [gate.on(self.qubits[0]) for gate in pair]
            phase = float(turn) * pi
        from cmath import exp

        rest = remainder(phase, 2 * pi)
        return [self.cirq.global_phase_operation(exp(1j * rest))] if rest else []

    def refused(self, what: str, help: str | None = None) -> PipelineError:
        """Return the error for what Cirq cannot hold."""
        index, name = self._at
        return PipelineError(
            f"operation {index} (`{quote(name)}`): Cirq has no equivalent of {what}",
            code="QC409",
            help=help or "write OpenQASM 3 instead",
        )

    def subcircuit(self, ops: list[Any], **more: Any) -> Any:
        """Return operations as one."""
        frozen = self.cirq.FrozenCircuit(ops)
        return self.cirq.CircuitOperation(frozen, use_repetition_ids=False, **more)


def _measure(w: Writer, op: Operation, on: list[int], to: list[int], under: list[Any]) -> Any:
    if under:
        raise w.refused("a measurement under a condition", "measure in any case")
    (bit,) = to
    key = w.keys[bit]
    w.known.add(bit)
    w._parts[bit] = w.qubits[on[0]]
    if any(b not in w._parts for b in key.bits):
        return [], 0.0
    qubits = [w._parts.pop(b) for b in key.bits]
    return [w.cirq.measure(*qubits, key=w.cirq.MeasurementKey.parse_serialized(key.name))], 0.0


def _reset(w: Writer, op: Operation, on: list[int], to: list[int], under: list[Any]) -> Any:
    return w.controlled([w.cirq.reset(w.qubits[on[0]])], under), 0.0


def _barrier(w: Writer, op: Operation, on: list[int], to: list[int], under: list[Any]) -> Any:
    # Without a condition: nothing moves across it whichever way it goes.
    gate = w.cirq.IdentityGate(len(on))
    return [gate.on(*(w.qubits[q] for q in on)).with_tags(BARRIER)] if on else [], 0.0


def _delay(w: Writer, op: Operation, on: list[int], to: list[int], under: list[Any]) -> Any:
    contents = op.contents
    if contents["unit"] != "ns":
        raise w.refused("a delay in steps of a device's clock", "give it in nanoseconds")
    nanos = w.gates.radians(contents["duration"])
    return w.controlled([w.cirq.wait(w.qubits[q], nanos=nanos) for q in on], under), 0.0


#: Channels that Cirq has a function for.
_CHANNELS = {
    "bit_flip": "bit_flip",
    "phase_flip": "phase_flip",
    "depolarizing": "depolarize",
    "pauli": "asymmetric_depolarize",
    "amplitude_damping": "amplitude_damp",
    "phase_damping": "phase_damp",
}


def _channel(w: Writer, op: Operation, on: list[int], to: list[int], under: list[Any]) -> Any:
    import numpy as np

    known = named(op.contents["kraus"])
    if known is not None:
        name, numbers = known
        maker = getattr(w.cirq, _CHANNELS[name])
        gate = maker(*numbers, n_qubits=2) if len(on) == 2 else maker(*numbers)
        return w.controlled([gate.on(*(w.qubits[q] for q in on))], under), 0.0
    side = 1 << len(on)
    kraus = [np.array(k).reshape(side, side) for k in op.contents["kraus"]]
    made = w.cirq.KrausChannel(kraus).on(*(w.qubits[q] for q in on[::-1]))
    return w.controlled([made], under), 0.0


def _if(w: Writer, op: Operation, on: list[int], to: list[int], under: list[Any]) -> Any:
    # Contents are over the bits of the circuit the operation is in: translated to those of the whole.
    form = folded(renamed(op.contents["condition"], _outer(op, to)), w.known)
    out: list[Any] = []
    phase: float | Angle = 0.0
    for truth, block in zip((form, negated(form)), op.blocks, strict=False):
        if truth is False:
            continue
        more = [] if truth is True else conditions_of(w.cirq, truth, w.keys)
        ops, own = w.body(block, on, to, [*under, *more])
        out += ops
        if truth is True and not under:
            phase = own
    # The phase of a block that depends on the record cannot be observed.
    return out, phase


def _switch(w: Writer, op: Operation, on: list[int], to: list[int], under: list[Any]) -> Any:
    contents = op.contents
    outer = _outer(op, to)
    selector = [outer[b] for b in contents["selector"]]
    forms: list[Any] = [
        ("or", [("equals", selector, v) for v in values]) for values in contents["cases"]
    ]
    if contents["default"]:
        forms.append(("not", ("or", list(forms))) if forms else True)
    out: list[Any] = []
    for form, block in zip(forms, op.blocks, strict=True):
        truth = folded(form, w.known)
        if truth is False:
            continue
        more = [] if truth is True else conditions_of(w.cirq, truth, w.keys)
        out += w.body(block, on, to, [*under, *more])[0]
    return out, 0.0


def _for(w: Writer, op: Operation, on: list[int], to: list[int], under: list[Any]) -> Any:
    contents = op.contents
    block = op.blocks[0]
    if leaves_early(block):
        raise w.refused("a loop that is left early")
    out: list[Any] = []
    phase: float | Angle = 0.0
    variable, values = contents["variable"], contents["values"]
    if variable is None and len(values) > 1 and not _measures(block):
        ops, own = w.body(block, on, to, [])
        ops += w.global_phase(own)
        if ops:
            out = [w.subcircuit(ops, repetitions=len(values))]
        return w.controlled(out, under), 0.0
    for value in values:
        body = block if variable is None else block.bind({variable: float(value)})
        ops, own = w.body(body, on, to, under)
        out += ops
        phase = phase + own
    return out, phase


def _while(w: Writer, op: Operation, on: list[int], to: list[int], under: list[Any]) -> Any:
    form = renamed(op.contents["condition"], _outer(op, to))
    first = folded(form, w.known)
    if first is False:
        return [], 0.0
    block = op.blocks[0]
    if first is not True or under or leaves_early(block):
        raise w.refused("a loop that may not run at all", "make the first pass before the loop")
    if _reads(block):
        raise w.refused("a condition inside a loop on what is measured in it")
    ops, _ = w.body(block, on, to, [])
    done = conditions_of(w.cirq, folded(negated(form), w.known), w.keys)
    if len(done) > 1:
        raise w.refused("a loop until several keys have their values")
    return [w.subcircuit(ops, repeat_until=done[0])], 0.0


def _region(w: Writer, op: Operation, on: list[int], to: list[int], under: list[Any]) -> Any:
    if op.contents["label"] == FOLDED:
        return w.body(op.blocks[0], on, to, under)
    ops, phase = w.body(op.blocks[0], on, to, [])
    label = op.contents["label"]
    tags = [PROTECTED, *([f"{LABEL}:{label}"] if label else [])]
    if not ops:
        return [], phase
    return w.controlled([w.subcircuit(ops).with_tags(*tags)], under), phase


def _refused(w: Writer, op: Operation, on: list[int], to: list[int], under: list[Any]) -> Any:
    raise w.refused(f"`{op.name}`")


def _outer(op: Operation, to: list[int]) -> dict[int, int]:
    """Return the whole circuit's bits by the numbers that an operation's contents have for them."""
    return dict(zip(op.bits, to, strict=True))


def _measures(circuit: Any) -> bool:
    return any(
        op.name == "measure" or any(_measures(block) for block in op.blocks) for op in circuit
    )


def _reads(circuit: Any) -> bool:
    """Return whether anything is decided in a circuit by what is measured."""
    return any(
        op.name in ("if", "while", "switch") or any(_reads(block) for block in op.blocks)
        for op in circuit
    )


_MAKERS: dict[str, Any] = {
    "measure": _measure,
    "reset": _reset,
    "barrier": _barrier,
    "delay": _delay,
    "channel": _channel,
    "if": _if,
    "while": _while,
    "for": _for,
    "switch": _switch,
    "region": _region,
    "break": _refused,
    "continue": _refused,
    "pulse": _refused,
    "allocate": _refused,
    "release": _refused,
}
