# SPDX-License-Identifier: Apache-2.0
"""Block-diagonal unitaries: from their blocks, of one size or several, and rotations that labels choose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .._native import synth
from ..errors import PipelineError, SemanticError
from .result import Synthesis, budget, cost, free_of
from .unitary import unitary


def blocks(
    blocks: Sequence[Any], *, free: str | Iterable[str] = (), error: float = 0.0
) -> Synthesis:
    """Synthesise a direct sum of unitary blocks.

    With 2**k blocks of 2**m rows it is a multiplexer: block x acts on the first m qubits where the k above them spell
    x. Blocks of other sizes stand one after the other along the diagonal, in the order given; if their sizes do not
    add up to a power of two, the states beyond are free.

    Parameters
    ----------
    blocks : sequence of array_like, each of shape (s, s)
        Unitary, noise up to 1e-8 is taken out. A number is a block of size 1.
    free : {"phase", "diagonal-before", "diagonal-after"}, or several of them
        As in `unitary`.
    error : float, default 0.0
        Operator-norm distance allowed.

    Returns
    -------
    Synthesis

    Raises
    ------
    SemanticError
        QC236 with the number of the block that is not unitary, QC237 for a wrong shape or no block, QC239.
    PipelineError
        QC402 for options that cannot be.
    LimitError
        QC610 for more than 10 qubits.

    Examples
    --------
    >>> from qcompile.synthesis import blocks
    >>> blocks([[[1, 0], [0, 1]], [[0, 1], [1, 0]]])
    <Synthesis 2 qubits, 1 two-qubit gates, error ...>
    """
    import numpy as np

    from .arrays import unitary as checked

    parts = [
        checked(np.reshape(block, (1, 1)) if np.ndim(block) == 0 else block, f"block {i}")
        for i, block in enumerate(blocks)
    ]
    if not parts:
        raise SemanticError("no block is given", code="QC237")
    size = sum(len(part) for part in parts)
    rows = len(parts[0])
    if all(len(part) == rows for part in parts) and not size & (size - 1):
        found = _alike(parts, free)
        if error == 0.0:
            return found
    else:
        found = None
    whole = np.zeros((size, size), dtype=complex)
    at = 0
    for part in parts:
        whole[at : at + len(part), at : at + len(part)] = part
        at += len(part)
    if size & (size - 1):
        return unitary(whole, free=free, error=error, levels=size, level_map="binary")
    other = unitary(whole, free=free, error=error)
    return other if found is None or cost(other) < cost(found) else found


def _alike(parts: Sequence[Any], free: str | Iterable[str]) -> Synthesis:
    """Synthesise a power of two of blocks of one size."""
    import numpy as np

    from .arrays import MOST_MATRIX_QUBITS, packed, qubits_of

    qubits_of(len(parts) * len(parts[0]), "the rows of all blocks are", MOST_MATRIX_QUBITS)
    freedom = free_of(free)
    made = synth.blocks(
        packed(np.stack(parts)), count=len(parts), before=freedom.before, after=freedom.after
    )
    return Synthesis.of(made, "blocks", is_phase_free=freedom.phase)


def rotations(axis: str, angles: Sequence[float], *, free: str | Iterable[str] = ()) -> Synthesis:
    """Synthesise a rotation of qubit 0 about an axis, by ``angles[x]`` where the qubits above it spell x.

    Parameters
    ----------
    axis : {"x", "y", "z"}
    angles : sequence of float, 2**k of them
        In radians, of ``exp(-1j * angle * axis / 2)``.
    free : {"phase", "diagonal-before", "diagonal-after"}, or several of them
        As in `unitary`; with a diagonal free a rotation about x or y takes one gate less.

    Returns
    -------
    Synthesis
        Up to 2**k two-qubit gates.

    Raises
    ------
    SemanticError
        QC237 for a number of angles that is no power of two, QC239 for nan and infinity.
    PipelineError
        QC402 for an axis or freedom that is none.

    Examples
    --------
    >>> from qcompile.synthesis import rotations
    >>> rotations("y", [0.1, 0.2, 0.3, 0.5])
    <Synthesis 3 qubits, 4 two-qubit gates, error ...>
    """
    import numpy as np

    from .arrays import finite, qubits_of

    if axis not in ("x", "y", "z"):
        raise PipelineError(f"an axis is `x`, `y` or `z`, not `{axis}`", code="QC402")
    turns = finite(angles, "the angles").reshape(-1) / 2.0
    qubits_of(len(turns), "the number of angles is", 9)
    pauli = {"x": [[0, 1], [1, 0]], "y": [[0, -1j], [1j, 0]], "z": [[1, 0], [0, -1]]}[axis]
    return blocks(
        [np.cos(t) * np.eye(2) - 1j * np.sin(t) * np.array(pauli) for t in turns], free=free
    )


def diagonal(
    phases: Sequence[float], *, free: str | Iterable[str] = (), error: float = 0.0
) -> Synthesis:
    """Synthesise ``diag(exp(1j * phases))``.

    Affine phases take no two-qubit gate, quadratic ones a gate a product, phases without structure ``2**n - 2``.

    Parameters
    ----------
    phases : sequence of float, 2**n of them
        In radians, by basis state.
    free : "phase", optional
        The global phase need not be made.
    error : float, default 0.0
        Operator-norm distance allowed: Walsh terms of the phases are left out, smallest first [1]_.

    Returns
    -------
    Synthesis

    Raises
    ------
    SemanticError
        QC237 for a number of phases that is no power of two, QC239 for nan and infinity.
    PipelineError
        QC402 for options that cannot be.
    LimitError
        QC610 for more than 20 qubits.

    References
    ----------
    .. [1] J. Welch, D. Greenbaum, S. Mostame, A. Aspuru-Guzik, "Efficient quantum circuits for diagonal unitaries
       without ancillas", New J. Phys. 16, 033040 (2014), doi:10.1088/1367-2630/16/3/033040

    Examples
    --------
    >>> from qcompile.synthesis import diagonal
    >>> diagonal([0.1 * x for x in range(64)])
    <Synthesis 6 qubits, 0 two-qubit gates, error ...>
    """
    from .arrays import MOST_STATE_QUBITS, finite, qubits_of

    freedom, allowed = free_of(free, ("phase",)), budget(error)
    angles = finite(phases, "the phases")
    if angles.ndim != 1 or angles.dtype.kind == "c":
        raise SemanticError("phases are one list of real numbers, in radians", code="QC237")
    qubits_of(len(angles), "the number of phases is", MOST_STATE_QUBITS)
    made = synth.diagonal(angles.tolist(), error=allowed)
    return Synthesis.of(made, "diagonal", is_phase_free=freedom.phase)
