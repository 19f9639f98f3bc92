# SPDX-License-Identifier: Apache-2.0
"""Quil: gates with modifiers and definitions, memory, measurement, protected blocks, and conditions as we write them.

The grammar is `grammar/quil.lark`. Analog control and classical arithmetic have no equivalent and are named. Of jumps
only the shape of if and else is read: ``JUMP-WHEN @a bit``, else, ``JUMP @b``, ``LABEL @a``, then, ``LABEL @b``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedEOF, UnexpectedInput

from .._native import Angle, Instruction
from ..circuit import Circuit
from ..errors import InputError, LimitError, ParseError, SemanticError, Span, quote
from .marks import MARK, apply_mark
from .quil_gates import NAMES, standard
from .quil_numbers import Values, angle, of_matrix

if TYPE_CHECKING:
    from ..errors import Diagnostic
    from .source import Source

#: A rule of the grammar that was met; its children are tokens, rules, and None for what was left out.
Node = Any


@cache
def _parser() -> Lark:
    text = (files("qcompile.grammar") / "quil.lark").read_text(encoding="utf-8")
    return Lark(text, start=["program", "expression"], parser="lalr", maybe_placeholders=True)


def read(source: Source, limits: Mapping[str, int], warn: Callable[[Diagnostic], None]) -> Circuit:
    """Return the circuit of a Quil program.

    Raises
    ------
    ParseError
        QC100 for what is no Quil, with the place.
    SemanticError
        QC240 for what has no equivalent, QC201 to QC207 for gates that are wrong.
    """
    text = source.data.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n")
    lines = text.split("\n")
    reader = _Reader(source.path, lines, limits)
    try:
        tree = _parser().parse(text + "\n", start="program")
    except UnexpectedInput as error:
        raise reader.unexpected(error) from None
    items = [item for item in tree.children if isinstance(item, Tree)]
    out = reader.declared(items)
    reader.run([i for i in items if i.data not in ("declare", "defgate", "defcircuit")], out, {})
    for number, line in enumerate(lines, 1):
        if line.startswith(MARK):
            reader.mark(out, line[len(MARK) :], Span(source.path, number, 1, len(line) + 1, line))
    return out


class _Reader:
    """Does what instructions say, on one circuit."""

    def __init__(self, path: str | None, lines: list[str], limits: Mapping[str, int]) -> None:
        self.path = path
        self.lines = lines
        self.left = limits["operations"]
        self.qubits = limits["qubits"]
        self.bits: dict[str, list[int]] = {}
        self.reals: dict[str, list[Any]] = {}
        self.gates: dict[str, Node] = {}
        self.circuits: dict[str, Node] = {}
        self._open: set[str] = set()

    def span(self, token: Any) -> Span:
        """Return the place of a token, or of the first one of a tree."""
        while isinstance(token, Tree):
            token = next((c for c in token.children if c is not None and not _blank(c)), None)
        if not isinstance(token, Token) or token.line is None or token.column is None:
            return Span(self.path, 1, 1)
        line = self.lines[token.line - 1] if token.line <= len(self.lines) else ""
        return Span(self.path, token.line, token.column, token.column + len(token), line)

    def unexpected(self, error: UnexpectedInput) -> InputError:
        """Return the error for what the grammar has not."""
        line, column = max(error.line, 1), max(error.column, 1)
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        token = getattr(error, "token", None)
        shown = str(token).strip() if token is not None else text[column - 1 : column]
        if isinstance(error, UnexpectedEOF) or not shown:
            shown, line = "the end of the line", min(line, len(self.lines))
        else:
            shown = f"`{quote(shown)}`"
        return ParseError(
            f"unexpected {shown}, expected another token of an instruction",
            code="QC100",
            span=Span(self.path, line, column, None, text),
        )

    def declared(self, items: list[Node]) -> Circuit:
        """Return a circuit with the wires and memory of a program."""
        out = Circuit()
        width = 0
        for item in items:
            if item.data == "defcircuit":
                self.circuits[str(item.children[0])] = item
            elif item.data == "defgate":
                self.gates[str(item.children[0])] = item
            named = [node.children[0] for node in item.find_data("qubit")]
            named += [token for node in item.find_data("delay") for token in node.children[:-1]]
            for number in named:
                if number.type != "INT":
                    continue
                if len(number) > 9 or int(number) >= self.qubits:
                    raise LimitError(
                        f"more qubits than the limit of {self.qubits}",
                        code="QC603",
                        span=self.span(number),
                    )
                width = max(width, int(number) + 1)
        if width:
            out.add_qubits(width, "q")
        for item in items:
            if item.data == "declare":
                self.declare(item, out)
        return out

    def declare(self, item: Node, out: Circuit) -> None:
        """Declare a register of bits, or of parameters."""
        name, kind, size = item.children
        count = 1 if size is None else int(size) if len(size) < 10 else self.qubits + 1
        if count > self.qubits:
            raise LimitError("a register that is too large", code="QC603", span=self.span(name))
        if name in self.bits or name in self.reals:
            raise SemanticError(f"`{name}` is declared twice", code="QC204", span=self.span(name))
        if kind == "BIT":
            self.bits[str(name)] = out.add_bits(count, str(name)) if count else []
        elif kind == "REAL":
            names = [str(name)] if count == 1 else [f"{name}[{k}]" for k in range(count)]
            self.reals[str(name)] = [Angle.symbol(n) for n in names]
        else:
            raise SemanticError(
                f"memory of the kind `{quote(kind)}` has no equivalent", code="QC240",
                span=self.span(kind), help="circuits have bits (BIT) and parameters (REAL)",
            )  # fmt: skip

    def run(self, items: list[Node], out: Circuit, names: dict[str, Any]) -> None:
        """Append instructions; ``names`` are the arguments of the circuit they are in."""
        at = 0
        while at < len(items):
            self.left -= 1
            if self.left < 0:
                raise LimitError("too many operations", code="QC604", span=self.span(items[at]))
            kind = items[at].data
            if kind == "conditional":
                at = self.branch(items, at, out, names)
                continue
            if kind == "pragma" and items[at].children[0] == "PRESERVE_BLOCK":
                at = self.preserved(items, at, out, names)
                continue
            if kind in ("jump", "label"):
                raise SemanticError(
                    "a jump that is no if and else has no equivalent", code="QC240",
                    span=self.span(items[at]),
                )  # fmt: skip
            _KINDS[kind](self, items[at], out, names)
            at += 1

    def preserved(self, items: list[Node], at: int, out: Circuit, names: dict[str, Any]) -> int:
        """Append a protected region; return where it ends."""
        for end in range(at + 1, len(items)):
            if items[end].data == "pragma" and items[end].children[0] == "END_PRESERVE_BLOCK":
                with out.protected():
                    self.run(items[at + 1 : end], out, names)
                return end + 1
        raise ParseError(
            "expected `PRAGMA END_PRESERVE_BLOCK` after this",
            code="QC113",
            span=self.span(items[at]),
        )

    def branch(self, items: list[Node], at: int, out: Circuit, names: dict[str, Any]) -> int:
        """Append an if and else; return where it ends."""
        kind, first, reference = items[at].children
        then = self.label(items, at, first)
        jump = items[then - 1]
        if jump.data == "jump" and then - 1 > at:
            end = self.label(items, then, jump.children[0])
            blocks = [items[then + 1 : end], items[at + 1 : then - 1]]
        else:
            end, blocks = then, [[], items[at + 1 : then]]
        bit = self.bit(reference)
        made = []
        for block in blocks:
            inner = Circuit.from_core(out.emptied())
            self.run(block, inner, names)
            made.append(inner)
        value = int(kind.type == "WHEN")
        if not made[0]:
            value, made = 1 - value, [made[1]]
        elif not made[1]:
            made = made[:1]
        out.append_if(("equals", [bit], value), *made)
        return end + 1

    def label(self, items: list[Node], at: int, target: Token) -> int:
        """Return where a label stands behind a jump to it."""
        for place in range(at + 1, len(items)):
            if items[place].data == "label" and items[place].children[0] == target:
                return place
        raise SemanticError(
            f"no `LABEL {target}` follows: a jump back has no equivalent",
            code="QC240",
            span=self.span(target),
        )

    def bit(self, node: Node) -> int:
        """Return the bit a memory reference names."""
        name, index = node.children
        if name not in self.bits:
            raise SemanticError(
                f"no bits are declared as `{quote(name)}`", code="QC205", span=self.span(name)
            )
        return int(self.entry(self.bits[name], name, index))

    def entry(self, items: list[Any], name: Token, index: Token | None) -> Any:
        """Return an entry of a register."""
        number = 0 if index is None else int(index[:9])
        if number >= len(items):
            raise SemanticError(
                f"`{name}` has {len(items)} entries", code="QC206", span=self.span(index or name)
            )
        return items[number]

    def values(self, names: dict[str, Any]) -> Values:
        """Return what names in an expression stand for."""
        return Values(self, names)

    def wires(self, nodes: list[Node], out: Circuit, names: dict[str, Any]) -> list[int]:
        """Return the qubits of an instruction."""
        found: list[int] = []
        for node in nodes:
            token = node.children[0]
            q = int(token) if token.type == "INT" else names.get(str(token))
            if q is None:
                raise SemanticError(
                    f"`{quote(token)}` is no qubit here", code="QC214", span=self.span(token)
                )
            if q in found:
                raise SemanticError("one qubit given twice", code="QC207", span=self.span(token))
            found.append(q)
        return found

    def gate(self, item: Node, out: Circuit, names: dict[str, Any]) -> None:
        """Append a gate under its modifiers, or what a circuit of that name holds."""
        modifiers = [c for c in item.children if isinstance(c, Token) and c.type == "MODIFIER"]
        name = next(c for c in item.children if isinstance(c, Token) and c.type == "NAME")
        on = [c for c in item.children if isinstance(c, Tree) and c.data == "qubit"]
        said = item.children[len(modifiers) + 1 : len(item.children) - len(on)]
        values = self.values(names)
        angles = [values.of(node) for node in said if node is not None]
        wires = self.wires(on, out, names)
        if name in self.circuits and not modifiers:
            self.circuit(name, angles, wires, out)
            return
        instruction, width = self.modified([str(m) for m in modifiers], name, angles)
        if width != len(wires):
            raise SemanticError(
                f"`{name}` is on {width} qubits, got {len(wires)}",
                code="QC201",
                span=self.span(name),
            )
        out.append(instruction, wires)

    def modified(
        self, modifiers: list[str], name: Token, angles: list[Any]
    ) -> tuple[Instruction, int]:
        """Return a gate under modifiers, the first of which was applied last."""
        if not modifiers:
            return self.plain(name, angles)
        if modifiers[0] == "FORKED":
            if len(angles) % 2:
                raise SemanticError(
                    f"`FORKED` takes angles for both cases, got {len(angles)}", code="QC202",
                    span=self.span(name),
                )  # fmt: skip
            half = len(angles) // 2
            zero, width = self.modified(modifiers[1:], name, angles[:half])
            one, _ = self.modified(modifiers[1:], name, angles[half:])
            return Instruction.multiplexer(1, [zero, one]), width + 1
        inner, width = self.modified(modifiers[1:], name, angles)
        if modifiers[0] == "DAGGER":
            return inner.inverse(), width
        return inner.controlled([True]), width + 1

    def plain(self, name: Token, angles: list[Any]) -> tuple[Instruction, int]:
        """Return a gate of the program's own, or a standard one."""
        if name in self.gates:
            return of_matrix(self, self.gates[name], name, angles)
        made = standard(str(name), [angle(self, name, a) for a in angles])
        if made is None and name in NAMES:
            raise SemanticError(
                f"`{name}` does not take {len(angles)} angles", code="QC202", span=self.span(name)
            )
        if made is None:
            raise SemanticError(
                f"no gate is called `{quote(name)}`", code="QC203", span=self.span(name),
                help="define it with DEFGATE or DEFCIRCUIT",
            )  # fmt: skip
        return made

    def circuit(self, name: Token, angles: list[Any], wires: list[int], out: Circuit) -> None:
        """Append what a DEFCIRCUIT holds."""
        node = self.circuits[name]
        formals = [str(v) for v in node.children[1].children if v] if node.children[1] else []
        places = [str(c) for c in node.children[2:] if isinstance(c, Token)]
        if len(angles) != len(formals) or len(wires) != len(places):
            raise SemanticError(
                f"`{name}` takes {len(formals)} values and {len(places)} qubits", code="QC201",
                span=self.span(name),
            )  # fmt: skip
        if name in self._open:
            raise SemanticError(f"`{name}` holds itself", code="QC217", span=self.span(name))
        self._open.add(str(name))
        lines = [c.children[1] for c in node.children if isinstance(c, Tree) and c.data == "line"]
        arguments = {
            **dict(zip(formals, angles, strict=True)),
            **dict(zip(places, wires, strict=True)),
        }
        self.run(lines, out, arguments)
        self._open.discard(str(name))

    def measure(self, item: Node, out: Circuit, names: dict[str, Any]) -> None:
        """Append a measurement; one that keeps no result is a reset of nothing but coherence."""
        if item.children[1] is None:
            raise SemanticError(
                "a measurement without a bit has no equivalent", code="QC240",
                span=self.span(item), help="declare a bit and measure into it",
            )  # fmt: skip
        out.measure(self.wires(item.children[:1], out, names)[0], self.bit(item.children[1]))

    def reset(self, item: Node, out: Circuit, names: dict[str, Any]) -> None:
        """Append resets, of one qubit or of all."""
        one = item.children[0]
        out.reset(range(out.num_qubits) if one is None else self.wires([one], out, names))

    def fence(self, item: Node, out: Circuit, names: dict[str, Any]) -> None:
        """Append a barrier, over all qubits where none is named."""
        on = self.wires(item.children, out, names) or list(range(out.num_qubits))
        if on:
            out.barrier(on)

    def delay(self, item: Node, out: Circuit, names: dict[str, Any]) -> None:
        """Append a delay, which Quil has in seconds."""
        *on, duration = item.children
        try:
            seconds = float(duration)
        except ValueError:
            raise SemanticError(
                "a delay whose duration is no number", code="QC240", span=self.span(duration)
            ) from None
        if not on:
            raise SemanticError("a delay of no qubit", code="QC201", span=self.span(duration))
        out.delay(seconds * 1e9, self.wires([Tree("qubit", [q]) for q in on], out, names))

    def pragma(self, item: Node, out: Circuit, names: dict[str, Any]) -> None:
        """Leave out hints to other compilers; they change nothing."""

    def other(self, item: Node, out: Circuit, names: dict[str, Any]) -> None:
        """Refuse analog control and classical arithmetic."""
        raise SemanticError(
            f"`{item.children[0]}` has no equivalent",
            code="QC240",
            span=self.span(item.children[0]),
        )

    def mark(self, out: Circuit, body: str, span: Span) -> None:
        """Apply a comment of ours; a phase may be an expression."""
        if body.startswith("phase "):
            try:
                tree = _parser().parse(body[len("phase ") :], start="expression")
                out.add_phase(angle(self, None, self.values({}).of(tree)))
            except (UnexpectedInput, SemanticError):
                raise ParseError(
                    "the phase in this comment is no angle", code="QC115", span=span
                ) from None
        else:
            apply_mark(out, body, span)


def _blank(node: Any) -> bool:
    return isinstance(node, Tree) and not node.children


_KINDS: dict[str, Callable[[_Reader, Node, Circuit, dict[str, Any]], None]] = {
    "gate": _Reader.gate,
    "measure": _Reader.measure,
    "reset": _Reader.reset,
    "fence": _Reader.fence,
    "delay": _Reader.delay,
    "pragma": _Reader.pragma,
    "nothing": _Reader.pragma,
    "other": _Reader.other,
}
