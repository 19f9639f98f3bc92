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
    tolerance: float | None = None,
) -> None:
    """Append a rotation about y or z chosen by `selects`, its angles as `to_walk` gives them.

    2**k two-qubit gates on k selects, cx for z and cz for y. With ``from_zero``, for a rotation about y of a
    target in the zero state, the first of them acts on that zero and is left out: 2**k - 1. With a tolerance
    rotations by numbers not above it are left out, and what then meets between the others cancels.
    """
    rotate = circuit.ry if axis == "y" else circuit.rz
    entangle = circuit.cz if axis == "y" else circuit.cx
    due = 0  # the selects whose entangling gates wait

    def settle() -> None:
        for bit, select in enumerate(selects):
            if due >> bit & 1:
                entangle(select, target)

    def is_kept(angle: AngleLike) -> bool:
        return tolerance is None or abs(float(angle)) > tolerance

    # Rotation i sees the parity of the selects in i ^ (i >> 1), from entangling gates before it (after it, backwards).
    if from_zero:
        started = False
        for i in reversed(range(len(angles))):
            if is_kept(angles[i]):
                if started:
                    settle()
                rotate(angles[i], target)
                started, due = True, 0
            due ^= i & -i
        if started:
            settle()
        return
    for i, angle in enumerate(angles):
        due ^= i & -i
        if is_kept(angle):
            settle()
            rotate(angle, target)
            due = 0
    due ^= len(angles) >> 1
    settle()
