# SPDX-License-Identifier: Apache-2.0
"""The plain functions, as `unittest` would call them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import qcompile as qc
from qcompile.errors import FileError, PipelineError
from qcompile.regression import Limit
from qcompile.testing import (
    assert_budget,
    assert_count,
    assert_depth,
    assert_equivalent,
    assert_no_worse,
)
from qcompile.testing.paths import longest_path
from qcompile.testing.reading import read
from qcompile.testing.subject import Subject

from ..timed import device

TEXT = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\nh q[0];\ncx q[0],q[1];\n'
NATIVE: dict[str, Any] = {"basis": "cz,rz,sx,x", "target": "line:3"}


def chain() -> qc.Circuit:
    return qc.Circuit(3, name="chain").h(0).cx(0, 1).cx(1, 2)


def failure(function: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        function(*args, **kwargs)
    return str(caught.value)


@pytest.mark.parametrize("limit", [3, 4])
def test_a_depth_at_the_limit_is_accepted(limit: int) -> None:
    assert_depth(chain(), at_most=limit)


def test_a_circuit_that_is_too_deep_says_by_how_much_and_through_which_gates() -> None:
    said = failure(assert_depth, chain(), at_most=2).splitlines()
    assert "`chain` as it is" == said[0]
    assert "  depth: 3, at most 2 accepted (+1, +50.0%)" == said[1]
    assert "  on a longest path: 2 cx, 1 h; it ends in cx on qubits 1, 2" == said[2]
    assert "  to accept it, write at_most=3" == said[-1]
    assert any(line.split() == ["two-qubit", "gates", "2"] for line in said)


def test_options_compile_the_circuit_first() -> None:
    assert_depth(chain(), at_most=2, two_qubit_only=True, **NATIVE)
    said = failure(assert_depth, chain(), at_most=1, two_qubit_only=True, **NATIVE)
    assert said.startswith("`chain` compiled for line:3 at level 2, seed 0\n  two-qubit depth: 2,")
    assert ["cx", "2", "0", "-100.0%"] in [line.split() for line in said.splitlines()]


def test_counts_have_a_most_a_least_and_an_exact_number() -> None:
    assert_count(chain(), "cx", exactly=2)
    assert_count(chain(), "cx", at_least=2, at_most=2)
    assert_count(chain(), "rzz", exactly=0)
    assert "`cx` gates: 2, at most 1 accepted (+1, +100.0%)" in failure(
        assert_count, chain(), "cx", at_most=1
    )
    assert "`cx` gates: 2, at least 3 accepted (-1, -33.3%)" in failure(
        assert_count, chain(), "cx", at_least=3
    )
    assert "`cx` gates: 2, exactly 1 accepted" in failure(assert_count, chain(), "cx", exactly=1)


@pytest.mark.parametrize(
    ("gate", "limits"),
    [("cxx", {"at_most": 3}), ("cx", {}), ("cx", {"exactly": 1, "at_most": 2})],
)
def test_a_count_that_says_nothing_is_refused(gate: str, limits: dict[str, int]) -> None:
    with pytest.raises(PipelineError) as caught:
        assert_count(chain(), gate, **limits)
    assert "QC455" == caught.value.code


def test_a_gate_counts_as_what_it_is_made_of() -> None:
    own = qc.loads("OPENQASM 2.0; gate twist a { U(0,0,1) a; } qreg q[1]; twist q[0];")
    assert_count(own, "u", exactly=1)
    with pytest.raises(PipelineError) as caught:
        assert_count(own, "twist", at_most=1)
    assert "QC455" == caught.value.code
    opaque = qc.loads("OPENQASM 2.0; opaque pulse a; qreg q[1]; pulse q[0];")
    assert_count(opaque, "pulse", exactly=1)
    assert_count(qc.compile(opaque), "pulse", exactly=1)


def test_budgets_name_everything_that_is_over() -> None:
    assert_budget(chain(), {"two_qubit": 2, "depth": 3, "qubits": 3})
    said = failure(assert_budget, chain(), {"two_qubit": 1, "depth": 2, "gates": 3})
    assert "two-qubit gates: 2, at most 1" in said
    assert "depth: 3, at most 2" in said
    assert "\n  gates:" not in said
    assert "raise the budget: two_qubit=2, depth=3" in said


def test_a_budget_of_fidelity_is_a_least() -> None:
    result = qc.compile(qc.Circuit(2).cx(0, 1), target=device())
    estimate = result.report.after.fidelity_estimate
    assert estimate is not None
    assert_budget(result, {"fidelity_estimate": estimate})
    said = failure(assert_budget, result, {"fidelity_estimate": 0.9999})
    assert "estimated fidelity: " in said
    assert "at least 0.9999 accepted" in said


@pytest.mark.parametrize(("metric", "code"), [("two_qbit", "QC455"), ("duration_ns", "QC425")])
def test_a_budget_of_nothing_known_is_refused(metric: str, code: str) -> None:
    with pytest.raises(PipelineError) as caught:
        assert_budget(chain(), {metric: 3})
    assert code == caught.value.code


def test_equivalence_is_proven_or_it_fails() -> None:
    assert_equivalent(TEXT, qc.Circuit(2).h(0).cx(0, 1))
    assert "not equivalent" in failure(assert_equivalent, TEXT, qc.Circuit(2).h(0))
    wide = qc.Circuit(40)
    for q in range(39):
        wide.ry(0.1 * q + 0.05, q).cx(q, q + 1)
    other = wide.copy().rx(0.3, 3).rx(-0.1, 3).rx(-0.2, 3).h(0).ry(1e-3, 0).ry(-1e-3, 0).h(0)
    few = qc.verify.Limits(operator_qubits=2, state_qubits=2, stimuli=0, work=1.0)
    assert "stayed open" in failure(assert_equivalent, wide, other, limits=few)
    assert_equivalent(wide, other, limits=few, allow_undecided=True)


def test_no_worse_compares_both_sides_alike() -> None:
    short = qc.Circuit(3).cx(0, 1)
    assert_no_worse(chain(), short)
    assert_no_worse(chain(), chain())
    said = failure(assert_no_worse, short, chain())
    assert "two-qubit gates 1 -> 2 (limit: exact)" in said
    assert "before  after" in said
    assert_no_worse(short, chain(), metrics=["qubits"])
    loose = {"two_qubit": Limit(1), "two_qubit_depth": Limit(share=1.0), "depth": Limit(2)}
    assert_no_worse(short, chain(), tolerance=loose)
    # Compiled, the detour is gone.
    detour = qc.Circuit(3).cx(0, 1).cx(1, 2).cx(1, 2)
    failure(assert_no_worse, short, detour)
    assert_no_worse(short, detour, basis="cx,rz,sx")


def test_circuits_are_given_as_paths_texts_results_and_objects(tmp_path: Path) -> None:
    path = tmp_path / "bell.qasm"
    path.write_text(TEXT)
    for given in (path, str(path), TEXT, qc.loads(TEXT), qc.compile(qc.loads(TEXT))):
        assert_count(given, "cx", exactly=1)
    assert ("bell", str(path)) == (read(path).name, read(path).file)
    assert read(qc.loads(TEXT)).sha256 == read(qc.loads(TEXT)).sha256 != read(chain()).sha256


def test_circuits_of_other_packages_are_taken_as_they_are() -> None:
    cirq = pytest.importorskip("cirq")
    a, b = cirq.LineQubit.range(2)
    circuit = cirq.Circuit(cirq.H(a), cirq.CNOT(a, b))
    assert_count(circuit, "cx", exactly=1)
    assert_equivalent(circuit, TEXT)
    compiled = Subject(read(circuit), NATIVE)
    compiled.assert_equivalent()
    assert compiled.result is not None
    assert isinstance(compiled.result.to_same(), cirq.Circuit)


def test_a_file_that_is_not_there_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"no file `nosuch\.qasm`") as caught:
        read("nosuch.qasm", [tmp_path, "elsewhere"])
    assert str(tmp_path) in str(caught.value.help)
    assert "elsewhere" in str(caught.value.help)


def test_options_for_what_is_compiled_already_are_refused() -> None:
    with pytest.raises(PipelineError) as caught:
        assert_depth(qc.compile(chain()), at_most=3, level=1)
    assert "QC455" == caught.value.code


def test_a_longest_path_goes_through_blocks_bits_and_past_barriers() -> None:
    c = qc.Circuit(3, 1).h(0).barrier([0, 1]).x(1).measure(0, 0)
    with c.if_(c.bit(0) == 1):
        c.x(2)
        c.z(2)
    for only in (False, True):
        path = longest_path(c, two_qubit_only=only)
        assert (path is None) is only
    assert str(longest_path(c)).endswith("it ends in if on qubit 2")
    assert longest_path(qc.Circuit(2)) is None
