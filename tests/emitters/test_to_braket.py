# SPDX-License-Identifier: Apache-2.0
"""Amazon Braket's circuits out; whole circuits go there and back in `tests/sdks`."""

from __future__ import annotations

import pytest

import qcompile as qc
from qcompile.emitters.to_braket import to_braket
from qcompile.errors import PipelineError

braket = pytest.importorskip("braket.circuits")
import numpy as np  # noqa: E402


def test_the_global_phase_is_one_gate_at_the_end() -> None:
    circuit = qc.Circuit(1).gate("phxz", [0.5, 0.2, 0.1], [0]).h(0)
    circuit.add_phase(0.3)
    last = to_braket(circuit).instructions[-1].operator
    assert ("GPhase", 0.55) == (last.name, last.angle)


def test_qubits_without_gates_get_the_identity() -> None:
    out = to_braket(qc.Circuit(3).h(1))
    assert [0, 1, 2] == sorted(int(q) for q in out.qubits)


def test_names_that_braket_cannot_read_are_changed() -> None:
    circuit = qc.Circuit(1).rx(qc.Parameter("theta[0]"), 0).rx(qc.Parameter("q"), 0)
    assert {"theta_0", "q_"} == {p.name for p in to_braket(circuit).parameters}


def test_a_compiled_circuit_has_the_parameters_qubits_and_results_of_its_source() -> None:
    theta = braket.FreeParameter("theta")
    source = braket.Circuit().rx(4, theta).cnot(4, 9)
    source.expectation(braket.Observable.Z() @ braket.Observable.X(), [9, 4]).probability()
    out = qc.compile(source, basis="cz,rz,sx,x").to_same()
    assert [4, 9] == sorted(int(q) for q in out.qubits)
    assert {theta} == out.parameters
    assert [[9, 4], []] == [[int(q) for q in r.target] for r in out.result_types]
    assert np.allclose(
        source.make_bound_circuit({"theta": 0.3}).to_unitary(),
        out.make_bound_circuit({"theta": 0.3}).to_unitary(),
        atol=1e-9,
    )


def test_results_are_asked_for_where_qubits_end() -> None:
    source = braket.Circuit().h(0).cnot(0, 1).cnot(0, 2).cnot(1, 2).ry(2, 0.4)
    source.expectation(braket.Observable.Z(), 2)
    result = qc.compile(source, target="line:5", basis="cx,rz,sx", level=1)
    (wanted,) = result.to_same().result_types
    assert [result.layout.final[2]] == [int(q) for q in wanted.target]


def test_a_protected_region_is_a_verbatim_box_in_the_text() -> None:
    circuit = qc.Circuit(2).h(0)
    with circuit.protected():
        circuit.cx(0, 1)
    text = qc.dumps(circuit, "braket-qasm")
    assert "OPENQASM 3.0;\nh $0;\n#pragma braket verbatim\nbox{\ncnot $0, $1;\n}\n" == text


def test_the_text_measures_what_the_circuit_does() -> None:
    circuit = qc.Circuit(3, 3).h(0).measure([2, 0], [0, 2])
    text = qc.dumps(circuit, "braket-qasm")
    assert "bit[2] b;" in text
    assert text.endswith("b[0] = measure q[2];\nb[1] = measure q[0];\ni q[1];\n")


@pytest.mark.parametrize("what", ["reset", "if", "delay", "h", "opaque"])
def test_what_braket_cannot_hold_is_an_error(what: str) -> None:
    circuit = qc.Circuit(1, 1).measure(0, 0)
    if what == "reset":
        circuit.reset(0)
    elif what == "if":
        with circuit.if_(circuit.bit(0) == 1):
            circuit.x(0)
    elif what == "delay":
        circuit.delay(5, 0)
    elif what == "h":
        circuit.h(0)
    else:
        from qcompile._native import Definition

        circuit.gate(Definition("opaque", [], ["a"]), [], [0])
    with pytest.raises(PipelineError, match=f"`{what}`") as caught:
        to_braket(circuit)
    assert "QC409" == caught.value.code


def test_measured_circuits_come_back_the_same() -> None:
    circuit = qc.Circuit(3, 3).h(0).cx(0, 1).ry(0.4, 2).measure([2, 0, 1], [0, 2, 1])
    for back in (
        qc.from_braket(to_braket(circuit)),
        qc.loads(qc.dumps(circuit, "braket-qasm"), "braket-qasm"),
    ):
        assert qc.equivalent(circuit, back, relation="instrument").verdict == "equivalent"


def test_the_text_says_what_it_loses() -> None:
    from qcompile.emitters import losses

    circuit = qc.Circuit({"a": 1, "b": 1}, 2).measure(0, 1)
    with circuit.protected("kept"):
        circuit.x(1)
    circuit.layouts = ([0, 1], [0, 1])
    assert 4 == len(losses(circuit, "braket-qasm"))
    assert [] == losses(qc.Circuit(2).h(0), "braket-qasm")
