# SPDX-License-Identifier: Apache-2.0
"""Angle and basis encoding: one feature, or one bit, a qubit."""

from __future__ import annotations

from typing import Any

from ..counts import counted
from .encoding import Encoding, chosen, slots


def angle(features: int, *, axis: str = "x", scale: float = 1.0) -> Encoding:
    """Rotate qubit i by ``scale * x[i]``.

    Parameters
    ----------
    features : int
        Also the number of qubits.
    axis : {"x", "y", "z"}, default "x"
        Of the rotation ``exp(-1j * scale * x[i] * axis / 2)``. About z a Hadamard stands before it, since it would do
        nothing to the zero state.
    scale : float, default 1.0

    Returns
    -------
    Encoding
        Data of shape (features,), in radians.

    Examples
    --------
    >>> from qcompile.synthesis import encodings
    >>> [op.name for op in encodings.angle(2, axis="y").circuit]
    ['ry', 'ry']
    """
    from ...circuit import Circuit

    chosen("the axis", axis, ("x", "y", "z"))
    n = counted("features", features)
    x = slots("x", n)
    circuit = Circuit(n, name="angle encoding")
    for i in range(n):
        if axis == "z":
            circuit.h(i)
        circuit.gate(f"r{axis}", [scale * x[i]], [i])
    return Encoding("angle", circuit, x, (n,), None, lambda data: data)


def basis(bits: int) -> Encoding:
    """Put qubit i into ``|x[i]>``, for x[i] in {0, 1}: a rotation about y by pi x[i].

    For a string that does not change ``Circuit.x`` on its ones is all there is to do; this is for circuits that are
    compiled once.

    Parameters
    ----------
    bits : int
        Also the number of qubits; bit i of a number is x[i].

    Returns
    -------
    Encoding
        Data of shape (bits,), zeros and ones.

    Examples
    --------
    >>> from qcompile.synthesis import encodings
    >>> encodings.basis(3).angles([1, 0, 1]).tolist()
    [1.0, 0.0, 1.0]
    """
    from ...circuit import Angle, Circuit

    n = counted("bits", bits)
    x = slots("x", n)
    circuit = Circuit(n, name="basis encoding")
    for i in range(n):
        circuit.ry(Angle.pi(1, 1) * x[i], i)
    return Encoding("basis", circuit, x, (n,), None, _bits)


def _bits(data: Any) -> Any:
    import numpy as np

    from ...errors import SemanticError

    if not np.all((data == 0) | (data == 1)):
        raise SemanticError("basis encoding takes zeros and ones", code="QC237")
    return data
