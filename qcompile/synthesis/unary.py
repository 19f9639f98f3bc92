# SPDX-License-Identifier: Apache-2.0
"""Operators on d levels, one qubit a level: rotations between neighbours that keep the one excitation."""

from __future__ import annotations

from typing import Any

from ..errors import LimitError, PipelineError
from .result import Free, Synthesis

#: Levels.
MOST_LEVELS = 64


def unary(u: Any, particles: int, free: Free) -> Synthesis:
    """Synthesise a unitary on levels, level l being the state ``1 << l`` of d qubits.

    The matrix is taken apart into rotations of neighbouring levels [1]_: d (d - 1) / 2 of them, with two cz each, in
    depth linear in d. Other numbers of excitations go to states of the same number.

    References
    ----------
    .. [1] M. Reck, A. Zeilinger, H. Bernstein, P. Bertani, "Experimental realization of any discrete unitary operator",
       Phys. Rev. Lett. 73, 58 (1994), doi:10.1103/PhysRevLett.73.58
    """
    import numpy as np

    from ..circuit import Circuit

    d = len(u)
    if particles != 1:
        raise PipelineError(
            "the unary level map is for one particle",
            code="QC402",
            help="level_map='binary', or one operator a particle",
        )
    if d > MOST_LEVELS:
        raise LimitError(f"{d} levels; up to {MOST_LEVELS} are taken", code="QC610")
    left = np.array(u)
    undone: list[tuple[int, float, float]] = []
    for column in range(d - 1):
        for row in range(d - 1, column, -1):
            turn = _turn(left[row - 1, column], left[row, column])
            if turn is not None:
                angle, phase = turn
                left[row - 1 : row + 1] = _matrix(angle, phase) @ left[row - 1 : row + 1]
                undone.append((row, angle, phase))
    circuit = Circuit(d)
    before = () if not free.before else tuple(float(x) for x in np.angle(np.diag(left)))
    if not free.before:
        for level, phase in enumerate(np.angle(np.diag(left))):
            _phase(circuit, float(phase), level)
    for row, angle, phase in reversed(undone):
        # The inverse: the rotation backwards, then the phase backwards.
        _rotation(circuit, -angle, row - 1, row)
        _phase(circuit, -phase, row)
    circuit.name = f"operator on {d} levels"
    made = _made(undone, np.diag(left), d)
    return Synthesis(circuit, float(np.linalg.norm(made - u, 2)), before)


def _turn(upper: complex, lower: complex) -> tuple[float, float] | None:
    """Return the angle and phase that rotate the lower of two numbers away; None if it is zero."""
    import numpy as np

    if abs(lower) < 1e-15:
        return None
    phase = float(np.angle(upper) - np.angle(lower)) if abs(upper) > 0.0 else 0.0
    return float(np.arctan2(abs(lower), abs(upper))), phase


def _matrix(angle: float, phase: float) -> Any:
    """Return the phase on the second level, then the rotation of both."""
    import numpy as np

    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, s], [-s, c]]) @ np.diag([1.0, np.exp(1j * phase)])


def _made(undone: list[tuple[int, float, float]], phases: Any, d: int) -> Any:
    import numpy as np

    made = np.diag(phases / np.abs(phases))
    for row, angle, phase in reversed(undone):
        made[row - 1 : row + 1] = _matrix(angle, phase).conj().T @ made[row - 1 : row + 1]
    return made


def _phase(circuit: Any, angle: float, qubit: int) -> None:
    if abs(angle) > 1e-15:
        circuit.p(angle, qubit)


def _rotation(circuit: Any, angle: float, low: int, high: int) -> None:
    """Append [[cos, sin], [-sin, cos]] on the two states with one excitation, level `low` first."""
    circuit.h(low).h(high).cz(low, high)
    circuit.ry(-angle, low).ry(angle, high)
    circuit.cz(low, high).h(low).h(high)
