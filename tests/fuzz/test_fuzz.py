# SPDX-License-Identifier: Apache-2.0
"""The fuzz itself: cases are what they promise, the judge notices planted bugs, shrinking shrinks."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from random import Random

import numpy as np
import pytest

import qcompile as qc
from qcompile import metrics, reduction
from qcompile._native import Operation, gate_table, reduce
from qcompile.contract import Context

from . import reread
from .checks import check
from .generator import KINDS, MAX_MEASURED_QUBITS, MAX_QUBITS, case
from .plants import PLANTS, Matrix, apart
from .runner import run

SEED = 20
MEASURED = ("dynamic", "blocks")


def test_cases_come_again():
    for index in range(2 * len(KINDS)):
        assert case(SEED, index).circuit == case(SEED, index).circuit


def test_kinds_have_their_sizes_and_shares():
    cases = [case(SEED, index) for index in range(800)]
    shares = Counter(c.kind for c in cases)
    assert min(shares.values()) >= 0.08 * len(cases)
    for measured in (False, True):
        own = [c.circuit for c in cases if (c.kind in MEASURED) == measured]
        high = MAX_MEASURED_QUBITS if measured else MAX_QUBITS
        assert max(c.num_qubits for c in own) == high
        assert sum(c.num_qubits for c in own) >= len(own) * (1 + high) / 2
        assert sum(len(c) for c in own) >= len(own) * (5 + 60) / 2
    used = {name for c in cases for name in c.circuit.gate_names()}
    assert used == {row["name"] for row in gate_table()}


@pytest.mark.parametrize("kind", KINDS)
def test_levels_keep_every_law(kind):
    for index in range(12):
        outcome = check(case(SEED, index, kind), "all")
        assert [str(f) for f in outcome.findings] == []


def _by_qiskit(op: Operation) -> Matrix | None:
    """Return the matrix Qiskit gives for a gate of that name, where both mean the same gate."""
    library = pytest.importorskip("qiskit.circuit.library")
    names = {"id": "I", "sdg": "Sdg", "tdg": "Tdg", "sx": "SX", "sxdg": "SXdg", "p": "Phase"}
    names |= {"rx": "RX", "ry": "RY", "rz": "RZ", "cx": "CX", "cy": "CY", "cz": "CZ", "ch": "CH"}
    names |= {"cs": "CS", "csdg": "CSdg", "csx": "CSX", "cp": "CPhase", "swap": "Swap", "u": "U"}
    names |= {"iswap": "iSwap", "dcx": "DCX", "ecr": "ECR", "ccx": "CCX", "ccz": "CCZ", "r": "R"}
    names |= {"cswap": "CSwap", "rccx": "RCCX", "c3x": "C3X", "rc3x": "RC3X", "c3sx": "C3SX"}
    names |= {"rxx": "RXX", "ryy": "RYY", "rzz": "RZZ", "rzx": "RZX", "crx": "CRX", "cry": "CRY"}
    names |= {"crz": "CRZ", "cu3": "CU3", "cu": "CU", "u2": "U2", "c4x": "C4X"}
    names |= {letter: letter.upper() for letter in "x y z h s t".split()}
    if op.name not in names:
        return None
    gate = getattr(library, f"{names[op.name]}Gate")(*(a.value for a in op.angles))
    return np.asarray(gate.to_matrix())


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_planted_bugs_are_noticed():
    """Every plant that numpy tells from the original is told by the oracle, and no other."""
    rng = Random(SEED)
    planted = 0
    index = 0
    while planted < 150:
        made = case(SEED, index, ("clifford-t", "rotations", "permutation", "folding")[index % 4])
        index += 1
        c = made.circuit
        if c.num_qubits > 5 or c.num_bits or c.parameters:
            continue
        wrong = PLANTS[index % len(PLANTS)](rng, c)
        distance = None if wrong is None else apart(c, wrong, _by_qiskit)
        if wrong is None or distance is None:
            continue
        planted += 1
        verdict = qc.equivalent(c, wrong, up_to_global_phase=False)
        expected = "not equivalent" if distance > 1e-7 else "equivalent"
        assert verdict.verdict == expected, (
            f"{made} {PLANTS[index % len(PLANTS)].__name__} {distance}"
        )


@pytest.mark.parametrize("kind", MEASURED)
def test_plants_in_measured_circuits_are_noticed(kind):
    """More than half cannot show: gates before a reset, in branches never taken, diagonals on what is known."""
    rng = Random(SEED)
    noticed = planted = 0
    for index in range(60):
        c = case(SEED, index, kind).circuit
        for plant in PLANTS[:2]:
            wrong = plant(rng, c)
            if wrong is not None and wrong != c:
                planted += 1
                noticed += qc.equivalent(c, wrong).verdict == "not equivalent"
    assert noticed > 0.3 * planted


def test_folding_cases_hold_what_folding_needs():
    cases = [case(SEED, index, "folding") for index in range(200)]
    assert {4, 8} == {f(c.circuit.num_qubits for c in cases) for f in (min, max)}
    assert 20 <= min(len(c.circuit) for c in cases)
    assert 60 == max(len(c.circuit) for c in cases)
    assert {"t-count", "two-qubit"} == {c.objective for c in cases}
    for share in (
        [c for c in cases if c.circuit.num_bits],
        [c for c in cases if c.circuit.parameters],
        [c for c in cases if c.objective == "t-count"],
    ):
        assert len(share) >= 0.08 * len(cases)
    exact = [c.circuit for c in cases if c.objective == "t-count"]
    before = sum(metrics.stats(c).t_count or 0 for c in exact)
    after = sum(metrics.stats(merged(c)).t_count or 0 for c in exact)
    assert after < 0.95 * before


def merged(circuit: qc.Circuit) -> qc.Circuit:
    context = Context(target=qc.Target.like(circuit))
    return qc.Pipeline("merge-rotations").run(circuit, context)[0]


@pytest.mark.skipif(not reread.available(), reason="needs Qiskit's reader of OpenQASM 3")
def test_another_reader_notices_a_wrong_text(monkeypatch):
    c = qc.Circuit(2).h(0).cx(0, 1).t(1)
    assert reread.readable(c)
    assert reread.difference(c) is None
    right = reread.dumps

    def wrong(circuit, form):
        text = right(circuit, form)
        return text.replace("t q[1]", "tdg q[1]") if form == "qasm3" else text

    monkeypatch.setattr(reread, "dumps", wrong)
    assert reread.difference(c) is not None


def test_shrinking_finds_the_two_gates_that_matter():
    c = case(SEED, 1, "blocks").circuit
    c.h(0)
    with c.if_(c.bit(0) == 1):
        c.t(0).rz(0.7, 0)
    assert reduce.size(c) > 8

    def fails(candidate: qc.Circuit) -> bool:
        names = set(candidate.gate_names())
        return "rz" in names and "t" in names

    small = reduction.reduce(c, fails).circuit
    assert reduce.size(small) == 2
    assert small.num_bits == 0


def test_several_processes_find_the_same():
    one, two = (run(16, SEED, "O1", jobs=jobs) for jobs in (1, 2))
    assert one.findings == two.findings
    assert {k: t.worst for k, t in one.tallies.items()} == {
        k: t.worst for k, t in two.tallies.items()
    }


def test_the_command_runs(root):
    command = [sys.executable, "-m", "tests.fuzz", "--trials", "8", "--pipeline", "O1"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert "trials a minute" in done.stdout, done.stderr
    assert done.returncode == 0
