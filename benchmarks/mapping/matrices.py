# SPDX-License-Identifier: Apache-2.0
"""Matrices of the library's gates, written from their definitions; the first qubit is the least significant."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[Any]

X: Matrix = np.array([[0, 1], [1, 0]], dtype=complex)
Y: Matrix = np.array([[0, -1j], [1j, 0]])
Z: Matrix = np.diag([1, -1]).astype(complex)
H: Matrix = (X + Z) / math.sqrt(2)
SX: Matrix = np.array([[1 + 1j, 1 - 1j], [1 - 1j, 1 + 1j]]) / 2
SWAP: Matrix = np.eye(4, dtype=complex)[[0, 2, 1, 3]]


def _phase(angle: float) -> Matrix:
    return np.diag([1, cmath.exp(1j * angle)])


def _u(theta: float, phi: float, lam: float) -> Matrix:
    c, s = math.cos(theta / 2), math.sin(theta / 2)
    rows = [
        [c, -cmath.exp(1j * lam) * s],
        [cmath.exp(1j * phi) * s, cmath.exp(1j * (phi + lam)) * c],
    ]
    return np.array(rows)


def _turn(axis: Matrix, angle: float) -> Matrix:
    """Return exp(-i angle/2 axis) for an axis that is its own inverse."""
    turned: Matrix = math.cos(angle / 2) * np.eye(len(axis)) - 1j * math.sin(angle / 2) * axis
    return turned


def _pair(first: Matrix, second: Matrix) -> Matrix:
    return np.kron(second, first)


def _controlled(base: Matrix, controls: int = 1) -> Matrix:
    """Return the gate with its controls as first operands."""
    size = len(base) << controls
    out = np.eye(size, dtype=complex)
    # With all controls on, the low bits are ones; what is above counts the base's states.
    rows = [(k << controls) | ((1 << controls) - 1) for k in range(len(base))]
    out[np.ix_(rows, rows)] = base
    return out


def _iswap(angle: float) -> Matrix:
    """Return exp(i angle/2 (XX + YY) / 2); a half turn is iswap."""
    c, s = math.cos(angle / 2), 1j * math.sin(angle / 2)
    return np.array([[1, 0, 0, 0], [0, c, s, 0], [0, s, c, 0], [0, 0, 0, 1]], dtype=complex)


PLAIN: dict[str, Matrix] = {
    "id": np.eye(2, dtype=complex),
    "x": X,
    "y": Y,
    "z": Z,
    "h": H,
    "s": _phase(math.pi / 2),
    "sdg": _phase(-math.pi / 2),
    "t": _phase(math.pi / 4),
    "tdg": _phase(-math.pi / 4),
    "sx": SX,
    "sxdg": SX.conj().T,
    "cx": _controlled(X),
    "cy": _controlled(Y),
    "cz": _controlled(Z),
    "ch": _controlled(H),
    "cs": _controlled(_phase(math.pi / 2)),
    "csdg": _controlled(_phase(-math.pi / 2)),
    "csx": _controlled(SX),
    "swap": SWAP,
    "iswap": _iswap(math.pi),
    "iswapdg": _iswap(-math.pi),
    "siswap": _iswap(math.pi / 2),
    "siswapdg": _iswap(-math.pi / 2),
    "ccx": _controlled(X, 2),
    "ccz": _controlled(Z, 2),
    "cswap": _controlled(SWAP),
    "c3x": _controlled(X, 3),
    "c3sx": _controlled(SX, 3),
    "c4x": _controlled(X, 4),
}

TURNED: dict[str, Callable[..., Matrix]] = {
    "rx": lambda a: _turn(X, a),
    "ry": lambda a: _turn(Y, a),
    "rz": lambda a: _turn(Z, a),
    "p": _phase,
    "u1": _phase,
    "u2": lambda a, b: _u(math.pi / 2, a, b),
    "u": _u,
    "u0": lambda _: np.eye(2, dtype=complex),
    "r": lambda a, b: _turn(math.cos(b) * X + math.sin(b) * Y, a),
    "cp": lambda a: _controlled(_phase(a)),
    "crx": lambda a: _controlled(_turn(X, a)),
    "cry": lambda a: _controlled(_turn(Y, a)),
    "crz": lambda a: _controlled(_turn(Z, a)),
    "cu3": lambda *a: _controlled(_u(*a)),
    "cu": lambda a, b, c, d: _controlled(_u(a, b, c) * cmath.exp(1j * d)),
    "rxx": lambda a: _turn(_pair(X, X), a),
    "ryy": lambda a: _turn(_pair(Y, Y), a),
    "rzz": lambda a: _turn(_pair(Z, Z), a),
    "rzx": lambda a: _turn(_pair(Z, X), a),
}

#: Gates told as circuits, one gate a word: name, angle in quarters of pi, qubits.
_TOLD = {
    "dcx": (2, "cx01 cx10"),
    "ecr": (2, "rzx:1:01 x0 rzx:-1:01"),
    "rccx": (3, "h2 t2 cx12 tdg2 cx02 t2 cx12 tdg2 h2"),
    "rc3x": (4, "h3 t3 cx23 tdg3 h3 cx03 t3 cx13 tdg3 cx03 t3 cx13 tdg3 h3 t3 cx23 tdg3 h3"),
}


def matrix(name: str, angles: Sequence[float] = ()) -> Matrix:
    """Return a gate's matrix; KeyError for one that has none here."""
    if name in TURNED:
        return TURNED[name](*angles)
    if name not in PLAIN:
        PLAIN[name] = _told(*_TOLD[name])
    return PLAIN[name]


def _told(qubits: int, words: str) -> Matrix:
    state = np.eye(1 << qubits, dtype=complex).reshape((2,) * qubits + (1 << qubits,))
    for word in words.split():
        name, _, rest = word.rstrip("0123456789").partition(":")
        angles = [float(rest.rstrip(":")) * math.pi / 4] if rest else []
        on = [int(q) for q in word[len(word.rstrip("0123456789")) :]]
        state = applied(state, matrix(name, angles), [qubits - 1 - q for q in on])
    return state.reshape(1 << qubits, 1 << qubits)


def applied(state: Matrix, gate: Matrix, axes: Sequence[int]) -> Matrix:
    """Return a gate applied to axes of a state; the first of them belongs to the gate's least significant qubit."""
    k = len(axes)
    order = list(reversed(axes))
    state = np.tensordot(gate.reshape((2,) * (2 * k)), state, axes=(range(k, 2 * k), order))
    return np.moveaxis(state, range(k), order)
