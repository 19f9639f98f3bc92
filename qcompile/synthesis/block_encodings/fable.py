# SPDX-License-Identifier: Apache-2.0
"""Matrices entry by entry: one rotation chosen by row and column, small terms of which are left out."""

from __future__ import annotations

from typing import Any

from .encoding import BlockEncoding, budget, square


def fable(matrix: Any, *, error: float = 0.0) -> BlockEncoding:
    """Encode a matrix by a rotation that row and column choose.

    On n + 1 ancillas, with ``scale = 2**n * max |a_ij|``: ``4**n`` rotations and entangling gates (twice as many if A
    is complex) for a matrix without structure. The rotations are the Walsh spectrum of the entries' angles; those
    that the error allows to drop are dropped, smallest first, and entangling gates that meet cancel, so that
    smooth or structured matrices take few.

    Parameters
    ----------
    matrix : array_like, shape (2**n, 2**n)
    error : float, default 0.0
        Spectral norm of ``scale * block - A`` allowed.

    Returns
    -------
    BlockEncoding

    Raises
    ------
    SemanticError
        QC237, QC239 for what is no such matrix.
    PipelineError
        QC402 for an error that is no number from 0 on.
    LimitError
        QC610 for more than 8 qubits.

    References
    ----------
    .. [1] D. Camps, R. Van Beeumen, "FABLE: Fast approximate quantum circuits for block-encodings", IEEE
       International Conference on Quantum Computing and Engineering, 2022, doi:10.1109/QCE53715.2022.00041

    Examples
    --------
    >>> from qcompile.synthesis import block_encodings
    >>> block_encodings.fable([[1.0, 0.5], [0.5, 1.0]])
    <BlockEncoding 1 + 2 qubits, scale 2, error ...>
    """
    import numpy as np

    from ...circuit import Circuit
    from ..chosen import rotate

    entries, n = square(matrix)
    allowed = budget(error)
    terms = _Terms(entries)
    limit, off = terms.fitting(allowed)
    circuit = Circuit(2 * n + 1, name="block encoding, entry by entry")
    for row in range(n, 2 * n):
        circuit.h(row)
    selects = range(2 * n)
    turns = _kept(terms.turns, limit)
    lost = rotate(circuit, "y", turns, selects, 2 * n, from_zero=True)
    if terms.phases is not None:
        lost += rotate(circuit, "z", _kept(terms.phases, limit), selects, 2 * n)
    for q in range(n):
        circuit.swap(q, n + q)
    for row in range(n, 2 * n):
        circuit.h(row)
    scale = float(terms.largest * np.sqrt(entries.size))
    return BlockEncoding(circuit, n, scale, off + scale * lost)


class _Terms:
    """The Walsh terms of the entries' angles, and what is left of the matrix without the small ones."""

    def __init__(self, entries: Any) -> None:
        import numpy as np

        from ..chosen import walsh

        self.entries = entries
        self.largest = float(np.abs(entries).max())
        is_real = entries.dtype.kind != "c"
        sizes = entries / self.largest if is_real else np.abs(entries) / self.largest
        # The row is the upper half of the select's value.
        self.turns = walsh(2.0 * np.arccos(np.clip(sizes, -1.0, 1.0)).reshape(-1))
        self.phases = None if is_real else walsh(-2.0 * np.angle(entries).reshape(-1))

    def fitting(self, allowed: float) -> tuple[float, float]:
        """Return the largest limit below which terms can go, and the error it makes."""
        import numpy as np

        rounding = 1e-15 * self.entries.size
        parts = [self.turns] if self.phases is None else [self.turns, self.phases]
        sizes = np.unique(np.abs(np.concatenate(parts)))
        low, high = (
            0,
            len(sizes),
        )  # the terms up to sizes[low - 1] go; all of them up to `high` may be too many
        while high - low > 1:
            middle = (low + high) // 2
            if self.error(sizes[middle - 1]) <= allowed + rounding * self.largest:
                low = middle
            else:
                high = middle
        if self.error(sizes[-1]) <= allowed:
            low = len(sizes)
        limit = float(sizes[low - 1]) if low else 0.0
        return limit, self.error(limit)

    def error(self, limit: float) -> float:
        """Return the spectral norm of what is lost without the terms up to the limit."""
        import numpy as np

        made = np.cos(_values(self.turns, limit) / 2.0)
        if self.phases is not None:
            made = made * np.exp(-0.5j * _values(self.phases, limit))
        difference = self.largest * made.reshape(self.entries.shape) - self.entries
        return float(np.linalg.norm(difference, 2))


def _kept(terms: Any, limit: float) -> Any:
    import numpy as np

    return np.where(np.abs(terms) > limit, terms, 0.0)


def _values(terms: Any, limit: float) -> Any:
    """Return the angles by value of the selects that the terms above the limit make."""
    from ..chosen import walsh

    return walsh(_kept(terms, limit)) * len(terms)
