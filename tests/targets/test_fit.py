# SPDX-License-Identifier: Apache-2.0
"""What no device takes is refused, inside blocks too, and what this device forbids."""

from __future__ import annotations

import pytest

from qcompile import Circuit, Target, compile
from qcompile.errors import LimitError, PipelineError, TargetError
from qcompile.frontends import loads
from qcompile.targets.fit import MOST_WRITTEN_OUT, check_native, narrowed, placeable

LINE = [(0, 1, ["cx"]), (1, 0, ["cx"]), (1, 2, ["cx"]), (2, 1, ["cx"])]


def device(*forbids: str) -> Target:
    return Target("line", ["u", "cx"], 3, LINE, forbids=forbids)


@pytest.mark.parametrize(("pair", "fits"), [((1, 0), True), ((0, 2), False)])
def test_gates_in_blocks_are_looked_at_where_they_stand(pair, fits):
    c = Circuit(3, 1)
    with c.if_(c.bit(0) == 1):
        c.cx(*pair)
    if fits:
        check_native(c, device())
    else:
        with pytest.raises(TargetError, match="a gate inside `if`") as caught:
            check_native(c, device())
        assert "QC303" == caught.value.code


@pytest.mark.parametrize("name", ["barrier", "reset", "mid-circuit-measurement", "control-flow"])
def test_what_is_forbidden_is_refused(name):
    c = Circuit(3, 1)
    c.barrier([0, 1])
    c.reset(0)
    c.measure(1, 0).u(1, 2, 3, 1)
    with c.if_(c.bit(0) == 1):
        c.u(1, 2, 3, 2)
    check_native(c, device())
    with pytest.raises(TargetError, match=f"{name}, which target `line` forbids"):
        check_native(c, device(name))


def test_measuring_last_is_no_measurement_in_the_middle():
    c = Circuit(3, 2).u(1, 2, 3, 0).measure(0, 0).u(1, 2, 3, 1).measure(1, 1)
    c.barrier([0, 1])
    check_native(c, device("mid-circuit-measurement", "control-flow", "reset"))


@pytest.mark.parametrize("name", ["all:6", "ionq-forte"])
def test_places_where_every_pair_is_coupled(name):
    device = Target.from_name(name)
    c = Circuit(3).h(0).cx(0, 1).cx(1, 2).t(2)
    assert (0, 1, 2) == compile(c, target=device).layout.initial
    chosen = compile(c, target=device, layout=[5, None, 1])
    assert (5, 1) == (chosen.layout.initial[0], chosen.layout.initial[2])
    assert device == chosen.target
    spared = compile(c, target=device.without([0, 2]))
    used = {q for op in spared.circuit for q in op.qubits}
    assert not used & {0, 2}
    for result in (chosen, spared):
        assert "equivalent" == result.report.verified.verdict
        assert 2 == result.report.after.two_qubit


def test_places_are_written_out_only_where_they_matter():
    device = Target.from_name("all:4")
    assert device is placeable(device, ())
    assert 12 == len(placeable(device, (1,)).pairs)
    line = Target.from_name("line:4").without([0])
    assert line is placeable(line, (1,))
    large = Target.from_name(f"all:{MOST_WRITTEN_OUT + 1}")
    with pytest.raises(LimitError, match="couples all of 1001 qubits") as caught:
        compile(Circuit(1), target=large, layout=[3])
    assert "QC601" == caught.value.code


@pytest.mark.parametrize("layout", ["0,1", [0.5], {0: 1}, 3, [-1], [4], [0, 0], [0, 1, 2, 3]])
def test_layouts_that_are_none(layout):
    with pytest.raises(PipelineError) as caught:
        compile(Circuit(3), target="grid:2x2", layout=layout)
    assert "QC402" == caught.value.code


def test_a_permutation_cannot_be_kept_on_couplings():
    c = Circuit(3).swap(0, 2)
    with pytest.raises(PipelineError, match="end in a permutation") as caught:
        compile(c, target="line:3", permutation="keep")
    assert "QC407" == caught.value.code
    kept = compile(c, target="all:3", permutation="keep")
    assert kept.layout.initial == kept.layout.final
    assert 3 == kept.report.after.two_qubit


@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize("name", ["line:6", "all:6", "line:5"])
def test_spare_wires_are_not_borrowed(name: str, level: int) -> None:
    given = Circuit(7).gate("c4x", [], [2, 3, 4, 5, 6]).cx(3, 5)
    given.layouts = ([2, 3, 4, 5, 6], [2, 3, 4, 5, 6])
    result = compile(given, target=name, level=level)
    assert int(name.partition(":")[2]) >= result.circuit.num_qubits
    assert "equivalent" == result.report.verified.verdict
    assert 7 == given.num_qubits


def test_what_is_mapped_keeps_its_wires() -> None:
    device = Target.from_name("line:7").without([0])
    given = compile(Circuit(3).cx(0, 1).cx(1, 2), target=device, layout=[5, 4, 3], level=0).circuit
    again = compile(given, target=device)
    assert (5, 4, 3) == again.layout.initial
    assert narrowed(given, device, routed=True) is given
    wide = given.copy().gate("c3x", [], [1, 2, 3, 4])
    assert 5 == narrowed(wide, Target.from_name("line:6"), routed=True).num_qubits
    assert wide is narrowed(wide, Target.from_name("line:6"), routed=False)
    assert 5 == narrowed(wide, Target.from_name("all:6"), routed=False).num_qubits


@pytest.mark.parametrize("target", ["all:2", "line:2", "ionq-forte"])
def test_opaque_gates_are_refused_by_devices(target: str) -> None:
    text = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nopaque o a;\ngate f a { h a; o a; }\nqreg q[1];\n'
    for gate in ("o", "f"):
        c = loads(f"{text}creg c[1];\nif (c == 1) {gate} q[0];\n")
        with pytest.raises(TargetError, match="`o` is an opaque gate") as caught:
            compile(c, target=target)
        assert ("QC305", 7) == (caught.value.code, caught.value.span.line)
        assert gate in compile(c, basis="cx,rz,sx", level=0).to_qasm2()
    unused = loads(text + "h q[0];\n")
    assert compile(unused, target=target).report.after.gates


def test_an_explicit_pipeline_keeps_off_excluded_qubits() -> None:
    device = Target.from_name("line:4").without([1])
    c = Circuit(2).cx(0, 1)
    with pytest.raises(TargetError, match="`cx` on qubit 1, which is excluded") as caught:
        compile(c, target=device, passes="decompose")
    assert "QC303" == caught.value.code
    routed = compile(c, target=device, passes="routing").circuit
    assert {2, 3} == {q for op in routed for q in op.qubits}
    fenced = Circuit(2).x(0)
    fenced.barrier([0, 1])
    assert fenced == compile(fenced, target=device, passes="decompose").circuit
    assert device.first_foreign(fenced) is None
    assert device.first_foreign(Circuit(4).x(0).x(1)) == 1
    inside = Circuit(4, 1)
    with inside.if_(inside.bit(0) == 1):
        inside.x(1)
    assert device.first_foreign(inside) == 0
