# SPDX-License-Identifier: Apache-2.0
"""Examples in docstrings, and the programs in ``examples/``, run as they are printed."""

from __future__ import annotations

import doctest
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from qcompile import interchange

from .sources import ROOT, python_files

OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
WITH_EXAMPLES = sorted(name for name, path in python_files().items() if ">>> " in path.read_text())


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_docstring_examples(name: str) -> None:
    package = re.sub(r".*\.(from_|to_|frameworks\.)", "", name)
    if package != name:
        known = interchange.PACKAGES.get(package.partition("_")[0])
        pytest.importorskip(package.partition("_")[0] if known is None else known.root)
    failed, tried = doctest.testmod(importlib.import_module(name), optionflags=OPTIONS)
    assert (True, 0) == (tried > 0, failed)


PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_python_in_the_documentation(page: Path, tmp_path: Path) -> None:
    for block in re.findall(r"^```python\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE):
        done = subprocess.run(
            [sys.executable, "-P", "-c", block],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (0, "") == (done.returncode, done.stderr)


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a block of commands as a shell does, with this package's `qcompile`."""
    commands = folder / "bin"
    commands.mkdir(exist_ok=True)
    command = commands / "qcompile"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m qcompile "$@"\n')
    command.chmod(0o755)
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def prepare(folder: Path) -> None:
    """Put there what commands on the pages are given."""
    shutil.copy(ROOT / "examples" / "adder_4.qasm", folder)
    shutil.copy(ROOT / "examples" / "adder_4.qasm", folder / "in.qasm")
    lines = ["OPENQASM 2.0;", 'include "qelib1.inc";', "qreg q[3];", "sx q[0];", "cz q[0],q[1];"]
    (folder / "mapped.qasm").write_text("\n".join(lines))
    gates = {gate: {} for gate in ("rz", "sx", "x", "cz")}
    chip = {"qcompile_target": 1, "qubits": 3, "couplings": [[0, 1], [1, 2]], "gates": gates}
    (folder / "today.json").write_text(json.dumps(chip))
    (folder / "qcompile.toml").write_text('include = ["adder_4.qasm"]\n')
    (folder / "v.json").write_text("[0.6, 0.8]")
    (folder / "phases.csv").write_text("0\n0.1\n0.2\n0.3\n")
    np.save(folder / "u.npy", np.array([[0, 1], [1, 0]]))
    np.savez(folder / "parts.npz", a=np.eye(2), b=np.array([[0, 1], [1, 0]]))


@pytest.mark.parametrize(
    "page", [p for p in PAGES if "```sh\n" in p.read_text()], ids=lambda path: path.stem
)
def test_commands_in_the_documentation(page: Path, tmp_path: Path) -> None:
    prepare(tmp_path)
    text = page.read_text()
    if "qcompile check" in text:
        assert run("qcompile check --update", tmp_path).returncode == 0
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        done = run(block, tmp_path)
        assert 0 == done.returncode, done.stderr


@pytest.mark.parametrize(
    "path", sorted((ROOT / "examples").glob("*.py")), ids=lambda path: path.stem
)
def test_example_program(path: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", str(path)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert 0 == done.returncode, done.stderr
    assert "" != done.stdout
