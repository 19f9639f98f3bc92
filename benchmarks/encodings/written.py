# SPDX-License-Identifier: Apache-2.0
"""Operators written out as ``u`` and ``cx`` the way people write them, in OpenQASM 2."""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable, Sequence

import numpy as np

from .inputs import Matrix

HEAD = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[{}];\n'


def text(wires: int, lines: Iterable[str], *, measured: bool = False) -> str:
    """Return a program."""
    bits = f"creg c[{wires}];\n" if measured else ""
    end = "".join(f"measure q[{q}] -> c[{q}];\n" for q in range(wires)) if measured else ""
    return HEAD.format(wires) + bits + "\n".join(lines) + "\n" + end


def one(gate: Matrix, wire: int) -> str:
    """Return a one-qubit gate, its phase dropped."""
    theta = 2 * math.atan2(abs(gate[1, 0]), abs(gate[0, 0]))
    if abs(gate[0, 0]) < 1e-12:
        phi, lam = cmath.phase(gate[1, 0]), cmath.phase(-gate[0, 1])
    elif abs(gate[1, 0]) < 1e-12:
        phi, lam = 0.0, cmath.phase(gate[1, 1]) - cmath.phase(gate[0, 0])
    else:
        phase = cmath.phase(gate[0, 0])
        phi, lam = cmath.phase(gate[1, 0]) - phase, cmath.phase(-gate[0, 1]) - phase
    return f"u3({theta:.17g},{phi:.17g},{lam:.17g}) q[{wire}];"


def cx(control: int, target: int) -> str:
    """Return a cx."""
    return f"cx q[{control}],q[{target}];"


def root(gate: Matrix) -> Matrix:
    """Return a square root of a unitary."""
    values, vectors = np.linalg.eig(gate)
    q, r = np.linalg.qr(vectors)
    del r
    return q @ np.diag(np.sqrt(values.astype(complex))) @ q.conj().T


def controlled(gate: Matrix, control: int, target: int) -> list[str]:
    """Return a one-qubit gate under a control: two cx (Barenco et al. 1995, doi:10.1103/PhysRevA.52.3457)."""
    phase = cmath.phase(np.linalg.det(gate)) / 2
    values, vectors = np.linalg.eig(gate * cmath.exp(-1j * phase))
    frame, _ = np.linalg.qr(vectors)
    angle = cmath.phase(values[0])
    # frame diag(e^{ia}, e^{-ia}) frame+ = frame rz(-2a) frame+: half the turn, and half of it back under X.
    half = np.diag([cmath.exp(0.5j * angle), cmath.exp(-0.5j * angle)])
    lines = [one(frame.conj().T, target), one(half, target), cx(control, target)]
    lines += [one(half.conj().T, target), cx(control, target), one(frame, target)]
    return [*lines, one(np.diag([1, cmath.exp(1j * phase)]), control)]


def toffoli(a: int, b: int, target: int) -> list[str]:
    """Return X under two controls: six cx."""
    t = np.diag([1, cmath.exp(0.25j * math.pi)])
    h = np.array([[1, 1], [1, -1]]) / math.sqrt(2)
    i = t.conj()
    return [
        *(one(h, target), cx(b, target), one(i, target), cx(a, target), one(t, target)),
        *(cx(b, target), one(i, target), cx(a, target), one(t, b), one(t, target)),
        *(one(h, target), cx(a, b), one(t, a), one(i, b), cx(a, b)),
    ]


def under(gate: Matrix, controls: Sequence[int], target: int) -> list[str]:
    """Return a one-qubit gate under any number of controls, by square roots (Barenco et al., lemma 7.5)."""
    if not controls:
        return [one(gate, target)]
    if len(controls) == 1:
        return controlled(gate, controls[0], target)
    *rest, last = controls
    v = root(gate)
    flip = np.array([[0, 1], [1, 0]], dtype=complex)
    if len(rest) == 1:
        step = [cx(rest[0], last)]
    elif len(rest) == 2:
        step = toffoli(rest[0], rest[1], last)
    else:
        step = under(flip, rest, last)
    lines = controlled(v, last, target) + step
    lines += controlled(v.conj().T, last, target) + step
    return lines + under(v, rest, target)


def multiplexer(blocks: Sequence[Matrix], labels: Sequence[int], data: int) -> list[str]:
    """Return one gate a label value, each under all labels, X around the labels that must be 0."""
    flip = np.array([[0, 1], [1, 0]], dtype=complex)
    lines: list[str] = []
    for value, block in enumerate(blocks):
        zeros = [one(flip, w) for i, w in enumerate(labels) if not value >> i & 1]
        lines += [*zeros, *under(block, labels, data), *zeros]
    return lines
