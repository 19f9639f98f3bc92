# SPDX-License-Identifier: Apache-2.0
"""Passes that are wrong in one situation, and large circuits in which it comes up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from qcompile import Circuit
from qcompile._native import CoreCircuit, Operation
from qcompile.contract import Context, Pass

#: Names of gates on a qubit, in order, and which of them a plant takes out.
Wrong = Callable[[list[Operation]], list[Operation]]


def _along_wires(circuit: CoreCircuit, wrong: Wrong) -> bool:
    """Remove what a rule takes out of the operations of each qubit."""
    gone: dict[int, Operation] = {}
    wires: dict[int, list[Operation]] = {q: [] for q in range(circuit.num_qubits)}
    for op in circuit:
        for q in op.qubits:
            wires[q].append(op)
    for line in wires.values():
        gone |= {op.index: op for op in wrong(line)}
    for index in gone:
        circuit.remove(index)
    return bool(gone)


@dataclass(frozen=True, kw_only=True)
class PlantedHadamards(Pass):
    """Cancel two h around the control of a cx."""

    name = "planted-hadamards"

    def run(self, circuit: Circuit, context: Context) -> bool:
        def wrong(line: list[Operation]) -> list[Operation]:
            for k in range(len(line) - 2):
                a, b, c = line[k : k + 3]
                if a.name == c.name == "h" and b.name == "cx" and b.qubits[0] == a.qubits[0]:
                    return [a, c]
            return []

        return _along_wires(circuit, wrong)


@dataclass(frozen=True, kw_only=True)
class PlantedMerging(Pass):
    """Take an x out from between two rz, as if it changed neither, where a cz follows."""

    name = "planted-merging"

    def run(self, circuit: Circuit, context: Context) -> bool:
        def wrong(line: list[Operation]) -> list[Operation]:
            for k in range(len(line) - 3):
                if [op.name for op in line[k : k + 4]] == ["rz", "x", "rz", "cz"]:
                    return [line[k + 1]]
            return []

        return _along_wires(circuit, wrong)


@dataclass(frozen=True, kw_only=True)
class PlantedCrash(Pass):
    """Raise at a ccx whose target is the control of another one."""

    name = "planted-crash"

    def run(self, circuit: Circuit, context: Context) -> bool:
        targets: set[int] = set()
        for op in circuit:
            if op.name == "ccx":
                if targets & set(op.qubits[:2]):
                    raise ZeroDivisionError("a ccx after a ccx")
                targets.add(op.qubits[2])
        return False


@dataclass(frozen=True, kw_only=True)
class PlantedInBlocks(Pass):
    """Take a condition's only x for nothing: drop every `if` whose block is an x and a z."""

    name = "planted-in-blocks"

    def run(self, circuit: Circuit, context: Context) -> bool:
        gone = [
            op.index
            for op in circuit
            if op.name == "if" and {"x", "z"} <= {inner.name for inner in op.blocks[0]}
        ]
        for index in gone:
            circuit.remove(index)
        return bool(gone)


#: What hides in the middle of a large circuit, for each plant: gates, angles, and on which of some wires.
HIDDEN: dict[str, tuple[tuple[str, list[float], list[int]], ...]] = {
    "planted-hadamards": (("s", [], [0]), ("h", [], [0]), ("cx", [], [0, 1]), ("h", [], [0])),
    "planted-merging": (
        ("rz", [0.7], [0]),
        ("x", [], [0]),
        ("rz", [-1.3], [0]),
        ("cz", [], [0, 1]),
    ),
    "planted-crash": (("ccx", [], [0, 1, 2]), ("ccx", [], [2, 1, 0])),
}


def large(
    seed: int, qubits: int, operations: int = 2_000, *, flow: bool = False, hidden: str = ""
) -> Circuit:
    """Return a random circuit; with ``flow`` it measures in the middle and has blocks under conditions."""
    rng = Random(seed)
    c = Circuit(qubits, 2 if flow else 0)
    for k in range(operations):
        if k == operations // 3:
            wires = rng.sample(range(qubits), 3)
            for name, angles, on in HIDDEN.get(hidden, ()):
                c.gate(name, angles, [wires[w] for w in on])
        if flow and k == operations // 2:
            c.measure([0, 1], [0, 1])
        if flow and k > operations // 2 and rng.random() < 0.05:
            with c.if_(c.bit(rng.randrange(2)) == 1):
                for _ in range(3):
                    _any_gate(rng, c)
            continue
        _any_gate(rng, c)
    return c


def _any_gate(rng: Random, c: Circuit) -> None:
    a, b, d = rng.sample(range(c.num_qubits), 3)
    kind = rng.randrange(20)
    if kind < 10:
        c.gate(rng.choice(["h", "h", "x", "z", "s", "t"]), [], [a])
    elif kind < 14:
        c.gate(rng.choice(["rz", "rz", "rx", "p"]), [rng.uniform(-3, 3)], [a])
    elif kind < 19:
        c.gate(rng.choice(["cx", "cz"]), [], [a, b])
    else:
        c.ccx(a, b, d)
