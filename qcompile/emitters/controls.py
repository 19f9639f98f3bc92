# SPDX-License-Identifier: Apache-2.0
"""Instructions that are others under controls, for packages in which any operation takes controls."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

#: Operations in order, and the global phase that belongs to them, both in the package's terms.
Made: TypeAlias = "tuple[list[Any], Any]"


class Controls(Protocol):
    """What a writer of gates can do."""

    def made(self, what: Any, on: list[Any]) -> Made:
        """Return the operations an instruction is on these qubits."""

    def controlled(self, made: Made, controls: list[Any], closed: list[bool]) -> list[Any]:
        """Return operations under controls, their phase included."""


def controlled(gates: Controls, contents: dict[str, Any], on: list[Any]) -> Made:
    """Return an instruction under controls, which come first."""
    closed = contents["polarity"]
    base = gates.made(contents["base"], on[len(closed) :])
    return gates.controlled(base, on[: len(closed)], closed), 0.0


def multiplexer(gates: Controls, contents: dict[str, Any], on: list[Any]) -> Made:
    """Return the cases one after the other, each under its own value of the selecting qubits."""
    selects, out = contents["selects"], []
    for value, case in enumerate(contents["cases"]):
        closed = [bool(value >> k & 1) for k in range(selects)]
        out += gates.controlled(gates.made(case, on[selects:]), on[:selects], closed)
    return out, 0.0
