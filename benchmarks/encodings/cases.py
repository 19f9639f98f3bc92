# SPDX-License-Identifier: Apache-2.0
"""The acceptance table: what is synthesised, and the figures it must and should reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from . import table_circuits, written
from .inputs import (
    H,
    Matrix,
    complex_state,
    direct_sum,
    gaussian,
    haar,
    linear,
    local,
    matrix_product,
    moved,
    sparse_state,
    special,
    turn,
    weight_state,
)


@dataclass(frozen=True)
class Case:
    """One line of the table.

    Parameters
    ----------
    row : str
        Its number in the table.
    name : str
        What it is.
    kind : {"unitary", "blocks", "levels", "state", "diagonal", "circuit"}
        What `given` is.
    given : array, list of arrays or str
        A matrix, a list of blocks, a vector, phases in radians, or OpenQASM 2.
    must : int
        cx and cz together.
    aim : int, optional
        What is known to be within reach, where the table has a number.
    depth : int, optional
        Layers of one-qubit gates, cx and cz.
    error : float, default 1e-9
        What the result may be off by.
    free : bool, default False
        A diagonal afterwards does not count.
    """

    row: str
    name: str
    kind: str
    given: Matrix | Sequence[Matrix] | str
    must: int
    aim: int | None = None
    depth: int | None = None
    error: float = 1e-9
    free: bool = False

    @property
    def aims_lower(self) -> bool:
        """Whether the aim asks for more than what must be."""
        return self.aim is not None and self.aim < self.must


LADDER_MUST = {3: 7, 4: 18, 5: 41, 6: 88}
LADDER_AIM = {3: 7, 4: 17, 5: 37, 6: 77}


def cases(seed: int = 0) -> Iterator[Case]:
    """Yield every line of the table."""
    for part in (_published, _multiplexers, _frames, _circuits, _matrices, _states, _diagonals):
        yield from part(np.random.default_rng([seed, len(part.__name__)]))


def _published(rng: np.random.Generator) -> Iterator[Case]:
    blocks = table_circuits.blocks
    yield Case("1", "two particles, blocks", "circuit", blocks(rng), 11, 11, 14)
    yield Case("2", "the same, measured", "circuit", blocks(rng, measured=True), 9, 9, 12)
    labels = blocks(rng, on_labels=True)
    yield Case("3", "the same, cz on labels", "circuit", labels, 5, 5, 6)
    labels = blocks(rng, on_labels=True, measured=True)
    yield Case("3", "cz on labels, measured", "circuit", labels, 3, 2, 3)
    yield Case("4", "two particles, direct", "circuit", table_circuits.direct(rng), 17, 17, 20)


def _blocks(wires: int, rng: np.random.Generator) -> list[Matrix]:
    return [haar(2, rng) for _ in range(1 << wires - 1)]


def _multiplexers(rng: np.random.Generator) -> Iterator[Case]:
    for n, must in LADDER_MUST.items():
        aim = LADDER_AIM[n]
        blocks = _blocks(n, rng)
        yield Case("5", f"U(2) blocks n={n}, matrix", "unitary", direct_sum(blocks), must, aim)
        yield Case("5", f"U(2) blocks n={n}, list", "blocks", blocks, must, aim)
    for n in LADDER_MUST:
        blocks = [special(2, rng) for _ in range(1 << n - 1)]
        must, aim = (1 << n) - 1, -(-(3 * (1 << n - 1) - 3) // 2)
        yield Case("7", f"SU(2) blocks n={n}", "unitary", direct_sum(blocks), must, aim)
    for n in LADDER_MUST:
        frame = haar(2, rng)
        blocks = [frame @ turn(rng) @ frame.conj().T for _ in range(1 << n - 1)]
        k = 1 << n - 1
        yield Case("8", f"one axis n={n}", "unitary", direct_sum(blocks), k, k)
        blocks = [turn(rng) for _ in range(k)]
        name = f"one axis n={n}, up to a diagonal"
        yield Case("8", name, "unitary", direct_sum(blocks), k, k - 1, free=True)
    for n, must, aim in ((3, 9, 8), (4, 25, 25), (5, 65, 65)):
        blocks = [haar(4, rng) for _ in range(1 << n - 2)]
        yield Case("9", f"U(4) blocks n={n}", "unitary", direct_sum(blocks), must, aim)


def _frames(rng: np.random.Generator) -> Iterator[Case]:
    for n in (3, 4, 5):
        must, aim = LADDER_MUST[n], LADDER_AIM[n]
        u = moved(direct_sum(_blocks(n, rng)), [n - 1, *range(n - 1)])
        yield Case("6", f"target on wire {n - 1}, n={n}", "unitary", u, must, aim)
        pairs = [(q, q + 1) for q in range(n - 1)]
        framed = linear(pairs, n) @ direct_sum(_blocks(n, rng)) @ linear(pairs[::-1], n)
        frame = 2 * len(pairs)
        yield Case("6", f"cx frame n={n}", "unitary", framed, must + frame, aim + frame)
        layer = local([H] * n)
        framed = layer @ direct_sum(_blocks(n, rng)) @ layer
        yield Case("10", f"H frame n={n}", "unitary", framed, must, aim)
        before, after = (local([haar(2, rng) for _ in range(n)]) for _ in range(2))
        framed = after @ direct_sum(_blocks(n, rng)) @ before
        yield Case("10", f"local frame n={n}", "unitary", framed, must, aim)
    diagonal = np.diag(np.exp(1j * rng.uniform(-np.pi, np.pi, 16)))
    layer = local([H] * 4)
    yield Case("11", "H-framed diagonal n=4", "unitary", layer @ diagonal @ layer, 14, 14)
    product = np.kron(direct_sum(_blocks(2, rng)), haar(2, rng))
    yield Case("12", "product (2+2) x U(2), hidden", "unitary", moved(product, [1, 2, 0]), 2, 2)
    product = np.kron(haar(4, rng), haar(2, rng))
    yield Case("12", "product U(4) x U(2), hidden", "unitary", moved(product, [1, 2, 0]), 3, 3)


def _circuits(rng: np.random.Generator) -> Iterator[Case]:
    for n, must, aim in ((3, 7, 7), (4, 18, 17)):
        lines = written.multiplexer(_blocks(n, rng), list(range(1, n)), 0)
        yield Case("13", f"controlled gates n={n}", "circuit", written.text(n, lines), must, aim)
    yield Case(
        "13", "a multiplexer as a generic matrix", "circuit", table_circuits.blind(rng), 7, 7
    )
    yield Case("13", "three layers with diagonals", "circuit", table_circuits.layers(rng), 7, 7)
    framed = table_circuits.clifford_framed(rng)
    yield Case("13", "Clifford-framed", "circuit", framed, 11, 11)


def _matrices(rng: np.random.Generator) -> Iterator[Case]:
    for n, must, aim in ((3, 19, 14), (4, 95, 63), (5, 423, 423)):
        yield Case("14", f"Haar n={n}", "unitary", haar(1 << n, rng), must, aim)
    yield Case("15", "qutrit", "levels", haar(3, rng), 2, 2)
    for d in (5, 6, 7):
        yield Case("15", f"U({d}) on 3 wires", "levels", haar(d, rng), 14)
    for parts, must in (((5, 3), 14), ((6, 2), 14), ((7, 1), 14), ((4, 2, 2), 9)):
        u = direct_sum([haar(d, rng) for d in parts])
        yield Case("16", "+".join(map(str, parts)), "unitary", u, must)


def _states(rng: np.random.Generator) -> Iterator[Case]:
    for n, must, aim in ((3, 3, 3), (4, 7, 6), (5, 23, 23), (6, 42, 34)):
        yield Case("17", f"state n={n}", "state", complex_state(1 << n, rng), must, aim)
    ones = [complex_state(2, rng).reshape(2, 1) for _ in range(6)]
    yield Case("18", "product of 6", "state", local(ones).reshape(-1), 0, 0)
    halves = [complex_state(8, rng).reshape(8, 1) for _ in range(2)]
    yield Case("18", "product 3+3", "state", local(halves).reshape(-1), 6, 6)
    ghz = np.zeros(64, dtype=complex)
    ghz[[0, 63]] = np.sqrt(0.5)
    yield Case("18", "GHZ 6", "state", ghz, 5, 5)
    yield Case("18", "W 6", "state", weight_state(6, 1), 9, 9)
    yield Case("19", "Dicke(6, 2)", "state", weight_state(6, 2), 28)
    yield Case("19", "Dicke(6, 3)", "state", weight_state(6, 3), 33)
    for n, s, must, aim in ((6, 4, 12, 9), (10, 4, 20, 13), (10, 16, 160, 100)):
        yield Case("20", f"sparse n={n} s={s}", "state", sparse_state(n, s, rng), must, aim)
    pairs = [(complex_state(8, rng), complex_state(8, rng)) for _ in range(2)]
    schmidt = sum(np.kron(a, b) for a, b in pairs)
    schmidt = schmidt / np.linalg.norm(schmidt)
    yield Case("21", "Schmidt rank 2, n=6", "state", schmidt, 19)
    yield Case("21", "real MPS bond 2, n=8", "state", matrix_product(8, 2, rng), 14)
    yield Case("21b", "Gaussian n=8", "state", gaussian(256), 247)
    yield Case("21b", "Gaussian n=8 to 1e-3", "state", gaussian(256), 59, error=1e-3)


def _diagonals(rng: np.random.Generator) -> Iterator[Case]:
    x = np.arange(64)
    yield Case("22", "linear phase n=6", "diagonal", 0.37 * x + 0.2, 0, 0)
    yield Case("22", "quadratic phase n=6", "diagonal", 0.013 * x**2 + 0.2 * x, 30, 20)
    sign = np.zeros(32)
    sign[21] = np.pi
    yield Case("22", "one sign n=5", "diagonal", sign, 30)
    parity = np.array([0.7 * (int(v).bit_count() % 2) for v in x])
    yield Case("22", "parity n=6", "diagonal", parity, 10, 10)
    smooth = np.cos(2 * np.pi * x / 64)
    yield Case("23", "smooth phase n=6 to 1e-3", "diagonal", smooth, 39, error=1e-3)
    for n in (3, 4, 5, 6):
        phases = rng.uniform(-np.pi, np.pi, 1 << n)
        most = (1 << n) - 2
        depth = 53 if n == 5 else None
        yield Case("24", f"random diagonal n={n}", "diagonal", phases, most, most, depth)
