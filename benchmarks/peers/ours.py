# SPDX-License-Identifier: Apache-2.0
"""qcompile at a level, verification off as it is for everyone."""

from __future__ import annotations

from dataclasses import dataclass

import qcompile
from qcompile import Circuit

from . import BASIS


@dataclass(frozen=True)
class Ours:
    """One level; `error` grants an approximation, as some peers take unasked."""

    level: int
    error: float = 0.0

    def read(self, text: str) -> Circuit:
        return qcompile.loads(text, format="qasm2")

    def compile(self, circuit: Circuit) -> Circuit:
        return qcompile.compile(
            circuit,
            basis=",".join(BASIS),
            level=self.level,
            error=self.error,
            verify="off",
        ).circuit

    def write(self, circuit: Circuit) -> str:
        return qcompile.dumps(circuit, "qasm2")


def compiler(setting: str) -> Ours:
    """Return qcompile at level `setting`, which may name an error budget: ``2:0.05``."""
    level, _, error = setting.partition(":")
    return Ours(int(level), float(error or 0))
