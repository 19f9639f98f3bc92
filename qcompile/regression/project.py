# SPDX-License-Identifier: Apache-2.0
"""What a project's configuration says about its circuits: which, with which options, how bad they may become."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..configuration import nearest, options_in, wrong
from ..errors import PipelineError, quote
from ..metrics import OBJECTIVES
from ..options import CLASHES, COMPILE, TABLE, suggestion
from .limits import GATES, METRICS, REPORTED, TIMES, budget, check_metric, limit
from .model import Limit
from .names import matches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FAIL_ON = ("regression", "budget", "any-change", "never")
BASELINE = "qcompile-baseline.json"
TIMES_FILE = "qcompile-times.json"
#: Options that decide what a circuit comes out as, or whether it can be read.
OPTIONS = (*COMPILE, "from", "lenient", "limit")
#: Of these, what does not change the result.
_UNSEEN = frozenset({"target", "verify", "relation", "from"})
_CHECK_KEYS = ("baseline", "times", "fail-on", "strict", "tolerance", "aggregate")


@dataclass(frozen=True, kw_only=True)
class Project:
    """What is checked, and how it is judged.

    Parameters
    ----------
    folder : str
        Paths are relative to it.
    path : str or None
        The configuration file.
    include, exclude : sequence of str
        Patterns of circuit files.
    entry_points : sequence of str
        ``module:function``.
    options : mapping
        Of `qcompile.compile`, by their names on the command line.
    overrides : mapping of str to mapping
        Options of the circuits that a pattern names.
    budgets : mapping of str to mapping of str to number
        Absolute limits of the circuits that a pattern names.
    tolerance : mapping of str to Limit, optional
        How much worse a circuit may become; what is named here gates, and nothing else. Without it `GATES` and what
        the objective makes small gate, exactly.
    aggregate : mapping of str to Limit
        How much worse all circuits together may become, by the geometric mean.
    baseline, times : str
        Paths relative to the folder.
    fail_on : {'regression', 'budget', 'any-change', 'never'}
    strict : bool
        Whether a baseline that is out of date fails.
    jobs : int or None
        Circuits compiled at once, where the file says it.
    cache : bool
        Whether results are kept, and found again: unless the file says ``cache = false``.
    """

    folder: str
    path: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    entry_points: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    overrides: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    budgets: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    tolerance: Mapping[str, Limit] | None = None
    aggregate: Mapping[str, Limit] = field(default_factory=dict)
    baseline: str = BASELINE
    times: str = TIMES_FILE
    fail_on: str = "regression"
    strict: bool = False
    jobs: int | None = None
    cache: bool = True

    @classmethod
    def find(cls, folder: str = ".") -> Project:
        """Return the project of the nearest configuration file upwards.

        Raises
        ------
        PipelineError
            QC405 for what is wrong in the file, QC436 if there is none.
        """
        found = nearest(os.path.abspath(folder))
        if found is None:
            raise PipelineError(
                "there is no configuration file, so it is not known what to check",
                code="QC436",
                help='write `[tool.qcompile]` with `include = ["circuits/**/*.qasm"]` into pyproject.toml',
            )
        return cls.read(*found)

    @classmethod
    def read(cls, path: str, table: Mapping[str, Any]) -> Project:
        """Return the project that the table of a configuration file describes; QC405 for what is wrong in it."""
        options = options_in(path, dict(table))
        check = table.get("check", {})
        for key in check:
            if key not in _CHECK_KEYS:
                raise wrong(
                    path,
                    f"unknown key `check.{quote(key)}`",
                    help=suggestion(key, _CHECK_KEYS) or f"the keys are {', '.join(_CHECK_KEYS)}",
                )
        made: dict[str, Any] = {
            key.replace("-", "_"): _kind(path, f"check.{key}", check[key], kind)
            for key, kind in (("baseline", str), ("times", str), ("fail-on", str), ("strict", bool))
            if key in check
        }
        if made.get("fail_on", "never") not in FAIL_ON:
            raise wrong(path, f"`check.fail-on` is one of {', '.join(FAIL_ON)}")
        if "tolerance" in check:
            made["tolerance"] = _figures(path, "check.tolerance", check, METRICS + TIMES, limit)
        made["aggregate"] = _figures(path, "check.aggregate", check, METRICS, limit)
        budgets = table.get("budget", {})
        return cls(
            folder=os.path.dirname(path),
            path=path,
            include=_texts(path, table, "include"),
            exclude=_texts(path, table, "exclude"),
            entry_points=_texts(path, table, "entry-points"),
            options={key: value for key, value in options.items() if key in OPTIONS},
            overrides=_overrides(path, table.get("circuit", {})),
            jobs=options.get("jobs"),
            cache=options.get("cache", True),
            budgets={name: _figures(path, name, budgets, METRICS, budget) for name in budgets},
            **made,
        )

    def with_options(self, said: Mapping[str, Any]) -> Project:
        """Return the project with options from the command line: they win over all that the file says."""
        over = {pattern: layered(own, said) for pattern, own in self.overrides.items()}
        return replace(self, options=layered(self.options, said), overrides=over)

    @property
    def gating(self) -> Mapping[str, Limit]:
        """How much worse a circuit may become in what gates."""
        if self.tolerance is not None:
            return self.tolerance
        aim = OBJECTIVES.get(self.options.get("objective", ""), GATES[0])
        return dict.fromkeys((*GATES, aim), Limit())

    @property
    def watched(self) -> list[str]:
        """The metrics that are compared, in the order of tables."""
        known = {*REPORTED, *self.gating, *self.aggregate, "duration_ns", "fidelity_estimate"}
        return [name for name in (*METRICS, *TIMES) if name in known]

    def options_of(self, name: str) -> dict[str, Any]:
        """Return the options of one circuit; of several patterns the later one wins, and the id itself over them."""
        made = dict(self.options)
        for pattern in sorted(self.overrides, key=lambda pattern: pattern == name):
            if matches(pattern, name):
                made = layered(made, self.overrides[pattern])
        return made

    def budget_of(self, name: str) -> dict[str, float]:
        """Return the budgets of one circuit; of several patterns the strictest counts, unless its id is named."""
        made: dict[str, float] = {}
        for pattern, figures in self.budgets.items():
            if matches(pattern, name):
                for metric, most in figures.items():
                    strict = max if metric == "fidelity_estimate" else min
                    made[metric] = strict(made.get(metric, most), most)
        return {**made, **self.budgets.get(name, {})}


def layered(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return options with others over them; what is said nearer drops what it contradicts."""
    made = dict(under)
    for one, other in CLASHES:
        for said, opposite in ((one, other), (other, one)):
            if over.get(said) and opposite not in over:
                made.pop(opposite, None)
    return {**made, **over}


def said_otherwise(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that are not the defaults: what a digest of settings is made of, and a command line."""
    return {
        name: value
        for name, value in sorted(options.items())
        if value != TABLE[name].default and value != [] and value is not None
    }


def decisive(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return those options that decide over the result, besides the target."""
    return said_otherwise({name: v for name, v in options.items() if name not in _UNSEEN})


def _overrides(path: str, tables: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    made = {}
    for pattern, table in tables.items():
        _kind(path, f"circuit.{pattern}", table, dict)
        options = options_in(path, table)
        for key in table:
            if key not in OPTIONS:
                raise wrong(path, f"`{quote(key)}` is not an option of one circuit")
        made[pattern] = options
    return made


def _figures(
    path: str,
    name: str,
    tables: Mapping[str, Any],
    known: tuple[str, ...],
    read: Callable[[str, Any], Any],
) -> dict[str, Any]:
    """Return what a table says of metrics."""
    key = name.removeprefix("check.")
    table = tables.get(key, {})
    where = name if name.startswith("check.") else f"budget.{name}"
    _kind(path, where, table, dict)
    try:
        for metric in table:
            check_metric(metric, known)
        return {metric: read(metric, said) for metric, said in table.items()}
    except ValueError as error:
        raise wrong(path, f"`{where}`: {error}") from None


def _texts(path: str, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    said = table.get(key, [])
    if not all(isinstance(each, str) and each for each in said):
        raise wrong(path, f"`{key}` takes a list of texts")
    return tuple(said)


def _kind(path: str, name: str, value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        words = {str: "a text", bool: "true or false", dict: "a table"}
        raise wrong(path, f"`{quote(name)}` takes {words[kind]}")
    return value
