# SPDX-License-Identifier: Apache-2.0
"""Angles in another package's terms: the same expression over its own symbols."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .._native import Angle


def translated(
    angle: float | Angle,
    symbol: Callable[[str], Any],
    functions: Mapping[str, Callable[[Any], Any]],
    scale: float = 1.0,
) -> Any:
    """Return an angle rebuilt with the operators of another package.

    Parameters
    ----------
    angle : float or Angle
        Radians.
    symbol : callable
        Makes the other package's symbol of a parameter's name.
    functions : mapping
        ``sin``, ``cos``, ``tan``, ``exp``, ``ln`` and ``sqrt`` as the other package has them.
    scale : float, default 1
        What radians are multiplied by; the coefficients of a sum are, so that ``x / pi`` half turns stay tidy.

    Returns
    -------
    object
        A float where nothing is unknown, else what the package's operators made.

    Examples
    --------
    >>> import sympy
    >>> from qcompile import Parameter
    >>> translated(2 * Parameter("t") + 0.5, sympy.Symbol, {})
    2.0*t + 0.5
    """
    if not isinstance(angle, Angle):
        return angle * scale
    form = angle.form
    if form is None:
        return float(angle) * scale
    head, *parts = form
    if head == "sum":
        return _sum(parts[0], parts[1], symbol, scale)
    if head in functions and len(parts) == 1:
        value = functions[head](translated(parts[0], symbol, functions))
    else:
        left, right = (translated(part, symbol, functions) for part in parts)
        value = _OPERATORS[head](left, right)
    return value if scale == 1.0 else value * scale


def _sum(
    constant: Angle,
    terms: list[tuple[str, float, int]],
    symbol: Callable[[str], Any],
    scale: float,
) -> Any:
    total: Any = None
    for name, numerator, denominator in terms:
        factor = numerator / denominator * scale
        term = symbol(name) if factor == 1.0 else factor * symbol(name)
        total = term if total is None else total + term
    offset = float(constant) * scale
    return total if offset == 0.0 else total + offset


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
}
