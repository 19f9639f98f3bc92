# SPDX-License-Identifier: Apache-2.0
"""Blocks beside empty wires: their counts, and that program qubits see no difference."""

from __future__ import annotations

import math
import random

import pytest

from qcompile import Circuit, Target, equivalent
from qcompile.contract import Context
from qcompile.passes import ZeroAncillaFusion

#: Basis, and the gates a swap into an empty place takes: the phase an iswap has beside it is on what is not there.
BASES = {"cx,rz,sx,x": 2, "ecr,rz,sx,x": 2, "iswap,u": 1, "siswap,u": 2, "rzz,u": 2, "cz,u": 2}


def mapped(wires: int, initial: list[int], final: list[int]) -> Circuit:
    """Return an empty circuit on a device: the program's qubits lie on some wires."""
    c = Circuit(wires)
    c.layouts = (initial, final)
    return c


def fused(circuit: Circuit, basis: str, objective: str = "two-qubit") -> Circuit:
    """Run the pass on a copy and judge the result."""
    out = circuit.copy()
    target = Target.from_basis(basis)
    changed = ZeroAncillaFusion().run(out, Context(target=target, objective=objective))
    assert changed == (out != circuit)
    assert equivalent(circuit, out, relation="layout").verdict == "equivalent"
    return out


def two_qubit_gates(circuit: Circuit) -> int:
    return sum(len(op.qubits) == 2 for op in circuit)


@pytest.mark.parametrize("basis", BASES)
def test_a_swap_into_an_empty_place(basis):
    rng = random.Random(basis)
    for _ in range(25):
        c = mapped(2, [0], [1])
        c.u(*(rng.uniform(0, 6) for _ in range(3)), 0)
        for gate in rng.sample(["rxx", "rzz", "ryy"], 2):
            # Whatever happens on the program's qubit; the swap in between brings it over.
            angle = rng.choice([0.0, 1e-9, 0.3, math.pi / 2, 2.0])
            c.gate(gate, [angle], [0, 1]).gate(gate, [-angle], [0, 1])
        c.swap(0, 1).ry(rng.uniform(0, 6), 1)
        out = fused(c, basis)
        assert two_qubit_gates(out) == BASES[basis]
        assert Target.from_basis(basis).first_foreign(out) is None


def test_no_ancilla_no_change():
    c = Circuit(2).swap(0, 1)
    assert not ZeroAncillaFusion().run(c, Context(target=Target.from_basis("cx,rz,sx,x")))


def test_after_a_reset():
    c = Circuit(2).h(0).cx(0, 1).reset(1).swap(0, 1)
    out = c.copy()
    assert ZeroAncillaFusion().run(out, Context(target=Target.from_basis("cx,rz,sx,x")))
    assert two_qubit_gates(out) == 3
    assert equivalent(c, out).verdict == "equivalent"


@pytest.mark.parametrize("objective", ["two-qubit", "t-count"])
def test_qubits_that_travel(objective):
    rng = random.Random(objective)
    for _ in range(40):
        wires = 5
        at = rng.sample(range(wires), 3)
        start = list(at)
        gates = []
        for _ in range(12):
            a = rng.randrange(wires - 1)
            pair = [a, a + 1]
            rng.shuffle(pair)
            if set(pair) <= set(at) and rng.random() < 0.5:
                gates.append(("cx", pair))
            else:
                gates.append(("swap", pair))
                moved = {pair[0]: pair[1], pair[1]: pair[0]}
                at = [moved.get(w, w) for w in at]
            gates.append((rng.choice(["t", "h", "s"]), [rng.choice(at)]))
        c = mapped(wires, start, at)
        for name, qubits in gates:
            c.gate(name, [], qubits)
        swaps = sum(name == "swap" for name, _ in gates)
        others = sum(name == "cx" for name, _ in gates)
        out = fused(c, "cx,h,s,sdg,t,tdg,x,z", objective)
        assert two_qubit_gates(out) <= 3 * swaps + others
        if objective == "t-count":
            assert sum(op.name in ("t", "tdg") for op in out) <= sum(n == "t" for n, _ in gates)
            assert out.error_bound == 0.0
