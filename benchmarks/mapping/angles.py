# SPDX-License-Identifier: Apache-2.0
"""Angles as OpenQASM writes them, to numbers."""

from __future__ import annotations

import ast
import math

_FUNCTIONS = {
    name: getattr(math, name) for name in "sin cos tan exp log sqrt asin acos atan".split()
}
_FUNCTIONS |= {"ln": math.log, "arcsin": math.asin, "arccos": math.acos, "arctan": math.atan}


def value(text: str) -> float | None:
    """Return the value of an angle; None where it has a parameter in it; ValueError where it is no expression."""
    return _value(ast.parse(text.strip().replace("^", "**"), mode="eval").body)


def _value(node: ast.expr) -> float | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.Name):
        return {"pi": math.pi, "π": math.pi, "tau": math.tau, "euler": math.e}.get(node.id)
    if isinstance(node, ast.Subscript):
        return None
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        inner = _value(node.operand)
        return inner if inner is None or isinstance(node.op, ast.UAdd) else -inner
    if isinstance(node, ast.BinOp):
        return _binary(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
        inner = _value(node.args[0])
        return None if inner is None else _FUNCTIONS[node.func.id](inner)
    raise ValueError(ast.dump(node))


def _binary(node: ast.BinOp) -> float | None:
    left, right = _value(node.left), _value(node.right)
    if left is None or right is None:
        return None
    if isinstance(node.op, ast.Add):
        return left + right
    if isinstance(node.op, ast.Sub):
        return left - right
    if isinstance(node.op, ast.Mult):
        return left * right
    if isinstance(node.op, ast.Div):
        return left / right
    if isinstance(node.op, ast.Pow):
        return float(left**right)
    raise ValueError(ast.dump(node))
