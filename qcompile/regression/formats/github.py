# SPDX-License-Identifier: Apache-2.0
"""Commands to GitHub's runner that annotate the lines of a pull request: one a circuit, what matters most first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import escape
from ..model import Standing
from . import words
from .findings import line, located, place

if TYPE_CHECKING:
    from ..model import Check, Entry

#: Annotations of each level that GitHub shows of one step; the rest would be dropped without a word.
PER_STEP = 10
#: Characters of a message and of a title.
MESSAGE, TITLE = 4_000, 255
TITLES = {
    Standing.FAILED: "Circuit failed",
    Standing.NONDETERMINISTIC: "Nondeterministic circuit",
    Standing.WORSE: "Circuit regression",
    Standing.OVER_BUDGET: "Circuit over its budget",
    Standing.NEW: "New circuit",
    Standing.REMOVED: "Circuit removed",
    Standing.BETTER: "Circuit improved",
    Standing.CHANGED: "Circuit changed",
    Standing.SAME: "Circuit unchanged",
}


def write(check: Check, **_: Any) -> str:
    """Return the commands, a line each; the last of a level says how many did not fit."""
    levels: dict[str, list[str]] = {"error": [], "warning": [], "notice": []}
    for found in check.aggregates:
        if found.exceeds:
            level = words.set_severity(check)
            text = (
                f"{words.long(found.metric)} of {found.circuits} circuits,"
                f" geometric mean: x{found.ratio:.4f}, allowed {words.allowed(found.limit)}"
            )
            file = located(check.against, check.folder)
            levels[level].append(command(level, text, title="Circuits got worse", file=file))
    for entry in words.told(check):
        level = words.severity(check, entry)
        levels[level].append(_annotation(check, entry, level))
    lines: list[str] = []
    for level, commands in levels.items():
        if len(commands) > PER_STEP:
            left = len(commands) - PER_STEP + 1
            said = command(level, f"... {left} more, see the artefact", title="Circuit report")
            commands = [*commands[: PER_STEP - 1], said]
        lines += commands
    return "".join(f"{line}\n" for line in lines)


def _annotation(check: Check, entry: Entry, level: str) -> str:
    text = escape(words.sentence(entry))
    if entry.error is not None and entry.error.help:
        text += f"\nhelp: {escape(entry.error.help)}"
    if entry.reproduce and level != "notice":
        text += f"\nreproduce: {escape(entry.reproduce)}"
    return command(
        level,
        text,
        title=TITLES[entry.standing],
        file=escape(place(check, entry)),
        line=line(entry),
    )


def command(level: str, text: str, **properties: str | int) -> str:
    r"""Return one command, with everything the runner reads specially escaped.

    Examples
    --------
    >>> command("error", "50% worse\n::stop::", file="a,b.qasm", line=3)
    '::error file=a%2Cb.qasm,line=3::50%25 worse%0A::stop::'
    """
    said = ",".join(f"{key}={_property(str(value)[:TITLE])}" for key, value in properties.items())
    return f"::{level} {said}::{_data(text[:MESSAGE])}"


def _data(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    # The runner's older commands are found anywhere in a line.
    return escaped.replace("##[", "#\\x23[")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
