# SPDX-License-Identifier: Apache-2.0
"""Folding: the same operator, exactly so many two-qubit gates, natively, and nothing of ours undoes it."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

import qcompile as qc
from qcompile.errors import SemanticError
from qcompile.mitigation import fold, noise_scale
from qcompile.mitigation.inverses import Inverses
from qcompile.passes import TABLE
from qcompile.targets.fit import check_native

WAYS = ("two-qubit", "global", "layers")
#: Targets whose two-qubit gates are undone in different ways.
BASES = {
    "line:4": ["cz,rz,sx,x", "cx,u", "rzx,rz,sx,x", "csx,rz,sx,x", "cs,h,rz", "siswap,phxz"],
    "grid:2x2": ["ecr,rz,sx,x", "cp,rz,sx,x", "crz,rz,sx,x", "ryy,rz,sx,x"],
    "all:4": ["iswap,rz,sx,x", "ms,gpi,gpi2,rz", "rxx,rz,rx", "cry,u", "dcx,cx,u"],
}
DEVICES = [
    "ibm-heron-r2",
    "ibm-eagle-r3",
    "google-willow",
    "ionq-forte",
    "quantinuum-h2",
    "rigetti-ankaa-3",
    "iqm-garnet",
    "aqt-ibex",
    "oqc-lucy",
]
CASES = [(name, basis) for name, bases in BASES.items() for basis in bases]
CASES += [(name, None) for name in DEVICES]


def mixed(seed: int, qubits: int = 4, gates: int = 10) -> qc.Circuit:
    rng = random.Random(seed)
    circuit = qc.Circuit(qubits)
    for _ in range(gates):
        a, b = rng.sample(range(qubits), 2)
        kind = rng.randrange(5)
        if kind == 0:
            circuit.cx(a, b)
        elif kind == 1:
            circuit.rzz(rng.uniform(-3, 3), a, b)
        elif kind == 2:
            circuit.u(rng.random(), rng.random(), rng.random(), a)
        elif kind == 3:
            circuit.h(a).t(b)
        else:
            circuit.cp(rng.random(), a, b)
    return circuit.add_phase(0.25) or circuit


def gates_of(circuit: Any) -> list[Any]:
    """Return the gates in the order they stand, those in regions too."""
    found = []
    for op in circuit:
        found += gates_of(op.blocks[0]) if op.name == "region" else [op]
    return found


@pytest.mark.parametrize(("name", "basis"), CASES)
def test_every_target_scales_exactly(name: str, basis: str | None) -> None:
    for level in (0, 1, 2):
        result = qc.compile(mixed(level), target=name, basis=basis, level=level, verify="off")
        count = result.circuit.metrics()["two_qubit"]
        kinds = {op.name for op in result.circuit if len(op.qubits) == 2}
        where = WAYS[level]
        for scale in (3, 5, 7):
            for way in {where, "two-qubit"}:
                folded = result.fold(scale, way)
                assert Fraction(scale) == folded.report.noise_scale
                assert scale * count == folded.circuit.metrics()["two_qubit"]
                check_native(folded.circuit, result.target)
        assert kinds == {
            op.name
            for op in gates_of(folded.circuit)
            if len(op.qubits) == 2 and op.name != "barrier"
        }
        verdict = qc.equivalent(result.circuit, result.fold(3, where).circuit, relation="operator")
        assert "equivalent" == verdict.verdict, (where, verdict)


@pytest.mark.parametrize("where", WAYS)
def test_other_scales_are_the_nearest_there_are(where: str) -> None:
    circuit = qc.Circuit(3)
    for k in range(10):
        circuit.cz(k % 2, k % 2 + 1).sx(k % 3)
    for scale in (1, 1.1, 1.2, 1.5, 2, Fraction(7, 3), 3.9, 10):
        folded = fold(circuit, scale, where)
        true = noise_scale(folded, circuit)
        assert true is not None
        assert abs(true - Fraction(scale)) <= Fraction(1, 10)
        assert qc.equivalent(circuit, folded, relation="operator")
    assert ["cz"] * 2 == [op.name for op in fold(circuit, 1) if op.name != "sx"][:2]


def test_folded_gates_are_spread_evenly() -> None:
    circuit = qc.Circuit(2)
    for _ in range(6):
        circuit.cz(0, 1)
    names = [op.name for op in fold(circuit, 2)]
    assert ["region", "cz", "region", "cz", "region", "cz"] == names


def test_what_is_folded_is_protected_and_fenced() -> None:
    folded = fold(qc.Circuit(2).h(0).cx(0, 1), 3)
    assert ["h", "region"] == [op.name for op in folded]
    (body,) = list(folded)[1].blocks
    assert ["cx", "barrier", "cx", "barrier", "cx"] == [op.name for op in body]
    for name in TABLE:
        if name in ("dynamical-decoupling", "routing", "schedule", "replacement"):
            continue
        out, _ = qc.Pipeline(name).run(folded, context())
        assert 3 == out.metrics()["counts"].get("cx"), name


def context() -> Any:
    from qcompile.contract import Context

    return Context(target=qc.Target.from_name("all:2", basis=["cx", "rz", "sx", "x", "h"]))


@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize("name", ["line:4", "grid:2x2", "all:4"])
def test_compiled_again_the_scale_stays(name: str, level: int) -> None:
    result = qc.compile(mixed(3), target=name, basis="cz,rz,sx,x")
    for where in WAYS:
        folded = result.fold(3, where).circuit
        again = qc.compile(folded, target=result.target, level=level)
        assert folded.metrics()["two_qubit"] == again.circuit.metrics()["two_qubit"]


@pytest.mark.parametrize("where", WAYS)
def test_measurements_and_conditions_stay(where: str) -> None:
    circuit = qc.Circuit(3, 2).h(0).cz(0, 1).measure(0, 0)
    with circuit.if_(circuit.bit(0) == 1):
        circuit.cz(1, 2).sx(2)
    circuit.reset(0).cz(0, 1).barrier().measure(1, 1)
    folded = fold(circuit, 5, where)
    assert 5 == noise_scale(folded, circuit)
    assert 2 == folded.metrics()["measurements"]
    assert qc.equivalent(circuit, folded, relation="instrument")


@pytest.mark.parametrize("where", WAYS)
def test_loops_switches_and_regions_are_folded_inside(where: str) -> None:
    circuit = qc.Circuit(2, 2).h(0).measure(0, 0)
    with circuit.for_([1, 2, 3]):
        circuit.cz(0, 1).sx(0)
    with circuit.while_(circuit.bit(0) == 1):
        circuit.cz(0, 1).measure(0, 0)
    circuit.append_switch(
        [0, 1], [([0, 2], qc.Circuit(2, 2).cx(0, 1)), ([1], qc.Circuit(2, 2).x(1))]
    )
    with circuit.protected("mine"):
        circuit.cz(0, 1).cz(0, 1)
    folded = fold(circuit, 3, where)
    assert 3 == noise_scale(folded, circuit)
    assert [] == folded.violations()
    assert ["for", "while", "switch"] == [
        op.name for op in folded if op.name in ("for", "while", "switch")
    ]


def test_what_cannot_be_undone_is_left() -> None:
    opaque = qc.loads(
        'OPENQASM 2.0;include "qelib1.inc";qreg q[2];opaque g a,b;g q[0],q[1];cx q[0],q[1];'
    )
    folded = fold(opaque, 3)
    assert ["g", "region"] == [op.name for op in folded]
    nothing = fold(qc.Circuit(1).h(0), 3)
    assert ["h"] == [op.name for op in nothing]
    assert noise_scale(nothing, nothing) is None
    assert ["region"] == [op.name for op in fold(qc.Circuit(1).h(0), 3, "global")]


def test_layouts_names_and_places_stay() -> None:
    circuit = qc.loads('OPENQASM 2.0;include "qelib1.inc";qreg data[2];cx data[0],data[1];')
    result = qc.compile(circuit, target="line:3", basis="cz,rz,sx,x")
    for where in WAYS:
        folded = result.fold(3, where)
        assert result.circuit.layouts == folded.circuit.layouts
        assert result.circuit.name == folded.circuit.name
        assert result.circuit.qubit_registers == folded.circuit.qubit_registers
    places = [op.place for op in fold(circuit, 3)]
    assert [op.place for op in circuit] == places


def test_a_result_folded_twice_says_the_product() -> None:
    result = qc.compile(mixed(1), target="line:4", basis="cz,rz,sx,x")
    report = result.fold(3).fold(3).report
    assert 9 == report.noise_scale
    assert 9.0 == report.to_dict()["noise_scale"]
    assert "noise scale: 9" in report.to_text()
    assert "noise_scale" not in result.report.to_dict()
    assert result.report.after.two_qubit * 9 == report.after.two_qubit


def test_a_template_is_folded_at_every_assignment() -> None:
    theta = qc.Parameter("theta")
    ansatz = qc.Circuit(3).ry(theta, 0).cx(0, 1).rzz(2 * theta, 1, 2)
    template = qc.template(ansatz, "line:3", basis="rzz,rz,sx,x")
    folded = template.fold(3)
    assert 3 == folded.noise_scale
    assert ("theta",) == folded.parameters
    assert template.layout == folded.layout
    for value in (0.3, -1.2):
        at = folded.circuit_at([value])
        assert 3 * template.circuit_at([value]).metrics()["two_qubit"] == at.metrics()["two_qubit"]
        assert qc.equivalent(template.circuit_at([value]), at, relation="operator")


def test_limited_angles_stay_in_their_range() -> None:
    target = qc.Target.from_name("ibm-heron-r2")
    circuit = qc.Circuit(156).rzz(0.7, 0, 1)
    folded = fold(circuit, 3, target=target)
    check_native(folded, target)
    assert [0.7] * 3 == [op.parameters[0] for op in gates_of(folded) if op.name == "rzz"]


def test_symbols_fold() -> None:
    a = qc.Parameter("a")
    for name in ("rzz", "cp", "ryy", "rzx"):
        circuit = qc.Circuit(2).gate(name, [a], [0, 1]).rx(2 * a, 1)
        target = qc.Target("t", [name, "rz", "sx", "x", "rx"], ranges={name: (0.0, 3.2)})
        for where in WAYS:
            folded = fold(circuit, 3, where, target=target)
            assert qc.equivalent(
                circuit.bind({"a": 0.4}), folded.bind({"a": 0.4}), relation="operator"
            )


@pytest.mark.parametrize("scale", [0, 0.5, -3, float("nan"), float("inf"), "x", None])
def test_scales_that_are_none(scale: Any) -> None:
    with pytest.raises(SemanticError) as caught:
        fold(qc.Circuit(2).cz(0, 1), scale)
    assert "QC270" == caught.value.code


def test_ways_that_are_none() -> None:
    template = qc.template(qc.Circuit(2).cz(0, 1))
    for work in (qc.Circuit(2).cz(0, 1), template):
        with pytest.raises(SemanticError) as caught:
            fold(work, 3, "everything")
        assert "QC270" == caught.value.code


def test_gates_a_target_cannot_undo_have_a_place() -> None:
    circuit = qc.loads('OPENQASM 2.0;include "qelib1.inc";qreg q[2];cu3(1,2,3) q[0],q[1];')
    target = qc.Target("t", ["cu3", "cx", "u"], ranges={"cu3": (0.0, 3.2)})
    with pytest.raises(SemanticError) as caught:
        fold(circuit, 3, target=target)
    assert "QC271" == caught.value.code
    assert 1 == caught.value.span.line


def test_inverses_are_written_once_for_all_qubits() -> None:
    target = qc.Target.from_name("line:3", basis=["rzz", "rz", "sx", "x"])
    inverses = Inverses(target, 3)
    out = qc.Circuit(3)
    for op in qc.Circuit(3).iswap(0, 1).iswap(1, 2):
        inverses.append(out, op, op.qubits, op.qubits)
    assert 1 == len(inverses._written)
