# SPDX-License-Identifier: Apache-2.0
"""The two-qubit depth profile, and the waterfall of passes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import qcompile as qc
from qcompile._native import Definition
from qcompile.drawing import depth_profile, waterfall
from qcompile.drawing.profiles import profile
from qcompile.errors import LimitError, PipelineError

from .circuits import kinds, scattered
from .test_svg import SVG, parsed, words


@pytest.mark.parametrize("seed", range(12))
def test_the_profile_has_the_metrics_layers_and_gates(seed: int) -> None:
    circuit = scattered(seed, 5, 60)
    counts = qc.stats(circuit)
    levels = profile(circuit)
    assert counts.two_qubit_depth == len(levels)
    assert counts.two_qubit == sum(levels)


def test_the_profile_of_control_flow_and_calls() -> None:
    assert qc.stats(kinds()).two_qubit_depth == len(profile(kinds()))
    pair = Definition("pair", [], ["a", "b"], qc.Circuit(2).cx(0, 1).h(0).cx(0, 1))
    assert [1, 2, 1] == profile(qc.Circuit(4).cx(0, 1).gate(pair, [], [1, 2]).cz(0, 3))
    assert [] == profile(qc.Circuit(3).h(0).ccx(0, 1, 2))
    loop = qc.Circuit(3)
    with loop.for_(range(3)):
        loop.cx(0, 1).cx(1, 2)
    assert [1] * 6 == profile(loop)
    with loop.for_(range(10**6)), loop.for_(range(10**6)):
        loop.cx(0, 1)
    with pytest.raises(LimitError) as caught:
        profile(loop)
    assert "QC604" == caught.value.code


def test_a_profile_is_drawn_for_one_circuit_and_for_two() -> None:
    circuit = qc.Circuit(4).cx(0, 1).cx(2, 3).cx(1, 2)
    said = words(parsed(depth_profile(circuit, qc.Circuit(4).cx(0, 1))))
    assert "before: 3 two-qubit gates in 2 layers, 1.5 at once" in said
    assert "after: 1 two-qubit gate in 1 layer, 1 at once" in said
    assert "3 two-qubit gates in 2 layers, 1.5 at once" in words(parsed(depth_profile(circuit)))
    parsed(depth_profile(qc.Circuit(0), qc.Circuit(0)))
    long = qc.Circuit(2)
    for _ in range(5000):
        long.cx(0, 1)
    assert len(depth_profile(long)) < 10_000


@pytest.fixture(scope="module")
def result() -> qc.Result:
    circuit = qc.Circuit(4).h(0)
    for q in (3, 2, 1):
        circuit.cx(0, q).cx(0, q).cx(0, q).t(q)
    return qc.compile(circuit, target="line:4", trace="full")


def test_the_waterfall_says_what_each_pass_changed(result: qc.Result) -> None:
    text = waterfall(result)
    root = parsed(text)
    said = words(root)
    assert {"two-qubit gates", "depth", "gates", "time"} <= set(said)
    changed = [step for step in result.report.passes if step.before != step.after]
    assert changed
    assert {step.name for step in changed} <= set(said)
    first = next(step for step in changed if step.before.gates != step.after.gates)
    gates = first.after.gates - first.before.gates
    assert f"{gates:+d}".replace("-", "\N{MINUS SIGN}") in said
    tips = [rect.findtext(f"{SVG}title") for rect in root.iter(f"{SVG}rect")]
    assert f"{first.before.gates} to {first.after.gates}" in tips
    assert text == waterfall(result.report) == waterfall(json.loads(result.report.to_json()))


def test_a_waterfall_without_counts_has_times() -> None:
    result = qc.compile(qc.Circuit(2).cx(0, 1), level=1, trace="times")
    said = words(parsed(waterfall(result)))
    assert "time" in said
    assert "depth" not in said


def test_notebooks_show_reports_and_targets(result: qc.Result) -> None:
    shown = result._repr_html_()
    assert 3 == shown.count("<svg") == shown.count("</details>")
    assert "<td" in shown
    assert 1 == result.report._repr_html_().count('aria-label="Map of line:4"')
    assert "Map of line:3" in str(qc.Target.from_name("line:3")._repr_svg_())
    assert qc.Target.from_basis("cx,u")._repr_svg_() is None
    assert qc.Target.from_name("all:100000")._repr_svg_() is None
    # Where a pipeline does not end on the device, the device is shown alone.
    open_end = qc.compile(qc.Circuit(3).cx(0, 2), target="line:3", passes="cancel-inverses")
    assert "Map of line:3" in open_end._repr_html_()


def test_figures_by_matplotlib(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from qcompile.drawing import plots

    circuit = scattered(1, 4, 30)
    path = tmp_path / "profile.png"
    plots.depth_profile(circuit, circuit, path=path)
    assert path.read_bytes().startswith(b"\x89PNG")
    figure = plots.histogram({f"{k:06b}": float(k) for k in range(50)} | {"$x$": 1.0})
    assert 41 == len(figure.axes[0].patches)
    with pytest.raises(PipelineError) as caught:
        plots.histogram({"0": 1}, path=tmp_path / "out.docx")
    assert "QC408" == caught.value.code
