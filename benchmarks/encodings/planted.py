# SPDX-License-Identifier: Apache-2.0
"""Multiplexers hidden in circuits behind frames, written as one- and two-qubit gates: how many are found."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np

from .. import openqasm
from ..counter import count
from ..floor.figure import Figure
from . import check
from .cases import LADDER_MUST
from .inputs import haar
from .written import cx, multiplexer, one, text

EACH = 25
SHARE = 0.95
H = np.array([[1, 1], [1, -1]], dtype=complex) / np.sqrt(2)
S = np.diag([1, 1j])


def frame(kind: str, wires: list[int], rng: np.random.Generator) -> tuple[list[str], int]:
    """Return gates of a frame on these wires and its number of cx."""
    if kind == "permutation":
        return [], 0
    if kind == "local":
        return [one(haar(2, rng), w) for w in wires], 0
    lines: list[str] = []
    for _ in range(len(wires)):
        a, b = rng.choice(wires, 2, replace=False)
        if kind == "clifford":
            lines += [one((H, S, H @ S)[rng.integers(3)], w) for w in wires]
        lines.append(cx(int(a), int(b)))
    return lines, len(wires)


FRAMES = ("permutation", "cnot", "clifford", "local")


def planted(kind: str, number: int, seed: int) -> tuple[str, int]:
    """Return a circuit with a multiplexer in it, and the two-qubit gates it has once that is found.

    Three to six of eight wires carry the multiplexer between two frames of the kind; before and after it are
    two layers of random one-qubit gates and cx over all wires.
    """
    rng = np.random.default_rng([seed, FRAMES.index(kind), number])
    n, all_wires = 3 + number % 4, 8
    wires = [int(w) for w in rng.permutation(all_wires)[:n]]
    body = multiplexer([haar(2, rng) for _ in range(1 << n - 1)], wires[1:], wires[0])
    before, cost_before = frame(kind, wires, rng)
    after, cost_after = frame(kind, wires, rng)
    first, last = (_around(all_wires, rng) for _ in range(2))
    lines = [*first, *before, *body, *after, *last]
    return text(all_wires, lines), LADDER_MUST[n] + cost_before + cost_after + all_wires * 2


def _around(wires: int, rng: np.random.Generator) -> list[str]:
    lines = []
    for _ in range(2):
        order = rng.permutation(wires)
        lines += [one(haar(2, rng), w) for w in range(wires)]
        lines += [cx(int(a), int(b)) for a, b in zip(order[::2], order[1::2], strict=True)]
    return lines


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    """Print a line a frame, then yield the share found."""
    import qcompile as qc

    found = 0
    worst = 0.0
    for kind in FRAMES:
        hits, missed = 0, []
        for number in range(EACH):
            source, goal = planted(kind, number, options.seed)
            result = qc.dumps(qc.compile(qc.loads(source)).circuit)
            two = count(openqasm.read(result)).two_qubit
            hits += two <= goal
            if two > goal:
                missed.append(f"n={3 + number % 4} {two}/{goal}")
            if number % 5 == 0:
                worst = max(
                    worst, check.operator_distance(check.columns(result), check.columns(source))
                )
        found += hits
        print(f"{kind:12} {hits} of {EACH}  {', '.join(missed)}", flush=True)
    yield Figure(
        "planted: share of multiplexers found", found / (EACH * len(FRAMES)), SHARE, least=True
    )
    yield Figure("planted: largest error", worst, 1e-8)
