# SPDX-License-Identifier: Apache-2.0
"""The commits that changed the baseline, and what its rows said after each: what reports draw curves of."""

from __future__ import annotations

import os

from ..errors import PipelineError
from .baseline import parse
from .model import Snapshot
from .revisions import git

#: Commits that are looked back at.
MOST = 50


def snapshots(path: str, most: int = MOST) -> list[Snapshot]:
    """Return the states of a baseline, oldest first; none outside of a repository, or before its first commit.

    Commits whose baseline cannot be understood are left out.
    """
    folder, name = os.path.split(os.path.abspath(path))
    found = []
    try:
        log = git(folder, "log", f"--max-count={most}", "--format=%h %H %cI", "--", name)
        for line in reversed(log.splitlines()):
            short, commit, date = line.split()
            try:
                text = git(folder, "show", f"{commit}:./{name}")
                rows = parse(text.encode("utf-8", "surrogateescape"), name).rows
            except PipelineError:
                continue
            metrics = {id: row.metrics for id, row in rows.items()}
            found.append(Snapshot(revision=short, date=date, rows=metrics))
    except PipelineError:
        return []
    return found
