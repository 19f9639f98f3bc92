# SPDX-License-Identifier: Apache-2.0
"""``qcompile check`` as a user and a CI job run it: exit statuses, streams, messages."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from .conftest import Command

BELL = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\nh q[0];\ncx q[0],q[1];\n'
WORSE = BELL + "rz(0.3) q[1];\ncx q[0],q[1];\n"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """A project of one circuit with a baseline, made once."""
    made = Command(tmp_path_factory.mktemp("prepared") / "work")
    made.environment["QCOMPILE_CACHE_DIR"] = str(made.folder / "cache")
    made.write("qcompile.toml", 'include = ["circuits/*.qasm"]\n')
    made.write("circuits/bell.qasm", BELL)
    done = made("check", "--update")
    assert (0, "") == (done.status, done.err)
    return made


@pytest.fixture
def project(prepared: Command, tmp_path: Path) -> Command:
    """A copy of it."""
    shutil.copytree(prepared.folder, tmp_path / "work")
    cache = {"QCOMPILE_CACHE_DIR": str(tmp_path / "work" / "cache")}
    return Command(tmp_path / "work", cache)


def test_statuses(project: Command) -> None:
    assert 0 == project("check").status
    project.write("circuits/bell.qasm", WORSE)
    done = project("check")
    assert (1, "") == (done.status, done.err)
    assert "circuits/bell.qasm: two_qubit 1 -> 2, allowed no change" in done.out
    assert "accept on purpose: qcompile check --accept circuits/bell.qasm" in done.out
    assert "source changed" in done.out
    assert 0 == project("check", "--exit-zero").status
    assert 0 == project("check", "--fail-on", "never").status
    assert 0 == project("check", "--fail-on", "budget").status
    project.write("circuits/bell.qasm", BELL.replace("q[1];", "q[5];"))
    done = project("check")
    assert 3 == done.status
    assert "error[QC206]" in done.err
    assert "circuits/bell.qasm:5:" in done.err
    project.write("circuits/bell.qasm", BELL)
    assert 4 == project("check", "-t", "line:1").status
    project.write("qcompile.toml", "include = 3")
    assert 2 == project("check").status


def test_without_a_baseline(qcompile: Command) -> None:
    qcompile.write("qcompile.toml", 'include = ["*.qasm"]\n')
    done = qcompile("check")
    assert (2, "") == (done.status, done.out)
    assert "error[QC434]: there is no baseline yet: `qcompile-baseline.json`" in done.err
    assert "qcompile check --update" in done.err


def test_a_broken_baseline_names_the_line(project: Command) -> None:
    path = project.folder / "qcompile-baseline.json"
    path.write_text(path.read_text().replace('"two_qubit":1', '"two_qubit":2'))
    done = project("check")
    assert 2 == done.status
    assert "error[QC431]" in done.err
    assert "--> qcompile-baseline.json:2:1" in done.err
    assert 2 == project("check", "--accept", "bell").status
    done = project("check", "--update")
    assert (0, "") == (done.status, done.err)
    assert "qcompile-baseline.json:2:1: this line of the baseline was changed by hand" in done.out
    assert 0 == project("check").status
    path.write_text("<<<<<<< HEAD\n" + path.read_text())
    assert "error[QC432]" in project("check", "--message-format", "short").err
    later = path.read_text()[13:].replace('"schema":1', '"schema":2')
    path.write_text(later)
    done = project("check", "--update")
    assert (2, True) == (done.status, "error[QC433]" in done.err)
    assert later == path.read_text(), "the file of a later version is not written over"


def test_the_baseline_may_be_elsewhere_and_unreadable(project: Command) -> None:
    assert 0 == project("check", "--update", "--baseline", "other.json").status
    assert 0 == project("check", "--baseline", "other.json").status
    assert 5 == project("check", "--baseline", "circuits").status
    assert 5 == project("check", "--update", "--baseline", "no/such/folder.json").status


def test_from_a_folder_below(project: Command) -> None:
    (project.folder / "deep").mkdir()
    project.folder = project.folder / "deep"
    done = project("check")
    assert 0 == done.status
    assert "../qcompile-baseline.json" in done.out


def test_command_line_and_environment_win(project: Command) -> None:
    same = "1 circuit with the same counts as before (settings changed)"
    assert same in project("check", "--seed", "4").out
    assert same not in project("check").out
    project.environment["QCOMPILE_SEED"] = "4"
    assert same in project("check").out


def test_no_home_no_cache(project: Command) -> None:
    project.environment["QCOMPILE_CACHE_DIR"] = "/proc/nosuch"
    assert 0 == project("check").status


def test_formats_and_files(project: Command) -> None:
    project.write("circuits/bell.qasm", WORSE)
    done = project("check", "--format", "md")
    assert (1, True) == (done.status, done.out.startswith("<!-- qcompile-report -->"))
    done = project(
        "check", "-o", "out/report.md", "-o", "junit.xml", "-o", "x.sarif", "-o", "r.json"
    )
    assert (1, "Circuit report: 1 regression") == (done.status, done.out[:28])
    read = {name: (project.folder / name).read_text() for name in ("out/report.md", "junit.xml")}
    assert "<!-- qcompile-report -->" in read["out/report.md"]
    assert "<testsuite" in read["junit.xml"]
    assert json.loads((project.folder / "r.json").read_text())["circuits"][0]["standing"] == "worse"
    done = project("check", "--format", "github,md=a.md", "--format", "bench-json=b.json")
    assert done.out.startswith("::error")
    assert {"a.md", "b.json"} <= set(project.files())
    done = project("check", "--format", "md,sarif", "-o", "reports/")
    assert ["report.md", "report.sarif"] == sorted(
        path.name for path in (project.folder / "reports").iterdir()
    )
    done = project("check", "--format", "md", "-o", "of.any.name")
    assert "<!-- qcompile-report -->" in (project.folder / "of.any.name").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "markdwon"], "QC408"),
        (["--format", "mdd"], "did you mean `md`?"),
        (["--format", "md,sarif"], "two reports would go to standard output"),
        (["--format", "md=a,sarif=a"], "two reports would go to `a`"),
        (["--format", "md="], "names no file"),
        (["-o", "report.docx"], "no report format is called after `report.docx`"),
        (["-o", "circuits"], "name the formats"),
        (["--update", "--base", "HEAD"], "`--base` contradicts `--update`"),
        (["--fail-on", "worse"], "QC401"),
        (["nosuch"], "QC439"),
        (["--base", "nosuch"], "QC441"),
    ],
    ids=" ".join,
)
def test_mistakes_on_the_command_line(project: Command, words: list[str], said: str) -> None:
    before = project.files()
    done = project("check", *words)
    assert (2, "") == (done.status, done.out)
    assert said in done.err
    assert before == project.files()


def test_quiet_says_nothing_but_what_fails(project: Command) -> None:
    assert (0, "", "") == tuple(vars(project("check", "-q", "--only-changed")).values())
    project.write("circuits/bell.qasm", WORSE)
    done = project("check", "-q")
    assert (1, "Circuit report: 1 regression") == (done.status, done.out[:28])


def test_a_failed_write_leaves_the_old_report(project: Command) -> None:
    done = project("check", "-o", "/proc/nosuch/report.md")
    assert 5 == done.status
    assert "QC502" in done.err


def test_verbose_lists_what_is_the_same(project: Command) -> None:
    assert "circuits/bell.qasm" not in project("check").out
    assert "circuits/bell.qasm" in project("check", "-v").out


def test_paths_are_those_of_the_working_folder(project: Command) -> None:
    project.write("circuits/bell.qasm", WORSE)
    inner = Command(project.folder / "circuits", project.environment)
    assert "1 regression" in inner("check", "bell.qasm").out
    assert 0 == inner("check", "--accept", "bell.qasm").status
    assert 0 == inner("check", "--update", "--baseline", "../other.json").status
    assert "other.json" in project.files()


def test_what_is_wrong_with_many_is_said_once(project: Command) -> None:
    for k in range(6):
        project.write(f"circuits/more_{k}.qasm", BELL)
    done = project("check", "--objective", "fidelity")
    assert (2, 1) == (done.status, done.err.count("error[QC425]"))
    assert "the same is wrong with circuits/more_0.qasm, " in done.err
    assert "circuits/more_2.qasm, and 3 more" in done.err
    done = project("check", "-t", "ibm-hero")
    assert (2, "", 1) == (done.status, done.out, done.err.count("error["))


def test_the_digests_of_a_row_are_those_of_the_files(project: Command) -> None:
    row = json.loads((project.folder / "qcompile-baseline.json").read_text())[1]
    source = (project.folder / "circuits/bell.qasm").read_bytes()
    assert hashlib.sha256(source).hexdigest().startswith(row["sha256"])
    again = project("compile", "circuits/bell.qasm", "--to", "qasm3")
    assert hashlib.sha256(again.out.encode()).hexdigest().startswith(row["output"])


def test_without_a_configuration(qcompile: Command) -> None:
    done = qcompile("check")
    assert (2, "") == (done.status, done.out)
    assert "error[QC436]: there is no configuration file" in done.err
    assert 'include = ["circuits/**/*.qasm"]' in done.err
