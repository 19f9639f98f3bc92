# SPDX-License-Identifier: Apache-2.0
"""What `tests/files/known_state` cannot say: open controls, blocks, native gates, random circuits."""

from __future__ import annotations

from random import Random

from qcompile import Circuit, Target, equivalent
from qcompile.contract import Context
from qcompile.passes import KnownState

CONTEXT = Context(target=Target.from_basis("h,s,t,x,z,cx"))


def run(circuit, context=CONTEXT):
    out = circuit.copy()
    changed = KnownState().run(out, context)
    assert changed == (out != circuit)
    assert equivalent(circuit, out, relation="from-zero").verdict == "equivalent"
    return out


def test_blocks_know_nothing_of_outside():
    c = Circuit(2, 1).h(1).measure([1], [0])
    with c.if_(c.bit(0) == 1):
        c.cx(0, 1)
    assert run(c) == c


def test_random_circuits_from_zero():
    rng = Random(6)
    names = ["h", "s", "t", "x", "sx", "cx", "cz", "swap", "ccx", "cp", "rzz", "cswap", "u"]
    for _ in range(80):
        c = Circuit(4)
        for _ in range(25):
            name = rng.choice(names)
            params = {"cp": [0.7], "rzz": [-0.4], "u": [0.3, 0.2, 0.1]}.get(name, [])
            wide = 3 if name in {"ccx", "cswap"} else 2
            c.gate(name, params, rng.sample(range(4), 1 if name in "hstxsxu" else wide))
        out = run(c)
        assert len(out) <= len(c)


def test_native_circuits_stay_native():
    target = Target.from_basis("rz,sx,cx")
    c = Circuit(2).sx(0).sx(0).cx(0, 1).rz(0.3, 0)
    out = run(c, Context(target=target))
    assert target.first_foreign(out) is None
