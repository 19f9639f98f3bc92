# SPDX-License-Identifier: Apache-2.0
"""Permutations of basis states."""

from __future__ import annotations

from collections.abc import Sequence

from .._native import synth
from ..errors import SemanticError
from .result import Synthesis


def permutation(image: Sequence[int]) -> Synthesis:
    """Synthesise the unitary that takes basis state i to ``image[i]``.

    Affine maps of the bits take cx and x alone, few moved states exchanges of two, all others X under controls.

    Parameters
    ----------
    image : sequence of int, 2**n of them
        Every number below 2**n once.

    Returns
    -------
    Synthesis

    Raises
    ------
    SemanticError
        QC237 if it is no permutation of 2**n numbers.
    LimitError
        QC610 for more than 12 qubits.

    Examples
    --------
    >>> from qcompile.synthesis import permutation
    >>> permutation([0, 1, 3, 2])
    <Synthesis 2 qubits, 1 two-qubit gates, error ...>
    """
    from .arrays import qubits_of

    table = [int(to) for to in image]
    qubits_of(len(table), "the number of images is", 12)
    made = synth.permutation(table) if min(table) >= 0 else None
    if made is None:
        raise SemanticError(
            f"the images are no permutation of the numbers below {len(table)}", code="QC237"
        )
    return Synthesis.of(made, "permutation")
