# SPDX-License-Identifier: Apache-2.0
"""Cirq's circuits in: the mistakes one could make, each with a test that sees it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from qcompile import Circuit, equivalent, from_cirq
from qcompile.errors import SemanticError

cirq = pytest.importorskip("cirq")
import sympy  # noqa: E402

A, B, C = cirq.LineQubit.range(3)


def same(circuit: Circuit, expected: Circuit, relation: str = "operator") -> bool:
    return equivalent(circuit, expected, relation=relation).verdict == "equivalent"


def matches(source: Any) -> bool:
    """Return whether the circuit read has the matrix that Cirq says, phase included."""
    order = sorted(source.all_qubits())[::-1]
    matrix = source.unitary(qubit_order=order)
    width = len(order)
    return same(from_cirq(source), Circuit(width).unitary(matrix, range(width)))


def test_order_angles_and_global_phase() -> None:
    source = cirq.Circuit(cirq.rx(0.5)(B), cirq.CNOT(B, A), cirq.global_phase_operation(1j))
    expected = Circuit(2).rx(0.5, 1).cx(1, 0)
    expected.add_phase(np.pi / 2)
    assert same(from_cirq(source), expected)


@pytest.mark.parametrize("exponent", [1, 0.5, -0.5, 0.25, -0.25, 0.37, -1, 2.6, 0, 3])
@pytest.mark.parametrize("shift", [0.0, -0.5, 0.3])
def test_powers_and_shifts_have_their_phases(exponent: float, shift: float) -> None:
    one = (cirq.XPowGate, cirq.YPowGate, cirq.ZPowGate, cirq.HPowGate)
    two = (
        cirq.CXPowGate,
        cirq.CZPowGate,
        cirq.SwapPowGate,
        cirq.ISwapPowGate,
        cirq.XXPowGate,
        cirq.YYPowGate,
        cirq.ZZPowGate,
    )
    three = (cirq.CCXPowGate, cirq.CCZPowGate)
    for on, kinds in (([B], one), ([C, A], two), ([B, C, A], three)):
        for kind in kinds:
            gate = kind(exponent=exponent, global_shift=shift)
            assert matches(cirq.Circuit(gate.on(*on))), gate
            # A phase that is lost shows under a control.
            controlled = gate.on(*on).controlled_by(cirq.q(9), control_values=[0])
            assert matches(cirq.Circuit(controlled)), gate


@pytest.mark.parametrize(
    "gate",
    [
        cirq.PhasedXPowGate(phase_exponent=0.3, exponent=0.7, global_shift=0.2),
        cirq.PhasedXZGate(x_exponent=0.3, z_exponent=-0.6, axis_phase_exponent=0.45),
        cirq.FSimGate(0.4, 1.1),
        cirq.PhasedFSimGate(0.4, 0.2, -0.5, 0.7, 1.1),
        cirq.PhasedISwapPowGate(phase_exponent=0.3, exponent=0.7),
        cirq.MatrixGate(cirq.testing.random_unitary(8, random_state=3)),
        cirq.ControlledGate(cirq.MatrixGate(cirq.testing.random_unitary(4, random_state=4))),
        cirq.ControlledGate(cirq.rz(0.7), control_values=[0]),
        cirq.ControlledGate(
            cirq.Y**0.3, control_values=cirq.SumOfProducts([(0, 1), (1, 0)]), num_controls=2
        ),
        cirq.ControlledGate(cirq.X, num_controls=2, control_values=[0, 0]),
        cirq.ControlledGate(cirq.GlobalPhaseGate(1j), control_values=[0]),
        cirq.DiagonalGate([0.1, 0.2, 0.4, 0.8]),
        cirq.ThreeQubitDiagonalGate([0.1 * k * k for k in range(8)]),
        cirq.QubitPermutationGate([1, 2, 0]),
        cirq.CSWAP,
        cirq.PauliStringPhasorGate(
            cirq.DensePauliString("XZY", coefficient=-1), exponent_neg=0.3, exponent_pos=0.2
        ),
        cirq.QuantumFourierTransformGate(3),
        cirq.SingleQubitCliffordGate.X_nsqrt,
        cirq.givens(0.3),
        cirq.cphase(0.4),
        cirq.IdentityGate(2),
    ],
    ids=str,
)
def test_gates(gate: Any) -> None:
    on = [C, A, B][: cirq.num_qubits(gate)]
    spread = cirq.Circuit(cirq.X(q) ** (0.1 * k + 0.2) for k, q in enumerate([A, B, C]))
    assert matches(spread + cirq.Circuit(gate.on(*on)))


def test_a_string_of_paulis_is_an_operation() -> None:
    assert matches(cirq.Circuit(-1j * cirq.X(A) * cirq.Y(B) * 1.0, cirq.H(C)))
    assert matches(cirq.Circuit(cirq.PauliStringPhasor(cirq.X(B) * cirq.Z(A), exponent_neg=0.3)))


def test_a_decomposition_that_forgets_the_phase() -> None:
    class Forgetful(cirq.Gate):  # type: ignore[misc, name-defined]
        def _num_qubits_(self) -> int:
            return 1

        def _unitary_(self) -> Any:
            return cirq.unitary(cirq.Z**0.5)

        def _decompose_(self, qubits: Any) -> Any:
            return [cirq.rz(np.pi / 2)(qubits[0])]

    assert matches(cirq.Circuit(Forgetful()(A), Forgetful()(B).controlled_by(A)))


def test_qubits_of_any_kind_are_numbered_as_cirq_sorts_them() -> None:
    qubits = [
        cirq.NamedQubit("b10"),
        cirq.GridQubit(1, 0),
        cirq.LineQubit(3),
        cirq.NamedQubit("b9"),
    ]
    source = cirq.Circuit(cirq.X(q) ** (0.1 + 0.2 * k) for k, q in enumerate(qubits))
    order = sorted(qubits)
    expected = Circuit(4)
    for k, q in enumerate(qubits):
        expected.rx(np.pi * (0.1 + 0.2 * k), order.index(q))
        expected.add_phase(np.pi * (0.1 + 0.2 * k) / 2)
    assert same(from_cirq(source), expected)
    assert 5 == from_cirq(source, qubits=[*order, cirq.q("idle")]).num_qubits


def test_keys_of_several_qubits_inverted_results_and_repeated_keys() -> None:
    source = cirq.Circuit(
        cirq.measure(B, A, key="m", invert_mask=(True, False)), cirq.measure(C, A, key="m")
    )
    circuit = from_cirq(source)
    assert [("m", [0, 1]), ("m#1", [2, 3])] == circuit.bit_registers
    expected = Circuit(3, 4).x(1).measure(1, 0).x(1).measure(0, 1).measure(2, 2).measure(0, 3)
    assert same(circuit, expected, "instrument")


@pytest.mark.parametrize(
    ("condition", "runs_for"),
    [
        ("m", {1, 2, 3}),
        (cirq.BitMaskKeyCondition("m", target_value=2, equal_target=True, bitmask=2), {2, 3}),
        (cirq.BitMaskKeyCondition("m", target_value=1, equal_target=False), {0, 2, 3}),
        (sympy.Eq(sympy.Symbol("m"), 1), {1}),
        (sympy.Symbol("m") > 1, {2, 3}),
        (sympy.Eq(sympy.Symbol("m") * 2 + 1, 5), {2}),
        (sympy.Or(sympy.Eq(sympy.Symbol("m"), 0), sympy.Symbol("m") >= 3), {0, 3}),
    ],
)
def test_conditions(condition: Any, runs_for: set[int]) -> None:
    for value in range(4):
        # The first qubit of a measurement is the most significant bit of its value.
        flips = [q for q, on in ((A, value & 2), (B, value & 1)) if on]
        source = cirq.Circuit(
            [cirq.X(q) for q in flips],
            cirq.measure(A, B, key="m"),
            cirq.X(C).with_classical_controls(condition),
        )
        expected = Circuit(3, 2)
        for q in flips:
            expected.x(q.x)
        expected.measure([0, 1], [0, 1])
        if value in runs_for:
            expected.x(2)
        assert same(from_cirq(source), expected, "from-zero"), value


def test_symbols_stay_symbols() -> None:
    s, t = sympy.symbols("s t")
    source = cirq.Circuit(
        cirq.X(A) ** (2 * t + 0.25),
        cirq.rz(s * t + sympy.pi / 2)(A),
        cirq.ControlledGate(cirq.Y**s)(A, B),
        cirq.FSimGate(s, t)(A, B),
        cirq.GlobalPhaseGate(sympy.exp(sympy.I * (s - t)))(),
    )
    circuit = from_cirq(source)
    assert ["s", "t"] == circuit.parameters
    values = {"s": 0.3, "t": -1.1}
    assert same(circuit.bind(values), from_cirq(cirq.resolve_parameters(source, values)))
    assert matches(cirq.resolve_parameters(source, values))


def test_two_symbols_of_one_name_are_an_error() -> None:
    source = cirq.Circuit(cirq.X(A) ** sympy.Symbol("t"), cirq.Y(A) ** sympy.Symbol("t", real=True))
    with pytest.raises(SemanticError, match="two different symbols"):
        from_cirq(source)


def test_a_rotation_by_a_symbol_is_that_symbol() -> None:
    (op,) = from_cirq(cirq.Circuit(cirq.rx(sympy.Symbol("t"))(A)))
    assert ("rx", ["t"]) == (op.name, [str(p) for p in op.parameters])


def test_subcircuits() -> None:
    body = cirq.FrozenCircuit(cirq.X(A) ** sympy.Symbol("t"), cirq.CNOT(A, B))
    plain = cirq.CircuitOperation(body, use_repetition_ids=False)
    once = plain.with_params({"t": 0.3}).with_qubit_mapping({A: C})
    assert matches(cirq.Circuit(cirq.H(A), once.repeat(3), (once**-1).with_qubits(B, A)))
    many = from_cirq(cirq.Circuit(once.repeat(5000)))
    assert ["for"] == [op.name for op in many]
    frozen = cirq.FrozenCircuit(cirq.H(A), cirq.measure(A, key="m"))
    measured = cirq.CircuitOperation(frozen, use_repetition_ids=True)
    circuit = from_cirq(cirq.Circuit(measured.repeat(2)))
    assert ["0:m", "1:m"] == [name for name, _ in circuit.bit_registers]


def test_a_subcircuit_until_something_is_measured() -> None:
    body = cirq.FrozenCircuit(cirq.reset(A), cirq.H(A), cirq.measure(A, key="m"))
    done = cirq.KeyCondition(cirq.MeasurementKey("m"))
    source = cirq.Circuit(cirq.CircuitOperation(body, use_repetition_ids=False, repeat_until=done))
    circuit = from_cirq(source)
    assert ["while"] == [op.name for op in circuit]
    expected = Circuit(1, 1)
    with expected.while_(expected.bit(0) == 0):
        expected.reset(0).h(0).measure(0, 0)
    assert same(circuit, expected, "instrument")


def test_what_is_tagged_stays_as_it_is() -> None:
    frozen = cirq.FrozenCircuit(cirq.X(A), cirq.X(A))
    pair = cirq.CircuitOperation(frozen, use_repetition_ids=False)
    (op,) = from_cirq(cirq.Circuit(pair.with_tags("mine", "no_compile")))
    assert "region" == op.name
    assert ["x", "x"] == [inner.name for inner in op.blocks[0]]


def test_channels_and_resets() -> None:
    source = cirq.Circuit(
        cirq.amplitude_damp(0.3)(B), cirq.depolarize(0.1, n_qubits=2)(B, A), cirq.reset(A)
    )
    names = [op.name for op in from_cirq(source)]
    assert ["channel", "channel", "reset"] == names
    kraus = from_cirq(source).operation(0).contents["kraus"]
    assert np.allclose(np.array(kraus).reshape(-1, 2, 2), cirq.kraus(cirq.amplitude_damp(0.3)))


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        (cirq.IdentityGate(qid_shape=(3,)).on(cirq.LineQid(0, 3)), "3 levels"),
        (cirq.measure(A, confusion_map={(0,): np.eye(2)}), r"operation 0 .*confusion map"),
        (cirq.X(A) ** sympy.atan(sympy.Symbol("t")), "atan"),
        (cirq.X(A).with_classical_controls("m"), "not made before"),
    ],
)
def test_what_has_no_equivalent_is_an_error(operation: Any, message: str) -> None:
    with pytest.raises(SemanticError, match=message) as caught:
        from_cirq(cirq.Circuit(operation))
    assert "QC240" == caught.value.code


def test_a_gate_nothing_is_known_of_stays_opaque() -> None:
    class Magic(cirq.Gate):  # type: ignore[misc, name-defined]
        def _num_qubits_(self) -> int:
            return 2

    (op,) = from_cirq(cirq.Circuit(Magic()(B, A)))
    assert ("Magic", [1, 0]) == (op.name, op.qubits)
    assert op.contents["definition"].is_opaque
