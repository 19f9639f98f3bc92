# SPDX-License-Identifier: Apache-2.0
"""The transformer and the sweeps in Cirq: the same circuit, what is to stay stays, the same results."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from qcompile.errors import PipelineError, SemanticError

cirq = pytest.importorskip("cirq")
import sympy  # noqa: E402

from qcompile.frameworks.cirq import (  # noqa: E402
    QCompile,
    SweepTemplate,
    compile_sweep,
    optimize_for_target_gateset,
)

A, B = sympy.symbols("a b")
Q = cirq.LineQubit.range(4)
GATESETS = {
    "cz": cirq.CZTargetGateset(),
    "cz powers": cirq.CZTargetGateset(allow_partial_czs=True),
    "root of iswap": cirq.SqrtIswapTargetGateset(),
    "its inverse": cirq.SqrtIswapTargetGateset(use_sqrt_iswap_inv=True),
    "powers": cirq.Gateset(cirq.XPowGate, cirq.ZPowGate, cirq.CXPowGate, cirq.MeasurementGate),
    "google's": cirq.Gateset(
        cirq.PhasedXPowGate, cirq.ZPowGate, cirq.CZ, cirq.GlobalPhaseGate, cirq.MeasurementGate
    ),
}


def ansatz(seed: int = 0) -> Any:
    """Return a circuit over two symbols."""
    rng = random.Random(seed)
    out = cirq.Circuit(cirq.H.on_each(*Q), cirq.rx(A)(Q[0]), cirq.ry(A * B)(Q[3]))
    for _ in range(12):
        p, q, r = rng.sample(Q, 3)
        out.append(
            rng.choice(
                [
                    cirq.CNOT(p, q),
                    cirq.ZZPowGate(exponent=B + 0.25)(p, q),
                    cirq.CCX(p, q, r),
                    cirq.X(p) ** A,
                    cirq.SWAP(p, q),
                    cirq.PhasedXPowGate(phase_exponent=rng.random(), exponent=B)(p),
                    cirq.ISWAP(p, q) ** 0.5,
                ]
            )
        )
    return out


def matrix(circuit: Any, point: Any = None) -> Any:
    bound = cirq.resolve_parameters(circuit, point or {"a": 0.37, "b": -0.81})
    return bound.unitary(qubit_order=Q, qubits_that_should_be_present=Q)


@pytest.mark.parametrize("name", GATESETS)
def test_gatesets(name: str) -> None:
    gateset = GATESETS[name]
    for seed in range(2):
        source = ansatz(seed)
        out = optimize_for_target_gateset(source, gateset=gateset)
        assert gateset.validate(out)
        assert cirq.allclose_up_to_global_phase(matrix(source), matrix(out), atol=1e-7)


def test_without_a_gateset_the_phase_is_kept() -> None:
    source = ansatz(3)
    out = QCompile(level=1)(source)
    assert np.abs(matrix(source) - matrix(out)).max() < 1e-7
    assert isinstance(out, cirq.Circuit)


def test_two_qubit_gates_are_never_more_than_cirqs() -> None:
    def count(circuit: Any) -> int:
        return sum(len(op.qubits) == 2 for op in circuit.all_operations())

    gateset = GATESETS["cz"]
    for seed in range(3):
        source = ansatz(seed)
        theirs = cirq.optimize_for_target_gateset(source, gateset=gateset)
        assert count(optimize_for_target_gateset(source, gateset=gateset)) <= count(theirs)


def test_what_is_tagged_stays_as_it_is() -> None:
    mine = cirq.X(Q[0]).with_tags("mine")
    fixed = [cirq.H(Q[1]).with_tags("no_compile"), cirq.measure(Q[2], key="k").with_tags("mine")]
    free = cirq.Circuit(cirq.T(Q[0]), mine, cirq.T(Q[0]) ** -1, cirq.Z(Q[0]), cirq.Z(Q[0]), *fixed)
    context = cirq.TransformerContext(tags_to_ignore=("mine",))
    out = optimize_for_target_gateset(free, context=context, gateset=GATESETS["cz"])
    ops = list(out.all_operations())
    assert {mine, *fixed} <= set(ops)
    assert [mine] == [op for op in ops if op.tags == ("mine",) and op.qubits == (Q[0],)]
    assert 5 == len(ops)
    assert 2 == sum(op.qubits == (Q[0],) and not op.tags for op in ops)


def test_subcircuits_are_compiled_where_that_is_wished() -> None:
    body = cirq.FrozenCircuit(cirq.H(Q[0]), cirq.CZ(*Q[:2]), cirq.CZ(*Q[:2]), cirq.rx(A)(Q[1]))
    sub = cirq.CircuitOperation(body, use_repetition_ids=False).repeat(2)
    kept = cirq.CircuitOperation(body, use_repetition_ids=False).with_tags("no_compile")
    moved = sub.with_qubit_mapping({Q[0]: Q[2]}).with_params({A: B})
    source = cirq.Circuit(cirq.X(Q[0]), cirq.X(Q[0]), sub, cirq.CNOT(*Q[:2]), moved, kept)
    flat = QCompile()(source)
    assert [sub, moved, kept] == [
        op for op in flat.all_operations() if isinstance(op.untagged, cirq.CircuitOperation)
    ]
    assert 4 == sum(1 for _ in flat.all_operations())
    deep = QCompile()(source, context=cirq.TransformerContext(deep=True))
    subs = [op for op in deep.all_operations() if isinstance(op.untagged, cirq.CircuitOperation)]
    assert [2, 2, 1] == [op.untagged.repetitions for op in subs]
    assert kept == subs[2]
    assert not any(cirq.CZ == op.gate for op in subs[0].circuit.all_operations())
    for out in (flat, deep):
        assert np.abs(matrix(source) - matrix(out)).max() < 1e-7


def test_a_subcircuit_of_which_nothing_is_left() -> None:
    pair = cirq.FrozenCircuit(cirq.X(Q[0]), cirq.X(Q[0]), cirq.global_phase_operation(1j))
    source = cirq.Circuit(cirq.CircuitOperation(pair, use_repetition_ids=False), cirq.H(Q[1]))
    out = QCompile()(source, context=cirq.TransformerContext(deep=True))
    assert np.abs(matrix(source) - matrix(out)).max() < 1e-7


def test_measurements_and_what_depends_on_them() -> None:
    once = cirq.CircuitOperation(
        cirq.FrozenCircuit(cirq.H(Q[1]), cirq.measure(Q[1], key="n")), use_repetition_ids=False
    )
    source = cirq.Circuit(
        cirq.H(Q[0]),
        cirq.measure(Q[0], key="m"),
        cirq.X(Q[1]).with_classical_controls("m").with_tags("mine"),
        once,
        cirq.Y(Q[2]).with_classical_controls("n"),
        cirq.measure(Q[2], key="out"),
    )
    context = cirq.TransformerContext(tags_to_ignore=("mine",))
    out = QCompile(level=1)(source, context=context)
    assert [once] == [op for op in out.all_operations() if isinstance(op, cirq.CircuitOperation)]
    assert [("mine",)] == [op.tags for op in out.all_operations() if op.tags]
    runs = [cirq.Simulator(seed=5).run(c, repetitions=60).data for c in (source, out)]
    for data in runs:
        assert (data["n"] == data["out"]).all()
        assert 0 < data["m"].sum() < 60


def test_devices_have_their_own_qubits() -> None:
    import networkx as nx

    grid = cirq.GridQubit.rect(2, 3)
    graph = nx.Graph()
    graph.add_edges_from(
        (p, q) for p in grid for q in grid if p != q and p.is_adjacent(q) and p < q
    )
    source = cirq.resolve_parameters(ansatz(5), {"a": 0.3, "b": 0.4})
    out, starts, ends = QCompile(graph).route(source)
    pairs = [op.qubits for op in out.all_operations() if len(op.qubits) == 2]
    assert pairs
    assert all(p.is_adjacent(q) for p, q in pairs)
    assert set(starts) == set(ends) == set(Q)
    # The state at the end is that of the source, on the qubits named.
    order = [ends[q] for q in Q] + [q for q in grid if q not in ends.values()]
    simulator = cirq.Simulator(dtype=np.complex128)
    got = simulator.simulate(out, qubit_order=order).final_state_vector.reshape(16, 4)
    expected = source.final_state_vector(qubit_order=Q, dtype=np.complex128)
    assert abs(abs(np.vdot(expected, got[:, 0])) - 1) < 1e-7


def test_a_sweep_has_the_same_results() -> None:
    source = ansatz(1)
    sweep = cirq.Linspace("a", 0, 2, 3) * cirq.Points("b", [0.2, -0.7])
    simulator = cirq.Simulator(dtype=np.complex128)
    for gateset in (GATESETS["cz"], GATESETS["root of iswap"], None):
        compiled, points = compile_sweep(source, sweep, gateset=gateset, phase=True)
        got = simulator.simulate_sweep(compiled, points, qubit_order=Q)
        expected = simulator.simulate_sweep(source, sweep, qubit_order=Q)
        assert 6 == len(points)
        for one, other in zip(got, expected, strict=True):
            assert np.abs(one.final_state_vector - other.final_state_vector).max() < 1e-10
            assert other.params.value_of("a") == one.params.value_of("a")


def test_the_circuit_of_a_sweep_is_over_symbols_alone_and_the_sweep_is_json() -> None:
    source = ansatz(2) + cirq.measure(*Q, key="m")
    made = SweepTemplate(source, gateset=GATESETS["cz"])
    assert GATESETS["cz"].validate(made.circuit)
    assert cirq.parameter_symbols(made.circuit) == set(made.symbols)
    sweep = made.sweep([{"a": 0.1, "b": 0.2}, {"a": 1.1, "b": -0.2}])
    assert sweep == cirq.read_json(json_text=cirq.to_json(sweep))
    counts = cirq.Simulator(seed=1).run_sweep(made.circuit, sweep, repetitions=2000)
    expected = [
        np.abs(cirq.resolve_parameters(source[:-1], r).final_state_vector(qubit_order=Q)) ** 2
        for r in cirq.to_resolvers([{"a": 0.1, "b": 0.2}, {"a": 1.1, "b": -0.2}])
    ]
    for result, exact in zip(counts, expected, strict=True):
        found = np.bincount(result.data["m"], minlength=16) / 2000
        assert np.abs(found - exact).sum() < 0.2


def test_sweeps_from_arrays_and_observables_at_the_end() -> None:
    source = ansatz(4)
    made = SweepTemplate(source, "line:5", basis="cz,rz,sx,x")
    values = np.array([[0.3, 0.5], [1.0, 2.0]])
    sweep = made.sweep(values[:, [made.template.parameters.index(n) for n in ("a", "b")]])
    observable = cirq.Z(Q[0]) * cirq.X(Q[1]) + 0.5 * cirq.Y(Q[3])
    # Numbers are in the order of the template's parameters.
    points = [dict(zip(made.template.parameters, row, strict=True)) for row in values.tolist()]
    assert made.sweep(points) == made.sweep(values)
    simulator = cirq.Simulator(dtype=np.complex128)
    mapped = cirq.PauliSum.from_pauli_strings([s.map_qubits(made.final) for s in observable])
    got = simulator.simulate_expectation_values_sweep(made.circuit, [mapped], made.sweep(values))
    expected = simulator.simulate_expectation_values_sweep(source, [observable], points)
    assert np.abs(np.array(got) - np.array(expected)).max() < 1e-8
    assert 2 == len(sweep)


def test_names_that_are_taken_empty_sweeps_and_missing_symbols() -> None:
    odd = cirq.Circuit(cirq.rx(sympy.Symbol("slot_0"))(Q[0]), cirq.ry(A)(Q[0]))
    made = SweepTemplate(odd, gateset=GATESETS["cz"])
    assert {"_slot_0", "_slot_1", "_slot_2"} == {s.name for s in made.symbols}
    assert 0 == len(made.sweep([]))
    with pytest.raises(SemanticError, match=r"QC242.*no value for `a` at point 1"):
        made.sweep([{"a": 1, "slot_0": 1}, {"slot_0": 0.5}])
    plain, points = compile_sweep(cirq.Circuit(cirq.X(Q[0])), cirq.UnitSweep)
    assert (1, 1) == (len(list(points)), sum(1 for _ in plain.all_operations()))


def test_gatesets_that_are_not_known() -> None:
    with pytest.raises(SemanticError, match="QC247"):
        QCompile(gateset=cirq.Gateset(cirq.FSimGate))
    with pytest.raises(PipelineError, match="QC407"):
        QCompile("line:3", gateset=GATESETS["cz"])
