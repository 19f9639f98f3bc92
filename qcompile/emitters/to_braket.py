# SPDX-License-Identifier: Apache-2.0
"""An Amazon Braket `Circuit`: gates with control modifiers, parameters, verbatim boxes, measurements and noise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._native import Angle
from ..errors import PipelineError, quote
from .angles import translated
from .braket_gates import Gates
from .symbols import Symbols, functions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .._native import Operation
    from ..circuit import Circuit

#: Names that Braket's OpenQASM gives to something else, beside the words of the language.
_TAKEN = frozenset({"b", "q", "pi", "tau", "euler", "E", "I"})


def to_braket(circuit: Circuit, qubits: Sequence[int] | None = None, spelled: bool = False) -> Any:
    """Return a circuit as Amazon Braket's.

    Parameters
    ----------
    circuit : Circuit
    qubits : sequence of int, optional
        The number each qubit has there; by default its own.
    spelled : bool, default False
        Write a global phase with parameters as two gates: Braket's reader takes only numbers in `gphase`.

    Returns
    -------
    braket.circuits.Circuit
        A qubit that nothing acts on gets the identity, since Braket knows only qubits that are used. Protected regions
        are verbatim boxes, without their labels. Bits are numbered anew: those that are measured into, in order.

    Raises
    ------
    PipelineError
        QC411 without the SDK, QC409 for what it cannot hold: conditions and loops that end at run time, resets,
        operations after a measurement of their qubit, delays, opaque gates.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> [str(i.operator.name) for i in to_braket(Circuit(2).h(0).cx(0, 1)).instructions]
    ['H', 'CNot']
    """
    try:
        from braket import circuits
    except ImportError:
        raise PipelineError(
            "amazon-braket-sdk is not installed",
            code="QC411",
            help='pip install "qcompile[braket]"',
        ) from None
    wires = list(range(circuit.num_qubits)) if qubits is None else list(qubits)
    writer = _Writer(circuits, circuit)
    out = circuits.Circuit()
    writer.body(out, circuit, wires, list(range(circuit.num_bits)))
    return writer.finished(out, wires, spelled)


def like(circuit: Circuit, source: Any) -> Any:
    """Return a circuit with the result types, and where it was not mapped the qubits, of the one it was made from."""
    numbers = sorted(int(q) for q in source.qubits)
    same = len(numbers) == circuit.num_qubits and circuit.layouts is None
    out = to_braket(circuit, numbers if same else None)
    ends = circuit.layouts[1] if circuit.layouts is not None else range(len(numbers))
    places = {q: numbers[i] if same else ends[i] for i, q in enumerate(numbers)}
    for wanted in source.result_types:
        if getattr(wanted, "target", None) or hasattr(wanted, "observable"):
            targets = list(wanted.target or ())
            out.add_result_type(wanted, target_mapping={q: places[int(q)] for q in targets})
        else:
            out.add_result_type(wanted)
    return out


class _Writer:
    """Writes one circuit and the circuits inside it."""

    def __init__(self, package: Any, circuit: Circuit) -> None:
        from braket.parametric.free_parameter import QASM_RESERVED_WORDS

        self.package = package
        self.symbols = Symbols({}, _TAKEN | set(QASM_RESERVED_WORDS))
        self.gates = Gates(package, self)
        self.places = _places(circuit)
        # Braket keeps one global phase of those at one moment: there is one in all, at the end.
        self.phase = Angle.pi(0, 1)

    def body(self, out: Any, circuit: Any, wires: list[int], bits: list[int]) -> None:
        """Append what a circuit does."""
        self.phase = self.phase + circuit.exact_phase
        for op in circuit:
            on = [wires[q] for q in op.qubits]
            maker = _MAKERS.get(op.name)
            try:
                if maker is not None:
                    maker(self, out, op, on, [bits[b] for b in op.bits])
                else:
                    self.gates.write(out, op, on)
            except ValueError as error:
                raise PipelineError(
                    f"Braket refuses `{op.name}` (operation {op.index}): {quote(error)}",
                    code="QC409",
                    help="write OpenQASM 3 instead",
                ) from None

    def add(
        self,
        out: Any,
        operator: Any,
        on: Sequence[int],
        controls: Sequence[int] = (),
        polarity: Sequence[bool] = (),
    ) -> None:
        """Append one operator, under controls if there are any."""
        control = {"control": list(controls), "control_state": [int(p) for p in polarity]}
        out.add_instruction(
            self.package.Instruction(operator, list(on), **(control if controls else {}))
        )

    def finished(self, out: Any, wires: Sequence[int], spelled: bool) -> Any:
        """Return the circuit with its global phase, and the identity on wires that have nothing."""
        used = {int(q) for q in out.qubits}
        for wire in wires:
            if wire not in used:
                self.add(out, self.package.Gate.I(), [wire])
        if self.phase.value != 0.0:
            self._phased(out, wires, spelled)
        return out

    def _phased(self, out: Any, wires: Sequence[int], spelled: bool) -> None:
        gate = self.package.Gate
        if not (spelled and wires and self.phase.parameters):
            self.add(out, gate.GPhase(self.angle(self.phase)), [])
            return
        # p(t) is exp(i t / 2) rz(t).
        self.add(out, gate.PhaseShift(self.angle(self.phase * 2)), [wires[0]])
        self.add(out, gate.Rz(self.angle(self.phase * -2)), [wires[0]])

    def angle(self, value: float | Angle) -> Any:
        """Return an angle in Braket's terms."""
        said = translated(value, self.symbols, functions())
        if isinstance(said, float):
            return said
        if said.is_Symbol:
            return self.package.FreeParameter(said.name)
        return self.package.FreeParameterExpression(said)


def _places(circuit: Circuit) -> dict[int, int]:
    """Return the numbers that bits get: those measured into, in order."""
    written = sorted({op.bits[0] for op in circuit if op.name == "measure"})
    return {bit: place for place, bit in enumerate(written)}


def _measure(w: _Writer, out: Any, op: Operation, on: list[int], to: list[int]) -> None:
    if to[0] not in w.places:
        _refused(w, out, op, on, to)
    from braket.circuits.measure import Measure

    if any(
        getattr(item.operator, "_target_index", None) == w.places[to[0]]
        for item in out.instructions
    ):
        raise ValueError("a bit is measured into twice")
    w.add(out, Measure(index=w.places[to[0]]), on)


def _barrier(w: _Writer, out: Any, op: Operation, on: list[int], to: list[int]) -> None:
    if not hasattr(out, "barrier"):
        raise ValueError("this version has no barriers")
    out.barrier(on)


def _channel(w: _Writer, out: Any, op: Operation, on: list[int], to: list[int]) -> None:
    import numpy as np

    side = 1 << len(on)
    kraus = [np.array(k).reshape(side, side) for k in op.contents["kraus"]]
    # Big-endian over the qubits in the other order.
    w.add(out, w.package.Noise.Kraus(kraus), on[::-1])


def _for(w: _Writer, out: Any, op: Operation, on: list[int], to: list[int]) -> None:
    contents = op.contents
    if any(inner.name in ("break", "continue") for inner in op.blocks[0]):
        _refused(w, out, op, on, to)
    for value in contents["values"]:
        bound = op.blocks[0]
        if contents["variable"] is not None:
            bound = bound.bind({contents["variable"]: value})
        w.body(out, bound, on, to)


def _region(w: _Writer, out: Any, op: Operation, on: list[int], to: list[int]) -> None:
    inner = w.package.Circuit()
    w.body(inner, op.blocks[0], on, to)
    if inner.instructions:
        out.add_verbatim_box(inner)


def _refused(w: _Writer, out: Any, op: Operation, on: list[int], to: list[int]) -> None:
    raise PipelineError(
        f"Braket has no operation for `{op.name}` (operation {op.index})",
        code="QC409",
        help="write OpenQASM 3 instead",
    )


_MAKERS: dict[str, Any] = {
    "measure": _measure,
    "barrier": _barrier,
    "channel": _channel,
    "for": _for,
    "region": _region,
    **dict.fromkeys(
        (
            "reset",
            "if",
            "switch",
            "while",
            "break",
            "continue",
            "delay",
            "pulse",
            "allocate",
            "release",
        ),
        _refused,
    ),
}
