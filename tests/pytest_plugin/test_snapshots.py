# SPDX-License-Identifier: Apache-2.0
"""Snapshots and their baseline."""

from __future__ import annotations

import os
from itertools import count

import pytest

from .suites import SNAPSHOTS, Run, rows, snapshots

pytest_plugins = ["pytester"]


def test_snapshots_are_new_same_worse_accepted_and_better(
    pytester: pytest.Pytester, run: Run
) -> None:
    baseline = pytester.path / "qcompile-snapshots.json"
    snapshots(pytester, 4)
    result = run()
    result.assert_outcomes(passed=4)
    assert not baseline.exists()
    result.stdout.fnmatch_lines(["named * new", "4 are new: `pytest --qcompile-update` accepts"])

    result = run("--qcompile-update")
    result.stdout.fnmatch_lines(["named *new, accepted", "4 snapshots accepted: commit *"])
    assert ["named", "other", *(f"test_it.py::test_chain[{n}]" for n in (2, 3))] == sorted(
        rows(pytester.path)
    )
    assert (3, 3) == (
        rows(pytester.path)["named"]["two_qubit"],
        rows(pytester.path)["named"]["gate:cz"],
    )
    before = baseline.read_bytes()
    result = run()
    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines(["named * same"])

    snapshots(pytester, 5)
    result = run("-rf")
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(
        [
            "E*`named` got worse: two-qubit gates 3 -> 4 (+33.3%), allowed no more, two-qubit depth 3 -> 4*",
            "E*accepted  now*",
            "E*cz *3 *4 *+33.3%",
            "E*source changed since qcompile-snapshots.json was written",
            "E*to accept it: pytest test_it.py::test_named --qcompile-update, and commit *",
            "named *two-qubit +33.3%, two-qubit depth +33.3%*worse",
            "1 worse: *",
        ]
    )
    assert before == baseline.read_bytes()

    # The test that is accepted alone leaves the rows of the others, a failing one is not accepted.
    run("test_it.py::test_named", "--qcompile-update").assert_outcomes(passed=1)
    assert (4, 1) == tuple(rows(pytester.path)[name]["two_qubit"] for name in ("named", "other"))
    changed = set(baseline.read_text().splitlines()) - set(before.decode().splitlines())
    assert 1 == len(changed)

    snapshots(pytester, 3)
    result = run()
    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines(["named * better", "1 is better: *"])


def test_what_a_failing_test_took_is_not_accepted(pytester: pytest.Pytester, run: Run) -> None:
    snapshots(pytester, 3, good=False)
    run("--qcompile-update").assert_outcomes(passed=3, failed=1)
    assert "other" not in rows(pytester.path)
    assert 3 == len(rows(pytester.path))


def test_rows_go_with_their_snapshots_and_on_demand(pytester: pytest.Pytester, run: Run) -> None:
    snapshots(pytester, 3)
    run("--qcompile-update")
    pytester.makepyfile(
        test_it=SNAPSHOTS.replace('"named"', '"renamed"').replace("WIDTH", "3").replace("GOOD", "1")
    )
    run("--qcompile-update", "-k", "named").stdout.fnmatch_lines(
        ["1 snapshot accepted, 1 removed*"]
    )
    assert {"renamed", "other"} < set(rows(pytester.path))
    assert "named" not in rows(pytester.path)
    run("--qcompile-update", "--qcompile-prune", "-k", "test_named")
    assert ["renamed"] == list(rows(pytester.path))


def test_tolerances_of_the_project_hold(pytester: pytest.Pytester, run: Run) -> None:
    with pytester.path.joinpath("qcompile.toml").open("a") as file:
        file.write('[check.tolerance]\ntwo_qubit = "+1"\n')
    snapshots(pytester, 3)
    run("--qcompile-update")
    snapshots(pytester, 4)
    run("-k", "named").assert_outcomes(passed=1)
    snapshots(pytester, 5)
    run("-k", "named").assert_outcomes(failed=1)


def test_the_same_inputs_and_another_output_fail(
    pytester: pytest.Pytester, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qcompile.pytest_plugin import rows as module

    snapshots(pytester, 3)
    run("--qcompile-update")
    baseline = pytester.path / "qcompile-snapshots.json"
    before = baseline.read_bytes()
    # It varies: no update takes it.
    made = count()
    monkeypatch.setattr(module, "output_digest", lambda circuit: f"{next(made):016}")
    for options in ((), ("--qcompile-update",)):
        result = run("-k", "named", *options)
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(
            [
                "E*`named`: the same circuit, target, options and version, and another output",
                "E*QC703*compiled twice: *, then *",
                "named * nondeterministic",
            ]
        )
        assert before == baseline.read_bytes()
    # It comes out otherwise here than it did: an update takes it.
    monkeypatch.setattr(module, "output_digest", lambda circuit: "0" * 16)
    result = run("-k", "named")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E*QC704*twice 0000000000000000*", "E*to accept it: pytest *"])
    run("-k", "named", "--qcompile-update").assert_outcomes(passed=1)
    assert before != baseline.read_bytes()


def test_two_snapshots_of_one_name_are_refused(pytester: pytest.Pytester, run: Run) -> None:
    pytester.makepyfile(
        """
import pytest
from chains import chain
@pytest.mark.parametrize("n", [2, 3])
def test_chain(qcompile, n):
    qcompile(chain(n)).snapshot("chain")
def test_two_of_one_test_have_names_of_their_own(qcompile):
    qcompile(chain(2)).snapshot()
    qcompile(chain(3)).snapshot()
"""
    )
    result = run("--qcompile-update")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*QC456*test_chain?2?*test_chain?3?*"])
    name = "test_two_snapshots_of_one_name_are_refused.py::test_two_of_one_test_have_names_of_their_own"
    assert {"chain", name, f"{name}#2"} == set(rows(pytester.path))


def test_a_broken_baseline_is_named_with_its_line_and_written_anew(
    pytester: pytest.Pytester, run: Run
) -> None:
    snapshots(pytester, 3)
    run("--qcompile-update")
    baseline = pytester.path / "qcompile-snapshots.json"
    good = baseline.read_text()
    baseline.write_text(good.replace('"two_qubit":2', '"two_qubit":9'))
    result = run("-k", "named")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*qcompile-snapshots.json:2*QC431*pytest --qcompile-update*"])
    result = run("--qcompile-update")
    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines(["*could not be read, and is written anew*"])
    assert good == baseline.read_text()


def test_processes_of_xdist_hand_over_what_they_found(pytester: pytest.Pytester, run: Run) -> None:
    pytest.importorskip("xdist")
    snapshots(pytester, 4, good=False)
    result = run("--qcompile-update", "--qcompile-report=out.md", processes=2)
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(
        ["*qcompile: 4 circuits*", "named * new, accepted", "3 snapshots accepted*"]
    )
    parallel = pytester.path.joinpath("qcompile-snapshots.json").read_bytes()
    assert "named" in pytester.path.joinpath("out.md").read_text()
    os.remove(pytester.path / "qcompile-snapshots.json")
    run("--qcompile-update")
    assert parallel == pytester.path.joinpath("qcompile-snapshots.json").read_bytes()
