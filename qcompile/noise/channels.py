# SPDX-License-Identifier: Apache-2.0
"""The channels of a noise model, by name: what each does, as Kraus matrices.

================== ============================================================== =========
name               with its number                                                on
================== ============================================================== =========
bit_flip           ``x`` happens with probability p                               a qubit
phase_flip         ``z`` happens with probability p                               a qubit
depolarizing       some Pauli but the identity happens, each with p / (4**n - 1)  1 or 2
amplitude_damping  the excited state decays with probability gamma                a qubit
phase_damping      coherences shrink by the square root of 1 - lambda             a qubit
================== ============================================================== =========
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from math import sqrt
from typing import TYPE_CHECKING

from .._native import Instruction

if TYPE_CHECKING:
    Kraus = list[list[complex]]

#: Names, in the order several of them are applied in.
NAMES = ("bit_flip", "phase_flip", "depolarizing", "amplitude_damping", "phase_damping")
#: Qubits a depolarizing channel is on at once; beyond, each qubit has its own.
MOST_QUBITS = 2
#: Row by row, over the first qubit as the least significant bit.
_PAULIS: dict[str, list[complex]] = {
    "I": [1, 0, 0, 1],
    "X": [0, 1, 1, 0],
    "Y": [0, -1j, 1j, 0],
    "Z": [1, 0, 0, -1],
}


@lru_cache(maxsize=1024)
def channel(name: str, value: float, qubits: int = 1) -> Instruction:
    """Return a channel as an instruction.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    value : float
        Its probability, gamma or lambda: 0 to 1.
    qubits : int, default 1
        1, or for ``depolarizing`` 2.

    Examples
    --------
    >>> channel("bit_flip", 0.36).contents["kraus"][1]
    [0j, (0.6+0j), (0.6+0j), 0j]
    """
    return Instruction.channel(_kraus(name, value, qubits))


def _kraus(name: str, value: float, qubits: int) -> Kraus:
    kept = sqrt(1 - value)
    if name == "amplitude_damping":
        return [[1, 0, 0, kept], [0, sqrt(value), 0, 0]]
    if name == "phase_damping":
        return [[1, 0, 0, kept], [0, 0, 0, sqrt(value)]]
    if name in ("bit_flip", "phase_flip"):
        strings, share = ["X" if name == "bit_flip" else "Z"], value
    else:
        strings = ["".join(letters) for letters in product("IXYZ", repeat=qubits)][1:]
        share = value / len(strings)
    parts = [("I" * qubits, kept), *((letters, sqrt(share)) for letters in strings)]
    return [[factor * x for x in _string(letters)] for letters, factor in parts]


def _string(letters: str) -> list[complex]:
    """Return the matrix of a Pauli string, first letter least significant."""
    out: list[complex] = [1]
    side = 1
    for letter in letters:
        one = _PAULIS[letter]
        out = [
            one[2 * (i // side) + j // side] * out[side * (i % side) + j % side]
            for i in range(2 * side)
            for j in range(2 * side)
        ]
        side *= 2
    return out
