# SPDX-License-Identifier: Apache-2.0
"""A mapped circuit moves to better qubits: equivalent with its layouts, native, and never worse."""

from __future__ import annotations

import random

import pytest

from qcompile import Circuit, Target, equivalent
from qcompile.contract import Context
from qcompile.passes import Replacement

ONE = ["rz", "sx", "x"]


def device(rng: random.Random, qubits: int = 7) -> Target:
    """Return a random calibrated device: some pairs of one direction, some of another gate, some broken qubits."""
    edges = {(a, rng.randrange(a)) for a in range(1, qubits)}
    edges |= {tuple(sorted(rng.sample(range(qubits), 2), reverse=True)) for _ in range(3)}
    pairs, facts = [], {}
    for a, b in sorted(edges):
        gate = rng.choice(["cx", "cx", "cz"])
        ways = [(a, b), (b, a)] if gate == "cx" and rng.random() < 0.5 else [(a, b)]
        for pair in ways:
            pairs.append((*pair, [gate]))
            if rng.random() < 0.9:
                facts[gate, pair] = {"error": rng.choice([0.01, 0.02, 0.1, 1.0])}
    qubit_facts = [{"readout_error": rng.random() / 5} for _ in range(qubits)]
    for q in range(qubits):
        facts["sx", (q,)] = {"error": rng.random() / 100}
    excluded = [q for q in range(qubits) if rng.random() < 0.1]
    return Target(
        "random", ["cx", "cz", *ONE], qubits, pairs,
        gate_facts=facts, qubit_facts=qubit_facts, excluded=excluded,
    )  # fmt: skip


def mapped(rng: random.Random, target: Target) -> Circuit | None:
    """Return a circuit that runs on a connected part of the target, with layouts; ancillas are given back in zero."""
    usable = [p for p in target.pairs if not set(p[:2]) & set(target.excluded)]
    if not usable:
        return None
    near = [rng.choice(usable)]
    for _ in range(2):
        touched = {q for a, b, _ in near for q in (a, b)}
        near += [p for p in usable if p not in near and touched & set(p[:2])][: rng.randint(0, 2)]
    wires = sorted({q for a, b, _ in near for q in (a, b)})
    c = Circuit(target.num_qubits, 2)
    for _ in range(rng.randint(1, 12)):
        if rng.random() < 0.5:
            a, b, gates = rng.choice(near)
            c.gate(rng.choice(gates), [], [a, b])
        else:
            c.gate("rz", [rng.random()], [rng.choice(wires)])
            c.gate("sx", [], [rng.choice(wires)])
    if rng.random() < 0.3:
        a, b, gates = rng.choice(near)
        c.barrier([a, b])
        c.measure(a, 0)
        with c.if_(c.bit(0) == 1):
            c.gate(gates[0], [], [a, b])
    start, end = wires[:], wires[:]
    rng.shuffle(start)
    rng.shuffle(end)
    c.layouts = (start, end)
    return c


@pytest.mark.parametrize("seed", range(60))
def test_moved_circuits_are_the_same_and_native(seed: int) -> None:
    rng = random.Random(seed)
    target = device(rng)
    circuit = mapped(rng, target)
    if circuit is None:
        return
    out = circuit.copy()
    changed = Replacement().run(out, Context(target=target))
    assert changed == (out != circuit)
    assert target.first_foreign(out) is None
    assert equivalent(circuit, out).verdict == "equivalent"
    used = {q for op in out for q in op.qubits}
    assert not used & set(target.excluded)
    assert [op.name for op in out] == [op.name for op in circuit]
    again = out.copy()
    assert not Replacement().run(again, Context(target=target))


def line(errors: list[float], **more: object) -> Target:
    pairs = [(a, a + 1, ["cz"]) for a in range(len(errors))]
    facts = {("cz", (a, a + 1)): {"error": e} for a, e in enumerate(errors)}
    return Target("line", ["cz", *ONE], len(errors) + 1, pairs, gate_facts=facts, **more)


def run(circuit: Circuit, target: Target) -> Circuit:
    out = circuit.copy()
    Replacement().run(out, Context(target=target))
    return out


def test_to_the_best_pair():
    out = run(Circuit(4).cz(0, 1).rz(0.3, 0), line([0.1, 0.2, 0.01]))
    assert [op.qubits for op in out] == [[2, 3], [2]]
    assert out.layouts == ([2, 3, 0, 1], [2, 3, 0, 1])


def test_without_calibration_or_couplings_nothing_moves():
    c = Circuit(4).cz(0, 1)
    assert run(c, Target.from_name("line:4", "cz,rz,sx,x")) == c
    assert run(c, Target.from_basis("cz,rz,sx,x")) == c


def test_blocks_and_loops_count_as_often_as_they_run():
    c = Circuit(4, 1).cz(1, 2)
    with c.for_(range(9)):
        c.cz(0, 1)
    out = run(c, line([0.1, 0.2, 0.01]))
    # Nine times on the best pair, once on the one beside it.
    assert out.operation(1).qubits == [3, 2]


def test_excluded_qubits_are_not_used():
    target = line([0.1, 0.2, 0.01, 0.3], excluded=[3])
    out = run(Circuit(5).cz(1, 2), target)
    assert [op.qubits for op in out] == [[0, 1]]
