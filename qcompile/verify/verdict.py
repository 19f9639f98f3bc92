# SPDX-License-Identifier: Apache-2.0
"""What a comparison of two circuits ends in."""

from __future__ import annotations

from dataclasses import dataclass

#: The four words; "probably" is none of them.
VERDICTS = ("equivalent", "equivalent up to global phase", "not equivalent", "undecided")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The answer, how it is known, and what shows it.

    Parameters
    ----------
    verdict : str
        One of `VERDICTS`.
    relation : str
        In what sense the circuits were compared.
    method : str
        What decided: ``"structure"``, ``"dense"``, ``"sparse"``, ``"branches"``, ``"tableau"`` or
        ``"stimuli"``; empty when nothing did.
    error : float, optional
        Equivalent: a bound on the distance (operator norm, or diamond norm for instruments). Not equivalent:
        the distance shown by the witness.
    witness : str, optional
        An input on which the circuits differ. Its letters are the qubits compared, qubit 0 on the right: 0, 1, +,
        and r for ``(|0> + i|1>)/sqrt 2``.
    reason : str, optional
        What differs, or why the comparison stayed open.
    seconds : float
        Time it took.
    """

    verdict: str
    relation: str
    method: str = ""
    error: float | None = None
    witness: str | None = None
    reason: str | None = None
    seconds: float = 0.0

    def __bool__(self) -> bool:
        """Proven equivalent, be it up to a global phase."""
        return self.verdict.startswith("equivalent")

    def __str__(self) -> str:
        parts = [
            f"{self.verdict} ({self.relation}" + (f", by {self.method})" if self.method else ")")
        ]
        if self.error is not None:
            parts.append(f"error {self.error:.1e}")
        if self.witness is not None:
            parts.append(f"witness {self.witness}")
        if self.reason is not None:
            parts.append(self.reason)
        return "; ".join(parts)
