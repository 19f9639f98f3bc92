# SPDX-License-Identifier: Apache-2.0
"""For each pass a small circuit that shows what it does: the site draws it before and after, computed when it is built.

`tests/house/test_pictures.py` holds that each pass changes its circuit and keeps what it declares.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi
from pathlib import Path

import qcompile as qc
from qcompile.contract import UNRELATED, Context
from qcompile.pipeline.registry import find

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@dataclass(frozen=True)
class Picture:
    """A circuit before and after a pass.

    Parameters
    ----------
    says : str
        What to see in it, one sentence.
    circuit : callable
        Makes the circuit.
    target : callable
        Makes what the pass works for.
    options : dict
        Of the pass, where the defaults do nothing here.
    """

    says: str
    circuit: Callable[[], qc.Circuit]
    target: Callable[[], qc.Target]
    options: dict[str, object]
    #: What the user allows, in operator norm.
    error: float = 0.0

    def before_and_after(self, name: str) -> tuple[qc.Circuit, qc.Circuit, bool]:
        """Run the pass called `name`; return the circuits and whether it says that it changed something."""
        before = self.circuit()
        alone = qc.Pipeline([find(name)(**self.options)])
        after, trace = alone.run(before, Context(target=self.target()), error=self.error)
        return before, after, any(step.changed for step in trace.steps)

    def holds(self, name: str) -> bool | None:
        """Return whether the circuits are the same in the sense the pass declares; None where it declares none."""
        before, after, _ = self.before_and_after(name)
        relation = find(name).relation
        if relation == UNRELATED:
            return None
        return bool(qc.equivalent(before, after, relation=relation, tolerance=2 * self.error))


def basis(gates: str) -> Callable[[], qc.Target]:
    """Return what makes the ideal target of some gates."""
    return lambda: qc.Target.from_basis(gates)


CX = basis("cx,rz,sx,x")


def picture(
    says: str,
    circuit: Callable[[], qc.Circuit],
    target: Callable[[], qc.Target] = CX,
    *,
    error: float = 0.0,
    **options: object,
) -> Picture:
    """Return a row of the table."""
    return Picture(says, circuit, target, options, error)


def line() -> qc.Target:
    """Return three qubits in a row."""
    return qc.Target.from_name("line:3", basis="cx,rz,sx,x")


def measured_line() -> qc.Target:
    """Return three qubits in a row of which the first pair is worse than the second."""
    facts: dict[tuple[str, tuple[int, ...]], dict[str, float]] = {}
    for q in range(3):
        facts["rz", (q,)] = {"error": 0.0, "duration_ns": 0.0}
        facts["sx", (q,)] = facts["x", (q,)] = {"error": 2e-4, "duration_ns": 30.0}
    for pair, error in (((0, 1), 0.03), ((1, 2), 0.004)):
        facts["cz", pair] = {"error": error, "duration_ns": 70.0}
    pairs = [(0, 1, ["cz"]), (1, 2, ["cz"])]
    return qc.Target("measured line", ["cz", "rz", "sx", "x"], 3, pairs, gate_facts=facts)


def mapped(circuit: qc.Circuit, initial: list[int], final: list[int] | None = None) -> qc.Circuit:
    """Say on which wires the program's qubits start and end."""
    circuit.layouts = (initial, initial if final is None else final)
    return circuit


def spelt_toffoli(circuit: qc.Circuit) -> qc.Circuit:
    """Add the textbook's Toffoli gate on qubits 0, 1 and 2."""
    c = circuit.h(2).cx(1, 2).tdg(2).cx(0, 2).t(2).cx(1, 2).tdg(2).cx(0, 2).t(2).t(1)
    return c.cx(0, 1).t(0).tdg(1).cx(0, 1).h(2)


def ghz_and_back() -> qc.Circuit:
    """Return native gates during which the third qubit waits."""
    return qc.Circuit(3).sx(2).cz(1, 2).sx(1).cz(0, 1).sx(0).cz(0, 1).sx(1).cz(1, 2)


def scheduled() -> qc.Circuit:
    """Return the same with its waiting written out."""
    circuit = ghz_and_back()
    find("schedule")().run(circuit, Context(target=measured_line()))
    return circuit


def half_turn_blocks() -> qc.Circuit:
    """Return one qubit turned by an angle that two others choose, written with 8 two-qubit gates."""
    c = qc.Circuit(3)
    for angle in (0.3, 0.5, 0.7, 0.9):
        c.ry(angle, 2).cx(1, 2).rz(angle / 2, 2).cx(0, 2)
    return c


PICTURES: dict[str, Picture] = {
    "absorb-permutations": picture(
        "The swap at the end becomes a line of the final layout.",
        lambda: mapped(qc.Circuit(3).cx(0, 1).cx(1, 2).swap(1, 2), [0, 1, 2]),
        line,
    ),
    "basis-translation": picture(
        "Each gate alone, in `cz`, `rz`, `sx` and `x`.",
        lambda: qc.Circuit(2).h(0).cx(0, 1).t(1),
        basis("cz,rz,sx,x"),
    ),
    "block-diagonalization": picture(
        "Two qubits only choose what is done to the third: its four blocks are made anew.",
        half_turn_blocks,
        basis("cx,u"),
    ),
    "cancel-inverses": picture(
        "The pair of `cx` meets through the `rz` on its control, the pair of `h` meets then.",
        lambda: qc.Circuit(2).h(1).cx(0, 1).rz(0.3, 0).cx(0, 1).h(1),
    ),
    "clifford-pushing": picture(
        "Between Hadamard gates a `cz` is the `cx` before it, and undoes it.",
        lambda: qc.Circuit(2).cx(0, 1).s(0).h(1).cz(0, 1).h(1),
        basis("cx,cz,h,s,x,rz"),
    ),
    "clifford-resynthesis": picture(
        "Four `cx` among Clifford gates are one operator, which takes two.",
        lambda: qc.Circuit(2).cx(0, 1).s(0).cx(1, 0).h(1).cx(0, 1).h(0).cx(1, 0),
        basis("cx,h,s,x"),
    ),
    "decompose": picture(
        "A Toffoli gate becomes gates on two qubits.", lambda: qc.Circuit(3).ccx(0, 1, 2)
    ),
    "drop-small-rotations": picture(
        "An error of 0.001 is allowed; the ledger is charged with half an angle.",
        lambda: qc.Circuit(2).h(0).rz(0.001, 0).cx(0, 1).rz(0.5, 1),
        error=1e-3,
    ),
    "dynamical-decoupling": picture(
        "Two half turns in the long wait, the rest of it around them.", scheduled, measured_line
    ),
    "elide-swaps": picture(
        "The wires trade names: what was done to qubit 0 is now on wire 1, as the final layout says.",
        lambda: qc.Circuit(2).h(0).swap(0, 1).t(0).cx(0, 1),
    ),
    "insert-noise": picture(
        "A depolarising channel behind every gate, as a model says.",
        lambda: qc.Circuit(2).sx(0).cx(0, 1),
        one_qubit=0.001,
        two_qubit=0.01,
    ),
    "internal-hadamard-optimization": picture(
        "The two rotations commute, so that no Hadamard gate need stand between them.",
        lambda: qc.Circuit(2).h(0).t(0).h(0).cx(0, 1).h(0).t(0).h(0),
        basis("cx,h,s,sdg,x,t,tdg,rz"),
    ),
    "known-state": picture(
        "Qubit 1 is zero and controls nothing; qubit 0 is in plus, which `cx` does not flip.",
        lambda: qc.Circuit(3).h(0).cx(1, 0).x(2).cx(2, 1),
    ),
    "linear-resynthesis": picture(
        "Six `cx` are one map of parities, which one makes as well.",
        lambda: qc.Circuit(3).cx(0, 1).cx(1, 2).cx(0, 1).cx(1, 2).cx(0, 2).cx(0, 1),
    ),
    "merge-rotations": picture(
        "The angles add up through the control of `cx`.",
        lambda: qc.Circuit(2).rz(0.2, 0).cx(0, 1).rz(0.3, 0).t(1).s(1),
    ),
    "one-qubit-fusion": picture(
        "Five gates are one rotation, which two pulses and two turns about z make.",
        lambda: qc.Circuit(1).h(0).t(0).h(0).s(0).ry(0.3, 0),
        basis("rz,sx,x,cz"),
    ),
    "pauli-folding": picture(
        "Both `t` turn about the same Pauli: together they are an `s`.",
        lambda: qc.Circuit(2).t(0).h(0).cx(1, 0).h(0).t(0),
        basis("cx,h,s,t,tdg,x"),
    ),
    "phase-folding": picture(
        "Both `t` act on the parity of the two qubits, on different wires.",
        lambda: qc.Circuit(2).cx(0, 1).t(1).cx(0, 1).cx(1, 0).t(0).cx(1, 0),
        basis("cx,h,s,t,tdg,x"),
    ),
    "phase-polynomial-resynthesis": picture(
        "The same parities are met with half the `cx`.",
        lambda: qc.Circuit(3)
        .cx(0, 1).t(1).cx(0, 1).cx(1, 2).t(2).cx(1, 2).cx(0, 1).cx(1, 2).t(2).cx(1, 2).cx(0, 1),
        basis("cx,h,s,t,tdg,x"),
    ),
    "relative-phase-toffoli": picture(
        "The second Toffoli gate undoes the first: each may be wrong by a phase, and takes 3 `cx` and 4 `t`.",
        lambda: qc.Circuit(4).ccx(0, 1, 2).cx(2, 3).ccx(0, 1, 2),
    ),
    "remove-barriers": picture(
        "Whatever the barrier held apart may meet now.", lambda: qc.Circuit(2).h(0).barrier([0, 1]).h(0)
    ),
    "remove-diagonals-before-measure": picture(
        "A phase that no measurement sees.",
        lambda: qc.Circuit(2, 2).h(0).h(1).cz(0, 1).t(0).measure([0, 1], [0, 1]),
    ),
    "remove-identities": picture(
        "A whole turn of `rz` is -1, which the global phase keeps.",
        lambda: qc.Circuit(1).h(0).rz(2 * pi, 0).id(0).h(0),
    ),
    "replacement": picture(
        "The worse pair is left for the better one.",
        lambda: mapped(qc.Circuit(3).sx(0).cz(0, 1).sx(1), [0, 1, 2]),
        measured_line,
    ),
    "routing": picture(
        "On a line the outer qubits are not coupled: one swap brings them together.",
        lambda: qc.Circuit(3).cx(0, 1).cx(1, 2).cx(0, 2),
        line,
    ),
    "schedule": picture(
        "The waiting becomes delays of so many nanoseconds.", ghz_and_back, measured_line
    ),
    "two-qubit-fusion": picture(
        "Six gates on a pair are one operator, which two `cx` make.",
        lambda: qc.Circuit(2).cx(0, 1).rz(0.3, 1).cx(0, 1).rx(0.4, 0).cx(0, 1).rx(0.5, 0).cx(0, 1),
        basis("cx,rz,sx,x"),
    ),
    "zero-ancilla-fusion": picture(
        "Wire 1 is empty, so that a swap into it takes two `cx`, not three.",
        lambda: mapped(qc.Circuit(2).h(0).swap(0, 1).t(1), [0], [1]),
    ),
}  # fmt: skip
