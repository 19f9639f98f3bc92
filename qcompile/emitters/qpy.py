# SPDX-License-Identifier: Apache-2.0
"""Qiskit's QPY, through Qiskit (tested with 2.6): the circuit as `to_qiskit` makes it, in bytes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from .to_qiskit import to_qiskit

if TYPE_CHECKING:
    from ..circuit import Circuit


def to_bytes(circuit: Circuit) -> bytes:
    """Return a circuit as the bytes of a QPY file that holds it alone.

    Raises
    ------
    PipelineError
        QC411 without Qiskit, QC409 for what its circuits cannot hold.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> to_bytes(Circuit(1).h(0))[:6]
    b'QISKIT'
    """
    made = to_qiskit(circuit)
    from qiskit import qpy

    buffer = BytesIO()
    qpy.dump(made, buffer)
    return buffer.getvalue()
