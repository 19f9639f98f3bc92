# SPDX-License-Identifier: Apache-2.0
"""The pytest plugin, in runs of pytest of its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import qcompile as qc

from .suites import BELL, Run, rows, snapshots

pytest_plugins = ["pytester"]


def test_the_fixture_takes_paths_texts_and_circuits(pytester: pytest.Pytester, run: Run) -> None:
    folder = pytester.mkdir("deep")
    pytester.path.joinpath("bell.qasm").write_text(BELL)
    folder.joinpath("near.qasm").write_text(BELL)
    folder.joinpath("test_given.py").write_text(
        f"""
import pathlib, pytest, chains
from qcompile.errors import FileError
def test_all(qcompile, request):
    circuits = [qcompile("bell.qasm"), qcompile("near.qasm"), qcompile(pathlib.Path("bell.qasm").resolve())]
    circuits += [qcompile({BELL!r}), qcompile(chains.chain(2), level=0, target="line:2")]
    for c in circuits:
        c.assert_count("cz", exactly=1)
        c.assert_depth(at_most=1, two_qubit_only=True)
        c.assert_budget(two_qubit=1)
        c.assert_equivalent()
        assert c.circuit is c.result.circuit and c.report is c.result.report
    assert circuits[-1].report.options["level"] == 0
    with pytest.raises(FileError, match="no file"):
        qcompile("far.qasm")
"""
    )
    run("-q").assert_outcomes(passed=1)


def test_failures_say_what_and_how_to_accept(pytester: pytest.Pytester, run: Run) -> None:
    pytester.makepyfile(
        """
from chains import chain
def test_deep(qcompile):
    qcompile(chain(4)).assert_depth(at_most=2, two_qubit_only=True)
def test_wide(qcompile):
    qcompile(chain(4), target="line:3")
"""
    )
    result = run()
    result.assert_outcomes(failed=2)
    text = result.stdout.str()
    result.stdout.fnmatch_lines(
        [
            "*def test_deep*",
            "E*AssertionError: `test_deep` compiled for all-to-all at level 2, seed 0",
            "E*two-qubit depth: 3, at most 2 accepted (+1, +50.0%)",
            "E*on a longest path: 3 cz; it ends in cz on qubits 2, 3",
            "E*given  compiled   change",
            "E*to accept it, write at_most=3",
            "*TargetError: *QC302*",
            "*test_deep  -*3*two_qubit_depth 3, limit 2",
        ],
    )
    assert "subject.py" not in text
    assert "compiler.py" not in text


def test_a_budget_holds_for_what_a_test_returns(pytester: pytest.Pytester, run: Run) -> None:
    pytester.makepyfile(
        f"""
import pytest
from chains import chain
@pytest.mark.parametrize("n", [2, 3, 4])
@pytest.mark.circuit_budget(two_qubit=2, target="line:4")
def test_chain(n):
    return chain(n)
class TestClass:
    @pytest.mark.circuit_budget(depth=6, two_qubit=1)
    def test_text(self, tmp_path):
        return {BELL!r}
@pytest.mark.circuit_budget(two_qubit=1)
def test_fails_itself():
    assert chain(2) is None
"""
    )
    result = run()
    result.assert_outcomes(passed=3, failed=2)
    text = result.stdout.str()
    result.stdout.fnmatch_lines(
        [
            "*_ test_chain?4? _*",
            "`test_chain?4?` compiled for line:4 at level 2, seed 0",
            "  two-qubit gates: 3, at most 2 accepted (+1, +50.0%)",
            "  to accept it, raise the budget: two_qubit=3",
            "*_ test_fails_itself _*",
            "*TestClass::test_text * ok",
            "*test_chain?2? *line:4 * ok",
            "*test_chain?4? *line:4 * two_qubit 3, limit 2",
        ]
    )
    assert "hidden" not in text


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("depth=3)\ndef test_it(): pass", "QC457"),
        ("dpth=3)\ndef test_it(): return chain(2)", "did you mean `depth`?"),
        ("target='line:3')\ndef test_it(): return chain(2)", "at least one metric"),
        ("depth=3)\ndef test_it(): return 7", "QC230"),
        ("depth=3, target='line:2')\ndef test_it(): return chain(4)", "QC302"),
    ],
)
def test_what_a_budget_cannot_be_held_against_fails(
    pytester: pytest.Pytester, run: Run, test: str, said: str
) -> None:
    pytester.makepyfile(
        f"import pytest\nfrom chains import chain\n@pytest.mark.circuit_budget({test}"
    )
    result = run()
    result.assert_outcomes(failed=1)
    assert said in result.stdout.str()


def test_a_budget_on_a_method_of_unittest_is_no_silent_pass(
    pytester: pytest.Pytester, run: Run
) -> None:
    pytester.makepyfile(
        """
import unittest, pytest
class Case(unittest.TestCase):
    @pytest.mark.circuit_budget(depth=3)
    def test_it(self): pass
"""
    )
    result = run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*qcompile.testing.assert_budget*"])


def test_reports_are_written_in_the_formats_of_the_check(
    pytester: pytest.Pytester, run: Run
) -> None:
    snapshots(pytester, 3)
    names = ["out/circuits.md", "circuits.json", "circuits.xml", "circuits.html"]
    run(*(f"--qcompile-report={name}" for name in names)).assert_outcomes(passed=4)
    text = pytester.path.joinpath("out/circuits.md").read_text()
    assert "<!-- qcompile-report -->" in text
    assert "named" in text
    report = json.loads(pytester.path.joinpath("circuits.json").read_text())
    assert "named" in json.dumps(report)
    assert "named" in pytester.path.joinpath("circuits.html").read_text()
    assert "<testsuite" in pytester.path.joinpath("circuits.xml").read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--qcompile-report=out.docx"], "*out.docx: the name ends in .html, .json, .md or .xml*"),
        (["--qcompile-prune"], "*--qcompile-prune goes with --qcompile-update*"),
    ],
)
def test_options_that_make_no_sense_are_refused_at_once(
    pytester: pytest.Pytester, run: Run, options: list[str], said: str
) -> None:
    result = run(*options)
    assert pytest.ExitCode.USAGE_ERROR == result.ret
    result.stderr.fnmatch_lines([said])


def test_a_file_that_cannot_be_written_is_an_error_of_the_run(
    pytester: pytest.Pytester, run: Run
) -> None:
    snapshots(pytester, 3)
    pytester.mkdir("out.md")
    result = run("--qcompile-report=out.md")
    result.assert_outcomes(passed=4)
    assert 1 == result.ret
    result.stdout.fnmatch_lines(["*QC504*`out.md` is a folder*"])


def test_a_fixture_of_the_suite_s_own_wins(pytester: pytest.Pytester, run: Run) -> None:
    pytester.makeconftest("import pytest\n@pytest.fixture\ndef qcompile(): return 42")
    pytester.makepyfile("def test_own(qcompile): assert qcompile == 42")
    result = run()
    result.assert_outcomes(passed=1)
    assert "qcompile:" not in result.stdout.str()


def test_levels_and_targets_are_those_of_the_configuration(
    pytester: pytest.Pytester, run: Run
) -> None:
    pytester.path.joinpath("qcompile.toml").write_text(
        'target = "line:4"\nbasis = "cz,rz,sx,x"\nlevel = 1\n'
    )
    pytester.makepyfile(
        """
from chains import chain
def test_all(qcompile):
    said = qcompile(chain(2)).report
    assert (said.target.name, said.options["level"]) == ("line:4", 1)
    said = qcompile(chain(2), target="ring:5", level=0).report
    assert (said.target.name, said.options["level"]) == ("ring:5", 0)
    said = qcompile(chain(2), passes="cancel-inverses").report
    assert said.options["level"] is None
"""
    )
    run().assert_outcomes(passed=1)


def test_results_are_taken_as_they_are(pytester: pytest.Pytester, run: Run) -> None:
    pytester.makepyfile(
        """
import pytest, qcompile as qc
from chains import chain
from qcompile.errors import PipelineError
def test_result(qcompile):
    result = qc.compile(chain(3), basis="cx,rz,sx")
    seen = qcompile(result)
    assert seen.result is result
    seen.assert_count("cx", exactly=2)
    seen.snapshot()
    with pytest.raises(PipelineError, match="QC455"):
        qcompile(result, level=0)
    with pytest.raises(PipelineError, match="QC455"):
        seen.assert_equivalent()
"""
    )
    run().assert_outcomes(passed=1)


def test_what_is_not_equivalent_fails_and_is_listed(
    pytester: pytest.Pytester, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import qcompile.verify

    monkeypatch.setattr(
        qcompile.verify,
        "equivalent",
        lambda *a, **k: qc.Verdict(verdict="not equivalent", relation="layout", method="dense"),
    )
    pytester.makepyfile(
        """
from chains import chain
def test_it(qcompile):
    qcompile(chain(3), verify="off").assert_equivalent()
"""
    )
    result = run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E*`test_it` compiled is not equivalent", "*::test_it * failed"])


def test_the_example_is_a_suite(pytester: pytest.Pytester, run: Run) -> None:
    examples = Path(__file__).resolve().parents[2] / "examples"
    suite = pytester.path / "examples" / "pytest"
    shutil.copytree(examples / "pytest", suite)
    shutil.copy(examples / "qft_5.qasm", suite.parent)
    run(str(suite), "--qcompile-update").assert_outcomes(passed=5)
    assert {"line", "ring", "test_circuits.py::test_qft"} == set(rows(suite))
    run(str(suite)).assert_outcomes(passed=5)
