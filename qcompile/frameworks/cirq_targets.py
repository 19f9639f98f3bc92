# SPDX-License-Identifier: Apache-2.0
"""What Cirq's transformers are told of a device, as a target and its qubits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import cirq

from ..errors import PipelineError, SemanticError
from ..targets import Target, as_target
from ..targets.from_cirq import CLASSES, INSTANCES

if TYPE_CHECKING:
    from ..circuit import Circuit

#: Where any power is allowed, whole ones are as well.
_POWERS = {
    "CZPowGate": ("cz", "cp"),
    "XPowGate": ("x", "sx", "sxdg", "rx"),
    "YPowGate": ("y", "ry"),
    "ZPowGate": ("z", "s", "sdg", "t", "tdg", "rz"),
    "ISwapPowGate": ("iswap", "iswapdg", "siswap", "siswapdg"),
    "SwapPowGate": ("swap",),
}


def target_of(
    target: Any, gateset: Any = None, basis: Iterable[str] | str | None = None
) -> tuple[Target | None, list[Any] | None]:
    """Return the target that a device or gateset of Cirq's stands for, and the device's own qubits.

    Parameters
    ----------
    target : Target, str, cirq.Device, cirq.DeviceMetadata or graph of qubits, optional
    gateset : cirq.Gateset, optional
        Native gates, on any qubits.
    basis : iterable of str or str, optional
        Our names of them, also for a target that has none of its own.

    Raises
    ------
    PipelineError
        QC407 for a gateset and another.
    SemanticError
        QC247 for a gateset none of whose gates the library has.
    """
    if gateset is None:
        metadata = getattr(target, "metadata", target)
        graph = getattr(metadata, "nx_graph", metadata)
        nodes = getattr(graph, "nodes", None)
        if target is None:
            return None if basis is None else Target.from_basis(basis), None
        return as_target(target, basis), nodes and sorted(nodes)
    if target is not None or basis is not None:
        raise PipelineError(
            "a gateset beside a target or a basis", code="QC407", help="give one of them"
        )
    gates = [name for family in sorted(gateset.gates, key=repr) for name in _gates(family)]
    if not gates:
        raise SemanticError(
            "a gateset without a gate that the library has",
            code="QC247",
            help="cirq.CZTargetGateset() and cirq.SqrtIswapTargetGateset() are known, and gatesets of Cirq's own gates",
        )
    return Target.from_basis(list(dict.fromkeys(gates))), None


def _gates(family: Any) -> list[str]:
    """Return our names of the gates a family accepts; none of those we do not have."""
    out: list[str] = []
    for gate in getattr(family, "gates_to_accept", None) or [family.gate]:
        if not isinstance(gate, type):
            known = INSTANCES.get(str(gate))
            out += [known] if known else []
        elif gate.__name__ in _POWERS:
            out += _POWERS[gate.__name__]
        elif gate.__name__ in CLASSES:
            out.append(CLASSES[gate.__name__])
    return out


def coupled(target: Target | None) -> bool:
    """Return whether circuits are placed on the target."""
    return target is not None and (target.pairs is not None or bool(target.excluded))


def wires(circuit: Circuit, qubits: list[Any], places: list[Any] | None) -> list[Any]:
    """Return Cirq's qubit of each wire: the source's own, or the device's where the circuit was placed."""
    if circuit.layouts is None:
        return qubits
    return places or cirq.LineQubit.range(circuit.num_qubits)


def ends(circuit: Circuit, qubits: list[Any], on: list[Any]) -> tuple[dict[Any, Any], ...]:
    """Return where each qubit of the source starts, and where it ends."""
    layouts = circuit.layouts or (range(len(qubits)),) * 2
    return tuple({q: on[place] for q, place in zip(qubits, row, strict=True)} for row in layouts)
