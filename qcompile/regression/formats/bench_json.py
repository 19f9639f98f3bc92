# SPDX-License-Identifier: Apache-2.0
"""The list that github-action-benchmark takes as ``customSmallerIsBetter``: one figure a metric and circuit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import words
from .words import json_text

if TYPE_CHECKING:
    from ..model import Check, Entry

#: Metrics larger values of which are better, and what is charted in their place.
TURNED = {"fidelity_estimate": "1 - fidelity_estimate"}
UNITS = {"duration_ns": "ns", "depth": "layers", "two_qubit_depth": "layers", "t_depth": "layers"}


def write(check: Check, **_: Any) -> str:
    """Return the list, by circuit; circuits without a result and metrics that are not known are not in it."""
    metrics = words.metrics(check, check.entries)
    points = [
        point for entry in check.entries for metric in metrics for point in _points(entry, metric)
    ]
    return json_text(points)


def _points(entry: Entry, metric: str) -> list[dict[str, Any]]:
    value = None if entry.after is None else words.finite(entry.after.metrics.get(metric))
    if value is None:
        return []
    if metric in TURNED:
        value = 1 - value
    name = f"{entry.id} / {TURNED.get(metric, metric)}"
    point = {"name": name, "unit": UNITS.get(metric, _unit(metric)), "value": value}
    why = words.why(entry)
    return [{**point, "extra": why} if why else point]


def _unit(metric: str) -> str:
    return "probability" if metric in TURNED else "gates"
