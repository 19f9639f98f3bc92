# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pytest

from qcompile.reduction.lists import PAIRED_ITEMS, First, minimal


def trying(fails: Callable[[set[int]], bool], tried: list[int] | None = None) -> First[int]:
    """Return what tries lists one by one, and counts them."""

    def first(lists: Iterable[Sequence[int]]) -> int | None:
        for number, items in enumerate(lists):
            if tried is not None:
                tried.append(len(items))
            if fails(set(items)):
                return number
        return None

    return first


@pytest.mark.parametrize("needed", [set(), {0}, {99}, {3, 50, 51, 97}, set(range(0, 100, 9))])
def test_exactly_what_is_needed_stays_in_order(needed: set[int]) -> None:
    assert sorted(needed) == minimal(range(100), trying(lambda items: needed <= items))


def test_attempts_grow_with_the_logarithm() -> None:
    tried: list[int] = []
    minimal(range(4096), trying(lambda items: {7, 2000, 2001, 4000} <= items, tried))
    assert len(tried) <= 4 * 4 * 12


def test_one_by_one_until_nothing_changes() -> None:
    # 5 is needed as long as 6 is there, which is needed as long as 9 is.
    def fails(items: set[int]) -> bool:
        return 0 in items and (6 not in items or 5 in items) and (9 not in items or 6 in items)

    assert [0] == minimal(range(10), trying(fails))


@pytest.mark.parametrize(("pairs", "left"), [(False, [4, 1, 8]), (True, [1])])
def test_pairs_go_only_where_asked(pairs: bool, left: list[int]) -> None:
    def fails(items: set[int]) -> bool:
        return 1 in items and (4 in items) == (8 in items)

    assert left == minimal([4, 1, 8], trying(fails), pairs=pairs)


def test_pairs_of_long_lists_are_not_tried() -> None:
    tried: list[int] = []
    items = range(PAIRED_ITEMS + 1)
    minimal(items, trying(lambda left: len(left) == len(items), tried), pairs=True)
    assert len(items) - 2 not in tried[-len(items) :]


def test_an_empty_list_stays() -> None:
    assert [] == minimal([], trying(lambda items: True))
