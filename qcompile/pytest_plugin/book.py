# SPDX-License-Identifier: Apache-2.0
"""What the circuits of one run cost, beside the baseline."""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import PipelineError, QCompileError, quote
from ..regression import Entry, Standing
from ..regression.baseline import Baseline
from ..regression.project import Project

if TYPE_CHECKING:
    import pytest

    from ..regression import Row


@dataclass
class Taken:
    """A circuit that a test compiled.

    Parameters
    ----------
    entry : Entry
        What it cost and how that stands.
    test : str
        The node id of the test.
    snapshot : bool
        Whether it is to be in the baseline.
    failed : bool
        Whether its test failed.
    """

    entry: Entry
    test: str
    snapshot: bool = False
    failed: bool = False


@dataclass
class Book:
    """What the circuits of one run cost.

    Parameters
    ----------
    config : pytest.Config
        Of the run.
    """

    config: pytest.Config
    #: By the id of the circuit.
    taken: dict[str, Taken] = field(default_factory=dict)
    #: What went wrong at the end, for the summary.
    troubles: list[str] = field(default_factory=list)
    #: What was done at the end, for the summary.
    notes: list[str] = field(default_factory=list)

    @property
    def root(self) -> str:
        """The folder that paths are relative to."""
        return str(self.config.rootpath)

    @property
    def updates(self) -> bool:
        """Whether snapshots are accepted."""
        return bool(self.config.getoption("--qcompile-update"))

    @property
    def reports(self) -> list[str]:
        """The files to write."""
        return list(self.config.getoption("--qcompile-report"))

    @property
    def path(self) -> str:
        """The file of the baseline."""
        return os.path.join(self.root, self.name)

    @property
    def name(self) -> str:
        """What messages call it."""
        return str(self.config.getini("qcompile_baseline"))

    @cached_property
    def project(self) -> Project:
        """What the configuration says of target, level and tolerances."""
        try:
            return Project.find(self.root)
        except PipelineError as error:
            if error.code == "QC436":  # none is needed here
                return Project(folder=self.root)
            raise

    @cached_property
    def baseline(self) -> Baseline | None:
        """What was accepted; None where there is no file, or it is about to be written anew."""
        if not os.path.exists(self.path):
            return None
        try:
            return Baseline.read(self.path)
        except PipelineError as error:
            if self.updates:
                self.notes.append(
                    f"{self.name} could not be read, and is written anew: {error.message}"
                )
                return None
            error.help = "`pytest --qcompile-update` writes it anew; look at the difference"
            raise

    def accepted(self, name: str) -> Row | None:
        """Return the row of the baseline for a circuit."""
        return None if self.baseline is None else self.baseline.rows.get(name)

    def begin(self, test: str) -> None:
        """Forget what a test found when it ran before: a plugin may run it again."""
        self.taken = {name: each for name, each in self.taken.items() if each.test != test}

    def note(self, taken: Taken) -> None:
        """Keep a circuit.

        Raises
        ------
        PipelineError
            QC456 for a name that is another circuit's.
        """
        name = taken.entry.id
        if name in self.taken:
            raise _twice(name, self.taken[name].test, taken.test)
        self.taken[name] = taken

    def replace(self, old: str, taken: Taken) -> None:
        """Keep a circuit in the place of what was known of it."""
        known = self.taken.pop(old, None)
        try:
            self.note(taken)
        except QCompileError:
            if known is not None:
                self.taken[old] = known
            raise

    def free(self, name: str) -> str:
        """Return a name, numbered where it is another circuit's."""
        number, free = 1, name
        while free in self.taken:
            number += 1
            free = f"{name}#{number}"
        return free

    def failed(self, test: str) -> None:
        """Note that a test failed."""
        for each in self.taken.values():
            if each.test == test:
                each.failed = True

    def send(self) -> bytes:
        """Return what was found in this process, for the one that writes."""
        # From a process to the one that started it, in one run: nothing is kept.
        kept = list(self.taken.values())
        if not self.reports:
            kept = [replace(each, entry=replace(each.entry, report=None)) for each in kept]
        return pickle.dumps(kept)

    def receive(self, sent: bytes) -> None:
        """Take over what another process found."""
        for each in pickle.loads(sent):
            name = each.entry.id
            if name in self.taken:
                self.troubles.append(_twice(name, self.taken[name].test, each.test).render())
            else:
                self.taken[name] = each

    def entries(self) -> list[Entry]:
        """Return the circuits, sorted by id."""
        return [self.taken[name].entry for name in sorted(self.taken)]

    def rows(self) -> dict[str, Row]:
        """Return what is to be accepted: the snapshots of tests that passed."""
        return {
            name: each.entry.after
            for name, each in self.taken.items()
            if each.snapshot and not each.failed and each.entry.after is not None
        }

    def untaken(self) -> list[str]:
        """Return the names in the baseline that this run did not take."""
        known: dict[str, Any] = {} if self.baseline is None else dict(self.baseline.rows)
        return sorted(
            name for name in known if name not in self.taken or not self.taken[name].snapshot
        )


#: Standings that a test does not pass with.
BAD = (Standing.FAILED, Standing.NONDETERMINISTIC, Standing.WORSE, Standing.OVER_BUDGET)


def _twice(name: str, first: str, second: str) -> PipelineError:
    tests = f"`{quote(first)}` and `{quote(second)}`" if first != second else f"`{quote(first)}`"
    return PipelineError(
        f"two snapshots are called `{quote(name)}`, in {tests}",
        code="QC456",
        help="give each a name of its own; under parametrize, put the parameter into it",
    )
