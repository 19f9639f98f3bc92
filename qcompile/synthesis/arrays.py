# SPDX-License-Identifier: Apache-2.0
"""Numbers in: what a user gave, as a checked array, with errors that say what is wrong and by how much.

numpy is loaded when the first array is read, not before.
"""

from __future__ import annotations

from typing import Any

from ..errors import LimitError, SemanticError

#: Up to here a matrix is taken for a unitary, and a vector for a state, that lost digits on the way, and is repaired.
TOLERANCE = 1e-8
#: A smaller difference is rounding, and nothing is repaired.
ROUNDING = 1e-13
#: Qubits of matrices and of states.
MOST_MATRIX_QUBITS = 10
MOST_STATE_QUBITS = 20


def finite(value: Any, what: str, *, is_complex: bool | None = None) -> Any:
    """Return an array of float64, or complex128 if any entry is complex.

    Raises
    ------
    SemanticError
        QC237 for what is no array of numbers, QC239 for nan and infinity.
    """
    import numpy as np

    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biufc":
            array = array.astype(complex)
        array = array.astype(complex if array.dtype.kind == "c" or is_complex else float)
    except (TypeError, ValueError):
        raise SemanticError(
            f"{what} is no array of numbers",
            code="QC237",
            help="a numpy array, or lists of numbers of equal lengths",
        ) from None
    if not np.all(np.isfinite(array)):
        at = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise SemanticError(f"{what} has no finite number at index {at}", code="QC239")
    return array


def unitary(value: Any, what: str = "the matrix") -> Any:
    """Return a square complex matrix that is unitary; noise up to 1e-8 is taken out by its polar factor.

    Raises
    ------
    SemanticError
        QC236 with the distance to the nearest unitary, QC237 for a wrong shape, QC239 for nan and infinity.
    """
    matrix = finite(value, what, is_complex=True)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or matrix.size == 0:
        raise SemanticError(f"{what} is not square: its shape is {matrix.shape}", code="QC237")
    return orthonormal(matrix, what)


def orthonormal(matrix: Any, what: str = "the matrix") -> Any:
    """Return a matrix with orthonormal columns, repaired like `unitary`.

    Raises
    ------
    SemanticError
        QC236 with the distance to the nearest isometry.
    """
    import numpy as np

    gram = matrix.conj().T @ matrix
    if np.linalg.norm(gram - np.eye(len(gram))) < ROUNDING:
        return matrix
    left, values, right = np.linalg.svd(matrix, full_matrices=False)
    off = float(np.max(np.abs(values - 1.0)))
    if off > TOLERANCE:
        kind = "unitary" if matrix.shape[0] == matrix.shape[1] else "an isometry"
        raise SemanticError(
            f"{what} is {off:.1e} from {kind}", code="QC236", help=_scaled(values, what)
        )
    return left @ right


def _scaled(values: Any, what: str) -> str | None:
    spread = float(values.max() - values.min())
    if spread > TOLERANCE * float(values.max()) or values.min() <= 0.0:
        return "qcompile.synthesis.block_encodings takes matrices that are not unitary"
    return f"divide {what} by {float(values.max()):.6g}"


def state(value: Any, what: str = "the vector", *, normalize: bool = False) -> Any:
    """Return a complex vector of norm 1; a norm off by up to 1e-8 is repaired.

    Raises
    ------
    SemanticError
        QC237 for a wrong shape, QC238 for a wrong norm, QC239 for nan and infinity.
    """
    import numpy as np

    vector = finite(value, what, is_complex=True)
    if vector.ndim == 2 and 1 in vector.shape:
        vector = vector.reshape(-1)
    if vector.ndim != 1 or vector.size == 0:
        raise SemanticError(f"{what} is no vector: its shape is {vector.shape}", code="QC237")
    norm = float(np.linalg.norm(vector))
    if norm == 0.0:
        raise SemanticError(f"{what} is zero, which is no state", code="QC238")
    if not normalize and abs(norm - 1.0) > TOLERANCE:
        raise SemanticError(
            f"{what} has norm {norm:.9g}, a state has norm 1",
            code="QC238",
            help="divide it by its norm, or say normalize=True",
        )
    return vector / norm


def qubits_of(size: int, what: str, most: int, help: str | None = None) -> int:
    """Return the number of qubits of a dimension.

    Raises
    ------
    SemanticError
        QC237 if it is no power of two.
    LimitError
        QC610 if it is more than is taken.
    """
    if size < 1 or size & (size - 1):
        raise SemanticError(f"{what} {size}, which is no power of two", code="QC237", help=help)
    qubits = size.bit_length() - 1
    if qubits > most:
        raise LimitError(f"{what} {size}; up to 2**{most} are taken", code="QC610")
    return qubits


def packed(array: Any) -> bytes:
    """Return the numbers of an array, row by row, as the engine takes them: little-endian complex128."""
    import numpy as np

    data: bytes = np.ascontiguousarray(array, dtype="<c16").tobytes()
    return data
