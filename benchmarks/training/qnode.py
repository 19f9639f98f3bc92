# SPDX-License-Identifier: Apache-2.0
"""The same ansatz as a QNode on lightning.qubit: whole calls and gradients beside PennyLane's own."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

import numpy as np

import qcompile as qc

from ..floor.figure import Figure
from .clock import take_turns

DEVICE = "lightning.qubit"


def measure(options: Namespace) -> Iterator[Figure]:
    """Yield the figures: times of calls and of adjoint gradients, then how far gradients are from the plain ones."""
    try:
        import pennylane as qml
        import pennylane_lightning  # noqa: F401
    except ImportError:
        print("PennyLane and pennylane-lightning are not installed: nothing is measured")
        return

    plain = _plain(options.qubits, options.layers)
    rng = np.random.default_rng(options.seed)
    values = rng.uniform(-np.pi, np.pi, 2 * options.qubits * (options.layers + 1))
    yield from _calls(plain(), values, options)
    x = qml.numpy.array(values, requires_grad=True)
    for method in ("adjoint", "parameter-shift"):
        yield from _gradients(plain(diff_method=method), x, method, options)


def _plain(qubits, layers):
    import pennylane as qml

    device = qml.device(DEVICE, wires=qubits)

    def ansatz(x):
        numbers = iter(range(2 * qubits * (layers + 1)))
        for layer in range(layers + 1):
            for q in range(qubits):
                qml.RY(x[next(numbers)], wires=q)
                qml.RZ(x[next(numbers)], wires=q)
            if layer < layers:
                for q in range(qubits - 1):
                    qml.CNOT(wires=[q, q + 1])
        return qml.expval(qml.Z(0) @ qml.X(qubits // 2))

    return lambda **settings: qml.QNode(ansatz, device, **settings)


def _calls(plain, values, options) -> Iterator[Figure]:
    nodes = _ways(plain, peer=not options.without_peers)
    calls = {name: lambda node=node: node(values) for name, node in nodes.items()}
    times = take_turns(calls, repeats=options.repeats)
    for name, goal in (("qnode_transform", 1.25), ("qnode", 1.0)):
        for kind, place in (("least", 0), ("medians", 1)):
            note = f"{1e3 * times[name][place]:.2f} ms, plain {1e3 * times['plain'][place]:.2f} ms"
            ratio = times[name][place] / times["plain"][place]
            yield Figure(f"call with {name} / plain call, {kind}", ratio, goal, note=note)
    if "qml.compile" in times:
        ours, peer = (times[n][1] / times["plain"][1] for n in ("qnode_transform", "qml.compile"))
        yield Figure("call with qnode_transform / plain, beside qml.compile's", ours, peer)


def _gradients(plain, x, method, options) -> Iterator[Figure]:
    import pennylane as qml

    nodes = _ways(plain, peer=False)
    found = {name: qml.grad(node)(x) for name, node in nodes.items()}
    for name in ("qnode_transform", "qnode"):
        far = float(np.abs(found[name] - found["plain"]).max())
        yield Figure(f"{method} gradient with {name}, furthest from plain", far, 1e-10)
    if method != "adjoint":
        return
    calls = {name: lambda node=node: qml.grad(node)(x) for name, node in nodes.items()}
    times = take_turns(calls, repeats=max(options.repeats // 3, 3))
    for name in ("qnode_transform", "qnode"):
        note = f"{1e3 * times[name][1]:.1f} ms, plain {1e3 * times['plain'][1]:.1f} ms"
        ratio = times[name][1] / times["plain"][1]
        yield Figure(f"{method} gradient with {name} / plain", ratio, 1.25, note=note)


def _ways(plain, *, peer):
    """Return a QNode as it is, with our transform, traced once, and with PennyLane's own compiler."""
    import pennylane as qml

    out = {"plain": plain, "qnode_transform": qc.qnode_transform(plain), "qnode": qc.qnode(plain)}
    return out | {"qml.compile": qml.compile(plain)} if peer else out
