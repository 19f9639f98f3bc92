# SPDX-License-Identifier: Apache-2.0
"""Two-qubit fusion on pairs with several native gates: by errors, then by gates on one qubit; legal, never worse."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest

import qcompile as qc
from qcompile.contract import Context
from qcompile.passes import TwoQubitFusion

ONE = ["rz", "sx", "x"]
PLAIN = "decompose, basis-translation{one_qubit=False}, one-qubit-fusion, basis-translation"
FRACTIONAL = {"rzz": (0.0, math.pi / 2)}


def errors(**by_gate: float) -> dict[str, Any]:
    """Make the figures of a pair: ``cz=0.01``; ``xc`` is ``cx`` from the second qubit to the first."""
    figures = {}
    for name, error in by_gate.items():
        on = {"sx": (0,), "xc": (1, 0)}.get(name, (0, 1))
        figures["cx" if name == "xc" else name, on] = {"error": error}
    return {"gate_facts": figures}


def pair(*gates: str, **more: Any) -> qc.Target:
    there = [g for g in gates if g != "xc"]
    back = ["cx"] if "xc" in gates else []
    ranges = FRACTIONAL if "rzz" in gates else {}
    couplings = [(a, b, g) for a, b, g in ((0, 1, there), (1, 0, back)) if g]
    return qc.Target("pair", ONE, 2, couplings, ranges, **more)


TARGETS = {
    "one way": pair("xc"),
    "ecr": pair("ecr"),
    "both ways": pair("cx", "xc", **errors(cx=0.02, xc=0.01)),
    "fractional": pair("cz", "rzz"),
    "good rzz": pair("cz", "rzz", **errors(cz=0.01, rzz=0.002, sx=1e-4)),
    "bad rzz": pair("cz", "rzz", **errors(cz=0.002, rzz=0.02)),
    "siswap": pair("siswap", "cz", **errors(siswap=0.004, cz=0.006)),
    "unknown": pair("siswap", "cz", **errors(siswap=0.004)),
}


def odds(c: qc.Circuit, target: qc.Target) -> float:
    """Add up -log(1 - error)."""
    facts = target.gate_facts
    known = {name for name, on in facts if len(on) == 2}
    if not {g for _, _, gates in target.pairs for g in gates} <= known:
        return 0.0
    total = 0.0
    for op in c:
        on = tuple(op.qubits)
        figures = facts.get((op.name, on)) or facts.get((op.name, on[::-1])) or {}
        total -= math.log(1 - figures.get("error", 0.0))
    return total


def block(rng: random.Random) -> qc.Circuit:
    c = qc.Circuit(2)
    for _ in range(rng.randint(1, 9)):
        a, b = rng.sample(range(2), 2)
        kind = rng.random()
        if kind < 0.3:
            c.gate(rng.choice(["h", "s", "t", "sx", "x"]), [], [a])
        elif kind < 0.5:
            c.rz(rng.uniform(-7, 7), a).sx(a)
        elif kind < 0.8:
            c.gate(rng.choice(["cx", "cz", "ecr", "siswap", "swap"]), [], [a, b])
        else:
            c.rzz(rng.uniform(-3, 3), a, b)
    return c


def fused(c: qc.Circuit, target: qc.Target, objective: str = "two-qubit") -> qc.Circuit:
    out = c.copy()
    TwoQubitFusion().run(out, Context(target=target, objective=objective))
    verdict = qc.equivalent(c, out, relation="operator", up_to_global_phase=False)
    assert verdict.verdict == "equivalent"
    assert verdict.error < 1e-11
    return out


@pytest.mark.parametrize("objective", ["two-qubit", "fidelity"])
@pytest.mark.parametrize("name", TARGETS)
def test_new_forms_are_legal_and_no_worse(name: str, objective: str) -> None:
    target = TARGETS[name]
    rng = random.Random(name + objective)
    better = 0
    for _ in range(60):
        plain = qc.Pipeline(PLAIN).run(block(rng), Context(target=target))[0]
        assert target.first_foreign(plain) is None
        out = fused(plain, target, objective)
        assert target.first_foreign(out) is None
        before, after = qc.stats(plain), qc.stats(out)
        lost = odds(out, target) - odds(plain, target)
        better += out != plain
        if objective == "fidelity":
            assert lost < 1e-9
        else:
            assert after.two_qubit <= before.two_qubit
        if out != plain and after.two_qubit == before.two_qubit and abs(lost) < 1e-9:
            assert after.gates < before.gates or after.counts != before.counts
        if after.two_qubit == before.two_qubit and objective != "fidelity":
            assert after.gates <= before.gates
            assert after.depth <= before.depth
            assert lost < 1e-9
    assert better > 20


@pytest.mark.parametrize(
    ("figures", "objective", "expected"),
    [
        ({}, "two-qubit", {"rzz": 1}),
        ({"cz": 0.01, "rzz": 0.05}, "two-qubit", {"rzz": 1}),
        ({"cz": 0.01, "rzz": 0.05}, "fidelity", {"cz": 2}),
        ({"cz": 0.01, "rzz": 0.015}, "fidelity", {"rzz": 1}),
        ({"cz": 0.01}, "fidelity", {"rzz": 1}),
    ],
)
def test_one_rotation_or_two_half_turns(
    figures: dict[str, float], objective: str, expected: dict[str, int]
) -> None:
    target = pair("cz", "rzz", **errors(**figures))
    c = qc.Circuit(2).rzz(0.4, 0, 1).rzz(0.3, 0, 1)
    out = fused(c, target, objective)
    assert expected == {n: k for n, k in qc.stats(out).counts.items() if n not in ONE}


@pytest.mark.parametrize(
    ("figures", "name"), [({"cz": 0.01, "rzz": 0.002}, "rzz"), ({"cz": 0.002, "rzz": 0.01}, "cz")]
)
def test_of_as_many_the_likelier(figures: dict[str, float], name: str) -> None:
    target = pair("cz", "rzz", **errors(**figures))
    rng = random.Random(5)
    c = qc.Circuit(2)
    for _ in range(4):
        for q in range(2):
            c.rz(rng.uniform(1, 2), q).sx(q).rz(rng.uniform(1, 2), q).sx(q)
        c.cz(0, 1)
    out = fused(c, target)
    assert 3 == qc.stats(out).counts[name] == qc.stats(out).two_qubit


@pytest.mark.parametrize(("cx", "xc", "control"), [(0.01, 0.03, 0), (0.03, 0.01, 1)])
def test_the_likelier_direction(cx: float, xc: float, control: int) -> None:
    target = pair("cx", "xc", **errors(cx=cx, xc=xc))
    c = qc.Circuit(2).swap(0, 1).t(0).sx(0).cx(0, 1)
    out = fused(c, target, "fidelity")
    assert {control} == {op.qubits[0] for op in out if op.name == "cx"}


def test_as_many_with_fewer_others() -> None:
    target = pair("cx")
    c = qc.Circuit(2).cx(0, 1).x(0).rz(0.3, 1).cx(0, 1).x(0).x(1)
    assert {"cx": 2, "rz": 1} == qc.stats(fused(c, target, "gates")).counts
    # Where nobody asks for it, no block is made anew for that.
    assert c == fused(c, target)
    # One gate less, but a longer way from the first qubit to the second.
    c = qc.Circuit(2).cx(0, 1).rz(0.3, 0).rz(-0.7, 1).sx(1).cx(0, 1).rz(0.4, 0).rz(0.2, 1)
    assert c == fused(c, target, "gates")


def test_clifford_t_stays_exact() -> None:
    rng = random.Random(6)
    target = pair("cz", "rzz", **errors(cz=0.01, rzz=0.001))
    as_many = replaced = 0
    for _ in range(200):
        c = qc.Circuit(2)
        for _ in range(rng.randint(2, 4)):
            for q in range(2):
                c.rz(rng.randrange(8) * math.pi / 4, q).gate(rng.choice(["sx", "x"]), [], [q])
            c.cz(0, 1)
        out = fused(c, target)
        if qc.stats(out).two_qubit == qc.stats(c).two_qubit:
            as_many += 1
            replaced += c != out
            # Half a turn of rzz errs less than a cz, and every other angle stays what it is.
            likeliest = fused(c, target, "fidelity")
            assert (0, 0) == (out.error_bound, likeliest.error_bound)
            assert qc.stats(c).t_count == qc.stats(out).t_count
            assert qc.stats(likeliest).counts.keys() <= {"rzz", *ONE}
            assert odds(likeliest, target) < odds(c, target)
    assert (19, 1) == (as_many, replaced)


def test_t_depth_is_left_alone() -> None:
    c = qc.Circuit(2).cx(0, 1).t(0).rz(-math.pi / 4, 1).sx(1).cx(0, 1).t(0).rz(math.pi / 4, 1)
    assert c == fused(c, pair("cx"), "t-depth")
