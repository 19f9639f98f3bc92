# SPDX-License-Identifier: Apache-2.0
"""pytket's architectures and backends as targets, as objects and as their JSON.

A coupling holds both ways round, as pytket's own checks take it by default. Nodes are numbered by their index where
they are one register 0..n-1, else in the order listed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ..errors import PipelineError
from .bases import DEFAULT_BASIS, gate_names
from .draft import ROWS, Draft, library_name
from .sdk_text import Document, Keys
from .target import Target

#: pytket's names of gates that are not ours.
NAMES = {
    "U1": "p",
    "TK1": "u",
    "V": "sx",
    "Vdg": "sxdg",
    "PhasedX": "r",
    "GPI": "gpi",
    "GPI2": "gpi2",
    "CU1": "cp",
    "CV": "csx",
    "ISWAPMax": "iswap",
    "XXPhase": "rxx",
    "YYPhase": "ryy",
    "ZZPhase": "rzz",
    # With an angle in pytket; ours are half of these.
    "ISWAP": "",
    "CnX": "",
}
#: Names of operations that are no unitary gates: the classical ones and the rest.
NO_UNITARY = frozenset(
    "Measure Reset Barrier Collapse Delay noop Phase Conditional SetBits CopyBits RangePredicate MultiBit "
    "ExplicitPredicate ExplicitModifier ClassicalExpBox ClExpr WASM RNGSeed RNGBound RNGIndex RNGNum JobShotNum "
    "Create Discard Input Output".split()
)


def recognise(value: dict[str, Any]) -> bool:
    """Return whether a JSON object is an architecture or a backend's description."""
    inner = value.get("architecture", value)
    return isinstance(inner, dict) and isinstance(inner.get("nodes"), list)


def convert(obj: Any, basis: Iterable[str] | str | None = None, name: str | None = None) -> Target:
    """Return the target of a pytket object.

    Parameters
    ----------
    obj : Architecture, FullyConnected, BackendInfo, or a Backend that has one
    basis : iterable of str, or str, optional
        Native gates where the object names none; {cx, rz, sx, x} by default.
    name : str, optional
        Of the target.

    Raises
    ------
    PipelineError
        QC407 for a basis beside an object with gates of its own, QC416 to QC420 for what is wrong in it.
    """
    info = getattr(obj, "backend_info", obj)
    if info is None:
        raise PipelineError("the pytket backend has no description of its device", code="QC416")
    value = info.to_dict()
    if "gate_set" in value:
        value["gate_set"] = sorted(op.name for op in info.gate_set)
    return _of(Document(json.dumps(value)), basis, name or getattr(info, "device_name", None))


def read(
    text: str,
    *,
    path: str | None = None,
    basis: Iterable[str] | str | None = None,
    name: str | None = None,
) -> Target:
    """Return the target of an architecture's or a backend info's JSON; parameters as for `convert`.

    Raises
    ------
    PipelineError
        QC407, QC416 to QC420 for what is wrong, with the place; QC411 where gates are given by pytket's numbers and
        pytket is not there to name them.
    """
    document = Document.of(text, path, recognise, "architecture of pytket's")
    return _of(document, basis, name)


def _of(document: Document, basis: Iterable[str] | str | None, name: str | None) -> Target:
    is_info = "architecture" in document.value
    top: Keys = ("architecture",) if is_info else ()
    number = _numbers(document, (*top, "nodes"))
    label = name or (document.get(("device_name",), str, "a name") if is_info else None)
    draft = Draft(str(label or "pytket architecture"), len(number), "a pytket device", document)
    pairs = _pairs(draft, document, (*top, "links"), number)
    if is_info:
        draft.refuse_basis(basis)
    for i, gate in enumerate(
        _gate_set(document) if is_info else gate_names(DEFAULT_BASIS if basis is None else basis)
    ):
        _everywhere(draft, gate, ("gate_set", i) if is_info else (), pairs)
    if is_info:
        _figures(draft, document, number)
        for field, what in (
            ("supports_reset", "reset"),
            ("supports_midcircuit_measurement", "mid-circuit-measurement"),
            ("supports_fast_feedforward", "control-flow"),
        ):
            if document.value.get(field) is False:
                draft.forbids.add(what)
    return draft.target()


def _numbers(document: Document, keys: Keys) -> dict[str, int]:
    """Return the number of each node by its name."""
    nodes = document.get(keys, list, "a list of nodes") or []
    names = [_node(document, node, (*keys, i)) for i, node in enumerate(nodes)]
    if len(set(names)) < len(names):
        raise document.error("a node is listed twice", keys, code="QC418")
    indices = [node[1][0] if len(node[1]) == 1 else -1 for node in nodes]
    if sorted(indices) == list(range(len(nodes))) and len({node[0] for node in nodes}) == 1:
        return dict(zip(names, indices, strict=True))
    return {name: i for i, name in enumerate(names)}


def _node(document: Document, node: Any, at: Keys) -> str:
    """Return the name of a node as one text."""
    is_one = isinstance(node, list) and len(node) == 2 and isinstance(node[1], list)
    is_one = is_one and isinstance(node[0], str)
    if not is_one or not all(isinstance(i, int) for i in node[1]):
        raise document.error('a node is a name and indices, such as ["q", [0]]', at)
    return f"{node[0]}{node[1]}"


def _pairs(
    draft: Draft, document: Document, keys: Keys, number: dict[str, int]
) -> dict[tuple[int, int], Keys] | None:
    """Return the coupled pairs and where they are listed; None where all are."""
    links = document.get(keys, list, "a list of links")
    if links is None:
        return None
    found: dict[tuple[int, int], Keys] = {}
    for i, link in enumerate(links):
        at = (*keys, i)
        ends = link.get("link") if isinstance(link, dict) else None
        if not isinstance(ends, list) or len(ends) != 2:
            draft.refuse("a link joins two nodes", at)
        a, b = (
            _known(draft, document, node, (*at, "link", j), number) for j, node in enumerate(ends)
        )
        if a == b:
            draft.refuse(f"qubit {a} is coupled with itself", at, "QC418")
        found[a, b] = found[b, a] = at
    return found


def _known(draft: Draft, document: Document, node: Any, at: Keys, number: dict[str, int]) -> int:
    name = _node(document, node, at)
    if name not in number:
        draft.refuse(f"the device has no node `{name}`", at, "QC418")
    return number[name]


def _gate_set(document: Document) -> list[str]:
    """Return the gates by their names in pytket; newer versions write numbers."""
    gates = document.get(("gate_set",), list, "a list of gates") or []
    if all(isinstance(gate, str) for gate in gates):
        return gates
    try:
        from pytket.circuit import OpType
    except ImportError:
        raise PipelineError(
            "the file gives gates by pytket's numbers, and pytket is not installed",
            code="QC411",
            help="pip install pytket",
        ) from None
    try:
        return [gate if isinstance(gate, str) else OpType(gate).name for gate in gates]
    except (TypeError, ValueError):
        raise document.error("a gate that pytket does not know", ("gate_set",)) from None


def _everywhere(
    draft: Draft, name: str, at: Keys, pairs: dict[tuple[int, int], Keys] | None
) -> None:
    if name in NO_UNITARY:
        return
    gate = library_name(NAMES.get(name, name))
    if gate is None:
        draft.leave_out(name, "the library has no such gate", at)
    elif ROWS[gate]["qubits"] == 2 and pairs is not None:
        for on, where in pairs.items():
            draft.gate(gate, on, where)
    elif ROWS[gate]["qubits"] == 1 or pairs is None:
        draft.gate(gate, None, at)


def _figures(draft: Draft, document: Document, number: dict[str, int]) -> None:
    """Take in average errors: of the gates of each node and link, and of readout."""
    one = sorted(gate for gate in draft.anywhere if ROWS[gate]["qubits"] == 1)
    for at, (node, value) in _rows(document, "averaged_node_gate_errors"):
        qubit = _known(draft, document, node, (*at, 0), number)
        for gate in one:
            draft.gate(gate, (qubit,), (*at, 1), error=value)
    for at, (ends, value) in _rows(document, "averaged_edge_gate_errors"):
        if not isinstance(ends, list) or len(ends) != 2:
            draft.refuse("an error of a link names two nodes", at)
        on = tuple(_known(draft, document, node, (*at, 0), number) for node in ends)
        listed = draft.pairs.get((on[0], on[1]), set())
        wide = {gate for gate in draft.anywhere if ROWS[gate]["qubits"] == 2}
        for gate in sorted(listed | wide):
            draft.gate(gate, on, (*at, 1), error=value)
    for at, (node, value) in _rows(document, "averaged_readout_errors"):
        draft.qubit(_known(draft, document, node, (*at, 0), number), (*at, 1), readout_error=value)


def _rows(document: Document, field: str) -> Iterable[tuple[Keys, list[Any]]]:
    for j, row in enumerate(document.get((field,), list, "a list") or []):
        if not isinstance(row, list) or len(row) != 2:
            raise document.error("a figure stands beside what it is of", (field, j))
        yield (field, j), row
