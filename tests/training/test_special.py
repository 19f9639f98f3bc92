# SPDX-License-Identifier: Apache-2.0
"""`specialise`: at special angles a template is what binding first and compiling gives."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from math import pi
from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile._native import Angle, Definition, gate_table
from qcompile.emitters.matrices import matrix_of
from qcompile.errors import SemanticError

from .test_template import ansatz, counts, named, values_of

BASIS = "cz,rz,sx,x"


def quarters(circuit: qc.Circuit, seed: int) -> Any:
    """Return multiples of pi/2."""
    return np.random.default_rng(seed).integers(-4, 5, len(circuit.parameters)) * (pi / 2)


def compiled(circuit: qc.Circuit, values: Any, **options: Any) -> qc.Circuit:
    return qc.compile(circuit.bind(named(circuit, values)), **options).circuit


@pytest.mark.parametrize("seed", range(3))
def test_at_multiples_it_is_what_binding_first_gives(seed: int) -> None:
    circuit = ansatz(6, 4)
    target = qc.Target.from_name("grid:3x3", basis=BASIS.split(","))
    tpl, values = qc.template(circuit, target), quarters(circuit, seed)
    special = tpl.specialise(values)
    bound, first = special.circuit_at(values), compiled(circuit, values, target=target)
    assert counts(first) == counts(bound)
    assert len(bound) < 0.7 * len(tpl.circuit)
    assert qc.equivalent(circuit.bind(named(circuit, values)), bound, relation="layout")
    assert tpl.parameters == special.parameters
    assert 0.0 == special.error_bound


def test_among_angles_that_are_not_special() -> None:
    circuit = ansatz(4, 3)
    tpl, values = qc.template(circuit, basis=BASIS), values_of(circuit)
    values[::2] = quarters(circuit, 1)[::2]
    special = tpl.specialise(values)
    other = values.copy()
    other[1::2] = values_of(circuit, 5)[1::2]
    assert special is tpl.specialise(other)
    for at in (values, other):
        bound, first = special.circuit_at(at), compiled(circuit, at, basis=BASIS)
        assert sum(counts(bound).values()) <= sum(counts(first).values())
        assert qc.equivalent(circuit.bind(named(circuit, at)), bound, relation="operator")
        assert len(special.slots) == len(special.bind(at))
    # Derivatives are those of the angles that are left.
    slopes = special.jvp(np.tile(values, (len(values), 1)), np.eye(len(values)))
    assert not slopes[::2].any()
    assert slopes[1::2].any()
    step = 1e-5 * np.eye(len(values))[1::2]
    change = special.bind(values + step) - special.bind(values - step)
    assert np.abs(change / 2e-5 - slopes[1::2]).max() < 1e-7


def test_nothing_special_is_the_template_itself() -> None:
    circuit = ansatz(3, 1)
    tpl = qc.template(circuit, basis=BASIS)
    assert tpl is tpl.specialise(values_of(circuit))
    # A quarter turn about z between turns about x that are not special: nothing is gained.
    a, b, c = (qc.Parameter(name) for name in "abc")
    single = qc.template(qc.Circuit(1).rx(a, 0).rz(b, 0).rx(c, 0), basis=BASIS)
    assert single is single.specialise([0.3, pi / 2, 0.4])
    assert single is not single.specialise([0.0, 0.3, 0.0])


def test_another_pattern_is_refused() -> None:
    circuit = ansatz(3, 2)
    tpl = qc.template(circuit, basis=BASIS)
    values = quarters(circuit, 0)
    special = tpl.specialise(values)
    assert special is tpl.specialise(values + 1e-15)
    for at in (values + 0.1, np.stack([values, values + pi / 2])):
        with pytest.raises(SemanticError, match="leave the pattern") as caught:
            special.bind(at)
        assert "QC243" == caught.value.code
    gradient = np.zeros(len(special.slots))
    for call in (
        lambda: special.circuit_at(values + 0.1),
        lambda: special.vjp(values + 0.1, gradient),
        lambda: special.jvp(values + 0.1, values),
    ):
        with pytest.raises(SemanticError, match="leave the pattern"):
            call()
    # From there to another pattern, and back to the template.
    other = special.specialise(values + pi / 2)
    assert other is tpl.specialise(values + pi / 2)
    assert tpl is other.specialise(values_of(circuit))


def test_the_tolerance_is_charged() -> None:
    circuit = ansatz(2, 1)
    tpl, values = qc.template(circuit, basis=BASIS), quarters(circuit, 0)
    near = tpl.specialise(values + 4e-10)
    assert counts(near.circuit) == counts(tpl.specialise(values).circuit)
    assert len(values) * 1e-9 == pytest.approx(near.error_bound, abs=1e-15)
    assert qc.equivalent(
        circuit.bind(named(circuit, values + 4e-10)),
        near.circuit_at(values + 4e-10),
        tolerance=1e-8,
    )
    assert tpl is tpl.specialise(values + 4e-10, tol=1e-10)


def test_slots_of_every_kind() -> None:
    a, b = qc.Parameter("a"), qc.Parameter("b")
    turn = Definition("turn", ["x"], ["q"], qc.Circuit(1).rx(3 * Angle.symbol("x"), 0))
    inner = qc.Circuit(1).rx(2 * a + b, 0)
    circuit = qc.Circuit(2).controlled(inner, [0], [1]).ry(a - b, 1).gate(turn, [b], [1])
    circuit.add_phase(a)
    tpl = qc.template(circuit, basis=BASIS)
    for values in ([pi / 2, pi], [0.3, -0.6], [pi, 0.2]):
        special = tpl.specialise(values)
        bound = circuit.bind({"a": values[0], "b": values[1]})
        assert qc.equivalent(bound, special.circuit_at(values), relation="operator")
    assert "cz" not in tpl.specialise([0.3, -0.6]).circuit.gate_names()
    assert "cz" in tpl.circuit.gate_names()


def test_no_operator_changes_faster_than_its_angle() -> None:
    """What `Pattern.error` rests on."""
    rng, step = np.random.default_rng(0), 1e-6
    for row in gate_table():
        angles, qubits = len(row["parameters"]), list(range(row["qubits"]))
        for which in range(angles):
            at = rng.uniform(-3, 3, angles)
            moved = at + step * np.eye(angles)[which]
            one, other = (
                np.array(
                    matrix_of(next(iter(qc.Circuit(len(qubits)).gate(row["name"], v, qubits))))
                )
                for v in (at.tolist(), moved.tolist())
            )
            change = np.linalg.norm(other - one, 2) / step
            assert change <= 1 + 1e-5, (row["name"], which, change)


def test_patterns_are_kept_and_bounded() -> None:
    circuit = qc.Circuit(1).rx(qc.Parameter("a"), 0).rz(qc.Parameter("b"), 0)
    tpl = qc.template(circuit, basis=BASIS)
    first = tpl.specialise([0.0, 0.3])
    for turns in range(1, 100):
        tpl.specialise([turns * pi / 2, 0.3])
    assert 64 == len(tpl._patterns)
    assert first is not tpl.specialise([0.0, 0.3])


def test_threads_share_what_is_made() -> None:
    circuit = ansatz(3, 2)
    tpl = qc.template(circuit, basis=BASIS)
    patterns = [quarters(circuit, seed) for seed in range(4)] * 8
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(tpl.specialise, patterns))
    assert 4 == len({id(special) for special in found})
    for special, values in zip(found, patterns, strict=True):
        assert special is tpl.specialise(values)


def test_specialised_templates_pickle() -> None:
    circuit = ansatz(3, 2)
    values = quarters(circuit, 0)
    special = qc.template(circuit, basis=BASIS).specialise(values)
    again = pickle.loads(pickle.dumps(special))
    assert special.circuit.to_bytes() == again.circuit.to_bytes()
    assert np.array_equal(special.bind(values), again.bind(values))
    with pytest.raises(SemanticError, match="leave the pattern"):
        again.bind(values + 0.1)
    assert counts(again.circuit) == counts(again.specialise(values).circuit)
