# SPDX-License-Identifier: Apache-2.0
"""`check`: the circuits of a project compiled, compared with what was accepted, and judged."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from ..errors import FileError, PipelineError
from . import times
from .accepting import accepted, settled, write
from .against import Against
from .judging import aggregates, entry, reasons, removed
from .listing import TOOL, Listed, check_name, chosen, listed
from .measuring import Measured, measure
from .model import Check, Entry
from .notes import notes
from .places import below_the_repository
from .project import Project, said_otherwise
from .reproducing import reproduce
from .twice import confirmed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..caching import Cache
    from .baseline import Baseline
    from .model import Row


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
    names, accept = ([_inside(project, name) for name in each] for each in (names, accept))
    if update and names:
        update, accept = False, [*accept, *names]
    fails = fail_on or project.fail_on
    work = _Work(jobs or project.jobs, recompile or not project.cache, progress)
    if base is None:
        needed = not (update or accept or fails == "budget")
        name = baseline or project.baseline
        # Before anything of the project is run: most of what goes wrong with it is said at once.
        other = Against.file(project, name, needed=needed, anew=update)
        found = listed(project)
    else:
        found = listed(project)
        unless, compile = found if only_changed else (), partial(work.done, quietly=True)
        other = Against.revision(project, base, options or {}, compile, unless)
    for name in accept:
        check_name(name, [*(each.id for each in found), *other.known.rows])
    todo = chosen(found, [*names, *accept] if names else [])
    todo = [each for each in todo if each.id not in other.same]
    kept = _unchanged(todo, other.known) if only_changed else {}
    measured = {each.listed.id: each for each in work.done([t for t in todo if t.id not in kept])}
    entries = _entries(project, todo, {**measured, **kept}, other)
    if not names:
        entries += [removed(row) for row in _gone(found, other.known)]
    entries.sort(key=lambda each: each.id)
    taken = accepted(entries, update=update, accept=accept)
    if update or accept:
        write(other, entries, taken, list(measured.values()), whole=update)
    left = [settled(project, each) if each.id in taken else each for each in entries]
    why = reasons(
        fails, project.strict if strict is None else strict, left, aggregates(project, left)
    )
    checked = Check(
        entries=tuple(entries),
        aggregates=tuple(aggregates(project, entries)),
        fail_on=fails,
        against=other.name,
        settings=_settings(project),
        tool=TOOL,
        target=_target(found, project),
        passed=not why,
        reasons=tuple(why),
        accepted=tuple(sorted(taken)),
        history=other.history() if history else (),
        based=base is not None,
        folder=below_the_repository(project.folder),
    )
    said = notes(project, checked, skipped=len(kept) + len(other.same), named=bool(names))
    if other.broken:
        said.insert(0, f"{other.broken}; it was written anew, and nothing was compared")
    if took := times.told(other.times, [m for n, m in measured.items() if n not in taken]):
        said.append(f"{took} ({project.times})")
    return replace(checked, notes=tuple(said), seconds=perf_counter() - start)


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


def _unchanged(circuits: Sequence[Listed], known: Baseline) -> dict[str, Measured]:
    """Return the circuits all of whose inputs are as they were, as their rows say they are."""
    return {
        each.id: Measured(listed=each, row=known.rows[each.id])
        for each in circuits
        if each.id in known.rows and each.like(known.rows[each.id])
    }


def _gone(found: Sequence[Listed], known: Baseline) -> list[Row]:
    """Return the rows of circuits that the project no longer has; those of a function that failed may come back."""
    there = {each.id for each in found}
    failed = {each.source for each in found if each.error is not None}
    return [row for row in known.rows.values() if row.id not in there and row.source not in failed]


def _entries(
    project: Project, circuits: Sequence[Listed], made: Mapping[str, Measured], other: Against
) -> list[Entry]:
    """Return how the circuits of the project stand."""
    found = []
    for each in circuits:
        before, then = other.known.rows.get(each.id), other.times.get(each.id, {})
        stands = entry(project, made[each.id], before, then, reproduce(each))
        found.append(confirmed(stands, each))
    return found


def _inside(project: Project, name: str) -> str:
    """Return the id of a file that is named from the working folder; what is no file is a pattern."""
    if not os.path.isfile(name):
        return name
    try:
        return os.path.relpath(name, project.folder).replace(os.sep, "/")
    except ValueError:  # on another drive
        return name


def _settings(project: Project) -> dict[str, Any]:
    """Return what was asked for otherwise than by default; a device file as the project knows it."""
    said = said_otherwise(project.options)
    if os.path.isabs(said.get("target") or ""):
        said["target"] = _inside(project, said["target"])
    return said


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
