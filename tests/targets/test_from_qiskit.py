# SPDX-License-Identifier: Apache-2.0
"""Qiskit's targets, backends and coupling maps as targets."""

from __future__ import annotations

import math

import pytest

from qcompile import Target
from qcompile.errors import PipelineError, QCompileWarning

pytest.importorskip("qiskit")

from qiskit.circuit import Gate, Measure, Parameter, Reset
from qiskit.circuit.library import CXGate, CZGate, RGate, RXGate, RZGate, RZZGate, SXGate, U3Gate
from qiskit.providers.fake_provider import GenericBackendV2
from qiskit.transpiler import CouplingMap, InstructionProperties
from qiskit.transpiler import Target as QiskitTarget

ANGLE = Parameter("t")


def mixed() -> QiskitTarget:
    """Two pairs with different gates, one way each; qubit 2 has rz alone."""
    target = QiskitTarget(num_qubits=3, description="mixed")
    target.add_instruction(CXGate(), {(1, 0): InstructionProperties(error=0.25, duration=6.8e-8)})
    target.add_instruction(CZGate(), {(1, 2): None})
    target.add_instruction(SXGate(), {(0,): None, (1,): InstructionProperties(error=0.125)})
    target.add_instruction(RZGate(ANGLE))
    return target


def test_gates_stand_where_the_target_has_them():
    target = Target.from_qiskit(mixed())
    assert ("mixed", 3) == (target.name, target.num_qubits)
    assert [(1, 0, ["cx"]), (1, 2, ["cz"])] == target.pairs
    assert [["sx", "rz"], ["sx", "rz"], ["rz"]] == target.sites
    assert {"error": 0.25, "duration_ns": 68.0} == target.gate_facts["cx", (1, 0)]
    assert {"error": 0.125} == target.gate_facts["sx", (1,)]
    assert target.qubit_facts is None
    assert [] == target.forbids


def test_a_backend_brings_its_figures():
    backend = GenericBackendV2(4, coupling_map=[[0, 1], [1, 2], [2, 3]], seed=1, control_flow=True)
    target = Target.from_qiskit(backend)
    assert "generic_backend_4q" == target.name
    assert [(0, 1, ["cx"]), (1, 2, ["cx"]), (2, 3, ["cx"])] == target.pairs
    assert [] == target.forbids
    properties = backend.target["cx"][(0, 1)]
    assert properties.error == target.gate_facts["cx", (0, 1)]["error"]
    assert properties.duration * 1e9 == pytest.approx(
        target.gate_facts["cx", (0, 1)]["duration_ns"], abs=1e-6
    )
    known = target.qubit_facts[2]
    assert backend.target.qubit_properties[2].t1 * 1e9 == pytest.approx(known["t1_ns"], abs=1e-6)
    assert backend.target["measure"][(2,)].error == known["readout_error"]
    assert {"t1_ns", "t2_ns", "readout_error", "measure_ns", "reset_ns"} == set(known)


def test_what_a_complete_target_does_not_list_is_forbidden():
    target = mixed()
    target.add_instruction(Measure(), {(0,): None})
    assert ["control-flow", "reset"] == sorted(Target.from_qiskit(target).forbids)
    target.add_instruction(Reset(), {(0,): None})
    assert ["control-flow"] == Target.from_qiskit(target).forbids


def test_both_ways_of_a_symmetric_gate_count_as_the_worse():
    target = mixed()
    ways = {(0, 2): InstructionProperties(error=0.1), (2, 0): InstructionProperties(error=0.2)}
    target.add_instruction(RZZGate(ANGLE), ways)
    assert {"error": 0.2} == Target.from_qiskit(target).gate_facts["rzz", (0, 2)]


def test_a_coupling_map_takes_a_basis():
    target = Target.from_qiskit(CouplingMap([(0, 1), (2, 1)]), basis="cx,rz,sx")
    assert [(0, 1, ["cx"]), (2, 1, ["cx"])] == target.pairs
    assert ["sx", "rz", "cx"] == target.gates
    with pytest.raises(PipelineError, match="of its own") as caught:
        Target.from_qiskit(mixed(), basis="cx,rz,sx")
    assert "QC407" == caught.value.code


def test_gates_without_places_are_everywhere():
    target = Target.from_qiskit(QiskitTarget.from_configuration(["cx", "rz", "sx"], num_qubits=3))
    assert (None, None) == (target.pairs, target.sites)
    assert 3 == target.num_qubits


def test_angle_bounds_are_ranges():
    target = mixed()
    if not hasattr(target, "gate_has_angle_bounds"):
        pytest.skip("this Qiskit has no angle bounds")
    target.add_instruction(RZZGate(ANGLE), {(0, 1): None}, angle_bounds=[(0, math.pi / 2)])
    assert [("rzz", 0.0, math.pi / 2)] == Target.from_qiskit(target).ranges
    target.add_instruction(RGate(ANGLE, Parameter("p")), {(0,): None}, angle_bounds=[None, (0, 1)])
    with pytest.warns(QCompileWarning, match="`r` is left out: its angles have bounds"):
        assert "r" not in Target.from_qiskit(target).gates


@pytest.mark.parametrize(
    ("gate", "name", "why"),
    [
        (Gate("mine", 1, []), "mine", "no such gate"),
        (Gate("cz", 1, []), "own_cz", "qubits or angles differ"),
        (RXGate(0.3), "rx_a_bit", "its angle is fixed"),
        (U3Gate(math.pi, 0.0, 0.0), "u3_fixed", "its angle is fixed"),
    ],
)
def test_what_a_target_cannot_hold_is_named(gate, name, why):
    target = mixed()
    target.add_instruction(gate, {(0,): None}, name=name)
    with pytest.warns(QCompileWarning, match=f"`{name}` is left out: .*{why}") as warned:
        found = Target.from_qiskit(target)
    assert "QC264" == warned[0].message.diagnostic.code
    assert ["sx", "rz", "cx", "cz"] == found.gates


@pytest.mark.parametrize(
    ("turn", "ours"), [(math.pi, "x"), (math.pi / 2, "sx"), (-math.pi / 2, "sxdg")]
)
def test_a_fixed_rotation_is_a_gate(turn, ours):
    target = mixed()
    target.add_instruction(RXGate(turn), {(2,): None}, name="turn")
    found = Target.from_qiskit(target)
    assert ours in (found.sites[2] if found.sites else found.gates)


@pytest.mark.parametrize("error", [-0.1, 1.5, math.nan])
def test_an_error_rate_that_cannot_be_is_refused(error):
    target = mixed()
    target.add_instruction(RZZGate(ANGLE), {(0, 1): InstructionProperties(error=error)})
    with pytest.raises(
        PipelineError, match="mixed: the error of `rzz` on qubits 0, 1 is"
    ) as caught:
        Target.from_qiskit(target)
    assert "QC417" == caught.value.code


def test_a_target_of_no_size_is_refused():
    target = QiskitTarget()
    target.add_instruction(RZGate(ANGLE))
    with pytest.raises(PipelineError, match="how many qubits"):
        Target.from_qiskit(target)


def test_islands_are_said():
    with pytest.warns(QCompileWarning, match="nothing couples qubit 2 with qubit 0"):
        Target.from_qiskit(CouplingMap([(0, 1), (2, 3)]))
