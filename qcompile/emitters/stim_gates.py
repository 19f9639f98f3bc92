# SPDX-License-Identifier: Apache-2.0
"""Stim's unitary gates in terms of the library's, phase included: each the matrix Stim 1.16 documents."""

from __future__ import annotations

from typing import NamedTuple

#: One of our gates, and which of Stim's targets it is on.
Step = tuple[str, tuple[int, ...]]


class StimGate(NamedTuple):
    """A gate of Stim's as a sequence of ours."""

    steps: tuple[Step, ...]
    #: The global phase beside them, in eighths of a turn.
    eighths: int


def _one(text: str, eighths: int = 0) -> StimGate:
    return StimGate(tuple((name, (0,)) for name in text.split()), eighths)


def _two(*steps: str, eighths: int = 0) -> StimGate:
    """Read steps such as ``cx 01``."""
    pairs = (step.split() for step in steps)
    return StimGate(tuple((name, tuple(int(q) for q in on)) for name, on in pairs), eighths)


#: On one qubit: the 24 Cliffords, each once.
ONE = {
    "I": _one("id"),
    "X": _one("x"),
    "Y": _one("y"),
    "Z": _one("z"),
    "H": _one("h"),
    "S": _one("s"),
    "S_DAG": _one("sdg"),
    "SQRT_X": _one("sx"),
    "SQRT_X_DAG": _one("sxdg"),
    "SQRT_Y": _one("z h", 1),
    "SQRT_Y_DAG": _one("x h", -1),
    "H_XY": _one("x s", -1),
    "H_YZ": _one("y sx", -1),
    "H_NXY": _one("x sdg", 1),
    "H_NXZ": _one("y h", 2),
    "H_NYZ": _one("y sxdg", 1),
    "C_XYZ": _one("h sxdg", -1),
    "C_ZYX": _one("h s", 1),
    "C_NXYZ": _one("sx sdg"),
    "C_NZYX": _one("sdg sx"),
    "C_XNYZ": _one("h sx", 1),
    "C_XYNZ": _one("sxdg s"),
    "C_ZNYX": _one("h sdg", -1),
    "C_ZYNX": _one("s sxdg"),
}
TWO = {
    "CX": _two("cx 01"),
    "CY": _two("cy 01"),
    "CZ": _two("cz 01"),
    "XCX": _two("h 0", "cx 01", "h 0"),
    "XCY": _two("h 0", "cy 01", "h 0"),
    "XCZ": _two("cx 10"),
    "YCX": _two("h 1", "cy 10", "h 1"),
    "YCY": _two("sx 0", "cy 01", "sxdg 0"),
    "YCZ": _two("cy 10"),
    "SWAP": _two("swap 01"),
    "ISWAP": _two("iswap 01"),
    "ISWAP_DAG": _two("iswapdg 01"),
    "CXSWAP": _two("dcx 10"),
    "SWAPCX": _two("dcx 01"),
    "CZSWAP": _two("cz 01", "swap 01"),
    "SQRT_XX": _two("h 0", "h 1", "s 0", "s 1", "cz 01", "h 0", "h 1"),
    "SQRT_XX_DAG": _two("h 0", "h 1", "sdg 0", "sdg 1", "cz 01", "h 0", "h 1"),
    "SQRT_YY": _two("sx 0", "sx 1", "s 0", "s 1", "cz 01", "sxdg 0", "sxdg 1"),
    "SQRT_YY_DAG": _two("sx 0", "sx 1", "sdg 0", "sdg 1", "cz 01", "sxdg 0", "sxdg 1"),
    "SQRT_ZZ": _two("s 0", "s 1", "cz 01"),
    "SQRT_ZZ_DAG": _two("sdg 0", "sdg 1", "cz 01"),
    "II": _two("id 0", "id 1"),
}
ALIASES = {
    "H_XZ": "H",
    "SQRT_Z": "S",
    "SQRT_Z_DAG": "S_DAG",
    "CNOT": "CX",
    "ZCX": "CX",
    "ZCY": "CY",
    "ZCZ": "CZ",
    "SWAPCZ": "CZSWAP",
    "MZ": "M",
    "RZ": "R",
    "MRZ": "MR",
    "CORRELATED_ERROR": "E",
}
#: Everything else that may begin a line.
OTHERS = frozenset(
    "M MX MY MR MRX MRY R RX RY MXX MYY MZZ MPP MPAD SPP SPP_DAG E ELSE_CORRELATED_ERROR X_ERROR Y_ERROR Z_ERROR "
    "I_ERROR II_ERROR DEPOLARIZE1 DEPOLARIZE2 PAULI_CHANNEL_1 PAULI_CHANNEL_2 HERALDED_ERASE "
    "HERALDED_PAULI_CHANNEL_1 REPEAT TICK DETECTOR OBSERVABLE_INCLUDE QUBIT_COORDS SHIFT_COORDS".split()
)
NAMES = frozenset({*ONE, *TWO, *ALIASES, *OTHERS})
