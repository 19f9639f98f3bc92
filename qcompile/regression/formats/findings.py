# SPDX-License-Identifier: Apache-2.0
"""What is wrong, one piece at a time, each with a rule and a place: for services that list and follow such things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from posixpath import normpath
from typing import TYPE_CHECKING

from ...errors import escape
from ..model import Standing
from . import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Check, Entry

#: A Python entry point as the configuration names it.
_FUNCTION = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*:[A-Za-z_][A-Za-z0-9_.]*")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is wrong.

    Parameters
    ----------
    rule : str
        ``QC-REG-2Q``, ``QC-BUDGET-2Q``, ``QC-SET-2Q``, ``QC-FAILED``, ...
    summary : str
        What the rule is about, whatever the circuit.
    level : {'error', 'warning', 'notice'}
        How much it counts.
    message : str
        What happened, in a sentence, printable.
    path : str
        The file, seen from the root of the repository.
    line : int
        In that file, from 1.
    circuit : str
        Its id; empty for what concerns all of them.
    """

    rule: str
    summary: str
    level: str
    message: str
    path: str
    line: int
    circuit: str

    @property
    def fingerprint(self) -> str:
        """By what a service knows it again in the next run: rule and circuit, never numbers or lines."""
        text = f"{self.rule}\n{self.circuit}".encode("utf-8", "surrogatepass")
        return sha256(text).hexdigest()


def findings(check: Check) -> Iterator[Finding]:
    """Yield what is wrong, what matters most first."""
    for found in check.aggregates:
        if found.exceeds:
            yield Finding(
                rule=words.rule("SET", found.metric),
                summary=f"All circuits together need more: {words.long(found.metric)}",
                level=words.set_severity(check),
                message=(
                    f"{words.long(found.metric)} of {found.circuits} circuits, geometric mean:"
                    f" x{found.ratio:.4f}, allowed {words.allowed(found.limit)}"
                ),
                path=located(check.against, check.folder),
                line=1,
                circuit="",
            )
    for entry in words.told(check):
        level = words.severity(check, entry)
        if level == "notice":
            continue
        path = place(check, entry)
        for rule, summary, message in _of(entry):
            yield Finding(
                rule=rule,
                summary=summary,
                level=level,
                message=escape(f"{entry.id}: {message}"),
                path=path,
                line=line(entry),
                circuit=entry.id,
            )


def _of(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Yield rule, summary and message of each thing that is wrong with one circuit."""
    because = "; ".join(words.causes(entry))
    because = f" ({because})" if because else ""
    if entry.standing is Standing.FAILED:
        yield words.rule("FAILED"), "A circuit cannot be compiled", words.why(entry) or "failed"
        return
    if entry.standing is Standing.NONDETERMINISTIC:
        yield words.rule("NONDETERMINISM"), "The same inputs give another output", words.why(entry)
    if entry.standing is Standing.REMOVED:
        yield words.rule("REMOVED"), "A circuit of the baseline is gone", words.why(entry)
    for change in entry.changes:
        if change.exceeds:
            yield (
                words.rule("REG", change.metric),
                f"A circuit got worse: {words.long(change.metric)}",
                f"{words.long(change.metric)} {words.moved(change)},"
                f" allowed {words.allowed(change.limit)}{because}",
            )
    for over in entry.overruns:
        yield (
            words.rule("BUDGET", over.metric),
            f"A circuit is over its budget: {words.long(over.metric)}",
            words.overrun(over),
        )
    if entry.standing in (Standing.NEW, Standing.BETTER, Standing.CHANGED, Standing.SAME):
        yield (
            words.rule("CHANGED"),
            "A circuit is not what the baseline says",
            words.sentence(entry).removeprefix(f"{entry.id}: "),
        )


def place(check: Check, entry: Entry) -> str:
    """Return the file to point at: the circuit's, its function's module, or the baseline for one that is gone."""
    if entry.standing is Standing.REMOVED:
        return located(check.against, check.folder)
    if entry.error is not None and entry.error.span is not None and entry.error.span.path:
        return located(entry.error.span.path, check.folder)
    if _FUNCTION.fullmatch(entry.source):
        module = entry.source.partition(":")[0]
        return located(module.replace(".", "/") + ".py", check.folder)
    return located(entry.source, check.folder)


def line(entry: Entry) -> int:
    """Return the line to point at, from 1."""
    if entry.error is not None and entry.error.span is not None:
        return max(1, entry.error.span.line)
    return max(1, entry.line or 1)


def located(path: str, folder: str) -> str:
    """Return a path of the configuration's folder as one of the repository."""
    return normpath(f"{folder}/{path}") if folder and not path.startswith("/") else normpath(path)
