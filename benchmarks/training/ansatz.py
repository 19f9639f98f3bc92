# SPDX-License-Identifier: Apache-2.0
"""The ansatz of many tutorials: rotations about y and z on every qubit between chains of cx, on a 4x4 grid."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator

import numpy as np

import qcompile as qc

from ..floor.figure import Figure
from .clock import take_turns

ROWS = COLUMNS = 4
BASIS = ["cz", "rz", "sx", "x"]
BATCH = 1000
#: Single bindings a time is taken of.
INNER = 200


def ansatz(qubits: int, layers: int) -> qc.Circuit:
    """Return the circuit; its parameters are in the order of its gates."""
    circuit = qc.Circuit(qubits)
    names = iter(range(2 * qubits * (layers + 1)))
    for layer in range(layers + 1):
        for q in range(qubits):
            circuit.ry(qc.Parameter(f"t[{next(names)}]"), q)
            circuit.rz(qc.Parameter(f"t[{next(names)}]"), q)
        if layer < layers:
            for q in range(qubits - 1):
                circuit.cx(q, q + 1)
    return circuit


def measure(options: Namespace) -> Iterator[Figure]:
    """Yield the figures: times, then gates at generic and at special angles."""
    circuit = ansatz(options.qubits, options.layers)
    target = qc.Target.from_name(f"grid:{ROWS}x{COLUMNS}", basis=BASIS)
    template = qc.template(circuit, target)
    rng = np.random.default_rng(options.seed)
    generic = rng.uniform(-np.pi, np.pi, len(template.parameters))
    special = rng.integers(-4, 5, len(template.parameters)) * (np.pi / 2)
    peer = None
    if not options.without_peers:
        from .by_qiskit import ByQiskit

        peer = ByQiskit(options.qubits, options.layers, ROWS, COLUMNS, BASIS)
    yield from _compiling(circuit, target, peer, options)
    yield from _binding(template, generic, peer, options)
    yield from _gates("generic angles", circuit, template, generic, peer)
    yield from _gates("special angles", circuit, template.specialise(special), special, peer)


def _compiling(circuit, target, peer, options) -> Iterator[Figure]:
    calls = {
        "ours": lambda: qc.template(circuit, target, verify="off"),
        "verified": lambda: qc.template(circuit, target),
    }
    if peer is not None:
        calls["qiskit"] = peer.compile
    times = take_turns(calls, repeats=options.repeats)
    note = ", ".join(f"{name} {1e3 * least:.2f} ms" for name, (least, _) in times.items())
    yield Figure("template compile, ms", 1e3 * times["ours"][0], 3.0, note=note)
    if peer is not None:
        ratio = times["ours"][1] / times["qiskit"][1]
        yield Figure("template compile / Qiskit level 2, medians", ratio, 1.0)


def _binding(template, values, peer, options) -> Iterator[Figure]:
    out = np.empty(len(template.slots))
    calls = {"ours": lambda: template.bind(values, out=out)}
    if peer is not None:
        calls["qiskit"] = lambda: peer.bind(values)
    single = take_turns(calls, repeats=options.repeats, inner=INNER)
    least = single["ours"][0]
    yield Figure("one binding into a buffer, us", 1e6 * least, 10.0)
    batch = np.tile(values, (BATCH, 1))
    room = np.empty((BATCH, len(out)))
    many = take_turns({"ours": lambda: template.bind(batch, out=room)}, repeats=options.repeats)
    yield Figure(f"each of a batch of {BATCH}, us", 1e6 * many["ours"][0] / BATCH, 4.0)
    if peer is not None:
        theirs = single["qiskit"][0]
        note = f"Qiskit assign_parameters of an array: {1e6 * theirs:.0f} us"
        yield Figure("Qiskit's binding / ours", theirs / least, 15.0, least=True, note=note)
        median = single["qiskit"][1] / single["ours"][1]
        yield Figure("the same, medians", median, 15.0, least=True)


def _gates(what, circuit, template, values, peer) -> Iterator[Figure]:
    named = dict(zip(circuit.parameters, values.tolist(), strict=True))
    ours = _counts(template.circuit_at(values))
    first = _counts(qc.compile(circuit.bind(named), target=template.target).circuit)
    yield Figure(f"{what}: gates beside our bind-then-compile", _total(ours), _total(first))
    for gate in sorted(ours | first):
        yield Figure(f"{what}: {gate}", ours[gate], first[gate])
    if peer is None:
        return
    from . import by_qiskit

    with_parameters = by_qiskit.counts(peer.compiled)
    bound = by_qiskit.counts(peer.bound_first(values))
    for side, theirs in (("with parameters", with_parameters), ("bound first", bound)):
        note = ", ".join(f"{gate} {count}" for gate, count in sorted(theirs.items()))
        yield Figure(
            f"{what}: gates beside Qiskit, {side}", _total(ours), _total(theirs), note=note
        )


def _counts(circuit: qc.Circuit) -> Counter[str]:
    return Counter(op.name for op in circuit)


def _total(counts: Counter[str]) -> int:
    return sum(counts.values())
