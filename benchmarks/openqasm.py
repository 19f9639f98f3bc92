# SPDX-License-Identifier: Apache-2.0
"""A reader of OpenQASM 2 that belongs to no compiler, for counting what compilers wrote.

It shares no code with qcompile's frontends or with any peer. It takes valid programs only (every file measured here has
been read by the compilers before), keeps library gates as they are and expands the gates a program defines itself.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

#: Gates known without a definition: arity by name. A definition of one of these in the text is skipped, since
#: compilers repeat it only for readers with the short header.
LIBRARY = {
    **dict.fromkeys("id x y z h s sdg t tdg sx sxdg rx ry rz p u1 u2 u3 u U r".split(), 1),
    **dict.fromkeys(
        "cx CX cy cz ch cs csdg csx swap iswap dcx ecr crx cry crz cp cu1 cu3 cu rxx ryy rzz rzx".split(),
        2,
    ),
    **dict.fromkeys("ccx ccz cswap rccx".split(), 3),
    **dict.fromkeys("rc3x c3x c3sx c3sqrtx".split(), 4),
    "c4x": 5,
}

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
_GATE = re.compile(r"\bgate\s+(\w+)\s*(?:\(([^)]*)\))?\s*([^{]*)\{([^}]*)\}")
_CALL = re.compile(r"(\w+)\s*(?:\((.*)\))?\s*(.*)", re.S)
_ITEM = re.compile(r"\s*(\w+)\s*(?:\[\s*(\d+)\s*\])?\s*")
_IF = re.compile(r"if\s*\(\s*(\w+)\s*==\s*(\d+)\s*\)\s*(.*)", re.S)


class Op(NamedTuple):
    """One operation on numbered wires.

    Parameters
    ----------
    name : str
        As written; ``measure``, ``reset`` and ``barrier`` included.
    params : tuple of float
        Radians.
    qubits, bits : tuple of int
        Registers laid end to end in the order of their declarations; `bits` are those written.
    reads : tuple of int
        Bits the operation depends on.
    value : int
        What the bits it reads must spell.
    """

    name: str
    params: tuple[float, ...]
    qubits: tuple[int, ...]
    bits: tuple[int, ...] = ()
    reads: tuple[int, ...] = ()
    value: int = 0


@dataclass
class Program:
    """A program: its width and its operations in order."""

    num_qubits: int = 0
    num_bits: int = 0
    ops: list[Op] = field(default_factory=list)


class Definition(NamedTuple):
    """The body of a gate the program defines."""

    params: tuple[str, ...]
    qubits: tuple[str, ...]
    body: tuple[str, ...]


def read(text: str) -> Program:
    """Read a program.

    Parameters
    ----------
    text : str
        Valid OpenQASM 2.

    Returns
    -------
    Program

    Raises
    ------
    ValueError
        A statement or a gate it does not know.
    """
    return _Reader().read(text)


class _Reader:
    def __init__(self) -> None:
        self.program = Program()
        self.qubits: dict[str, range] = {}
        self.bits: dict[str, range] = {}
        self.gates: dict[str, Definition] = {}

    def read(self, text: str) -> Program:
        if "//" in text or "/*" in text:
            text = _COMMENT.sub(" ", text)
        if "{" in text:
            text = _GATE.sub(self.define, text)
        for statement in text.split(";"):
            if words := statement.strip():
                self.statement(words)
        return self.program

    def define(self, match: re.Match[str]) -> str:
        name, params, qubits, body = match.groups()
        if name not in LIBRARY:
            self.gates[name] = Definition(
                _names(params), _names(qubits), tuple(filter(None, map(str.strip, body.split(";"))))
            )
        return ""

    def statement(self, words: str) -> None:
        head = words.split(None, 1)[0]
        if head in ("OPENQASM", "include", "opaque"):
            return
        if head in ("qreg", "creg"):
            self.declare(head, words)
        elif match := _IF.fullmatch(words):
            register, value, rest = match.groups()
            self.program.ops += (
                op._replace(reads=tuple(self.bits[register]), value=int(value))
                for op in self.operations(rest)
            )
        else:
            self.program.ops += self.operations(words)

    def declare(self, head: str, words: str) -> None:
        match = _ITEM.fullmatch(words, 4)
        if match is None:
            raise ValueError(f"not a declaration: {words}")
        name, size = match[1], int(match[2])
        if head == "qreg":
            start = self.program.num_qubits
            self.qubits[name] = range(start, start + size)
            self.program.num_qubits += size
        else:
            start = self.program.num_bits
            self.bits[name] = range(start, start + size)
            self.program.num_bits += size

    def operations(self, words: str) -> Iterator[Op]:
        """Yield the operations of one statement, registers broadcast, defined gates expanded."""
        if words.startswith("measure"):
            source, destination = words[7:].split("->")
            for qubit, bit in zip(
                self.wires(source, self.qubits), self.wires(destination, self.bits), strict=True
            ):
                yield Op("measure", (), (qubit,), (bit,))
            return
        match = _CALL.fullmatch(words)
        if match is None:
            raise ValueError(f"not a statement: {words}")
        name, params, operands = match.groups()
        wires = [self.wires(item, self.qubits) for item in operands.split(",")]
        if name == "barrier":
            yield Op(name, (), tuple(wire for group in wires for wire in group))
            return
        angles = _angles(params or "")
        for group in _broadcast(wires):
            if name in LIBRARY or name == "reset":
                yield Op(name, angles, group)
            else:
                yield from self.expand(name, angles, group)

    def wires(self, item: str, registers: dict[str, range]) -> tuple[int, ...]:
        match = _ITEM.fullmatch(item)
        if match is None:
            raise ValueError(f"not an operand: {item}")
        register = registers[match[1]]
        return tuple(register) if match[2] is None else (register[int(match[2])],)

    def expand(self, name: str, params: tuple[float, ...], qubits: tuple[int, ...]) -> Iterator[Op]:
        if name not in self.gates:
            raise ValueError(f"gate `{name}` is not defined")
        definition = self.gates[name]
        values = dict(zip(definition.params, params, strict=True))
        wires = dict(zip(definition.qubits, qubits, strict=True))
        for words in definition.body:
            match = _CALL.fullmatch(words)
            if match is None:
                raise ValueError(f"not a statement: {words}")
            inner, expressions, operands = match.groups()
            group = tuple(wires[item.strip()] for item in operands.split(","))
            if inner == "barrier":
                yield Op(inner, (), group)
                continue
            angles = tuple(_evaluate(text, values) for text in _split(expressions or ""))
            if inner in LIBRARY:
                yield Op(inner, angles, group)
            else:
                yield from self.expand(inner, angles, group)


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in (text or "").split(","))))


def _broadcast(wires: list[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
    size = max(map(len, wires))
    if size == 1:
        yield tuple(group[0] for group in wires)
        return
    for index in range(size):
        yield tuple(group[0] if len(group) == 1 else group[index] for group in wires)


def _split(text: str) -> list[str]:
    # OpenQASM 2 functions take one argument, so every comma parts two expressions.
    return [part for part in text.split(",") if part.strip()]


@cache
def _angles(text: str) -> tuple[float, ...]:
    return tuple(_evaluate(part, {}) for part in _split(text))


_OPERATORS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_FUNCTIONS = {
    name: getattr(math, "log" if name == "ln" else name)
    for name in ("sin", "cos", "tan", "exp", "ln", "sqrt")
}


def _evaluate(text: str, names: dict[str, float]) -> float:
    def value(node: ast.AST) -> float:
        match node:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.Name(id="pi"):
                return math.pi
            case ast.Name(id=name):
                return names[name]
            case ast.UnaryOp(op=sign, operand=inner):
                return _OPERATORS[type(sign)](value(inner))
            case ast.BinOp(left=left, op=sign, right=right):
                return _OPERATORS[type(sign)](value(left), value(right))
            case ast.Call(func=ast.Name(id=function), args=[argument]):
                return float(_FUNCTIONS[function](value(argument)))
        raise ValueError(f"not an angle: {text}")

    return value(ast.parse(text.strip().replace("^", "**"), mode="eval").body)


def write(program: Program) -> str:
    """Write a program as OpenQASM 2 over one quantum and one classical register.

    Parameters
    ----------
    program : Program
        Without conditions: those need the registers as they were.

    Returns
    -------
    str
    """
    lines = ["OPENQASM 2.0;", 'include "qelib1.inc";', f"qreg q[{program.num_qubits}];"]
    if program.num_bits:
        lines.append(f"creg c[{program.num_bits}];")
    for op in program.ops:
        if op.reads:
            raise ValueError("a condition on numbered bits cannot be written")
        operands = ",".join(f"q[{qubit}]" for qubit in op.qubits)
        if op.name == "measure":
            lines.append(f"measure {operands} -> c[{op.bits[0]}];")
        else:
            angles = f"({','.join(map(repr, op.params))})" if op.params else ""
            lines.append(f"{op.name}{angles} {operands};")
    return "\n".join([*lines, ""])
