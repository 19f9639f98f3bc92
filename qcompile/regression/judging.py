# SPDX-License-Identifier: Apache-2.0
"""Rows against rows: what changed, why, and whether that is still within what the project allows."""

from __future__ import annotations

from math import exp, inf, log
from typing import TYPE_CHECKING

from .limits import GROWING, METRICS, TIMES
from .model import Aggregate, Cause, Change, Entry, Limit, Overrun, Row, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .measuring import Measured
    from .project import Project


def causes(before: Row, after: Row) -> list[Cause]:
    """Return which inputs of a circuit are other ones than they were; nondeterminism where only the output is."""
    found = [
        cause
        for cause, differs in (
            (Cause.SOURCE, before.source_sha256 != after.source_sha256),
            (Cause.TARGET, _target(before) != _target(after)),
            (Cause.TOOL, before.tool != after.tool),
            (Cause.SETTINGS, before.settings_sha256 != after.settings_sha256),
        )
        if differs
    ]
    if not found and before.output_sha256 != after.output_sha256:
        return [Cause.NONDETERMINISM]
    return found


def changes(
    project: Project,
    before: Mapping[str, int | float | None],
    after: Mapping[str, int | float | None],
    times: tuple[Mapping[str, float], Mapping[str, float]] = ({}, {}),
) -> list[Change]:
    """Return what became of every metric that is watched and known on both sides, in the order of tables."""
    gating = project.gating
    made = []
    for name in project.watched:
        sides = times if name in TIMES else (before, after)
        old, new = sides[0].get(name), sides[1].get(name)
        if old is not None and new is not None:
            limit = gating.get(name, Limit(absolute=inf))
            growing = name in GROWING
            made.append(Change(name, old, new, limit, name in gating, more_is_worse=not growing))
    return made


def overruns(project: Project, row: Row) -> list[Overrun]:
    """Return the budgets that a circuit exceeds; a metric it does not have exceeds none."""
    found = []
    for metric, most in project.budget_of(row.id).items():
        value = row.metrics.get(metric)
        if value is None:
            continue
        if value < most if metric in GROWING else value > most:
            found.append(Overrun(metric, value, most))
    return found


def entry(
    project: Project,
    measured: Measured,
    before: Row | None,
    times: Mapping[str, float],
    reproduce: str,
) -> Entry:
    """Return the entry of a circuit of the project."""
    listed, after = measured.listed, measured.row
    if after is None:
        assert measured.error is not None
        return Entry(
            id=listed.id,
            source=listed.source,
            standing=Standing.FAILED,
            before=before,
            error=measured.error.diagnostic(),
            exit_code=measured.error.exit_code,
            reproduce=reproduce,
        )
    over = overruns(project, after)
    found: list[Change] = []
    why: list[Cause] = []
    if before is not None:
        found = changes(project, before.metrics, after.metrics, (times, measured.times))
        why = causes(before, after)
    return Entry(
        id=listed.id,
        source=listed.source,
        standing=standing(before, after, found, why, over),
        before=before,
        after=after,
        changes=found,
        causes=why,
        overruns=over,
        report=measured.report,
        times=measured.times,
        reproduce=reproduce,
    )


def standing(
    before: Row | None,
    after: Row,
    found: Sequence[Change],
    why: Sequence[Cause],
    over: Sequence[Overrun],
) -> Standing:
    """Return how a compiled circuit stands; what matters most is said first."""
    if Cause.NONDETERMINISM in why:
        return Standing.NONDETERMINISTIC
    if any(change.exceeds for change in found):
        return Standing.WORSE
    if over:
        return Standing.OVER_BUDGET
    if before is None:
        return Standing.NEW
    counts = [change for change in found if change.metric not in TIMES]
    if any(change.better for change in counts if change.gates):
        return Standing.BETTER
    known = _known(before), _known(after)
    same = known[0] == known[1] and all(change.before == change.after for change in counts)
    return Standing.SAME if same else Standing.CHANGED


def removed(row: Row) -> Entry:
    """Return the entry of a circuit that the project no longer has."""
    return Entry(id=row.id, source=row.source, standing=Standing.REMOVED, before=row)


def aggregates(project: Project, entries: Iterable[Entry]) -> list[Aggregate]:
    """Return the geometric mean of each metric that gates or has a limit for the set, over circuits on both sides."""
    both = [entry for entry in entries if entry.before is not None and entry.after is not None]
    watched = [name for name in METRICS if name in project.gating or name in project.aggregate]
    made = []
    for name in watched:
        ratios = [
            log((change.after + 1) / (change.before + 1))
            for change in (entry.change(name) for entry in both)
            if change is not None and change.before is not None and change.after is not None
        ]
        if ratios:
            limit = project.aggregate.get(name)
            made.append(Aggregate(name, exp(sum(ratios) / len(ratios)), len(ratios), limit))
    return made


def reasons(
    fail_on: str, strict: bool, entries: Sequence[Entry], sets: Sequence[Aggregate]
) -> list[str]:
    """Return why a check does not pass, a line each.

    A circuit that cannot be compiled and one that comes out differently each time fail whatever `fail_on` says.
    """
    found = []
    for each in entries:
        found += _reasons(each, fail_on, strict)
    if fail_on in ("regression", "any-change"):
        for whole in sets:
            if whole.exceeds:
                found.append(
                    f"{whole.metric} over {whole.circuits} circuits: x{whole.ratio:.4g} by the geometric mean, "
                    f"allowed {whole.limit}"
                )
    return found


def _reasons(each: Entry, fail_on: str, strict: bool) -> list[str]:
    if each.standing is Standing.FAILED:
        assert each.error is not None
        return [f"{each.id}: {each.error.message}"]
    if each.standing is Standing.NONDETERMINISTIC:
        return [f"{each.id}: another output from the same inputs"]
    said = []
    if fail_on in ("regression", "any-change"):
        said += [
            f"{each.id}: {change.metric} {_number(change.before)} -> {_number(change.after)}, "
            f"allowed {_allowed(change)}"
            for change in each.changes
            if change.exceeds
        ]
    if fail_on != "never":
        said += [
            f"{each.id}: {over.metric} {_number(over.value)}, budget {_number(over.budget)}"
            for over in each.overruns
        ]
    stale = each.standing in (Standing.BETTER, Standing.NEW, Standing.REMOVED)
    if not said and (stale or _moved(each)) and (fail_on == "any-change" or (strict and stale)):
        what = "another output" if each.standing is Standing.SAME else each.standing.value
        said.append(f"{each.id}: {what}, and the baseline does not have it yet")
    return said


def _moved(each: Entry) -> bool:
    """Return whether a circuit is another one than its row says, be it of the same counts."""
    if each.before is None or each.after is None:
        return True
    return each.before.output_sha256 != each.after.output_sha256


def _allowed(change: Change) -> str:
    return "no change" if str(change.limit) == "exact" else str(change.limit)


def _number(value: float | None) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _target(row: Row) -> tuple[str | None, str | None]:
    return row.target, row.target_sha256


def _known(row: Row) -> set[str]:
    return {name for name, value in row.metrics.items() if value is not None}
