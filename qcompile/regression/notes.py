# SPDX-License-Identifier: Apache-2.0
"""What somebody who reads a check may want to do next."""

from __future__ import annotations

import os
from glob import glob
from typing import TYPE_CHECKING

from .model import Check, Standing
from .names import matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .project import Project


def notes(
    project: Project,
    check: Check,
    *,
    skipped: int = 0,
    named: bool = False,
) -> list[str]:
    """Return the notes, one line each."""
    found = list(_of_the_baseline(check))
    if skipped:
        there = sum(each.standing is not Standing.REMOVED for each in check.entries)
        total = there + skipped if check.based else there
        found.append(
            f"{skipped} of {total} circuits were not compiled: source, target, tool and settings are those of "
            f"{check.against}"
        )
    if not named:
        found += _of_the_configuration(project, check)
    return found


def _of_the_baseline(check: Check) -> Iterator[str]:
    rest = [each for each in check.entries if each.id not in check.accepted]
    if check.accepted:
        count = _count(len(check.accepted), "circuit")
        yield f"wrote {check.against}: {count} accepted; commit the file"
    if check.based:
        return
    stale = {
        word: sum(each.standing is standing for each in rest)
        for word, standing in (
            ("better", Standing.BETTER),
            ("new", Standing.NEW),
            ("removed", Standing.REMOVED),
        )
    }
    otherwise = [each for each in rest if each.standing is Standing.SAME and each.causes]
    if otherwise:
        why = ", ".join(sorted({cause.value for each in otherwise for cause in each.causes}))
        yield f"{_count(len(otherwise), 'circuit')} with the same counts as before ({why})"
    said = ", ".join(f"{count} {word}" for word, count in stale.items() if count)
    if said:
        yield f"{said}: `qcompile check --update` locks that in"


def _of_the_configuration(project: Project, check: Check) -> Iterator[str]:
    ids = [each.id for each in check.entries if each.standing is not Standing.REMOVED]
    for pattern in project.include:
        if not glob(pattern, root_dir=os.fspath(project.folder), recursive=True):
            yield f"`include` has `{pattern}`, and no file is called so"
    for table, patterns in (("budget", project.budgets), ("circuit", project.overrides)):
        for pattern in patterns:
            if not any(matches(pattern, name) for name in ids):
                yield f"`{table}` has `{pattern}`, and no circuit is called so"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
