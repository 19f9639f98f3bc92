# SPDX-License-Identifier: Apache-2.0
"""Clifford resynthesis: what is rebuilt, what is not, and the operator it keeps."""

from __future__ import annotations

from random import Random

import pytest

import qcompile as qc
from qcompile.contract import Context
from qcompile.passes import CliffordResynthesis

CLIFFORD_T = "h,s,sdg,t,tdg,x,z,cx"
ONE = ["h", "s", "sdg", "x", "sx", "y", "z"]
TWO = ["cx", "cz", "swap", "iswap", "ecr"]


def run(circuit, basis=CLIFFORD_T, **options):
    context = Context(target=qc.Target.from_basis(basis))
    return CliffordResynthesis(**options).run(circuit, context)


def random_clifford(rng, qubits, length, two=TWO, others=()):
    c = qc.Circuit(qubits)
    for _ in range(length):
        a, b = rng.sample(range(qubits), 2)
        name = rng.choice([*ONE, *two, *two, *others])
        c.gate(name, [], [a, b] if name in two else [a])
    return c


def test_three_qubits_take_six_at_most():
    rng = Random(1)
    for _ in range(20):
        c = random_clifford(rng, 3, 60)
        out = c.copy()
        assert run(out)
        assert qc.stats(out).two_qubit <= 6
        assert qc.equivalent(c, out).verdict == "equivalent"
        assert set(qc.stats(out).counts) <= {"h", "s", "sdg", "x", "z", "cx"}


@pytest.mark.parametrize("basis", [CLIFFORD_T, "cz,rz,sx,x", "ecr,rz,sx,x", "siswap,phxz"])
def test_what_is_not_clifford_is_a_fence(basis):
    rng = Random(2)
    for _ in range(20):
        c = random_clifford(rng, 4, 40, others=("t", "tdg"))
        out = c.copy()
        run(out, basis)
        assert qc.equivalent(c, out).verdict == "equivalent"
        assert qc.stats(out).t_count == qc.stats(c).t_count


def test_wide_circuits_are_cut():
    c = random_clifford(Random(3), 30, 600, two=["cx", "cz"])
    results = []
    for qubits in (2, 8, 20):
        out = c.copy()
        assert run(out, qubits=qubits)
        # The judge decides phases of few qubits only.
        assert qc.equivalent(c, out).verdict.startswith("equivalent")
        results.append(qc.stats(out).two_qubit)
    assert results[0] > max(results[1:])


def test_measured_circuits_keep_what_is_measured():
    c = qc.loads(
        'OPENQASM 2.0; include "qelib1.inc"; qreg q[3]; creg c[2];'
        "cx q[0],q[1]; measure q[0]->c[0]; cx q[1],q[2]; cx q[1],q[2];"
        "if(c==1) x q[2]; cx q[1],q[2]; measure q[1]->c[1];"
    )
    out = c.copy()
    assert run(out)
    assert qc.stats(out).two_qubit == 2
    assert qc.equivalent(c, out).verdict == "equivalent"


def test_nothing_to_gain():
    c = qc.Circuit(3).cx(0, 1).t(1).cx(1, 2).cx(0, 1)
    out = c.copy()
    assert not run(out)
    assert out == c


def test_the_cap_is_checked():
    with pytest.raises(qc.errors.QCompileError, match="qubits"):
        run(qc.Circuit(2).cx(0, 1).cx(0, 1), qubits=65)
