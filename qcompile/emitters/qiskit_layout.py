# SPDX-License-Identifier: Apache-2.0
"""Layouts of a mapped circuit as Qiskit records them, so that observables and results are mapped there as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def set_layout(out: Any, initial: Sequence[int], final: Sequence[int]) -> None:
    """Attach a `TranspileLayout`: program qubit i starts on device qubit ``initial[i]`` and ends on ``final[i]``.

    Device qubits without a program qubit are ancillas, as Qiskit's own layout passes make them.
    """
    from qiskit.circuit import AncillaRegister, QuantumRegister
    from qiskit.transpiler.layout import Layout, TranspileLayout

    width = out.num_qubits
    program = QuantumRegister(len(initial), "q")
    spare = [place for place in range(width) if place not in set(initial)]
    ancillas = AncillaRegister(len(spare), "ancilla")
    virtual = [*program, *ancillas]
    places = [*initial, *spare]
    start = Layout(dict(zip(virtual, places, strict=True)))
    for register in (program, ancillas):
        start.add_register(register)
    # What starts where a program qubit starts ends where it ends; the rest fill the places left, in order.
    ends = dict(zip(initial, final, strict=True))
    left = [place for place in range(width) if place not in set(final)]
    ends.update(zip(spare, left, strict=True))
    out._layout = TranspileLayout(
        initial_layout=start,
        input_qubit_mapping={qubit: i for i, qubit in enumerate(virtual)},
        final_layout=Layout({out.qubits[place]: ends[place] for place in range(width)}),
        _input_qubit_count=len(initial),
        _output_qubit_list=list(out.qubits),
    )
