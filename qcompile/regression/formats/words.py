# SPDX-License-Identifier: Apache-2.0
"""What every format says, and in which order: titles, numbers, causes, the headline, what matters most first."""

from __future__ import annotations

import re
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any

from ...errors import escape
from ...report.report import dump_json
from ..limits import GATES
from ..model import Cause, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..model import Aggregate, Change, Check, Entry, Limit, Overrun, Row

#: Metrics by the name they have in a column, and in a rule's identifier (``QC-REG-2Q``).
SHORT = {
    "two_qubit": "2q",
    "two_qubit_depth": "2q depth",
    "one_qubit": "1q",
    "multi_qubit": "larger gates",
    "t_count": "T-count",
    "t_depth": "T-depth",
    "fidelity_estimate": "est. fidelity",
    "duration_ns": "duration (ns)",
    "seconds": "time (s)",
    "peak_memory_bytes": "memory",
}
#: And as they are called in a sentence.
LONG = {
    "two_qubit": "two-qubit gates",
    "two_qubit_depth": "two-qubit depth",
    "one_qubit": "one-qubit gates",
    "multi_qubit": "gates on three and more qubits",
    "fidelity_estimate": "estimated fidelity",
}
#: How each standing is counted in the headline.
COUNTED = {
    Standing.FAILED: ("failed", "failed"),
    Standing.NONDETERMINISTIC: ("nondeterministic", "nondeterministic"),
    Standing.WORSE: ("regression", "regressions"),
    Standing.OVER_BUDGET: ("over budget", "over budget"),
    Standing.NEW: ("new", "new"),
    Standing.REMOVED: ("removed", "removed"),
    Standing.BETTER: ("better", "better"),
    Standing.CHANGED: ("changed", "changed"),
    Standing.SAME: ("same", "same"),
}
#: Standings of which there is nothing to tell one by one.
QUIET = (Standing.SAME,)
_RANK = {standing: rank for rank, standing in enumerate(Standing)}
#: No result, or none to rely on: an error whatever `fail_on` says.
_BROKEN = (Standing.FAILED, Standing.NONDETERMINISTIC)
#: What is an error besides under each `fail_on`.
_ERRORS = {
    "regression": (Standing.WORSE, Standing.OVER_BUDGET),
    "budget": (Standing.OVER_BUDGET,),
    "any-change": tuple(s for s in Standing if s is not Standing.SAME),
    "never": (),
}
#: What else is no good news, and no error where it does not count.
_WARNINGS = (Standing.WORSE, Standing.OVER_BUDGET, Standing.REMOVED)


def plain(text: str) -> str:
    r"""Return text of a user's for a log: on one line, printable, and no command to the service that reads the log.

    GitHub's runner obeys ``##[command]`` anywhere in a line, and ``::command::`` at its beginning.

    Examples
    --------
    >>> plain("a\nb"), plain("::error::x"), plain("##[add-mask]x")
    ('a\\nb', '\\x3a:error::x', '#\\x23[add-mask]x')
    """
    # A line may be folded at any space, and the rest of it begins the next.
    return re.sub(r"(?<!\S)::", r"\\x3a:", escape(text).replace("##[", "#\\x23["))


def short(metric: str) -> str:
    """Return the title of a column."""
    return SHORT.get(metric, metric.replace("_", " "))


def long(metric: str) -> str:
    """Return a metric's name for a sentence."""
    return LONG.get(metric, short(metric))


def rule(kind: str, metric: str = "") -> str:
    """Return the identifier of a rule: ``rule("REG", "two_qubit")`` is ``QC-REG-2Q``."""
    words = {"two_qubit": "2Q", "two_qubit_depth": "2Q-DEPTH", "one_qubit": "1Q"}
    last = words.get(metric, metric.upper().replace("_", "-"))
    return f"QC-{kind}-{last}" if metric else f"QC-{kind}"


def number(value: int | float | None) -> str:
    """Return a metric for people; what is not known is a dash."""
    if value is None:
        return "-"
    if not isinstance(value, float) or value.is_integer():
        return f"{value:.0f}"
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def percent(change: Change) -> str:
    """Return by how much a metric moved, ``+4.6%``, or as a difference where there is nothing to divide by."""
    if change.before is None or change.after is None or change.before == change.after:
        return ""
    if change.ratio is None:
        return f"{change.after - change.before:+g}"
    return f"{100 * (change.ratio - 1):+.1f}%"


def moved(change: Change | None) -> str:
    """Return a metric before and after: ``412 -> 431 (+4.6%)``, or one number where it did not move."""
    if change is None:
        return ""
    if change.before == change.after:
        return number(change.after)
    by = percent(change)
    return f"{number(change.before)} -> {number(change.after)}" + (f" ({by})" if by else "")


def verdict(change: Change) -> str:
    """Return the word for a change: ``worse``, ``tolerated`` (worse, within its limit), ``better`` or ``same``."""
    if change.worse:
        return "worse" if change.exceeds else "tolerated"
    return "better" if change.better else "same"


def overrun(found: Overrun) -> str:
    """Return a budget that is exceeded: ``two-qubit gates 318 over the budget of 240``."""
    return f"{long(found.metric)} {number(found.value)} over the budget of {number(found.budget)}"


def allowed(limit: Limit | None) -> str:
    """Return what a limit lets a metric become: ``no change``, ``+2%``."""
    return "no change" if str(limit) == "exact" else str(limit)


def ordered(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries, what matters most first, the largest regression before smaller ones."""
    return sorted(entries, key=lambda e: (_RANK[e.standing], -_excess(e), e.id))


def _excess(entry: Entry) -> float:
    ratios = [_ratio(change) for change in entry.changes if change.exceeds]
    return max(ratios, default=0.0)


def _ratio(change: Change) -> float:
    """Return how many times worse a metric became."""
    low, high = sorted((abs(change.before or 0), abs(change.after or 0)))
    return (high + 1) / (low + 1)


def told(check: Check) -> list[Entry]:
    """Return the entries there is something to tell of, what matters most first."""
    return ordered(entry for entry in check.entries if _tells(check, entry))


def untold(check: Check) -> list[Entry]:
    """Return the other entries, by id."""
    return [entry for entry in check.entries if not _tells(check, entry)]


def _tells(check: Check, entry: Entry) -> bool:
    return entry.standing not in QUIET or (check.fail_on == "any-change" and _other(entry))


def severity(check: Check, entry: Entry) -> str:
    """Return ``error`` for what counts against the check, ``warning`` for what only might, else ``notice``."""
    if entry.overruns and check.fail_on != "never":
        return "error"
    if entry.id in check.accepted:
        return "notice"
    if entry.standing in _BROKEN:
        return "error"
    listed = _ERRORS.get(check.fail_on, _ERRORS["regression"])
    if entry.standing in listed or (check.fail_on == "any-change" and _other(entry)):
        return "error"
    if entry.id in _blamed(tuple(check.reasons)):
        return "error"  # a baseline that is out of date, where that fails
    return "warning" if entry.standing in _WARNINGS else "notice"


@lru_cache(maxsize=8)
def _blamed(reasons: tuple[str, ...]) -> frozenset[str]:
    """Return what may be the ids that reasons begin with: everything before a colon."""
    found = set()
    for reason in reasons:
        at = reason.find(": ")
        while at >= 0:
            found.add(reason[:at])
            at = reason.find(": ", at + 1)
    return frozenset(found)


def set_severity(check: Check) -> str:
    """Return how much it counts that the circuits together got worse."""
    return "error" if check.fail_on in ("regression", "any-change") else "warning"


def _other(entry: Entry) -> bool:
    """Return whether a circuit comes out otherwise than its row says, be it with the same counts."""
    before, after = entry.before, entry.after
    return before is not None and after is not None and before.output_sha256 != after.output_sha256


def metrics(check: Check, entries: Iterable[Entry], most: int = 1000) -> list[str]:
    """Return the metrics that are watched, at most so many: those that got worse and those that moved come first."""
    listed = list(entries)
    watched = list(dict.fromkeys(a.metric for a in check.aggregates))
    watched += [
        change.metric
        for entry in check.entries
        for change in entry.changes
        if change.metric not in watched
    ]
    # Where there is nothing to compare with yet: what will be.
    watched = list(dict.fromkeys(watched)) or [
        name for name in GATES if any(value(e, name) is not None for e in check.entries)
    ]
    if len(watched) <= most:
        return watched
    weight = dict.fromkeys(watched, 0)
    for entry in listed:
        for change in entry.changes:
            moves = 2 if change.exceeds else 1 if change.before != change.after else 0
            weight[change.metric] = max(weight[change.metric], moves)
    kept = sorted(watched, key=lambda metric: -weight[metric])[:most]
    return [metric for metric in watched if metric in kept]


def value(entry: Entry, metric: str) -> int | float | None:
    """Return what a circuit has today, or had where it is gone."""
    row = entry.after or entry.before
    return None if row is None else row.metrics.get(metric)


def cell(entry: Entry, metric: str) -> str:
    """Return one metric of one circuit as a table shows it."""
    change = entry.change(metric)
    return moved(change) if change is not None else number(value(entry, metric))


def causes(entry: Entry) -> list[str]:
    """Return why a circuit is another one, with what changed by name where it has one."""
    return [_cause(cause, entry.before, entry.after) for cause in entry.causes]


def _cause(cause: Cause, before: Row | None, after: Row | None) -> str:
    if before is not None and after is not None:
        if cause is Cause.TOOL and before.tool != after.tool:
            return f"{before.tool} -> {after.tool.removeprefix('qcompile ')}"
        if cause is Cause.TARGET and before.target != after.target:
            return f"target {before.target or 'none'} -> {after.target or 'none'}"
        if cause is Cause.SETTINGS:
            named = [
                f"{name} {_none(old)} -> {_none(new)}"
                for name, old, new in (
                    ("level", before.level, after.level),
                    ("seed", before.seed, after.seed),
                )
                if old != new
            ]
            return ", ".join(named) or cause.value
    if cause is Cause.NONDETERMINISM:
        return "nondeterminism: the same inputs gave another output"
    return str(cause.value)


def _none(value: object) -> object:
    return "none" if value is None else value


def why(entry: Entry) -> str:
    """Return on one line what is to be said of a circuit besides its numbers."""
    parts = causes(entry)
    parts += [overrun(found) for found in entry.overruns]
    if entry.error is not None:
        parts.append(f"[{entry.error.code}] {entry.error.message}")
    if entry.standing is Standing.REMOVED:
        parts.append("not in the project any more")
    if entry.standing is Standing.NEW:
        parts.append("not in the baseline yet")
    if entry.standing is Standing.SAME and _other(entry):
        parts.append("the same counts, another output")
    return "; ".join(parts)


def sentence(entry: Entry) -> str:
    """Return what happened to a circuit, in words: for messages that stand alone."""
    worse = [
        f"{long(c.metric)} {moved(c)}, allowed {allowed(c.limit)}"
        for c in entry.changes
        if c.exceeds
    ]
    if not worse:
        worse = [f"{long(c.metric)} {moved(c)}" for c in entry.changes if c.before != c.after]
    told = [*worse, *([why(entry)] if why(entry) else [])]
    return f"{entry.id}: {entry.standing.value}" + (f"; {'; '.join(told)}" if told else "")


def counts(check: Check) -> str:
    """Return how many circuits stand how: ``1 regression, 2 better, 41 same``."""
    parts = []
    for standing, (one, many) in COUNTED.items():
        if n := check.count(standing):
            parts.append(f"{n} {one if n == 1 else many}")
    return ", ".join(parts) or "no circuits"


def circumstances(check: Check) -> str:
    """Return what all circuits were compiled for and how, as far as they agree."""
    rows = [entry.after for entry in check.entries if entry.after is not None]
    parts = [f"target {check.target}"] if check.target else []
    for name in ("level", "seed"):
        values = {getattr(row, name) for row in rows}
        if len(values) == 1 and None not in values:
            parts.append(f"{name} {values.pop()}")
    return ", ".join(parts)


def headline(check: Check) -> str:
    """Return the first line of a report."""
    how = circumstances(check)
    return f"Circuit report: {counts(check)}" + (f" ({how})" if how else "")


def means(aggregates: Sequence[Aggregate]) -> list[str]:
    """Return the geometric means: ``2q x0.998``."""
    return [
        f"{short(a.metric)} x{a.ratio:.3f}"
        + (f" (allowed {allowed(a.limit)})" if a.limit is not None and a.exceeds else "")
        for a in aggregates
    ]


def limits(check: Check) -> list[str]:
    """Return what each metric is allowed: ``2q exact``; for those of which all circuits say the same."""
    found: dict[str, set[str]] = {}
    for entry in check.entries:
        for change in entry.changes:
            if change.gates:
                found.setdefault(change.metric, set()).add(str(change.limit))
    return [f"{short(metric)} {one}" for metric, (one, *more) in found.items() if not more]


def acceptable(check: Check) -> list[str]:
    """Return the circuits whose change a user may accept, by id."""
    if check.based:
        return []
    worse = [entry for entry in ordered(check.entries) if entry.standing is Standing.WORSE]
    return [entry.id for entry in worse if entry.id not in check.accepted]


def accept(check: Check, most: int = 3) -> str | None:
    """Return the command that accepts what got worse on purpose, if something did."""
    from shlex import quote

    ids = acceptable(check)
    if not ids:
        return None
    if len(ids) > most or any(len(id) > 100 or not id.isprintable() for id in ids):
        return "qcompile check --update"
    return "qcompile check " + " ".join(f"--accept {quote(id)}" for id in ids)


def json_text(value: object) -> str:
    """Return `value` as indented JSON with sorted keys that UTF-8 can hold, whatever its strings are."""
    text = dump_json(value, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace").decode()  # a lone surrogate as JSON escapes it


def finite(value: Any) -> Any:
    """Return a number as JSON can hold it."""
    return None if isinstance(value, float) and not isfinite(value) else value
