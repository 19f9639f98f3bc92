# SPDX-License-Identifier: Apache-2.0
"""Metrics as Python sees them; what counts as what is tested beside the engine's sweep."""

from __future__ import annotations

import json
import math
from random import Random

import pytest

from qcompile import Circuit, Parameter, Target, compile, loads, stats
from qcompile.errors import PipelineError, TargetError
from qcompile.metrics import OBJECTIVES, cost
from qcompile.report import content
from qcompile.timing import idle_times

from .timed import device, native, times


def test_fields_and_json() -> None:
    circuit = Circuit(3, 1).h(0).ccx(0, 1, 2).swap(0, 1).measure(0, 0)
    metrics = stats(circuit)
    assert metrics.counts == {"ccx": 1, "h": 1, "measure": 1, "swap": 1}
    assert (metrics.gates, metrics.one_qubit, metrics.two_qubit, metrics.multi_qubit) == (
        3,
        1,
        1,
        1,
    )
    assert (metrics.t_count, metrics.t_depth, metrics.depth) == (7, 3, 4)
    assert (metrics.swaps, metrics.measurements) == (1, 1)
    data = json.loads(json.dumps(metrics.to_dict()))
    assert "duration_ns" not in data
    assert data["clbits"] == 1


def test_a_free_parameter_has_no_t_count() -> None:
    circuit = Circuit(1).t(0).rz(Parameter("a"), 0)
    assert stats(circuit).t_count is None
    assert stats(circuit.bind({"a": 0.0})).t_count == 1


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_cost_puts_the_objective_first(objective: str) -> None:
    metrics = stats(Circuit(2).h(0).t(0).cx(0, 1))
    first, *rest = cost(metrics, objective)
    known = getattr(metrics, OBJECTIVES[objective])
    assert first == (math.inf if known is None else known)
    assert rest == [metrics.two_qubit, metrics.depth, metrics.gates]


def test_an_unknown_t_count_costs_most() -> None:
    assert cost(stats(Circuit(1).rz(0.1, 0)), "t-count")[0] == float("inf")


def test_an_unknown_objective_names_the_known() -> None:
    with pytest.raises(PipelineError, match="beauty") as caught:
        cost(stats(Circuit(1)), "beauty")
    assert "two-qubit" in (caught.value.help or "")


def test_duration_and_fidelity_are_those_of_a_naive_count() -> None:
    target, rng = device(), Random(8)
    facts = target.gate_facts
    for _ in range(40):
        circuit = native(rng, 30)
        log, busy, life = 0.0, [0.0] * 4, [(None, 0.0)] * 4
        for name, qubits, start, end in times(circuit):
            if name in ("delay", "barrier"):
                continue
            log += math.log1p(-facts[name, tuple(sorted(qubits))]["error"])
            for q in qubits:
                busy[q] += end - start
                first = life[q][0]
                life[q] = (start if first is None else first, end)
        for q, (first, last) in enumerate(life):
            if first is not None:
                t = last - first - busy[q]
                log += math.log((3 + math.exp(-t / 2e5) + 2 * math.exp(-t / 1e5)) / 6)
        metrics = stats(circuit, target)
        assert metrics.duration_ns == max(t[3] for t in times(circuit))
        assert metrics.fidelity_estimate == pytest.approx(math.exp(log), rel=1e-12)
        assert metrics.unknown_errors == 0


def test_figures_are_in_the_json_only_with_a_target_that_has_some() -> None:
    circuit = Circuit(2).sx(0).cz(0, 1)
    figures = {"duration_ns", "fidelity_estimate", "unknown_errors"}
    assert figures <= stats(circuit, device()).to_dict().keys()
    for plain in (None, Target.from_name("line:4", "cz,sx,rz,x")):
        assert figures.isdisjoint(stats(circuit, plain).to_dict())
    # Not native: there is nothing to say, and null says so.
    foreign = stats(Circuit(2).h(0), device()).to_dict()
    assert (None, None) == (foreign["duration_ns"], foreign["fidelity_estimate"])


def test_what_the_target_does_not_know_is_counted() -> None:
    facts = {("cz", (0, 1)): {"error": 0.25}}
    pair = Target("pair", ["cz", "sx"], 2, [(0, 1, ["cz"])], gate_facts=facts)
    metrics = stats(Circuit(2).sx(0).cz(0, 1).sx(1), pair)
    assert (None, 0.75, 2) == (
        metrics.duration_ns,
        metrics.fidelity_estimate,
        metrics.unknown_errors,
    )


def test_objectives_of_a_device() -> None:
    metrics = stats(Circuit(2).sx(0).cz(0, 1), device())
    assert cost(metrics, "duration")[0] == 130.0
    assert cost(metrics, "fidelity")[0] == -metrics.fidelity_estimate
    assert cost(stats(Circuit(2).h(0), device()), "fidelity")[0] == math.inf


@pytest.mark.parametrize("objective", ["duration", "fidelity"])
def test_compiling_for_time_or_fidelity(objective: str) -> None:
    circuit = Circuit(4).h(0).cx(0, 1).h(1).h(1).cx(0, 1).t(0).cx(1, 2).h(2)
    result = compile(circuit, target=device(), objective=objective)
    plain = compile(circuit, target=device(), level=0, objective=objective)
    assert cost(result.report.after, objective) < cost(plain.report.after, objective)
    with pytest.raises(PipelineError, match=r"no (durations|error rates)") as caught:
        compile(circuit, target="line:4", objective=objective)
    assert (caught.value.code, caught.value.exit_code) == ("QC425", 2)


def test_idle_times_add_up() -> None:
    rng = Random(12)
    for _ in range(30):
        circuit = native(rng, 25)
        for t in idle_times(circuit, device()):
            own = [
                x for x in times(circuit) if t.qubit in x[1] and x[0] not in ("delay", "barrier")
            ]
            assert (t.start_ns, t.end_ns) == (own[0][2], own[-1][3])
            assert t.busy_ns == sum(x[3] - x[2] for x in own)
            assert 0.0 <= t.idle_fraction <= 1.0
    with pytest.raises(TargetError, match="how long") as caught:
        idle_times(Circuit(1).h(0), device())
    assert caught.value.code == "QC307"


def test_reports_show_the_figures() -> None:
    circuit = Circuit(4).h(0).cx(0, 1).cx(1, 2)
    report = compile(circuit, target=device()).report
    assert (None, 0) == (report.before.duration_ns, report.before.unknown_errors)
    assert report.after.duration_ns is not None
    for said in (report.to_text(), report.to_markdown()):
        assert "duration (ns)" in said
        assert "estimated fidelity" in said
        assert "not known" not in said
    assert "| ns |" in report.to_markdown()
    assert "estimated fidelity" not in compile(circuit, target="line:4").report.to_text()
    partly = device(gate_facts={("cz", (0, 1)): {"error": 0.5}})
    assert "operations whose error is not known" in compile(circuit, target=partly).report.to_text()


def test_the_table_of_waiting() -> None:
    circuit = Circuit(4).sx(0).sx(1).cz(0, 1).cz(1, 2).cz(0, 1)
    table = content.idle(idle_times(circuit, device())).to_text().splitlines()
    assert ["0", "0", "440", "230", "210", "47.7%"] == table[1].split()
    assert ["all", "870", "210", "19.4%"] == table[-1].split()


def test_duration_is_that_of_qiskit() -> None:
    pytest.importorskip("qiskit")
    from qiskit import QuantumCircuit, qasm2, transpile
    from qiskit.providers.fake_provider import GenericBackendV2

    edges = [[a, b] for i in range(4) for a, b in ((i, i + 1), (i + 1, i))]
    backend = GenericBackendV2(5, coupling_map=edges, seed=1)
    target, rng = Target.from_qiskit(backend), Random(2)
    for _ in range(5):
        circuit = QuantumCircuit(5, 5)
        for _ in range(40):
            a, b = rng.sample(range(5), 2)
            circuit.cp(rng.uniform(-3, 3), a, b)
            circuit.h(a)
        circuit.measure(range(5), range(5))
        mapped = transpile(circuit, backend, optimization_level=1, seed_transpiler=1)
        right = 1.0
        for instruction in mapped.data:
            qubits = tuple(mapped.find_bit(q).index for q in instruction.qubits)
            right *= 1 - (backend.target[instruction.operation.name][qubits].error or 0.0)
        metrics = stats(loads(qasm2.dumps(mapped)), target)
        expected = mapped.estimate_duration(backend.target, unit="s") * 1e9
        assert metrics.duration_ns == pytest.approx(expected, rel=1e-9)
        assert metrics.unknown_errors == 0
        # Waiting makes it worse than the gates alone.
        assert 0.3 * right < metrics.fidelity_estimate < right


def test_circuits_tell_what_is_asked_most() -> None:
    c = Circuit(3).h(0).cx(0, 1).t(2).barrier(0).cz(1, 2).t(2)
    m = stats(c)
    assert (c.depth(), c.two_qubit_count(), c.t_count()) == (4, 2, 2)
    assert (c.depth(), c.two_qubit_count(), c.t_count()) == (m.depth, m.two_qubit, m.t_count)
    assert Circuit(1).rx(0.3, 0).t_count() is None
