# SPDX-License-Identifier: Apache-2.0
"""A compiled circuit as a row of the baseline, beside the row that was accepted."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from shlex import quote
from typing import TYPE_CHECKING, Any

from ..errors import Diagnostic
from ..regression import Entry, Row, Standing, judging
from ..regression.limits import METRICS
from ..regression.listing import DIGITS, TOOL, file_digest, target_digest
from ..regression.measuring import output_digest
from ..report import content
from ..testing.messages import TITLES, how, worse

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

    from .book import Book
    from .circuits import Compiled

#: How the counts of gates by name are called among the metrics of a row.
COUNT = "gate:"
#: The code of a result that varies.
VARIES = "QC703"
#: Options that do not change the circuit that comes out.
_UNSEEN = frozenset({"target", "verify", "relation", "trace", "source", "consume", "cache"})


def entry_of(
    compiled: Compiled, said: Mapping[str, Any], name: str, item: pytest.Item, *, keep: bool
) -> Entry:
    """Return what a test compiled, not compared with anything yet.

    Parameters
    ----------
    compiled : Compiled
        The circuit.
    said : mapping
        The options in force, by their names on the command line.
    name : str
        What it is called.
    item : pytest.Item
        The test.
    keep : bool
        Whether to keep the report of the compilation, for the reports of the run.
    """
    path, line, _ = item.location
    report = compiled.report
    return Entry(
        id=name,
        source=path.replace("\\", "/"),
        # `SAME` until it is held against something.
        standing=Standing.SAME,
        after=_row(compiled, said, name, item),
        report=report if keep else None,
        times={} if report is None else {"seconds": report.seconds},
        line=None if line is None else line + 1,
        reproduce=command(item.nodeid),
    )


def _row(compiled: Compiled, said: Mapping[str, Any], name: str, item: pytest.Item) -> Row:
    given, result = compiled.given, compiled.result
    assert result is not None
    seen = {key: value for key, value in said.items() if key not in _UNSEEN and value is not None}
    device = result.target if said.get("target") is not None else None
    if device is not None:
        seen.pop("basis", None)  # part of the target
    source = file_digest(given.file) if given.file else given.sha256
    figures = compiled.metrics.to_dict()
    metrics = {each: figures[each] for each in METRICS if figures.get(each) is not None}
    level = result.report.options.get("level")
    return Row(
        id=name,
        source=item.nodeid,
        source_sha256=source[:DIGITS],
        settings_sha256=sha256(_text(seen).encode()).hexdigest()[:DIGITS],
        output_sha256=output_digest(result.circuit),
        target=None if device is None else device.name,
        target_sha256=None if device is None else target_digest(device),
        tool=TOOL,
        level=level if isinstance(level, int) else None,
        seed=result.report.seed,
        metrics={**metrics, **{COUNT + gate: n for gate, n in compiled.metrics.counts.items()}},
    )


def _text(options: Mapping[str, Any]) -> str:
    from ..report.report import dump_json, plain

    return dump_json(plain(options))


def judged(entry: Entry, book: Book) -> Entry:
    """Return an entry held against the baseline."""
    before, after = book.accepted(entry.id), entry.after
    assert after is not None
    if before is None:
        return replace(entry, standing=Standing.NEW)
    changes = judging.changes(book.project, before.metrics, after.metrics)
    causes = judging.causes(before, after)
    standing = judging.standing(before, after, changes, causes, entry.overruns)
    return replace(entry, before=before, changes=changes, causes=causes, standing=standing)


def confirmed(entry: Entry, compiled: Compiled) -> Entry:
    """Return the entry of a circuit with another output than before, with what a second compilation says of it.

    If it varies here, that is an error which no update accepts. If it does not, it comes out otherwise than where the
    row was made.
    """
    before, after = entry.before, entry.after
    if entry.standing is not Standing.NONDETERMINISTIC or before is None or after is None:
        return entry
    again = output_digest(compiled.again())
    if again != after.output_sha256:
        code, said = VARIES, f"compiled twice: {after.output_sha256}, then {again}"
        help = "please report it with the circuit"
    else:
        code, said = "QC704", f"twice {again}, accepted was {before.output_sha256}"
        help = "the row was made by other code under the same version, or where it comes out differently"
    error = Diagnostic("error", code, f"another output from the same inputs; {said}", help=help)
    return replace(entry, error=error, exit_code=1)


def message(entry: Entry, compiled: Compiled, test: str, baseline: str) -> str:
    """Return what an assertion says about a circuit that got worse, or came out differently."""
    before, after = entry.before, entry.after
    assert before is not None
    assert after is not None
    if entry.error is not None:
        lines = [
            f"`{entry.id}`: the same circuit, target, options and version, and another output",
            f"  [{entry.error.code}] {entry.error.message}",
            f"  {entry.error.help}",
        ]
        if entry.error.code != VARIES:
            lines.append(f"  to accept it: {command(test)} --qcompile-update")
        return "\n".join(lines)
    found = [
        f"{TITLES.get(change.metric, change.metric)} {content.number(change.before)} -> "
        f"{content.number(change.after)}"
        + (f" ({step})" if (step := content.relative(change.before, change.after)) else "")
        + f", allowed {'no more' if str(change.limit) == 'exact' else change.limit}"
        for change in entry.changes
        if change.exceeds
    ]
    why = ", ".join(cause.value for cause in entry.causes) or "nothing"
    grid = content.comparison([("accepted", _side(before)), ("now", _side(after))])
    accept = "\n".join(
        [
            f"  {how(compiled.report)}; {why} since {baseline} was written",
            f"  to accept it: {command(test)} --qcompile-update, and commit {baseline}",
        ]
    )
    return worse(entry.id, grid, found, accept)


def command(test: str) -> str:
    """Return the command line that runs a test."""
    return f"pytest {quote(test)}"


def _side(row: Row) -> dict[str, Any]:
    side: dict[str, Any] = {k: v for k, v in row.metrics.items() if not k.startswith(COUNT)}
    side["counts"] = {
        key.removeprefix(COUNT): value
        for key, value in row.metrics.items()
        if key.startswith(COUNT)
    }
    return side
