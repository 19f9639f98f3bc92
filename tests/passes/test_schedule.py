# SPDX-License-Identifier: Apache-2.0
"""Schedules against a clock of the tests' own, and against Qiskit's."""

from __future__ import annotations

from random import Random

import pytest

from qcompile import Circuit, Target, compile, equivalent, stats
from qcompile.contract import Context
from qcompile.errors import PipelineError, TargetError
from qcompile.passes import Schedule

from ..timed import COUPLER, PULSE, device, native, operations, times

CONTEXT = Context(target=device())


def run(circuit: Circuit, **options) -> Circuit:
    out = circuit.copy()
    changed = Schedule(**options).run(out, CONTEXT)
    assert changed == (out != circuit)
    return out


def waiting(circuit: Circuit) -> list[tuple[float, int]]:
    return [(p[0], q[0]) for name, p, q in operations(circuit) if name == "delay"]


def test_late_and_soon():
    c = Circuit(4).x(0).x(1).cz(0, 1).x(0).cz(1, 2)
    assert [(10.0, 0), (140.0, 2)] == waiting(run(c, kind="asap"))
    assert [(10.0, 0), (170.0, 0), (140.0, 2)] == waiting(run(c, kind="alap"))


@pytest.mark.parametrize("kind", ["asap", "alap"])
def test_random_circuits_take_as_long_and_mean_the_same(kind):
    rng = Random(3)
    for _ in range(60):
        c = native(rng, 30)
        out = run(c, kind=kind)
        assert equivalent(c, out, relation="operator").verdict == "equivalent"
        before, after = times(c), times(out)
        end = max(t[3] for t in before)
        assert end == max(t[3] for t in after) == stats(out, CONTEXT.target).duration_ns
        assert end == stats(c, CONTEXT.target).duration_ns
        # Nothing but delays was added, and nothing starts before all its wires have stopped waiting.
        given = [t[:2] for t in before if t[0] != "delay"]
        assert given == [t[:2] for t in after if t[0] != "delay"]
        assert not Schedule(kind=kind).run(out, CONTEXT)


def test_measured_circuits_and_branches_mean_the_same():
    rng = Random(4)
    for i in range(25):
        c = native(rng, 18, measured=True)
        out = run(c, kind=["asap", "alap"][i % 2])
        assert equivalent(c, out, relation="instrument").verdict == "equivalent"
        assert stats(c, CONTEXT.target).duration_ns == stats(out, CONTEXT.target).duration_ns


def test_late_means_that_something_follows_at_once():
    rng = Random(5)
    for _ in range(30):
        c = native(rng, 25)
        soon, late = times(run(c, kind="asap")), times(run(c, kind="alap"))
        keep = [[t for t in side if t[0] != "delay"] for side in (soon, late)]
        assert all(a[2] <= b[2] for a, b in zip(*keep, strict=True))


def test_steps_of_the_device():
    c = Circuit(4).x(0).x(1).cz(0, 1).delay(3, 0, "dt").cz(0, 1)
    with pytest.raises(TargetError, match="delay") as caught:
        run(c)
    assert caught.value.code == "QC307"
    # 30 and 40 ns are 5 and 6 steps of 7 ns, the cz 15.
    assert [(7.0, 0), (3, 0), (21.0, 1)] == waiting(run(c, kind="asap", dt_ns=7.0))


def test_what_has_no_duration_is_an_error():
    for circuit, target in (
        (Circuit(4).h(0), device()),
        (Circuit(2).sx(1), Target.from_basis("cx,sx,rz")),
    ):
        with pytest.raises(TargetError, match="how long") as caught:
            Schedule().run(circuit, Context(target=target))
        assert caught.value.code == "QC307"
    with pytest.raises(PipelineError, match="kind"):
        run(Circuit(1).x(0), kind="soon")
    with pytest.raises(PipelineError, match="dt_ns"):
        run(Circuit(1).x(0), dt_ns=-1.0)


def test_in_a_pipeline():
    c = Circuit(4).x(0).x(1).cz(0, 1)
    result = compile(c, target=device(), passes="schedule{kind=asap}")
    assert result.report.after.duration_ns == 140.0
    assert "delay[10ns]" in result.to_qasm3()
    with pytest.raises(PipelineError, match="delay") as caught:
        result.to_qasm2()
    assert caught.value.code == "QC409"


@pytest.mark.parametrize("kind", ["asap", "alap"])
def test_start_times_are_those_of_qiskit(kind):
    pytest.importorskip("qiskit")
    from qiskit import QuantumCircuit
    from qiskit.transpiler import InstructionDurations, PassManager
    from qiskit.transpiler.passes import ALAPScheduleAnalysis, ASAPScheduleAnalysis

    rows = [(name, q, length) for q, length in PULSE.items() for name in ("sx", "x")]
    rows += [("rz", q, 0) for q in PULSE]
    rows += [
        ("cz", pair, length) for (a, b), length in COUPLER.items() for pair in ((a, b), (b, a))
    ]
    durations = InstructionDurations([(*row, "dt") for row in rows], dt=1e-9)
    analysis = {"asap": ASAPScheduleAnalysis, "alap": ALAPScheduleAnalysis}[kind]
    rng = Random(9)
    for _ in range(20):
        c = native(rng, 40)
        theirs = QuantumCircuit(4)
        for name, params, qubits in operations(c):
            if name == "delay":
                theirs.delay(int(params[0]), qubits[0], "dt")
            elif name == "barrier":
                theirs.barrier(qubits)
            else:
                getattr(theirs, name)(*params, *qubits)
        manager = PassManager([analysis(durations)])
        manager.run(theirs)
        starts = manager.property_set["node_start_time"]
        expected = sorted(
            (node.op.name, tuple(theirs.find_bit(q).index for q in node.qargs), start)
            for node, start in starts.items()
            if node.op.name not in ("delay", "barrier")
        )
        ours = times(run(c, kind=kind))
        found = sorted(t[:3] for t in ours if t[0] not in ("delay", "barrier"))
        assert expected == found
