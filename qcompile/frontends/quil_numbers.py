# SPDX-License-Identifier: Apache-2.0
"""Quil's expressions: complex numbers, memory and formal values; and matrices written with them."""

from __future__ import annotations

import cmath
from math import isfinite, pi
from typing import TYPE_CHECKING, Any

from lark import Token

from .._native import Angle, Instruction
from ..errors import SemanticError, quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from .quil import _Reader

_FUNCTIONS: dict[str, Callable[[complex], complex]] = {
    "SIN": cmath.sin,
    "COS": cmath.cos,
    "SQRT": cmath.sqrt,
    "EXP": cmath.exp,
    "CIS": lambda x: cmath.exp(1j * x),
}


class Values:
    """What expressions come to: a complex number, or an angle over parameters."""

    def __init__(self, reader: _Reader, names: dict[str, Any]) -> None:
        self.reader = reader
        self.names = names

    def of(self, node: Any) -> Any:
        """Return the value of an expression."""
        try:
            return self._of(node)
        except (ArithmeticError, ValueError):
            raise SemanticError(
                "an expression without a finite value", code="QC212", span=self.reader.span(node)
            ) from None

    def _of(self, node: Any) -> Any:
        kind, parts = node.data, node.children
        if kind in ("number", "imaginary"):
            text = str(parts[0])
            return complex(0, float(text[:-1])) if kind == "imaginary" else float(text)
        if kind == "pi":
            return Angle.pi(1, 1)
        if kind == "unit":
            return 1j
        if kind == "variable":
            return self.named(parts[0], self.names)
        if kind == "reference":
            return self.memory(parts[0], parts[1])
        if kind in ("negative", "positive"):
            value = self._of(parts[1])
            return -value if kind == "negative" else value
        if kind == "function":
            return self.function(parts[0], self._of(parts[1]))
        left, right = self._of(parts[0]), self._of(parts[2])
        return self.joined(parts[1], left, right)

    def named(self, token: Token, names: dict[str, Any]) -> Any:
        """Return the value of a formal parameter."""
        if str(token) not in names:
            raise SemanticError(
                f"`{quote(token)}` has no value here", code="QC211", span=self.reader.span(token)
            )
        return names[str(token)]

    def memory(self, name: Token, index: Token | None) -> Any:
        """Return the parameter a memory reference is."""
        if str(name) not in self.reader.reals:
            raise SemanticError(
                f"no REAL memory is declared as `{quote(name)}`", code="QC211",
                span=self.reader.span(name),
            )  # fmt: skip
        return self.reader.entry(self.reader.reals[str(name)], name, index)

    def function(self, name: Token, value: Any) -> Any:
        """Apply a function."""
        which = str(name).upper()
        if isinstance(value, Angle) and value.value is None:
            if which == "CIS":
                raise SemanticError(
                    "CIS of a parameter is no angle", code="QC240", span=self.reader.span(name)
                )
            return value.apply(which.lower())
        return _FUNCTIONS[which](_number(value))

    def joined(self, sign: Token, left: Any, right: Any) -> Any:
        """Join two values."""
        if isinstance(left, complex) or isinstance(right, complex):
            left, right = _real(left, self, sign), _real(right, self, sign)
        which = str(sign)
        if which == "+":
            return left + right
        if which == "-":
            return left - right
        if which == "*":
            return left * right
        if which == "/":
            return left / right
        return left**right


def _number(value: Any) -> complex:
    return complex(float(value)) if isinstance(value, Angle) else complex(value)


def _real(value: Any, values: Values, where: Token) -> Any:
    """Return a value as a number; an imaginary part that is zero is dropped where a parameter is beside it."""
    if isinstance(value, Angle):
        if value.value is None:
            return value
        return float(value)
    if isinstance(value, complex) and value.imag == 0.0:
        return value.real
    return value


def known(reader: _Reader, node: Any, value: Any) -> complex:
    """Return a value that has to be a number."""
    if isinstance(value, Angle) and value.value is None:
        raise SemanticError(
            "a parameter where a number has to be", code="QC240", span=reader.span(node)
        )
    return _number(value)


def angle(reader: _Reader, node: Any, value: Any) -> float | Angle:
    """Return a value that has to be an angle."""
    if isinstance(value, Angle):
        return value
    number = complex(value)
    if abs(number.imag) > 1e-12 or not isfinite(number.real) or abs(number.real) > 1e9 * pi:
        raise SemanticError("an angle that is no real number", code="QC212", span=reader.span(node))
    return number.real


def of_matrix(
    reader: _Reader, node: Any, name: Token, angles: list[Any]
) -> tuple[Instruction, int]:
    """Return the gate of a DEFGATE; its matrix has the first qubit as the most significant bit."""
    formals, kind = node.children[1], node.children[2]
    names = [str(v) for v in formals.children if v is not None] if formals else []
    if len(names) != len(angles):
        raise SemanticError(
            f"`{name}` takes {len(names)} angles, got {len(angles)}", code="QC202",
            span=reader.span(name),
        )  # fmt: skip
    values = Values(reader, dict(zip(names, angles, strict=True)))
    rows = [row.children[1:] for row in node.children[3:]]
    numbers = [[known(reader, name, values.of(cell)) for cell in row] for row in rows]
    if kind is not None and str(kind) == "PERMUTATION" and len(numbers) == 1:
        image = [round(n.real) for n in numbers[0]]
        numbers = [[complex(column == at) for column in range(len(image))] for at in image]
    elif kind is not None and str(kind) != "MATRIX":
        raise SemanticError(
            f"a gate given as `{kind}` has no equivalent", code="QC240", span=reader.span(kind)
        )
    side = len(numbers)
    width = side.bit_length() - 1
    if side != 1 << width or width < 1 or any(len(row) != side for row in numbers):
        raise SemanticError(
            f"the matrix of `{name}` is not square with 2**k rows",
            code="QC237",
            span=reader.span(node),
        )
    order = [int(format(i, f"0{width}b")[::-1], 2) for i in range(side)]
    turned = [[numbers[i][j] for j in order] for i in order]
    _check(reader, name, turned)
    return Instruction.unitary([x for row in turned for x in row], str(name)), width


def _check(reader: _Reader, name: Token, rows: list[list[complex]]) -> None:
    side = len(rows)
    for i in range(side):
        for j in range(i, side):
            dot = sum(rows[i][k] * rows[j][k].conjugate() for k in range(side))
            if not abs(dot - (i == j)) <= 1e-9:
                raise SemanticError(
                    f"the matrix of `{name}` is not unitary", code="QC236", span=reader.span(name)
                )
