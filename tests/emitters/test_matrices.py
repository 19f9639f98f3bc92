# SPDX-License-Identifier: Apache-2.0
"""The matrices of instructions: each is what the engine's judge says the instruction is."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from qcompile import Circuit, Parameter, equivalent
from qcompile._native import Definition, Instruction, gate_table
from qcompile.emitters.matrices import circuit_matrix, matrix_of, pauli
from qcompile.errors import PipelineError
from tests.sdks.specials import specials


@pytest.mark.parametrize("row", gate_table(), ids=lambda row: row["name"])
def test_library_gates(row: dict[str, object]) -> None:
    rng = Random(str(row["name"]))
    width = row["qubits"]
    assert isinstance(width, int)
    circuit = Circuit(width)
    angles = [rng.uniform(-7, 7) for _ in row["parameters"]]  # type: ignore[attr-defined]
    circuit.gate(str(row["name"]), angles, range(width))
    (op,) = circuit
    said = Circuit(width).unitary(matrix_of(op), range(width))
    assert equivalent(circuit, said, tolerance=1e-12)


@pytest.mark.parametrize("name", list(specials()))
def test_what_operations_carry(name: str) -> None:
    circuit = specials()[name]
    said = Circuit(4).unitary(circuit_matrix(circuit), range(4))
    assert equivalent(circuit, said, tolerance=1e-12)


def test_the_first_letter_is_the_least_significant_qubit() -> None:
    assert [1, -1, 1, -1] == np.diag(pauli("ZI")).real.tolist()


def test_what_has_no_matrix_is_said() -> None:
    with pytest.raises(PipelineError, match="not known: 2\\*t") as caught:
        matrix_of(Instruction.gate("rx", [2 * Parameter("t")]))
    assert "QC409" == caught.value.code
    with pytest.raises(PipelineError, match="`magic` is opaque"):
        matrix_of(Instruction.call(Definition("magic", [], ["a"])))
    with pytest.raises(PipelineError, match="`measure` has no matrix"):
        matrix_of(Instruction.bare("measure"))
    with pytest.raises(PipelineError, match="12 qubits is too large"):
        matrix_of(Instruction.gate("x").controlled([True] * 11))
