# SPDX-License-Identifier: Apache-2.0
"""Templates of random circuits with parameters: bound, specialised and frozen they are the circuit."""

from __future__ import annotations

from math import pi
from typing import Any

import numpy as np
import pytest

import qcompile as qc
from tests.fuzz.generator import case

#: More of them: `python -c "from tests.training.test_random import run; run(500)"`.
CASES = 4


def points(names: list[str], given: tuple[dict[str, float], ...], seed: int) -> list[Any]:
    """Return assignments: those of the case, of quarter turns, of both kinds, and in general position."""
    rng = np.random.default_rng(seed)
    generic = rng.uniform(-pi, pi, len(names))
    quarters = rng.integers(-4, 5, len(names)) * (pi / 2)
    mixed = np.where(rng.random(len(names)) < 0.5, generic, quarters)
    return [*(np.array([v[n] for n in names]) for v in given), quarters, mixed, generic]


def same(a: qc.Circuit, b: qc.Circuit, place: str, tolerance: float = 0.0) -> None:
    verdict = qc.equivalent(a, b, relation="layout", tolerance=tolerance)
    assert "equivalent" == verdict.verdict, (place, verdict)


def try_case(index: int, seed: int = 0, most: int = 9) -> None:
    found = case(seed, index, "parameters")
    circuit, names = found.circuit, list(found.circuit.parameters)
    target = f"line:{circuit.num_qubits}" if index % 3 == 0 else None
    tpl = qc.template(circuit, target, basis=found.basis, verify="off")
    for which, values in enumerate(points(names, found.values, index)[-most:]):
        place = f"{index} {target} {found.basis} {which}"
        named = dict(zip(names, values.tolist(), strict=True))
        bound = circuit.bind(named)
        same(bound, tpl.circuit_at(values), place)
        special = tpl.specialise(values)
        assert len(special.circuit) <= len(tpl.circuit), place
        same(bound, special.circuit_at(values), f"{place} special", special.error_bound)
        frozen = dict(list(named.items())[::2])
        tuned = tpl.freeze(frozen)
        rest = [named[n] for n in tuned.parameters]
        same(bound, tuned.circuit_at(rest), f"{place} frozen")
        near = tpl.specialise(values + 3e-10)
        there = circuit.bind(dict(zip(names, (values + 3e-10).tolist(), strict=True)))
        same(there, near.circuit_at(values + 3e-10), f"{place} near", near.error_bound)


def run(cases: int) -> None:
    """Try so many cases."""
    for index in range(CASES, CASES + cases):
        try_case(index)


@pytest.mark.parametrize("index", range(CASES))
def test_random_circuits(index: int) -> None:
    try_case(index, most=2)
