# SPDX-License-Identifier: Apache-2.0
"""The folding table: what a row says, and what the goals are made of."""

from __future__ import annotations

import math

import pytest

from benchmarks.floor import folding as goals
from benchmarks.folding import HEAD, Row, mean, quotients


def row(name: str = "a", t: int = 10, cx: int = 9, **seconds: float) -> Row:
    results = {side: {"status": "done", "compile_seconds": s} for side, s in seconds.items()}
    for side in ("t-count", "O2"):
        results.setdefault(side, {"status": "done", "compile_seconds": 1.0})
        results[side] |= {"t_count": t, "two_qubit": cx}
    return Row(name, 20, 10, 10, results)


def figures(table: list[Row]) -> dict[str, tuple[float, float, bool]]:
    found = [*goals.counts(table), *goals.times(table)]
    return {f.what: (f.value, f.goal, f.met) for f in found}


def test_a_row_has_a_cell_for_each_column() -> None:
    head = HEAD.splitlines()[0]
    assert head.count("|") == str(row()).count("|")
    assert head.count("|") == HEAD.splitlines()[1].count("|")


def test_a_row_says_what_ran_out_of_time() -> None:
    late = Row("a", 20, 10, None, {"pyzx": {"status": "timeout"}})
    assert "timeout" in str(late)
    assert late.seconds("pyzx") is None


def test_counts_name_the_circuits_that_miss() -> None:
    found = list(goals.counts([row("good"), row("bad", t=11, cx=12)]))
    by_name = {f.what: f for f in found}
    assert (1, "bad 11") == (
        by_name["circuits with T above the best of the folders, t-count"].value,
        by_name["circuits with T above the best of the folders, t-count"].note,
    )
    assert "bad 12" == by_name["circuits with CX above the input, O2"].note


def test_large_circuits_stay_out_of_the_published_sum() -> None:
    found = figures([row("tof_3"), row("hwb8", t=5000)])
    assert (10, 10, True) == found["T in all, 1 circuits, t-count"]


def test_circuits_without_a_result_are_counted_and_not_summed() -> None:
    failed = Row("b", 20, 10, 10, {"t-count": {"status": "failed"}})
    found = figures([row(), failed])
    assert (1, 0, False) == found["circuits without a result"]
    assert (10, 10, True) == found["T in all, 1 circuits, t-count"]


def test_ratios_are_means_over_what_both_finished() -> None:
    table = [row(folding=0.01, pyzx=1.0), row(folding=0.01, pyzx=4.0), row(folding=0.01)]
    value, goal, met = figures(table)["times faster than PyZX, folding, mean of 2"]
    assert 200 == pytest.approx(value)
    assert (100, True) == (goal, met)


def test_means_skip_what_is_missing() -> None:
    assert math.isnan(mean([]))
    assert 2 == pytest.approx(mean([1, None, 4]))
    assert [2.0] == quotients([row()], lambda r: r.t, lambda r: r.cx)
