# SPDX-License-Identifier: Apache-2.0
"""The acceptance table: two-qubit gates and depth of every side, each result checked against what it was made from."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from .. import openqasm
from ..counter import count
from ..floor.figure import Figure
from . import check
from .cases import Case, cases
from .sides import SIDES, matrix_of

OWN_LIMIT_SECONDS = 10.0
PEER_LIMIT_SECONDS = 60
#: What a peer's digits may be off by before its count is no figure.
PEER_ERROR = 1e-6


@dataclass(frozen=True)
class Answer:
    """What a side gave: counts, seconds, and how far it is from the case; or why there is nothing."""

    two: int | None = None
    depth: int | None = None
    seconds: float = 0.0
    off: float = 0.0
    why: str = ""
    #: What it may be off by before its count is no figure.
    allowed: float = PEER_ERROR

    def __str__(self) -> str:
        if self.two is None:
            return self.why or "-"
        mark = "!" if self.off > self.allowed else ""
        return f"{self.two}/{self.depth}{mark}"


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    """Print a line a case, then yield how many goals are met."""
    names = ["ours"] if options.without_peers else list(SIDES)
    print(f"{'row':4} {'case':34} {'must':>5} {'aim':>5} " + " ".join(f"{n:>11}" for n in names))
    missed: list[str] = []
    wrong: list[str] = []
    slow: list[str] = []
    worse: list[str] = []
    aimed: dict[str, list[bool]] = {}
    total = 0
    for case in cases(options.seed):
        if options.only and not any(word in f"{case.row} {case.name}" for word in options.only):
            continue
        total += 1
        found = {name: answer(name, case) for name in names}
        own = found["ours"]
        aim = "-" if case.aim is None else case.aim
        cells = " ".join(f"{found[n]!s:>11.11}" for n in names)
        print(
            f"{case.row:4} {case.name:34.34} {case.must:5} {aim:>5} {cells}"
            f" {own.off:8.0e} {own.seconds:7.3f} s {own.why}",
            flush=True,
        )
        label = f"{case.row} {case.name}"
        is_met = own.two is not None and own.two <= case.must
        if not is_met or (case.depth is not None and (own.depth or 0) > case.depth):
            missed.append(f"{label} {own}")
        if own.two is None or own.off > max(case.error, 1e-9):
            wrong.append(f"{label} {own.off:.1e}")
        if own.seconds > OWN_LIMIT_SECONDS:
            slow.append(f"{label} {own.seconds:.1f} s")
        if case.aims_lower:
            aimed.setdefault(case.row, []).append(
                own.two is not None and case.aim is not None and own.two <= case.aim
            )
        best = [a.two for n, a in found.items() if n != "ours" and usable(a)]
        if own.two is not None and best and own.two > min(b for b in best if b is not None):
            worse.append(f"{label} {own.two} against {min(b for b in best if b is not None)}")
    yield Figure("table: 'must' missed", len(missed), 0, note=f"of {total}; " + "; ".join(missed))
    lines = [each for row in aimed.values() for each in row]
    rows = sum(all(row) for row in aimed.values())
    note = f"{rows} of {len(aimed)} rows whole, {sum(lines)} of {len(lines)} lines"
    yield Figure("table: share of aims reached", rows / max(len(aimed), 1), 0.5, True, note)
    yield Figure("table: results off by more than allowed", len(wrong), 0, note="; ".join(wrong))
    yield Figure("table: above the best peer", len(worse), 0, note="; ".join(worse))
    yield Figure("table: slower than ten seconds", len(slow), 0, note="; ".join(slow))


def usable(given: Answer) -> bool:
    """Return whether a peer's count is one of the right circuit."""
    return given.two is not None and given.off <= given.allowed


def answer(name: str, case: Case) -> Answer:
    """Return a side's figures on a case."""

    def stop(*_: Any) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PEER_LIMIT_SECONDS)
    try:
        start = perf_counter()
        text = SIDES[name](case)
        seconds = perf_counter() - start
    except TimeoutError:
        return Answer(why="time")
    except Exception as error:
        return Answer(why=f"{type(error).__name__}: {error}"[:80] if name == "ours" else "error")
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    if text is None:
        return Answer()
    counts = count(openqasm.read(text))
    return Answer(
        counts.two_qubit,
        counts.depth - _measured(text),
        seconds,
        off(case, text),
        allowed=max(case.error, PEER_ERROR),
    )


def _measured(text: str) -> int:
    return int("measure" in text)


def off(case: Case, text: str) -> float:
    """Return how far a text is from its case, in the operator norm, or that of vectors."""
    if case.kind == "state":
        found = check.columns(text, 1)[:, 0]
        return check.operator_distance(found[:, None], np.asarray(case.given)[:, None])
    found = check.columns(text)
    if case.kind == "circuit":
        wanted = check.columns(str(case.given))
        apart = check.up_to_diagonal if "measure" in str(case.given) else check.operator_distance
        return apart(found, wanted)
    if case.kind == "levels":
        return check.on_levels(found, np.asarray(case.given))
    wanted = matrix_of(case)
    if case.kind == "diagonal":
        wanted = np.diag(np.exp(1j * np.asarray(wanted)))
    return (
        check.up_to_diagonal(found, wanted) if case.free else check.operator_distance(found, wanted)
    )
