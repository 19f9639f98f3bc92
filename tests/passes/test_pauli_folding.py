# SPDX-License-Identifier: Apache-2.0
"""What `tests/files/pauli_folding` cannot say: parameters, native bases, options, published T-counts."""

from __future__ import annotations

import json
from random import Random

import pytest

from qcompile import Circuit, Parameter, Target, equivalent, load
from qcompile.contract import Context
from qcompile.passes import PauliFolding

CONTEXT = Context(target=Target.from_basis("cx,rz,sx,x"))
T_COUNTS = {"tof_3": 15, "barenco_tof_3": 16, "mod5_4": 8, "vbe_adder_3": 24, "grover_5": 166}


def run(circuit, **options):
    out = circuit.copy()
    changed = PauliFolding(**options).run(out, CONTEXT)
    assert changed == (out != circuit)
    return out


def t_count(circuit):
    return sum(op.name in {"t", "tdg"} for op in circuit)


def test_parameters_add_and_bind_later():
    a, b = Parameter("a"), Parameter("b")
    c = Circuit(2).rz(a, 0).h(0).rx(b, 0).cx(1, 0).z(0).rx(-a, 0).rzz(b, 0, 1)
    out = run(c)
    assert [op.name for op in out] == ["rz", "h", "cx", "z", "rzz"]
    for values in ({"a": 0.3, "b": -7.1}, {"a": 400.0, "b": 1e-9}):
        assert equivalent(c.bind(values), out.bind(values)).verdict == "equivalent"


def test_native_gates_stay_native():
    c = Circuit(1).rz(0.5, 0).sx(0).x(0).sx(0).rz(0.25, 0).sx(0)
    out = run(c)
    assert [op.name for op in out] == ["rz", "sx", "x", "sx", "sx"]
    assert equivalent(c, out).verdict == "equivalent"


def test_without_steps_only_neighbours_merge():
    c = Circuit(1).t(0).h(0).h(0).t(0)
    assert not PauliFolding(steps=0, tableau=0).run(c.copy(), CONTEXT)
    assert t_count(run(c)) == 0


def test_random_circuits_keep_their_matrix():
    rng = Random(9)
    for _ in range(60):
        c = Circuit(4)
        for _ in range(60):
            i, j = rng.sample(range(4), 2)
            angle = rng.choice([0.0, 1e-16, 0.7, -2.9, 6.283185307179586, 314.1592653589793])
            name = rng.choice(
                ["rz", "rx", "ry", "t", "s", "sx", "h", "h", "cx", "cz", "swap", "cp", "rzz", "rxx"]
            )
            params = [angle] if name in {"rz", "rx", "ry", "cp", "rzz", "rxx"} else []
            qubits = [i, j] if name in {"cx", "cz", "swap", "cp", "rzz", "rxx"} else [i]
            c.gate(name, params, qubits)
        assert equivalent(c, run(c)).verdict == "equivalent"


@pytest.mark.parametrize(("name", "count"), T_COUNTS.items())
def test_published_t_counts(shared, name, count):
    folder = shared / "corpus"
    best = json.loads((folder / "best_seen.json").read_text())
    c = load(folder / "optimize" / "clifford_t" / f"{name}.qasm")
    out = run(c)
    assert t_count(out) == count == best[name]["t_ftm"]
    assert sum(op.name == "cx" for op in out) == sum(op.name == "cx" for op in c)
