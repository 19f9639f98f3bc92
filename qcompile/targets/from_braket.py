# SPDX-License-Identifier: Apache-2.0
"""Amazon Braket's device capabilities as targets.

``device.properties.json()``: `paradigm` says qubits, couplings and native gates, `standardized` (versions 1 to 3) what
was measured. Qubits keep Braket's numbers; a number that no qubit has is excluded.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .draft import ROWS, Draft, library_name
from .sdk_text import Document, Keys
from .target import Target

#: Braket's names of gates that are not ours.
NAMES = {
    "i": "id",
    "si": "sdg",
    "ti": "tdg",
    "vi": "sxdg",
    "phaseshift": "p",
    "cphaseshift": "cp",
    "zz": "rzz",
    "xx": "rxx",
    "yy": "ryy",
    "cv": "csx",
}
#: Rigetti's rx runs at quarter and half turns alone, which up to a phase are these.
QUARTER_TURNS = ("sx", "sxdg", "x")
UNITS = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}


def recognise(value: dict[str, Any]) -> bool:
    """Return whether a JSON object is of a device's capabilities."""
    return isinstance(value.get("paradigm"), dict) and "connectivity" in value["paradigm"]


def convert(device: Any) -> Target:
    """Return the target of an `AwsDevice`, or of its properties."""
    properties = getattr(device, "properties", device)
    return read(properties.json(), name=getattr(device, "name", None))


def read(text: str, *, path: str | None = None, name: str | None = None) -> Target:
    """Return the target that a device's capabilities describe.

    Raises
    ------
    PipelineError
        QC416 to QC420 for what is wrong, with the place.
    """
    document = Document.of(text, path, recognise, "capabilities of a gate-model device")
    labels = _labels(document)
    count = document.get(("paradigm", "qubitCount"), int, "a number") or 0
    size = max(labels) + 1 if labels else count
    draft = Draft(name or _name(document), size, "Amazon Braket capabilities", document)
    if labels:
        draft.excluded = set(range(size)) - set(labels)
    gates = document.get(("paradigm", "nativeGateSet"), list, "a list of gate names") or []
    for i, gate in enumerate(gates):
        _native(draft, document, gate, ("paradigm", "nativeGateSet", i), labels)
    known = {gate for site in draft.sites for gate in site} | draft.anywhere
    if document.get(("standardized",), dict, "an object"):
        draft.calibrated = document.get(("standardized", "updatedAt"), str, "a date")
        _device_wide(draft, document, sorted(set(range(size)) - draft.excluded))
        _qubits(draft, document, known)
        _pairs(draft, document)
    return draft.target()


def _name(document: Document) -> str:
    header = document.get(("braketSchemaHeader", "name"), str, "a name") or "braket"
    return str(header).rpartition(".")[2].removesuffix("_device_capabilities")


def _connectivity(document: Document) -> dict[str, Any]:
    graph = document.get(("paradigm", "connectivity", "connectivityGraph"), dict, "an object")
    return graph or {}


_GRAPH: Keys = ("paradigm", "connectivity", "connectivityGraph")


def _labels(document: Document) -> list[int]:
    """Return the numbers of the qubits; empty for a device that lists none."""
    found = set()
    for key, others in _connectivity(document).items():
        found.add(_number(document, key, (*_GRAPH, key)))
        if not isinstance(others, list):
            raise document.error("the qubits coupled with one are a list", (*_GRAPH, key))
        found |= {_number(document, each, (*_GRAPH, key, j)) for j, each in enumerate(others)}
    measured = document.get(("standardized", "oneQubitProperties"), dict, "an object") or {}
    if found:
        found |= {int(key) for key in measured if key.isdecimal()}
    return sorted(found)


def _number(document: Document, label: object, at: Keys) -> int:
    if not isinstance(label, str) or not label.isdecimal() or len(label) > 6:
        raise document.error(f"qubit `{label}` is no number", at, code="QC418")
    return int(label)


def _native(
    draft: Draft, document: Document, name: object, at: Keys, labels: Iterable[int]
) -> None:
    if not isinstance(name, str):
        draft.refuse("a gate has to be given by its name", at)
    header = document.get(("braketSchemaHeader", "name"), str, "a name") or ""
    given = [NAMES.get(name.lower(), name)]
    if name.lower() == "rx" and "rigetti" in header:
        given = list(QUARTER_TURNS)
    everywhere = document.get(("paradigm", "connectivity", "fullyConnected"), bool, "true or false")
    for gate in given:
        known = library_name(gate)
        if known is None or ROWS[known]["qubits"] > 2 or everywhere:
            draft.gate(gate, None, at)
        elif ROWS[known]["qubits"] == 1:
            for qubit in labels:
                draft.gate(gate, (qubit,), at)
        else:
            for key, others in _connectivity(document).items():
                for j, other in enumerate(others):
                    draft.gate(gate, (int(key), int(other)), (*_GRAPH, key, j))


def _device_wide(draft: Draft, document: Document, qubits: list[int]) -> None:
    """Take in the figures version 3 gives for the whole device."""
    top: Keys = ("standardized",)
    facts = {
        "t1_ns": _time(draft, document, (*top, "T1")),
        "t2_ns": _time(draft, document, (*top, "T2")),
        "readout_error": _error(draft, document, (*top, "readoutFidelity", 0)),
        "measure_ns": _time(draft, document, (*top, "readoutDuration")),
        "reset_ns": _time(draft, document, (*top, "activeResetDuration")),
    }
    for qubit in qubits:
        draft.qubit(qubit, top, **facts)
    one = _time(draft, document, (*top, "singleQubitGateDuration"))
    two = _time(draft, document, (*top, "twoQubitGateDuration"))
    error = _error(draft, document, (*top, "twoQubitGateFidelity", 0))
    for qubit in qubits:
        for gate in sorted(draft.sites[qubit] | draft.anywhere):
            if ROWS[gate]["qubits"] == 1 and gate != "rz":
                draft.gate(gate, (qubit,), top, duration_ns=one)
    pairs = list(draft.pairs)
    if any(ROWS[gate]["qubits"] == 2 for gate in draft.anywhere):
        pairs = [(a, b) for a in qubits for b in qubits if a < b]
    for pair in pairs:
        for gate in sorted(draft.pairs.get(pair, set()) | draft.anywhere):
            if ROWS[gate]["qubits"] == 2:
                draft.gate(gate, pair, top, error=error, duration_ns=two)


def _qubits(draft: Draft, document: Document, gates: set[str]) -> None:
    top: Keys = ("standardized", "oneQubitProperties")
    for key in document.get(top, dict, "an object") or {}:
        at = (*top, key)
        qubit = draft.index(_number(document, key, at), at)
        facts = {
            "t1_ns": _time(draft, document, (*at, "T1")),
            "t2_ns": _time(draft, document, (*at, "T2")),
        }
        error = None
        listed = document.get((*at, "oneQubitFidelity"), list, "a list") or []
        for j in range(len(listed)):
            here = (*at, "oneQubitFidelity", j)
            kind = document.get((*here, "fidelityType", "name"), str, "a name") or ""
            if kind == "READOUT":
                facts["readout_error"] = _error(draft, document, here)
            elif "READOUT" not in kind and error is None:
                error = _error(draft, document, here)
        draft.qubit(qubit, at, **facts)
        for gate in sorted(gates):
            # rz is a change of frame on all these devices; their benchmarks are of pulses.
            if ROWS[gate]["qubits"] == 1 and gate != "rz" and error is not None:
                draft.gate(gate, (qubit,), (*at, "oneQubitFidelity"), error=error)


def _pairs(draft: Draft, document: Document) -> None:
    top: Keys = ("standardized", "twoQubitProperties")
    for key in document.get(top, dict, "an object") or {}:
        at = (*top, key)
        ends = [_number(document, part, at) for part in key.split("-")]
        if len(ends) != 2:
            draft.refuse(f"`{key}` is no pair such as `0-1`", at, "QC418")
        listed = document.get((*at, "twoQubitGateFidelity"), list, "a list") or []
        for j in range(len(listed)):
            here = (*at, "twoQubitGateFidelity", j)
            name = document.get((*here, "gateName"), str, "a name") or ""
            gate = library_name(NAMES.get(name.lower(), name))
            native = set().union(*draft.pairs.values(), draft.anywhere)
            if gate not in native:
                continue  # figures of gates that are made of native ones
            direction = document.get((*here, "direction"), dict, "an object") or {}
            on = [direction.get("control", ends[0]), direction.get("target", ends[1])]
            draft.gate(gate, on, (*here, "fidelity"), error=_error(draft, document, here))


def _error(draft: Draft, document: Document, at: Keys) -> float | None:
    """Return one minus a fidelity."""
    value = document.get((*at, "fidelity"), (int, float), "a number")
    if value is None:
        return None
    fidelity = draft.probability(value, "the fidelity", (*at, "fidelity"))
    # Digits beyond those of the fidelity are the subtraction's own.
    return round(1 - fidelity, 12)


def _time(draft: Draft, document: Document, at: Keys) -> float | None:
    """Return a time in nanoseconds."""
    value = document.get((*at, "value"), (int, float), "a number")
    if value is None:
        return None
    unit = str(document.get((*at, "unit"), str, "a unit") or "").lower()
    if unit not in UNITS:
        draft.refuse("a time without a unit such as `us`", at, "QC417")
    return round(draft.time(value, "the time", (*at, "value")) * UNITS[unit], 6)
