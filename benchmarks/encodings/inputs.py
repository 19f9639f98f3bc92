# SPDX-License-Identifier: Apache-2.0
"""Matrices, vectors and phases to synthesise from; wire 0 is the least significant bit of an index."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[Any]
H: Matrix = np.array([[1, 1], [1, -1]], dtype=complex) / np.sqrt(2)


def haar(size: int, rng: np.random.Generator) -> Matrix:
    """Return a unitary by the Haar measure (Mezzadri 2007, arXiv:math-ph/0609050)."""
    z = rng.normal(size=(size, size)) + 1j * rng.normal(size=(size, size))
    q, r = np.linalg.qr(z)
    return q * (np.diagonal(r) / np.abs(np.diagonal(r)))


def special(size: int, rng: np.random.Generator) -> Matrix:
    """Return one of determinant 1."""
    u = haar(size, rng)
    return u / np.linalg.det(u) ** (1 / size)


def turn(rng: np.random.Generator) -> Matrix:
    """Return a real rotation of one qubit."""
    a = rng.uniform(-np.pi, np.pi)
    return np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]], dtype=complex)


def direct_sum(blocks: Sequence[Matrix]) -> Matrix:
    """Return the blocks along the diagonal: block x belongs to label value x, on the higher wires."""
    size = sum(map(len, blocks))
    out = np.zeros((size, size), dtype=complex)
    at = 0
    for block in blocks:
        out[at : at + len(block), at : at + len(block)] = block
        at += len(block)
    return out


def moved(u: Matrix, wires: Sequence[int]) -> Matrix:
    """Return the same operation with its wire i at wire ``wires[i]``."""
    index = [sum((x >> i & 1) << w for i, w in enumerate(wires)) for x in range(len(u))]
    out = np.empty_like(u)
    out[np.ix_(index, index)] = u
    return out


def linear(pairs: Sequence[tuple[int, int]], wires: int) -> Matrix:
    """Return the matrix of a list of cx."""
    index = np.arange(1 << wires)
    for control, target in pairs:
        index = index ^ ((index >> control & 1) << target)
    out = np.zeros((1 << wires, 1 << wires), dtype=complex)
    out[index, np.arange(1 << wires)] = 1
    return out


def local(gates: Sequence[Matrix]) -> Matrix:
    """Return one gate a wire."""
    out = np.eye(1, dtype=complex)
    for gate in gates:
        out = np.kron(gate, out)
    return out


def complex_state(size: int, rng: np.random.Generator) -> Matrix:
    """Return a random vector of length 1."""
    v = rng.normal(size=size) + 1j * rng.normal(size=size)
    return v / np.linalg.norm(v)


def sparse_state(wires: int, entries: int, rng: np.random.Generator) -> Matrix:
    """Return a vector with so many entries that are not zero."""
    v = np.zeros(1 << wires, dtype=complex)
    v[rng.choice(1 << wires, entries, replace=False)] = complex_state(entries, rng)
    return v


def weight_state(wires: int, ones: int) -> Matrix:
    """Return the Dicke state: every basis state of this many ones."""
    v = np.zeros(1 << wires, dtype=complex)
    for on in combinations(range(wires), ones):
        v[sum(1 << q for q in on)] = 1
    return v / np.linalg.norm(v)


def matrix_product(wires: int, bond: int, rng: np.random.Generator) -> Matrix:
    """Return a real vector of this bond dimension."""
    v = rng.normal(size=(2, bond))
    for _ in range(wires - 2):
        v = np.tensordot(v, rng.normal(size=(bond, 2, bond)), axes=1).reshape(-1, bond)
    v = (v @ rng.normal(size=(bond, 2))).reshape(-1).astype(complex)
    return v / np.linalg.norm(v)


def gaussian(points: int) -> Matrix:
    """Return a bell in the middle of the points, a sixth of them wide."""
    x = np.arange(points) - points / 2
    v = np.exp(-(x**2) / (2 * (points / 6) ** 2)).astype(complex)
    return v / np.linalg.norm(v)


def grid_vector() -> Matrix:
    """Return the real vector on 12 wires: a bell and a wave on a 64 by 64 grid, entry (i, j) at index 64 i + j."""
    i, j = np.meshgrid(np.arange(64), np.arange(64), indexing="ij")
    v = np.exp(-((i - 20) ** 2 + (j - 40) ** 2) / 200) + 0.5 * np.cos(i / 7) * np.sin(j / 5)
    return (v / np.linalg.norm(v)).reshape(-1)
