# SPDX-License-Identifier: Apache-2.0
"""One-qubit fusion: forms, fences, symbols, and the operator it keeps."""

import math
import random

import pytest

import qcompile as qc
from qcompile.contract import Context
from qcompile.passes import OneQubitFusion

BASES = [
    "rz,sx,x,cx",
    "rz,rx,cz",
    "rx,ry,rxx",
    "p,h,cx",
    "u,cx",
    "u,u2,p,cx",
    "phxz,cz",
    "r,cz",
    "r,rz,rzz",
    "gpi,gpi2,ms",
    "gpi,gpi2,rz,rzz",
]
NASTY = [
    0.0,
    1e-16,
    1e-9,
    1e-4,
    math.pi / 2 - 1e-9,
    math.pi / 2,
    math.pi,
    4 * math.pi,
    100 * math.pi,
]
FIXED = ["x", "y", "z", "h", "s", "sdg", "t", "tdg", "sx", "sxdg", "id"]
ONE_ANGLE = ["p", "rx", "ry", "rz"]


def fuse(circuit, basis, **options):
    target = qc.Target.from_basis(basis)
    return OneQubitFusion(**options).run(circuit, Context(target=target))


def text(circuit):
    return [(op.name, *op.qubits) for op in circuit]


def random_circuit(rng, length, basis):
    c = qc.Circuit(3, 1)
    two = basis.split(",")[-1]
    for _ in range(length):
        kind, q = rng.random(), rng.randrange(3)
        if kind < 0.45:
            c.gate(rng.choice(FIXED), [], [q])
        elif kind < 0.7:
            angle = rng.choice(NASTY) if rng.random() < 0.5 else rng.uniform(-7, 7)
            c.gate(rng.choice(ONE_ANGLE), [angle], [q])
        elif kind < 0.8:
            c.gate("u", [rng.uniform(-7, 7) for _ in range(3)], [q])
        elif kind < 0.97:
            angles = [0.3] * {"rxx": 1, "rzz": 1, "ms": 3}.get(two, 0)
            c.gate(two, angles, rng.sample(range(3), 2))
        else:
            c.barrier([0, 1])
    return c


@pytest.mark.parametrize("basis", BASES)
def test_random_circuits_keep_their_operator_and_become_native(basis):
    rng = random.Random(basis)
    target = qc.Target.from_basis(basis)
    for trial in range(25):
        c = random_circuit(rng, 5 + trial, basis)
        before = c.copy()
        fuse(c, basis)
        verdict = qc.equivalent(before, c, relation="operator", up_to_global_phase=False)
        assert verdict.verdict == "equivalent", (before, c)
        assert verdict.error < 1e-12
        assert target.first_foreign(c) is None
        again = c.copy()
        assert not fuse(again, basis)


@pytest.mark.parametrize(
    ("gates", "expected"),
    [
        (["h", "s", "h"], ["sx"]),
        (["h", "z", "h"], ["x"]),
        (["s", "s"], ["rz"]),
        (["t", "h", "h", "tdg"], []),
        (["h"], ["rz", "sx", "rz"]),
        (["x", "sx"], ["x", "sx"]),
    ],
)
def test_short_runs(gates, expected):
    c = qc.Circuit(1)
    for g in gates:
        c.gate(g, [], [0])
    fuse(c, "rz,sx,x,cx")
    assert [op.name for op in c] == expected


def test_runs_stop_at_measurement_and_go_on_inside_branches():
    c = qc.Circuit(1, 1).h(0).measure(0, 0).h(0)
    with c.if_(c.bit(0) == 1):
        c.h(0).h(0)
    before = c.copy()
    assert fuse(c, "u,cx")
    assert [op.name for op in c][:3] == ["u", "measure", "u"]
    assert qc.equivalent(before, c, relation="instrument")


def test_symbols_are_bound_after_as_before():
    rng = random.Random(5)
    names = [qc.Parameter("a"), qc.Parameter("b")]
    for basis in BASES:
        for _ in range(10):
            c = qc.Circuit(1)
            for _ in range(6):
                if rng.random() < 0.6:
                    angle = rng.choice([1, -2, 0.5]) * rng.choice(names) + rng.choice(NASTY)
                    c.gate(rng.choice(ONE_ANGLE), [angle], [0])
                else:
                    c.gate(rng.choice(FIXED), [], [0])
            fused = c.copy()
            fuse(fused, basis)
            values = {"a": rng.uniform(-9, 9), "b": rng.uniform(-9, 9)}
            verdict = qc.equivalent(
                c.bind(values), fused.bind(values), relation="operator", up_to_global_phase=False
            )
            assert verdict.verdict == "equivalent", (basis, c, fused)
