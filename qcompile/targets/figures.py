# SPDX-License-Identifier: Apache-2.0
"""The calibration of a device file: figures of gates and qubits, common ones once, the others row by row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from .._native import canonical_name
from ..errors import quote
from .bases import names_on
from .graphs import QUBIT_FIGURES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .checks import Checks, Pair
    from .places import Path

    Place = tuple[int, ...]
    Figures = dict[str, float]

KEYS = ("date", "qubits", "gates")
GATE_FIGURES = ("error", "duration_ns")
_DATE = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)


@dataclass
class Calibration:
    """What a file says was measured."""

    gates: dict[tuple[str, Place], Figures] = field(default_factory=dict)
    qubits: list[Figures] | None = None
    date: str | None = None


class Places:
    """Where which gate is.

    Parameters
    ----------
    qubits : int or None
        How many the device has; None for any number.
    gates : collection of str
        The native gates.
    on_qubits : mapping of str to list of int
        For the one-qubit gates that not every qubit has.
    on_pairs : mapping of str to list of pairs, or None
        For every two-qubit gate; None where every pair has each.
    """

    def __init__(
        self,
        qubits: int | None,
        gates: Iterable[str],
        on_qubits: Mapping[str, Iterable[int]],
        on_pairs: Mapping[str, Iterable[Pair]] | None,
    ) -> None:
        self.qubits = qubits
        self.gates = frozenset(gates)
        self.on_qubits = on_qubits
        self.on_pairs = on_pairs
        self.all_of = cache(self._all_of)

    def one_name(self, gate: str, on: Place) -> Place:
        """Return the one name of a place: of a symmetric gate, the lower qubit comes first."""
        if len(on) == 2 and on[0] > on[1] and gate not in names_on(2, directed=True):
            return on[::-1]
        return on

    def _all_of(self, gate: str) -> frozenset[Place]:
        """Return every place of a gate, each under its one name; nothing where their number is not known."""
        n = self.qubits or 0
        if gate in names_on(1):
            return frozenset((q,) for q in self.on_qubits.get(gate, range(n)))
        if gate not in names_on(2):
            return frozenset()
        if self.on_pairs is not None:
            return frozenset(self.one_name(gate, pair) for pair in self.on_pairs.get(gate, ()))
        directed = gate in names_on(2, directed=True)
        return frozenset(
            (a, b) for a in range(n) for b in range(n) if a < b or (directed and a != b)
        )

    def has(self, gate: str, on: Place) -> bool:
        """Tell whether the gate is there."""
        if gate not in names_on(len(on)):
            return False
        everywhere = self.on_pairs is None if len(on) == 2 else gate not in self.on_qubits
        return everywhere or on in self.all_of(gate)


def calibration(check: Checks, document: dict[str, Any], places: Places) -> Calibration:
    """Read the calibration of a document."""
    made = Calibration()
    if "calibration" not in document:
        return made
    path: Path = ("calibration",)
    said = check.table(document["calibration"], path, KEYS)
    made.date = _date(check, said.get("date"), (*path, "date"))
    if "gates" in said:
        of_gates = check.table(said["gates"], (*path, "gates"))
        for name, rows in of_gates.items():
            _of_gate(check, name, rows, (*path, "gates", name), places, made)
    if "qubits" in said:
        _of_qubits(check, said["qubits"], (*path, "qubits"), made)
    return made


def _of_gate(
    check: Checks, name: str, value: Any, path: Path, places: Places, made: Calibration
) -> None:
    gate = canonical_name(name)
    if gate not in places.gates:
        help = f"its gates are {', '.join(sorted(places.gates))}"
        message = f"the device has no `{quote(name)}`"
        check.found.error("QC418", message, path, at_key=True, help=help)
        return
    assert gate is not None

    def place(on: Any, at: Path) -> Place | None:
        if gate in names_on(2):
            found: Place | None = check.pair(on, at)
        else:
            qubit = check.qubit(on, at)
            found = None if qubit is None else (qubit,)
        if found is None:
            return None
        found = places.one_name(gate, found)
        if not places.has(gate, found):
            where = f"qubit {found[0]}" if len(found) == 1 else f"{list(found)}"
            check.found.error("QC418", f"there is no `{quote(name)}` on {where}", at)
            return None
        return found

    common, rows = _rows(check, value, path, GATE_FIGURES, place)
    if common:
        for on in sorted(places.all_of(gate)):
            made.gates[(gate, on)] = {**common, **rows.pop(on, {})}
    for on, figures in rows.items():
        made.gates[(gate, on)] = figures


def _of_qubits(check: Checks, value: Any, path: Path, made: Calibration) -> None:
    if check.qubits is None:
        check.wrong("figures of qubits need a number of `qubits`", path)
        return

    def place(on: Any, at: Path) -> Place | None:
        qubit = check.qubit(on, at)
        return None if qubit is None else (qubit,)

    common, rows = _rows(check, value, path, QUBIT_FIGURES, place)
    if common or rows:
        made.qubits = [{**common, **rows.get((q,), {})} for q in range(check.qubits)]


def _rows(
    check: Checks,
    value: Any,
    path: Path,
    keys: tuple[str, ...],
    place: Callable[[Any, Path], Place | None],
) -> tuple[Figures, dict[Place, Figures]]:
    """Return the figures all places have, and those of single places, which count before them."""
    said = check.table(value, path, (*keys, "at"))
    common = _figures(check, said, path, keys)
    rows: dict[Place, Figures] = {}
    for i, row in enumerate(check.items(said.get("at", []), (*path, "at"))):
        at = (*path, "at", i)
        row = check.table(row, at, ("on", *keys))
        if "on" not in row:
            check.wrong(
                "the row does not say what it is about", at, 'such as "on": 3 or "on": [0, 1]'
            )
            continue
        on = place(row["on"], (*at, "on"))
        figures = _figures(check, row, at, keys)
        if on is None:
            continue
        before = rows.setdefault(on, figures)
        if before is not figures:
            _join(check, before, figures, at)
    return common, rows


def _join(check: Checks, before: Figures, figures: Figures, at: Path) -> None:
    """Add a second row of one place to the first; what both say must agree."""
    for key, number in figures.items():
        if before.setdefault(key, number) != number:
            message = f"a second figure for one place: {number}, and {before[key]} before"
            help = "leave one of them; a symmetric gate is the same either way round"
            check.found.error("QC419", message, (*at, key), help=help)


def _figures(check: Checks, said: dict[str, Any], path: Path, keys: tuple[str, ...]) -> Figures:
    made = {}
    for key in keys:
        if key not in said:
            continue
        if key in ("error", "readout_error"):
            number = check.probability(said[key], (*path, key))
        else:
            number = check.time(said[key], (*path, key), zero=key not in ("t1_ns", "t2_ns"))
        if number is not None:
            made[key] = number
    return made


def _date(check: Checks, value: Any, path: Path) -> str | None:
    """Return a date as text; TOML has dates of its own."""
    if value is None:
        return None
    if isinstance(value, date):  # a datetime is one
        return value.isoformat()
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            datetime.fromisoformat(value.replace("Z", "+00:00"))
            return value
        except ValueError:
            pass
    check.wrong("it is no date", path, 'such as "2025-11-01" or "2025-11-01T06:30:00Z"')
    return None


def age_in_days(calibrated: str) -> float:
    """Return how long ago that was."""
    then = datetime.fromisoformat(calibrated.replace("Z", "+00:00"))
    return (datetime.now(then.tzinfo) - then).total_seconds() / 86400
