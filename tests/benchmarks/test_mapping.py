# SPDX-License-Identifier: Apache-2.0
"""The mapping tables: what rows and goals are made of, and that the devices are what they say."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest

from benchmarks.mapping import fitted, peers, queko
from benchmarks.mapping.checker import check
from benchmarks.mapping.devices import chips, grid, line
from benchmarks.mapping.store import Store
from benchmarks.mapping.suite import Known, Work
from benchmarks.openqasm import Op, Program


def result(two: int, depth2: int = 10, seconds: float = 1.0) -> dict[str, Any]:
    return {"two": two, "depth2": depth2, "seconds": seconds, "swaps": 0, "depth": depth2}


def row(
    ours: int, qiskit: tuple[int, ...] = (100,), tket: int | None = None, **more: Any
) -> peers.Row:
    other = {"timeout": 120} if tket is None else result(tket)
    return peers.Row("a/b.qasm", "d", result(ours) | more, tuple(map(result, qiskit)), other)


def goals(rows: list[peers.Row], *, times: bool = True) -> dict[str, peers.Figure]:
    return {f.what.partition(": ")[2]: f for f in peers.figures(rows, "d", times=times)}


def test_the_best_is_the_median_of_qiskit_or_tket() -> None:
    assert 100 == row(0, (100, 90, 110, 130, 80)).best("two")
    assert 95 == row(0, (100, 90, 110), 95).best("two")
    assert 100 == row(0, (100, 90, 110), 101).best("two")
    assert row(0, ()).best("two") is None


def test_ratios_count_one_more_on_either_side() -> None:
    assert 0.5 == row(0, (1,)).ratio("two")
    found = goals([row(0, (1,)), row(3, (1,))])
    assert 1 == pytest.approx(found["two-qubit over best of both, mean of 2"].value)


@pytest.mark.parametrize(
    ("ours", "best", "above"),
    [(13, 10, False), (14, 10, True), (206, 200, False), (207, 200, True)],
)
def test_three_percent_or_three_gates(ours: int, best: int, above: bool) -> None:
    assert above == row(ours, (best,)).above()
    assert above == (
        1 == goals([row(ours, (best,))])["circuits more than 3% and 3 gates above"].value
    )


def test_times_are_left_out_where_the_peers_ran_another_day() -> None:
    assert "seconds over Qiskit level 3" in goals([row(1)])
    assert "seconds over Qiskit level 3" not in goals([row(1)], times=False)


def test_what_the_checker_refuses_and_what_has_no_result_is_told() -> None:
    found = goals([row(1, findings=["line 3: h is not native on 0"])])
    assert "h is not native" in found["results the checker refuses"].note
    failed = peers.Row("a/b.qasm", "d", {"error": "QC303"}, (), {})
    assert "QC303" in goals([failed])["circuits without a result"].note


def test_devices_are_connected_and_of_their_size() -> None:
    assert [(100, 99), (100, 180), (127, 144), (156, 176)] == [
        (c.qubits, len(c.edges)) for c in chips().values()
    ]
    assert ["cx", "cx", "ecr", "cz"] == [c.coupler for c in chips().values()]
    assert 144 == len(chips()["ibm-127"].pairs())
    assert 352 == len(chips()["ibm-156"].pairs())
    assert 12 == len(grid(3, 3).edges)
    for chip in chips().values():
        assert chip.qubits == len(fitted._part(chip, chip.qubits, random.Random(1)))


@pytest.mark.parametrize("name", [*chips()])
def test_circuits_drawn_on_a_device_fit_it_as_they_are(name: str) -> None:
    chip = chips()[name]
    text = fitted.drawn(chip, 0.5, 3, random.Random(2), hidden=False)
    assert [] == check(text, chip.device(), mapped=False)
    hidden = fitted.drawn(chip, 0.5, 3, random.Random(2), hidden=True)
    assert f"qreg q[{round(0.5 * chip.qubits)}];" in hidden


def test_a_store_keeps_what_it_was_given(tmp_path) -> None:
    path = tmp_path / "results.json"
    Store(path).put("c", "d", "ours", 0, result(5))
    store = Store(path)
    store.put("c", "d", "ours", 1, result(6))
    store.write(python="3")
    assert ["0", "1"] == list(Store(path).of("c", "d", "ours"))
    assert {} == Store(path).of("c", "e", "ours")


def test_swaps_are_three_gates_deep() -> None:
    from benchmarks.mapping.run import deepest

    program = Program(3, 0, [Op("h", (), (0,)), Op("swap", (), (0, 1)), Op("cx", (), (1, 2))])
    assert 5 == deepest(program)


def test_queko_figures() -> None:
    def made(name: str, swaps: int, depth: int, two: int) -> queko.Row:
        from pathlib import Path

        found = queko.Row(Known(Work(name, Path(name), 16, 9), "d", 10, 0))
        found["route"] = result(9) | {"swaps": swaps, "depth": depth}
        found["sabre"] = result(9) | {"depth": 10}
        found["ours"] = result(two) | {"depth": 10}
        found["qiskit"] = result(9) | {"depth": 10}
        return found

    rows = [made("16QBT_a.qasm", 0, 10, 9), made("16QBT_b.qasm", 2, 12, 10)]
    found = {f.what: f for f in queko.figures(rows)}
    assert 0.5 == found["queko: share of circuits routed without a SWAP"].value
    assert (1, "16QBT_b") == (lambda f: (f.value, f.note))(
        found["queko: SWAPs where Qiskit needs none"]
    )
    assert 1.1 == pytest.approx(found["queko: depth over optimum, 16QBT, mean"].value)
    above = found["queko: compiled circuits with more two-qubit gates than Qiskit"]
    assert (1, "16QBT_b 10/9") == (above.value, above.note)


def test_means() -> None:
    assert math.isnan(peers.geometric([]))
    assert 2 == pytest.approx(peers.geometric([1, 4]))
    assert 4 == line(5).edges[-1][1]
