# SPDX-License-Identifier: Apache-2.0
"""The circuits out of the corpus compute what they are called after, and their spelling is theirs."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

import qcompile as qc
from benchmarks import openqasm, reversible, variants
from benchmarks.reversible import run


def field(values: list[int], wires: list[int]) -> int:
    return sum(value << wire for value, wire in zip(values, wires, strict=True))


@pytest.mark.parametrize("n", [2, 3])
def test_ripple_adders_add(n: int) -> None:
    for a, b, carry in product(range(1 << n), range(1 << n), range(2)):
        bits = carry
        for i in range(n):
            bits |= (a >> i & 1) << 2 * i + 1 | (b >> i & 1) << 2 * i + 2
        out = run(reversible.ripple_adder(n), bits)
        total = sum((out >> 2 * i + 2 & 1) << i for i in range(n)) | (out >> 2 * n + 1 & 1) << n
        assert a + b + carry == total
        assert carry == out & 1


@pytest.mark.parametrize("n", [2, 4, 8])
def test_lookahead_adders_add_and_clean_up(n: int) -> None:
    rng = Random(n)
    for _ in range(200):
        a, b = rng.randrange(1 << n), rng.randrange(1 << n)
        out = run(reversible.lookahead_adder(n), a | b << n)
        assert a | b << n | (a + b) << 2 * n == out


@pytest.mark.parametrize(("n", "middle"), [(3, (1,)), (5, (1, 3, 4)), (8, (1, 3, 4)), (11, (2,))])
def test_field_multipliers_multiply(n: int, middle: tuple[int, ...]) -> None:
    rng = Random(n)
    modulus = 1 | 1 << n | sum(1 << k for k in middle)
    for _ in range(100):
        a, b = rng.randrange(1 << n), rng.randrange(1 << n)
        expected = 0
        for i in range(n):
            expected ^= (a << i) * (b >> i & 1)
        for i in reversed(range(n, 2 * n)):
            expected ^= (modulus << (i - n)) * (expected >> i & 1)
        out = run(reversible.field_multiplier(n, *middle), a | b << n)
        wires = reversible.field_order(n)
        assert expected == sum((out >> wire & 1) << i for i, wire in enumerate(wires))


@pytest.mark.parametrize("n", [3, 4, 6])
@pytest.mark.parametrize("dirty", [False, True])
def test_ladders_flip_under_all_controls(n: int, dirty: bool) -> None:
    gates = reversible.barenco_ladder if dirty else reversible.toffoli_ladder
    rng = Random(n)
    for controls in range(1 << n):
        above = rng.randrange(1 << n - 2) if dirty else 0
        bits = controls | above << n
        flipped = (controls == (1 << n) - 1) << 2 * n - 2
        assert bits ^ flipped == run(gates(n), bits)


@pytest.mark.parametrize("n", [3, 4, 5])
def test_hidden_weighted_bits_turn(n: int) -> None:
    for value in range(1 << n):
        digits = [value >> i & 1 for i in range(n)]
        by = sum(digits) % n
        turned = sum(digit << (i + by) % n for i, digit in enumerate(digits))
        assert turned == run(reversible.hidden_weighted_bit(n), value)


def test_the_corrector_corrects() -> None:
    words = [
        word
        for word in range(128)
        if all(
            sum(word >> bit - 1 & 1 for bit in range(1, 8) if bit & check) % 2 == 0
            for check in (1, 2, 4)
        )
    ]
    assert 16 == len(words)
    data = sum(1 << bit - 1 for bit in (3, 5, 6, 7))
    for word in words:
        for error in range(8):
            out = run(reversible.hamming_corrector(), word ^ (1 << error >> 1))
            assert word & data == out & data
            assert error == (out & 1) | (out >> 1 & 1) << 1 | (out >> 3 & 1) << 2
            assert 0 == out >> 7


def test_the_spelling_is_the_circuit() -> None:
    text = reversible.text("tof_6")
    plain = "\n".join(
        f"{('x', 'cx', 'ccx')[len(g) - 1]} {','.join(f'q[{q}]' for q in g)};"
        for g in reversible.toffoli_ladder(6)
    )
    other = text.split("\n", 3)
    assert qc.equivalent(qc.loads(text), qc.loads("\n".join([*other[:3], plain])))
    program = openqasm.read(reversible.text("ripple_adder_5"))
    toffolis = sum(len(g) == 3 for g in reversible.ripple_adder(5))
    assert 7 * toffolis == sum(op.name in ("t", "tdg") for op in program.ops)


@pytest.mark.parametrize("name", ["barenco_tof_6", "hwb4_mmd", "gf2^3_mult"])
def test_variants_are_the_same_circuit(name: str) -> None:
    text = reversible.text(name)
    program = openqasm.read(text)
    shuffled = openqasm.write(variants.shuffled(program, 1))
    assert shuffled != openqasm.write(program)
    assert qc.equivalent(qc.loads(text), qc.loads(shuffled))
    moved, order = variants.relabelled(program, 1)
    back = [order.index(q) for q in range(len(order))]
    again = [op._replace(qubits=tuple(back[q] for q in op.qubits)) for op in moved.ops]
    assert program.ops == again
    assert sorted(order) != order
