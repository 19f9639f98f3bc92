# SPDX-License-Identifier: Apache-2.0
"""Threads and processes at one template and one disk cache: every angle right, no entry lost."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np

import qcompile as qc
from qcompile.caching import Cache
from qcompile.caching.disk import FILE
from qcompile.training import storage

from ..floor.figure import Figure
from .ansatz import ansatz

ROOT = Path(__file__).resolve().parents[2]
#: The package first: behind the root of the repository its sources would hide it.
_PROCESS = """
import sys
import qcompile
sys.path.append(sys.argv[1])
from benchmarks.training.stress import alone
alone(*sys.argv[2:])
"""
THREADS = 2
PROCESSES = 4
QUBITS = 4
LAYERS = 3
#: Circuits that all workers compile through the cache.
SHARED = 40
#: Rounding of some hundred gates.
CLOSE = 1e-9
#: Angles near special ones are part of what is asked for.
_SPECIAL = np.array([0.0, np.pi / 2, np.pi, -np.pi / 2, 1e-12, 2 * np.pi])


def measure(options: Namespace) -> Iterator[Figure]:
    """Yield what was counted: nothing may be wrong or lost."""
    found = run(60 * options.minutes, THREADS, PROCESSES, options.seed)
    note = ", ".join(f"{name} {count}" for name, count in sorted(found.items()))
    yield Figure("wrong angles", found["wrong angles"], 0, note=note)
    yield Figure("lost entries", found["lost entries"], 0)
    yield Figure("wrong entries", found["wrong entries"], 0)
    yield Figure("workers that failed", found["failed"], 0)
    yield Figure("assignments compared", found["assignments"], 1, least=True)


def run(seconds: float, threads: int, processes: int, seed: int = 0) -> Counter[str]:
    """Let workers loose and return what they counted.

    Parameters
    ----------
    seconds : float
        How long each works.
    threads, processes : int
        How many of each; threads share one template object, processes read it from a file.
    seed : int
        Of the assignments.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, kept = str(Path(folder) / "shared.template"), str(Path(folder) / "cache")
        template = qc.template(ansatz(QUBITS, LAYERS), f"line:{QUBITS}", basis="cz,rz,sx,x")
        storage.save(template, path)
        alone = [_started(path, kept, seconds, seed + 1000 + k) for k in range(processes)]
        with ThreadPoolExecutor(max(threads, 1)) as pool:
            beside = [
                pool.submit(_guarded, template, kept, seconds, seed + k) for k in range(threads)
            ]
            total: Counter[str] = Counter()
            for thread in beside:
                total.update(thread.result())
        for process in alone:
            said, _ = process.communicate(timeout=seconds + 120)
            total.update(json.loads(said) if process.returncode == 0 else {"failed": 1})
        total["lost entries"] += _lost(kept, total)
        return total


def _started(path: str, kept: str, seconds: float, seed: int) -> subprocess.Popen[str]:
    """Start a process that prints what it counted."""
    job = [sys.executable, "-P", "-c", _PROCESS, str(ROOT), path, kept, str(seconds), str(seed)]
    return subprocess.Popen(job, stdout=subprocess.PIPE, text=True)


def alone(path: str, kept: str, seconds: str, seed: str) -> None:
    """Work in a process of its own and print what was counted, as JSON."""
    print(json.dumps(_guarded(storage.load(path), kept, float(seconds), int(seed))))


def _guarded(template: Any, kept: str, seconds: float, seed: int) -> Counter[str]:
    try:
        return _work(template, kept, seconds, seed)
    except Exception as error:
        return Counter({"failed": 1, f"{type(error).__name__}: {error}": 1})


def _work(template: Any, kept: str, seconds: float, seed: int) -> Counter[str]:
    """Bind and compare, compile through the cache and compare, until the time is over."""
    rng = np.random.default_rng(seed)
    counted: Counter[str] = Counter()
    # Nothing in memory: every question goes to the disk.
    cache = Cache(kept, memory_bytes=0)
    expected: dict[int, bytes] = {}
    end = monotonic() + seconds
    while monotonic() < end:
        counted.update(_bound(template, rng))
        number = int(rng.integers(SHARED))
        if number not in expected:
            expected[number] = _compiled(number, None)
        counted["wrong entries"] += _compiled(number, cache) != expected[number]
        own = f"{seed}-{counted['entries']}"
        cache.put(own, own.encode())
        counted["entries"] += 1
        earlier = f"{seed}-{rng.integers(counted['entries'])}"
        counted["lost entries"] += cache.get(earlier) != earlier.encode()
    counted["damaged or unusable"] = cache.damaged + cache.faults
    return counted


def _bound(template: Any, rng: np.random.Generator) -> Counter[str]:
    """Bind one assignment, alone, in a batch and into a buffer, and simulate what comes out beside the source."""
    values = rng.uniform(-7, 7, (5, len(template.parameters)))
    some = rng.random(values.shape) < 0.1
    values[some] = rng.choice(_SPECIAL, int(some.sum()))
    batch = template.bind(values)
    row = int(rng.integers(len(values)))
    out = np.empty(len(template.slots))
    template.bind(values[row], out=out)
    # Eight at a time are computed by other instructions than one, which may round differently.
    apart = float(np.abs(_turned(batch[row] - out)).max())
    native = _native(template, batch[row])
    wrong = apart > CLOSE or np.abs(native - _source(values[row])).max() > CLOSE
    return Counter({"assignments": 1, "wrong angles": int(wrong)})


def _turned(angles: np.ndarray) -> np.ndarray:
    """Return angles modulo a turn, nearest to zero."""
    return angles - 2 * np.pi * np.round(angles / (2 * np.pi))


def _native(template: Any, angles: np.ndarray) -> np.ndarray:
    """Return the matrix of the template's gates with these angles in their slots, by numpy alone."""
    slots = {
        (slot.operation, slot.angle): x for slot, x in zip(template.slots, angles, strict=True)
    }
    matrix = np.eye(2**QUBITS, dtype=complex) * np.exp(1j * angles[-1])
    for op in template.circuit:
        own = op.parameters
        given = [slots.get((op.index, k), own[k]) for k in range(len(own))]
        matrix = _apply(matrix, op.name, [float(x) for x in given], op.qubits)
    initial, final = template.layout.initial, template.layout.final
    return _moved(_moved(matrix, final).T, initial).T


def _source(values: np.ndarray) -> np.ndarray:
    """Return the matrix of the ansatz, from its definition."""
    t = iter(values.tolist())
    matrix = np.eye(2**QUBITS, dtype=complex)
    for layer in range(LAYERS + 1):
        for q in range(QUBITS):
            matrix = _apply(matrix, "ry", [next(t)], [q])
            matrix = _apply(matrix, "rz", [next(t)], [q])
        if layer < LAYERS:
            for q in range(QUBITS - 1):
                matrix = _apply(matrix, "cx", [], [q, q + 1])
    return matrix


def _apply(matrix: np.ndarray, name: str, angles: list[float], qubits: list[int]) -> np.ndarray:
    gate = _gate(name, *angles)
    k = len(qubits)
    state = matrix.reshape((2,) * QUBITS + (-1,))
    # Axis 0 is the highest qubit; the first operand is the lowest bit of a gate's index.
    axes = [QUBITS - 1 - q for q in reversed(qubits)]
    state = np.tensordot(gate.reshape((2,) * (2 * k)), state, (range(k, 2 * k), axes))
    return np.moveaxis(state, range(k), axes).reshape(matrix.shape)


def _moved(matrix: np.ndarray, places: tuple[int, ...]) -> np.ndarray:
    """Return the rows by program qubits, where qubit i is on wire ``places[i]``."""
    state = matrix.reshape((2,) * QUBITS + (-1,))
    axes = [QUBITS - 1 - places[QUBITS - 1 - k] for k in range(QUBITS)]
    return np.transpose(state, [*axes, QUBITS]).reshape(matrix.shape)


def _gate(name: str, x: float = 0.0) -> np.ndarray:
    c, s = np.cos(x / 2), np.sin(x / 2)
    gates = {
        "rz": [[np.exp(-0.5j * x), 0], [0, np.exp(0.5j * x)]],
        "ry": [[c, -s], [s, c]],
        "sx": [[0.5 + 0.5j, 0.5 - 0.5j], [0.5 - 0.5j, 0.5 + 0.5j]],
        "x": [[0, 1], [1, 0]],
        "cz": np.diag([1, 1, 1, -1]),
        "cx": [[1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0], [0, 1, 0, 0]],
    }
    return np.asarray(gates[name], dtype=complex)


def _compiled(number: int, cache: Cache | None) -> bytes:
    circuit = qc.Circuit(3).h(0).rx(0.1 + number, 0).cx(0, 1).cx(1, 2).rz(0.2 * number, 2).cx(0, 2)
    return qc.compile(circuit, target="line:3", cache=cache, verify="off").circuit.to_bytes()


def _lost(kept: str, total: Counter[str]) -> int:
    """Return how many entries of the workers' own are not there at the end, of all that were put."""
    asked = "SELECT count(*) FROM entries WHERE key LIKE '%-%'"
    with closing(sqlite3.connect(Path(kept) / FILE)) as file:
        return int(total["entries"] - file.execute(asked).fetchone()[0])
