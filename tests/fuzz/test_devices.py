# SPDX-License-Identifier: Apache-2.0
"""The kind for devices: cases are as uneven as promised, and its judges notice what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

import qcompile as qc
from qcompile.errors import TargetError

from . import fitting
from .devices import MAX_MEASURED_QUBITS, Spec, fits, grouped
from .generator import Case, case

SEED = 20
LINE = {(0, 1): ("cx",), (1, 2): ("cx",)}


def spec(couplers: dict[tuple[int, int], tuple[str, ...]], qubits: int = 3, **more: object) -> Spec:
    return Spec(qubits, (("u",),) * qubits, couplers, **more)


def made(circuit: qc.Circuit, on: Spec) -> Case:
    return Case(kind="devices", seed=0, index=0, circuit=circuit, target=on.target(), spec=on)


def test_devices_are_uneven() -> None:
    specs = [case(SEED, index, "devices").spec for index in range(300)]
    shares = {
        "islands": sum(len(s.islands()) > 1 for s in specs),
        "one qubit": sum(s.qubits == 1 for s in specs),
        "one way": sum(any((b, a) not in s.couplers for a, b in s.couplers) for s in specs),
        "uneven couplers": sum(len(set(s.couplers.values())) > 1 for s in specs),
        "uneven sites": sum(len(set(s.sites)) > 1 for s in specs),
        "limits": sum(bool(s.ranges) for s in specs),
        "excluded": sum(bool(s.excluded) for s in specs),
        "forbidden": sum(bool(s.forbids) for s in specs),
        "unhealthy": sum(s.unhealthy for s in specs),
    }
    assert [] == [name for name, count in shares.items() if count < 6]


def test_circuits_are_mixed() -> None:
    cases = [case(SEED, index, "devices") for index in range(300)]
    measured = [c for c in cases if c.circuit.num_bits]
    assert 0.1 * len(cases) < len(measured) < 0.6 * len(cases)
    assert MAX_MEASURED_QUBITS >= max(c.target.num_qubits for c in measured)
    assert sum(fits(c.circuit, c.spec) for c in cases) > 0.8 * len(cases)
    assert sum(not fits(c.circuit, c.spec) for c in cases) >= 3
    assert sum(c.circuit.layouts is not None for c in cases) >= 6
    spare = [c.circuit for c in cases if c.circuit.layouts]
    assert sum(len(c.layouts[0]) < c.num_qubits for c in spare) >= 6
    given = [c for c in cases if c.layout]
    assert sum(None in c.layout for c in given) >= 6
    assert sum(None not in c.layout for c in given) >= 6
    assert all(fits(c.circuit, c.spec, c.layout) for c in given)


def names(circuit: qc.Circuit) -> Iterator[str]:
    for op in circuit:
        yield op.name
        for body in op.blocks:
            yield from names(body)


def test_loops_are_left_in_the_middle() -> None:
    counts = Counter(n for k in range(300) for n in names(case(SEED, k, "devices").circuit))
    assert min(counts[name] for name in ("break", "continue", "switch", "for")) >= 6


def test_parts_are_joined_by_links() -> None:
    assert [{0, 1, 3}, {2}] == grouped([{q} for q in range(4)], [(0, 1), (3, 0)])
    islands = spec({(0, 1): ("cx",), (2, 3): ("cx",)}, 5, excluded=frozenset({3})).islands()
    assert [{0, 1}, {2}, {4}] == islands


@pytest.mark.parametrize(
    ("sizes", "expected"), [((2, 2), True), ((3,), False), ((2, 1, 1), True), ((2, 2, 1), False)]
)
def test_fitting_tries_every_way(sizes: tuple[int, ...], expected: bool) -> None:
    on = spec({(0, 1): ("cx",), (2, 3): ("cx",)}, 4)
    c = qc.Circuit(sum(sizes))
    start = 0
    for size in sizes:
        for q in range(start, start + size - 1):
            c.cx(q, q + 1)
        start += size
    assert expected == fits(c, on)


def test_barriers_connect_nothing() -> None:
    on = spec({(0, 1): ("cx",), (2, 3): ("cx",)}, 4)
    c = qc.Circuit(4).cx(0, 1).cx(2, 3)
    c.barrier([0, 1, 2, 3])
    assert fits(c, on)


def test_places_bind_parts_to_islands() -> None:
    on = spec({(0, 1): ("cx",), (2, 3): ("cx",)}, 4)
    c = qc.Circuit(4).cx(0, 1).cx(2, 3)
    assert fits(c, on, (3, None, None, 1))
    assert not fits(c, on, (3, None, 2))
    assert not fits(c, on, (0, 3))
    wide = qc.Circuit(9).cx(7, 8)
    assert not fits(wide, on)
    wide.layouts = ([7, 1], [8, 1])
    assert fits(wide, on)
    assert fits(wide, on, (2, 0))


def test_judges_notice_that_places_were_not_kept() -> None:
    right = qc.Circuit(3).cx(1, 2)
    right.layouts = ([1, 2], [1, 2])
    asked = replace(made(qc.Circuit(2).cx(0, 1), spec(LINE)), layout=(None, 2))
    assert [] == list(fitting.broken(asked, right))
    assert ["places"] == [law for law, _ in fitting.broken(replace(asked, layout=(0,)), right)]


def test_judges_pass_what_is_right() -> None:
    on = spec(LINE)
    right = qc.Circuit(3).u(1, 2, 3, 1).cx(1, 2)
    right.layouts = ([1, 2], [1, 2])
    assert [] == list(fitting.broken(made(qc.Circuit(2).u(1, 2, 3, 0).cx(0, 1), on), right))


@pytest.mark.parametrize(
    ("out", "layouts", "laws"),
    [
        (qc.Circuit(3).u(1, 2, 3, 1).cx(2, 1), ([1, 2], [1, 2]), {"device", "dense"}),
        (qc.Circuit(3).u(1, 2, 3, 2).cx(2, 1), ([2, 1], [2, 1]), {"device"}),
        (qc.Circuit(3).u(1, 2, 3, 1).cx(1, 2), ([1, 2], [2, 1]), {"dense"}),
        (qc.Circuit(3).h(1).cx(1, 2), ([1, 2], [1, 2]), {"device", "dense"}),
        (qc.Circuit(3).u(1, 2, 3, 1).cx(1, 2), None, {"device"}),
    ],
)
def test_judges_notice_what_is_wrong(
    out: qc.Circuit, layouts: tuple[list[int], list[int]] | None, laws: set[str]
) -> None:
    wrong = out.copy()
    wrong.layouts = layouts
    before = qc.Circuit(2).u(1, 2, 3, 0).cx(0, 1)
    assert laws == {law for law, _ in fitting.broken(made(before, spec(LINE)), wrong)}


def test_a_refusal_is_judged_by_whether_the_circuit_fits() -> None:
    on = spec({(0, 1): ("cx",)})
    error = TargetError("qubits 3 and 4 do not fit", code="QC303")
    fitting_case = made(qc.Circuit(3).cx(0, 1).h(2), on)
    assert "it fits" in fitting.refused(fitting_case, error)
    assert not fitting.refused(
        replace(fitting_case, circuit=qc.Circuit(3).cx(0, 1).cx(1, 2)), error
    )
    assert "qubits N and N do not fit" in fitting.wording(error)
