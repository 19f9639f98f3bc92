# SPDX-License-Identifier: Apache-2.0
"""What one check found: circuits measured, compared with the baseline and judged; every format is written from this.

``` text
Row (one circuit as measured)  --baseline + today-->  Entry (with its changes, causes, standing)  -->  Check
```
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..errors import Diagnostic
    from ..report import Report


class Cause(str, Enum):
    """Why an output is another one than the baseline's: whichever of its inputs is another one."""

    SOURCE = "source changed"
    TARGET = "target changed"
    TOOL = "tool changed"
    SETTINGS = "settings changed"
    #: Every input is the same and the output is not: always an error.
    NONDETERMINISM = "nondeterminism"


class Standing(str, Enum):
    """How a circuit stands against its row of the baseline; from what matters most to what matters least."""

    #: It could not be read or compiled; `Entry.error` says why.
    FAILED = "failed"
    #: Same inputs, another output.
    NONDETERMINISTIC = "nondeterministic"
    #: A metric is worse by more than its tolerance, whatever became of the others.
    WORSE = "worse"
    #: Within the baseline's tolerance, above a budget.
    OVER_BUDGET = "over budget"
    #: In the project, not in the baseline.
    NEW = "new"
    #: In the baseline, not in the project.
    REMOVED = "removed"
    #: A metric is better and none is worse by more than its tolerance.
    BETTER = "better"
    #: Other gates, or counts within their tolerance.
    CHANGED = "changed"
    #: The same counts (the bytes may differ where an input does).
    SAME = "same"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One circuit as it was measured: a line of the baseline.

    Parameters
    ----------
    id : str
        What the user calls it: ``--accept ID``; unique in a project.
    source : str
        Path relative to the configuration file, with ``/``, or ``module:function``.
    source_sha256, settings_sha256, output_sha256 : str
        Digests of the circuit given, of the options in force, of the circuit returned.
    target, target_sha256 : str or None
        Name and digest of the device; None without one.
    tool : str
        ``"qcompile 0.3.0"``.
    level : int or None
        None for an explicit pipeline.
    metrics : mapping of str to int, float or None
        Names as in the report (``two_qubit``, ``two_qubit_depth``, ...).
    """

    id: str
    source: str
    source_sha256: str
    settings_sha256: str
    output_sha256: str
    target: str | None
    target_sha256: str | None
    tool: str
    level: int | None
    seed: int
    metrics: Mapping[str, int | float | None]


@dataclass(frozen=True)
class Limit:
    """How much worse a metric may become: by so many, or by such a share, whichever is larger.

    Examples
    --------
    >>> Limit(share=0.02).allows(100, 102), Limit(share=0.02).allows(100, 103)
    (True, False)
    """

    absolute: float = 0.0
    share: float = 0.0

    def allows(self, before: float, after: float, *, more_is_worse: bool = True) -> bool:
        """Return whether the step from `before` to `after` is no worse than this limit lets it be."""
        worse = after - before if more_is_worse else before - after
        return worse <= max(self.absolute, self.share * abs(before)) + 1e-12 * abs(before)

    def __str__(self) -> str:
        if self.absolute == inf:
            return "any"
        parts = [f"+{self.absolute:g}"] if self.absolute else []
        parts += [f"+{100 * self.share:g}%"] if self.share else []
        return " or ".join(parts) or "exact"


@dataclass(frozen=True)
class Change:
    """One metric of one circuit, before and after; `gates` is False for one that is only reported."""

    metric: str
    before: int | float | None
    after: int | float | None
    limit: Limit = field(default_factory=Limit)
    gates: bool = True
    #: Fidelity is better when it is larger, everything else when it is smaller.
    more_is_worse: bool = True

    @property
    def ratio(self) -> float | None:
        """After over before; None where there is nothing to divide by."""
        if self.before is None or self.after is None or not self.before:
            return None
        return self.after / self.before

    @property
    def worse(self) -> bool:
        """Whether it got worse at all."""
        if self.before is None or self.after is None:
            return False
        return self.after > self.before if self.more_is_worse else self.after < self.before

    @property
    def better(self) -> bool:
        """Whether it got better."""
        if self.before is None or self.after is None:
            return False
        return self.after < self.before if self.more_is_worse else self.after > self.before

    @property
    def exceeds(self) -> bool:
        """Whether it got worse by more than its limit, and that counts."""
        if not self.gates or self.before is None or self.after is None:
            return False
        return not self.limit.allows(self.before, self.after, more_is_worse=self.more_is_worse)


@dataclass(frozen=True)
class Overrun:
    """A metric above the absolute budget of its circuit."""

    metric: str
    value: int | float
    budget: int | float


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One circuit of a check.

    Parameters
    ----------
    id, source : str
        As in `Row`.
    standing : Standing
        The verdict on it.
    before, after : Row, optional
        The baseline's row, today's; one is missing where the circuit is new or removed, today's where it failed.
    changes : sequence of Change
        One per metric that is watched and known on both sides, in the order of the report's table; unchanged ones too.
    causes : sequence of Cause
        Which inputs differ from the baseline's.
    overruns : sequence of Overrun
        Budgets that are exceeded.
    error : Diagnostic, optional
        Why there is no result, or none to rely on.
    exit_code : int
        The exit status of that error, as in `qcompile.error_codes`; 0 without one.
    report : Report, optional
        Of today's compilation; None where a result was known by its digests and nothing was compiled.
    times : mapping of str to float
        ``seconds`` and ``peak_memory_bytes`` of today where they were measured: reported, gating only when asked.
    line : int, optional
        Line of the source (from 1) that a message should point at; None points at the file.
    reproduce : str
        A command line that compiles this circuit the same way.
    """

    id: str
    source: str
    standing: Standing
    before: Row | None = None
    after: Row | None = None
    changes: Sequence[Change] = ()
    causes: Sequence[Cause] = ()
    overruns: Sequence[Overrun] = ()
    error: Diagnostic | None = None
    exit_code: int = 0
    report: Report | None = None
    times: Mapping[str, float] = field(default_factory=dict)
    line: int | None = None
    reproduce: str = ""

    def change(self, metric: str) -> Change | None:
        """Return what became of one metric."""
        return next((change for change in self.changes if change.metric == metric), None)


@dataclass(frozen=True)
class Aggregate:
    """The geometric mean of (after + 1) / (before + 1) of one metric over all circuits on both sides."""

    metric: str
    ratio: float
    circuits: int
    limit: Limit | None = None

    @property
    def exceeds(self) -> bool:
        """Whether the set as a whole got worse by more than its limit."""
        return self.limit is not None and not self.limit.allows(1.0, self.ratio)


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """The rows of one commit that changed the baseline: a point of the history."""

    revision: str
    date: str
    rows: Mapping[str, Mapping[str, int | float | None]]


@dataclass(frozen=True, kw_only=True)
class Check:
    """All of it: what formats are written from.

    Parameters
    ----------
    entries : sequence of Entry
        Sorted by id.
    aggregates : sequence of Aggregate
        One per metric that is watched.
    fail_on : {'regression', 'budget', 'any-change', 'never'}
        What makes `passed` False.
    against : str
        What it was compared with, for people: the baseline's path or a revision.
    settings : mapping
        Options in force that are not the defaults, in the names of the command line.
    tool : str
        ``"qcompile 0.3.0"``.
    target : str or None
        Of the whole project.
    passed : bool
        What it comes to; see `exit_code`.
    reasons : sequence of str
        Why it did not pass, one line each; empty where it did.
    accepted : sequence of str
        Ids whose rows this check wrote into the baseline.
    notes : sequence of str
        What the user may want to do: ``run `qcompile check --update` to lock in 2 improvements``.
    history : sequence of Snapshot
        Oldest first; empty where the baseline is not in a git repository or nobody asked.
    based : bool
        Whether it was compared with a revision, so that there is nothing to accept.
    folder : str
        Where the paths of sources start, seen from the root of the git repository (``"sub/project"``).
    seconds : float
        Wall time of the check.
    """

    entries: Sequence[Entry]
    aggregates: Sequence[Aggregate] = ()
    fail_on: str = "regression"
    against: str = "qcompile-baseline.json"
    settings: Mapping[str, Any] = field(default_factory=dict)
    tool: str = "qcompile"
    target: str | None = None
    passed: bool = True
    reasons: Sequence[str] = ()
    accepted: Sequence[str] = ()
    notes: Sequence[str] = ()
    history: Sequence[Snapshot] = ()
    based: bool = False
    folder: str = ""
    seconds: float = 0.0

    def of(self, *standings: Standing) -> list[Entry]:
        """Return the entries that stand so, by id."""
        return [entry for entry in self.entries if entry.standing in standings]

    def count(self, standing: Standing) -> int:
        """Return how many stand so."""
        return len(self.of(standing))

    @property
    def exit_code(self) -> int:
        """0 if it passed, the status of the first circuit by id that has no result, else 1; a fault of ours before all.

        A circuit that cannot be compiled says more than a verdict on the others.
        """
        if self.passed:
            return 0
        codes = [entry.exit_code for entry in self.entries if entry.exit_code > 1]
        return 70 if 70 in codes else codes[0] if codes else 1
