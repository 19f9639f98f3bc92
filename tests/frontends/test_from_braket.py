# SPDX-License-Identifier: Apache-2.0
"""Amazon Braket's circuits in: the mistakes one could make, each with a test that sees it."""

from __future__ import annotations

from typing import Any

import pytest

from qcompile import Circuit, equivalent, from_braket, loads
from qcompile.errors import ParseError, SemanticError
from tests.sdks.formats import little_endian

braket = pytest.importorskip("braket.circuits")
import numpy as np  # noqa: E402

A, B, C = 0.31, -1.27, 0.83
GATES = [
    ("I", 1, 0), ("S", 1, 0), ("Si", 1, 0), ("T", 1, 0), ("Ti", 1, 0), ("V", 1, 0), ("Vi", 1, 0), ("Rx", 1, 1),
    ("PhaseShift", 1, 1), ("U", 1, 3), ("PRx", 1, 2), ("GPi", 1, 1), ("GPi2", 1, 1), ("MS", 2, 3), ("CNot", 2, 0),
    ("CY", 2, 0), ("CZ", 2, 0), ("CV", 2, 0), ("CPhaseShift", 2, 1), ("CPhaseShift00", 2, 1),
    ("CPhaseShift01", 2, 1), ("CPhaseShift10", 2, 1), ("Swap", 2, 0), ("ISwap", 2, 0), ("PSwap", 2, 1), ("XY", 2, 1),
    ("ECR", 2, 0), ("XX", 2, 1), ("YY", 2, 1), ("ZZ", 2, 1), ("CCNot", 3, 0), ("CSwap", 3, 0),
]  # fmt: skip


def same(circuit: Circuit, expected: Circuit, relation: str = "operator") -> bool:
    return equivalent(circuit, expected, relation=relation).verdict == "equivalent"


def agrees(source: Any) -> bool:
    """Return whether what was read has the matrix Braket gives."""
    width = source.qubit_count
    matrix = little_endian(source.to_unitary(), width)
    return same(from_braket(source), Circuit(width).unitary(matrix, range(width)))


def wide(operator: Any, on: list[int], **more: Any) -> Any:
    """Return a circuit of one gate between others."""
    source = braket.Circuit().h(0).ry(1, 0.3).rx(2, 0.7).t(3)
    return source.add_instruction(braket.Instruction(operator, on, **more)).h(0)


@pytest.mark.parametrize(("kind", "width", "angles"), GATES)
def test_gates_have_brakets_matrices(kind: str, width: int, angles: int) -> None:
    gate = getattr(braket.Gate, kind)(*[A, B, C][:angles])
    assert agrees(wide(gate, [3, 0, 2][:width]))


@pytest.mark.parametrize("power", [2, -1, -3, 0, 0.5, -0.25])
@pytest.mark.parametrize("control", [[], [2]])
def test_powers_are_inside_controls(power: float, control: list[int]) -> None:
    assert agrees(wide(braket.Gate.U(A, B, C), [1], control=control, power=power))


def test_the_states_of_several_controls_are_those_of_the_simulator() -> None:
    from braket.devices import LocalSimulator

    for bits in range(8):
        source = braket.Circuit().i(range(4))
        for q in range(3):
            if bits >> q & 1:
                source.x(q)
        source.x(3, control=[2, 0, 1], control_state=[1, 0, 0])
        expected = Circuit(4)
        for q, bit in enumerate(LocalSimulator().run(source, shots=1).result().measurements[0]):
            if bit:
                expected.x(q)
        assert same(from_braket(source), expected, "from-zero"), bits


def test_qubits_are_in_the_order_of_their_numbers() -> None:
    found = [(op.name, op.qubits) for op in from_braket(braket.Circuit().h(7).cnot(7, 2))]
    assert [("h", [1]), ("cx", [1, 0])] == found


def test_matrices_are_big_endian() -> None:
    rng = np.random.default_rng(1)
    matrix = np.linalg.qr(rng.normal(size=(8, 8)) + 1j * rng.normal(size=(8, 8)))[0]
    assert agrees(wide(braket.Gate.Unitary(matrix), [3, 0, 2]))


def test_the_global_phase_and_its_controls() -> None:
    source = braket.Circuit().h(0).h(1).gphase(A).gphase(B, control=[1, 0], control_state=[1, 1])
    assert abs(from_braket(source).phase - A) < 1e-12
    assert agrees(source)


def test_parameters_and_expressions() -> None:
    a, b = braket.FreeParameter("a"), braket.FreeParameter("c")
    source = braket.Circuit().rx(0, 2 * a + 1).rz(0, a * b).u(0, a, b, 0.5)
    circuit = from_braket(source)
    assert ["a", "c"] == sorted(circuit.parameters)
    assert same(
        circuit.bind({"a": A, "c": B}), from_braket(source.make_bound_circuit({"a": A, "c": B}))
    )


def test_verbatim_boxes_are_protected() -> None:
    source = braket.Circuit().h(0).add_verbatim_box(braket.Circuit().x(0).x(0)).h(0)
    circuit = from_braket(source)
    assert ["h", "region", "h"] == [op.name for op in circuit]
    assert 2 == len(list(circuit)[1].blocks[0])


def test_measurements_number_the_bits() -> None:
    circuit = from_braket(braket.Circuit().h(0).x(1).i(2).measure([2, 0]))
    found = [(op.qubits, op.bits) for op in circuit if op.name == "measure"]
    assert [([2], [0]), ([0], [1])] == found


def test_noise_is_a_channel() -> None:
    source = braket.Circuit().h(0).cnot(0, 1).amplitude_damping(1, 0.25)
    source.two_qubit_depolarizing(1, 0, 0.1)
    kraus = [np.array(op.contents["kraus"]) for op in from_braket(source) if op.name == "channel"]
    assert [(2, 4), (16, 16)] == [k.shape for k in kraus]
    assert abs(kraus[0][1][1] - 0.5) < 1e-12


def test_noise_with_parameters_is_an_error() -> None:
    source = braket.Circuit().h(0).bit_flip(0, braket.FreeParameter("p"))
    with pytest.raises(SemanticError, match=r"operation 1 \(`BitFlip`\)") as caught:
        from_braket(source)
    assert "QC240" == caught.value.code


def test_texts_are_told_by_their_pragmas() -> None:
    source = braket.Circuit().h(0).add_verbatim_box(braket.Circuit().cnot(0, 1))
    circuit = loads(source.to_ir("OPENQASM").source)
    assert ["h", "region", "measure", "measure"] == [op.name for op in circuit]


@pytest.mark.parametrize(
    ("text", "place"),
    [("OPENQASM 3.0;\nqubit q;\nh q[0]\nx q;", (4, 1)), ("OPENQASM 3.0;\nfoo $0;", (1, 1))],
)
def test_a_wrong_text_is_an_error_with_its_place(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(ParseError) as caught:
        loads(text, "braket-qasm")
    span = caught.value.span
    assert span is not None
    assert ("QC100", place) == (caught.value.code, (span.line, span.column))
