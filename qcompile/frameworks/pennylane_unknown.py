# SPDX-License-Identifier: Apache-2.0
"""`Unknown`: a number that a quantum function is traced with, and what asks for its value is told that it has none."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from .._native import Angle


class Untraceable(Exception):  # noqa: N818, no error of the user's: the plain way is taken
    """Says why a function cannot be traced without the values of its arguments."""


def _angle(value: Any) -> Angle | float | None:
    if isinstance(value, Unknown):
        return value.angle
    if isinstance(value, np.ndarray) and value.ndim == 0:
        return _angle(value.item())
    if isinstance(value, (bool, np.bool_, complex)) or not isinstance(
        value, (int, float, np.integer, np.floating)
    ):
        return None
    return float(value)


def _asked(*_: Any) -> NoReturn:
    raise Untraceable("the function asks for the value of an argument")


class Unknown:
    """A number nothing is known of but how it is computed from the arguments.

    Stands in arrays of objects, whose indexing, reshaping and elementwise functions are numpy's.

    Parameters
    ----------
    angle : Angle
        Over the arguments, by their numbers.
    """

    __slots__ = ("angle",)

    def __init__(self, angle: Angle) -> None:
        self.angle = angle

    def _with(self, other: Any, how: str, swapped: bool = False) -> Any:
        value = _angle(other)
        if value is None:
            return NotImplemented
        one, two = (value, self.angle) if swapped else (self.angle, value)
        if isinstance(one, float):
            one = Angle(one)
        return Unknown(getattr(one, how)(two))

    def __add__(self, other: Any) -> Any:
        return self._with(other, "__add__")

    def __radd__(self, other: Any) -> Any:
        return self._with(other, "__add__", swapped=True)

    def __sub__(self, other: Any) -> Any:
        return self._with(other, "__sub__")

    def __rsub__(self, other: Any) -> Any:
        return self._with(other, "__sub__", swapped=True)

    def __mul__(self, other: Any) -> Any:
        return self._with(other, "__mul__")

    def __rmul__(self, other: Any) -> Any:
        return self._with(other, "__mul__", swapped=True)

    def __truediv__(self, other: Any) -> Any:
        return self._with(other, "__truediv__")

    def __rtruediv__(self, other: Any) -> Any:
        return self._with(other, "__truediv__", swapped=True)

    def __pow__(self, other: Any) -> Any:
        return self._with(other, "__pow__")

    def __neg__(self) -> Unknown:
        return Unknown(-self.angle)

    def __pos__(self) -> Unknown:
        return self

    def sin(self) -> Unknown:
        """Return the sine; numpy asks for it by name, as for those below."""
        return Unknown(self.angle.apply("sin"))

    def cos(self) -> Unknown:
        """Return the cosine."""
        return Unknown(self.angle.apply("cos"))

    def tan(self) -> Unknown:
        """Return the tangent."""
        return Unknown(self.angle.apply("tan"))

    def exp(self) -> Unknown:
        """Return the exponential."""
        return Unknown(self.angle.apply("exp"))

    def log(self) -> Unknown:
        """Return the natural logarithm."""
        return Unknown(self.angle.apply("ln"))

    def sqrt(self) -> Unknown:
        """Return the square root."""
        return Unknown(self.angle.apply("sqrt"))

    def conjugate(self) -> Unknown:
        """Return the number itself: it is real."""
        return self

    __bool__ = __float__ = __int__ = __index__ = __complex__ = __abs__ = __round__ = _asked
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _asked
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __rpow__ = _asked
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"Unknown({self.angle})"


def unknowns(shape: tuple[int, ...], start: int) -> Any:
    """Return an array of unknown numbers, called ``p[start]`` and so on; one alone for no axes."""
    count = int(np.prod(shape, dtype=int))
    out = np.empty(count, dtype=object)
    for k in range(count):
        out[k] = Unknown(Angle.symbol(f"p[{start + k}]"))
    return out.reshape(shape) if shape else out[0]


def angles_in(value: Any) -> list[Angle | float]:
    """Return a number of an operator as one angle, or those of an array, in order.

    Raises
    ------
    Untraceable
        If something there is no real number.
    """
    found = [_angle(x) for x in (value.ravel() if isinstance(value, np.ndarray) else [value])]
    out = [x for x in found if x is not None]
    if len(out) < len(found):
        raise Untraceable("an operator has parameters that are no real numbers")
    return out


def is_unknown(value: Any) -> bool:
    """Return whether there is an unknown number in a parameter of an operator."""
    if isinstance(value, np.ndarray):
        return value.dtype == object and any(isinstance(x, Unknown) for x in value.ravel())
    return isinstance(value, Unknown)
