# SPDX-License-Identifier: Apache-2.0
"""The lines of a text of Stim's: a name, numbers in parentheses, targets; blocks between ``{`` and ``}``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..emitters.stim_gates import ALIASES, NAMES, ONE, TWO
from ..errors import LimitError, ParseError, SemanticError, Span, quote
from .marks import MARK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..errors import InputError
    from .source import Source

_HEAD = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)(?:\[((?:\\.|[^\]\\])*)\])?(?:\(([^)]*)\))?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")
_TARGET = re.compile(
    r"(?P<flip>!?)(?:(?P<product>[XYZxyz][0-9]+(?:\*!?[XYZxyz][0-9]+)*)|(?P<qubit>[0-9]+))(?=[\s#{]|\Z)"
    r"|rec\[-(?P<rec>[0-9]+)\](?=[\s#{]|\Z)|(?P<sweep>sweep\[[0-9]+\])(?=[\s#{]|\Z)|(?P<loop>\{)"
)
_FACTOR = re.compile(r"(!?)([XYZ])([0-9]+)", re.IGNORECASE)
_BITS = re.compile(r"bits ([0-9]+):((?: [0-9]+)*)\Z")
#: Digits of a number of a target or a loop.
_DIGITS = 18

_KIND = {
    **dict.fromkeys(ONE, "one"),
    **dict.fromkeys(TWO, "two"),
    **dict.fromkeys("M MX MY R RX RY MR MRX MRY".split(), "measure"),
    **dict.fromkeys("MPP MXX MYY MZZ".split(), "products"),
    **dict.fromkeys("SPP SPP_DAG".split(), "quarter"),
    **dict.fromkeys(
        "X_ERROR Y_ERROR Z_ERROR I_ERROR II_ERROR DEPOLARIZE1 DEPOLARIZE2 PAULI_CHANNEL_1 PAULI_CHANNEL_2".split(),
        "noise",
    ),
    **dict.fromkeys("DETECTOR OBSERVABLE_INCLUDE QUBIT_COORDS SHIFT_COORDS".split(), "note"),
    "E": "error",
    "MPAD": "pad",
    "TICK": "tick",
}


@dataclass
class Target:
    """A qubit, a result or a product of Paulis, and where it stands."""

    kind: str
    number: int
    flipped: bool
    start: int
    end: int
    factors: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class Line:
    """One line, or a loop with its block."""

    name: str
    kind: str
    arguments: list[float]
    targets: list[Target]
    source: Source
    #: The byte its text begins at, and the text.
    offset: int
    text: str
    number: int
    times: int = 1
    block: Block | None = None

    @property
    def span(self) -> Span:
        """Return the place of its name."""
        start = len(self.text) - len(self.text.lstrip())
        return self.place(start, start + len(self.name))

    def place(self, start: int, end: int) -> Span:
        """Return the place of some of its characters."""
        return Span(self.source.path, self.number, start + 1, end + 1, self.text)

    def qubits(self) -> list[int]:
        """Return the qubits it names."""
        if self.kind in ("note", "pad"):
            return []
        named = [t.number for t in self.targets if t.kind == "qubit"]
        return named + [q for t in self.targets for _, q in t.factors]

    def qubit(self, target: Target, *, flips: bool = False) -> int:
        """Return a target's qubit."""
        if target.kind == "sweep":
            raise fault(self, target, "sweep bits have no equivalent", code="QC240")
        if target.kind != "qubit" or (target.flipped and not flips):
            raise fault(self, target, f"`{self.name}` takes plain qubits, and")
        return target.number

    def pairs(self) -> list[tuple[Target, Target]]:
        """Return the targets two by two."""
        if len(self.targets) % 2:
            raise fault(
                self, self.targets[-1], f"`{self.name}` takes pairs of targets, and", code="QC201"
            )
        return list(zip(self.targets[::2], self.targets[1::2], strict=True))

    def product(self, target: Target) -> tuple[list[tuple[str, int]], bool]:
        """Return the Pauli of each qubit in a product, and whether its sign is turned."""
        if target.kind != "product":
            raise fault(self, target, f"`{self.name}` takes products of Paulis, and")
        whole: dict[int, tuple[int, int]] = {}
        eighths = 4 if target.flipped else 0
        for letter, q in target.factors:
            x, z = whole.get(q, (0, 0))
            more = (letter in "XY", letter in "YZ")
            # As i^e X^x Z^z: Y is i X Z, and Z before X is -X Z.
            eighths += 2 * (letter == "Y") + 4 * (z & more[0])
            whole[q] = (x ^ more[0], z ^ more[1])
        paulis = []
        for q, (x, z) in whole.items():
            if x or z:
                paulis.append(("XYZ"[z + (z and not x)], q))
            eighths -= 2 * (x & z)
        if eighths % 4:
            raise fault(self, target, "the product is not Hermitian, and")
        return paulis, eighths % 8 == 4

    def probabilities(self, count: int) -> list[float]:
        """Return so many numbers from its parentheses that are probabilities."""
        if len(self.arguments) != count:
            raise SemanticError(
                f"`{self.name}` takes {count} probabilities, got {len(self.arguments)}",
                code="QC202",
                span=self.span,
            )
        if min(self.arguments) < 0 or sum(self.arguments) > 1 + 1e-12:
            raise SemanticError("these are no probabilities", code="QC230", span=self.span)
        return self.arguments

    def no_noise(self) -> None:
        """Refuse results that are wrong now and then, which no channel on qubits is."""
        if any(self.arguments):
            raise SemanticError(
                "a result that is wrong with some probability has no equivalent",
                code="QC240",
                span=self.span,
                help="put the noise on the qubit: X_ERROR before the measurement",
            )


Block = list[Line]


def fault(line: Line, target: Target, what: str, code: str = "QC100") -> InputError:
    """Return the error for a target that cannot be."""
    shown = quote(line.text[target.start : target.end])
    if what.endswith(" and"):
        what = f"{what} `{shown}` is none"
    kind = ParseError if code.startswith("QC1") else SemanticError
    return kind(what, code=code, span=line.place(target.start, target.end))


def lines_of(source: Source, limits: Mapping[str, int]) -> tuple[Block, list[tuple[str, Span]]]:
    """Return the lines of a text, loops with their blocks, and the comments that are ours."""
    text = source.data.decode("utf-8-sig", "surrogateescape")
    top: Block = []
    stack: list[tuple[Block, Line | None]] = [(top, None)]
    notes = []
    for number, raw in enumerate(text.splitlines(), 1):
        bare = raw.strip()
        if not bare or bare.startswith("#"):
            if bare.startswith(MARK):
                notes.append((bare[len(MARK) :], Span(source.path, number, 1, len(raw) + 1, raw)))
            continue
        if bare.partition("#")[0].strip() == "}":
            if len(stack) == 1:
                at = raw.index("}")
                raise ParseError(
                    "unexpected `}`: no loop is open", code="QC100",
                    span=Span(source.path, number, at + 1, at + 2, raw),
                )  # fmt: skip
            stack.pop()
            continue
        line = _line(source, number, raw)
        stack[-1][0].append(line)
        if line.block is not None:
            stack.append((line.block, line))
            if len(stack) > limits["depth"]:
                raise LimitError("loops nested too deeply", code="QC605", span=line.span)
    if stack[-1][1] is not None:
        raise ParseError(
            "the text ends inside a loop, expected `}`", code="QC113", span=stack[-1][1].span
        )
    return top, notes


def _line(source: Source, number: int, raw: str) -> Line:
    head = _HEAD.match(raw)
    if head is None:
        at = len(raw) - len(raw.lstrip())
        raise ParseError(
            f"unexpected `{quote(raw[at])}`, expected the name of a gate",
            code="QC104",
            span=Span(source.path, number, at + 1, at + 2, raw),
        )
    word = head.group(1)
    name = ALIASES.get(word.upper(), word.upper())
    place = Span(source.path, number, head.start(1) + 1, head.end(1) + 1, raw)
    if name not in NAMES:
        raise SemanticError(f"Stim has no `{quote(word)}`", code="QC203", span=place)
    arguments = _arguments(source, number, raw, head)
    line = Line(name, _KIND.get(name, ""), arguments, [], source, 0, raw, number)
    at = head.end()
    looping = False
    while True:
        while at < len(raw) and raw[at] in " \t\r":
            at += 1
        if at >= len(raw) or raw[at] == "#":
            break
        match = _TARGET.match(raw, at)
        if match is None or looping:
            end = at + len(re.match(r"\S+", raw[at:]).group())  # type: ignore[union-attr]
            raise ParseError(
                f"unexpected `{quote(raw[at:end])}`, expected "
                + ("the end of the line" if looping else "a target"),
                code="QC100",
                span=line.place(at, end),
            )
        looping = match.lastgroup == "loop"
        if not looping:
            line.targets.append(_target(line, match))
        at = match.end()
    _check(line, looping)
    return line


def _arguments(source: Source, number: int, raw: str, head: re.Match[str]) -> list[float]:
    """Return the numbers in parentheses."""
    if head.group(3) is None:
        return []
    values = []
    for piece in head.group(3).split(","):
        if not _NUMBER.match(piece.strip()):
            raise ParseError(
                f"`{quote(piece.strip())}` is no number",
                code="QC100",
                span=Span(source.path, number, head.start(3) + 1, head.end(3) + 1, raw),
            )
        values.append(float(piece))
    return values


def _target(line: Line, match: re.Match[str]) -> Target:
    kind = str(match.lastgroup)
    flipped = match.group("flip") == "!"
    digits = [len(run) for run in re.findall("[0-9]+", match.group())]
    if max(digits, default=0) > _DIGITS:
        raise LimitError("a number that is too long", code="QC603", span=line.place(*match.span()))
    if kind == "product":
        factors = []
        for sign, letter, q in _FACTOR.findall(match.group("product")):
            flipped ^= sign == "!"
            factors.append((letter.upper(), int(q)))
        return Target(kind, 0, flipped, *match.span(), factors)
    number = 0 if kind == "sweep" else int(match.group(kind))
    return Target(kind, number, flipped, *match.span())


def _check(line: Line, looping: bool) -> None:
    """Check what a name asks of the rest of its line."""
    if line.name == "REPEAT":
        plain = [t.number for t in line.targets if t.kind == "qubit" and not t.flipped]
        if not looping or len(line.targets) != 1 or len(plain) != 1 or plain[0] == 0:
            raise ParseError(
                "expected `REPEAT n {`, with n at least 1", code="QC100", span=line.span
            )
        line.targets, line.times, line.block = [], plain[0], []
        return
    if looping:
        raise ParseError(f"`{line.name}` has no block", code="QC100", span=line.span)
    if not line.kind:
        raise SemanticError(f"`{line.name}` has no equivalent", code="QC240", span=line.span)
    if line.kind in ("one", "two", "quarter") and line.arguments:
        raise SemanticError(f"`{line.name}` takes no numbers", code="QC202", span=line.span)


def bits_said(notes: list[tuple[str, Span]], records: int) -> tuple[int, list[int]]:
    """Return the number of bits and the bit of each result: as a comment says, else one each."""
    for text, span in notes:
        if not text.startswith("bits "):
            continue
        match = _BITS.match(text.strip())
        order = [int(b) for b in match.group(2).split()] if match else []
        if match is None or len(order) != records or max(order, default=-1) >= int(match.group(1)):
            raise ParseError(
                "the bits in this comment do not fit the measurements", code="QC115", span=span
            )
        return int(match.group(1)), order
    return records, list(range(records))
