# SPDX-License-Identifier: Apache-2.0
"""Fewer options that show the same fault: a lower level, the shortest pipeline, nothing that is not needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from .. import demands
from ..contract import Pass
from ..errors import QCompileError
from ..pipeline import BestOf, Pipeline, presets
from ..pipeline.combinators import Combinator
from ..targets.fit import placeable
from .lists import minimal
from .search import Search

if TYPE_CHECKING:
    from ..circuit import Circuit

#: Keywords of `qcompile.compile`.
Options: TypeAlias = "dict[str, Any]"

#: Options that may be left out, and what they then are.
DEFAULTS: Options = {
    "target": None,
    "basis": None,
    "objective": "two-qubit",
    "seed": 0,
    "assume_zero": False,
    "permutation": None,
    "layout": None,
    "min_health": 0.0,
    "verbatim": False,
    "error": 0.0,
    "relation": None,
}


def key(options: Options) -> str:
    """Return what equal options share."""
    shown = {name: str(value) for name, value in options.items()}
    return repr(sorted(shown.items()))


def fewer_options(search: Search[Options], circuit: Circuit) -> None:
    """Take a lower level, a pipeline in its place and as few passes as possible; leave out other options."""
    search.step = "options"
    _lower(search)
    if search.best.get("passes") is None and not search.best.get("verbatim"):
        written = _written_out(search.best, circuit)
        if written is not None:
            search.first([written])
    if search.best.get("passes") is not None:
        search.step = "passes"
        _fewer_passes(search)
    search.step = "options"
    for name, default in DEFAULTS.items():
        if search.best.get(name, default) != default:
            search.first([{**search.best, name: default}])


def _lower(search: Search[Options]) -> None:
    if search.best.get("passes") is not None or search.best.get("verbatim"):
        return
    level = search.best.get("level")
    level = presets.DEFAULT_LEVEL if level is None else level
    search.first({**search.best, "level": lower} for lower in range(level))


def _written_out(options: Options, circuit: Circuit) -> Options | None:
    """Return the options with the level's pipeline in the place of the level."""
    level = options.get("level")
    try:
        goal = demands.goal(
            circuit, options.get("target"), options.get("basis"), options.get("min_health", 0.0)
        )
        pipeline = presets.level(
            presets.DEFAULT_LEVEL if level is None else level,
            placeable(goal, demands.places(options.get("layout"))),
            assume_zero=bool(options.get("assume_zero")),
            measures=circuit.num_bits > 0,
            error=float(options.get("error") or 0.0),
            permutation=options.get("permutation")
            or ("keep" if options.get("target") is None else "free"),
        )
    except QCompileError:
        return None
    return {**options, "level": None, "passes": pipeline}


def _fewer_passes(search: Search[Options]) -> None:
    """Leave out passes, open combinators, and leave options of passes at their defaults, until nothing changes."""
    while True:
        before = search.best
        whole = search.best

        def of(passes: Sequence[Pass], whole: Options = whole) -> Options:
            return {**whole, "passes": Pipeline(passes)}

        minimal(_passes(search.best), lambda lists: search.first(of(p) for p in lists if len(p)))
        at = 0
        while at < len(passes := _passes(search.best)):
            ways = (of([*passes[:at], *other, *passes[at + 1 :]]) for other in _simpler(passes[at]))
            if search.first(ways) is None:
                at += 1
        if search.best is before:
            return


def _passes(options: Options) -> list[Pass]:
    passes = options["passes"]
    return list(passes if isinstance(passes, Pipeline) else Pipeline(passes))


def _simpler(p: Pass) -> Iterator[Sequence[Pass]]:
    """Yield what may stand in the place of a pass."""
    if isinstance(p, Combinator):
        if isinstance(p, BestOf):
            for inner in p.passes:
                yield [inner]
        yield p.passes
        if len(p.passes) > 1:
            for k in range(len(p.passes)):
                yield [replace(p, passes=p.passes[:k] + p.passes[k + 1 :])]
        return
    for option in fields(p):
        if getattr(p, option.name) != option.default:
            try:
                yield [replace(p, **{option.name: option.default})]
            except (QCompileError, ValueError, TypeError):
                continue  # a pass may insist on its options
