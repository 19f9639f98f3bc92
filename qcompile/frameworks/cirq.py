# SPDX-License-Identifier: Apache-2.0
"""Cirq: a transformer, a stand-in for `cirq.optimize_for_target_gateset`, and sweeps that are compiled once.

Tested with cirq-core 1.5 and 1.7.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import cirq

from ..compiler import compile as compile_circuit
from ..emitters.to_cirq import to_cirq
from ..frontends.from_cirq import with_kept
from .cirq_parts import Kept
from .cirq_sweeps import SweepTemplate, compile_sweep
from .cirq_targets import coupled, ends, target_of, wires

__all__ = ["QCompile", "SweepTemplate", "compile_sweep", "optimize_for_target_gateset"]


@cirq.transformer
class QCompile:
    """Compile a circuit as a transformer of Cirq's.

    What is tagged ``"no_compile"``, or with a tag the context ignores, stays as it is, and so do subcircuits; with
    ``deep`` in the context they are compiled on their own. Moments are made anew.

    Parameters
    ----------
    target : Target, str, or device of Cirq's, optional
        As for `compile`; what a device of Cirq's is given is on its own qubits.
    gateset : cirq.Gateset, optional
        Native gates, where there is no target. A global phase that it has no gate for is dropped.
    basis : iterable of str or str, optional
        As for `compile`.
    **options
        As for `compile`: ``level``, ``objective``, ``seed`` and so on.

    Raises
    ------
    QCompileError
        As `compile` and `from_cirq` do.

    Examples
    --------
    >>> import cirq
    >>> a, b = cirq.LineQubit.range(2)
    >>> source = cirq.Circuit(cirq.CNOT(a, b), cirq.T(a), cirq.CNOT(a, b), cirq.X(b).with_tags("mine"))
    >>> context = cirq.TransformerContext(tags_to_ignore=("mine",))
    >>> print(QCompile(basis="clifford+t")(source, context=context))
    0: ───T─────────
    <BLANKLINE>
    1: ───X[mine]───
    """

    def __init__(
        self,
        target: Any = None,
        *,
        gateset: Any = None,
        basis: Iterable[str] | str | None = None,
        **options: Any,
    ) -> None:
        self.target, self.qubits = target_of(target, gateset, basis)
        self.gateset = gateset
        self.options = {"verify": "off", **options}

    def __call__(self, circuit: Any, *, context: Any = None) -> Any:
        """Return the compiled circuit."""
        return self.route(circuit, context=context)[0]

    def route(
        self, circuit: Any, *, context: Any = None
    ) -> tuple[Any, dict[Any, Any], dict[Any, Any]]:
        """Return the compiled circuit, and the qubit on which each one of the circuit starts and ends."""
        target = self.target
        placed = target is not None and target.num_qubits is not None
        parts = Kept(circuit, context, self, placed=placed)
        source, (qubits, symbols, opaque) = with_kept(parts.marked)
        options = dict(self.options)
        if not coupled(target):
            options["permutation"] = "keep"
        out = compile_circuit(source, target=target, **options).circuit
        if self.gateset is not None and not self._has(out.phase):
            out.add_phase(-out.phase)
        on = wires(out, qubits, self.qubits)
        made = parts.restored(to_cirq(out, on, symbols, opaque), source, out, qubits, on)
        return made, *ends(out, qubits, on)

    def _has(self, phase: Any) -> bool:
        """Return whether the gateset has a gate for a global phase; none has for one of symbols."""
        one = cirq.global_phase_operation(1j)
        return not getattr(phase, "parameters", None) and one in self.gateset


@cirq.transformer
def optimize_for_target_gateset(
    circuit: Any,
    *,
    context: Any = None,
    gateset: Any = None,
    level: int | None = None,
    objective: str = "two-qubit",
) -> Any:
    """Return an equivalent circuit in the gates of a gateset, as Cirq's function of this name does.

    Parameters
    ----------
    circuit : cirq.AbstractCircuit
    context : cirq.TransformerContext, optional
    gateset : cirq.Gateset, optional
        Cirq's gatesets and others of Cirq's own gates; by default the gates of the circuit, where they are universal.
    level : int, optional
    objective : str, default "two-qubit"
        As for `compile`.

    Returns
    -------
    cirq.Circuit

    Examples
    --------
    >>> import cirq
    >>> a, b = cirq.LineQubit.range(2)
    >>> gateset = cirq.CZTargetGateset()
    >>> out = optimize_for_target_gateset(cirq.Circuit(cirq.SWAP(a, b), cirq.CNOT(a, b)), gateset=gateset)
    >>> sum(len(op.qubits) == 2 for op in out.all_operations()), gateset.validate(out)
    (2, True)
    """
    return QCompile(gateset=gateset, level=level, objective=objective)(circuit, context=context)
