# SPDX-License-Identifier: Apache-2.0
"""Swaps at the ends of a mapped circuit: what goes, what stays, and the layouts that tell."""

from __future__ import annotations

import random

import pytest

from qcompile import Circuit, Target, equivalent
from qcompile.contract import Context
from qcompile.passes import AbsorbPermutations

LINE = [(a, a + 1) for a in range(3)]


def device(gates: str, pairs: list[tuple[int, int]]) -> Target:
    """Return a device of four qubits."""
    names = gates.split(",")
    two = [g for g in names if g in ("cx", "cz", "iswap", "ecr")]
    return Target("device", names, qubits=4, pairs=[(a, b, two) for a, b in pairs])


CX = device("cx,rz,sx,x", LINE + [(b, a) for a, b in LINE])


def absorbed(circuit: Circuit, target: Target = CX, objective: str = "two-qubit") -> Circuit:
    """Run the pass on a copy and judge the result."""
    out = circuit.copy()
    changed = AbsorbPermutations().run(out, Context(target=target, objective=objective))
    assert changed == (out != circuit)
    assert equivalent(circuit, out).verdict == "equivalent"
    return out


def two_qubit_gates(circuit: Circuit) -> int:
    return sum(len(op.qubits) == 2 for op in circuit)


@pytest.mark.parametrize(
    ("build", "initial", "final", "left"),
    [
        (lambda c: c.swap(0, 1), [0, 1, 2, 3], [1, 0, 2, 3], 0),
        (lambda c: c.cx(1, 2).cx(0, 1).swap(1, 2).swap(0, 1), [0, 1, 2, 3], [2, 0, 1, 3], 2),
        (lambda c: c.swap(0, 1).swap(1, 2).cx(0, 1).cx(1, 2), [2, 0, 1, 3], [0, 1, 2, 3], 2),
        (lambda c: c.cx(0, 1).cp(0.3, 1, 2).swap(1, 2), [0, 1, 2, 3], [0, 2, 1, 3], 3),
    ],
)
def test_layouts_take_the_swaps(build, initial, final, left):
    out = absorbed(build(Circuit(4)))
    assert out.layouts == (initial, final)
    assert two_qubit_gates(out) == left


def test_swaps_in_the_middle_stay():
    c = Circuit(4).cx(0, 1).cx(1, 2).swap(1, 2).cx(2, 3).cx(0, 1)
    assert absorbed(c) == c


def test_measured_bits_stay():
    c = Circuit(4, 2).h(0).cx(0, 1).cx(1, 2).cx(0, 1).swap(1, 2).measure([1, 2], [0, 1])
    out = absorbed(c)
    assert [(op.qubits, op.bits) for op in out if op.name == "measure"] == [([2], [0]), ([1], [1])]


def test_one_direction_and_other_natives():
    one_way = device("ecr,rz,sx,x", LINE)
    out = absorbed(Circuit(4).ecr(0, 1).ecr(1, 2).ecr(0, 1).swap(0, 1).rz(0.3, 0), one_way)
    assert one_way.first_foreign(out) is None
    out = absorbed(Circuit(4).h(1).cx(1, 2), device("iswap,u", LINE))
    assert [op.name for op in out if len(op.qubits) == 2] == ["iswap"]


def test_no_couplings_no_change():
    c = Circuit(2).swap(0, 1)
    assert not AbsorbPermutations().run(c, Context(target=Target.from_basis("cx,rz,sx,x")))


@pytest.mark.parametrize("objective", ["two-qubit", "t-count"])
def test_random_circuits(objective):
    rng = random.Random(objective)
    for _ in range(60):
        c = Circuit(4, 4)
        for _ in range(rng.randrange(3, 16)):
            pair = list(rng.choice(LINE))
            rng.shuffle(pair)
            name = rng.choice(["swap", "cx", "cp", "t", "h", "barrier", "measure"])
            if name == "cp":
                c.cp(rng.choice([0.3, 1e-9, 2.0]), *pair)
            elif name == "barrier":
                c.barrier(pair)
            elif name == "measure":
                c.measure([pair[0]], [pair[0]])
            else:
                c.gate(name, [], pair[: 1 if name in "th" else 2])
        out = absorbed(c, objective=objective)
        assert two_qubit_gates(out) <= two_qubit_gates(c)
