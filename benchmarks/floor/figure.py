# SPDX-License-Identifier: Apache-2.0
"""A measured figure beside its goal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the report.

    Parameters
    ----------
    what : str
        What was measured.
    value : float
        The figure.
    goal : float
        Where it should be.
    least : bool, default False
        Whether the goal is a lower bound; an upper one by default.
    note : str, default ""
        The figures behind it.
    """

    what: str
    value: float
    goal: float
    least: bool = False
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the goal is met."""
        return self.value >= self.goal if self.least else self.value <= self.goal

    def __str__(self) -> str:
        sign = ">=" if self.least else "<="
        word = "met   " if self.met else "MISSED"
        return f"{word} {self.what:58} {self.value:10.2f}  goal {sign} {self.goal:<7g} {self.note}"
