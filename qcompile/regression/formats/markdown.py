# SPDX-License-Identifier: Apache-2.0
"""GitHub-flavoured Markdown for a step's summary and a sticky comment, no larger than either takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...errors import escape, quote
from ..model import Standing
from . import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..model import Change, Check, Entry

#: How a comment of an earlier run is found, to be replaced.
MARKER = "<!-- qcompile-report -->"
#: Of a comment on GitHub; a step's summary takes 1 MiB.
COMMENT = 65_536
SUMMARY = 1 << 20
#: Columns of metrics; more do not fit a comment's width.
COLUMNS = 5
#: Lines of reasons and notes.
LINES = 10
#: Characters of one of them, and of what is said of one circuit.
SENTENCE = 400
_SIMPLE = re.compile(r"[A-Za-z0-9_./+,=()-](?:[A-Za-z0-9_./+,=() -]*[A-Za-z0-9_./+,=()-])?")
_SIGNS = {
    Standing.FAILED: ":x:",
    Standing.NONDETERMINISTIC: ":x:",
    Standing.WORSE: ":x:",
    Standing.OVER_BUDGET: ":x:",
    Standing.NEW: ":new:",
    Standing.REMOVED: ":wastebasket:",
    Standing.BETTER: ":white_check_mark:",
    Standing.CHANGED: ":small_blue_diamond:",
    Standing.SAME: "",
}


def write(check: Check, *, limit: int = COMMENT, **_: Any) -> str:
    """Return the report, in at most `limit` bytes: what does not fit is counted, regressions come first."""
    entries = words.told(check)
    metrics = words.metrics(check, entries, COLUMNS)
    head = [MARKER, f"### {_text(words.headline(check))}", ""]
    head += _reasons(check)
    tail = _tail(check)
    room = limit - _size(head) - _size(tail) - 2 * _NOTICE
    lines = (_row(check, entry, metrics) for entry in entries)
    rows = _fill(lines, len(entries), room, _header(metrics))
    room -= _size(rows)
    same = words.untold(check)
    folded = _folded(check, same, metrics, room)
    return "\n".join([*head, *rows, *tail, *folded]).rstrip("\n") + "\n"


#: Room kept for each line that says what was left out.
_NOTICE = 200


def code(text: str, *, cut: bool = True) -> str:
    """Return text of a user's as code that no Markdown gets out of: no pipe, no backtick, no tag, no mention.

    Examples
    --------
    >>> code("qft_16"), code("a|b`<c>")
    ('`qft_16`', '<code>a&#124;b&#96;&lt;c&gt;</code>')
    """
    shown = quote(text) if cut else escape(text)
    if _SIMPLE.fullmatch(shown) and "  " not in shown:
        return f"`{shown}`"
    return f"<code>{_entities(shown)}</code>"


def _text(text: str) -> str:
    """Return words that may quote the user's, with nothing in them that Markdown reads; names in them stay words."""
    return _entities(escape(text))


def _prose(text: str) -> str:
    """Return a sentence cut where it would be a page; what it has between backticks is code."""
    parts = re.split("`([^`]+)`", text if len(text) <= SENTENCE else text[: SENTENCE - 1] + "…")
    return "".join(code(part) if i % 2 else _text(part) for i, part in enumerate(parts))


def _item(text: str) -> str:
    """Return a sentence as an item of a list, which begins no list, rule or block of code in it."""
    said = _prose(text.strip())
    return re.sub(r"^(\d*)([-+=.)])", lambda m: f"{m[1]}&#{ord(m[2])};", said)


def _entities(text: str) -> str:
    from html import escape as html_escape

    # An entity is a character, never a mark: what it stands for begins no emphasis, link, table cell or tag.
    shown = re.sub(r"[\\|`*\[\]!~@#$]|::|://|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", _entity, text)
    shown = re.sub(r"(?i)www\.", lambda m: m[0][:-1] + "&#46;", shown)
    return re.sub(r"[<>\"']|&(?!#\d+;)", lambda m: html_escape(m[0]), shown)


def _entity(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(char)};" for char in match[0])


def _size(lines: Iterable[str]) -> int:
    return sum(len(line.encode("utf-8", "replace")) + 1 for line in lines)


def _reasons(check: Check) -> list[str]:
    lines = _listed(check.reasons)
    return [*lines, ""] if lines else []


def _listed(items: Sequence[str]) -> list[str]:
    lines = [f"- {_item(item)}" for item in items[:LINES]]
    if len(items) > LINES:
        lines.append(f"- ... {len(items) - LINES} more, see the artefact")
    return lines


def _header(metrics: Sequence[str]) -> list[str]:
    titles = ["", "circuit", *map(words.short, metrics), "why"]
    rule = ["---", ":--", *["--:"] * len(metrics), ":--"]
    return [_line(titles), _line(rule)]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _row(check: Check, entry: Entry, metrics: Sequence[str]) -> str:
    sign = _SIGNS[entry.standing]
    if sign == ":x:" and words.severity(check, entry) != "error":
        sign = ":warning:"
    return _line(
        [
            sign,
            code(entry.id),
            *(_cell(entry, metric) for metric in metrics),
            _prose(words.why(entry) or entry.standing.value),
        ]
    )


def _cell(entry: Entry, metric: str) -> str:
    change = entry.change(metric)
    if change is None:
        return _over(entry, metric, words.number(words.value(entry, metric)))
    return _over(entry, metric, _moved(change))


def _moved(change: Change) -> str:
    if not change.exceeds:
        return words.moved(change)
    return (
        f"{words.number(change.before)} -> **{words.number(change.after)}**"
        f" ({words.percent(change)})"
    )


def _over(entry: Entry, metric: str, shown: str) -> str:
    exceeded = any(found.metric == metric for found in entry.overruns)
    return f"**{shown}**" if exceeded and "**" not in shown else shown


def _fill(rows: Iterable[str], total: int, room: int, header: Sequence[str]) -> list[str]:
    """Return the header, the rows that fit, and how many of the `total` did not."""
    if not total:
        return []
    room -= _size(header)
    kept: list[str] = []
    for row in rows:
        room -= _size([row])
        if room < 0:
            break
        kept.append(row)
    left = total - len(kept)
    table = [*header, *kept] if kept else []
    return [*table, "", *([f"... {left} more, see the artefact", ""] if left else [])]


def _folded(check: Check, same: Sequence[Entry], metrics: Sequence[str], room: int) -> list[str]:
    """Return the circuits that are as they were, folded away, as far as there is room."""
    if not same:
        return []
    metrics = metrics or words.metrics(check, same, COLUMNS)
    frame = ["", f"<details><summary>{len(same)} unchanged</summary>", "", "", "</details>"]
    header = _header(metrics)[0].replace("why |", "|"), _header(metrics)[1]
    rows = (_line(["", code(e.id), *(_cell(e, metric) for metric in metrics), ""]) for e in same)
    inside = _fill(rows, len(same), room - _size(frame), header)
    return [*frame[:3], *inside, frame[-1]]


def _tail(check: Check) -> list[str]:
    lines = []
    if check.aggregates:
        mean = f"geomean {', '.join(words.means(check.aggregates))}."
        allowed = words.limits(check)
        lines.append(_text(mean + (f" Limit: {', '.join(allowed)}." if allowed else "")))
    command = words.accept(check)
    if command is not None:
        lines += ["", f"Accept on purpose: {code(command, cut=False)} and commit the baseline."]
    notes = _listed(check.notes)
    return [*lines, *(["", *notes] if notes else [])]
