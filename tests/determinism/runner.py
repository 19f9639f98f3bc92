# SPDX-License-Identifier: Apache-2.0
"""Start workers that differ in nothing that may matter, and compare what they say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from .cases import Case

#: So much of a difference is shown.
SHOWN = 12


class Way(NamedTuple):
    """One process: what is different in it."""

    name: str
    #: Of the engine, in which one circuit is spread over them; None: as many as there are processors.
    threads: int | None
    #: Of Python's hashes of texts, by which sets are ordered.
    hashes: str
    #: Of `compile_many`; None: `compile`, one circuit after the other.
    jobs: int | None = None
    backwards: bool = False


WAYS = (
    Way("1 thread", 1, "0"),
    Way("2 threads", 2, "1"),
    Way("8 threads", 8, "2"),
    Way("backwards", None, "random", backwards=True),
    Way("1 job", 2, "3", jobs=1),
    Way("2 jobs", 2, "4", jobs=2),
    Way("8 jobs", 2, "5", jobs=8),
)


@dataclass
class Outcome:
    """What one way gave: a digest of the text and one of the report for each case, and the CPU time."""

    way: Way
    texts: dict[int, str] = field(default_factory=dict)
    reports: dict[int, str] = field(default_factory=dict)
    cpu: float = 0.0


@dataclass
class Difference:
    """A case that came out differently."""

    case: Case
    way: Way
    what: str
    shown: str


def run(way: Way, cases: Sequence[Case], keep: Path | None = None) -> Outcome:
    """Compile the cases in a fresh interpreter."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("QCOMPILE_") and name not in ("RAYON_NUM_THREADS", "PYTHONHASHSEED")
    }
    environment["PYTHONHASHSEED"] = way.hashes
    if way.threads is not None:
        environment["RAYON_NUM_THREADS"] = str(way.threads)
    asked = {
        "cases": cases,
        "jobs": way.jobs,
        "backwards": way.backwards,
        "keep": keep and str(keep),
    }
    done = subprocess.run(
        [sys.executable, "-P", str(Path(__file__).with_name("worker.py"))],
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        check=True,
    )
    outcome = Outcome(way)
    for line in done.stdout.splitlines():
        said = json.loads(line)
        outcome.texts[said["case"]] = said["text"]
        outcome.reports[said["case"]] = said["report"]
        outcome.cpu += said["cpu"]
    return outcome


def differing(first: Outcome, other: Outcome) -> list[tuple[int, str]]:
    """Return the cases in which two outcomes differ, and whether in the text or in the report alone."""
    return [
        (number, "text" if first.texts[number] != other.texts.get(number) else "report")
        for number in sorted(first.texts)
        if (first.texts[number], first.reports[number])
        != (other.texts.get(number), other.reports.get(number))
    ]


def explain(case: Case, first: Way, other: Way, what: str) -> Difference:
    """Compile one case both ways once more, and show where they part."""
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        for way, folder in ((first, one), (other, two)):
            run(way, [case], Path(folder))
        name = "0.qasm" if what == "text" else "0.json"
        a, b = (Path(folder, name).read_text().splitlines() for folder in (one, two))
    parted = list(unified_diff(a, b, first.name, other.name, lineterm="", n=1))
    shown = (
        "\n".join(parted[:SHOWN])
        or "the same when it is compiled alone: it depends on what ran before"
    )
    return Difference(case, other, what, shown)
