# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pickle
from math import pi
from random import Random
from threading import current_thread

import pytest

import qcompile as qc
from qcompile.errors import PipelineError
from qcompile.many import Compiler, Item
from qcompile.many.run import WORTH_BINDING
from qcompile.many.workers import AHEAD, in_order

DEVICE = "line:4"


def ansatz(rng: Random, qubits: int = 4) -> qc.Circuit:
    c = qc.Circuit(qubits)
    for _ in range(2):
        for q in range(qubits):
            c.ry(rng.uniform(-3, 3), q).rz(rng.uniform(-3, 3), q)
        for q in range(qubits - 1):
            c.cx(q, q + 1)
    for q in range(qubits):
        c.ry(rng.uniform(-3, 3), q)
    return c


def scrambled(rng: Random) -> qc.Circuit:
    c = qc.Circuit(4, 4)
    for _ in range(rng.randint(6, 14)):
        a, b = rng.sample(range(4), 2)
        c.cx(a, b).h(a).rx(rng.uniform(-3, 3), b).t(a)
    return c.measure(0, rng.randrange(4))


def family(count: int, seed: int = 0) -> list[qc.Circuit]:
    rng = Random(seed)
    return [ansatz(rng) for _ in range(count)]


def as_bytes(items: object) -> list[bytes]:
    return [item.unwrap().circuit.to_bytes() for item in items]  # type: ignore[attr-defined]


def test_results_are_those_of_compile_in_the_order_given() -> None:
    circuits = [scrambled(Random(k)) for k in range(9)]
    items = list(qc.compile_many(circuits, DEVICE, jobs=2, bind=False))
    assert list(range(9)) == [item.index for item in items]
    alone = [qc.compile(c, target=DEVICE).circuit.to_bytes() for c in circuits]
    assert alone == as_bytes(items)


def test_any_number_of_threads_and_any_order_give_the_same_bytes() -> None:
    circuits = [*family(WORTH_BINDING), *(scrambled(Random(k)) for k in range(4))]
    one = list(qc.compile_many(circuits, DEVICE, jobs=1))
    assert as_bytes(one) == as_bytes(qc.compile_many(circuits, DEVICE, jobs=3))
    order = Random(5).sample(range(len(circuits)), len(circuits))
    turned = as_bytes(qc.compile_many([circuits[k] for k in order], DEVICE, jobs=2))
    assert [as_bytes(one)[k] for k in order] == turned
    assert [True] * WORTH_BINDING + [False] * 4 == [item.bound for item in one]


def test_bound_circuits_are_right_and_cost_no_more_than_compiled_ones() -> None:
    circuits = family(WORTH_BINDING)
    for circuit, item in zip(circuits, qc.compile_many(circuits, DEVICE, jobs=2), strict=True):
        result, own = item.unwrap(), qc.compile(circuit, target=DEVICE)
        assert item.bound
        assert result.report.options["bound"]
        assert qc.equivalent(circuit, result.circuit, relation="layout")
        assert result.report.before == own.report.before
        mine, theirs = result.report.after, own.report.after
        assert (mine.two_qubit, mine.depth, mine.gates) <= (
            theirs.two_qubit,
            theirs.depth,
            theirs.gates,
        )


def test_global_phases_and_names_are_the_members_own() -> None:
    circuits = family(WORTH_BINDING)
    for k, circuit in enumerate(circuits):
        circuit.add_phase(0.1 * k)
        circuit.name = f"number {k}"
    for circuit, item in zip(circuits, qc.compile_many(circuits, DEVICE), strict=True):
        assert item.bound
        assert circuit.name == item.unwrap().circuit.name
        verdict = qc.equivalent(circuit, item.unwrap().circuit, relation="layout")
        assert "equivalent" == verdict.verdict, verdict


@pytest.mark.parametrize("angle", [0.0, pi / 2, -pi / 4, pi, 3e-9])
def test_a_member_at_a_special_angle_is_compiled_by_itself(angle: float) -> None:
    circuits = family(WORTH_BINDING)
    special = qc.Circuit(4)
    for number, op in enumerate(circuits[0]):
        special.append(
            op.instruction if number else qc.Circuit(1).ry(angle, 0).operation(0).instruction,
            op.qubits,
        )
    (*_, item) = qc.compile_many([*circuits, special], DEVICE)
    assert not item.bound
    assert qc.compile(special, target=DEVICE).circuit == item.unwrap().circuit


def turned(a: float, b: float) -> qc.Circuit:
    return qc.Circuit(2).rz(a, 0).ry(0.3, 1).cx(0, 1).rz(b, 0).cx(0, 1)


def test_angles_that_meet_and_make_a_special_one_are_noticed_after_binding() -> None:
    rng = Random(1)
    members = [turned(rng.uniform(0.1, 1.4), rng.uniform(0.1, 1.4)) for _ in range(8)]
    meeting = turned(1.25, pi / 2 - 1.25)
    items = list(qc.compile_many([*members, meeting], basis="cx,rz,sx,x"))
    assert [True] * 8 + [False] == [item.bound for item in items]
    assert qc.compile(meeting, basis="cx,rz,sx,x").circuit == items[-1].unwrap().circuit


def test_opposite_angles_are_another_structure() -> None:
    rng = Random(1)
    members = [turned(rng.uniform(0.1, 1.4), rng.uniform(0.1, 1.4)) for _ in range(8)]
    opposite = turned(1.1, -1.1)
    (*_, item) = qc.compile_many([*members, opposite], basis="cx,rz,sx,x", bind=True)
    assert 0 == item.unwrap().report.after.two_qubit
    assert qc.equivalent(opposite, item.unwrap().circuit)


def test_nothing_is_bound_where_that_would_lose() -> None:
    # One rzz within the native range where the angle is a number, two cz where it is a symbol.
    rng = Random(2)
    members = [qc.Circuit(2).rzz(rng.uniform(0.2, 1.2), 0, 1) for _ in range(8)]
    items = list(qc.compile_many(members, "ibm-heron-r1"))
    assert [1] * 8 == [item.unwrap().report.after.two_qubit for item in items]


def test_always_binding_depends_on_no_other_circuit() -> None:
    circuits = family(3)
    together = as_bytes(qc.compile_many(circuits, DEVICE, bind=True))
    alone = [as_bytes(qc.compile_many(iter([c]), DEVICE, bind=True))[0] for c in circuits]
    assert together == alone
    assert all(item.bound for item in qc.compile_many(iter(circuits), DEVICE, bind=True))


def test_few_of_a_structure_and_iterators_are_compiled_one_by_one() -> None:
    circuits = family(WORTH_BINDING)
    assert not any(item.bound for item in qc.compile_many(circuits[1:], DEVICE))
    assert not any(item.bound for item in qc.compile_many(iter(circuits), DEVICE))
    proven = list(qc.compile_many(circuits, DEVICE, verify="full"))
    assert not any(item.bound for item in proven)
    assert all(item.unwrap().report.verified for item in proven)


def test_measured_conditional_and_symbolic_circuits_go_through() -> None:
    measured = ansatz(Random(0)).measure_all()
    conditional = qc.Circuit(2, 1).h(0).measure(0, 0)
    with conditional.if_(conditional.bit(0) == 1):
        conditional.rx(0.3, 1)
    symbolic = qc.Circuit(1).rx(qc.Parameter("a"), 0)
    given = [measured, conditional, symbolic]
    items = list(qc.compile_many(given, DEVICE, bind=True))
    assert [True, False, False] == [item.bound for item in items]
    for circuit, item in zip(given[:2], items, strict=False):
        assert qc.equivalent(circuit, item.unwrap().circuit)


def test_one_bad_circuit_does_not_stop_the_others() -> None:
    given = [qc.Circuit(1).h(0), qc.Circuit(9).h(0), "no circuit", qc.Circuit(2).cx(0, 1)]
    items = list(qc.compile_many(given, DEVICE, jobs=2))
    assert [None, "QC302", "QC230", None] == [item.error and item.error.code for item in items]
    assert [True, False, False, True] == [item.ok for item in items]
    with pytest.raises(qc.errors.TargetError):
        items[1].unwrap()


def test_our_own_fault_is_an_error_of_the_item(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("qcompile.many.run.Plan.compiled", broken)
    (item,) = qc.compile_many([qc.Circuit(1)], DEVICE, bind=False, jobs=1)
    assert item.error is not None
    assert ("QC900", "ZeroDivisionError: oh") == (item.error.code, item.error.message)


def test_options_that_nothing_could_be_compiled_with_are_refused_at_once() -> None:
    for wrong in ({"level": 9}, {"objective": "speed"}, {"target": "line:x"}, {"jobs": 0}):
        with pytest.raises(PipelineError):
            qc.compile_many([], **wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="nosuch"):
        qc.compile_many([], nosuch=1)


def test_an_iterator_is_taken_only_as_far_as_there_is_room() -> None:
    taken = []

    def endless() -> object:
        k = 0
        while True:
            taken.append(k)
            yield qc.Circuit(1).rx(0.1 + k, 0)
            k += 1

    items = qc.compile_many(endless(), DEVICE, jobs=2)  # type: ignore[arg-type]
    assert [] == taken
    assert [0, 1, 2] == [next(items).index for _ in range(3)]
    assert len(taken) <= 3 + 2 * AHEAD
    items.close()  # type: ignore[attr-defined]


def test_progress_is_told_and_cancelling_ends_it() -> None:
    told: list[tuple[int, int | None]] = []

    def progress(done: int, total: int | None, item: Item) -> None:
        assert item.ok
        told.append((done, total))

    circuits = [scrambled(Random(k)) for k in range(12)]
    items = qc.compile_many(
        circuits, DEVICE, jobs=2, progress=progress, cancel=lambda: len(told) >= 3
    )
    assert 3 == len(list(items))
    assert [(1, 12), (2, 12), (3, 12)] == told
    assert [(1, None)] == [
        (item.index + 1, None) for item in qc.compile_many(iter(circuits[:1]), DEVICE)
    ]


def test_work_is_shared_by_the_threads_asked_for() -> None:
    names = set(in_order(lambda _: current_thread().name, range(40), jobs=2))
    assert 1 <= len(names) <= 2
    assert current_thread().name not in names


def test_an_error_of_the_source_reaches_the_caller() -> None:
    def failing() -> object:
        yield qc.Circuit(1).h(0)
        raise RuntimeError("no more")

    items = qc.compile_many(failing(), DEVICE)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="no more"):
        list(items)


def test_compilers_pickle_small_and_give_the_same_circuits() -> None:
    circuit = ansatz(Random(3))
    named = Compiler("ibm-heron-r1", level=1, seed=4)
    held = Compiler(qc.Target.from_name("ibm-heron-r1"), level=1, seed=4)
    assert len(pickle.dumps(named)) < 1_000
    assert len(pickle.dumps(held)) < 10_000
    expected = named(circuit).circuit.to_bytes()
    for each in (held, pickle.loads(pickle.dumps(named)), pickle.loads(pickle.dumps(held))):
        assert expected == each(circuit).circuit.to_bytes()
    generic = Compiler("line:5", basis="cz,rz,sx,x")
    again = pickle.loads(pickle.dumps(generic))
    assert generic(circuit).circuit == again(circuit).circuit
    (item,) = again.many([circuit])
    assert generic(circuit).circuit == item.unwrap().circuit


def test_results_pickle() -> None:
    result = Compiler("line:4")(ansatz(Random(3)))
    again = pickle.loads(pickle.dumps(result))
    assert result.circuit == again.circuit
    assert result.report.to_json() == again.report.to_json()
