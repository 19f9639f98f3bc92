# SPDX-License-Identifier: Apache-2.0
"""The report of one compilation, and its JSON form (``"schema": 1``)."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from ..circuit import Circuit
    from ..metrics import Metrics
    from ..pipeline.changes import Changes
    from ..pipeline.trace import Step
    from ..targets import Target
    from ..verify import Verdict
    from .layout import Layout

#: Raised when a field changes its meaning or goes; a new field is no new schema.
SCHEMA = 1


@dataclass(frozen=True)
class Source:
    """Where a circuit came from: a path as the user wrote it, and the digest of the bytes read."""

    path: str | None = None
    sha256: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"path": self.path, "sha256": self.sha256}


@dataclass(frozen=True, kw_only=True, repr=False)
class Report:
    """What one compilation was given, what it did, and how it knows that the result is right.

    Parameters
    ----------
    before, after : Metrics
        The circuit given and the circuit returned.
    layout : Layout
        Where the program's qubits start and end.
    passes : sequence of Step
        One entry a pass, in the order they ran.
    options : mapping
        The options as they were in force, defaults included.
    seed : int
        Same input, options, seed and version: same circuit.
    target : Target, optional
        What it was compiled for; its digest is taken only when the report is written out.
    source : Source, optional
        Where the circuit came from; None for one that was built in memory.
    verified : Verdict, optional
        None when the result was not checked.
    error_bound : float
        Bound on the operator-norm distance the compilation introduced.
    noise_scale : Fraction, optional
        By what factor folding gave the circuit more two-qubit gates; None where it was not folded.
    steps : int
        Units of work done, for ``--steps``.
    stopped : {'time', 'memory'}, optional
        The budget that ended the search; None when it ended by itself.
    seconds : float
        Wall time of the compilation, checks included.
    peak_memory_bytes : int, optional
        The largest resident size of the process so far; None where the system does not say.
    """

    before: Metrics
    after: Metrics
    layout: Layout
    passes: Sequence[Step]
    options: Mapping[str, Any]
    seed: int = 0
    target: Target | None = None
    source: Source | None = None
    verified: Verdict | None = None
    error_bound: float = 0.0
    noise_scale: Fraction | None = None
    steps: int = 0
    stopped: str | None = None
    seconds: float = 0.0
    peak_memory_bytes: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form: the fields of ``--report FILE.json`` and ``--json``."""
        from .._version import __version__

        return {
            "schema": SCHEMA,
            "tool": f"qcompile {__version__}",
            "source": (self.source or Source()).to_dict(),
            "target": target_dict(self.target),
            "options": plain(self.options),
            "seed": self.seed,
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "layout": self.layout.to_dict(),
            "passes": [step_dict(step) for step in self.passes],
            "verified": verdict_dict(self.verified),
            "error_bound": self.error_bound,
            # Only of what was folded.
            **({} if self.noise_scale is None else {"noise_scale": float(self.noise_scale)}),
            "steps": self.steps,
            "stopped": self.stopped,
            "seconds": self.seconds,
            "peak_memory_bytes": self.peak_memory_bytes,
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """Return `to_dict` as text: keys sorted, numbers exact, one line unless indented."""
        return dump_json(self.to_dict(), indent=indent)

    def to_markdown(self) -> str:
        """Return the report for people, as Markdown."""
        from .content import markdown

        return markdown(self)

    def to_html(
        self, given: Circuit | None = None, made: Circuit | None = None, *, command: str = ""
    ) -> str:
        """Return the report as a page that loads nothing.

        Parameters
        ----------
        given, made : Circuit, optional
            What was compiled and what it became: with both, the page has pictures of them.
        command : str, optional
            A command line that does it again.

        Examples
        --------
        >>> import qcompile as qc
        >>> result = qc.compile(qc.Circuit(1).h(0).h(0))
        >>> result.report.to_html().startswith("<!DOCTYPE html>")
        True
        """
        from .pages.compilation import Compilation, write

        return write([Compilation(report=self, given=given, made=made, command=command)])

    def to_text(self) -> str:
        """Return the report for people, as aligned plain text."""
        from .content import text

        return text(self)

    def _repr_html_(self) -> str:
        """Return what notebooks show."""
        from .notebook import html

        return html(self)

    def _repr_markdown_(self) -> str:
        """Return what notebooks without HTML show."""
        return self.to_markdown()

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        from .content import summary

        return f"<Report {summary(self)}>"


def target_dict(target: Target | None) -> dict[str, Any] | None:
    """Return the JSON form of a target: its name, the digest of what it says, and that of its calibration alone."""
    if target is None:
        return None
    return {
        "name": target.name,
        "sha256": target.sha256(),
        "calibration_sha256": target.calibration_sha256(),
    }


def step_dict(step: Step) -> dict[str, Any]:
    """Return the JSON form of one pass of the trace; its counts are null where they were not taken."""
    found = {
        "name": step.name,
        "options": plain(step.options),
        "seconds": step.seconds,
        "changed": step.changed,
        "before": step.before.to_dict() if step.before else None,
        "after": step.after.to_dict() if step.after else None,
    }
    # Only where they were asked for.
    return found if step.changes is None else {**found, "changes": changes_dict(step.changes)}


def changes_dict(changes: Changes) -> dict[str, Any]:
    """Return the JSON form of what a pass did: counts by name, and what it did to each place, the largest first."""
    return {
        "gone": dict(changes.gone()),
        "added": dict(changes.added()),
        "changed": dict(changes.changed()),
        "moved": changes.moved(),
        "places": [
            {
                "line": effect.place[0] if effect.place else None,
                "column": effect.place[1] if effect.place else None,
                "gone": [item.text for item in effect.gone],
                "added": [item.text for item in effect.added],
                "carried": [item.text for item in effect.carried],
                "changed": [[old.text, new.text] for old, new in effect.changed],
                "moved": effect.moved,
            }
            for effect in changes.effects
        ],
    }


def plain(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options as JSON can hold them: what has no form there, infinity included, as its text."""

    def held(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [held(each) for each in value]
        if isinstance(value, float) and not isfinite(value):
            return str(value)
        return value if value is None or isinstance(value, bool | int | float | str) else str(value)

    return {key: held(value) for key, value in options.items()}


def verdict_dict(verdict: Verdict | None) -> dict[str, Any] | None:
    """Return the JSON form of a verdict: the word, what was compared, how it is known."""
    if verdict is None:
        return None
    return {
        "verdict": verdict.verdict,
        "relation": verdict.relation,
        "method": verdict.method,
        "seconds": verdict.seconds,
    }


def dump_json(value: object, *, indent: int | None = None) -> str:
    """Return `value` as JSON with sorted keys; NaN and infinity, which are not JSON, are refused."""
    import json

    return json.dumps(value, sort_keys=True, allow_nan=False, ensure_ascii=False, indent=indent)


def peak_memory_bytes() -> int | None:
    """Return the largest resident size of this process so far, where the system says."""
    try:
        import resource
    except ImportError:
        return None
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest if sys.platform == "darwin" else largest * 1024
