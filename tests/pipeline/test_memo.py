# SPDX-License-Identifier: Apache-2.0
"""`Memo`: what one pipeline did another need not do, and the results are the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pytest

import qcompile as qc
from qcompile import compiler
from qcompile.contract import Context, Pass
from qcompile.passes.routing import Routing
from qcompile.pipeline import BestOf, IfChanged, Memo, Pipeline, Sequence, memo

CONTEXT = Context(target=qc.Target.from_basis("cx,rz,sx,x"))
RUNS: list[str] = []


@dataclass(frozen=True, kw_only=True)
class Shorten(Pass):
    """Remove the last operation of a circuit of more than `least`."""

    name: ClassVar[str] = "shorten"
    least: int = 0

    def run(self, circuit, context):
        RUNS.append(f"{context.objective} {self.least} of {len(circuit)}")
        if len(circuit) <= self.least:
            return False
        circuit.remove(max(op.index for op in circuit))
        return True


def xs(count):
    circuit = qc.Circuit(1)
    for _ in range(count):
        circuit.x(0)
    return circuit


def run(pipelines, start, verify=False, contexts=None):
    RUNS.clear()
    kept = Memo(start)
    outs = []
    for p, to in zip(pipelines, contexts or [CONTEXT] * len(pipelines), strict=True):
        out, trace = Pipeline(p).run(start, to, memo=kept, verify=verify)
        alone, own = Pipeline(p).run(start, to)
        assert alone == out
        assert [s.name for s in own.steps] == [s.name for s in trace.steps]
        assert [s.changed for s in own.steps] == [s.changed for s in trace.steps]
        assert own.relation == trace.relation
        outs.append(len(out))
    return outs


def shared(pipelines, start, **options):
    """Return how many runs the memo saved."""
    run(pipelines, start, **options)
    return 2 * len([r for p in pipelines for r in _alone(p, start)]) - len(RUNS)


def _alone(p, start):
    before = len(RUNS)
    Pipeline(p).run(start, CONTEXT)
    made = RUNS[before:]
    del RUNS[before:]
    return made


def test_what_begins_alike_is_run_once():
    a, b = Shorten(), Shorten(least=2)
    assert [3, 2] == run([[a, a], [a, a, a]], xs(5))
    assert 2 == shared([[a, a], [a, a, a]], xs(5))
    # After a pass that left it as it was a circuit is what it was before.
    assert 3 == shared([[b, b, a], [b, a]], xs(2))
    # Other options, or something else before, are something else.
    assert 0 == shared([[a], [b, a]], xs(5))


def test_another_context_is_another_run():
    other = Context(target=CONTEXT.target, objective="depth")
    same = Context(target=qc.Target.from_basis("cx,rz,sx,x"))
    pipelines = [[Shorten()], [Shorten()]]
    run(pipelines, xs(3), contexts=[CONTEXT, other])
    assert 4 == len(RUNS)
    run(pipelines, xs(3), contexts=[CONTEXT, same])
    assert 3 == len(RUNS)


def test_inside_combinators():
    a = Shorten()
    best = BestOf(passes=(Sequence(passes=(a, a)), Sequence(passes=(a, a, a))))
    RUNS.clear()
    start = xs(5)
    out, _ = Pipeline([best, a]).run(start, CONTEXT, memo=Memo(start))
    assert 1 == len(out)
    # The second candidate runs its last pass, and the one after them is run on the winner.
    assert ["5", "4", "3", "2"] == [r.split()[-1] for r in RUNS]
    run([[best, a], [IfChanged(passes=(a, a)), a, a]], xs(5))


def test_proofs_are_of_steps_that_are_taken():
    start = xs(4)
    RUNS.clear()
    kept = Memo(start)
    cancel = Pipeline("cancel-inverses")
    for _ in range(2):
        _, trace = cancel.run(start, CONTEXT, memo=kept, verify=True)
        assert "equivalent" == trace.steps[0].verdict.verdict


def test_large_circuits_are_not_kept(monkeypatch):
    monkeypatch.setattr(memo, "MOST_OPERATIONS", 4)
    assert 0 == shared([[Shorten()], [Shorten()]], xs(5))


def test_routing_without_swaps_is_the_same_at_any_effort():
    fits, device = qc.Circuit(3).cx(0, 1).cx(1, 2), qc.Target.from_name("line:4", basis=["cx"])
    for effort in (0, 1):
        routed = fits.copy()
        Routing(effort=effort).run(routed, Context(target=device))
        assert {Routing(effort=0), Routing(effort=1)} == set(Routing().alike(len(fits), routed))
        assert 2 == len(routed)
    swapped = qc.Circuit(3).cx(0, 1).cx(1, 2).cx(0, 2)
    size = len(swapped)
    Routing().run(swapped, Context(target=device))
    assert () == Routing().alike(size, swapped)


@pytest.mark.parametrize("objective", ["two-qubit", "depth", "gates"])
@pytest.mark.parametrize("target", [None, "line:5", "grid:3x3"])
def test_levels_give_what_they_give_without(monkeypatch, objective, target):
    circuit = qc.Circuit(5)
    for k in range(12):
        circuit.cx(k % 5, (2 * k + 1) % 5 if (2 * k + 1) % 5 != k % 5 else (k + 1) % 5)
        circuit.rz(0.1 * k, k % 5).h((k + 2) % 5).ccx(k % 5, (k + 1) % 5, (k + 2) % 5)
    options = {"objective": objective, "target": target, "verify": "off"}
    basis = {} if target else {"basis": "cz,rz,sx,x"}
    found = qc.compile(circuit, **options, **basis)
    monkeypatch.setattr(compiler, "Memo", lambda _: None)
    plain = qc.compile(circuit, **options, **basis)
    assert plain.circuit.to_bytes() == found.circuit.to_bytes()
    assert [s.name for s in plain.report.passes] == [s.name for s in found.report.passes]
