# SPDX-License-Identifier: Apache-2.0
"""Circuits without structure: brickwork of generic two-qubit operators, and Haar blocks of 3 to 5 qubits as gates."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from time import perf_counter

import numpy as np

from ..floor.figure import Figure
from .inputs import haar
from .table_circuits import lines_of
from .written import cx, one, text

EACH = 100
MOST_SHARE = 0.05
PASS = "block-diagonalization"


def brickwork(number: int, seed: int) -> str:
    """Return layers of generic two-qubit operators, three cx each, on neighbours."""
    rng = np.random.default_rng([seed, 1, number])
    wires = int(rng.integers(6, 13))
    goal = int(rng.integers(200, 2001))
    lines: list[str] = []
    start = 0
    while len(lines) < goal:
        for a in range(start, wires - 1, 2):
            for _ in range(3):
                lines += [one(haar(2, rng), a), one(haar(2, rng), a + 1), cx(a, a + 1)]
            lines += [one(haar(2, rng), a), one(haar(2, rng), a + 1)]
        start = 1 - start
    return text(wires, lines[:goal])


def haar_blocks(number: int, seed: int) -> str:
    """Return Haar-random operators on 3 to 5 wires, by Qiskit's Shannon decomposition, on random wires."""
    from qiskit.synthesis.unitary.qsd import qs_decomposition

    rng = np.random.default_rng([seed, 2, number])
    wires = int(rng.integers(6, 13))
    goal = int(rng.integers(200, 2001))
    lines: list[str] = []
    while len(lines) < goal:
        n = int(rng.integers(3, 6))
        on = [int(w) for w in rng.permutation(wires)[:n]]
        lines += lines_of(qs_decomposition(haar(1 << n, rng)), on)
    return text(wires, lines[:2000])


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    """Compile each with the pass and without it; yield what changed and what it cost."""
    import qcompile as qc
    from qcompile import Pipeline, presets

    whole = presets.level(2)
    without = Pipeline(", ".join(p for p in str(whole).split(", ") if not p.startswith(PASS)))
    alone = Pipeline(f"decompose, basis-translation, {PASS}")
    plain = Pipeline("decompose, basis-translation")
    seconds = {"with": 0.0, "without": 0.0}
    changed: list[str] = []
    for make in (brickwork, haar_blocks):
        for number in range(EACH):
            circuit = qc.loads(make(number, options.seed))
            pairs = [
                qc.dumps(qc.compile(circuit, passes=p, verify="off").circuit)
                for p in (alone, plain)
            ]
            if pairs[0] != pairs[1]:
                changed.append(f"{make.__name__} {number}")
            for name, pipeline in (("without", without), ("with", whole)):
                start = perf_counter()
                qc.compile(circuit, passes=pipeline, verify="off")
                seconds[name] += perf_counter() - start
    note = f"of {2 * EACH}; {', '.join(changed[:8])}"
    yield Figure("structureless: circuits changed", len(changed), 0, note=note)
    note = f"{seconds['with']:.2f} s against {seconds['without']:.2f} s"
    share = seconds["with"] / seconds["without"] - 1
    yield Figure("structureless: time added to level 2", share, MOST_SHARE, note=note)
