# SPDX-License-Identifier: Apache-2.0
"""Commits of the project's repository, through the git command: the files of one, and where the project lies in it.

Nothing of the user's is touched: files are written out through an index of their own into a folder that goes away.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ..configuration import NAMES, table_of
from ..errors import PipelineError, QCompileError, quote
from .listing import listed
from .project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from .listing import Listed
    from .measuring import Measured
    from .model import Row


_OF_A_HOOK = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}


def rows_of(
    project: Project,
    revision: str,
    options: Mapping[str, Any],
    measure: Callable[[Sequence[Listed]], list[Measured]],
    unless: Sequence[Listed] = (),
) -> tuple[dict[str, Row], set[str]]:
    """Return the rows of a commit's circuits, compiled by this version, with that commit's configuration if it has one.

    A circuit that could not be compiled there has no row: today's is new.

    Parameters
    ----------
    project : Project
        As it is today.
    revision : str
        A commit; with ``...`` after it the one where today's branch left it.
    options : mapping
        Of the command line: they hold for both sides.
    measure : callable
        Compiles circuits.
    unless : sequence of Listed
        Circuits of today that need no row if nothing they are made from was different.

    Returns
    -------
    tuple of dict and set
        Rows by id, and the ids of those that need none.

    Raises
    ------
    PipelineError
        QC441 for a revision that git does not have, or a folder in no repository.
    """
    with checkout(project.folder, revision) as folder:
        then = _project(project, folder).with_options(options)
        try:
            circuits = listed(then)
        except QCompileError as error:
            if error.code == "QC436":  # there was nothing to check yet
                return {}, set()
            raise
        today = {each.id: each for each in unless}
        same = {each.id for each in circuits if each.id in today and each.like(today[each.id])}
        made = measure([each for each in circuits if each.id not in same])
    return {each.row.id: each.row for each in made if each.row is not None}, same


@contextmanager
def checkout(folder: str, revision: str) -> Iterator[str]:
    """Write the files of a commit into a folder of their own; yields where the project's folder is in it."""
    top = git(folder, "rev-parse", "--show-toplevel")
    commit = resolved(folder, revision)
    with TemporaryDirectory(prefix="qcompile-base-") as place:
        tree = os.path.join(place, "tree")
        own = {"GIT_INDEX_FILE": os.path.join(place, "index")}
        git(top, "read-tree", commit, env=own)
        git(top, "checkout-index", "--all", "--quiet", f"--prefix={tree}/", env=own)
        inside = os.path.relpath(os.path.realpath(folder), os.path.realpath(top))
        there = os.path.normpath(os.path.join(tree, inside))
        os.makedirs(there, exist_ok=True)
        yield there


def resolved(folder: str, revision: str) -> str:
    """Return the commit that a revision names; QC441 if git has none."""
    try:
        if revision.endswith("..."):
            return git(folder, "merge-base", "--end-of-options", revision[:-3], "HEAD")
        return git(
            folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
    except PipelineError as error:
        if "repository" in error.message:
            raise
        raise PipelineError(
            f"git has no revision `{quote(revision)}`",
            code="QC441",
            help="`git fetch` it; in CI, check out with the history (`fetch-depth: 0`)",
        ) from None


def git(folder: str, *words: str, env: Mapping[str, str] | None = None) -> str:
    """Run git in a folder and return what it prints, without the last newline.

    Raises
    ------
    PipelineError
        QC441 with what git says.
    """
    # In a hook git says which repository it is at work in, as seen from another folder.
    kept = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    try:
        done = subprocess.run(
            ["git", *words],
            cwd=folder,
            env={**kept, **(env or {}), "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise PipelineError(
            f"git cannot be run: {(error.strerror or str(error)).lower()}",
            code="QC441",
            help="install git, or compare with a baseline: `qcompile check`",
        ) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        message = (said or [f"status {done.returncode}"])[0].removeprefix("fatal: ")
        raise PipelineError(
            f"git {words[0]}: {message}", code="QC441", help="run the command in a git repository"
        )
    return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")


def _project(today: Project, folder: str) -> Project:
    """Return the project as the commit's configuration has it; as it is today where the commit has none."""
    for name in NAMES:
        path = os.path.join(folder, name)
        table = table_of(path, name)
        if table is not None:
            return Project.read(path, table)
    return _moved(today, folder)


def _moved(today: Project, folder: str) -> Project:
    """Return a project in another folder: its device files are those of that folder, where it has them."""

    def there(options: Mapping[str, Any]) -> dict[str, Any]:
        made = dict(options)
        target = made.get("target")
        if target is not None and os.path.isabs(target):
            inside = os.path.relpath(target, today.folder)
            moved = os.path.normpath(os.path.join(folder, inside))
            if not inside.startswith(os.pardir) and os.path.isfile(moved):
                made["target"] = moved
        return made

    over = {pattern: there(options) for pattern, options in today.overrides.items()}
    return replace(today, folder=folder, options=there(today.options), overrides=over)
