# SPDX-License-Identifier: Apache-2.0
"""IBM's backend files: properties (what was measured) and configuration (what there is).

The JSON of ``backend.properties().to_dict()`` and ``backend.configuration().to_dict()``, which is also that of the fake
backends of `qiskit-ibm-runtime`. Either alone makes a target; together the configuration says which gates there are.
"""

from __future__ import annotations

import json
import math
from typing import Any

from .draft import CONTROL_FLOW, NO_GATES, ROWS, Draft, library_name
from .sdk_text import Document, Keys
from .target import Target

#: Nanoseconds in the units of the files.
UNITS = {"ns": 1.0, "us": 1e3, "µs": 1e3, "μs": 1e3, "ms": 1e6, "s": 1e9}
#: IBM's calibrated angles of fractional rzz gates.
RZZ = (0.0, math.pi / 2)
_QUBIT = {"T1": "t1_ns", "T2": "t2_ns", "readout_length": "measure_ns"}


def recognise(value: dict[str, Any]) -> bool:
    """Return whether a JSON object is one of IBM's two files."""
    return _is_properties(value) or _is_configuration(value)


def read(text: str, other: str | None = None, *, path: str | None = None) -> Target:
    """Return the target that a properties file, a configuration file or both describe.

    Parameters
    ----------
    text : str
        Either file.
    other : str, optional
        The other one.
    path : str, optional
        Name of the first, for messages.

    Raises
    ------
    PipelineError
        QC416 to QC420 for what is wrong, with the place.
    """
    first = Document(text, path)
    second = None if other is None else Document(other)
    documents = [each for each in (first, second) if each is not None]
    properties = next((each for each in documents if _is_properties(each.value)), None)
    configuration = next((each for each in documents if _is_configuration(each.value)), None)
    if properties is None:
        if configuration is None:
            raise first.error("neither a properties nor a configuration file of IBM's", ())
        draft = _of_configuration(configuration)
    elif configuration is None:
        draft = _of_properties(properties, None, None)
    else:
        known = _of_configuration(configuration)
        allowed = set(configuration.value["basis_gates"])
        draft = _of_properties(properties, known, allowed)
    if second is not None and (properties is None or configuration is None):
        raise second.error("the two files are of one kind", ())
    return draft.target()


def convert(properties: Any, configuration: Any = None) -> Target:
    """Return the target of properties and configuration objects or their dictionaries."""
    texts = [json.dumps(_plain(each), default=str) for each in (properties, configuration) if each]
    return read(*texts)


def _plain(value: Any) -> Any:
    return value.to_dict() if hasattr(value, "to_dict") else value


def _is_properties(value: Any) -> bool:
    return isinstance(value.get("qubits"), list) and isinstance(value.get("gates"), list)


def _is_configuration(value: Any) -> bool:
    return isinstance(value.get("basis_gates"), list) and "n_qubits" in value


def _of_configuration(document: Document) -> Draft:
    count = document.get(("n_qubits",), int, "a number")
    name = document.get(("backend_name",), str, "a name") or "ibm"
    draft = Draft(name, count or 0, "an IBM configuration file", document)
    for i, gate in enumerate(document.value["basis_gates"]):
        _listed(draft, document, gate, ("basis_gates", i))
    supported = document.get(("supported_instructions",), list, "a list of names")
    if supported is not None:
        if "reset" not in supported:
            draft.forbids.add("reset")
        if not any(name in supported for name in CONTROL_FLOW):
            draft.forbids.add("control-flow")
    return draft


def _listed(draft: Draft, document: Document, gate: object, at: Keys) -> None:
    """Take in a native gate, where the list of gates says or else on every coupled pair or qubit."""
    if not isinstance(gate, str):
        draft.refuse("a gate has to be given by its name", at)
    if gate in NO_GATES:
        return
    entries = document.get(("gates",), list, "a list") or []
    for i, entry in enumerate(entries):
        places = entry.get("coupling_map") if isinstance(entry, dict) else None
        if isinstance(places, list) and places and entry.get("name") == gate:
            for j, on in enumerate(places):
                draft.gate(gate, on, ("gates", i, "coupling_map", j))
            break
    else:
        _on_couplings(draft, document, gate, at)
    if gate == "rzz":
        draft.limit("rzz", *RZZ)


def _on_couplings(draft: Draft, document: Document, gate: str, at: Keys) -> None:
    known = library_name(gate)
    if known is not None and ROWS[known]["qubits"] == 2:
        couplings = document.get(("coupling_map",), list, "a list of pairs")
        if couplings is not None:
            for j, pair in enumerate(couplings):
                draft.gate(gate, pair, ("coupling_map", j))
            return
    draft.gate(gate, None, at)


def _of_properties(document: Document, known: Draft | None, allowed: set[str] | None) -> Draft:
    qubits = document.value["qubits"]
    name = document.get(("backend_name",), str, "a name") or "ibm"
    draft = Draft(name, len(qubits), "an IBM properties file", document)
    if known is not None:
        if known.qubits != len(qubits):
            draft.refuse(
                f"figures of {len(qubits)} qubits, the configuration has {known.qubits}",
                ("qubits",),
                "QC418",
            )
        draft.name, draft.forbids, draft.anywhere = known.name, known.forbids, known.anywhere
        draft.sites, draft.pairs, draft.ranges = known.sites, known.pairs, known.ranges
    draft.calibrated = document.get(("last_update_date",), str, "a date")
    for i in range(len(qubits)):
        _qubit(draft, document, i)
    for i, gate in enumerate(document.value["gates"]):
        if not isinstance(gate, dict) or not isinstance(gate.get("gate"), str):
            draft.refuse("a gate has a name under `gate`", ("gates", i))
        _measured(draft, document, i, gate, allowed)
    return draft


def _qubit(draft: Draft, document: Document, index: int) -> None:
    facts: dict[str, float | None] = {}
    for j, entry in enumerate(_entries(document, ("qubits", index))):
        at = ("qubits", index, j)
        name, value = str(entry.get("name")), entry.get("value")
        if name in _QUBIT:
            facts[_QUBIT[name]] = _time(draft, entry, at)
        elif name == "readout_error":
            facts["readout_error"] = value
        elif name == "operational" and not value:
            draft.excluded.add(index)
    draft.qubit(index, ("qubits", index), **facts)


def _measured(
    draft: Draft, document: Document, index: int, gate: dict[str, Any], allowed: set[str] | None
) -> None:
    at = ("gates", index)
    name, on = gate["gate"], gate.get("qubits")
    if not isinstance(on, list):
        draft.refuse(f"`{name}` does not say on which qubits", at)
    facts: dict[str, float | None] = {}
    for j, entry in enumerate(_entries(document, (*at, "parameters"))):
        place = (*at, "parameters", j)
        if entry.get("name") == "gate_error":
            facts["error"] = entry.get("value")
        elif entry.get("name") == "gate_length":
            facts["duration_ns"] = _time(draft, entry, place)
        elif entry.get("name") == "operational" and not entry.get("value"):
            return
    if name == "reset" and facts.get("duration_ns") is not None and len(on) == 1:
        draft.qubit(on[0], at, reset_ns=facts["duration_ns"])
    if name in NO_GATES or (allowed is not None and name not in allowed):
        return
    draft.gate(name, on, (*at, "parameters") if facts else at, **facts)
    if name == "rzz":
        draft.limit("rzz", *RZZ)


def _entries(document: Document, keys: Keys) -> list[dict[str, Any]]:
    entries = document.get(keys, list, "a list") or []
    for j, entry in enumerate(entries):
        if not isinstance(entry, dict):
            raise document.error("a figure has a name, a unit and a value", (*keys, j))
    return entries


def _time(draft: Draft, entry: dict[str, Any], at: Keys) -> float | None:
    """Return a time in nanoseconds."""
    if entry.get("value") is None:
        return None
    what = str(entry.get("name"))
    unit = str(entry.get("unit"))
    if unit not in UNITS:
        draft.refuse(f"{what} has no unit of time, such as `ns`", at, "QC417")
    return round(draft.time(entry["value"], what, (*at, "value")) * UNITS[unit], 6)
