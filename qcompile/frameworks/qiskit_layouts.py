# SPDX-License-Identifier: Apache-2.0
"""The layouts that Qiskit's passes hand on, read and written as where each program qubit starts and ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..emitters.qiskit_layout import end_of, start_of


def known(properties: Any, dag: Any) -> tuple[list[int], list[int]] | None:
    """Return where program qubits start and end on the wires of a circuit that was laid out; None if it was not.

    Parameters
    ----------
    properties : qiskit.passmanager.PropertySet
    dag : qiskit.dagcircuit.DAGCircuit
    """
    layout = properties["layout"]
    if layout is None:
        return None
    numbers = properties["original_qubit_indices"]
    count = properties["num_input_qubits"]
    if count is None:
        count = len(numbers)  # Qiskit 1 counts no ancillas here.
    program = sorted((q for q in numbers if numbers[q] < count), key=numbers.__getitem__)
    initial = [layout[qubit] for qubit in program]
    ends = properties["final_layout"]
    if ends is None:
        return initial, list(initial)
    return initial, [ends[dag.qubits[place]] for place in initial]


def place(
    properties: Any, dag: Any, out: Any, initial: Sequence[int], final: Sequence[int]
) -> None:
    """Write down that a circuit was laid out: wire i of ``dag`` from ``initial[i]`` to ``final[i]`` of ``out``."""
    start, numbers = start_of(dag.qubits, initial, out.num_qubits)
    for register in dag.qregs.values():
        start.add_register(register)
    properties["layout"] = start
    properties["original_qubit_indices"] = numbers
    if properties["num_input_qubits"] is None:
        properties["num_input_qubits"] = len(dag.qubits)
    move(properties, dag, out, initial, final)


def move(properties: Any, dag: Any, out: Any, initial: Sequence[int], final: Sequence[int]) -> None:
    """Write down where program qubits end on a circuit that was laid out."""
    moved = list(initial) != list(final)
    if moved or properties["final_layout"] is not None:
        properties["final_layout"] = end_of(out.qubits, initial, final)


def places(layout: Any, dag: Any) -> list[int | None] | None:
    """Return the device qubit of each wire for a layout of Qiskit's, or the numbers given as they are."""
    if layout is None:
        return None
    if not hasattr(layout, "get_virtual_bits"):
        return list(layout)
    virtual = layout.get_virtual_bits()
    return [virtual.get(qubit) for qubit in dag.qubits]
