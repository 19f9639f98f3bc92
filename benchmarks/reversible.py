# SPDX-License-Identifier: Apache-2.0
"""Arithmetic and other reversible circuits that are in no corpus, every Toffoli written with 6 cx and 7 t.

A generator yields gates on bits (``x``, ``cx``, ``ccx``: controls first, the target last), so that what a circuit
computes is checked by running it on numbers; `text` spells it.

References
----------
Cuccaro, Draper, Kutin, Moulton, "A new quantum ripple-carry addition circuit", 2004, arXiv:quant-ph/0410184.
Draper, Kutin, Rains, Svore, "A logarithmic-depth quantum carry-lookahead adder", Quantum Information and Computation
6, 351, 2006, doi:10.26421/QIC6.4-5-4.
Barenco et al., "Elementary gates for quantum computation", Physical Review A 52, 3457, 1995,
doi:10.1103/PhysRevA.52.3457 (lemma 7.2).
Miller, Maslov, Dueck, "A transformation based algorithm for reversible logic synthesis", DAC 2003,
doi:10.1145/775832.775915.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from .scale import HEADER

#: Controls, then the target.
Gate = tuple[int, ...]
Gates = Iterator[Gate]


def run(gates: Iterator[Gate], bits: int) -> int:
    """Return what a circuit makes of a number, wire 0 the least significant bit."""
    for *controls, target in gates:
        if all(bits >> control & 1 for control in controls):
            bits ^= 1 << target
    return bits


def ripple_adder(n: int) -> Gates:
    """Add register a to b (wires 1, 3, … and 2, 4, …), carry in on wire 0, carry out on the last."""
    a, b, carry = range(1, 2 * n, 2), range(2, 2 * n + 1, 2), range(0, 2 * n - 1, 2)
    before = [0, *a[:-1]]
    assert len(carry) == n
    for i in range(n):
        yield from ((a[i], b[i]), (a[i], before[i]), (before[i], b[i], a[i]))
    yield (a[-1], 2 * n + 1)
    for i in reversed(range(n)):
        yield from ((before[i], b[i], a[i]), (a[i], before[i]), (before[i], b[i]))


def lookahead_adder(n: int) -> Gates:
    """Write a + b into n + 1 zeros: wires a, b, sum, then zeros that are returned; `n` a power of two."""
    a, b, total = range(n), range(n, 2 * n), range(2 * n, 3 * n + 1)
    rounds = n.bit_length() - 1
    propagate: dict[tuple[int, int], int] = {(0, m): b[m] for m in range(n)}
    spare = 3 * n + 1
    for t in range(1, rounds):
        for m in range(1, n >> t):
            propagate[t, m] = spare
            spare += 1
    spread = [
        (propagate[t - 1, 2 * m], propagate[t - 1, 2 * m + 1], propagate[t, m])
        for t in range(1, rounds)
        for m in range(1, n >> t)
    ]
    yield from ((a[i], b[i], total[i + 1]) for i in range(n))
    yield from ((a[i], b[i]) for i in range(n))
    yield from spread
    for t in range(1, rounds + 1):
        for m in range(n >> t):
            low = m << t
            yield (total[low + (1 << (t - 1))], propagate[t - 1, 2 * m + 1], total[low + (1 << t)])
    for t in range(rounds - 1, 0, -1):
        for m in range(1, n >> t):
            low = m << t
            yield (total[low], propagate[t - 1, 2 * m], total[low + (1 << (t - 1))])
    yield from reversed(spread)
    yield from ((b[i], total[i]) for i in range(n))
    yield from ((a[i], b[i]) for i in range(n))


def field_multiplier(n: int, *middle: int) -> Gates:
    """Add a * b to zeros modulo x^n + (x^k for k in `middle`) + 1; the product's wires end as `field_order` says."""
    a, b = range(n), range(n, 2 * n)
    product = list(range(2 * n, 3 * n))
    for j in reversed(range(n)):
        if j < n - 1:
            # Times x: the wires turn, and the highest term falls into the others.
            product = [product[-1], *product[:-1]]
            yield from ((product[0], product[k]) for k in middle)
        yield from ((a[i], b[j], product[i]) for i in range(n))


def field_order(n: int) -> list[int]:
    """Return the wires of the product of `field_multiplier`, the lowest term first."""
    return [2 * n + (i - (n - 1)) % n for i in range(n)]


def toffoli_ladder(n: int) -> Gates:
    """Flip the last wire under `n` controls, by zeros that are returned."""
    ladder = [(0, 1, n), *((i, n + i - 2, n + i - 1) for i in range(2, n - 1))]
    yield from ladder
    yield (n - 1, 2 * n - 3, 2 * n - 2)
    yield from reversed(ladder)


def barenco_ladder(n: int) -> Gates:
    """Flip the last wire under `n` controls, by wires in any state that are returned."""
    down = [(n - 1 - i, 2 * n - 3 - i, 2 * n - 2 - i) for i in range(n - 2)]
    bottom = (0, 1, n)
    for part in (down, down[1:]):
        yield from (*part, bottom, *reversed(part))


def hidden_weighted_bit(n: int) -> Gates:
    """Turn the bits round by the number of ones among them; wires above `n` are zeros that are returned."""

    def turned(value: int) -> int:
        by = value.bit_count() % n
        return (value << by | value >> (n - by)) & ((1 << n) - 1)

    yield from synthesized([turned(value) for value in range(1 << n)])


def hamming_corrector() -> Gates:
    """Turn the seven bits of a Hamming word into its syndrome (wires 0, 1, 3) and corrected data; zeros above."""
    for check in (0, 1, 3):
        yield from (
            (bit - 1, check) for bit in range(1, 8) if bit & (check + 1) and bit != check + 1
        )
    for bit in (3, 5, 6, 7):
        off = [check for check in (0, 1, 3) if not bit & (check + 1)]
        yield from ((check,) for check in off)
        yield from controlled([0, 1, 3], bit - 1, 7)
        yield from ((check,) for check in off)


def synthesized(image: Sequence[int]) -> Gates:
    """Yield a permutation of the numbers below 2^n, wide gates over zeros above wire n; not the shortest way."""
    image = list(image)
    n = (len(image) - 1).bit_length()
    found: list[tuple[list[int], int]] = []

    def apply(controls: int, target: int) -> None:
        found.append(([k for k in range(n) if controls >> k & 1], target))
        for x, y in enumerate(image):
            if y & controls == controls:
                image[x] = y ^ 1 << target

    for x in range(len(image)):
        # Entries below x stay: a gate's controls hold none of them.
        for bit in range(n):
            if (x & ~image[x]) >> bit & 1:
                apply(image[x], bit)
        for bit in range(n):
            if (image[x] & ~x) >> bit & 1:
                apply(x, bit)
    for controls, target in reversed(found):
        yield from controlled(controls, target, n)


def controlled(controls: Sequence[int], target: int, zeros: int) -> Gates:
    """Yield a flip under any number of controls, by zeros from wire `zeros` on that are returned."""
    if len(controls) <= 2:
        yield (*controls, target)
        return
    ladder = [(controls[0], controls[1], zeros)]
    ladder += [(control, zeros + i, zeros + i + 1) for i, control in enumerate(controls[2:-1])]
    yield from ladder
    yield (controls[-1], zeros + len(ladder) - 1, target)
    yield from reversed(ladder)


def spelt(gates: Gates) -> Iterator[str]:
    """Yield OpenQASM statements, a Toffoli by its 15 gates."""
    for gate in gates:
        if len(gate) < 3:
            yield f"{('x', 'cx')[len(gate) - 1]} {','.join(f'q[{q}]' for q in gate)};"
            continue
        a, b, c = gate
        for name, *on in (
            *(("h", c), ("cx", b, c), ("tdg", c), ("cx", a, c), ("t", c), ("cx", b, c)),
            *(("tdg", c), ("cx", a, c), ("t", b), ("t", c), ("h", c)),
            *(("cx", a, b), ("t", a), ("tdg", b), ("cx", a, b)),
        ):
            yield f"{name} {','.join(f'q[{q}]' for q in on)};"


#: Name -> gates anew.
CIRCUITS: dict[str, Callable[[], Gates]] = {
    "tof_6": lambda: toffoli_ladder(6),
    "tof_15": lambda: toffoli_ladder(15),
    "barenco_tof_6": lambda: barenco_ladder(6),
    "barenco_tof_12": lambda: barenco_ladder(12),
    "ripple_adder_5": lambda: ripple_adder(5),
    "ripple_adder_16": lambda: ripple_adder(16),
    "lookahead_adder_8": lambda: lookahead_adder(8),
    "lookahead_adder_16": lambda: lookahead_adder(16),
    "gf2^3_mult": lambda: field_multiplier(3, 1),
    "gf2^5_mult_x4x3x1": lambda: field_multiplier(5, 1, 3, 4),
    "gf2^8_mult_aes": lambda: field_multiplier(8, 1, 3, 4),
    "gf2^11_mult": lambda: field_multiplier(11, 2),
    "ham7": hamming_corrector,
    "hwb4_mmd": lambda: hidden_weighted_bit(4),
    "hwb5_mmd": lambda: hidden_weighted_bit(5),
    "hwb6_mmd": lambda: hidden_weighted_bit(6),
}


def text(name: str) -> str:
    """Return the circuit called `name` (a key of `CIRCUITS`) as OpenQASM 2."""
    gates = list(CIRCUITS[name]())
    width = 1 + max(map(max, gates))
    return "\n".join([f"{HEADER}qreg q[{width}];", *spelt(iter(gates)), ""])
