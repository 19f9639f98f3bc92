# SPDX-License-Identifier: Apache-2.0
"""Block diagonalisation: the published encoding, what must not change, and the operator it keeps."""

from collections import Counter
from pathlib import Path

import pytest

import qcompile as qc
from qcompile.contract import Context
from qcompile.passes import BlockDiagonalization

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def run(circuit, basis="cx,u", objective="two-qubit", **options):
    context = Context(target=qc.Target.from_basis(basis), objective=objective)
    return BlockDiagonalization(**options).run(circuit, context)


def pairs(circuit):
    return sum(len(op.qubits) == 2 for op in circuit)


def same(a, b, relation="operator"):
    verdict = qc.equivalent(a, b, relation=relation, up_to_global_phase=False)
    assert verdict.verdict == "equivalent"


def unmeasured(circuit):
    """Return a circuit without its measurements."""
    lines = qc.dumps(circuit, "qasm2").splitlines()
    return qc.loads("\n".join(line for line in lines if "measure" not in line))


@pytest.mark.parametrize(
    ("name", "cx", "cz", "depth"),
    [("direct", 14, 3, 20), ("blocks", 8, 3, 14), ("blocks_measured", 6, 2, 11)],
)
def test_the_published_encoding(name, cx, cz, depth):
    circuit = qc.load(EXAMPLES / f"encoding_{name}.qasm")
    before = Counter(op.name for op in circuit)
    assert (before["cx"], before["cz"]) == (18, 3)
    assert qc.stats(unmeasured(circuit)).depth == 24
    out = qc.compile(circuit).circuit
    after = Counter(op.name for op in out)
    assert (after["cx"] + after["cz"], qc.stats(unmeasured(out)).depth) == (cx + cz, depth)
    same(circuit, out, "instrument" if name.endswith("measured") else "operator")


def steered(circuit, label, data, seed):
    """Append U(2) + U(2): the label chooses a rotation of the data."""
    circuit.ry(0.3 + seed, data).cx(label, data).rz(0.7 + seed, data).cx(label, data)
    circuit.rx(1.1 * seed, data).cz(label, data).ry(0.4 - seed, data).rz(0.2, label)
    circuit.cx(label, data).rx(0.9 + seed, data)


@pytest.mark.parametrize("measured", [False, True])
def test_labels_coupled_by_cz(measured):
    c = qc.Circuit(4, 4 if measured else 0)
    for layer in range(3):
        steered(c, 0, 1, layer)
        steered(c, 2, 3, layer + 0.5)
        c.cz(0, 2)
    if measured:
        for q in range(4):
            c.measure(q, q)
    out = qc.compile(c, basis="cx,cz,u").circuit
    assert pairs(unmeasured(out)) == (2 if measured else 5)
    assert qc.stats(unmeasured(out)).depth <= (3 if measured else 6)


def layers(between):
    """Two blocks on the same wires, and something between them."""
    c = qc.Circuit(3, 1)
    steered(c, 0, 1, 1)
    between(c)
    steered(c, 0, 1, 2)
    return c


@pytest.mark.parametrize(
    ("between", "price"),
    [
        (lambda c: c.cz(1, 2), 4),  # 1 + 1 + 2
        (lambda c: c.h(1).cx(2, 1).h(1), 4),
        (lambda c: c.crx(0.3, 2, 1), 4),
        (lambda c: c.iswap(2, 1), 9),  # keeps no axis
        (lambda c: c.barrier(1), 8),
        (lambda c: c.measure(1, 0), 8),
        (lambda c: c.reset(1), 8),
        (lambda c: c.rx(qc.Parameter("a"), 1), 3),
        (lambda c: c.rx(qc.Parameter("a"), 1).h(1).t(1).rx(qc.Parameter("b"), 1), 8),
        (lambda c: c.rzz(qc.Parameter("a"), 1, 2), 4),
    ],
)
def test_what_a_diagonal_passes(between, price):
    c = layers(between)
    before = c.copy()
    changed = run(c)
    assert changed == (pairs(c) < pairs(before))
    assert price == pairs(c)
    if not any(op.name in ("measure", "reset") for op in c):
        same(before, c)


def test_not_before_the_measurement_of_one_wire():
    for wires, expected in [((0, 1), 1), ((0,), 2), ((1,), 2)]:
        c = qc.Circuit(2, 2)
        steered(c, 0, 1, 1)
        for q in wires:
            c.measure(q, q)
        fused = qc.compile(c, basis="cx,u").circuit
        assert pairs(unmeasured(fused)) == expected
        assert not run(c, measured=False)
        assert run(c, measured=True) == (expected == 1)
    assert BlockDiagonalization().relation == "operator"
    assert BlockDiagonalization(measured=True).relation == "instrument"


def chosen(frame):
    """Return rotations of wire 2 chosen by wires 6 and 1, gate by gate, between one-qubit gates and other gates."""
    c = qc.Circuit(8).cx(2, 7).cx(6, 5).cx(3, 4)
    for q in (6, 1, 2) if frame else ():
        c.u(0.3 + q, 0.8 * q, 1.1, q)
    for value in range(4):
        zeros = [w for i, w in enumerate((6, 1)) if not value >> i & 1]
        for w in zeros:
            c.x(w)
        c.rz(0.4 + value, 2).ccx(6, 1, 2).rz(1.7 * value, 2).ry(0.3, 2).ccx(6, 1, 2).ry(
            0.9 * value, 2
        )
        c.cp(0.6 - value, 6, 1)
        for w in zeros:
            c.x(w)
    for q in (6, 1, 2) if frame else ():
        c.u(1.3 - q, 0.2 * q, 0.5, q)
    return c.cx(6, 1).cx(2, 5)


@pytest.mark.parametrize("frame", [False, True])
def test_a_multiplexer_among_other_gates(frame):
    c = chosen(frame)
    out = qc.compile(c, basis="cx,u").circuit
    assert pairs(out) <= 7 + 5
    same(c, out)


def test_windows_pay_or_stay():
    c = qc.compile(chosen(False), basis="cx,u", level=0).circuit
    before = c.copy()
    assert run(c)
    assert pairs(c) <= 7 + 5 < pairs(before)
    same(before, c)
    again = c.copy()
    assert not run(again)
    assert again == c


def laddered(labels, frame):
    """Return gates on wire 0 chosen by labels on a Gray code between cx on the labels, and phases on these."""
    c = qc.Circuit(labels + 1)
    for a, b in frame:
        c.cx(a, b)
    for step in range(1, 3 * 2**labels):
        c.u(1.1 * step, 0.4, 2.3 * step, 0).cx(1 + step % labels, 0)
        c.rz(0.2 * step, 1 + step % labels)
    for a, b in reversed(frame):
        c.cx(a, b)
    return c


@pytest.mark.parametrize(
    ("labels", "frame", "price"),
    [
        (2, (), 7),
        (3, (), 17),
        (4, (), 37),
        (3, ((1, 2), (3, 1), (2, 3)), 17 + 6),
        (4, ((1, 2), (4, 3)), 37 + 4),
    ],
)
def test_gates_chosen_by_labels(labels, frame, price):
    c = laddered(labels, frame)
    before = c.copy()
    assert run(c)
    assert pairs(c) <= price < pairs(before)
    same(before, c)


def test_labels_that_choose_nothing_cost_nothing():
    # Of nine labels the data sees two parities.
    c = qc.Circuit(10)
    for step in range(40):
        c.u(0.3 + step, 1.7 * step, 0.9 - step, 0)
        c.cx(1, 2).cx(2, 0).cx(1, 2) if step % 2 else c.cx(3, 0)
        c.rz(0.1 * step, 1 + step % 9).x(3)
    c.cx(4, 5).cx(6, 7)
    before = c.copy()
    assert run(c)
    assert pairs(c) <= 7 + 2 + 2
    same(before, c)


def test_blocks_on_two_wires():
    c = qc.Circuit(4)
    for step in range(24):
        for q in (0, 1):
            c.u(0.3 + step * (q + 1), 1.7 * step, 0.9 - step - q, q)
        c.cx(0, 1).u(step, 0.2, 1.3, 1).cx(2 + step % 2, step // 2 % 2)
    before = c.copy()
    assert run(c)
    assert pairs(c) <= 25 < pairs(before)
    same(before, c)


def test_nothing_where_angles_must_stay_exact():
    c = layers(lambda c: c.cz(1, 2))
    assert not run(c, basis="clifford+t")
    assert not run(c, objective="t-count")
    assert not run(c, objective="t-depth")
    assert run(c)


def test_nothing_without_structure():
    c = qc.Circuit(4)
    for i in range(40):
        for q in range(4):
            c.u(0.3 + i, 1.1 * i + q, 0.7 * q, q)
        c.cx(i % 3, i % 3 + 1)
    before = c.copy()
    assert not run(c)
    assert c == before
