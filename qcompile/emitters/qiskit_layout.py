# SPDX-License-Identifier: Apache-2.0
"""Layouts of a mapped circuit as Qiskit records them, so that observables and results are mapped there as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def set_layout(out: Any, initial: Sequence[int], final: Sequence[int]) -> None:
    """Attach a `TranspileLayout`: program qubit i starts on device qubit ``initial[i]`` and ends on ``final[i]``.

    Device qubits without a program qubit are ancillas, as Qiskit's own layout passes make them.
    """
    from qiskit.circuit import QuantumRegister
    from qiskit.transpiler.layout import TranspileLayout

    program = QuantumRegister(len(initial), "q")
    start, numbers = start_of([*program], initial, out.num_qubits)
    start.add_register(program)
    out._layout = TranspileLayout(
        initial_layout=start,
        input_qubit_mapping=numbers,
        final_layout=end_of(out.qubits, initial, final),
        _input_qubit_count=len(initial),
        _output_qubit_list=list(out.qubits),
    )


def start_of(
    program: Sequence[Any], initial: Sequence[int], width: int
) -> tuple[Any, dict[Any, int]]:
    """Return Qiskit's layout of where qubits start, and the number of each, on a device of so many qubits."""
    from qiskit.circuit import AncillaRegister
    from qiskit.transpiler.layout import Layout

    spare = _without(initial, width)
    ancillas = AncillaRegister(len(spare), "ancilla")
    virtual = [*program, *ancillas]
    start = Layout(dict(zip(virtual, [*initial, *spare], strict=True)))
    if spare:
        start.add_register(ancillas)
    return start, {qubit: i for i, qubit in enumerate(virtual)}


def end_of(qubits: Sequence[Any], initial: Sequence[int], final: Sequence[int]) -> Any:
    """Return Qiskit's layout of where what starts on each device qubit ends; ancillas fill up the places in order."""
    from qiskit.transpiler.layout import Layout

    width = len(qubits)
    ends = dict(zip(initial, final, strict=True))
    ends.update(zip(_without(initial, width), _without(final, width), strict=True))
    return Layout({qubits[place]: ends[place] for place in range(width)})


def _without(taken: Sequence[int], width: int) -> list[int]:
    known = set(taken)
    return [place for place in range(width) if place not in known]
