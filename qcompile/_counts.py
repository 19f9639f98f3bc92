# SPDX-License-Identifier: Apache-2.0
"""What is asked of a circuit most often, one number at a time; `qcompile.stats` has all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any


class CountMethods:
    """Counting methods of `qcompile.Circuit`; each linear in the number of gates."""

    if TYPE_CHECKING:

        def metrics(self) -> dict[str, Any]: ...

    def depth(self) -> int:
        """Return the longest path in operations, barriers left out.

        Examples
        --------
        >>> from qcompile import Circuit
        >>> Circuit(2).h(0).cx(0, 1).t(0).depth()
        3
        """
        return int(self.metrics()["depth"])

    def two_qubit_count(self) -> int:
        """Return how many gates act on two qubits."""
        return int(self.metrics()["two_qubit"])

    def t_count(self) -> int | None:
        """Return how many T gates the circuit takes; None where an angle is no multiple of pi/4."""
        count: int | None = self.metrics()["t_count"]
        return count
