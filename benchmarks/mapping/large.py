# SPDX-License-Identifier: Apache-2.0
"""A thousand qubits and a hundred thousand gates on heavy-hex:21 (1,081 qubits), beside Qiskit level 2."""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator
from pathlib import Path

from ..floor.figure import Figure
from ..worker import Worker
from .checker import check
from .devices import named
from .run import measured
from .store import Store

DEVICE = "heavy-hex:21"
QUBITS = 1000
GATES = 100_000
LIMIT_SECONDS = 1800.0


def layers(rng: random.Random, pairs: list[tuple[int, int]]) -> Iterator[str]:
    """Yield turns and cx on the given pairs, again and again, until there are enough gates."""
    written = 0
    while written < GATES:
        for a, b in pairs:
            yield f"rz({rng.uniform(-math.pi, math.pi):.15g}) q[{b}];"
            yield f"sx q[{a}];"
            yield f"cx q[{a}],q[{b}];"
            written += 3


def ladder(rng: random.Random) -> list[tuple[int, int]]:
    """Return neighbours in a row, even ones then odd ones."""
    return [(q, q + 1) for start in (0, 1) for q in range(start, QUBITS - 1, 2)]


def grid(rng: random.Random) -> list[tuple[int, int]]:
    """Return the neighbours of a grid of 25 times 40."""
    right = [(q, q + 1) for q in range(QUBITS) if q % 40 < 39]
    return right + [(q, q + 40) for q in range(QUBITS - 40)]


def sparse(rng: random.Random) -> list[tuple[int, int]]:
    """Return three random perfect matchings: what QAOA of a 3-regular graph needs."""
    found = []
    for _ in range(3):
        order = rng.sample(range(QUBITS), QUBITS)
        found += list(zip(order[::2], order[1::2], strict=True))
    return found


KINDS = {kind.__name__: kind for kind in (ladder, grid, sparse)}


def measure(folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Yield one goal a kind."""
    store = Store(options.json)
    device = named(DEVICE).device()
    roles = {
        "ours": f"mapped_ours:{DEVICE} {options.level} {options.seed}",
        "qiskit": f"mapped_qiskit:{DEVICE} 2 {options.seed}",
    }
    workers = {side: Worker(role) for side, role in roles.items()}
    try:
        for name, kind in KINDS.items():
            rng = random.Random(name)
            body = "\n".join(layers(rng, kind(rng)))
            source = folder / f"{name}.qasm"
            source.write_text(f'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[{QUBITS}];\n{body}\n')
            found = {}
            for side, worker in workers.items():
                out = folder / f"{side}.qasm"
                found[side] = measured(worker, source, out, LIMIT_SECONDS)
                store.put(name, DEVICE, side, 0, found[side])
            ours, theirs = found["ours"], found["qiskit"]
            refused = check((folder / "ours.qasm").read_text(), device) if "two" in ours else []
            note = (
                f"two-qubit {ours.get('two')} against {theirs.get('two')}; {ours.get('error', '')}"
            )
            if refused:
                note += f" REFUSED: {refused[0]}"
            seconds = ours.get("seconds", math.inf) if not refused else math.inf
            goal = theirs.get("seconds", math.inf)
            yield Figure(f"large: seconds, {name}, goal Qiskit level 2", seconds, goal, note=note)
    finally:
        for worker in workers.values():
            worker.__exit__()
