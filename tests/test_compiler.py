# SPDX-License-Identifier: Apache-2.0
"""Objectives of `compile`."""

from __future__ import annotations

from math import pi

import pytest

import qcompile as qc
from qcompile.errors import PipelineError
from qcompile.metrics import MEASURED, OBJECTIVES, cost


def ladder() -> qc.Circuit:
    c = qc.Circuit(4)
    for i in range(3):
        c.h(i + 1).ccx(i, (i + 2) % 4, i + 1).t(i).cx(i, i + 1).t(i)
    return c


@pytest.mark.parametrize("objective", [o for o in OBJECTIVES if o not in MEASURED])
@pytest.mark.parametrize("basis", [None, "clifford+t", "cx,rz,sx,x"])
def test_no_level_is_worse_than_a_lower_one(objective: str, basis: str | None) -> None:
    c = ladder()
    costs = []
    for level in range(3):
        result = qc.compile(c, basis=basis, level=level, objective=objective)
        assert result.report.verified is not None
        assert result.report.verified.verdict == "equivalent"
        costs.append(cost(result.report.after, objective))
    assert costs == sorted(costs, reverse=True)


def test_on_a_device_no_level_is_worse_than_a_lower_one() -> None:
    """What level 1 makes where it routes for few gates counts at level 2 as well."""
    couplers = {(2, 5): "cz,swap", (1, 5): "rzz,rxx", (5, 1): "rzz,rxx,iswap", (4, 1): "ecr,cz,rxx"}
    couplers |= {(0, 2): "swap,rzz", (3, 5): "ecr,rzz"}
    pairs = [(*pair, names.split(",")) for pair, names in couplers.items()]
    gates = ["h", "p", "cz", "swap", "iswap", "ecr", "rxx", "rzz"]
    device = qc.Target("device", gates, 6, pairs, {"rxx": (0.0, pi)})
    c = qc.Circuit(6).cswap(4, 3, 2).dcx(1, 5).swap(3, 0).swap(3, 5).siswap(4, 5).swap(5, 2)
    c.rxx(pi / 4, 1, 2)
    objective = "two-qubit-depth"
    levels = [qc.compile(c, target=device, level=k, objective=objective) for k in range(3)]
    costs = [cost(result.report.after, objective) for result in levels]
    assert costs == sorted(costs, reverse=True)


def test_gates_of_other_qubits_do_not_come_back_behind_a_loop() -> None:
    """A loop without an end has no bound for its rounding errors, so that after it nothing is rounded any more."""
    sites = [("rz", "sx"), ("rz", "rx"), ("p", "h"), ("p", "h"), ("rz", "sx", "x"), ("rz", "ry")]
    couplers = {(3, 4): "cx,rzz,cz", (4, 3): "rxx,siswap,ecr", (0, 3): "swap,iswap,rxx"}
    couplers |= {(3, 5): "ecr,cz", (1, 0): "cz", (0, 1): "iswap,swap"}
    pairs = [(*pair, names.split(",")) for pair, names in couplers.items()]
    gates = sorted({g for site in sites for g in site} | {g for _, _, on in pairs for g in on})
    device = qc.Target("device", gates, 6, pairs, sites=sites, excluded=[2])
    c = qc.Circuit(5, 1)
    with c.while_(c.bit(0) == 1):
        c.cry(1.0, 3, 1)
    c.ccz(2, 3, 1)
    out = qc.compile(c, target=device, objective="two-qubit-depth", verify="off").circuit
    assert device.first_foreign(out) is None


def test_in_a_loop_each_qubit_gets_its_own_gates() -> None:
    """Where nothing may be rounded, what a block is rebuilt with is not translated once more."""
    device = qc.Target(
        "device", ["p", "h", "r", "rz", "cz"], 2, [(0, 1, ["cz"])], sites=[["p", "h"], ["r", "rz"]]
    )
    c = qc.Circuit(2, 1)
    with c.while_(c.bit(0) == 1):
        c.cx(0, 1).cp(2.0, 1, 0).cz(0, 1).s(1).cz(1, 0)
    result = qc.compile(c, target=device, objective="gates", verify="off")
    assert device.first_foreign(result.circuit) is None
    assert result.report.after.two_qubit == 1


def test_t_gates_are_counted_and_made_fewer() -> None:
    result = qc.compile(ladder(), basis="clifford+t", objective="t-count")
    before, after = result.report.before.t_count, result.report.after.t_count
    assert before is not None
    assert after is not None
    assert after <= before - 6
    assert set(result.report.after.counts) <= {"h", "s", "sdg", "t", "tdg", "x", "z", "cx"}
    assert result.circuit.error_bound == 0


@pytest.mark.parametrize("objective", ["t-count", "t-depth"])
@pytest.mark.parametrize(
    ("circuit", "name"),
    [
        (qc.Circuit(1).t(0).rz(0.3, 0), "rz"),
        (qc.Circuit(2).cp(pi / 4, 0, 1), "cp"),
        (qc.Circuit(4).gate("c3x", [], [0, 1, 2, 3]), "c3x"),
        (qc.Circuit(1).rx(qc.Parameter("a"), 0), "rx"),
    ],
)
def test_what_has_no_t_count_is_refused(circuit: qc.Circuit, name: str, objective: str) -> None:
    with pytest.raises(PipelineError) as caught:
        qc.compile(circuit, basis="clifford+t", objective=objective)
    assert caught.value.code == "QC415"
    assert f"`{name}`" in caught.value.message
    assert objective in str(caught.value.help)


def test_a_matrix_is_judged_by_what_it_became() -> None:
    c = qc.Circuit(1).unitary([[0, 1], [1, 0]], [0])
    assert qc.compile(c, basis="h,s,sdg,t,tdg,x,cx", objective="t-count").report.after.t_count == 0
    c = qc.Circuit(1).unitary([[1, 0], [0, 1j**0.3]], [0])
    with pytest.raises(PipelineError) as caught:
        qc.compile(c, basis="cx,rz,sx,x", objective="t-count")
    assert caught.value.code == "QC415"


def test_results_are_short_to_print_and_whole_in_notebooks() -> None:
    result = qc.compile(qc.Circuit(2).cx(0, 1), target="line:3")
    assert repr(result).startswith("<Result circuit -> line:3, level 2, seed 0, ")
    assert repr(result).endswith(": two-qubit 1 -> 1, depth 1 -> 1, gates 1 -> 1; equivalent>")
    assert repr(result.report) == repr(result).replace("Result", "Report")
    assert result.report.to_markdown() == result._repr_markdown_()
    assert result.report.to_markdown() == result.report._repr_markdown_()
