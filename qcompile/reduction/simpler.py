# SPDX-License-Identifier: Apache-2.0
"""Simpler operations in the place of one: fewer controls, a plainer gate, a rounder angle, a shorter loop.

Each list is simplest first and holds only what is simpler than the operation itself, so that replacing comes to an end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import permutations
from math import pi

from .._native import Angle, Instruction
from .program import Form, Leaf, Node, Owner, condition_bits

#: Gates that may stand for another one, simplest first: the name and its qubits, without angles.
PLAIN = (("x", 1), ("z", 1), ("h", 1), ("s", 1), ("t", 1), ("cx", 2), ("cz", 2))
#: Gates with one angle, likewise.
TURNS = (("rz", 1), ("rx", 1))
#: Operations that are no gates; nothing stands for them.
OTHERS = frozenset(
    {"measure", "reset", "barrier", "delay", "pulse", "allocate", "release", "break", "continue"}
)
#: Angles that are tried in the place of any other, simplest first.
ANGLES = (Angle(0.0), Angle.pi(1, 1), Angle.pi(1, 2), Angle.pi(1, 4), Angle(1.0))
#: Digits an angle is rounded to.
DIGITS = (1, 2, 3)
_NUMBERS = (0.0, pi, pi / 2, pi / 4, 1.0)


def simpler(node: Node) -> Iterator[tuple[Node, ...]]:
    """Yield what may stand in the place of an operation: gates first, then angles."""
    if isinstance(node, Owner):
        yield from _owners(node)
        return
    if node.name == "barrier":
        for q in node.qubits if len(node.qubits) > 1 else ():
            yield (replace(node, qubits=tuple(other for other in node.qubits if other != q)),)
    if node.name not in OTHERS:
        for leaf in (*_gates(node), *_angles(node)):
            yield (leaf,)


def opened(node: Node) -> Iterator[tuple[Node, ...]]:
    """Yield what an operation is made of: each block of an owner, the body of a definition."""
    if isinstance(node, Owner):
        yield from node.blocks
    elif (body := _called(node)) is not None:
        yield body


def _called(leaf: Leaf) -> tuple[Node, ...] | None:
    definition = leaf.instruction.contents.get("definition")
    if definition is None or definition.body is None:
        return None
    values = dict(zip(definition.parameters, leaf.instruction.parameters, strict=True))
    body = definition.body.bind(values)
    return tuple(Leaf(op.instruction, tuple(leaf.qubits[q] for q in op.qubits)) for op in body)


def _owners(node: Owner) -> Iterator[tuple[Node, ...]]:
    if node.name == "while":
        yield (replace(node, name="if"),)
    if node.name == "if" and len(node.blocks) > 1:
        yield (replace(node, blocks=node.blocks[:1]),)
    if node.condition is not None:
        for form in _conditions(node.condition):
            yield (replace(node, condition=form),)
    if node.name == "for" and len(node["values"]) > 1:
        for values in (node["values"][:1], node["values"][: len(node["values"]) // 2]):
            yield (replace(node, detail={**(node.detail or {}), "values": values}),)
    if node.name == "switch" and len(node["cases"]) > 1:
        for k in range(len(node["cases"])):
            blocks = node.blocks[:k] + node.blocks[k + 1 :]
            cases = node["cases"][:k] + node["cases"][k + 1 :]
            yield (replace(node, blocks=blocks, detail={**(node.detail or {}), "cases": cases}),)


def _conditions(form: Form) -> Iterator[Form]:
    """Yield conditions on a single bit, unless the one given is."""
    if isinstance(form, tuple) and form[0] == "equals" and form[2] == 1 and len(form[1]) == 1:
        return
    for b in sorted(set(condition_bits(form))):
        yield ("equals", [b], 1)


def _gates(leaf: Leaf) -> Iterator[Leaf]:
    width = len(leaf.qubits)
    angles = leaf.instruction.parameters
    own = _rank(leaf)
    for table, values in ((PLAIN, []), (TURNS, angles[:1])):
        for name, wires in table:
            if wires > width or (table is TURNS and not values):
                continue
            gate = Instruction.gate(name, values)
            for qubits in _operands(leaf.qubits, wires):
                candidate = Leaf(gate, qubits)
                if _rank(candidate) < own:
                    yield candidate
    polarity: list[bool] = leaf.instruction.contents.get("polarity", [])
    for k in range(len(polarity)):
        fewer = leaf.instruction.contents["base"]
        if len(polarity) > 1:
            fewer = fewer.controlled(polarity[:k] + polarity[k + 1 :])
        yield replace(leaf, instruction=fewer, qubits=leaf.qubits[:k] + leaf.qubits[k + 1 :])
    if not all(polarity):
        closed = leaf.instruction.contents["base"].controlled([True] * len(polarity))
        yield replace(leaf, instruction=closed)
    if leaf.name == "ccx":
        for k in (0, 1):
            yield Leaf(Instruction.gate("cx"), (leaf.qubits[k], leaf.qubits[2]))


def _operands(qubits: Sequence[int], wires: int) -> Iterator[tuple[int, ...]]:
    if wires == len(qubits):
        yield tuple(qubits)
    elif len(qubits) <= 4:
        yield from permutations(qubits, wires)


def _rank(leaf: Leaf) -> tuple[int, int, int]:
    """Return how complicated a gate is: its qubits, its angles, its place among the plain ones."""
    return len(leaf.qubits), len(leaf.instruction.parameters), _place(leaf.name)


@cache
def _place(name: str) -> int:
    names = [plain for plain, _ in (*PLAIN, *TURNS)]
    return names.index(name) if name in names else len(names)


def _angles(leaf: Leaf) -> Iterator[Leaf]:
    values = leaf.instruction.parameters
    again = _with_parameters(leaf.instruction)
    if again is None:
        return
    for k, value in enumerate(values):
        for other in plainer(value):
            yield replace(leaf, instruction=again([*values[:k], other, *values[k + 1 :]]))


def plainer(value: float | Angle) -> Iterator[float | Angle]:
    """Yield simpler angles, simplest first.

    Examples
    --------
    >>> [float(angle) for angle in plainer(1.0)]
    [0.0, 3.141592653589793, 1.5707963267948966, 0.7853981633974483]
    >>> list(plainer(0.0))
    []
    """
    number = value.value if isinstance(value, Angle) else float(value)
    simple = len(_NUMBERS) if number not in _NUMBERS else _NUMBERS.index(number)
    yield from ANGLES[:simple]
    if number is not None and simple == len(_NUMBERS):
        for digits in DIGITS:
            rounded = round(number, digits)
            if rounded == number:
                break
            if rounded not in (0.0, 1.0):
                yield rounded


def _with_parameters(
    instruction: Instruction,
) -> Callable[[list[float | Angle]], Instruction] | None:
    """Return what makes the same instruction with other angles; None where nothing does."""
    contents = instruction.contents
    if not instruction.parameters:
        return None
    if "base" in contents:
        inner = _with_parameters(contents["base"])
        polarity = contents["polarity"]
        return None if inner is None else lambda values: inner(values).controlled(polarity)
    if "definition" in contents:
        return lambda values: Instruction.call(contents["definition"], values)
    if contents:
        return None
    return lambda values: Instruction.gate(instruction.name, values)
