# SPDX-License-Identifier: Apache-2.0
"""Expressions of sympy as angles; Qiskit and Cirq both speak sympy."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

from .._native import Angle
from ..errors import SemanticError, quote

#: Functions by their name in sympy.
FUNCTIONS = {"sin": "sin", "cos": "cos", "tan": "tan", "exp": "exp", "log": "ln"}


def angle_of(expression: Any, symbol: Callable[[str], Angle]) -> float | Angle:
    """Return the angle an expression of sympy stands for, in the expression's own unit.

    Parameters
    ----------
    expression : sympy.Expr
        Sums, products, powers and the functions of `FUNCTIONS` over symbols and real numbers.
    symbol : callable
        Makes the parameter of a symbol's name.

    Raises
    ------
    SemanticError
        QC240 for a function angles do not have, or a number that is not real.
    """
    if expression.is_Symbol:
        return symbol(expression.name)
    if expression.is_Number or expression.is_NumberSymbol:
        return _number(expression)
    parts = [angle_of(each, symbol) for each in expression.args]
    if expression.is_Add:
        return reduce(lambda a, b: a + b, parts)
    if expression.is_Mul:
        return reduce(lambda a, b: a * b, parts)
    if expression.is_Pow:
        base, exponent = parts
        if isinstance(base, float) and isinstance(exponent, float):
            return float(base**exponent)
        return _angle(base) ** exponent
    name = type(expression).__name__
    if name in FUNCTIONS and len(parts) == 1:
        return _angle(parts[0]).apply(FUNCTIONS[name])
    raise SemanticError(
        f"an angle with `{quote(name)}` in it, which expressions of angles do not have",
        code="QC240",
        help="bind its parameters first; known are + - * / ** sin cos tan exp log and sqrt",
    )


def _number(expression: Any) -> float:
    try:
        return float(expression)
    except TypeError:
        raise SemanticError(f"the angle {quote(expression)} is not real", code="QC240") from None


def _angle(value: float | Angle) -> Angle:
    # As a factor and not as a multiple of pi: 2 stays 2.
    return value if isinstance(value, Angle) else Angle.pi(0, 1) + value
