# SPDX-License-Identifier: Apache-2.0
"""Internal Hadamards: counts of known circuits, parameters, fences, width."""

from __future__ import annotations

import pytest

from qcompile import Circuit, Parameter, Target, equivalent, load
from qcompile.contract import Context
from qcompile.passes import InternalHadamardOptimization, MergeRotations

CONTEXT = Context(target=Target.from_basis("cx,h,s,sdg,x,t,tdg,rz"))
ROTATIONS = {"t", "tdg", "rz"}


def run(circuit):
    out = circuit.copy()
    changed = InternalHadamardOptimization().run(out, CONTEXT)
    assert changed == (out != circuit)
    return out


def internal(circuit):
    names = [op.name for op in circuit]
    rotations = [i for i, name in enumerate(names) if name in ROTATIONS]
    return names[rotations[0] : rotations[-1]].count("h") if rotations else 0


def test_rotations_that_commute_need_no_hadamard():
    c = Circuit(2).h(0).t(0).h(0).cx(0, 1).h(0).t(0).h(0)
    out = run(c)
    assert (internal(c), internal(out)) == (2, 0)
    assert equivalent(c, out).verdict == "equivalent"


def test_nothing_to_gain():
    c = Circuit(1).t(0).h(0).t(0).h(0).t(0)
    assert run(c) == c


def test_parameters_bind_later():
    a, b = Parameter("a"), Parameter("b")
    c = Circuit(2).rx(a, 0).cz(0, 1).ry(b, 1).x(0).cx(0, 1).rx(-a, 0).rz(b, 1).h(0).rz(a, 0)
    out = run(c)
    assert out != c
    for values in ({"a": 0.3, "b": -7.1}, {"a": 400.0, "b": 1e-9}):
        assert equivalent(c.bind(values), out.bind(values)).verdict == "equivalent"


def test_fences_part_a_circuit():
    c = Circuit(2, 1).h(0).t(0).h(0).cx(0, 1).h(0).t(0).h(0)
    c.measure(0, 0)
    with c.if_(c.bit(0) == 1):
        c.h(0).t(0).h(0).cx(0, 1).h(0).t(0).h(0)
    c.h(0).t(0).h(0)
    out = run(c)
    assert [op.name for op in out][-5:] == ["measure", "if", "h", "t", "h"]
    assert equivalent(c, out).verdict == "equivalent"


def test_more_than_64_qubits_are_several_runs():
    c = Circuit(70)
    for i in range(70):
        c.h(i).t(i).h(i).rz(0.3, i).h(i)
    out = c.copy()
    InternalHadamardOptimization().run(out, CONTEXT)
    assert sum(op.name in ROTATIONS for op in out) == 140


@pytest.mark.parametrize(
    ("name", "most"), [("mod5_4", 0), ("tof_3", 2), ("barenco_tof_3", 3), ("gf2^4_mult", 0)]
)
def test_known_circuits(shared, name, most):
    c = load(shared / "corpus/optimize/clifford_t" / f"{name}.qasm")
    MergeRotations().run(c, CONTEXT)
    out = run(c)
    assert internal(out) <= most
    assert equivalent(c, out).verdict == "equivalent"
