# SPDX-License-Identifier: Apache-2.0
"""What an operator of PennyLane is made of, the phase its decomposition leaves out, and where its parameters go.

PennyLane computes with numbers. Which angles of a decomposition depend on a parameter, and how, is found by asking for
the decomposition at several values: angles that are affine in the parameters are read as such, anything else is not.
"""

from __future__ import annotations

from cmath import phase
from typing import Any

from .._native import Angle

#: Widest operator whose matrix is asked for.
MAX_MATRIX_WIRES = 8
#: Matrices further apart than this are not the same, and angles are not affine.
_TOLERANCE = 1e-7
_NOISE = 1e-12


def unitary_of(qml: Any, op: Any) -> list[complex] | None:
    """Return the matrix row by row; None where there is none or it is not unitary."""
    import numpy as np

    if not op.has_matrix or len(op.wires) > MAX_MATRIX_WIRES or not len(op.wires):
        return None
    matrix = np.asarray(qml.matrix(op, wire_order=op.wires), dtype=complex)
    if np.abs(matrix @ matrix.conj().T - np.eye(len(matrix))).max() > _TOLERANCE:
        return None
    return [complex(x) for row in matrix for x in row]


def parts_of(
    qml: Any, op: Any, params: list[Any]
) -> tuple[list[Any], list[list[Any]], float] | None:
    """Return the operators of a decomposition, their parameters, and the phase it leaves out.

    Parameters
    ----------
    qml : module
    op : pennylane.operation.Operator
    params : list
        The values of its parameters, some of them symbols.

    Returns
    -------
    tuple or None
        None if there is no decomposition that says the same on the same wires.
    """
    symbols = [k for k, p in enumerate(params) if isinstance(p, Angle)]
    here = _at(qml, op, {})
    if here is None:
        return None
    ops, missing = here
    values: list[list[Any]] = [list(part.data) for part in ops]
    if not symbols:
        return ops, values, missing
    base = {k: 0.3 + 0.17 * i for i, k in enumerate(symbols)}
    points = [base, *({**base, k: base[k] + 1.0} for k in symbols)]
    points.append({k: x + 0.4 + 0.11 * k for k, x in base.items()})
    seen = [_at(qml, op, point) for point in points]
    if any(found is None or abs(found[1] - missing) > _TOLERANCE for found in seen):
        return None
    rows = [_numbers(found[0]) for found in seen if found is not None]
    if any(row is None or row[0] != _shape(ops) for row in rows):
        return None
    affine = _affine([row[1] for row in rows if row is not None], points, symbols, params)
    if affine is None:
        return None
    for own in values:
        own[:] = [next(affine) for _ in own]
    return seen[0][0] if seen[0] else ops, values, missing


def _at(qml: Any, op: Any, point: dict[int, float]) -> tuple[list[Any], float] | None:
    """Return the decomposition with some parameters replaced, and the phase it leaves out."""
    if point:
        data = [point.get(k, value) for k, value in enumerate(op.data)]
        op = qml.ops.functions.bind_new_parameters(op, data)
    if not op.has_decomposition:
        return None
    with qml.queuing.QueuingManager.stop_recording():
        ops = op.decomposition()
    if not set(op.wires) >= {wire for part in ops for wire in part.wires}:
        return None
    missing = _missing(qml, op, ops)
    return None if missing is None else (ops, missing)


def _missing(qml: Any, op: Any, ops: list[Any]) -> float | None:
    """Return the angle by which an operator is ahead of its parts; None if they differ in more than that."""
    import numpy as np

    count = len(op.wires)
    if count == 0 or count > MAX_MATRIX_WIRES or any(not part.has_matrix for part in ops):
        return 0.0
    if isinstance(op, qml.operation.StatePrepBase):
        made = np.asarray(qml.matrix(qml.tape.QuantumScript(ops), wire_order=op.wires))[:, 0]
        exact = np.asarray(op.state_vector(wire_order=op.wires)).reshape(-1)
        overlap = complex(np.vdot(made, exact))
    elif op.has_matrix:
        made = np.asarray(qml.matrix(qml.tape.QuantumScript(ops), wire_order=op.wires))
        exact = np.asarray(qml.matrix(op, wire_order=op.wires))
        overlap = complex(np.vdot(made, exact)) / len(exact)
    else:
        return 0.0
    if abs(abs(overlap) - 1.0) > _TOLERANCE:
        return None
    angle = phase(overlap)
    return 0.0 if abs(angle) < _NOISE else angle


def _shape(ops: list[Any]) -> list[tuple[str, tuple[Any, ...], int]]:
    return [(part.name, tuple(part.wires), part.num_params) for part in ops]


def _numbers(ops: list[Any]) -> tuple[Any, list[float]] | None:
    try:
        return _shape(ops), [float(x) for part in ops for x in part.data]
    except (TypeError, ValueError):
        return None


def _affine(
    rows: list[list[float]], points: list[dict[int, float]], symbols: list[int], params: list[Any]
) -> Any:
    """Return the values as sums over the symbols; None if the last point shows that they are none."""
    base, *steps, last = rows
    out: list[Any] = []
    for slot, start in enumerate(base):
        slopes = [row[slot] - start for row in steps]
        ends = [points[-1][k] - points[0][k] for k in symbols]
        guess = start + sum(s * e for s, e in zip(slopes, ends, strict=True))
        if abs(guess - last[slot]) > _TOLERANCE:
            return None
        value: Any = start - sum(s * points[0][k] for s, k in zip(slopes, symbols, strict=True))
        value = 0.0 if abs(value) < _NOISE else value
        for slope, k in zip(slopes, symbols, strict=True):
            tidy = round(slope * 64) / 64
            slope = tidy if abs(tidy - slope) < _NOISE * 100 else slope
            if slope:
                value = params[k] * slope + value
        out.append(value)
    return iter(out)
