# SPDX-License-Identifier: Apache-2.0
"""Qiskit's synthesis of matrices by ours: ``unitary_synthesis_method="qcompile"``."""

from __future__ import annotations

from typing import Any

from qiskit.transpiler.passes.synthesis.plugin import UnitarySynthesisPlugin


class UnitarySynthesis(UnitarySynthesisPlugin):  # type: ignore[misc]
    """`qcompile.synthesize`, in the gates of the target; its couplings are left to routing.

    Options of ``unitary_synthesis_plugin_config`` go to `synthesize`: ``error``, ``effort``.
    """

    #: Qiskit's words for what a plugin wants to be told.
    max_qubits = None
    min_qubits = None
    supports_basis_gates = True
    supports_coupling_map = False
    supports_natural_direction = False
    supports_pulse_optimize = False
    supports_gate_lengths = False
    supports_gate_errors = False
    supported_bases = None

    def run(self, unitary: Any, **options: Any) -> Any:
        """Return the circuit of a matrix as Qiskit's `DAGCircuit`.

        Raises
        ------
        SemanticError
            QC236 for a matrix that is not unitary.
        TargetError
            QC301 for a basis that cannot express it.
        """
        # Qiskit loads the plugins it finds even where they are not used.
        from qiskit.converters import circuit_to_dag

        from ..compiler import compile as compile_circuit
        from ..emitters.to_qiskit import to_qiskit
        from ..synthesis.front import synthesize
        from .qiskit_targets import target_of

        basis = target_of(None, options.get("basis_gates"))
        circuit = synthesize(unitary, **(options.get("config") or {}))
        if basis is not None:
            circuit = compile_circuit(
                circuit, target=basis, permutation="keep", verify="off"
            ).circuit
        return circuit_to_dag(to_qiskit(circuit))
