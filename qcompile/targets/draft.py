# SPDX-License-Identifier: Apache-2.0
"""A target in the making: whatever another SDK says of a device is checked as it arrives, with its place."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NoReturn

from .._native import canonical_name, gate_table
from ..errors import Diagnostic, PipelineError, QCompileWarning, quote
from .checks import MOST_QUBITS
from .sdk_text import Document, Keys
from .target import Target

if TYPE_CHECKING:
    from .._core import GateRow

ROWS: dict[str, GateRow] = {row["name"]: row for row in gate_table()}
#: Names that say nothing about native gates, wherever they are listed.
NO_GATES = frozenset("measure measure_2 reset reset_2 delay barrier init store".split())
#: Operations whose blocks run or do not run.
CONTROL_FLOW = frozenset("if_else while_loop for_loop switch_case".split())


def library_name(name: str) -> str | None:
    """Return the library's name of a gate, however the other side writes it in capitals."""
    return canonical_name(name) or canonical_name(name.lower())


class Draft:
    """What is known of a device so far.

    Parameters
    ----------
    name : str
        Of the target.
    qubits : int
        How many.
    source : str
        Where the facts are from, for `Target.source`.
    document : Document, optional
        The text that is read, if it is one; places are keys into it.
    """

    def __init__(
        self, name: str, qubits: int, source: str, document: Document | None = None
    ) -> None:
        self.name = name
        self.qubits = qubits
        self.source = source
        self.document = document
        if not 0 <= qubits <= MOST_QUBITS:
            self.refuse(f"{quote(qubits)} qubits, a target has up to {MOST_QUBITS}", (), "QC418")
        self.sites: list[set[str]] = [set() for _ in range(qubits)]
        self.pairs: dict[tuple[int, int], set[str]] = {}
        #: Gates of every qubit or every pair.
        self.anywhere: set[str] = set()
        self.ranges: dict[str, tuple[float, float]] = {}
        self.excluded: set[int] = set()
        self.forbids: set[str] = set()
        self.gate_facts: dict[tuple[str, tuple[int, ...]], dict[str, float]] = {}
        self.qubit_facts: list[dict[str, float]] = [{} for _ in range(qubits)]
        #: When the figures were measured.
        self.calibrated: str | None = None
        self._left_out: set[str] = set()
        #: Qubits whose T2 is above twice their T1, and where that is said.
        self._too_coherent: dict[int, Keys] = {}

    def gate(
        self,
        name: str,
        on: Sequence[int] | None,
        at: Keys = (),
        *,
        error: float | None = None,
        duration_ns: float | None = None,
    ) -> None:
        """Take in a native gate on a qubit or an ordered pair, or everywhere with ``on=None``."""
        known = library_name(name)
        if known is None:
            self.leave_out(name, "the library has no such gate", at)
            return
        width = ROWS[known]["qubits"]
        if on is None:
            self.anywhere.add(known)
            return
        if not isinstance(on, (list, tuple)) or not on:
            self.refuse(f"`{known}` does not say on which qubits", at)
        where = tuple(self.index(q, at) for q in on)
        if len(set(where)) < len(where):
            self.refuse(f"`{known}` is given on qubit {where[0]} twice", at, "QC418")
        if len(where) != width:
            self.refuse(f"`{known}` is given on {len(where)} qubits, it takes {width}", at, "QC418")
        if width > 2:
            self.leave_out(known, "a target has gates on one and two qubits", at)
            return
        if len(where) == 1:
            self.sites[where[0]].add(known)
        else:
            self.pairs.setdefault((where[0], where[1]), set()).add(known)
        self._figures(known, where, at, error, duration_ns)

    def _figures(
        self,
        name: str,
        where: tuple[int, ...],
        at: Keys,
        error: float | None,
        duration_ns: float | None,
    ) -> None:
        facts: dict[str, float] = {}
        label = f"`{name}` on {_show(where)}"
        if error is not None:
            facts["error"] = self.probability(error, f"the error of {label}", at)
        if duration_ns is not None:
            facts["duration_ns"] = self.time(duration_ns, f"the duration of {label}", at)
        if not facts:
            return
        before = self.gate_facts.get((name, where), {})
        if any(before.get(key, value) != value for key, value in facts.items()):
            self.refuse(f"{label} is given twice with different figures", at, "QC419")
        self.gate_facts[name, where] = {**before, **facts}

    def qubit(self, index: int, at: Keys = (), **facts: float | None) -> None:
        """Take in figures of a qubit, named as in `Target`: ``t1_ns``, ``readout_error`` and so on."""
        known = self.qubit_facts[self.index(index, at)]
        for name, value in facts.items():
            if value is None:
                continue
            what = f"{name} of qubit {index}"
            if name == "readout_error":
                known[name] = self.probability(value, what, at)
            else:
                known[name] = self.time(value, what, at)
                if name in ("t1_ns", "t2_ns") and value == 0:
                    self.refuse(f"{what} is 0", at, "QC417")
        if known.get("t2_ns", 0.0) > 2 * known.get("t1_ns", math.inf) * (1 + 1e-9):
            self._too_coherent.setdefault(index, at)

    def index(self, qubit: object, at: Keys = ()) -> int:
        """Return a qubit as a number that the device has."""
        if isinstance(qubit, bool) or not isinstance(qubit, int) or not 0 <= qubit < self.qubits:
            self.refuse(f"the device has no qubit {quote(qubit)}", at, "QC418")
        return qubit

    def probability(self, value: object, what: str, at: Keys = ()) -> float:
        """Return an error rate, which is a number from 0 to 1."""
        number = self.number(value, what, at)
        if not 0 <= number <= 1:
            self.refuse(f"{what} is {number!r}, not between 0 and 1", at, "QC417")
        return number

    def time(self, value: object, what: str, at: Keys = ()) -> float:
        """Return a time, which is finite and not negative."""
        number = self.number(value, what, at)
        if not 0 <= number < math.inf:
            self.refuse(f"{what} is {number!r}, no time", at, "QC417")
        return number

    def number(self, value: object, what: str, at: Keys = ()) -> float:
        """Return a number as a float."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            try:
                value = float(value)  # type: ignore[arg-type]  # numpy's scalars and the like
            except (TypeError, ValueError):
                self.refuse(f"{what} is {quote(value)}, no number", at, "QC417")
        return float(value)

    def limit(self, name: str, low: float, high: float, at: Keys = ()) -> None:
        """Limit the first angle of a gate, in radians; a narrower limit wins over a wider one."""
        known = library_name(name)
        if known is None or not ROWS[known]["parameters"]:
            self.refuse(f"`{quote(name)}` has no angle to limit", at)
        if not low <= high:
            self.refuse(f"the angles of `{known}` run from {low!r} to {high!r}", at, "QC417")
        self.ranges[known] = (float(low), float(high))

    def refuse_basis(self, basis: object) -> None:
        """Refuse a basis beside native gates that the device names."""
        if basis is not None:
            self.refuse(
                "the device has native gates of its own, a basis cannot replace them", (), "QC407"
            )

    def leave_out(self, name: str, why: str, at: Keys = ()) -> None:
        """Say once that a gate of the device is not used."""
        if name not in self._left_out:
            self._left_out.add(name)
            self.warn("QC264", f"gate `{quote(name)}` is left out: {why}", at)

    def warn(self, code: str, message: str, at: Keys = ()) -> None:
        """Give a warning at a place."""
        span = self.document.span(at) if self.document else None
        text = message if self.document else f"{self.name}: {message}"
        diagnostic = Diagnostic("warning", code, text, span)
        warnings.warn(QCompileWarning(diagnostic), stacklevel=4)

    def refuse(self, message: str, at: Keys = (), code: str = "QC416") -> NoReturn:
        """Raise an error at a place."""
        if self.document:
            raise self.document.error(message, at, code=code)
        raise PipelineError(f"{self.name}: {message}", code=code)

    def target(self) -> Target:
        """Return the target, all of it checked."""
        used = self.anywhere.union(*self.sites, *self.pairs.values())
        if not any(ROWS[name]["qubits"] == 1 for name in used):
            self.refuse("no native gate on one qubit is known", code="QC420")
        self._warn_of_islands()
        if self._too_coherent:
            listed = ", ".join(map(str, self._too_coherent))
            text = f"T2 is more than twice T1, qubits: {quote(listed)}"
            self.warn("QC260", text, next(iter(self._too_coherent.values())))
        one = {name for name in used if ROWS[name]["qubits"] == 1}
        everywhere = {name for name in self.anywhere if ROWS[name]["qubits"] == 1}
        sites = [sorted(site | everywhere) for site in self.sites]
        return Target(
            self.name,
            sorted(used, key=list(ROWS).index),
            self.qubits,
            self._listed_pairs(),
            self.ranges,
            sites=None if all(set(site) == one for site in sites) else sites,
            excluded=sorted(self.excluded),
            forbids=sorted(self.forbids),
            gate_facts=self._settled_facts() or None,
            qubit_facts=self.qubit_facts if any(self.qubit_facts) else None,
            source=self.source,
            calibrated=self.calibrated,
        )

    def _listed_pairs(self) -> Iterable[tuple[int, int, Iterable[str]]] | None:
        """Return the pairs as `Target` takes them; None where every pair has the same gates."""
        everywhere = {name for name in self.anywhere if ROWS[name]["qubits"] == 2}
        if everywhere and not any(gates - everywhere for gates in self.pairs.values()):
            return None
        if everywhere:
            for a in range(self.qubits):
                for b in range(self.qubits):
                    if a != b:
                        self.pairs.setdefault((a, b), set()).update(everywhere)
        if len(self.pairs) == self.qubits * (self.qubits - 1) > 0:
            first, *others = self.pairs.values()
            if all(gates == first for gates in others):
                return None
        return [(a, b, sorted(gates)) for (a, b), gates in sorted(self.pairs.items())]

    def _settled_facts(self) -> dict[tuple[str, tuple[int, ...]], dict[str, float]]:
        """Return the figures with one place for each pair of a symmetric gate: where both ways are given, the worse."""
        settled: dict[tuple[str, tuple[int, ...]], dict[str, float]] = {}
        for (name, where), facts in self.gate_facts.items():
            key = (name, tuple(sorted(where)) if ROWS[name]["symmetric"] else where)
            known = settled.setdefault(key, {})
            known |= {what: max(x, known.get(what, x)) for what, x in facts.items()}
        return settled

    def _warn_of_islands(self) -> None:
        pairs = self._listed_pairs()
        if pairs is None:
            return
        usable = set(range(self.qubits)) - self.excluded
        island = _reach(usable, [(a, b) for a, b, _ in pairs])
        if len(island) < len(usable):
            others = sorted(usable - island)
            self.warn(
                "QC262",
                f"the device is in islands: nothing couples qubit {others[0]} with qubit {min(island)}",
            )


def _reach(usable: set[int], pairs: list[tuple[int, int]]) -> set[int]:
    """Return the qubits that couplings connect with the lowest one."""
    beside: dict[int, list[int]] = {q: [] for q in usable}
    for a, b in pairs:
        if a in usable and b in usable:
            beside[a].append(b)
            beside[b].append(a)
    reached = set(sorted(usable)[:1])
    queue = list(reached)
    while queue:
        for other in beside[queue.pop()]:
            if other not in reached:
                reached.add(other)
                queue.append(other)
    return reached


def _show(where: tuple[int, ...]) -> str:
    return f"qubit {where[0]}" if len(where) == 1 else f"qubits {', '.join(map(str, where))}"
