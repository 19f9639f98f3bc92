# SPDX-License-Identifier: Apache-2.0
"""``qcompile draw``: forms, maps, profiles, waterfalls, and what is refused with which status."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from qcompile.cli import main

from .conftest import Command

SOURCE = """OPENQASM 2.0;
include "qelib1.inc";
qreg q[3];
creg c[1];
h q[0];
cx q[0],q[2];
measure q[2] -> c[0];
if(c==1) x q[1];
"""


def test_text_by_default_and_other_forms_by_name(qcompile: Command) -> None:
    qcompile.write("in.qasm", SOURCE)
    done = qcompile("draw", "in.qasm")
    assert 0 == done.status
    assert "c == 1" in done.out
    assert "┤ H ├" in done.out
    written = {}
    for name, begins in (("a.svg", "<svg"), ("a.tex", "% \\usepackage"), ("a.txt", "   ")):
        assert 0 == qcompile("draw", "in.qasm", "-o", name).status
        written[name] = (qcompile.folder / name).read_text()
        assert written[name].startswith(begins)
    assert written["a.svg"] == qcompile("draw", "in.qasm", "--to", "svg").out
    assert written["a.tex"] == qcompile("convert", "in.qasm", "--to", "quantikz").out


def test_width_and_layers(qcompile: Command) -> None:
    qcompile.write(
        "in.qasm", 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[1];\n' + "h q[0];\n" * 50
    )
    lines = qcompile("draw", "in.qasm", "--fold", "40", "--layers", "20").out.splitlines()
    assert "… 30 more layers (30 operations)" == lines[-1]
    assert 40 >= max(map(len, lines))
    whole = qcompile("draw", "in.qasm", "--fold", "never", "--layers", "all").out
    assert 3 == len(whole.splitlines())
    assert 50 == whole.count("H")
    heads = qcompile("draw", "in.qasm", "--columns", "moments").out.splitlines()[0]
    assert ["0", "1", "2"] == heads.split()[:3]


def test_maps_profiles_and_waterfalls(qcompile: Command) -> None:
    qcompile.write("in.qasm", SOURCE)
    words = ["in.qasm", "-t", "line:4", "-o", "out.qasm", "--report", "report.json"]
    assert 0 == qcompile("compile", *words).status
    shown = qcompile("draw", "--map", "out.qasm", "-t", "line:4").out
    assert "program qubit" in shown
    assert "Map of google-willow" in qcompile("draw", "--map", "-t", "google-willow").out
    profile = qcompile("draw", "--profile", "in.qasm", "out.qasm").out
    assert "before: 1 two-qubit gate in 1 layer" in profile
    report = json.loads((qcompile.folder / "report.json").read_text())
    waterfall = qcompile("draw", "--waterfall", "report.json").out
    assert any(f">{step['name']}</text>" in waterfall for step in report["passes"])
    for text in (shown, profile, waterfall):
        ElementTree.fromstring(text)


@pytest.mark.parametrize(
    ("status", "code", "arguments"),
    [
        (2, "QC402", ["in.qasm", "--to", "docx"]),
        (2, "QC408", ["in.qasm", "-o", "out.docx"]),
        (2, "QC408", ["in.qasm", "--profile", "-o", "out.txt"]),
        (2, "QC402", ["in.qasm", "--fold", "0"]),
        (2, "QC402", ["in.qasm", "--layers", "none"]),
        (2, "QC402", ["in.qasm", "--columns", "rows"]),
        (2, "QC401", []),
        (2, "QC401", ["in.qasm", "in.qasm"]),
        (2, "QC401", ["--map"]),
        (2, "QC401", ["--map", "--profile", "in.qasm"]),
        (2, "QC407", ["--map", "-t", "line:3", "--to", "text"]),
        (2, "QC407", ["--map", "-t", "line:3", "--layers", "3"]),
        (2, "QC407", ["--profile", "in.qasm", "-t", "line:3"]),
        (2, "QC407", ["in.qasm", "-t", "line:3"]),
        (2, "QC461", ["in.qasm", "-t", "line:3", "--columns", "times"]),
        (2, "QC461", ["in.qasm", "--columns", "times"]),
        (2, "QC462", ["--map", "-t", "all:5000"]),
        (2, "QC463", ["in.qasm", "--map", "-t", "line:3"]),
        (2, "QC402", ["--waterfall", "in.qasm"]),
        (5, "QC503", ["nosuch.qasm"]),
        (5, "QC502", ["in.qasm", "-o", "no/such/out.svg"]),
    ],
)
def test_what_cannot_be_drawn(
    qcompile: Command,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    status: int,
    code: str,
    arguments: list[str],
) -> None:
    qcompile.write("in.qasm", SOURCE)
    monkeypatch.chdir(qcompile.folder)
    assert status == main(["draw", *arguments])
    out, err = capsys.readouterr()
    assert "" == out
    assert f"error[{code}]" in err
    assert ["in.qasm"] == qcompile.files()
