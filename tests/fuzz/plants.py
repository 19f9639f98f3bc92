# SPDX-License-Identifier: Apache-2.0
"""Bugs planted on purpose: a judge that has never said no is not to be trusted.

Each plant changes a circuit the way a wrong pass would. Some plants change nothing that can be seen (a gate before
a reset, a swap of symmetric operands); whether one does is decided here by plain linear algebra in numpy, which shares
no code with the engine, for circuits without measurement.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

import numpy as np
import numpy.typing as npt

from qcompile import Circuit
from qcompile._native import Operation, reduce

Matrix = npt.NDArray[np.complex128]


def drop(rng: Random, c: Circuit) -> Circuit:
    """Leave out one operation."""
    total = reduce.size(c)
    gone = rng.randrange(total)
    return Circuit.from_core(reduce.kept(c, [k != gone for k in range(total)]))


def flip_sign(rng: Random, c: Circuit) -> Circuit | None:
    """Negate one angle."""
    angles = reduce.angles(c)
    if not angles:
        return None
    number, k, angle = rng.choice(angles)
    return Circuit.from_core(reduce.with_angle(c, number, k, -angle))


def nudge(rng: Random, c: Circuit) -> Circuit | None:
    """Add 1e-6 or a whole turn to one angle."""
    angles = reduce.angles(c)
    if not angles:
        return None
    number, k, angle = rng.choice(angles)
    off = rng.choice((1e-6, 2 * math.pi))
    return Circuit.from_core(reduce.with_angle(c, number, k, angle + off))


def swap_operands(rng: Random, c: Circuit) -> Circuit | None:
    """Exchange two qubits of one operation."""
    wide = [op for op in c if len(op.qubits) >= 2 and op.name != "barrier"]
    if not wide:
        return None
    chosen = rng.choice(wide)
    return _rebuilt(c, lambda op: op.index == chosen.index and "swap")


def repeat(rng: Random, c: Circuit) -> Circuit | None:
    """Apply one operation twice."""
    plain = [op for op in c if op.name not in ("barrier", "delay")]
    if not plain:
        return None
    chosen = rng.choice(plain)
    return _rebuilt(c, lambda op: op.index == chosen.index and "twice")


def change_phase(rng: Random, c: Circuit) -> Circuit:
    """Add to the global phase."""
    out = c.copy()
    out.add_phase(rng.choice((math.pi, math.pi / 4, 1e-6)))
    return out


def turn_layout(rng: Random, c: Circuit) -> Circuit | None:
    """Turn three entries of the final layout round: a direction that every exchange of two survives."""
    if c.num_qubits < 3:
        return None
    out = c.copy()
    plain = list(range(c.num_qubits))
    initial, last = c.layouts or (plain, plain)
    i, j, k = rng.sample(plain, 3)
    turned = list(last)
    turned[i], turned[j], turned[k] = last[j], last[k], last[i]
    out.layouts = (list(initial), turned)
    return out


PLANTS: tuple[Callable[[Random, Circuit], Circuit | None], ...] = (
    drop,
    flip_sign,
    nudge,
    swap_operands,
    repeat,
    change_phase,
    turn_layout,
)


def _rebuilt(c: Circuit, change: Callable[[Operation], str | bool]) -> Circuit:
    out = Circuit.from_core(c.emptied())
    out.phase = c.exact_phase
    for op in c:
        what = change(op)
        qubits = list(op.qubits)
        if what == "swap":
            qubits[0], qubits[1] = qubits[1], qubits[0]
        for _ in range(2 if what == "twice" else 1):
            out.append(op.instruction, qubits, op.bits)
    return out


def apart(a: Circuit, b: Circuit, matrices: Callable[[Operation], Matrix | None]) -> float | None:
    """Return the distance of two circuits by numpy, layouts and phase included.

    ``matrices`` gives the matrix of an operation, or None for one it does not know; then the answer is None.
    """
    ua, ub = _matrix(a, matrices), _matrix(b, matrices)
    return None if ua is None or ub is None else float(np.linalg.norm(ua - ub, 2))


def _matrix(c: Circuit, matrices: Callable[[Operation], Matrix | None]) -> Matrix | None:
    n = c.num_qubits
    state = np.eye(2**n, dtype=np.complex128).reshape((2,) * n + (2**n,))
    for op in c:
        if op.name in ("barrier", "delay"):
            continue
        m = matrices(op)
        if m is None:
            return None
        # Axis n - 1 - q belongs to qubit q; the first operand is the least significant.
        axes = [n - 1 - q for q in reversed(op.qubits)]
        k = len(axes)
        state = np.tensordot(m.reshape((2,) * (2 * k)), state, axes=(range(k, 2 * k), axes))
        state = np.moveaxis(state, range(k), axes)
    initial, last = c.layouts or (range(n), range(n))
    # Program qubit q sits on axis n - 1 - wire at either end.
    rows = [n - 1 - last[q] for q in reversed(range(n))]
    state = np.transpose(state, [*rows, n]).reshape((2**n,) + (2,) * n)
    columns = [n - initial[q] for q in reversed(range(n))]
    matrix = np.transpose(state, [0, *columns]).reshape(2**n, 2**n)
    return matrix * np.exp(1j * float(c.phase))
