# SPDX-License-Identifier: Apache-2.0
"""The dense judge of mapped circuits: its matrices are Qiskit's, and it tells layouts apart."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import openqasm
from benchmarks.mapping import dense
from benchmarks.mapping.matrices import PLAIN, TURNED, matrix

HEAD = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[{}];\n'
_NAMES = (
    "id I sdg Sdg tdg Tdg sx SX sxdg SXdg p Phase u1 U1 u2 U2 rx RX ry RY rz RZ cx CX cy CY "
    "cz CZ ch CH cs CS csdg CSdg csx CSX cp CPhase iswap iSwap dcx DCX ecr ECR ccx CCX ccz "
    "CCZ cswap CSwap rccx RCCX c3x C3X rc3x RC3X c3sx C3SX c4x C4X rxx RXX ryy RYY rzz RZZ "
    "rzx RZX crx CRX cry CRY crz CRZ cu3 CU3 "
).split()
NAMES = dict(zip(_NAMES[::2], _NAMES[1::2], strict=True))
ANGLES = {"u2": 2, "u": 3, "cu3": 3, "r": 2, "cu": 4}
MATRICES = sorted({*PLAIN, *TURNED, "dcx", "ecr", "rccx", "rc3x"})
#: Without a class of their own in Qiskit.
OTHERWISE = {"iswapdg", "siswap", "siswapdg", "u0"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", [n for n in MATRICES if n not in OTHERWISE])
def test_matrices_are_qiskit_s(name: str) -> None:
    library = pytest.importorskip("qiskit.circuit.library")
    angles = [0.3, -1.1, 2.7, 0.9][: ANGLES.get(name, 1 if name in TURNED else 0)]
    gate = getattr(
        library, f"{NAMES.get(name, name.capitalize() if len(name) > 2 else name.upper())}Gate"
    )
    assert np.abs(matrix(name, angles) - gate(*angles).to_matrix()).max() < 1e-12


def test_roots_of_iswap() -> None:
    half, whole = matrix("siswap"), matrix("iswap")
    assert np.abs(half @ half - whole).max() < 1e-12
    assert np.abs(matrix("siswapdg") @ half - np.eye(4)).max() < 1e-12
    assert np.abs(matrix("iswapdg") @ whole - np.eye(4)).max() < 1e-12


def test_layouts_are_applied_in_their_direction() -> None:
    """Three qubits turned round: the one wrong way is the inverse of the right one."""
    source = HEAD.format(3) + "h q[0]; t q[1]; ry(0.4) q[2]; cx q[0],q[2];"
    mapped = (
        HEAD.format(5)
        + "h q[4]; t q[0]; ry(0.4) q[2]; cx q[4],q[2]; swap q[4],q[0]; swap q[0],q[2];"
    )
    assert dense.distance(source, mapped, [4, 0, 2], [2, 4, 0]) < 1e-12
    assert dense.distance(source, mapped, [4, 0, 2], [4, 0, 2]) > 0.1
    assert dense.distance(source, mapped, [4, 0, 2], [0, 2, 4]) > 0.1
    assert dense.distance(source, mapped, [0, 4, 2], [2, 4, 0]) > 0.1


def test_other_wires_must_come_back_to_zero() -> None:
    source = HEAD.format(1) + "h q[0];"
    for rest, allowed in (("cx q[1],q[0];", True), ("cx q[0],q[1];", False), ("x q[1];", False)):
        mapped = HEAD.format(2) + "h q[0];" + rest
        assert allowed == (dense.distance(source, mapped, [0], [0]) < 1e-9)


def test_small_errors_are_seen_and_phases_are_not() -> None:
    source = HEAD.format(2) + "rz(0.5) q[0]; cx q[0],q[1];"
    assert (
        dense.distance(source, HEAD.format(2) + "p(0.5) q[0]; cx q[0],q[1];", [0, 1], [0, 1])
        < 1e-12
    )
    assert (
        dense.distance(source, HEAD.format(2) + "p(0.50001) q[0]; cx q[0],q[1];", [0, 1], [0, 1])
        > 1e-6
    )


def test_what_is_no_operator_is_refused() -> None:
    for body in ("measure q[0] -> c[0]; h q[0];", "reset q[0];", "if(c==1) x q[0];"):
        with pytest.raises(dense.TooLargeError):
            dense.distance(HEAD.format(2) + "creg c[2];" + body, HEAD.format(2), [0, 1], [0, 1])
    wide = openqasm.read(HEAD.format(20) + "h q;")
    with pytest.raises(dense.TooLargeError):
        dense.block(wide, range(20), range(20))
