# SPDX-License-Identifier: Apache-2.0
"""Stim's circuit language: Clifford gates, measurements and resets of every kind, noise, loops and feedback.

What is not noise, gate or measurement (detectors, observables, coordinates) is left out with a warning. Every
measurement gets a bit of its own, in the order of the record. Stim itself is not needed; the tests have 1.16.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .._native import Instruction
from ..circuit import Circuit
from ..emitters.stim_gates import ONE, TWO
from ..errors import Diagnostic, LimitError
from .marks import apply_mark
from .stim_lines import Block, Line, Target, bits_said, fault, lines_of
from .stim_noise import CHANNELS, correlated

if TYPE_CHECKING:
    from .source import Source

#: Words about the circuit that do nothing in it.
_NOTES = frozenset({"DETECTOR", "OBSERVABLE_INCLUDE", "QUBIT_COORDS", "SHIFT_COORDS"})
#: Gates before a measurement in another basis, and after it.
_TURNS = {"X": ("h", "h"), "Y": ("sx", "sxdg"), "Z": (None, None)}
_MEASURES = {"M": "Z", "MX": "X", "MY": "Y"}
_RESETS = {"R": "Z", "RX": "X", "RY": "Y"}
_BOTH = {"MR": "Z", "MRX": "X", "MRY": "Y"}
_PAIRS = {"MXX": "X", "MYY": "Y", "MZZ": "Z"}
#: From |0> to the state a reset in another basis leaves.
_FROM_ZERO = {"X": "h", "Y": "sxdg", "Z": None}
#: Controlled Paulis that may have a measurement as control: which target is the control, and the Pauli.
_FEEDBACK = {
    "CX": [(0, "x")],
    "CY": [(0, "y")],
    "CZ": [(0, "z"), (1, "z")],
    "XCZ": [(1, "x")],
    "YCZ": [(1, "y")],
}


def read(source: Source, limits: Mapping[str, int], warn: Callable[[Diagnostic], None]) -> Circuit:
    """Return the circuit of a text of Stim's.

    Raises
    ------
    ParseError
        QC100 and following, with the place.
    SemanticError
        QC240 for what has no equivalent: noisy results, sweep bits, heralds.
    LimitError
        QC603, QC604 for more than ``limits`` allow.
    """
    lines, notes = lines_of(source, limits)
    qubits = 1 + max((q for line in _flat(lines) for q in line.qubits()), default=-1)
    if qubits > limits["qubits"]:
        raise LimitError(
            f"{qubits} qubits, more than the limit of {limits['qubits']}", code="QC603"
        )
    records = _records(lines)
    if records > limits["qubits"]:
        raise LimitError(
            f"{records} measurements, more than the limit of {limits['qubits']} bits", code="QC603"
        )
    bits, order = bits_said(notes, records)
    circuit = Circuit(qubits, bits)
    for text, span in notes:
        apply_mark(circuit, text, span)
    _Reader(order, limits["operations"], warn).run(lines, circuit)
    return circuit


def _flat(lines: Block) -> list[Line]:
    out = []
    for line in lines:
        out.append(line)
        out += _flat(line.block or [])
    return out


def _records(lines: Block) -> int:
    """Return how many results a block writes."""
    total = 0
    for line in lines:
        if line.block is not None:
            total += line.times * _records(line.block)
        elif line.name in _PAIRS:
            total += len(line.targets) // 2
        elif line.name in ("MPP", "MPAD") or line.name in _MEASURES or line.name in _BOTH:
            total += len(line.targets)
    return total


class _Reader:
    """Does what lines say, on one circuit."""

    def __init__(self, order: list[int], most: int, warn: Callable[[Diagnostic], None]) -> None:
        #: The bit of each result, and how many there were.
        self.order = order
        self.done = 0
        self.left = most
        self.warn = warn
        self._warned: set[str] = set()

    def run(self, lines: Block, out: Circuit) -> None:
        """Append what lines do."""
        for line in lines:
            if line.block is not None:
                self.repeat(line, line.block, out)
                continue
            self.left -= max(len(line.targets), 1)
            if self.left < 0:
                raise LimitError("too many operations", code="QC604", span=line.span)
            _KINDS[line.kind](self, line, out)

    def repeat(self, line: Line, block: Block, out: Circuit) -> None:
        """Append a loop; one that measures is written out, as every result has a bit of its own."""
        if _records(block):
            for _ in range(line.times):
                self.run(block, out)
            return
        body = Circuit.from_core(out.emptied())
        self.run(block, body)
        out.append_for(range(line.times), body)

    def note(self, line: Line, out: Circuit) -> None:
        """Leave out what does nothing, and say so once for each word."""
        if line.name not in self._warned:
            self._warned.add(line.name)
            self.warn(
                Diagnostic("warning", "QC252", f"`{line.name}` is not kept in a circuit", line.span)
            )

    def tick(self, line: Line, out: Circuit) -> None:
        """Let nothing cross from one layer to the next."""
        if out.num_qubits:
            out.barrier()

    def one(self, line: Line, out: Circuit) -> None:
        """Append a gate on one qubit to each target."""
        gate = ONE[line.name]
        for target in line.targets:
            q = line.qubit(target)
            for name, _ in gate.steps:
                out.append_gate(name, [], [q])
            self.turn(out, gate.eighths)

    def two(self, line: Line, out: Circuit) -> None:
        """Append a gate on each pair of targets."""
        gate = TWO[line.name]
        for pair in line.pairs():
            if any(target.kind == "rec" for target in pair):
                self.feedback(line, pair, out)
                continue
            on = [line.qubit(target) for target in pair]
            if on[0] == on[1]:
                raise fault(line, pair[1], "one qubit given twice", code="QC207")
            for name, which in gate.steps:
                out.append_gate(name, [], [on[i] for i in which])
            self.turn(out, gate.eighths)

    def feedback(self, line: Line, pair: tuple[Target, Target], out: Circuit) -> None:
        """Append a Pauli under a result of before."""
        for control, pauli in _FEEDBACK.get(line.name, []):
            if pair[control].kind == "rec" and pair[1 - control].kind == "qubit":
                back = pair[control].number
                if back > self.done:
                    raise fault(line, pair[control], f"there are {self.done} results so far, and")
                bit = self.order[self.done - back]
                with out.if_(out.bit(bit) == 1):
                    out.append_gate(pauli, [], [pair[1 - control].number])
                return
        at = pair[0] if pair[0].kind == "rec" else pair[1]
        raise fault(line, at, f"`{line.name}` takes no result here, and")

    @staticmethod
    def turn(out: Circuit, eighths: int) -> None:
        """Add a global phase."""
        if eighths:
            from .._native import Angle

            out.add_phase(Angle.pi(eighths, 4))

    def measured(self, out: Circuit, q: int, *, flipped: bool = False) -> None:
        """Measure into the next bit; a flipped result is that of the flipped qubit."""
        if flipped:
            out.append_gate("x", [], [q])
        out.append(Instruction.bare("measure"), [q], [self.order[self.done]])
        self.done += 1
        if flipped:
            out.append_gate("x", [], [q])

    def measure(self, line: Line, out: Circuit) -> None:
        """Append measurements, resets and both, in any basis."""
        line.no_noise()
        name = line.name
        basis = (_MEASURES.get(name) or _RESETS.get(name) or _BOTH[name])[0]
        before, after = _TURNS[basis]
        for target in line.targets:
            q = line.qubit(target, flips=name not in _RESETS)
            if name not in _RESETS:
                if before:
                    out.append_gate(before, [], [q])
                self.measured(out, q, flipped=target.flipped)
                if after and name in _MEASURES:
                    out.append_gate(after, [], [q])
            if name not in _MEASURES:
                out.reset(q)
                if start := _FROM_ZERO[basis]:
                    out.append_gate(start, [], [q])

    def products(self, line: Line, out: Circuit) -> None:
        """Append measurements of Pauli products, each brought to one qubit and back."""
        line.no_noise()
        if line.name == "MPP":
            for target in line.targets:
                self.product(line, target, out, None)
            return
        for first, second in line.pairs():
            letter = _PAIRS[line.name]
            on = (line.qubit(first, flips=True), line.qubit(second, flips=True))
            if on[0] == on[1]:
                raise fault(line, second, "one qubit given twice", code="QC207")
            both = Target("product", 0, first.flipped != second.flipped, first.start, first.end,
                          [(letter, q) for q in on])  # fmt: skip
            self.product(line, both, out, None)

    def quarter(self, line: Line, out: Circuit) -> None:
        """Append generalised S gates: a phase of i, or -i, on the -1 side of a Pauli product."""
        for target in line.targets:
            self.product(line, target, out, "s" if line.name == "SPP" else "sdg")

    def product(self, line: Line, target: Target, out: Circuit, gate: str | None) -> None:
        """Bring a Pauli product to Z on its last qubit, measure or turn there, and go back."""
        paulis, flipped = line.product(target)
        if not paulis:
            raise fault(line, target, "the product is the identity, and")
        *others, (_, last) = paulis
        way: list[tuple[str, list[int]]] = []
        for letter, q in paulis:
            turn = _TURNS[letter][0]
            if turn is not None:
                way.append((turn, [q]))
        way += [("cx", [q, last]) for _, q in others]
        for name, on in way:
            out.append_gate(name, [], on)
        if gate is None:
            self.measured(out, last, flipped=flipped)
        else:
            if flipped:
                out.append_gate("x", [], [last])
            out.append_gate(gate, [], [last])
            if flipped:
                out.append_gate("x", [], [last])
        back = {"sx": "sxdg"}
        for name, on in reversed(way):
            out.append_gate(back.get(name, name), [], on)

    def pad(self, line: Line, out: Circuit) -> None:
        """Append results that are known: only 0 is, as that is what bits are at the start."""
        for target in line.targets:
            if line.qubit(target) != 0:
                raise fault(
                    line, target, "a result that is always 1 has no equivalent", code="QC240"
                )
            self.done += 1

    def noise(self, line: Line, out: Circuit) -> None:
        """Append a channel on each target or pair."""
        width, make = CHANNELS[line.name]
        kraus = make(line)
        groups: Any = [(t,) for t in line.targets] if width == 1 else line.pairs()
        for group in groups:
            on = [line.qubit(target) for target in group]
            if kraus is not None:
                out.append(Instruction.channel(kraus), on)

    def error(self, line: Line, out: Circuit) -> None:
        """Append a Pauli string that happens or not."""
        kraus, on = correlated(line)
        out.append(Instruction.channel(kraus), on)


_KINDS: dict[str, Callable[[_Reader, Line, Circuit], None]] = {
    "one": _Reader.one,
    "two": _Reader.two,
    "measure": _Reader.measure,
    "products": _Reader.products,
    "quarter": _Reader.quarter,
    "pad": _Reader.pad,
    "noise": _Reader.noise,
    "error": _Reader.error,
    "tick": _Reader.tick,
    "note": _Reader.note,
}
