# SPDX-License-Identifier: Apache-2.0
"""`check`: the circuits of a project compiled, compared with what was accepted, and judged."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from ..errors import FileError, PipelineError, quote
from . import times
from .baseline import LATER, Baseline, common
from .judging import aggregates, changes, entry, reasons, removed
from .listing import TOOL, Listed, check_name, chosen, listed
from .measuring import Measured, measure, shown
from .model import Check, Entry, Snapshot, Standing
from .names import matches
from .notes import notes
from .places import below_the_repository
from .project import Project, said_otherwise
from .reproducing import reproduce
from .twice import OTHERWISE, confirmed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..caching import Cache


def check(
    folder: str = ".",
    *,
    names: Sequence[str] = (),
    options: Mapping[str, Any] | None = None,
    baseline: str | None = None,
    base: str | None = None,
    update: bool = False,
    accept: Sequence[str] = (),
    only_changed: bool = False,
    recompile: bool = False,
    fail_on: str | None = None,
    strict: bool | None = None,
    jobs: int | None = None,
    history: bool = False,
    progress: Callable[[int, int, str], object] | None = None,
) -> Check:
    """Compile the circuits of a project, compare them with its baseline and budgets, and judge.

    Parameters
    ----------
    folder : str, default "."
        The project is that of the nearest configuration file upwards.
    names : sequence of str
        Only these circuits: ids, patterns, or ends of paths.
    options : mapping, optional
        Options of `qcompile.compile` by their names on the command line; they win over the configuration.
    baseline : str, optional
        Another file than the configuration names.
    base : str, optional
        A git revision: its circuits are compiled and compared with, and no baseline is read.
    update : bool, default False
        Accept everything: write the baseline, and the times beside it.
    accept : sequence of str
        Accept these circuits alone.
    only_changed : bool, default False
        Compile only what has another source, target, tool or settings than its row; the rest is taken as it was. With
        a revision the rest is left out.
    recompile : bool, default False
        Take nothing from the cache of results.
    fail_on : {"regression", "budget", "any-change", "never"}, optional
        What fails, if not what the configuration says.
    strict : bool, optional
        Whether improvements and new or removed circuits that are not in the baseline fail, too.
    jobs : int, optional
        Circuits compiled at once; as many as there are processors by default. It changes no byte of the result.
    history : bool, default False
        Read the commits that changed the baseline, for reports that draw them.
    progress : callable (int, int, str), optional
        Told how many are done, of how many, and the last one's id.

    Returns
    -------
    Check

    Raises
    ------
    PipelineError
        QC405 for a configuration, QC430 to QC435 for a baseline that cannot be understood or is not there, QC436
        where there is nothing to check, QC439 for a name of no circuit, QC441 for a revision that git does not have.
    FileError
        The baseline cannot be read or written. What is wrong with one circuit is in its entry.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from qcompile.regression import check
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "qcompile.toml").write_text('include = ["*.qasm"]')
    ...     _ = Path(folder, "a.qasm").write_text("OPENQASM 2.0; qreg q[2]; CX q[0],q[1];")
    ...     first = check(folder, update=True)
    ...     _ = Path(folder, "a.qasm").write_text("OPENQASM 2.0; qreg q[2]; CX q[0],q[1]; CX q[1],q[0];")
    ...     again = check(folder)
    >>> first.passed, again.passed, again.reasons[0]
    (True, False, 'a.qasm: two_qubit 1 -> 2, allowed no change')
    """
    start = perf_counter()
    if base is not None and (update or accept):
        raise _clash("--base", "--update" if update else "--accept")
    project = Project.find(folder).with_options(options or {})
    if update and names:
        update, accept = False, [*accept, *names]
    found = listed(project)
    work = _Work(jobs, recompile, progress)
    fails = fail_on or project.fail_on
    if base is None:
        needed = not (update or accept or fails == "budget")
        name = baseline or project.baseline
        other = _Other.of_file(project, name, needed=needed, anew=update)
    else:
        other = _Other.of_revision(
            project, base, options or {}, found if only_changed else (), work
        )
    for name in accept:
        check_name(name, [*(each.id for each in found), *other.known.rows])
    todo = [each for each in chosen(found, names) if each.id not in other.same]
    kept = _unchanged(todo, other.known) if only_changed else {}
    measured = {each.listed.id: each for each in work.done([t for t in todo if t.id not in kept])}
    entries = _entries(project, todo, {**measured, **kept}, other)
    if not names:
        there = {each.id for each in found}
        entries += [removed(row) for name, row in other.known.rows.items() if name not in there]
    entries.sort(key=lambda each: each.id)
    accepted = _accepted(entries, update=update, accept=accept)
    if update or accept:
        _write(other, entries, accepted, whole=update)
        times.write(other.timed, other.times, [measured[n] for n in sorted(accepted & {*measured})])
    left = [_settled(project, each) if each.id in accepted else each for each in entries]
    strict = project.strict if strict is None else strict
    why = reasons(fails, strict, left, aggregates(project, left))
    checked = Check(
        entries=tuple(entries),
        aggregates=tuple(aggregates(project, entries)),
        fail_on=fails,
        against=other.name,
        settings=said_otherwise(project.options),
        tool=TOOL,
        target=_target(found, project),
        passed=not why,
        reasons=tuple(why),
        accepted=tuple(sorted(accepted)),
        based=base is not None,
        folder=below_the_repository(project.folder),
    )
    skipped = len(kept) + len(other.same)
    said = notes(project, checked, skipped=skipped, named=bool(names))
    if other.broken:
        said.insert(0, f"{other.broken}; it was written anew, and nothing was compared")
    if took := times.told(other.times, [m for n, m in measured.items() if n not in accepted]):
        said.append(f"{took} ({project.times})")
    past = _history(other) if history and base is None else ()
    return replace(checked, notes=tuple(said), history=past, seconds=perf_counter() - start)


@dataclass(frozen=True)
class _Other:
    """What today is compared with.

    Parameters
    ----------
    known : Baseline
    name : str
        What messages call it.
    path, timed : str
        The baseline's file, and that of the times beside it.
    times : mapping
        What that has.
    same : set of str
        Circuits that are left out, since nothing they are made from is different.
    broken : str
        What was wrong with the file, where it is written anew.
    """

    known: Baseline
    name: str
    path: str = ""
    timed: str = ""
    times: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    same: frozenset[str] = frozenset()
    broken: str = ""

    @classmethod
    def of_file(cls, project: Project, name: str, *, needed: bool, anew: bool) -> _Other:
        """Read the baseline, and the times beside it."""
        path, timed = (os.path.join(project.folder, each) for each in (name, project.times))
        known, broken = _known(path, needed=needed, anew=anew)
        return cls(known, shown(path), path, timed, times.read(timed), broken=broken)

    @classmethod
    def of_revision(
        cls,
        project: Project,
        revision: str,
        options: Mapping[str, Any],
        unless: Sequence[Listed],
        work: _Work,
    ) -> _Other:
        """Compile the circuits of a commit."""
        from .revisions import rows_of

        rows, same = rows_of(project, revision, options, partial(work.done, quietly=True), unless)
        return cls(Baseline(header=common([]), rows=rows), revision, same=frozenset(same))


@dataclass
class _Work:
    """How circuits are compiled in this run."""

    jobs: int | None
    recompile: bool
    progress: Callable[[int, int, str], object] | None

    def done(self, circuits: Sequence[Listed], *, quietly: bool = False) -> list[Measured]:
        """Compile them; nothing is loaded for none."""
        if not circuits:
            return []
        count = 0

        def tell(each: Listed) -> None:
            nonlocal count
            count += 1
            if self.progress is not None and not quietly:
                self.progress(count, len(circuits), each.id)

        cache = None if self.recompile else _cache()
        return measure(circuits, jobs=self.jobs, cache=cache, progress=tell)


def _known(path: str, *, needed: bool, anew: bool) -> tuple[Baseline, str]:
    """Return the baseline, and what was wrong with it where it is about to be written anew."""
    if os.path.lexists(path):
        try:
            return Baseline.read(shown(path)), ""
        except PipelineError as error:
            if not anew or error.code == LATER:
                raise
            return Baseline(header=common([])), f"{error.span}: {error.message}"
    if needed:
        raise PipelineError(
            f"there is no baseline yet: `{quote(shown(path))}`",
            code="QC434",
            help="run `qcompile check --update` and commit the file; `--base REV` compares with a commit instead",
        )
    return Baseline(header=common([])), ""


def _unchanged(circuits: Sequence[Listed], known: Baseline) -> dict[str, Measured]:
    """Return the circuits all of whose inputs are as they were, as their rows say they are."""
    return {
        each.id: Measured(listed=each, row=known.rows[each.id])
        for each in circuits
        if each.id in known.rows and each.like(known.rows[each.id])
    }


def _entries(
    project: Project, circuits: Sequence[Listed], made: Mapping[str, Measured], other: _Other
) -> list[Entry]:
    """Return how the circuits of the project stand."""
    found = []
    for each in circuits:
        before, then = other.known.rows.get(each.id), other.times.get(each.id, {})
        stands = entry(project, made[each.id], before, then, reproduce(each))
        found.append(confirmed(stands, each))
    return found


def _accepted(entries: Sequence[Entry], *, update: bool, accept: Sequence[str]) -> set[str]:
    """Return the ids whose rows are written; what has no result, or no certain one, keeps the row it had."""
    return {
        each.id
        for each in entries
        if (each.error is None or each.error.code == OTHERWISE)
        and (update or any(matches(name, each.id) for name in accept))
    }


def _write(other: _Other, entries: Sequence[Entry], accepted: set[str], *, whole: bool) -> None:
    rows = [e.after for e in entries if e.id in accepted and e.after is not None]
    gone = [e.id for e in entries if e.id in accepted and e.standing is Standing.REMOVED]
    made = other.known.with_rows(rows, gone)
    if whole or not other.known.rows:
        made = replace(made, header=common(made.rows.values()))
    made.write(other.path)


def _settled(project: Project, each: Entry) -> Entry:
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


def _history(other: _Other) -> tuple[Snapshot, ...]:
    from .history import snapshots

    return tuple(snapshots(other.path))


def _clash(one: str, other: str) -> PipelineError:
    return PipelineError(
        f"`{one}` contradicts `{other}`",
        code="QC407",
        help="with a revision there is no baseline to write",
    )


def _target(found: Sequence[Listed], project: Project) -> str | None:
    """Return the name of the device of the project as a whole."""
    said = project.options.get("target")
    for each in found:
        if each.target is not None and each.options.get("target") == said:
            return each.target.name
    return None


def _cache() -> Cache | None:
    """Return the user's cache of results; None where there is no folder to keep it in."""
    from ..caching import as_cache

    try:
        return as_cache(True)
    except FileError:
        return None
