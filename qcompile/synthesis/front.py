# SPDX-License-Identifier: Apache-2.0
"""What the package hands out at its front door: matrix or vector in, circuit out.

The functions of the same kind in `qcompile.synthesis` return a `Synthesis`: the circuit with its measured error and the
phases of diagonals that were left free.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..circuit import Circuit


def synthesize(
    matrix: Any,
    *,
    free: str | Iterable[str] = (),
    error: float = 0.0,
    levels: int | None = None,
    level_map: str | Sequence[int] = "best",
    effort: str = "normal",
) -> Circuit:
    """Return a circuit of a unitary matrix; see `qcompile.synthesis.unitary`.

    Examples
    --------
    >>> import qcompile as qc
    >>> qc.stats(qc.synthesize([[1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0], [0, 1, 0, 0]])).two_qubit
    1
    """
    from .unitary import unitary

    return unitary(
        matrix, free=free, error=error, levels=levels, level_map=level_map, effort=effort
    ).circuit


def prepare_state(
    vector: Any, *, free: str | Iterable[str] = (), error: float = 0.0, normalize: bool = False
) -> Circuit:
    """Return a circuit that makes a state of zero; see `qcompile.synthesis.state`.

    Examples
    --------
    >>> import qcompile as qc
    >>> qc.stats(qc.prepare_state([0.6, 0, 0, 0, 0, 0, 0, 0.8])).two_qubit
    2
    """
    from .state import state

    return state(vector, free=free, error=error, normalize=normalize).circuit


def block_diagonal(
    blocks: Sequence[Any], *, free: str | Iterable[str] = (), error: float = 0.0
) -> Circuit:
    """Return a circuit of a direct sum of unitary blocks; see `qcompile.synthesis.blocks`.

    Examples
    --------
    >>> import qcompile as qc
    >>> qc.stats(qc.block_diagonal([[[1, 0], [0, 1]], [[0, 1], [1, 0]]])).two_qubit
    1
    """
    from .blocks import blocks as synthesise

    return synthesise(blocks, free=free, error=error).circuit


def diagonal(
    phases: Sequence[float], *, free: str | Iterable[str] = (), error: float = 0.0
) -> Circuit:
    """Return a circuit of ``diag(exp(1j * phases))``; see `qcompile.synthesis.diagonal`.

    Examples
    --------
    >>> import qcompile as qc
    >>> qc.stats(qc.diagonal([0.0, 0.1, 0.2, 0.3])).two_qubit
    0
    """
    from .blocks import diagonal as synthesise

    return synthesise(phases, free=free, error=error).circuit
