# SPDX-License-Identifier: Apache-2.0
"""Stim's circuit language, for Clifford circuits (tested with Stim 1.16).

What the language has no words for stands in comments ``# qcompile:`` that the reader understands: the global phase,
layouts, and which bit each measurement goes to.
"""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING, Any, NamedTuple

from .._native import Angle
from ..errors import PipelineError, Span, quote
from .clifford import MOST_QUBITS, clifford_steps
from .marks import marks
from .matrices import matrix_of
from .stim_gates import ONE, TWO
from .stim_noise import noise

if TYPE_CHECKING:
    from .._native import CoreCircuit, Operation
    from ..circuit import Circuit
    from .matrices import Matrix

#: Library gates that are Stim's as they stand.
_SAME = {
    steps.steps[0][0]: name
    for name, steps in {**ONE, **TWO}.items()
    if len(steps.steps) == 1 and steps.steps[0][1] in ((0,), (0, 1)) and not steps.eighths
}
_STEP = {"h": "H", "s": "S", "sdg": "S_DAG", "cx": "CX", "x": "X", "y": "Y", "z": "Z"}
_PAULIS = ("I", "X", "Y", "Z")
#: A loop that measures is written out, up to this many rounds.
_MOST_ROUNDS = 1 << 16

#: Stim's gates for an operation, and the phase beside them.
Found = tuple[list[tuple[str, list[int]]], "float | Angle"]
#: Bits of which an odd number must be set, and whether the condition is the opposite.
Parity = tuple[frozenset[int], bool]


def write(circuit: Circuit) -> str:
    """Return a Clifford circuit as Stim's text.

    Parameters
    ----------
    circuit : Circuit
        Clifford gates, measurements, resets, Pauli channels, loops, and Paulis under conditions on parities of bits.

    Raises
    ------
    PipelineError
        QC409 naming the first operation that Stim has not.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> print(write(Circuit(2, 1).h(0).cx(0, 1).measure(1, 0)), end="")
    H 0
    CX 0 1
    M 1
    """
    writer = _Writer(circuit.num_bits)
    wires, bits = list(range(circuit.num_qubits)), list(range(circuit.num_bits))
    writer.body(circuit, wires, bits, "")
    head = marks(circuit, writer.phase)
    if writer.records != bits:
        named = " ".join(map(str, writer.records))
        head.append(f"# qcompile: bits {circuit.num_bits}: {named}".rstrip())
    idle = circuit.num_qubits and circuit.num_qubits - 1 > writer.highest
    if idle:
        # A circuit's width is its highest qubit; an idle one is named without doing anything.
        writer.lines.append(f"I {circuit.num_qubits - 1}")
    return "".join(f"{line}\n" for line in head + writer.lines)


def losses(circuit: Circuit) -> list[str]:
    """Return what the text does not keep, in words."""
    lost = []
    if len(circuit.qubit_registers) > 1 or len(circuit.bit_registers) > 1:
        lost.append("Stim does not keep the names and bounds of the registers")
    kinds = _kinds(circuit)
    if "region" in kinds:
        lost.append("Stim has no protected regions; what is in them stands as it is")
    if "delay" in kinds:
        lost.append("Stim has no delays")
    if "barrier" in kinds:
        lost.append("a barrier becomes a TICK, which is over all qubits")
    return lost


def _kinds(circuit: CoreCircuit) -> set[str]:
    kinds = set()
    for op in circuit:
        kinds.add(op.name)
        for block in op.blocks:
            kinds |= _kinds(block)
    return kinds


class Place(NamedTuple):
    """Where an operation stands: its wires, the bits of the body it is in, indent, how often it runs."""

    on: list[int]
    to: list[int]
    bits: list[int]
    indent: str
    times: int

    def inner(self) -> tuple[list[int], list[int], str, int]:
        """Return what `_Writer.body` needs for a block that stands where its owner does."""
        return self.on, self.to, self.indent, self.times


class _Writer:
    """Writes one circuit."""

    def __init__(self, bits: int) -> None:
        self.lines: list[str] = []
        self.phase: Angle = Angle(0.0)
        #: The bit each measurement so far went to.
        self.records: list[int] = []
        self.latest: dict[int, int] = {}
        self.highest = -1
        self._known: dict[Any, Found] = {}

    def say(self, indent: str, name: str, on: list[int]) -> None:
        """Write one gate."""
        self.highest = max(self.highest, *on)
        self.lines.append(f"{indent}{name} {' '.join(map(str, on))}")

    def body(
        self, circuit: CoreCircuit, wires: list[int], bits: list[int], indent: str, times: int = 1
    ) -> None:
        """Write what a circuit does on these wires; its phase counts as often as it runs."""
        self.phase = self.phase + circuit.exact_phase * times
        for op in circuit:
            on = [wires[q] for q in op.qubits]
            to = [bits[b] for b in op.bits]
            maker = _MAKERS.get(op.name)
            if maker is not None:
                maker(self, op, Place(on, to, bits, indent, times))
            else:
                self.gate(op, on, indent, times)

    def gate(self, op: Operation, on: list[int], indent: str, times: int) -> None:
        """Write a unitary operation."""
        steps, phase = self.steps(op)
        for name, which in steps:
            if "{" in name:
                self.highest = max(self.highest, *(on[q] for q in which))
                self.lines.append(indent + name.format(*on))
            else:
                self.say(indent, name, [on[q] for q in which])
        self.phase = self.phase + phase * times

    def steps(self, op: Operation) -> Found:
        """Return Stim's gates for a unitary operation, and the phase beside them."""
        name = op.name
        if name in _SAME:
            return [(_SAME[name], list(range(len(op.qubits))))], 0.0
        key = None if op.contents else (name, *op.parameters)
        found = self._known.get(key)
        if found is None:
            found = _found(op)
            if found is None:
                raise _refused(op, "is no Clifford gate")
            if key is not None:
                self._known[key] = found
        return found

    def parity(self, form: Any, bits: list[int]) -> Parity | None:
        """Return a condition as a parity; None if it is none. A bit nothing was measured into is 0."""
        if isinstance(form, bool):
            return frozenset(), form
        if isinstance(form, int):
            return frozenset({bits[form]} & self.latest.keys()), False
        head, *parts = form
        if head == "not":
            inner = self.parity(parts[0], bits)
            return None if inner is None else (inner[0], not inner[1])
        if head == "equals" and len(parts[0]) == 1 and parts[1] in (0, 1):
            return frozenset({bits[parts[0][0]]} & self.latest.keys()), not parts[1]
        if head == "less" and len(parts[0]) == 1 and parts[1] == 1:
            return frozenset({bits[parts[0][0]]} & self.latest.keys()), True
        if head == "xor":
            total: Parity = (frozenset(), False)
            for part in parts[0]:
                inner = self.parity(part, bits)
                if inner is None:
                    return None
                total = (total[0] ^ inner[0], total[1] != inner[1])
            return total
        return None


def _refused(op: Operation, what: str) -> PipelineError:
    place = op.place
    return PipelineError(
        f"operation {op.index} (`{quote(op.name)}`) {what}, and Stim holds Clifford circuits only",
        code="QC409",
        span=None if place is None else Span(None, *place),
        help="write OpenQASM 3 instead, or keep to Clifford gates, Pauli channels, and Paulis under parities of bits",
    )


def _found(op: Operation) -> Found | None:
    """Return a gate of one or two qubits by Stim's name where it has one, else made of H, S and CX."""
    if op.name == "permutation":
        return _swaps(op.contents["image"]), 0.0
    if op.name == "pauli_evolution":
        return _evolved(op)
    if len(op.qubits) > MOST_QUBITS:
        return None
    try:
        matrix = matrix_of(op)
    except PipelineError:
        return None
    for table, width in ((ONE, 1), (TWO, 2)):
        if width != len(op.qubits):
            continue
        for name in table:
            if (phase := _same(matrix, _matrix(name))) is not None:
                return [(name, list(range(width)))], _turn(phase)
    made = clifford_steps(matrix)
    if made is None:
        return None
    steps, beside = made
    return [(_STEP[name], on) for name, on in steps], _turn(beside)


_MATRICES: dict[str, Any] = {}


def _matrix(name: str) -> Matrix:
    """Return the matrix of one of Stim's gates."""
    from cmath import exp

    from .._native import Instruction
    from .matrices import product

    if name not in _MATRICES:
        gate = ONE.get(name) or TWO[name]
        steps = [(matrix_of(Instruction.gate(step)), on) for step, on in gate.steps]
        made = product(steps, 1 if name in ONE else 2)
        _MATRICES[name] = made * exp(0.25j * pi * gate.eighths)
    known: Matrix = _MATRICES[name]
    return known


def _same(one: Matrix, other: Matrix) -> complex | None:
    """Return the phase that makes the second matrix the first; None if none does."""
    import numpy as np

    phase = complex((other.conj() * one).sum()) / len(one)
    if abs(abs(phase) - 1) > 1e-9 or np.abs(one - phase * other).max() > 1e-9:
        return None
    return phase


def _turn(phase: complex) -> float | Angle:
    """Return the angle of a phase, exact where it is an eighth of a turn up to rounding."""
    from cmath import phase as angle_of

    angle = angle_of(phase)
    eighths = round(angle / (pi / 4))
    return Angle.pi(eighths, 4) if abs(angle - eighths * pi / 4) < 1e-12 else angle


def _swaps(image: list[int]) -> list[tuple[str, list[int]]]:
    """Return a permutation of wires as swaps, cycle by cycle."""
    steps, at = [], list(image)
    for q in range(len(at)):
        while at[q] != q:
            to = at[q]
            steps.append(("SWAP", [q, to]))
            at[q], at[to] = at[to], at[q]
    return steps


def _evolved(op: Operation) -> Found | None:
    """Return exp(-i t P) term by term: Stim's SPP is a quarter turn, exp(-i pi/4 P) up to its phase."""
    steps: list[tuple[str, list[int]]] = []
    total: float | Angle = Angle(0.0)
    contents = op.contents
    for letters, coefficient in contents["strings"]:
        turn = coefficient * contents["time"]
        on = [q for q, letter in enumerate(letters) if letter != "I"]
        if not on:
            total = total - turn
            continue
        value = turn.value if isinstance(turn, Angle) else turn
        if value is None:
            return None
        quarters = round(value / (pi / 4))
        if abs(value - quarters * pi / 4) > 1e-9:
            return None
        product = "*".join(f"{letters[q]}{{{q}}}" for q in on)
        steps += [("SPP " + product, on)] * (quarters % 4)
        total = total - Angle.pi(quarters % 4, 4) - Angle.pi(quarters - quarters % 4, 4)
    return steps, total


def _measure(w: _Writer, op: Operation, place: Place) -> None:
    w.say(place.indent, "M", place.on)
    w.latest[place.to[0]] = len(w.records)
    w.records.append(place.to[0])


def _reset(w: _Writer, op: Operation, place: Place) -> None:
    w.say(place.indent, "R", place.on)


def _barrier(w: _Writer, op: Operation, place: Place) -> None:
    w.lines.append(f"{place.indent}TICK")


def _delay(w: _Writer, op: Operation, place: Place) -> None:
    """Stim has no time: what a delay does by itself is nothing."""


def _channel(w: _Writer, op: Operation, place: Place) -> None:
    said = noise(op.contents["kraus"])
    if said is None:
        raise _refused(op, "is no channel of Paulis Stim can say")
    text, paulis = said
    if paulis:
        w.highest = max(w.highest, *place.on)
        on_wires = " ".join(f"{p}{place.on[q]}" for q, p in enumerate(paulis) if p != "I")
        w.lines.append(f"{place.indent}{text} {on_wires}")
    else:
        w.say(place.indent, text, place.on)


def _region(w: _Writer, op: Operation, place: Place) -> None:
    w.body(op.blocks[0], *place.inner())


def _for(w: _Writer, op: Operation, place: Place) -> None:
    rounds = len(op.contents["values"])
    block = op.blocks[0]
    if op.contents["variable"] in block.parameters:
        raise _refused(op, "has angles that change from round to round")
    if not _kinds(block) & {"measure"}:
        if rounds:
            w.lines.append(f"{place.indent}REPEAT {rounds} {{")
            w.body(block, place.on, place.to, place.indent + "    ", place.times * rounds)
            w.lines.append(f"{place.indent}}}")
        return
    if rounds > _MOST_ROUNDS:
        raise _refused(op, "measures in more rounds than are written out")
    for _ in range(rounds):
        w.body(block, *place.inner())


def _if(w: _Writer, op: Operation, place: Place) -> None:
    """Write Paulis under a parity as Stim's controls on measurements; the phase of a branch is nothing."""
    parity = w.parity(op.contents["condition"], place.bits)
    if parity is None:
        raise _refused(op, "is under a condition that is no parity of bits")
    blocks = [_paulis(w, block, len(place.on)) for block in op.blocks]
    if any(block is None for block in blocks):
        raise _refused(op, "has something else than Paulis under a condition")
    then, other = [*blocks, [(0, 0)] * len(place.on)][:2]
    assert then is not None
    assert other is not None
    bits, opposite = parity
    if opposite:
        then, other = other, then
    for q, ((x, z), (other_x, other_z)) in enumerate(zip(then, other, strict=True)):
        always = ("I", "X", "Z", "Y")[other_x + 2 * other_z]
        if always != "I":
            w.say(place.indent, always, [place.on[q]])
        wanted = ("I", "X", "Z", "Y")[(x ^ other_x) + 2 * (z ^ other_z)]
        if wanted == "I":
            continue
        w.highest = max(w.highest, place.on[q])
        for bit in sorted(bits):
            back = len(w.records) - w.latest[bit]
            w.lines.append(f"{place.indent}C{wanted} rec[-{back}] {place.on[q]}")


def _paulis(w: _Writer, block: CoreCircuit, width: int) -> list[tuple[int, int]] | None:
    """Return the Pauli on each wire that a block comes to, phases aside; None if it is something else."""
    total = [(0, 0)] * width
    for op in block:
        if op.name in ("barrier", "delay"):
            continue
        if op.blocks or op.name in _MAKERS:
            return None
        try:
            steps, _ = w.steps(op)
        except PipelineError:
            return None
        for name, which in steps:
            if name not in _PAULIS:
                return None
            x, z = total[op.qubits[which[0]]]
            total[op.qubits[which[0]]] = (x ^ (name in "XY"), z ^ (name in "YZ"))
    return total


def _no(w: _Writer, op: Operation, place: Place) -> None:
    raise _refused(op, "has no equivalent")


_MAKERS: dict[str, Any] = {
    "measure": _measure,
    "reset": _reset,
    "barrier": _barrier,
    "delay": _delay,
    "channel": _channel,
    "region": _region,
    "for": _for,
    "if": _if,
    **dict.fromkeys(("while", "switch", "break", "continue", "pulse", "allocate", "release"), _no),
}
