# SPDX-License-Identifier: Apache-2.0
"""Threads that work side by side, one piece each: the engine holds no interpreter lock while it computes."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from .._native import _core

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

#: Pieces under way or done and not yet asked for, for each thread.
AHEAD = 4

_pools: dict[int, ThreadPoolExecutor] = {}
_pools_lock = Lock()


def _forget() -> None:
    """Drop the threads: a forked process has none of its parent's."""
    global _pools_lock
    _pools.clear()
    _pools_lock = Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def cores() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def pool(jobs: int) -> ThreadPoolExecutor:
    """Return threads that compute alone; the same ones for the same number, so that they are started once.

    Without that each would spread its piece over all cores, and they would be in one another's way.
    """
    with _pools_lock:
        if jobs not in _pools:
            _pools[jobs] = ThreadPoolExecutor(
                jobs, thread_name_prefix="qcompile", initializer=_core.stay_in_thread
            )
        return _pools[jobs]


def in_order(
    function: Callable[[_Given], _Made],
    given: Iterable[_Given],
    *,
    jobs: int,
    cancel: Callable[[], bool] | None = None,
) -> Iterator[_Made]:
    """Yield ``function`` of each value in the order given, computed by threads.

    Values are taken when there is room for them, `AHEAD` for each thread, in the thread that iterates. An exception of
    ``function`` or of ``given`` ends it, as does ``cancel`` when it returns True; what has not begun then never does.

    Parameters
    ----------
    function : callable
        Called in several threads at once.
    given : iterable
    jobs : int
        How many threads.
    cancel : callable () -> bool, optional
        Asked before each piece of work is begun and each result is given.

    Yields
    ------
    object
    """
    threads = pool(jobs)
    waiting: deque[Future[_Made]] = deque()
    source = iter(given)
    more = True
    try:
        while True:
            while more and len(waiting) < AHEAD * jobs:
                if cancel is not None and cancel():
                    return
                try:
                    value = next(source)
                except StopIteration:
                    more = False
                else:
                    waiting.append(threads.submit(function, value))
            if not waiting:
                return
            made = waiting.popleft().result()
            if cancel is not None and cancel():
                return
            yield made
    finally:
        # What has begun is not waited for: it ends by itself, and nobody hears of it.
        for each in waiting:
            each.cancel()
