# SPDX-License-Identifier: Apache-2.0
"""What a block encoding is: a circuit with a matrix in the corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import PipelineError

if TYPE_CHECKING:
    from ...circuit import Circuit


@dataclass(frozen=True, repr=False)
class BlockEncoding:
    """A circuit that applies ``A / scale`` where its ancillas start in zero and are found in zero.

    Parameters
    ----------
    circuit : Circuit
        The system on the first qubits, the ancillas above it.
    system : int
        Number of qubits that A acts on.
    scale : float
        What the block is multiplied by to give A.
    error : float
        The spectral norm of ``scale * block - A``.
    """

    circuit: Circuit
    system: int
    scale: float
    error: float

    @property
    def ancillas(self) -> int:
        """Number of qubits beside the system."""
        return self.circuit.num_qubits - self.system

    def __repr__(self) -> str:
        return (
            f"<BlockEncoding {self.system} + {self.ancillas} qubits, "
            f"scale {self.scale:.6g}, error {self.error:.1e}>"
        )


def square(value: Any) -> tuple[Any, int]:
    """Return a matrix to encode and its number of qubits.

    Raises
    ------
    SemanticError
        QC237 if it is not square, of a power of two, or zero; QC239 for nan and infinity.
    LimitError
        QC610 if it is too large.
    """
    from ...errors import SemanticError
    from ..arrays import finite, qubits_of

    matrix = finite(value, "the matrix")
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise SemanticError(f"the matrix is not square: its shape is {matrix.shape}", code="QC237")
    qubits = qubits_of(
        len(matrix),
        "the number of rows is",
        MOST_QUBITS,
        "fill it up with rows and columns of zeros",
    )
    if not matrix.any():
        raise SemanticError("the matrix is zero, which has no scale", code="QC237")
    return matrix, qubits


#: Qubits of a matrix.
MOST_QUBITS = 8


def budget(error: float) -> float:
    """Return an error budget.

    Raises
    ------
    PipelineError
        QC402 for what is no number from 0 on.
    """
    if not 0.0 <= error < float("inf"):
        raise PipelineError(f"an error is a number from 0 on, got {error!r}", code="QC402")
    return float(error)
