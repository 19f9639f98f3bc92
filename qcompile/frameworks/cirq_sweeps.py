# SPDX-License-Identifier: Apache-2.0
"""Sweeps of Cirq's over circuits that are compiled once."""

from __future__ import annotations

from collections.abc import Iterable
from math import pi
from typing import Any

import cirq
import numpy as np

from ..emitters.to_cirq import to_cirq
from ..errors import SemanticError, quote
from ..frontends.from_cirq import with_kept
from ..training import template as make_template
from ..training.slotted import slotted
from .cirq_targets import coupled, ends, target_of, wires


class SweepTemplate:
    """A circuit compiled once, over the angles of its gates, and the sweeps that stand for those over its symbols.

    Parameters
    ----------
    circuit : cirq.AbstractCircuit
        Over symbols; left as it is.
    target, gateset, basis : optional
        As for `QCompile`.
    phase : bool, default False
        Keep the global phase, on which no measurement depends: with symbols it takes two more gates.
    **options
        As for `template`.

    Attributes
    ----------
    circuit : cirq.Circuit
        The compiled circuit over ``slot_0``, ``slot_1`` and so on, in half turns.
    template : Template
    symbols : list of sympy.Symbol
        The columns of `half_turns`.
    initial, final : dict of cirq.Qid to cirq.Qid
        Where each qubit starts and ends.

    Examples
    --------
    >>> import cirq, sympy
    >>> q = cirq.LineQubit(0)
    >>> source = cirq.Circuit(cirq.rx(sympy.Symbol("a"))(q), cirq.ry(sympy.Symbol("b"))(q), cirq.measure(q, key="m"))
    >>> compiled = SweepTemplate(source, gateset=cirq.CZTargetGateset())
    >>> sweep = compiled.sweep(cirq.Points("a", [0.0, 3.14159265]) * cirq.Points("b", [0.0]))
    >>> [int(r.measurements["m"][0, 0]) for r in cirq.Simulator().run_sweep(compiled.circuit, sweep)]
    [0, 1]
    """

    def __init__(
        self,
        circuit: Any,
        target: Any = None,
        *,
        gateset: Any = None,
        basis: Iterable[str] | str | None = None,
        phase: bool = False,
        **options: Any,
    ) -> None:
        import sympy

        goal, places = target_of(target, gateset, basis)
        source, (qubits, _, opaque) = with_kept(circuit)
        if not coupled(goal):
            options.setdefault("permutation", "keep")
        self.template = make_template(source, goal, **options)
        out = slotted(self.template, unit=pi)
        if not phase:
            out.add_phase(-out.phase)
        prefix = "slot"
        while any(name.startswith(prefix) for name in self.template.parameters):
            prefix = f"_{prefix}"
        count = len(self.template.slots) - (not phase)
        self.symbols = [sympy.Symbol(f"{prefix}_{k}") for k in range(count)]
        names = {f"slot[{k}]": symbol for k, symbol in enumerate(self.symbols)}
        on = wires(out, qubits, places)
        self.circuit = to_cirq(out, on, names, opaque)
        self.initial, self.final = ends(out, qubits, on)

    def half_turns(self, values: Any) -> Any:
        """Return the values of the compiled circuit's symbols.

        Parameters
        ----------
        values : array_like, shape (parameters,) or (batch, parameters), or mapping
            As for `Template.bind`.

        Returns
        -------
        ndarray of float64, shape (symbols,) or (batch, symbols)
        """
        return self.template.bind(values)[..., : len(self.symbols)] / pi

    def sweep(self, sweep: Any) -> Any:
        """Return the sweep over the compiled circuit that stands for one over the source.

        Parameters
        ----------
        sweep : cirq.Sweepable, or array_like of shape (batch, parameters)
            What Cirq takes, or values in the order of ``template.parameters``.

        Returns
        -------
        cirq.Sweep
            As many points in the same order. The values of the source's symbols are in it as well, so that results
            tell which they are of.

        Raises
        ------
        SemanticError
            QC242 for a symbol that has no number.
        """
        names = self.template.parameters
        if isinstance(sweep, np.ndarray):
            given = {name: sweep[:, k] for k, name in enumerate(names)}
            rows = sweep
        else:
            given, rows = self._read(list(cirq.to_resolvers(sweep)))
        if not len(rows):
            return cirq.ListSweep([])
        turns = self.half_turns(rows)
        columns = {symbol.name: turns[:, k] for k, symbol in enumerate(self.symbols)} | given
        if not columns:
            return cirq.UnitSweep if len(rows) == 1 else cirq.ListSweep([{}] * len(rows))
        return cirq.Zip(*(cirq.Points(name, column.tolist()) for name, column in columns.items()))

    def _read(self, resolvers: list[Any]) -> tuple[dict[str, Any], Any]:
        names = self.template.parameters
        found = [[resolver.value_of(name) for name in names] for resolver in resolvers]
        try:
            rows = np.array(found, dtype=float).reshape(len(found), len(names))
        except TypeError:
            at, name = next(
                (at, name)
                for at, row in enumerate(found)
                for name, value in zip(names, row, strict=True)
                if getattr(value, "free_symbols", ())
            )
            raise SemanticError(
                f"no value for `{quote(name)}` at point {at} of the sweep",
                code="QC242",
                help="give every symbol of the circuit a number",
            ) from None
        return {name: rows[:, k] for k, name in enumerate(names)}, rows


def compile_sweep(circuit: Any, sweep: Any, target: Any = None, **options: Any) -> tuple[Any, Any]:
    """Compile a circuit once for a whole sweep.

    Parameters
    ----------
    circuit : cirq.AbstractCircuit
    sweep : cirq.Sweepable, or array_like of shape (batch, parameters)
    target, **options
        As for `SweepTemplate`, which makes more sweeps for the same circuit.

    Returns
    -------
    circuit : cirq.Circuit
        Compiled, over symbols for the angles of its gates.
    sweep : cirq.Sweep
        With a point for each of the one given, for `run_sweep` and `simulate_sweep`.
    """
    made = SweepTemplate(circuit, target, **options)
    return made.circuit, made.sweep(sweep)
