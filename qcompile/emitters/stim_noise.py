# SPDX-License-Identifier: Apache-2.0
"""Channels that are mixtures of Paulis, in Stim's words."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from .clifford import MOST_QUBITS, string_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def pauli_shares(kraus: Sequence[Sequence[complex]]) -> dict[str, float] | None:
    """Return how likely a mixture of Paulis makes each string, first letter least significant; None if it is none.

    Examples
    --------
    >>> {letters: round(share, 6) for letters, share in pauli_shares([[0.6, 0, 0, 0.6], [0, 0.8, 0.8, 0]]).items()}
    {'I': 0.36, 'X': 0.64}
    """
    import numpy as np

    width = (len(kraus[0]).bit_length() - 1) // 2
    if width > MOST_QUBITS:
        return None
    shares: dict[str, float] = {}
    for flat in kraus:
        matrix = np.array(flat, dtype=complex).reshape(1 << width, 1 << width)
        share = float(np.abs(matrix).max())
        if share == 0.0:
            continue
        said = string_of(matrix * complex(1 / share), width)
        if said is None:
            return None
        shares[said[0]] = shares.get(said[0], 0.0) + share * share
    return shares if abs(sum(shares.values()) - 1) <= 1e-9 else None


def noise(kraus: Sequence[Sequence[complex]]) -> tuple[str, str] | None:
    """Return a channel's name and argument, and for a correlated error its Paulis; None if it is no Pauli channel.

    Examples
    --------
    >>> noise([[0.6, 0, 0, 0.6], [0, 0.8, 0.8, 0]])
    ('X_ERROR(0.64)', '')
    """
    shares = pauli_shares(kraus)
    if shares is None:
        return None
    width = len(next(iter(shares)))
    shares.pop("I" * width, None)
    if width == 1 and len(shares) == 1:
        ((letter, share),) = shares.items()
        return f"{letter}_ERROR({_said(share)})", ""
    if width > 2 or (width == 2 and len(shares) == 1):
        if len(shares) != 1:
            return None
        ((letters, share),) = shares.items()
        return f"E({_said(share)})", letters
    strings = ["".join(letters) for letters in product("IXYZ", repeat=width)][1:]
    each = [_said(shares.get(letters, 0.0)) for letters in strings]
    if len(set(each)) == 1:
        return f"DEPOLARIZE{width}({_said(sum(shares.values()))})", ""
    return f"PAULI_CHANNEL_{width}({', '.join(each)})", ""


def _said(share: float) -> str:
    """Return a probability without the rounding of its square root."""
    return f"{share:.15g}"
