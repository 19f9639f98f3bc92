# SPDX-License-Identifier: Apache-2.0
"""What `tests/files/merge_rotations` cannot say: parameters, the ledger, idempotence."""

from __future__ import annotations

from random import Random

from qcompile import Circuit, Parameter, Target, equivalent
from qcompile.contract import Context
from qcompile.passes import MergeRotations

CONTEXT = Context(target=Target.from_basis("cx,rz,sx,x"))


def run(circuit):
    out = circuit.copy()
    changed = MergeRotations().run(out, CONTEXT)
    assert changed == (out != circuit)
    return out


def test_parameters_add_and_bind_later():
    a, b = Parameter("a"), Parameter("b")
    c = Circuit(2).rz(a, 0).cx(0, 1).p(b, 0).crz(a, 0, 1).rz(-a, 0).crz(b, 0, 1)
    out = run(c)
    assert [op.name for op in out] == ["rz", "cx", "crz"]
    for values in ({"a": 0.3, "b": -7.1}, {"a": 400.0, "b": 1e-9}):
        assert equivalent(c.bind(values), out.bind(values)).verdict == "equivalent"


def test_rounding_is_charged():
    c = Circuit(1).rz(0.1, 0).rz(0.2, 0).rz(-0.3, 0)
    out = run(c)
    assert len(out) == 0
    assert 0.0 < out.error_bound < 1e-14


def test_random_circuits_keep_their_matrix_and_run_once():
    rng = Random(1)
    for _ in range(60):
        c = Circuit(3)
        for _ in range(40):
            i, j = rng.sample(range(3), 2)
            angle = rng.choice([0.0, 1e-16, 0.7, -2.9, 6.283185307179586, 314.1592653589793])
            name = rng.choice(
                ["rz", "rx", "p", "t", "s", "sx", "h", "cx", "cz", "cp", "crz", "rzz"]
            )
            params = [angle] if name in {"rz", "rx", "p", "cp", "crz", "rzz"} else []
            qubits = [i, j] if name in {"cx", "cz", "cp", "crz", "rzz"} else [i]
            c.gate(name, params, qubits)
        out = run(c)
        assert equivalent(c, out).verdict == "equivalent"
        assert not MergeRotations().run(out, CONTEXT)


def test_controlled_rotations_merge_before_they_are_expanded():
    rz, p = Circuit(1).rz(0.25, 0), Circuit(1).p(0.25, 0)
    c = Circuit(5)
    c.controlled(rz, on=[0, 1, 2], qubits=[3], polarity=[True, False, True])
    c.cx(0, 4).t(1)
    c.controlled(rz, on=[2, 0, 1], qubits=[3], polarity=[True, True, False])
    c.controlled(p, on=[0, 1], qubits=[2]).controlled(p, on=[2, 1], qubits=[0])
    out = run(c)
    assert len(out) == len(c) - 2
    assert equivalent(c, out).verdict == "equivalent"
    c = Circuit(3).controlled(rz, on=[0, 1], qubits=[2])
    c.controlled(rz.inverse(), on=[1, 0], qubits=[2])
    assert len(run(c)) == 0
