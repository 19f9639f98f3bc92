# SPDX-License-Identifier: Apache-2.0
"""`routing`: placed, swapped together, nothing lost."""

from __future__ import annotations

import random

import pytest

import qcompile as qc
from qcompile.contract import Context
from qcompile.errors import TargetError
from qcompile.passes import Routing
from qcompile.targets import Target


def coupled(circuit: qc.Circuit, target: Target) -> bool:
    """Whether every two-qubit gate lies on a coupled pair."""
    pairs = {frozenset(pair[:2]) for pair in target.pairs or []}
    return all(frozenset(op.qubits) in pairs for op in circuit if len(op.qubits) == 2)


def routed(circuit: qc.Circuit, target: Target, **options: object) -> qc.Circuit:
    out = circuit.copy()
    layout = options.pop("layout", ())
    Routing(**options).run(out, Context(target=target, layout=layout))  # type: ignore[arg-type]
    return out


def some_circuit(qubits: int, gates: int, seed: int) -> qc.Circuit:
    dice = random.Random(seed)
    c = qc.Circuit(qubits)
    for _ in range(gates):
        a, b = dice.sample(range(qubits), 2)
        kind = dice.choice(["cx", "cz", "rzz", "cp", "h", "t", "sx"])
        if kind in ("cx", "cz"):
            c.gate(kind, [], [a, b])
        elif kind in ("rzz", "cp"):
            c.gate(kind, [dice.uniform(-3, 3)], [a, b])
        else:
            c.gate(kind, [], [a])
    return c


@pytest.mark.parametrize("name", ["line:6", "ring:7", "grid:2x4"])
@pytest.mark.parametrize("keep_order", [False, True])
def test_the_same_circuit_on_coupled_pairs(name: str, *, keep_order: bool) -> None:
    target = Target.from_name(name)
    for seed in range(10):
        circuit = some_circuit(5, 30, seed)
        out = routed(circuit, target, keep_order=keep_order)
        assert out.num_qubits == target.num_qubits
        assert coupled(out, target)
        assert qc.equivalent(circuit, out, relation="layout").verdict == "equivalent"


def test_a_circuit_that_fits_gets_no_swap() -> None:
    ring = qc.Circuit(8)
    for i in range(8):
        ring.cx(i, 3 * (i + 1) % 8 if i % 2 else (i + 1) % 8)
    line = qc.Circuit(20)
    for i in range(19):
        line.cx(7 * i % 20, 7 * (i + 1) % 20)
    for circuit, name in [(line, "grid:4x5"), (line, "line:20"), (line, "heavy-hex:3")]:
        if Target.from_name(name).num_qubits < circuit.num_qubits:
            continue
        out = routed(circuit, Target.from_name(name))
        assert "swap" not in [op.name for op in out]


def test_a_circuit_that_fits_is_no_deeper() -> None:
    # Turns that would pass their neighbours, and gates that would pass each other, stay.
    circuit = qc.Circuit(4)
    for step in range(6):
        circuit.cx(0, 1).cx(2, 3).x(1).rz(0.5, 2)
        circuit.cx(1 if step % 2 else 2, 2 if step % 2 else 1).x(3)
    out = routed(circuit, Target.from_name("line:4"))
    assert qc.stats(out).depth == qc.stats(circuit).depth


@pytest.mark.parametrize("keep_order", [False, True])
def test_few_swaps_are_all_that_is_needed(*, keep_order: bool) -> None:
    target = Target.from_name("heavy-hex:5")
    pairs = sorted(tuple(sorted(pair[:2])) for pair in target.pairs or [])
    pairs = list(dict.fromkeys(pairs))
    dice = random.Random(3)
    names = list(range(target.num_qubits or 0))
    dice.shuffle(names)
    circuit = qc.Circuit(len(names))
    for section in range(5):
        for _ in range(3):
            for a, b in dice.sample(pairs, len(pairs)):
                circuit.cx(names[a], names[b]).h(names[a]).h(names[b])
        if section < 4:
            a, b = pairs[5 + 9 * section]
            names[a], names[b] = names[b], names[a]
    out = routed(circuit, target, keep_order=keep_order)
    assert coupled(out, target)
    assert sum(op.name == "swap" for op in out) == 4


def test_commuting_gates_change_places_unless_told() -> None:
    star = qc.Circuit(9)
    for i in range(1, 9):
        star.cx(0, i)
    target = Target.from_name("line:9")
    free = sum(op.name == "swap" for op in routed(star, target))
    assert free <= 6
    kept = routed(star, target, keep_order=True)
    # The target's order of the circuit is still that of the input.
    at = dict(zip(kept.layouts[0], range(9), strict=True))
    seen = []
    for op in kept:
        a, b = op.qubits
        if op.name == "swap":
            at[a], at[b] = at.get(b), at.get(a)  # type: ignore[assignment]
        else:
            seen.append(at[b])
    assert list(range(1, 9)) == seen


def test_places_the_user_chose() -> None:
    circuit = some_circuit(4, 20, 3)
    out = routed(circuit, Target.from_name("grid:3x3"), layout=(8, None, 0))
    assert (8, 0) == (out.layouts[0][0], out.layouts[0][2])


def test_excluded_qubits_stay_empty() -> None:
    target = Target.from_name("grid:3x3").without([4])
    out = routed(some_circuit(8, 60, 1), target)
    assert all(4 not in op.qubits for op in out)
    assert 4 not in out.layouts[0]


def test_islands() -> None:
    pairs = [(a, b, ["cx"]) for a, b in [(0, 1), (1, 2), (3, 4), (4, 5)]]
    target = Target("islands", ["cx", "rz", "sx"], 6, pairs)
    two = qc.Circuit(6)
    for _ in range(3):
        two.cx(0, 3).cx(3, 5).cx(0, 5).cx(1, 2).cx(2, 4).cx(1, 4)
    out = routed(two, target)
    assert coupled(out, target)
    with pytest.raises(TargetError, match="4 qubits that have to meet") as caught:
        routed(qc.Circuit(4).cx(0, 1).cx(1, 2).cx(2, 3), target)
    assert caught.value.code == "QC308"


def test_what_is_mapped_stays() -> None:
    target = Target.from_name("line:5")
    once = routed(some_circuit(5, 30, 4), target)
    again = once.copy()
    assert not Routing().run(again, Context(target=target))
    assert again == once


def test_every_pair_coupled() -> None:
    circuit = some_circuit(5, 30, 5)
    assert not Routing().run(circuit, Context(target=Target.from_name("all:9")))


def test_the_same_for_the_same_seed() -> None:
    circuit, target = some_circuit(9, 80, 6), Target.from_name("grid:3x4")
    assert routed(circuit, target) == routed(circuit, target)


def test_what_nearly_commutes_stays_in_order() -> None:
    circuit = qc.Circuit(3)
    for _ in range(40):
        circuit.cx(1, 0).u(0, 0, -1e-10, 0).cx(1, 0).u(1.5, 0.3, 0.2, 0).cx(0, 2).cz(1, 2)
    out = routed(circuit, Target.from_name("line:3"))
    verdict = qc.equivalent(circuit, out, relation="layout")
    assert (verdict.error or 0.0) < 1e-13 * len(circuit)


def test_a_mapped_circuit_needs_room_for_what_it_uses() -> None:
    line = Target.from_name("line:6")
    once = qc.compile(some_circuit(3, 20, 7), target=line, layout=(3, 4, 5)).circuit
    for excluded in ([0, 1, 2], [5], [3]):
        target = line.without(excluded)
        again = qc.compile(once, target=target)
        assert {q for op in again.circuit for q in op.qubits}.isdisjoint(excluded)
        assert set(again.layout.initial).isdisjoint(excluded)
        assert qc.equivalent(once, again.circuit).verdict == "equivalent"
    with pytest.raises(TargetError, match="has 3 qubits, target `line:6` has 2 to use") as caught:
        qc.compile(once, target=line.without([0, 1, 4, 5]))
    assert caught.value.code == "QC302"


def test_places_are_those_of_program_qubits() -> None:
    line = Target.from_name("line:6")
    once = qc.compile(some_circuit(3, 20, 8), target=line, layout=(5, 3, 4)).circuit
    again = qc.compile(once, target=line, layout=(0, None, 2))
    assert (0, 2) == (again.layout.initial[0], again.layout.initial[2])
    assert qc.equivalent(once, again.circuit).verdict == "equivalent"
    assert once == qc.compile(once, target=line, layout=(5, 3, 4), level=0).circuit


@pytest.mark.parametrize("level", [0, 1, 2])
def test_places_hold_where_swaps_at_the_start_are_absorbed(level: int) -> None:
    circuit = qc.Circuit(3).swap(0, 1).h(0).cx(0, 1).swap(1, 2).cx(0, 2).cx(1, 2)
    result = qc.compile(circuit, target="line:3", layout=(2, 0, 1), level=level)
    assert (2, 0, 1) == result.layout.initial


@pytest.mark.parametrize("level", [0, 1, 2])
def test_excluded_qubits_stay_empty_where_every_pair_is_coupled(level: int) -> None:
    target = Target.from_name("all:5").without([0, 2])
    circuit = some_circuit(3, 20, 9)
    result = qc.compile(circuit, target=target, level=level)
    assert {q for op in result.circuit for q in op.qubits} <= {1, 3, 4}
    assert {1, 3, 4} == set(result.layout.initial)
    assert qc.equivalent(circuit, result.circuit).verdict == "equivalent"


def test_aqt_takes_no_barriers_and_measures_last() -> None:
    target = Target.from_name("aqt-ibex")
    c = qc.Circuit(3, 3).h(0).cx(0, 1)
    c.barrier([0, 1, 2])
    c.cx(1, 2)
    for q in range(3):
        c.measure(q, q)
    for level in (0, 1, 2):
        out = qc.compile(c, target=target, level=level).circuit
        assert "barrier" not in [op.name for op in out]
        assert out.num_qubits <= 12
        assert qc.equivalent(c, out).verdict == "equivalent"
    for spoilt in (c.copy().h(0), c.copy().reset(1)):
        with pytest.raises(TargetError) as caught:
            qc.compile(spoilt, target=target)
        assert caught.value.code == "QC309"
