# SPDX-License-Identifier: Apache-2.0
"""Channels other packages have a name for, recognised by their Kraus matrices."""

from __future__ import annotations

from collections.abc import Sequence

from .stim_noise import pauli_shares

#: Parts in a channel's probabilities that are rounding.
_ROUNDING = 1e-12


def named(kraus: Sequence[Sequence[complex]]) -> tuple[str, tuple[float, ...]] | None:
    """Return a channel's name and numbers; None where it has none.

    ``bit_flip``, ``phase_flip``, ``depolarizing`` (1 or 2 qubits), ``pauli`` (one qubit: x, y, z),
    ``amplitude_damping`` and ``phase_damping``, as `qcompile.noise` counts them.

    Examples
    --------
    >>> named([[0.6, 0, 0, 0.6], [0, 0.8, 0.8, 0]])
    ('bit_flip', (0.64,))
    >>> named([[1, 0, 0, 0.6], [0, 0.8, 0, 0]])
    ('amplitude_damping', (0.64,))
    """
    if len(kraus[0]) not in (4, 16):
        return None
    shares = pauli_shares(kraus)
    if shares is not None:
        return _mixture(shares)
    if len(kraus) != 2 or len(kraus[0]) != 4:
        return None
    (a, b, c, kept), (e, decay, f, rest) = ([complex(x) for x in flat] for flat in kraus)
    if any(map(abs, (a - 1, b, c, kept.imag, e, f, decay.imag, rest.imag))) or kept.real < 0:
        return None
    value = decay.real**2 + rest.real**2
    if abs(kept.real**2 + value - 1) > _ROUNDING or bool(decay) == bool(rest):
        return None
    return ("amplitude_damping" if decay else "phase_damping"), (_said(value),)


def _mixture(shares: dict[str, float]) -> tuple[str, tuple[float, ...]] | None:
    width = len(next(iter(shares)))
    strings = [letters for letters in _strings(width) if set(letters) != {"I"}]
    each = [shares.get(letters, 0.0) for letters in strings]
    if max(each) - min(each) <= _ROUNDING:
        return "depolarizing", (_said(sum(each)),)
    if width > 1:
        return None
    x, y, z = map(_said, each)
    if not y and bool(x) != bool(z):
        return ("bit_flip", (x,)) if x else ("phase_flip", (z,))
    return "pauli", (x, y, z)


def _strings(width: int) -> list[str]:
    out = [""]
    for _ in range(width):
        out = [letters + letter for letters in out for letter in "IXYZ"]
    return out


def _said(share: float) -> float:
    """Return a probability without the rounding of its square root."""
    return float(f"{share:.15g}")
