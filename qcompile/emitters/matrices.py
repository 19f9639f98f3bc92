# SPDX-License-Identifier: Apache-2.0
"""The matrix of an instruction, for formats and products that hold numbers and no names."""

from __future__ import annotations

from cmath import exp
from functools import reduce
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

from .._native import Angle
from ..errors import PipelineError, quote

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np

    from .._native import Instruction, Operation

    Matrix = np.ndarray[Any, np.dtype[np.complex128]]

#: No matrix is made over more qubits than this: 16 MB.
MOST_QUBITS = 10


def matrix_of(what: Operation | Instruction) -> Matrix:
    """Return the matrix of a unitary instruction; its first qubit is the least significant bit of an index.

    Raises
    ------
    PipelineError
        QC409 for what has no matrix: an opaque gate, an angle that is not known, more than ten qubits.

    Examples
    --------
    >>> from qcompile._native import Instruction
    >>> matrix_of(Instruction.gate("s")).tolist()
    [[(1+0j), 0j], [0j, 1j]]
    """
    import numpy as np

    contents = what.contents
    maker = _CARRIED.get(what.name)
    if maker is not None:
        made: Matrix = maker(contents)
        return made
    if "definition" in contents:
        return _called(what.name, contents["definition"], what.parameters)
    name, angles = what.name, [_number(what.name, angle) for angle in what.parameters]
    controls = 0
    if name in _CONTROLLED:
        name, controls = _CONTROLLED[name]
    if name in _SEQUENCES:
        steps = _SEQUENCES[name]
        width = 1 + max(q for _, on in steps for q in on)
        return product([(matrix_of(_gate(step)), on) for step, on in steps], width)
    if name not in _ROWS:
        raise PipelineError(f"`{quote(name)}` has no matrix", code="QC409")
    return _under([True] * controls, np.array(_ROWS[name](*angles), dtype=complex))


def product(steps: Sequence[tuple[Matrix, Sequence[int]]], width: int) -> Matrix:
    """Return the matrix of gates one after the other, each on its own qubits of ``width``."""
    import numpy as np

    if width > MOST_QUBITS:
        raise PipelineError(
            f"a matrix on {width} qubits is too large to be written out", code="QC409"
        )
    state = np.eye(1 << width, dtype=complex).reshape((2,) * width + (1 << width,))
    for matrix, on in steps:
        k = len(on)
        # Axis `width - 1 - q` belongs to qubit q, and a matrix's first axis to its last qubit.
        axes = [width - 1 - q for q in reversed(on)]
        state = np.tensordot(matrix.reshape((2,) * (2 * k)), state, axes=(range(k, 2 * k), axes))
        state = np.moveaxis(state, range(k), axes)
    return state.reshape(1 << width, 1 << width)


def circuit_matrix(circuit: Any) -> Matrix:
    """Return the matrix of a circuit of gates, its phase included; layouts are not looked at."""
    steps = []
    for op in circuit:
        if op.name == "region":
            steps.append((circuit_matrix(op.blocks[0]), op.qubits))
        elif op.name not in ("barrier", "delay"):
            steps.append((matrix_of(op), op.qubits))
    turned = product(steps, circuit.num_qubits)
    return turned * exp(1j * _number("the global phase", circuit.phase))


def _number(name: str, angle: float | Angle) -> float:
    if isinstance(angle, Angle):
        value = angle.value
        if value is None:
            raise PipelineError(
                f"`{quote(name)}` has an angle that is not known: {angle}",
                code="QC409",
                help="bind its parameters first: circuit.bind({...})",
            )
        return value
    return angle


def _gate(name: str) -> Instruction:
    from .._native import Instruction

    return Instruction.gate(name)


def _under(polarity: Sequence[bool], matrix: Matrix) -> Matrix:
    """Return a matrix under controls, which are the least significant bits."""
    import numpy as np

    k = len(polarity)
    width = k + len(matrix).bit_length() - 1
    if width > MOST_QUBITS:
        raise PipelineError(
            f"a matrix on {width} qubits is too large to be written out", code="QC409"
        )
    out = np.eye(1 << width, dtype=complex)
    fires = sum(1 << i for i, closed in enumerate(polarity) if closed)
    rows = [fires + (i << k) for i in range(len(matrix))]
    out[np.ix_(rows, rows)] = matrix
    return out


def _controlled(contents: dict[str, Any]) -> Matrix:
    return _under(contents["polarity"], matrix_of(contents["base"]))


def _unitary(contents: dict[str, Any]) -> Matrix:
    import numpy as np

    matrix = np.array(contents["matrix"], dtype=complex)
    side = round(len(matrix) ** 0.5)
    return matrix.reshape(side, side)


def _diagonal(contents: dict[str, Any]) -> Matrix:
    import numpy as np

    if len(contents["phases"]) > 1 << MOST_QUBITS:
        raise PipelineError("a diagonal that is too large to be written out", code="QC409")
    return np.diag(np.exp(1j * np.array(contents["phases"], dtype=float)))


def _permutation(contents: dict[str, Any]) -> Matrix:
    import numpy as np

    image = contents["image"]
    if len(image) > MOST_QUBITS:
        raise PipelineError("a permutation that is too large to be written out", code="QC409")
    side = 1 << len(image)
    out = np.zeros((side, side), dtype=complex)
    for state in range(side):
        out[sum((state >> q & 1) << to for q, to in enumerate(image)), state] = 1
    return out


def _multiplexer(contents: dict[str, Any]) -> Matrix:
    import numpy as np

    k = contents["selects"]
    cases = [matrix_of(case) for case in contents["cases"]]
    wide = max(len(case) for case in cases)
    if k + wide.bit_length() - 1 > MOST_QUBITS:
        raise PipelineError("a multiplexer that is too large to be written out", code="QC409")
    out = np.eye(wide << k, dtype=complex)
    for label, case in enumerate(cases):
        # A case on fewer qubits leaves the last ones alone.
        full = np.kron(np.eye(wide // len(case)), case)
        rows = [label + (i << k) for i in range(wide)]
        out[np.ix_(rows, rows)] = full
    return out


def _evolution(contents: dict[str, Any]) -> Matrix:
    import numpy as np

    time = contents["time"]
    width = len(contents["strings"][0][0])
    if width > MOST_QUBITS:
        raise PipelineError("an evolution that is too large to be written out", code="QC409")
    out = np.eye(1 << width, dtype=complex)
    for letters, coefficient in contents["strings"]:
        turn = _number("pauli_evolution", coefficient * time)
        string = pauli(letters)
        out = (cos(turn) * np.eye(1 << width) - 1j * sin(turn) * string) @ out
    return out


def pauli(letters: str) -> Matrix:
    """Return the matrix of a Pauli string, whose first letter is for the least significant qubit."""
    import numpy as np

    return reduce(np.kron, [np.array(_PAULI[p], dtype=complex) for p in reversed(letters)])


def _called(name: str, definition: Any, angles: Sequence[float | Angle]) -> Matrix:
    if definition.body is None:
        raise PipelineError(f"`{quote(name)}` is opaque: nothing says what it does", code="QC409")
    body = definition.body
    if definition.parameters:
        body = body.bind(dict(zip(definition.parameters, angles, strict=True)))
    return circuit_matrix(body)


_CARRIED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "controlled": _controlled,
    "unitary": _unitary,
    "diagonal": _diagonal,
    "permutation": _permutation,
    "multiplexer": _multiplexer,
    "pauli_evolution": _evolution,
}
_PAULI = {
    "I": [[1, 0], [0, 1]],
    "X": [[0, 1], [1, 0]],
    "Y": [[0, -1j], [1j, 0]],
    "Z": [[1, 0], [0, -1]],
}
_HALF = 0.5**0.5
_EIGHTH = exp(0.25j * pi)

#: The rows of gates that are no others under controls; angles in radians.
_ROWS: dict[str, Callable[..., Any]] = {
    "id": lambda: _PAULI["I"],
    "u0": lambda _: _PAULI["I"],
    "x": lambda: _PAULI["X"],
    "y": lambda: _PAULI["Y"],
    "z": lambda: _PAULI["Z"],
    "h": lambda: [[_HALF, _HALF], [_HALF, -_HALF]],
    "s": lambda: [[1, 0], [0, 1j]],
    "sdg": lambda: [[1, 0], [0, -1j]],
    "t": lambda: [[1, 0], [0, _EIGHTH]],
    "tdg": lambda: [[1, 0], [0, _EIGHTH.conjugate()]],
    "sx": lambda: [[0.5 + 0.5j, 0.5 - 0.5j], [0.5 - 0.5j, 0.5 + 0.5j]],
    "sxdg": lambda: [[0.5 - 0.5j, 0.5 + 0.5j], [0.5 + 0.5j, 0.5 - 0.5j]],
    "p": lambda a: [[1, 0], [0, exp(1j * a)]],
    "rz": lambda a: [[exp(-0.5j * a), 0], [0, exp(0.5j * a)]],
    "rx": lambda a: _in_plane(a, 0.0),
    "ry": lambda a: _in_plane(a, pi / 2),
    "r": lambda a, phi: _in_plane(a, phi),
    "gpi": lambda phi: [[0, exp(-1j * phi)], [exp(1j * phi), 0]],
    "gpi2": lambda phi: _in_plane(pi / 2, phi),
    "u": lambda theta, phi, lam: _u(theta, phi, lam),
    "u2": lambda phi, lam: _u(pi / 2, phi, lam),
    "phxz": lambda x, z, a: _phxz(x, z, a),
    "cu": lambda theta, phi, lam, gamma: _cu(theta, phi, lam, gamma),
    "swap": lambda: _exchange(0, 1),
    "iswap": lambda: _exchange(0, 1j),
    "iswapdg": lambda: _exchange(0, -1j),
    "siswap": lambda: _exchange(_HALF, 1j * _HALF),
    "siswapdg": lambda: _exchange(_HALF, -1j * _HALF),
    "ecr": lambda: [
        [0, _HALF, 0, 1j * _HALF],
        [_HALF, 0, -1j * _HALF, 0],
        [0, 1j * _HALF, 0, _HALF],
        [-1j * _HALF, 0, _HALF, 0],
    ],
    "rxx": lambda a: _turn(a, pauli("XX")),
    "ryy": lambda a: _turn(a, pauli("YY")),
    "rzz": lambda a: _turn(a, pauli("ZZ")),
    "rzx": lambda a: _turn(a, pauli("ZX")),
    "ms": lambda one, two, a: _turn(a, _kron(_ROWS["gpi"](two), _ROWS["gpi"](one))),
}  # fmt: skip
#: What a gate is under how many controls.
_CONTROLLED = {
    "cx": ("x", 1), "cy": ("y", 1), "cz": ("z", 1), "ch": ("h", 1), "cs": ("s", 1),
    "csdg": ("sdg", 1), "csx": ("sx", 1), "cp": ("p", 1), "crx": ("rx", 1), "cry": ("ry", 1),
    "crz": ("rz", 1), "cu3": ("u", 1), "ccx": ("x", 2), "ccz": ("z", 2), "cswap": ("swap", 1),
    "c3x": ("x", 3), "c3sx": ("sx", 3), "c4x": ("x", 4),
}  # fmt: skip
#: Gates that are a sequence of others, in the order of time.
_SEQUENCES: dict[str, list[tuple[str, list[int]]]] = {
    "dcx": [("cx", [0, 1]), ("cx", [1, 0])],
    "rccx": [
        ("h", [2]), ("t", [2]), ("cx", [1, 2]), ("tdg", [2]), ("cx", [0, 2]), ("t", [2]),
        ("cx", [1, 2]), ("tdg", [2]), ("h", [2]),
    ],
    "rc3x": [
        ("h", [3]), ("t", [3]), ("cx", [2, 3]), ("tdg", [3]), ("h", [3]), ("cx", [0, 3]),
        ("t", [3]), ("cx", [1, 3]), ("tdg", [3]), ("cx", [0, 3]), ("t", [3]), ("cx", [1, 3]),
        ("tdg", [3]), ("h", [3]), ("t", [3]), ("cx", [2, 3]), ("tdg", [3]), ("h", [3]),
    ],
}  # fmt: skip


def _in_plane(angle: float, phi: float) -> list[list[complex]]:
    """Return the rotation about an axis in the plane of X and Y, at ``phi`` from X."""
    c, s = cos(angle / 2), sin(angle / 2)
    return [[c, -1j * s * exp(-1j * phi)], [-1j * s * exp(1j * phi), c]]


def _u(theta: float, phi: float, lam: float) -> list[list[complex]]:
    c, s = cos(theta / 2), sin(theta / 2)
    return [[c, -exp(1j * lam) * s], [exp(1j * phi) * s, exp(1j * (phi + lam)) * c]]


def _phxz(x: float, z: float, a: float) -> Any:
    """Return Z^z Z^a X^x Z^-a, powers of Paulis whose angles are exponents times pi."""
    import numpy as np

    middle = exp(0.5j * x) * np.array(_in_plane(x, 0.0))
    return np.diag([1, exp(1j * (z + a))]) @ middle @ np.diag([1, exp(-1j * a)])


def _cu(theta: float, phi: float, lam: float, gamma: float) -> Any:
    import numpy as np

    return _under([True], exp(1j * gamma) * np.array(_u(theta, phi, lam)))


def _exchange(same: complex, other: complex) -> list[list[complex]]:
    return [[1, 0, 0, 0], [0, same, other, 0], [0, other, same, 0], [0, 0, 0, 1]]


def _turn(angle: float, string: Any) -> Any:
    import numpy as np

    return cos(angle / 2) * np.eye(len(string)) - 1j * sin(angle / 2) * string


def _kron(high: Any, low: Any) -> Any:
    import numpy as np

    return np.kron(np.array(high), np.array(low))
