# SPDX-License-Identifier: Apache-2.0
"""qcompile at a level, for the least T gates, or its folding passes alone; verification off as it is for everyone."""

from __future__ import annotations

from dataclasses import dataclass

import qcompile
from qcompile import Circuit, Pipeline, Target
from qcompile.contract import Context

from . import BASIS

#: The passes that fold rotations, in the order in which they are run alone.
FOLDING = ("phase-folding", "pauli-folding")


@dataclass(frozen=True)
class Ours:
    """One level; `error` grants an approximation, as some peers take unasked."""

    level: int
    error: float = 0.0
    basis: str = ",".join(BASIS)
    objective: str = "two-qubit"

    def read(self, text: str) -> Circuit:
        return qcompile.loads(text, format="qasm2")

    def compile(self, circuit: Circuit) -> Circuit:
        return qcompile.compile(
            circuit,
            basis=self.basis,
            level=self.level,
            objective=self.objective,
            error=self.error,
            verify="off",
        ).circuit

    def write(self, circuit: Circuit) -> str:
        return qcompile.dumps(circuit, "qasm2")


@dataclass(frozen=True)
class Passes:
    """Passes alone, on the gates as they come."""

    pipeline: Pipeline

    def read(self, text: str) -> Circuit:
        return qcompile.loads(text, format="qasm2")

    def compile(self, circuit: Circuit) -> Circuit:
        context = Context(target=Target.like(circuit), objective="t-count")
        return self.pipeline.run(circuit, context, trace="times")[0]

    def write(self, circuit: Circuit) -> str:
        return qcompile.dumps(circuit, "qasm2")


def compiler(setting: str) -> Ours | Passes:
    """Return qcompile as `setting` says.

    A level, which may name an error budget (``2:0.05``); ``t-count``, to Clifford+T with the least T gates; or
    ``folding``.
    """
    if setting == "folding":
        return Passes(Pipeline(", ".join(FOLDING)))
    if setting == "t-count":
        return Ours(2, basis="clifford+t", objective="t-count")
    level, _, error = setting.partition(":")
    return Ours(int(level), float(error or 0))
