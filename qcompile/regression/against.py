# SPDX-License-Identifier: Apache-2.0
"""What today is compared with: the baseline's file, or what the circuits of a commit come out as."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import PipelineError, quote
from . import times
from .baseline import LATER, Baseline, common
from .measuring import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .listing import Listed
    from .measuring import Measured
    from .model import Snapshot
    from .project import Project


@dataclass(frozen=True)
class Against:
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
    def file(cls, project: Project, name: str, *, needed: bool, anew: bool) -> Against:
        """Read the baseline, and the times beside it."""
        path, timed = (os.path.join(project.folder, each) for each in (name, project.times))
        known, broken = _known(path, needed=needed, anew=anew)
        return cls(known, shown(path), path, timed, times.read(timed), broken=broken)

    @classmethod
    def revision(
        cls,
        project: Project,
        name: str,
        options: Mapping[str, Any],
        compile: Callable[[Sequence[Listed]], list[Measured]],
        unless: Sequence[Listed],
    ) -> Against:
        """Compile the circuits of a commit; see `revisions.rows_of`."""
        from .revisions import rows_of

        rows, same = rows_of(project, name, options, compile, unless)
        return cls(Baseline(header=common([]), rows=rows), name, same=frozenset(same))

    def history(self) -> tuple[Snapshot, ...]:
        """Return the states of the file in git; see `history.snapshots`."""
        if not self.path:
            return ()
        from .history import snapshots

        return tuple(snapshots(self.path))


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
