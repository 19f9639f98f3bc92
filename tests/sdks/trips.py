# SPDX-License-Identifier: Apache-2.0
"""Round trips of random circuits through another format, whatever the format.

A trip writes a circuit, reads it back and compares the two with the judge; where the package can tell a circuit's
matrix, what was written is compared with that as well, so that a mistake made both ways does not cancel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from qcompile import Circuit, equivalent
from qcompile._native import gate_table
from tests.fuzz.generator import KINDS, case

#: Matrices of the package are asked for up to here.
MAX_QUBITS = 5
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Format:
    """One package or language.

    Parameters
    ----------
    name : str
    write : callable
        From our circuit.
    read : callable, optional
        To our circuit; None for what is only written.
    matrix : callable, optional
        The package's own matrix of what was written, qubit 0 least significant, for a number of qubits.
    gates : iterable of str, optional
        Library gates it holds; all by default.
    kinds : iterable of str, optional
        Kinds of random circuits it holds; all by default.
    admits : callable, optional
        Whether it holds a circuit.
    prepare : callable, optional
        Makes a random circuit one that it holds, for instance by compiling it to a basis.
    phases : bool, default True
        Whether it keeps global phases.
    """

    name: str
    write: Callable[[Circuit], Any]
    read: Callable[[Any], Circuit] | None = None
    matrix: Callable[[Any, int], np.ndarray[Any, Any]] | None = None
    gates: Iterable[str] | None = None
    kinds: Iterable[str] | None = None
    admits: Callable[[Circuit], bool] | None = None
    prepare: Callable[[Circuit], Circuit] | None = None
    phases: bool = True


def gate_trips(form: Format, seed: int = 0) -> list[str]:
    """Return what is wrong with single library gates, at random angles and on qubits in either order."""
    rng = Random(seed)
    known = None if form.gates is None else set(form.gates)
    wrong = []
    for row in gate_table():
        if known is not None and row["name"] not in known:
            continue
        for turned in (False, True):
            width = row["qubits"]
            wires = list(range(width))
            circuit = Circuit(width + 1)
            angles = [rng.uniform(-7, 7) for _ in row["parameters"]]
            circuit.gate(row["name"], angles, wires[::-1] if turned else wires)
            wrong += [f"{row['name']}: {text}" for text in faults(form, circuit)]
    return wrong


def random_trips(form: Format, trials: int, seed: int) -> tuple[int, list[str]]:
    """Return how many circuits were tried and what is wrong with them."""
    kinds = None if form.kinds is None else set(form.kinds)
    tried, wrong, index = 0, [], -1
    while tried < trials:
        index += 1
        if kinds is not None and tuple(KINDS)[index % len(KINDS)] not in kinds:
            continue
        circuit = case(seed, index).circuit
        if form.prepare is not None:
            circuit = form.prepare(circuit)
        if form.admits is not None and not form.admits(circuit):
            continue
        tried += 1
        wrong += [f"seed {seed} index {index}: {text}" for text in faults(form, circuit)]
    return tried, wrong


def faults(form: Format, circuit: Circuit) -> list[str]:
    """Return what a trip of one circuit got wrong."""
    written = form.write(circuit)
    wrong = []
    if form.read is not None:
        back = form.read(written)
        verdict = equivalent(circuit, back, relation=relation(circuit), tolerance=TOLERANCE)
        lost = not form.phases and verdict.verdict == "equivalent up to global phase"
        if verdict.verdict != "equivalent" and not lost:
            wrong.append(f"there and back: {verdict}")
    small = circuit.num_qubits <= MAX_QUBITS and not circuit.num_bits and not circuit.parameters
    if form.matrix is not None and small and unitary(circuit):
        matrix = form.matrix(written, circuit.num_qubits)
        said = Circuit(circuit.num_qubits).unitary(matrix, range(circuit.num_qubits))
        plain = circuit.copy()
        plain.layouts = None
        verdict = equivalent(plain, said, relation="operator", tolerance=TOLERANCE)
        if verdict.verdict != "equivalent":
            wrong.append(f"against the package's matrix: {verdict}")
    return wrong


def relation(circuit: Circuit) -> str:
    """Return the strongest relation two circuits of this kind can be shown to have."""
    if circuit.num_bits or not unitary(circuit):
        return "instrument"
    return "operator" if circuit.layouts is None else "layout"


def unitary(circuit: Circuit) -> bool:
    """Return whether there is nothing but gates, barriers and protected regions."""
    return not {"reset", "measure", "if", "while", "for", "switch", "delay"} & {
        op.name for op in circuit
    }
