# SPDX-License-Identifier: Apache-2.0
"""Stabiliser states from their generators, by way of a graph state."""

from __future__ import annotations

from collections.abc import Sequence

from ..circuit import Circuit
from ..errors import SemanticError


def stabiliser_state(generators: Sequence[str]) -> Circuit:
    """Return a circuit of the state that every generator leaves as it is.

    The state is a graph state up to gates on one qubit [1]_: an H on every qubit, a cz for every edge, and H, S and Z.

    Parameters
    ----------
    generators : sequence of str
        n Pauli strings on n qubits, with a sign or without (``"-ZZI"``), qubit 0 the rightmost letter; they commute and
        none is a product of others.

    Returns
    -------
    Circuit
        The global phase of the state is not determined by its generators.

    Raises
    ------
    SemanticError
        QC237 for strings that are none, do not commute, or depend on each other.

    References
    ----------
    .. [1] M. Van den Nest, J. Dehaene, B. De Moor, "Graphical description of the action of local Clifford
       transformations on graph states", Phys. Rev. A 69, 022316 (2004), doi:10.1103/PhysRevA.69.022316

    Examples
    --------
    >>> import qcompile as qc
    >>> from qcompile.synthesis import stabiliser_state
    >>> qc.stats(stabiliser_state(["XX", "ZZ"])).two_qubit
    1
    """
    rows = [_read(text, len(generators)) for text in generators]
    n = len(rows)
    _check(rows, generators)
    turned = _x_parts(rows)
    # Row q now is X on qubit q, times Z on its neighbours, times a phase.
    circuit = Circuit(n, name="stabiliser state")
    for q in range(n):
        circuit.h(q)
    for q in range(n):
        for other in range(q):
            if rows[q][1] >> other & 1:
                circuit.cz(other, q)
    for q in range(n):
        if rows[q][1] >> q & 1:
            circuit.s(q)
            # The generator of S is Y = i X Z here.
            if rows[q][2] == 3:
                circuit.z(q)
        elif rows[q][2] == 2:
            circuit.z(q)
        if turned >> q & 1:
            circuit.h(q)
    return circuit


def _read(text: str, n: int) -> list[int]:
    """Return [X part, Z part, power of i] of ``i**power X...X Z...Z``."""
    letters = str(text).lstrip("+-")
    if len(letters) != n or set(letters) - set("IXYZ") or len(text) - len(letters) > 1:
        raise SemanticError(
            f"`{text}` is no Pauli string on {n} qubits",
            code="QC237",
            help='as many strings as qubits, with a sign or without, as in "-ZZI"',
        )
    x = z = 0
    power = 2 if text.startswith("-") else 0
    for q, letter in enumerate(reversed(letters)):
        x |= (letter in "XY") << q
        z |= (letter in "YZ") << q
        power += letter == "Y"
    return [x, z, power % 4]


def _check(rows: list[list[int]], generators: Sequence[str]) -> None:
    if not rows:
        raise SemanticError("a stabiliser state has at least one generator", code="QC237")
    for i, (x, z, _) in enumerate(rows):
        for j in range(i):
            if ((x & rows[j][1]).bit_count() + (z & rows[j][0]).bit_count()) % 2:
                raise SemanticError(
                    f"`{generators[j]}` and `{generators[i]}` do not commute", code="QC237"
                )


def _multiply(row: list[int], other: list[int]) -> None:
    """Multiply a row by another, phases included: Z of the first passes X of the second."""
    row[2] = (row[2] + other[2] + 2 * (row[1] & other[0]).bit_count()) % 4
    row[0] ^= other[0]
    row[1] ^= other[1]


def _x_parts(rows: list[list[int]]) -> int:
    """Bring the X parts to the identity, turning qubits by H where they cannot be; return those qubits."""
    n = len(rows)
    turned = 0
    done = 0
    free = list(range(n))
    # First as many X parts as there are, then, for the rows without one, Z parts turned to X.
    for part in (0, 1):
        for q in list(free):
            pivot = next((i for i in range(done, n) if rows[i][part] >> q & 1), None)
            if pivot is None:
                continue
            if part == 1:
                turned |= 1 << q
                for row in rows:
                    _turn(row, q)
            rows[done], rows[pivot] = rows[pivot], rows[done]
            for i, row in enumerate(rows):
                if i != done and row[0] >> q & 1:
                    _multiply(row, rows[done])
            free.remove(q)
            done += 1
    if done < n:
        raise SemanticError("the generators are not independent", code="QC237")
    rows.sort(key=lambda row: row[0])
    return turned


def _turn(row: list[int], q: int) -> None:
    """Conjugate by H on a qubit: X and Z change places, and Y = i X Z changes its sign."""
    x, z = row[0] >> q & 1, row[1] >> q & 1
    if x != z:
        row[0] ^= 1 << q
        row[1] ^= 1 << q
    elif x:
        row[2] = (row[2] + 2) % 4
