# SPDX-License-Identifier: Apache-2.0
"""For tests of time: a calibrated device, circuits that run on it, and a clock of the tests' own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from qcompile import Circuit, Target
from qcompile.emitters import dumps

#: Whole nanoseconds, so that sums are exact in any order.
PULSE = {0: 30, 1: 40, 2: 50, 3: 24}
COUPLER = {(0, 1): 100, (1, 2): 200, (2, 3): 68}
MEASURE, RESET = 1000, 500


def device(**changes: Any) -> Target:
    """Return a line of four calibrated qubits: cz, rz, sx, x; everything known."""
    gates: dict[tuple[str, tuple[int, ...]], dict[str, float]] = {}
    for q, length in PULSE.items():
        gates["rz", (q,)] = {"error": 0.0, "duration_ns": 0.0}
        gates["sx", (q,)] = {"error": 1e-4 * (q + 1), "duration_ns": float(length)}
        gates["x", (q,)] = {"error": 2e-4 * (q + 1), "duration_ns": float(length)}
    for pair, length in COUPLER.items():
        gates["cz", pair] = {"error": 1e-2 / (pair[1]), "duration_ns": float(length)}
    qubits = [
        {"t1_ns": 2e5, "t2_ns": 1e5, "readout_error": 0.02, "measure_ns": float(MEASURE), "reset_ns": float(RESET)}
        for _ in PULSE
    ]  # fmt: skip
    said = {"gate_facts": gates, "qubit_facts": qubits, **changes}
    pairs = [(a, b, ["cz"]) for a, b in COUPLER]
    return Target("line of four", ["cz", "rz", "sx", "x"], 4, pairs, **said)


def native(rng: Random, length: int, *, measured: bool = False) -> Circuit:
    """Return a random circuit that runs on the device as it stands; if it is measured, with blocks."""
    c = Circuit(4, 2) if measured else Circuit(4)
    _extend(rng, c, length, "cccsssxrbd" + ("mmzil" if measured else ""))
    return c


def _extend(rng: Random, c: Circuit, length: int, kinds: str) -> None:
    for _ in range(length):
        kind = rng.choice(kinds)
        q = rng.randrange(4)
        if kind == "c":
            c.cz(*rng.choice(list(COUPLER)))
        elif kind in "sx":
            c.gate({"s": "sx", "x": "x"}[kind], [], [q])
        elif kind == "r":
            c.rz(rng.uniform(-4, 4), q)
        elif kind == "b":
            c.barrier(rng.sample(range(4), 2))
        elif kind == "d":
            c.delay(float(rng.randrange(0, 900, 10)), q)
        elif kind == "m":
            c.measure(q, rng.randrange(2))
        elif kind == "z":
            c.reset(q)
        else:
            block = (
                c.if_(c.bit(rng.randrange(2)) == 1)
                if kind == "i"
                else c.for_(range(rng.randrange(4)))
            )
            with block:
                # Measured seldom: every outcome in every round is a history of its own.
                _extend(rng, c, rng.randrange(8), "cccsssxrbddd" + rng.choice(["", "", "i"]))


def operations(circuit: Circuit) -> Iterator[tuple[str, list[float], list[int]]]:
    """Name, parameters and qubits of each operation outside of blocks, the global phase left out."""
    for name, params, qubits, *_ in json.loads(dumps(circuit, "json"))["ops"]:
        if qubits:
            yield name, params, qubits


def length(name: str, params: list[float], qubits: list[int]) -> float:
    """How long an operation without blocks takes on the device."""
    return {
        "delay": lambda: params[0],
        "barrier": lambda: 0,
        "rz": lambda: 0,
        "cz": lambda: COUPLER[min(qubits), max(qubits)],
        "measure": lambda: MEASURE,
        "reset": lambda: RESET,
    }.get(name, lambda: PULSE[qubits[0]])()


def times(circuit: Circuit) -> list[tuple[str, tuple[int, ...], float, float]]:
    """Name, qubits, start and end of each operation of a circuit without bits, as soon as possible."""
    free = [0.0] * circuit.num_qubits
    out = []
    for name, params, qubits in operations(circuit):
        start = max((free[q] for q in qubits), default=0.0)
        end = start + length(name, params, qubits)
        for q in qubits:
            free[q] = end
        out.append((name, tuple(qubits), start, end))
    return out
