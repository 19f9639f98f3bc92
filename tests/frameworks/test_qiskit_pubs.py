# SPDX-License-Identifier: Apache-2.0
"""Templates in Qiskit's primitives: the expectations and counts of the circuit that was never compiled."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.training.slotted import slotted

pytest.importorskip("qiskit")
from qiskit import QuantumCircuit
from qiskit.circuit import ParameterVector
from qiskit.primitives import (
    BackendEstimatorV2,
    BackendSamplerV2,
    StatevectorEstimator,
    StatevectorSampler,
)
from qiskit.quantum_info import Operator, SparsePauliOp

from qcompile.frameworks.qiskit import angles, isa_circuit, pub

from .test_qiskit_pass import backend


def ansatz() -> QuantumCircuit:
    """Return a circuit whose qubits have to move on a line, with twelve parameters or more and a phase."""
    theta = ParameterVector("theta", 12)
    out = QuantumCircuit(4, global_phase=0.4)
    for q in range(4):
        out.ry(theta[q], q)
    for a, b in [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)]:
        out.cx(a, b)
    for q in range(4):
        out.rz(theta[4 + q], q)
        out.rx(theta[8 + q] * theta[q], q)
    out.swap(1, 2)
    return out


HAMILTONIAN = SparsePauliOp(["ZZII", "IXYI", "IIIZ", "XIIX"], [0.5, -1.25, 2.0, 0.75])
VALUES = np.random.default_rng(5).uniform(-np.pi, np.pi, (3, 12))


@pytest.fixture(scope="module")
def template() -> Any:
    return qc.template(ansatz(), backend(6))


def test_columns_are_in_the_order_of_the_source(template: Any) -> None:
    assert [p.name for p in ansatz().parameters] == list(template.parameters)


def test_one_parameter_a_slot_in_the_order_of_slots(template: Any) -> None:
    circuit = isa_circuit(template, phase=True)
    assert len(template.slots) == len(circuit.parameters)
    row = template.bind(VALUES[0])
    bound = circuit.assign_parameters(row)
    expected = template.to_qiskit(VALUES[0])
    assert np.abs(Operator(bound).data - Operator(expected).data).max() < 1e-12
    assert expected.layout.final_index_layout() == bound.layout.final_index_layout()
    short = isa_circuit(template)
    assert (len(template.slots) - 1, 0) == (short.num_parameters, short.global_phase)
    assert isa_circuit(template) is short


def test_expectations_are_those_of_the_source(template: Any) -> None:
    estimator = StatevectorEstimator()
    observables = [HAMILTONIAN, "ZIXY", {"IIIZ": 0.5, "YIII": 1.0}]
    ours = pub(template, observables, VALUES[:, None, :])
    theirs = (ansatz(), observables, VALUES[:, None, :])
    got, expected = (estimator.run([each]).result()[0].data.evs for each in (ours, theirs))
    assert (3, 3) == got.shape
    assert np.abs(got - expected).max() < 1e-10
    single = estimator.run([pub(template, HAMILTONIAN, VALUES[1])]).result()[0].data.evs
    assert abs(float(single) - expected[1, 0]) < 1e-10
    named = dict(zip(template.parameters, VALUES[1].tolist(), strict=True))
    assert np.array_equal(pub(template, "ZZZZ", named)[2], pub(template, "ZZZZ", VALUES[1])[2])


def test_qubits_that_stay_keep_the_observables() -> None:
    plain = qc.template(ansatz(), basis="cz,rz,sx,x")
    observables = ["ZIXY", "IIIZ"]
    ours = pub(plain, observables, VALUES[0])
    theirs = (ansatz(), observables, VALUES[0])
    got, expected = (
        StatevectorEstimator().run([each]).result()[0].data.evs for each in (ours, theirs)
    )
    assert np.abs(got - expected).max() < 1e-10


def test_projectors_are_mapped_too(template: Any) -> None:
    final = template.layout.final
    letters = ["I"] * 6
    for letter, place in zip("1Z+0", final, strict=True):
        letters[place] = letter
    mapped = pub(template, ["0+Z1"], VALUES[0])[1]
    assert [{"".join(reversed(letters)): 1.0}] == mapped.tolist()


@pytest.mark.filterwarnings("ignore:Aer not found:RuntimeWarning")
def test_a_backend_runs_it_as_it_is(template: Any) -> None:
    estimator = BackendEstimatorV2(backend=backend(6), options={"seed_simulator": 7})
    exact = StatevectorEstimator().run([(ansatz(), HAMILTONIAN, VALUES)]).result()[0].data.evs
    got = estimator.run([pub(template, HAMILTONIAN, VALUES, precision=0.05)]).result()[0].data.evs
    # Noisy where Aer is installed: near, and no more than that.
    assert np.abs(got - exact).max() < 1.0
    assert 0.05 == pub(template, HAMILTONIAN, VALUES, precision=0.05)[3]


@pytest.mark.filterwarnings("ignore:Aer not found:RuntimeWarning")
def test_samples_are_those_of_the_source() -> None:
    source = ansatz()
    source.measure_all()
    template = qc.template(source, backend(6))
    ours = pub(template, values=VALUES, shots=4000)
    assert (3, len(template.slots) - 1, 4000) == (*ours[1].shape, ours[2])
    got = StatevectorSampler(seed=3).run([ours]).result()[0].data.meas
    expected = StatevectorSampler(seed=4).run([(source, VALUES)], shots=4000).result()[0].data.meas
    for row in range(3):
        a, b = (counts.get_int_counts(row) for counts in (got, expected))
        distance = sum(abs(a.get(k, 0) - b.get(k, 0)) for k in a.keys() | b.keys()) / 8000
        assert distance < 0.06
    job = BackendSamplerV2(backend=backend(6)).run([pub(template, values=VALUES[0], shots=100)])
    assert 100 == job.result()[0].data.meas.num_shots


def test_angles_take_any_leading_shape(template: Any) -> None:
    wide = angles(template, VALUES.reshape(3, 1, 12))
    assert (3, 1, len(template.slots) - 1) == wide.shape
    assert np.array_equal(template.bind(VALUES)[:, :-1], wide[:, 0])


def test_slots_under_controls_and_in_calls_and_names_that_are_taken() -> None:
    a, b = qc.Parameter("slot[0]"), qc.Parameter("b")
    source = qc.Circuit(3).rx(a, 0).crz(b * a, 0, 1).cx(1, 2)
    source.controlled(qc.Circuit(1).ry(2 * b, 0), [0, 1], [2], [True, False])
    source.add_phase(a - 3 * b)
    for level in (0, 1):
        template = qc.template(source, level=level)
        row = template.bind([0.3, 1.1])
        names = {f"slot[{k}]": angle for k, angle in enumerate(row.tolist())}
        bound = slotted(template).bind(names)
        verdict = qc.equivalent(source.bind({"slot[0]": 0.3, "b": 1.1}), bound, relation="operator")
        assert "equivalent" == verdict.verdict
        assert [] == bound.parameters
