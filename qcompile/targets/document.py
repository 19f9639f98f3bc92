# SPDX-License-Identifier: Apache-2.0
"""The document of a device file, as JSON and TOML give it, made a target; docs/targets.md describes it by example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._native import canonical_name, gate_table
from ..errors import quote
from .bases import has_one_qubit_freedom, names_on
from .checks import MOST_QUBITS, Checks, nearest
from .figures import Calibration, Places, calibration
from .target import Target

if TYPE_CHECKING:
    from .checks import Pair
    from .findings import Findings
    from .places import Path

#: The key that says that a file is ours, and of which version.
MARK = "qcompile_target"
VERSION = 1
KEYS = (
    MARK,
    "name",
    "source",
    "qubits",
    "couplings",
    "gates",
    "excluded",
    "forbids",
    "calibration",
)
FORBIDS = ("barrier", "mid-circuit-measurement", "reset", "control-flow")
#: What devices have besides gates, and where a file says it.
_NO_GATES = {
    "measure": "what is known of measurements is `readout_error` and `measure_ns` in `calibration.qubits`",
    "reset": "its duration is `reset_ns` in `calibration.qubits`; a device without it has `reset` in `forbids`",
    "barrier": "a device that refuses barriers has `barrier` in `forbids`",
    "delay": "every device has delays",
}


def target_of(document: Any, found: Findings) -> Target | None:
    """Return the target of a document; None where something is wrong, and the findings say what."""
    if not _is_ours(document, found):
        return None
    check = Checks(found)
    said = check.table(document, (), KEYS)
    check.qubits = check.whole(said.get("qubits"), ("qubits",), 1, MOST_QUBITS)
    if found.errors:
        return None  # without the number of qubits there is a wrong error for every pair
    native = _Gates(check, said)
    excluded = check.qubit_list(said.get("excluded", []), ("excluded",))
    forbids = _forbids(check, said.get("forbids", []))
    name = check.text(said.get("name", found.stem()), ("name",))
    source = check.text(said.get("source"), ("source",))
    known = Calibration()
    if not found.errors:  # what follows asks which gate is where
        known = calibration(check, said, native.places())
    if found.errors or name is None:
        return None
    return Target(
        name,
        native.ranges_by_gate,
        check.qubits,
        native.target_pairs(),
        {gate: limits for gate, limits in native.ranges_by_gate.items() if limits},
        sites=native.sites(),
        excluded=excluded,
        forbids=forbids,
        gate_facts=known.gates,
        qubit_facts=known.qubits,
        source=source,
        calibrated=known.date,
    )


def _is_ours(document: Any, found: Findings) -> bool:
    if isinstance(document, dict) and MARK in document:
        version = document[MARK]
        if version == VERSION and not isinstance(version, bool):
            return True
        message = f"version {quote(version)} of the device file; this qcompile reads {VERSION}"
        found.error("QC416", message, (MARK,))
        return False
    found.error(
        "QC416",
        f"no device file of qcompile: it has no `{MARK}`",
        (),
        help=f"write {MARK} = {VERSION} into it; descriptions of other tools become one by `qcompile target import`",
    )
    return False


def _forbids(check: Checks, value: Any) -> list[str]:
    said = check.items(value, ("forbids",))
    for i, word in enumerate(said):
        if word not in FORBIDS:
            help = nearest(str(word), FORBIDS) or f"it may forbid {', '.join(FORBIDS)}"
            check.wrong(f"no device forbids `{quote(word)}`", ("forbids", i), help)
    return [word for word in said if word in FORBIDS]


def _keys(gate: str) -> tuple[str, ...]:
    """Return what a file may say of a gate, by the number of its qubits."""
    if gate in names_on(1):
        return ("qubits", "range")
    return ("pairs", "both_directions", "range") if gate in names_on(2) else ("range",)


class _Gates:
    """The native gates of a document and where they are.

    Parameters
    ----------
    check : Checks
    said : dict
        The document.
    """

    def __init__(self, check: Checks, said: dict[str, Any]) -> None:
        self.check = check
        #: Every gate, with its limits if it has some.
        self.ranges_by_gate: dict[str, tuple[float, float] | None] = {}
        #: Name in the file by gate.
        self.given: dict[str, str] = {}
        self.on_qubits: dict[str, list[int]] = {}
        self.on_pairs: dict[str, list[Pair]] = {}
        self.couplings: list[Pair] | None = None
        if "couplings" in said:
            if check.qubits is None:
                check.wrong("couplings need a number of `qubits`", ("couplings",))
            else:
                self.couplings = check.pairs(said["couplings"], ("couplings",))
        if "gates" not in said:
            check.wrong(
                "the device has no `gates`", (), 'such as "gates": {"rz": {}, "sx": {}, "cz": {}}'
            )
        for name, about in check.table(said.get("gates", {}), ("gates",)).items():
            gate = self._known(name)
            if gate is not None:
                self._add(gate, about, ("gates", name))
        self._check_pairs()
        self._check_freedom("gates" in said)

    def _known(self, name: str) -> str | None:
        gate = canonical_name(name)
        path = ("gates", name)
        if gate is None:
            names = [row["name"] for row in gate_table()]
            help = _NO_GATES.get(name) or nearest(name, names) or f"gates are {', '.join(names)}"
            message = f"no native gate is called `{quote(name)}`"
            self.check.found.error("QC406", message, path, at_key=True, help=help)
        elif gate in self.given:
            other = quote(self.given[gate])
            message = f"`{quote(name)}` is another name of `{other}`, which stands here too"
            self.check.found.error("QC416", message, path, at_key=True)
            return None
        else:
            self.given[gate] = name
        return gate

    def _add(self, gate: str, about: Any, path: Path) -> None:
        about = self.check.table(about, path, _keys(gate))
        limits = self._range(gate, about["range"], (*path, "range")) if "range" in about else None
        self.ranges_by_gate[gate] = limits
        if "qubits" in about:
            self.on_qubits[gate] = self.check.qubit_list(about["qubits"], (*path, "qubits"))
        if "pairs" in about:
            self.on_pairs[gate] = self.check.pairs(about["pairs"], (*path, "pairs"))
        elif self.couplings is not None and gate in names_on(2):
            self.on_pairs[gate] = self.couplings
        both = about.get("both_directions", False)
        if not isinstance(both, bool):
            self.check.wrong("it is true or false", (*path, "both_directions"))
        elif both and gate in self.on_pairs:
            listed = self.on_pairs[gate]
            self.on_pairs[gate] = list(dict.fromkeys([*listed, *((b, a) for a, b in listed)]))
        if self.check.qubits is None and ("qubits" in about or "pairs" in about):
            self.check.wrong("places of a gate need a number of `qubits`", path)

    def _range(self, gate: str, value: Any, path: Path) -> tuple[float, float] | None:
        limits = self.check.items(value, path)
        numbers = [self.check.number(x, (*path, i)) for i, x in enumerate(limits)]
        if len(numbers) != 2:
            self.check.wrong("a range is its lowest and its highest angle, such as [0, 1.57]", path)
            return None
        low, high = numbers
        if low is None or high is None:
            return None
        row = next(row for row in gate_table() if row["name"] == gate)
        if not row["parameters"]:
            self.check.found.error("QC417", f"`{gate}` has no angle to limit", path)
        elif low > high:
            self.check.found.error("QC417", "the lowest angle is above the highest", path)
        else:
            return low, high
        return None

    def _check_pairs(self) -> None:
        """Two-qubit gates act on every pair, or all of them say on which."""
        if not self.on_pairs:
            return
        for gate, name in self.given.items():
            if gate in names_on(2) and gate not in self.on_pairs:
                help = f"give `{name}` its `pairs`, or the device `couplings`"
                self.check.wrong(
                    f"it is not said on which pairs `{name}` acts", ("gates", name), help
                )

    def _check_freedom(self, given: bool) -> None:
        names = list(self.given)
        if not given or self.check.found.errors or has_one_qubit_freedom(names):
            return
        singles = [name for name in names if name in names_on(1)]
        has = f"only {', '.join(singles)} on one qubit" if singles else "no gate on one qubit"
        self.check.found.error(
            "QC420",
            f"the device has {has}: not every circuit can be written so",
            ("gates",),
            help="add what it has besides, such as rz and sx; for Clifford+T h, t and tdg",
        )

    def target_pairs(self) -> list[tuple[int, int, list[str]]] | None:
        """Return the pairs of the target; None where every pair is coupled."""
        if self.couplings is None and not self.on_pairs:
            return None
        named = [([gate], pairs) for gate, pairs in self.on_pairs.items()]
        return [(a, b, names) for names, pairs in named for a, b in pairs]

    def sites(self) -> list[list[str]] | None:
        """Return the gates of each qubit; None where all are alike."""
        if not self.on_qubits or self.check.qubits is None:
            return None
        sites: list[list[str]] = [[] for _ in range(self.check.qubits)]
        for gate in self.given:
            if gate in names_on(1):
                for qubit in self.on_qubits.get(gate, range(self.check.qubits)):
                    sites[qubit].append(gate)
        return sites

    def places(self) -> Places:
        """Return where which gate is."""
        pairs = None if self.couplings is None and not self.on_pairs else self.on_pairs
        return Places(self.check.qubits, self.given, self.on_qubits, pairs)
