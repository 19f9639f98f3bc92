# SPDX-License-Identifier: Apache-2.0
"""Matrices by their singular values: one ancilla, two unitaries, and a rotation chosen between them."""

from __future__ import annotations

from typing import Any

from ...errors import PipelineError
from .encoding import BlockEncoding, square


def dilation(matrix: Any, *, scale: float | None = None) -> BlockEncoding:
    """Encode a matrix with one ancilla.

    With the singular values of ``A = W S V``: V on the system, a rotation of the ancilla that the system chooses,
    with the values as cosines, and W. What the circuit does to other states of the ancilla is free, so the rotation
    takes ``2**n - 1`` gates, and V is made up to a diagonal that W takes over: 1, 8, 44 two-qubit gates for a matrix of
    2, 4, 8 rows without structure.

    Parameters
    ----------
    matrix : array_like, shape (2**n, 2**n)
    scale : float, optional
        What the block is multiplied by to give the matrix, at least its spectral norm; by default 1, or the norm if
        that is larger.

    Returns
    -------
    BlockEncoding

    Raises
    ------
    SemanticError
        QC237, QC239 for what is no such matrix.
    PipelineError
        QC402 for a scale below the norm.
    LimitError
        QC610 for more than 8 qubits.

    Examples
    --------
    >>> from qcompile.synthesis import block_encodings
    >>> block_encodings.dilation([[0.5, 0.2], [0.1, 0.3]])
    <BlockEncoding 1 + 1 qubits, scale 1, error ...>
    """
    import numpy as np

    from ...circuit import Circuit
    from ..chosen import rotate, walsh
    from ..unitary import unitary

    entries, n = square(matrix)
    left, values, right = np.linalg.svd(entries)
    norm = float(values[0])
    if scale is None:
        scale = max(1.0, norm)
    elif not norm * (1 - 1e-12) <= scale < float("inf"):
        raise PipelineError(
            f"a scale of {scale:.6g} is below the norm of the matrix, {norm:.6g}", code="QC402"
        )
    cosines = np.clip(values / scale, 0.0, 1.0)
    first = unitary(right, free="diagonal-after")
    last = unitary(left * np.exp(1j * np.array(first.after)) if first.after else left)
    circuit = Circuit(n + 1, name="block encoding by one ancilla")
    circuit.compose(first.circuit)
    lost = rotate(circuit, "y", walsh(2.0 * np.arccos(cosines)), range(n), n, from_zero=True)
    circuit.compose(last.circuit)
    error = scale * (first.error + lost + last.error) + 1e-15 * scale * len(entries)
    return BlockEncoding(circuit, n, scale, error)
