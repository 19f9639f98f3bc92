# SPDX-License-Identifier: Apache-2.0
"""The proofs for large mapped circuits: they find what is equal under its layouts, and nothing else."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from benchmarks.mapping.matrices import applied, matrix
from benchmarks.mapping.placed import ECR, UndecidedError, by_qcec, by_rotations, by_state, pair
from benchmarks.mapping.proofs import verdict
from benchmarks.openqasm import Op, Program, write

GATES = ("h", "t", "s", "x", "sx", "rz", "cx", "cz")


def random_ops(rng: Random, qubits: int, count: int) -> list[Op]:
    found = []
    for _ in range(count):
        name = rng.choice(GATES)
        angles = (rng.uniform(-3, 3),) if name == "rz" else ()
        found.append(Op(name, angles, tuple(rng.sample(range(qubits), 2 if name[0] == "c" else 1))))
    return found


def routed(
    rng: Random, ops: list[Op], qubits: int, wires: int
) -> tuple[list[Op], list[int], list[int]]:
    """Return the operations on wires with SWAPs between them, and both layouts."""
    place = rng.sample(range(wires), qubits)
    initial, out = list(place), []
    for op in ops:
        while rng.random() < 0.5:
            a, b = rng.sample(range(wires), 2)
            place = [{a: b, b: a}.get(w, w) for w in place]
            out.append(Op("swap", (), (a, b)))
        out.append(op._replace(qubits=tuple(place[q] for q in op.qubits)))
    return out, initial, place


@pytest.mark.parametrize("seed", range(6))
def test_layouts_are_proven_and_wrong_ones_are_not(seed: int) -> None:
    rng = Random(seed)
    qubits, wires = 12, 20
    source = Program(
        qubits, 0, random_ops(rng, qubits, 60) + [Op("h", (), (q,)) for q in range(qubits)]
    )
    ops, initial, final = routed(rng, source.ops, qubits, wires)
    mapped = Program(wires, 0, ops)
    assert by_rotations(pair(source, mapped, initial, final))
    turned = [final[1], final[2], final[0], *final[3:]]
    assert not by_rotations(pair(source, mapped, initial, turned))
    at = next(k for k, op in enumerate(ops) if op.name == "t")
    wrong = Program(wires, 0, [*ops[:at], *ops[at + 1 :]])
    assert not by_rotations(pair(source, wrong, initial, final))
    spoilt = Program(
        wires, 0, [*ops, Op("x", (), (next(w for w in range(wires) if w not in final),))]
    )
    assert not by_rotations(pair(source, spoilt, initial, final))


def test_qcec_is_told_the_layouts() -> None:
    rng = Random(3)
    source = Program(5, 0, random_ops(rng, 5, 30))
    ops, initial, final = routed(rng, source.ops, 5, 8)
    both = pair(source, Program(8, 0, ops), initial, final)
    assert by_qcec(both).startswith("equivalent")
    wrong = pair(source, Program(8, 0, [*ops, Op("t", (), (final[0],))]), initial, final)
    assert not by_qcec(wrong).startswith("equivalent")


def test_qcec_does_not_refute_what_empty_wires_allow() -> None:
    source = Program(2, 0, [Op("h", (), (0,)), Op("t", (), (1,))])
    # A controlled gate on a wire in zero does nothing, whatever qcec says of other states there.
    mapped = Program(3, 0, [*source.ops, Op("cx", (), (2, 0))])
    assert by_qcec(pair(source, mapped, [0, 1], [0, 1])) != "not_equivalent"
    assert by_state(pair(source, mapped, [0, 1], [0, 1]))
    plain = Program(2, 0, [*source.ops, Op("cx", (), (1, 0))])
    assert by_state(pair(source, plain, [0, 1], [0, 1])) is False
    assert by_qcec(pair(source, plain, [0, 1], [0, 1])) == "not_equivalent"


def test_measurements_are_compared_by_where_qubits_end() -> None:
    source = Program(
        2, 2, [Op("h", (), (0,)), Op("measure", (), (0,), (1,)), Op("measure", (), (1,), (0,))]
    )
    right = [Op("h", (), (2,)), Op("measure", (), (2,), (1,)), Op("measure", (), (0,), (0,))]
    assert by_rotations(pair(source, Program(3, 2, right), [2, 0], [2, 0]))
    with pytest.raises(ValueError, match="another qubit is measured"):
        pair(source, Program(3, 2, right), [2, 0], [0, 2])
    with pytest.raises(UndecidedError):
        pair(source, Program(3, 2, [*right, Op("h", (), (2,))]), [2, 0], [2, 0])


def test_the_coupler_is_spelt_right() -> None:
    state = np.eye(4, dtype=complex).reshape(2, 2, 4)
    for name, *on in ECR:
        state = applied(state, matrix(name), [1 - q for q in on])
    overlap = np.vdot(state.reshape(4, 4), matrix("ecr"))
    assert 4 == pytest.approx(abs(overlap))


def measured(ops: list[Op], qubits: range | list[int]) -> list[Op]:
    return ops + [Op("measure", (), (q,), (bit,)) for bit, q in enumerate(qubits)]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("qubits", "how"), [(3, "dense"), (12, "rotations")])
def test_diagonals_before_measurements_change_nothing(seed: int, qubits: int, how: str) -> None:
    rng = Random(seed)
    ops = [*random_ops(rng, qubits, 30), Op("h", (), (0,)), Op("h", (), (qubits - 1,))]
    on_wires, initial, final = routed(rng, ops, qubits, qubits + 2)
    told = qubits - 1  # the last stays unmeasured
    source = write(Program(qubits, told, measured(ops, range(told))))

    def judged(extra: list[Op]) -> str:
        text = write(Program(qubits + 2, told, measured(on_wires + extra, final[:told])))
        layout = f"// qcompile: layout initial {' '.join(map(str, initial))} final {' '.join(map(str, final))}\n"
        return verdict(source, layout + text)

    diagonal = [Op("t", (), (final[0],)), Op("cz", (), (final[0], final[1]))]
    assert judged([*diagonal, Op("s", (), (final[1],)), Op("z", (), (final[0],))]) == how
    for wrong in (
        Op("x", (), (final[0],)),
        Op("s", (), (final[-1],)),
        Op("cz", (), (final[0], final[-1])),
    ):
        assert judged([wrong]).startswith("WRONG" if how == "dense" else ("WRONG", "undecided"))


def test_qcec_is_asked_about_measured_qubits_up_to_diagonals() -> None:
    ops = [Op("h", (), (0,)), Op("cx", (), (0, 1)), Op("rz", (0.3,), (1,)), Op("h", (), (1,))]
    source = Program(2, 2, measured(ops, range(2)))

    def told(extra: Op) -> str:
        device = Program(2, 2, measured([*ops, extra], range(2)))
        return by_qcec(pair(source, device, [0, 1], [0, 1]))

    assert told(Op("cz", (), (0, 1))) == "equivalent"
    assert told(Op("x", (), (0,))) != "equivalent"
    assert told(Op("h", (), (1,))) == "not_equivalent"


@pytest.mark.parametrize(("qubits", "how"), [(3, "dense"), (12, "rotations")])
def test_verdicts_say_how(qubits: int, how: str) -> None:
    rng = Random(qubits)
    source = Program(qubits, 0, random_ops(rng, qubits, 40))
    ops, initial, final = routed(rng, source.ops, qubits, qubits + 3)
    layout = f"// qcompile: layout initial {' '.join(map(str, initial))} final {' '.join(map(str, final))}\n"
    text = write(Program(qubits + 3, 0, ops))
    assert how == verdict(write(source), layout + text)
    assert "WRONG no layouts" == verdict(write(source), text)
    extra = write(
        Program(qubits + 3, 0, [*ops, Op("t", (), (final[0],)), Op("h", (), (final[0],))])
    )
    assert verdict(write(source), layout + extra).startswith("WRONG")
