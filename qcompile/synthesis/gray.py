# SPDX-License-Identifier: Apache-2.0
"""Rotations chosen by the values of other qubits, for angles that may be parameters.

A rotation by ``theta[v]`` where the selects spell v (the first one least significant) is a walk of plain
rotations and entangling gates over a Gray code; the angles of the walk are a linear map of theta. The engine has
the same for numbers alone; here the circuit is written once, and data only goes through the linear map.

References
----------
.. [1] M. Mottonen, J. Vartiainen, V. Bergholm, M. Salomaa, "Quantum circuits for general multiqubit gates",
   Phys. Rev. Lett. 93, 130502 (2004), doi:10.1103/PhysRevLett.93.130502
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
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

    walked = np.array(angles, dtype=float)
    size = walked.shape[-1]
    half = 1
    while half < size:
        pairs = walked.reshape(*walked.shape[:-1], size // (2 * half), 2, half)
        walked = np.stack(
            [pairs[..., 0, :] + pairs[..., 1, :], pairs[..., 0, :] - pairs[..., 1, :]], axis=-2
        ).reshape(walked.shape)
        half *= 2
    places = np.arange(size)
    gathered: Any = walked[..., places ^ (places >> 1)] / size
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
    order = [(i ^ (i >> 1), angle) for i, angle in enumerate(angles)]
    _along(circuit, axis, order, selects, target, from_zero)


def short_walk(
    circuit: Circuit,
    axis: str,
    angles: Any,
    selects: Sequence[int],
    target: int,
    *,
    tolerance: float,
    from_zero: bool = False,
) -> None:
    """Append as `walk` does, without the rotations whose angles are not above the tolerance.

    The others are met in the order, of their Gray code or from each to the nearest, with fewer entangling gates.
    """
    _along(circuit, axis, _kept(angles, tolerance), selects, target, from_zero)


def tour_length(angles: Any, tolerance: float) -> int:
    """Return the number of entangling gates that `short_walk` takes."""
    return _length(_kept(angles, tolerance))


def _kept(angles: Any, tolerance: float) -> list[tuple[int, float]]:
    kept = [(i ^ (i >> 1), float(a)) for i, a in enumerate(angles) if abs(a) > tolerance]
    if len(kept) in (0, len(angles)):
        return kept
    left, near = list(kept), []
    place = 0
    while left:
        nearest = min(range(len(left)), key=lambda i: ((left[i][0] ^ place).bit_count(), i))
        near.append(left.pop(nearest))
        place = near[-1][0]
    return near if _length(near) < _length(kept) else kept


def _length(order: Sequence[tuple[int, Any]]) -> int:
    places = [0, *(place for place, _ in order), 0]
    return sum((a ^ b).bit_count() for a, b in pairwise(places))


def _along(
    circuit: Circuit,
    axis: str,
    order: Sequence[tuple[int, Any]],
    selects: Sequence[int],
    target: int,
    from_zero: bool,
) -> None:
    rotate = circuit.ry if axis == "y" else circuit.rz
    entangle = circuit.cz if axis == "y" else circuit.cx

    def move(change: int) -> None:
        for bit, select in enumerate(selects):
            if change >> bit & 1:
                entangle(select, target)

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
