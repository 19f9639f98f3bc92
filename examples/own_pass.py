# SPDX-License-Identifier: Apache-2.0
"""A pass of one's own, in Python, in the same pipeline as the built-in ones."""

from dataclasses import dataclass

import qcompile as qc
from qcompile.contract import LAYOUT, PARAMETERS, TOPOLOGY, Context, Pass
from qcompile.passes import CancelInverses


@dataclass(frozen=True, kw_only=True)
class DropSwapPairs(Pass):
    """Remove two swaps of the same qubits that follow each other.

    The fields of a pass are its options, in pipeline text ``drop-swap-pairs{rounds=2}``.
    """

    name = "drop-swap-pairs"
    requires = frozenset()
    preserves = frozenset({LAYOUT, TOPOLOGY, PARAMETERS})
    relation = "operator"
    rounds: int = 1

    def run(self, circuit: qc.Circuit, context: Context) -> bool:
        """Ask for each swap what follows on both of its wires."""
        changed = False
        for _ in range(self.rounds):
            gone: set[int] = set()
            for op in list(circuit):
                if op.index in gone or op.name != "swap":
                    continue
                following = {circuit.next(op.index, wire) for wire in (0, 1)}
                if len(following) != 1 or None in following:
                    continue
                (partner,) = following
                if circuit.operation(partner).name == "swap":
                    circuit.remove(op.index)
                    circuit.remove(partner)
                    gone |= {op.index, partner}
                    changed = True
        return changed


circuit = qc.Circuit(3).h(0).swap(0, 1).swap(1, 0).h(0).cx(1, 2)
pipeline = qc.Pipeline([DropSwapPairs(), CancelInverses()])
print("pipeline:", pipeline)

result = qc.compile(circuit, passes=pipeline, verify="full")
print("left:", [op.name for op in result.circuit])
for step in result.report.passes:
    print(f"  {step.name}: {step.before.gates} -> {step.after.gates} gates")
