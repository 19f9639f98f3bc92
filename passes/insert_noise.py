# SPDX-License-Identifier: Apache-2.0
"""Insert noise: the channels of a noise model behind the operations they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..contract import LAYOUT, NATIVE_GATES, PARAMETERS, TOPOLOGY, UNRELATED, Context, Pass
from ..noise import NoiseModel, channel
from ..noise.channels import MOST_QUBITS
from ..noise.device import relaxed
from ..rebuilding import OWNERS, with_blocks

if TYPE_CHECKING:
    from .._native import Instruction, Operation
    from ..circuit import Circuit

#: Operations that no channel follows.
_QUIET = frozenset("barrier channel pulse allocate release break continue".split())


@dataclass(frozen=True, kw_only=True)
class InsertNoise(Pass):
    """Put the channels of a noise model behind the operations they belong to, for noise-aware training.

    Rewrites
    --------
    A gate or reset -> itself and its channels; a measurement -> channels and itself; a delay on a qubit whose T1 and T2
    are known -> itself, amplitude and phase damping. Several channels of one gate come in the order bit flip, phase
    flip, depolarizing, amplitude damping, phase damping. Depolarizing is on both qubits of a two-qubit gate at once,
    everything else on each qubit.

    Guarantees
    ----------
    The operations that were there stay as they are and where they are, in blocks and protected regions too. Channels
    are fences: whatever runs afterwards moves nothing across them, so run it last. The result is a noisy circuit, not
    the same one: it is compared with nothing, and running the pass twice inserts everything twice. A model without
    figures changes nothing.

    Cost
    ----
    O(g) time for g operations, about 5 us for each that has channels. No randomness.

    Parameters
    ----------
    model : NoiseModel or str, default ""
        The model, or the path of its file. Empty: what the target's figures say, and the two options below.
    one_qubit : float, default 0.0
        Without a model: probability that a gate on one qubit is followed by a Pauli error.
    two_qubit : float, default 0.0
        Likewise for gates on two qubits.
    """

    name = "insert-noise"
    requires = frozenset()
    relation = UNRELATED
    preserves = frozenset({LAYOUT, NATIVE_GATES, PARAMETERS, TOPOLOGY})
    model: NoiseModel | str = ""
    one_qubit: float = 0.0
    two_qubit: float = 0.0

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return _insert(circuit, range(circuit.num_qubits), self._chosen(context))

    def _chosen(self, context: Context) -> NoiseModel:
        if isinstance(self.model, NoiseModel):
            return self.model
        if self.model:
            return NoiseModel.from_file(self.model)
        if self.one_qubit or self.two_qubit:
            return NoiseModel(
                one_qubit={"depolarizing": self.one_qubit},
                two_qubit={"depolarizing": self.two_qubit},
            )
        return NoiseModel.from_target(context.target)


def _insert(circuit: Circuit, wires: Sequence[int], model: NoiseModel) -> bool:
    """Insert channels in place; ``wires[i]`` is the device's qubit under qubit i."""
    changed = False
    for op in list(circuit):
        if op.name in OWNERS:
            made = with_blocks(op, lambda block, on: _insert(block, on, model), wires)
            if made is not None:
                circuit.substitute(op.index, [made])
                changed = True
        elif op.name not in _QUIET and op.qubits:
            noise = list(_channels(op, [wires[q] for q in op.qubits], model))
            if noise:
                itself = (op.instruction, list(range(len(op.qubits) + len(op.bits))))
                first = op.name == "measure"
                circuit.substitute(op.index, [*noise, itself] if first else [itself, *noise])
                changed = True
    return changed


def _channels(
    op: Operation, on: list[int], model: NoiseModel
) -> list[tuple[Instruction, list[int]]]:
    """Return the channels of an operation, each over some of its operands."""
    if op.name == "delay":
        contents = op.contents
        if contents["unit"] != "ns":
            return []
        waiting = [
            relaxed(*model.times[q], contents["duration"]) if q in model.times else {} for q in on
        ]
        return [
            (channel(name, value), [k])
            for k, found in enumerate(waiting)
            for name, value in found.items()
        ]
    made = []
    for name, value in model.behind(op.name, on).items():
        if value <= 0:
            continue
        if name == "depolarizing" and len(on) == MOST_QUBITS:
            made.append((channel(name, value, len(on)), list(range(len(on)))))
        else:
            made += [(channel(name, value), [k]) for k in range(len(on))]
    return made
