# SPDX-License-Identifier: Apache-2.0
"""Twirling: every draw is the same operator, two-qubit gates stay, and frames are as random as they may be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.errors import SemanticError
from qcompile.mitigation import twirl

CASES = [
    ("line:3", "cz,rz,sx,x", {16}),
    ("line:3", "cx,u", {16}),
    ("grid:2x2", "ecr,rz,sx,x", {16}),
    ("all:3", "iswap,rz,sx,x", {16}),
    ("line:3", "rzz,rz,sx,x", {8, 16}),
    ("all:3", "cp,rz,sx,x", {4, 16}),
    ("ibm-heron-r2", None, {8, 16}),
    ("ionq-forte", None, {8, 16}),
]


def program() -> qc.Circuit:
    a = qc.Parameter("a")
    return qc.Circuit(3).h(0).cx(0, 1).rzz(a, 1, 2).ry(0.3, 1).cx(2, 0).t(2).cx(0, 1)


def entangling(circuit: Any) -> list[Any]:
    return [(op.name, op.qubits, op.parameters) for op in circuit if len(op.qubits) == 2]


@pytest.mark.parametrize(("name", "basis", "frames"), CASES)
def test_every_draw_is_the_same_operator(name: str, basis: str | None, frames: set[int]) -> None:
    result = qc.compile(program(), target=name, basis=basis)
    twirling = result.twirl()
    assert frames == {len(phases) for _, _, phases in twirling._frames.values()}
    plain = result.circuit.bind({"a": 0.4})
    drawn = list(twirling.circuits(3, seed=5, values=[0.4]))
    bound = [twirling.template.circuit_at(row) for row in twirling.rows(3, 5, {"a": 0.4})]
    for circuit in [*drawn, *bound]:
        assert entangling(plain) == entangling(circuit)
        verdict = qc.equivalent(plain, circuit, relation="operator")
        assert "equivalent" == verdict.verdict, verdict
        assert result.target.first_foreign(circuit) is None
        assert result.circuit.layouts == circuit.layouts
    assert len({str(qc.dumps(c, "qasm3")) for c in drawn}) == 3


def test_angles_by_the_thousand() -> None:
    template = qc.template(program(), "line:3", basis="cz,rz,sx,x")
    twirling = template.twirl()
    values = np.linspace(-1, 1, 50)[:, None]
    angles = twirling.bind(50, seed=2, values=values)
    assert (50, len(twirling.slots)) == angles.shape
    assert np.array_equal(angles, twirling.bind(50, seed=2, values=values))
    assert not np.array_equal(angles, twirling.bind(50, seed=3, values=values))
    assert ("a",) == twirling.parameters
    # Frames merge with their neighbours: three angles a run at most, however many frames there are.
    assert len(twirling.slots) < 8 * twirling.gates
    row = twirling.rows(50, 2, values)[7]
    assert np.array_equal(angles[7], twirling.template.bind(row))


def test_frames_are_uniform() -> None:
    twirling = twirl(qc.compile(qc.Circuit(2).cx(0, 1), basis="cx,u"))
    drawn = twirling.draws(16_000, seed=0)[:, 0]
    counts = np.bincount(drawn, minlength=16)
    assert 16 == len(counts)
    assert counts.min() > 850
    assert counts.max() < 1150
    before, behind, _ = next(iter(twirling._frames.values()))
    # x on the control comes out on both.
    assert [1, 0, 1, 0] == behind[before.tolist().index([1, 0, 0, 0])].tolist()


def test_what_is_protected_or_measured_stays() -> None:
    circuit = qc.Circuit(2, 1).sx(0)
    with circuit.protected("kept"):
        circuit.cz(0, 1)
    circuit.cz(0, 1).measure(0, 0)
    result = qc.compile(circuit, basis="cz,rz,sx,x")
    twirling = result.twirl()
    assert 1 == twirling.gates
    for drawn in twirling.circuits(3):
        assert ["cz"] == [op.name for op in next(o for o in drawn if o.name == "region").blocks[0]]
        assert qc.equivalent(result.circuit, drawn, relation="instrument")
    assert (4, len(twirling.slots)) == twirling.bind(4).shape


def test_circuits_without_gates_to_frame() -> None:
    twirling = twirl(qc.compile(qc.Circuit(1).h(0), basis="cz,rz,sx,x"))
    assert 0 == twirling.gates
    assert (2, 1) == twirling.bind(2).shape


@pytest.mark.parametrize(
    ("count", "values", "code"),
    [(0, [0.1], "QC274"), (1, [], "QC230"), (1, {"b": 1.0}, "QC242"), (1, None, "QC230")],
)
def test_what_is_refused(count: int, values: Any, code: str) -> None:
    twirling = twirl(qc.compile(program(), basis="cz,rz,sx,x"))
    for act in (twirling.bind, lambda *given: list(twirling.circuits(*given))):
        with pytest.raises(SemanticError) as caught:
            act(count, 0, values)
        assert code == caught.value.code
