# SPDX-License-Identifier: Apache-2.0
"""Haar-random matrices a second, and a real vector of 4,096 entries beside Qiskit and PennyLane."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import numpy as np

from .. import openqasm
from ..counter import count
from ..floor.figure import Figure
from . import check
from .cases import Case
from .inputs import grid_vector, haar
from .sides import SIDES

PAIRS = 2000


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the rates, then the vector's counts and seconds."""
    import qcompile as qc

    rng = np.random.default_rng(options.seed)
    matrices = [haar(4, rng) for _ in range(PAIRS)]
    qc.synthesize(matrices[0])
    seconds, circuits = _timed(lambda: [qc.synthesize(u) for u in matrices])
    off = max(
        check.operator_distance(check.columns(qc.dumps(c)), u)
        for c, u in zip(circuits[:100], matrices, strict=False)
    )
    yield Figure(
        "speed: two-qubit matrices a second", PAIRS / seconds, 1e4, True, f"error {off:.1e}"
    )
    five = [haar(32, rng) for _ in range(5)]
    seconds, circuits = _timed(lambda: [qc.synthesize(u) for u in five])
    note = f"{count(openqasm.read(qc.dumps(circuits[0]))).two_qubit} two-qubit gates"
    yield Figure("speed: seconds for a five-qubit matrix", seconds / 5, 0.1, note=note)
    yield from _vector()


def _vector() -> Iterator[Figure]:
    vector = grid_vector().astype(complex)
    own = {}
    for name, error in (("exact", 1e-9), ("to 1e-3", 1e-3)):
        case = Case("", name, "state", vector, 0, error=error)
        seconds, text = _timed(lambda case=case: SIDES["ours"](case))
        state = check.columns(text, 1)
        off = check.operator_distance(state, vector[:, None])
        own[name] = (count(openqasm.read(text)).two_qubit, seconds, off)
        yield Figure(f"vector: error, {name}", off, error, note=f"{own[name][0]} two-qubit gates")
    case = Case("", "peers", "state", vector, 0)
    for peer in ("qiskit", "pennylane"):
        try:
            seconds, text = _timed(lambda peer=peer: SIDES[peer](case))
        except Exception as error:
            print(f"{peer} fails: {type(error).__name__}: {error}"[:120])
            continue
        two = count(openqasm.read(text)).two_qubit
        for name, (ours, own_seconds, _) in own.items():
            yield Figure(f"vector: two-qubit gates, {name}, goal {peer}", ours, two - 1)
            yield Figure(f"vector: seconds, {name}, goal {peer}", own_seconds, seconds)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = perf_counter()
    result = work()
    return perf_counter() - start, result
