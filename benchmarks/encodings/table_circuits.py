# SPDX-License-Identifier: Apache-2.0
"""The circuits of the table, in OpenQASM 2: two particles of four levels, and multiplexers nobody sees."""

from __future__ import annotations

import numpy as np

from .inputs import Matrix, direct_sum, haar, local
from .written import cx, multiplexer, one, text

#: Label and data wire of each particle.
PARTICLES = ((1, 0), (3, 2))
LAYERS = 3


def _pair(u: Matrix, low: int, high: int) -> list[str]:
    """Return a two-qubit operator with three cx, whatever its structure, by Qiskit's decomposer."""
    from qiskit.circuit.library import CXGate
    from qiskit.synthesis import TwoQubitBasisDecomposer

    circuit = TwoQubitBasisDecomposer(CXGate())(u, _num_basis_uses=3)
    return lines_of(circuit, [low, high])


def lines_of(circuit: object, wires: list[int]) -> list[str]:
    from qiskit import transpile
    from qiskit.quantum_info import Operator

    plain = transpile(circuit, basis_gates=["u", "cx"], optimization_level=0)
    lines = []
    for each in plain.data:
        on = [wires[plain.find_bit(q).index] for q in each.qubits]
        if each.operation.name == "cx":
            lines.append(cx(*on))
        else:
            lines.append(one(Operator(each.operation).data, on[0]))
    return lines


def blocks(rng: np.random.Generator, *, on_labels: bool = False, measured: bool = False) -> str:
    """Return three layers of an operator of two 2x2 blocks a particle, each written generically, and a cz."""
    lines: list[str] = []
    for _ in range(LAYERS):
        for label, data in PARTICLES:
            lines += _pair(direct_sum([haar(2, rng), haar(2, rng)]), data, label)
        a, b = (pair[0 if on_labels else 1] for pair in PARTICLES)
        lines.append(f"cz q[{a}],q[{b}];")
    return text(4, lines, measured=measured)


def direct(rng: np.random.Generator) -> str:
    """Return the same with any 4x4 operator."""
    lines: list[str] = []
    for _ in range(LAYERS):
        for label, data in PARTICLES:
            lines += _pair(haar(4, rng), data, label)
        lines.append(f"cz q[{PARTICLES[0][1]}],q[{PARTICLES[1][1]}];")
    return text(4, lines)


def _blocks(rng: np.random.Generator) -> list[Matrix]:
    return [haar(2, rng) for _ in range(4)]


def blind(rng: np.random.Generator) -> str:
    """Return a multiplexer on three wires written as if it were any matrix: the Shannon decomposition."""
    from qiskit.synthesis.unitary.qsd import qs_decomposition

    # Turned on every wire it has no structure that the decomposition sees; the turns are undone beside it.
    u = direct_sum(_blocks(rng))
    before, after = ([haar(2, rng) for _ in range(3)] for _ in range(2))
    circuit = qs_decomposition(local(after) @ u @ local(before))
    first = [one(gate.conj().T, q) for q, gate in enumerate(before)]
    last = [one(gate.conj().T, q) for q, gate in enumerate(after)]
    return text(3, [*first, *lines_of(circuit, [0, 1, 2]), *last])


def layers(rng: np.random.Generator) -> str:
    """Return three multiplexers on three wires with phases on the labels between them."""
    lines: list[str] = []
    for _ in range(LAYERS):
        for value, block in enumerate(_blocks(rng)):
            control = 1 + value % 2
            lines += multiplexer([np.eye(2), block], [control], 0)
        angle = rng.uniform(-np.pi, np.pi)
        gate = np.diag([1, np.exp(1j * angle)])
        lines += [cx(1, 2), one(gate, 2), cx(1, 2), one(gate, 1)]
    return text(3, lines)


def clifford_framed(rng: np.random.Generator) -> str:
    """Return a multiplexer on three wires between a Clifford circuit and its inverse, two cx each."""
    h = np.array([[1, 1], [1, -1]], dtype=complex) / np.sqrt(2)
    s = np.diag([1, 1j])
    before = [one(h, 1), cx(1, 2), one(s, 2), one(h, 2), cx(2, 0), one(h, 0)]
    after = [one(h, 0), cx(2, 0), one(h, 2), one(s.conj(), 2), cx(1, 2), one(h, 1)]
    body = multiplexer(_blocks(rng), [1, 2], 0)
    return text(3, [*before, *body, *after])
