# SPDX-License-Identifier: Apache-2.0
"""Qiskit: a pass for its pass managers, and templates as what its primitives run.

Tested with Qiskit 1.2, which itself loses global phases on the way, and 2.6. Once this package is installed,
`transpile` and `generate_preset_pass_manager` also take ``optimization_method="qcompile"`` and the like: see
`qiskit_stages` and `qiskit_synthesis`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qiskit.circuit import QuantumCircuit, QuantumRegister
from qiskit.converters import circuit_to_dag, dag_to_circuit
from qiskit.transpiler import PassManager
from qiskit.transpiler.basepasses import TransformationPass

from ..compiler import compile as compile_circuit
from ..emitters.to_qiskit import onto
from ..frontends.from_qiskit import from_qiskit
from .qiskit_layouts import known, move, place, places
from .qiskit_pubs import angles, isa_circuit, pub
from .qiskit_targets import target_of

__all__ = ["QCompile", "angles", "isa_circuit", "pass_manager", "pub"]


class QCompile(TransformationPass):  # type: ignore[misc]
    """Compile a circuit as a pass of Qiskit's.

    A circuit that was laid out already stays where it is; if it moves on the way, Qiskit is told. One that was not is
    placed and routed where the target has couplings, and otherwise stays on its own qubits. Registers, the very
    parameters, control flow, the global phase and metadata are kept.

    Parameters
    ----------
    target : Target, str, BackendV2 or qiskit.transpiler.Target, optional
        As for `compile`; with neither target nor basis the gates stay those of the circuit, where they are universal.
    basis : iterable of str, optional
        Names of native gates, where there is no target or it has none of its own.
    coupling : qiskit.transpiler.CouplingMap, optional
        With a basis and no target.
    layout : qiskit.transpiler.Layout or list of int, optional
        Where qubits start, for a circuit that was not laid out.
    **options
        As for `compile`: ``level``, ``objective``, ``seed``, ``passes`` and so on.

    Raises
    ------
    QCompileError
        As `compile` does.

    Examples
    --------
    >>> from qiskit import QuantumCircuit
    >>> from qiskit.transpiler import PassManager
    >>> source = QuantumCircuit(3)
    >>> for q in (0, 1): _ = source.cx(q, q + 1), source.cx(q, q + 1)
    >>> len(PassManager([QCompile(basis=["cz", "rz", "sx", "x"])]).run(source))
    0
    """

    def __init__(
        self,
        target: Any = None,
        *,
        basis: Iterable[str] | None = None,
        coupling: Any = None,
        layout: Any = None,
        **options: Any,
    ) -> None:
        super().__init__()
        self.target = target_of(target, basis, coupling)
        self.layout = layout
        self.options = {"verify": "off", **options}

    def run(self, dag: Any) -> Any:
        """Return the compiled circuit."""
        source = dag_to_circuit(dag, copy_operations=False)
        circuit = from_qiskit(source)
        layouts = known(self.property_set, dag)
        target = self.target
        options = dict(self.options)
        if target is None or (target.pairs is None and not target.excluded and self.layout is None):
            options["permutation"] = "keep"
        elif layouts is not None:
            circuit.layouts = layouts
            options["layout"] = layouts[0]
        else:
            options["layout"] = places(self.layout, dag)
        result = compile_circuit(circuit, target=target, **options)
        ends = result.circuit.layouts
        placed = layouts is None and ends is not None
        out = _like(dag, result.circuit.num_qubits if placed else None)
        onto(out, result.circuit, {p.name: p for p in source.parameters}, target)
        if ends is not None:
            (place if placed else move)(self.property_set, dag, out, *ends)
        return circuit_to_dag(out, copy_operations=False)


def pass_manager(target: Any = None, **options: Any) -> Any:
    """Return a pass manager of Qiskit's that compiles circuits for a target, in place of Qiskit's preset ones.

    Parameters
    ----------
    target : Target, str, BackendV2 or qiskit.transpiler.Target, optional
        As for `compile`.
    **options
        As for `QCompile`.

    Returns
    -------
    qiskit.transpiler.PassManager

    Examples
    --------
    >>> from qiskit import QuantumCircuit
    >>> bell = QuantumCircuit(2)
    >>> _ = bell.h(0), bell.cx(0, 1)
    >>> mapped = pass_manager("ibm-heron-r2").run(bell)
    >>> mapped.num_qubits, mapped.count_ops()["cz"]
    (156, 1)
    """
    return PassManager([QCompile(target, **options)])


def _like(dag: Any, width: int | None) -> QuantumCircuit:
    """Return an empty circuit with the bits of another, and its qubits or so many of a device."""
    out = QuantumCircuit(name=dag.name, metadata=dag.metadata)
    if width is None:
        out.add_bits(dag.qubits)
        for register in dag.qregs.values():
            out.add_register(register)
    else:
        out.add_register(QuantumRegister(width, "q"))
    out.add_bits(dag.clbits)
    for register in dag.cregs.values():
        out.add_register(register)
    return out
