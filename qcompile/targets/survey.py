# SPDX-License-Identifier: Apache-2.0
"""A target in numbers: what a list of devices and a page about one show."""

from __future__ import annotations

from statistics import mean, median
from typing import TYPE_CHECKING, Any

from .bases import names_on
from .graphs import QUBIT_FIGURES, directed_pairs
from .target import num_couplings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .target import Target


def survey(target: Target) -> dict[str, Any]:
    """Return the facts of a target as JSON can hold them.

    Keys ``name qubits couplings gates ranges sites_differ degree one_way islands excluded forbids source calibrated
    sha256 calibration_sha256 figures health``; ``islands`` are sizes, ``one_way`` counts couplings with gates in one
    direction alone, ``figures`` have least, median and greatest, ``health`` ranks qubits, best first, where the target
    has figures.
    """
    degrees = _degrees(target)
    calibrated = target.calibration_sha256()
    return {
        "name": target.name,
        "qubits": target.num_qubits,
        "couplings": num_couplings(target) if target.num_qubits is not None else None,
        "gates": target.gates,
        "ranges": {name: [low, high] for name, low, high in target.ranges},
        "sites_differ": target.sites is not None,
        "degree": _spread(degrees) if degrees else None,
        "one_way": _one_way(target),
        "islands": [len(part) for part in target.islands()],
        "excluded": target.excluded,
        "forbids": target.forbids,
        "source": target.source,
        "calibrated": target.calibrated,
        "sha256": target.sha256(),
        "calibration_sha256": calibrated,
        "figures": _figures(target),
        "health": [] if calibrated is None else ranking(target),
    }


def ranking(target: Target) -> list[tuple[int, float]]:
    """Return (qubit, health) of the qubits in use, healthiest first; of equals the lower number."""
    excluded = set(target.excluded)
    rated = ((q, worth) for q, worth in enumerate(target.health()) if q not in excluded)
    return sorted(rated, key=lambda row: (-row[1], row[0]))


def _degrees(target: Target) -> list[int]:
    count = target.num_qubits or 0
    if target.pairs is None:
        return [count - 1] * count
    degrees = [0] * count
    for a, b in {(min(a, b), max(a, b)) for a, b, _ in target.pairs}:
        degrees[a] += 1
        degrees[b] += 1
    return degrees


def _one_way(target: Target) -> int:
    """Count the couplings that have a gate in one direction but not in the other."""
    if target.pairs is None:
        return 0
    table = {(a, b): gates for a, b, gates in directed_pairs(target)}
    return len({(min(p), max(p)) for p, gates in table.items() if table.get(p[::-1]) != gates})


def _figures(target: Target) -> dict[str, dict[str, float]]:
    """Return the spread of every figure there is: of qubits under its name, of gates as ``cz error``."""
    found: dict[str, list[float]] = {}
    for facts in target.qubit_facts or ():
        for key in QUBIT_FIGURES:
            if key in facts:
                found.setdefault(key, []).append(facts[key])
    for (gate, _), facts in target.gate_facts.items():
        for key, number in facts.items():
            found.setdefault(f"{gate} {key}", []).append(number)
    return {key: _spread(numbers) for key, numbers in found.items()}


def _spread(numbers: Iterable[float]) -> dict[str, float]:
    known = list(numbers)
    return {
        "least": min(known),
        "median": median(known),
        "mean": mean(known),
        "greatest": max(known),
    }


def row(target: Target) -> dict[str, Any]:
    """Return what a list says of a target: name, qubits, couplings, gates by number of qubits, source."""
    return {
        "name": target.name,
        "qubits": target.num_qubits,
        "couplings": num_couplings(target),
        "gates": target.gates,
        "two_qubit_gates": [name for name in target.gates if name in names_on(2)],
        "source": target.source,
    }
