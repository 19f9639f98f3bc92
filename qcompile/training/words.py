# SPDX-License-Identifier: Apache-2.0
"""Names of parameters, as users give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..errors import SemanticError, quote


def order(known: Sequence[str], given: Iterable[Any] | None) -> tuple[str, ...]:
    """Return the order of columns: the one given, which has to name every parameter once; QC242."""
    if given is None:
        return tuple(known)
    names = tuple(str(p) for p in given)
    check_names(dict.fromkeys(names, 0.0), known)
    if set(names) != set(known) or len(set(names)) < len(names):
        missing = [n for n in known if n not in names]
        what = f"no column for `{quote(missing[0])}`" if missing else "a parameter is given twice"
        raise SemanticError(what, code="QC242", help="name every parameter of the circuit once")
    return names


def check_names(values: Mapping[Any, float], known: Sequence[str]) -> dict[str, float]:
    """Return values by name; QC242 for a name that is not known."""
    named = {str(name): float(value) for name, value in values.items()}
    among = set(known)
    for name in named:
        if name not in among:
            raise SemanticError(
                f"no parameter is called `{quote(name)}`",
                code="QC242",
                help=f"the parameters are {listed(known)}",
            )
    return named


def listed(names: Sequence[str], most: int = 8) -> str:
    """Return the first of some names, and how many more there are."""
    shown = ", ".join(quote(n) for n in names[:most]) or "none"
    return shown if len(names) <= most else f"{shown}, and {len(names) - most} more"
