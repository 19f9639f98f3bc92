# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import time

import pytest

from qcompile.reduction.search import KEPT, Budget, ExhaustedError, Search, ended_early


def test_the_first_that_fails_is_taken() -> None:
    search = Search(9, lambda n: n < 5, key=int)
    assert 2 == search.first([8, 7, 4, 3])
    assert (4, 3) == (search.best, search.budget.attempts)
    assert search.first([6]) is None


def test_nothing_is_tried_twice_and_what_has_no_key_never() -> None:
    tried: list[int] = []

    def fails(n: int) -> bool:
        tried.append(n)
        return False

    search = Search(9, fails, key=lambda n: None if n == 5 else n % 10)
    search.first([8, 18, 5, 9])
    search.first([8, 7])
    assert [8, 7] == tried


def test_steps_end_a_search() -> None:
    search = Search(9, lambda n: n < 9, key=int, budget=Budget(steps=2))
    search.first([8])
    search.first([7])
    with ended_early(search):
        search.first([6])
    assert (7, "steps", 2) == (search.best, search.budget.stopped, search.budget.attempts)


def test_time_ends_a_search() -> None:
    budget = Budget(seconds=1e-9)
    time.sleep(0.001)
    with pytest.raises(ExhaustedError):
        budget.spend()
    assert "time" == budget.stopped


def test_an_interrupt_leaves_the_best_so_far() -> None:
    def fails(n: int) -> bool:
        if n == 6:
            raise KeyboardInterrupt
        return True

    search = Search(9, fails, key=int)
    with ended_early(search):
        for n in (8, 7, 6, 5):
            search.first([n])
    assert (7, "interrupt") == (search.best, search.budget.stopped)
    assert isinstance(search.budget.interrupt, KeyboardInterrupt)


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_threads_find_the_same_in_as_many_attempts(jobs: int) -> None:
    def fails(n: int) -> bool:
        # The later ones are done first.
        time.sleep(0.001 * (10 - n % 10))
        return n in (3, 4, 14)

    search = Search(99, fails, key=int, jobs=jobs)
    assert 2 == search.first([0, 1, 3, 4, 5])
    assert 1 == search.first([10, 14, 15])
    search.close()
    assert (14, 5) == (search.best, search.budget.attempts)


def test_only_a_few_former_bests_are_kept() -> None:
    search = Search(100, lambda n: True, key=int)
    for n in range(50):
        search.first([n])
    assert [100, *range(50 - KEPT, 50)] == search.history
