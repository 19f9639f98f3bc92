# SPDX-License-Identifier: Apache-2.0
"""`replace`: results, errors, and files with their layouts."""

from __future__ import annotations

import pytest

from qcompile import Circuit, Target, dumps, equivalent, loads, replace
from qcompile.errors import TargetError


def line(errors: list[float], **more: object) -> Target:
    pairs = [(a, a + 1, ["cz"]) for a in range(len(errors))]
    facts = {("cz", (a, a + 1)): {"error": e} for a, e in enumerate(errors)}
    return Target("line", ["cz", "rz", "sx", "x"], len(errors) + 1, pairs, gate_facts=facts, **more)


def mapped() -> Circuit:
    """Return three program qubits on wires 2, 0, 1 of five; two of them end elsewhere."""
    c = Circuit(5).cz(0, 1).sx(0).cz(1, 2)
    c.layouts = ([2, 0, 1], [2, 1, 0])
    return c


def test_result_has_layouts_and_fidelities():
    result = replace(mapped(), line([0.1, 0.1, 0.01, 0.02]))
    assert result.report.options["moved"]
    assert result.report.before.fidelity_estimate == pytest.approx(0.81)
    assert result.report.after.fidelity_estimate == pytest.approx(0.9702)
    assert (result.layout.initial, result.layout.final) == ((4, 2, 3), (4, 3, 2))
    assert result.circuit.layouts == ([4, 2, 3], [4, 3, 2])
    assert result.report.verified.verdict == "equivalent"


def test_what_is_given_is_not_changed():
    c = mapped()
    replace(c, line([0.1, 0.1, 0.01, 0.02]))
    assert c == mapped()


def test_a_circuit_that_cannot_run_any_more_moves_whatever_it_costs():
    result = replace(mapped(), line([0.001, 0.001, 0.2, 0.2], excluded=[0]))
    assert result.report.before.fidelity_estimate == pytest.approx(0.999**2)
    assert result.report.after.fidelity_estimate == pytest.approx(0.999 * 0.8)
    assert not {0} & {q for op in result.circuit for q in op.qubits}


def test_no_place_and_no_gate():
    with pytest.raises(TargetError, match="fits nowhere") as caught:
        replace(mapped(), line([0.1, 0.1]).without([1]))
    assert caught.value.code == "QC310"
    with pytest.raises(TargetError, match="`h` is no gate") as caught:
        replace(Circuit(3).h(0), line([0.1, 0.1]))
    assert caught.value.code == "QC301"


def test_mapped_files_keep_their_layouts_on_127_wires():
    program = Circuit(3).sx(0).cz(0, 1).rz(0.3, 1).cz(1, 2).cz(0, 1)
    on_device = Circuit(127).sx(90).cz(90, 91).rz(0.3, 91).cz(91, 92).cz(90, 91)
    on_device.layouts = ([90, 91, 92], [90, 91, 92])
    read = loads(dumps(on_device, "qasm2"))
    assert read.layouts == ([90, 91, 92], [90, 91, 92])
    assert equivalent(program, read).verdict == "equivalent"
    moved = replace(read, line([0.02] * 60 + [0.01] * 2 + [0.02] * 64)).circuit
    again = loads(dumps(moved, "qasm2"))
    # Twice on one of the two best couplings, once on the other.
    assert sorted(again.layouts[0]) == [60, 61, 62]
    assert equivalent(program, again).verdict == "equivalent"
    again.layouts = ([62, 60, 61], [62, 60, 61])
    assert equivalent(program, again).verdict == "not equivalent"


def test_routed_files_end_in_other_places():
    program = Circuit(3).sx(0).cz(0, 2).rz(0.4, 2)
    on_device = Circuit(127).sx(5).swap(5, 6).cz(6, 7).rz(0.4, 7)
    on_device.layouts = ([5, 6, 7], [6, 5, 7])
    read = loads(dumps(on_device, "qasm2"))
    assert equivalent(program, read).verdict == "equivalent"
    text = dumps(on_device, "qasm3")
    assert "pragma qcompile layout initial 5 6 7 final 6 5 7" in text
