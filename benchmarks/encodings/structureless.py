# SPDX-License-Identifier: Apache-2.0
"""Circuits without structure: brickwork of generic two-qubit operators, and Haar blocks of 3 to 5 qubits as gates."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

import numpy as np

from ..floor.figure import Figure
from .inputs import haar
from .table_circuits import lines_of
from .written import cx, one, text

if TYPE_CHECKING:
    from qcompile import Circuit, Pipeline

EACH = 100
MOST_SHARE = 0.05
#: Times that a circuit is compiled with the pass and without it, by turns; the medians count.
ROUNDS = 7
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
    seconds = {make: [0.0, 0.0] for make in (brickwork, haar_blocks)}
    changed: list[str] = []
    for make, spent in seconds.items():
        for number in range(EACH):
            circuit = qc.loads(make(number, options.seed))
            pairs = [
                qc.dumps(qc.compile(circuit, passes=p, verify="off").circuit)
                for p in (alone, plain)
            ]
            if pairs[0] != pairs[1]:
                changed.append(f"{make.__name__} {number}")
            for i, each in enumerate(_seconds(circuit, [without, whole])):
                spent[i] += each
    note = f"of {2 * EACH}; {', '.join(changed[:8])}"
    yield Figure("structureless: circuits changed", len(changed), 0, note=note)
    before, after = (sum(spent[i] for spent in seconds.values()) for i in range(2))
    shares = [f"{make.__name__} {b / a - 1:.3f}" for make, (a, b) in seconds.items()]
    note = f"{after:.2f} s against {before:.2f} s of CPU; {', '.join(shares)}"
    share = after / before - 1
    yield Figure("structureless: time added to level 2", share, MOST_SHARE, note=note)


def _seconds(circuit: Circuit, pipelines: list[Pipeline]) -> list[float]:
    """Return the median of the CPU time that each pipeline takes."""
    import qcompile as qc

    rounds: list[list[float]] = [[] for _ in pipelines]
    for number in range(ROUNDS):
        order = list(zip(pipelines, rounds, strict=True))
        for pipeline, spent in order if number % 2 else order[::-1]:
            start = process_time()
            qc.compile(circuit, passes=pipeline, verify="off")
            spent.append(process_time() - start)
    return [median(spent) for spent in rounds]
