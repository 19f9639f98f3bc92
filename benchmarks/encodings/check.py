# SPDX-License-Identifier: Apache-2.0
"""Is this text that matrix, state or circuit? Plain numpy, no code of any compiler."""

from __future__ import annotations

import numpy as np

from .. import openqasm
from ..mapping.matrices import applied, matrix
from ..mapping.text import ALIASES
from .inputs import Matrix


def columns(text: str, count: int | None = None) -> Matrix:
    """Return what a circuit makes of the first basis states, all of them by default, measurements left out."""
    program = openqasm.read(text)
    n = program.num_qubits
    size = 1 << n
    count = size if count is None else count
    state = np.eye(size, count, dtype=np.complex128).reshape((2,) * n + (count,))
    for op in program.ops:
        if op.name in ("barrier", "measure"):
            continue
        gate = matrix(ALIASES.get(op.name, op.name), op.params)
        state = applied(state, gate, [n - 1 - q for q in op.qubits])
    return state.reshape(size, count)


def operator_distance(found: Matrix, wanted: Matrix) -> float:
    """Return the operator-norm distance, the global phase taken out."""
    overlap = np.vdot(wanted, found)
    turned = wanted * (overlap / abs(overlap) if abs(overlap) > 1e-12 else 1)
    return float(np.linalg.norm(found - turned, 2))


def up_to_diagonal(found: Matrix, wanted: Matrix) -> float:
    """Return the distance once every row of one matrix is turned to the other's."""
    overlap = np.sum(found * wanted.conj(), axis=1)
    phases = np.where(np.abs(overlap) > 1e-12, overlap / np.maximum(np.abs(overlap), 1e-300), 1)
    return float(np.linalg.norm(found - phases[:, None] * wanted, 2))


def on_levels(found: Matrix, wanted: Matrix) -> float:
    """Return the distance where only the first levels count: what the others do is free."""
    d = len(wanted)
    inside, leaving = found[:d, :d], found[d:, :d]
    return operator_distance(inside, wanted) + float(np.linalg.norm(leaving, 2))
