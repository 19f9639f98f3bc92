# SPDX-License-Identifier: Apache-2.0
"""Blocks on two qubits at unknown angles, made anew for each binding."""

from __future__ import annotations

import pickle
import warnings
from collections import Counter
from math import pi
from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.errors import QCompileError, QCompileWarning
from qcompile.training import storage

#: More of them: `python -c "from tests.training.test_blocks import run; run(2000)"`.
CASES = 12
BASES = ["cz,rz,sx,x", "cx,u", "ecr,rz,sx,x", "rzz,rz,rx", "cz,r,rz", "rxx,ry,rz", "iswap,rz,sx,x"]
ROTATIONS = ("rx", "ry", "rz", "p")
ENTANGLERS = ("cx", "cz", "rzz", "rxx", "crx", "cp", "swap", "iswap")


def deep(layers: int = 6, qubits: int = 2) -> qc.Circuit:
    """Return rotations about y and z between cx, on two qubits by default."""
    circuit, count = qc.Circuit(qubits), 0
    for layer in range(layers + 1):
        for q in range(qubits):
            for name in ("ry", "rz"):
                circuit.gate(name, [qc.Parameter(f"t[{count}]")], [q])
                count += 1
        if layer < layers:
            circuit.cx(0, 1)
    return circuit


def random_case(index: int) -> tuple[qc.Circuit, Any, str]:
    """Return an ansatz with runs of gates on one pair, a target and a basis."""
    rng = np.random.default_rng(index)
    qubits = int(rng.integers(2, 6))
    circuit = qc.Circuit(qubits)
    known: list[Any] = []

    def angle() -> Any:
        if rng.random() < 0.15:
            return float(rng.choice([0.3, pi / 2, pi / 4, -1.1]))
        if rng.random() < 0.15 and known:
            return known[rng.integers(len(known))] * 2 + 0.25
        known.append(qc.Parameter(f"t[{len(known)}]"))
        return known[-1]

    for _ in range(int(rng.integers(1, 4))):
        a, b = (int(q) for q in rng.choice(qubits, 2, replace=False))
        names = rng.choice(ROTATIONS, int(rng.integers(1, 4)))
        entanglers = rng.choice(ENTANGLERS, int(rng.integers(1, 3)))
        for layer in range(int(rng.integers(2, 7))):
            for q in (a, b):
                for name in names:
                    circuit.gate(str(name), [angle()], [q])
            gate = str(entanglers[layer % len(entanglers)])
            params = [angle()] if gate in ("rzz", "rxx", "crx", "cp") else []
            on = [a, b] if rng.random() < 0.5 else [b, a]
            circuit.gate(gate, params, on)
    if not known:
        circuit.ry(qc.Parameter("t[0]"), 0)
    basis = str(rng.choice(BASES))
    shape = rng.integers(3)
    target = None
    if shape == 1:
        target = f"line:{qubits}"
    elif shape == 2:
        target = "grid:2x3"
    return circuit, target, basis


def points(count: int, seed: int) -> list[Any]:
    """Return assignments in general position, special and nasty ones."""
    rng = np.random.default_rng(seed)
    generic = rng.uniform(-pi, pi, count)
    quarters = rng.integers(-4, 5, count) * (pi / 2)
    mixed = np.where(rng.random(count) < 0.5, generic, quarters)
    near = quarters + rng.uniform(-1, 1, count) * 10.0 ** rng.integers(-15, -6, count)
    return [generic, quarters, mixed, np.zeros(count), near, 1e-8 * generic, 300 * generic]


def named(circuit: qc.Circuit, values: Any) -> dict[str, float]:
    return dict(zip(circuit.parameters, np.asarray(values).tolist(), strict=True))


def counts(circuit: Any) -> Counter[str]:
    return Counter(op.name for op in circuit)


def try_case(index: int, most: int = 7) -> tuple[bool, bool]:
    """Check one case: whether blocks were merged, and whether it then has no more gates than bound first."""
    circuit, target, basis = random_case(index)
    tpl = qc.template(circuit, target, basis=basis, verify="off")
    kept = qc.template(circuit, target, basis=basis, verify="off", blocks="keep")
    mine, plain = qc.stats(tpl.circuit), qc.stats(kept.circuit)
    worth = (mine.two_qubit, mine.depth, mine.gates), (plain.two_qubit, plain.depth, plain.gates)
    assert worth[0] <= worth[1], (index, worth)
    every = points(len(tpl.parameters), index)
    for which, values in enumerate(every[:most]):
        bound = circuit.bind(named(circuit, values))
        verdict = qc.equivalent(bound, tpl.circuit_at(values), relation="layout")
        assert "equivalent" == verdict.verdict, (index, which, target, basis, verdict)
    one_by_one = np.array([tpl.bind(values) for values in every])
    assert tpl.bind(np.array(every)).tobytes() == one_by_one.tobytes(), index
    values = every[0]
    first = qc.compile(circuit.bind(named(circuit, values)), target=target, basis=basis)
    mine_bound, theirs = counts(tpl.circuit_at(values)), counts(first.circuit)
    return worth[0] < worth[1], all(mine_bound[g] <= theirs[g] for g in mine_bound)


def run(cases: int, start: int = CASES) -> None:
    """Try so many cases; print how many were merged, and how many of those have more gates than bound first."""
    merged = behind = 0
    for index in range(start, start + cases):
        was_merged, is_even = try_case(index)
        merged += was_merged
        behind += was_merged and not is_even
    print(f"{cases} cases, {merged} with merged blocks, {behind} with more gates than bound first")


@pytest.mark.parametrize("index", range(CASES))
def test_random_circuits(index: int) -> None:
    try_case(index, most=4)


@pytest.mark.parametrize("basis", ["cz,rz,sx,x", "cx,u", "ecr,rz,sx,x", "rzz,rz,rx"])
@pytest.mark.parametrize("layers", [4, 6, 9])
def test_as_many_gates_as_bound_first(basis: str, layers: int) -> None:
    circuit = deep(layers)
    tpl = qc.template(circuit, basis=basis)
    values = points(len(tpl.parameters), layers)[0]
    first = qc.compile(circuit.bind(named(circuit, values)), basis=basis)
    mine, theirs = counts(tpl.circuit_at(values)), counts(first.circuit)
    assert all(mine[gate] <= theirs[gate] for gate in mine), (mine, theirs)
    assert 3 == qc.stats(tpl.circuit).two_qubit


def test_blocks_at_their_bound_stay() -> None:
    circuit = deep(3)
    merged, kept = (qc.template(circuit, basis="cz,rz,sx,x", blocks=b) for b in ("merge", "keep"))
    assert merged.circuit == kept.circuit


def test_kept_blocks_and_words() -> None:
    tpl = qc.template(deep(), basis="cz,rz,sx,x", blocks="keep")
    assert 6 == counts(tpl.circuit)["cz"]
    with pytest.raises(QCompileError, match="QC402"):
        qc.template(deep(), basis="cz,rz,sx,x", blocks="perhaps")


@pytest.mark.parametrize("options", [{"level": 1}, {"level": 0}, {"passes": "basis-translation"}])
def test_left_where_compiling_leaves_them(options: dict[str, Any]) -> None:
    tpl = qc.template(deep(), basis="cz,rz,sx,x", **options)
    assert 6 == counts(tpl.circuit)["cz"]


def expectation(circuit: qc.Circuit, seed: int = 3) -> float:
    """Return the mean of a fixed observable after a circuit on |00>."""
    rng = np.random.default_rng(seed)
    half = rng.normal(size=(4, 4)) + 1j * rng.normal(size=(4, 4))
    state = np.array([1, 0, 0, 0], dtype=complex)
    for op in circuit:
        state = matrix(op) @ state
    return float((state.conj() @ (half + half.conj().T) @ state).real)


X, Y, Z = (
    np.array(m, dtype=complex) for m in ([[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]])
)


def matrix(op: Any) -> Any:
    """Return the operator of a gate on two qubits, the first the least significant."""
    on = list(op.qubits)
    angle = float(op.parameters[0]) if op.parameters else pi / 2

    def pauli(first: Any, second: Any = None) -> Any:
        places = [np.eye(2), np.eye(2)]
        places[on[0]] = first
        if second is not None:
            places[on[1]] = second
        return np.kron(places[1], places[0])

    one, name = np.eye(4), op.name
    if name in ("cx", "cz"):
        return (one + pauli(Z) + pauli(np.eye(2), {"cx": X, "cz": Z}[name]) @ (one - pauli(Z))) / 2
    if name == "x":
        return pauli(X)
    turned = {"rx": (X,), "ry": (Y,), "rz": (Z,), "rzz": (Z, Z), "sx": (X,), "ecr": (Z, X)}[name]
    turn = np.cos(angle / 2) * one - 1j * np.sin(angle / 2) * pauli(*turned)
    # Phases do not matter here.
    return pauli(X) @ turn if name == "ecr" else turn


@pytest.mark.parametrize("basis", ["cz,rz,sx,x", "ecr,rz,sx,x", "rzz,rz,rx"])
def test_gradients_of_an_expectation(basis: str) -> None:
    circuit = deep()
    tpl = qc.template(circuit, basis=basis)
    size = len(tpl.parameters)
    assert 3 == qc.stats(tpl.circuit).two_qubit
    for values in (points(size, 1)[0], points(size, 2)[0]):
        slots = tpl.bind(values)
        step = 1e-5

        def at(angles: Any) -> float:
            from qcompile._native import fill_slots

            return expectation(qc.Circuit.from_core(fill_slots(tpl.circuit, angles)))

        unit = np.eye(len(slots)) * step
        gradient = np.array([(at(slots + e) - at(slots - e)) / (2 * step) for e in unit])
        through = tpl.vjp(values, gradient)
        # Rotations have the spectrum of the parameter-shift rule.
        shift = np.eye(size) * (pi / 2)
        exact = [
            (
                expectation(circuit.bind(named(circuit, values + e)))
                - expectation(circuit.bind(named(circuit, values - e)))
            )
            / 2
            for e in shift
        ]
        np.testing.assert_allclose(through, exact, atol=2e-8)


def test_the_two_derivatives_are_each_others_transpose() -> None:
    tpl = qc.template(deep(), basis="cz,rz,sx,x")
    size = len(tpl.parameters)
    values = np.array([points(size, seed)[0] for seed in range(5)])
    rng = np.random.default_rng(1)
    direction = rng.normal(size=values.shape)
    gradient = rng.normal(size=(5, len(tpl.slots)))
    forward = (tpl.jvp(values, direction) * gradient).sum(axis=1)
    back = (tpl.vjp(values, gradient) * direction).sum(axis=1)
    np.testing.assert_allclose(forward, back, rtol=1e-10)


def test_a_direction_without_a_derivative_is_said() -> None:
    tpl = qc.template(deep(), basis="cz,rz,sx,x")
    zeros, gradient = np.zeros(len(tpl.parameters)), np.ones(len(tpl.slots))
    with pytest.warns(QCompileWarning, match="QC249"):
        assert np.isfinite(tpl.vjp(zeros, gradient)).all()
    with pytest.warns(QCompileWarning, match="QC249"):
        assert np.isfinite(tpl.jvp(zeros, np.ones_like(zeros))).all()
    kept = qc.template(deep(), basis="cz,rz,sx,x", level=0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        kept.vjp(zeros, np.ones(len(kept.slots)))


def test_pickled_stored_frozen_and_special() -> None:
    circuit = deep(5, qubits=3)
    circuit.cx(1, 2).ry(qc.Parameter("last"), 2)
    tpl = qc.template(circuit, "line:3", basis="cz,rz,sx,x")
    values = points(len(tpl.parameters), 4)[0]
    angles = tpl.bind(values)
    for again in (
        pickle.loads(pickle.dumps(tpl)),
        storage.from_bytes(storage.to_bytes(tpl)),
        tpl.freeze({"t[0]": values[0]}).thaw(),
    ):
        assert angles.tobytes() == again.bind(values).tobytes()
    tuned = tpl.freeze({f"t[{k}]": values[k] for k in range(6)})
    rest = named(circuit, values)
    bound = circuit.bind(rest)
    there = tuned.circuit_at([rest[name] for name in tuned.parameters])
    assert qc.equivalent(bound, there, relation="layout")
    special = np.where(np.arange(len(values)) % 3 == 0, 0.0, values)
    made = tpl.specialise(special)
    assert qc.equivalent(
        circuit.bind(named(circuit, special)), made.circuit_at(special), relation="layout"
    )


def test_values_that_are_no_numbers_give_none() -> None:
    tpl = qc.template(deep(), basis="cz,rz,sx,x")
    values = np.zeros(len(tpl.parameters))
    values[2] = np.nan
    assert np.isnan(tpl.bind(values)).any()
