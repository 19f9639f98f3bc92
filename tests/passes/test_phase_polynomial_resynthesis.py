# SPDX-License-Identifier: Apache-2.0
"""Phase polynomial resynthesis: what it gains, what it leaves, and the operator it keeps."""

import random

import pytest

import qcompile as qc
from qcompile.contract import Context
from qcompile.errors import PipelineError, QCompileError
from qcompile.passes import PhasePolynomialResynthesis


def resynthesise(circuit, basis="h,x,rz,cx", **options):
    return PhasePolynomialResynthesis(**options).run(
        circuit, Context(target=qc.Target.from_basis(basis))
    )


def pairs(circuit):
    return sum(len(op.qubits) == 2 for op in circuit)


def same(a, b, relation="operator"):
    verdict = qc.equivalent(a, b, relation=relation, up_to_global_phase=False)
    assert verdict.verdict == "equivalent", (a, b)


def ccx(c, a, b, t):
    c.h(t).cx(b, t).tdg(t).cx(a, t).t(t).cx(b, t).tdg(t).cx(a, t).t(t).t(b)
    return c.cx(a, b).t(a).tdg(b).cx(a, b).h(t)


@pytest.mark.parametrize("controls", [3, 4])
def test_toffolis_that_are_undone_share_their_phases(controls):
    c = qc.Circuit(2 * controls - 1)
    work = list(range(controls, 2 * controls - 2))
    chain = [(0, 1, work[0])]
    chain += [(work[i], i + 2, work[i + 1]) for i in range(len(work) - 1)]
    last = (work[-1], controls - 1, 2 * controls - 2)
    for a, b, t in [*chain, last, *reversed(chain)]:
        ccx(c, a, b, t)
    before = c.copy()
    assert resynthesise(c)
    assert pairs(before) == 6 * (2 * controls - 3)
    assert pairs(c) <= 4 * 2 * (controls - 2) + 6
    same(before, c)


def test_random_circuits_keep_their_operator_and_lose_pairs_only():
    rng = random.Random(5)
    for _ in range(60):
        n = rng.randint(2, 7)
        c = qc.Circuit(n)
        for _ in range(rng.randint(10, 80)):
            a, b = rng.sample(range(n), 2)
            kind = rng.random()
            if kind < 0.5:
                c.cx(a, b)
            elif kind < 0.6:
                c.gate(rng.choice(["cz", "swap"]), [], [a, b])
            elif kind < 0.9:
                c.gate(rng.choice(["h", "t", "s", "tdg", "x", "y", "z"]), [], [a])
            else:
                c.gate(rng.choice(["rz", "p"]), [rng.uniform(-7, 7)], [a])
        before = c.copy()
        changed = resynthesise(c)
        assert changed == (pairs(c) < pairs(before))
        assert changed or [op.name for op in c] == [op.name for op in before]
        same(before, c)


def test_symbols_move_with_their_parity():
    a, b = qc.Parameter("a"), qc.Parameter("b")
    c = qc.Circuit(2).cx(0, 1).rz(a, 1).cx(0, 1).x(0).cx(1, 0).p(b, 0).cx(1, 0)
    before = c.copy()
    assert resynthesise(c)
    assert pairs(c) == 2
    values = {"a": 0.3, "b": -1.1}
    same(before.bind(values), c.bind(values))


def test_inside_branches():
    c = qc.Circuit(3, 1).measure(0, 0)
    with c.if_(c.bit(0) == 1):
        c.cx(0, 1).cx(1, 2).cx(0, 1).cx(1, 2)
    before = c.copy()
    assert resynthesise(c)
    same(before, c, "instrument")


@pytest.mark.parametrize(
    "fence",
    [
        lambda c: c.barrier([0, 1]),
        lambda c: c.reset(1),
        lambda c: c.measure(1, 0),
        lambda c: c.ry(0.3, 1),
    ],
)
def test_fences(fence):
    c = qc.Circuit(2, 1).cx(0, 1)
    fence(c)
    c.cx(0, 1)
    assert not resynthesise(c)


def test_without_cx_nothing_is_written():
    c = qc.Circuit(2).cz(0, 1).cz(0, 1)
    assert not resynthesise(c, "cz,rz,sx,x")


def test_a_spent_budget_leaves_the_rest():
    c = qc.Circuit(4)
    for i in range(200):
        c.cx(i % 3, 3).rz(0.01 * i + 0.1, 3).cx(i % 3, 3)
    assert not resynthesise(c.copy(), states=0)
    assert resynthesise(c)
    assert pairs(c) < 400


def test_wires_out_of_range_are_refused():
    with pytest.raises((PipelineError, QCompileError)):
        resynthesise(qc.Circuit(2), wires=13)


@pytest.mark.parametrize("name", ["line:6", "ring:6", "grid:2x3"])
def test_routed_circuits_stay_on_their_couplings(name):
    target = qc.Target.from_name(name, basis="cx,h,t,tdg,s,sdg,x,z,rz")
    coupled = sorted({tuple(sorted(pair[:2])) for pair in target.pairs})
    rng = random.Random(name)
    lost = 0
    for _ in range(25):
        c = qc.Circuit(6)
        for _ in range(40):
            pair = list(rng.choice(coupled))
            rng.shuffle(pair)
            kind = rng.choice(["cx", "cx", "swap", "t", "h", "rz"])
            if kind == "rz":
                c.rz(rng.choice([0.3, 1e-9]), pair[0])
            else:
                c.gate(kind, [], pair[: 1 if kind in "th" else 2])
        before = c.copy()
        PhasePolynomialResynthesis().run(c, Context(target=target))
        same(before, c)
        assert all(tuple(sorted(op.qubits)) in coupled for op in c if len(op.qubits) == 2)
        price = [sum({"cx": 1, "swap": 3}.get(op.name, 0) for op in x) for x in (before, c)]
        assert price[1] <= price[0]
        lost += price[0] - price[1]
    assert lost > 100
