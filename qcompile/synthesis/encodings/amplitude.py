# SPDX-License-Identifier: Apache-2.0
"""Amplitude encoding with parameters: a tree of chosen rotations whose angles are a function of the data.

The circuit is the same for every vector, so it is compiled once. For one fixed vector, or one with structure,
`qcompile.prepare_state` finds shorter circuits.
"""

from __future__ import annotations

from typing import Any

from ..counts import counted
from .encoding import Encoding, slots


def amplitude(qubits: int, *, is_complex: bool = False) -> Encoding:
    """Prepare ``sum_i x[i] |i>``, normalised, from the zero state.

    From the most significant qubit down, each is rotated about y by an angle that the qubits above it choose; signs
    are in the last one. A target in the zero state saves a gate at each step [1]_: ``2**n - n - 1`` cz. Phases are
    a tree of rotations about z, another ``2**n - 2`` cx.

    Parameters
    ----------
    qubits : int
    is_complex : bool, default False
        Whether the data may be complex; the global phase is kept.

    Returns
    -------
    Encoding
        Data of shape (2**qubits,); normalised on the way, qubit 0 is the least significant bit of i.

    References
    ----------
    .. [1] V. Bergholm, J. Vartiainen, M. Mottonen, M. Salomaa, "Quantum circuits with uniformly controlled one-qubit
       gates", Phys. Rev. A 71, 052330 (2005), doi:10.1103/PhysRevA.71.052330

    Examples
    --------
    >>> from qcompile.synthesis import encodings
    >>> encoding = encodings.amplitude(3)
    >>> len(encoding.parameters), encoding.circuit.gate_names()
    (7, ['cz', 'ry'])
    """
    from ...circuit import Circuit
    from ..gray import walk

    n = counted("qubits", qubits)
    size = 1 << n
    a = slots("a", size - 1)
    circuit = Circuit(n, name="amplitude encoding")
    start = 0
    for level in range(n):
        used = a[start : start + (1 << level)]
        start += 1 << level
        target = n - 1 - level
        walk(circuit, "y", used, range(target + 1, n), target, from_zero=True)
    if not is_complex:
        return Encoding("amplitude", circuit, a, (size,), None, rotations)
    phases = slots("b", size)
    circuit.add_phase(phases[0])
    for level in range(n):
        target = n - 1 - level
        walk(circuit, "z", phases[1 << level : 2 << level], range(target + 1, n), target)
    return Encoding("amplitude", circuit, a + phases, (size,), None, _complex_rotations, True)


def rotations(data: Any) -> Any:
    """Return the angles of the tree for real vectors of shape (..., 2**n)."""
    import numpy as np

    from ..gray import to_walk

    norms = np.array(data, dtype=float)
    check_norm(norms)
    levels = []
    while norms.shape[-1] > 1:
        low, high = norms[..., 0::2], norms[..., 1::2]
        levels.append(to_walk(2.0 * np.arctan2(high, low)))
        norms = np.hypot(low, high)
    return np.concatenate(levels[::-1], axis=-1)


def check_norm(data: Any) -> None:
    """Refuse vectors that cannot be normalised.

    Raises
    ------
    SemanticError
        QC238.
    """
    import numpy as np

    from ...errors import SemanticError

    if not np.all(np.linalg.norm(data, axis=-1) > 0.0):
        raise SemanticError("a vector of zeros is no state", code="QC238")


def _complex_rotations(data: Any) -> Any:
    import numpy as np

    from ..gray import to_walk

    phases = np.angle(data)
    levels = []
    while phases.shape[-1] > 1:
        low, high = phases[..., 0::2], phases[..., 1::2]
        levels.append(to_walk(high - low))
        phases = (low + high) / 2.0
    return np.concatenate([rotations(np.abs(data)), phases, *levels[::-1]], axis=-1)
