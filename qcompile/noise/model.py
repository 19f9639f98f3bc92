# SPDX-License-Identifier: Apache-2.0
"""`NoiseModel`: which channels follow which operations."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .._native import canonical_name
from ..errors import SemanticError, quote
from ..files import read_bytes
from .channels import NAMES

if TYPE_CHECKING:
    from ..targets import Target
    from ..targets.findings import Findings

#: The key that says that a file is ours, and of which version.
MARK = "qcompile_noise"
VERSION = 1
#: Sections of a file that are channels for a kind of operation.
SECTIONS = ("one_qubit", "two_qubit", "many_qubit", "measure", "reset")

Channels = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class NoiseModel:
    """Channels behind gates, by their number of qubits, by name, or by name and place; the most particular counts.

    Parameters
    ----------
    one_qubit, two_qubit, many_qubit : mapping of str to float
        Channels (`qcompile.noise.channels`) behind every gate on so many qubits. Those on one qubit stand on each qubit
        of the gate; ``depolarizing`` is on both of a two-qubit gate's at once.
    measure : mapping of str to float
        Channels before every measurement.
    reset : mapping of str to float
        Channels behind every reset.
    gates : mapping of str to mapping
        Channels behind gates of a name, instead. ``{}``: none.
    at : mapping of (str, tuple of int) to mapping
        Channels behind gates of a name on these qubits, or ``measure`` and ``reset`` there, instead.
    times : mapping of int to (float, float)
        T1 and T2 of qubits in nanoseconds (infinite where there is no such decay): what delays there do.

    Raises
    ------
    SemanticError
        QC272 for a probability outside of 0 to 1 or times that cannot be, QC273 for an unknown channel or gate.

    Examples
    --------
    >>> model = NoiseModel(two_qubit={"depolarizing": 0.01}, gates={"cz": {"phase_flip": 0.02}})
    >>> model.behind("cz", (0, 1)), model.behind("cx", (0, 1)), model.behind("h", (0,))
    ({'phase_flip': 0.02}, {'depolarizing': 0.01}, {})
    """

    one_qubit: Channels = field(default_factory=dict)
    two_qubit: Channels = field(default_factory=dict)
    many_qubit: Channels = field(default_factory=dict)
    measure: Channels = field(default_factory=dict)
    reset: Channels = field(default_factory=dict)
    gates: Mapping[str, Channels] = field(default_factory=dict)
    at: Mapping[tuple[str, tuple[int, ...]], Channels] = field(default_factory=dict)
    times: Mapping[int, tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check = _Check(None)
        # In the order they are applied in, under the library's names.
        for section in SECTIONS:
            object.__setattr__(self, section, check.channels(getattr(self, section), (section,)))
        gates = {
            check.gate(name, ("gates", name)): check.channels(channels, ("gates", name))
            for name, channels in self.gates.items()
        }
        at = {}
        for (name, on), channels in self.at.items():
            if name not in ("measure", "reset"):
                name = check.gate(name, ("at",))
            at[name, tuple(on)] = check.channels(channels, ("at", name, *on))
        object.__setattr__(self, "gates", gates)
        object.__setattr__(self, "at", at)
        for qubit, (t1, t2) in self.times.items():
            if not (t1 > 0 and 0 < t2 <= 2 * t1):
                check.refuse(
                    "QC272",
                    f"T1 = {t1} and T2 = {t2}: times are above 0, and T2 is at most 2 T1",
                    ("times", qubit),
                )

    def behind(self, name: str, on: Sequence[int]) -> Channels:
        """Return the channels for an operation: of its place, else of its name, else of its number of qubits."""
        place = tuple(on)
        found = self.at.get((name, place))
        if found is None and len(place) == 2:
            found = self.at.get((name, place[::-1]))
        if found is None:
            found = self.gates.get(name)
        if found is not None:
            return found
        if name in ("measure", "reset"):
            return self.measure if name == "measure" else self.reset
        return (self.one_qubit, self.two_qubit, self.many_qubit)[min(len(place), 3) - 1]

    @classmethod
    def from_target(cls, target: Target) -> NoiseModel:
        """Return the model of a device, from its error rates, durations, T1 and T2; see `qcompile.noise.device`."""
        from .device import model_of

        return model_of(target)

    @classmethod
    def from_file(cls, file: str | os.PathLike[str]) -> NoiseModel:
        """Return the model of a JSON or TOML file.

        Raises
        ------
        SemanticError
            QC272 for a number that cannot be, QC273 for what cannot be understood; with the place in the file.
        """
        from ..errors import PipelineError
        from ..targets.findings import Findings
        from ..targets.reading import is_toml, parse

        name = os.fspath(file)
        try:
            text = read_bytes(file).decode("utf-8-sig").replace("\r\n", "\n")
            found = Findings(text, name, toml=is_toml(text, name))
            document = parse(found)
        except UnicodeDecodeError:
            raise SemanticError("the file is not UTF-8", code="QC273", path=name) from None
        except PipelineError as error:
            raise SemanticError(error.message, code="QC273", span=error.span) from None
        return cls._read(document, found)

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> NoiseModel:
        """Return the model of a document as `to_dict` makes it.

        Examples
        --------
        >>> NoiseModel.from_dict({"qcompile_noise": 1, "one_qubit": {"bit_flip": 0.1}}).one_qubit
        {'bit_flip': 0.1}
        """
        return cls._read(document, None)

    @classmethod
    def _read(cls, document: Any, found: Findings | None) -> NoiseModel:
        check = _Check(found)
        check.mark(document)
        check.keys(document, (MARK, *SECTIONS, "gates", "at", "times"), ())
        sections = {
            name: check.channels(document[name], (name,)) for name in SECTIONS if name in document
        }
        gates = {
            check.gate(name, ("gates", name)): check.channels(channels, ("gates", name))
            for name, channels in check.table(document.get("gates", {}), ("gates",)).items()
        }
        at = {}
        for k, entry in enumerate(check.list(document.get("at", []), ("at",))):
            path = ("at", k)
            check.keys(check.table(entry, path), ("gate", "on", "channels"), path)
            name = entry.get("gate")
            if name not in ("measure", "reset"):
                name = check.gate(name, (*path, "gate"))
            on = tuple(check.qubits(entry.get("on"), (*path, "on")))
            at[name, on] = check.channels(entry.get("channels", {}), (*path, "channels"))
        times = {}
        for k, entry in enumerate(check.list(document.get("times", []), ("times",))):
            path = ("times", k)
            check.keys(check.table(entry, path), ("on", "t1_ns", "t2_ns"), path)
            (qubit,) = check.qubits([entry.get("on")], (*path, "on"))
            t1 = check.time(entry.get("t1_ns", float("inf")), (*path, "t1_ns"))
            t2 = check.time(entry.get("t2_ns", 2 * t1), (*path, "t2_ns"))
            if t2 > 2 * t1:
                check.refuse("QC272", f"T2 = {t2} is above 2 T1", (*path, "t2_ns"))
            times[qubit] = (t1, t2)
        return cls(**sections, gates=gates, at=at, times=times)

    def to_dict(self) -> dict[str, Any]:
        """Return the model as plain data, for JSON and TOML."""
        out: dict[str, Any] = {MARK: VERSION}
        for name in SECTIONS:
            if getattr(self, name):
                out[name] = dict(getattr(self, name))
        if self.gates:
            out["gates"] = {name: dict(channels) for name, channels in self.gates.items()}
        if self.at:
            out["at"] = [
                {"gate": name, "on": list(on), "channels": dict(channels)}
                for (name, on), channels in self.at.items()
            ]
        finite = {
            qubit: {key: t for key, t in zip(("t1_ns", "t2_ns"), pair, strict=True) if t < 1e300}
            for qubit, pair in self.times.items()
        }
        if finite:
            out["times"] = [{"on": qubit, **said} for qubit, said in finite.items()]
        return out


class _Check:
    """Refuses what a model cannot be, with its place where there is a text."""

    def __init__(self, found: Findings | None) -> None:
        self.found = found

    def refuse(
        self, code: str, message: str, path: tuple[Any, ...], help: str | None = None
    ) -> None:
        """Raise the error for what stands at a path."""
        from ..targets.places import places, text_of_path

        steps = tuple(step if isinstance(step, int) else str(step) for step in path)
        where = f"{text_of_path(steps)}: " if steps else ""
        span = None
        if self.found is not None:
            place = places(self.found.text, [steps], toml=self.found.toml)[steps]
            span = self.found.span(place.start, place.end)
        raise SemanticError(where + message, code=code, span=span, help=help)

    def mark(self, document: Any) -> None:
        """Refuse what is no noise model of this version."""
        if not isinstance(document, Mapping) or document.get(MARK) != VERSION:
            self.refuse("QC273", "this is no noise model", (), f'it has "{MARK}": {VERSION}')

    def keys(self, table: Mapping[str, Any], known: Sequence[str], path: tuple[Any, ...]) -> None:
        """Refuse unknown keys."""
        for key in table:
            if key not in known:
                self.refuse(
                    "QC273", "there is no such key", (*path, key), f"keys are {', '.join(known)}"
                )

    def table(self, value: Any, path: tuple[Any, ...]) -> Mapping[str, Any]:
        """Return a table."""
        if not isinstance(value, Mapping):
            self.refuse("QC273", f"a table is expected, not `{quote(value)}`", path)
        return dict(value)

    def list(self, value: Any, path: tuple[Any, ...]) -> Sequence[Any]:
        """Return a list."""
        if not isinstance(value, list | tuple):
            self.refuse("QC273", f"a list is expected, not `{quote(value)}`", path)
        return tuple(value)

    def gate(self, name: Any, path: tuple[Any, ...]) -> str:
        """Return the library's name of a gate."""
        found = canonical_name(name) if isinstance(name, str) else None
        if found is None:
            self.refuse("QC273", f"no gate of the library is called `{quote(name)}`", path)
        assert found is not None
        return found

    def qubits(self, value: Any, path: tuple[Any, ...]) -> Sequence[int]:
        """Return qubits."""
        on = self.list(value, path)
        if not on or not all(type(q) is int and q >= 0 for q in on):
            self.refuse("QC273", "qubits are whole numbers from 0 on", path)
        return on

    def time(self, value: Any, path: tuple[Any, ...]) -> float:
        """Return a time above 0."""
        if not isinstance(value, int | float) or isinstance(value, bool) or not value > 0:
            self.refuse("QC272", f"`{quote(value)}` is no time above 0", path)
        return float(value)

    def channels(self, value: Any, path: tuple[Any, ...]) -> Channels:
        """Return channels with their numbers."""
        table = self.table(value, path)
        self.keys(table, NAMES, path)
        for name, number in table.items():
            fits = isinstance(number, int | float) and not isinstance(number, bool)
            if not fits or not 0 <= number <= 1:
                self.refuse(
                    "QC272", f"`{quote(number)}` is no probability from 0 to 1", (*path, name)
                )
        return {name: float(table[name]) for name in NAMES if name in table}
