# SPDX-License-Identifier: Apache-2.0
"""Values of a device file, checked where they are met: what is wrong is noted with its path, and read on without."""

from __future__ import annotations

from difflib import get_close_matches
from math import isfinite
from typing import TYPE_CHECKING, Any

from ..errors import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .findings import Findings
    from .places import Path

    Pair = tuple[int, int]

MOST_QUBITS = 10**7


class Repeated(dict[str, Any]):
    """A JSON object in which a key stands twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        keys = [key for key, _ in pairs]
        self.twice = [key for key in self if keys.count(key) > 1]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return help that names the nearest of the known words."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else None


class Checks:
    """Reads values out of a document.

    Parameters
    ----------
    found : Findings
        Takes what is wrong.
    qubits : int, optional
        How many the device has; None for any number.
    """

    def __init__(self, found: Findings, qubits: int | None = None) -> None:
        self.found = found
        self.qubits = qubits

    def wrong(self, message: str, path: Path, help: str | None = None) -> None:
        """Note a value that cannot be understood."""
        self.found.error("QC416", message, path, help=help)

    def table(self, value: Any, path: Path, keys: Iterable[str] | None = None) -> dict[str, Any]:
        """Return a table whose keys, unless any will do, are among these; what is not is noted and left out."""
        if not isinstance(value, dict):
            self.wrong(f"{_kind(value)} where a table is expected", path)
            return {}
        for key in getattr(value, "twice", ()):
            self.found.error("QC416", f"`{quote(key)}` stands twice", (*path, key), at_key=True)
        if keys is None:
            return value
        for key in value:
            if key not in keys:
                self._unknown(key, (*path, key), list(keys))
        return {key: each for key, each in value.items() if key in keys}

    def _unknown(self, key: str, path: Path, keys: list[str]) -> None:
        known = f"the keys here are {', '.join(keys)}"
        help = nearest(key, keys) or known
        message = f"unknown key `{quote(key)}`"
        unit = next((each for each in keys if each == f"{key}_ns"), None)
        if unit is None and "_" in key:
            unit = next((each for each in keys if each == f"{key.rpartition('_')[0]}_ns"), None)
        if unit is not None:
            message = f"`{quote(key)}` is no time in nanoseconds"
            help = f"write `{unit}`, and the number in nanoseconds"
        elif {"error", "duration_ns"} & {key} and "range" in keys:
            help = f"figures stand under `calibration.gates.{quote(path[-2])}`"
        self.found.error("QC416", message, path, at_key=True, help=help)

    def items(self, value: Any, path: Path) -> list[Any]:
        """Return a list."""
        if isinstance(value, list):
            return value
        self.wrong(f"{_kind(value)} where a list is expected", path)
        return []

    def text(self, value: Any, path: Path) -> str | None:
        """Return a text that can be written out again; None for None."""
        if value is None:
            return None
        if not isinstance(value, str):
            self.wrong(f"{_kind(value)} where a text is expected", path)
            return None
        try:
            value.encode()
        except UnicodeEncodeError:
            self.wrong("half a surrogate pair is no character", path)
            return None
        return value

    def whole(self, value: Any, path: Path, low: int, high: int) -> int | None:
        """Return a whole number within bounds; None for None."""
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(f"{_kind(value)} where a whole number is expected", path)
            return None
        if not low <= value <= high:
            self.wrong(f"{quote(value)} is not between {low} and {high}", path)
            return None
        return value

    def number(self, value: Any, path: Path) -> float | None:
        """Return a finite number."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(f"{_kind(value)} where a number is expected", path)
            return None
        try:
            number = float(value)
        except OverflowError:
            number = float("inf")
        if isfinite(number):
            return number + 0.0
        self.found.error("QC417", f"{number} is no figure", path)
        return None

    def probability(self, value: Any, path: Path) -> float | None:
        """Return a number from 0 to 1."""
        number = self.number(value, path)
        if number is None or 0.0 <= number <= 1.0:
            return number
        self.found.error("QC417", f"an error rate is between 0 and 1, got {number}", path)
        return None

    def time(self, value: Any, path: Path, *, zero: bool) -> float | None:
        """Return a time in nanoseconds, 0 if that may be."""
        number = self.number(value, path)
        if number is None or number > 0.0 or (zero and number == 0.0):
            return number
        bound = "0 or more" if zero else "more than 0"
        help = "leave it out where it is not known"
        self.found.error(
            "QC417", f"this time is {bound} nanoseconds, got {number}", path, help=help
        )
        return None

    def qubit(self, value: Any, path: Path) -> int | None:
        """Return the number of a qubit of the device."""
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(f"{_kind(value)} where the number of a qubit is expected", path)
            return None
        if value < 0 or value >= (MOST_QUBITS if self.qubits is None else self.qubits):
            self.no_place(f"there is no qubit {quote(value)}", path)
            return None
        return value

    def qubit_list(self, value: Any, path: Path) -> list[int]:
        """Return a list of qubits of the device."""
        numbered = ((q, (*path, i)) for i, q in enumerate(self.items(value, path)))
        return [q for q, at in numbered if self.qubit(q, at) is not None]

    def pair(self, value: Any, path: Path) -> Pair | None:
        """Return a pair of different qubits of the device."""
        if not isinstance(value, list) or len(value) != 2:
            self.wrong("a coupling is a pair of qubits, such as [0, 1]", path)
            return None
        a, b = (self.qubit(q, (*path, i)) for i, q in enumerate(value))
        if a is None or b is None:
            return None
        if a == b:
            self.no_place(f"qubit {a} is coupled with itself", path)
            return None
        return a, b

    def pairs(self, value: Any, path: Path) -> list[Pair]:
        """Return a list of pairs, each once."""
        made: dict[Pair, None] = {}
        most = MOST_QUBITS if self.qubits is None else self.qubits
        for i, pair in enumerate(self.items(value, path)):
            # The common case, for lists of millions.
            if type(pair) is list and len(pair) == 2:
                a, b = pair
                if type(a) is int and type(b) is int and a != b and 0 <= a < most and 0 <= b < most:
                    made[(a, b)] = None
                    continue
            self.pair(pair, (*path, i))
        return list(made)

    def no_place(self, message: str, path: Path) -> None:
        """Note a qubit or pair that the device does not have."""
        count = "any number of" if self.qubits is None else self.qubits
        last = "" if self.qubits is None else f", 0 to {self.qubits - 1}"
        self.found.error("QC418", message, path, help=f"the device has {count} qubits{last}")


def _kind(value: Any) -> str:
    """Return what a value is, in words."""
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "a text"}
    kinds |= {list: "a list", dict: "a table", type(None): "null"}
    return next((name for kind, name in kinds.items() if isinstance(value, kind)), "a date")
