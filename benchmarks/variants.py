# SPDX-License-Identifier: Apache-2.0
"""The same circuit told otherwise: other numbers for the qubits, another order of gates that commute.

A compiler whose figures depend on either has learnt a file and no rule.
"""

from __future__ import annotations

from random import Random

from .openqasm import Op, Program

#: What a gate is on each of its wires: diagonal there (z), a function of x there, or neither.
AXES = {
    **dict.fromkeys("z s sdg t tdg rz p u1".split(), ("z",)),
    "x": ("x",),
    "cx": ("z", "x"),
    "cz": ("z", "z"),
    "ccz": ("z", "z", "z"),
    "ccx": ("z", "z", "x"),
}


def relabelled(program: Program, seed: int) -> tuple[Program, list[int]]:
    """Return the program with its qubits renumbered, and the new number of each."""
    order = list(range(program.num_qubits))
    Random(seed).shuffle(order)
    ops = [op._replace(qubits=tuple(order[q] for q in op.qubits)) for op in program.ops]
    return Program(program.num_qubits, program.num_bits, ops), order


def shuffled(program: Program, seed: int) -> Program:
    """Return the program's gates in a random order among those that are equal by exchanges of commuting gates.

    Neighbours on a wire are exchanged where both are diagonal there or both functions of x. Gates only.
    """
    rng = Random(seed)
    after = _order(program)
    waiting = [0] * len(after)
    for successors in after:
        for successor in successors:
            waiting[successor] += 1
    ready = [node for node, count in enumerate(waiting) if not count]
    ops: list[Op] = []
    while ready:
        chosen = rng.randrange(len(ready))
        ready[chosen], ready[-1] = ready[-1], ready[chosen]
        node = ready.pop()
        if node < len(program.ops):
            ops.append(program.ops[node])
        for successor in after[node]:
            waiting[successor] -= 1
            if not waiting[successor]:
                ready.append(successor)
    return Program(program.num_qubits, program.num_bits, ops)


def _order(program: Program) -> list[list[int]]:
    """Return the successors of each operation, and of nodes of no content that stand between groups on a wire."""
    after: list[list[int]] = [[] for _ in program.ops]
    # Of each wire: the axis of its last group, and the node that this group comes after.
    axis: list[str | None] = [None] * program.num_qubits
    before: list[int | None] = [None] * program.num_qubits
    group: list[list[int]] = [[] for _ in range(program.num_qubits)]
    for node, op in enumerate(program.ops):
        axes = AXES.get(op.name, (None,) * len(op.qubits))
        for qubit, own in zip(op.qubits, axes, strict=True):
            if own is None or own != axis[qubit]:
                axis[qubit] = own
                if group[qubit]:
                    between = len(after)
                    after.append([])
                    for earlier in group[qubit]:
                        after[earlier].append(between)
                    before[qubit] = between
                group[qubit] = []
            group[qubit].append(node)
            gate = before[qubit]
            if gate is not None:
                after[gate].append(node)
    return after
