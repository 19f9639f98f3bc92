# SPDX-License-Identifier: Apache-2.0
"""Basis translation: every gate to many bases, places of errors, and the operator it keeps."""

import math
import random

import networkx as nx
import pytest

import qcompile as qc
from qcompile.contract import Context
from qcompile.errors import TargetError
from qcompile.passes import BasisTranslation

BASES = [
    "cx,rz,sx,x",
    "cz,rz,sx,x",
    "ecr,rz,sx,x",
    "cz,rz,rx",
    "rzz,u",
    "rzz,r,rz",
    "siswap,phxz",
    "iswap,rz,rx",
    "ms,gpi,gpi2",
    "rxx,rx,ry",
    "cz,rzz,rz,sx,x",
]
FIXED = ["x", "y", "z", "h", "s", "sdg", "t", "sx", "cx", "cz", "cy", "ch", "swap", "iswap", "ecr"]
ANGLED = {"rx": 1, "ry": 1, "rz": 1, "p": 1, "u": 3, "cp": 1, "crx": 1, "crz": 1, "rzz": 1}
ANGLED |= {"rxx": 1, "cu": 4, "ms": 3}
TWO = {"cx", "cz", "cy", "ch", "swap", "iswap", "ecr"}
TWO |= {"cp", "crx", "crz", "rzz", "rxx", "cu", "ms"}


def translate(circuit, basis):
    return BasisTranslation().run(circuit, Context(target=qc.Target.from_basis(basis)))


def random_circuit(rng, length):
    c = qc.Circuit(3)
    for _ in range(length):
        name = rng.choice(FIXED + list(ANGLED))
        angles = [
            rng.choice([rng.uniform(-7, 7), rng.randrange(-8, 9) * math.pi / 4])
            for _ in range(ANGLED.get(name, 0))
        ]
        c.gate(name, angles, rng.sample(range(3), 2 if name in TWO else 1))
    return c


@pytest.mark.parametrize("basis", BASES)
def test_random_circuits(basis):
    rng = random.Random(basis)
    for _ in range(15):
        c = random_circuit(rng, 12)
        before = c.copy()
        translate(c, basis)
        assert {op.name for op in c} <= set(basis.split(","))
        assert qc.equivalent(before, c, relation="operator").verdict == "equivalent"
        assert not translate(c, basis)


def test_native_circuits_are_left_alone():
    c = qc.Circuit(2).rz(0.3, 0).cx(0, 1)
    assert not translate(c, "cx,rz,sx,x")


def test_angles_a_discrete_basis_lacks_are_an_error_at_their_place():
    c = qc.loads('OPENQASM 2.0; include "qelib1.inc";\nqreg q[1];\nh q[0];\nrz(0.1) q[0];\n')
    with pytest.raises(TargetError) as error:
        translate(c, "h,s,sdg,t,tdg,x,z,cx")
    assert 4 == error.value.span.line


def test_clifford_t_is_written_by_name():
    c = qc.Circuit(2).rz(math.pi / 4, 0).p(-math.pi / 2, 1).cz(0, 1).swap(0, 1).ry(math.pi / 4, 0)
    before = c.copy()
    translate(c, "h,s,sdg,t,tdg,x,z,cx")
    assert all(not op.parameters for op in c)
    assert qc.equivalent(before, c, relation="operator").verdict == "equivalent"


def test_symbols_stay():
    theta = qc.Parameter("theta")
    c = qc.Circuit(2).ry(theta, 0).cp(2 * theta, 0, 1)
    before = c.copy()
    translate(c, "cz,rz,sx,x")
    values = {"theta": 1.1}
    assert (
        qc.equivalent(before.bind(values), c.bind(values), relation="operator").verdict
        == "equivalent"
    )


def test_directions_are_kept():
    target = qc.Target.from_graph(nx.DiGraph([(1, 0)]), basis=["ecr", "rz", "sx", "x"])
    c = qc.Circuit(2).cx(0, 1).cx(1, 0).swap(0, 1)
    before = c.copy()
    BasisTranslation().run(c, Context(target=target))
    assert {tuple(op.qubits) for op in c if len(op.qubits) == 2} == {(1, 0)}
    assert qc.equivalent(before, c, relation="operator").verdict == "equivalent"
