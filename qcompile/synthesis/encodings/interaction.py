# SPDX-License-Identifier: Apache-2.0
"""Encodings with products of features: IQP and the ZZ feature map."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from math import pi
from typing import Any

from ..counts import counted
from .encoding import Encoding, chosen, slots

_PATTERNS = ("full", "linear", "circular")


def pairs_of(n: int, entanglement: str | Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs that a pattern, or a list of them, stands for on n qubits."""
    if not isinstance(entanglement, str):
        return [(int(a), int(b)) for a, b in entanglement]
    chosen("entanglement", entanglement, _PATTERNS)
    if entanglement == "full":
        return list(combinations(range(n), 2))
    chain = [(i, i + 1) for i in range(n - 1)]
    return [(n - 1, 0), *chain] if entanglement == "circular" and n > 2 else chain


def iqp(
    features: int,
    *,
    repeats: int = 1,
    entanglement: str | Iterable[tuple[int, int]] = "full",
) -> Encoding:
    """Hadamards, ``rz(x[i])``, and ``rzz(x[i] x[j])`` on pairs, several times over.

    Rotations are ``exp(-1j * angle * Z / 2)``; an instantaneous quantum polynomial circuit whose last Hadamards are
    left to whoever measures.

    Parameters
    ----------
    features : int
        Also the number of qubits.
    repeats : int, default 1
    entanglement : {"full", "linear", "circular"} or pairs of int, default "full"

    Returns
    -------
    Encoding
        Data of shape (features,).

    References
    ----------
    .. [1] V. Havlicek et al., "Supervised learning with quantum-enhanced feature spaces", Nature 567, 209 (2019),
       doi:10.1038/s41586-019-0980-2

    Examples
    --------
    >>> from qcompile.synthesis import encodings
    >>> encodings.iqp(3).angles([1.0, 2.0, 3.0]).tolist()
    [1.0, 2.0, 3.0, 2.0, 3.0, 6.0]
    """
    from ...circuit import Circuit

    n = counted("features", features)
    pairs = pairs_of(n, entanglement)
    x, product = slots("x", n), slots("xx", len(pairs))
    circuit = Circuit(n, name="IQP encoding")
    for _ in range(counted("repeats", repeats)):
        for i in range(n):
            circuit.h(i).rz(x[i], i)
        for slot, (a, b) in zip(product, pairs, strict=True):
            circuit.rzz(slot, a, b)
    return Encoding(
        "iqp", circuit, x + product, (n,), None, lambda data: _with_products(data, data, pairs, 1.0)
    )


def zz_feature_map(
    features: int,
    *,
    repeats: int = 2,
    entanglement: str | Iterable[tuple[int, int]] = "full",
) -> Encoding:
    """Hadamards, ``p(2 x[i])``, and ``p(2 (pi - x[i]) (pi - x[j]))`` on the parity of pairs, several times over.

    The same unitary as Qiskit's ``ZZFeatureMap`` and ``zz_feature_map``.

    Parameters
    ----------
    features : int
        Also the number of qubits.
    repeats : int, default 2
    entanglement : {"full", "linear", "circular"} or pairs of int, default "full"

    Returns
    -------
    Encoding
        Data of shape (features,).

    References
    ----------
    .. [1] V. Havlicek et al., "Supervised learning with quantum-enhanced feature spaces", Nature 567, 209 (2019),
       doi:10.1038/s41586-019-0980-2

    Examples
    --------
    >>> from qcompile.synthesis import encodings
    >>> encodings.zz_feature_map(2, repeats=1).circuit.gate_names()
    ['cx', 'h', 'p']
    """
    from ...circuit import Circuit

    n = counted("features", features)
    pairs = pairs_of(n, entanglement)
    x, product = slots("x", n), slots("xx", len(pairs))
    circuit = Circuit(n, name="ZZ feature map")
    for _ in range(counted("repeats", repeats)):
        for i in range(n):
            circuit.h(i).p(2 * x[i], i)
        for slot, (a, b) in zip(product, pairs, strict=True):
            circuit.cx(a, b).p(slot, b).cx(a, b)
    return Encoding(
        "zz_feature_map",
        circuit,
        x + product,
        (n,),
        None,
        lambda data: _with_products(data, pi - data, pairs, 2.0),
    )


def _with_products(data: Any, factors: Any, pairs: list[tuple[int, int]], scale: float) -> Any:
    import numpy as np

    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    return np.concatenate([data, scale * factors[..., first] * factors[..., second]], axis=-1)
