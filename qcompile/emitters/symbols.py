# SPDX-License-Identifier: Apache-2.0
"""Parameters as symbols of sympy, for the packages that speak it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


class Symbols:
    """The symbol of each parameter's name.

    Parameters
    ----------
    given : mapping of str to sympy.Symbol
        Symbols to use.
    taken : iterable of str
        Names that the package reads as something else.
    """

    def __init__(self, given: Mapping[str, Any], taken: Iterable[str]) -> None:
        self._known = dict(given)
        self._taken = frozenset(taken)

    def __call__(self, name: str) -> Any:
        """Return the symbol; what is no letter, digit or underscore becomes an underscore: ``theta_0``."""
        if name not in self._known:
            import sympy

            used = {symbol.name for symbol in self._known.values()}
            plain = (
                name
                if _NAME.fullmatch(name)
                else re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_")
            )
            if not _NAME.fullmatch(plain):
                plain = f"p_{plain}"
            while plain in used or plain in self._taken:
                plain += "_"
            self._known[name] = sympy.Symbol(plain)
        return self._known[name]


@cache
def functions() -> dict[str, Callable[[Any], Any]]:
    """Return the functions of angles as sympy has them."""
    import sympy

    names = ("sin", "cos", "tan", "exp", "sqrt")
    return {**{name: getattr(sympy, name) for name in names}, "ln": sympy.log}
