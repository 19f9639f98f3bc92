# SPDX-License-Identifier: Apache-2.0
"""Pairs of Toffoli gates: counts, what may stand between them, and the operator they keep."""

from __future__ import annotations

from random import Random

import qcompile as qc
from qcompile.contract import Context
from qcompile.passes import RelativePhaseToffoli

CONTEXT = Context(target=qc.Target.from_basis("cx,rz,sx,x"))
#: One spelling of ccz(0, 1, 2).
SPELT = "cx12 tdg2 cx02 t2 cx12 tdg2 cx02 cx01 tdg1 cx01 t0 t1 t2"


def spelt(circuit, wires):
    for word in SPELT.split():
        name = word.rstrip("012")
        circuit.gate(name, [], [wires[int(q)] for q in word[len(name) :]])
    return circuit


def run(circuit, context=CONTEXT):
    out = circuit.copy()
    changed = RelativePhaseToffoli().run(out, context)
    assert changed == (out != circuit)
    return out


def counts(circuit):
    m = qc.stats(qc.compile(circuit, basis="clifford+t", level=0, verify="off").circuit)
    return m.two_qubit, m.t_count


def same(a, b):
    verdict = qc.equivalent(a, b)
    assert verdict.verdict == "equivalent"


def test_compute_and_uncompute():
    c = qc.Circuit(5).ccx(0, 1, 2).ccx(2, 3, 4).ccx(0, 1, 2)
    out = run(c)
    same(c, out)
    assert counts(out) == (6 + 2 * 3, 7 + 2 * 4)


def test_a_target_that_is_worked_on():
    c = qc.Circuit(4).ccx(0, 1, 2).h(2).cx(2, 3).t(0).ccx(0, 1, 2)
    out = run(c)
    same(c, out)
    assert counts(out) == (1 + 2 * 4, 1 + 2 * 4)


def test_a_target_that_is_measured_in_between():
    c = qc.Circuit(3, 1).ccx(0, 1, 2).measure(2, 0).ccx(0, 1, 2)
    out = run(c)
    assert qc.equivalent(c, out, relation="instrument").verdict == "equivalent"
    assert qc.stats(out).two_qubit == 8


def test_spelt_ones():
    c = qc.Circuit(4).h(2)
    spelt(c, [0, 1, 2]).h(2).cx(2, 3).h(2)
    spelt(c, [1, 0, 2]).h(2)
    out = run(c)
    same(c, out)
    assert counts(out) == (1 + 2 * 3, 2 * 4)


def test_a_flip_in_between_leaves_one_gate():
    c = qc.Circuit(4).ccx(0, 1, 2).x(0).cx(1, 3).ccx(0, 1, 2)
    out = run(c)
    same(c, out)
    assert counts(out) == (2, 0)


def test_what_stays():
    for between in (
        lambda c: c.x(0).x(1),
        lambda c: c.h(1).h(2),
        lambda c: c.barrier([0, 2]),
        lambda c: c.measure(1, 0).h(2),
        lambda c: c.reset(0).measure(1, 0),
    ):
        c = qc.Circuit(4, 1).ccx(0, 1, 2)
        between(c)
        c.ccx(0, 1, 2)
        assert run(c) == c


def test_targets_with_toffolis_keep_them():
    c = qc.Circuit(4).ccx(0, 1, 2).cx(2, 3).ccx(0, 1, 2)
    for basis in ("ccx,h,t,tdg,cx", "ccz,rz,sx", "h,s,cx"):
        assert run(c, Context(target=qc.Target.from_basis(basis))) == c


def test_inside_branches():
    body = qc.Circuit(4).ccx(0, 1, 2).cx(2, 3).ccx(0, 1, 2)
    c = qc.Circuit(4, 1).measure(0, 0)
    with c.if_(c.bit(0) == 1):
        c.compose(body, [0, 1, 2, 3])
    out = run(c)
    assert qc.stats(out).two_qubit == 7
    assert qc.equivalent(c, out, relation="instrument").verdict == "equivalent"


def test_random_circuits_are_never_worse():
    rng = Random(11)
    changes = 0
    for _ in range(120):
        c = qc.Circuit(5)
        for _ in range(rng.randrange(4, 14)):
            wires = rng.sample(range(5), 3)
            kind = rng.randrange(6)
            if kind < 2:
                c.ccx(*rng.choice([wires, [0, 1, 2], [2, 3, 4]]))
            elif kind == 2:
                spelt(c, rng.choice([wires, [0, 1, 2]]))
            else:
                c.gate(rng.choice(["h", "t", "x", "s"]), [], [wires[0]])
        out = run(c)
        same(c, out)
        assert counts(out)[0] <= counts(c)[0]
        assert counts(out)[1] <= counts(c)[1]
        changes += out != c
    assert changes > 20
