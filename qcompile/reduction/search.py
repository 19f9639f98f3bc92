# SPDX-License-Identifier: Apache-2.0
"""The bookkeeping of a reduction: candidates tried in order, each once, within a budget; the best one kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

C = TypeVar("C")

#: Former bests that are kept, should the last one not fail when it is tried again.
KEPT = 8


class ExhaustedError(Exception):
    """The budget is used up; the best so far is the result."""


class Budget:
    """What several searches may spend together.

    Parameters
    ----------
    seconds : float, optional
        Nothing is tried after this time.
    steps : int, optional
        No more than so many candidates are tried.
    """

    def __init__(self, seconds: float | None = None, steps: int | None = None) -> None:
        self.attempts = 0
        #: What ended it: "time", "steps", "interrupt".
        self.stopped: str | None = None
        self.interrupt: KeyboardInterrupt | None = None
        self._begin = monotonic()
        self._end = None if seconds is None else self._begin + seconds
        self._steps = steps

    @property
    def seconds(self) -> float:
        """Time since it began."""
        return monotonic() - self._begin

    def spend(self) -> None:
        """Count one candidate.

        Raises
        ------
        ExhaustedError
            There is nothing left for it.
        """
        if self._steps is not None and self.attempts >= self._steps:
            self.stopped = "steps"
            raise ExhaustedError
        if self._end is not None and monotonic() > self._end:
            self.stopped = "time"
            raise ExhaustedError
        self.attempts += 1


class Search(Generic[C]):
    """Tries candidates and keeps the last one that failed.

    Parameters
    ----------
    start : C
        What fails to begin with.
    fails : callable (C) -> bool
        Whether a candidate shows the fault.
    key : callable (C) -> hashable or None
        Candidates of one key are tried once; one without a key is none.
    budget : Budget, optional
        What it may spend; no limit by default.
    jobs : int, default 1
        Candidates tried at once, by threads. What is found does not depend on it: of a window of candidates the first
        that fails is taken, and only the ones up to it are counted.
    watch : callable (Search) -> None, optional
        Called after every candidate.

    Examples
    --------
    >>> search = Search(100, lambda number: number > 20, key=int)
    >>> search.first([10, 30, 20]), search.best, search.budget.attempts
    (1, 30, 2)
    """

    def __init__(
        self,
        start: C,
        fails: Callable[[C], bool],
        *,
        key: Callable[[C], object],
        budget: Budget | None = None,
        jobs: int = 1,
        watch: Callable[[Search[C]], None] | None = None,
    ) -> None:
        self.best = start
        #: The first and the last few candidates that were the best one, oldest first.
        self.history: list[C] = [start]
        self.budget = budget or Budget()
        #: What is being done, in a word.
        self.step = ""
        self._fails = fails
        self._key = key
        self._known = {key(start)}
        self._jobs = jobs
        self._watch = watch
        self._pool: ThreadPoolExecutor | None = None

    def first(self, candidates: Iterable[C]) -> int | None:
        """Try candidates in order; the first that fails is the best from now on, and its number is returned.

        Raises
        ------
        ExhaustedError
            The budget does not allow another one.
        """
        new = self._unknown(candidates)
        if self._jobs == 1:
            for number, key, candidate in new:
                self.budget.spend()
                if self._told(self._fails(candidate), key, candidate):
                    return number
            return None
        while window := list(islice(new, self._jobs)):
            verdicts = self._threads().map(self._fails, [candidate for _, _, candidate in window])
            for (number, key, candidate), verdict in zip(window, verdicts, strict=True):
                self.budget.spend()
                if self._told(verdict, key, candidate):
                    return number
        return None

    def close(self) -> None:
        """Let the threads go; what they still try is of no interest."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _unknown(self, candidates: Iterable[C]) -> Iterator[tuple[int, object, C]]:
        seen: set[object] = set()
        for number, candidate in enumerate(candidates):
            key = self._key(candidate)
            if key is None or key in self._known or key in seen:
                continue
            seen.add(key)
            yield number, key, candidate

    def _told(self, verdict: bool, key: object, candidate: C) -> bool:
        self._known.add(key)
        if verdict:
            self.best = candidate
            self.history.append(candidate)
            del self.history[1:-KEPT]
        if self._watch is not None:
            self._watch(self)
        return verdict

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._jobs, thread_name_prefix="reduce")
        return self._pool


@contextmanager
def ended_early(search: Search[Any]) -> Iterator[None]:
    """Let a search end when its budget is used up, or by an interrupt, which uses it up."""
    try:
        yield
    except ExhaustedError:
        pass
    except KeyboardInterrupt as interrupt:
        search.budget.stopped = "interrupt"
        search.budget.interrupt = interrupt
    finally:
        search.close()


class Spent(Protocol):
    """What says how much a reduction took."""

    @property
    def attempts(self) -> int: ...  # noqa: D102
    @property
    def seconds(self) -> float: ...  # noqa: D102
    @property
    def stopped(self) -> str | None: ...  # noqa: D102


def took(spent: Spent) -> str:
    """Return in words how much a reduction took, and what ended it early."""
    early = {
        None: "",
        "time": ", out of time",
        "steps": ", out of steps",
        "interrupt": ", interrupted",
    }[spent.stopped]
    return f"{counted(spent.attempts, 'attempt')} in {spent.seconds:.1f} s{early}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted(1, "gate"), counted(0, "gate")
    ('1 gate', '0 gates')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"
