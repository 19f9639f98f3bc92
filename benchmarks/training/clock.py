# SPDX-License-Identifier: Apache-2.0
"""Times of calls that take turns, so that a busy machine is as busy for each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from time import process_time_ns


def take_turns(
    calls: Mapping[str, Callable[[], object]], *, repeats: int, inner: int = 1
) -> dict[str, tuple[float, float]]:
    """Return the least and the median of the seconds of processor time that each call takes.

    Parameters
    ----------
    calls : mapping of str to callable
        What is timed; each is called twice beforehand.
    repeats : int
        How many times are taken of each.
    inner : int, default 1
        How many calls a time is divided by.
    """
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call()
        call()
    for _ in range(repeats):
        for name, call in calls.items():
            start = process_time_ns()
            for _ in range(inner):
                call()
            taken[name].append((process_time_ns() - start) / inner * 1e-9)
    return {name: (min(times), median(times)) for name, times in taken.items()}
