# SPDX-License-Identifier: Apache-2.0
"""Cirq's devices as targets: `GridDevice` and the like, graphs of its qubits, Google's device specification in JSON.

Qubits are numbered in the order of (row, column), or of the line. Powers of X, Y and Z are rotations up to a phase.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..errors import quote
from .bases import DEFAULT_BASIS, gate_names
from .draft import ROWS, Draft
from .sdk_text import Document, Keys
from .target import Target

#: Gates by Cirq's class, where any instance is native.
CLASSES = {
    "PhasedXZGate": "phxz",
    "PhasedXPowGate": "r",
    "XPowGate": "rx",
    "YPowGate": "ry",
    "ZPowGate": "rz",
    "HPowGate": "h",
    "Rx": "rx",
    "Ry": "ry",
    "Rz": "rz",
    "IdentityGate": "id",
    "CZPowGate": "cp",
    "CXPowGate": "cx",
    "ZZPowGate": "rzz",
    "XXPowGate": "rxx",
    "YYPowGate": "ryy",
    "MSGate": "rxx",
}
#: Gates by how Cirq prints one, where one instance is native.
INSTANCES = {
    "CZ": "cz",
    "CNOT": "cx",
    "ISWAP": "iswap",
    "ISWAP**0.5": "siswap",
    "ISWAP**-0.5": "siswapdg",
    "ISWAP**-1.0": "iswapdg",
    "ISWAP**-1": "iswapdg",
    "SWAP": "swap",
    "H": "h",
    "X": "x",
    "Y": "y",
    "Z": "z",
    "S": "s",
    "T": "t",
    "S**-1": "sdg",
    "T**-1": "tdg",
    "X**0.5": "sx",
    "X**-0.5": "sxdg",
    "I": "id",
}
#: Gates by their field in the specification.
FIELDS = {
    "cz": "cz",
    "sqrtIswap": "siswap",
    "sqrtIswapInv": "siswapdg",
    "phasedXz": "phxz",
    "virtualZpow": "rz",
}
#: What the specification lists beside gates, or as another way to make a gate it has.
OTHERS = frozenset({"meas", "reset", "wait", "physicalZpow"})


def recognise(value: dict[str, Any]) -> bool:
    """Return whether a JSON object is a device specification."""
    return any(key in value for key in ("validQubits", "valid_qubits"))


def convert(obj: Any, basis: Iterable[str] | str | None = None, name: str | None = None) -> Target:
    """Return the target of a Cirq object.

    Parameters
    ----------
    obj : cirq.Device, cirq.DeviceMetadata, or networkx.Graph over Cirq's qubits
    basis : iterable of str, or str, optional
        Native gates where the object names none; {cx, rz, sx, x} by default.
    name : str, optional
        Of the target.

    Raises
    ------
    PipelineError
        QC407 for a basis beside an object with gates of its own, QC416 to QC420 for what is wrong in it.
    """
    metadata = getattr(obj, "metadata", obj)
    graph = getattr(metadata, "nx_graph", metadata)
    label = name or ("cirq device" if metadata is graph else type(obj).__name__)
    if metadata is None or not hasattr(graph, "edges"):
        Draft(str(label), 0, "").refuse("the device does not say which qubits it has")
    qubits = sorted(graph.nodes)
    draft = Draft(str(label), len(qubits), "a Cirq device")
    number = {qubit: i for i, qubit in enumerate(qubits)}
    ways = [(a, b) for a, b in graph.edges]
    if not graph.is_directed():
        ways += [(b, a) for a, b in ways]
    pairs = sorted((number[a], number[b]) for a, b in ways)
    gateset = getattr(metadata, "gateset", None)
    if gateset is None:
        for gate in gate_names(DEFAULT_BASIS if basis is None else basis):
            _everywhere(draft, gate, pairs)
        return draft.target()
    draft.refuse_basis(basis)
    durations = getattr(metadata, "gate_durations", None) or {}
    for family in sorted(gateset.gates, key=repr):
        duration = durations.get(family)
        _family(draft, family, pairs, None if duration is None else float(duration.total_nanos()))
    return draft.target()


def _family(draft: Draft, family: Any, pairs: list[tuple[int, int]], ns: float | None) -> None:
    """Take in one family of gates; several may stand for one of ours, and the slowest counts."""
    # Google's families name the gates that are one under several of Cirq's names.
    gates = list(getattr(family, "gates_to_accept", None) or [family.gate])
    for gate in gates:
        name = gate.__name__ if isinstance(gate, type) else str(gate)
        if name in ("MeasurementGate", "ResetChannel"):
            for qubit in range(draft.qubits):
                what = "measure_ns" if name == "MeasurementGate" else "reset_ns"
                draft.qubit(qubit, (), **{what: ns})
            continue
        if name in ("WaitGate", "SingleQubitCliffordGate"):
            continue
        known = (CLASSES if isinstance(gate, type) else INSTANCES).get(name)
        if getattr(family, "tags_to_accept", None):
            continue  # another way to make a gate the device has anyway
        if known is None:
            draft.leave_out(name, "the library has no such gate")
            continue
        _everywhere(draft, known, pairs, ns)


def _everywhere(
    draft: Draft, gate: str, pairs: Iterable[tuple[int, int]], ns: float | None = None
) -> None:
    """Take in a gate on every qubit or coupled pair."""
    places = pairs if ROWS[gate]["qubits"] == 2 else [(q,) for q in range(draft.qubits)]
    for on in places:
        if ROWS[gate]["qubits"] == 2 and ROWS[gate]["symmetric"] and on[0] > on[-1]:
            on = on[::-1]
        draft.gate(gate, on, duration_ns=ns)


def read(text: str, *, path: str | None = None, name: str | None = None) -> Target:
    """Return the target of a device specification, as protobuf writes it in JSON with either spelling of its fields.

    Raises
    ------
    PipelineError
        QC416 to QC420 for what is wrong, with the place.
    """
    document = Document.of(text, path, recognise, "device specification of Google's")
    key = _field(document.value, "validQubits")
    labels = document.get((key,), list, "a list of names") or []
    place = {label: _position(document, label, (key, i)) for i, label in enumerate(labels)}
    if len(set(place.values())) < len(labels):
        raise document.error("a qubit is listed twice", (key,), code="QC418")
    order = sorted(place, key=lambda label: place[label])
    number = {label: i for i, label in enumerate(order)}
    draft = Draft(name or "google device", len(order), "a Google device specification", document)
    pairs = _pairs(draft, document, number)
    key = _field(document.value, "validGates")
    for i, entry in enumerate(document.get((key,), list, "a list of gates") or []):
        _specified(draft, entry, (key, i), pairs)
    return draft.target()


def _specified(draft: Draft, entry: Any, at: Keys, pairs: dict[tuple[int, int], Keys]) -> None:
    """Take in one entry of the list of gates."""
    if not isinstance(entry, dict):
        draft.refuse("a gate is an object with its name as a field", at)
    picos = entry.get(_field(entry, "gateDurationPicos"))
    ns = None
    if picos is not None:
        value = float(picos) if isinstance(picos, str) and picos.isdecimal() else picos
        ns = draft.time(value, "the duration", (*at, _field(entry, "gateDurationPicos"))) / 1000
    for key in entry:
        field = _camel(key)
        if field in FIELDS:
            gate = FIELDS[field]
            # A change of frame takes no time.
            duration = 0.0 if field == "virtualZpow" else ns
            if ROWS[gate]["qubits"] == 2:
                for on, where in pairs.items():
                    draft.gate(gate, on, where, duration_ns=duration)
            else:
                for qubit in range(draft.qubits):
                    draft.gate(gate, (qubit,), at, duration_ns=duration)
        elif field in ("meas", "reset"):
            what = "measure_ns" if field == "meas" else "reset_ns"
            for qubit in range(draft.qubits):
                draft.qubit(qubit, at, **{what: ns})
        elif field not in OTHERS and field != "gateDurationPicos":
            draft.leave_out(field, "the library has no such gate", at)


def _pairs(draft: Draft, document: Document, number: dict[str, int]) -> dict[tuple[int, int], Keys]:
    """Return the coupled pairs and where they are listed."""
    found: dict[tuple[int, int], Keys] = {}
    key = _field(document.value, "validTargets")
    for i, group in enumerate(document.get((key,), list, "a list") or []):
        targets = group.get("targets") if isinstance(group, dict) else None
        if targets is not None and not isinstance(targets, list):
            draft.refuse("the targets of a group are a list", (key, i, "targets"))
        for j, target in enumerate(targets or []):
            at = (key, i, "targets", j)
            ids = target.get("ids") if isinstance(target, dict) else None
            if not isinstance(ids, list):
                draft.refuse("a coupling lists its qubits under `ids`", at)
            if len(ids) != 2:
                continue  # sets of qubits measured together
            for label in ids:
                if not isinstance(label, str) or label not in number:
                    draft.refuse(f"the device has no qubit `{quote(label)}`", at, "QC418")
            a, b = sorted(number[label] for label in ids)
            if a == b:
                draft.refuse(f"qubit `{ids[0]}` is coupled with itself", at, "QC418")
            found[a, b] = at
    return found


def _position(document: Document, label: object, at: Keys) -> tuple[int, ...]:
    """Return row and column of a qubit from its name, such as ``4_7``."""
    parts = label.split("_") if isinstance(label, str) else []
    if not parts or not all(part.isdecimal() for part in parts):
        raise document.error(f"`{label}` is no place such as 4_7", at, code="QC418")
    return tuple(int(part) for part in parts)


def _camel(key: str) -> str:
    first, *rest = key.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _field(value: dict[str, Any], camel: str) -> str:
    """Return the spelling of a field that an object uses."""
    return next((key for key in value if _camel(key) == camel), camel)
