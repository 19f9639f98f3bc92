# SPDX-License-Identifier: Apache-2.0
"""qcompile, fitting circuits to a device of `benchmarks.mapping`; verification off as it is for everyone."""

from __future__ import annotations

from dataclasses import dataclass

import qcompile
from qcompile import Circuit, Pipeline, Target
from qcompile.contract import Context

from ..mapping.devices import Chip, named


@dataclass(frozen=True)
class Mapped:
    """The whole compile at a level."""

    target: Target
    level: int
    seed: int

    def read(self, text: str) -> Circuit:
        return qcompile.loads(text, format="qasm2")

    def compile(self, circuit: Circuit) -> Circuit:
        return qcompile.compile(
            circuit, target=self.target, level=self.level, seed=self.seed, verify="off"
        ).circuit

    def write(self, circuit: Circuit) -> str:
        return qcompile.dumps(circuit, "qasm2")


@dataclass(frozen=True)
class Plain(Mapped):
    """Spelt in the device's gates, all of its couplers imagined: what goes into the routing alone."""

    def compile(self, circuit: Circuit) -> Circuit:
        return qcompile.compile(circuit, basis=self.target.gates, level=0, verify="off").circuit


@dataclass(frozen=True)
class Routed(Mapped):
    """The routing alone: gates left as they are."""

    pipeline: str = "routing"

    def compile(self, circuit: Circuit) -> Circuit:
        context = Context(target=self.target, seed=self.seed)
        return Pipeline(self.pipeline).run(circuit, context, trace="times")[0]


def target(chip: Chip) -> Target:
    """Return a device as qcompile takes it."""
    pairs = [(a, b, [chip.coupler]) for a, b in chip.pairs()]
    return Target(chip.name, list(chip.basis), chip.qubits, pairs)


def compiler(setting: str) -> Mapped:
    """Return qcompile as ``"DEVICE LEVEL SEED"`` says.

    Level ``route`` is the routing alone, ``order`` that in the order of gates on each qubit, ``plain`` no routing.
    """
    name, level, seed = setting.split()
    if level == "plain":
        return Plain(target(named(name)), 0, int(seed))
    if level in PIPELINES:
        return Routed(target(named(name)), 0, int(seed), PIPELINES[level])
    return Mapped(target(named(name)), int(level), int(seed))


#: Routing alone, and routing that keeps the order of gates on each qubit.
PIPELINES = {"route": "routing", "order": "routing{keep_order=true}"}
