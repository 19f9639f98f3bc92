# SPDX-License-Identifier: Apache-2.0
"""Many circuits of 8 qubits for a device of 133: random ones, and one ansatz at many angles; Qiskit in the same run."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from time import perf_counter, process_time
from typing import Any

import numpy as np

import qcompile as qc
from qcompile._native import kernels
from qcompile.many.workers import cores

from ..floor.figure import Figure

DEVICE = "ibm-heron-r1"
QUBITS = 8
DEPTH = 10
#: Of so many circuits the peer is timed; it has no way to share work among them.
PEERS_SHARE = 60


def random_circuits(count: int, seed: int) -> list[Any]:
    """Return random circuits of gates on one and two qubits, as Qiskit's."""
    from qiskit.circuit.random import random_circuit

    return [random_circuit(QUBITS, DEPTH, max_operands=2, seed=seed + k) for k in range(count)]


def ansatz_circuits(count: int, seed: int) -> list[Any]:
    """Return one ansatz, rotations about y and z between chains of cx, at random angles."""
    from qiskit import QuantumCircuit

    rng = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        circuit = QuantumCircuit(QUBITS)
        for layer in range(DEPTH // 2):
            for q in range(QUBITS):
                circuit.ry(rng.uniform(-np.pi, np.pi), q)
                circuit.rz(rng.uniform(-np.pi, np.pi), q)
            if layer < DEPTH // 2 - 1:
                for q in range(QUBITS - 1):
                    circuit.cx(q, q + 1)
        made.append(circuit)
    return made


def measure(options: Namespace) -> Iterator[Figure]:
    """Yield the figures: processor time of a circuit, then what a second thread brings."""
    qc.compile(qc.Circuit(2).cx(0, 1), target=DEVICE)
    for what, make in (("random circuits", random_circuits), ("one ansatz", ansatz_circuits)):
        theirs = make(options.circuits, options.seed)
        ours = [qc.from_qiskit(circuit) for circuit in theirs]
        yield from _figures(what, ours, theirs, options)


def _figures(what: str, ours: list[Any], theirs: list[Any], options: Namespace) -> Iterator[Figure]:
    some = theirs[:PEERS_SHARE]
    one, alone, bound = _taken(ours, 1)
    note = f"{bound} of {len(ours)} bound"
    if not options.without_peers:
        seconds = 1e3 * _by_qiskit(some)
        note += f"; Qiskit level 2, one pass manager: {seconds:.2f} ms"
    checked, _, _ = _taken(ours[:PEERS_SHARE], 1, verify="auto")
    note += f"; with verification {1e3 * checked:.2f} ms"
    yield Figure(f"{what}: processor time each, ms", 1e3 * one, 1.0, note=note)
    both, together, _ = _taken(ours, 2)
    share = _share_in_engine(ours[:PEERS_SHARE])
    note = (
        f"{1e3 * alone:.2f} ms and {1e3 * together:.2f} ms of wall time, {cores()} processors;"
        f" processor time {1e3 * both:.2f} ms; compiled one by one, {100 * share:.0f}% outside the interpreter"
    )
    yield Figure(f"{what}: two threads beside one", alone / together, 1.8, least=True, note=note)


def _taken(circuits: list[Any], jobs: int, **options: Any) -> tuple[float, float, int]:
    """Return processor and wall time of a circuit, and how many were bound."""
    options = {"verify": "off", **options}
    busy, wall = process_time(), perf_counter()
    bound = 0
    for item in qc.compile_many(circuits, DEVICE, jobs=jobs, **options):
        item.unwrap()
        bound += item.bound
    n = len(circuits)
    return (process_time() - busy) / n, (perf_counter() - wall) / n, bound


def _by_qiskit(circuits: list[Any]) -> float:
    """Return the processor time of a circuit in a loop over one pass manager of level 2."""
    from qiskit.transpiler import CouplingMap
    from qiskit.transpiler.preset_passmanagers import generate_preset_pass_manager

    pairs = qc.Target.from_name(DEVICE).pairs or []
    coupling = CouplingMap([(a, b) for a, b, _ in pairs] + [(b, a) for a, b, _ in pairs])
    passes = generate_preset_pass_manager(
        2, coupling_map=coupling, basis_gates=["cz", "id", "rz", "sx", "x"], seed_transpiler=7
    )
    passes.run(circuits[0])
    start = process_time()
    for circuit in circuits:
        passes.run(circuit)
    return (process_time() - start) / len(circuits)


def _share_in_engine(circuits: list[Any]) -> float:
    """Return the share of time in kernels, during which other threads run."""
    inside = [0.0]
    kept = {name: value for name, value in vars(kernels).items() if not name.startswith("_")}

    def timed(kernel: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            start = process_time()
            try:
                return kernel(*args, **named)
            finally:
                inside[0] += process_time() - start

        return call

    try:
        for name, kernel in kept.items():
            setattr(kernels, name, timed(kernel))
        start = process_time()
        for circuit in circuits:
            qc.compile(circuit, target=DEVICE, verify="off", trace="times")
        return inside[0] / (process_time() - start)
    finally:
        for name, kernel in kept.items():
            setattr(kernels, name, kernel)
