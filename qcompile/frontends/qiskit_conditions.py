# SPDX-License-Identifier: Apache-2.0
"""Conditions of Qiskit: a bit or register with a value, or an expression tree, as a `Condition`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..circuit import Bit, Condition
from ..errors import SemanticError

#: A comparison said with ``==`` and ``<`` over bits and a number; the value 0 is on the left of none of them.
_COMPARED: dict[str, Callable[[Bit, int], Condition]] = {
    "EQUAL": lambda bits, value: bits == value,
    "NOT_EQUAL": lambda bits, value: bits != value,
    "LESS": lambda bits, value: bits < value,
    "LESS_EQUAL": lambda bits, value: bits < value + 1,
    "GREATER": lambda bits, value: ~(bits < value + 1),
    "GREATER_EQUAL": lambda bits, value: ~(bits < value),
}
_TURNED = {
    "LESS": "GREATER",
    "LESS_EQUAL": "GREATER_EQUAL",
    "GREATER": "LESS",
    "GREATER_EQUAL": "LESS_EQUAL",
}
_JOINED: dict[str, Callable[[Condition, Condition], Condition]] = {
    "BIT_AND": lambda a, b: a & b,
    "LOGIC_AND": lambda a, b: a & b,
    "BIT_OR": lambda a, b: a | b,
    "LOGIC_OR": lambda a, b: a | b,
    "BIT_XOR": lambda a, b: a ^ b,
    "EQUAL": lambda a, b: ~(a ^ b),
    "NOT_EQUAL": lambda a, b: a ^ b,
}


def condition_of(condition: Any, bits_of: Callable[[Any], list[int]]) -> Condition:
    """Return the condition that Qiskit's means.

    Parameters
    ----------
    condition : tuple of (Clbit or ClassicalRegister, int), or qiskit.circuit.classical.expr.Expr
        What an `IfElseOp` or `WhileLoopOp` holds.
    bits_of : callable
        The numbers of a bit or of a register's bits, least significant first.

    Raises
    ------
    SemanticError
        QC240 for an expression that is no comparison of bits, or one over a variable.
    """
    if isinstance(condition, tuple):
        bits, value = condition
        return Bit(bits_of(bits)) == int(value)
    return _truth(condition, bits_of)


def _truth(node: Any, bits_of: Callable[[Any], list[int]]) -> Condition:
    kind = type(node).__name__
    if kind == "Value" and _is_truth(node):
        return Condition(bool(node.value))
    if kind in ("Var", "Index"):
        return Bit(_bits(node, bits_of)) == 1
    if kind == "Cast":
        bits = _bits(node.operand, bits_of)
        return ~(Bit(bits) == 0) if len(bits) > 1 else Bit(bits) == 1
    if kind == "Unary" and node.op.name in ("LOGIC_NOT", "BIT_NOT"):
        return ~_truth(node.operand, bits_of)
    if kind == "Binary":
        name, left, right = node.op.name, node.left, node.right
        if type(left).__name__ == "Value" and not _is_truth(left):
            name, left, right = _TURNED.get(name, name), right, left
        if name in _COMPARED and type(right).__name__ == "Value" and not _is_truth(right):
            return _COMPARED[name](Bit(_bits(left, bits_of)), int(right.value))
        if name in _JOINED and (_is_truth(left) or name.startswith("LOGIC")):
            return _JOINED[name](_truth(left, bits_of), _truth(right, bits_of))
    raise SemanticError(
        "a condition that is no comparison of classical bits with a number",
        code="QC240",
        help="compare bits and registers with constants, and join comparisons with and, or, xor and not",
    )


def _is_truth(node: Any) -> bool:
    return type(node.type).__name__ == "Bool"


def _bits(node: Any, bits_of: Callable[[Any], list[int]]) -> list[int]:
    """Return the bits an operand reads."""
    kind = type(node).__name__
    if kind == "Cast":
        return _bits(node.operand, bits_of)
    if kind == "Index" and type(node.index).__name__ == "Value":
        return [_bits(node.target, bits_of)[int(node.index.value)]]
    if kind == "Var" and not getattr(node, "standalone", False):
        return bits_of(node.var)
    raise SemanticError(
        "a condition over a value that is no bit or register of the circuit",
        code="QC240",
        help="variables and arithmetic are not kept; measure into bits and compare those",
    )
