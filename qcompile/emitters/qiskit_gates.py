# SPDX-License-Identifier: Apache-2.0
"""Unitary instructions as Qiskit's gates."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .._native import Angle, Instruction, Operation

    ToAngle = Callable[[float | Angle], Any]
    ToCircuit = Callable[[Any], Any]

#: Our names of gates that are Qiskit's under another one.
_NAMES = {"rc3x": "rcccx"}


@cache
def _standard() -> dict[str, Any]:
    """Return Qiskit's gate classes by our names."""
    from qiskit.circuit.library import standard_gates

    known = standard_gates.get_standard_gate_name_mapping()
    classes = {n: getattr(g, "base_class", type(g)) for n, g in known.items()}
    classes.update({ours: classes[theirs] for ours, theirs in _NAMES.items()})
    classes["c3x"] = standard_gates.C3XGate
    classes["c4x"] = standard_gates.C4XGate
    return classes


def gate_of(what: Operation | Instruction, angle: ToAngle, inner: ToCircuit) -> Any:
    """Return Qiskit's gate.

    Parameters
    ----------
    what : Operation or Instruction
        A unitary one.
    angle : callable
        Makes Qiskit's parameter value of an angle.
    inner : callable
        Makes a Qiskit circuit of a definition's body.

    Raises
    ------
    qiskit.circuit.CircuitError
        If Qiskit refuses the arguments, which would be our fault.
    """
    name = what.name
    special = _SPECIAL.get(name)
    if special is not None:
        return special(what, angle, inner)
    params = [angle(p) for p in what.parameters]
    contents = what.contents
    if "definition" in contents:
        return _call(contents["definition"], params, inner)
    if name in _standard():
        return _standard()[name](*params)
    return _native(name, params)


def _native(name: str, params: list[Any]) -> Any:
    """Return one of our gates that Qiskit has not, defined by those it has, phase included."""
    from math import pi

    from qiskit import QuantumCircuit

    width = 2 if name in ("iswapdg", "siswap", "siswapdg", "ms") else 1
    body = QuantumCircuit(width, name=name)
    if name == "gpi":
        body.global_phase = pi / 2
        body.r(pi, params[0], 0)
    elif name == "gpi2":
        body.r(pi / 2, params[0], 0)
    elif name == "phxz":
        x, z, a = params
        # Z^z Z^a X^x Z^-a: powers of Paulis, each a rotation and half its angle of phase.
        body.global_phase = x / 2
        body.p(-a, 0)
        body.rx(x, 0)
        body.p(z + a, 0)
    elif name == "u0":
        body.id(0)
    elif name in ("iswapdg", "siswap", "siswapdg"):
        turn = {"iswapdg": pi / 2, "siswap": -pi / 4, "siswapdg": pi / 4}[name]
        body.rxx(turn, 0, 1)
        body.ryy(turn, 0, 1)
    else:
        # exp(-i theta/2 A B) with A, B in the plane at phi0, phi1: rxx between turns about Z.
        phi0, phi1, theta = params
        for sign in (-1, 1):
            body.rz(sign * phi0, 0)
            body.rz(sign * phi1, 1)
            if sign < 0:
                body.rxx(theta, 0, 1)
    gate = body.to_gate()
    gate.params = []
    return gate


def _call(definition: Any, params: list[Any], inner: ToCircuit) -> Any:
    from qiskit.circuit import Gate

    if definition.body is None:
        return Gate(definition.name, definition.num_qubits, params)
    names = definition.parameters
    body = inner(definition.body)
    if names:
        own = {p.name: p for p in body.parameters}
        values = {own[n]: v for n, v in zip(names, params, strict=True) if n in own}
        body = body.assign_parameters(values)
    body.name = definition.name
    return body.to_gate()


def _controlled(what: Any, angle: ToAngle, inner: ToCircuit) -> Any:
    contents = what.contents
    state = sum(1 << i for i, closed in enumerate(contents["polarity"]) if closed)
    base = gate_of(contents["base"], angle, inner)
    return base.control(len(contents["polarity"]), ctrl_state=state, annotated=False)


def _unitary(what: Any, angle: ToAngle, inner: ToCircuit) -> Any:
    import numpy as np
    from qiskit.circuit.library import UnitaryGate

    contents = what.contents
    matrix = np.array(contents["matrix"])
    side = round(len(matrix) ** 0.5)
    return UnitaryGate(matrix.reshape(side, side), label=contents["label"])


def _diagonal(what: Any, angle: ToAngle, inner: ToCircuit) -> Any:
    from cmath import exp

    from qiskit.circuit.library import DiagonalGate

    return DiagonalGate([exp(1j * phase) for phase in what.contents["phases"]])


def _permutation(what: Any, angle: ToAngle, inner: ToCircuit) -> Any:
    from qiskit.circuit.library import PermutationGate

    image = what.contents["image"]
    pattern = [0] * len(image)
    for source, to in enumerate(image):
        pattern[to] = source
    return PermutationGate(pattern)


def _multiplexer(what: Any, angle: ToAngle, inner: ToCircuit) -> Any:
    """Return the cases one after the other, each under its own value of the selecting qubits."""
    from qiskit import QuantumCircuit

    contents = what.contents
    selects = contents["selects"]
    cases = [gate_of(case, angle, inner) for case in contents["cases"]]
    width = selects + max(case.num_qubits for case in cases)
    body = QuantumCircuit(width, name="multiplexer")
    for state, case in enumerate(cases):
        on = [*range(selects), *range(selects, selects + case.num_qubits)]
        body.append(case.control(selects, ctrl_state=state, annotated=False), on)
    return body.to_gate()


def _evolution(what: Any, angle: ToAngle, inner: ToCircuit) -> Any:
    """Return one evolution a term, in the order written."""
    from qiskit import QuantumCircuit
    from qiskit.circuit.library import PauliEvolutionGate
    from qiskit.quantum_info import SparsePauliOp

    contents = what.contents
    time = contents["time"]
    strings = contents["strings"]
    width = len(strings[0][0])
    body = QuantumCircuit(width, name="pauli_evolution")
    for letters, coefficient in strings:
        if set(letters) == {"I"}:
            body.global_phase = body.global_phase - angle(coefficient * time)
            continue
        # Qiskit writes the last qubit first.
        term = SparsePauliOp(letters[::-1])
        body.append(PauliEvolutionGate(term, angle(coefficient * time)), range(width))
    return body.to_gate()


_SPECIAL: dict[str, Callable[..., Any]] = {
    "controlled": _controlled,
    "unitary": _unitary,
    "diagonal": _diagonal,
    "permutation": _permutation,
    "multiplexer": _multiplexer,
    "pauli_evolution": _evolution,
}
