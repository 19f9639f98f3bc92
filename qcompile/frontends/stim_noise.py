# SPDX-License-Identifier: Apache-2.0
"""Stim's noise as channels: mixtures of Paulis."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import TYPE_CHECKING

from ..errors import SemanticError

if TYPE_CHECKING:
    from .stim_lines import Line

    Kraus = list[list[complex]]

_STRINGS = {n: ["".join(p) for p in product("IXYZ", repeat=n)] for n in (1, 2)}
#: A correlated error on more qubits has Kraus matrices that are too large.
_MOST_QUBITS = 8


def _mixture(shares: dict[str, float]) -> Kraus:
    """Return the Kraus matrices of Pauli strings, first letter least significant, that happen with some probability."""
    width = len(next(iter(shares)))
    shares = {"I" * width: max(0.0, 1.0 - sum(shares.values())), **shares}
    return [_scaled(letters, share**0.5) for letters, share in shares.items() if share > 0.0]


def _scaled(letters: str, factor: float) -> list[complex]:
    """Return a Pauli string's matrix, row by row."""
    side = 1 << len(letters)
    flips = sum(1 << q for q, p in enumerate(letters) if p in "XY")
    out = [0j] * (side * side)
    for column in range(side):
        value = complex(factor)
        for q, p in enumerate(letters):
            up = column >> q & 1
            if p == "Y":
                value *= -1j if up else 1j
            elif p == "Z" and up:
                value = -value
        out[(column ^ flips) * side + column] = value
    return out


def _single(letter: str) -> Callable[[Line], Kraus | None]:
    return lambda line: _mixture({letter: line.probabilities(1)[0]})


def _depolarised(width: int) -> Callable[[Line], Kraus | None]:
    def make(line: Line) -> Kraus:
        each = line.probabilities(1)[0] / (4**width - 1)
        return _mixture(dict.fromkeys(_STRINGS[width][1:], each))

    return make


def _listed(width: int) -> Callable[[Line], Kraus | None]:
    def make(line: Line) -> Kraus:
        shares = line.probabilities(4**width - 1)
        return _mixture(dict(zip(_STRINGS[width][1:], shares, strict=True)))

    return make


#: On how many qubits, and the Kraus matrices a line asks for; None where nothing happens.
CHANNELS: dict[str, tuple[int, Callable[[Line], Kraus | None]]] = {
    "X_ERROR": (1, _single("X")),
    "Y_ERROR": (1, _single("Y")),
    "Z_ERROR": (1, _single("Z")),
    "I_ERROR": (1, lambda line: None),
    "II_ERROR": (2, lambda line: None),
    "DEPOLARIZE1": (1, _depolarised(1)),
    "DEPOLARIZE2": (2, _depolarised(2)),
    "PAULI_CHANNEL_1": (1, _listed(1)),
    "PAULI_CHANNEL_2": (2, _listed(2)),
}


def correlated(line: Line) -> tuple[Kraus, list[int]]:
    """Return the Kraus matrices of a correlated error, and its qubits."""
    (share,) = line.probabilities(1)
    paulis: dict[int, str] = {}
    for target in line.targets:
        factors, flipped = line.product(target)
        if len(target.factors) != 1 or flipped or target.factors[0][1] in paulis:
            raise SemanticError(
                "a correlated error is one Pauli on each of its qubits",
                code="QC240",
                span=line.span,
            )
        paulis[factors[0][1]] = factors[0][0]
    if not 0 < len(paulis) <= _MOST_QUBITS:
        raise SemanticError(
            f"a correlated error is on 1 to {_MOST_QUBITS} qubits", code="QC240", span=line.span
        )
    return _mixture({"".join(paulis.values()): share}), list(paulis)
