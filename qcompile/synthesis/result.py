# SPDX-License-Identifier: Apache-2.0
"""What a synthesis returns: the circuit, what was left out of it because it was free, and the measured error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from ..errors import PipelineError

if TYPE_CHECKING:
    from .._native import CoreCircuit
    from ..circuit import Circuit

    #: What the engine returns: circuit, phases left before and after it, error.
    Made: TypeAlias = tuple[CoreCircuit, list[float], list[float], float]

#: What can be left free.
FREE = ("phase", "diagonal-before", "diagonal-after")


@dataclass(frozen=True, repr=False)
class Synthesis:
    """A circuit for a matrix or a state.

    Parameters
    ----------
    circuit : Circuit
        Library gates, ``cx`` and ``cz`` the only ones on two qubits unless said otherwise.
    error : float
        The measured distance between what the circuit does, the diagonals below included, and what was asked for: a
        bound of the operator norm, or the norm of the difference of states.
    before, after : tuple of float
        Phases in radians, by basis state, of diagonals that were free and are not in the circuit: what was asked for is
        ``diag(exp(1j * after)) @ circuit @ diag(exp(1j * before))``. Empty where there is none.

    Examples
    --------
    >>> from qcompile.synthesis import unitary
    >>> unitary([[0, 1], [1, 0]])
    <Synthesis 1 qubits, 0 two-qubit gates, error 0.0e+00>
    """

    circuit: Circuit
    error: float
    before: tuple[float, ...] = ()
    after: tuple[float, ...] = ()

    @classmethod
    def of(cls, made: Made, name: str, *, is_phase_free: bool = False) -> Synthesis:
        """Make it of what the engine returned."""
        from ..circuit import Circuit

        core, before, after, error = made
        circuit = Circuit.from_core(core)
        circuit.name = name
        if is_phase_free:
            circuit.phase = 0.0
        return cls(circuit, error, tuple(before), tuple(after))

    def __repr__(self) -> str:
        from ..metrics import stats

        count = stats(self.circuit).two_qubit
        return f"<Synthesis {self.circuit.num_qubits} qubits, {count} two-qubit gates, error {self.error:.1e}>"


def cost(found: Synthesis) -> tuple[int, int]:
    """Return what is compared: two-qubit gates, then depth."""
    from ..metrics import stats

    counted = stats(found.circuit)
    return counted.two_qubit, counted.depth


@dataclass(frozen=True)
class Free:
    """What need not be made."""

    phase: bool
    before: bool
    after: bool


def free_of(free: str | Iterable[str], allowed: Sequence[str] = FREE) -> Free:
    """Read what is free, a word or several.

    Raises
    ------
    PipelineError
        QC402 for a word that is none of the allowed ones.
    """
    words = [free] if isinstance(free, str) else list(free)
    for word in words:
        if word not in allowed:
            known = ", ".join(f"`{name}`" for name in allowed)
            raise PipelineError(f"what can be free here is {known}, not `{word}`", code="QC402")
    return Free("phase" in words, "diagonal-before" in words, "diagonal-after" in words)


def budget(error: object) -> float:
    """Return an error budget.

    Raises
    ------
    PipelineError
        QC402 for what is no number from 0 on.
    """
    if isinstance(error, bool) or not isinstance(error, (int, float)) or not 0.0 <= error < 2.0:
        raise PipelineError(
            f"an error is a number from 0 to 2, got {error!r}",
            code="QC402",
            help="no two unitaries are further apart than 2",
        )
    return float(error)
