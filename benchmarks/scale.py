# SPDX-License-Identifier: Apache-2.0
"""Large circuits of five kinds, streamed statement by statement: 10^7 gates need little memory.

Each generator yields the number of qubits first, then one OpenQASM statement at a time. The same kind, size and seed
give the same bytes. The widths grow with the square root of the size, so that width and depth grow together.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from typing import TextIO

HEADER = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n'
#: From here on, 2^k in a denominator no longer survives every reader's integers: the angle is written out.
LARGEST_POWER = 40
#: Rotations and entanglers of one brick: six Euler triples' worth of angles around three cx.
BRICK_GATES = 18

Stream = Iterator[int | str]


def clifford_t(gates: int, rng: random.Random) -> Stream:
    """Yield uniform one-qubit gates of {h, s, sdg, t, tdg, x} (60%), cx (30%) and cz (10%)."""
    width = max(5, math.isqrt(gates) // 2)
    yield width
    for _ in range(gates):
        draw = rng.random()
        if draw < 0.6:
            yield f"{rng.choice(('h', 's', 'sdg', 't', 'tdg', 'x'))} q[{rng.randrange(width)}];"
        else:
            first, second = rng.sample(range(width), 2)
            yield f"{'cx' if draw < 0.9 else 'cz'} q[{first}],q[{second}];"


def qft(gates: int, rng: random.Random) -> Stream:
    """Yield the smallest quantum Fourier transform of at least that many gates, swaps at its end."""
    width = 1
    while width * (width + 1) // 2 + width // 2 < gates:
        width += 1
    yield width
    for target in range(width - 1, -1, -1):
        yield f"h q[{target}];"
        for distance in range(1, target + 1):
            angle = (
                f"pi/{2**distance}"
                if distance < LARGEST_POWER
                else repr(math.ldexp(math.pi, -distance))
            )
            yield f"cp({angle}) q[{target - distance}],q[{target}];"
    for low in range(width // 2):
        yield f"swap q[{low}],q[{width - 1 - low}];"


def brickwork(gates: int, rng: random.Random) -> Stream:
    """Yield layers of generic two-qubit blocks: three cx, fifteen rotations, every angle drawn anew."""
    width = max(4, math.isqrt(gates // BRICK_GATES) // 2 * 2)
    yield width

    def turn(axis: str, qubit: int) -> str:
        return f"r{axis}({rng.uniform(-math.pi, math.pi):.15g}) q[{qubit}];"

    def brick(low: int, high: int) -> Iterator[str]:
        for qubit in (low, high):
            yield from (turn(axis, qubit) for axis in "zyz")
        yield f"cx q[{high}],q[{low}];"
        yield turn("z", low)
        yield turn("y", high)
        yield f"cx q[{low}],q[{high}];"
        yield turn("y", high)
        yield f"cx q[{high}],q[{low}];"
        for qubit in (low, high):
            yield from (turn(axis, qubit) for axis in "zyz")

    written, layer = 0, 0
    while written < gates:
        for low in range(layer % 2, width - 1, 2):
            yield from brick(low, low + 1)
            written += BRICK_GATES
            if written >= gates:
                return
        layer += 1


def adder(gates: int, rng: random.Random) -> Stream:
    """Yield the ripple-carry adder of Cuccaro et al. (quant-ph/0410184) again and again on the same registers."""
    bits = max(2, math.isqrt(gates) // 4)
    yield 2 * bits + 2
    # Wire 0 carries in; a and b lie interleaved after it; the last wire carries out.
    summand = [f"q[{2 * bit + 1}]" for bit in range(bits)]
    total = [f"q[{2 * bit + 2}]" for bit in range(bits)]
    carry = ["q[0]", *summand]
    written = 0
    while written < gates:
        for bit in range(bits):
            yield f"cx {summand[bit]},{total[bit]};"
            yield f"cx {summand[bit]},{carry[bit]};"
            yield f"ccx {carry[bit]},{total[bit]},{summand[bit]};"
        yield f"cx {summand[-1]},q[{2 * bits + 1}];"
        for bit in range(bits - 1, -1, -1):
            yield f"ccx {carry[bit]},{total[bit]},{summand[bit]};"
            yield f"cx {summand[bit]},{carry[bit]};"
            yield f"cx {carry[bit]},{total[bit]};"
        written += 6 * bits + 1


def qaoa_ring(gates: int, rng: random.Random) -> Stream:
    """Yield QAOA layers for the ring: cx rz cx on every edge, rx on every qubit, two angles a layer."""
    width = max(4, math.isqrt(gates))
    yield width
    yield from (f"h q[{qubit}];" for qubit in range(width))
    written = width
    while written < gates:
        cost, mixer = rng.uniform(0, math.pi), rng.uniform(0, math.pi)
        for qubit in range(width):
            edge = f"cx q[{qubit}],q[{(qubit + 1) % width}];"
            yield edge
            yield f"rz({cost:.15g}) q[{(qubit + 1) % width}];"
            yield edge
        yield from (f"rx({mixer:.15g}) q[{qubit}];" for qubit in range(width))
        written += 4 * width


KINDS: dict[str, Callable[[int, random.Random], Stream]] = {
    kind.__name__: kind for kind in (clifford_t, brickwork, qft, adder, qaoa_ring)
}


def write(kind: str, gates: int, file: TextIO, seed: int = 1) -> int:
    """Write one circuit.

    Parameters
    ----------
    kind : str
        A key of `KINDS`.
    gates : int
        At least that many statements; a kind that comes in whole layers writes a few more.
    file : TextIO
        Where to.
    seed : int, default 1
        Draws the random kinds.

    Returns
    -------
    int
        Gate statements written.
    """
    stream = KINDS[kind](gates, random.Random(f"{kind}:{gates}:{seed}"))
    file.write(f"{HEADER}qreg q[{next(stream)}];\n")
    count = 0
    for statement in stream:
        file.write(f"{statement}\n")
        count += 1
    return count


def text(kind: str, gates: int, seed: int = 1) -> str:
    """Return one circuit as OpenQASM 2; see `write`."""
    from io import StringIO

    file = StringIO()
    write(kind, gates, file, seed)
    return file.getvalue()
