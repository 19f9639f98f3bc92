# SPDX-License-Identifier: Apache-2.0
"""Delta debugging of any list: as few of its items as still show a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import TypeVar

T = TypeVar("T")

#: Takes candidates in order and returns the number of the first that still shows the fault; None if none does.
First = Callable[[Iterable[Sequence[T]]], "int | None"]
#: Lists this short are tried without every pair of items as well.
PAIRED_ITEMS = 24


def minimal(items: Sequence[T], first: First[T], *, pairs: bool = False) -> list[T]:
    """Leave out runs of items, long runs first, as long as what is left shows the fault.

    Parameters
    ----------
    items : sequence
        A list that shows the fault.
    first : callable (iterable of lists) -> int or None
        Tries lists in order.
    pairs : bool, default False
        Whether short lists are tried without each pair, too: a gate and its inverse go only together.

    Returns
    -------
    list
        A list that shows the fault, and does no more without any one of its items.

    Notes
    -----
    The complements of `ddmin` [1]_, last run first, since what comes after a fault seldom matters. Its subsets are left
    out: sweeping over the complements of a round leaves the same list.

    References
    ----------
    .. [1] Zeller, Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE 28(2), 2002,
       doi:10.1109/32.988498

    Examples
    --------
    >>> def first(lists):
    ...     return next((k for k, items in enumerate(lists) if {3, 7} <= set(items)), None)
    >>> minimal(range(100), first)
    [3, 7]
    """
    left = list(items)
    run = max((len(left) + 1) // 2, 1)
    while left:
        removed = _sweep(left, run, first)
        if run > 1:
            run = (min(run, len(left)) + 1) // 2
        elif not removed and not (pairs and _without_a_pair(left, first)):
            break
    return left


def _sweep(left: list[T], run: int, first: First[T]) -> bool:
    """Remove from the list, in place, each run that is not needed; return whether there was one."""
    removed = False
    end = len(left)
    while end > 0:
        starts = range(end, 0, -run)
        found = first(left[: max(at - run, 0)] + left[at:] for at in starts)
        if found is None:
            break
        at = starts[found]
        end = max(at - run, 0)
        del left[end:at]
        removed = True
    return removed


def _without_a_pair(left: list[T], first: First[T]) -> bool:
    if len(left) > PAIRED_ITEMS:
        return False
    pairs = list(combinations(range(len(left)), 2))
    found = first([item for k, item in enumerate(left) if k not in pair] for pair in pairs)
    if found is None:
        return False
    for k in reversed(pairs[found]):
        del left[k]
    return True
