# SPDX-License-Identifier: Apache-2.0
"""Accepting: today's rows into the baseline, and what is left to judge then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from . import times
from .baseline import common
from .judging import changes
from .model import Entry, Standing
from .names import matches
from .twice import OTHERWISE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .against import Against
    from .measuring import Measured
    from .project import Project


def accepted(entries: Sequence[Entry], *, update: bool, accept: Sequence[str]) -> set[str]:
    """Return the ids whose rows are written; what has no result, or no certain one, keeps the row it had."""
    return {
        each.id
        for each in entries
        if (each.error is None or each.error.code == OTHERWISE)
        and (update or any(matches(name, each.id) for name in accept))
    }


def write(
    other: Against,
    entries: Sequence[Entry],
    taken: set[str],
    measured: Sequence[Measured],
    *,
    whole: bool,
) -> None:
    """Write the baseline with the rows that are taken, and the times beside it.

    Parameters
    ----------
    other : Against
        The baseline as it is.
    entries : sequence of Entry
    taken : set of str
        Ids whose rows of today are written.
    measured : sequence of Measured
        What was compiled, for its times.
    whole : bool
        Whether the first line is written anew, too.
    """
    rows = [e.after for e in entries if e.id in taken and e.after is not None]
    gone = [e.id for e in entries if e.id in taken and e.standing is Standing.REMOVED]
    made = other.known.with_rows(rows, gone)
    if whole or not other.known.rows:
        made = replace(made, header=common(made.rows.values()))
    made.write(other.path)
    kept = {name: own for name, own in other.times.items() if name in made.rows}
    times.write(other.timed, kept, [each for each in measured if each.listed.id in taken])


def settled(project: Project, each: Entry) -> Entry:
    """Return an entry as the next check will have it: accepted, so that only budgets are left to judge."""
    if each.after is None:
        return replace(each, standing=Standing.SAME, before=None)
    return replace(
        each,
        before=each.after,
        changes=changes(project, each.after.metrics, each.after.metrics),
        causes=(),
        standing=Standing.OVER_BUDGET if each.overruns else Standing.SAME,
    )
