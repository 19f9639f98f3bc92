# SPDX-License-Identifier: Apache-2.0
"""Linear combinations of Pauli strings: prepare the coefficients, select the string, undo the preparation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import pi
from typing import TYPE_CHECKING, Any

from ...errors import LimitError, SemanticError
from .encoding import BlockEncoding

if TYPE_CHECKING:
    from ...circuit import Circuit

#: Ancillas that choose among the terms.
MOST_LABELS = 12


def pauli_sum(
    terms: Mapping[str, complex] | Iterable[tuple[str, complex]],
) -> BlockEncoding:
    """Encode ``sum_j c_j P_j`` on ceil(log2 terms) ancillas, with ``scale = sum_j |c_j|``.

    The coefficients' square roots are prepared on the ancillas and undone in the end [1]_. In between every qubit
    gets its Pauli by the value of the ancillas: as far as it is a parity of ancillas one cz or cx for each of them,
    and a chosen rotation for the rest. Phases of the coefficients are part of the preparation.

    Parameters
    ----------
    terms : mapping, or pairs, of str and complex
        Strings of equal length over I, X, Y, Z; qubit 0 is the rightmost letter. Equal strings are added up.

    Returns
    -------
    BlockEncoding

    Raises
    ------
    SemanticError
        QC237 for strings that are none or of different lengths, for no terms; QC239 for nan and infinity.
    LimitError
        QC610 for more than 4096 terms.

    References
    ----------
    .. [1] A. Childs, N. Wiebe, "Hamiltonian simulation using linear combinations of unitary operations", Quantum
       Information and Computation 12, 901 (2012), arXiv:1202.5822

    Examples
    --------
    >>> from qcompile.synthesis import block_encodings
    >>> block_encodings.pauli_sum({"ZZ": 0.5, "XI": 0.25, "IX": 0.25})
    <BlockEncoding 2 + 2 qubits, scale 1, error ...>
    """
    import numpy as np

    from ...circuit import Circuit
    from ..state import state

    strings, coefficients = _collect(terms)
    n, labels = len(strings[0]), max((len(strings) - 1).bit_length(), 0)
    if labels > MOST_LABELS:
        raise LimitError(
            f"{len(strings)} Pauli strings; up to {1 << MOST_LABELS} are taken", code="QC610"
        )
    scale = float(np.abs(coefficients).sum())
    circuit = Circuit(n + labels, name="block encoding of a Pauli sum")
    ancillas = list(range(n, n + labels))
    selection = Circuit(n + labels)
    phases = np.angle(coefficients) + _select(selection, strings, ancillas)
    sizes = np.zeros(1 << labels)
    sizes[: len(strings)] = np.sqrt(np.abs(coefficients) / scale)
    whole = np.zeros(1 << labels)
    whole[: len(strings)] = phases
    first, last = state(sizes * np.exp(1j * whole)), state(sizes)
    circuit.compose(first.circuit, ancillas)
    circuit.compose(selection)
    circuit.compose(last.circuit.inverse(), ancillas)
    return BlockEncoding(circuit, n, scale, scale * (first.error + last.error))


def _collect(
    terms: Mapping[str, complex] | Iterable[tuple[str, complex]],
) -> tuple[list[str], Any]:
    """Return the strings, those alike beside each other, and their coefficients."""
    from ..arrays import finite

    pairs = list(terms.items() if isinstance(terms, Mapping) else terms)
    sums: dict[str, complex] = {}
    for string, coefficient in pairs:
        if not isinstance(string, str) or not string or set(string) - set("IXYZ"):
            raise SemanticError(
                f"`{string}` is no Pauli string",
                code="QC237",
                help='letters I, X, Y, Z, as in "ZIX"',
            )
        if len(string) != len(pairs[0][0]):
            raise SemanticError(
                f"Pauli strings of different lengths: `{pairs[0][0]}` and `{string}`", code="QC237"
            )
        sums[string] = sums.get(string, 0) + coefficient
    strings = sorted((s for s, c in sums.items() if c != 0), key=_bits)
    if not strings:
        raise SemanticError("a Pauli sum without terms has no scale", code="QC237")
    return strings, finite([sums[s] for s in strings], "the coefficients", is_complex=True)


def _bits(string: str) -> tuple[int, int]:
    """Return the qubits with an X part and those with a Z part, as numbers."""
    x = sum(1 << q for q, letter in enumerate(reversed(string)) if letter in "XY")
    z = sum(1 << q for q, letter in enumerate(reversed(string)) if letter in "YZ")
    return x, z


def _select(circuit: Circuit, strings: Sequence[str], ancillas: Sequence[int]) -> Any:
    """Append the strings under the ancillas' values, up to phases of those values, which are returned."""
    import numpy as np

    phases = np.zeros(len(strings))
    parts = [_bits(string) for string in strings]
    for q in range(len(strings[0])):
        x = [part[0] >> q & 1 for part in parts]
        z = [part[1] >> q & 1 for part in parts]
        # Y = i X Z; where X and Z come together everywhere the qubit is turned so that they are one of them.
        if x == z:
            if any(x):
                circuit.sdg(q)
                _chosen_x(circuit, x, ancillas, q, phases)
                circuit.s(q)
            continue
        phases += np.array(x) * np.array(z) * pi / 2
        _chosen_z(circuit, z, ancillas, q, phases)
        _chosen_x(circuit, x, ancillas, q, phases)
    return phases


def _chosen_x(
    circuit: Circuit, bits: list[int], ancillas: Sequence[int], target: int, phases: Any
) -> None:
    if any(bits):
        plan = _plan(bits, len(ancillas))
        for bit in plan.controls:
            circuit.cx(ancillas[bit], target)
        if plan.is_flipped:
            circuit.x(target)
        if plan.rest is not None:
            circuit.h(target)
            _rotate(circuit, plan.rest, ancillas, target, phases)
            circuit.h(target)


def _chosen_z(
    circuit: Circuit, bits: list[int], ancillas: Sequence[int], target: int, phases: Any
) -> None:
    if any(bits):
        plan = _plan(bits, len(ancillas))
        for bit in plan.controls:
            circuit.cz(ancillas[bit], target)
        if plan.is_flipped:
            circuit.z(target)
        if plan.rest is not None:
            _rotate(circuit, plan.rest, ancillas, target, phases)


def _rotate(circuit: Circuit, rest: Any, ancillas: Sequence[int], target: int, phases: Any) -> None:
    """Append Z where `rest` is 1, up to the phase i there."""
    from ..chosen import rotate, walsh

    rotate(circuit, "z", walsh(pi * rest), ancillas, target)
    phases += rest[: len(phases)] * (pi / 2)


@dataclass(frozen=True)
class _Plan:
    """A function of the ancillas: a parity of some of them, perhaps flipped, and what is left of it."""

    controls: list[int]
    is_flipped: bool
    rest: Any


def _plan(bits: list[int], labels: int) -> _Plan:
    """Cut a parity out of a function, that with the fewest gates for the two of them.

    Values that stand for no term have amplitude zero, and the rest is zero there.
    """
    import numpy as np

    from ..chosen import cost, walsh

    wanted = np.array(bits)
    values = np.arange(1 << labels)
    best: tuple[int, _Plan] | None = None
    for size in range(labels + 1):
        for controls in combinations(range(labels), size):
            parity = sum((values >> bit & 1 for bit in controls), np.zeros_like(values)) & 1
            for flip in (False, True):
                rest = np.zeros(1 << labels, dtype=int)
                rest[: len(bits)] = wanted ^ parity[: len(bits)] ^ flip
                gates = size + cost(walsh(pi * rest))
                if best is None or gates < best[0]:
                    best = gates, _Plan(list(controls), flip, rest if rest.any() else None)
        if best is not None and best[0] <= size + 1:
            break
    assert best is not None
    return best[1]
