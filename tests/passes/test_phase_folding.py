# SPDX-License-Identifier: Apache-2.0
"""What `tests/files/phase_folding` cannot say: parameters, options, idempotence, size."""

from __future__ import annotations

from random import Random

import pytest

from qcompile import Circuit, Parameter, Target, equivalent
from qcompile.contract import Context
from qcompile.errors import PipelineError
from qcompile.passes import PhaseFolding

CONTEXT = Context(target=Target.from_basis("cx,rz,sx,x"))


def run(circuit, **options):
    out = circuit.copy()
    changed = PhaseFolding(**options).run(out, CONTEXT)
    assert changed == (out != circuit)
    return out


def test_parameters_add_and_bind_later():
    a, b = Parameter("a"), Parameter("b")
    c = Circuit(2).rz(a, 0).cx(0, 1).cx(1, 0).x(1).p(b, 1).swap(0, 1).rz(-a, 0).rz(b, 1)
    out = run(c)
    assert [op.name for op in out] == ["rz", "cx", "cx", "x", "p", "swap", "rz"]
    for values in ({"a": 0.3, "b": -7.1}, {"a": 400.0, "b": 1e-9}):
        assert equivalent(c.bind(values), out.bind(values)).verdict == "equivalent"


def test_an_unknown_place_is_refused():
    with pytest.raises(PipelineError) as error:
        run(Circuit(1).t(0), keep="middle")
    assert error.value.code == "QC402"


@pytest.mark.parametrize("keep", ["first", "last"])
def test_random_circuits_keep_their_matrix_and_run_once(keep):
    rng = Random(4)
    for _ in range(40):
        c = Circuit(4)
        for _ in range(60):
            i, j = rng.sample(range(4), 2)
            angle = rng.choice([0.0, 1e-16, 0.7, -2.9, 6.283185307179586, 314.1592653589793])
            name = rng.choice(["rz", "p", "t", "s", "x", "h", "cx", "cx", "swap", "cz", "rzz"])
            params = [angle] if name in {"rz", "p", "rzz"} else []
            qubits = [i, j] if name in {"cx", "swap", "cz", "rzz"} else [i]
            c.gate(name, params, qubits)
        out = run(c, keep=keep)
        assert equivalent(c, out).verdict == "equivalent"
        assert not PhaseFolding(keep=keep).run(out, CONTEXT)


def test_a_toffoli_ladder_halves():
    c = Circuit(3)
    for _ in range(50):
        c.h(2).cx(1, 2).tdg(2).cx(0, 2).t(2).cx(1, 2).tdg(2).cx(0, 2)
        c.t(1).t(2).h(2).cx(0, 1).t(0).tdg(1).cx(0, 1)
    names = [op.name for op in run(c)]
    # 350 before; what acts on the controls alone is 50 times the same.
    assert 200 == sum(name in {"t", "tdg"} for name in names)
