# SPDX-License-Identifier: Apache-2.0
"""Rotations chosen by the values of other qubits, for angles that may be parameters.

A rotation by ``theta[v]`` where the selects spell v (the first one least significant) is a walk of plain
rotations and entangling gates over a Gray code; the angles of the walk are a linear map of theta. The circuit is
written once, and data only goes through the linear map; for numbers alone there is `chosen`.

References
----------
.. [1] M. Mottonen, J. Vartiainen, V. Bergholm, M. Salomaa, "Quantum circuits for general multiqubit gates",
   Phys. Rev. Lett. 93, 130502 (2004), doi:10.1103/PhysRevLett.93.130502
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..circuit import AngleLike, Circuit


def to_walk(angles: Any) -> Any:
    """Turn angles by value of the selects into angles by place in the walk.

    Parameters
    ----------
    angles : array, shape (..., 2**k)
        Radians.

    Returns
    -------
    numpy.ndarray, shape (..., 2**k)
        For `walk`: entry i belongs to the set of selects ``i ^ (i >> 1)``.
    """
    import numpy as np

    from .chosen import walsh

    terms = walsh(angles)
    places = np.arange(terms.shape[-1])
    gathered: Any = terms[..., places ^ (places >> 1)]
    return gathered


def walk(
    circuit: Circuit,
    axis: str,
    angles: Sequence[AngleLike],
    selects: Sequence[int],
    target: int,
    *,
    from_zero: bool = False,
) -> None:
    """Append a rotation about y or z chosen by `selects`, its angles as `to_walk` gives them.

    2**k two-qubit gates on k selects, cx for z and cz for y. With ``from_zero``, for a rotation about y of a
    target in the zero state, the first of them acts on that zero and is left out: 2**k - 1.
    """
    rotate = circuit.ry if axis == "y" else circuit.rz
    entangle = circuit.cz if axis == "y" else circuit.cx

    def move(change: int) -> None:
        for bit, select in enumerate(selects):
            if change >> bit & 1:
                entangle(select, target)

    order = [(i ^ (i >> 1), angle) for i, angle in enumerate(angles)]
    # A rotation sees the parity of the entangling gates before it; backwards, of those after it, which is the same
    # where all of them make the identity. Backwards the walk starts with those that a zero does not see.
    place = 0
    if from_zero:
        for i, (here, angle) in enumerate(reversed(order)):
            if i:
                move(place ^ here)
            rotate(angle, target)
            place = here
    else:
        for here, angle in order:
            move(place ^ here)
            rotate(angle, target)
            place = here
    move(place)
