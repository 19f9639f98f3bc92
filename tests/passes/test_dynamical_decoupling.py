# SPDX-License-Identifier: Apache-2.0
"""Sequences that are the identity and take no more time than the wait they fill."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from qcompile import Circuit, Target, compile, equivalent, stats
from qcompile.contract import Context
from qcompile.errors import PipelineError
from qcompile.passes import DynamicalDecoupling, Schedule
from qcompile.timing import idle_times

from ..timed import device, native, operations, times

CONTEXT = Context(target=device())
SEQUENCES = ("xx", "xpxm", "xy4")


def run(circuit: Circuit, context: Context = CONTEXT, **options) -> Circuit:
    out = circuit.copy()
    changed = DynamicalDecoupling(**options).run(out, context)
    assert changed == (out != circuit)
    return out


def parts(circuit: Circuit, qubit: int) -> list[str | float]:
    """What happens on a qubit: names, and the lengths of delays."""
    return [p[0] if name == "delay" else name for name, p, q in operations(circuit) if qubit in q]


def test_a_wait_is_shared_out():
    c = Circuit(4).sx(0).delay(400.0, 0).sx(0)
    assert ["sx", 85.0, "x", 170.0, "x", 85.0, "sx"] == parts(run(c), 0)
    assert c == run(c, min_idle_ns=401.0)
    assert run(c) == run(c, min_idle_ns=400.0)


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_the_identity_with_its_phase(sequence):
    for qubits in ([0], [0, 1], [0, 1, 2, 3]):
        c = Circuit(4)
        for q in qubits:
            c.sx(q).rz(0.3, q)
        for q in qubits:
            c.delay(2000.0, q)
        for q in qubits:
            c.sx(q)
        out = run(c, sequence=sequence)
        assert len(out) > len(c)
        assert equivalent(c, out, relation="operator").verdict == "equivalent"


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_random_scheduled_circuits_keep_meaning_and_times(sequence):
    rng, filled = Random(6), 0
    for i in range(40):
        c = native(rng, 30)
        Schedule(kind=("asap", "alap")[i % 2]).run(c, CONTEXT)
        out = run(c, sequence=sequence, staggered=i % 3 > 0)
        filled += out != c
        assert equivalent(c, out, relation="operator").verdict == "equivalent"
        assert max(t[3] for t in times(c)) == pytest.approx(max(t[3] for t in times(out)), abs=1e-6)
        lives = [
            [(t.qubit, t.start_ns, t.end_ns) for t in idle_times(x, CONTEXT.target)]
            for x in (c, out)
        ]
        assert lives[0] == lives[1]
        assert stats(c, CONTEXT.target).duration_ns == stats(out, CONTEXT.target).duration_ns
        assert not Schedule(kind=("asap", "alap")[i % 2]).run(out, CONTEXT)
    assert filled > 20


def test_measured_circuits_and_branches_mean_the_same():
    rng = Random(7)
    for i in range(20):
        c = native(rng, 18, measured=True)
        Schedule().run(c, CONTEXT)
        out = run(c, sequence=SEQUENCES[i % 3])
        assert equivalent(c, out, relation="instrument").verdict == "equivalent"


def test_waits_that_need_nothing():
    for c in (
        Circuit(4).delay(900.0, 0).sx(0),
        Circuit(4).rz(0.3, 0).delay(900.0, 0).sx(0),
        Circuit(4).sx(0).delay(900.0, 0),
        Circuit(4, 1).sx(0).measure(0, 0).delay(900.0, 0).sx(0),
        Circuit(4).sx(0).delay(900.0, 0).reset(0),
        Circuit(4).sx(0).delay(900.0, [0, 1]).sx(0),
    ):
        assert c == run(c)


def test_neighbours_take_turns():
    c = Circuit(4)
    for q in range(4):
        c.sx(q)
    for q in range(4):
        c.delay(1000.0 + 100 * (4 - q), q)  # the later they start, the shorter they wait
    for q in range(4):
        c.sx(q)
    out = run(c)
    starts = {q: [t[2] for t in times(out) if t[0] == "x" and q in t[1]] for q in range(4)}
    assert all(set(starts[a]).isdisjoint(starts[b]) for a, b in pairwise(range(4)))
    # Two colours are enough on a line: no qubit takes more than two turns.
    assert {2} == {len(s) for s in starts.values()}
    together = run(c, staggered=False)
    assert together != out


@pytest.mark.parametrize(
    ("gates", "names"),
    [
        (["gpi", "gpi2"], {"gpi"}),
        (["r", "rz"], {"r"}),
        (["phxz"], {"phxz"}),
        (["u"], {"u"}),
        (["rx", "rz"], {"rx", "rz"}),
        (["sx", "rz"], {"sx", "rz"}),
        (["x", "y", "rz"], {"x", "y", "rz"}),
        (["rx", "ry"], {"rx", "ry"}),
    ],
)
def test_turns_are_written_in_the_gates_there_are(gates, names):
    facts = {(g, (q,)): {"duration_ns": 0.0 if g == "rz" else 20.0} for g in gates for q in (0, 1)}
    facts["cz", (0, 1)] = {"duration_ns": 50.0}
    target = Target("pair", ["cz", *gates], 2, [(0, 1, ["cz"])], gate_facts=facts)
    c = Circuit(2)
    first = gates[0]
    params = {
        "u": [0.1, 0.2, 0.3],
        "phxz": [0.1, 0.2, 0.3],
        "r": [0.1, 0.2],
        "gpi": [0.4],
        "rx": [0.5],
    }
    c.gate(first, params.get(first, []), [0]).gate(first, params.get(first, []), [1])
    # The turn of one gate may be diagonal or a Pauli; every one here leaves |0>.
    c.delay(3000.0, 0).delay(3000.0, 1).cz(0, 1)
    for sequence in SEQUENCES:
        out = run(c, Context(target=target), sequence=sequence)
        added = {op.name for op in out} - {"cz", "delay"}
        assert added <= names | {first}, sequence
        assert len(out) >= len(c) + 4
        assert target.first_foreign(out) is None
        assert equivalent(c, out, relation="operator").verdict == "equivalent"


def test_options_are_checked():
    for options in ({"sequence": "udd"}, {"min_idle_ns": -1.0}, {"dt_ns": float("inf")}):
        with pytest.raises(PipelineError, match=next(iter(options))):
            run(Circuit(1).x(0), **options)


def test_later_passes_leave_the_turns():
    c = Circuit(4).sx(0).delay(400.0, 0).sx(0)
    text = (
        "dynamical-decoupling, cancel-inverses, merge-rotations, one-qubit-fusion, two-qubit-fusion"
    )
    result = compile(c, target=device(), passes=text)
    assert ["sx", 85.0, "x", 170.0, "x", 85.0, "sx"] == parts(result.circuit, 0)
    assert result.report.verified is not None
    assert result.report.verified.verdict == "equivalent"


def test_turns_start_on_steps():
    dt = 0.5
    c = Circuit(4).sx(0).delay(401.0, 0).sx(0)
    for t in times(run(c, dt_ns=dt)):
        assert (t[2] / dt).is_integer()
