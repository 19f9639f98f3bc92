# SPDX-License-Identifier: Apache-2.0
"""Few qubits and many layers: blocks on two qubits that hold more gates than any operator needs."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator

import numpy as np

import qcompile as qc

from ..floor.figure import Figure
from .clock import take_turns

BASIS = ["cz", "rz", "sx", "x"]
#: Qubits, layers on each pair, and sweeps over the pairs of a line.
SHAPES = ((2, 6, 1), (2, 20, 1), (3, 5, 2), (4, 4, 2))
BATCH = 1000
INNER = 200


def ansatz(qubits: int, layers: int, sweeps: int) -> qc.Circuit:
    """Return rotations about y and z between cx, so many layers on each pair of neighbours in turn."""
    circuit, count = qc.Circuit(qubits), 0
    for sweep in range(sweeps):
        for low in range(sweep % 2 if qubits > 2 else 0, qubits - 1):
            for _ in range(layers):
                for q in (low, low + 1):
                    circuit.ry(qc.Parameter(f"t[{count}]"), q)
                    circuit.rz(qc.Parameter(f"t[{count + 1}]"), q)
                    count += 2
                circuit.cx(low, low + 1)
    return circuit


def measure(options: Namespace) -> Iterator[Figure]:
    """Yield the figures: gates beside those bound first, and times of a binding."""
    for qubits, layers, sweeps in SHAPES:
        circuit = ansatz(qubits, layers, sweeps)
        what = f"{qubits} qubits, {layers} layers a pair, {sweeps} sweeps"
        target = qc.Target.from_name(f"line:{qubits}", basis=BASIS)
        template = qc.template(circuit, target)
        kept = qc.template(circuit, target, blocks="keep")
        values = np.random.default_rng(options.seed).uniform(
            -np.pi, np.pi, len(template.parameters)
        )
        named = dict(zip(circuit.parameters, values.tolist(), strict=True))
        first = qc.compile(circuit.bind(named), target=target).circuit
        ours, theirs = _counts(template.circuit_at(values)), _counts(first)
        note = f"with its blocks kept {_said(_counts(kept.circuit))}"
        yield Figure(
            f"{what}: gates beside our bind-then-compile", _total(ours), _total(theirs), note=note
        )
        for gate in sorted(ours | theirs):
            yield Figure(f"{what}: {gate}", ours[gate], theirs[gate])
        if not options.without_peers:
            peer = _by_qiskit(circuit, named, qubits)
            yield Figure(
                f"{what}: gates beside Qiskit level 2 bound first",
                _total(ours),
                _total(peer),
                note=_said(peer),
            )
        yield from _times(what, template, values, options)


def _times(what, template, values, options) -> Iterator[Figure]:
    out = np.empty(len(template.slots))
    least, _ = take_turns(
        {"bind": lambda: template.bind(values, out=out)}, repeats=options.repeats, inner=INNER
    )["bind"]
    yield Figure(f"{what}: one binding, us", 1e6 * least, 100.0)
    batch, room = np.tile(values, (BATCH, 1)), np.empty((BATCH, len(out)))
    least, _ = take_turns(
        {"batch": lambda: template.bind(batch, out=room)}, repeats=max(3, options.repeats // 3)
    )["batch"]
    yield Figure(f"{what}: each of a batch of {BATCH}, us", 1e6 * least / BATCH, 100.0)
    gradient = np.ones(len(out))
    least, _ = take_turns(
        {"vjp": lambda: template.vjp(values, gradient)}, repeats=options.repeats, inner=INNER
    )["vjp"]
    yield Figure(f"{what}: one vjp, us", 1e6 * least, 200.0)


def _by_qiskit(circuit, named, qubits) -> Counter[str]:
    from qiskit.transpiler import CouplingMap
    from qiskit.transpiler.preset_passmanagers import generate_preset_pass_manager

    passes = generate_preset_pass_manager(
        2,
        coupling_map=CouplingMap.from_line(qubits),
        basis_gates=BASIS,
        seed_transpiler=7,
    )
    from qcompile.emitters.to_qiskit import to_qiskit

    made = passes.run(to_qiskit(circuit.bind(named)))
    return Counter({name: int(count) for name, count in made.count_ops().items()})


def _counts(circuit: qc.Circuit) -> Counter[str]:
    return Counter(op.name for op in circuit)


def _total(counts: Counter[str]) -> int:
    return sum(counts.values())


def _said(counts: Counter[str]) -> str:
    return ", ".join(f"{gate} {count}" for gate, count in sorted(counts.items()))
