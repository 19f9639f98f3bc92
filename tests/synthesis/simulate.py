# SPDX-License-Identifier: Apache-2.0
"""States and matrices of small circuits, by numpy alone: nothing is shared with the engine."""

from __future__ import annotations

from typing import Any

import numpy as np

import qcompile as qc

_X = np.array([[0, 1], [1, 0]], dtype=complex)
_Y = np.array([[0, -1j], [1j, 0]])
_Z = np.diag([1.0 + 0j, -1])
_I = np.eye(2, dtype=complex)


def _exp(pauli: Any, angle: float) -> Any:
    return np.cos(angle / 2) * np.eye(len(pauli)) - 1j * np.sin(angle / 2) * pauli


def _u(theta: float, phi: float, lam: float) -> Any:
    c, s = np.cos(theta / 2), np.sin(theta / 2)
    return np.array(
        [[c, -np.exp(1j * lam) * s], [np.exp(1j * phi) * s, np.exp(1j * (phi + lam)) * c]]
    )


_FIXED = {
    "x": _X,
    "y": _Y,
    "z": _Z,
    "h": (_X + _Z) / np.sqrt(2),
    "s": np.diag([1, 1j]),
    "sdg": np.diag([1, -1j]),
    "t": np.diag([1, np.exp(0.25j * np.pi)]),
    "tdg": np.diag([1, np.exp(-0.25j * np.pi)]),
    "sx": _exp(_X, np.pi / 2) * np.exp(0.25j * np.pi),
    "sxdg": _exp(_X, -np.pi / 2) * np.exp(-0.25j * np.pi),
    # The first qubit is the least significant bit.
    "cx": np.eye(4, dtype=complex)[[0, 3, 2, 1]],
    "cz": np.diag([1.0 + 0j, 1, 1, -1]),
    "swap": np.eye(4, dtype=complex)[[0, 2, 1, 3]],
    "ccx": np.eye(8, dtype=complex)[[0, 1, 2, 7, 4, 5, 6, 3]],
}
_TURNING = {
    "rx": lambda a: _exp(_X, a),
    "ry": lambda a: _exp(_Y, a),
    "rz": lambda a: _exp(_Z, a),
    "p": lambda a: np.diag([1, np.exp(1j * a)]),
    "u": _u,
    "crx": lambda a: np.kron(_exp(_X, a), np.diag([0, 1])) + np.kron(_I, np.diag([1, 0])),
    "rzz": lambda a: _exp(np.kron(_Z, _Z), a),
    "cp": lambda a: np.diag([1, 1, 1, np.exp(1j * a)]),
}


def matrix_of(name: str, angles: list[float]) -> Any:
    """Return the matrix of a gate."""
    return _FIXED[name] if name in _FIXED else _TURNING[name](*angles)


def apply(circuit: qc.Circuit, columns: Any) -> Any:
    """Return the circuit times an array with 2**n rows; qubit 0 is the least significant bit of a row."""
    n = circuit.num_qubits
    out = np.asarray(columns, dtype=complex)
    rest = out.shape[1:]
    for op in circuit:
        k = len(op.qubits)
        gate = matrix_of(op.name, [float(a) for a in op.parameters]).reshape([2] * (2 * k))
        axes = [n - 1 - q for q in reversed(op.qubits)]
        cube = np.tensordot(gate, out.reshape([2] * n + [-1]), (range(k, 2 * k), axes))
        out = np.moveaxis(cube, range(k), axes).reshape(1 << n, *rest)
    return out * np.exp(1j * float(circuit.phase))


def state(circuit: qc.Circuit) -> Any:
    """Return the state a circuit makes of zero."""
    start = np.zeros(1 << circuit.num_qubits)
    start[0] = 1
    return apply(circuit, start)


def unitary(circuit: qc.Circuit) -> Any:
    """Return the matrix of a circuit."""
    return apply(circuit, np.eye(1 << circuit.num_qubits))


def haar(size: int, seed: int) -> Any:
    """Return a random unitary."""
    random = np.random.default_rng(seed)
    q, r = np.linalg.qr(random.normal(size=(size, size)) + 1j * random.normal(size=(size, size)))
    return q * (np.diag(r) / np.abs(np.diag(r)))
