# SPDX-License-Identifier: Apache-2.0
"""Many trials, in several processes, and the table of what they came to."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from time import perf_counter, process_time

from .checks import Finding, Outcome, check
from .generator import KINDS, case


@dataclass
class Tally:
    """Sums over the trials of one kind."""

    trials: int = 0
    qubits: int = 0
    operations: int = 0
    compiled: int = 0
    seconds: float = 0.0
    worst: float = 0.0
    refused: int = 0

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        self.trials += other.trials
        self.qubits += other.qubits
        self.operations += other.operations
        self.compiled += other.compiled
        self.seconds += other.seconds
        self.worst = max(self.worst, other.worst)
        self.refused += other.refused


@dataclass
class Summary:
    """What a run came to: tallies by kind, findings by (index, kind), and one refusal of each wording."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {k: Tally() for k in KINDS})
    findings: list[tuple[int, str, Finding]] = field(default_factory=list)
    refusals: dict[str, int] = field(default_factory=dict)
    wall_seconds: float = 0.0

    def add(self, other: Summary) -> None:
        """Add what another process found."""
        for kind, tally in other.tallies.items():
            self.tallies[kind].add(tally)
        self.findings += other.findings
        for words, index in other.refusals.items():
            self.refusals.setdefault(words, index)

    def lines(self) -> Iterator[str]:
        """Yield the table."""
        total = Tally()
        head = f"{'kind':<14}{'trials':>8}{'qubits':>8}{'ops':>7}{'compiled':>10}{'refused':>9}"
        yield head + f"{'cpu s':>9}{'worst error':>13}"
        for kind, tally in [*self.tallies.items(), ("total", total)]:
            if not tally.trials:
                continue
            yield (
                f"{kind:<14}{tally.trials:>8}{tally.qubits / tally.trials:>8.2f}"
                f"{tally.operations / tally.trials:>7.1f}{tally.compiled:>10}{tally.refused:>9}"
                f"{tally.seconds:>9.1f}{tally.worst:>13.1e}"
            )
            if tally is not total:
                total.add(tally)
        rate = 60 * total.trials / max(total.seconds, 1e-9)
        yield f"{rate:.0f} trials a minute of processor time; {self.wall_seconds:.1f} s in all"
        for words, index in sorted(self.refusals.items()):
            yield f"refused, first at index {index}: {words}"
        for index, kind, finding in self.findings:
            yield f"{kind} index={index} {finding}"
        yield f"{len(self.findings)} findings"


def trial(
    seed: int, index: int, pipeline: str, kind: str | None = None
) -> tuple[str, Outcome, Tally]:
    """Run one trial; return its kind, outcome and tally."""
    start = process_time()
    made = case(seed, index, kind)
    outcome = check(made, pipeline)
    tally = Tally(
        trials=1,
        qubits=made.circuit.num_qubits,
        operations=len(made.circuit),
        compiled=outcome.compiled,
        seconds=process_time() - start,
        worst=outcome.worst,
        refused=len(outcome.refused),
    )
    return made.kind, outcome, tally


def run(
    trials: int, seed: int, pipeline: str, *, kind: str | None = None, jobs: int = 1, first: int = 0
) -> Summary:
    """Run ``trials`` trials from index ``first`` on, spread over ``jobs`` processes."""
    start = perf_counter()
    indices = range(first, first + trials)
    if jobs == 1:
        summary = _share((indices, seed, pipeline, kind))
    else:
        summary = Summary()
        shares = [(indices[j::jobs], seed, pipeline, kind) for j in range(jobs)]
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            for part in pool.imap_unordered(_share, shares):
                summary.add(part)
    summary.findings.sort(key=lambda f: f[0])
    summary.wall_seconds = perf_counter() - start
    return summary


def _share(work: tuple[Iterable[int], int, str, str | None]) -> Summary:
    indices, seed, pipeline, kind = work
    summary = Summary()
    for index in indices:
        name, outcome, tally = trial(seed, index, pipeline, kind)
        summary.tallies[name].add(tally)
        summary.findings += [(index, name, finding) for finding in outcome.findings]
        for words in outcome.refused:
            summary.refusals.setdefault(words, index)
    return summary
