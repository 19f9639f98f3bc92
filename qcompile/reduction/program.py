# SPDX-License-Identifier: Apache-2.0
"""A circuit as a tree of operations and blocks, made to be cut: every change gives another tree.

Blocks here are over the wires of the whole circuit, whatever owns them, so that an operation can be moved out of its
block as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

from .._native import CoreCircuit, Instruction
from ..circuit import Circuit
from ..errors import QCompileError
from ..rebuilding import OWNERS

#: A condition as `Circuit.append_if` takes it.
Form: TypeAlias = Any


@dataclass(frozen=True, eq=False)
class Leaf:
    """An operation without blocks."""

    instruction: Instruction
    qubits: tuple[int, ...]
    bits: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """Name of what it applies."""
        return self.instruction.name


@dataclass(frozen=True, eq=False)
class Owner:
    """An operation with blocks.

    Parameters
    ----------
    name : {"if", "while", "for", "switch", "region"}
        What it is.
    blocks : tuple of tuple of Node
        Its blocks in order.
    condition : optional
        Of `if` and `while`, over the bits of the whole circuit.
    detail : mapping
        What the others carry: ``values`` and ``variable``; ``selector``, ``cases`` and ``default``; ``label``.
    """

    name: str
    blocks: tuple[tuple[Node, ...], ...]
    condition: Form = None
    detail: Mapping[str, Any] | None = None

    def __getitem__(self, key: str) -> Any:
        return (self.detail or {})[key]


Node: TypeAlias = "Leaf | Owner"


@dataclass(frozen=True, eq=False)
class Program:
    """A circuit as a tree.

    Parameters
    ----------
    shell : Circuit
        An empty circuit with the wires, registers, parameters, layouts and the phase.
    body : tuple of Node
        Its operations.
    """

    shell: Circuit
    body: tuple[Node, ...]

    @classmethod
    def of(cls, circuit: Circuit) -> Program:
        """Take a circuit apart."""
        shell = Circuit.from_core(circuit.emptied())
        shell.phase = circuit.exact_phase
        qubits, bits = range(circuit.num_qubits), range(circuit.num_bits)
        return cls(shell, tuple(_nodes(circuit, qubits, bits)))

    @cached_property
    def circuit(self) -> Circuit:
        """The circuit, put together again."""
        out = self.shell.copy()
        _build(out, self.body)
        return out

    @cached_property
    def key(self) -> str | None:
        """What equal circuits share; None where the operations make no valid circuit."""
        try:
            return self.circuit.structural_hash()
        except QCompileError:
            return None

    def nodes(self, depth: int | None = None) -> list[Node]:
        """Return all operations, owners before what they own; or those inside so many owners."""
        return [node for at, node in _walk(self.body) if depth is None or at == depth]

    @property
    def depth(self) -> int:
        """How deep blocks lie in blocks: 0 without any, -1 without operations."""
        return max((at for at, _ in _walk(self.body)), default=-1)

    @property
    def size(self) -> int:
        """Number of operations, those in blocks included."""
        return sum(1 for _ in _walk(self.body))

    def without(self, gone: Collection[Node]) -> Program:
        """Return it without some operations and all they own."""
        away = frozenset(gone)
        return self.rewritten(lambda node: () if node in away else (node,))

    def with_instead(self, node: Node, others: Sequence[Node]) -> Program:
        """Return it with operations in the place of one."""
        return self.rewritten(lambda each: others if each is node else (each,))

    def rewritten(self, change: Callable[[Node], Sequence[Node]]) -> Program:
        """Return it with each operation replaced; what is inside a new one is not visited, inside a kept one it is."""
        return replace(self, body=_rewritten(self.body, change))

    def on_qubits(self, kept: Collection[int]) -> Program:
        """Return it without every gate that acts on another qubit; barriers only become shorter."""
        here = frozenset(kept)

        def change(node: Node) -> Sequence[Node]:
            if isinstance(node, Owner) or here.issuperset(node.qubits):
                return (node,)
            if node.name == "barrier" and here.intersection(node.qubits):
                return (replace(node, qubits=tuple(q for q in node.qubits if q in here)),)
            return ()

        return self.rewritten(change)

    def used(self) -> tuple[list[int], list[int]]:
        """Return the qubits and the bits that something happens to or is asked of."""
        qubits: set[int] = set()
        bits: set[int] = set()
        for node in self.nodes():
            if isinstance(node, Leaf):
                qubits.update(node.qubits)
                bits.update(node.bits)
            else:
                bits.update(condition_bits(node.condition))
                bits.update((node.detail or {}).get("selector", ()))
        return sorted(qubits), sorted(bits)

    def narrowed(self, spare: Collection[tuple[str, int]] = ()) -> Program:
        """Return it without wires nobody uses but ``spare`` ones, over plain registers; without layouts."""
        qubits, bits = self.used()
        qubits = sorted({*qubits, *(n for kind, n in spare if kind == "qubit")})
        bits = sorted({*bits, *(n for kind, n in spare if kind == "bit")})
        to_qubit = {q: k for k, q in enumerate(qubits)}
        to_bit = {b: k for k, b in enumerate(bits)}
        shell = Circuit(len(qubits), len(bits))
        shell.phase = self.shell.exact_phase
        return Program(shell, tuple(_renamed(node, to_qubit, to_bit) for node in self.body))

    def unused(self) -> list[tuple[str, int]]:
        """Return the wires nobody uses: ``("qubit", 3)``, ``("bit", 0)``."""
        qubits, bits = self.used()
        return [
            *(("qubit", q) for q in range(self.shell.num_qubits) if q not in qubits),
            *(("bit", b) for b in range(self.shell.num_bits) if b not in bits),
        ]


def condition_bits(form: Form) -> Iterator[int]:
    """Yield the bits a condition asks of.

    Examples
    --------
    >>> list(condition_bits(("and", [("equals", [3, 4], 1), ("not", 7)])))
    [3, 4, 7]
    """
    if isinstance(form, int) and not isinstance(form, bool):
        yield form
    elif isinstance(form, tuple):
        head, inner, *_ = form
        if head in ("equals", "less"):
            yield from inner
        else:
            for each in inner if isinstance(inner, list) else [inner]:
                yield from condition_bits(each)


def _renamed_condition(form: Form, names: Mapping[int, int]) -> Form:
    if isinstance(form, bool) or form is None:
        return form
    if isinstance(form, int):
        return names[form]
    head, inner, *rest = form
    if head in ("equals", "less"):
        return (head, [names[b] for b in inner], *rest)
    if isinstance(inner, list):
        return (head, [_renamed_condition(each, names) for each in inner])
    return (head, _renamed_condition(inner, names))


def _nodes(circuit: CoreCircuit, qubits: Sequence[int], bits: Sequence[int]) -> Iterator[Node]:
    for op in circuit:
        inner_qubits = tuple(qubits[q] for q in op.qubits)
        inner_bits = tuple(bits[b] for b in op.bits)
        if op.name not in OWNERS:
            yield Leaf(op.instruction, inner_qubits, inner_bits)
            continue
        blocks = tuple(tuple(_nodes(block, inner_qubits, inner_bits)) for block in op.blocks)
        detail = dict(op.contents)
        names = dict(enumerate(bits))
        condition = _renamed_condition(detail.pop("condition", None), names)
        if "selector" in detail:
            detail["selector"] = [names[b] for b in detail["selector"]]
        yield Owner(op.name, blocks, condition, detail)


def _renamed(node: Node, qubits: Mapping[int, int], bits: Mapping[int, int]) -> Node:
    if isinstance(node, Leaf):
        return replace(
            node,
            qubits=tuple(qubits[q] for q in node.qubits),
            bits=tuple(bits[b] for b in node.bits),
        )
    detail = dict(node.detail or {})
    if "selector" in detail:
        detail["selector"] = [bits[b] for b in detail["selector"]]
    return Owner(
        node.name,
        tuple(tuple(_renamed(inner, qubits, bits) for inner in block) for block in node.blocks),
        _renamed_condition(node.condition, bits),
        detail,
    )


def _walk(body: Sequence[Node], depth: int = 0) -> Iterator[tuple[int, Node]]:
    for node in body:
        yield depth, node
        if isinstance(node, Owner):
            for block in node.blocks:
                yield from _walk(block, depth + 1)


def _rewritten(body: Sequence[Node], change: Callable[[Node], Sequence[Node]]) -> tuple[Node, ...]:
    out: list[Node] = []
    for node in body:
        for new in change(node):
            if new is node and isinstance(node, Owner):
                blocks = tuple(_rewritten(block, change) for block in node.blocks)
                if blocks != node.blocks:
                    new = replace(node, blocks=blocks)
            out.append(new)
    return tuple(out)


def _build(out: Circuit, body: Sequence[Node]) -> None:
    for node in body:
        if isinstance(node, Leaf):
            out.append(node.instruction, node.qubits, node.bits)
            continue
        blocks = []
        for block in node.blocks:
            inner = Circuit(out.num_qubits, out.num_bits)
            _build(inner, block)
            blocks.append(inner)
        _append(out, node, blocks)


def _append(out: Circuit, node: Owner, blocks: list[Circuit]) -> None:
    if node.name == "if":
        out.append_if(node.condition, *blocks)
    elif node.name == "while":
        out.append_while(node.condition, blocks[0])
    elif node.name == "for":
        out.append_for(node["values"], blocks[0], node["variable"])
    elif node.name == "switch":
        default = blocks.pop() if node["default"] else None
        out.append_switch(node["selector"], list(zip(node["cases"], blocks, strict=True)), default)
    else:
        out.append_region(blocks[0], node["label"])
