# SPDX-License-Identifier: Apache-2.0
"""Library gates under many controls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .._native import Instruction, gate_table, synth
from ..errors import PipelineError
from .counts import counted

if TYPE_CHECKING:
    from ..circuit import AngleLike, Circuit


def controlled(
    gate: str,
    controls: int,
    *,
    parameters: Sequence[AngleLike] = (),
    polarity: Sequence[bool] | None = None,
    clean: int = 0,
    dirty: int = 0,
) -> Circuit:
    """Return a circuit of a library gate under many controls.

    Two-qubit gates of X under k controls: 6, 14, 30, 54, 86, ... without ancilla, ``12 k - 18`` with a dirty one,
    ``6 k - 6`` with a clean one; of a rotation 2, 4, 8, 16, 24, 32, 48, 60, then ``12 k - 36``.

    Parameters
    ----------
    gate : str
        A name of the library, ``"x"`` or ``"rz"``.
    controls : int
        Qubits 0 and on; those of the gate come after them, then the clean and the dirty ancillas.
    parameters : sequence of float or Angle
        The gate's angles, numbers or expressions.
    polarity : sequence of bool, optional
        For each control whether it acts on 1 (True, the default) or on 0.
    clean, dirty : int, default 0
        Ancillas, in zero or in any state; all are given back as they were.

    Returns
    -------
    Circuit

    Raises
    ------
    PipelineError
        QC402 for numbers that cannot be.
    SemanticError
        QC230 for an unknown gate or a wrong number of angles.
    LimitError
        QC601 for a gate too large to write out.

    References
    ----------
    .. [1] B. Zindorf, S. Bose, "Efficient implementation of multi-controlled quantum gates", 2024, arXiv:2404.02279

    Examples
    --------
    >>> import qcompile as qc
    >>> from qcompile.synthesis import controlled
    >>> qc.stats(controlled("x", 5, clean=1)).two_qubit
    24
    """
    from ..circuit import Circuit

    for what, number in (("controls", controls), ("clean ancillas", clean), ("dirty ones", dirty)):
        counted(what, number, 0)
    closed = [True] * controls if polarity is None else [bool(side) for side in polarity]
    if len(closed) != controls:
        raise PipelineError(
            f"{controls} controls have {controls} polarities, got {len(closed)}", code="QC402"
        )
    instruction = Instruction.gate(gate, list(parameters))
    qubits = next(row["qubits"] for row in gate_table() if row["name"] == instruction.name)
    circuit = Circuit.from_core(
        synth.expanded(instruction.controlled(closed), controls + qubits, clean=clean, dirty=dirty)
    )
    circuit.name = f"{gate} under {controls} controls"
    return circuit
