# SPDX-License-Identifier: Apache-2.0
"""Clifford pushing: parameters, blocks, fences, what must not grow."""

from __future__ import annotations

from random import Random

from qcompile import Circuit, Parameter, Target, equivalent
from qcompile.contract import Context
from qcompile.passes import CliffordPushing

CONTEXT = Context(target=Target.from_basis("cx,cz,h,x,rz"))


def run(circuit):
    out = circuit.copy()
    changed = CliffordPushing().run(out, CONTEXT)
    assert changed == (out != circuit)
    return out


def names(circuit):
    return [op.name for op in circuit]


def test_two_qubit_gates_meet_through_hadamards():
    assert names(run(Circuit(2).cx(0, 1).h(1).cz(0, 1).h(1))) == []
    assert names(run(Circuit(3).cx(0, 1).h(1).cx(2, 1).h(1).cx(0, 1))) == ["cz", "cz"]


def test_parameters_change_sign_and_bind_later():
    a, b = Parameter("a"), Parameter("b")
    c = Circuit(2).rz(a, 0).h(1).x(0).cx(1, 0).h(1).rz(b, 0).cz(0, 1).x(0)
    c = c.h(1).rx(a, 1).h(1).cz(0, 1)
    out = run(c)
    assert len(out) < len(c)
    for values in ({"a": 0.3, "b": -7.1}, {"a": 400.0, "b": 1e-9}):
        assert equivalent(c.bind(values), out.bind(values)).verdict == "equivalent"


def test_blocks_are_rewritten_and_fence_their_wires():
    c = Circuit(2, 1).cx(0, 1).measure(0, 0)
    with c.if_(c.bit(0) == 1):
        c.cx(0, 1).h(1).cz(0, 1).h(1).x(1)
    c.cx(0, 1)
    out = run(c)
    assert names(out) == names(c)
    assert equivalent(c, out).verdict == "equivalent"
    assert out != c


def test_random_circuits_keep_their_matrix_and_never_grow():
    rng = Random(3)
    for _ in range(60):
        c = Circuit(4)
        for _ in range(60):
            i, j, k = rng.sample(range(4), 3)
            name = rng.choice(["t", "tdg", "s", "h", "h", "x", "y", "rz", "cx", "cx", "cz", "ccx"])
            params = [rng.choice([0.7, -2.9, 1e-16])] if name == "rz" else []
            qubits = {"cx": [i, j], "cz": [i, j], "ccx": [i, j, k]}.get(name, [i])
            c.gate(name, params, qubits)
        out = run(c)
        assert equivalent(c, out).verdict == "equivalent"
        wide = [sum(len(op.qubits) > 1 for op in x) for x in (c, out)]
        assert wide[1] <= wide[0]
        assert len(out) + wide[1] <= len(c) + wide[0]
