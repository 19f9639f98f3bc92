# SPDX-License-Identifier: Apache-2.0
"""The GitLab template: its scripts run by a shell, with the variables a runner sets."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from .project import ROOT, Project

yaml = pytest.importorskip("yaml")
JOB = yaml.safe_load((ROOT / ".gitlab" / "qcompile-check.gitlab-ci.yml").read_text())[
    "qcompile-check"
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("gitlab"))


def job(project: Project, what: str, shell: str = "bash", **variables: str) -> int:
    """Run the job as a runner does: one script, its variables in the environment."""
    project.become(what)
    given = {"CI": "true", "CI_PROJECT_DIR": str(project.folder)}
    known = {**JOB["variables"], **variables}
    # Variables may name others; the runner puts them in.
    filled = {k: re.sub(r"\$(\w+)", lambda m: given.get(m[1], ""), v) for k, v in known.items()}
    script = "\n".join([*JOB["before_script"], *JOB["script"]])
    done = project.run([shell, "-e", "-c", script], **given, **filled)
    project.said = done.stdout + done.stderr  # type: ignore[attr-defined]
    return done.returncode


@pytest.mark.parametrize(("what", "status", "shell"), [("better", 0, "bash"), ("worse", 1, "sh")])
def test_the_reports_that_are_named_are_written(
    project: Project, what: str, status: int, shell: str
) -> None:
    assert status == job(project, what, shell)
    reports = JOB["artifacts"]["reports"]
    failures = ElementTree.parse(project.folder / reports["junit"]).iter("failure")
    assert bool(status) is bool(list(failures))
    issues = json.loads(Path(project.folder, reports["codequality"]).read_text())
    assert bool(status) is bool(issues)
    assert all("circuits/chain.qasm" == issue["location"]["path"] for issue in issues)
    (folder,) = JOB["artifacts"]["paths"]
    assert "report.html" in {path.name for path in project.folder.joinpath(folder).iterdir()}
    assert "always" == JOB["artifacts"]["when"]
    assert any(project.folder.joinpath(JOB["cache"]["paths"][0]).iterdir())


def test_variables_choose_the_base_and_what_fails(project: Project) -> None:
    assert 1 == job(project, "worse", CHECK_BASE=project.base)
    assert 0 == job(project, "worse", CHECK_FAIL_ON="never")
    assert 2 == job(project, "baseline", QCOMPILE_TARGET="nosuch")


@pytest.mark.parametrize("name", ["CHECK_BASE", "CHECK_FAIL_ON"])
@pytest.mark.parametrize("value", ['"; touch pwned; "$(touch pwned)', "--exit-zero"])
def test_variables_are_data(project: Project, name: str, value: str) -> None:
    assert 2 == job(project, "worse", **{name: value})
    assert [] == list(project.home.rglob("pwned"))


def test_a_version_is_no_option(project: Project) -> None:
    project.command("python3", 'echo "$@" >> "$HOME/python.log"')
    assert 2 == job(project, "baseline", CHECK_VERSION="--index-url=x")
    assert 0 == job(project, "baseline", CHECK_VERSION="0.3.0")
    assert (
        "-m pip install --quiet -- qcompile==0.3.0\n" == (project.home / "python.log").read_text()
    )
