# SPDX-License-Identifier: Apache-2.0
"""`check`: the circuits of a project compiled, compared with what was accepted, and judged."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from ..errors import FileError, PipelineError, quote
from . import times
from .baseline import Baseline, common
from .judging import aggregates, changes, entry, reasons, removed
from .listing import TOOL, Listed, check_name, chosen, listed
from .measuring import Measured, measure, shown
from .model import Check, Entry, Row, Standing
from .names import matches
from .notes import notes
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
        Compile only what has another source, target, tool or settings than its row; the rest is taken as it was.
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
    project = Project.find(folder).with_options(options or {})
    fail_on = fail_on or project.fail_on
    strict = project.strict if strict is None else strict
    path = _under(project, baseline or project.baseline)
    if update and names:
        update, accept = False, [*accept, *names]
    found = listed(project)
    cache = None if recompile else _cache()
    work = _Work(jobs or _cores(), cache, progress)
    if base is not None:
        from .revisions import rows_of

        known = Baseline(
            header=common([]), rows=rows_of(project, base, options or {}, work.jobs, cache)
        )
        against = base
    else:
        known = _known(path, needed=not (update or accept or fail_on == "budget"))
        against = shown(path)
    for name in accept:
        check_name(name, [*(each.id for each in found), *known.rows])
    todo = chosen(found, names)
    kept = _unchanged(todo, known) if only_changed else {}
    measured = {m.listed.id: m for m in work.done([t for t in todo if t.id not in kept])}
    timed = _under(project, project.times)
    old = times.read(timed) if base is None else {}
    entries = []
    for each in todo:
        row = known.rows.get(each.id)
        made = measured.get(each.id) or Measured(listed=each, row=kept[each.id])
        stands = entry(project, made, row, old.get(each.id, {}), reproduce(each))
        entries.append(confirmed(stands, each))
    there = {each.id for each in found}
    if not names:
        entries += [removed(row) for name, row in known.rows.items() if name not in there]
    entries.sort(key=lambda each: each.id)
    accepted = _accepted(entries, update=update, accept=accept)
    if update or accept:
        _write(path, known, entries, accepted, whole=update)
        times.write(timed, old, [measured[name] for name in sorted(accepted & measured.keys())])
    left = [_settled(project, each) if each.id in accepted else each for each in entries]
    why = reasons(fail_on, strict, left, aggregates(project, left))
    checked = Check(
        entries=tuple(entries),
        aggregates=tuple(aggregates(project, entries)),
        fail_on=fail_on,
        against=against,
        settings=said_otherwise(project.options),
        tool=TOOL,
        target=_target(found, project),
        passed=not why,
        reasons=tuple(why),
        accepted=tuple(sorted(accepted)),
        seconds=perf_counter() - start,
    )
    said = notes(project, checked, skipped=len(kept), named=bool(names), based=base is not None)
    took = times.told(old, [made for name, made in measured.items() if name not in accepted])
    if took:
        said.append(f"{took} ({project.times})")
    if history and base is None:
        from .history import snapshots

        checked = replace(checked, history=tuple(snapshots(path)))
    return replace(checked, notes=tuple(said), seconds=perf_counter() - start)


@dataclass
class _Work:
    """How circuits are compiled in this run."""

    jobs: int
    cache: Cache | None
    progress: Callable[[int, int, str], object] | None

    def done(self, circuits: Sequence[Listed]) -> list[Measured]:
        """Compile them."""
        count = 0

        def tell(each: Listed) -> None:
            nonlocal count
            count += 1
            if self.progress is not None:
                self.progress(count, len(circuits), each.id)

        return measure(circuits, jobs=self.jobs, cache=self.cache, progress=tell)


def _known(path: str, *, needed: bool) -> Baseline:
    if os.path.lexists(path):
        return Baseline.read(shown(path))
    if needed:
        raise PipelineError(
            f"there is no baseline yet: `{quote(shown(path))}`",
            code="QC434",
            help="run `qcompile check --update` and commit the file; `--base REV` compares with a commit instead",
        )
    return Baseline(header=common([]))


def _unchanged(circuits: Sequence[Listed], known: Baseline) -> dict[str, Row]:
    """Return the rows of circuits all of whose inputs are as they were."""
    found = {}
    for each in circuits:
        row = known.rows.get(each.id)
        if row is not None and each.error is None and each.same_inputs(row):
            found[each.id] = row
    return found


def _accepted(entries: Sequence[Entry], *, update: bool, accept: Sequence[str]) -> set[str]:
    """Return the ids whose rows are written; what has no result, or no certain one, keeps the row it had."""
    return {
        each.id
        for each in entries
        if (each.error is None or each.error.code == OTHERWISE)
        and (update or any(matches(name, each.id) for name in accept))
    }


def _write(
    path: str, known: Baseline, entries: Sequence[Entry], accepted: set[str], *, whole: bool
) -> None:
    rows = [e.after for e in entries if e.id in accepted and e.after is not None]
    gone = [e.id for e in entries if e.id in accepted and e.standing is Standing.REMOVED]
    made = known.with_rows(rows, gone)
    if whole or not known.rows:
        made = replace(made, header=common(made.rows.values()))
    made.write(path)


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


def _under(project: Project, path: str) -> str:
    return os.path.join(project.folder, path)


def _target(found: Sequence[Listed], project: Project) -> str | None:
    """Return the name of the device of the project as a whole."""
    said = project.options.get("target")
    for each in found:
        if each.target is not None and each.options.get("target") == said:
            return each.target.name
    return None


def _cores() -> int:
    from ..many.workers import cores

    return cores()


def _cache() -> Cache | None:
    """Return the user's cache of results; None where there is no folder to keep it in."""
    from ..caching import as_cache

    try:
        return as_cache(True)
    except FileError:
        return None
