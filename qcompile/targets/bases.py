# SPDX-License-Identifier: Apache-2.0
"""Bases: names of gate sets, and what a gate set can express."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from .._native import CoreCircuit, CoreTarget, canonical_name, gate_table, kernels
from ..errors import PipelineError, QCompileError, quote

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The basis when neither target nor basis is given and the input's own gates are not universal.
DEFAULT_BASIS = ("cx", "rz", "sx", "x")

#: Names of common bases.
BASES: dict[str, tuple[str, ...]] = {
    "clifford+t": ("h", "s", "sdg", "t", "tdg", "x", "z", "cx"),
}

#: Gates that one `cx` and gates on one qubit make, and the other way round.
LIKE_CX = frozenset({"cx", "cy", "cz", "ch", "ecr"})

_CLIFFORD_T = frozenset("h s sdg t tdg x y z cx cz swap ccx ccz id".split())
#: Powers of one another.
FAMILIES = (
    frozenset({"t", "tdg", "s", "sdg", "z"}),
    frozenset({"s", "sdg", "z"}),
    frozenset({"sx", "sxdg", "x"}),
)


def gate_names(basis: Iterable[str] | str) -> list[str]:
    """Return a basis as a list of canonical gate names, in the order given, without repetition."""
    if isinstance(basis, str):
        basis = BASES.get(basis.lower(), tuple(part.strip() for part in basis.split(",")))
    out: list[str] = []
    for name in basis:
        known = canonical_name(name)
        if known is None:
            raise PipelineError(
                f"no native gate is called `{quote(name)}`",
                code="QC406",
                help="give gate names separated by commas, such as --basis cz,rz,sx,x",
            )
        if known not in out:
            out.append(known)
    return out


@cache
def names_on(qubits: int, *, directed: bool = False) -> frozenset[str]:
    """Return names of the gates on so many qubits; with ``directed`` only of those whose operands differ."""
    rows = (row for row in gate_table() if row["qubits"] == qubits)
    return frozenset(row["name"] for row in rows if not (directed and row["symmetric"]))


def is_universal(target: CoreTarget) -> bool:
    """Return whether every circuit can be written in the target's gates, or every one of Clifford+T in these few."""
    names = set(target.gates)
    if names <= _CLIFFORD_T and names >= {"h", "t", "tdg", "cx"}:
        return True
    probe = CoreCircuit()
    probe.add_qubits(2)
    probe.append_gate("u", [0.1, 0.2, 0.3], [0])
    probe.append_gate("cx", [], [0, 1])
    return _expresses(target, probe)


def has_one_qubit_freedom(names: Iterable[str]) -> bool:
    """Return whether the one-qubit gates among these express every one-qubit gate, or every one of Clifford+T."""
    singles = [name for name in names if name in names_on(1)]
    if {"h", "t", "tdg"} <= set(singles):
        return True
    probe = CoreCircuit()
    probe.add_qubits(1)
    probe.append_gate("u", [0.1, 0.2, 0.3], [0])
    return _expresses(CoreTarget("probe", singles), probe)


def _expresses(target: CoreTarget, probe: CoreCircuit) -> bool:
    try:
        kernels.basis_translation(probe, target, one_qubit=True)
    except QCompileError:
        return False
    return True
