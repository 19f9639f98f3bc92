# SPDX-License-Identifier: Apache-2.0
"""What a failed assertion says: what, by how much, which gates, and how to accept it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..errors import quote
from ..report import Grid, content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..circuit import Circuit
    from ..metrics import Metrics
    from ..report import Report
    from ..verify import Verdict

#: What metrics are called in sentences.
TITLES = {key: title for key, title, _ in content.ROWS}


class Excess(NamedTuple):
    """A count that is not accepted."""

    #: A metric, or the name of a gate.
    what: str
    value: int | float
    limit: int | float
    #: The argument that said so: ``at_most``, ``at_least``, ``exactly`` or ``budget``.
    word: str

    def __str__(self) -> str:
        title = TITLES.get(self.what, f"`{quote(self.what)}` gates")
        found, limit = content.number(self.value), content.number(self.limit)
        most = "at least" if self._short else "at most"
        demand = "exactly" if self.word == "exactly" else most
        return f"{title}: {found}, {demand} {limit} accepted ({self._by})"

    @property
    def _short(self) -> bool:
        return self.word == "at_least" or self.what == "fidelity_estimate"

    @property
    def _by(self) -> str:
        step = self.value - self.limit
        if isinstance(self.value, float):
            return f"by {step:+.3g}"
        share = f", {100 * step / self.limit:+.1f}%" if self.limit else ""
        return f"{step:+d}{share}"


def exceeded(
    name: str,
    found: Sequence[Excess],
    circuit: Circuit,
    report: Report | None,
    metrics: Metrics,
) -> str:
    """Return the message for counts that are not accepted."""
    from .paths import longest_path

    lines = [f"`{quote(name)}` {how(report)}", *(f"  {each}" for each in found)]
    for each in found:
        if each.what in ("depth", "two_qubit_depth"):
            path = longest_path(circuit, two_qubit_only=each.what == "two_qubit_depth")
            if path is not None:
                lines.append(f"  on a longest path: {path}")
    lines += ["", table(report, metrics), "", _accept(found)]
    return "\n".join(lines)


def how(report: Report | None) -> str:
    """Say how a circuit was compiled, in a few words."""
    if report is None:
        return "as it is"
    level = report.options.get("level")
    made = f"at level {level}" if level is not None else f"by {report.options['passes']}"
    return f"compiled for {report.target.name if report.target else 'no target'} {made}, seed {report.seed}"


def table(report: Report | None, metrics: Metrics) -> str:
    """Return counts and depths, beside those before the compilation where there was one."""
    if report is None:
        return content.comparison([("", metrics.to_dict())], change=False).to_text("  ")
    sides = [("given", report.before.to_dict()), ("compiled", report.after.to_dict())]
    return content.comparison(sides).to_text("  ")


def differs(what: str, verdict: Verdict, report: Report | None) -> str:
    """Return the message for circuits that are not shown to be equivalent."""
    if verdict.verdict == "undecided":
        return "\n".join(
            [
                f"{what}: whether it is equivalent stayed open",
                f"  {verdict}",
                "  to look harder, give `limits=qcompile.verify.Limits(...)`; to accept it, `allow_undecided=True`",
            ]
        )
    lines = [f"{what} is not equivalent", f"  {verdict}"]
    if report is not None:
        lines.append("  compiled: this is a fault of qcompile; please report it with the circuit")
    return "\n".join(lines)


def worse(name: str, grid: Grid, found: Sequence[str], accept: str) -> str:
    """Return the message for a circuit that got worse."""
    return "\n".join(
        [f"`{quote(name)}` got worse: {', '.join(found)}", "", grid.to_text("  "), "", accept]
    )


def _accept(found: Sequence[Excess]) -> str:
    if found[0].word == "budget":
        said = ", ".join(f"{each.what}={content.number(each.value)}" for each in found)
        return f"  to accept it, raise the budget: {said}"
    return f"  to accept it, write {found[0].word}={content.number(found[0].value)}"
