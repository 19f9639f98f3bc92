# SPDX-License-Identifier: Apache-2.0
"""What Qiskit's passes are told of a device, as a target."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..targets import Target, as_target
from ..targets.draft import ROWS, library_name
from ..targets.from_qiskit import NAMES


def target_of(
    target: Any, basis: Iterable[str] | None = None, coupling: Any = None
) -> Target | None:
    """Return the target that constraints of Qiskit's stand for; None where there are none.

    Parameters
    ----------
    target : Target, a name, BackendV2, or qiskit.transpiler.Target, optional
    basis : iterable of str, optional
        Qiskit's names of operations; what is no gate is passed over.
    coupling : qiskit.transpiler.CouplingMap, optional
    """
    if target is not None:
        own = getattr(target, "target", target)
        names = getattr(own, "operation_names", None)
        if names is None or own.num_qubits is not None:
            return as_target(target, None if basis is None else _gates(basis))
        # A list of gates that stand wherever one likes.
        return _of_names(names)
    if coupling is not None:
        return Target.from_qiskit(coupling, None if basis is None else _gates(basis))
    return None if basis is None else _of_names(basis)


def _of_names(names: Iterable[str]) -> Target | None:
    gates = _gates(names)
    return Target.from_basis(gates) if gates else None


def _gates(names: Iterable[str]) -> list[str]:
    found = (library_name(NAMES.get(name, name)) for name in names)
    return [name for name in found if name is not None and name in ROWS]
