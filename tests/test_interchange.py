# SPDX-License-Identifier: Apache-2.0
"""Which package an object is of, and what `compile` does with it."""

from __future__ import annotations

import pytest

import qcompile as qc
from qcompile import interchange
from qcompile.errors import SemanticError


def test_our_own_circuits_pass_through() -> None:
    circuit = qc.Circuit(1)
    assert (circuit, None) == interchange.read(circuit)
    assert circuit is not qc.compile(circuit).to_same()
    assert isinstance(qc.compile(circuit).to_same(), qc.Circuit)


@pytest.mark.parametrize("thing", ["OPENQASM 2.0;", None, 3, [1], object()])
def test_what_is_no_circuit_is_said(thing: object) -> None:
    with pytest.raises(SemanticError, match="is no circuit") as caught:
        qc.compile(thing)
    assert "QC230" == caught.value.code


def test_a_class_of_the_same_name_elsewhere_is_no_circuit() -> None:
    class QuantumCircuit:
        pass

    assert interchange.package_of(QuantumCircuit()) is None


def test_a_subclass_is_one() -> None:
    qiskit = pytest.importorskip("qiskit")

    class Mine(qiskit.QuantumCircuit):  # type: ignore[misc, name-defined]
        pass

    source = Mine(2)
    source.h(0)
    source.cx(0, 1)
    assert "qiskit" == interchange.package_of(source)
    assert {"rz": 2, "sx": 1, "cx": 1} == dict(qc.compile(source, level=0).to_same().count_ops())
