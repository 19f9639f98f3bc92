# SPDX-License-Identifier: Apache-2.0
"""Where a program's qubits lie on a device, and what that makes of observables and counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from ..errors import PipelineError, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Layout:
    """Where the program's qubits start and end on the device.

    Parameters
    ----------
    initial, final : tuple of int
        Entry *i* is the physical qubit that holds program qubit *i* before the first operation, and after the last.
    qubits : int, optional
        How many the device has; by default as many as the layout needs.
    """

    initial: tuple[int, ...]
    final: tuple[int, ...]
    qubits: int | None = None

    @property
    def width(self) -> int:
        """How many qubits the device has."""
        if self.qubits is not None:
            return self.qubits
        return 1 + max((*self.initial, *self.final), default=-1)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"initial": list(self.initial), "final": list(self.final)}

    @overload
    def map_observable(self, observable: str) -> str: ...
    @overload
    def map_observable(self, observable: Mapping[str, complex]) -> dict[str, complex]: ...
    @overload
    def map_observable(
        self, observable: Iterable[tuple[str, complex]]
    ) -> list[tuple[str, complex]]: ...

    def map_observable(self, observable: Any) -> Any:
        """Return an observable of the program as one of the device, at the end of the circuit.

        The expectation of the result in the state the compiled circuit leaves is that of `observable` in the state the
        program leaves.

        Parameters
        ----------
        observable : str, mapping of str to number, or iterable of (str, number)
            Pauli strings of I, X, Y and Z, one letter for each program qubit; qubit 0 is the rightmost letter, as in
            Qiskit.

        Returns
        -------
        str, dict or list
            The same form, with one letter for each qubit of the device, I where no program qubit lies.

        Raises
        ------
        PipelineError
            QC402 for a string of another length or with another letter.

        Examples
        --------
        >>> Layout((0, 1), (2, 0), qubits=4).map_observable("ZX")
        'IXIZ'
        >>> Layout((0, 1), (2, 0), qubits=4).map_observable({"ZI": 0.5, "II": 1.0})
        {'IIIZ': 0.5, 'IIII': 1.0}
        """
        if isinstance(observable, str):
            return self._map(observable)
        if hasattr(observable, "items"):
            return {self._map(string): weight for string, weight in observable.items()}
        return [(self._map(string), weight) for string, weight in observable]

    def map_counts(self, counts: Mapping[str, float]) -> dict[str, float]:
        """Return counts of all the device's qubits, measured at the end, as counts of the program's.

        Not for bits the program itself measured into: those stay what they are.

        Parameters
        ----------
        counts : mapping of str to number
            By bit string, one bit for each qubit of the device, qubit 0 rightmost.

        Returns
        -------
        dict of str to number
            One bit for each program qubit, qubit 0 rightmost; equal ones added up, in the order they first came.

        Raises
        ------
        PipelineError
            QC402 for a string of another length.

        Examples
        --------
        >>> Layout((0, 1), (2, 0), qubits=3).map_counts({"100": 3, "110": 2, "001": 5})
        {'01': 5, '10': 5}
        """
        out: dict[str, float] = {}
        for string, count in counts.items():
            _check_length(string, self.width, "qubits of the device")
            mapped = "".join(string[-1 - place] for place in reversed(self.final))
            out[mapped] = out.get(mapped, 0) + count
        return out

    def _map(self, string: str) -> str:
        _check_length(string, len(self.final), "program qubits")
        letters = ["I"] * self.width
        for place, letter in zip(self.final, reversed(string), strict=True):
            if letter not in "IXYZ":
                raise PipelineError(
                    f"`{quote(letter)}` is no Pauli", code="QC402", help="letters are I, X, Y and Z"
                )
            letters[place] = letter
        return "".join(reversed(letters))


def map_observable(observable: Any, layout: Layout) -> Any:
    """Return an observable of the program as one of the device: `Layout.map_observable`.

    Parameters
    ----------
    observable : str, mapping of str to number, or iterable of (str, number)
        Pauli strings, program qubit 0 rightmost.
    layout : Layout
        As ``result.layout``.

    Returns
    -------
    str, dict or list
        The same form over the device's qubits, device qubit 0 rightmost.
    """
    return layout.map_observable(observable)


def _check_length(string: str, length: int, what: str) -> None:
    if len(string) != length:
        raise PipelineError(
            f"`{quote(string)}` has {len(string)} letters for {length} {what}",
            code="QC402",
            help="one letter for each, qubit 0 rightmost",
        )
