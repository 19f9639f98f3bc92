# SPDX-License-Identifier: Apache-2.0
"""A small version of ``python -m tests.determinism``: a dozen circuits, other threads, hashes, orders and jobs."""

from __future__ import annotations

from math import pi
from pathlib import Path
from random import Random

import qcompile as qc

from . import worker
from .cases import Case, Chosen, cases, corpus
from .runner import WAYS, Outcome, Way, differing, explain, run

ROOT = Path(__file__).resolve().parents[2]
#: Those that differ most from the first.
FEW = [way for way in WAYS if way.name in ("1 thread", "8 threads", "backwards", "8 jobs")]


def generated(seed: int) -> qc.Circuit:
    """Clifford regions, rotations, unitaries and Toffolis on six qubits: something for every pass that spreads."""
    rng = Random(seed)
    c = qc.Circuit(6)
    for _ in range(60):
        a, b, d = rng.sample(range(6), 3)
        c.gate(rng.choice(["h", "s", "t", "sx"]), [], [a]).cx(a, b)
        c.rz(rng.choice([pi / 4, rng.uniform(-3, 3)]), b)
        if rng.random() < 0.1:
            c.ccx(a, b, d)
    return c


def test_threads_hashes_order_and_jobs_change_no_byte(tmp_path: Path) -> None:
    circuits = [Chosen(str(path), 5, 0) for path in sorted((ROOT / "examples").glob("*.qasm"))]
    for seed in range(5):
        path = tmp_path / f"generated_{seed}.qasm"
        qc.dump(generated(seed), path)
        circuits.append(Chosen(str(path), 6, 0))
    asked = cases(circuits, [0, 2])
    assert len(circuits) >= 12
    assert 4 * len(circuits) == len(asked)
    first, *others = (run(way, asked) for way in FEW)
    assert set(range(len(asked))) == first.texts.keys() == first.reports.keys()
    wrong = [
        f"{asked[number]}: {what} of `{other.way.name}`"
        for other in others
        for number, what in differing(first, other)
    ]
    assert [] == wrong


def test_what_differs_is_told_and_shown(tmp_path: Path) -> None:
    path = tmp_path / "bell.qasm"
    qc.dump(qc.Circuit(2).h(0).cx(0, 1), path)
    way = Way("here", 1, "0")
    one = Outcome(way, texts={0: "a", 1: "b", 2: "c"}, reports={0: "x", 1: "x", 2: "x"})
    other = Outcome(way, texts={0: "a", 1: "B"}, reports={0: "y", 1: "x"})
    assert [(0, "report"), (1, "text"), (2, "text")] == differing(one, other)
    found = explain(Case(str(path), 1, None), way, Way("there", 2, "1"), "text")
    assert found.shown.startswith("the same when it is compiled alone")


def test_times_and_memory_alone_are_free() -> None:
    report = {
        "seconds": 1,
        "steps": 3,
        "passes": [{"seconds": 2, "name": "a"}],
        "peak_memory_bytes": 4,
    }
    assert {"steps": 3, "passes": [{"name": "a"}]} == worker.settled(report)


def test_a_circuit_that_does_not_compile_has_its_message_compared(tmp_path: Path) -> None:
    path = tmp_path / "wide.qasm"
    qc.dump(qc.Circuit(12).h(11), path)
    alone, many = (run(way, [Case(str(path), 1, "grid:3x3")]) for way in (WAYS[0], WAYS[-1]))
    assert alone.texts == many.texts
    assert {0: worker.digest("")} == alone.reports


def test_circuits_are_of_all_sizes_and_devices_are_wide_enough(shared: Path) -> None:
    circuits = corpus(shared / "corpus", 200, 2000)
    assert 200 == len(circuits)
    assert min(c.gates for c in circuits) < 10 < 1000 < max(c.gates for c in circuits)
    asked = cases(circuits, [0, 2])
    assert {0, 2} == {case.level for case in asked}
    assert {"grid:3x3", "iqm-garnet", "iqm-emerald", "google-willow", "ibm-heron-r2"} == {
        case.device for case in asked if case.device
    }
