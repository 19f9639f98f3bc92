# SPDX-License-Identifier: Apache-2.0
"""Linear resynthesis: what is rebuilt, what is not, and the operator it keeps."""

from __future__ import annotations

from random import Random

import pytest

import qcompile as qc
from qcompile.contract import Context
from qcompile.passes import LinearResynthesis


def run(circuit, basis="cx,rz,sx,x", **options):
    context = Context(target=qc.Target.from_basis(basis))
    return LinearResynthesis(**options).run(circuit, context)


def random_circuit(rng, qubits, length, names):
    c = qc.Circuit(qubits)
    for _ in range(length):
        a, b = rng.sample(range(qubits), 2)
        name = rng.choice(names)
        c.gate(name, [], [a, b] if name in {"cx", "swap"} else [a])
    return c


@pytest.mark.parametrize(("qubits", "limit"), [(4, 9), (8, 30), (16, 110)])
def test_many_gates_become_few(qubits, limit):
    c = random_circuit(Random(qubits), qubits, 300, ["cx", "cx", "swap", "x"])
    out = c.copy()
    assert run(out)
    assert set(qc.stats(out).counts) <= {"cx", "x"}
    assert qc.stats(out).two_qubit <= limit
    # The judge decides phases of few qubits only.
    assert qc.equivalent(c, out).verdict.startswith("equivalent")


@pytest.mark.parametrize("basis", ["cx,rz,sx,x", "cz,rz,sx,x", "siswap,phxz", "cx,swap,u"])
def test_other_gates_are_fences(basis):
    rng = Random(2)
    for _ in range(20):
        c = random_circuit(rng, 5, 60, ["cx", "cx", "cx", "cx", "swap", "x", "t", "h"])
        out = c.copy()
        run(out, basis)
        assert qc.equivalent(c, out).verdict == "equivalent"
        assert qc.stats(out).t_count == qc.stats(c).t_count


def test_wide_regions_are_cut():
    c = random_circuit(Random(3), 30, 600, ["cx"])
    for wires in (2, 8, 64):
        out = c.copy()
        run(out, wires=wires)
        assert qc.equivalent(c, out).verdict.startswith("equivalent")
        assert qc.stats(out).two_qubit <= 600


def test_nothing_to_gain():
    c = qc.Circuit(3).cx(0, 1).cx(1, 2).cx(0, 1).t(1).cx(1, 2)
    out = c.copy()
    assert not run(out)
    assert out == c


def test_the_cap_is_checked():
    with pytest.raises(qc.errors.QCompileError, match="wires"):
        run(qc.Circuit(2).cx(0, 1).cx(0, 1), wires=65)
