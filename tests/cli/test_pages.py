# SPDX-License-Identifier: Apache-2.0
"""Pages of HTML at the terminal: the report of a compilation, and circuits drawn in that of a check."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from qcompile.cli import main

BELL = "OPENQASM 2.0;\nqreg q[3];\nU(1.5,0,0) q[0];\nCX q[0],q[2];\nCX q[0],q[2];\nCX q[1],q[2];\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bell's.qasm").write_text(BELL)
    (tmp_path / "other.qasm").write_text(BELL)
    return tmp_path


def test_the_page_of_a_compilation(project: Path) -> None:
    assert 0 == main("compile bell's.qasm -t line:3 --report page.html -o out.qasm".split())
    text = (project / "page.html").read_text()
    assert text.startswith("<!DOCTYPE html>")
    assert """>qcompile compile 'bell'"'"'s.qasm' -t line:3</code>""" in unescape(text)
    assert 5 == text.count('class="qc-svg"')
    assert 1 == text.count("<style")


def test_several_circuits_have_a_part_each(project: Path) -> None:
    assert 0 == main("compile bell's.qasm other.qasm -j 2 --report page.html -o out/".split())
    text = (project / "page.html").read_text()
    assert "<h1>2 circuits compiled</h1>" in text
    assert 2 == text.count("<section id=")


def test_reports_of_other_commands_are_pages_too(project: Path) -> None:
    assert 0 == main("compile other.qasm -t line:3 -o placed.qasm".split())
    assert 0 == main("replace placed.qasm -t line:3 --report page.html -o out.qasm".split())
    assert "<h1>placed.qasm → line:3</h1>" in (project / "page.html").read_text()


def test_an_unknown_name_says_what_there_is(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 2 == main("compile other.qasm --report page.docx".split())
    assert "end its name in .json, .md or .html" in capsys.readouterr().err


def test_a_check_draws_what_changed(project: Path) -> None:
    (project / "qcompile.toml").write_text('include = ["*.qasm"]\ntarget = "line:3"\n')
    assert 0 == main("check --update -q".split())
    (project / "other.qasm").write_text(BELL + "CX q[0],q[1];\n")
    assert 1 == main("check -q --format html=page.html".split())
    text = (project / "page.html").read_text()
    assert 5 == text.count('class="qc-svg"')
    assert "The circuit compiled" in text
