# SPDX-License-Identifier: Apache-2.0
"""What is shipped: sources that build, wheels for the interpreters that are promised, a version that is one."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import qcompile

from .sources import ROOT

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
#: Of the repository alone.
NOT_SHIPPED = (".ci/", ".git", ".pre-commit", ".editorconfig", "action.yml")


def test_source_distributions_have_what_it_takes() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("no repository")
    manifest = (ROOT / "MANIFEST.in").read_text()
    files = set(" ".join(re.findall(r"^include (.*)$", manifest, re.M)).split())
    folders = set(re.findall(r"^graft (\S+)$", manifest, re.M)) | {"qcompile"}
    missing = [
        name
        for name in listed.stdout.split()
        if name not in files | {"MANIFEST.in", "pyproject.toml", "setup.py"}
        and name.partition("/")[0] not in folders
        and not name.startswith(NOT_SHIPPED)
    ]
    assert [] == missing, "name it in MANIFEST.in"


def test_the_version_is_one() -> None:
    said = re.search(r'^version = "(.*)"$', (ROOT / "Cargo.toml").read_text(), re.M)
    assert said
    assert said[1] == qcompile.__version__


def test_wheels_are_for_the_pythons_that_are_promised() -> None:
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=3.")
    assert f"cp3{oldest}-*" in PROJECT["tool"]["cibuildwheel"]["build"]
    assert f'"py_limited_api": "cp3{oldest}"' in (ROOT / "setup.py").read_text()
    assert f"abi3-py3{oldest}" in (ROOT / "core" / "python" / "Cargo.toml").read_text()


def test_wheels_are_tried_with_tests_that_are_there() -> None:
    commands = " ".join(PROJECT["tool"]["cibuildwheel"]["test-command"])
    tests = re.findall(r"\{project\}/(\S+)", commands)
    assert tests
    for name in tests:
        text = (ROOT / name).read_text()
        assert Path(ROOT / name).is_file()
        # They run where there is nothing but the package and pytest.
        assert not re.search(r"^\s*(?:import|from) (?:qiskit|cirq|hypothesis|tests)\b", text, re.M)
