# SPDX-License-Identifier: Apache-2.0
"""Quil's standard gates as instructions, each the matrix that pyQuil (4.22) has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._native import Definition, Instruction
from ..circuit import Circuit

#: Standard gates that are the library's, with qubits and angles in the same order.
SAME = {
    "I": "id", "X": "x", "Y": "y", "Z": "z", "H": "h", "S": "s", "T": "t", "PHASE": "p", "RX": "rx",
    "RY": "ry", "RZ": "rz", "U": "u", "CZ": "cz", "CNOT": "cx", "CCNOT": "ccx", "CPHASE": "cp",
    "SWAP": "swap", "CSWAP": "cswap", "ISWAP": "iswap", "SQISW": "siswap", "RXX": "rxx",
    "RYY": "ryy", "RZZ": "rzz",
}  # fmt: skip


def _xy(c: Circuit, a: Any) -> None:
    c.rxx(-0.5 * a, 0, 1).ryy(-0.5 * a, 0, 1)


def _pswap(c: Circuit, a: Any) -> None:
    c.swap(0, 1).rzz(a, 0, 1)
    c.add_phase(0.5 * a)


def _fsim(c: Circuit, a: Any, b: Any) -> None:
    _xy(c, a)
    c.cp(b, 0, 1)


def _phase_at(*zeros: int) -> Callable[..., None]:
    def make(c: Circuit, a: Any) -> None:
        for q in zeros:
            c.x(q)
        c.cp(a, 0, 1)
        for q in zeros:
            c.x(q)

    return make


def _canonical(c: Circuit, a: Any, b: Any, g: Any) -> None:
    c.rxx(a, 0, 1).ryy(b, 0, 1).rzz(g, 0, 1)


#: Others: how many angles, and what appends them to a circuit of two qubits.
_MADE: dict[str, tuple[int, Callable[..., None]]] = {
    "XY": (1, _xy),
    "PSWAP": (1, _pswap),
    "FSIM": (2, _fsim),
    "CPHASE00": (1, _phase_at(0, 1)),
    "CPHASE01": (1, _phase_at(0)),
    "CPHASE10": (1, _phase_at(1)),
    "CAN": (3, _canonical),
}


def standard(name: str, angles: list[Any]) -> tuple[Instruction, int] | None:
    """Return a standard gate and its number of qubits; None for another name or number of angles."""
    from .._native import gate_table

    if name in SAME:
        row = next(row for row in gate_table() if row["name"] == SAME[name])
        if len(row["parameters"]) != len(angles):
            return None
        return Instruction.gate(SAME[name], angles), row["qubits"]
    if name in _MADE and _MADE[name][0] == len(angles):
        body = Circuit(2)
        _MADE[name][1](body, *angles)
        return Instruction.call(Definition(name.lower(), [], ["a", "b"], body)), 2
    return None


NAMES = frozenset({*SAME, *_MADE})
