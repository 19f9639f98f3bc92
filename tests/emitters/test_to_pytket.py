# SPDX-License-Identifier: Apache-2.0
"""pytket's circuits out; whole circuits go there and back in `tests/sdks`."""

from __future__ import annotations

import pytest

import qcompile as qc
from qcompile.emitters.to_pytket import to_pytket
from qcompile.errors import PipelineError

tket = pytest.importorskip("pytket.circuit")
import numpy as np  # noqa: E402
import sympy  # noqa: E402


def names(circuit: object) -> list[str]:
    return [command.op.type.name for command in circuit.get_commands()]  # type: ignore[attr-defined]


def test_registers_and_phase() -> None:
    circuit = qc.Circuit({"a": 2, "b": 1}, {"m": 2}).h(0).measure(2, 1)
    circuit.add_phase(np.pi / 4)
    out = to_pytket(circuit)
    assert ["a[0]", "a[1]", "b[0]"] == [str(q) for q in out.qubits]
    assert 0.25 == out.phase
    assert "Measure b[0] --> m[1];" == str(out.get_commands()[-1])


def test_angles_are_half_turns() -> None:
    out = to_pytket(qc.Circuit(1).rx(np.pi / 2, 0).rz(1.0, 0))
    assert [0.5, 1 / np.pi] == [command.op.params[0] for command in out.get_commands()]


def test_names_that_pytket_cannot_read_are_changed() -> None:
    circuit = qc.Circuit(1).rx(qc.Parameter("theta[0]"), 0).rx(qc.Parameter("pi"), 0)
    assert {"theta_0", "pi_"} == {s.name for s in to_pytket(circuit).free_symbols()}


def test_a_compiled_circuit_has_the_symbols_and_wires_of_its_source() -> None:
    theta = sympy.Symbol("theta")
    source = tket.Circuit()
    source.add_q_register("work", 2)
    source.Rx(theta, tket.Qubit("work", 0)).CX(tket.Qubit("work", 0), tket.Qubit("work", 1))
    source.add_phase(theta / 2)
    out = qc.compile(source, basis="cz,rz,sx,x").to_same()
    assert source.qubits == out.qubits
    assert {theta} == out.free_symbols()
    for circuit in (source, out):
        circuit.symbol_substitution({theta: 0.3})
    assert np.allclose(source.get_unitary(), out.get_unitary(), atol=1e-9)


def test_wires_that_are_in_no_register_keep_their_names() -> None:
    source = tket.Circuit()
    source.add_qubit(tket.Qubit("n", [1, 2]))
    source.add_qubit(tket.Qubit("n", [0, 7]))
    source.H(tket.Qubit("n", [1, 2]))
    assert source.qubits == qc.compile(source, level=0).to_same().qubits


def test_a_mapped_circuit_is_on_nodes() -> None:
    source = tket.Circuit(3).H(0).CX(0, 1).CX(0, 2)
    out = qc.compile(source, target="line:4", basis="cx,rz,sx").to_same()
    assert {"node"} == {q.reg_name for q in out.qubits}


def test_conditions_become_one_conditional_for_each_value() -> None:
    circuit = qc.Circuit(3, 2).measure([0, 1], [0, 1])
    with circuit.if_(circuit.bit([0, 1]) < 3):
        circuit.x(2)
    assert ["Measure", "Measure", *["Conditional"] * 3] == names(to_pytket(circuit))


def test_a_block_that_changes_its_condition_is_an_error() -> None:
    circuit = qc.Circuit(2, 1).measure(0, 0)
    with circuit.if_(circuit.bit(0) == 1):
        circuit.h(0).measure(0, 0).x(1)
    with pytest.raises(PipelineError, match="own condition") as caught:
        to_pytket(circuit)
    assert "QC409" == caught.value.code


def test_a_protected_region_is_a_box() -> None:
    circuit = qc.Circuit(2)
    with circuit.protected("kept"):
        circuit.x(1).x(1)
    out = to_pytket(circuit)
    assert ["protected kept"] == [c.op.circuit_name for c in out.get_commands()]
    assert 2 == len(
        qc.compile(out, level=2).to_pytket().get_commands()[0].op.get_circuit().get_commands()
    )


@pytest.mark.parametrize("what", ["delay", "while", "opaque"])
def test_what_pytket_cannot_hold_is_an_error(what: str) -> None:
    circuit = qc.Circuit(1, 1)
    if what == "delay":
        circuit.delay(10, 0)
    elif what == "opaque":
        from qcompile._native import Definition

        circuit.gate(Definition("opaque", [], ["a"]), [], [0])
    else:
        with circuit.while_(circuit.bit(0) == 0):
            circuit.h(0).measure(0, 0)
    with pytest.raises(PipelineError, match=what) as caught:
        to_pytket(circuit)
    assert "QC409" == caught.value.code


def test_the_text_says_that_layouts_are_lost() -> None:
    from qcompile.emitters import losses

    circuit = qc.compile(qc.Circuit(2).cx(0, 1), target="line:3").circuit
    assert ["pytket's circuits do not keep the initial and final layout"] == losses(
        circuit, "pytket-json"
    )
