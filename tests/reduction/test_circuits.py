# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

import qcompile as qc
from qcompile import Angle, Circuit, Parameter
from qcompile._native import Definition, Instruction
from qcompile.errors import PipelineError
from qcompile.reduction import reduce
from qcompile.reduction.program import Program

from .plants import large


def written(c: Circuit) -> list[tuple[str, list[int], list[float]]]:
    """Return the operations as plain values."""
    return [(op.name, op.qubits, [float(p) for p in op.parameters]) for op in c]


def everything() -> Circuit:
    """Return a circuit with an operation of every kind that is cut in its own way."""
    c = Circuit(4, 3)
    k = Angle.symbol("k")
    c.phase = 0.25
    c.h(0).ccx(0, 1, 2).rz(Parameter("a"), 3).barrier().delay(5, 1)
    body = Circuit(2).h(0).cx(0, 1)
    c.gate(Definition("pair", [], ["a", "b"], body), [], [3, 1])
    c.append(Instruction.gate("x").controlled([True, False, True]), [0, 1, 2, 3])
    c.measure([0, 1], [0, 2])
    with c.if_((c.bit(0) == 1) & ~(c.bit([1, 2]) < 2)):
        c.x(2)
        with c.for_([3, 1, 2], "k"):
            c.rz(k, 3)
    with c.while_(c.bit(2) == 1):
        c.h(1).measure(1, 2)
    then, default = Circuit(4, 3).x(0), Circuit(4, 3).z(1)
    c.append_switch([0, 1], [([1], then), ([2, 3], default)], default)
    with c.protected("kept"):
        c.s(2)
    return c


def test_taking_apart_and_putting_together_changes_nothing() -> None:
    c = everything()
    assert c == Program.of(c).circuit
    assert c.structural_hash() == Program.of(c).key


@pytest.mark.parametrize("seed", range(3))
def test_large_circuits_too(seed: int) -> None:
    c = large(seed, 6, 300, flow=True)
    assert c == Program.of(c).circuit


def test_layouts_and_registers_stay_until_they_are_cut() -> None:
    c = Circuit({"a": 2, "b": 1}, {"m": 1})
    c.h(2).measure(2, 0)
    c.layouts = ([2, 0, 1], [0, 1, 2])
    assert c == Program.of(c).circuit
    small = reduce(c, lambda c: "h" in c.gate_names()).circuit
    assert (None, [("q", [0])], []) == (small.layouts, small.qubit_registers, small.bit_registers)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("if", [("if", 1)]),
        ("while", [("while", 1)]),
        ("for", [("for", 1)]),
        ("switch", [("switch", 1)]),
        ("region", [("region", 1)]),
        ("pair", [("pair", 2)]),
        ("controlled", [("controlled", 2)]),
        ("barrier", [("barrier", 1)]),
        ("measure", [("measure", 1)]),
    ],
)
def test_whatever_is_needed_is_all_that_stays(name: str, expected: list[tuple[str, int]]) -> None:
    small = reduce(everything(), lambda c: name in _all_names(c)).circuit
    if name in ("if", "while", "for", "switch", "region"):
        # The block is empty, and an operation without wires is all there is.
        assert [name] == [op.name for op in small]
    else:
        assert expected == [(op.name, len(op.qubits)) for op in small]


def test_owners_are_opened_where_only_their_content_is_needed() -> None:
    small = reduce(everything(), lambda c: "s" in _all_names(c)).circuit
    assert [("s", [0], [])] == written(small)


def test_what_is_needed_inside_a_block_stays_inside() -> None:
    def fails(c: Circuit) -> bool:
        return any(op.name == "if" and "rz" in _all_names(op.blocks[0]) for op in c)

    small = reduce(everything(), fails).circuit
    (owner,) = small
    assert ("equals", [0], 1) == owner.contents["condition"]
    assert [("rz", [0], [0.0])] == written(owner.blocks[0])
    assert (1, 1) == (small.num_qubits, small.num_bits)


def test_conditions_loops_and_cases_get_short() -> None:
    for_ = reduce(everything(), lambda c: "for" in _all_names(c))
    assert [[3]] == [op.contents["values"] for op in for_.circuit]
    switch = reduce(everything(), lambda c: "switch" in [op.name for op in c]).circuit
    assert 1 == len(next(iter(switch)).contents["cases"])


def test_gates_and_angles_get_plain() -> None:
    c = Circuit(3).rz(0.123456, 0).ccx(0, 1, 2).u(0.7, 1.1, -2.2, 1).swap(1, 2)
    small = reduce(c, lambda c: len(c) >= 4 and c.two_qubit_count() >= 1).circuit
    assert sorted(["x", "x", "x", "cx"]) == sorted(op.name for op in small)
    small = reduce(c, lambda c: any(float(p) > 0.5 for op in c for p in op.parameters)).circuit
    assert [("rz", [0], [3.141592653589793])] == written(small)
    small = reduce(c, lambda c: any(0.1 < float(p) < 0.2 for op in c for p in op.parameters))
    assert [("rz", [0], [0.12])] == written(small.circuit)


def test_the_same_with_threads_and_again() -> None:
    c = large(5, 8, 200)

    def fails(c: Circuit) -> bool:
        return c.two_qubit_count() >= 3 and "rz" in c.gate_names() and "t" in c.gate_names()

    alone, again, beside = (reduce(c, fails), reduce(c, fails), reduce(c, fails, jobs=3))
    assert alone.circuit.to_bytes() == again.circuit.to_bytes() == beside.circuit.to_bytes()
    assert alone.attempts == again.attempts == beside.attempts
    assert 5 == len(alone.circuit)


def test_the_circuit_given_stays() -> None:
    c = everything()
    reduce(c, lambda c: len(c) > 2)
    assert everything().to_dict() == c.to_dict()


def test_a_budget_gives_the_best_so_far() -> None:
    c = large(1, 8, 500)
    tried: list[int] = []

    def fails(c: Circuit) -> bool:
        tried.append(len(c))
        return c.two_qubit_count() >= 2

    early = reduce(c, fails, steps=5)
    assert (5, "steps") == (early.attempts, early.stopped)
    assert 2 < len(early.circuit) < 500
    assert fails(early.circuit)
    assert "5 attempts" in str(early)
    assert "out of steps" in str(early)
    late = reduce(c, fails, seconds=1e-9)
    assert ("time", 500) == (late.stopped, len(late.circuit))


def test_an_interrupt_gives_the_best_so_far() -> None:
    left = 6

    def fails(c: Circuit) -> bool:
        nonlocal left
        left -= 1
        if left == 0:
            raise KeyboardInterrupt
        return c.two_qubit_count() >= 2

    small = reduce(large(1, 8, 500), fails)
    assert "interrupt" == small.stopped
    assert len(small.circuit) < 500


def test_a_sound_circuit_is_refused() -> None:
    with pytest.raises(PipelineError, match="does not fail") as caught:
        reduce(Circuit(1).h(0), lambda c: False)
    assert "QC465" == caught.value.code


def test_a_fault_that_comes_and_goes_is_refused() -> None:
    answers = iter([True, False])
    with pytest.raises(PipelineError) as caught:
        reduce(Circuit(1).h(0), lambda c: next(answers))
    assert "QC467" == caught.value.code


def test_a_best_that_fails_no_more_is_not_returned() -> None:
    c = Circuit(2).h(0).h(1).cx(0, 1)
    seen: dict[str, int] = {}

    def fails(c: Circuit) -> bool:
        key = c.structural_hash()
        seen[key] = seen.get(key, 0) + 1
        # Small ones fail once.
        return len(c) > 1 or seen[key] == 1

    assert 1 < len(reduce(c, fails).circuit)


def test_circuits_that_cannot_be_built_are_skipped() -> None:
    # Binding the parameter to 1 would divide by zero.
    a = Parameter("a")
    c = Circuit(1).rz(1 / (a - 1), 0).h(0)
    small = reduce(c, lambda c: "rz" in c.gate_names())
    assert ["rz"] == [op.name for op in small.circuit]


def _all_names(c: qc.Circuit) -> set[str]:
    return {op.name for op in c} | {n for op in c for b in op.blocks for n in _all_names(b)}  # type: ignore[arg-type]
