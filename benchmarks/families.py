# SPDX-License-Identifier: Apache-2.0
"""Small circuits of the families that compilers are judged by, written here: they need no corpus and no network."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from itertools import pairwise

from .scale import HEADER

Statements = Iterator[str]


def ghz(n: int) -> Statements:
    """Yield one cat state."""
    yield "h q[0];"
    yield from (f"cx q[{i}],q[{i + 1}];" for i in range(n - 1))


def w_state(n: int) -> Statements:
    """Yield one excitation shared by all qubits, by controlled rotations down a line."""
    yield "x q[0];"
    for i in range(n - 1):
        angle = 2 * math.acos(math.sqrt(1 / (n - i)))
        yield f"ry({angle / 2!r}) q[{i + 1}];"
        yield f"cx q[{i}],q[{i + 1}];"
        yield f"ry({-angle / 2!r}) q[{i + 1}];"
        yield f"cx q[{i}],q[{i + 1}];"
        yield f"cx q[{i + 1}],q[{i}];"


def bernstein_vazirani(n: int) -> Statements:
    """Yield the search for a string of alternating bits."""
    yield f"x q[{n - 1}];"
    yield from (f"h q[{i}];" for i in range(n))
    yield from (f"cx q[{i}],q[{n - 1}];" for i in range(0, n - 1, 2))
    yield from (f"h q[{i}];" for i in range(n - 1))


def toffoli_chain(n: int) -> Statements:
    """Yield a multi-controlled x over clean ancillas: Toffolis up a ladder and down again."""
    ladder = [f"ccx q[{i}],q[{i + 1}],q[{i + 2}];" for i in range(0, n - 2, 2)]
    yield from ladder
    yield from reversed(ladder[:-1])


def grover(n: int) -> Statements:
    """Yield two rounds of search among three controls, ancillas above."""
    yield from (f"h q[{i}];" for i in range(3))
    ladder = ("ccx q[0],q[1],q[3];", "cz q[3],q[2];", "ccx q[0],q[1],q[3];")
    for _ in range(2):
        yield from ladder
        for gate in ("h", "x"):
            yield from (f"{gate} q[{i}];" for i in range(3))
        yield from ladder
        for gate in ("x", "h"):
            yield from (f"{gate} q[{i}];" for i in range(3))


def heisenberg_line(n: int) -> Statements:
    """Yield three Trotter steps of the Heisenberg chain."""
    for step in range(3):
        for i in range(n - 1):
            for before, after in (("h", "h"), ("sdg", "s"), (None, None)):
                angle = 0.1 * (step + 1)
                for q in (i, i + 1):
                    if before == "sdg":
                        yield f"sdg q[{q}];"
                    if before:
                        yield f"h q[{q}];"
                yield f"cx q[{i}],q[{i + 1}];"
                yield f"rz({angle!r}) q[{i + 1}];"
                yield f"cx q[{i}],q[{i + 1}];"
                for q in (i, i + 1):
                    if before:
                        yield f"h q[{q}];"
                    if after == "s":
                        yield f"s q[{q}];"


def su2_ansatz(n: int) -> Statements:
    """Yield two layers of ry rz and a ladder of cx."""
    rng = random.Random(n)
    for _ in range(2):
        for i in range(n):
            yield f"ry({rng.uniform(-3, 3)!r}) q[{i}];"
            yield f"rz({rng.uniform(-3, 3)!r}) q[{i}];"
        yield from (f"cx q[{i}],q[{i + 1}];" for i in range(n - 1))


def maxcut_qaoa(n: int) -> Statements:
    """Yield two layers of QAOA on a random graph of mean degree three."""
    rng = random.Random(n)
    edges = sorted({tuple(sorted(rng.sample(range(n), 2))) for _ in range(3 * n // 2)})
    yield from (f"h q[{i}];" for i in range(n))
    for angle in (0.4, 0.7):
        yield from (f"rzz({angle}) q[{i}],q[{j}];" for i, j in edges)
        yield from (f"rx({2 * angle}) q[{i}];" for i in range(n))


def pauli_gadgets(n: int) -> Statements:
    """Yield rotations about random strings of x, y and z, each by a ladder of cx."""
    rng = random.Random(n)
    into = {"x": ("h",), "y": ("sdg", "h"), "z": ()}
    out = {"x": ("h",), "y": ("h", "s"), "z": ()}
    for _ in range(2 * n):
        support = sorted(rng.sample(range(n), rng.randint(2, min(4, n))))
        axes = [rng.choice("xyz") for _ in support]
        yield from (
            f"{g} q[{q}];" for q, axis in zip(support, axes, strict=True) for g in into[axis]
        )
        ladder = [f"cx q[{a}],q[{b}];" for a, b in pairwise(support)]
        yield from ladder
        yield f"rz({rng.uniform(-1, 1)!r}) q[{support[-1]}];"
        yield from reversed(ladder)
        yield from (
            f"{g} q[{q}];" for q, axis in zip(support, axes, strict=True) for g in out[axis]
        )


FAMILIES: dict[str, tuple[Callable[[int], Statements], int]] = {
    "ghz_8": (ghz, 8),
    "w_state_8": (w_state, 8),
    "bernstein_vazirani_9": (bernstein_vazirani, 9),
    "toffoli_chain_9": (toffoli_chain, 9),
    "grover_4": (grover, 4),
    "heisenberg_line_8": (heisenberg_line, 8),
    "su2_ansatz_8": (su2_ansatz, 8),
    "maxcut_qaoa_10": (maxcut_qaoa, 10),
    "pauli_gadgets_8": (pauli_gadgets, 8),
}


def text(name: str) -> str:
    """Return the circuit called `name` (a key of `FAMILIES`) as OpenQASM 2."""
    family, n = FAMILIES[name]
    return "\n".join([f"{HEADER}qreg q[{n}];", *family(n), ""])
