# SPDX-License-Identifier: Apache-2.0
"""Everything as one JSON object, ``"schema": 1``, keys sorted: for programs (docs/reports.md lists the fields)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...report.report import plain
from ..model import Standing
from .words import finite, json_text

if TYPE_CHECKING:
    from ...errors import Diagnostic
    from ..model import Aggregate, Change, Check, Entry, Limit, Row, Snapshot

#: Raised when a field changes its meaning or goes; a new field is no new schema.
SCHEMA = 1


def write(check: Check, **_: Any) -> str:
    """Return the object."""
    return json_text(to_dict(check))


def to_dict(check: Check) -> dict[str, Any]:
    """Return the fields; what is not known is null."""
    return {
        "schema": SCHEMA,
        "tool": check.tool,
        "target": check.target,
        "settings": plain(check.settings),
        "against": check.against,
        "fail_on": check.fail_on,
        "passed": check.passed,
        "reasons": list(check.reasons),
        "accepted": list(check.accepted),
        "notes": list(check.notes),
        "counts": {standing.value: check.count(standing) for standing in Standing},
        "aggregates": [_aggregate(found) for found in check.aggregates],
        "circuits": [_entry(entry) for entry in check.entries],
        "history": [_snapshot(snapshot) for snapshot in check.history],
        "seconds": check.seconds,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "source": entry.source,
        "line": entry.line,
        "standing": entry.standing.value,
        "causes": [cause.value for cause in entry.causes],
        "before": _row(entry.before),
        "after": _row(entry.after),
        "changes": [_change(change) for change in entry.changes],
        "overruns": [
            {"metric": found.metric, "value": found.value, "budget": found.budget}
            for found in entry.overruns
        ],
        "error": _error(entry.error),
        "times": {name: finite(value) for name, value in entry.times.items()},
        "reproduce": entry.reproduce,
    }


def _row(row: Row | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "source_sha256": row.source_sha256,
        "settings_sha256": row.settings_sha256,
        "output_sha256": row.output_sha256,
        "target": row.target,
        "target_sha256": row.target_sha256,
        "tool": row.tool,
        "level": row.level,
        "seed": row.seed,
        "metrics": {name: finite(value) for name, value in row.metrics.items()},
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "metric": change.metric,
        "before": finite(change.before),
        "after": finite(change.after),
        "ratio": finite(change.ratio),
        "limit": _limit(change.limit),
        "gates": change.gates,
        "more_is_worse": change.more_is_worse,
        "exceeds": change.exceeds,
    }


def _limit(limit: Limit | None) -> dict[str, Any] | None:
    if limit is None:
        return None
    return {"absolute": finite(limit.absolute), "share": finite(limit.share)}


def _aggregate(found: Aggregate) -> dict[str, Any]:
    return {
        "metric": found.metric,
        "ratio": finite(found.ratio),
        "circuits": found.circuits,
        "limit": _limit(found.limit),
        "exceeds": found.exceeds,
    }


def _error(error: Diagnostic | None) -> dict[str, Any] | None:
    if error is None:
        return None
    span = error.span
    return {
        "severity": error.severity,
        "code": error.code,
        "message": error.message,
        "path": None if span is None else span.path,
        "line": None if span is None else span.line,
        "column": None if span is None else span.column,
        "help": error.help,
    }


def _snapshot(snapshot: Snapshot) -> dict[str, Any]:
    rows = {
        id: {name: finite(value) for name, value in row.items()}
        for id, row in snapshot.rows.items()
    }
    return {"revision": snapshot.revision, "date": snapshot.date, "metrics": rows}
