# SPDX-License-Identifier: Apache-2.0
"""What a compiled text says, line by line: a reader for the OpenQASM 2 and 3 that compilers write.

It shares no code with any compiler. One statement a line, as emitters write them; whatever it does not know is kept
as a step named ``?``, for a checker to complain about, never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .angles import value

#: Other names of native gates, each before the usual one.
_OTHERS = (
    "u3 u U u u1 p phase p CX cx cnot cx cu1 cp cphase cp v sx vdg sxdg prx r zzphase rzz toffoli ccx fredkin cswap"
    " sqrt_iswap siswap sqrt_iswap_dg siswapdg c3sqrtx c3sx"
).split()
ALIASES = dict(zip(_OTHERS[::2], _OTHERS[1::2], strict=True))

_COMMENT = re.compile(r"//.*")
_LAYOUT = re.compile(r"(?://|pragma) ?qcompile:? layout initial ([\d ]*?) ?final ?([\d ]*)$")
_PHASE = re.compile(r"(?://|pragma) ?qcompile:? phase (.*)")
_DECLARATION = re.compile(r"(?:(qreg|creg) (\w+)\[(\d+)\]|(qubit|bit)(?:\[(\d+)\])? (\w+));")
_ITEM = re.compile(r"(\w+)(?:\[(\d+)\])?$")
_MEASURE2 = re.compile(r"measure (\S+) ?-> ?(\S+);")
_MEASURE3 = re.compile(r"(?:(\S+) = )?measure (\S+);")
_IF2 = re.compile(r"if ?\((\w+) ?== ?(\d+)\) ?(.*)")
_CALL = re.compile(r"(\w+) ?(?:\((.*)\)|\[(.*?)\])? ?([^()]*);")
_HEAD = re.compile(r"(\} else if|\} else|if|while|for|switch|case|default|box)\b(.*)\{$")
_NAME = re.compile(r"[A-Za-z_]\w*(?:\[\d+\])?")


@dataclass(frozen=True)
class Step:
    """One operation, or one block of them.

    Parameters
    ----------
    line : int
        Its line, from 1.
    name : str
        A gate by its first name; ``measure``, ``reset``, ``barrier``, ``delay``, ``gphase``, ``break``, ``continue``;
        ``if``, ``while``, ``for``, ``switch``, ``box`` with `blocks`; ``?`` for what is not understood.
    angles : tuple of (float or None)
        Radians; None for one with a parameter in it.
    qubits, bits, reads : tuple of int
        Wires it acts on, bits it writes, bits it depends on; registers laid end to end.
    blocks : tuple of tuple of Step
        What it runs.
    text : str
        The condition, or the words that were not understood.
    """

    line: int
    name: str
    angles: tuple[float | None, ...] = ()
    qubits: tuple[int, ...] = ()
    bits: tuple[int, ...] = ()
    reads: tuple[int, ...] = ()
    blocks: tuple[tuple[Step, ...], ...] = ()
    text: str = ""

    def all_qubits(self) -> set[int]:
        """Return the wires touched, inside too."""
        return {*self.qubits, *(q for block in self.blocks for s in block for q in s.all_qubits())}

    def all_bits(self) -> tuple[set[int], set[int]]:
        """Return the bits written and the bits read, inside too."""
        written, read = set(self.bits), set(self.reads)
        for block in self.blocks:
            for step in block:
                inner = step.all_bits()
                written |= inner[0]
                read |= inner[1]
        return written, read


@dataclass
class Program:
    """A text: its width, its steps, its global phase and its layouts.

    `initial` and `final` say on which wire each program qubit starts and ends; None where the text has no such line.
    """

    num_qubits: int = 0
    num_bits: int = 0
    steps: tuple[Step, ...] = ()
    phase: float | None = 0.0
    initial: tuple[int, ...] | None = None
    final: tuple[int, ...] | None = None
    inputs: list[str] = field(default_factory=list)


def walk(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Yield every step, each block's after its owner."""
    for step in steps:
        yield step
        for block in step.blocks:
            yield from walk(block)


def read(text: str) -> Program:
    """Read a text.

    Parameters
    ----------
    text : str
        OpenQASM 2 or 3, one statement a line.

    Returns
    -------
    Program
    """
    return _Reader(text).program


class _Reader:
    def __init__(self, text: str) -> None:
        self.program = Program()
        self.registers: dict[str, range] = {}
        self.lines = list(enumerate(text.splitlines(), 1))
        self.at = 0
        steps, _ = self.block()
        if self.at < len(self.lines):
            steps.append(Step(self.lines[self.at - 1][0], "?", text="a block that was not opened"))
        self.program.steps = tuple(steps)

    def block(self) -> tuple[list[Step], str]:
        """Read up to the line that closes the block; return its steps and that line."""
        steps: list[Step] = []
        while self.at < len(self.lines):
            number, raw = self.lines[self.at]
            self.at += 1
            if self.remark(raw.strip()):
                continue
            words = _COMMENT.sub("", raw).strip()
            if not words or words.startswith(("OPENQASM", "include", "opaque", "defcal", "pragma")):
                continue
            if words.startswith("gate "):
                self.skip(words)
            elif words.startswith("}"):
                return steps, words
            elif words.endswith("{"):
                steps.append(self.compound(number, words))
            else:
                # Several statements of a line, as in `barrier q; measure …`, are told apart by what ends them.
                steps += [
                    s
                    for part in words.split(";")
                    if part.strip()
                    for s in self.line(number, f"{part.strip()};")
                ]
        return steps, ""

    def remark(self, raw: str) -> bool:
        """Read a comment or pragma of layouts and phase."""
        if match := _LAYOUT.match(raw):
            self.program.initial = tuple(map(int, match[1].split()))
            self.program.final = tuple(map(int, match[2].split()))
        elif match := _PHASE.match(raw):
            # In version 3 the phase is said again by a statement; the line is the whole of it.
            self.program.phase = value(match[1])
        else:
            return False
        return True

    def skip(self, words: str) -> None:
        """Pass over a definition: native gates are known by name."""
        depth = words.count("{") - words.count("}")
        opened = "{" in words
        while (depth > 0 or not opened) and self.at < len(self.lines):
            words = self.lines[self.at][1]
            self.at += 1
            opened = opened or "{" in words
            depth += words.count("{") - words.count("}")

    def compound(self, number: int, words: str) -> Step:
        match = _HEAD.match(words)
        if match is None:
            self.block()
            return Step(number, "?", text=words)
        name, text = match[1], match[2].strip()
        if name in ("switch",):
            cases, _ = self.block()
            reads = self.reads(text)
            return Step(
                number,
                name,
                reads=reads,
                blocks=tuple(c.blocks[0] for c in cases if c.blocks),
                text=text,
            )
        if name == "for":
            text = text.partition(" in ")[2]
        reads = self.reads(text)
        steps, close = self.block()
        blocks = [tuple(steps)]
        if name == "if" and close.startswith("} else if"):
            blocks.append(
                (
                    self.compound(
                        self.lines[self.at - 1][0], close[2:].removeprefix("else ").strip()
                    ),
                )
            )
        elif name == "if" and close.startswith("} else"):
            blocks.append(tuple(self.block()[0]))
        return Step(number, name, reads=reads, blocks=tuple(blocks), text=text)

    def reads(self, text: str) -> tuple[int, ...]:
        found: set[int] = set()
        for item in _NAME.findall(text):
            if (match := _ITEM.match(item)) and match[1] in self.registers:
                found.update(self.wires(item))
        return tuple(sorted(found))

    def line(self, number: int, words: str) -> list[Step]:
        """Read one statement."""
        try:
            return self.statement(number, words)
        except (KeyError, ValueError, IndexError, SyntaxError):
            return [Step(number, "?", text=words)]

    def statement(self, number: int, words: str) -> list[Step]:
        if match := _DECLARATION.match(words):
            self.declare(match)
            return []
        if words.startswith("input "):
            self.program.inputs.append(words[:-1].split()[-1])
            return []
        if match := _IF2.match(words):
            inner = tuple(self.line(number, match[3]))
            return [
                Step(
                    number,
                    "if",
                    reads=self.wires(match[1]),
                    blocks=(inner,),
                    text=f"{match[1]} == {match[2]}",
                )
            ]
        if match := _MEASURE2.match(words):
            pairs = zip(self.wires(match[1]), self.wires(match[2]), strict=True)
            return [Step(number, "measure", qubits=(q,), bits=(b,)) for q, b in pairs]
        if match := _MEASURE3.match(words):
            qubits = self.wires(match[2])
            bits = [(b,) for b in self.wires(match[1])] if match[1] else [()] * len(qubits)
            return [
                Step(number, "measure", qubits=(q,), bits=b)
                for q, b in zip(qubits, bits, strict=True)
            ]
        match = _CALL.match(words)
        if match is None:
            raise ValueError(words)
        name = ALIASES.get(match[1], match[1])
        if name == "gphase":
            return [Step(number, name, angles=(value(match[2]),))]
        groups = [self.wires(item.strip()) for item in match[4].split(",") if item.strip()]
        if name == "barrier":
            every = tuple(range(self.program.num_qubits))
            return [Step(number, name, qubits=tuple(q for g in groups for q in g) or every)]
        if name == "delay":
            return [
                Step(number, name, qubits=tuple(q for g in groups for q in g), text=match[3] or "")
            ]
        angles = tuple(map(value, _split(match[2]))) if match[2] else ()
        count = max(map(len, groups), default=0)
        if not groups and name not in ("break", "continue"):
            raise ValueError(words)
        if not groups:
            return [Step(number, name)]
        spread = [g * count if len(g) == 1 else g for g in groups]
        return [Step(number, name, angles, qubits) for qubits in zip(*spread, strict=True)]

    def declare(self, match: re.Match[str]) -> None:
        quantum = (match[1] or match[4]).startswith("q")
        name = match[2] or match[6]
        size = int(match[3] or match[5] or 1)
        start = self.program.num_qubits if quantum else self.program.num_bits
        self.registers[name] = range(start, start + size)
        if quantum:
            self.program.num_qubits += size
        else:
            self.program.num_bits += size

    def wires(self, item: str) -> tuple[int, ...]:
        match = _ITEM.match(item)
        if match is None:
            raise ValueError(item)
        register = self.registers[match[1]]
        return tuple(register) if match[2] is None else (register[int(match[2])],)


def _split(text: str) -> list[str]:
    """Split at the commas outside parentheses."""
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]
