# SPDX-License-Identifier: Apache-2.0
"""Tensor networks against matrices: order of the axes, open ends, layouts, diagonal gates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.emitters.matrices import circuit_matrix
from qcompile.errors import PipelineError, SemanticError
from tests.fuzz.generator import case


def test_axes_are_those_of_a_matrix() -> None:
    circuit = qc.Circuit(3).h(0).cx(0, 2).gate("rzz", [0.3], [1, 2]).t(2).ry(0.4, 1)
    circuit.add_phase(0.7)
    matrix = circuit_matrix(circuit)
    said = np.einsum(*qc.to_einsum(circuit, operator=True))
    assert np.allclose(matrix, said.reshape(8, 8))
    assert np.allclose(matrix[:, 0], np.einsum(*qc.to_einsum(circuit)).ravel())
    # Qubit 0 is the rightmost character.
    assert np.isclose(matrix[0b101, 0], np.einsum(*qc.to_einsum(circuit, "101")))
    row = np.einsum(*qc.to_einsum(circuit, "011", operator=True)).ravel()
    assert np.allclose(matrix[0b011], row)


def test_wires_that_nothing_turns_stay_two_ends() -> None:
    circuit = qc.Circuit(2).rz(0.3, 0)
    said = np.einsum(*qc.to_einsum(circuit, operator=True)).reshape(4, 4)
    assert np.allclose(circuit_matrix(circuit), said)


def test_diagonal_gates_take_no_new_index() -> None:
    operands = qc.to_einsum(qc.Circuit(2).cz(0, 1).rz(0.2, 1), "00")
    assert {0, 1} == {index for indices in operands[1::2] for index in indices}


def test_layouts_are_applied() -> None:
    # Program qubit 0 starts on wire 2 and ends on wire 0; wire 1 is spare.
    circuit = qc.Circuit(3).x(2).swap(0, 2)
    circuit.layouts = ([2, 0], [0, 2])
    assert [0, 1, 0, 0] == np.einsum(*qc.to_einsum(circuit)).ravel().real.tolist()


def test_protected_regions_and_barriers() -> None:
    circuit = qc.Circuit(2).h(1).barrier()
    with circuit.protected("p"):
        circuit.cx(1, 0)
    assert np.isclose(0.5**0.5, np.einsum(*qc.to_einsum(circuit, "11")))


def _quimb(*operands: Any) -> Any:
    quimb = pytest.importorskip("quimb.tensor")
    arrays, indices = operands[:-1:2], operands[1:-1:2]
    return quimb.array_contract(arrays, indices, operands[-1])


def _opt_einsum(*operands: Any) -> Any:
    return pytest.importorskip("opt_einsum").contract(*operands)


@pytest.mark.parametrize("contract", [_opt_einsum, _quimb])
@pytest.mark.parametrize("kind", ["clifford-t", "rotations", "open-controls"])
def test_other_contractors(contract: Callable[..., Any], kind: str) -> None:
    for index in range(8):
        circuit = case(3, index, kind).circuit
        n = circuit.num_qubits
        said = contract(*qc.to_einsum(circuit))
        assert np.allclose(circuit_matrix(circuit)[:, 0], np.asarray(said).reshape(1 << n))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda c: c.rx(qc.Parameter("a"), 0), r"operation 1 \(`rx`\): .* not known: a"),
        (lambda c: c.measure(0, 0), r"operation 1 \(`measure`\): `measure` has no matrix"),
        (lambda c: c.add_phase(qc.Parameter("b")), "global phase is not known"),
    ],
)
def test_what_is_no_number_is_refused(make: Callable[[qc.Circuit], Any], said: str) -> None:
    circuit = qc.Circuit(1, 1).h(0)
    make(circuit)
    with pytest.raises(PipelineError, match=said):
        qc.to_einsum(circuit)


@pytest.mark.parametrize("text", ["0", "02", "000"])
def test_a_bitstring_has_to_fit(text: str) -> None:
    with pytest.raises(SemanticError, match="no basis state of 2 qubits"):
        qc.to_einsum(qc.Circuit(2), text)
