# SPDX-License-Identifier: Apache-2.0
"""`remove-barriers`: for devices that refuse them."""

from __future__ import annotations

import pytest

import qcompile as qc
from qcompile.errors import TargetError
from qcompile.targets import Target


def device(*forbids: str) -> Target:
    return Target("picky", ["cx", "rz", "sx", "x"], 2, forbids=forbids)


def test_what_barriers_kept_apart_stays_apart() -> None:
    circuit = qc.Circuit(2, 1).cx(0, 1).barrier([0, 1]).cx(0, 1)
    with circuit.if_(circuit.bit(0) == 1):
        circuit.barrier([0])
        circuit.x(0)
    out = qc.compile(circuit, target=device("barrier")).circuit
    assert ["cx", "cx", "if"] == [op.name for op in out]
    assert "barrier" not in qc.dumps(out, "qasm3")
    assert "barrier" in [op.name for op in qc.compile(circuit, target=device()).circuit]


@pytest.mark.parametrize(
    ("forbids", "text"),
    [
        ("reset", "reset q[0];"),
        ("mid-circuit-measurement", "measure q[0] -> c[0]; h q[0];"),
        ("control-flow", "if(c==1) x q[0];"),
    ],
)
def test_what_a_device_refuses_is_an_error(forbids: str, text: str) -> None:
    head = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2]; creg c[1];\n'
    circuit = qc.loads(head + text)
    qc.compile(circuit, target=device())
    with pytest.raises(TargetError) as caught:
        qc.compile(circuit, target=device(forbids))
    assert "QC309" == caught.value.code
    assert 4 == caught.value.span.line
