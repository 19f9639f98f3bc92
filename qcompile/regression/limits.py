# SPDX-License-Identifier: Apache-2.0
"""Tolerances and budgets as they are written in a configuration file: ``"0"``, ``"+3"``, ``"+2%"``, ``"+2% or +1"``."""

from __future__ import annotations

import re
from math import inf, isfinite
from typing import Any

from ..options import suggestion
from .model import Limit

#: What is compared, in the order of tables; the counts of every circuit, then what only some have.
METRICS = (
    "two_qubit",
    "two_qubit_depth",
    "depth",
    "gates",
    "one_qubit",
    "multi_qubit",
    "swaps",
    "t_count",
    "t_depth",
    "duration_ns",
    "fidelity_estimate",
)
#: Measured by the clock: kept beside the baseline, and gating only where a tolerance is given.
TIMES = ("seconds", "peak_memory_bytes")
#: What gates where a project names no tolerances, exactly; the metric of its objective besides.
GATES = ("two_qubit", "two_qubit_depth", "depth")
#: Reported of every circuit, whatever gates.
REPORTED = (*GATES, "gates")
#: Larger is better.
GROWING = frozenset({"fidelity_estimate"})

_PART = re.compile(r"([+-]?)(\d+(?:\.\d+)?|\.\d+)(%?)\Z")
_FORMS = '"0", "+3", "+2%", "+2% or +1", "any"'


def limit(metric: str, said: Any) -> Limit:
    """Read a tolerance.

    Parameters
    ----------
    metric : str
        Of `METRICS` or `TIMES`; one that is better when it is larger takes a minus.
    said : str, int or float

    Raises
    ------
    ValueError
        With what is wrong with it, in words.

    Examples
    --------
    >>> str(limit("depth", "+2% or +1")), str(limit("depth", 0)), str(limit("fidelity_estimate", "-1%"))
    ('+1 or +2%', 'exact', '+1%')
    """
    if isinstance(said, bool) or not isinstance(said, str | int | float):
        raise ValueError(f"`{metric}` takes {_FORMS}")
    text = str(said).strip()
    if text == "any":
        return Limit(absolute=inf)
    absolute = share = 0.0
    for part in text.split(" or "):
        match = _PART.match(part.strip())
        if match is None or not isfinite(float(match[2])):
            raise ValueError(f"`{metric}` takes {_FORMS}, got `{text}`")
        sign, number, percent = match.groups()
        value = float(number)
        worse = "-" if metric in GROWING else "+"
        if sign and sign != worse and value:
            raise ValueError(
                f"`{metric}` gets worse the {'smaller' if metric in GROWING else 'larger'} it is: "
                f"write `{worse}{number}{percent}`, got `{text}`"
            )
        if percent:
            share = max(share, value / 100)
        else:
            absolute = max(absolute, value)
    return Limit(absolute=absolute, share=share)


def budget(metric: str, said: Any) -> int | float:
    """Read a budget: a number that is not negative.

    Raises
    ------
    ValueError
        With what is wrong with it, in words.
    """
    if isinstance(said, bool) or not isinstance(said, int | float) or not 0 <= said < inf:
        raise ValueError(f"the budget of `{metric}` is a number from 0 on, got `{said}`")
    return said


def check_metric(name: str, known: tuple[str, ...]) -> None:
    """Refuse a metric that there is not.

    Raises
    ------
    ValueError
        With a suggestion, or all of them.
    """
    if name not in known:
        near = suggestion(name.replace("-", "_"), known)
        raise ValueError(
            f"there is no metric `{name}`; {near or 'it is one of ' + ', '.join(known)}"
        )
