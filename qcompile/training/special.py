# SPDX-License-Identifier: Apache-2.0
"""Angles of a circuit that stand at multiples of pi/2, where gates vanish or become simpler ones.

A *pattern* says which angles of the source do, and at which multiples. Within a pattern these angles are numbers, and
the circuit is compiled with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import TYPE_CHECKING, Any

import numpy as np

from .._native import AngleProgram, DerivedAngles, angle_slots, fill_slots
from ..circuit import Circuit
from ..errors import SemanticError

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Angles this near a multiple, relative above 1, are at it but for rounding; texts are read by the same measure.
ROUNDING = 1e-14


@dataclass(frozen=True)
class Pattern:
    """Which angles are fixed, and at which multiple of pi/2; equal patterns have equal keys.

    Parameters
    ----------
    angles : AngleProgram
        All angles of the source, from parameters.
    fixed : ndarray of float64, shape (angles,)
        Radians; NaN for those that are not fixed.
    tol : float
        How far an angle may be off; 0: by rounding only.
    """

    angles: AngleProgram
    fixed: NDArray[np.float64]
    tol: float

    @property
    def key(self) -> tuple[bytes, float]:
        """What tells patterns of one source apart."""
        return self.fixed.tobytes(), self.tol

    @property
    def count(self) -> int:
        """How many angles are fixed."""
        return int((~np.isnan(self.fixed)).sum())

    @property
    def error(self) -> float:
        """Bound of the operator-norm error of putting an angle within `tol` of a multiple at it."""
        return self.count * self.tol

    def circuit(self, source: Circuit) -> Circuit:
        """Return the source with numbers for what is fixed."""
        return Circuit.from_core(fill_slots(source, self.fixed))

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.angles.to_bytes(), self.fixed, self.tol)

    def check(self, values: NDArray[np.float64]) -> None:
        """Refuse values at which a fixed angle is another; QC243."""
        found = np.empty((*values.shape[:-1], self.angles.outputs))
        self.angles.bind(values, found)
        # NaN, for what is not fixed, is near nothing and far from nothing.
        if (np.abs(found - self.fixed) > _room(self.fixed, self.tol)).any():
            raise SemanticError(
                "the values leave the pattern of special angles that the template was made for",
                code="QC243",
                help="call `specialise` with these values: known patterns take microseconds",
            )


def _again(angles: bytes, fixed: NDArray[np.float64], tol: float) -> Pattern:
    return Pattern(AngleProgram.from_bytes(angles), fixed, tol)


class Special:
    """Finds the patterns of a source.

    Parameters
    ----------
    source : Circuit
        The circuit.
    names : tuple of str
        Names of the columns of values.
    """

    def __init__(self, source: Circuit, names: tuple[str, ...]) -> None:
        self.angles = AngleProgram(source, list(names), DerivedAngles())
        #: How much the operator changes with an angle is known for gates of the library, not for calls.
        calls = {op.index for op in source if "definition" in op.contents}
        slots = [op for op, _ in angle_slots(source)]
        self._is_call = np.array([*(op in calls for op in slots), False])
        has_phase = bool(source.exact_phase.parameters)
        self._is_slot = np.array([*(True for _ in slots), has_phase])

    def pattern(self, values: NDArray[np.float64], tol: float) -> Pattern | None:
        """Return the pattern of values; None where no angle is special."""
        found = np.empty(self.angles.outputs)
        self.angles.bind(values, found)
        fixed = np.rint(found / (pi / 2)) * (pi / 2)
        off = np.abs(found - fixed)
        exact = off <= _room(fixed, 0.0)
        near = (exact | ((off <= tol) & ~self._is_call)) & self._is_slot
        if not near.any():
            return None
        fixed[~near] = np.nan
        # No zero of a sign, so that equal patterns have equal bytes.
        return Pattern(self.angles, fixed + 0.0, 0.0 if exact[near].all() else tol)


def _room(angle: NDArray[np.float64], tol: float) -> NDArray[np.float64]:
    return tol + ROUNDING * np.maximum(np.abs(angle), 1.0)
