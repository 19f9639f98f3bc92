# SPDX-License-Identifier: Apache-2.0
"""Compilations as a page: what changed, how it is known, what each pass did, pictures of before and after."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..._version import __version__
from .. import content
from .page import page
from .pictures import Space, pictures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...circuit import Circuit
    from ..report import Report

TEMPLATE = Path(__file__).parent / "compilation.html"
#: Characters of pictures in one page.
ROOM = 2_000_000


@dataclass(frozen=True, kw_only=True)
class Compilation:
    """What a page tells of one compilation.

    Parameters
    ----------
    report : Report
    given, made : Circuit, optional
        What was compiled and what it became, for pictures.
    command : str
        The command line that does it again.
    """

    report: Report
    given: Circuit | None = None
    made: Circuit | None = None
    command: str = ""


def write(compilations: Sequence[Compilation]) -> str:
    """Return the page; with several compilations, a part of it for each."""
    space = Space(ROOM)
    parts = [_part(one, i, space) for i, one in enumerate(compilations)]
    several = len(parts) > 1
    title = f"{len(parts)} circuits compiled" if several else parts[0]["title"]
    return page(
        TEMPLATE, tool=f"qcompile {__version__}", title=title, several=several, parts_=parts
    )


def _part(one: Compilation, index: int, space: Space) -> dict[str, Any]:
    report = one.report
    source = report.source.path if report.source and report.source.path else "circuit"
    name = f"{source} -> {report.target.name}" if report.target else source
    how = content.title(report).removeprefix(f"{name}, ")
    before, after = report.before.to_dict(), report.after.to_dict()
    gates = sorted(before["counts"].keys() | after["counts"].keys())
    return {
        "anchor": f"c{index}",
        "title": f"{source} \u2192 {report.target.name}" if report.target else source,
        "facts": how.replace(", ", " · "),
        "notes": content.notes(report),
        "metrics": [
            _compared(name, before.get(key), after.get(key), key)
            for key, name, always in content.ROWS
            if always or before.get(key) or after.get(key)
        ],
        "gates": [
            _compared(name, before["counts"].get(name, 0), after["counts"].get(name, 0), "")
            for name in gates
        ],
        "trace": content.steps(report) if report.passes else None,
        "pictures": pictures(report, one.given, one.made, space),
        "command": one.command,
    }


def _compared(name: str, before: Any, after: Any, key: str) -> dict[str, str]:
    """Return a row; sizes and counts of single gates are neither better nor worse."""
    change = content.relative(before, after) if key not in content.SIZES else ""
    judged = key not in (*content.SIZES, "", "measurements") and bool(change)
    more_is_worse = key != "fidelity_estimate"
    verdict = "worse" if change.startswith("+") == more_is_worse else "better"
    return {
        "name": name,
        "before": content.number(before),
        "after": content.number(after),
        "change": change.replace("-", "\u2212"),
        "verdict": verdict if judged else "",
    }
