# SPDX-License-Identifier: Apache-2.0
"""Quil: gates, memory for bits and parameters, protected blocks, and conditions on one bit as jumps.

Gates Quil has not are written with those it has, phase included; the global phase and layouts stand in comments that
our reader understands. Checked with pyQuil 4.22.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .._native import Angle, CoreTarget, kernels
from ..errors import PipelineError, Span, quote
from .marks import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._native import CoreCircuit, Operation
    from ..circuit import Circuit

#: Library gates that are Quil's, with angles and qubits in the same order.
_SAME = {
    "id": "I", "x": "X", "y": "Y", "z": "Z", "h": "H", "s": "S", "t": "T", "sdg": "DAGGER S",
    "tdg": "DAGGER T", "p": "PHASE", "rx": "RX", "ry": "RY", "rz": "RZ", "cx": "CNOT", "cz": "CZ",
    "cp": "CPHASE", "swap": "SWAP", "iswap": "ISWAP", "ccx": "CCNOT", "cswap": "CSWAP",
    "cy": "CONTROLLED Y", "ch": "CONTROLLED H", "cs": "CONTROLLED S", "crx": "CONTROLLED RX",
    "cry": "CONTROLLED RY", "crz": "CONTROLLED RZ", "iswapdg": "DAGGER ISWAP", "ccz": "CONTROLLED CZ",
    "c3x": "CONTROLLED CCNOT",
}  # fmt: skip
_BASIS = [
    "x",
    "y",
    "z",
    "h",
    "s",
    "sdg",
    "t",
    "tdg",
    "p",
    "rx",
    "ry",
    "rz",
    "cx",
    "cz",
    "cp",
    "swap",
    "iswap",
]
_NAME = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\Z")
_ENTRY = re.compile(r"(.+)\[([0-9]{1,6})\]\Z")
_TAKEN = frozenset("pi i SIN COS SQRT EXP CIS sin cos sqrt exp cis".split())
_MOST_ROUNDS = 1 << 16
#: A matrix on more qubits is written with gates.
_MOST_MATRIX = 3


def write(circuit: Circuit) -> str:
    """Return a circuit as Quil.

    Raises
    ------
    PipelineError
        QC409 naming the first operation Quil has not, or a name it cannot have.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> print(write(Circuit(2, 1).h(0).cx(0, 1).measure(1, 0)), end="")
    DECLARE c BIT[1]
    H 0
    CNOT 0 1
    MEASURE 1 c[0]
    """
    writer = _Writer(circuit)
    writer.body(circuit, list(range(circuit.num_qubits)), list(range(circuit.num_bits)))
    return writer.text()


def losses(circuit: Circuit) -> list[str]:
    """Return what the text does not keep, in words."""
    lost = []
    if len(circuit.qubit_registers) > 1:
        lost.append("Quil has no registers of qubits")
    if any(op.name == "region" and op.contents["label"] for op in circuit):
        lost.append("Quil's protected blocks have no labels")
    if any("definition" in op.contents for op in circuit):
        lost.append("calls of definitions are written out")
    return lost


class _Writer:
    """Writes one circuit."""

    def __init__(self, circuit: Circuit) -> None:
        self.circuit = circuit
        self.phase: float | Angle = Angle(0.0)
        self.lines: list[str] = []
        self.matrices: dict[tuple[complex, ...], str] = {}
        self.labels = 0
        self.highest = -1
        self.target = CoreTarget("quil", _BASIS)
        #: The parameters used so far, each memory of its own name.
        self.memory = dict.fromkeys(circuit.parameters)
        for name in self.memory:
            self.known(name)
        self.bits = _bits(circuit, set(self.memory))

    def say(self, text: str, on: list[int]) -> None:
        """Write an instruction on qubits."""
        self.highest = max([self.highest, *on])
        self.lines.append(" ".join([text, *map(str, on)]))

    def body(self, circuit: CoreCircuit, wires: list[int], bits: list[int], times: int = 1) -> None:
        """Write what a circuit does on these wires; the phase of a branch is nothing."""
        self.phase = self.phase + circuit.exact_phase * times
        for op in circuit:
            on = [wires[q] for q in op.qubits]
            to = [bits[b] for b in op.bits]
            maker = _MAKERS.get(op.name)
            if maker is not None:
                maker(self, op, on, to, bits, times)
            else:
                self.gate(op, on, times)

    def gate(self, op: Operation, on: list[int], times: int) -> None:
        """Write a unitary operation, with others if Quil has it not."""
        if op.name in _SAME:
            angles = ", ".join(self.angle(p, op) for p in op.parameters)
            self.say(f"{_SAME[op.name]}({angles})" if angles else _SAME[op.name], on)
            return
        if op.name == "unitary" and len(on) <= _MOST_MATRIX:
            matrix = tuple(complex(x) for x in op.contents["matrix"])
            name = self.matrices.setdefault(matrix, f"MATRIX{len(self.matrices)}")
            # Quil's first qubit is the most significant.
            self.say(name, on[::-1])
            return
        from ..circuit import Circuit

        alone = Circuit(len(on))
        alone.append(op.instruction, range(len(on)))
        kernels.decompose(alone, self.target, limit=10_000_000, borrow=False, assume_zero=False)
        kernels.basis_translation(alone, self.target, one_qubit=True)
        if wrong := [step.name for step in alone if step.name not in (*_SAME, *_MAKERS)]:
            raise _refused(op, f"needs `{quote(wrong[0])}`, which nothing defines")
        self.body(alone, on, [], times)

    def angle(self, value: float | Angle, op: Operation) -> str:
        """Return an angle as Quil says it."""
        said = said_as(value, self.known)
        if said is None:
            raise _refused(op, f"has an angle Quil cannot say: {value}")
        return said

    def known(self, name: str) -> str:
        """Return the memory a parameter is; a global phase may have some that no gate has."""
        entry = _ENTRY.match(name)
        base = entry.group(1) if entry else name
        if not _NAME.match(base) or base in _TAKEN or (entry and base in self.memory):
            raise PipelineError(
                f"Quil has no memory called `{quote(name)}`",
                code="QC409",
                help="rename the parameter: circuit.bind({'old': Parameter('new')})",
            )
        self.memory[name] = None
        return name

    def text(self) -> str:
        """Return the whole program."""
        head = []
        phase = self.phase
        if isinstance(phase, Angle) and phase.value is None:
            said = said_as(phase, self.known)
            if said is None:
                raise PipelineError(f"Quil cannot say the global phase {phase}", code="QC409")
            head.append(f"# qcompile: phase {said}")
        elif (said := number(phase)) != "0.0":
            head.append(f"# qcompile: phase {said}")
        if self.circuit.layouts is not None:
            initial, final = (" ".join(map(str, wires)) for wires in self.circuit.layouts)
            head.append(f"# qcompile: layout initial {initial} final {final}")
        sizes: dict[str, int] = {}
        for name in self.memory:
            entry = _ENTRY.match(name)
            base, size = (entry.group(1), int(entry.group(2)) + 1) if entry else (name, 1)
            # A single entry that has an index is told from a plain name by a second one.
            sizes[base] = max(sizes.get(base, 0), max(size, 2) if entry else 1)
        head += [f"DECLARE {name} REAL[{size}]" for name, size in sizes.items()]
        counts: dict[str, int] = {}
        for name, _ in self.bits:
            counts[name] = counts.get(name, 0) + 1
        head += [f"DECLARE {name} BIT[{size}]" for name, size in counts.items()]
        for matrix, name in self.matrices.items():
            head += [f"DEFGATE {name} AS MATRIX:", *_rows(matrix)]
        if self.circuit.num_qubits - 1 > self.highest:
            self.lines.append(f"I {self.circuit.num_qubits - 1}")
        return "".join(f"{line}\n" for line in head + self.lines)


def said_as(value: float | Angle, known: Callable[[str], str]) -> str | None:
    """Return an angle in Quil's words; None for a function Quil has not."""
    if not isinstance(value, Angle) or value.value is not None:
        return number(value)
    head, *parts = value.form or ("",)
    if head == "sum":
        terms = []
        for name, over, under in parts[1]:
            factor = over / under
            terms.append(known(name) if factor == 1.0 else f"{factor!r}*{known(name)}")
        offset = parts[0]
        if float(offset) != 0.0:
            terms.append(number(offset))
        return " + ".join(terms).replace("+ -", "- ")
    inner = [said_as(part, known) for part in parts]
    if any(text is None for text in inner):
        return None
    if head in ("sin", "cos", "exp", "sqrt"):
        return f"{head.upper()}({inner[0]})"
    if head == "tan":
        return f"SIN({inner[0]})/COS({inner[0]})"
    if head in ("+", "*", "/", "^"):
        return f"({inner[0]}){head}({inner[1]})"
    return None


def _bits(circuit: Circuit, taken: set[str]) -> list[tuple[str, int]]:
    """Return the register and index of each bit; bits of no register, or one Quil cannot name, get a new one."""
    used = {name.partition("[")[0] for name in taken} | _TAKEN
    place: dict[int, tuple[str, int]] = {}
    done = 0
    for name, items in circuit.bit_registers:
        if _NAME.match(name) and name not in used and items == list(range(done, done + len(items))):
            used.add(name)
            place.update({bit: (name, k) for k, bit in enumerate(items)})
            done += len(items)
        else:
            break
    fresh = next(n for n in (f"ro{k or ''}" for k in range(len(used) + 1)) if n not in used)
    return [place.get(bit, (fresh, bit - done)) for bit in range(circuit.num_bits)]


def _rows(matrix: tuple[complex, ...]) -> list[str]:
    """Return the rows of a matrix; its qubits are given in the other order, so that it stands as it is."""
    side = round(len(matrix) ** 0.5)
    rows = (matrix[at : at + side] for at in range(0, len(matrix), side))
    return ["    " + ", ".join(_complex(x) for x in row) for row in rows]


def _complex(value: complex) -> str:
    return f"{value.real!r}{'-' if str(value.imag).startswith('-') else '+'}{abs(value.imag)!r}i"


def _refused(op: Operation, what: str) -> PipelineError:
    place = op.place
    return PipelineError(
        f"operation {op.index} (`{quote(op.name)}`) {what}",
        code="QC409",
        span=None if place is None else Span(None, *place),
        help="write OpenQASM 3 instead",
    )


def _measure(w: _Writer, op: Operation, on: list[int], to: list[int], *_: Any) -> None:
    name, index = w.bits[to[0]]
    w.highest = max(w.highest, on[0])
    w.lines.append(f"MEASURE {on[0]} {name}[{index}]")


def _reset(w: _Writer, op: Operation, on: list[int], *_: Any) -> None:
    w.say("RESET", on)


def _barrier(w: _Writer, op: Operation, on: list[int], *_: Any) -> None:
    w.say("FENCE", on)


def _delay(w: _Writer, op: Operation, on: list[int], *_: Any) -> None:
    if op.contents["unit"] != "ns":
        raise _refused(op, "is in steps of a device, and Quil has seconds")
    w.say("DELAY", on)
    w.lines[-1] += f" {op.contents['duration'] / 1e9!r}"


def _region(
    w: _Writer, op: Operation, on: list[int], to: list[int], bits: list[int], times: int
) -> None:
    w.lines.append("PRAGMA PRESERVE_BLOCK")
    w.body(op.blocks[0], on, to, times)
    w.lines.append("PRAGMA END_PRESERVE_BLOCK")


def _for(
    w: _Writer, op: Operation, on: list[int], to: list[int], bits: list[int], times: int
) -> None:
    contents, block = op.contents, op.blocks[0]
    leaves = {"break", "continue"} & {inner.name for inner in block}
    if contents["variable"] in block.parameters or leaves:
        raise _refused(op, "has a body that differs from round to round")
    if len(contents["values"]) > _MOST_ROUNDS:
        raise _refused(op, "has more rounds than are written out")
    for _ in contents["values"]:
        w.body(block, on, to, times)


def _if(
    w: _Writer, op: Operation, on: list[int], to: list[int], bits: list[int], times: int
) -> None:
    """Write a condition on one bit: the else part, a jump past the rest, then the rest."""
    form, turned = op.contents["condition"], False
    while isinstance(form, tuple) and form[0] == "not":
        form, turned = form[1], not turned
    if isinstance(form, tuple) and form[0] == "equals" and len(form[1]) == 1 and form[2] in (0, 1):
        form, turned = form[1][0], turned != (form[2] == 0)
    if isinstance(form, bool) or not isinstance(form, int):
        raise _refused(op, "is under a condition on more than one bit")
    name, index = w.bits[bits[form]]
    number = w.labels
    w.labels += 1
    then, *other = op.blocks
    word = "JUMP-UNLESS" if turned else "JUMP-WHEN"
    w.lines.append(f"{word} @then-{number} {name}[{index}]")
    if other:
        w.body(other[0], on, to, 0)
    w.lines += [f"JUMP @end-{number}", f"LABEL @then-{number}"]
    w.body(then, on, to, 0)
    w.lines.append(f"LABEL @end-{number}")


def _no(w: _Writer, op: Operation, *_: Any) -> None:
    raise _refused(op, "has no equivalent in Quil")


_MAKERS: dict[str, Callable[..., None]] = {
    "measure": _measure,
    "reset": _reset,
    "barrier": _barrier,
    "delay": _delay,
    "region": _region,
    "for": _for,
    "if": _if,
    **dict.fromkeys(
        ("while", "switch", "break", "continue", "channel", "pulse", "allocate", "release"), _no
    ),
}
