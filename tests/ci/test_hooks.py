# SPDX-License-Identifier: Apache-2.0
"""The pre-commit hook: what pre-commit would run, and pre-commit itself where it is installed."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from .project import ROOT, Project

yaml = pytest.importorskip("yaml")
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
(HOOK,) = yaml.safe_load(MANIFEST.read_text())


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_the_entry_fails_where_a_circuit_got_worse(project: Project) -> None:
    for what, status in (("baseline", 0), ("better", 0), ("worse", 1)):
        project.become(what)
        # No file names are passed, and nothing is installed: the command alone.
        assert HOOK["pass_filenames"] is False
        done = project.run(shlex.split(HOOK["entry"]))
        assert status == done.returncode, done.stderr
    assert "chain.qasm" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "runs"),
    [
        ("circuits/qft.qasm", True),
        ("a.qpy", True),
        ("qcompile.toml", True),
        ("sub/pyproject.toml", True),
        ("qcompile-baseline.json", True),
        ("README.md", False),
        ("circuits/qasm.txt", False),
        ("other.toml", False),
    ],
)
def test_files_that_matter_start_it(name: str, runs: bool) -> None:
    assert runs is bool(re.search(HOOK["files"], name))


def test_pre_commit_takes_the_manifest_and_runs_the_hook(project: Project) -> None:
    pytest.importorskip("pre_commit")
    run = [sys.executable, "-P", "-m", "pre_commit"]
    assert 0 == project.run([*run, "validate-manifest", str(MANIFEST)]).returncode
    # As the manifest says, but for the environment, which would be made by pip.
    local = {"repo": "local", "hooks": [{**HOOK, "language": "system"}]}
    config = project.folder / ".pre-commit-config.yaml"
    config.write_text(yaml.safe_dump({"repos": [local]}))
    for what, status in (("better", 0), ("worse", 1)):
        project.become(what)
        project.git("add", "-A")
        done = project.run([*run, "run"], PRE_COMMIT_HOME=str(project.home / "pre-commit"))
        assert status == done.returncode, done.stdout
        assert HOOK["name"] in done.stdout
