# SPDX-License-Identifier: Apache-2.0
"""Decomposition: counts, borrowed qubits, symbols, and the operator it keeps."""

import numpy as np
import pytest

import qcompile as qc
from qcompile.contract import Context
from qcompile.errors import LimitError
from qcompile.passes import Decompose


def decompose(circuit, basis="cx,rz,sx,x", **options):
    return Decompose(**options).run(circuit, Context(target=qc.Target.from_basis(basis)))


def two_qubit(circuit):
    return sum(len(op.qubits) == 2 for op in circuit)


WIDE = {"ccx": 6, "ccz": 6, "cswap": 7, "rccx": 3, "c3x": 14, "c3sx": 14, "rc3x": 6, "c4x": 30}


@pytest.mark.parametrize("name", sorted(WIDE))
def test_wide_gates(name):
    width = {"ccx": 3, "ccz": 3, "cswap": 3, "rccx": 3, "c4x": 5}.get(name, 4)
    c = qc.Circuit(width)
    c.gate(name, [], list(reversed(range(width))))
    before = c.copy()
    assert decompose(c)
    assert WIDE[name] == two_qubit(c)
    assert all(len(op.qubits) <= 2 for op in c)
    assert qc.equivalent(before, c, relation="operator").verdict == "equivalent"
    assert not decompose(c)


def haar(size, seed):
    random = np.random.default_rng(seed)
    m = random.normal(size=(size, size)) + 1j * random.normal(size=(size, size))
    q, r = np.linalg.qr(m)
    return q * (np.diag(r) / abs(np.diag(r)))


@pytest.mark.parametrize(("qubits", "count"), [(3, 14), (4, 95)])
def test_matrices(qubits, count):
    c = qc.Circuit(qubits)
    c.unitary(haar(2**qubits, 1), list(reversed(range(qubits))))
    before = c.copy()
    assert decompose(c)
    assert count == two_qubit(c)
    assert all(len(op.qubits) <= 2 for op in c)
    assert qc.equivalent(before, c, relation="operator").verdict == "equivalent"


def test_a_matrix_under_a_control():
    c = qc.Circuit(5)
    c.controlled(qc.Circuit(3).unitary(haar(8, 2), [0, 1, 2]), on=[0, 1], qubits=[4, 2, 3])
    before = c.copy()
    assert decompose(c)
    assert 56 == two_qubit(c)
    assert all(len(op.qubits) <= 2 for op in c)
    assert qc.equivalent(before, c, relation="operator").verdict == "equivalent"


def test_narrow_circuits_are_left_alone():
    c = qc.Circuit(2).h(0).cx(0, 1)
    assert not decompose(c)


def test_definitions_are_expanded_with_their_angles():
    c = qc.loads(
        'OPENQASM 2.0; include "qelib1.inc";'
        " gate inner(a) p, q { rz(2*a) q; cx q, p; }"
        " gate outer(a, b) p, q, r { ccx r, p, q; inner(a+b) r, p; u3(a,b,-a) q; }"
        " qreg q[4]; outer(0.3, pi/4) q[3], q[1], q[0];"
    )
    before = c.copy()
    assert decompose(c)
    assert all(len(op.qubits) <= 2 for op in c)
    assert qc.equivalent(before, c, relation="operator").verdict == "equivalent"


def test_symbols_stay():
    theta = qc.Parameter("theta")
    c = qc.Circuit(3)
    c.controlled(qc.Circuit(1).rx(theta, 0), on=[0, 1], qubits=[2])
    before = c.copy()
    assert decompose(c)
    assert 4 == two_qubit(c)
    values = {"theta": 0.7}
    assert (
        qc.equivalent(before.bind(values), c.bind(values), relation="operator").verdict
        == "equivalent"
    )


def test_idle_qubits_are_borrowed():
    for qubits, borrow, count in [(6, True, 54), (7, True, 42), (8, True, 28), (8, False, 54)]:
        c = qc.Circuit(qubits)
        c.controlled(qc.Circuit(1).x(0), on=[0, 1, 2, 3, 4], qubits=[5], polarity=[0, 1, 1, 0, 1])
        before = c.copy()
        assert decompose(c, borrow=borrow)
        assert count == two_qubit(c)
        assert qc.equivalent(before, c, relation="operator").verdict == "equivalent"


def test_a_bomb_meets_the_limit():
    lines = ["gate g0 a { x a; }"]
    lines += [f"gate g{i} a {{ g{i - 1} a; g{i - 1} a; }}" for i in range(1, 20)]
    c = qc.loads('OPENQASM 2.0; include "qelib1.inc"; ' + " ".join(lines) + " qreg q[1]; g19 q[0];")
    with pytest.raises(LimitError):
        decompose(c, limit=10_000)


def test_clifford_t_targets_keep_clifford_t():
    c = qc.Circuit(5)
    c.gate("c3x", [], [0, 1, 2, 3])
    assert decompose(c, "h,s,sdg,t,tdg,x,z,cx")
    assert all(not op.parameters for op in c)
    assert 14 == two_qubit(c)


def test_measured_circuits_and_conditions():
    c = qc.Circuit(3, 1)
    c.h(0).measure(0, 0)
    with c.if_(c.bit(0) == 1):
        c.ccx(0, 1, 2)
    before = c.copy()
    assert decompose(c)
    assert qc.equivalent(before, c, relation="instrument").verdict == "equivalent"
