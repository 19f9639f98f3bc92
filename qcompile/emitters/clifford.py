# SPDX-License-Identifier: Apache-2.0
"""A Clifford matrix of a few qubits as gates, by elimination on the images of the Paulis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._native import Instruction
from .matrices import matrix_of, pauli, product

if TYPE_CHECKING:
    from .matrices import Matrix

#: Matrices on more qubits are not asked whether they are Clifford.
MOST_QUBITS = 6
_TOLERANCE = 1e-9
_INVERSE = {"h": "h", "s": "sdg", "cx": "cx"}

Steps = list[tuple[str, list[int]]]


def clifford_steps(matrix: Matrix) -> tuple[Steps, complex] | None:
    """Return gates among ``x y z h sdg cx``, in the order of time, and the phase beside them; None if there are none.

    The images of X and Z of one qubit after the other are brought back to where they came from [1]_.

    References
    ----------
    .. [1] S. Aaronson, D. Gottesman, "Improved simulation of stabilizer circuits", Phys. Rev. A 70, 052328 (2004),
       doi:10.1103/PhysRevA.70.052328

    Examples
    --------
    >>> clifford_steps(matrix_of(Instruction.gate("ccx"))) is None
    True
    """
    width = len(matrix).bit_length() - 1
    images = [_image(matrix, letter, q, width) for q in range(width) for letter in "XZ"]
    if any(image is None for image in images):
        return None
    rows = [list(image) for image in images if image is not None]
    undone: Steps = []
    for q in range(width):
        _bring(rows, 2 * q, q, width, undone)
        _apply(rows, "h", [q], undone)
        _bring(rows, 2 * q + 1, q, width, undone)
        _apply(rows, "h", [q], undone)
    # What is left is a Pauli string and a phase; the judge of it all is the matrix itself.
    gates = [(matrix_of(Instruction.gate(name)), on) for name, on in undone]
    rest = product(gates, width) @ matrix
    said = string_of(rest, width)
    if said is None:
        return None
    letters, phase = said
    first: Steps = [(p.lower(), [q]) for q, p in enumerate(letters) if p != "I"]
    return first + [(_INVERSE[name], on) for name, on in reversed(undone)], phase


def _image(matrix: Matrix, letter: str, q: int, width: int) -> tuple[int, int] | None:
    """Return the masks of X and Z of what a Pauli becomes; None if that is no Pauli."""
    string = pauli("I" * q + letter + "I" * (width - 1 - q))
    said = string_of(matrix @ string @ matrix.conj().T, width)
    if said is None:
        return None
    letters = said[0]
    return (
        sum(1 << i for i, p in enumerate(letters) if p in "XY"),
        sum(1 << i for i, p in enumerate(letters) if p in "YZ"),
    )


def string_of(matrix: Matrix, width: int) -> tuple[str, complex] | None:
    """Return the letters, least significant qubit first, and phase of a Pauli string; None for another matrix."""
    import numpy as np

    flips = int(np.argmax(np.abs(matrix[:, 0])))
    first = matrix[flips, 0]
    if abs(abs(first) - 1) > _TOLERANCE:
        return None
    letters = ""
    for q in range(width):
        sign = (matrix[flips ^ 1 << q, 1 << q] / first).real
        letters += ("XY" if flips >> q & 1 else "IZ")[bool(sign < 0)]
    string = pauli(letters)
    phase = complex(first / string[flips, 0])
    if np.abs(matrix - phase * string).max() > _TOLERANCE:
        return None
    return letters, phase


def _bring(rows: list[list[int]], which: int, q: int, width: int, done: Steps) -> None:
    """Make a row X on qubit q, with gates that leave Z on q alone if the row does not commute with it."""
    row = rows[which]
    for j in range(q, width):
        x, z = row[0] >> j & 1, row[1] >> j & 1
        if z:
            _apply(rows, "s" if x else "h", [j], done)
    if not row[0] >> q & 1:
        j = next(j for j in range(q, width) if row[0] >> j & 1)
        _apply(rows, "cx", [j, q], done)
    for j in range(q + 1, width):
        if row[0] >> j & 1:
            _apply(rows, "cx", [q, j], done)


def _apply(rows: list[list[int]], name: str, on: list[int], done: Steps) -> None:
    if name == "h" and done and done[-1] == (name, on):
        done.pop()
    else:
        done.append((name, on))
    for row in rows:
        x, z = row
        if name == "cx":
            control, target = on
            row[0] = x ^ (x >> control & 1) << target
            row[1] = z ^ (z >> target & 1) << control
        elif name == "s":
            row[1] = z ^ (x & 1 << on[0])
        else:
            swapped = (x ^ z) & 1 << on[0]
            row[0], row[1] = x ^ swapped, z ^ swapped
