# SPDX-License-Identifier: Apache-2.0
"""States from amplitudes: dense or sparse, and isometries, which are several of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._native import synth
from ..errors import SemanticError
from .result import Synthesis, budget, free_of


def state(
    vector: Any, *, free: str | Iterable[str] = (), error: float = 0.0, normalize: bool = False
) -> Synthesis:
    """Synthesise a circuit that makes a state of zero.

    Structure is looked for: products of parts, few nonzero amplitudes, support on an affine space, little
    entanglement between two halves or along a chain, equal sizes of amplitudes. Without any: 1, 3, 7, 23 two-qubit
    gates on 2 to 5 qubits, as many for complex amplitudes as for real ones.

    Parameters
    ----------
    vector : array_like of shape (2**n,), or mapping of str to complex
        The amplitudes, or those that are not zero by their bits, qubit 0 the rightmost (``{"011": 0.6, "100": 0.8}``).
    free : {"phase", "diagonal-after"}, or both
        What need not be made: the global phase; the phases of all amplitudes, free if measurements follow.
    error : float, default 0.0
        Norm of the difference of states allowed.
    normalize : bool, default False
        Whether the vector may have any norm.

    Returns
    -------
    Synthesis

    Raises
    ------
    SemanticError
        QC237 for a wrong shape, QC238 for a wrong norm, QC239 for nan and infinity.
    PipelineError
        QC402 for options that cannot be.
    LimitError
        QC610 for more than 20 qubits.

    Examples
    --------
    >>> from qcompile.synthesis import state
    >>> state({"000000": 0.6, "111111": 0.8j})
    <Synthesis 6 qubits, 5 two-qubit gates, error ...>
    """
    import numpy as np

    from .arrays import MOST_STATE_QUBITS, packed, qubits_of
    from .arrays import state as checked

    freedom, allowed = free_of(free, ("phase", "diagonal-after")), budget(error)
    amplitudes = checked(
        _dense(vector) if isinstance(vector, Mapping) else vector, normalize=normalize
    )
    qubits_of(
        len(amplitudes),
        "the number of amplitudes is",
        MOST_STATE_QUBITS,
        "fill it up with zeros",
    )
    after: tuple[float, ...] = ()
    if freedom.after:
        after = tuple(np.angle(amplitudes).tolist())
        amplitudes = np.abs(amplitudes).astype(complex)
    made = synth.state(packed(amplitudes), error=allowed)
    found = Synthesis.of(made, "state", is_phase_free=freedom.phase)
    return Synthesis(found.circuit, found.error, (), after)


def _dense(amplitudes: Mapping[str, Any]) -> Any:
    """Return the vector of a mapping from bits to amplitudes."""
    import numpy as np

    from ..errors import LimitError
    from .arrays import MOST_STATE_QUBITS, finite

    keys = list(amplitudes)
    for key in keys:
        if not str(key) or set(str(key)) - set("01") or len(key) != len(keys[0]):
            raise SemanticError(
                f"`{key}` is no string of bits as long as the others",
                code="QC237",
                help='amplitudes by their bits, as in {"00": 0.6, "11": 0.8}',
            )
    if not keys:
        raise SemanticError("a state has at least one amplitude", code="QC237")
    if len(keys[0]) > MOST_STATE_QUBITS:
        raise LimitError(
            f"a state of {len(keys[0])} qubits; up to {MOST_STATE_QUBITS} are taken", code="QC610"
        )
    vector = np.zeros(1 << len(keys[0]), dtype=complex)
    vector[[int(key, 2) for key in keys]] = finite(list(amplitudes.values()), "the amplitudes")
    return vector


def isometry(columns: Any, *, free: str | Iterable[str] = ()) -> Synthesis:
    """Synthesise a circuit that maps the first basis states to given states.

    Parameters
    ----------
    columns : array_like, shape (2**n, k)
        Orthonormal, noise up to 1e-8 is taken out. Column j is what becomes of basis state j; what becomes of the
        states from k on is free.
    free : {"phase", "diagonal-before"}, or both
        What need not be made.

    Returns
    -------
    Synthesis

    Raises
    ------
    SemanticError
        QC236 for columns that are not orthonormal, with their distance; QC237 for a wrong shape; QC239.
    PipelineError
        QC402 for options that cannot be.
    LimitError
        QC610 for more than 10 qubits.

    References
    ----------
    .. [1] R. Iten, R. Colbeck, I. Kukuljan, J. Home, M. Christandl, "Quantum circuits for isometries", Phys. Rev. A 93,
       032318 (2016), doi:10.1103/PhysRevA.93.032318

    Examples
    --------
    >>> from qcompile.synthesis import isometry
    >>> isometry([[1, 0], [0, 0], [0, 0], [0, 1]])
    <Synthesis 2 qubits, 1 two-qubit gates, error ...>
    """
    from .arrays import MOST_MATRIX_QUBITS, finite, orthonormal, packed, qubits_of

    freedom = free_of(free, ("phase", "diagonal-before"))
    matrix = finite(columns, "the matrix", is_complex=True)
    if matrix.ndim != 2 or not 1 <= matrix.shape[1] <= matrix.shape[0]:
        raise SemanticError(
            f"the matrix of an isometry has no more columns than rows; its shape is {matrix.shape}",
            code="QC237",
        )
    qubits_of(len(matrix), "the number of rows is", MOST_MATRIX_QUBITS)
    made = synth.isometry(
        packed(orthonormal(matrix)), columns=matrix.shape[1], before=freedom.before
    )
    return Synthesis.of(made, "isometry", is_phase_free=freedom.phase)
