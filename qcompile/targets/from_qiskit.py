# SPDX-License-Identifier: Apache-2.0
"""Qiskit's `BackendV2`, `Target` and `CouplingMap` as targets.

Seconds become nanoseconds; ``dt`` and pulse matters are ignored. A gate the library does not have, or whose limits a
target cannot hold, is left out with a warning that names it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from .bases import DEFAULT_BASIS, gate_names
from .draft import CONTROL_FLOW, NO_GATES, ROWS, Draft, library_name
from .target import Target

#: Names that Qiskit and packages around it use, where they are not ours.
NAMES = {"zz": "rzz", "xx": "rxx", "cu1": "cp", "mcphase": "cp"}
#: Parts and containers of control flow.
BLOCKS = frozenset("box break break_loop continue continue_loop".split())
#: Gates of one fixed angle, by rotation and angle over pi/2; equal up to a global phase.
FIXED = {
    ("rx", 2): "x",
    ("rx", -2): "x",
    ("rx", 1): "sx",
    ("rx", -1): "sxdg",
    ("ry", 2): "y",
    ("ry", -2): "y",
    ("rz", 2): "z",
    ("rz", -2): "z",
    ("rz", 1): "s",
    ("rz", -1): "sdg",
}


def convert(obj: Any, basis: Iterable[str] | str | None = None, name: str | None = None) -> Target:
    """Return the target of a Qiskit object.

    Parameters
    ----------
    obj : BackendV2, Target or CouplingMap
    basis : iterable of str, or str, optional
        Native gates where the object names none (a `CouplingMap`); {cx, rz, sx, x} by default.
    name : str, optional
        Of the target; the backend's own by default.

    Raises
    ------
    PipelineError
        QC407 for a basis beside an object with gates of its own, QC416 to QC420 for what is wrong in it.
    """
    if hasattr(obj, "get_edges"):
        return _of_coupling(obj, basis, name or "qiskit coupling map")
    target = obj.target if hasattr(obj, "target") else obj
    label = name or getattr(obj, "name", None) or target.description or "qiskit target"
    draft = Draft(str(label), target.num_qubits or 0, "a Qiskit target")
    draft.refuse_basis(basis)
    if not draft.qubits:
        draft.refuse("the target does not say how many qubits it has")
    names = set(target.operation_names)
    for each in target.operation_names:
        _operation(draft, target, each)
    for index, facts in enumerate(target.qubit_properties or ()):
        if facts is not None:
            draft.qubit(index, t1_ns=_ns(facts.t1), t2_ns=_ns(facts.t2))
    if "measure" in names:
        # A list without measure is of gates alone; one with it is of all the device does.
        if "reset" not in names:
            draft.forbids.add("reset")
        if not names & CONTROL_FLOW:
            draft.forbids.add("control-flow")
    made = draft.target()
    made.listed = frozenset((gate, a, b) for (a, b), gates in draft.pairs.items() for gate in gates)
    return made


def _of_coupling(coupling: Any, basis: Iterable[str] | str | None, name: str) -> Target:
    draft = Draft(name, coupling.size(), "a Qiskit coupling map")
    for gate in gate_names(DEFAULT_BASIS if basis is None else basis):
        if ROWS[gate]["qubits"] == 2:
            for a, b in coupling.get_edges():
                draft.gate(gate, (a, b))
        else:
            draft.gate(gate, None)
    return draft.target()


def _operation(draft: Draft, target: Any, name: str) -> None:
    """Take in one entry of a Qiskit target: an operation wherever it is native."""
    operation = target.operation_from_name(name)
    places = target[name] or {None: None}
    if name in ("measure", "reset"):
        for on, facts in places.items():
            if on is not None and facts is not None:
                measured = {"readout_error": facts.error, "measure_ns": _ns(facts.duration)}
                reset = {"reset_ns": _ns(facts.duration)}
                draft.qubit(on[0], **(measured if name == "measure" else reset))
        return
    if name in NO_GATES | CONTROL_FLOW | BLOCKS:
        return
    if isinstance(operation, type) or not hasattr(operation, "to_matrix"):
        draft.leave_out(name, "it is no gate on one or two qubits")
        return
    gate = _gate(draft, target, name, operation)
    if gate is None:
        return
    for on, facts in places.items():
        error = None if facts is None else facts.error
        duration = None if facts is None else _ns(facts.duration)
        draft.gate(gate, on, error=error, duration_ns=duration)


def _gate(draft: Draft, target: Any, name: str, operation: Any) -> str | None:
    """Return the library's gate for an operation; None, and a warning, where there is none."""
    gate = library_name(NAMES.get(operation.name, operation.name))
    row = ROWS.get(gate or "")
    if gate is None or row is None:
        draft.leave_out(name, "the library has no such gate")
        return None
    if (row["qubits"], len(row["parameters"])) != (operation.num_qubits, len(operation.params)):
        draft.leave_out(
            name, f"it is not the library's `{gate}`: qubits or angles differ in number"
        )
        return None
    numbers = [p for p in operation.params if isinstance(p, (int, float))]
    if numbers:
        quarters = numbers[0] / (math.pi / 2)
        fixed = FIXED.get((gate, round(quarters)))
        if len(operation.params) > 1 or fixed is None or abs(quarters - round(quarters)) > 1e-12:
            draft.leave_out(name, "its angle is fixed")
            return None
        return fixed
    return gate if _limits(draft, target, name, gate) else None


def _limits(draft: Draft, target: Any, name: str, gate: str) -> bool:
    """Take in the angle bounds of an operation; return whether a target can hold them."""
    bounded = getattr(target, "gate_has_angle_bounds", lambda _: False)
    if not bounded(name):
        return True
    # The bounds themselves are in the target's state alone; what is asked in public confirms them.
    try:
        bounds = target.__getstate__()["base"]["gate_map"][name]["angle_bounds"]
        (low, high), others = bounds[0], bounds[1:]
        known = not any(others) and target.supported_angle_bound(name, [low, *[0.0] * len(others)])
    except (AttributeError, KeyError, TypeError, ValueError):
        known = False
    if not known:
        draft.leave_out(name, "its angles have bounds that a target cannot hold")
        return False
    draft.limit(gate, low, high)
    return True


def _ns(seconds: float | None) -> float | None:
    # Digits below a femtosecond are the conversion's own.
    return None if seconds is None else round(seconds * 1e9, 6)
