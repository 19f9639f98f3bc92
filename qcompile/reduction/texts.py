# SPDX-License-Identifier: Apache-2.0
"""A smaller text that shows the same fault: for files that cannot be read as a circuit, and for crash reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import monotonic

from .circuits import check_twice
from .lists import minimal
from .search import Budget, Search, counted, ended_early, took

#: Words, numbers, and every other character on its own: what a line is made of.
PIECE = re.compile(r"\w+|\s+|.", re.DOTALL)


def reduce_lines(text: str, fails: Callable[[str], bool], *, seconds: float = 5.0) -> str:
    r"""Leave out lines as long as the text still fails.

    Halves are tried first, then quarters, down to single lines (`minimal`).

    Parameters
    ----------
    text : str
        A text that fails.
    fails : callable (str) -> bool
        Whether a text shows the same fault.
    seconds : float, default 5.0
        No new attempt is begun after this time; the best so far is returned.

    Returns
    -------
    str
        A text that fails; no longer than the one given.

    Examples
    --------
    >>> reduce_lines("a\nb\nfault\nc\n", lambda text: "fault" in text)
    'fault\n'
    """
    end = monotonic() + seconds

    def first(lists: Iterable[Sequence[str]]) -> int | None:
        for number, lines in enumerate(lists):
            if monotonic() > end:
                return None
            if fails("".join(lines)):
                return number
        return None

    return "".join(minimal(_lines(text), first))


@dataclass(frozen=True, kw_only=True)
class TextReduction:
    """What `reduce_text` returns.

    Parameters
    ----------
    text : str
        The smallest text found; it fails.
    start : str
        The text given.
    attempts : int
        Texts tried.
    seconds : float
        Time taken.
    stopped : {"time", "steps", "interrupt"} or None
        What ended it early, if anything.
    """

    text: str
    start: str
    attempts: int
    seconds: float
    stopped: str | None = None

    def __str__(self) -> str:
        """One line: from how much to how much, and what that took."""
        before, after = (counted(len(t.splitlines()), "line") for t in (self.start, self.text))
        return f"{before} -> {after} ({took(self)})"


def reduce_text(
    text: str,
    fails: Callable[[str], bool],
    *,
    seconds: float | None = None,
    steps: int | None = None,
    jobs: int = 1,
    watch: Callable[[Search[str]], None] | None = None,
) -> TextReduction:
    r"""Leave out lines, then words, as long as the text still fails: for what cannot be read as a circuit.

    Parameters
    ----------
    text : str
        A text that fails.
    fails : callable (str) -> bool
        Whether a text shows the fault.
    seconds, steps, jobs, watch
        As in `reduce`.

    Returns
    -------
    TextReduction

    Raises
    ------
    PipelineError
        QC465 if the text does not fail, QC467 if it fails once and then not.

    Examples
    --------
    >>> small = reduce_text("a b\nxx fault yy\nc\n", lambda text: "fault" in text)
    >>> small.text
    'fault'
    >>> print(str(small)[:17])
    3 lines -> 1 line
    """
    check_twice(text, fails)
    budget = Budget(seconds, steps)
    search = Search(text, fails, key=str, budget=budget, jobs=jobs, watch=watch)
    with ended_early(search):
        for step, split in (("lines", _lines), ("words", PIECE.findall)):
            search.step = step
            minimal(split(search.best), lambda lists: search.first(map("".join, lists)))
    return TextReduction(
        text=search.best,
        start=text,
        attempts=budget.attempts,
        seconds=budget.seconds,
        stopped=budget.stopped,
    )


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
