# SPDX-License-Identifier: Apache-2.0
"""Unitary matrices: any, on qubits or on particles of d levels, with what is free said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .._native import synth
from ..errors import PipelineError
from .result import Synthesis, budget, free_of


def unitary(
    matrix: Any,
    *,
    free: str | Iterable[str] = (),
    error: float = 0.0,
    levels: int | None = None,
    level_map: str | Sequence[int] = "best",
    effort: str = "normal",
) -> Synthesis:
    """Synthesise a unitary matrix.

    Its structure is found behind wire orders, CNOT circuits, Clifford and one-qubit frames and tensor factors: blocks
    under labels, diagonals, products. Without structure: 3, 19, 95, 423 two-qubit gates on 2 to 5 qubits.

    Parameters
    ----------
    matrix : array_like, shape (2**n, 2**n)
        Unitary; noise up to 1e-8 is taken out. With `levels`, shape (d**k, d**k) for k particles of d levels, the
        first one least significant.
    free : {"phase", "diagonal-before", "diagonal-after"}, or several of them
        What need not be made: the global phase; a diagonal before the circuit, free if the input is a basis state;
        one after it, free if measurements follow. The phases left out are in the result.
    error : float, default 0.0
        Operator-norm distance allowed.
    levels : int, optional
        The matrix acts on particles of so many levels; what happens to the other states of their qubits is free.
    level_map : {"best", "binary", "gray", "unary"} or sequence of int, default "best"
        The basis state of a particle's qubits that stands for each level; best: of the orders that make blocks of the
        matrix blocks under labels, and binary and Gray, the one with the shortest circuit.
    effort : {"normal", "high"}, default "normal"
        High: circuits at the counting bound are searched for numerically, on up to 4 qubits: 14 two-qubit gates for
        a matrix on 3 qubits without structure, in seconds.

    Returns
    -------
    Synthesis

    Raises
    ------
    SemanticError
        QC236 for a matrix that is not unitary, with its distance; QC237 for a wrong shape; QC239 for nan and infinity.
    PipelineError
        QC402 for options that cannot be.
    LimitError
        QC610 for more than 10 qubits.

    References
    ----------
    .. [1] V. Shende, S. Bullock, I. Markov, "Synthesis of quantum-logic circuits", IEEE TCAD 25(6), 2006,
       doi:10.1109/TCAD.2005.855930

    Examples
    --------
    >>> from qcompile.synthesis import unitary
    >>> unitary([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]])
    <Synthesis 2 qubits, 1 two-qubit gates, error ...>
    """
    from .arrays import MOST_MATRIX_QUBITS, packed, qubits_of
    from .arrays import unitary as checked

    freedom, allowed = free_of(free), budget(error)
    if effort not in ("normal", "high"):
        raise PipelineError(f"an effort is `normal` or `high`, not `{effort}`", code="QC402")
    u = checked(matrix)
    if levels is not None:
        from .on_levels import on_levels

        return on_levels(u, levels, level_map, freedom, search=effort == "high")
    help = f"for an operator on {len(u)} levels say levels={len(u)}"
    qubits_of(len(u), "the number of rows is", MOST_MATRIX_QUBITS, help)
    made = synth.unitary(
        packed(u),
        before=freedom.before,
        after=freedom.after,
        error=allowed,
        search=effort == "high",
    )
    return Synthesis.of(made, "unitary", is_phase_free=freedom.phase)
