# SPDX-License-Identifier: Apache-2.0
"""The builder: registers, gates, control flow, joining, editing."""

from __future__ import annotations

import math

import pytest

from qcompile import Angle, Circuit, Parameter
from qcompile._native import Definition, Instruction, gate_table
from qcompile.errors import InternalError, QCompileError, SemanticError


def names(circuit):
    return [op.name for op in circuit]


def test_every_library_gate_is_a_method_and_has_a_name():
    for row in gate_table():
        c = Circuit(5)
        angles = [0.1 * (i + 1) for i in range(len(row["parameters"]))]
        getattr(c, row["name"])(*angles, *range(row["qubits"]))
        by_name = Circuit(5).gate(row["name"], angles, range(row["qubits"]))
        assert by_name == c
        for alias in row["aliases"]:
            assert by_name == Circuit(5).gate(alias, angles, range(row["qubits"]))


def test_registers_number_wires_in_order():
    c = Circuit({"a": 2, "b": 3}, {"m": 2})
    assert c.num_qubits == 5
    assert list(c.qubit("b")) == [2, 3, 4]
    assert c.qubit("b")[1] == 3
    assert c.bit_registers == [("m", [0, 1])]


def test_what_is_passed_in_is_not_modified():
    inner = Circuit(2).h(0).cx(0, 1)
    before = inner.copy()
    outer = Circuit(3).compose(inner, [2, 0])
    outer.x(1)
    assert inner == before
    assert [op.qubits for op in outer] == [[2], [2, 0], [1]]


def test_copies_part_on_the_first_write():
    a = Circuit(1).h(0)
    b = a.copy().x(0)
    assert names(a) == ["h"]
    assert names(b) == ["h", "x"]


def test_angles_are_exact_multiples_of_pi_where_they_can_be():
    c = Circuit(1).rz(3 * math.pi / 4, 0).rz(0.3, 0)
    exact, plain = (op.angles[0] for op in c)
    assert exact.pi_ratio == (3, 4)
    assert plain.pi_ratio is None
    assert plain.value == 0.3


def test_expressions_stay_affine_and_exact():
    a, b = Parameter("a"), Parameter("b")
    e = (2 * a + b / 3) - a + math.pi * 0 + 1
    assert str(e) == "a + b/3 + 1.0"
    assert e.bind({"a": 1.0, "b": 3.0}).value == 3.0
    assert a - a == Angle(0)


def test_two_parameters_of_one_name_do_not_meet():
    one = Circuit(1).rz(Parameter("t"), 0)
    two = Circuit(1).rz(Parameter("t"), 0)
    with pytest.raises(SemanticError, match="two different parameters"):
        one.compose(two)
    assert len(one) == 1


def test_parameters_of_every_kind_are_known():
    t, w = Parameter("t"), Parameter("w")
    evolution = Circuit(2)
    evolution.append(Instruction.pauli_evolution([("ZZ", w), ("XI", 1.0)], 2 * t), [0, 1])
    assert sorted(evolution.parameters) == ["t", "w"]
    bound = evolution.bind({"t": 0.25, "w": 1.0})
    assert bound.parameters == []
    assert bound.operation(0).contents["time"] == 0.5
    chosen = Circuit(2)
    cases = [Instruction.gate("rz", [t]), Instruction.gate("rx", [w])]
    chosen.append(Instruction.multiplexer(1, cases), [0, 1])
    assert chosen.parameters == ["t", "w"]


def test_bind_twice_forgets_the_first():
    t = Parameter("t")
    c = Circuit(1).rx(t, 0)
    assert [c.bind({t.name: v}).operation(0).parameters[0] for v in (0.5, 0.25)] == [0.5, 0.25]
    assert c.parameters == ["t"]


def test_inverse_is_exact():
    c = Circuit(4).h(0).u(0.1, 0.2, 0.3, 1).csx(0, 1).dcx(0, 1).rc3x(0, 1, 2, 3)
    c.phase = 0.7
    assert c.inverse().phase == -0.7
    assert names(c.inverse().inverse()) == ["h", "u", "csx", "dcx", "rc3x"]


def test_measurements_have_no_inverse():
    with pytest.raises(SemanticError, match="no inverse"):
        Circuit(1, 1).measure(0, 0).inverse()


def test_control_flow_owns_blocks():
    c = Circuit(2, 2).h(0).measure(0, 0)
    with c.if_((c.bit(0) == 1) & ~(c.bit([0, 1]) == 2)):
        c.x(1)
        with c.if_(c.bit(1) == 0):
            c.z(1)
    assert names(c) == ["h", "measure", "if"]
    outer = list(c)[2]
    assert (outer.qubits, outer.bits) == ([1], [0, 1])
    assert names(outer.blocks[0]) == ["x", "if"]
    assert names(list(outer.blocks[0])[1].blocks[0]) == ["z"]


def test_an_error_inside_a_block_leaves_the_circuit_as_it_was():
    c = Circuit(1, 1).h(0)
    before = c.copy()
    with pytest.raises(SemanticError), c.if_(c.bit(0) == 1):
        c.x(7)
    assert c == before


def test_a_value_too_wide_for_its_bits_is_never_met():
    c = Circuit(1, 2)
    with c.if_(c.bit("c") == 9):
        c.x(0)
    assert next(iter(c)).condition == "false"


def test_controls_take_the_phase_along():
    inner = Circuit(1).x(0)
    inner.phase = math.pi / 2
    c = Circuit(3).controlled(inner, on=[0, 1], qubits=[2], polarity=[True, False])
    assert names(c) == ["x", "cp", "x", "controlled"]
    assert list(c)[3].polarity == [True, False]


def test_definitions_are_kept():
    bell = Definition("bell", [], ["a", "b"], Circuit(2).h(0).cx(0, 1))
    c = Circuit(3).gate(bell, [], [2, 0])
    assert names(c) == ["bell"]
    assert c.gate_names() == ["cx", "h"]


def test_the_cursor_replaces_in_place():
    c = Circuit(2).h(0).cz(0, 1).h(1)
    for cursor in c.edit():
        if cursor.name == "cz":
            h, cx = Instruction.gate("h"), Instruction.gate("cx")
            cursor.replace((h, [1]), (cx, [0, 1]), (h, [1]))
    assert names(c) == ["h", "h", "cx", "h", "h"]


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda c: c.cx(0, 0), "qubit 0 is given twice"),
        (lambda c: c.x(5), "qubit 5 is out of range"),
        (lambda c: c.x(-1), "qubit -1 is out of range"),
        (lambda c: c.gate("cx", [], [0]), "takes 2 qubits, got 1"),
        (lambda c: c.gate("nope", [], [0]), "no gate `nope`"),
        (lambda c: c.gate("rz", [], [0]), "takes 1 angles, got 0"),
        (lambda c: c.rz(float("nan"), 0), "must be finite"),
        (lambda c: c.rz(1j, 0), "real number"),
        (lambda c: c.unitary([[1, 1], [0, 1]], [0]), "not unitary"),
    ],
)
def test_wrong_arguments_are_named(build, message):
    c = Circuit(2)
    with pytest.raises(QCompileError, match=message) as caught:
        build(c)
    assert not isinstance(caught.value, InternalError)
    assert len(c) == 0
