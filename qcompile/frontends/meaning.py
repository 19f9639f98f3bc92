# SPDX-License-Identifier: Apache-2.0
"""What a statement of OpenQASM 2 means: names resolved, operands checked, and then the engine's entry points.

The first thing that is wrong, from left to right, is the error; nothing is appended before all is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from lark import Token, Tree

from ..errors import Diagnostic, LimitError, ParseError, SemanticError, quote
from .syntax import THREE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .._native import Angle, Program
    from ..errors import Span
    from .step import Piece

#: Names that the header would bring in.
PUBLISHED = frozenset(
    "u3 u2 u1 cx id x y z h s sdg t tdg rx ry rz cz cy ch ccx crz cu1 cu3".split()
)
_Entry = TypeVar("_Entry")
_GATES = ("builtin", "published", "longer", "program")


class Operand(NamedTuple):
    """An operand as the engine takes it, and where it was written."""

    start: int
    size: int
    whole: bool
    token: Token

    @property
    def parts(self) -> tuple[int, int, bool]:
        """What the engine takes."""
        return self.start, self.size, self.whole


class Guard(NamedTuple):
    """``if (register == value)``: its first bit, and the value's bits; None where it is too wide."""

    start: int
    value: list[bool] | None


class Meaning:
    """Semantic analysis of one program.

    Parameters
    ----------
    program : Program
        What has been read so far.
    limits : mapping of str to int
        All of `LIMITS`.
    warn : callable
        Called with each warning.
    """

    def __init__(
        self, program: Program, limits: Mapping[str, int], warn: Callable[[Diagnostic], None]
    ) -> None:
        self.program = program
        self.limits = limits
        self.warn = warn
        self.piece: Piece

    def apply(self, tree: Tree[Any], piece: Piece) -> tuple[str, Span] | None:
        """Do what one statement says; returns the file an `include` names."""
        self.piece = piece
        self.program.begin_statement()
        statement = tree.children[0]
        included: tuple[str, Span] | None = getattr(self, f"_{statement.data}")(*statement.children)
        return included

    def _fail(
        self, code: str, message: str, at: Token, help: str | None = None, note: str | None = None
    ) -> SemanticError:
        return SemanticError(
            message,
            code=code,
            span=self.piece.span(at),
            help=help,
            note=note,
            trail=self.piece.source.trail(),
        )

    def _place(self) -> tuple[int, int]:
        span = self.piece.span(self.piece.tokens[0])
        return span.line, span.column

    # ---- declarations -------------------------------------------------------------------------

    def _version(self, _: Token, number: Token) -> None:
        if number not in ("2.0", "2"):
            raise ParseError(
                f"version {quote(number)} is unsupported, expected 2.0",
                code="QC103",
                span=self.piece.span(number),
                help="write `OPENQASM 2.0;`",
            )
        if number == "2":
            raise ParseError(
                "version `2`, expected `2.0`", code="QC103", span=self.piece.span(number)
            )
        self.program.started = True

    def _include(self, name: Token) -> tuple[str, Span] | None:
        if name[1:-1] != "qelib1.inc":
            return name[1:-1], self.piece.span(name)
        taken = self.program.include_header()
        if taken is not None:
            raise self._fail(
                "QC204",
                f"`{taken}` is already defined, and qelib1.inc defines it",
                name,
                help="include the header first, and give your own gates other names",
            )
        return None

    def _register(self, kind: Token, name: Token, size: Token) -> None:
        self._free(name)
        if size == "0":
            raise self._fail("QC210", f"register `{quote(name)}` has size zero", size)
        if len(size) > 18 or int(size) > self.limits["qubits"]:
            raise LimitError(
                f"more than {self.limits['qubits']} qubits and bits, which is the limit",
                code="QC603",
                span=self.piece.span(size),
                help="raise it with `--limit qubits=N`",
            )
        self.program.declare(name, int(size), kind.type == "QREG")

    def _free(self, name: Token) -> None:
        known = self.program.lookup(name)
        if known is None or known[0] == "longer":
            return
        what = {"qreg": "a register", "creg": "a register", "published": "a gate of qelib1.inc"}
        kind = what.get(known[0], "a gate")
        raise self._fail(
            "QC204",
            f"`{quote(name)}` is already declared: it is {kind}",
            name,
            help="registers and gates share one space of names; choose another",
        )

    def _head(self, name: Token, *rest: Tree[Any]) -> None:
        params, qubits = self._signature(name, rest)
        self.program.begin_gate(name, params, qubits)

    def _opaque(self, name: Token, *rest: Tree[Any]) -> None:
        params, qubits = self._signature(name, rest)
        self.program.opaque(name, params, qubits)

    def _signature(self, name: Token, rest: tuple[Tree[Any], ...]) -> tuple[list[str], list[str]]:
        self._free(name)
        params: list[Token] = []
        if rest[0].data == "formal_parameters" and rest[0].children:
            params = self._bounded(_names(rest[0].children[0]))
        qubits = self._bounded(_names(rest[-1]))
        seen: set[str] = set()
        for formal in [*params, *qubits]:
            if formal in seen:
                raise self._fail(
                    "QC213",
                    f"duplicate argument `{quote(formal)}` of gate `{quote(name)}`",
                    formal,
                )
            seen.add(str(formal))
        return [str(p) for p in params], [str(q) for q in qubits]

    def _end(self) -> None:
        self.program.end_gate()

    def _empty(self) -> None:
        """Nothing: a lenient reader takes it."""

    # ---- operations ---------------------------------------------------------------------------

    def _conditional(self, name: Token, value: Token, operation: Tree[Any]) -> None:
        known = self.program.lookup(name)
        if known is None:
            raise self._fail("QC205", f"register `{quote(name)}` is not defined", name)
        kind, start, size = known
        if kind != "creg":
            raise self._fail(
                "QC209", f"`{quote(name)}` is not a classical register; `if` compares one", name
            )
        # The longest number that can fit, before it is computed.
        number = int(value) if len(value) <= size else 1 << size
        bits = [bool(number >> i & 1) for i in range(size)] if number >> size == 0 else None
        if bits is None:
            self.warn(
                Diagnostic(
                    "warning",
                    "QC250",
                    f"`{quote(name)}` has {size} bits and never equals {quote(value)}",
                    self.piece.span(value),
                    help="the operation is kept, and never runs",
                )
            )
        getattr(self, f"_{operation.data}")(*operation.children, guard=Guard(start, bits))

    def _call(self, name: Token, *rest: Tree[Any], guard: Guard | None = None) -> None:
        params, size = self._gate(name)
        angles = self._angles(name, params, rest)
        operands = [self._operand(t, "qreg") for t in self._bounded(rest[-1].children)]
        self._count(name, size, len(operands))
        self._broadcast(operands)
        line, column = self._place()
        self.program.call(name, angles, [o.parts for o in operands], guard, line, column)

    def _body_call(self, name: Token, *rest: Tree[Any]) -> None:
        params, size = self._gate(name)
        angles = self._angles(name, params, rest)
        operands = [self._formal(t) for t in self._bounded(_names(rest[-1]))]
        self._count(name, size, len(operands))
        self._broadcast(operands)
        line, column = self._place()
        self.program.call(name, angles, [o.parts for o in operands], None, line, column)

    def _measure(self, qubit: Tree[Any], bit: Tree[Any], guard: Guard | None = None) -> None:
        source, target = self._operand(qubit, "qreg"), self._operand(bit, "creg")
        if source.whole != target.whole or (source.whole and source.size != target.size):
            raise self._fail(
                "QC208",
                f"size mismatch: {_width(source, 'qubit')} into {_width(target, 'bit')}",
                target.token,
                help="measure one qubit into one bit, or registers of the same size",
            )
        self.program.measure(source.parts, target.parts, guard, *self._place())

    def _reset(self, qubit: Tree[Any], guard: Guard | None = None) -> None:
        self.program.reset(self._operand(qubit, "qreg").parts, guard, *self._place())

    def _barrier(self, operands: Tree[Any]) -> None:
        parts = [self._operand(t, "qreg").parts for t in self._bounded(operands.children)]
        self.program.barrier(parts, *self._place())

    def _body_barrier(self, names: Tree[Any]) -> None:
        parts = [self._formal(t).parts for t in self._bounded(_names(names))]
        self.program.barrier(parts, *self._place())

    def _gate(self, name: Token) -> tuple[int, int]:
        """Return how many angles and qubits a gate takes."""
        known = self.program.lookup(name)
        if known is not None and known[0] in _GATES:
            return known[1], known[2]
        shown = quote(name)
        if known is not None:
            raise self._fail("QC219", f"`{shown}` is a register, not a gate", name)
        if name in THREE:
            raise ParseError(
                f"`{shown}` is not defined in version 2.0; it looks like OpenQASM 3 syntax",
                code="QC108",
                span=self.piece.span(name),
                help="start the file with `OPENQASM 3.0;` if that is meant",
                trail=self.piece.source.trail(),
            )
        raise self._fail("QC203", f"gate `{shown}` is not defined", name, self._suggestion(name))

    def _suggestion(self, name: Token) -> str | None:
        if name == self.program.definition:
            return "a gate cannot call itself"
        names = self.program.gate_names()
        if name in PUBLISHED:
            return 'add `include "qelib1.inc";`'
        from difflib import get_close_matches

        near = get_close_matches(str(name), names, n=1) if len(name) < 40 else []
        return f"did you mean `{near[0]}`?" if near else "define it before its first use"

    def _count(self, name: Token, takes: int, got: int) -> None:
        if takes == got:
            return
        text = f"gate `{quote(name)}` takes {takes} qubit{'s' * (takes != 1)}, got {got}"
        roles = {"cx": "(control, target)", "ccx": "(control, control, target)"}.get(name)
        help = None
        if name in ("cx", "CX") and got == 3:
            help = "for two controls use `ccx`"
        raise self._fail("QC201", text, name, help, roles and f"takes {roles}")

    def _angles(self, name: Token, takes: int, rest: tuple[Tree[Any], ...]) -> list[Angle]:
        written = self._bounded(rest[0].children) if rest[0].data == "arguments" else []
        if len(written) != takes:
            plural = "s" * (takes != 1)
            raise self._fail(
                "QC202",
                f"gate `{quote(name)}` takes {takes} parameter{plural}, got {len(written)}",
                name,
            )
        return [self._angle(tree) for tree in written]

    def _angle(self, tree: Tree[Any]) -> Angle:
        piece = self.piece
        start, end = piece.offset(tree.meta.start_pos), piece.offset(tree.meta.end_pos)
        value = self.program.evaluate(piece.source.data, start)
        if not isinstance(value, tuple):
            return value
        reason, first, last = value
        span = piece.source.span(first, last)
        text = quote(piece.source.data[start:end].decode("utf-8", "replace"))
        bad = quote(piece.source.data[first:last].decode("utf-8", "replace"))
        if reason in ("terms", "nesting"):
            code = "QC606" if reason == "terms" else "QC605"
            what = "terms in a statement" if reason == "terms" else "open operators"
            raise LimitError(
                f"more than {self.limits[reason]} {what}, which is the limit",
                code=code,
                span=span,
                help=f"raise it with `--limit {reason}=N`",
            )
        code, message, help = {
            "name": ("QC211", f"unknown name `{bad}`", self._names_known()),
            "zero": ("QC212", f"division by zero in `{text}`", None),
            "infinite": ("QC212", f"`{bad}` has no finite real value", None),
            "far": (
                "QC221",
                f"the angle `{text}` is too large: what is left of it modulo 2 pi is noise",
                "reduce it modulo 2*pi",
            ),
        }[reason]
        raise SemanticError(message, code=code, span=span, help=help, trail=piece.source.trail())

    def _names_known(self) -> str:
        if self.program.in_body:
            return f"declare it: `gate {quote(self.program.definition)}(...)`"
        return "angles are made of numbers, `pi` and functions"

    def _bounded(self, entries: list[_Entry]) -> list[_Entry]:
        """Return a list unless it has more entries than one may have."""
        if len(entries) > self.limits["list"]:
            raise LimitError(
                f"more than {self.limits['list']} entries in a list, which is the limit",
                code="QC607",
                span=self.piece.span(self.piece.tokens[0]),
                help="raise it with `--limit list=N`",
            )
        return entries

    # ---- operands -----------------------------------------------------------------------------

    def _operand(self, tree: Tree[Any], wanted: str) -> Operand:
        name, *index = _names(tree)
        shown = quote(name)
        known = self.program.lookup(name)
        if known is None:
            raise self._fail("QC205", f"register `{shown}` is not defined", name)
        kind, start, size = known
        if kind != wanted:
            is_a = {"qreg": "a qubit register", "creg": "a classical register"}.get(kind, "a gate")
            needs = "qubits" if wanted == "qreg" else "classical bits"
            raise self._fail("QC209", f"expected {needs}, but `{shown}` is {is_a}", name)
        if not index:
            return Operand(start, size, True, name)
        # A number with more digits than the size is larger: it need not be computed.
        if len(index[0]) > len(str(size)) or int(index[0]) >= size:
            raise self._fail(
                "QC206",
                f"index {quote(index[0])} is out of range: `{shown}` has size {size}",
                index[0],
                help=f"indices go from 0 to {size - 1}",
            )
        return Operand(start + int(index[0]), 1, False, name)

    def _formal(self, name: Token) -> Operand:
        number = self.program.formal_qubit(name)
        if number is not None:
            return Operand(number, 1, False, name)
        shown = quote(name)
        if self.program.has_parameter(name):
            what = f"`{shown}` is a parameter, not a qubit"
        else:
            what = f"`{shown}` is not a qubit argument of gate `{quote(self.program.definition)}`"
        raise self._fail("QC214", what, name)

    def _broadcast(self, operands: list[Operand]) -> None:
        """Check sizes, and that no qubit comes twice in any round of the broadcast."""
        whole = [o for o in operands if o.whole]
        for o in whole[1:]:
            if o.size != whole[0].size:
                raise self._fail(
                    "QC208",
                    f"registers of different size: `{quote(whole[0].token)}` has {whole[0].size}, "
                    f"`{quote(o.token)}` has {o.size}",
                    o.token,
                )
        singles: dict[int, Token] = {}
        registers: dict[int, Operand] = {}
        for o in operands:
            inside = [r for r in registers.values() if r.start <= o.start < r.start + r.size]
            clash: Token | None = inside[0].token if inside else singles.get(o.start)
            if o.whole and clash is None:
                held = [t for s, t in singles.items() if o.start <= s < o.start + o.size]
                clash = held[0] if held else None
            if clash is not None:
                raise self._fail(
                    "QC207",
                    f"the same qubit twice: duplicate operand `{quote(self._written(o))}`",
                    o.token,
                    note="operands must be distinct",
                )
            if o.whole:
                registers[o.start] = o
            else:
                singles[o.start] = o.token

    def _written(self, operand: Operand) -> str:
        if operand.whole or self.program.in_body:
            return str(operand.token)
        known = self.program.lookup(operand.token)
        return f"{operand.token}[{operand.start - known[1]}]" if known else str(operand.token)


def _names(tree: Tree[Any]) -> list[Token]:
    return [t for t in tree.children if isinstance(t, Token)]


def _width(operand: Operand, unit: str) -> str:
    if not operand.whole:
        return f"one {unit}"
    return f"a register of {operand.size} {unit}{'s' * (operand.size != 1)}"
