# SPDX-License-Identifier: Apache-2.0
"""Two-qubit fusion: counts, directions, fences, and the operator it keeps."""

import math
import random

import pytest

import qcompile as qc
from qcompile.contract import Context
from qcompile.passes import TwoQubitFusion

ONE = ["x", "y", "h", "s", "t", "sx", "sdg", "z"]
#: Basis, and the most native two-qubit gates a block may need.
BASES = {
    "cx,rz,sx,x": 3,
    "cz,rz,rx": 3,
    "ecr,rz,sx,x": 3,
    "iswap,u": 3,
    "siswap,phxz": 3,
    "rzz,r,rz": 3,
    "rxx,rx,ry": 3,
    "ms,gpi,gpi2": 3,
    "rzx,rz,sx,x": 3,
    "cp,u,p": 3,
}


def fuse(circuit, target):
    if isinstance(target, str):
        target = qc.Target.from_basis(target)
    return TwoQubitFusion().run(circuit, Context(target=target))


def two_qubit_gates(circuit):
    return sum(len(op.qubits) == 2 for op in circuit)


def random_block(rng, length, qubits=2, tiny=False):
    c = qc.Circuit(qubits)
    for _ in range(length):
        kind = rng.random()
        a, b = rng.sample(range(qubits), 2)
        angle = rng.choice([0.0, 1e-16, 1e-12, 1e-9, 1e-6, 1e-4]) if tiny else rng.uniform(-7, 7)
        if kind < 0.3:
            c.gate(rng.choice(ONE), [], [a])
        elif kind < 0.5:
            c.gate(rng.choice(["rx", "ry", "rz"]), [angle], [a])
        elif kind < 0.85:
            c.gate(rng.choice(["cx", "cz", "swap", "iswap", "ecr"]), [], [a, b])
        else:
            c.gate(rng.choice(["rzz", "rxx", "cp", "crx", "rzx"]), [angle], [a, b])
    return c


def same(a, b, error=1e-11):
    verdict = qc.equivalent(a, b, relation="operator", up_to_global_phase=False)
    assert verdict.verdict == "equivalent", (a, b)
    assert verdict.error < error


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("tiny", [False, True])
def test_blocks_keep_their_operator_and_need_at_most_three(basis, tiny):
    rng = random.Random(basis)
    for trial in range(40):
        c = random_block(rng, 4 + trial, tiny=tiny)
        before = c.copy()
        if fuse(c, basis):
            assert two_qubit_gates(c) <= BASES[basis]
            assert qc.Target.from_basis(basis).first_foreign(c) is None
        same(before, c)
        assert not fuse(c, basis)


@pytest.mark.parametrize("basis", BASES)
def test_circuits_of_several_blocks(basis):
    rng = random.Random("several" + basis)
    for _ in range(15):
        c = random_block(rng, 50, qubits=4)
        before = c.copy()
        fuse(c, basis)
        same(before, c)


@pytest.mark.parametrize(
    ("gates", "expected"),
    [
        ([("cx", 0, 1), ("cx", 0, 1)], 0),
        ([("cx", 0, 1), ("cx", 1, 0), ("cx", 0, 1), ("cx", 1, 0)], 2),
        ([("cx", 0, 1), ("t", 1), ("cx", 0, 1)], 2),
        ([("cx", 0, 1), ("z", 1), ("cx", 0, 1)], 0),
        ([("cx", 0, 1), ("s", 1), ("cx", 0, 1), ("cx", 0, 1), ("h", 1), ("cx", 0, 1)], 1),
        ([("swap", 0, 1), ("cx", 0, 1)], 2),
        ([("cx", 0, 1), ("cx", 1, 2), ("cx", 0, 1)], 3),
    ],
)
def test_counts_of_small_circuits(gates, expected):
    c = qc.Circuit(3)
    for name, *qubits in gates:
        c.gate(name, [], qubits)
    before = c.copy()
    fuse(c, "cx,rz,sx,x")
    assert two_qubit_gates(c) == expected
    same(before, c)


def test_a_native_swap_is_one_gate():
    c = qc.Circuit(2).swap(0, 1).cx(0, 1)
    assert not fuse(c, "cx,swap,rz,sx,x")


def test_directions_of_the_target_are_kept():
    target = qc.Target("line", ["rz", "sx", "x"], 2, [(1, 0, ["cx"])])
    rng = random.Random(3)
    for _ in range(20):
        c = random_block(rng, 20)
        before = c.copy()
        if fuse(c, target):
            assert target.first_foreign(c) is None
        same(before, c)


def test_rotations_stay_in_the_targets_range():
    target = qc.Target("heron", ["cz", "rz", "sx", "x", "rzz"], ranges={"rzz": (0.0, math.pi / 2)})
    rng = random.Random(4)
    for _ in range(20):
        c = random_block(rng, 20)
        before = c.copy()
        if fuse(c, target):
            assert target.first_foreign(c) is None
        same(before, c)


def test_fences():
    a = qc.Parameter("a")
    for fence in (
        lambda c: c.barrier([0]),
        lambda c: c.reset(1),
        lambda c: c.measure(0, 0),
        lambda c: c.rx(a, 0),
        lambda c: c.rzz(a, 0, 1),
    ):
        c = qc.Circuit(2, 1).cx(0, 1)
        fence(c)
        c.cx(0, 1)
        assert not fuse(c, "cx,rz,sx,x")


def test_inside_branches():
    c = qc.Circuit(2, 1).measure(0, 0)
    with c.if_(c.bit(0) == 1):
        c.cx(0, 1).t(1).cx(0, 1).cx(0, 1).tdg(1).cx(0, 1)
    before = c.copy()
    assert fuse(c, "cx,rz,sx,x")
    assert qc.equivalent(before, c, relation="instrument")


def test_a_unitary_in_a_block_is_counted():
    c = qc.Circuit(2).unitary([[1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0], [0, 1, 0, 0]], [0, 1])
    c.unitary([[0, 1], [1, 0]], [1]).cx(0, 1)
    before = c.copy()
    assert fuse(c, "cx,rz,sx,x")
    assert [op.name for op in c] == ["x"]
    same(before, c)


def random_clifford_t(rng, length, qubits=2):
    c = qc.Circuit(qubits)
    for _ in range(length):
        a, b = rng.sample(range(qubits), 2)
        if rng.random() < 0.5:
            c.gate(rng.choice([*ONE, "t", "tdg"]), [], [a])
        else:
            c.gate(rng.choice(["cx", "cz", "swap"]), [], [a, b])
    return c


@pytest.mark.parametrize("basis", ["cx,rz,sx,x", "cz,rz,rx", "ecr,rz,sx,x", "cx,h,s,sdg,x"])
def test_clifford_blocks_come_out_exact(basis):
    rng = random.Random(3)
    for _ in range(40):
        c = qc.Circuit(2)
        for _ in range(12):
            a, b = rng.sample(range(2), 2)
            c.gate(rng.choice(["h", "s", "sx", "x"]), [], [a])
            c.gate(rng.choice(["cx", "cz", "ecr", "swap"]), [], [a, b])
        out = qc.compile(c, basis=basis).circuit
        assert two_qubit_gates(out) <= 3
        assert out.error_bound == 0
        assert qc.stats(out).t_count == 0
        same(c, out)


def test_clifford_t_blocks_shrink_and_keep_their_t_count():
    rng = random.Random(4)
    gained = 0
    for _ in range(60):
        c = qc.compile(random_clifford_t(rng, 20), basis="clifford+t", level=1).circuit
        out = c.copy()
        changed = fuse(out, "clifford+t")
        same(c, out)
        assert out.error_bound == 0
        assert qc.stats(out).t_count <= qc.stats(c).t_count
        assert changed == (two_qubit_gates(out) < two_qubit_gates(c))
        assert qc.Target.from_basis("clifford+t").first_foreign(out) is None
        gained += changed
    assert gained > 20


def test_t_gates_are_not_added_where_they_are_counted():
    rng = random.Random(5)
    target = qc.Target.from_basis("cx,rz,sx,x")
    for objective in ("t-count", "t-depth"):
        for _ in range(30):
            c = random_clifford_t(rng, 30)
            out = c.copy()
            TwoQubitFusion().run(out, Context(target=target, objective=objective))
            same(c, out)
            assert qc.stats(out).t_count <= qc.stats(c).t_count
            assert out.error_bound == 0


def test_symbols_are_kept_in_blocks():
    a = qc.Parameter("a")
    c = qc.Circuit(2).cx(0, 1).rz(a, 1).h(0).cx(0, 1).h(0).rx(2 * a, 0).cx(0, 1).cx(1, 0).cx(0, 1)
    before = c.copy()
    assert fuse(c, "cx,rz,sx,x")
    assert two_qubit_gates(c) < two_qubit_gates(before)
    for value in (0.3, -7.0, 400.0):
        same(before.bind({"a": value}), c.bind({"a": value}))
